//! What two must approve, and what makes somebody an orderer, is given in one way, whichever door one comes by; and ended by all of them.

use axum::body::Body;
use behorig_access::{AccountId, BuiltIn, GrantId, UnitId};
use behorig_store::params;
use http::{Request, StatusCode, header};
use proof_support::{TestDb, both_databases};

use crate::my_care::hidden;
use crate::permission_register::{carry_out, checked};
use crate::site::{Browser, ORIGIN, Page, Site};

both_databases!(
    what_two_must_approve_is_given_on_no_page_and_each_says_to_order_it,
    who_orders_is_made_on_no_page_but_that_of_naming,
    where_one_approves_the_pages_give_as_before,
    what_is_held_already_is_ended_through_every_page,
    a_new_user_gets_nothing_that_two_must_approve,
    an_order_of_a_new_user_does_not_carry_what_two_must_approve,
    a_file_gives_nothing_that_two_must_approve_and_takes_away_what_it_says,
    a_spreadsheet_gives_nothing_that_two_must_approve,
);

const BO: &str = "SE2321000016-1BO";
const TO_ORDER: &str = "ges bara genom en beställning, för två ska godkänna den.";
const TO_NAME: &str = "ges bara genom att någon utses till beställare eller verksamhetschef";
const ORDER_FORM: &str = "href=\"/bestallningar/behorigheter/ny\"";
const NAMING_FORM: &str = "href=\"/bestallare/ny\"";

/// Support, who may give every role and bring in every file, and Bo, who has nothing.
struct Doors {
    site: Site,
    support: Browser,
    bo: AccountId,
}

impl Doors {
    async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let sam = world.account("Sam Stöd").at(world.clinic).await;
        world.grant(sam, BuiltIn::Support, world.region).branch().await;
        world.grant(sam, BuiltIn::Batch, world.region).branch().await;
        let bo = world.account("Bo Ask").at(world.clinic).hsa_id(BO).await;
        let support = site.staff(sam, world.clinic).await;
        Self { site, support, bo }
    }

    fn role(&self, template: BuiltIn) -> String {
        self.site.world.role(template).to_string()
    }

    fn clinic(&self) -> String {
        self.site.world.clinic.to_string()
    }

    fn tab(&self) -> String {
        format!("/anvandare/{}/behorigheter", self.bo)
    }

    /// The organisation decides how many approve system administrators from now on.
    async fn approvers(&self, how_many: i64) {
        let role = self.site.world.role(BuiltIn::SystemAdministrator);
        self.site
            .world
            .change((role, how_many), |tx, (role, how_many)| {
                Box::pin(async move {
                    let sql = "UPDATE orderable_role SET approvers = ?2 WHERE role_id = ?1";
                    assert_eq!(tx.execute(sql, params![role, how_many]).await?, 1);
                    Ok(())
                })
            })
            .await;
    }

    /// How many grants of the role anybody holds at the clinic.
    async fn held(&self, template: BuiltIn) -> i64 {
        self.held_at(template, self.site.world.clinic).await
    }

    async fn held_at(&self, template: BuiltIn, unit: UnitId) -> i64 {
        let role = self.site.world.role(template);
        let mut tx = self.site.world.db().read().await.unwrap();
        let (count,): (i64,) = tx
            .one(
                "SELECT CAST(count(*) AS BIGINT) FROM grants WHERE role_id = ?1 AND unit_id = ?2 AND to_at IS NULL",
                params![role, unit],
            )
            .await
            .unwrap();
        count
    }

    /// The boxes of the user's page, sent whatever boxes it had.
    async fn tick(&mut self, role: &str) -> Page {
        let path = self.tab();
        self.support.post(&path, &[("behorighet", role)]).await
    }

    /// The form of a new grant.
    async fn add(&mut self, role: &str) -> Page {
        let (path, clinic) = (format!("{}/ny", self.tab()), self.clinic());
        self.support.post(&path, &[("enhet", &clinic), ("roll", role), ("fran", ""), ("till", "")]).await
    }

    /// *Administrera behörigheter*.
    async fn assign(&mut self, role: &str) -> Page {
        self.support.post("/behorigheter", &[("vem", BO), ("steg", "tilldela"), ("behorighet", role)]).await
    }

    /// *+ Användare*.
    async fn new_user(&mut self, user_name: &str, role: &str) -> Page {
        let clinic = self.clinic();
        let fields = [
            ("unit", clinic.as_str()),
            ("given-name", "Nils"),
            ("family-name", "Ny"),
            ("user-name", user_name),
            ("email", "nils.ny@example.se"),
            ("staff-category", "physician"),
            ("how", "link"),
            ("roles", role),
        ];
        self.support.post("/anvandare/ny", &fields).await
    }

    async fn has_account(&self, user_name: &str) -> bool {
        let mut tx = self.site.world.db().read().await.unwrap();
        let found: Option<(AccountId,)> =
            tx.optional("SELECT id FROM account WHERE user_name_key = ?1", params![user_name]).await.unwrap();
        found.is_some()
    }

    /// A file of grants, brought in.
    async fn file(&mut self, rows: &str) -> Page {
        let content = format!("användarnamn;roll;enhet;från;till\n{rows}");
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"grants\"; filename=\"grants.csv\"\r\n\r\n{content}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"run\"\r\n\r\n1\r\n--x--\r\n"
        );
        let request = Request::post("/batch/import")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::ORIGIN, ORIGIN)
            .body(Body::from(body))
            .unwrap();
        self.support.send(request).await
    }
}

fn refused(page: &Page, words: &str, link: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says(words), "{words}: {}", page.body);
    assert!(page.body.contains(link), "{link}: {}", page.body);
}

async fn what_two_must_approve_is_given_on_no_page_and_each_says_to_order_it(test: TestDb) {
    let mut doors = Doors::new(test).await;
    let role = doors.role(BuiltIn::SystemAdministrator);
    doors.approvers(2).await;
    let told = format!("Rollen Systemadministratör {TO_ORDER}");

    let tab = doors.support.get(&doors.tab()).await;
    assert!(tab.says(&told) && tab.body.contains(ORDER_FORM), "{}", tab.body);
    assert!(!tab.body.contains(&format!("value=\"{role}\"")), "there is no box");
    refused(&doors.tick(&role).await, &told, ORDER_FORM);

    let form = doors.support.get(&format!("{}/ny?enhet={}", doors.tab(), doors.clinic())).await;
    assert!(form.says(&told) && form.body.contains(ORDER_FORM), "{}", form.body);
    assert!(!form.body.contains(&format!("value=\"{role}\"")), "it is not among the choices");
    refused(&doors.add(&role).await, &told, ORDER_FORM);

    let colleague = doors.support.post("/behorigheter", &[("vem", BO)]).await;
    assert!(colleague.says(&told) && colleague.body.contains(ORDER_FORM), "{}", colleague.body);
    refused(&doors.assign(&role).await, &told, ORDER_FORM);
    assert_eq!(doors.held(BuiltIn::SystemAdministrator).await, 0);

    let mut english = doors.support.clone().speaking("en");
    let tab = english.get(&doors.tab()).await;
    assert!(tab.says("The role System administrator is given by an order alone"), "{}", tab.body);
    assert!(tab.says("Order the permission"));
}

async fn who_orders_is_made_on_no_page_but_that_of_naming(test: TestDb) {
    let mut doors = Doors::new(test).await;
    for template in [BuiltIn::Orderer, BuiltIn::HeadOfOperations] {
        let role = doors.role(template);
        let form = doors.support.get(&format!("{}/ny?enhet={}", doors.tab(), doors.clinic())).await;
        assert!(form.says(TO_NAME) && form.body.contains(NAMING_FORM), "{}", form.body);
        refused(&doors.add(&role).await, TO_NAME, NAMING_FORM);
        refused(&doors.assign(&role).await, TO_NAME, NAMING_FORM);
        refused(&doors.new_user("nils.ny", &role).await, TO_NAME, NAMING_FORM);
        let name = template.swedish_name();
        let file = doors.file(&format!("bo.ask;{name};EKBVC;;\n")).await;
        refused(&file, &format!("Rollen {name} {TO_NAME}"), NAMING_FORM);
        assert_eq!((doors.held(template).await, doors.has_account("nils.ny").await), (0, false));
    }
    let (region, bo) = (doors.site.world.region.to_string(), doors.bo.to_string());
    let fields = [
        ("region", region.as_str()),
        ("enhet", region.as_str()),
        ("roll", "orderer"),
        ("vem", BO),
        ("fran", ""),
        ("till", ""),
        ("underlag", "Beslut 2026-17"),
        ("sedd", bo.as_str()),
    ];
    let named = doors.support.post("/bestallare/ny", &fields).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    assert_eq!(doors.held_at(BuiltIn::Orderer, doors.site.world.region).await, 1);
}

async fn where_one_approves_the_pages_give_as_before(test: TestDb) {
    let mut doors = Doors::new(test).await;
    let role = doors.role(BuiltIn::SystemAdministrator);
    doors.approvers(1).await;
    let page = doors.tick(&role).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = doors.new_user("nils.ny", &role).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(doors.held(BuiltIn::SystemAdministrator).await, 2);
    // A service that has ended asks nothing more.
    doors.approvers(2).await;
    let ended = doors.site.world.now;
    doors
        .site
        .world
        .change(ended, |tx, ended| {
            Box::pin(async move { tx.execute("UPDATE orderable SET ended_at = ?1", params![ended]).await.map(|_| ()) })
        })
        .await;
    let page = doors.new_user("nora.ny", &role).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}

async fn what_is_held_already_is_ended_through_every_page(test: TestDb) {
    let mut doors = Doors::new(test).await;
    let (bo, clinic) = (doors.bo, doors.site.world.clinic);
    let give = async |doors: &Doors, template: BuiltIn| -> GrantId {
        // Somebody else administers the clinic too: the last one could not be taken away.
        let grant = doors.site.world.grant(bo, template, clinic).await;
        doors.site.wait(1000);
        grant
    };
    let other = doors.site.world.account("Cia Alm").at(clinic).await;
    doors.site.world.grant(other, BuiltIn::SystemAdministrator, clinic).await;
    doors.approvers(2).await;
    let role = doors.role(BuiltIn::SystemAdministrator);

    give(&doors, BuiltIn::SystemAdministrator).await;
    let unticked = doors.support.post(&doors.tab(), &[("fore", &role)]).await;
    assert_eq!(unticked.status, StatusCode::SEE_OTHER, "{}", unticked.body);
    assert_eq!(doors.held(BuiltIn::SystemAdministrator).await, 1);

    give(&doors, BuiltIn::SystemAdministrator).await;
    let unassigned = doors.support.post("/behorigheter", &[("vem", BO), ("steg", "tilldela"), ("fore", &role)]).await;
    assert_eq!(unassigned.status, StatusCode::SEE_OTHER, "{}", unassigned.body);
    assert_eq!(doors.held(BuiltIn::SystemAdministrator).await, 1);

    for template in [BuiltIn::SystemAdministrator, BuiltIn::Orderer] {
        let before = doors.held(template).await;
        let grant = give(&doors, template).await;
        let path = format!("{}/{grant}/avsluta", doors.tab());
        let question = doors.support.get(&path).await;
        let version = hidden(&question, "version");
        let ended = doors.support.post(&path, &[("version", &version)]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        assert_eq!(doors.held(template).await, before, "{template:?}");
    }
}

async fn a_new_user_gets_nothing_that_two_must_approve(test: TestDb) {
    let mut doors = Doors::new(test).await;
    let role = doors.role(BuiltIn::SystemAdministrator);
    let offered = format!("value=\"{role}\"");
    let path = format!("/anvandare/ny?enhet={}", doors.clinic());
    assert!(doors.support.get(&path).await.body.contains(&offered));
    doors.approvers(2).await;
    let told = format!("Rollen Systemadministratör {TO_ORDER}");
    let form = doors.support.get(&path).await;
    assert!(form.says(&told) && form.body.contains(ORDER_FORM) && !form.body.contains(&offered), "{}", form.body);
    let page = doors.new_user("nils.ny", &role).await;
    refused(&page, &told, ORDER_FORM);
    assert!(page.body.contains("value=\"Nils\""), "what was typed stays");
    assert_eq!((doors.held(BuiltIn::SystemAdministrator).await, doors.has_account("nils.ny").await), (0, false));
}

async fn an_order_of_a_new_user_does_not_carry_what_two_must_approve(test: TestDb) {
    let mut doors = Doors::new(test).await;
    let world = &doors.site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    let mut anna = doors.site.staff(anna, world.clinic).await;
    let (clinic, role) = (doors.clinic(), doors.role(BuiltIn::SystemAdministrator));
    let order = async |browser: &mut Browser, name: &str| {
        let fields = [
            ("enhet", clinic.as_str()),
            ("user-name", name),
            ("given-name", "Nils"),
            ("family-name", "Ny"),
            ("email", "nils.ny@example.se"),
            ("staff-category", "physician"),
            ("behorighet", role.as_str()),
            ("steg", "skicka"),
        ];
        let sent = browser.post("/bestallningar/ny-anvandare", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        sent.location.unwrap().trim_end_matches("/kvitto").to_owned()
    };
    let before = order(&mut anna, "nils.fore").await;
    doors.approvers(2).await;
    let page = doors.support.get(&before).await;
    let refusal = doors.support.post(&format!("{before}/anslut"), &[("version", &hidden(&page, "version"))]).await;
    assert_eq!(refusal.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refusal.body);
    assert!(refusal.says(&format!("Rollen Systemadministratör {TO_ORDER}")), "{}", refusal.body);
    assert!(!doors.has_account("nils.fore").await);

    // From now on it can't even be asked for there.
    let form = anna.get("/bestallningar/ny-anvandare").await;
    assert!(!form.body.contains(&format!("value=\"{role}\"")), "{}", form.body);
    let after = order(&mut anna, "nils.efter").await;
    let page = doors.support.get(&after).await;
    let connected = doors.support.post(&format!("{after}/anslut"), &[("version", &hidden(&page, "version"))]).await;
    assert_eq!(connected.status, StatusCode::OK, "{}", connected.body);
    assert!(doors.has_account("nils.efter").await);
    assert_eq!(doors.held(BuiltIn::SystemAdministrator).await, 0);
}

async fn a_file_gives_nothing_that_two_must_approve_and_takes_away_what_it_says(test: TestDb) {
    let mut doors = Doors::new(test).await;
    let clinic = doors.site.world.clinic;
    doors.approvers(2).await;
    let told = format!("Rollen Systemadministratör {TO_ORDER}");
    refused(&doors.file("bo.ask;Systemadministratör;EKBVC;;\n").await, &told, ORDER_FORM);
    assert_eq!(doors.held(BuiltIn::SystemAdministrator).await, 0);

    let until = doors.site.world.later(20 * proof_support::world::DAY).now;
    doors.site.world.grant(doors.bo, BuiltIn::SystemAdministrator, clinic).until(until).await;
    refused(&doors.file("bo.ask;Systemadministratör;EKBVC;;2027-12-31\n").await, &told, ORDER_FORM);
    refused(&doors.file("bo.ask;Systemadministratör;EKBVC;;\n").await, &told, ORDER_FORM);
    let shorter = doors.file("bo.ask;Systemadministratör;EKBVC;;2026-11-30\n").await;
    assert_eq!(shorter.status, StatusCode::OK, "{}", shorter.body);
    let mut tx = doors.site.world.db().read().await.unwrap();
    let (to,): (i64,) = tx.one("SELECT to_at FROM grants WHERE holder_account = ?1", params![doors.bo]).await.unwrap();
    drop(tx);
    assert!(to < until.0, "an earlier last day takes away");
    let again = doors.file("bo.ask;Systemadministratör;EKBVC;;2026-11-30\n").await;
    assert_eq!(again.status, StatusCode::OK, "what changes nothing gives nothing: {}", again.body);

    doors.approvers(1).await;
    let longer = doors.file("bo.ask;Systemadministratör;EKBVC;;2027-12-31\n").await;
    assert_eq!(longer.status, StatusCode::OK, "{}", longer.body);
}

async fn a_spreadsheet_gives_nothing_that_two_must_approve(test: TestDb) {
    let mut doors = Doors::new(test).await;
    doors.approvers(2).await;
    let unit = "Vårdcentralen Ekbacken";
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet\nBo Ask;{BO};{unit};Systemadministratör\nBo Ask;{BO};{unit};Beställare\n\
         Bo Ask;{BO};{unit};Dashboard\n"
    );
    let check = checked(&mut doors.support, "a.csv", file.as_bytes()).await;
    let page = doors.support.get(&check).await;
    assert_eq!(page.body.matches("Du får inte ge den behörigheten genom en import").count(), 2, "{}", page.body);
    let done = carry_out(&mut doors.support, &check, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let mut held = Vec::new();
    for template in [BuiltIn::SystemAdministrator, BuiltIn::Orderer, BuiltIn::Dashboard] {
        held.push(doors.held(template).await);
    }
    assert_eq!(held, [0, 0, 1]);
}
