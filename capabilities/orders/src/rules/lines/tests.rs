//! The rules of an order's rows, tried on rows of every kind.

use behorig_access::GrantId;
use proptest::prelude::*;

use super::*;

const NOW: Instant = Instant(1_000_000);
const ANNA: &str = "SE2321000016-ANNA";
const BO: &str = "SE2321000016-BO";
const HID: &str = "SE2321000016-HID";

fn unit_id(byte: u8) -> UnitId {
    UnitId::from_bytes([byte; 16])
}

fn role(byte: u8) -> RoleId {
    RoleId::from_bytes([byte; 16])
}

fn permissions() -> Vec<Permission> {
    let of = |(byte, name): (u8, &str)| Permission { role: role(byte), name: name.to_owned() };
    [(1, "Dashboard"), (2, "Flygledartornet")].map(of).to_vec()
}

fn asked(effect: Effect) -> Asked {
    let (period, region_name) = (Period::until_further_notice(NOW), "Region Östergötland".to_owned());
    Asked { effect, period, permissions: permissions(), region_name }
}

fn known() -> Known {
    let person = |given: &str, family: &str, protected| Person {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: Some("listad@example.se".to_owned()),
        protected,
        ended: false,
        account: None,
    };
    let persons = [(ANNA, "Anna", "Ek", false), (BO, "Bo", "Lind", false), (HID, "Hemlig", "Person", true)];
    let clinic = KnownUnit {
        id: unit_id(3),
        name: "Kliniken".to_owned(),
        chain: vec![unit_id(3), unit_id(2), unit_id(1)],
        covers_below: false,
        as_head: false,
    };
    Known {
        persons: persons
            .into_iter()
            .map(|(id, given, family, protected)| (HsaId::parse(id).unwrap(), person(given, family, protected)))
            .collect(),
        units: HashMap::from([
            ("Kliniken".to_owned(), FoundUnit::One(clinic)),
            ("Annan".to_owned(), FoundUnit::OtherRegion("Annan".to_owned())),
            ("Stängd".to_owned(), FoundUnit::NotAllowed("Stängd".to_owned(), "orderers-why")),
        ]),
        held: Vec::new(),
    }
}

fn row(name: &str, hsa_id: &str, unit: &str, permission: &str) -> WrittenRow {
    WrittenRow {
        name: name.to_owned(),
        hsa_id: hsa_id.to_owned(),
        unit: unit.to_owned(),
        permissions: vec![permission.to_owned()],
        ..WrittenRow::default()
    }
}

fn held(hsa_id: &str, unit: UnitId, branch: bool, period: Period) -> Held {
    Held {
        hsa_id: HsaId::parse(hsa_id).unwrap(),
        account: AccountId::from_bytes([9; 16]),
        grant: GrantId::from_bytes([8; 16]),
        version: 1,
        role: role(1),
        unit,
        branch,
        period,
    }
}

fn one(row: WrittenRow, asked: &Asked, known: &Known) -> CheckedRow {
    judge(&[row], asked, known, &[]).remove(0)
}

#[test]
fn a_right_row_becomes_a_line_under_the_directorys_name_and_address() {
    let checked = one(
        row("EK, anna", "se2321000016-anna", "Kliniken", "Behörighet till Dashboard"),
        &asked(Effect::Grant),
        &known(),
    );
    assert!(checked.is_right(), "{:?}", checked.problems);
    assert_eq!(checked.kept_name().as_deref(), Some("Anna Ek"));
    assert_eq!(checked.email.as_deref(), Some("listad@example.se"));
    assert_eq!(checked.lines.len(), 1);
}

#[test]
fn an_id_of_somebody_else_is_a_question_until_it_is_answered_for_this_very_name() {
    let (asked, known) = (asked(Effect::Grant), known());
    let wrong = row("Bo Lind", ANNA, "Kliniken", "Dashboard");
    let checked = one(wrong.clone(), &asked, &known);
    let question = checked.question.clone().unwrap();
    assert!(checked.problems.is_empty() && !checked.is_right() && question.doubt == Doubt::OtherName);
    assert!(judge(&[wrong], &asked, &known, std::slice::from_ref(&question.key))[0].is_right());
    let another = row("Eva Ström", ANNA, "Kliniken", "Dashboard");
    assert!(!judge(&[another], &asked, &known, &[question.key])[0].is_right());
}

#[test]
fn a_protected_name_is_never_compared_and_always_asked_about() {
    let known = known();
    let keys = ["Hemlig Person", "Någon Annan"].map(|name| {
        let checked = one(row(name, HID, "Kliniken", "Dashboard"), &asked(Effect::Grant), &known);
        assert_eq!(checked.kept_name().as_deref(), Some(HID));
        assert!(checked.problems.contains(&Problem::EmailMissing), "the directory's address is not given away");
        let question = checked.question.unwrap();
        assert_eq!(question.doubt, Doubt::Protected, "right and wrong names are answered alike");
        question.key
    });
    assert!(keys.iter().all(|key| key.ends_with('|')));
}

#[test]
fn every_fault_of_a_row_is_told_at_once() {
    let mut wrong = row("", "SE2321000016-NOBODY", "Nyckelviken", "Journal");
    wrong.email = "anna.example.se".to_owned();
    wrong.region = "Region Skåne".to_owned();
    let checked = one(wrong, &asked(Effect::Grant), &known());
    let told = &checked.problems;
    assert!(told.contains(&Problem::NameMissing) && told.contains(&Problem::Nobody("SE2321000016-NOBODY".to_owned())));
    assert!(told.contains(&Problem::RegionOther("Region Skåne".to_owned())));
    assert!(told.contains(&Problem::UnitUnknown("Nyckelviken".to_owned())));
    assert!(told.contains(&Problem::PermissionUnknown("Journal".to_owned())));
    assert!(told.iter().any(|problem| matches!(problem, Problem::EmailWrong(_))));
    let empty = one(row("Anna Ek", "", "", ""), &asked(Effect::Grant), &known());
    assert!(
        [Problem::HsaIdMissing, Problem::UnitMissing, Problem::PermissionMissing]
            .iter()
            .all(|one| empty.problems.contains(one))
    );
}

#[test]
fn a_unit_of_another_region_and_one_that_the_orderer_may_not_order_for_are_refused_with_the_reason() {
    let (asked, known) = (asked(Effect::Grant), known());
    let other = one(row("Anna Ek", ANNA, "Annan", "Dashboard"), &asked, &known);
    assert_eq!(other.problems, [Problem::UnitOfOtherRegion("Annan".to_owned())]);
    let shut = one(row("Anna Ek", ANNA, "Stängd", "Dashboard"), &asked, &known);
    assert_eq!(shut.problems, [Problem::MayNotOrder("Stängd".to_owned(), "orderers-why")]);
    let mut by_short_name = row("Anna Ek", ANNA, "Kliniken", "Dashboard");
    by_short_name.region = "östergötland".to_owned();
    assert!(one(by_short_name, &asked, &known).is_right());
}

#[test]
fn the_same_person_twice_names_both_rows_and_another_permission_is_no_double() {
    let rows = [
        row("Anna Ek", ANNA, "Kliniken", "Dashboard"),
        row("Anna Ek", ANNA, "Kliniken", "Flygledartornet"),
        row("Anna Ek", ANNA, "Kliniken", &role(1).to_string()),
    ];
    let checked = judge(&rows, &asked(Effect::Grant), &known(), &[]);
    assert!(checked[0].is_right() && checked[1].is_right());
    let twice = Problem::Twice { first: 1, second: 3, permission: "Dashboard".to_owned() };
    assert_eq!(checked[2].problems, [twice]);
}

#[test]
fn somebody_with_two_ids_is_one_person() {
    let mut known = known();
    let account = AccountId::from_bytes([7; 16]);
    for id in [ANNA, BO] {
        known.persons.get_mut(&HsaId::parse(id).unwrap()).unwrap().account = Some(account);
    }
    let rows = [row("Anna Ek", ANNA, "Kliniken", "Dashboard"), row("Bo Lind", BO, "Kliniken", "Dashboard")];
    let checked = judge(&rows, &asked(Effect::Grant), &known, &[]);
    assert!(matches!(checked[1].problems.as_slice(), [Problem::Twice { first: 1, second: 2, .. }]));
}

#[test]
fn what_is_not_held_cannot_be_revoked_and_what_is_held_above_is_revoked_there() {
    let mut known = known();
    let revoked = |known: &Known| one(row("Anna Ek", ANNA, "Kliniken", "Dashboard"), &asked(Effect::Revoke), known);
    let name = || "Dashboard".to_owned();
    assert_eq!(revoked(&known).problems, [Problem::NotHeld { permission: name() }]);
    known.held = vec![held(ANNA, unit_id(1), true, Period::until_further_notice(Instant(0)))];
    assert_eq!(revoked(&known).problems, [Problem::HeldAbove { permission: name() }]);
    known.held.push(held(ANNA, unit_id(3), false, Period::until_further_notice(Instant(0))));
    assert!(revoked(&known).is_right());
    known.persons.get_mut(&HsaId::parse(ANNA).unwrap()).unwrap().ended = true;
    assert!(revoked(&known).is_right(), "who has left is exactly whose permissions end");
}

#[test]
fn what_is_held_through_all_of_the_period_is_left_out_and_what_ends_before_is_ordered() {
    let mut known = known();
    let granted = |known: &Known| one(row("Anna Ek", ANNA, "Kliniken", "Dashboard"), &asked(Effect::Grant), known);
    known.held = vec![held(ANNA, unit_id(1), true, Period::until_further_notice(Instant(0)))];
    assert!(granted(&known).lines[0].held_already);
    known.held = vec![held(ANNA, unit_id(1), false, Period::until_further_notice(Instant(0)))];
    assert!(!granted(&known).lines[0].held_already, "a grant above that does not reach down");
    known.held = vec![held(ANNA, unit_id(3), false, Period::between(Instant(0), NOW.plus_millis(5)))];
    assert!(!granted(&known).lines[0].held_already);
    known.held = vec![held(BO, unit_id(3), false, Period::until_further_notice(Instant(0)))];
    assert!(!granted(&known).lines[0].held_already, "somebody else's grant");
}

#[test]
fn nothing_is_granted_to_who_has_left() {
    let mut known = known();
    known.persons.get_mut(&HsaId::parse(ANNA).unwrap()).unwrap().ended = true;
    let checked = one(row("Anna Ek", ANNA, "Kliniken", "Dashboard"), &asked(Effect::Grant), &known);
    assert_eq!(checked.problems, [Problem::Left]);
}

#[test]
fn an_order_is_received_at_the_deepest_unit_that_holds_them_all() {
    let chain = |ids: &[u8]| ids.iter().map(|id| unit_id(*id)).collect::<Vec<_>>();
    let (a, b, c) = (chain(&[5, 3, 1]), chain(&[6, 3, 1]), chain(&[4, 1]));
    let common = |chains: &[&Vec<UnitId>]| common_unit(chains.iter().map(|chain| chain.as_slice()));
    assert_eq!(common(&[&a]), Some(unit_id(5)));
    assert_eq!(common(&[&a, &b]), Some(unit_id(3)));
    assert_eq!(common(&[&a, &b, &c]), Some(unit_id(1)));
    assert_eq!(common(&[]), None);
}

#[test]
fn what_is_held_at_a_unit_alone_is_less_than_what_covers_the_units_below() {
    let mut known = known();
    let Some(FoundUnit::One(unit)) = known.units.get_mut("Kliniken") else { panic!("a unit") };
    unit.covers_below = true;
    let grant = |known: &Known| one(row("Anna Ek", ANNA, "Kliniken", "Dashboard"), &asked(Effect::Grant), known);
    known.held = vec![held(ANNA, unit_id(3), false, Period::until_further_notice(NOW))];
    assert!(!grant(&known).lines[0].held_already);
    known.held = vec![held(ANNA, unit_id(3), true, Period::until_further_notice(NOW))];
    assert!(grant(&known).lines[0].held_already);
    known.held = vec![held(ANNA, unit_id(1), true, Period::until_further_notice(NOW))];
    assert!(grant(&known).lines[0].held_already, "held above, with all that is below");
}

fn written() -> impl Strategy<Value = WrittenRow> {
    let name = prop_oneof![Just("Anna Ek".to_owned()), Just("Bo Lind".to_owned()), ".{0,12}"];
    let id =
        prop_oneof![Just(ANNA.to_owned()), Just(BO.to_owned()), Just(HID.to_owned()), "(SE2321000016-)?[A-Z]{0,5}"];
    let unit = prop_oneof![Just("Kliniken".to_owned()), Just("Annan".to_owned()), Just("Stängd".to_owned()), ".{0,5}"];
    let permission = prop_oneof![Just("Dashboard".to_owned()), Just("flygledartornet".to_owned()), ".{0,5}"];
    let email = prop_oneof![Just(String::new()), Just("a@example.se".to_owned()), ".{0,5}"];
    (name, id, unit, proptest::collection::vec(permission, 0..3), email).prop_map(
        |(name, hsa_id, unit, permissions, email)| WrittenRow {
            name,
            hsa_id,
            email,
            region: String::new(),
            unit,
            permissions,
        },
    )
}

proptest! {
    #[test]
    fn no_row_is_right_without_a_known_person_a_unit_of_the_orderers_and_a_fitting_name(
        rows in proptest::collection::vec(written(), 0..6),
        revoke: bool,
    ) {
        let asked = asked(if revoke { Effect::Revoke } else { Effect::Grant });
        let known = known();
        let checked = judge(&rows, &asked, &known, &[]);
        prop_assert_eq!(checked.len(), rows.len());
        for row in checked.iter().filter(|row| row.is_right()) {
            let person = row.hsa_id.as_ref().and_then(|id| known.persons.get(id)).unwrap();
            prop_assert!(!person.protected && names_agree(&row.written.name, &person.given_name, &person.family_name));
            prop_assert!(row.unit.is_some() && !row.lines.is_empty() && !revoke);
            prop_assert!(row.email.is_some());
        }
    }

    #[test]
    fn no_person_gets_a_permission_at_a_unit_twice(rows in proptest::collection::vec(written(), 0..8)) {
        let mut seen = std::collections::HashSet::new();
        for row in judge(&rows, &asked(Effect::Grant), &known(), &[]).iter().filter(|row| row.is_right()) {
            for line in &row.lines {
                prop_assert!(seen.insert((row.hsa_id.clone(), line.role, row.unit.as_ref().map(|unit| unit.id))));
            }
        }
    }
}
