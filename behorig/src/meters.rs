//! Figures for whoever watches over the program, in the form that Prometheus reads. Nothing is counted where nobody asked for it.
//!
//! A label is never what somebody typed, whom something is about, or an address with an id in it: the labels are templates of routes,
//! methods, statuses, words of this file and the configuration's witnesses, so that there are no more of them however long the program runs.

mod log;
mod process;
mod scrape;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use behorig_outbox::Way;
use http::{Method, StatusCode, header};
use metrics::{Counter, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

pub use scrape::{Sources, serve};

/// The bounds of the buckets that times of answers are counted in, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// The statuses that the program answers with; any other is counted as `other`.
const STATUSES: [u16; 15] = [200, 204, 206, 302, 303, 304, 400, 403, 404, 405, 413, 422, 429, 500, 503];
/// What is counted of whatever has no route, or a method that its route does not know.
const OTHER: &str = "other";

/// What the program counts; cheap to clone, and all clones are one.
#[derive(Clone)]
pub struct Meters(Arc<Inner>);

struct Inner {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    routes: HashMap<&'static str, Paths>,
    elsewhere: Paths,
}

impl std::fmt::Debug for Meters {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Meters(…)")
    }
}

/// A template by its methods.
struct Paths {
    get: OfRoute,
    post: OfRoute,
    other: OfRoute,
}

impl Paths {
    fn of(route: &'static str) -> Self {
        let of = |method| OfRoute { route, method, answers: Default::default(), seconds: OnceLock::new() };
        Self { get: of("GET"), post: of("POST"), other: of(OTHER) }
    }
}

/// What is counted of a route. A line comes to be when it is first needed: after that each request is a few atomic additions.
struct OfRoute {
    route: &'static str,
    method: &'static str,
    answers: [OnceLock<Counter>; STATUSES.len() + 1],
    seconds: OnceLock<Histogram>,
}

impl Meters {
    /// Meters for these templates of routes.
    ///
    /// # Errors
    /// One line, where the library takes no buckets.
    pub fn new(routes: impl IntoIterator<Item = &'static str>) -> Result<Self, String> {
        let builder = PrometheusBuilder::new().set_buckets(&SECONDS).map_err(|error| error.to_string())?;
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        let routes = routes.into_iter().map(|route| (route, Paths::of(route))).collect();
        metrics::with_local_recorder(&recorder, describe);
        Ok(Self(Arc::new(Inner { recorder, handle, routes, elsewhere: Paths::of(OTHER) })))
    }

    /// What is counted, as text.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.handle.render()
    }

    /// Takes the times that were measured since into their buckets: done now and then, whether or not anybody reads them.
    pub(crate) fn gather(&self) {
        self.0.handle.run_upkeep();
    }

    fn here<T>(&self, record: impl FnOnce() -> T) -> T {
        metrics::with_local_recorder(&self.0.recorder, record)
    }

    fn of_route(&self, template: Option<&str>, method: &Method) -> &OfRoute {
        let paths = template.and_then(|template| self.0.routes.get(template)).unwrap_or(&self.0.elsewhere);
        match *method {
            Method::GET => &paths.get,
            Method::POST => &paths.post,
            _ => &paths.other,
        }
    }

    fn answered(&self, of: &OfRoute, status: StatusCode, after: Duration) {
        let known = STATUSES.binary_search(&status.as_u16());
        let counted = of.answers.get(known.unwrap_or(STATUSES.len()));
        if let Some(counted) = counted {
            let begin = || {
                let status = known.map_or_else(|_| OTHER.to_owned(), |_| status.as_u16().to_string());
                self.here(|| {
                    counter!("behorig_requests_total", "method" => of.method, "route" => of.route, "status" => status)
                })
            };
            counted.get_or_init(begin).increment(1);
        }
        let begin = || self.here(|| histogram!("behorig_request_seconds", "method" => of.method, "route" => of.route));
        of.seconds.get_or_init(begin).record(after.as_secs_f64());
    }

    fn signed_in(&self, template: Option<&str>, response: &Response) {
        let Some(way) = template.and_then(way_in) else { return };
        let Some(outcome) = outcome(response) else { return };
        self.here(|| counter!("behorig_sign_ins_total", "outcome" => outcome, "way" => way).increment(1));
    }
}

/// Counts a request and how long it was until its answer began.
pub(crate) async fn measure(State(meters): State<Meters>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let template = request.extensions().get::<MatchedPath>().cloned();
    let template = template.as_ref().map(MatchedPath::as_str);
    let of = meters.of_route(template, request.method());
    let may_be_sign_in = of.method == "POST" || of.route.starts_with("/logga-in/");
    let response = next.run(request).await;
    meters.answered(of, response.status(), begun.elapsed());
    if may_be_sign_in {
        meters.signed_in(template, &response);
    }
    response
}

/// By which way one signs in at a route; none where one does not.
fn way_in(template: &str) -> Option<&'static str> {
    const WAYS: [(&str, &str); 7] = [
        ("/logga-in/bankid", "bankid"),
        ("/logga-in/siths", "siths"),
        ("/logga-in/nyckel", "key"),
        ("/logga-in/passkey", "passkey"),
        ("/logga-in/reservkod", "recovery-code"),
        ("/logga-in/", OTHER),
        ("/logga-in", "password"),
    ];
    WAYS.into_iter().find(|(begins, _)| template.starts_with(begins)).map(|(_, way)| way)
}

/// What a sign-in came to, as its answer says: it opens a session by giving its cookie.
fn outcome(response: &Response) -> Option<&'static str> {
    let cookies = response.headers().get_all(header::SET_COOKIE);
    let opens = cookies.iter().filter_map(|cookie| cookie.to_str().ok()).any(|cookie| {
        let value = cookie.strip_prefix("__Host-").unwrap_or(cookie).strip_prefix("behorig=");
        value.is_some_and(|value| !value.starts_with(';'))
    });
    match response.status() {
        _ if opens => Some("opened"),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::FORBIDDEN => Some("refused"),
        StatusCode::TOO_MANY_REQUESTS => Some("closed"),
        status if status.is_server_error() => Some("failed"),
        _ => None,
    }
}

fn describe() {
    describe_counter!("behorig_requests_total", "Requests answered, by template of route, method and status");
    describe_histogram!("behorig_request_seconds", "Time until an answer began");
    describe_counter!("behorig_sign_ins_total", "Sign-ins that were opened, refused, closed for a while, or failed");
    describe_counter!("behorig_changes_total", "Changes that were answered after their commit");
    describe_counter!("behorig_commits_total", "Commits that changes went in; on SQLite many share one");
    describe_counter!("behorig_lost_commits_total", "Commits of which nothing reached the disk");
    describe_counter!("behorig_changes_run_again_total", "Changes that PostgreSQL had run again");
    describe_gauge!("behorig_connections_in_use", "Connections to the database that are lent just now");
    describe_gauge!("behorig_connections_most", "Connections to the database that can be lent at once");
    describe_gauge!("behorig_database_up", "1 where the database answers, else 0");
    describe_gauge!("behorig_letters_waiting", "Letters that are not sent yet, by way");
    describe_gauge!("behorig_letters_oldest_seconds", "How long the oldest of them has waited");
    describe_gauge!("behorig_letters_given_up", "Letters that were given up in the last 24 hours");
    describe_gauge!("behorig_files_loose", "Attachments that hang on nothing, swept after a day");
    log::describe();
    describe_gauge!("behorig_live_pages", "Open pages that listen for changes");
    describe_counter!("process_cpu_seconds_total", "Time on all CPUs");
    describe_gauge!("process_resident_memory_bytes", "Memory that is resident");
    describe_gauge!("process_open_fds", "Open file descriptors");
    describe_gauge!("process_max_fds", "File descriptors that can be open at once");
}

/// What was asked of the rest of the program for one reading.
pub(crate) struct Reading {
    pub(crate) store: behorig_store::Figures,
    pub(crate) live_pages: usize,
    /// None where the database does not answer.
    pub(crate) stored: Option<Stored>,
}

/// What the database says for a reading.
pub(crate) struct Stored {
    pub(crate) letters: Vec<(Way, behorig_outbox::Backlog)>,
    pub(crate) loose_files: i64,
    /// None where nothing has been sealed yet; as it stood when.
    pub(crate) log: Option<(behorig_sealed_log::State, behorig_access::Instant)>,
}

impl Meters {
    /// Takes a reading in.
    pub(crate) fn note(&self, reading: &Reading) {
        self.here(|| {
            let store = &reading.store;
            counter!("behorig_changes_total").absolute(store.changes);
            counter!("behorig_commits_total").absolute(store.commits);
            counter!("behorig_lost_commits_total").absolute(store.lost_commits);
            counter!("behorig_changes_run_again_total").absolute(store.run_again);
            gauge!("behorig_connections_in_use").set(store.connections_in_use as f64);
            gauge!("behorig_connections_most").set(store.connections_most as f64);
            gauge!("behorig_live_pages").set(reading.live_pages as f64);
            gauge!("behorig_database_up").set(if reading.stored.is_some() { 1.0 } else { 0.0 });
            if let Some(stored) = &reading.stored {
                stored.note();
            }
            process::note();
        });
    }
}

impl Stored {
    fn note(&self) {
        for (way, backlog) in &self.letters {
            let way = way.as_stored();
            gauge!("behorig_letters_waiting", "way" => way).set(backlog.waiting as f64);
            gauge!("behorig_letters_oldest_seconds", "way" => way).set(backlog.oldest_for as f64 / 1000.0);
            gauge!("behorig_letters_given_up", "way" => way).set(backlog.given_up as f64);
        }
        gauge!("behorig_files_loose").set(self.loose_files as f64);
        if let Some((log, at)) = &self.log {
            log::note(log, *at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn answer(status: u16, cookie: Option<&str>) -> Response {
        let answer = Response::builder().status(status);
        let answer = match cookie {
            Some(cookie) => answer.header(header::SET_COOKIE, cookie),
            None => answer,
        };
        answer.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_sign_in_is_opened_by_its_cookie_and_by_nothing_else() {
        for (status, cookie, expected) in [
            (303, Some("__Host-behorig=secret; Path=/"), Some("opened")),
            (303, Some("behorig=secret; Path=/"), Some("opened")),
            (303, Some("behorig=; Max-Age=0"), None),
            (303, Some("behorig-bankid=secret"), None),
            (200, None, None),
            (422, None, Some("refused")),
            (403, None, Some("refused")),
            (429, None, Some("closed")),
            (503, None, Some("failed")),
        ] {
            assert_eq!(outcome(&answer(status, cookie)), expected, "{status} {cookie:?}");
        }
    }

    #[test]
    fn what_has_no_route_is_counted_together_and_its_address_is_nowhere() {
        let meters = Meters::new(["/anvandare/{id}"]).unwrap();
        for template in [Some("/anvandare/{id}"), Some("/anvandare/0192f000"), None] {
            meters.answered(meters.of_route(template, &Method::GET), StatusCode::OK, Duration::from_millis(7));
        }
        meters.answered(meters.of_route(None, &Method::DELETE), StatusCode::IM_A_TEAPOT, Duration::ZERO);
        let text = meters.render();
        assert!(
            text.contains("behorig_requests_total{method=\"GET\",route=\"/anvandare/{id}\",status=\"200\"} 1"),
            "{text}"
        );
        assert!(text.contains("behorig_requests_total{method=\"GET\",route=\"other\",status=\"200\"} 2"), "{text}");
        assert!(text.contains("{method=\"other\",route=\"other\",status=\"other\"} 1"), "{text}");
        let bucket = "behorig_request_seconds_bucket{method=\"GET\",route=\"/anvandare/{id}\",le=\"0.01\"} 1";
        assert!(text.contains(bucket), "{text}");
        assert!(!text.contains("0192f000"));
    }

    #[test]
    fn the_statuses_are_in_order_since_they_are_searched() {
        assert!(STATUSES.is_sorted());
    }
}
