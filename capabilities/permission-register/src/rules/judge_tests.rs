use behorig_access::UnitId;
use behorig_registers::units::UnitKind;
use jiff::civil::date;
use proptest::prelude::*;

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
        version: 1,
    }
}

fn facts() -> Facts {
    let unit = |id, name: &str| {
        let (id, name) = (UnitId::from_bytes([id; 16]), name.to_owned());
        KnownUnit { id, parent: None, kind: UnitKind::Clinic, name, hsa_id: None }
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
        units: Units::new(vec![unit(9, "Akuten"), unit(8, "Rehab")]),
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
    judge(&Lines { lines, idle: 0, formulas: 0 }, &facts(), TODAY, |_| Ok(()))
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
    let refused = judge(&lines, &facts(), TODAY, |_| Err(MayNot::Oneself));
    assert_eq!(refused.entries[0].verdict, Verdict::MayNot(MayNot::Oneself));
}

#[test]
fn the_last_day_is_still_a_day() {
    let mut line = line(2, "Anna Ek", 1);
    line.until = Ok(Some(TODAY));
    let Verdict::New(gift) = verdict(line) else { panic!("new") };
    assert_eq!(gift.to, day::after(TODAY));
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
    let changed = judge(&Lines { lines: lines(), idle: 0, formulas: 0 }, &fewer, TODAY, |_| Ok(()));
    assert_ne!(judged(lines()).mark(), changed.mark());
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
