//! What a page's audit event costs: the CPU of a page that shows persons' data, beside the same page with its event written twice.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use behorig_access::{AccountId, UnitId};
use behorig_identity::IdentityNumber;
use behorig_store::{
    ActivityType, Actor, ActorUnit, Db, Door, Event, FromRow, Purpose, Resource, Row, StoreError, params,
};
use behorig_visit::{Clock as _, SystemClock};
use http::{Request, StatusCode, header};
use proof_benches::Outcome;
use proof_benches::database::Kind;
use proof_benches::ground::{CLINIC, Ground};
use proof_benches::load::{Work, together};
use proof_benches::measure::{cpu_of, median};
use proof_benches::printed::{millis, progress, promised, table};
use proof_benches::versus::Effort;
use tower::ServiceExt;

const ACCOUNTS: usize = 1_000;
/// So many browsers at once.
const AT_ONCE: usize = 16;
/// The promise: so much of a page's other CPU at most.
const MOST: f64 = 0.25;
/// What Chromium takes.
const BROWSERS: &str = "gzip, deflate, br, zstd";
/// A turn lasts so many times as long as others': the kernel tells CPU time in hundredths of a second.
const LONGER: u32 = 2;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("the cost of an event on {}: laying the ground", kind.name()))?;
        let ground = Ground::with_accounts(kind, ACCOUNTS).await?;
        let cookie = ground.signed_in("lokal", CLINIC).await?;
        let list = Page { router: ground.router.clone(), path: "/invanare".to_owned(), cookie, takes: BROWSERS };
        let one = Page { path: first_of(&list).await?, ..list.clone() };
        for (name, page) in [("a resident's own", one), ("fifty residents", list)] {
            progress(&format!("{}: {name}", kind.name()))?;
            let Cost { page, event, share } = measure(&ground.db, &page).await?;
            rows.push(vec![
                kind.name().to_owned(),
                name.to_owned(),
                millis(page * 1e6),
                millis(event * 1e6),
                promised(share, share <= MOST),
            ]);
        }
        ground.remove().await?;
    }
    let sentence = format!(
        "CPU (user and system time of all threads, by the kernel's account) of pages that show residents of a clinic, asked for by \
         {AT_ONCE} at once through the router as a browser asks for them, so packed with brotli, without a connection around it. No page can be had without its event. So each is measured \
         against itself with that event written once more, in a transaction of its own as the first was, in turns: the difference is what an \
         event costs where pages are made meanwhile and SQLite commits in groups, and the page without it is the page less the difference. \
         Sealing it afterwards is not in it (see `sealing`). On PostgreSQL it is the program's side alone. Promised: the event at most \
         {MOST} of the page."
    );
    let head = ["database", "page", "CPU of the page without its event", "of the event", "ratio"];
    Ok(table(&sentence, 2, &head, &rows)?)
}

/// CPU seconds of a page without its event and of the event, and the event's share of such a page.
struct Cost {
    page: f64,
    event: f64,
    share: f64,
}

async fn measure(db: &Db, page: &Page) -> Outcome<Cost> {
    page.shown().await?;
    let written = Arc::new(last_event(db).await?);
    written.write_again(db).await?;
    if last_event(db).await? != *written {
        return Err("what is written again is another event than the page's".into());
    }
    let viewer = |again: Option<(Db, Arc<Written>)>| Viewer { page: page.clone(), again };
    let mut once: Vec<_> = (0..AT_ONCE).map(|_| viewer(None)).collect();
    let mut twice: Vec<_> = (0..AT_ONCE).map(|_| viewer(Some((db.clone(), Arc::clone(&written))))).collect();
    let Effort { turns, turn, .. } = Effort::asked();
    let (mut pages, mut events, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..=turns {
        let with_one = cpu_each(&mut once, turn * LONGER).await?;
        let with_two = cpu_each(&mut twice, turn * LONGER).await?;
        if at > 0 {
            let event = with_two - with_one;
            pages.push(with_one - event);
            events.push(event);
            shares.push(event / (with_one - event));
        }
    }
    Ok(Cost { page: median(pages), event: median(events), share: median(shares) })
}

/// CPU seconds that this program uses for each time that a worker does its work.
async fn cpu_each(workers: &mut Vec<Viewer>, long: std::time::Duration) -> Outcome<f64> {
    let before = cpu_of("self")?;
    let met = together(workers, long).await?;
    let used = cpu_of("self")?.saturating_sub(before);
    Ok(used.as_secs_f64() / met.times.len() as f64)
}

/// A page as somebody who is signed in asks for it.
#[derive(Clone)]
struct Page {
    router: Router,
    path: String,
    cookie: String,
    /// How the answer may be packed.
    takes: &'static str,
}

impl Page {
    async fn shown(&self) -> Outcome<Vec<u8>> {
        let request = Request::get(&self.path)
            .header(header::HOST, "behorig.test")
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_LANGUAGE, "sv")
            .header(header::ACCEPT_ENCODING, self.takes)
            .body(Body::empty())?;
        let response = self.router.clone().oneshot(request).await?;
        if response.status() != StatusCode::OK {
            return Err(format!("{} was answered with {}", self.path, response.status()).into());
        }
        Ok(axum::body::to_bytes(response.into_body(), 1024 * 1024).await?.to_vec())
    }
}

/// The page of the first resident in the list.
async fn first_of(list: &Page) -> Outcome<String> {
    let page = String::from_utf8(Page { takes: "identity", ..list.clone() }.shown().await?)?;
    let begins = format!("href=\"{}/", list.path);
    let mut links =
        page.match_indices(&begins).filter_map(|(at, found)| page.get(at + found.len()..)?.split('"').next());
    let is_id = |link: &&str| link.len() == 36 && link.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let id = links.find(is_id).ok_or("the list leads to nobody")?;
    Ok(format!("{}/{id}", list.path))
}

/// Somebody who reads the page, and writes its event again or not.
struct Viewer {
    page: Page,
    again: Option<(Db, Arc<Written>)>,
}

impl Work for Viewer {
    async fn once(&mut self) -> Outcome<()> {
        self.page.shown().await?;
        match &self.again {
            Some((db, event)) => event.write_again(db).await,
            None => Ok(()),
        }
    }
}

/// An event as it is stored, but for its id and its time.
#[derive(Debug, PartialEq, Eq)]
struct Written {
    level: String,
    purpose: String,
    user_id: String,
    /// `user_name`, `user_person_id`, `user_assignment` and `user_title`.
    user: [Option<String>; 4],
    /// Care provider and care unit.
    units: [Option<(String, String)>; 2],
    hat: String,
    account: Option<AccountId>,
    unit: Option<UnitId>,
    about: Vec<Subject>,
}

/// One row of what an event is about.
#[derive(Debug, PartialEq, Eq)]
struct Subject {
    kind: String,
    id: Option<String>,
    patient: Option<(String, String)>,
    units: [Option<(String, String)>; 2],
}

fn unit_of(row: &Row<'_>) -> Result<Option<(String, String)>, StoreError> {
    let (id, name): (Option<String>, Option<String>) = (row.next()?, row.next()?);
    Ok(id.zip(name))
}

impl FromRow for Written {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            level: row.next()?,
            purpose: row.next()?,
            user_id: row.next()?,
            user: [row.next()?, row.next()?, row.next()?, row.next()?],
            units: [unit_of(row)?, unit_of(row)?],
            hat: row.next()?,
            account: row.next()?,
            unit: row.next()?,
            about: Vec::new(),
        })
    }
}

impl FromRow for Subject {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { kind: row.next()?, id: row.next()?, patient: unit_of(row)?, units: [unit_of(row)?, unit_of(row)?] })
    }
}

/// The newest event of a page.
async fn last_event(db: &Db) -> Outcome<Written> {
    let mut read = db.read().await?;
    let newest = "SELECT id FROM audit_event WHERE door = 'page' ORDER BY id DESC LIMIT 1";
    let sql = format!(
        "SELECT activity_level, purpose, user_id, user_name, user_person_id, user_assignment, user_title, care_provider_id,
             care_provider_name, care_unit_id, care_unit_name, hat, account_id, unit_id
         FROM audit_event WHERE id = ({newest})"
    );
    let mut written: Written = read.one(&sql, params![]).await?;
    let sql = format!(
        "SELECT resource_type, resource_id, patient_extension, patient_name, care_provider_id, care_provider_name, care_unit_id,
             care_unit_name
         FROM audit_resource WHERE event_id = ({newest}) ORDER BY position"
    );
    written.about = read.all(&sql, params![]).await?;
    Ok(written)
}

impl Written {
    /// Writes the same event now, as [`behorig_visit::Visit::record_reading`] does.
    async fn write_again(&self, db: &Db) -> Outcome<()> {
        let written: Result<(), StoreError> = db
            .write(&self.actor(), self.event()?, |tx, event| Box::pin(async move { tx.record(event.clone()).await }))
            .await;
        Ok(written?)
    }

    fn actor(&self) -> Actor {
        let [name, person_id, assignment, title] = self.user.clone();
        let [care_provider, unit] = self.units.clone().map(as_unit);
        Actor {
            account: self.account,
            person: None,
            user_id: self.user_id.clone(),
            name: name.unwrap_or_default(),
            person_id,
            title,
            assignment,
            hat: if self.hat == "staff" { "staff" } else { "another" },
            unit,
            at_unit: self.unit,
            care_provider,
            door: Door::Page,
            at: SystemClock.now(),
        }
    }

    fn event(&self) -> Outcome<Event> {
        let purposes = [Purpose::Care, Purpose::Administration, Purpose::Quality];
        let purpose = purposes.into_iter().find(|purpose| purpose.as_stored() == self.purpose);
        let levels = ["residents.list", "residents.show"];
        let level = levels.into_iter().find(|level| *level == self.level).ok_or("another page's event")?;
        let resources = self.about.iter().map(Subject::resource).collect::<Outcome<_>>()?;
        let purpose = purpose.ok_or("an event for another purpose")?;
        Ok(Event { activity: ActivityType::Read, level, args: None, purpose, resources })
    }
}

impl Subject {
    fn resource(&self) -> Outcome<Resource> {
        let patient = match &self.patient {
            Some((number, name)) => Some((IdentityNumber::from_stored(number)?, name.clone())),
            None => None,
        };
        let [care_provider, care_unit] = self.units.clone().map(as_unit);
        let resource_type = if self.kind == "resident" { "resident" } else { "another" };
        Ok(Resource { resource_type, resource_id: self.id.clone(), patient, care_provider, care_unit })
    }
}

fn as_unit(unit: Option<(String, String)>) -> Option<ActorUnit> {
    unit.map(|(id, name)| ActorUnit { id, name })
}
