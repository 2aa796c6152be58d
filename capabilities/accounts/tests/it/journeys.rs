//! How often a page goes to the database: on a server each time costs more than most statements do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use behorig_access::BuiltIn;
use behorig_store::params;
use proof_support::{NOW, TestDb, both_databases};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::site::{Browser, Site};

both_databases!(the_list_of_users_goes_to_the_database_three_times,);

/// The statements of each journey to the database, as the store tells of them.
#[derive(Clone, Default)]
struct Journeys(Arc<Mutex<Vec<usize>>>);

struct Counted(usize);

impl Visit for Counted {
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "statements" {
            self.0 = usize::try_from(value).unwrap();
        }
    }
}

impl Subscriber for Journeys {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "behorig_store::journey"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        Id::from_u64(NEXT.fetch_add(1, Ordering::Relaxed) as u64)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut counted = Counted(0);
        event.record(&mut counted);
        self.0.lock().unwrap().push(counted.0);
    }
}

async fn journeys(browser: &Browser, path: &str) -> Vec<usize> {
    let journeys = Journeys::default();
    let counting = tracing::subscriber::set_default(journeys.clone());
    let page = browser.get(path).await;
    drop(counting);
    assert_eq!(page.status, http::StatusCode::OK, "{}", page.body);
    std::mem::take(&mut *journeys.0.lock().unwrap())
}

/// Visits once with each: that a session is used is noted beside the first page, and would be counted with the second.
async fn use_sessions(site: &Site, browsers: &[&Browser]) {
    for browser in browsers {
        browser.get("/anvandare").await;
    }
    loop {
        let mut read = site.world.db().read().await.unwrap();
        let (unused,): (i64,) =
            read.one("SELECT CAST(count(*) AS BIGINT) FROM session WHERE seen_at <= ?1", params![NOW]).await.unwrap();
        if unused == 0 {
            return;
        }
        drop(read);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn the_list_of_users_goes_to_the_database_three_times(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let support = world.account("Stina Support").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    let administrator = world.account("Ada Admin").at(world.clinic).await;
    world.grant(administrator, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut last = administrator;
    for at in 0..60 {
        last = world.account(&format!("Anna Ek{at}")).at(world.clinic).await;
    }
    let next = format!("/anvandare?efter={last}");
    let (everywhere, clinic) = (site.staff(support, world.region).await, site.staff(administrator, world.clinic).await);
    use_sessions(&site, &[&everywhere, &clinic]).await;
    // Session, grants and the hat's units; what the list is narrowed by, and how many a way in leaves; the page, and how many there are.
    assert_eq!(journeys(&everywhere, "/anvandare").await, [3, 2, 1]);
    assert_eq!(journeys(&everywhere, &next).await, [3, 2, 1]);
    assert_eq!(journeys(&everywhere, "/anvandare?q=anna").await, [3, 3, 2]);
    assert_eq!(journeys(&everywhere, "/anvandare?q=stina").await, [3, 3, 1]);
    assert_eq!(journeys(&clinic, "/anvandare").await, [3, 3, 2]);
    assert_eq!(journeys(&clinic, &next).await, [3, 3, 2]);
}
