//! The start page of each hat, the search among all functions, and the help.

use behorig_access::{BuiltIn, Hat, ObjectKind, ObjectRef, Service, ServiceSet};
use behorig_registers::roles;
use behorig_visit::HatChoice;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::site::Site;

both_databases!(
    the_start_page_shows_what_one_may_do_and_the_search_finds_no_more,
    whose_permissions_open_no_page_is_told_whom_to_ask_and_what_is_always_theirs,
    the_manuals_path_to_the_users_is_in_the_menu_and_marks_one_place,
    a_resident_has_no_password_to_change,
    who_is_signed_in_and_loses_the_way_keeps_the_menu,
    what_just_happened_is_told_once_and_in_its_own_tone,
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
    assert!(start.says("Läs och svara på meddelanden från kollegor."), "Internpost alone has a page: {}", start.body);
    assert!(!start.body.contains("href=\"/invanare\"") && !start.says("bara en administratör"));
    assert!(!bos.get("/sok?q=inv%C3%A5nare").await.body.contains("href=\"/invanare\""));
    assert!(!bos.get("/kommandon.json").await.body.contains("\"path\":\"/invanare\""));
    assert_eq!(site.browser().get("/kommandon.json").await.status, StatusCode::SEE_OTHER);
}

async fn whose_permissions_open_no_page_is_told_whom_to_ask_and_what_is_always_theirs(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let bo = world.account("Bo Alm").at(world.clinic).await;
    // To see protected identities has no page of its own: it opens what other pages hide.
    let alone = (world.role(BuiltIn::Reviewer), ServiceSet::of(&[Service::SeeProtectedIdentity]));
    world.change(alone, |tx, (role, services)| Box::pin(roles::set_services(tx, *role, *services))).await;
    world.grant(bo, BuiltIn::Reviewer, world.clinic).await;
    let mut bos = site.staff(bo, world.clinic).await;
    let start = bos.get("/").await;
    assert!(start.says("har du behörigheten Granskare. Den öppnar ingen sida här."), "{}", start.body);
    assert!(start.says("Ingen vid enheten ger behörigheter just nu."));
    let main = start.body.split("<main").nth(1).unwrap();
    for path in ["/mitt-konto", "/byt-losenord", "/mina-inloggningar", "/hjalp"] {
        assert!(main.contains(&format!("href=\"{path}\"")), "{path}: {main}");
    }

    let anna = world.account("Anna Ek").at(world.clinic).title("Enhetschef").await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    let away = world.account("Per Borta").at(world.clinic).blocked().await;
    world.grant(away, BuiltIn::LocalAdministrator, world.clinic).await;
    let start = bos.get("/").await;
    assert!(start.says("De här personerna ger behörigheter vid enheten:"), "{}", start.body);
    assert!(start.says("Anna Ek") && start.says("Enhetschef") && !start.says("Per Borta"), "{}", start.body);
    let english = bos.clone().speaking("en").get("/").await;
    assert!(english.says("you hold the grant Reviewer"), "{}", english.body);

    let kim = world.account("Kim Ny").at(world.clinic).await;
    let nothing = site.staff(kim, world.clinic).await.get("/").await;
    assert!(nothing.says("Du har ingen behörighet vid Vårdcentralen Ekbacken."), "{}", nothing.body);
}

async fn the_manuals_path_to_the_users_is_in_the_menu_and_marks_one_place(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut annas = site.staff(anna, world.clinic).await;
    let page = annas.get("/anvandare").await;
    let menu = page.body.split("id=\"menu\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let places: Vec<usize> =
        [">Alla användare<", ">Arkiv<", ">Byta lösenord<", ">Systemadministration<", ">Administrera användare<"]
            .iter()
            .map(|words| menu.find(words).unwrap_or_else(|| panic!("no {words} in {menu}")))
            .collect();
    assert!(places.is_sorted(), "{menu}");
    assert_eq!(menu.matches("href=\"/anvandare\"").count(), 2, "{menu}");
    assert_eq!(menu.matches("aria-current").count(), 1, "{menu}");
    // One function, however many ways lead to it, and one card for it.
    let found = annas.get("/sok?q=arkiv+systemadministration+administrera+anv%C3%A4ndare").await;
    let results = found.body.split("<main").nth(1).unwrap();
    assert_eq!(results.matches("href=\"/anvandare\"").count(), 1, "{results}");
    let start = annas.get("/").await;
    let cards = start.body.split("class=\"cards\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert_eq!(cards.matches("href=\"/anvandare\"").count(), 1, "{cards}");
}

async fn a_resident_has_no_password_to_change(db: TestDb) {
    let site = Site::new(db).await;
    let sven = site.world.resident("Sven Lind").await;
    let mut browser = site.resident(sven).await;
    let start = browser.get("/").await;
    assert!(start.body.contains("href=\"/mina-inloggningar\""), "{}", start.body);
    site.world.grant(sven, BuiltIn::ApprovedResident, site.world.clinic).await;
    let approved = browser.get("/").await;
    assert!(!approved.says("identity-switch"), "a resident is one at every clinic: {}", approved.body);
    for path in ["/byt-losenord", "/mitt-konto"] {
        assert!(!start.body.contains(&format!("href=\"{path}\"")), "{path}: {}", start.body);
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

async fn who_is_signed_in_and_loses_the_way_keeps_the_menu(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    let lost = site.staff(anna, world.clinic).await.get("/finns/inte").await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert!(lost.says("Anna Ek") && lost.body.contains("href=\"/anvandare\""), "{}", lost.body);
    let nobody = site.browser().get("/finns/inte").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "nobody is sent to sign in for a page that is not there");
}

async fn what_just_happened_is_told_once_and_in_its_own_tone(db: TestDb) {
    let site = Site::new(db).await;
    let sven = site.world.resident("Sven Lind").await;
    let mut saved = site.resident(sven).await.just_told("accounts-saved");
    assert!(saved.get("/").await.body.contains("notice good"));
    assert!(!saved.get("/").await.body.contains("notice good"), "told twice");
    let mut blocked = site.resident(sven).await.just_told("sign-in-stopped-blocked");
    let page = blocked.get("/").await;
    assert!(page.body.contains("notice warning") && !page.body.contains("notice good"), "{}", page.body);
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
    assert!(start.says("Vårdcentralen Ekbacken") && start.says("Tills vidare"));
}

async fn the_help_needs_no_sign_in_and_no_page_links_to_a_guide_that_is_missing(db: TestDb) {
    let site = Site::new(db).await;
    let mut browser = site.browser();
    for path in [
        "/hjalp",
        "/hjalp/logga-in",
        "/hjalp/byt-uppdrag",
        "/hjalp/byt-losenord",
        "/hjalp/batch",
        "/tillganglighet",
        "/om",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    }
    let missing = browser.get("/hjalp/sida-utan-guide").await;
    assert_eq!((missing.status, missing.location.as_deref()), (StatusCode::SEE_OTHER, Some("/hjalp")));
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
}
