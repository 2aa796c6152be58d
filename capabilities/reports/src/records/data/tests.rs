//! Data sets on both databases: in order, page by page without a gap, inside the reader's grants, and adding up.

use behorig_access::{BuiltIn, Hat, ObjectKind, ObjectRef, PersonId, Viewer};
use behorig_registers::persons::Protection;
use behorig_store::params;
use jiff::civil::{Date, date};
use proof_support::{TestDb, World, both_databases};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::*;
use crate::rules::Period;

both_databases!(
    the_sum_of_a_months_report_is_the_sum_of_its_visits_however_it_is_cut_into_parts,
    parts_of_a_report_meet_in_every_order_without_a_gap,
    how_long_a_report_is_is_counted_no_further_than_asked,
    an_address_goes_on_where_the_row_stands_and_nowhere_for_a_row_out_of_reach,
    protected_customers_are_read_by_those_alone_who_see_them,
    a_relative_reaches_the_granted_customer_alone,
    every_data_set_is_read_in_both_directions,
);

#[test]
fn every_data_set_has_columns_of_its_own_names_an_order_and_a_service() {
    for set in DataSet::ALL {
        assert_eq!(DataSet::from_key(set.key()), Some(set));
        let mut keys: Vec<&str> = set.columns().iter().map(|column| column.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), set.columns().len(), "{set:?}");
        assert!(set.columns().iter().any(|column| column.standard), "{set:?}");
        assert!(keys.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')), "{keys:?}");
        assert!(!set.sorts().is_empty() && !set.services().is_empty());
    }
}

const READER: Reader = Reader { lang: Lang::Sv, relative: false };

/// A visit that a test makes: its customer, its day, when it begins in minutes after midnight, its lengths.
#[derive(Debug, Clone)]
struct Made {
    customer: Uuid,
    day: Date,
    at: i64,
    planned: i64,
    granted: i64,
    performed: Option<i64>,
}

async fn customer(world: &World, person: PersonId, unit: UnitId) -> Uuid {
    world
        .change((person, unit), |tx, (person, unit)| {
            Box::pin(async move {
                let (id, now) = (tx.new_uuid(), tx.now());
                tx.execute(
                    "INSERT INTO customer (id, person_id, unit_id, sort_key, from_date, created_at, version)
                     SELECT ?1, p.id, ?2, p.sort_key, '2020-01-01', ?3, 1 FROM person p WHERE p.id = ?4",
                    params![id, *unit, now, *person],
                )
                .await?;
                Ok(id)
            })
        })
        .await
}

async fn visits(world: &World, made: &[Made]) {
    world
        .change(made.to_vec(), |tx, made| {
            Box::pin(async move {
                for visit in made {
                    let (midnight, _) = Days { from: visit.day, to: visit.day }.moments();
                    let begins = midnight + visit.at * 60_000;
                    // Performed a little late, and some seconds beyond its whole minutes.
                    let begun = visit.performed.map(|_| begins + 61_000);
                    let over = visit.performed.map(|minutes| begins + 61_000 + minutes * 60_000 + 29_000);
                    let (id, day) = (tx.new_uuid(), visit.day.to_string());
                    let state = if visit.performed.is_some() { "performed" } else { "planned" };
                    tx.execute(
                        "INSERT INTO visit (id, customer_id, unit_id, occasion, day, planned_from, planned_to, granted_minutes,
                             staff_needed, interventions, state, touched, performed_from, performed_to, version)
                         SELECT ?1, c.id, c.unit_id, ?2, ?2, ?3, ?4, ?5, 1, ?6, ?7, FALSE, ?8, ?9, 1 FROM customer c WHERE c.id = ?10",
                        params![
                            id, day, begins, begins + visit.planned * 60_000, visit.granted, "Dusch\nFrukost", state, begun,
                            over, visit.customer
                        ],
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await;
}

async fn planner(world: &World) -> Viewer {
    let account = world.account("Pia Plan").at(world.home_care).await;
    world.grant(account, BuiltIn::HomeCarePlanner, world.care_provider).branch().await;
    world.viewer(account).await
}

fn ask(set: DataSet, days: Days, world: &World) -> Ask {
    let sorted_by = set.sorts()[0].key;
    Ask { set, at: world.now, days, sorted_by, descending: false, columns: set.columns().iter().collect() }
}

/// The whole report in parts of so many lines.
async fn whole(world: &World, reach: &Reach, ask: &Ask, most: usize) -> Vec<Record> {
    let mut tx = world.db().read().await.unwrap();
    let mut found: Vec<Record> = Vec::new();
    loop {
        let after = found.last().map(|record| record.cursor.clone());
        let part = read(&mut tx, reach, ask, after.as_ref(), most, READER).await.unwrap();
        if part.is_empty() {
            return found;
        }
        found.extend(part);
    }
}

async fn reach_of(world: &World, viewer: &Viewer, set: DataSet, under: UnitId) -> Reach {
    let mut tx = world.db().read().await.unwrap();
    Reach::of(&mut tx, viewer, set, under, world.now).await.unwrap()
}

fn sum_under(ask: &Ask, records: &[Record], column: &str) -> i64 {
    let at = ask.columns.iter().position(|one| one.key == column).unwrap();
    let number = |record: &Record| match record.values[at] {
        Value::Number(number) => number,
        _ => 0,
    };
    records.iter().map(number).sum()
}

async fn the_sum_of_a_months_report_is_the_sum_of_its_visits_however_it_is_cut_into_parts(test: TestDb) {
    let world = World::new(&test).await;
    let viewer = planner(&world).await;
    let mut customers = Vec::new();
    for name in ["Asta Ek", "Bo Lind", "Cia Dahl"] {
        let person = world.resident(name).await;
        customers.push(customer(&world, person, world.home_care).await);
    }
    // Days around both ends of October 2026, with its night of 25 hours, drawn by proptest from a seed of its own.
    let one = (0_usize..3, -3_i64..35, 0_i64..1_440, 1_i64..180, 0_i64..120, proptest::option::of(0_i64..200));
    let drawn = proptest::collection::vec(one, 80).new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let made: Vec<Made> = drawn
        .into_iter()
        .map(|(who, day, at, planned, granted, performed)| {
            let day = date(2026, 10, 1).saturating_add(jiff::Span::new().days(day));
            Made { customer: customers[who], day, at, planned, granted, performed }
        })
        .collect();
    visits(&world, &made).await;
    for period in [Period::ThisMonth, Period::LastMonth, Period::ThisWeek, Period::ThisYear] {
        let days = period.days(date(2026, 10, 31));
        let within: Vec<&Made> = made.iter().filter(|visit| days.contains(visit.day)).collect();
        let ask = ask(DataSet::Visits, days, &world);
        let reach = reach_of(&world, &viewer, DataSet::Visits, world.region).await;
        let mut tx = world.db().read().await.unwrap();
        let (sums, weeks) = sums(&mut tx, &reach, &ask).await.unwrap().unwrap();
        drop(tx);
        let expected = Sums {
            rows: within.len() as i64,
            granted: within.iter().map(|visit| visit.granted).sum(),
            planned: within.iter().map(|visit| visit.planned).sum(),
            performed: within.iter().filter_map(|visit| visit.performed).sum(),
            difference: within.iter().filter_map(|visit| Some(visit.performed? - visit.planned)).sum(),
        };
        assert_eq!(sums, expected, "{period:?}");
        assert_eq!(weeks.iter().fold(Sums::default(), |whole, week| whole.and(week.sums)), expected, "{period:?}");
        for most in [1, 7, 1_000] {
            let records = whole(&world, &reach, &ask, most).await;
            assert_eq!(records.len(), within.len(), "{period:?} by {most}");
            for column in ["minutes", "granted_minutes", "performed_minutes", "difference"] {
                let sum = sum_under(&ask, &records, column);
                assert_eq!(Some(sum), expected.under(column), "{period:?} {column} by {most}");
            }
        }
    }
}

/// Three customers at two units, each with a visit on each of four days.
async fn two_units(world: &World) -> Vec<Uuid> {
    let other =
        world.unit(world.care_provider, behorig_registers::units::UnitKind::HomeCareUnit, "Hemtjänsten Alen").await;
    let mut customers = Vec::new();
    for (name, unit) in [("Asta Ek", world.home_care), ("Bo Lind", world.home_care), ("Cia Dahl", other)] {
        let person = world.resident(name).await;
        customers.push(customer(world, person, unit).await);
    }
    let made: Vec<Made> = (1..=4)
        .flat_map(|day| customers.iter().map(move |customer| (day, *customer)))
        .map(|(day, customer)| Made {
            customer,
            day: date(2026, 11, day),
            at: 480,
            planned: 30,
            granted: 30,
            performed: None,
        })
        .collect();
    visits(world, &made).await;
    customers
}

async fn parts_of_a_report_meet_in_every_order_without_a_gap(test: TestDb) {
    let world = World::new(&test).await;
    two_units(&world).await;
    let viewer = planner(&world).await;
    let reach = reach_of(&world, &viewer, DataSet::Visits, world.care_provider).await;
    assert_eq!(reach.pieces.len(), 2);
    for set in [DataSet::Visits, DataSet::Interventions] {
        for sort in set.sorts() {
            for descending in [false, true] {
                let mut ask = ask(set, Period::ThisMonth.days(date(2026, 11, 20)), &world);
                (ask.sorted_by, ask.descending) = (sort.key, descending);
                let shown = |records: &[Record]| -> Vec<String> {
                    records.iter().map(|record| format!("{} {:?}", record.id, record.values)).collect()
                };
                let at_once = shown(&whole(&world, &reach, &ask, 1_000).await);
                let rows = if set == DataSet::Visits { 12 } else { 24 };
                assert_eq!(at_once.len(), rows, "{set:?} {}", sort.key);
                for most in [1, 2, 5] {
                    assert_eq!(
                        shown(&whole(&world, &reach, &ask, most).await),
                        at_once,
                        "{set:?} {} by {most}",
                        sort.key
                    );
                }
                let mut once = at_once.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(once.len(), rows);
            }
        }
    }
    let by_customer =
        Ask { sorted_by: "customer", ..ask(DataSet::Visits, Period::ThisMonth.days(date(2026, 11, 20)), &world) };
    let names: Vec<String> =
        whole(&world, &reach, &by_customer, 5).await.iter().map(|record| record.values[0].plain()).collect();
    assert_eq!(names.chunk_by(|a, b| a == b).count(), 3, "each customer's visits stand together: {names:?}");
    // Nothing of days outside the period.
    let today = ask(DataSet::Visits, Period::Today.days(date(2026, 11, 20)), &world);
    assert!(whole(&world, &reach, &today, 5).await.is_empty());
}

async fn how_long_a_report_is_is_counted_no_further_than_asked(test: TestDb) {
    let world = World::new(&test).await;
    let customers = two_units(&world).await;
    let viewer = planner(&world).await;
    let reach = reach_of(&world, &viewer, DataSet::Visits, world.care_provider).await;
    let ask = ask(DataSet::Visits, Period::ThisMonth.days(date(2026, 11, 20)), &world);
    let mut tx = world.db().read().await.unwrap();
    for (most, found) in [(1, 1), (7, 7), (9, 9), (12, 12), (100, 12)] {
        assert_eq!(visits::count_at_most(&mut tx, &reach, &ask, most).await.unwrap(), found);
    }
    let mut alone = reach.clone();
    alone.pieces.truncate(1);
    alone.pieces[0].limit = reach::Limit::Customer(customers[0]);
    assert_eq!(visits::count_at_most(&mut tx, &alone, &ask, 100).await.unwrap(), 4);
    let before = Ask { days: Period::LastMonth.days(date(2026, 11, 20)), ..ask };
    assert_eq!(visits::count_at_most(&mut tx, &reach, &before, 100).await.unwrap(), 0);
    assert!(!is_long(&mut tx, &reach, &before).await.unwrap());
}

async fn an_address_goes_on_where_the_row_stands_and_nowhere_for_a_row_out_of_reach(test: TestDb) {
    let world = World::new(&test).await;
    two_units(&world).await;
    let viewer = planner(&world).await;
    let everywhere = reach_of(&world, &viewer, DataSet::Visits, world.care_provider).await;
    let narrow = reach_of(&world, &viewer, DataSet::Visits, world.home_care).await;
    let ask = ask(DataSet::Visits, Period::ThisMonth.days(date(2026, 11, 20)), &world);
    let all = whole(&world, &everywhere, &ask, 100).await;
    let mut tx = world.db().read().await.unwrap();
    for (at, record) in all.iter().enumerate() {
        let place = place_of(&mut tx, &everywhere, &ask, &record.id).await.unwrap();
        let rest = read(&mut tx, &everywhere, &ask, place.as_ref(), 100, READER).await.unwrap();
        assert_eq!(rest.len(), all.len() - at - 1);
    }
    let reached = whole(&world, &narrow, &ask, 100).await;
    assert_eq!(reached.len(), 8);
    let outside = all.iter().find(|record| !reached.iter().any(|one| one.id == record.id)).unwrap();
    for id in [outside.id.as_str(), "Ek", "", "01997c3e-7c00-7000-8000-000000000001"] {
        assert_eq!(place_of(&mut tx, &narrow, &ask, id).await.unwrap(), None, "{id}");
    }
}

async fn protected_customers_are_read_by_those_alone_who_see_them(test: TestDb) {
    let world = World::new(&test).await;
    let hidden = world.resident("Hedda Dold").protected(Protection::ProtectedRegistration).await;
    let open = world.resident("Olle Öppen").await;
    let days = Period::ThisMonth.days(date(2026, 11, 20));
    let mut made = Vec::new();
    for person in [hidden, open] {
        let customer = customer(&world, person, world.home_care).await;
        made.push(Made { customer, day: date(2026, 11, 3), at: 600, planned: 45, granted: 40, performed: Some(50) });
    }
    visits(&world, &made).await;
    let ask = ask(DataSet::Visits, days, &world);
    let viewer = planner(&world).await;
    let reach = reach_of(&world, &viewer, DataSet::Visits, world.region).await;
    let seen = whole(&world, &reach, &ask, 100).await;
    assert_eq!(seen.iter().map(|record| record.values[0].plain()).collect::<Vec<_>>(), ["Öppen, Olle"]);
    let mut tx = world.db().read().await.unwrap();
    let (whole_sums, _) = sums(&mut tx, &reach, &ask).await.unwrap().unwrap();
    assert_eq!((whole_sums.rows, whole_sums.planned), (1, 45), "nor are they counted");
    drop(tx);
    // A grant for just that customer is a reason of its own.
    let relative = world.account("Rut Dold").at(world.home_care).await;
    let object = ObjectRef { kind: ObjectKind::Customer, id: hidden.as_object() };
    world.grant(relative, BuiltIn::Relative, world.home_care).for_object(object).await;
    let viewer = world.viewer_with(relative, Hat::Relative, behorig_access::Assurance::Password).await;
    let reach = reach_of(&world, &viewer, DataSet::Visits, world.region).await;
    let seen = whole(&world, &reach, &ask, 100).await;
    assert_eq!(seen.iter().map(|record| record.values[0].plain()).collect::<Vec<_>>(), ["Dold, Hedda"]);
}

async fn a_relative_reaches_the_granted_customer_alone(test: TestDb) {
    let world = World::new(&test).await;
    let mother = world.resident("Maj Ek").await;
    let other = world.resident("Nils Lind").await;
    let mut made = Vec::new();
    for person in [mother, other] {
        let customer = customer(&world, person, world.home_care).await;
        made.push(Made { customer, day: date(2026, 11, 3), at: 600, planned: 45, granted: 40, performed: None });
    }
    visits(&world, &made).await;
    let relative = world.account("Rut Ek").at(world.home_care).await;
    let object = ObjectRef { kind: ObjectKind::Customer, id: mother.as_object() };
    let grant = world.grant(relative, BuiltIn::Relative, world.home_care).for_object(object).await;
    let seen_by = |world: World| async move {
        let viewer = world.viewer_with(relative, Hat::Relative, behorig_access::Assurance::Password).await;
        let reach = reach_of(&world, &viewer, DataSet::Visits, world.region).await;
        let ask = ask(DataSet::Visits, Period::ThisMonth.days(date(2026, 11, 20)), &world);
        whole(&world, &reach, &ask, 100).await.iter().map(|record| record.values[0].plain()).collect::<Vec<_>>()
    };
    assert_eq!(seen_by(world.clone()).await, ["Ek, Maj"]);
    let viewer = world.viewer_with(relative, Hat::Relative, behorig_access::Assurance::Password).await;
    for set in [DataSet::Cases, DataSet::Accounts, DataSet::Orders, DataSet::AccessLog] {
        assert!(reach_of(&world, &viewer, set, world.region).await.pieces.is_empty(), "{set:?}");
    }
    assert!(reach_of(&world, &viewer, DataSet::Visits, world.clinic).await.pieces.is_empty(), "below another unit");
    world.end(grant).await;
    assert_eq!(seen_by(world.clone()).await, Vec::<String>::new(), "a consent that ended this minute");
}

async fn every_data_set_is_read_in_both_directions(test: TestDb) {
    let world = World::new(&test).await;
    let boss = world.account("Rut Alm").at(world.clinic).await;
    for template in BuiltIn::ALL.iter().filter(|template| template.kind() == Hat::Staff) {
        world.grant(boss, *template, world.region).branch().await;
    }
    two_units(&world).await;
    let viewer = world.viewer(boss).await;
    for set in DataSet::ALL {
        let reach = reach_of(&world, &viewer, set, world.region).await;
        let mut ask = ask(set, Period::ThisYear.days(date(2026, 11, 20)), &world);
        let forward = whole(&world, &reach, &ask, 3).await;
        ask.descending = true;
        let backward = whole(&world, &reach, &ask, 4).await;
        assert_eq!(forward.len(), backward.len(), "{set:?}");
        if matches!(set, DataSet::Accounts) {
            // One row for each grant, and the account's own name on each.
            assert!(
                forward.len() > 10 && forward.iter().all(|record| record.values[0].plain() == "Alm, Rut"),
                "{forward:?}"
            );
        }
        let mut tx = world.db().read().await.unwrap();
        for record in forward.iter().take(3) {
            assert!(place_of(&mut tx, &reach, &ask, &record.id).await.unwrap().is_some(), "{set:?}");
        }
    }
}
