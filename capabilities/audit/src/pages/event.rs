//! One event of the log, with everything and everyone that it is about.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{EventId, Instant};
use behorig_store::{ActivityType, Event, Purpose, Resource};
use behorig_visit::{PageError, Visit, door_name};
use behorig_web::components::{Column, Crumb, Page, Pager, Row, SummaryList, Table, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{SEARCH, crumb_to_list, id, query, subject, who};
use crate::records::event::{About, Whole, about};
use crate::records::retention::gone;
use crate::records::sees;
use crate::words;

/// As many are shown at once.
const SHOWN: usize = 100;

/// An event. Service 400 at the unit where it happened; a protected person by service 404, and else without name and number.
pub(crate) async fn show(
    mut visit: Visit,
    Path(event): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let event: EventId = id(&event)?;
    let after = query(raw)?.value("efter").parse().unwrap_or(-1_i64).max(-1);
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let (whole, chain) = match Whole::for_viewer(tx, &viewer, event, now).await {
        // What was erased when its time was over is told to be gone, and not to have never been.
        Err(PageError::NotFound) => {
            let (before, at) = gone(tx, &viewer, event, now).await?;
            return Ok(show_gone(&mut visit, &before, at));
        }
        found => found?,
    };
    let most = i64::try_from(SHOWN).unwrap_or(i64::MAX).saturating_add(1);
    let mut resources = about(tx, event, after, most).await?;
    let has_more = resources.len() > SHOWN;
    resources.truncate(SHOWN);
    visit.record_reading(reading(&visit, &whole, &resources)).await?;
    let next = resources.last().filter(|_| has_more).map(|last| format!("{SEARCH}/{event}?efter={}", last.position));
    let first = (after >= 0).then(|| format!("{SEARCH}/{event}"));
    let is_seen = |one: &About| one.patient.as_ref().is_some_and(|patient| sees(&viewer, &chain, patient.known, now));
    let body = html! {
        (facts(lang, &whole))
        section aria-labelledby="om" {
            h2 #om { (lang.t("audit-about")) }
            (table(lang, &resources, is_seen))
            (Pager::new(lang, first.map(Into::into), next.map(Into::into), ""))
        }
    };
    let title = words::done(lang, &whole.activity, whole.level.as_deref());
    let page = Page::new(title).crumbs([crumb_to_list(lang), Crumb::new(SEARCH, lang.t("audit-search"))]).wide();
    Ok(visit.show(&page, body))
}

fn show_gone(visit: &mut Visit, before: &str, at: Instant) -> Response {
    let lang = visit.lang;
    let args = [("day", before.to_owned().into()), ("when", format::date_time(lang, at.0).into())];
    let body = html! { p { (lang.tr("audit-event-gone-text", &args)) } };
    let crumbs = [crumb_to_list(lang), Crumb::new(SEARCH, lang.t("audit-search"))];
    let page = Page::new(lang.t("audit-event-gone")).crumbs(crumbs);
    visit.show(&page, body)
}

/// That the event was read, with everybody on it.
fn reading(visit: &Visit, whole: &Whole, resources: &[About]) -> Event {
    let mut about =
        vec![Resource { resource_type: "log-event", resource_id: Some(whole.id.to_string()), ..Resource::default() }];
    let patients = resources.iter().filter_map(|one| one.patient.as_ref());
    about.extend(patients.map(|patient| {
        let person = patient.known.map(|(person, _)| person.to_string());
        subject(&visit.actor(), "resident", person, (patient.number, patient.name.clone()))
    }));
    let (activity, level, purpose) = (ActivityType::Read, "audit.event", Purpose::Quality);
    Event { activity, level, args: None, purpose, resources: about }
}

fn facts(lang: Lang, whole: &Whole) -> Markup {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    SummaryList::new(lang)
        .text(lang.t("audit-when"), &format::date_time(lang, whole.at.0))
        .text(lang.t("audit-who"), &who(lang, whole.user_name.as_deref(), whole.is_protected))
        .text(lang.t("audit-title-of"), &text(&whole.user_title))
        .text(lang.t("audit-user-id"), &whole.user_id)
        .text(lang.t("audit-hat"), &words::hat(lang, &whole.hat))
        .text(lang.t("audit-assignment"), &text(&whole.assignment))
        .text(lang.t("audit-unit"), &text(&whole.unit_name))
        .text(lang.t("audit-provider"), &text(&whole.provider_name))
        .text(lang.t("audit-kind"), &words::kind(lang, &whole.activity))
        .text(lang.t("audit-function"), &text(&whole.level))
        .text(lang.t("audit-args"), &text(&whole.args))
        .text(lang.t("audit-purpose"), &words::purpose(lang, &whole.purpose))
        .text(lang.t("audit-door"), &door_name(lang, &whole.door))
        .render()
}

fn table(lang: Lang, resources: &[About], is_seen: impl Fn(&About) -> bool) -> Markup {
    let columns = [
        Column::new(lang.t("audit-about-what")),
        Column::new(lang.t("audit-person")),
        Column::new(lang.t("audit-number")).unbroken(),
        Column::new(lang.t("audit-holder")),
    ];
    let rows = resources.iter().map(|one| {
        let protected = one.patient.as_ref().is_some_and(|patient| patient.known.is_some_and(|known| known.1));
        let (name, number) = match one.patient.as_ref().filter(|_| is_seen(one)) {
            Some(patient) => (patient.name.clone(), patient.number.shown()),
            None => (String::new(), String::new()),
        };
        Row::new(words::resource(lang, &one.resource_type))
            .cell(html! {
                (name) @if protected { " " (tag(Tone::Danger, &lang.t("web-protected"))) }
            })
            .cell(number)
            .cell(one.unit_name.clone().unwrap_or_default())
    });
    Table::new(lang.t("audit-about"), columns).rows(rows).render()
}
