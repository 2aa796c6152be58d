//! A visit: granted, planned and performed time beside each other, what was done, who was there, and what has happened.

use axum::extract::Path;
use axum::response::Response;
use behorig_home_care::VisitState;
use behorig_store::ActivityType;
use behorig_store::history::Changed;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Column, Crumb, Figure, Icon, Notice, Page, PersonBanner, Row, SummaryList, Table, Tag, Tone, figures,
};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::{
    MY_VISITS, PLANNING, board_path, clock, day_in_words, history, id_in, length, name_of, perform, planned_minutes,
    span, state_tag, visit_path,
};
use crate::records::board::can_be_moved;
use crate::records::correction::can_be_corrected;
use crate::records::visit::for_viewer;
use crate::records::{CareVisit, Rights, event};
use crate::rules::times::minutes;

/// All that the page shows.
pub(super) struct Sheet {
    pub care: CareVisit,
    pub rights: Rights,
    changes: Vec<Changed>,
}

/// The visit. Service 415 at its unit, or 416 there for whoever has a place at it.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    page(visit, &id, &Form::default(), &Errors::new()).await
}

/// The page; with what was typed and what is wrong with it, where its form was sent.
pub(super) async fn page(mut visit: Visit, id: &str, typed: &Form, errors: &Errors) -> Result<Response, PageError> {
    let id = id_in(id)?;
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let (care, rights) = for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?;
    let changes = history::of(&mut visit, id).await?;
    let read = event(ActivityType::Read, "daily-planning.visit", &rights.chain, std::iter::once(&care));
    visit.record_reading(read.with_args(care.id.to_string())).await?;
    let sheet = Sheet { care, rights, changes };
    let page = head(lang, &sheet).errors(errors);
    let body = body(&visit, &sheet, typed, errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn head<'a>(lang: Lang, sheet: &Sheet) -> Page<'a> {
    let Sheet { care, rights, .. } = sheet;
    let name = name_of(lang, care, rights.sees);
    let crumbs = if rights.own.is_some() {
        vec![Crumb::new(MY_VISITS, lang.t("planning-my-visits"))]
    } else {
        let unit = rights.chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
        vec![Crumb::new(PLANNING, lang.t("planning-title")), Crumb::new(board_path(care.unit, care.day), unit)]
    };
    let banner = PersonBanner::new(lang, name.clone()).protected(care.is_protected()).tag(state_tag(lang, care.state));
    Page::new(lang.tr("planning-visit-at", &[("time", span(lang, care.planned_from, care.planned_to).into())]))
        .section(name)
        .crumbs(crumbs)
        .lead(day_in_words(lang, care.day))
        .banner(banner.render())
}

fn body(visit: &Visit, sheet: &Sheet, typed: &Form, errors: &Errors) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let Sheet { care, rights, changes } = sheet;
    html! {
        @if let Some(place) = rights.own { (perform::part(visit, care, place, typed, errors)) }
        (lacks_reason(lang, care))
        section aria-labelledby="time" {
            h2 #time { (lang.t("planning-times")) }
            (times(lang, care))
        }
        section aria-labelledby="done" {
            h2 #done { (lang.t("planning-interventions")) }
            (interventions(lang, care))
            @if care.deviation.is_some() || care.note.is_some() { (explanation(lang, care)) }
        }
        section aria-labelledby="who" {
            h2 #who { (lang.t("planning-staff")) }
            (staff(lang, care, changes))
        }
        @if rights.plans { (for_planner(lang, care, can_be_corrected(care, now))) }
        section aria-labelledby="history" {
            h2 #history { (lang.t("planning-history")) }
            @if changes.is_empty() { p { (lang.t("planning-no-history")) } }
            @else { (history::WORDS.timeline(lang, now, changes)) }
        }
    }
}

/// What is asked where the time differs.
fn lacks_reason(lang: Lang, care: &CareVisit) -> Markup {
    let Some(more) = care.course().unexplained().filter(|_| care.deviation.is_none()) else { return Markup::default() };
    let id = if more > 0 { "planning-longer" } else { "planning-shorter" };
    let words = lang.tr(id, &[("length", length(lang, more.abs()).into())]);
    Notice::new(Tone::Warning, words).link(visit_path(care.id, "/orsak"), lang.t("planning-tell-why")).render()
}

fn times(lang: Lang, care: &CareVisit) -> Markup {
    let performed = care.performed.map(|(from, to)| (minutes(from, to), span(lang, from, to)));
    let figure = |label, value: Option<i64>, note: Option<String>| Figure {
        label: lang.t(label),
        value: value.map_or_else(|| "–".into(), |value| length(lang, value).into()),
        note: note.map(Into::into),
        path: None,
    };
    let difference = performed.as_ref().map(|(made, _)| made - planned_minutes(care));
    figures(&[
        figure("planning-granted", Some(care.granted_minutes), None),
        figure("planning-planned", Some(planned_minutes(care)), Some(span(lang, care.planned_from, care.planned_to))),
        figure("planning-performed", performed.as_ref().map(|(made, _)| *made), performed.map(|(_, span)| span)),
        figure("planning-difference", difference, None),
    ])
}

fn interventions(lang: Lang, care: &CareVisit) -> Markup {
    let course = care.course();
    let is_over = care.state == VisitState::Performed;
    html! {
        ul.done {
            @for (name, ticked) in &course.ticks {
                li {
                    (name) " "
                    @if *ticked { (Tag::new(Tone::Good, lang.t("planning-done"))) }
                    @else if is_over { (Tag::new(Tone::Warning, lang.t("planning-not-done"))) }
                    @if !care.interventions.contains(name) { " " (Tag::new(Tone::Info, lang.t("planning-extra-done"))) }
                }
            }
        }
    }
}

fn explanation(lang: Lang, care: &CareVisit) -> Markup {
    let mut list = SummaryList::new(lang);
    if let Some(reason) = care.deviation {
        list = list.text(lang.t("planning-reason"), &lang.t(reason.text()));
    }
    if let Some(note) = &care.note {
        list = list.text(lang.t("planning-note"), note);
    }
    list.render()
}

fn staff(lang: Lang, care: &CareVisit, changes: &[Changed]) -> Markup {
    if care.places.is_empty() {
        return html! { p { (Tag::new(Tone::Warning, lang.t("planning-without-staff"))) } };
    }
    let columns = [
        Column::new(lang.t("planning-name")),
        Column::new(lang.t("planning-started")).unbroken(),
        Column::new(lang.t("planning-stopped-at")).unbroken(),
    ];
    // The mark follows the time that was written, and not a later one.
    let afterwards = |name: &str, at| {
        let told = format!("{name} {}", crate::rules::times::typed_time(at));
        let mut fields = changes.iter().flat_map(|changed| &changed.fields);
        fields.any(|change| change.field == "stopped-afterwards" && change.new.as_deref() == Some(told.as_str()))
    };
    let row = |place: &crate::records::Place| {
        let stopped = html! {
            @if let Some(at) = place.stay.stopped_at {
                (clock(lang, at))
                @if afterwards(&place.name, at) { " " (Tag::new(Tone::Info, lang.t("planning-written-afterwards"))) }
            }
        };
        let started = place.stay.started_at.map(|at| clock(lang, at)).unwrap_or_default();
        Row::new(place.name.clone()).cell(started).cell(stopped)
    };
    let needs = usize::try_from(care.staff_needed).unwrap_or(1);
    html! {
        (Table::new(lang.t("planning-staff"), columns).rows(care.places.iter().map(row)))
        @if care.places.len() < needs {
            @let args = [("has", care.places.len().into()), ("needs", needs.into())];
            p { (Tag::new(Tone::Warning, lang.tr("planning-clash-too-few", &args))) }
        }
    }
}

fn for_planner(lang: Lang, care: &CareVisit, correctable: bool) -> Markup {
    html! {
        div.button-row {
            @if can_be_moved(care) {
                (Button::link(visit_path(care.id, "/flytta"), lang.t("planning-move")).icon(Icon::Switch))
            }
            @if correctable {
                (Button::link(visit_path(care.id, "/ratta"), lang.t("planning-correct")).icon(Icon::Pencil))
            }
        }
    }
}
