//! The pages, one file each, and what they have in common.

pub(crate) mod answer;
pub(crate) mod deputies;
pub(crate) mod deputy_end;
pub(crate) mod follow_up;
mod lines;
pub(crate) mod list;
pub(crate) mod pdf;
pub(crate) mod round;
pub(crate) mod without_head;

use std::borrow::Cow;

use behorig_access::{Instant, Period};
use behorig_visit::PageError;
use behorig_web::components::{Crumb, Tone, tag};
use behorig_web::{Form, Lang, format};
use jiff::civil::Date;
use maud::Markup;

use crate::RoundId;
use crate::records::line::{Line, Tally};
use crate::records::round::Round;
use crate::rules::Decision;

/// The open rounds.
pub(crate) const LIST: &str = "/omprovning";
/// What became of rounds, for the region and for whoever audits.
pub(crate) const FOLLOW_UP: &str = "/omprovning/uppfoljning";
/// The units that no head answers for.
pub(crate) const WITHOUT_HEAD: &str = "/omprovning/uppfoljning/utan-verksamhetschef";
/// Deputies.
pub(crate) const DEPUTIES: &str = "/omprovning/stallforetradare";
/// As many rows as a page of a list shows.
pub(crate) const A_PAGE: usize = 50;
/// Nobody needs to know how many more rounds wait.
pub(crate) const MOST_COUNTED: i64 = 99;
/// As many are asked for, to know whether there are more.
pub(crate) const ASKED: i64 = 51;

/// The page of a round, or a page below it.
pub(crate) fn path_of(round: RoundId, below: &str) -> String {
    format!("{LIST}/{round}{below}")
}

/// An id out of a path; what is none leads nowhere.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The fields of a query string.
pub(crate) fn query(raw: Option<String>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

pub(crate) fn crumb_to_list<'a>(lang: Lang) -> Crumb<'a> {
    Crumb::new(LIST, lang.t("certification-title"))
}

/// A day in Sweden.
pub(crate) fn day(at: Instant) -> Date {
    format::local(at.0).date()
}

/// The last day before a moment.
pub(crate) fn last_day(to: Instant) -> Date {
    day(to.plus_millis(-1))
}

/// A grant's period, in days.
pub(crate) fn days(lang: Lang, period: Period) -> String {
    format::period(lang, day(period.from), period.to.map(last_day))
}

/// What has become of a line, in a word and a tone; none where somebody still has to decide it.
pub(crate) fn outcome(lang: Lang, line: &Line, now: Instant) -> Option<(Tone, Cow<'static, str>)> {
    let word = match (line.decision, line.is_over(now)) {
        (Some(Decision::Kept), _) => (Tone::Good, lang.t("certification-kept")),
        (Some(Decision::Ended), _) => (Tone::Neutral, lang.t("certification-ended")),
        (Some(Decision::Lapsed), _) => (Tone::Warning, lang.t("certification-lapsed")),
        (Some(Decision::Guarded), _) => (Tone::Warning, lang.t("certification-guarded")),
        (Some(Decision::Over), _) | (None, true) => (Tone::Neutral, lang.t("certification-over")),
        (None, false) => return None,
    };
    Some(word)
}

/// How a round stands, in a word: all of it, whoever looks.
pub(crate) fn state(lang: Lang, round: &Round, tally: &Tally, now: Instant) -> Markup {
    let closed = now >= round.times.closes_at;
    let (tone, word) = match (tally.waiting_in_all(), closed) {
        _ if round.lapsed_at.is_some() => (Tone::Neutral, "certification-state-lapsed"),
        (0, _) => (Tone::Good, "certification-state-done"),
        (_, true) => (Tone::Danger, "certification-state-unconfirmed"),
        (_, false) if round.times.submitted => (Tone::Info, "certification-state-submitted"),
        (_, false) => (Tone::Info, "certification-state-open"),
    };
    tag(tone, &lang.t(word))
}

/// How many of so many lines are decided: *12 av 40*.
pub(crate) fn progress(lang: Lang, tally: &Tally) -> String {
    let args = [("done", (tally.all - tally.waiting).into()), ("all", tally.all.into())];
    lang.tr("certification-progress", &args).into_owned()
}
