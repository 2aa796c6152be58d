//! What a page tells of an order besides its lines: on what right it stands, and what has happened to it.

use behorig_store::{StoreError, Tx};
use behorig_web::components::{Change, Event as HistoryEvent, Timeline, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use crate::records::{Noted, Ordering, Right};
use crate::rules::{Effect, Happened};

/// The right of an order with the name of the unit where there is none.
pub(super) struct ToldRight {
    pub right: Right,
    unit_name: String,
}

impl ToldRight {
    /// Names the unit.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(super) async fn of(tx: &mut Tx, right: Right) -> Result<Self, StoreError> {
        let unit_name = match right {
            Right::May(_) => String::new(),
            Right::MayNot { unit, .. } => {
                behorig_registers::units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default()
            }
        };
        Ok(Self { right, unit_name })
    }

    /// The check's result in words: on what right, or why not.
    pub(super) fn show(&self, lang: Lang) -> Markup {
        match self.right {
            Right::May(by) => html! { (tag(Tone::Good, &lang.t("orders-right-yes"))) " " (lang.t(by.text())) },
            Right::MayNot { why, .. } => html! {
                (tag(Tone::Danger, &lang.t("orders-right-no"))) " "
                (lang.tr("orders-right-where", &[("unit", self.unit_name.as_str().into())])) " "
                (lang.t(why.text()))
            },
        }
    }

    /// Whether it lets the order be approved.
    pub(super) const fn is_given(&self) -> bool {
        matches!(self.right, Right::May(_))
    }
}

/// When the grants of an order begin and end.
pub(super) fn period(lang: Lang, ordering: &Ordering) -> String {
    let day = |at: behorig_access::Instant| format::date(format::local(at.0).date());
    // The last day is included; the moment when it ends is not.
    let last = |at: behorig_access::Instant| format::date(format::local(at.0 - 1).date());
    match (ordering.effect, ordering.from, ordering.to) {
        (Effect::Revoke, ..) => lang.t("orders-period-at-once").into_owned(),
        (_, None, None) => lang.t("orders-period-from-approval").into_owned(),
        (_, Some(from), None) => lang.tr("orders-period-from", &[("from", day(from).into())]).into_owned(),
        (_, None, Some(to)) => lang.tr("orders-period-to", &[("to", last(to).into())]).into_owned(),
        (_, Some(from), Some(to)) => {
            lang.tr("orders-period-both", &[("from", day(from).into()), ("to", last(to).into())]).into_owned()
        }
    }
}

const fn happened(what: Happened) -> &'static str {
    match what {
        Happened::Placed => "orders-event-placed",
        Happened::Vouched => "orders-event-vouched",
        Happened::Asked => "orders-event-asked",
        Happened::Answered => "orders-event-answered",
        Happened::Approved => "orders-event-approved",
        Happened::ApprovedOnce => "orders-event-approved-once",
        Happened::Rejected => "orders-event-rejected",
        Happened::Done => "orders-event-done",
        Happened::Declined => "orders-event-declined",
        Happened::Withdrawn => "orders-event-withdrawn",
    }
}

const fn said(what: Happened) -> &'static str {
    match what {
        Happened::Asked => "orders-question",
        Happened::Answered => "orders-answer",
        _ => "orders-reason",
    }
}

/// What has happened to an order, the latest first. An order from before there was a timeline has none.
pub(super) fn timeline(lang: Lang, now: i64, events: &[Noted]) -> Markup {
    if events.is_empty() {
        return Markup::default();
    }
    let event = |noted: &Noted| HistoryEvent {
        at: noted.at.0,
        what: lang.tr(happened(noted.what), &[("count", noted.lines.unwrap_or(0).into())]),
        who: noted.who.clone().into(),
        door: None,
        changes: noted
            .words
            .iter()
            .map(|words| Change { field: lang.t(said(noted.what)), from: "".into(), to: words.clone().into() })
            .collect(),
    };
    html! {
        section aria-labelledby="timeline" {
            h2 #timeline { (lang.t("orders-timeline")) }
            (Timeline::new(lang, now, events.iter().map(event).collect()).render())
        }
    }
}
