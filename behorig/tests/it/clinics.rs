//! *Inställningar för mottagningen*: each page of it, what it leaves in the history and the log, and what ends with an area.

use behorig_access::{AccountId, BuiltIn, GrantId, PersonId};
use behorig_clinics::{Adding, ClinicStatus, add_clinic, catchment_of, clinic};
use behorig_registers::persons::{LocalRegister, PersonRegister};
use behorig_store::params;
use http::StatusCode;
use proof_support::{Logged, TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    the_hub_leads_to_every_page_of_the_settings_and_only_their_administrator_sees_it,
    contact_details_are_saved_once_and_leave_their_history,
    what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost,
    two_administrators_on_different_pages_are_not_in_each_others_way,
    two_administrators_on_the_same_page_are_shown_each_others_change,
    a_clinic_ends_when_no_case_type_is_active,
    an_area_is_chosen_by_region_and_municipalities_and_said_in_plain_words,
    a_narrower_area_asks_first_and_then_ends_the_grants_of_those_who_no_longer_fit,
    a_removed_area_ends_the_grants_on_it_and_leaves_approvals_alone,
    the_settings_of_another_clinic_are_out_of_reach,
    an_import_that_moves_a_resident_away_ends_the_grant_that_stood_on_the_area,
);

const CONTACT: &str = "/mottagning/kontakt";
const AREA: &str = "/mottagning/betjaningsomrade";

async fn administrator(world: &World, name: &str) -> AccountId {
    let account = world.account(name).at(world.clinic).await;
    world.grant(account, BuiltIn::LocalAdministrator, world.clinic).await;
    account
}

async fn signed_in(site: &Site, name: &str) -> Browser {
    let account = administrator(&site.world, name).await;
    site.staff(account, site.world.clinic).await
}

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let from = page.body.split(&field).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.body));
    from.split('"').next().unwrap().to_owned()
}

/// Fills in a page as it is shown and sends it.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let shown = browser.get(path).await;
    assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.body);
    let (version, key) = (hidden(&shown, "version"), hidden(&shown, "en-gang"));
    let mut sent = vec![("version", version.as_str()), ("en-gang", key.as_str())];
    sent.extend(fields);
    browser.post(path, &sent).await
}

fn is_saved(page: &Page) {
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("/mottagning")), "{}", page.body);
}

async fn changes(world: &World) -> Vec<Logged> {
    let mut events = world.events().await;
    events.retain(|event| event.level.as_deref() == Some("clinics.save"));
    events
}

async fn now_set(world: &World) -> behorig_clinics::Clinic {
    clinic(&mut world.db().read().await.unwrap(), world.clinic).await.unwrap()
}

/// The resident adds the clinic, as its catchment area lets them.
async fn adds(world: &World, person: PersonId) -> GrantId {
    let unit = world.clinic;
    let added = world
        .change((person, unit), |tx, (person, unit)| {
            Box::pin(async move {
                let person = LocalRegister.by_id(tx, *person).await?.unwrap();
                add_clinic(tx, &person, *unit).await
            })
        })
        .await;
    let Adding::Added(grant) = added else { panic!("{added:?}") };
    grant
}

async fn is_live(world: &World, grant: GrantId) -> bool {
    let mut tx = world.db().read().await.unwrap();
    let (to,): (Option<i64>,) = tx.one("SELECT to_at FROM grants WHERE id = ?1", params![grant]).await.unwrap();
    to.is_none()
}

async fn the_hub_leads_to_every_page_of_the_settings_and_only_their_administrator_sees_it(db: TestDb) {
    let site = Site::new(db).await;
    let mut anna = signed_in(&site, "Anna Ek").await;
    let hub = anna.get("/mottagning").await;
    assert_eq!(hub.status, StatusCode::OK);
    assert!(hub.says("Inställningar för mottagningen") && hub.says("Det som gäller för Vårdcentralen Ekbacken"));
    assert!(hub.says("TSTNMT2321000156-EKBVC") && hub.says("Norrsjö vård och omsorg"), "{}", hub.body);
    for path in [CONTACT, "/mottagning/texter", "/mottagning/svar", "/mottagning/status", AREA, "/mottagning/historik"]
    {
        assert!(hub.body.contains(&format!("href=\"{path}\"")), "no way to {path}");
        assert_eq!(anna.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert!(anna.get("/").await.body.contains("href=\"/mottagning\""));
    let help = anna.get("/hjalp/mottagning").await;
    assert!(help.says("Administratör – Inställningar för mottagningen") && help.body.contains("href=\"/mottagning\""));

    let bo = site.world.account("Bo Alm").at(site.world.clinic).await;
    site.world.grant(bo, BuiltIn::CaseHandler, site.world.clinic).await;
    let mut bo = site.staff(bo, site.world.clinic).await;
    assert!(!bo.get("/").await.body.contains("href=\"/mottagning\""));
    assert_eq!(bo.get("/mottagning").await.status, StatusCode::FORBIDDEN);
}

async fn contact_details_are_saved_once_and_leave_their_history(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = signed_in(&site, "Anna Ek").await;
    assert!(anna.get("/mottagning").await.says("Inga kontaktuppgifter än"));
    let shown = anna.get(CONTACT).await;
    let (version, key) = (hidden(&shown, "version"), hidden(&shown, "en-gang"));
    let fields = [
        ("version", version.as_str()),
        ("en-gang", key.as_str()),
        ("telefon", "036-32 10 00"),
        ("webbplats", "www.ekbacken.se"),
        ("postnummer", "55305"),
        ("oppettider", "Måndag–fredag 8–17\r\n<b>Stängt</b> röda dagar"),
    ];
    is_saved(&anna.post(CONTACT, &fields).await);
    // The browser sends it again, as when somebody presses twice.
    is_saved(&anna.post(CONTACT, &fields).await);
    let set = now_set(world).await;
    assert_eq!(set.version, 1);
    assert_eq!(set.phone.unwrap().as_str(), "+4636321000");
    assert_eq!((set.web.as_deref(), set.postal_code.as_deref()), (Some("https://www.ekbacken.se"), Some("553 05")));
    let told = changes(world).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].resources[0].resource_id.as_deref(), Some(world.clinic.to_string().as_str()));

    let hub = anna.get("/mottagning").await;
    assert!(hub.says("Inställningarna är sparade.") && !hub.says("Inga kontaktuppgifter än"));
    assert!(anna.get(CONTACT).await.body.contains("&lt;b&gt;Stängt&lt;/b&gt; röda dagar"));
    let history = anna.get("/mottagning/historik").await;
    assert!(history.says("Anna Ek") && history.says("Kontaktuppgifter och öppettider") && history.says("036-32 10 00"));

    // Saved again as it is: nothing has happened.
    let same =
        [("telefon", "036 321000"), ("webbplats", "https://www.ekbacken.se"), ("postnummer", "553 05"), fields[5]];
    is_saved(&send(&mut anna, CONTACT, &same).await);
    assert_eq!((changes(world).await.len(), now_set(world).await.version), (1, 1));
}

async fn what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(db: TestDb) {
    let site = Site::new(db).await;
    let mut anna = signed_in(&site, "Anna Ek").await;
    let wrong =
        [("telefon", "1177"), ("webbplats", "javascript:alert(1)"), ("gatuadress", "Storgatan 1"), ("postnummer", "1")];
    let page = send(&mut anna, CONTACT, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Skriv webbplatsen som") && page.says("Skriv postnumret med fem siffror"), "{}", page.body);
    assert!(page.says("Storgatan 1") && page.says("javascript:alert(1)"));
    let long = "å".repeat(5_001);
    let page =
        send(&mut anna, "/mottagning/texter", &[("om-mottagningen", long.as_str()), ("villkor", "Ring 112")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Korta texten.") && page.says("Ring 112"), "{}", page.body);
    let page = send(&mut anna, "/mottagning/svar", &[("svar-inom", "noll"), ("avisera", "address")]).await;
    assert!(
        page.says("Skriv ett heltal från 1 till 60.") && page.says("Fyll i adressen som aviseringarna ska gå till.")
    );
    let page = send(&mut anna, "/mottagning/status", &[("status", "asleep")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(anna.post(CONTACT, &[("telefon", "036-32 10 00")]).await.status, StatusCode::BAD_REQUEST, "no version");
    assert_eq!(
        anna.post(CONTACT, &[("version", "7")]).await.status,
        StatusCode::BAD_REQUEST,
        "a version that never was"
    );
    assert_eq!(now_set(&site.world).await.version, 0);
}

async fn two_administrators_on_different_pages_are_not_in_each_others_way(db: TestDb) {
    let site = Site::new(db).await;
    let (mut anna, mut bo) = (signed_in(&site, "Anna Ek").await, signed_in(&site, "Bo Alm").await);
    let seen = hidden(&anna.get("/mottagning/texter").await, "version");
    is_saved(&send(&mut bo, CONTACT, &[("telefon", "036-32 10 00")]).await);
    is_saved(&anna.post("/mottagning/texter", &[("version", &seen), ("om-mottagningen", "Vi finns")]).await);
    let set = now_set(&site.world).await;
    assert!(set.phone.is_some() && set.about.as_deref() == Some("Vi finns") && set.version == 2);
}

async fn two_administrators_on_the_same_page_are_shown_each_others_change(db: TestDb) {
    let site = Site::new(db).await;
    let (mut anna, mut bo) = (signed_in(&site, "Anna Ek").await, signed_in(&site, "Bo Alm").await);
    let seen = hidden(&anna.get(CONTACT).await, "version");
    is_saved(&send(&mut bo, CONTACT, &[("telefon", "036-32 10 00"), ("postort", "Habo")]).await);
    is_saved(&send(&mut bo, "/mottagning/texter", &[("villkor", "Ring 112")]).await);
    let page = anna.post(CONTACT, &[("version", &seen), ("telefon", "036-32 20 00")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Någon annan har ändrat samma sak medan du skrev."), "{}", page.body);
    assert!(page.says("Bo Alm") && page.says("036-32 10 00") && page.says("Habo"), "what Bo did is shown");
    assert!(page.body.contains("value=\"036-32 20 00\""), "what Anna typed is kept");
    let set = now_set(&site.world).await;
    assert_eq!(set.phone.as_ref().unwrap().shown(), "036-32 10 00", "nothing was overwritten unseen");
    let version = hidden(&page, "version");
    is_saved(&anna.post(CONTACT, &[("version", &version), ("telefon", "036-32 20 00"), ("postort", "Habo")]).await);
    assert_eq!(now_set(&site.world).await.phone.unwrap().shown(), "036-32 20 00");
}

async fn a_clinic_ends_when_no_case_type_is_active(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = signed_in(&site, "Anna Ek").await;
    let case_type = active_case_type(world).await;
    let page = send(&mut anna, "/mottagning/status", &[("status", "ended")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Mottagningen kan inte avslutas än: en ärendetyp är aktiv."), "{}", page.body);
    assert!(page.says("En ärendetyp är aktiv."), "the way to the end says so too");
    assert_eq!(now_set(world).await.status, ClinicStatus::Open);
    is_saved(&send(&mut anna, "/mottagning/status", &[("status", "closed")]).await);
    assert!(anna.get("/mottagning").await.says("Stängd för nya ärenden: de ärenden som finns besvaras som vanligt."));
    world
        .change(case_type, |tx, id| {
            Box::pin(async move {
                tx.execute("UPDATE case_type SET active = FALSE WHERE id = ?1", params![id]).await.map(|_| ())
            })
        })
        .await;
    is_saved(&send(&mut anna, "/mottagning/status", &[("status", "ended")]).await);
    assert_eq!(now_set(world).await.status, ClinicStatus::Ended);
    let history = anna.get("/mottagning/historik").await;
    assert!(history.says("Stängd för nya ärenden") && history.says("Avslutad"), "{}", history.body);
    is_saved(&send(&mut anna, "/mottagning/status", &[("status", "open")]).await);
}

/// An active case type of the clinic.
async fn active_case_type(world: &World) -> behorig_access::CaseTypeId {
    world
        .change(world.clinic, |tx, unit| {
            Box::pin(async move {
                let (id, now) = (behorig_access::CaseTypeId::new(tx.new_uuid()), tx.now());
                tx.execute(
                    "INSERT INTO case_type (id, unit_id, ready, name, name_key, position, active, restricted, created_at, version)
                     VALUES (?1, ?2, 'contact-me', 'Kontakta mig', 'kontakta mig', 1, TRUE, FALSE, ?3, 1)",
                    params![id, unit, now],
                )
                .await?;
                Ok(id)
            })
        })
        .await
}

async fn an_area_is_chosen_by_region_and_municipalities_and_said_in_plain_words(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = signed_in(&site, "Anna Ek").await;
    let empty = anna.get(AREA).await;
    assert!(empty.says("Inget betjäningsområde är valt") && !empty.says("Ta bort betjäningsområdet"));
    let missing = send(&mut anna, AREA, &[("region", ""), ("kon", "alla")]).await;
    assert!(missing.says("Välj region.") && missing.status == StatusCode::UNPROCESSABLE_ENTITY);
    let shown =
        send(&mut anna, AREA, &[("region", "06"), ("kon", "female"), ("alder-fran", "16"), ("visa-kommuner", "1")])
            .await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.says("Habo") && shown.says("Mullsjö") && !shown.says("Linköping"), "{}", shown.body);
    assert!(shown.body.contains("value=\"16\""), "what was typed is kept");
    let other = [("region", "05"), ("kommun", "0643"), ("kon", "alla")];
    assert!(send(&mut anna, AREA, &other).await.says("De valda kommunerna hör till en annan region."));

    let area = [
        ("region", "06"),
        ("kommun", "0680"),
        ("kommun", "0643"),
        ("kon", "female"),
        ("alder-fran", "16"),
        ("alder-till", "74"),
    ];
    is_saved(&send(&mut anna, AREA, &area).await);
    let sentence = "Kvinnor som är folkbokförda i Habo eller Jönköping i Jönköpings län och är 16 till 74 år kan själva lägga till";
    assert!(anna.get(AREA).await.says(sentence));
    let stored = catchment_of(&mut world.db().read().await.unwrap(), world.clinic).await.unwrap().unwrap();
    assert_eq!(stored.municipalities, ["0643", "0680"]);
    let history = anna.get("/mottagning/historik").await;
    assert!(
        history.says("Region Jönköpings län") && history.says("Habo, Jönköping") && history.says("16 till 74 år"),
        "{}",
        history.body
    );
    assert!(anna.clone().speaking("en").get(AREA).await.says("Every woman who is registered in Habo or Jönköping"));
}

async fn a_narrower_area_asks_first_and_then_ends_the_grants_of_those_who_no_longer_fit(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = signed_in(&site, "Anna Ek").await;
    is_saved(&send(&mut anna, AREA, &[("region", "06"), ("kon", "alla")]).await);
    let (town, habo) =
        (world.resident("Tora Stad").living_in("0680").await, world.resident("Hanna Bo").living_in("0643").await);
    let (of_town, of_habo) = (adds(world, town).await, adds(world, habo).await);

    let narrower = [("region", "06"), ("kommun", "0680"), ("kon", "alla")];
    let question = send(&mut anna, AREA, &narrower).await;
    assert_eq!(question.status, StatusCode::OK);
    assert!(question.says("Spara betjäningsområdet?") && question.says("För en invånare upphör behörigheten genast."));
    assert!(!question.says("Hanna Bo"), "a question about the settings shows nobody");
    assert!(is_live(world, of_habo).await, "nothing has ended yet");
    let (version, key) = (hidden(&question, "version"), hidden(&question, "en-gang"));
    let common = [("version", version.as_str()), ("en-gang", key.as_str())];
    let sent = |last: &'static str| [&common[..], &narrower[..], &[(last, "1")]].concat();
    let back = anna.post(AREA, &sent("andra")).await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.says("Visa kommuner"), "{}", back.body);

    is_saved(&anna.post(AREA, &sent("bekraftat")).await);
    assert!(is_live(world, of_town).await && !is_live(world, of_habo).await);
    let told = changes(world).await;
    let last = told.iter().find(|event| event.resources.len() == 2).unwrap();
    assert_eq!(last.resources[1].resource_id.as_deref(), Some(habo.to_string().as_str()));
    assert!(last.resources[1].patient.is_some(), "the log can tell the resident what happened");

    // A wider area ends nothing, and so asks nothing.
    is_saved(&send(&mut anna, AREA, &[("region", "06"), ("kon", "alla")]).await);
    assert!(!is_live(world, of_habo).await, "a grant that has ended is not given again by itself");
}

async fn a_removed_area_ends_the_grants_on_it_and_leaves_approvals_alone(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = signed_in(&site, "Anna Ek").await;
    let nothing = anna.get("/mottagning/betjaningsomrade/ta-bort").await;
    assert!(nothing.says("Inget betjäningsområde är valt"), "{}", nothing.body);
    is_saved(&send(&mut anna, AREA, &[("region", "06"), ("kon", "alla")]).await);
    let added = adds(world, world.resident("Tora Stad").living_in("0680").await).await;
    let approved = world.resident("Gun Kand").living_in("0680").await;
    let approval = world.grant(approved, BuiltIn::ApprovedResident, world.clinic).await;

    let page = anna.get(AREA).await;
    assert!(
        page.says("Vill du ta bort betjäningsområdet?") && page.says("För en invånare upphör behörigheten genast.")
    );
    // Somebody changed it since: the question is asked anew.
    let seen = hidden(&page, "version");
    is_saved(&send(&mut anna, AREA, &[("region", "06"), ("kon", "alla"), ("alder-till", "99")]).await);
    let stale = anna.post("/mottagning/betjaningsomrade/ta-bort", &[("version", &seen)]).await;
    assert_eq!(stale.location.as_deref(), Some("/mottagning/betjaningsomrade/ta-bort"));
    assert!(anna.get("/mottagning/betjaningsomrade/ta-bort").await.says("Någon annan ändrade betjäningsområdet."));

    is_saved(&send(&mut anna, "/mottagning/betjaningsomrade/ta-bort", &[]).await);
    assert!(anna.get("/mottagning").await.says("Betjäningsområdet är borttaget."));
    assert!(!is_live(world, added).await && is_live(world, approval).await);
    assert_eq!(catchment_of(&mut world.db().read().await.unwrap(), world.clinic).await.unwrap(), None);
}

async fn the_settings_of_another_clinic_are_out_of_reach(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let eva = world.account("Eva Dahl").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::LocalAdministrator, world.other_clinic).await;
    let mut eva = site.staff(eva, world.other_clinic).await;
    is_saved(&send(&mut eva, CONTACT, &[("telefon", "036-32 10 00")]).await);
    assert_eq!(now_set(world).await.version, 0, "a page is of the hat's own clinic");
    // A right elsewhere does not reach this unit.
    let bo = administrator(world, "Bo Alm").await;
    world.grant(bo, BuiltIn::CaseHandler, world.other_clinic).await;
    let mut bo = site.staff(bo, world.other_clinic).await;
    assert_eq!(bo.get(CONTACT).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bo.post(CONTACT, &[("version", "1"), ("telefon", "")]).await.status, StatusCode::FORBIDDEN);
}

async fn an_import_that_moves_a_resident_away_ends_the_grant_that_stood_on_the_area(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = signed_in(&site, "Anna Ek").await;
    is_saved(&send(&mut anna, AREA, &[("region", "06"), ("kon", "alla")]).await);
    let (mover, stayer) =
        (world.resident("Tora Stad").living_in("0680").await, world.resident("Hanna Bo").living_in("0643").await);
    let (of_mover, of_stayer) = (adds(world, mover).await, adds(world, stayer).await);
    let mut lines = "personnummer;förnamn;efternamn;länskod;kommunkod\n".to_owned();
    for (id, given, family, municipality) in [(mover, "Tora", "Stad", "0580"), (stayer, "Hanna", "Bo-Ek", "0643")] {
        let mut tx = world.db().read().await.unwrap();
        let person = LocalRegister.by_id(&mut tx, id).await.unwrap().unwrap();
        let number = person.number.as_stored();
        lines += &format!("{number};{given};{family};{};{municipality}\n", &municipality[..2]);
    }
    let support = world.account("Siv Stöd").at(world.region).await;
    world.grant(support, BuiltIn::Batch, world.region).branch().await;
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f.csv\"\r\n\r\n{value}\r\n")
    };
    let request = http::Request::post("/batch/import")
        .header(http::header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(http::header::ORIGIN, crate::site::ORIGIN)
        .body((part("persons", &lines) + &part("run", "1") + "--x--\r\n").into())
        .unwrap();
    let page = site.staff(support, world.region).await.send(request).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(!is_live(world, of_mover).await && is_live(world, of_stayer).await);
}
