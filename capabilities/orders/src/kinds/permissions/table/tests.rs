//! Tables as people have them.

use behorig_access::RoleId;
use proptest::prelude::*;

use super::*;

fn permissions() -> Vec<Permission> {
    let of = |(byte, name): (u8, &str)| Permission { role: RoleId::from_bytes([byte; 16]), name: name.to_owned() };
    [(1, "Dashboard"), (2, "Flygledartornet"), (3, "Läs och skriv")].map(of).to_vec()
}

fn of(text: &str) -> Result<Table, TableRefused> {
    read(text.as_bytes(), "", &permissions())
}

#[test]
fn a_sheet_is_read_by_its_headings_in_any_order_below_a_title() {
    let table =
        of("Beställning Norr\n\nHSA-ID\tMejladress\tFörnamn\tEfternamn\tVårdenhet\tPatientingång\tBehörigheter\tAnm\n\
        SE2321000016-A\ta@example.se\tAnna\tEk\tNorr\tJouren\tDashboard och Flygledartornet\tbråttom\n\
        \t\t\t\t\t\t\t\n\
        SE2321000016-B\t\tBo\tLind\tNorr\t\tläs och skriv\t\n")
        .unwrap();
    assert_eq!(table.rows.len(), 2);
    let anna = &table.rows[0];
    assert_eq!(
        (anna.name.as_str(), anna.hsa_id.as_str(), anna.email.as_str()),
        ("Anna Ek", "SE2321000016-A", "a@example.se")
    );
    assert_eq!(anna.unit, "Jouren", "the entrance is narrower than its care unit");
    assert_eq!(anna.permissions, ["Dashboard", "Flygledartornet"]);
    assert_eq!(table.rows[1].unit, "Norr");
    assert_eq!(table.rows[1].permissions, ["läs och skriv"]);
    assert_eq!(table.notes, [Note::Unread("Anm".to_owned())]);
}

#[test]
fn one_column_for_each_permission_is_read_by_its_ticks_and_a_doubtful_tick_is_kept() {
    let table = of("Namn;HSA-id;Enhet;Behörighet till Dashboard;Flygledartornet\nAnna Ek;SE1-A;Norr;x;\nBo Lind;SE1-B;Norr;Nej;kanske\n").unwrap();
    assert_eq!(table.rows[0].permissions, ["Dashboard"]);
    assert_eq!(table.rows[1].permissions, ["Flygledartornet: kanske"]);
}

#[test]
fn a_cell_that_lists_more_than_anybody_has_is_one_unknown_permission() {
    for cell in ["a,".repeat(16_000), "a".repeat(32_000), ";".repeat(200)] {
        let table = of(&format!("Namn\tHSA-id\tEnhet\tBehörighet\nAnna Ek\tSE1-A\tNorr\t{cell}\n")).unwrap();
        assert_eq!(table.rows[0].permissions.len(), 1);
        assert!(table.rows[0].permissions[0].chars().count() <= 51 && table.rows[0].permissions[0].ends_with('…'));
    }
}

#[test]
fn missing_headings_are_named_and_an_empty_table_is_told() {
    let all = vec!["orders-row-name", "orders-row-hsa-id", "orders-row-unit", "orders-row-permissions"];
    assert_eq!(of("Anna Ek\tSE2321000016-A\n"), Err(TableRefused::Headings(all)));
    let some = vec!["orders-row-unit"];
    assert_eq!(of("Namn\tHSA-id\tBehörighet\nAnna\tSE1-A\tDashboard\n"), Err(TableRefused::Headings(some)));
    assert_eq!(of("Namn\tHSA-id\tEnhet\tBehörighet\n \t\t\t\n"), Err(TableRefused::Nobody));
}

#[test]
fn an_order_of_more_than_a_thousand_people_is_refused_with_how_many_there_are() {
    let mut text = "Namn\tHSA-id\tEnhet\tBehörighet\n".to_owned();
    for number in 0..=MOST_PEOPLE {
        text += &format!("Anna Ek\tSE2321000016-{number}\tNorr\tDashboard\n");
    }
    assert_eq!(of(&text), Err(TableRefused::TooMany(MOST_PEOPLE + 1)));
}

#[test]
fn a_long_order_is_carried_in_several_parts() {
    let row = |number: usize| WrittenRow {
        name: "Anna-Karin Åberg Öst".to_owned(),
        hsa_id: format!("SE2321000016-{number}"),
        email: "anna-karin.aberg.ost@example.se".to_owned(),
        region: "Region Östergötland".to_owned(),
        unit: "Vårdcentralen vid Norra Kajen".to_owned(),
        permissions: vec!["Dashboard".to_owned(), "Flygledartornet".to_owned()],
    };
    let rows: Vec<WrittenRow> = (0..MOST_PEOPLE).map(row).collect();
    let parts = written(&rows, &permissions());
    assert!(parts.len() > 1 && parts.iter().all(|part| part.len() < 100_000));
    let back: Vec<WrittenRow> = parts.iter().flat_map(|part| of(part).unwrap().rows).collect();
    assert_eq!(back, rows);
}

proptest! {
    #[test]
    fn what_was_typed_comes_back_from_step_to_step(
        names in proptest::collection::vec("[A-Za-zåäö\"';,][A-Za-zåäö\"';, ]{0,12}[a-z]", 1..6),
        unit in "[A-Za-z\"][a-z0-9 \"/]{0,10}[a-z]",
    ) {
        let rows: Vec<WrittenRow> = names.iter().map(|name| WrittenRow {
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            hsa_id: "SE2321000016-A".to_owned(),
            unit: unit.split_whitespace().collect::<Vec<_>>().join(" "),
            permissions: vec!["Dashboard".to_owned()],
            ..WrittenRow::default()
        }).collect();
        let parts = written(&rows, &permissions());
        let back: Vec<WrittenRow> = parts.iter().flat_map(|part| of(part).unwrap().rows).collect();
        prop_assert_eq!(back, rows);
    }

    #[test]
    fn any_text_is_read_or_refused(text: String) {
        let _ = of(&text);
    }
}
