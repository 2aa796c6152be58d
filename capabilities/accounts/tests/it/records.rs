use behorig_access::{AccountId, Basis, BuiltIn, Service, Standing, UnitId};
use behorig_accounts::fields::{Key, Values};
use behorig_accounts::{Account, Change, NewAccount, OWN_END_HOOKS, create, end_account, for_viewer, save};
use behorig_visit::{PageError, Rejected};
use proof_support::{TestDb, World, both_databases};

both_databases!(
    a_new_account_has_its_grants_its_history_and_one_event,
    what_somebody_has_already_is_told_beside_each_field,
    the_second_of_two_who_save_is_told,
    a_clinics_administrator_cannot_write_supports_fields,
    nobody_opens_an_account_whose_grants_reach_further_than_their_own,
    the_last_administrator_of_a_unit_is_neither_blocked_nor_ended,
    an_ended_account_has_nothing_left_and_its_owner_can_have_a_new_one,
    an_account_elsewhere_does_not_exist_and_one_at_my_unit_says_why,
);

fn values(fields: &[(Key, &str)]) -> Values {
    let mut values = Values::default();
    for (key, value) in fields {
        values.set(*key, Some((*value).to_owned()));
    }
    values
}

fn eva(unit: UnitId) -> NewAccount {
    let values = values(&[
        (Key::GivenName, "Eva"),
        (Key::FamilyName, "Berg"),
        (Key::UserName, "eva.berg"),
        (Key::IdentityNumber, "198201012385"),
        (Key::HsaIds, "SE2321000016-1ABC\nSE2321000016-1ABD"),
    ]);
    NewAccount { unit, values, password: None, roles: Vec::new(), basis: Basis::Administrator }
}

async fn make(world: &World, new: NewAccount) -> Result<AccountId, Rejected> {
    world
        .db()
        .write(&world.system(), new, |tx, new| {
            Box::pin(async move {
                let made = create(tx, new).await?;
                Ok(made.recorded.with(made.account))
            })
        })
        .await
}

async fn load(world: &World, viewer: AccountId, id: AccountId) -> Result<Account, PageError> {
    let viewer = world.viewer(viewer).await;
    let mut read = world.db().read().await.unwrap();
    for_viewer(&mut read, &viewer, id, Service::ViewAccounts, world.now).await
}

async fn change(
    world: &World,
    viewer: AccountId,
    id: AccountId,
    version: i64,
    changes: Vec<Change>,
) -> Result<(), Rejected> {
    let viewer = world.viewer(viewer).await;
    world
        .db()
        .write(&world.system(), (viewer, id, version, changes), |tx, (viewer, id, version, changes)| {
            Box::pin(async move {
                let now = tx.now();
                let account = for_viewer(tx, viewer, *id, Service::ViewAccounts, now).await?;
                save(tx, &account, *version, changes).await
            })
        })
        .await
}

async fn end(world: &World, viewer: AccountId, id: AccountId) -> Result<(), Rejected> {
    let viewer = world.viewer(viewer).await;
    world
        .db()
        .write(&world.system(), (viewer, id), |tx, (viewer, id)| {
            Box::pin(async move {
                let now = tx.now();
                let account = for_viewer(tx, viewer, *id, Service::ViewAccounts, now).await?;
                end_account(tx, &account, account.version, &OWN_END_HOOKS).await
            })
        })
        .await
}

fn beside(rejected: Result<impl std::fmt::Debug, Rejected>) -> Vec<(String, String)> {
    match rejected {
        Err(Rejected::Errors(errors)) => {
            errors.iter().map(|error| (error.field.clone().into_owned(), error.message.id().to_owned())).collect()
        }
        other => panic!("no errors: {other:?}"),
    }
}

fn to(key: Key, value: &str) -> Vec<Change> {
    vec![Change::To(key, Some(value.to_owned()).filter(|text| !text.is_empty()))]
}

async fn support(world: &World) -> AccountId {
    let account = world.account("Stina Support").at(world.region).await;
    world.grant(account, BuiltIn::Support, world.region).branch().await;
    account
}

async fn a_new_account_has_its_grants_its_history_and_one_event(db: TestDb) {
    let world = World::new(&db).await;
    let support = support(&world).await;
    let before = world.events().await.len();
    let new = NewAccount { roles: vec![world.role(BuiltIn::InternalMail)], ..eva(world.clinic) };
    let id = make(&world, new).await.unwrap();
    let account = load(&world, support, id).await.unwrap();
    assert_eq!((account.full_name().as_str(), account.standing), ("Eva Berg", Standing::Active));
    assert_eq!(account.hsa_ids().len(), 2);
    assert!(world.may(id, Service::InternalMail, world.clinic).await);
    assert_eq!(world.events().await.len(), before + 1);
    let history = world.history_of(id.uuid()).await;
    assert!(history.iter().any(|change| change.field == "grant"));
    let kept = format!("{history:?}");
    assert!(kept.contains("19820101-****") && !kept.contains("198201012385"), "{kept}");
}

async fn what_somebody_has_already_is_told_beside_each_field(db: TestDb) {
    let world = World::new(&db).await;
    make(&world, eva(world.clinic)).await.unwrap();
    let mut again = eva(world.other_clinic);
    again.values.set(Key::UserName, Some("EVA.Berg".to_owned()));
    again.values.set(Key::HsaIds, Some("SE2321000016-1ABD".to_owned()));
    assert_eq!(
        beside(make(&world, again).await),
        [
            ("user-name".to_owned(), "accounts-taken-user-name".to_owned()),
            ("identity-number".to_owned(), "accounts-taken-identity-number".to_owned()),
            ("hsa-ids".to_owned(), "accounts-taken-hsa-id".to_owned()),
        ]
    );
}

async fn the_second_of_two_who_save_is_told(db: TestDb) {
    let world = World::new(&db).await;
    let support = support(&world).await;
    let id = make(&world, eva(world.clinic)).await.unwrap();
    let seen = load(&world, support, id).await.unwrap().version;
    change(&world, support, id, seen, to(Key::Title, "Leg. Läkare")).await.unwrap();
    let second = change(&world, support, id, seen, to(Key::Title, "Receptionist")).await;
    assert!(matches!(second, Err(Rejected::Page(PageError::Store(behorig_store::StoreError::Stale)))), "{second:?}");
    let now = load(&world, support, id).await.unwrap();
    assert_eq!((now.values.text(Key::Title), now.version), ("Leg. Läkare", seen + 1));
}

async fn a_clinics_administrator_cannot_write_supports_fields(db: TestDb) {
    let world = World::new(&db).await;
    let admin = world.account("Ada Admin").at(world.clinic).await;
    world.grant(admin, BuiltIn::SystemAdministrator, world.clinic).await;
    let id = make(&world, eva(world.clinic)).await.unwrap();
    for (key, value) in [(Key::GivenName, "Eve"), (Key::FamilyName, "Bo"), (Key::HsaIds, "")] {
        let refused = beside(change(&world, admin, id, 1, to(key, value)).await);
        assert_eq!(refused, [(key.field().name.name.clone().into_owned(), "accounts-why-support".to_owned())]);
    }
    change(&world, admin, id, 1, to(Key::Mobile, "+46701234567")).await.unwrap();
    // Unchanged values of fields that one may not write are no change.
    change(&world, admin, id, 2, to(Key::GivenName, "Eva")).await.unwrap();
}

async fn nobody_opens_an_account_whose_grants_reach_further_than_their_own(db: TestDb) {
    let world = World::new(&db).await;
    let admin = world.account("Ada Admin").at(world.clinic).await;
    world.grant(admin, BuiltIn::SystemAdministrator, world.clinic).await;
    let id = make(&world, eva(world.clinic)).await.unwrap();
    world.grant(id, BuiltIn::Support, world.region).branch().await;
    let refused = beside(change(&world, admin, id, 1, to(Key::IdentityNumber, "198201022392")).await);
    assert_eq!(refused, [("identity-number".to_owned(), "accounts-why-reaches-further".to_owned())]);
    change(&world, admin, id, 1, to(Key::Title, "Receptionist")).await.unwrap();
    let own = beside(change(&world, admin, admin, 1, to(Key::Blocked, "1")).await);
    assert_eq!(own, [("blocked".to_owned(), "accounts-why-own".to_owned())]);
}

async fn the_last_administrator_of_a_unit_is_neither_blocked_nor_ended(db: TestDb) {
    let world = World::new(&db).await;
    let support = support(&world).await;
    let ada = world.account("Ada Admin").at(world.clinic).await;
    world.grant(ada, BuiltIn::SystemAdministrator, world.clinic).await;
    let told = beside(change(&world, support, ada, 1, to(Key::Blocked, "1")).await);
    assert_eq!(told, [("blocked".to_owned(), "accounts-last-administrator".to_owned())]);
    assert_eq!(beside(end(&world, support, ada).await)[0].1, "accounts-last-administrator");

    let bea = world.account("Bea Admin").at(world.clinic).await;
    world.grant(bea, BuiltIn::SystemAdministrator, world.clinic).await;
    change(&world, support, ada, 1, to(Key::Blocked, "1")).await.unwrap();
    assert!(!world.may(ada, Service::EditAccounts, world.clinic).await);
    change(&world, support, ada, 2, to(Key::Blocked, "")).await.unwrap();
    assert!(world.may(ada, Service::EditAccounts, world.clinic).await);
}

async fn an_ended_account_has_nothing_left_and_its_owner_can_have_a_new_one(db: TestDb) {
    let world = World::new(&db).await;
    let support = support(&world).await;
    let new = NewAccount { roles: vec![world.role(BuiltIn::InternalMail)], ..eva(world.clinic) };
    let id = make(&world, new).await.unwrap();
    end(&world, support, id).await.unwrap();
    assert!(!world.may(id, Service::InternalMail, world.clinic).await);
    let ended = load(&world, support, id).await.unwrap();
    assert_eq!(ended.standing, Standing::Ended);
    let refused = beside(change(&world, support, id, ended.version, to(Key::Title, "x")).await);
    assert_eq!(refused[0].1, "accounts-why-ended");
    let mut again = eva(world.clinic);
    again.values.set(Key::UserName, Some("eva.berg2".to_owned()));
    make(&world, again).await.unwrap();
}

async fn an_account_elsewhere_does_not_exist_and_one_at_my_unit_says_why(db: TestDb) {
    let world = World::new(&db).await;
    let admin = world.account("Ada Admin").at(world.clinic).await;
    world.grant(admin, BuiltIn::SystemAdministrator, world.clinic).await;
    let handler = world.account("Hans Handler").at(world.clinic).await;
    world.grant(handler, BuiltIn::CaseHandler, world.clinic).await;
    let here = make(&world, eva(world.clinic)).await.unwrap();
    let elsewhere = world.account("Ulla Ute").at(world.home_care).await;
    assert!(matches!(load(&world, admin, elsewhere).await, Err(PageError::NotFound)));
    assert!(matches!(load(&world, handler, here).await, Err(PageError::Refused(_))));
    assert!(load(&world, admin, here).await.is_ok());
}
