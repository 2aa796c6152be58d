//! The day of a unit by who makes which visit, and many visits given to one person.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{AccountId, Service, UnitId};
use behorig_home_care::CareVisitId;
use behorig_registers::units;
use behorig_store::ActivityType;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Crumb, EmptyState, Fields, Figure, Icon, Notice, Page, PostForm, Tone, figures,
};
use behorig_web::{Errors, Form, Lang, static_files};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::cards::Cards;
use super::strip::Axis;
use super::{Again, PLANNING, again, asked_day, board_path, day_in_words, day_links, length, planned_minutes, query};
use crate::fields::{DAY, STAFF, VISITS};
use crate::records::board::{Colleague, board};
use crate::records::change::{Give, give as give_places};
use crate::records::{CareVisit, event};
use crate::rules::times::day_of;

/// What a list of staff says for nobody.
pub(super) const NOBODY: &str = "ingen";

/// The day of a unit. Service 415 at the unit.
pub(crate) async fn show(
    mut visit: Visit,
    Path(unit): Path<String>,
    RawQuery(asked): RawQuery,
) -> Result<Response, PageError> {
    let unit = unit.parse().map_err(|_| PageError::NotFound)?;
    visit.require(Service::PlanVisits, unit).await?;
    let day = asked_day(&query(asked)?, visit.now);
    page(visit, unit, day, &Form::default(), &Errors::new()).await
}

/// Gives the ticked visits to one person. Service 415 at the unit.
pub(crate) async fn give(Path(unit): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let unit: UnitId = unit.parse().map_err(|_| PageError::NotFound)?;
    submission.visit.require(Service::PlanVisits, unit).await?;
    let form = submission.form.clone();
    let day = asked_day(&form, submission.visit.now);
    let mut errors = Errors::new();
    let who = form.required(&STAFF, parse_staff, &mut errors);
    let places = form.chosen(&VISITS, parse_place, &mut errors);
    if places.is_empty() && errors.of(&VISITS.name).is_none() {
        errors.add_general("planning-tick-first");
    }
    if let (Some(who), true) = (who, errors.is_empty()) {
        let input = Give { seat: submission.visit.seat(), unit, day, places, who };
        match submission.submit(input, give_places).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "planning-given")),
            Err(rejected) => match again(rejected)? {
                Again::Wrong(wrong) => errors = wrong,
                Again::Stale => errors.add_general("planning-changed-by-somebody"),
            },
        }
    }
    page(submission.visit, unit, day, &form, &errors).await
}

/// Somebody out of a list of staff, or nobody.
pub(super) fn parse_staff(text: &str) -> Result<Option<AccountId>, &'static str> {
    if text == NOBODY {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "planning-wrong-not-plannable")
}

/// `id.place.version`, as a tick sends it.
fn parse_place(text: &str) -> Result<(CareVisitId, i64, i64), &'static str> {
    let mut parts = text.split('.');
    let mut parsed = || Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?));
    parsed().ok_or("planning-wrong-no-place")
}

/// Those who can be planned, and nobody.
pub(super) fn staff_choices(lang: Lang, people: &[Colleague]) -> Vec<Choice<'static>> {
    let label = |one: &Colleague| match &one.title {
        Some(title) => format!("{}, {title}", one.name),
        None => one.name.clone(),
    };
    let mut all: Vec<Choice<'static>> =
        people.iter().map(|one| Choice::new(one.account.to_string(), label(one))).collect();
    all.push(Choice::new(NOBODY, lang.t("planning-without-staff")));
    all
}

/// The page of a day; with what was ticked and what is wrong with it, where its form was sent.
pub(super) async fn page(
    mut visit: Visit,
    unit: UnitId,
    day: Date,
    typed: &Form,
    errors: &Errors,
) -> Result<Response, PageError> {
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let chain = units::chain(tx, unit).await?;
    let board = board(tx, unit, day, now).await?;
    if !board.visits.is_empty() {
        let read = event(ActivityType::Read, "daily-planning.day", &chain, board.visits.iter());
        visit.record_reading(read.with_args(day.to_string())).await?;
    }
    let lang = visit.lang;
    let name = chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
    let cards = Cards::new(&visit, &board, chain.iter().map(|unit| unit.id).collect(), typed);
    let page = Page::new(name)
        .section(lang.t("planning-title"))
        .crumbs([Crumb::new(PLANNING, lang.t("planning-title"))])
        .lead(day_in_words(lang, day))
        .live(format!("{PLANNING}/{unit}/handelser"), lang.t("planning-live-changed"))
        .below_heading(day_links(lang, &format!("{PLANNING}/{unit}"), day, day_of(now)))
        .errors(errors)
        .wide();
    let body = body(&cards, unit, typed, errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn body(cards: &Cards<'_>, unit: UnitId, typed: &Form, errors: &Errors) -> Markup {
    let (lang, board) = (cards.lang, cards.board);
    if board.visits.is_empty() {
        let (title, text) = (lang.t("planning-no-visits"), lang.t("planning-no-visits-text"));
        return EmptyState::new(Icon::Calendar, title, text).render();
    }
    let inside = html! {
        div data-day {
            p.moving role="status" data-moving data-held=(lang.t("planning-held"))
                data-released=(lang.t("planning-released")) {}
            div.day #live-day data-live-part { (rows(cards)) }
        }
        div.give-bar {
            (Fields::new(lang, typed, errors).select(&STAFF).prompt(lang.t("planning-staff-prompt"))
                .options(staff_choices(lang, &board.people)))
            (Button::primary(lang.t("planning-give")))
        }
    };
    html! {
        div #live-counts data-live-part { (counts(cards)) }
        @if board.people.is_empty() {
            (Notice::new(Tone::Warning, lang.t("planning-nobody")).text(lang.t("planning-nobody-text")))
        }
        (PostForm::to(board_path(unit, board.day), inside).hidden("dag", board.day.to_string()).once(Visit::form_key()))
        p.hint { (lang.t("planning-no-travel")) }
        (dragged(board.day))
    }
}

/// What nobody comes to, each person's day, and what is called off.
fn rows(cards: &Cards<'_>) -> Markup {
    let (lang, board, axis) = (cards.lang, cards.board, Axis::of(cards.board));
    let empty: Vec<_> = board
        .visits
        .iter()
        .flat_map(|care| board.empty_places(care).map(move |(place, lost)| (care, place, lost)))
        .collect();
    let called_off: Vec<&CareVisit> = board.visits.iter().filter(|care| !care.state.counts_as_planned()).collect();
    html! {
        (axis.hours(lang))
        @if !empty.is_empty() {
            section.day-row.nobody data-staff=(NOBODY) aria-labelledby="row-nobody" {
                h2 #row-nobody { (lang.t("planning-without-staff")) }
                (axis.strip(&empty.iter().map(|(care, ..)| cards.mark(care)).collect::<Vec<_>>()))
                ul.day-visits { @for (care, place, lost) in &empty { (cards.card(care, *place, *lost)) } }
            }
        }
        @for one in &board.people { (row(cards, axis, one, true)) }
        @for one in &board.former() { (row(cards, axis, one, false)) }
        @if !called_off.is_empty() {
            section.day-row aria-labelledby="row-called-off" {
                h2 #row-called-off { (lang.t("planning-called-off")) }
                ul.day-visits { @for care in called_off { (cards.card(care, 1, None)) } }
            }
        }
    }
}

fn counts(cards: &Cards<'_>) -> Markup {
    let lang = cards.lang;
    let (visits, empty, clashes) = cards.board.counted();
    let figure =
        |label, value: usize| Figure { label: lang.t(label), value: value.to_string().into(), note: None, path: None };
    figures(&[
        figure("planning-count-visits", visits),
        figure("planning-without-staff", empty),
        figure("planning-count-clashes", clashes),
    ])
}

/// The day of one person. Who can no longer be planned keeps what was made.
fn row(cards: &Cards<'_>, axis: Axis, one: &Colleague, plannable: bool) -> Markup {
    let (lang, board) = (cards.lang, cards.board);
    let own: Vec<(&CareVisit, i64)> = board
        .visits
        .iter()
        .filter(|care| care.state.counts_as_planned())
        .filter_map(|care| Some((care, care.place_of(one.account)?.place)))
        .collect();
    let total: i64 = own.iter().map(|(care, _)| planned_minutes(care)).sum();
    let marks: Vec<_> = own.iter().map(|(care, _)| cards.mark(care)).collect();
    let id = format!("row-{}", one.account);
    html! {
        section.day-row data-staff=[plannable.then(|| one.account.to_string())] aria-labelledby=(id) {
            h2 id=(id) {
                (one.name)
                span.muted {
                    " " (lang.tr("planning-sum", &[("count", own.len().into()), ("length", length(lang, total).into())]))
                }
            }
            (axis.strip(&marks))
            @if own.is_empty() { p.muted { (lang.t("planning-free")) } }
            @else { ul.day-visits { @for (care, place) in own { (cards.card(care, place, None)) } } }
        }
    }
}

/// What is sent when a visit is dragged. The forms of the page do the same without.
fn dragged(day: Date) -> Markup {
    html! {
        form method="post" hidden data-dragged novalidate {
            input type="hidden" name=(PostForm::ONCE) value=(Visit::form_key());
            @for name in [PostForm::VERSION, super::PLACE, STAFF.name.as_ref(), "tid"] {
                input type="hidden" name=(name);
            }
            input type="hidden" name=(DAY.name) value=(day);
        }
        script type="module" src=(static_files::url("day.js")) {}
    }
}
