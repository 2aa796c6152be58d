use std::collections::BTreeSet;

use behorig_access::{AccountId, BuiltIn, ObjectKind, ObjectRef, Service, Target, UnitId, decide};
use behorig_accounts::lists::StaffCategory;
use behorig_accounts::{Edge, Filter, StatusFilter, list};
use behorig_registers::units::UnitKind;
use proof_support::{TestDb, World, both_databases, world::HOUR};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

both_databases!(
    the_list_is_what_the_decision_says_row_by_row,
    paging_shows_everyone_once_forwards_and_backwards,
    searches_and_filters_find_who_they_should,
    sql_in_a_search_is_only_words,
    many_are_said_to_be_many_and_the_few_of_a_clinic_are_counted,
);

async fn everyone(world: &World, viewer: AccountId, filter: &Filter) -> Vec<AccountId> {
    let viewer = world.viewer(viewer).await;
    let mut read = world.db().read().await.unwrap();
    let mut found = Vec::new();
    let mut edge = Edge::Start;
    loop {
        let page = list(&mut read, &viewer, filter, edge, world.now).await.unwrap();
        found.extend(page.rows.iter().map(|row| row.id));
        match page.rows.last().filter(|_| page.after) {
            Some(last) => edge = Edge::After(last.id),
            None => return found,
        }
    }
}

async fn the_list_is_what_the_decision_says_row_by_row(db: TestDb) {
    let world = World::new(&db).await;
    let elsewhere = world.unit(world.home_care, UnitKind::Entrance, "Björkgårdens nattpatrull").await;
    let units: [UnitId; 7] = [
        world.region,
        world.care_provider,
        world.care_unit,
        world.clinic,
        world.other_clinic,
        world.home_care,
        elsewhere,
    ];
    let mut accounts = Vec::new();
    for (at, unit) in units.into_iter().enumerate() {
        for name in ["Anna Ek", "Bo Lind"] {
            accounts.push((world.account(&format!("{name}{at}")).at(unit).await, unit));
        }
    }
    let roles = [BuiltIn::SystemAdministrator, BuiltIn::InternalMail, BuiltIn::LocalAdministrator];
    // Role, unit, the branch below, one account alone, over already.
    let grant =
        (0..roles.len(), 0..units.len(), any::<bool>(), proptest::option::weighted(0.2, 0..14_usize), any::<bool>());
    let grants = proptest::collection::vec(grant, 0..4);
    let mut runner = TestRunner::deterministic();
    for case in 0..25 {
        let viewer = world.account(&format!("Vera Vy{case}")).await;
        accounts.push((viewer, world.region));
        for (role, unit, branch, only, over) in grants.new_tree(&mut runner).unwrap().current() {
            let mut grant = world.grant(viewer, roles[role], units[unit]);
            if branch {
                grant = grant.branch();
            }
            if let Some(at) = only {
                grant = grant.for_object(ObjectRef { kind: ObjectKind::Account, id: accounts[at].0.as_object() });
            }
            if over {
                grant = grant.from(world.now.plus_millis(-2 * HOUR)).until(world.now.plus_millis(-HOUR));
            }
            grant.await;
        }
        let asks = world.viewer(viewer).await;
        let mut expected = BTreeSet::new();
        for (account, unit) in &accounts {
            let chain = world.chain(*unit).await;
            let object = ObjectRef { kind: ObjectKind::Account, id: account.as_object() };
            if decide(&asks, Service::ViewAccounts, &Target::at(&chain).object(object), world.now).is_permit() {
                expected.insert(*account);
            }
        }
        let shown: BTreeSet<AccountId> = everyone(&world, viewer, &Filter::default()).await.into_iter().collect();
        assert_eq!(shown, expected, "case {case}: {:?}", asks.grants());
    }
}

async fn paging_shows_everyone_once_forwards_and_backwards(db: TestDb) {
    let world = World::new(&db).await;
    let support = world.account("Stina Support").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    for at in 0..120 {
        world.account(&format!("Åke Ö{at}")).at(world.clinic).await;
    }
    let forwards = everyone(&world, support, &Filter::default()).await;
    assert_eq!(forwards.len(), 121);
    assert_eq!(forwards.iter().collect::<BTreeSet<_>>().len(), 121);
    let viewer = world.viewer(support).await;
    let mut read = world.db().read().await.unwrap();
    let mut backwards: Vec<AccountId> = Vec::new();
    let mut edge = Edge::Before(forwards[120]);
    loop {
        let page = list(&mut read, &viewer, &Filter::default(), edge, world.now).await.unwrap();
        let rows: Vec<AccountId> = page.rows.iter().map(|row| row.id).collect();
        backwards.splice(0..0, rows.iter().copied());
        if !page.before {
            break;
        }
        edge = Edge::Before(rows[0]);
    }
    assert_eq!(backwards, forwards[..120]);
}

async fn searches_and_filters_find_who_they_should(db: TestDb) {
    let world = World::new(&db).await;
    let support = world.account("Stina Support").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    let anna = world.account("Anna Åkesson").at(world.clinic).category("physician").await;
    let bo = world.account("Bo Annerstedt").at(world.other_clinic).blocked().await;
    let cia = world.account("Cia Lind").at(world.home_care).locked().await;
    let dan = world.account("Dan Lind").at(world.clinic).ended().await;
    world.grant(anna, BuiltIn::CaseHandler, world.clinic).await;
    let search = |text: &str| Filter { search: text.to_owned(), ..Filter::default() };
    let status = |status| Filter { status, ..Filter::default() };
    for (filter, expected) in [
        (search("ann"), vec![bo, anna]),
        (search("ÅKESSON anna"), vec![anna]),
        (search("lind"), vec![cia]),
        (search("nobody"), vec![]),
        (status(StatusFilter::Blocked), vec![bo]),
        (status(StatusFilter::Locked), vec![cia]),
        (status(StatusFilter::Ended), vec![dan]),
        (status(StatusFilter::Active), vec![support, anna]),
        (Filter { unit: Some(world.care_unit), ..Filter::default() }, vec![bo, anna]),
        (Filter { category: Some(StaffCategory::Physician), ..Filter::default() }, vec![anna]),
        (Filter { role: Some(world.role(BuiltIn::CaseHandler)), ..Filter::default() }, vec![anna]),
        (Filter { unit: Some(world.home_care), ..search("ann") }, vec![]),
    ] {
        assert_eq!(everyone(&world, support, &filter).await, expected, "{filter:?}");
    }
    let stranger = world.account("Sven Stranger").at(world.clinic).await;
    assert_eq!(everyone(&world, stranger, &Filter::default()).await, []);
}

async fn sql_in_a_search_is_only_words(db: TestDb) {
    let world = World::new(&db).await;
    let support = world.account("Stina Support").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    for search in ["' OR 1=1 --", "%", "_", "?1", "\"; DROP TABLE account; --", "\u{0}", "😀", "<script>"] {
        let filter = Filter { search: search.to_owned(), ..Filter::default() };
        assert_eq!(everyone(&world, support, &filter).await, [], "{search}");
    }
    assert_eq!(everyone(&world, support, &Filter::default()).await, [support]);
}

/// 2,400 accounts at three clinics: every twelfth is an Anna, and each user name begins with *u*, which is more than are ever counted.
async fn many_are_said_to_be_many_and_the_few_of_a_clinic_are_counted(db: TestDb) {
    let world = World::new(&db).await;
    let mut units = vec![world.clinic];
    for at in 1..3 {
        units.push(world.unit(world.care_unit, UnitKind::Clinic, &format!("Mottagning {at}")).await);
    }
    let input = (units.clone(), world.role(BuiltIn::InternalMail));
    world.change(input, |tx, (units, role)| Box::pin(crate::speed::fill(tx, 2_400, units, *role))).await;
    let support = world.account("Stina Support").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    let admin = world.account("Ada Admin").at(units[1]).await;
    world.grant(admin, BuiltIn::SystemAdministrator, units[1]).await;
    for (who, search, total) in [
        (support, "u", None),
        (support, "anna", Some(200)),
        (support, "u1 anna", Some(92)),
        (admin, "u", Some(800)),
        (admin, "anna", Some(0)),
        (admin, "bo", Some(200)),
    ] {
        let filter = Filter { search: search.to_owned(), ..Filter::default() };
        let viewer = world.viewer(who).await;
        let mut read = db.read().await.unwrap();
        let first = list(&mut read, &viewer, &filter, Edge::Start, world.now).await.unwrap();
        assert_eq!(first.total, total, "{search}");
        drop(read);
        let found = everyone(&world, who, &filter).await;
        let unique: BTreeSet<_> = found.iter().collect();
        assert_eq!(unique.len(), found.len(), "{search}");
        assert_eq!(found.len(), usize::try_from(total.unwrap_or(2_400)).unwrap(), "{search}");
    }
}
