//! The list on both databases.

use behorig_access::{BuiltIn, GrantId};
use behorig_registers::persons::{self, NewPerson};
use behorig_store::Dialect;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

use super::*;

both_databases!(
    the_list_is_in_order_of_name_and_shows_those_approved_now_at_this_unit,
    pages_meet_forward_and_back_without_a_gap,
    protected_persons_are_listed_for_those_alone_who_see_them,
    a_person_who_marries_moves_in_the_list,
    a_page_is_one_walk_of_the_index,
);

static NOBODY: Sight = Sight::Only(Vec::new());

async fn ask(world: &World, question: &Question<'_>) -> Listed {
    let mut tx = world.db().read().await.unwrap();
    approved_at(&mut tx, question, world.now).await.unwrap()
}

fn from_top<'a>(world: &World, name: &'a str, sight: &'a Sight) -> Question<'a> {
    Question { unit: world.clinic, name, place: Place::Top, sight }
}

fn names(listed: &Listed) -> Vec<String> {
    listed.rows.iter().map(Approved::full_name).collect()
}

async fn approve(world: &World, name: &str) -> (PersonId, GrantId) {
    let person = world.resident(name).await;
    (person, world.grant(person, BuiltIn::ApprovedResident, world.clinic).await)
}

async fn the_list_is_in_order_of_name_and_shows_those_approved_now_at_this_unit(db: TestDb) {
    let world = World::new(&db).await;
    for name in ["Maja Öberg", "Sven Lind", "Åsa Åberg", "Ulla Lindgren"] {
        approve(&world, name).await;
    }
    let (_, ended) = approve(&world, "Bo Avslutad").await;
    let elsewhere = world.resident("Eva Annorstädes").await;
    world.grant(elsewhere, BuiltIn::ApprovedResident, world.other_clinic).await;
    let coming = world.resident("Kaj Kommande").await;
    world.grant(coming, BuiltIn::ApprovedResident, world.clinic).from(world.now.plus_millis(2 * DAY)).await;
    let later = world.later(HOUR);
    later.end(ended).await;

    let all = ask(&later, &from_top(&later, "", &NOBODY)).await;
    assert_eq!(names(&all), ["Sven Lind", "Ulla Lindgren", "Åsa Åberg", "Maja Öberg"]);
    assert!(!all.more_before && !all.more_after);
    assert_eq!(names(&ask(&later, &from_top(&later, "lind", &NOBODY)).await), ["Sven Lind", "Ulla Lindgren"]);
    assert_eq!(names(&ask(&later, &from_top(&later, "Linda", &NOBODY)).await), Vec::<String>::new());
}

async fn pages_meet_forward_and_back_without_a_gap(db: TestDb) {
    let world = World::new(&db).await;
    // More than two pages, with namesakes on both sides of every border.
    let mut expected = Vec::new();
    for place in 0..(2 * PAGE + 7) {
        let name = ["Bo Ek", "Ada Ek", "Bo Ek", "Ida Alm"][place % 4];
        expected.push(approve(&world, name).await.1);
    }
    let question = |place| Question { unit: world.clinic, name: "", place, sight: &NOBODY };
    let first = ask(&world, &question(Place::Top)).await;
    let second = ask(&world, &question(Place::After(first.rows.last().unwrap().grant))).await;
    let third = ask(&world, &question(Place::After(second.rows.last().unwrap().grant))).await;
    assert_eq!([first.rows.len(), second.rows.len(), third.rows.len()], [PAGE, PAGE, 7]);
    assert!(first.more_after && !first.more_before && second.more_before && second.more_after && !third.more_after);
    let grants = |listed: &Listed| listed.rows.iter().map(|row| row.grant).collect::<Vec<_>>();
    let mut seen = [grants(&first), grants(&second), grants(&third)].concat();
    let back = ask(&world, &question(Place::Before(third.rows[0].grant))).await;
    assert_eq!(grants(&back), grants(&second));
    assert!(back.more_before && back.more_after);
    let top = ask(&world, &question(Place::Before(second.rows[0].grant))).await;
    assert_eq!(grants(&top), grants(&first));
    assert!(!top.more_before);
    seen.sort_unstable();
    expected.sort_unstable();
    assert_eq!(seen, expected);

    // A place from another search begins that search from its top, and never leads outside it.
    let alm = first.rows[0].grant;
    let searched = Question { unit: world.clinic, name: "Ek", place: Place::After(alm), sight: &NOBODY };
    let ek = ask(&world, &searched).await;
    assert!(ek.rows.iter().all(|row| row.family_name == "Ek") && ek.rows.len() == PAGE && !ek.more_before);
}

async fn protected_persons_are_listed_for_those_alone_who_see_them(db: TestDb) {
    let world = World::new(&db).await;
    approve(&world, "Sven Lind").await;
    let mut hidden = Vec::new();
    for (name, protection) in [("Ylva Hemlig", Protection::Marked), ("Nils Gömd", Protection::ProtectedRegistration)] {
        let person = world.resident(name).protected(protection).await;
        world.grant(person, BuiltIn::ApprovedResident, world.clinic).await;
        hidden.push(person);
    }
    let seen_with = async |sight: Sight| names(&ask(&world, &from_top(&world, "", &sight)).await);
    assert_eq!(seen_with(Sight::Only(Vec::new())).await, ["Sven Lind"]);
    assert_eq!(seen_with(Sight::Only(vec![hidden[0]])).await, ["Ylva Hemlig", "Sven Lind"]);
    assert_eq!(seen_with(Sight::Everyone).await, ["Nils Gömd", "Ylva Hemlig", "Sven Lind"]);
}

async fn a_person_who_marries_moves_in_the_list(db: TestDb) {
    let world = World::new(&db).await;
    approve(&world, "Sven Lind").await;
    approve(&world, "Eva Alm").await;
    let eva = ask(&world, &from_top(&world, "Alm", &NOBODY)).await.rows.remove(0);
    let married = NewPerson {
        number: eva.number,
        given_name: eva.given_name,
        family_name: "Öman".to_owned(),
        sex: None,
        county_code: None,
        municipality_code: None,
        deceased_on: None,
        protection: Protection::None,
    };
    world.change(married, |tx, married| Box::pin(async move { persons::put(tx, married).await.map(|_| ()) })).await;
    assert_eq!(names(&ask(&world, &from_top(&world, "", &NOBODY)).await), ["Sven Lind", "Eva Öman"]);
}

async fn a_page_is_one_walk_of_the_index(db: TestDb) {
    let world = World::new(&db).await;
    if db.dialect() == Dialect::Postgres {
        // On so small a table PostgreSQL's planner rightly reads it whole; the bench looks at its plan at a million rows.
        return;
    }
    struct Step(String);
    impl FromRow for Step {
        fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
            let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
            Ok(Self(row.next()?))
        }
    }
    for (bounds, order) in [(AT_TOP, ""), (AFTER, ""), (BEFORE, " DESC")] {
        let sql = format!("EXPLAIN QUERY PLAN {}", list_sql(bounds, order, &seen(&NOBODY, 7)));
        let key = vec![1_u8];
        let id = world.clinic;
        let all = params![id, id, world.now, key, key, id];
        let bound = if bounds == AT_TOP { &all[..5] } else { &all[..] };
        let mut tx = world.db().read().await.unwrap();
        let steps: Vec<Step> = tx.all(&sql, bound).await.unwrap();
        let plan = steps.iter().map(|step| step.0.as_str()).collect::<Vec<_>>().join("\n");
        assert!(plan.contains("USING INDEX grants_of_residents (unit_id=? AND role_id=? AND"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "{plan}");
    }
}
