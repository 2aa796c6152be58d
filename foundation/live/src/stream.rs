//! The stream of a page: server-sent events that say *look again* and nothing else.

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use behorig_access::{Instant, Viewer};
use behorig_registers::rights;
use behorig_store::{Topic, Tx};
use behorig_visit::{App, PageError, Seat, Visit};
use futures::Stream;
use http::HeaderName;
use http::header::HeaderValue;
use tokio::time::{Instant as Moment, sleep_until};

use crate::Live;
use crate::hub::{Listening, News};

/// A page is told of changes at most this often.
const PACE: Duration = Duration::from_millis(500);
/// The decision is made again this often, since rights and sessions also end by the clock; and a client that has gone is found out.
const LOOKED_AFTER: Duration = Duration::from_secs(20);
/// What a page took to be shown before it asked, by its own word, is at most this; what it says beyond may be anything.
const LONGEST_AGE: Duration = Duration::from_secs(3_600);
/// Between the reading of a page and what its browser knows of its beginning.
const SLACK: Duration = Duration::from_millis(500);
/// Tells proxies that hold answers back (nginx) to pass this one on as it comes.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The decision about a stream: the same as about its page. Asked when it is opened, and again while it is open.
pub type May = Box<
    dyn for<'t> Fn(&'t mut Tx, &'t Viewer, Instant) -> Pin<Box<dyn Future<Output = Result<(), PageError>> + Send + 't>>
        + Send
        + Sync,
>;

/// What a page says when it begins to listen.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
pub struct Asked {
    /// How long ago it was shown, in milliseconds: what changed since then it has not seen.
    #[serde(default, rename = "alder")]
    age: u64,
}

/// Opens the stream of a page that shows these topics, for whoever `may` see it.
///
/// # Errors
/// What `may` answers; [`PageError::TooMany`] where the session has too many pages listening.
pub async fn open(
    live: &Live,
    mut visit: Visit,
    asked: Asked,
    topics: Vec<Topic>,
    may: May,
) -> Result<Response, PageError> {
    let now = visit.now;
    let viewer = visit.viewer.clone();
    may(visit.snapshot.get().await?, &viewer, now).await?;
    let seat = visit.seat();
    let rights = vec![rights::of_session(seat.session), rights::of_holder(seat.holder)];
    let listening = live.hub().listen(seat.session.uuid(), topics, rights).ok_or(PageError::TooMany(60))?;
    let age = Duration::from_millis(asked.age).min(LONGEST_AGE) + SLACK;
    let pending = if listening.was_touched_within(age) { News::CHANGED } else { News::default() };
    let open = Open {
        listening,
        app: visit.app.clone(),
        seat,
        may,
        pending,
        told: None,
        looked_after: Moment::now() + LOOKED_AFTER,
        stage: Stage::Beginning,
    };
    // The request's own snapshot is not held while the page is open.
    drop(visit);
    Ok(([(UNBUFFERED, HeaderValue::from_static("no"))], Sse::new(events(open))).into_response())
}

struct Open {
    listening: Listening,
    app: App,
    seat: Seat,
    may: May,
    /// Heard and not told yet.
    pending: News,
    /// When something was last told.
    told: Option<Moment>,
    looked_after: Moment,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Beginning,
    Listening,
    Over,
}

fn events(open: Open) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold(open, |mut open| async move { open.next().await.map(|event| (Ok(event), open)) })
}

impl Open {
    async fn next(&mut self) -> Option<Event> {
        if self.stage == Stage::Beginning {
            self.stage = Stage::Listening;
            // A first line, so that the browser knows at once that it is listened to.
            return Some(Event::default().comment(""));
        }
        while self.stage == Stage::Listening {
            if self.pending == News::default() {
                tokio::select! {
                    news = self.listening.news() => self.pending = news,
                    () = sleep_until(self.looked_after) => return self.look_after().await,
                }
            }
            if self.pending.has(News::CLOSED) {
                break;
            }
            if self.pending.has(News::RIGHTS) && !self.is_allowed().await? {
                return Some(self.gone());
            }
            if let Some(event) = self.tell().await {
                return Some(event);
            }
        }
        None
    }

    /// Tells what is pending, when its time has come; what is heard meanwhile goes with it.
    async fn tell(&mut self) -> Option<Event> {
        let worth_telling = News::CHANGED.and(News::COMPANY).and(News::LOOK);
        if !self.pending.has(worth_telling) {
            self.pending = News::default();
            return None;
        }
        if let Some(told) = self.told {
            sleep_until(told + PACE).await;
            self.pending = self.pending.and(self.listening.heard());
            if self.pending.has(News::CLOSED.and(News::RIGHTS)) && !self.is_settled().await {
                return None;
            }
        }
        let name = if self.pending.has(News::CHANGED) {
            "change"
        } else if self.pending.has(News::LOOK) {
            "look"
        } else {
            "company"
        };
        self.pending = News::default();
        self.told = Some(Moment::now());
        Some(Event::default().event(name).data("1"))
    }

    /// Whether the stream goes on after news of its end or of the viewer's rights; where not, the caller's next round ends it.
    async fn is_settled(&mut self) -> bool {
        !self.pending.has(News::CLOSED) && matches!(self.is_allowed().await, Some(true))
    }

    /// The decision again, and a sign of life that finds out a client that has gone.
    async fn look_after(&mut self) -> Option<Event> {
        self.looked_after = Moment::now() + LOOKED_AFTER;
        let allowed = self.is_allowed().await?;
        Some(if allowed { Event::default().comment("") } else { self.gone() })
    }

    /// Whether whoever opened the stream still may; none where nobody can tell just now, and then the stream ends and is asked for anew.
    async fn is_allowed(&self) -> Option<bool> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await.ok()?;
        let viewer = match self.seat.viewer_still_there(&mut tx, self.app.settings.sessions, now).await {
            Ok(viewer) => viewer,
            Err(PageError::Store(_)) => return None,
            Err(_) => return Some(false),
        };
        match (self.may)(&mut tx, &viewer, now).await {
            Ok(()) => Some(true),
            Err(PageError::Store(behorig_store::StoreError::Missing)) => Some(false),
            Err(PageError::Store(_)) => None,
            Err(_) => Some(false),
        }
    }

    /// The last event: the page is no longer this viewer's to see.
    fn gone(&mut self) -> Event {
        self.stage = Stage::Over;
        Event::default().event("gone").data("1")
    }
}
