//! The pages, one file each, and what they have in common.

pub(crate) mod board;
mod cards;
pub(crate) mod correct;
mod history;
pub(crate) mod live;
pub(crate) mod moving;
pub(crate) mod my_day;
pub(crate) mod not_made;
pub(crate) mod perform;
pub(crate) mod reason;
mod strip;
pub(crate) mod take_over;
pub(crate) mod units;
pub(crate) mod visit;

use behorig_access::{Instant, UnitId};
use behorig_home_care::{CareVisitId, Deviation, VisitState};
use behorig_store::StoreError;
use behorig_visit::{PageError, Rejected, Visit};
use behorig_web::components::{Button, Choice, Icon, Tag, Tone};
use behorig_web::forms::Message;
use behorig_web::{Errors, Form, Lang, format};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use crate::records::CareVisit;
use crate::rules::times::{clock_of, day_of, minutes};

/// The days of the units.
pub(crate) const PLANNING: &str = "/planering";
/// One's own visits.
pub(crate) const MY_VISITS: &str = "/besok";
/// The visits that one could take over.
pub(crate) const TAKE_OVER: &str = "/besok/ta-over";
/// Which place of a visit a form is about.
pub(crate) const PLACE: &str = "plats";

/// The page of a unit's day.
pub(crate) fn board_path(unit: UnitId, day: Date) -> String {
    format!("{PLANNING}/{unit}?dag={day}")
}

/// The page of a visit, or one below it.
pub(crate) fn visit_path(id: CareVisitId, below: &str) -> String {
    format!("{MY_VISITS}/{id}{below}")
}

/// A visit out of a path; what is none leads nowhere.
fn id_in(path: &str) -> Result<CareVisitId, PageError> {
    path.parse().map_err(|_| PageError::NotFound)
}

/// What was asked for in an address.
fn query(asked: Option<String>) -> Result<Form, PageError> {
    Form::parse(asked.unwrap_or_default().as_bytes()).map_err(|_| PageError::Malformed("a query that no page has"))
}

/// The day that was asked for, or today.
fn asked_day(query: &Form, now: Instant) -> Date {
    behorig_web::forms::date(query.value("dag")).unwrap_or_else(|_| day_of(now))
}

/// Who a visit is to, as far as the reader may know.
fn name_of(lang: Lang, care: &CareVisit, sees: bool) -> String {
    if sees { care.person.full_name() } else { lang.t("planning-protected").into_owned() }
}

/// `08.30`, `08:30`.
fn clock(lang: Lang, at: Instant) -> String {
    let time = clock_of(at);
    let between = if lang == Lang::Sv { '.' } else { ':' };
    format!("{:02}{between}{:02}", time.hour(), time.minute())
}

/// `08.30–09.00`.
fn span(lang: Lang, from: Instant, to: Instant) -> String {
    format!("{}–{}", clock(lang, from), clock(lang, to))
}

/// `30 min`, `2 h 30 min`.
fn length(lang: Lang, minutes: i64) -> String {
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let text = if hours == 0 {
        lang.tr("planning-minutes", &[("minutes", rest.into())])
    } else {
        lang.tr("planning-hours", &[("hours", hours.into()), ("minutes", rest.into())])
    };
    if minutes < 0 { format!("\u{2212}{text}") } else { text.into_owned() }
}

/// How long a visit is planned to be.
fn planned_minutes(care: &CareVisit) -> i64 {
    minutes(care.planned_from, care.planned_to)
}

/// How a visit stands, in a word with its icon.
fn state_tag(lang: Lang, state: VisitState) -> Markup {
    let (tone, icon) = match state {
        VisitState::Planned => (Tone::Neutral, Icon::Calendar),
        VisitState::Ongoing => (Tone::Info, Icon::Clock),
        VisitState::Performed => (Tone::Good, Icon::Done),
        VisitState::Absent | VisitState::Declined => (Tone::Warning, Icon::Warning),
        VisitState::Cancelled | VisitState::Paused => (Tone::Neutral, Icon::Close),
    };
    Tag::new(tone, lang.t(state.text())).icon(icon).render()
}

/// The reasons to choose from.
fn reasons(lang: Lang, of: &[Deviation]) -> Vec<Choice<'static>> {
    of.iter().map(|reason| Choice::new(reason.as_stored(), lang.t(reason.text()))).collect()
}

/// A reason as a form sends it.
fn parse_reason(text: &str) -> Result<Deviation, Message> {
    Deviation::from_stored(text).ok_or_else(|| Message::new("planning-reason-wrong"))
}

/// Yesterday, today, tomorrow, and any other day.
fn day_links(lang: Lang, path: &str, day: Date, today: Date) -> Markup {
    let to = |day: Date| format!("{path}?dag={day}");
    html! {
        nav.day-links aria-label=(lang.t("planning-other-days")) {
            @if let Ok(before) = day.yesterday() {
                (Button::link(to(before), lang.t("planning-day-before")).icon(Icon::Back))
            }
            @if day != today { (Button::link(to(today), lang.t("planning-today"))) }
            @if let Ok(after) = day.tomorrow() {
                (Button::link(to(after), lang.t("planning-day-after")).icon(Icon::Forward))
            }
            form method="get" action=(path) {
                label.reader-only for="other-day" { (lang.t("planning-day")) }
                input.input #other-day type="date" name="dag" value=(day);
                (Button::secondary(lang.t("planning-show-day")))
            }
        }
    }
}

/// `fredag 20 november 2026, v. 47`.
fn day_in_words(lang: Lang, day: Date) -> String {
    format!("{}, {}", format::long_date(lang, day), format::week(lang, day))
}

/// What a form is shown again with: what is wrong with it, or that somebody else was first.
enum Again {
    Wrong(Errors),
    Stale,
}

/// Sorts what stands in the way of a form into what its page can show and what it can't.
fn again(rejected: Rejected) -> Result<Again, PageError> {
    match rejected {
        Rejected::Errors(errors) => Ok(Again::Wrong(errors)),
        Rejected::Page(PageError::Store(StoreError::Stale) | PageError::Stale) => Ok(Again::Stale),
        Rejected::Page(error) => Err(error),
    }
}

impl Again {
    /// As errors of the form; who was first is asked for where somebody was.
    async fn into_errors(self, visit: &mut Visit, id: CareVisitId) -> Result<Errors, PageError> {
        match self {
            Self::Wrong(errors) => Ok(errors),
            Self::Stale => {
                let changes = history::of(visit, id).await?;
                let who = changes.first().map_or_else(String::new, |changed| changed.who.clone());
                let mut errors = Errors::new();
                errors.add_general(Message::new("planning-changed-meanwhile").with("who", who));
                Ok(errors)
            }
        }
    }
}
