use behorig_access::{AccountId, BuiltIn, Hat, Instant, Service, Viewer};
use behorig_registers::persons::Protection;
use behorig_visit::PageError;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use super::*;
use crate::records::list::{PAGE, Place, Question, Shown, page};
use crate::rules::columns::ScheduleColumn;
use crate::rules::sight::as_object;

both_databases!(
    a_list_shows_exactly_the_customers_that_the_decision_shows,
    pages_meet_forward_and_back_without_a_gap,
    a_relative_who_asks_for_another_customer_learns_nothing,
    a_consent_that_ended_this_minute_opens_nothing,
    a_permission_that_ends_within_thirty_days_is_told_until_it_is_renewed,
    what_relatives_see_is_kept_and_two_who_choose_at_once_are_told,
    a_customer_who_marries_moves_in_the_list,
);

async fn names(world: &World, viewer: &Viewer, service: Service) -> Vec<String> {
    let question = Question { viewer, service, name: "", shown: Shown::All, place: Place::Top };
    let mut tx = world.db().read().await.unwrap();
    let listed = page(&mut tx, &question, world.now).await.unwrap();
    listed.lines.iter().map(|line| line.person.full_name()).collect()
}

async fn relative_of(world: &World, name: &str, person: PersonId, until: Option<Instant>) -> AccountId {
    let account = world.account(name).at(world.home_care).await;
    let grant = world.grant(account, BuiltIn::Relative, world.home_care).for_object(as_object(person));
    match until {
        Some(until) => grant.until(until).await,
        None => grant.await,
    };
    account
}

async fn as_relative(world: &World, account: AccountId) -> Viewer {
    world.viewer_with(account, Hat::Relative, behorig_access::Assurance::Password).await
}

async fn a_list_shows_exactly_the_customers_that_the_decision_shows(db: TestDb) {
    let world = World::new(&db).await;
    let mut persons = Vec::new();
    for (name, protection) in [
        ("Elsa Lind", Protection::None),
        ("Sven Öberg", Protection::Marked),
        ("Åke Åberg", Protection::None),
        ("Bo Ek", Protection::ProtectedRegistration),
    ] {
        let person = world.resident(name).protected(protection).await;
        for unit in [world.home_care, world.clinic] {
            persons.push(customer_at(&world, unit, person).await);
        }
    }
    let mut tx = world.db().read().await.unwrap();
    let mut customers = Vec::new();
    for id in persons {
        customers.push(Customer::find(&mut tx, id).await.unwrap().unwrap());
    }
    drop(tx);
    let planner = world.account("Pia Plan").await;
    world.grant(planner, BuiltIn::HomeCarePlanner, world.home_care).await;
    let chief = world.account("Cia Chef").await;
    world.grant(chief, BuiltIn::HomeCarePlanner, world.care_provider).branch().await;
    let one_protected = world.account("Eva Enskild").await;
    world.grant(one_protected, BuiltIn::HomeCarePlanner, world.home_care).await;
    let bo = customers[6].person;
    world.grant(one_protected, BuiltIn::HomeCarePlanner, world.care_provider).branch().for_object(as_object(bo)).await;
    let nobody = world.account("Nils Ingen").await;
    let karin = relative_of(&world, "Karin Sandberg", customers[2].person, None).await;
    let viewers = [
        (world.viewer(planner).await, Service::ViewCustomers),
        (world.viewer(chief).await, Service::ViewCustomers),
        (world.viewer(one_protected).await, Service::ViewCustomers),
        (world.viewer(nobody).await, Service::ViewCustomers),
        (as_relative(&world, karin).await, Service::AssignmentScheduleWeb),
        (as_relative(&world, karin).await, Service::ViewCustomers),
    ];
    let mut seen = 0;
    for (viewer, service) in viewers {
        let mut listed = names(&world, &viewer, service).await;
        let may = customers.iter().filter(|customer| customer.may(&viewer, service, world.now));
        let mut decided: Vec<String> = may.map(Customer::full_name).collect();
        listed.sort();
        decided.sort();
        assert_eq!(listed, decided);
        seen += listed.len();
    }
    assert_eq!(seen, 2 + 4 + 4 + 1, "somebody sees something");
}

async fn pages_meet_forward_and_back_without_a_gap(db: TestDb) {
    let world = World::new(&db).await;
    for place in 0..(2 * PAGE + 7) {
        customer(&world, &format!("Elsa Lind{place:03}")).await;
    }
    let planner = world.account("Pia Plan").await;
    world.grant(planner, BuiltIn::HomeCarePlanner, world.home_care).await;
    let viewer = world.viewer(planner).await;
    let mut tx = world.db().read().await.unwrap();
    let mut ask = async |place| {
        let service = Service::ViewCustomers;
        let question = Question { viewer: &viewer, service, name: "Lind", shown: Shown::Current, place };
        page(&mut tx, &question, world.now).await.unwrap()
    };
    let mut forward = Vec::new();
    let mut place = Place::Top;
    loop {
        let listed = ask(place).await;
        forward.push(listed.lines.iter().map(|line| line.customer).collect::<Vec<_>>());
        let Some(last) = listed.lines.last().filter(|_| listed.more_after) else { break };
        place = Place::After(last.customer);
    }
    assert_eq!(forward.iter().map(Vec::len).collect::<Vec<_>>(), [PAGE, PAGE, 7]);
    let back = ask(Place::Before(forward[2][0])).await;
    assert!(back.more_before && back.more_after);
    assert_eq!(back.lines.iter().map(|line| line.customer).collect::<Vec<_>>(), forward[1]);
}

async fn a_relative_who_asks_for_another_customer_learns_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let (own, other) = (customer(&world, "Elsa Lind").await, customer(&world, "Åke Åberg").await);
    let mut tx = world.db().read().await.unwrap();
    let person = Customer::find(&mut tx, own).await.unwrap().unwrap().person;
    let karin = relative_of(&world, "Karin Sandberg", person, None).await;
    let viewer = as_relative(&world, karin).await;
    let mut ask = async |id, service| Customer::for_viewer(&mut tx, &viewer, id, service, world.now).await;
    assert!(ask(own, Service::AssignmentScheduleWeb).await.is_ok());
    assert!(matches!(ask(own, Service::EditCustomers).await, Err(PageError::Refused(_))), "told why");
    for service in [Service::AssignmentScheduleWeb, Service::ViewCustomers, Service::EditCustomers] {
        assert!(matches!(ask(other, service).await, Err(PageError::NotFound)), "{service:?}");
    }
}

async fn a_consent_that_ended_this_minute_opens_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let id = customer(&world, "Elsa Lind").await;
    let mut tx = world.db().read().await.unwrap();
    let person = Customer::find(&mut tx, id).await.unwrap().unwrap().person;
    let minute = 60_000;
    let karin = relative_of(&world, "Karin Sandberg", person, Some(world.now.plus_millis(minute))).await;
    drop(tx);
    for (later, opens) in [(0, true), (minute - 1, true), (minute, false)] {
        let world = world.later(later);
        let viewer = as_relative(&world, karin).await;
        let mut tx = world.db().read().await.unwrap();
        let found = Customer::for_viewer(&mut tx, &viewer, id, Service::AssignmentScheduleWeb, world.now).await;
        assert_eq!(found.is_ok(), opens, "{later} ms later");
        assert_eq!(names(&world, &viewer, Service::AssignmentScheduleWeb).await.len(), usize::from(opens));
    }
}

async fn a_permission_that_ends_within_thirty_days_is_told_until_it_is_renewed(db: TestDb) {
    let world = World::new(&db).await;
    let id = customer(&world, "Elsa Lind").await;
    let mut tx = world.db().read().await.unwrap();
    let person = Customer::find(&mut tx, id).await.unwrap().unwrap().person;
    drop(tx);
    let in_days = |days: i64| Some(world.now.plus_millis(days * DAY));
    let karin = relative_of(&world, "Karin Sandberg", person, in_days(20)).await;
    relative_of(&world, "Johan Åberg", person, in_days(31)).await;
    relative_of(&world, "Ulla Berg", person, None).await;
    let planner = world.account("Pia Plan").await;
    world.grant(planner, BuiltIn::HomeCarePlanner, world.home_care).await;
    let elsewhere = world.account("Eva Annan").await;
    world.grant(elsewhere, BuiltIn::HomeCarePlanner, world.clinic).await;
    let told = async |account| -> Vec<String> {
        let viewer = world.viewer(account).await;
        let mut tx = world.db().read().await.unwrap();
        ending_soon(&mut tx, &viewer, 50, world.now).await.unwrap().into_iter().map(|one| one.name).collect()
    };
    assert_eq!(told(planner).await, ["Karin Sandberg"]);
    assert_eq!(told(elsewhere).await, [] as [&str; 0]);
    let mut tx = world.db().read().await.unwrap();
    let whole = Customer::find(&mut tx, id).await.unwrap().unwrap();
    let who: Vec<String> =
        who_may_see(&mut tx, &whole, world.now).await.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(who, ["Karin Sandberg", "Johan Åberg", "Ulla Berg"]);
    drop(tx);
    let renewed = world.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(person));
    renewed.from(world.now.plus_millis(20 * DAY)).await;
    assert_eq!(told(planner).await, [] as [&str; 0]);
}

async fn what_relatives_see_is_kept_and_two_who_choose_at_once_are_told(db: TestDb) {
    let world = World::new(&db).await;
    let unit = world.home_care;
    let mut tx = world.db().read().await.unwrap();
    let first = relative_columns(&mut tx, unit).await.unwrap();
    assert_eq!((first.columns.as_slice(), first.version), (&ScheduleColumn::FOR_RELATIVES[..], 0));
    drop(tx);
    let set = async |version: i64, columns: &'static [ScheduleColumn]| {
        let actor = world.system();
        world
            .db()
            .write(&actor, (unit, version, columns), |tx, (unit, version, columns)| {
                Box::pin(async move {
                    set_relative_columns(tx, *unit, *version, columns).await?;
                    Ok::<_, StoreError>(behorig_store::Recorded::nothing_to_record((), "a test"))
                })
            })
            .await
    };
    set(0, &[ScheduleColumn::Date]).await.unwrap();
    assert!(matches!(set(0, &[ScheduleColumn::Note]).await, Err(StoreError::Stale)));
    set(1, &[ScheduleColumn::Date, ScheduleColumn::Staff]).await.unwrap();
    let mut tx = world.db().read().await.unwrap();
    let now = relative_columns(&mut tx, unit).await.unwrap();
    assert_eq!((now.columns.as_slice(), now.version), (&[ScheduleColumn::Date, ScheduleColumn::Staff][..], 2));
}

async fn a_customer_who_marries_moves_in_the_list(db: TestDb) {
    let world = World::new(&db).await;
    let born = date(1990, 5, 4);
    let elsa = world.resident("Elsa Öberg").born(born).await;
    customer_at(&world, world.home_care, elsa).await;
    customer(&world, "Sven Lind").await;
    let planner = world.account("Pia Plan").await;
    world.grant(planner, BuiltIn::HomeCarePlanner, world.home_care).await;
    let viewer = world.viewer(planner).await;
    assert_eq!(names(&world, &viewer, Service::ViewCustomers).await, ["Sven Lind", "Elsa Öberg"]);
    world.resident("Elsa Ek").born(born).await;
    assert_eq!(names(&world, &viewer, Service::ViewCustomers).await, ["Elsa Ek", "Sven Lind"]);
}
