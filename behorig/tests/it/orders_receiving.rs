//! Orders of permissions as they are received: approved, rejected, asked about and taken back, by several people side by side.

use behorig_access::{AccountId, BuiltIn, OrderId, RoleId, Service, UnitId};
use behorig_identity::test_series;
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::{StoreError, params};
use http::StatusCode;
use jiff::civil::date;
use proof_support::{NOW, TestDb, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    approval_gives_every_grant_at_once_on_the_orders_word_and_for_its_period,
    two_windows_approve_once_and_the_second_is_told,
    an_order_whose_orderer_lost_the_right_is_stopped_with_the_reason_and_nothing_is_done,
    nobody_approves_their_own_order_or_a_line_about_themselves,
    where_two_must_approve_one_does_not_do_it_alone,
    cancelling_ends_what_is_held_and_leaves_no_unit_without_an_administrator,
    what_is_taken_back_after_a_line_is_done_leaves_that_line,
    a_question_goes_to_the_orderer_and_its_answer_back_to_the_queue,
    some_lines_are_rejected_with_a_reason_and_the_rest_approved,
    who_has_no_account_gets_one_from_the_directory_with_a_link,
    the_queue_shows_the_oldest_first_with_the_check_and_marks_what_has_waited_long,
    an_order_that_came_late_or_for_a_role_that_is_no_longer_ordered_is_not_approved,
    strangers_and_orderers_decide_nothing,
    what_is_ordered_for_a_care_unit_holds_at_the_clinics_below_it,
);

/// Half an hour, in milliseconds: nobody is signed out meanwhile.
const HALF_AN_HOUR: i64 = 1_800_000;
const DAY: i64 = 48 * HALF_AN_HOUR;
pub const ANNA: &str = "SE2321000156-AE01";
pub const BO: &str = "SE2321000156-BL02";

/// A line to be ordered: HSA-id, name and unit.
pub type Wanted<'a> = (&'a str, &'a str, UnitId, RoleId);

/// A region with an orderer, a receiver and two to order for.
pub struct Ground {
    pub site: Site,
    pub eva: AccountId,
    pub stina: AccountId,
    pub orderer: Browser,
    pub support: Browser,
}

/// An order that was placed.
pub struct Placed {
    pub id: OrderId,
    pub path: String,
}

impl Ground {
    pub async fn new(test: TestDb) -> Self {
        Self::at(Site::new(test).await).await
    }

    pub async fn at(site: Site) -> Self {
        let world = &site.world;
        let eva = world.account("Eva Ek").at(world.region).email("eva@region.example").await;
        world.grant(eva, BuiltIn::Orderer, world.region).branch().await;
        let stina = world.account("Stina Support").at(world.region).email("stina@region.example").await;
        world.grant(stina, BuiltIn::Support, world.region).branch().await;
        world.account("Anna Ask").at(world.clinic).hsa_id(ANNA).email("anna@region.example").await;
        world.account("Bo Lind").at(world.clinic).hsa_id(BO).email("bo@region.example").await;
        let orderer = site.staff(eva, world.region).await;
        let support = site.staff(stina, world.region).await;
        Self { site, eva, stina, orderer, support }
    }

    pub async fn another_receiver(&self) -> Browser {
        let world = &self.site.world;
        let tove = world.account("Tove Tjänst").at(world.region).await;
        world.grant(tove, BuiltIn::ServiceAdministration, world.region).branch().await;
        self.site.staff(tove, world.region).await
    }

    pub fn dashboard(&self) -> RoleId {
        self.site.world.role(BuiltIn::Dashboard)
    }

    pub async fn order(&self, act: &'static str, lines: &[Wanted<'_>]) -> Placed {
        self.order_by(self.eva, act, lines).await
    }

    /// Places an order as its form does in the end.
    pub async fn order_by(&self, by: AccountId, act: &'static str, lines: &[Wanted<'_>]) -> Placed {
        let world = &self.site.world;
        let lines: Vec<(String, String, UnitId, RoleId)> =
            lines.iter().map(|(id, name, unit, role)| ((*id).to_owned(), (*name).to_owned(), *unit, *role)).collect();
        let id = world
            .change((by, act, lines, world.region), |tx, (by, act, lines, region)| {
                Box::pin(async move {
                    let (id, now) = (tx.new_uuid(), tx.now());
                    let (orderable,): (uuid::Uuid,) = tx.one("SELECT id FROM orderable", &[]).await?;
                    let (last,): (Option<i64>,) = tx.one("SELECT max(number) FROM care_order", &[]).await?;
                    tx.execute(
                        "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject,
                             particulars, ordered_at, act, orderable_id, ordered_by, version)
                         VALUES (?1, ?2, 'permissions', 'received', ?3, ?4, 'Eva Ek', 'Dashboard', '', ?5, ?6, ?7, 'named', 1)",
                        params![id, last.unwrap_or(0) + 1, region, by, now, *act, orderable],
                    )
                    .await?;
                    for (position, (hsa_id, name, unit, role)) in (1_i64..).zip(lines) {
                        tx.execute(
                            "INSERT INTO care_order_line (order_id, position, hsa_id, person_name, person_sort_key, email,
                                 unit_id, role_id, state, version)
                             VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, 'waiting', 1)",
                            params![id, position, hsa_id, name, name.as_bytes(), unit, role],
                        )
                        .await?;
                    }
                    Ok(OrderId::new(id))
                })
            })
            .await;
        Placed { id, path: format!("/bestallningar/{id}") }
    }

    pub async fn sql(&self, sql: &'static str, order: &Placed) {
        self.site
            .world
            .change(order.id, move |tx, order| {
                Box::pin(async move {
                    tx.execute(sql, params![order]).await?;
                    Ok(())
                })
            })
            .await;
    }

    /// How an order and its lines stand.
    pub async fn stands(&self, order: &Placed) -> (String, Vec<String>) {
        let mut read = self.site.test.read().await.unwrap();
        let (state,): (String,) =
            read.one("SELECT state FROM care_order WHERE id = ?1", params![order.id]).await.unwrap();
        let lines: Vec<(String,)> = read
            .all("SELECT state FROM care_order_line WHERE order_id = ?1 ORDER BY position", params![order.id])
            .await
            .unwrap();
        (state, lines.into_iter().map(|(state,)| state).collect())
    }

    /// How many grants stand on an order.
    pub async fn grants_of(&self, order: &Placed) -> i64 {
        let sql = "SELECT CAST(count(*) AS BIGINT) FROM grants WHERE basis = 'order' AND basis_order = ?1";
        let (count,): (i64,) = self.site.test.read().await.unwrap().one(sql, params![order.id]).await.unwrap();
        count
    }

    pub async fn account_with(&self, hsa_id: &str) -> Option<AccountId> {
        let sql = "SELECT account_id FROM account_hsa_id WHERE hsa_id = ?1";
        let mut read = self.site.test.read().await.unwrap();
        read.optional(sql, params![hsa_id]).await.unwrap().map(|(id,): (AccountId,)| id)
    }

    pub async fn may(&self, hsa_id: &str, service: Service, unit: UnitId) -> bool {
        let account = self.account_with(hsa_id).await.unwrap();
        self.site.world.later(self.site_time()).may(account, service, unit).await
    }

    fn site_time(&self) -> i64 {
        behorig_visit::Clock::now(&*self.site.clock).0 - NOW.0
    }
}

impl Placed {
    pub async fn approve_all(&self, browser: &mut Browser, version: &str) -> Page {
        let path = format!("{}/rader", self.path);
        browser.post(&path, &[("version", version), ("gor", "godkann-alla")]).await
    }

    pub async fn lines(
        &self,
        browser: &mut Browser,
        version: &str,
        act: &str,
        lines: &[&str],
        reason: Option<&str>,
    ) -> Page {
        let mut fields = vec![("version", version), ("gor", act)];
        fields.extend(lines.iter().map(|line| ("rad", *line)));
        fields.extend(reason.map(|reason| ("skal", reason)));
        browser.post(&format!("{}/rader", self.path), &fields).await
    }
}

pub fn went_on(page: &Page, order: &Placed) {
    assert_eq!(page.location.as_deref(), Some(order.path.as_str()), "{}", page.body);
}

async fn approval_gives_every_grant_at_once_on_the_orders_word_and_for_its_period(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, other) = (g.site.world.clinic, g.site.world.other_clinic);
    let role = g.dashboard();
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", other, role)]).await;
    g.sql("UPDATE care_order SET to_at = 1795942800000 WHERE id = ?1", &order).await;
    let page = g.support.get(&order.path).await;
    for words in
        ["Anna Ask", BO, "Barnmorskemottagningen Ekbacken", "Får beställa", "2 väntar", "Godkänn alla", "till och med"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    g.site.wait(60_000);
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    assert_eq!(g.stands(&order).await, ("done".to_owned(), vec!["done".to_owned(); 2]));
    assert_eq!(g.grants_of(&order).await, 2);
    assert!(g.may(ANNA, Service::Dashboard, clinic).await && g.may(BO, Service::Dashboard, other).await);
    assert!(!g.may(ANNA, Service::Dashboard, other).await, "each at the unit of the line");
    let followed = g.orderer.get(&order.path).await;
    for words in ["Utförd", "2 rader godkända och utförda", "Stina Support", "Avslutad"] {
        assert!(followed.says(words), "{words}: {}", followed.body);
    }
    let account = g.account_with(ANNA).await.unwrap();
    let later = g.site.world.later(30 * DAY);
    assert!(!later.may(account, Service::Dashboard, clinic).await, "the order's last day is over");
    let mut read = g.site.test.read().await.unwrap();
    let told: Vec<(String, Option<String>, String)> = read
        .all(
            "SELECT field, new_value, door FROM history WHERE entity_kind = 'account' AND entity_id = ?1 AND field = 'grant'",
            params![account],
        )
        .await
        .unwrap();
    assert_eq!(
        told,
        [("grant".to_owned(), Some("Dashboard, Vårdcentralen Ekbacken".to_owned()), "order 1".to_owned())]
    );
    drop(read);
    let events = g.site.world.events().await;
    assert_eq!(events.iter().filter(|event| event.level.as_deref() == Some("orders.approve")).count(), 1);
}

async fn two_windows_approve_once_and_the_second_is_told(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let mut other = g.another_receiver().await;
    let lines = [(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", clinic, role)];
    let order = g.order("grant", &lines).await;
    let (first, second) = (g.support.get(&order.path).await, other.get(&order.path).await);
    assert!(first.says("Godkänn valda") && second.says("Godkänn valda"));
    went_on(&order.lines(&mut g.support, "1", "godkann", &["1"], None).await, &order);
    let late = order.lines(&mut other, "1", "godkann", &["1", "2"], None).await;
    went_on(&late, &order);
    assert!(other.get(&order.path).await.says("Någon annan hann före"));
    assert_eq!(g.stands(&order).await, ("received".to_owned(), vec!["done".to_owned(), "waiting".to_owned()]));
    assert_eq!(g.grants_of(&order).await, 1);
    // Who looks anew may go on, and nobody does the same line twice.
    let twice = order.lines(&mut other, "2", "godkann", &["1"], None).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.says("redan avgjord"), "{}", twice.body);
    went_on(&order.approve_all(&mut other, "2").await, &order);
    let closed = order.approve_all(&mut g.support, "3").await;
    assert!(closed.status == StatusCode::UNPROCESSABLE_ENTITY && closed.says("redan avgjord"), "{}", closed.body);
    assert_eq!(g.grants_of(&order).await, 2);
    // The same form sent twice happens once.
    let again = g.order("grant", &[(ANNA, "Anna Ask", g.site.world.other_clinic, role)]).await;
    let key = uuid::Uuid::new_v4().to_string();
    for _ in 0..2 {
        let fields = [("version", "1"), ("gor", "godkann-alla"), ("en-gang", key.as_str())];
        went_on(&g.support.post(&format!("{}/rader", again.path), &fields).await, &again);
    }
    assert_eq!(g.grants_of(&again).await, 1);
}

async fn an_order_whose_orderer_lost_the_right_is_stopped_with_the_reason_and_nothing_is_done(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    assert!(g.support.get("/bestallningar").await.says("Får beställa"));
    let eva = g.eva;
    g.site.wait(HALF_AN_HOUR);
    g.site
        .world
        .later(HALF_AN_HOUR)
        .change(eva, |tx, eva| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE grants SET to_at = ?2 WHERE holder_account = ?1", params![eva, now]).await?;
                Ok(())
            })
        })
        .await;
    assert!(g.support.get("/bestallningar").await.says("Får inte beställa"));
    let page = g.support.get(&order.path).await;
    assert!(page.says("Beställaren får inte längre beställa") && !page.says("Godkänn alla"), "{}", page.body);
    let refused = order.approve_all(&mut g.support, "1").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("får inte längre beställa för") && refused.says("Ingenting har godkänts"), "{}", refused.body);
    assert_eq!((g.grants_of(&order).await, g.stands(&order).await.0.as_str()), (0, "received"));
}

async fn nobody_approves_their_own_order_or_a_line_about_themselves(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let (clinic, role) = (world.clinic, g.dashboard());
    let number = test_series::personal_number(date(1985, 5, 17), false).unwrap();
    let siv = world.account("Siv Själv").at(world.region).hsa_id("SE2321000156-SS03").number(number).await;
    world.grant(siv, BuiltIn::Support, world.region).branch().await;
    world.grant(siv, BuiltIn::Orderer, world.region).branch().await;
    let mut own = g.site.staff(siv, world.region).await;
    let mine = g.order_by(siv, "grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    assert!(own.get(&mine.path).await.says("Ingen avgör sin egen beställning"));
    let refused = mine.approve_all(&mut own, "1").await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("Ingen avgör sin egen beställning"));
    let rejected = mine.lines(&mut own, "1", "avsla", &["1"], Some("nej")).await;
    assert_eq!(rejected.status, StatusCode::UNPROCESSABLE_ENTITY);

    let lines = [("SE2321000156-SS03", "Siv Själv", clinic, role), (ANNA, "Anna Ask", clinic, role)];
    let order = g.order("grant", &lines).await;
    let page = own.get(&order.path).await;
    assert!(page.says("Ingen avgör en rad som gäller en själv"), "{}", page.body);
    let declined = own.post(&format!("{}/avslag", order.path), &[("version", "1"), ("skal", "nej")]).await;
    assert_eq!(declined.status, StatusCode::UNPROCESSABLE_ENTITY, "a line of it is about herself");
    let alone = order.lines(&mut own, "1", "godkann", &["1"], None).await;
    assert!(alone.status == StatusCode::UNPROCESSABLE_ENTITY && alone.says("gäller en själv"), "{}", alone.body);
    went_on(&order.approve_all(&mut own, "1").await, &order);
    assert_eq!(g.stands(&order).await.1, ["waiting", "done"], "all but her own");
    went_on(&order.approve_all(&mut g.support, "2").await, &order);
    assert_eq!(g.stands(&order).await, ("done".to_owned(), vec!["done".to_owned(); 2]));
}

async fn where_two_must_approve_one_does_not_do_it_alone(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    g.sql(
        "UPDATE orderable_role SET approvers = 2
         WHERE orderable_id = (SELECT orderable_id FROM care_order WHERE id = ?1)",
        &order,
    )
    .await;
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    assert_eq!(
        (g.stands(&order).await, g.grants_of(&order).await),
        (("received".to_owned(), vec!["approved-once".to_owned()]), 0)
    );
    let again = order.approve_all(&mut g.support, "2").await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.says("Du har godkänt raden"), "{}", again.body);
    let mut other = g.another_receiver().await;
    let page = other.get(&order.path).await;
    assert!(page.says("Godkänd av Stina Support"), "{}", page.body);
    went_on(&order.approve_all(&mut other, "2").await, &order);
    assert_eq!((g.stands(&order).await.0.as_str(), g.grants_of(&order).await), ("done", 1));
    // To take a permission away, one is enough.
    let revoke = g.order("revoke", &[(ANNA, "Anna Ask", clinic, role)]).await;
    went_on(&revoke.approve_all(&mut g.support, "1").await, &revoke);
    assert!(!g.may(ANNA, Service::Dashboard, clinic).await);
}

async fn cancelling_ends_what_is_held_and_leaves_no_unit_without_an_administrator(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let (clinic, role, admin) = (world.clinic, g.dashboard(), world.role(BuiltIn::SystemAdministrator));
    let anna = g.account_with(ANNA).await.unwrap();
    world.grant_role(anna, role, clinic).await;
    world.grant_role(anna, role, clinic).from(NOW.plus_millis(DAY)).await;
    world.grant(anna, BuiltIn::CaseHandler, clinic).await;
    g.site.wait(HALF_AN_HOUR);
    let order = g.order("revoke", &[(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", clinic, role)]).await;
    assert!(g.support.get(&order.path).await.says("avslutas direkt"));
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    assert!(!g.may(ANNA, Service::Dashboard, clinic).await && g.may(ANNA, Service::AnswerCases, clinic).await);
    let page = g.orderer.get(&order.path).await;
    assert!(page.says("Hade den inte längre"), "Bo had none: {}", page.body);
    assert!(!world.later(2 * DAY).may(anna, Service::Dashboard, clinic).await, "what was to come never begins");

    world.grant_role(anna, admin, clinic).await;
    let last = g.order("revoke", &[(ANNA, "Anna Ask", clinic, admin)]).await;
    let refused = last.approve_all(&mut g.support, "1").await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("utan systemadministratör"),
        "{}",
        refused.body
    );
    assert!(g.may(ANNA, Service::AdministerGrants, clinic).await, "nothing was done");
    let bo = g.account_with(BO).await.unwrap();
    world.grant_role(bo, admin, clinic).await;
    went_on(&last.approve_all(&mut g.support, "1").await, &last);
    assert!(!g.may(ANNA, Service::AdministerGrants, clinic).await);
}

async fn what_is_taken_back_after_a_line_is_done_leaves_that_line(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", clinic, role)]).await;
    went_on(&order.lines(&mut g.support, "1", "godkann", &["2"], None).await, &order);
    let path = format!("{}/aterta", order.path);
    let stale = g.orderer.post(&path, &[("version", "1")]).await;
    went_on(&stale, &order);
    assert_eq!(g.stands(&order).await.1, ["waiting", "done"], "she had not seen what was done");
    went_on(&g.orderer.post(&path, &[("version", "2")]).await, &order);
    assert_eq!(g.stands(&order).await, ("done".to_owned(), vec!["withdrawn".to_owned(), "done".to_owned()]));
    assert!(g.orderer.get(&order.path).await.says("1 återtagen"));
    assert_eq!(g.grants_of(&order).await, 1);
}

async fn a_question_goes_to_the_orderer_and_its_answer_back_to_the_queue(test: TestDb) {
    let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
    let mut g = Ground::at(Site::with(test, Some(outbox)).await).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    let path = format!("{}/fraga", order.path);
    assert!(g.support.get(&path).await.says("Fråga beställaren"));
    let unsaid = g.support.post(&path, &[("version", "1"), ("fraga", " ")]).await;
    assert!(
        unsaid.status == StatusCode::UNPROCESSABLE_ENTITY && unsaid.says("Skriv vad du vill fråga"),
        "{}",
        unsaid.body
    );
    went_on(&g.support.post(&path, &[("version", "1"), ("fraga", "Vilken entré gäller det?")]).await, &order);
    assert!(g.support.get("/bestallningar?lage=asked").await.says("Dashboard"));
    assert!(!g.support.get("/bestallningar").await.says(&order.path));
    let page = g.orderer.get(&order.path).await;
    assert!(page.says("Du har fått en fråga") && page.says("Vilken entré gäller det?"), "{}", page.body);
    let answer = format!("{}/svar", order.path);
    let others = g.support.post(&answer, &[("version", "2"), ("svar", "Jag vet")]).await;
    assert_eq!(others.status, StatusCode::UNPROCESSABLE_ENTITY, "the question was not theirs");
    went_on(&g.orderer.post(&answer, &[("version", "2"), ("svar", "Den norra")]).await, &order);
    assert_eq!(g.stands(&order).await.0, "received");
    assert!(g.support.get(&order.path).await.says("Den norra"));
    let sql = "SELECT recipient, subject FROM outbox ORDER BY created_at, id";
    let letters: Vec<(String, String)> = g.site.test.read().await.unwrap().all(sql, &[]).await.unwrap();
    assert_eq!(
        letters,
        [
            ("eva@region.example".to_owned(), "Fråga om din beställning 1".to_owned()),
            ("stina@region.example".to_owned(), "Svar om beställning 1 för Region Norrsjö".to_owned()),
        ]
    );
}

async fn some_lines_are_rejected_with_a_reason_and_the_rest_approved(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let order = g.order("grant", &[(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", clinic, role)]).await;
    let none = order.lines(&mut g.support, "1", "avsla", &[], None).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.says("Välj minst en rad"), "{}", none.body);
    let why = order.lines(&mut g.support, "1", "avsla", &["2"], None).await;
    assert!(
        why.status == StatusCode::OK && why.says("Avslå en rad") && why.body.contains("value=\"2\""),
        "{}",
        why.body
    );
    let unsaid = order.lines(&mut g.support, "1", "avsla", &["2"], Some("")).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    went_on(&order.lines(&mut g.support, "1", "avsla", &["2"], Some("Bo har slutat")).await, &order);
    assert_eq!(g.stands(&order).await, ("received".to_owned(), vec!["waiting".to_owned(), "rejected".to_owned()]));
    went_on(&order.approve_all(&mut g.support, "2").await, &order);
    assert_eq!(g.stands(&order).await.0, "done", "something of it was done");
    let page = g.orderer.get(&order.path).await;
    assert!(page.says("Bo har slutat") && page.says("1 utförd, 1 avslagen"), "{}", page.body);
    // Declined as a whole.
    let whole = g.order("grant", &[(ANNA, "Anna Ask", g.site.world.other_clinic, role)]).await;
    let path = format!("{}/avslag", whole.path);
    went_on(&g.support.post(&path, &[("version", "1"), ("skal", "Fel enhet")]).await, &whole);
    assert_eq!(g.stands(&whole).await, ("declined".to_owned(), vec!["rejected".to_owned()]));
    assert_eq!(g.grants_of(&whole).await, 0);
}

async fn who_has_no_account_gets_one_from_the_directory_with_a_link(test: TestDb) {
    let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
    let mut g = Ground::at(Site::with(test, Some(outbox)).await).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let (new, secret, nobody) = ("SE2321000156-NY04", "SE2321000156-HP05", "SE2321000156-XX06");
    g.site
        .world
        .change((new, secret), |tx, (new, secret)| {
            Box::pin(async move {
                for (id, given, protected) in [(*new, "Nils", false), (*secret, "Hemlig", true)] {
                    tx.execute(
                        "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, title, email, protected,
                             updated_at)
                         VALUES (?1, ?2, 'Ny', ?3, 'Sjuksköterska', 'nils.ny@region.example', ?4, 0)",
                        params![id, given, given.as_bytes(), protected],
                    )
                    .await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await;
    let lines = [(new, "Nils Ny", clinic, role), (secret, "H N", clinic, role), (nobody, "Okänd", clinic, role)];
    let order = g.order("grant", &lines).await;
    let page = g.support.get(&order.path).await;
    assert!(page.says("Anslut användaren först"), "{}", page.body);
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    assert!(g.support.get(&order.path).await.says("Skälet står vid varje rad"));
    assert_eq!(
        g.stands(&order).await,
        ("received".to_owned(), vec!["done".to_owned(), "waiting".to_owned(), "waiting".to_owned()])
    );
    assert!(g.may(new, Service::Dashboard, clinic).await);
    assert!(g.account_with(secret).await.is_none() && g.account_with(nobody).await.is_none());
    let sql = "SELECT kind, subject FROM outbox WHERE recipient = 'nils.ny@region.example' ORDER BY kind";
    let letters: Vec<(String, String)> = g.site.test.read().await.unwrap().all(sql, &[]).await.unwrap();
    let kinds: Vec<&str> = letters.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["one-time-link", "order-notice"]);
    assert!(letters.iter().all(|(_, subject)| !subject.contains("Nils")), "{letters:?}");
    // Where nothing is mailed, nobody is connected by an order.
    let site = g.site.without_mail();
    let mut support = site.staff(g.stina, site.world.region).await;
    let page = support.get(&order.path).await;
    assert!(page.says("Anslut användaren först"), "{}", page.body);
}

async fn the_queue_shows_the_oldest_first_with_the_check_and_marks_what_has_waited_long(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let first = g.order("grant", &[(ANNA, "Anna Ask", clinic, role), (BO, "Bo Lind", clinic, role)]).await;
    g.sql("UPDATE care_order SET ordered_at = ordered_at - 604800000, subject = 'Den äldsta' WHERE id = ?1", &first)
        .await;
    let second = g.order("revoke", &[(ANNA, "Anna Ask", clinic, role)]).await;
    let queue = g.support.get("/bestallningar").await;
    let (old, new) = (queue.body.find(&first.path).unwrap(), queue.body.find(&second.path).unwrap());
    assert!(old < new, "the oldest first");
    for words in
        ["Den äldsta, 2 rader", "5 arbetsdagar", "Får beställa", "Utsedd beställare", "Avbeställa behörigheter"]
    {
        assert!(queue.says(words), "{words}: {}", queue.body);
    }
    let own = g.orderer.get("/bestallningar").await;
    assert!(own.says("Mottagen") && own.says("Den äldsta"), "{}", own.body);
    // A long queue goes on by key.
    for _ in 0..52 {
        g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    }
    let page = g.support.get("/bestallningar").await;
    let rows = |page: &Page| page.body.matches("role=\"rowheader\"").count();
    assert_eq!(rows(&page), 50);
    let next = page.body.split("lage=received&amp;efter=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let rest = g.support.get(&format!("/bestallningar?lage=received&efter={next}")).await;
    assert_eq!(rows(&rest), 4);
}

async fn an_order_that_came_late_or_for_a_role_that_is_no_longer_ordered_is_not_approved(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, role) = (g.site.world.clinic, g.dashboard());
    let late = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    g.sql("UPDATE care_order SET to_at = ordered_at + 1 WHERE id = ?1", &late).await;
    g.site.wait(HALF_AN_HOUR);
    let refused = late.approve_all(&mut g.support, "1").await;
    assert!(refused.says("Perioden som beställdes är slut"), "{}", refused.body);
    let handler = g.site.world.role(BuiltIn::CaseHandler);
    let other = g.order("grant", &[(ANNA, "Anna Ask", clinic, handler)]).await;
    let refused = other.approve_all(&mut g.support, "1").await;
    assert!(refused.says("går inte längre att beställa"), "an order gives what can be ordered: {}", refused.body);
    assert_eq!((g.grants_of(&late).await, g.grants_of(&other).await), (0, 0));
    // What somebody else gave in the meantime is not given twice.
    let anna = g.account_with(ANNA).await.unwrap();
    g.site.world.grant_role(anna, role, clinic).await;
    let held = g.order("grant", &[(ANNA, "Anna Ask", clinic, role)]).await;
    went_on(&held.approve_all(&mut g.support, "1").await, &held);
    assert_eq!(g.grants_of(&held).await, 0);
    assert!(g.orderer.get(&held.path).await.says("Hade den redan"));
}

async fn strangers_and_orderers_decide_nothing(test: TestDb) {
    let mut g = Ground::new(test).await;
    let world = g.site.world.clone();
    let order = g.order("grant", &[(ANNA, "Anna Ask", world.clinic, g.dashboard())]).await;
    let elsewhere = world.account("Ove Annanstans").at(world.home_care).await;
    world.grant(elsewhere, BuiltIn::Support, world.home_care).await;
    let mut ove = g.site.staff(elsewhere, world.home_care).await;
    for below in ["", "/fraga", "/avslag", "/aterta"] {
        assert_eq!(ove.get(&format!("{}{below}", order.path)).await.status, StatusCode::NOT_FOUND, "{below}");
    }
    assert_eq!(order.approve_all(&mut ove, "1").await.status, StatusCode::NOT_FOUND);
    let by_orderer = order.approve_all(&mut g.orderer, "1").await;
    assert_eq!(by_orderer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", by_orderer.body);
    assert_eq!(g.grants_of(&order).await, 0);
    let nonsense = g.support.post(&format!("{}/rader", order.path), &[("version", "1"), ("gor", "allt")]).await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

async fn what_is_ordered_for_a_care_unit_holds_at_the_clinics_below_it(test: TestDb) {
    let mut g = Ground::new(test).await;
    let (clinic, care_unit, home_care) = (g.site.world.clinic, g.site.world.care_unit, g.site.world.home_care);
    let role = g.dashboard();
    let order = g.order("grant", &[(ANNA, "Anna Ask", care_unit, role), (BO, "Bo Lind", clinic, role)]).await;
    let page = g.support.get(&order.path).await;
    assert!(page.says("och alla enheter under"), "{}", page.body);
    went_on(&order.approve_all(&mut g.support, "1").await, &order);
    assert!(g.may(ANNA, Service::Dashboard, care_unit).await && g.may(ANNA, Service::Dashboard, clinic).await);
    assert!(!g.may(ANNA, Service::Dashboard, home_care).await, "beside the care unit");
    assert!(g.may(BO, Service::Dashboard, clinic).await && !g.may(BO, Service::Dashboard, care_unit).await);
}
