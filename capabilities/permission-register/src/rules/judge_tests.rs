use behorig_access::{GrantId, UnitId};
use behorig_registers::units::UnitKind;
use jiff::civil::date;
use proptest::prelude::*;

use super::super::plan::Chosen;
use super::super::units::KnownUnit;
use super::*;

const TODAY: Date = date(2026, 11, 20);

fn account(id: u8) -> AccountId {
    AccountId::from_bytes([id; 16])
}

fn role(id: u8) -> RoleId {
    RoleId::from_bytes([id; 16])
}

fn hsa(id: u8) -> HsaId {
    HsaId::parse(&format!("SE2321000016-{id}")).unwrap()
}

fn person(id: u8, given: &str, family: &str) -> (HsaId, DirectoryPerson) {
    let person = DirectoryPerson {
        hsa_id: hsa(id),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        title: None,
        email: None,
        protected: id == 3,
        ended: id == 4,
        account: (id != 5).then(|| account(id)),
    };
    (hsa(id), person)
}

fn held(grant: u8, account_id: u8, role_id: u8) -> Held {
    let unit = UnitId::from_bytes([9; 16]);
    Held {
        id: GrantId::from_bytes([grant; 16]),
        account: account(account_id),
        role: role(role_id),
        unit,
        branch: false,
        begins: date(2026, 1, 1),
        until: None,
        version: 1,
    }
}

fn facts() -> Facts {
    let unit = |id, name: &str, kind| {
        let (id, name) = (UnitId::from_bytes([id; 16]), name.to_owned());
        KnownUnit { id, parent: None, kind, name, hsa_id: None }
    };
    Facts {
        people: [
            person(1, "Anna", "Ek"),
            person(2, "Bo", "Ask"),
            person(3, "Cia", "Al"),
            person(4, "Di", "Alm"),
            person(5, "Eva", "Lind"),
        ]
        .into(),
        units: Units::new(vec![
            unit(9, "Akuten", UnitKind::Clinic),
            unit(8, "Rehab", UnitKind::Clinic),
            unit(7, "Norrsjö", UnitKind::Region),
        ]),
        roles: vec![(role(1), "Dashboard".to_owned()), (role(2), "Flygledartornet".to_owned())],
        held: vec![held(1, 2, 1), held(2, 1, 2)],
    }
}

fn line(row: usize, name: &str, id: u8) -> Line {
    Line {
        row,
        name: name.to_owned(),
        hsa_id: Some(Ok(hsa(id))),
        region: String::new(),
        unit: "Akuten".to_owned(),
        asked: vec![Asked::Named("dashboard".to_owned())],
        until: Ok(None),
        covered: false,
    }
}

fn judged(lines: Vec<Line>) -> Plan {
    judged_against(&facts(), lines)
}

fn judged_against(facts: &Facts, lines: Vec<Line>) -> Plan {
    judge(&Lines { lines, idle: 0, formulas: 0 }, facts, TODAY, |_| Ok(()), |_| Ok(()))
}

fn verdict(line: Line) -> Verdict {
    judged(vec![line]).entries.remove(0).verdict
}

#[test]
fn a_row_is_new_or_there_or_the_same_as_an_earlier_one() {
    let plan = judged(vec![line(2, "Anna Ek", 1), line(3, "Bo Ask", 2), line(4, "Ek, Anna", 1)]);
    let verdicts: Vec<&Verdict> = plan.entries.iter().map(|entry| &entry.verdict).collect();
    assert!(matches!(verdicts[..], [Verdict::New(_), Verdict::There, Verdict::Duplicate(2)]), "{verdicts:?}");
    assert_eq!(plan.gifts(&HashSet::new()).len(), 1);
}

#[test]
fn each_fault_is_told_as_what_it_is() {
    let with = |change: fn(&mut Line)| {
        let mut line = line(2, "Anna Ek", 1);
        change(&mut line);
        verdict(line)
    };
    assert_eq!(with(|line| line.hsa_id = None), Verdict::NoHsaId);
    assert!(matches!(with(|line| line.hsa_id = Some(HsaId::parse("x"))), Verdict::WrongHsaId(_)));
    assert_eq!(with(|line| line.hsa_id = Some(Ok(hsa(7)))), Verdict::NotInDirectory);
    assert_eq!(with(|line| line.hsa_id = Some(Ok(hsa(4)))), Verdict::Left);
    assert_eq!(with(|line| line.hsa_id = Some(Ok(hsa(5)))), Verdict::NoAccount);
    assert_eq!(with(|line| line.unit = "Akute".to_owned()), Verdict::Unit(NoUnit::Unknown(Some("Akuten".to_owned()))));
    assert_eq!(with(|line| line.unit = String::new()), Verdict::Unit(NoUnit::Nothing));
    assert_eq!(with(|line| line.covered = true), Verdict::Merged);
    assert_eq!(with(|line| line.until = Err("i vår".to_owned())), Verdict::WrongDay("i vår".to_owned()));
    assert_eq!(with(|line| line.until = Ok(Some(date(2026, 11, 19)))), Verdict::Over(date(2026, 11, 19)));
    let unknown = with(|line| line.asked = vec![Asked::Named("Röntgen".to_owned())]);
    assert_eq!(unknown, Verdict::UnknownPermission("Röntgen".to_owned()));
    let unclear = with(|line| line.asked = vec![Asked::Unclear(role(1), "kanske".to_owned())]);
    assert_eq!(unclear, Verdict::Unclear("kanske".to_owned()));
    let lines = Lines { lines: vec![line(2, "Anna Ek", 1)], idle: 0, formulas: 0 };
    let refused = judge(&lines, &facts(), TODAY, |_| Err(MayNot::Oneself), |_| Ok(()));
    assert_eq!(refused.entries[0].verdict, Verdict::MayNot(MayNot::Oneself));
}

#[test]
fn the_last_day_is_still_a_day() {
    let mut line = line(2, "Anna Ek", 1);
    line.until = Ok(Some(TODAY));
    let Verdict::New(gift) = verdict(line) else { panic!("new") };
    assert_eq!(gift.to(), day::after(TODAY));
}

#[test]
fn a_name_that_is_anothers_is_a_question_that_must_be_answered_and_a_protected_name_is_not_told() {
    let plan = judged(vec![line(2, "Ada Ek", 1), line(3, "Någon Annan", 3)]);
    let known: Vec<Option<&str>> = plan
        .entries
        .iter()
        .map(|entry| entry.question.as_ref().and_then(|question| question.known.as_deref()))
        .collect();
    assert_eq!(known, [Some("Anna Ek"), None]);
    assert!(plan.entries.iter().all(|entry| entry.question.is_some()));
    assert!(plan.gifts(&HashSet::new()).is_empty());
    assert_eq!(plan.gifts(&HashSet::from([3])).len(), 1);
}

#[test]
fn a_row_that_waits_for_an_answer_stands_in_no_other_rows_way_and_nothing_is_given_twice() {
    let plan = judged(vec![line(2, "Ada Ek", 1), line(3, "Anna Ek", 1)]);
    assert!(plan.entries.iter().all(|entry| matches!(entry.verdict, Verdict::New(_))));
    assert_eq!(plan.gifts(&HashSet::new()).len(), 1);
    assert_eq!(plan.gifts(&HashSet::from([2])).len(), 1);
}

#[test]
fn what_holds_today_and_the_file_lacks_is_told_for_the_files_own_permissions_and_units() {
    let plan = judged(vec![line(2, "Anna Ek", 1)]);
    assert_eq!(plan.lacking, [held(1, 2, 1)], "the other permission is none of the file's");
    assert!(judged(vec![line(2, "Anna Ek", 1), line(3, "Bo Ask", 2)]).lacking.is_empty());
}

#[test]
fn a_plan_is_known_by_its_mark_until_anything_in_it_changes() {
    let lines = || vec![line(2, "Anna Ek", 1), line(3, "Bo Ask", 2)];
    assert_eq!(judged(lines()).mark(), judged(lines()).mark());
    let mut fewer = facts();
    fewer.held.clear();
    assert_ne!(judged(lines()).mark(), judged_against(&fewer, lines()).mark());
    let mut shorter = facts();
    shorter.held[0].until = Some(date(2026, 12, 31));
    assert_ne!(judged(lines()).mark(), judged_against(&shorter, lines()).mark());
}

/// What Bo holds, otherwise than in [`facts`], against a row that says so.
fn beside(change: impl Fn(&mut Held), line: Line) -> Verdict {
    let mut facts = facts();
    change(&mut facts.held[0]);
    judged_against(&facts, vec![line]).entries.remove(0).verdict
}

#[test]
fn what_is_there_to_another_day_or_not_yet_is_a_difference_and_no_silence() {
    let until = |last: Option<Date>| Line { until: Ok(last), ..line(2, "Bo Ask", 2) };
    let last = date(2026, 12, 31);
    let differs = |change: &dyn Fn(&mut Held), line: Line| match beside(change, line) {
        Verdict::Differs(change) => Some(change.end_alone),
        Verdict::There => None,
        other => panic!("{other:?}"),
    };
    assert_eq!(differs(&|_| {}, until(None)), None);
    assert_eq!(differs(&|held| held.until = Some(last), until(Some(last))), None);
    assert_eq!(differs(&|held| held.begins = TODAY, until(None)), None);
    assert_eq!(differs(&|_| {}, until(Some(last))), Some(true), "until further notice, and to a day in the file");
    assert_eq!(differs(&|held| held.until = Some(last), until(None)), Some(true));
    assert_eq!(differs(&|held| held.until = Some(last), until(Some(date(2027, 1, 1)))), Some(true));
    assert_eq!(differs(&|held| held.begins = TODAY.tomorrow().unwrap(), until(None)), Some(false), "not yet");
    assert_eq!(differs(&|_| {}, until(Some(Date::MAX))), None, "as some programs write for ever");
    assert_eq!(differs(&|held| held.branch = true, until(None)), None, "a clinic has nothing below it");
}

#[test]
fn what_reaches_less_far_than_the_file_says_is_a_difference() {
    let row = || Line { unit: "Norrsjö".to_owned(), ..line(2, "Bo Ask", 2) };
    let at_region = |held: &mut Held, branch| {
        held.unit = UnitId::from_bytes([7; 16]);
        held.branch = branch;
    };
    assert_eq!(beside(|held| at_region(held, true), row()), Verdict::There);
    let Verdict::Differs(change) = beside(|held| at_region(held, false), row()) else { panic!("differs") };
    assert!(change.gift.branch && !change.end_alone);
}

#[test]
fn one_of_several_that_is_as_the_file_says_is_enough_and_else_all_of_them_differ() {
    let mut facts = facts();
    facts.held[0].until = Some(date(2026, 12, 31));
    facts.held.push(Held { begins: date(2027, 1, 1), ..held(7, 2, 1) });
    let line = line(2, "Bo Ask", 2);
    let plan = judged_against(&facts, vec![line.clone()]);
    let Verdict::Differs(change) = &plan.entries[0].verdict else { panic!("differs") };
    assert_eq!((change.held.len(), change.end_alone), (2, false));
    facts.held.push(held(8, 2, 1));
    assert_eq!(judged_against(&facts, vec![line]).entries[0].verdict, Verdict::There);
}

#[test]
fn a_difference_is_changed_only_where_it_was_chosen_may_be_and_is_the_right_person() {
    let row = |name: &str| Line { until: Ok(Some(date(2026, 12, 31))), ..line(2, name, 2) };
    let key = GrantId::from_bytes([1; 16]);
    let these = |keys: &[GrantId]| Chosen::These(keys.iter().copied().collect());
    let (nobody, right) = (HashSet::new(), HashSet::from([2]));
    let plan = judged(vec![row("Bo Ask")]);
    assert!(plan.gifts(&nobody).is_empty() && plan.lacking.is_empty());
    assert_eq!(plan.changes(&these(&[]), &nobody), Ok(vec![]));
    assert_eq!(plan.changes(&these(&[key]), &nobody).unwrap().len(), 1);
    assert_eq!(plan.changes(&Chosen::All, &nobody).unwrap().len(), 1);
    let other_name = judged(vec![row("Eva Berg")]);
    assert!(other_name.entries[0].question.is_some());
    assert_eq!(other_name.changes(&these(&[key]), &nobody), Err(2), "the question comes first");
    assert_eq!(other_name.changes(&Chosen::All, &nobody), Ok(vec![]));
    assert_eq!(other_name.changes(&these(&[key]), &right).unwrap().len(), 1);
    let lines = Lines { lines: vec![row("Bo Ask")], idle: 0, formulas: 0 };
    let kept = judge(&lines, &facts(), TODAY, |_| Ok(()), |_| Err(MayNot::NotListed));
    let told: Vec<Result<(), MayNot>> = kept.differences().map(|(_, change)| change.may).collect();
    assert_eq!(told, [Err(MayNot::NotListed)], "shown, and not to be changed");
    assert_eq!(kept.changes(&Chosen::All, &nobody), Ok(vec![]));
}

#[test]
fn rows_that_say_two_last_days_of_the_same_are_told_and_the_first_counts() {
    let until = |row, name: &str, id, last| Line { until: Ok(last), ..line(row, name, id) };
    let last = Some(date(2026, 12, 31));
    let verdicts = |lines| judged(lines).entries.into_iter().map(|entry| entry.verdict).collect::<Vec<_>>();
    let new = verdicts(vec![until(2, "Anna Ek", 1, last), until(3, "Anna Ek", 1, None), until(4, "Anna Ek", 1, last)]);
    assert!(matches!(new[..], [Verdict::New(_), Verdict::Contradicts(2), Verdict::Duplicate(2)]), "{new:?}");
    let held = verdicts(vec![until(2, "Bo Ask", 2, None), until(3, "Bo Ask", 2, last)]);
    assert!(matches!(held[..], [Verdict::There, Verdict::Contradicts(2)]), "{held:?}");
    assert!(Verdict::Contradicts(2).is_fault());
}

#[test]
fn what_is_over_in_the_file_and_holds_in_the_register_is_told_as_lacking() {
    let over = Line { until: Ok(Some(date(2026, 3, 1))), ..line(2, "Bo Ask", 2) };
    let plan = judged(vec![over]);
    assert_eq!(plan.entries[0].verdict, Verdict::Over(date(2026, 3, 1)));
    assert_eq!(plan.lacking, [held(1, 2, 1)]);
}

proptest! {
    #[test]
    fn nothing_is_given_that_is_there_or_twice_or_to_a_name_that_nobody_answered_for(
        rows in proptest::collection::vec((1..6_u8, any::<bool>(), any::<bool>()), 0..12), ticked in any::<bool>(),
    ) {
        let names = ["Anna Ek", "Bo Ask", "Cia Al", "Di Alm", "Eva Lind"];
        let lines: Vec<Line> = rows
            .iter()
            .enumerate()
            .map(|(at, (id, right, tower))| {
                let name = if *right { names[usize::from(*id) - 1] } else { "Fel Namn" };
                let asked = vec![Asked::Role(role(if *tower { 2 } else { 1 }))];
                Line { asked, ..line(at + 2, name, *id) }
            })
            .collect();
        let all: HashSet<usize> = if ticked { (2..40).collect() } else { HashSet::new() };
        let plan = judged(lines);
        let gifts = plan.gifts(&all);
        let places: HashSet<Place> = gifts.iter().map(|gift| (gift.account, gift.role, gift.unit)).collect();
        prop_assert_eq!(places.len(), gifts.len());
        let before: HashSet<Place> = facts().held.iter().map(|held| (held.account, held.role, held.unit)).collect();
        prop_assert!(places.is_disjoint(&before));
        if !ticked {
            let right: HashSet<AccountId> = rows.iter().filter(|row| row.1).map(|row| account(row.0)).collect();
            prop_assert!(gifts.iter().all(|gift| right.contains(&gift.account)));
        }
    }
}
