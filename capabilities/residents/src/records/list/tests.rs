//! The list on both databases.

use behorig_access::{CaseTypeId, ObjectKind, ObjectRef};
use behorig_registers::persons::{NewPerson, Protection};
use behorig_store::{Dialect, FromRow, Row};
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

use super::*;
use crate::records::What;

both_databases!(
    the_list_is_in_order_of_name_and_shows_those_who_hold_something_now_at_this_unit,
    somebody_who_is_approved_and_has_case_types_is_one_line_with_all_of_it,
    each_way_to_look_shows_its_own,
    what_ends_soon_comes_in_the_order_in_which_it_ends_and_each_person_once,
    pages_meet_forward_and_back_without_a_gap,
    pages_by_last_day_meet_forward_and_back_without_a_gap,
    protected_persons_are_listed_for_those_alone_who_see_them,
    a_person_who_marries_moves_in_the_list,
    a_page_is_a_walk_of_its_index,
);

static NOBODY: Sight = Sight::Only(Vec::new());

async fn ask(world: &World, question: &Question<'_>) -> Listed {
    let mut tx = world.db().read().await.unwrap();
    page(&mut tx, question, world.now).await.unwrap()
}

fn from_top<'a>(world: &World, name: &'a str, sight: &'a Sight) -> Question<'a> {
    Question { unit: world.clinic, name, shown: Shown::All, place: Place::Top, sight }
}

fn names(listed: &Listed) -> Vec<String> {
    listed.lines.iter().map(|line| line.person.full_name()).collect()
}

async fn approve(world: &World, name: &str) -> (PersonId, GrantId) {
    let person = world.resident(name).await;
    (person, world.grant(person, BuiltIn::ApprovedResident, world.clinic).await)
}

async fn case_type(world: &World, name: &str) -> CaseTypeId {
    world
        .change((world.clinic, name.to_owned()), |tx, (unit, name)| {
            Box::pin(async move {
                let (id, now) = (CaseTypeId::new(tx.new_uuid()), tx.now());
                tx.execute(
                    "INSERT INTO case_type (id, unit_id, name, name_key, position, active, restricted, published,
                         created_at, version)
                     VALUES (?1, ?2, ?3, ?3, 1, TRUE, TRUE, 1, ?4, 1)",
                    params![id, *unit, name, now],
                )
                .await?;
                Ok(id)
            })
        })
        .await
}

async fn hand_out(world: &World, person: PersonId, case_type: CaseTypeId, days: Option<i64>) -> GrantId {
    let object = ObjectRef { kind: ObjectKind::CaseType, id: case_type.as_object() };
    let grant = world.grant(person, BuiltIn::HandedOutCaseType, world.clinic).for_object(object);
    match days {
        Some(days) => grant.until(world.now.plus_millis(days * DAY)).await,
        None => grant.await,
    }
}

async fn the_list_is_in_order_of_name_and_shows_those_who_hold_something_now_at_this_unit(db: TestDb) {
    let world = World::new(&db).await;
    for name in ["Maja Öberg", "Sven Lind", "Åsa Åberg"] {
        approve(&world, name).await;
    }
    let ulla = world.resident("Ulla Lindgren").await;
    hand_out(&world, ulla, case_type(&world, "Diabetesdagbok").await, None).await;
    let (_, ended) = approve(&world, "Bo Avslutad").await;
    let elsewhere = world.resident("Eva Annorstädes").await;
    world.grant(elsewhere, BuiltIn::ApprovedResident, world.other_clinic).await;
    let coming = world.resident("Kaj Kommande").await;
    world.grant(coming, BuiltIn::ApprovedResident, world.clinic).from(world.now.plus_millis(2 * DAY)).await;
    let over = world.resident("Lo Utgången").await;
    world.grant(over, BuiltIn::ApprovedResident, world.clinic).until(world.now.plus_millis(HOUR)).await;
    let later = world.later(HOUR);
    later.end(ended).await;

    let all = ask(&later, &from_top(&later, "", &NOBODY)).await;
    assert_eq!(names(&all), ["Sven Lind", "Ulla Lindgren", "Åsa Åberg", "Maja Öberg"]);
    assert!(!all.more_before && !all.more_after);
    assert_eq!(names(&ask(&later, &from_top(&later, "lind", &NOBODY)).await), ["Sven Lind", "Ulla Lindgren"]);
    assert_eq!(names(&ask(&later, &from_top(&later, "Linda", &NOBODY)).await), Vec::<String>::new());
}

async fn somebody_who_is_approved_and_has_case_types_is_one_line_with_all_of_it(db: TestDb) {
    let world = World::new(&db).await;
    let (one, other) = (case_type(&world, "Diabetesdagbok").await, case_type(&world, "Smärtskola").await);
    let sven = world.resident("Sven Lind").await;
    hand_out(&world, sven, one, Some(10)).await;
    hand_out(&world, sven, other, None).await;
    world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let listed = ask(&world, &from_top(&world, "", &NOBODY)).await;
    assert_eq!(names(&listed), ["Sven Lind"]);
    let told: Vec<String> = listed.lines[0]
        .held
        .iter()
        .map(|held| match &held.what {
            What::CaseType(_, name) => name.clone(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(told, ["Approval", "Diabetesdagbok", "Smärtskola"]);
}

async fn each_way_to_look_shows_its_own(db: TestDb) {
    let world = World::new(&db).await;
    let diary = case_type(&world, "Diabetesdagbok").await;
    approve(&world, "Sven Lind").await;
    let ulla = world.resident("Ulla Ek").await;
    hand_out(&world, ulla, diary, Some(29)).await;
    let (eva, _) = approve(&world, "Eva Alm").await;
    hand_out(&world, eva, diary, Some(31)).await;
    let shown = async |shown, name| names(&ask(&world, &Question { shown, ..from_top(&world, name, &NOBODY) }).await);
    assert_eq!(shown(Shown::All, "").await, ["Eva Alm", "Ulla Ek", "Sven Lind"]);
    assert_eq!(shown(Shown::Approved, "").await, ["Eva Alm", "Sven Lind"]);
    assert_eq!(shown(Shown::HandedOut, "").await, ["Eva Alm", "Ulla Ek"]);
    assert_eq!(shown(Shown::EndingSoon, "").await, ["Ulla Ek"]);
    assert_eq!(shown(Shown::EndingSoon, "Ek").await, ["Ulla Ek"]);
    assert_eq!(shown(Shown::EndingSoon, "Alm").await, Vec::<String>::new());
    assert_eq!(shown(Shown::HandedOut, "Lind").await, Vec::<String>::new());
}

async fn what_ends_soon_comes_in_the_order_in_which_it_ends_and_each_person_once(db: TestDb) {
    let world = World::new(&db).await;
    let (diary, school) = (case_type(&world, "Diabetesdagbok").await, case_type(&world, "Smärtskola").await);
    let (adam, bo) = (world.resident("Adam Alm").await, world.resident("Bo Berg").await);
    hand_out(&world, adam, diary, Some(20)).await;
    hand_out(&world, bo, diary, Some(15)).await;
    hand_out(&world, bo, school, Some(25)).await;
    let question = Question { shown: Shown::EndingSoon, ..from_top(&world, "", &NOBODY) };
    assert_eq!(names(&ask(&world, &question).await), ["Bo Berg", "Adam Alm"]);
    // When the first of Bo's is over, he stands where the second ends.
    let later = world.later(16 * DAY);
    assert_eq!(names(&ask(&later, &question).await), ["Adam Alm", "Bo Berg"]);
}

fn grants(listed: &Listed) -> Vec<GrantId> {
    listed.lines.iter().filter_map(Line::grant).collect()
}

/// Walks three pages forward and back, and gives everyone met.
async fn there_and_back(world: &World, question: &Question<'_>) -> Vec<GrantId> {
    let at = |place| Question { place, ..question.clone() };
    let first = ask(world, question).await;
    let second = ask(world, &at(Place::After(*grants(&first).last().unwrap()))).await;
    let third = ask(world, &at(Place::After(*grants(&second).last().unwrap()))).await;
    assert_eq!([first.lines.len(), second.lines.len(), third.lines.len()], [PAGE, PAGE, 7]);
    assert!(first.more_after && !first.more_before && second.more_before && second.more_after && !third.more_after);
    let back = ask(world, &at(Place::Before(grants(&third)[0]))).await;
    assert_eq!(grants(&back), grants(&second));
    assert!(back.more_before && back.more_after);
    let top = ask(world, &at(Place::Before(grants(&second)[0]))).await;
    assert_eq!(grants(&top), grants(&first));
    assert!(!top.more_before);
    [grants(&first), grants(&second), grants(&third)].concat()
}

async fn pages_meet_forward_and_back_without_a_gap(db: TestDb) {
    let world = World::new(&db).await;
    let diary = case_type(&world, "Diabetesdagbok").await;
    // More than two pages, with namesakes on both sides of every border, some of them on the list twice over.
    let mut expected = Vec::new();
    for place in 0..(2 * PAGE + 7) {
        let name = ["Bo Ek", "Ada Ek", "Bo Ek", "Ida Alm"][place % 4];
        if place % 3 == 0 {
            let person = world.resident(name).await;
            expected.push(hand_out(&world, person, diary, None).await);
        } else {
            let (person, grant) = approve(&world, name).await;
            expected.push(grant);
            if place % 3 == 1 {
                hand_out(&world, person, diary, None).await;
            }
        }
    }
    let mut seen = there_and_back(&world, &from_top(&world, "", &NOBODY)).await;
    // A place from another search begins that search from its top, and never leads outside it.
    let alm = seen[0];
    let searched = Question { place: Place::After(alm), ..from_top(&world, "Ek", &NOBODY) };
    let ek = ask(&world, &searched).await;
    assert!(ek.lines.iter().all(|line| line.person.family_name == "Ek") && ek.lines.len() == PAGE && !ek.more_before);
    seen.sort_unstable();
    expected.sort_unstable();
    assert_eq!(seen, expected);
}

async fn pages_by_last_day_meet_forward_and_back_without_a_gap(db: TestDb) {
    let world = World::new(&db).await;
    let diary = case_type(&world, "Diabetesdagbok").await;
    let mut expected = Vec::new();
    for place in 0..(2 * PAGE + 7) {
        let person = world.resident("Bo Ek").await;
        // Many on the same day.
        expected.push(hand_out(&world, person, diary, Some(3 + place as i64 % 4)).await);
    }
    let question = Question { shown: Shown::EndingSoon, ..from_top(&world, "", &NOBODY) };
    let mut seen = there_and_back(&world, &question).await;
    seen.sort_unstable();
    expected.sort_unstable();
    assert_eq!(seen, expected);
}

async fn protected_persons_are_listed_for_those_alone_who_see_them(db: TestDb) {
    let world = World::new(&db).await;
    approve(&world, "Sven Lind").await;
    let mut hidden = Vec::new();
    for (name, protection) in [("Ylva Hemlig", Protection::Marked), ("Nils Gömd", Protection::ProtectedRegistration)] {
        let person = world.resident(name).protected(protection).await;
        let grant = world.grant(person, BuiltIn::ApprovedResident, world.clinic);
        grant.until(world.now.plus_millis(DAY)).await;
        hidden.push(person);
    }
    for shown in [Shown::All, Shown::EndingSoon] {
        let sven: &[&str] = if shown == Shown::All { &["Sven Lind"] } else { &[] };
        let seen_with =
            async |sight: Sight| names(&ask(&world, &Question { shown, ..from_top(&world, "", &sight) }).await);
        assert_eq!(seen_with(Sight::Only(Vec::new())).await, sven);
        assert_eq!(seen_with(Sight::Only(vec![hidden[0]])).await, [&["Ylva Hemlig"], sven].concat());
        assert_eq!(seen_with(Sight::Everyone).await.len(), 2 + sven.len());
    }
}

async fn a_person_who_marries_moves_in_the_list(db: TestDb) {
    let world = World::new(&db).await;
    approve(&world, "Sven Lind").await;
    approve(&world, "Eva Alm").await;
    let eva = ask(&world, &from_top(&world, "Alm", &NOBODY)).await.lines.remove(0).person;
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

struct Step(String);

impl FromRow for Step {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
        Ok(Self(row.next()?))
    }
}

async fn a_page_is_a_walk_of_its_index(db: TestDb) {
    let world = World::new(&db).await;
    if db.dialect() == Dialect::Postgres {
        // On so small a table PostgreSQL's planner rightly reads it whole; its plan is looked at on a million rows.
        return;
    }
    let roles =
        Roles { approved: world.role(BuiltIn::ApprovedResident), handed_out: world.role(BuiltIn::HandedOutCaseType) };
    let (grant, person) = (GrantId::from_bytes([1; 16]), PersonId::from_bytes([1; 16]));
    let (range, key, at) = ((vec![1_u8], vec![9_u8]), (vec![2_u8], person), (world.now, grant));
    for place in [Place::Top, Place::After(grant), Place::Before(grant)] {
        let is_inside = place != Place::Top;
        for shown in [Shown::All, Shown::Approved, Shown::HandedOut, Shown::EndingSoon] {
            let question = Question { shown, place, ..from_top(&world, "", &NOBODY) };
            let (now, until) = (world.now, world.now.plus_millis(SOON));
            let mut bound = Bound::default();
            let stands_at = is_inside.then_some(&key);
            let by_name = ByName { question: &question, place, range: &range, stands_at, now, until };
            let sql = by_name.sql(&mut bound, &roles);
            walks(&world, &sql, &bound.0, "USING INDEX grants_of_residents (unit_id=? AND role_id=? AND").await;
            let mut bound = Bound::default();
            let by_day = ByDay { question: &question, place, stands_at: is_inside.then_some(&at), now, until };
            let sql = by_day.sql(&mut bound, &roles);
            walks(&world, &sql, &bound.0, "USING INDEX grants_that_end (unit_id=? AND").await;
        }
    }
}

async fn walks(world: &World, sql: &str, bound: &[Param<'_>], index: &str) {
    let mut tx = world.db().read().await.unwrap();
    let steps: Vec<Step> = tx.all(&format!("EXPLAIN QUERY PLAN {sql}"), bound).await.unwrap();
    let plan = steps.iter().map(|step| step.0.as_str()).collect::<Vec<_>>().join("\n");
    assert!(plan.contains(index), "{plan}");
    let reads_all = plan.lines().filter(|line| line.starts_with("SCAN") && !line.contains("SCAN w")).count();
    let sorts = plan.lines().filter(|line| line.contains("TEMP B-TREE FOR GROUP BY")).count();
    assert_eq!((reads_all, sorts), (0, 0), "{plan}\n{sql}");
}
