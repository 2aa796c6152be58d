//! *Beställare*, *Regionens val* and *Beställbara tjänster*: who is named, on what decision, and what that lets them order.

use behorig_access::{AccountId, BuiltIn, GrantId, Instant, UnitId};
use behorig_orderers::{
    MayNotOrder, OrderedBy, account_may_order, choice_of, may_order, orderables_of, units_to_order_for,
};
use behorig_registers::units::{self, NewUnit, UnitKind};
use behorig_registers::{grants, roles};
use behorig_store::params;
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_regions_administrator_names_an_orderer_after_seeing_whom_and_the_decision_is_kept,
    nobody_names_themselves_and_nobody_is_named_for_another_region,
    what_is_wrong_with_a_naming_is_told_beside_its_field_and_nothing_typed_is_lost,
    a_head_of_operations_orders_only_where_the_region_has_chosen_so,
    an_appointment_that_has_ended_or_is_to_come_lets_nobody_order,
    an_appointment_is_shortened_ended_at_once_and_its_history_tells_of_both,
    an_orderer_who_was_given_the_role_elsewhere_is_shown_without_a_decision,
    whoever_administers_a_clinic_alone_is_told_whom_to_ask_about_orderers,
    two_administrators_choosing_at_once_are_shown_each_others_choice,
    an_organisation_begins_with_the_manuals_service_and_gets_it_once,
    a_service_is_made_changed_and_ended_and_its_name_is_free_again,
    the_list_of_units_to_order_for_says_the_same_as_the_decision,
);

/// *Region Norrsjö*'s administrator, and the browser they sit at.
async fn administrator(site: &Site, name: &str) -> (AccountId, Browser) {
    let world = &site.world;
    let account = world.account(name).await;
    world.grant(account, BuiltIn::SystemAdministrator, world.region).branch().await;
    (account, site.staff(account, world.region).await)
}

/// A region of its own, an organisation beside the world's.
async fn another_region(world: &World) -> UnitId {
    world
        .change((), |tx, ()| {
            Box::pin(async move {
                let (kind, name) = (UnitKind::Region, "Region Söderå".to_owned());
                let unit = NewUnit { parent: None, kind, name, hsa_id: None, code: None, import_key: None };
                let id = units::add(tx, &unit).await?;
                roles::install_built_ins(tx, id).await?;
                Ok(id)
            })
        })
        .await
}

fn naming<'a>(region: &'a str, unit: &'a str, who: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("region", region),
        ("enhet", unit),
        ("roll", "orderer"),
        ("vem", who),
        ("aven-under", "1"),
        ("fran", "2026-11-20"),
        ("till", "2027-11-19"),
        ("underlag", "Delegationsbeslut 2026-114"),
    ]
}

/// Sends the form of naming, and says yes to the name that is shown.
async fn name(browser: &mut Browser, fields: &[(&str, &str)]) -> Page {
    let shown = browser.post("/bestallare/ny", fields).await;
    if shown.status != StatusCode::OK {
        return shown;
    }
    let (seen, key) = (hidden(&shown, "sedd"), hidden(&shown, "en-gang"));
    let mut confirmed = fields.to_vec();
    confirmed.extend([("sedd", seen.as_str()), ("en-gang", key.as_str())]);
    browser.post("/bestallare/ny", &confirmed).await
}

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let from = page.body.split(&field).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.body));
    from.split('"').next().unwrap().to_owned()
}

/// The grant whose page an answer leads to.
fn named(page: &Page) -> GrantId {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let path = page.location.clone().unwrap();
    path.strip_prefix("/bestallare/").unwrap_or_else(|| panic!("{path}")).parse().unwrap()
}

async fn may(world: &World, account: AccountId, unit: UnitId, now: Instant) -> Result<OrderedBy, MayNotOrder> {
    let mut read = world.db().read().await.unwrap();
    account_may_order(&mut read, account, unit, now).await.unwrap()
}

async fn a_regions_administrator_names_an_orderer_after_seeing_whom_and_the_decision_is_kept(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut browser) = administrator(&site, "Rut Alm").await;
    let olle = world.account("Olle Strand").title("Objektledare").hsa_id("SE2321000016-OLLE").at(world.clinic).await;
    let region = world.region.to_string();
    let fields = naming(&region, &region, "se2321000016-olle");

    let shown = browser.post("/bestallare/ny", &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.says("Olle Strand, Objektledare, Vårdcentralen Ekbacken"), "{}", shown.body);
    assert_eq!(may(world, olle, world.clinic, world.now).await, Err(MayNotOrder::NotNamed), "nobody is named yet");

    let grant = named(&name(&mut browser, &fields).await);
    assert_eq!(may(world, olle, world.clinic, world.now).await, Ok(OrderedBy::Named));
    assert_eq!(may(world, olle, world.region, world.now).await, Ok(OrderedBy::Named));
    let last_moment = Instant(world.now.0 + 364 * DAY + 13 * 3_600_000);
    assert_eq!(may(world, olle, world.clinic, last_moment).await, Ok(OrderedBy::Named), "the last day counts");
    let after = Instant(world.now.0 + 366 * DAY);
    assert_eq!(may(world, olle, world.clinic, after).await, Err(MayNotOrder::Ended));

    let list = browser.get("/bestallare").await;
    for told in ["Olle Strand", "SE2321000016-OLLE", "Delegationsbeslut 2026-114", "2027-11-19", "Rut Alm"] {
        assert!(list.says(told), "{told}: {}", list.body);
    }
    let page = browser.get(&format!("/bestallare/{grant}")).await;
    assert!(page.says("Delegationsbeslut 2026-114") && page.says("Utsedd"), "{}", page.body);
    let events = world.events().await;
    assert_eq!(events.iter().filter(|event| event.level.as_deref() == Some("orderers.name")).count(), 1);

    let again = name(&mut browser, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Personen är redan utsedd där"), "{}", again.body);
}

async fn nobody_names_themselves_and_nobody_is_named_for_another_region(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (rut, mut browser) = administrator(&site, "Rut Alm").await;
    world.account("Olle Strand").await;
    let region = world.region.to_string();
    let refused = name(&mut browser, &naming(&region, &region, "rut.alm")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ingen utser sig själv"), "{}", refused.body);
    assert_eq!(may(world, rut, world.clinic, world.now).await, Err(MayNotOrder::NotNamed));

    let other = another_region(world).await.to_string();
    for (region, unit) in [(&other, &other), (&region, &other)] {
        let refused = browser.post("/bestallare/ny", &naming(region, unit, "olle.strand")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.body);
    }
    assert_eq!(browser.get(&format!("/bestallare?region={other}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("/bestallare/regionens-val?region={other}")).await.status, StatusCode::NOT_FOUND);
}

async fn what_is_wrong_with_a_naming_is_told_beside_its_field_and_nothing_typed_is_lost(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut browser) = administrator(&site, "Rut Alm").await;
    let region = world.region.to_string();
    let mut fields = naming(&region, &region, "finns.inte");
    fields[5].1 = "2026-11-19";
    fields[7].1 = " ";
    let page = browser.post("/bestallare/ny", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["Ingen användare har det användarnamnet", "Välj i dag eller en senare dag", "Skriv vilket beslut"] {
        assert!(page.says(told), "{told}: {}", page.body);
    }
    assert!(page.body.contains("value=\"finns.inte\"") && page.body.contains("value=\"2027-11-19\""));

    world.account("Siv Borta").ended().await;
    let page = browser.post("/bestallare/ny", &naming(&region, &region, "siv.borta")).await;
    assert!(page.says("Kontot är avslutat"), "{}", page.body);
}

async fn a_head_of_operations_orders_only_where_the_region_has_chosen_so(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut browser) = administrator(&site, "Rut Alm").await;
    let head = world.account("Vera Chef").at(world.clinic).await;
    let (region, clinic) = (world.region.to_string(), world.clinic.to_string());
    let mut fields = naming(&region, &clinic, "vera.chef");
    fields[2].1 = "head-of-operations";
    fields.remove(4);
    named(&name(&mut browser, &fields).await);
    assert!(browser.get("/bestallare?flik=verksamhetschefer").await.says("Vera Chef"));
    assert!(!browser.get("/bestallare").await.says("Vera Chef"));
    assert_eq!(may(world, head, world.clinic, world.now).await, Err(MayNotOrder::RegionHasNotChosenHeads));

    let saved =
        choose(&mut browser, &[("verksamhetschefer", "1"), ("manader", "6"), ("dagar", "14"), ("frist", "30")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(may(world, head, world.clinic, world.now).await, Ok(OrderedBy::Head));
    assert!(may(world, head, world.other_clinic, world.now).await.is_err(), "at her own clinic alone");
    let mut read = world.db().read().await.unwrap();
    let choice = choice_of(&mut read, world.region).await.unwrap();
    let chosen = (choice.heads_may_order, choice.certification_months, choice.certification_days, choice.grace_days);
    assert_eq!(chosen, (true, Some(6), 14, Some(30)));
}

async fn choose(browser: &mut Browser, fields: &[(&str, &str)]) -> Page {
    let shown = browser.get("/bestallare/regionens-val").await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    sent(browser, "/bestallare/regionens-val", &shown, fields).await
}

/// Sends a form as it was shown.
async fn sent(browser: &mut Browser, path: &str, shown: &Page, fields: &[(&str, &str)]) -> Page {
    let (version, key) = (hidden(shown, "version"), hidden(shown, "en-gang"));
    let mut all = vec![("version", version.as_str()), ("en-gang", key.as_str())];
    let region = shown.body.contains("name=\"region\" value").then(|| hidden(shown, "region"));
    if let Some(region) = &region {
        all.push(("region", region));
    }
    all.extend(fields);
    browser.post(path, &all).await
}

async fn an_appointment_that_has_ended_or_is_to_come_lets_nobody_order(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (coming, over) = (world.account("Kim Sen").await, world.account("Per Slut").await);
    let from = Instant(world.now.0 + DAY);
    world.grant(coming, BuiltIn::Orderer, world.region).branch().from(from).await;
    let ending = world.grant(over, BuiltIn::Orderer, world.region).branch().await;
    assert_eq!(may(world, over, world.clinic, world.now).await, Ok(OrderedBy::Named));
    world.end(ending).await;
    assert_eq!(may(world, over, world.clinic, world.now).await, Err(MayNotOrder::Ended));
    assert_eq!(may(world, coming, world.clinic, world.now).await, Err(MayNotOrder::NotYet));
    assert_eq!(may(world, coming, world.clinic, from).await, Ok(OrderedBy::Named));
    let blocked = world.account("Bo Stopp").blocked().await;
    world.grant(blocked, BuiltIn::Orderer, world.region).branch().await;
    assert_eq!(may(world, blocked, world.clinic, world.now).await, Err(MayNotOrder::Inactive));
    let other = another_region(world).await;
    let named = world.account("Olle Strand").await;
    world.grant(named, BuiltIn::Orderer, world.region).branch().await;
    assert_eq!(may(world, named, other, world.now).await, Err(MayNotOrder::NamedElsewhere));
}

async fn an_appointment_is_shortened_ended_at_once_and_its_history_tells_of_both(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut browser) = administrator(&site, "Rut Alm").await;
    let olle = world.account("Olle Strand").await;
    let region = world.region.to_string();
    let grant = named(&name(&mut browser, &naming(&region, &region, "olle.strand")).await);
    let path = format!("/bestallare/{grant}");
    let first = browser.get(&path).await;
    let early = sent(&mut browser, &path, &first, &[("till", "2026-11-19")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("Välj en dag som varken är före i dag"), "{}", early.body);
    let shorter = sent(&mut browser, &path, &first, &[("till", "2026-12-31")]).await;
    assert_eq!(shorter.location.as_deref(), Some(path.as_str()), "{}", shorter.body);

    let stale = sent(&mut browser, &path, &early, &[("till", "2027-01-31")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "the form was of before the change");
    assert!(stale.says("Någon annan har sparat under tiden"), "{}", stale.body);
    assert!(stale.body.contains("value=\"2027-01-31\""), "what was typed is still there");

    let page = browser.get(&path).await;
    let ended = sent(&mut browser, &format!("{path}/avsluta"), &page, &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert_eq!(may(world, olle, world.clinic, world.now).await, Err(MayNotOrder::Ended));
    let page = browser.get(&path).await;
    assert!(page.says("Sista dag ändrad") && page.says("Avslutad"), "{}", page.body);
    assert!(!browser.get("/bestallare").await.says("Olle Strand"));
    assert!(browser.get("/bestallare?visa=alla").await.says("Olle Strand"));
    let twice = sent(&mut browser, &format!("{path}/avsluta"), &early, &[]).await;
    assert_eq!(twice.location.as_deref(), Some(path.as_str()), "what is over stays over");
}

async fn an_orderer_who_was_given_the_role_elsewhere_is_shown_without_a_decision(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut browser) = administrator(&site, "Rut Alm").await;
    let olle = world.account("Olle Strand").await;
    let grant = world.grant(olle, BuiltIn::Orderer, world.clinic).await;
    assert!(browser.get("/bestallare").await.says("Underlag saknas"));
    let page = browser.get(&format!("/bestallare/{grant}")).await;
    assert!(page.says("utse personen på nytt"), "{}", page.body);
    let ended = sent(&mut browser, &format!("/bestallare/{grant}/avsluta"), &page, &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "it can be ended here all the same: {}", ended.body);
}

async fn whoever_administers_a_clinic_alone_is_told_whom_to_ask_about_orderers(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    administrator(&site, "Rut Alm").await;
    let local = world.account("Lena Lokal").at(world.clinic).await;
    world.grant(local, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut browser = site.staff(local, world.clinic).await;
    let page = browser.get("/bestallare").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Du administrerar ingen region") && page.says("Rut Alm"), "{}", page.body);
    let clinic = world.clinic.to_string();
    let refused = browser.post("/bestallare/ny", &naming(&clinic, &clinic, "rut.alm")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "a clinic is no region: {}", refused.body);
    let region = world.region.to_string();
    let refused = browser.post("/bestallare/ny", &naming(&region, &clinic, "rut.alm")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.body);
}

async fn two_administrators_choosing_at_once_are_shown_each_others_choice(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut ruts) = administrator(&site, "Rut Alm").await;
    let (_, mut pers) = administrator(&site, "Per Holm").await;
    let path = "/bestallare/regionens-val";
    let (seen_by_rut, seen_by_per) = (ruts.get(path).await, pers.get(path).await);
    let saved = sent(&mut ruts, path, &seen_by_rut, &[("manader", "12"), ("dagar", "21"), ("frist", "")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let fields = [("manader", "3"), ("dagar", "10"), ("frist", "5")];
    let stale = sent(&mut pers, path, &seen_by_per, &fields).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.says("Rut Alm") && stale.body.contains("value=\"10\""), "{}", stale.body);
    let saved = sent(&mut pers, path, &stale, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);

    let shown = pers.get(path).await;
    let wrong = sent(&mut pers, path, &shown, &[("manader", "5"), ("dagar", "0"), ("frist", "400")]).await;
    for told in ["Skriv ett heltal från 1 till 180", "Skriv ett heltal från 0 till 365"] {
        assert!(wrong.says(told), "{told}: {}", wrong.body);
    }
}

async fn an_organisation_begins_with_the_manuals_service_and_gets_it_once(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let services = async || {
        let mut read = world.db().read().await.unwrap();
        let found = orderables_of(&mut read, world.region).await.unwrap();
        let told = |one: behorig_orderers::Orderable| {
            (one.name, one.roles.into_iter().map(|ordered| (ordered.role.name, ordered.approvers)).collect::<Vec<_>>())
        };
        found.into_iter().map(told).collect::<Vec<_>>()
    };
    let roles_of_it = ["Dashboard", "Flygledartornet", "Systemadministratör"].map(|name| (name.to_owned(), 1));
    assert_eq!(services().await, [("1177 symtombedömning och hänvisning".to_owned(), roles_of_it.to_vec())]);
    world
        .change(world.region, |tx, region| {
            Box::pin(async move {
                tx.execute("UPDATE orderable SET ended_at = 1 WHERE organisation_id = ?1", params![region]).await?;
                roles::install_built_ins(tx, *region).await
            })
        })
        .await;
    assert_eq!(services().await, [], "what an organisation has ended stays ended");
}

async fn a_service_is_made_changed_and_ended_and_its_name_is_free_again(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let sam = world.account("Sam Berg").await;
    world.grant(sam, BuiltIn::Support, world.region).branch().await;
    let mut browser = site.staff(sam, world.region).await;
    let (dashboard, handler) =
        (world.role(BuiltIn::Dashboard).to_string(), world.role(BuiltIn::CaseHandler).to_string());
    let list = "/installningar/bestallbara-tjanster";
    let new = format!("{list}/ny");
    let orderer = world.role(BuiltIn::Orderer).to_string();
    let form = browser.get(&new).await;
    assert!(!form.body.contains(&orderer), "orderers are named, never ordered");
    let forged = browser.post(&new, &[("namn", "Chat"), ("roll", &orderer)]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", forged.body);
    let wrong = browser.post(&new, &[("namn", ""), ("tva", &dashboard)]).await;
    for told in ["Skriv vad tjänsten heter", "Välj minst en roll", "Välj två godkännare bara för roller som beställs"]
    {
        assert!(wrong.says(told), "{told}: {}", wrong.body);
    }
    let fields = [("namn", "Chatt med vården"), ("roll", &*dashboard), ("roll", &*handler), ("tva", &*handler)];
    let made = browser.post(&new, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = made.location.unwrap();
    let taken = browser.post(&new, &[("namn", "chatt med VÅRDEN"), ("roll", &dashboard)]).await;
    assert!(taken.says("Det finns redan en beställbar tjänst med det namnet"), "{}", taken.body);

    let (shown, shown_too) = (browser.get(&path).await, browser.get(&path).await);
    let saved = sent(&mut browser, &path, &shown, &[("namn", "Chatt"), ("roll", &dashboard)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let stale = sent(&mut browser, &path, &shown_too, &[("namn", "Chatten"), ("roll", &dashboard)]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.says("Någon annan har sparat under tiden") && stale.body.contains("Chatten"), "{}", stale.body);

    let shown = browser.get(&path).await;
    assert!(shown.says("Ärendehanterare (2)"), "the history tells what it was: {}", shown.body);
    let ended = sent(&mut browser, &format!("{path}/avsluta"), &shown, &[]).await;
    assert_eq!(ended.location.as_deref(), Some(list), "{}", ended.body);
    assert!(!browser.get(list).await.says("Chatt"));
    let again = browser.post(&new, &[("namn", "Chatt"), ("roll", &dashboard)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
}

async fn the_list_of_units_to_order_for_says_the_same_as_the_decision(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let inner = world.unit(world.care_provider, UnitKind::Region, "Region i regionen").await;
    let far = world.unit(inner, UnitKind::Clinic, "Vårdcentralen Fjärran").await;
    let all = [
        world.region,
        world.care_provider,
        world.care_unit,
        world.clinic,
        world.other_clinic,
        world.home_care,
        inner,
        far,
    ];
    let (orderer, head, both) =
        (world.account("Olle Strand").await, world.account("Vera Chef").await, world.account("Bo Båda").await);
    world.grant(orderer, BuiltIn::Orderer, world.care_unit).branch().await;
    world.grant(head, BuiltIn::HeadOfOperations, world.care_provider).branch().await;
    world.grant(both, BuiltIn::HeadOfOperations, far).await;
    world.grant(both, BuiltIn::Orderer, world.home_care).await;
    for chosen in [None, Some(world.region), Some(inner)] {
        if let Some(region) = chosen {
            world
                .change(region, |tx, region| {
                    Box::pin(async move {
                        let sql =
                            "INSERT INTO ordering_choice (region_id, heads_may_order, certification_days, version)
                             VALUES (?1, TRUE, 21, 1)";
                        tx.execute(sql, params![region]).await.map(|_| ())
                    })
                })
                .await;
        }
        for account in [orderer, head, both] {
            let viewer = world.viewer(account).await;
            let mut read = world.db().read().await.unwrap();
            let listed = units_to_order_for(&mut read, &viewer, world.now, 100).await.unwrap();
            for unit in all {
                let may = may_order(&mut read, &viewer, unit, world.now).await.unwrap();
                let is_listed = listed.iter().any(|(id, _)| *id == unit);
                assert_eq!(may.is_ok(), is_listed, "{account} at {unit} with {chosen:?}: {may:?}");
            }
        }
    }
    let mut read = world.db().read().await.unwrap();
    assert!(grants::how_many_may(&mut read, behorig_access::Service::OrderAsHead, world.now).await.unwrap() > 0);
}

/// An appointment of the region's, for the walk over all routes; and the service that the region began with.
pub async fn samples(world: &World) -> (String, String) {
    let ottilia = world.account("Ottilia Strand").await;
    let grant = world.grant(ottilia, BuiltIn::Orderer, world.region).branch().await;
    let mut read = world.db().read().await.unwrap();
    let first = orderables_of(&mut read, world.region).await.unwrap().remove(0);
    (grant.to_string(), first.id.to_string())
}
