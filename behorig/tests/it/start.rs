//! The start page of each hat, the search among all functions, and the help.

use behorig_access::{BuiltIn, Hat, ObjectKind, ObjectRef};
use behorig_visit::HatChoice;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::site::Site;

both_databases!(
    the_start_page_shows_what_one_may_do_and_the_search_finds_no_more,
    a_relative_meets_the_customers_and_the_log_says_so,
    a_resident_meets_the_clinics_or_is_told_what_to_do,
    the_help_needs_no_sign_in_and_no_page_links_to_a_guide_that_is_missing,
);

async fn the_start_page_shows_what_one_may_do_and_the_search_finds_no_more(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    let bo = world.account("Bo Alm").at(world.clinic).await;
    world.grant(bo, BuiltIn::InternalMail, world.clinic).await;

    let mut annas = site.staff(anna, world.clinic).await;
    let start = annas.get("/").await;
    assert_eq!(start.status, StatusCode::OK);
    assert!(start.says("Hej Anna") && start.says("Du arbetar vid Vårdcentralen Ekbacken."));
    assert!(start.says("Se vilka invånare som är godkända för kommunikation."));
    assert!(start.says("Enheten har bara en administratör"));
    let found = annas.get("/sok?q=godk%C3%A4nda+inv%C3%A5nare").await;
    assert!(found.body.contains("href=\"/invanare\">Invånare</a>"), "{}", found.body);
    // Who works in English still reads the Swedish manual.
    let english = annas.clone().speaking("en").get("/sok?q=godk%C3%A4nda").await;
    assert!(english.body.contains("href=\"/invanare\">Residents</a>"), "{}", english.body);
    let json = annas.get("/kommandon.json").await;
    assert_eq!(json.headers["content-type"], "application/json");
    assert!(json.body.contains("\"path\":\"/invanare\""));

    let mut bos = site.staff(bo, world.clinic).await;
    let start = bos.get("/").await;
    assert!(!start.body.contains("href=\"/invanare\"") && !start.says("bara en administratör"));
    assert!(!bos.get("/sok?q=inv%C3%A5nare").await.body.contains("href=\"/invanare\""));
    assert!(!bos.get("/kommandon.json").await.body.contains("\"path\":\"/invanare\""));
    assert_eq!(site.browser().get("/kommandon.json").await.status, StatusCode::SEE_OTHER);
}

async fn a_relative_meets_the_customers_and_the_log_says_so(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let karin = world.account("Karin Öst").at(world.home_care).await;
    let kurt = world.resident("Kurt Öst").await;
    world.resident("Sven Lind").await;
    let wear = HatChoice { hat: Hat::Relative, account: Some(karin), person: None, unit: Some(world.home_care) };
    let customer = ObjectRef { kind: ObjectKind::Customer, id: kurt.as_object() };
    let grant = world.grant(karin, BuiltIn::Relative, world.home_care).for_object(customer).await;

    let mut browser = site.wearing(wear).await;
    let start = browser.get("/").await;
    assert!(start.says("Du är här som anhörig.") && start.says("Kurt Öst") && !start.says("Sven Lind"));
    let told = world.events().await;
    let reading = told.iter().find(|event| event.level.as_deref() == Some("start.customers")).unwrap();
    assert_eq!((reading.activity.as_str(), reading.resources.len()), ("Läsa", 1));

    world.end(grant).await;
    let start = browser.get("/").await;
    assert!(start.says("Du har ingen att följa än") && !start.says("Kurt"));
}

async fn a_resident_meets_the_clinics_or_is_told_what_to_do(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let sven = world.resident("Sven Lind").await;
    let mut browser = site.resident(sven).await;
    assert!(browser.get("/").await.says("Du är inte godkänd vid någon mottagning än"));
    world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let start = browser.get("/").await;
    assert!(start.says("Vårdcentralen Ekbacken") && start.says("tills vidare"));
}

async fn the_help_needs_no_sign_in_and_no_page_links_to_a_guide_that_is_missing(db: TestDb) {
    let site = Site::new(db).await;
    let mut browser = site.browser();
    for path in ["/hjalp", "/hjalp/logga-in", "/hjalp/byt-uppdrag", "/tillganglighet", "/om"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    }
    let missing = browser.get("/hjalp/sida-utan-guide").await;
    assert_eq!((missing.status, missing.location.as_deref()), (StatusCode::SEE_OTHER, Some("/hjalp")));
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
}
