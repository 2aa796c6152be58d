//! What may have changed between an order and its approval, and whom an approval must not be by or for: each is asked anew.

use behorig_access::{AccountId, BuiltIn, Service, UnitId};
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::{StoreError, params};
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::orders_receiving::{ANNA, BO, Ground, Placed, went_on};
use crate::site::{Browser, Page, Site};

both_databases!(
    a_second_account_of_the_same_person_is_not_another_pair_of_eyes,
    a_namesake_of_the_orderer_decides_nothing_and_acts_for_nobody,
    an_account_that_is_blocked_or_waits_gets_nothing,
    who_has_left_or_is_another_by_now_gets_nothing,
    a_unit_that_has_ended_gets_nobody,
    the_link_of_a_new_account_goes_where_the_directory_says_and_nowhere_else,
    the_services_administration_leaves_people_without_an_account_to_support,
    two_ids_of_one_account_are_approved_and_cancelled_once,
    nobody_is_told_of_what_they_had_already,
    an_order_is_declined_by_a_receiver_of_each_of_its_units,
);

const SIV: &str = "SE2321000156-SS03";
const NEW: &str = "SE2321000156-NY04";

async fn with_mail(test: TestDb) -> Ground {
    let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
    Ground::at(Site::with(test, Some(outbox)).await).await
}

/// Somebody in the staff directory.
async fn listed(g: &Ground, hsa_id: &'static str, (given, family): (&'static str, &'static str), email: Option<&str>) {
    let row = (hsa_id, given, family, email.map(str::to_owned));
    g.site
        .world
        .change(row, |tx, (hsa_id, given, family, email)| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, email, protected, updated_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, FALSE, 0)
                     ON CONFLICT (hsa_id) DO UPDATE SET given_name = ?2, family_name = ?3, email = ?5",
                    params![*hsa_id, *given, *family, family.as_bytes(), email],
                )
                .await?;
                Ok::<_, StoreError>(())
            })
        })
        .await;
}

async fn of_account(g: &Ground, sql: &'static str, account: AccountId) {
    g.site
        .world
        .change(account, move |tx, account| {
            Box::pin(async move {
                tx.execute(sql, params![account]).await?;
                Ok::<_, StoreError>(())
            })
        })
        .await;
}

/// Who was written to, in order, and about what.
async fn letters(g: &Ground) -> Vec<(String, String)> {
    let sql = "SELECT recipient, kind FROM outbox ORDER BY recipient, kind";
    g.site.test.read().await.unwrap().all(sql, &[]).await.unwrap()
}

fn refused(page: &Page, words: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says(words), "{words}: {}", page.body);
}

/// An order that nothing can be approved of: the page says why, and the approval does too.
async fn nothing_is_approved(g: &mut Ground, order: &Placed, words: &str) {
    let page = g.support.get(&order.path).await;
    assert!(page.says(words), "{words}: {}", page.body);
    refused(&order.approve_all(&mut g.support, "1").await, words);
    assert_eq!((g.stands(order).await.0.as_str(), g.grants_of(order).await), ("received", 0));
}

async fn a_second_account_of_the_same_person_is_not_another_pair_of_eyes(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let (clinic, role) = (world.clinic, g.dashboard());
    let first = world.account("Siv Själv").at(world.region).await;
    world.grant(first, BuiltIn::Support, world.region).branch().await;
    // Signed in to by card alone: nobody has written a number there.
    let second = world.account("Siv Själv").at(world.region).hsa_id(SIV).without_number().await;
    world.grant(second, BuiltIn::Orderer, world.region).branch().await;
    world.grant(second, BuiltIn::Support, world.region).branch().await;
    let (mut as_first, mut as_second) =
        (g.site.staff(first, world.region).await, g.site.staff(second, world.region).await);

    let own = g.order_by(second, "grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    assert!(as_first.get(&own.path).await.says("samma namn som du"));
    refused(&own.approve_all(&mut as_first, "1").await, "samma namn som du");
    let declined = as_first.post(&format!("{}/avslag", own.path), &[("version", "1"), ("skal", "nej")]).await;
    refused(&declined, "samma namn som du");

    let about = g.order("grant", &[(SIV, "Siv Själv", clinic, role)]).await;
    refused(&about.approve_all(&mut as_first, "1").await, "gäller en själv");
    let new = g.order("grant", &[(NEW, "Siv Själv", clinic, role)]).await;
    listed(&g, NEW, ("Siv", "Själv"), Some("siv@region.example")).await;
    refused(&new.approve_all(&mut as_first, "1").await, "gäller en själv");

    let two = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    g.sql(
        "UPDATE orderable_role SET approvers = 2
         WHERE orderable_id = (SELECT orderable_id FROM care_order WHERE id = ?1)",
        &two,
    )
    .await;
    went_on(&two.approve_all(&mut as_first, "1").await, &two);
    refused(&two.approve_all(&mut as_second, "2").await, "Du har godkänt raden");
    went_on(&two.approve_all(&mut g.support, "2").await, &two);
    assert_eq!(g.grants_of(&two).await, 1);
    for order in [&own, &about, &new] {
        assert_eq!((g.stands(order).await.0.as_str(), g.grants_of(order).await), ("received", 0));
    }
}

async fn a_namesake_of_the_orderer_decides_nothing_and_acts_for_nobody(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let order = g.order("grant", &[(ANNA, "Anna Ask", world.clinic, g.dashboard())]).await;
    // Called as the orderer, without a number: not told apart, and so neither trusted with the decision nor taken for her.
    let like_her = world.account("Eva Ek").at(world.region).without_number().await;
    world.grant(like_her, BuiltIn::Support, world.region).branch().await;
    let mut alike = g.site.staff(like_her, world.region).await;
    refused(&order.approve_all(&mut alike, "1").await, "samma namn som du");
    refused(&alike.post(&format!("{}/aterta", order.path), &[("version", "1")]).await, "Bara beställaren");
    let stranger = world.account("Eva Ek").at(world.clinic).without_number().await;
    world.grant(stranger, BuiltIn::InternalMail, world.home_care).await;
    let mut stranger = g.site.staff(stranger, world.home_care).await;
    assert_eq!(stranger.get(&order.path).await.status, StatusCode::NOT_FOUND, "a name opens nobody's order");
    assert_eq!(stranger.get(&format!("{}/kvitto", order.path)).await.status, StatusCode::NOT_FOUND);
    // One of her name whose number is another is somebody else.
    let other = world.account("Eva Ek").at(world.region).await;
    world.grant(other, BuiltIn::Support, world.region).branch().await;
    let mut other = g.site.staff(other, world.region).await;
    went_on(&order.approve_all(&mut other, "1").await, &order);
    assert_eq!(g.grants_of(&order).await, 1);
    assert!(g.orderer.get(&order.path).await.says("Utförd"));
}

async fn an_account_that_is_blocked_or_waits_gets_nothing(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let (clinic, role) = (world.clinic, g.dashboard());
    world.account("Per Väntar").at(clinic).hsa_id("SE2321000156-PV07").pending().await;
    world.account("Lo Låst").at(clinic).hsa_id("SE2321000156-LL08").locked().await;
    let anna = g.account_with(ANNA).await.unwrap();
    let blocked = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    of_account(&g, "UPDATE account SET blocked_at = 1 WHERE id = ?1", anna).await;
    nothing_is_approved(&mut g, &blocked, "Kontot är spärrat").await;
    let pending = g.order("grant", &[("SE2321000156-PV07", "Per Väntar", clinic, role)]).await;
    nothing_is_approved(&mut g, &pending, "Kontot väntar på en administratör").await;
    // What a lock after wrong passwords shuts out is whoever typed them; and what is taken away is taken from anybody.
    let locked = g.order("grant", &[("SE2321000156-LL08", "Lo Låst", clinic, role)]).await;
    went_on(&locked.approve_all(&mut g.support, "1").await, &locked);
    assert_eq!(g.grants_of(&locked).await, 1);
    world.grant_role(anna, role, clinic).await;
    g.site.wait(60_000);
    let away = g.order("revoke", &[(ANNA, "Anna Ask", clinic, role)]).await;
    went_on(&away.approve_all(&mut g.support, "1").await, &away);
    of_account(&g, "UPDATE account SET blocked_at = NULL WHERE id = ?1", anna).await;
    assert!(!g.may(ANNA, Service::Dashboard, clinic).await);
    went_on(&blocked.approve_all(&mut g.support, "1").await, &blocked);
    assert!(g.may(ANNA, Service::Dashboard, clinic).await, "once the block is lifted");
}

async fn who_has_left_or_is_another_by_now_gets_nothing(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    listed(&g, ANNA, ("Cia", "Alm"), None).await;
    nothing_is_approved(&mut g, &order, "HSA-id hör nu till någon annan").await;
    listed(&g, ANNA, ("Anna Maria", "Ask"), None).await;
    g.sql("UPDATE directory_person SET ended_on = '2026-11-19' WHERE hsa_id = (SELECT hsa_id FROM care_order_line WHERE order_id = ?1)", &order).await;
    nothing_is_approved(&mut g, &order, "Personen har slutat").await;
    g.sql("UPDATE directory_person SET ended_on = NULL WHERE hsa_id = (SELECT hsa_id FROM care_order_line WHERE order_id = ?1)", &order).await;
    // The id was moved to another account, which the directory says nothing of.
    let moved = g.order("grant", &[(BO, "Bo Lind", clinic, role)]).await;
    let anna = g.account_with(ANNA).await.unwrap();
    of_account(&g, "UPDATE account_hsa_id SET account_id = ?1 WHERE hsa_id = 'SE2321000156-BL02'", anna).await;
    nothing_is_approved(&mut g, &moved, "HSA-id hör nu till någon annan").await;
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    assert!(g.may(ANNA, Service::Dashboard, clinic).await, "a name that has grown is the same person's");
}

async fn a_unit_that_has_ended_gets_nobody(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.other_clinic, g.dashboard());
    let anna = g.account_with(ANNA).await.unwrap();
    g.site.world.grant_role(anna, role, clinic).await;
    let order = g.order("grant", &[(BO, "Bo Lind", clinic, role)]).await;
    g.sql("UPDATE unit SET ended_at = 1 WHERE id = (SELECT unit_id FROM care_order_line WHERE order_id = ?1)", &order)
        .await;
    nothing_is_approved(&mut g, &order, "Enheten finns inte längre").await;
    g.site.wait(60_000);
    let away = g.order("revoke", &[(ANNA, "Anna Ask", clinic, role)]).await;
    went_on(&away.approve_all(&mut g.support, "1").await, &away);
    assert!(!g.may(ANNA, Service::Dashboard, clinic).await, "what is held there can be taken away");
}

async fn the_link_of_a_new_account_goes_where_the_directory_says_and_nowhere_else(test: TestDb) {
    let mut g = with_mail(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    listed(&g, NEW, ("Nils", "Ny"), None).await;
    let order = g.order("grant", &[(NEW, "Nils Ny", clinic, role)]).await;
    g.sql("UPDATE care_order_line SET email = 'min.egen@angripare.example' WHERE order_id = ?1", &order).await;
    nothing_is_approved(&mut g, &order, "personalkatalogen har ingen e-postadress").await;
    listed(&g, NEW, ("Nils", "Ny"), Some("nils.ny@region.example")).await;
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    let written = letters(&g).await;
    let told: Vec<(&str, &str)> = written.iter().map(|(to, kind)| (to.as_str(), kind.as_str())).collect();
    assert_eq!(
        told,
        [
            ("eva@region.example", "order-notice"),
            ("nils.ny@region.example", "one-time-link"),
            ("nils.ny@region.example", "order-notice"),
        ]
    );
    let account = g.account_with(NEW).await.unwrap();
    let mut read = g.site.test.read().await.unwrap();
    let (email,): (Option<String>,) =
        read.one("SELECT email FROM account WHERE id = ?1", params![account]).await.unwrap();
    assert_eq!(email.as_deref(), Some("nils.ny@region.example"));
}

async fn the_services_administration_leaves_people_without_an_account_to_support(test: TestDb) {
    let mut g = with_mail(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    listed(&g, NEW, ("Nils", "Ny"), Some("nils.ny@region.example")).await;
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role), (NEW, "Nils Ny", clinic, role)]).await;
    let mut tove = g.another_receiver().await;
    let page = tove.get(&order.path).await;
    assert!(page.says("Några rader väntar på supporten") && page.says("du får inte skapa konton"), "{}", page.body);
    went_on(&order.approve_all(&mut tove, "1").await, &order);
    assert_eq!(g.stands(&order).await, ("received".to_owned(), vec!["done".to_owned(), "waiting".to_owned()]));
    refused(&order.approve_all(&mut tove, "2").await, "du får inte skapa konton");
    let page = g.support.get(&order.path).await;
    assert!(!page.says("Några rader väntar på supporten"), "{}", page.body);
    went_on(&order.approve_all(&mut g.support, "2").await, &order);
    assert_eq!(g.stands(&order).await.0, "done");
    assert!(g.may(NEW, Service::Dashboard, clinic).await);
}

async fn two_ids_of_one_account_are_approved_and_cancelled_once(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let lines = [(ANNA, "Anna Ask", clinic, role), (NEW, "Anna Ask", clinic, role)];
    let (grant, revoke) = (g.order("grant", &lines).await, g.order("revoke", &lines).await);
    let anna = g.account_with(ANNA).await.unwrap();
    of_account(&g, "INSERT INTO account_hsa_id (hsa_id, account_id) VALUES ('SE2321000156-NY04', ?1)", anna).await;
    went_on(&grant.approve_all(&mut g.support, "1").await, &grant);
    assert_eq!((g.stands(&grant).await.1, g.grants_of(&grant).await), (vec!["done".to_owned(); 2], 1));
    g.site.wait(60_000);
    went_on(&revoke.approve_all(&mut g.support, "1").await, &revoke);
    assert_eq!(g.stands(&revoke).await, ("done".to_owned(), vec!["done".to_owned(); 2]));
    assert!(!g.may(ANNA, Service::Dashboard, clinic).await);
}

async fn nobody_is_told_of_what_they_had_already(test: TestDb) {
    let mut g = with_mail(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let anna = g.account_with(ANNA).await.unwrap();
    g.site.world.grant_role(anna, role, clinic).await;
    g.site.wait(60_000);
    let lines = [(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", clinic, role)];
    let grant = g.order("grant", &lines).await;
    went_on(&grant.approve_all(&mut g.support, "1").await, &grant);
    let to = |written: &[(String, String)], whom: &str| written.iter().filter(|(to, _)| to == whom).count();
    let written = letters(&g).await;
    assert_eq!((to(&written, "anna@region.example"), to(&written, "bo@region.example")), (0, 1), "{written:?}");
    g.site.wait(60_000);
    let revoke = g.order("revoke", &lines).await;
    went_on(&revoke.lines(&mut g.support, "1", "godkann", &["2"], None).await, &revoke);
    let again = g.order("revoke", &lines).await;
    g.site.wait(60_000);
    went_on(&again.approve_all(&mut g.support, "1").await, &again);
    let written = letters(&g).await;
    assert_eq!((to(&written, "anna@region.example"), to(&written, "bo@region.example")), (1, 2), "{written:?}");
}

/// A receiver of a unit alone, not of those below it.
async fn receiver_at(g: &Ground, unit: UnitId) -> Browser {
    let world = &g.site.world;
    let rut = world.account("Rut Region").at(unit).await;
    world.grant(rut, BuiltIn::Support, unit).await;
    g.site.staff(rut, unit).await
}

async fn an_order_is_declined_by_a_receiver_of_each_of_its_units(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let lines = [(ANNA, "Anna Ask", world.clinic, g.dashboard()), (BO, "Bo Lind", world.region, g.dashboard())];
    let order = g.order("grant", &lines).await;
    let mut rut = receiver_at(&g, world.region).await;
    let path = format!("{}/avslag", order.path);
    let fields = [("version", "1"), ("skal", "Fel enhet")];
    refused(&rut.post(&path, &fields).await, "Bara den som tar emot beställningar för enheten");
    refused(&order.lines(&mut rut, "1", "avsla", &["1"], Some("Fel enhet")).await, "Bara den som tar emot");
    assert_eq!(g.stands(&order).await.1, ["waiting", "waiting"]);
    went_on(&g.support.post(&path, &fields).await, &order);
    assert_eq!(g.stands(&order).await, ("declined".to_owned(), vec!["rejected".to_owned(); 2]));
}
