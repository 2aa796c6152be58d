//! How figures are drawn: the row of a unit, an age, a standing, and what came hour by hour.

use behorig_access::Instant;
use behorig_registers::units::UnitKind;
use behorig_web::components::{Icon, Tag, Tone};
use behorig_web::{Lang, format};
use maud::{Markup, Render as _, html};

use super::board::Place;
use super::figures::{Age, Figures, HOURS, Standing};

/// A column of bars is at least so many cases high, so that a single case is no peak.
const LEAST_HEIGHT: u32 = 4;

/// The row of a unit in the table of all.
pub(super) fn of_unit(
    lang: Lang,
    place: &Place,
    at: usize,
    figures: &Figures,
    standing: Standing,
    now: Instant,
) -> String {
    let queue = &figures.queue;
    let received = figures.trend.received();
    let since = queue.oldest.map(|since| since.0);
    html! {
        tr role="row" id={ "u-" (place.id) } data-rank=(standing.rank()) data-since=[since] data-place=(at) {
            th role="rowheader" scope="row" {
                a href=(path_of(place)) { (place.name) } " " span.hint { (kind(lang, place.kind)) }
            }
            td.number role="cell" data-label=(lang.t("control-tower-waiting")) { (number(lang, queue.waiting)) }
            td.unbroken role="cell" data-label=(lang.t("control-tower-oldest")) { (oldest(lang, queue.oldest, now)) }
            td role="cell" data-label=(lang.t("control-tower-promise")) { (standing_tag(lang, standing)) }
            td.number role="cell" data-label=(lang.t("control-tower-in-work")) { (number(lang, queue.in_work)) }
            td.number role="cell" data-label=(lang.t("control-tower-signed-in")) { (number(lang, figures.signed_in)) }
            td.unbroken role="cell" data-label=(lang.t("control-tower-received")) { (trend(lang, received)) (sum(lang, received)) }
        }
    }
    .into_string()
}

/// The page of a unit.
pub(super) fn path_of(place: &Place) -> String {
    format!("{}/{}", super::PATH, place.id)
}

/// What kind of unit it is.
pub(super) fn kind(lang: Lang, kind: UnitKind) -> std::borrow::Cow<'static, str> {
    lang.t(if kind == UnitKind::Entrance { "control-tower-entrance" } else { "control-tower-clinic" })
}

/// A count.
pub(super) fn number(lang: Lang, number: u32) -> String {
    format::number(lang, i64::from(number))
}

/// All that came in the shown hours.
pub(super) fn sum(lang: Lang, received: [u32; HOURS]) -> String {
    number(lang, received.iter().sum())
}

/// How long the one that has waited longest has waited; a dash where nothing waits.
pub(super) fn oldest(lang: Lang, since: Option<Instant>, now: Instant) -> Markup {
    let Some(since) = since else { return html! { span.muted { "–" } } };
    html! { time datetime=(format::machine_time(since.0)) data-age=(since.0) { (age(lang, Age::of(since, now))) } }
}

/// An age in words.
pub(super) fn age(lang: Lang, age: Age) -> String {
    let words = |id: &str, large: i64, small: i64| {
        lang.tr(id, &[("large", large.to_string().into()), ("small", small.to_string().into())]).into_owned()
    };
    match age {
        Age::Minutes(minutes) => words("control-tower-age-minutes", minutes, 0),
        Age::Hours(hours, minutes) => words("control-tower-age-hours", hours, minutes),
        Age::Days(days, hours) => words("control-tower-age-days", days, hours),
    }
}

/// How a queue stands, in a word with a shape and a colour.
pub(super) fn standing_tag(lang: Lang, standing: Standing) -> Markup {
    match standing {
        Standing::Overdue => Tag::new(Tone::Danger, lang.t("control-tower-overdue")).render(),
        Standing::Soon => Tag::new(Tone::Warning, lang.t("control-tower-soon")).icon(Icon::Clock).render(),
        Standing::InTime => Tag::new(Tone::Good, lang.t("control-tower-in-time")).render(),
        Standing::NoPromise => Tag::new(Tone::Neutral, lang.t("control-tower-no-promise")).render(),
        Standing::Nothing => html! { span.muted { (lang.t("control-tower-nothing-waits")) } },
    }
}

/// What came hour by hour as bars, the running hour last; read aloud as its numbers.
pub(super) fn trend(lang: Lang, received: [u32; HOURS]) -> Markup {
    let highest = received.iter().copied().max().unwrap_or_default().max(LEAST_HEIGHT);
    let bars: String = received
        .iter()
        .zip(0_u32..)
        .filter(|(count, _)| **count > 0)
        .map(|(count, at)| {
            let height = count.saturating_mul(18).div_ceil(highest);
            format!("M{} 19v-{height}h8v{height}z", at * 10 + 1)
        })
        .collect();
    let numbers = received.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    html! {
        svg.trend viewBox="0 0 80 20" preserveAspectRatio="none" role="img"
            aria-label=(lang.tr("control-tower-trend", &[("numbers", numbers.into())])) {
            path d=(bars) {}
            line x1="0" y1="19.5" x2="80" y2="19.5" {}
        }
    }
}
