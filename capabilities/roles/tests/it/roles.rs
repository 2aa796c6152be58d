//! *Inställningar → Roller*: the manual's role for relatives, and what may not be done to a role.

use behorig_access::{BuiltIn, RoleId, Service, ServiceSet};
use behorig_registers::roles;
use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_role_for_relatives_is_made_as_the_manual_says,
    daily_planning_is_refused_for_relatives_beside_the_field,
    a_new_role_starts_from_another,
    of_two_who_edit_the_second_is_shown_what_changed,
    nobody_changes_a_role_that_they_hold,
    a_role_in_use_leads_to_who_uses_it_and_an_unused_one_goes,
    a_role_keeps_its_last_administrators_service,
    who_may_only_look_at_roles_is_told_why_they_cannot_change_them,
);

const ROLES: &str = "/installningar/roller";

async fn support(site: &Site) -> Browser {
    let stina = site.world.account("Stina Support").at(site.world.region).await;
    site.world.grant(stina, BuiltIn::Support, site.world.region).branch().await;
    site.staff(stina, site.world.region).await
}

fn id_in(path: &str) -> RoleId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn make(browser: &mut Browser, typed: &[(&str, &str)]) -> Page {
    let form = browser.get("/installningar/roller/ny").await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    browser.fill(&form, "/installningar/roller/ny", typed).await
}

const STAFF: [(&str, &str); 2] = [("slag", "staff"), ("lagsta-niva", "two-factor")];

async fn a_role_for_relatives_is_made_as_the_manual_says(test: TestDb) {
    let site = Site::new(test).await;
    let mut stina = support(&site).await;
    let list = stina.get(ROLES).await;
    assert!(list.says("Systemadministratör") && list.says("Ny roll"), "{}", list.body);
    let typed = [("namn", "Anhörig hemtjänst"), ("slag", "relative"), ("lagsta-niva", "password")];
    let made = make(&mut stina, &typed).await;
    let path = made.location.expect("the role's page");
    let role = stina.get(&path).await;
    assert!(role.says("Anhörig hemtjänst") && role.says("Tjänster"));
    let services = stina.get(&format!("{path}/tjanster")).await;
    assert!(services.says("Kunduppdragsschema på webben") && !services.says("Administrera behörigheter"));
    let ticked = [("tjanst", "262"), ("tjanst", "376"), ("tjanst", "290"), ("tjanst", "179"), ("tjanst", "266")];
    let saved = stina.fill(&services, &format!("{path}/tjanster"), &ticked).await;
    assert_eq!(saved.location.as_deref(), Some(path.as_str()), "{}", saved.body);
    let mut read = site.test.read().await.unwrap();
    let stored = roles::find(&mut read, id_in(&path)).await.unwrap().unwrap();
    let expected = [
        Service::OwnReports,
        Service::AssignmentScheduleWeb,
        Service::ManageReports,
        Service::MyPage,
        Service::AssignmentScheduleMobile,
    ];
    assert_eq!(stored.services, ServiceSet::of(&expected));
    assert!(!stored.daily_planning);
    let history = stina.get(&format!("{path}/historik")).await;
    assert!(history.says("Rollen lades upp") && history.says("262 Kunduppdragsschema på webben"), "{}", history.body);
}

async fn daily_planning_is_refused_for_relatives_beside_the_field(test: TestDb) {
    let site = Site::new(test).await;
    let mut stina = support(&site).await;
    let typed = [("namn", "Anhörig X"), ("slag", "relative"), ("lagsta-niva", "password"), ("daglig-planering", "1")];
    let refused = make(&mut stina, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("anhöriga inte är personal som kan planeras"), "{}", refused.body);
    assert!(refused.body.contains("daglig-planering-error") && refused.body.contains("value=\"Anhörig X\""));
    // Everything else that is wrong is told at the same time, and a taken name too.
    let taken = make(&mut stina, &[("namn", "INTERNPOST"), STAFF[0], STAFF[1]]).await;
    assert!(taken.says("Det finns redan en roll med det namnet"), "{}", taken.body);
    let empty = make(&mut stina, &[("namn", " "), ("slag", "nobody")]).await;
    assert!(empty.says("Ange ett namn på rollen.") && empty.says("Välj vem rollen är till för."));
}

async fn a_new_role_starts_from_another(test: TestDb) {
    let site = Site::new(test).await;
    let mut stina = support(&site).await;
    let template = site.world.role(BuiltIn::GrantAdministrator).to_string();
    let made =
        make(&mut stina, &[("namn", "Chefens ställföreträdare"), STAFF[0], STAFF[1], ("utga-fran", &template)]).await;
    let mut read = site.test.read().await.unwrap();
    let stored = roles::find(&mut read, id_in(&made.location.unwrap())).await.unwrap().unwrap();
    assert_eq!(stored.services, BuiltIn::GrantAdministrator.services());
    assert!(stored.may_give.names(site.world.role(BuiltIn::CaseHandler)) && stored.key.is_none());
    let wrong = [("namn", "Fel slag"), ("slag", "relative"), ("lagsta-niva", "password"), ("utga-fran", &*template)];
    let refused = make(&mut stina, &wrong).await;
    assert!(refused.says("Rollen som du utgår från är av slaget Personal"), "{}", refused.body);
}

async fn of_two_who_edit_the_second_is_shown_what_changed(test: TestDb) {
    let site = Site::new(test).await;
    let (mut stina, mut other) = (support(&site).await, support(&site).await);
    let path = format!("{ROLES}/{}", site.world.role(BuiltIn::CaseReceiver));
    let (first, second) = (stina.get(&path).await, other.get(&path).await);
    let saved = stina.fill(&first, &path, &[("namn", "Fördelare"), STAFF[0], STAFF[1]]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let late = other.fill(&second, &path, &[("namn", "Mottagare"), STAFF[0], STAFF[1]]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Någon annan hann ändra rollen") && late.says("Fördelare") && late.says("Stina Support"));
    assert!(late.body.contains("value=\"Mottagare\""), "what was typed is still there");
    let again = other.fill(&late, &path, &[("namn", "Mottagare"), STAFF[0], STAFF[1]]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
}

async fn nobody_changes_a_role_that_they_hold(test: TestDb) {
    let site = Site::new(test).await;
    let mut stina = support(&site).await;
    let path = format!("{ROLES}/{}", site.world.role(BuiltIn::Support));
    let page = stina.get(&path).await;
    assert!(page.says("Du har själv den här rollen") && !page.body.contains("name=\"namn\""), "{}", page.body);
    let sent = stina.post(&format!("{path}/tjanster"), &[("version", "1"), ("tjanst", "398")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut read = site.test.read().await.unwrap();
    let stored = roles::find(&mut read, site.world.role(BuiltIn::Support)).await.unwrap().unwrap();
    assert_eq!(stored.services, BuiltIn::Support.services());
}

async fn a_role_in_use_leads_to_who_uses_it_and_an_unused_one_goes(test: TestDb) {
    let site = Site::new(test).await;
    let mut stina = support(&site).await;
    let anna = site.world.account("Anna Ek").at(site.world.clinic).await;
    let made = make(&mut stina, &[("namn", "Tillfällig"), STAFF[0], STAFF[1]]).await;
    let path = made.location.unwrap();
    site.world.grant_role(anna, id_in(&path), site.world.clinic).await;
    let used = stina.get(&format!("{path}/ta-bort")).await;
    assert_eq!(used.location.as_deref(), Some(format!("{path}/innehavare").as_str()));
    let holders = stina.get(&format!("{path}/innehavare")).await;
    assert!(holders.says("Anna Ek") && holders.says("Rollen används och kan inte tas bort"), "{}", holders.body);
    let forced = stina.post(&format!("{path}/ta-bort"), &[("version", "1")]).await;
    assert_eq!(forced.location, Some(format!("{path}/innehavare")));
    assert_eq!(stina.get(&path).await.status, StatusCode::OK);

    let made = make(&mut stina, &[("namn", "Onödig"), STAFF[0], STAFF[1]]).await;
    let path = made.location.unwrap();
    let can_be_ordered =
        "INSERT INTO orderable_role (orderable_id, role_id, approvers) SELECT id, ?1, 1 FROM orderable";
    let role = id_in(&path);
    site.world
        .change(role, move |tx, role| Box::pin(async move { tx.execute(can_be_ordered, params![role]).await }))
        .await;
    let question = stina.get(&format!("{path}/ta-bort")).await;
    let gone = stina.fill(&question, &format!("{path}/ta-bort"), &[]).await;
    assert_eq!(gone.location.as_deref(), Some(ROLES), "{}", gone.body);
    assert_eq!(stina.get(&path).await.status, StatusCode::NOT_FOUND);
    let built_in = format!("{ROLES}/{}/ta-bort", site.world.role(BuiltIn::ControlTower));
    assert!(stina.post(&built_in, &[("version", "1")]).await.says("En inbyggd roll kan inte tas bort"));
}

async fn a_role_keeps_its_last_administrators_service(test: TestDb) {
    let site = Site::new(test).await;
    let mut stina = support(&site).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::GrantAdministrator, world.clinic).await;
    let path = format!("{ROLES}/{}/tjanster", world.role(BuiltIn::GrantAdministrator));
    let form = stina.get(&path).await;
    let refused = stina.fill(&form, &path, &[("tjanst", "290")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Vårdcentralen Ekbacken"), "{}", refused.body);
    let bo = world.account("Bo Lind").at(world.clinic).await;
    world.grant(bo, BuiltIn::SystemAdministrator, world.clinic).await;
    let form = stina.get(&path).await;
    let saved = stina.fill(&form, &path, &[("tjanst", "290")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

async fn who_may_only_look_at_roles_is_told_why_they_cannot_change_them(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut browser = site.staff(anna, world.clinic).await;
    let list = browser.get(ROLES).await;
    assert!(list.says("Supportpersonal") && !list.says("Ny roll"), "{}", list.body);
    let matrix = browser.get("/installningar/roller/matris").await;
    assert!(matrix.says("390 Administrera behörigheter"));
    let path = format!("{ROLES}/{}", world.role(BuiltIn::Relative));
    assert!(browser.get(&path).await.says("Du får se rollen men inte ändra den."));
    let sent = browser.post(&path, &[("version", "1"), ("namn", "X"), STAFF[0], STAFF[1]]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND, "she holds nothing at the organisation itself");
    let bo = world.account("Bo Lind").at(world.clinic).await;
    let mut nobody = site.staff(bo, world.clinic).await;
    assert_eq!(nobody.get(ROLES).await.status, StatusCode::NOT_FOUND);
}
