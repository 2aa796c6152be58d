//! What is taken away is gone at the next request; what runs out by the clock runs out by itself.

use behorig_access::BuiltIn;
use http::StatusCode;
use proof_support::world::HOUR;
use proof_support::{TestDb, both_databases};

use crate::site::Site;

both_databases!(a_revoked_grant_stops_working_at_the_next_request);
both_databases!(a_session_ends_when_nobody_uses_it_and_at_the_latest_after_half_a_day);

async fn a_revoked_grant_stops_working_at_the_next_request(test: TestDb) {
    let site = Site::new(test).await;
    let anna = site.world.account("Anna Ek").at(site.world.clinic).await;
    site.world.grant(anna, BuiltIn::InternalMail, site.world.clinic).await;
    let grant = site.world.grant(anna, BuiltIn::SystemAdministrator, site.world.clinic).await;
    let mut browser = site.staff(anna, site.world.clinic).await;
    assert_eq!(browser.get("/anvandare").await.status, StatusCode::OK);
    site.world.end(grant).await;
    let page = browser.get("/anvandare").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.says("Varför?"), "{}", page.body);
    assert_eq!(browser.get("/").await.status, StatusCode::OK, "the session itself goes on");
}

async fn a_session_ends_when_nobody_uses_it_and_at_the_latest_after_half_a_day(test: TestDb) {
    let site = Site::new(test).await;
    let anna = site.world.account("Anna Ek").at(site.world.clinic).await;
    site.world.grant(anna, BuiltIn::InternalMail, site.world.clinic).await;
    let mut idle = site.staff(anna, site.world.clinic).await;
    site.wait(HOUR - 1);
    assert_eq!(idle.get("/").await.status, StatusCode::OK);
    site.wait(2 * HOUR);
    let page = idle.get("/").await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("/logga-in")));
    let mut busy = site.staff(anna, site.world.clinic).await;
    let mut hours = 0;
    while busy.get("/").await.status == StatusCode::OK {
        // Its use is noted apart from the request.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        site.wait(HOUR / 2);
        hours += 1;
        assert!(hours <= 24, "a session in use never ends");
    }
    assert_eq!(hours, 24, "half a day in half hours");
}
