//! The parts of the pages that are shown anew when figures change.

use behorig_access::Instant;
use behorig_web::components::{Figure, figures};
use behorig_web::{Lang, format};
use maud::{Markup, PreEscaped, html};

use super::board::{Picture, UnitRow};
use super::figures::{Age, HOUR, HOURS, Standing};
use super::row::{age, kind, number, oldest, standing_tag, sum, trend};
use super::view::{Total, View};

/// As many units as fit on a wall.
const ON_A_WALL: usize = 12;

/// The clock of the figures, to the second.
pub(super) fn clock(now: Instant) -> String {
    format::local(now.0).strftime("%H:%M:%S").to_string()
}

/// When the figures are from: now, as long as changes are heard and counted.
pub(super) fn as_of(picture: &Picture, now: Instant) -> Instant {
    if picture.is_behind { picture.counted_at } else { now }
}

/// When the figures are from, in words.
pub(super) fn time(lang: Lang, picture: &Picture, now: Instant) -> Markup {
    let id = if picture.is_behind { "control-tower-behind" } else { "control-tower-as-of" };
    html! {
        p #tower-time data-tower-part {
            @let clock = clock(as_of(picture, now));
            (lang.tr(id, &[("clock", clock.into())]))
        }
    }
}

/// What all units of a view are together.
pub(super) fn total(lang: Lang, total: &Total, now: Instant) -> Markup {
    let standing = total.standing(now);
    let figure = |label: &str, value: String, note: Option<String>| Figure {
        label: lang.t(label),
        value: value.into(),
        note: note.map(Into::into),
        path: None,
    };
    let oldest = total.queue.oldest.map_or_else(|| "–".to_owned(), |since| age(lang, Age::of(since, now)));
    html! {
        section #tower-total data-tower-part aria-label=(lang.t("control-tower-total")) {
            (figures(&[
                figure("control-tower-waiting", number(lang, total.queue.waiting), None),
                figure("control-tower-oldest", oldest, Some(standing_word(lang, standing))),
                figure("control-tower-in-work", number(lang, total.queue.in_work), None),
                figure("control-tower-signed-in", number(lang, total.signed_in), None),
                figure("control-tower-received", sum(lang, total.received), Some(now_and_before(lang, total.received))),
            ]))
        }
    }
}

fn standing_word(lang: Lang, standing: Standing) -> String {
    lang.t(match standing {
        Standing::Overdue => "control-tower-overdue",
        Standing::Soon => "control-tower-soon",
        Standing::InTime => "control-tower-in-time",
        Standing::NoPromise => "control-tower-no-promise",
        Standing::Nothing => "control-tower-nothing-waits",
    })
    .into_owned()
}

fn now_and_before(lang: Lang, received: [u32; HOURS]) -> String {
    let [.., before, now] = received;
    lang.tr("control-tower-this-hour", &[("now", now.into()), ("before", before.into())]).into_owned()
}

/// The table of all units, or of what is to be put into it.
pub(super) fn table(lang: Lang, rows: &[&UnitRow]) -> Markup {
    let column = |id: &str, class: Option<&'static str>| {
        html! { th role="columnheader" scope="col" class=[class] { (lang.t(id)) } }
    };
    let caption = lang.t("control-tower-caption");
    html! {
        div.table-frame.many tabindex="0" role="group" aria-label=(caption) {
            div.table-room {
                table role="table" {
                    caption.reader-only { (caption) }
                    thead role="rowgroup" {
                        tr role="row" {
                            (column("control-tower-unit", None))
                            (column("control-tower-waiting", Some("number")))
                            (column("control-tower-oldest", None))
                            (column("control-tower-promise", None))
                            (column("control-tower-in-work", Some("number")))
                            (column("control-tower-signed-in", Some("number")))
                            (column("control-tower-received", None))
                        }
                    }
                    tbody #tower-rows role="rowgroup" { (joined(lang, rows.iter().copied())) }
                }
            }
        }
    }
}

/// Rows as everybody sees them, made once for all: here they are only joined.
pub(super) fn joined<'r>(lang: Lang, rows: impl Iterator<Item = &'r UnitRow>) -> PreEscaped<String> {
    let mut html = String::new();
    rows.for_each(|row| html.push_str(row.html(lang)));
    PreEscaped(html)
}

/// What a wall shows: the sum, and the most urgent units in large type.
pub(super) fn wall(lang: Lang, view: &View<'_>, now: Instant) -> Markup {
    let waiting = view.rows.iter().filter(|row| row.standing != Standing::Nothing);
    let more = waiting.clone().count().saturating_sub(ON_A_WALL);
    html! {
        div #tower-wall data-tower-part {
            (total(lang, &view.total, now))
            @if view.total.queue.waiting == 0 {
                p.lead { (lang.t("control-tower-wall-calm")) }
            } @else {
                ol.wall-list { @for row in waiting.take(ON_A_WALL) { (on_the_wall(lang, row, now)) } }
                @if more > 0 { p.lead { (lang.tr("control-tower-wall-more", &[("count", more.into())])) } }
            }
        }
    }
}

fn on_the_wall(lang: Lang, row: &UnitRow, now: Instant) -> Markup {
    let class = match row.standing {
        Standing::Overdue => Some("overdue"),
        Standing::Soon => Some("soon"),
        _ => None,
    };
    html! {
        li class=[class] {
            h2 { (row.place.name) }
            span.wall-number {
                span.reader-only { (lang.t("control-tower-waiting")) " " }
                (number(lang, row.figures.queue.waiting))
            }
            p { (standing_tag(lang, row.standing)) " " (oldest(lang, row.figures.queue.oldest, now)) }
        }
    }
}

/// One unit by itself.
pub(super) fn unit(lang: Lang, row: &UnitRow, now: Instant) -> Markup {
    let (queue, received) = (&row.figures.queue, row.figures.trend.received());
    let figure =
        |label: &str, value: String| Figure { label: lang.t(label), value: value.into(), note: None, path: None };
    let hours = (row.figures.trend.first()..).zip(received);
    html! {
        div #tower-unit data-tower-part {
            p.tower-line { (kind(lang, row.place.kind)) " " (standing_tag(lang, row.standing)) }
            (figures(&[
                figure("control-tower-waiting", number(lang, queue.waiting)),
                figure("control-tower-oldest", queue.oldest.map_or_else(|| "–".to_owned(), |since| age(lang, Age::of(since, now)))),
                figure("control-tower-in-work", number(lang, queue.in_work)),
                figure("control-tower-signed-in", number(lang, row.figures.signed_in)),
            ]))
            section.tower-unit-trend aria-labelledby="tower-trend" {
                h2 #tower-trend { (lang.t("control-tower-received")) }
                (trend(lang, received))
                table {
                    caption.reader-only { (lang.t("control-tower-received")) }
                    thead { tr { th scope="col" { (lang.t("control-tower-hour")) } th.number scope="col" { (lang.t("control-tower-count")) } } }
                    tbody {
                        @for (hour, count) in hours {
                            tr { th scope="row" { (clock_hour(hour)) } td.number { (number(lang, count)) } }
                        }
                    }
                }
            }
        }
    }
}

fn clock_hour(hour: i64) -> String {
    let from = format::local(hour * HOUR);
    let to = format::local((hour + 1) * HOUR);
    format!("{}–{}", from.strftime("%H"), to.strftime("%H"))
}
