//! *Kunduppdrag i mobilen*: an app that is installed from the page itself. A copy of the page is kept in the phone for when there is no
//! connection, for 24 hours at most; the first contact after it may no longer be seen wipes it. Without script it is a page.

use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use behorig_access::Service;
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, EmptyState, Icon, Page, Section};
use behorig_web::{Lang, format, static_files};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use maud::{DOCTYPE, Markup, html};

use super::followed::lines;
use super::grid::{WEEKS_UNASKED, Weeks};
use super::page::reader_of;
use super::read::{Choice, Schedule};
use super::{path_of, show};
use crate::records::Customer;

/// Where the app is. Its worker and its manifest stand below it.
pub(crate) const PHONE: &str = "/telefon";
pub(crate) const WORKER: &str = "/telefon/arbetare.js";
pub(crate) const MANIFEST: &str = "/telefon/app.webmanifest";
pub(crate) const ICON: &str = "/telefon/ikon-192.png";
pub(crate) const LARGE_ICON: &str = "/telefon/ikon-512.png";

/// More customers than these are chosen from a list: a phone keeps no register.
const MOST: usize = 4;

/// The days to come of everybody whom the visitor follows. Service 376 about each of them.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    visit.require_somewhere(Service::AssignmentScheduleMobile).await?;
    let schedules = schedules(&mut visit).await?;
    let events = schedules.iter().map(|one| one.customer.event(ActivityType::Read, "home-care.phone"));
    let event = events.reduce(|mut all, one| {
        all.resources.extend(one.resources);
        all
    });
    if let Some(event) = event {
        visit.record_reading(event).await?;
    }
    let lang = visit.lang;
    let page = Page::new(lang.t("home-care-schedule-phone")).installable(MANIFEST, ICON);
    let body = html! {
        div data-phone data-worker=(WORKER) data-scope=(PHONE)
            data-copy=(lang.t("home-care-schedule-phone-copy")) data-old=(lang.t("home-care-schedule-phone-old")) {
            (body(&visit, &schedules))
        }
        p.hint { (lang.t("home-care-schedule-phone-how")) }
    };
    Ok(visit.show(&page, body))
}

async fn schedules(visit: &mut Visit) -> Result<Vec<Schedule>, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let reader = reader_of(visit, Choice::AsRelatives);
    let weeks = Weeks::from(format::local(now.0).date(), None, WEEKS_UNASKED);
    let tx = visit.snapshot.get().await?;
    let service = Service::AssignmentScheduleMobile;
    let mut schedules = Vec::new();
    for line in lines(tx, &viewer, service, now).await?.into_iter().take(MOST) {
        let customer = Customer::for_viewer(tx, &viewer, line.customer, service, now).await?;
        schedules.push(Schedule::read(tx, customer, weeks, reader).await?);
    }
    Ok(schedules)
}

fn body(visit: &Visit, schedules: &[Schedule]) -> Markup {
    let (lang, today) = (visit.lang, format::local(visit.now.0).date());
    if schedules.is_empty() {
        let empty = EmptyState::new(
            Icon::Calendar,
            lang.t("home-care-schedule-phone-nobody"),
            lang.t("home-care-schedule-phone-nobody-text"),
        );
        return html! { (empty) };
    }
    html! {
        @for schedule in schedules {
            @let customer = &schedule.customer;
            @let days = schedule.weeks.each().flat_map(|week| week.days()).filter(|day| *day >= today);
            (Section::new(customer.full_name(), html! {
                @if schedule.columns.is_empty() { p { (lang.t("home-care-schedule-no-columns-text")) } }
                @else { (show::days(lang, schedule, days, today)) }
                @if customer.may(&visit.viewer, Service::AssignmentScheduleWeb, visit.now) {
                    p { (Button::link(path_of(customer.id), lang.t("home-care-schedule-title")).about(customer.full_name())) }
                }
            }).about(customer.unit_name()))
        }
    }
}

/// What makes the page an app. For anyone: it says nothing of anybody.
pub(crate) async fn manifest() -> Response {
    let (name, short) = (Lang::Sv.t("home-care-schedule-phone-app"), "Behörig");
    let text = format!(
        "{{\"name\":{name:?},\"short_name\":{short:?},\"lang\":\"sv\",\"id\":{PHONE:?},\"start_url\":{PHONE:?},\
         \"scope\":{PHONE:?},\"display\":\"standalone\",\"background_color\":\"#f7f6f3\",\"theme_color\":\"#0c5a66\",\
         \"icons\":[{{\"src\":{ICON:?},\"sizes\":\"192x192\",\"type\":\"image/png\",\"purpose\":\"any maskable\"}},\
         {{\"src\":{LARGE_ICON:?},\"sizes\":\"512x512\",\"type\":\"image/png\",\"purpose\":\"any maskable\"}},\
         {{\"src\":{:?},\"sizes\":\"any\",\"type\":\"image/svg+xml\"}}]}}",
        static_files::url("mark.svg")
    );
    asset("application/manifest+json", text)
}

/// The worker that keeps the copy. For anyone: it says nothing of anybody.
pub(crate) async fn worker() -> Response {
    let files = ["behorig.css", "behorig.js", "phone.js", "mark.svg"].map(static_files::url);
    let no_copy = no_copy().into_string();
    let script = include_str!("../../assets/phone-worker.js");
    let mut response = asset(
        "text/javascript; charset=utf-8",
        format!("const FILES = {files:?};\nconst NO_COPY = {no_copy:?};\n{script}"),
    );
    // The page stands above the folder of its worker.
    let allowed = HeaderName::from_static("service-worker-allowed");
    response.headers_mut().insert(allowed, http::HeaderValue::from_static(PHONE));
    response
}

/// What stands there without a connection and without a copy. In both languages: nobody can say which.
fn no_copy() -> Markup {
    let said = |lang: Lang| {
        html! {
            div lang=(lang.code()) {
                h1 { (lang.t("home-care-schedule-phone-offline")) }
                p { (lang.t("home-care-schedule-phone-old")) }
            }
        }
    };
    html! {
        (DOCTYPE)
        html lang="sv" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Behörig" }
                link rel="stylesheet" href=(static_files::url("behorig.css"));
            }
            body { div.frame { main.narrow { @for lang in Lang::ALL { (said(lang)) } } } }
        }
    }
}

pub(crate) async fn icon() -> Response {
    asset("image/png", include_bytes!("../../assets/icon-192.png").as_slice())
}

pub(crate) async fn large_icon() -> Response {
    asset("image/png", include_bytes!("../../assets/icon-512.png").as_slice())
}

fn asset(kind: &'static str, content: impl IntoResponse) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(kind));
    // Asked for again each time: what they are changes with the program, and their addresses do not.
    headers.insert(CACHE_CONTROL, http::HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn text_of(response: Response) -> String {
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn the_worker_keeps_the_page_and_its_files_and_no_other_address() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        let response = worker().await;
        assert_eq!(response.headers()["service-worker-allowed"], PHONE);
        let script = text_of(response).await;
        assert!(script.contains(static_files::url("behorig.css")) && script.contains("const PAGE = \"/telefon\";"));
        assert!(script.contains("const LIFE = 24 * 60 * 60 * 1000;"), "a copy lives 24 hours at most");
        // Rust and JavaScript write these letters and quotes alike.
        assert!(!script.contains("\\u{"), "{script}");
    }

    #[tokio::test]
    async fn the_manifest_names_icons_that_are_there() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        let manifest = text_of(manifest().await).await;
        assert!(
            manifest.contains(ICON) && manifest.contains(LARGE_ICON) && manifest.contains("\"scope\":\"/telefon\"")
        );
        for png in [icon().await, large_icon().await] {
            let bytes = axum::body::to_bytes(png.into_body(), 1 << 20).await.unwrap();
            assert!(bytes.starts_with(b"\x89PNG"));
        }
    }
}
