//! *Mina besök*: one's own day, for the phone first.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_home_care::VisitState;
use behorig_registers::units::{self, Unit};
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, EmptyState, Icon, Page, PostForm, Tag, Tone};
use maud::{Markup, Render, html};

use super::{
    MY_VISITS, TAKE_OVER, asked_day, day_in_words, day_links, length, planned_minutes, query, span, state_tag,
    visit_path,
};
use crate::records::my_day::own_visits;
use crate::records::visit::account_of;
use crate::records::{CareVisit, event};
use crate::rules::times::day_of;

/// One's own visits of a day. Service 416 anywhere; each visit by its own unit.
pub(crate) async fn show(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::PerformVisits).await?;
    let account = account_of(&visit.viewer).ok_or(PageError::NotFound)?;
    let (now, lang) = (visit.now, visit.lang);
    let day = asked_day(&query(asked)?, now);
    let tx = visit.snapshot.get().await?;
    let visits = own_visits(tx, account, &scope, day).await?;
    for (chain, of_unit) in by_unit(tx, &visits).await? {
        let read = event(ActivityType::Read, "daily-planning.my-day", &chain, of_unit.into_iter());
        visit.record_reading(read.with_args(day.to_string())).await?;
    }
    let at_unit = match visit.session.hat_unit {
        Some(unit) => visit.permits(Service::PerformVisits, unit).await?,
        None => false,
    };
    let page = Page::new(lang.t("planning-my-visits")).lead(day_in_words(lang, day)).below_heading(day_links(
        lang,
        MY_VISITS,
        day,
        day_of(now),
    ));
    let body = html! {
        (list(lang, account, &visits, day == day_of(now)))
        @if at_unit && day == day_of(now) {
            p.take-over { (Button::link(TAKE_OVER, lang.t("planning-take-over")).icon(Icon::Switch)) }
        }
    };
    Ok(visit.show(&page, body))
}

/// The visits of each unit with the unit's chain, for the log.
async fn by_unit<'v>(
    tx: &mut behorig_store::Tx,
    visits: &'v [CareVisit],
) -> Result<Vec<(Vec<Unit>, Vec<&'v CareVisit>)>, PageError> {
    let mut units: Vec<behorig_access::UnitId> = visits.iter().map(|care| care.unit).collect();
    units.sort_unstable();
    units.dedup();
    let mut found = Vec::new();
    for unit in units {
        let of_unit = visits.iter().filter(|care| care.unit == unit).collect();
        found.push((units::chain(tx, unit).await?, of_unit));
    }
    Ok(found)
}

fn list(lang: Lang, account: behorig_access::AccountId, visits: &[CareVisit], today: bool) -> Markup {
    if visits.is_empty() {
        let (title, text) = (lang.t("planning-none-mine"), lang.t("planning-none-mine-text"));
        return EmptyState::new(Icon::Calendar, title, text).render();
    }
    // The next one: where one is, or else where one goes.
    let is_there = |care: &&CareVisit| care.place_of(account).is_some_and(|place| place.stay.is_there());
    let to_come = |care: &&CareVisit| {
        care.state.is_open() && care.place_of(account).is_some_and(|place| place.stay.started_at.is_none())
    };
    let next = visits.iter().find(is_there).or_else(|| visits.iter().find(to_come)).filter(|_| today);
    let left = visits.iter().filter(|care| is_there(care) || to_come(care)).count();
    html! {
        p.hint { (lang.tr("planning-left", &[("count", left.into())])) }
        @if let Some(care) = next { (next_visit(lang, care, is_there(&care))) }
        ol.my-visits {
            @for care in visits.iter().filter(|care| next.is_none_or(|next| next.id != care.id)) { (one(lang, care)) }
        }
    }
}

fn next_visit(lang: Lang, care: &CareVisit, there: bool) -> Markup {
    let name = care.person.full_name();
    html! {
        section.next-visit aria-labelledby="next" {
            h2 #next { (lang.t(if there { "planning-now" } else { "planning-next" })) }
            p.next-time { (span(lang, care.planned_from, care.planned_to)) }
            p.next-name { (name) @if care.is_protected() { " " (protected(lang)) } }
            ul.bullets { @for name in &care.interventions { li { (name) } } }
            @if care.staff_needed > 1 { p { (with_whom(lang, care)) } }
            @if there {
                (Button::primary_link(visit_path(care.id, ""), lang.t("planning-open-visit")).about(name))
            } @else {
                (PostForm::to(visit_path(care.id, "/start"), Button::primary(lang.t("planning-start")).about(name.clone()).render())
                    .once(Visit::form_key()))
                (Button::link(visit_path(care.id, ""), lang.t("planning-show")).about(name))
            }
        }
    }
}

fn one(lang: Lang, care: &CareVisit) -> Markup {
    let unexplained = care.course().unexplained().is_some() && care.deviation.is_none();
    html! {
        li.my-visit.over[!care.state.is_open()] {
            a href=(visit_path(care.id, "")) {
                strong { (span(lang, care.planned_from, care.planned_to)) } " " (care.person.full_name())
            }
            p.muted { (care.interventions.join(", ")) " · " (length(lang, planned_minutes(care))) }
            p {
                @if care.state != VisitState::Planned { (state_tag(lang, care.state)) }
                @if care.is_protected() { " " (protected(lang)) }
                @if care.staff_needed > 1 { " " (Tag::new(Tone::Neutral, lang.t("planning-two")).icon(Icon::People)) }
                @if unexplained { " " (Tag::new(Tone::Warning, lang.t("planning-reason-lacks"))) }
            }
        }
    }
}

fn protected(lang: Lang) -> Markup {
    Tag::new(Tone::Danger, lang.t("web-protected")).icon(Icon::Shield).render()
}

/// Who else comes.
pub(super) fn with_whom(lang: Lang, care: &CareVisit) -> String {
    let names: Vec<&str> = care.places.iter().map(|place| place.name.as_str()).collect();
    lang.tr("planning-staff-are", &[("count", care.staff_needed.into()), ("names", names.join(", ").into())])
        .into_owned()
}
