//! The door that calendars come through: an address that is a secret, decided anew at each fetch, which shows times and nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use behorig_access::{Holder, Instant, Viewer};
use behorig_documents::Language;
use behorig_documents::calendar::{Calendar, Occasion, Status};
use behorig_registers::grants_in_the_hand_of;
use behorig_store::{ActivityType, Actor, Door, StoreError, Tx};
use behorig_visit::{App, PageError, Token, TokenHash};
use behorig_web::{Lang, format};
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use jiff::ToSpan as _;

use super::follow::{ASSURANCE, may_follow};
use crate::records::feeds::{self, Opened};
use crate::records::{Customer, PlannedVisit, visits_of_customer};
use crate::rules::pace::Pace;

/// A calendar gets what lies this many days back.
const BACK: i32 = 7;
/// And this many days ahead.
const AHEAD: i32 = 8 * 7;
/// A calendar is asked to come again this often, in minutes: a visit may be moved in the morning.
const REFRESH: u32 = 60;

/// As many addresses are paced at a time.
const MOST_PACED: usize = 10_000;

/// What the fetches of each address have used up on this node. Whoever starts the program anew starts it anew: it keeps a calendar
/// that asks without end from being a load, and guards no secret.
#[derive(Clone, Default)]
pub(crate) struct Fetches(Arc<Mutex<HashMap<[u8; 32], Instant>>>);

impl Fetches {
    /// One more fetch of an address, right or wrong; or in how many seconds it may be fetched again.
    fn take(&self, secret: TokenHash, now: Instant) -> Result<(), i64> {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= MOST_PACED {
            used.retain(|_, until| *until > now);
        }
        let before = used.get(&secret.0).copied();
        let until = Pace::CALENDAR.take(before.unwrap_or(now), now)?;
        // Among more addresses than that, most of them wrong, a new one is let through unpaced.
        if before.is_some() || used.len() < MOST_PACED {
            used.insert(secret.0, until);
        }
        Ok(())
    }
}

/// The calendar behind an address. Anyone who has the secret, for as long as its owner may see the schedule (service 262).
///
/// A wrong, an ended and a refused address are answered alike, without a page: the address itself stands on none. One that is fetched
/// too often is told when to come again, whether it is right or wrong.
pub(crate) async fn fetch(
    State(app): State<App>,
    Extension(fetches): Extension<Fetches>,
    Path(sent): Path<String>,
) -> Response {
    let secret = Token::from_sent(sent.strip_suffix(".ics").unwrap_or(&sent));
    let secret = secret.map_or(TokenHash([0; 32]), |token| token.hash());
    if let Err(seconds) = fetches.take(secret, app.clock.now()) {
        return (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds.to_string())]).into_response();
    }
    match calendar(&app, secret).await {
        Ok(Some(calendar)) => {
            let headers =
                [(CONTENT_TYPE, Calendar::MEDIA_TYPE), (CONTENT_DISPOSITION, "inline; filename=\"besok.ics\"")];
            (headers, calendar).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a calendar could not be given out");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn calendar(app: &App, secret: TokenHash) -> Result<Option<String>, PageError> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let Some((opened, customer)) = permitted(&mut tx, secret, now).await? else { return Ok(None) };
    let today = format::local(now.0).date();
    let (from, to) = (today.saturating_sub(BACK.days()), today.saturating_add(AHEAD.days()));
    let visits = visits_of_customer(&mut tx, customer.id, from, to).await?;
    drop(tx);
    let text = written(&visits, now);
    let (actor, event) = (actor(&opened, now), customer.event(ActivityType::Read, "home-care.calendar"));
    app.db
        .write(&actor, (opened.feed, event), |tx, (feed, event)| {
            Box::pin(async move {
                feeds::note_fetch(tx, *feed)?;
                tx.record(event.clone()).await
            })
        })
        .await
        .map_err(|error: StoreError| PageError::from(error))?;
    Ok(Some(text))
}

/// Whose address it is and for whom, if its owner may follow the customer now. Every address asks the same questions.
async fn permitted(tx: &mut Tx, secret: TokenHash, now: Instant) -> Result<Option<(Opened, Customer)>, PageError> {
    let opened = feeds::opened_by(tx, secret).await?.unwrap_or_else(Opened::nothing);
    let holder = Holder::Account(opened.account);
    let grants = grants_in_the_hand_of(tx, holder, now).await?;
    let viewer = Viewer::new(holder, opened.standing, opened.hat, ASSURANCE, grants);
    let Some(customer) = Customer::find(tx, opened.customer).await? else { return Ok(None) };
    let may = may_follow(tx, &viewer, &customer, now).await?;
    Ok(may.then_some((opened, customer)))
}

/// The visits that are to be made or were, as times and nothing else: who comes to whom for what is not said.
fn written(visits: &[PlannedVisit], now: Instant) -> String {
    let lang = Lang::Sv;
    let summary = lang.t("home-care-schedule-feed-visit");
    let occasions = visits.iter().filter(|visit| visit.state.counts_as_planned()).map(|visit| Occasion {
        uid: format!("{}@behorig", visit.id),
        from: visit.planned_from.0,
        to: visit.planned_to.0,
        summary: summary.clone().into_owned(),
        status: Status::Confirmed,
        sequence: u32::try_from(visit.version).unwrap_or(0),
        changed: now.0,
    });
    Calendar {
        name: lang.t("home-care-schedule-feed-name").into_owned(),
        language: Language::Swedish,
        refresh_minutes: REFRESH,
        occasions: occasions.collect(),
    }
    .written()
}

/// The owner of the address, as the log says it: nobody sits before it, and it is on their word.
fn actor(opened: &Opened, now: Instant) -> Actor {
    Actor {
        account: Some(opened.account),
        person: None,
        user_id: opened.hsa_id.clone().unwrap_or_else(|| opened.account.to_string()),
        name: opened.name.clone(),
        person_id: opened.number.clone(),
        title: None,
        assignment: None,
        hat: opened.hat.key(),
        unit: None,
        at_unit: None,
        care_provider: None,
        door: Door::Page,
        at: now,
    }
}
