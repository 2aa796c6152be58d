//! The drawing itself. A unit of it is a pixel at the ordinary size of text, and grows with the text.

use maud::{Markup, html};

use super::axis::ticks;
use super::{Chart, Look, Series, Shape};
use crate::format;

/// Room for the numbers along the axis, above, for the bars, and for the words below.
const LEFT: i64 = 52;
const TOP: i64 = 12;
const HEIGHT: i64 = 150;
const BELOW: i64 = 26;
/// Room for the numbers at the latest end, and what is then left before the first group.
const RIGHT: i64 = 44;
const BEFORE: i64 = 8;
/// So wide is a drawing that has its numbers beside it, and one that has them below.
const BESIDE: i64 = 440;
const WIDE: i64 = 940;
/// A group is at least and at most so wide.
const NARROWEST: i64 = 16;
const WIDEST: i64 = 76;
/// About so wide is a letter.
const LETTER: i64 = 7;
/// A row of bars that lie: how wide the drawing is, how high a row, where its bar begins and how high it is.
const ROW_WIDE: i64 = 360;
const ROW: i64 = 44;
const ROW_BAR: i64 = 20;
const ROW_BAR_HEIGHT: i64 = 16;
/// Room for the number at the end of a bar.
const ROW_NUMBER: i64 = 60;

/// The whole drawing.
pub(super) fn drawing(chart: &Chart<'_>) -> Markup {
    let (wide, high) = match chart.shape {
        Shape::Rows => (ROW_WIDE, count(chart.groups.len()) * ROW),
        _ => (LEFT + count(chart.groups.len()) * group_width(chart), TOP + HEIGHT + BELOW),
    };
    // Where the latest is seen first, the numbers stand there.
    let (from, to) = if chart.latest_last { (LEFT - BEFORE, wide + RIGHT) } else { (0, wide) };
    let (title, desc) = (format!("{}-title", chart.id), format!("{}-desc", chart.id));
    let named = if chart.about.is_some() { format!("{title} {desc}") } else { title.clone() };
    html! {
        svg.rows[chart.shape == Shape::Rows] role="img" aria-labelledby=(named) viewBox={ (from) " 0 " (to - from) " " (high) }
            preserveAspectRatio="xMinYMid meet" {
            title #(title) { (chart.title) }
            @if let Some(about) = &chart.about { desc #(desc) { (about) } }
            (patterns(chart))
            @match chart.shape {
                Shape::Rows => (rows(chart)),
                Shape::Grouped => { (axes(chart, wide, highest(chart))) (grouped(chart)) (labels(chart)) },
                Shape::Stacked => { (axes(chart, wide, highest_stack(chart))) (stacked(chart)) (labels(chart)) },
                Shape::Lines => { (axes(chart, wide, highest(chart))) (lines(chart)) (labels(chart)) },
            }
        }
    }
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX / 1_000)
}

fn group_width(chart: &Chart<'_>) -> i64 {
    let wide = if chart.has_many_groups() { WIDE } else { BESIDE };
    (wide / count(chart.groups.len()).max(1)).clamp(NARROWEST, WIDEST)
}

fn value(series: &Series<'_>, at: usize) -> i64 {
    series.values.get(at).copied().unwrap_or(0)
}

fn highest(chart: &Chart<'_>) -> i64 {
    let most = chart.series.iter().flat_map(|series| series.values.iter().copied()).max().unwrap_or(0);
    if chart.percent { 100 } else { most }
}

fn highest_stack(chart: &Chart<'_>) -> i64 {
    let stack = |at| chart.series.iter().map(|series| value(series, at)).sum();
    (0..chart.groups.len()).map(stack).max().unwrap_or(0)
}

/// The top of the axis.
fn top_of(most: i64) -> i64 {
    ticks(most).last().copied().unwrap_or(1).max(1)
}

/// How far down a value stands.
fn down(value: i64, top: i64) -> i64 {
    TOP + HEIGHT - value.min(top) * HEIGHT / top
}

fn number(chart: &Chart<'_>, value: i64) -> String {
    let shown = format::number(chart.lang, value);
    if chart.percent { format!("{shown}\u{a0}%") } else { shown }
}

/// What a bar says when it is pointed at.
fn said(chart: &Chart<'_>, at: usize, series: &Series<'_>) -> String {
    let group = chart.groups.get(at).map_or("", |group| &**group);
    let shown = number(chart, value(series, at));
    if chart.series.len() > 1 { format!("{group}, {}: {shown}", series.label) } else { format!("{group}: {shown}") }
}

fn fill(chart: &Chart<'_>, look: Look) -> Option<String> {
    look.pattern().map(|_| format!("url(#{}-{})", chart.id, look.class()))
}

/// The patterns that its series need. A stroke of no length with a round end is a dot.
fn patterns(chart: &Chart<'_>) -> Markup {
    let mut looks: Vec<Look> = Vec::new();
    for series in &chart.series {
        if series.look.pattern().is_some() && !looks.contains(&series.look) {
            looks.push(series.look);
        }
    }
    html! {
        @if !looks.is_empty() && chart.shape != Shape::Lines {
            defs {
                @for look in looks {
                    pattern id={ (chart.id) "-" (look.class()) } width="8" height="8" patternUnits="userSpaceOnUse" {
                        path d=[look.pattern()] stroke-width=(if look == Look::Dotted { "3" } else { "1.5" }) stroke-linecap="round" {}
                    }
                }
            }
        }
    }
}

/// The lines across with their numbers.
fn axes(chart: &Chart<'_>, wide: i64, most: i64) -> Markup {
    let top = top_of(most);
    html! {
        @for tick in ticks(most) {
            @let y = down(tick, top);
            line.axis[tick == 0] x1=(LEFT) x2=(wide) y1=(y) y2=(y) {}
            @if chart.latest_last {
                text x=(wide + 8) y=(y + 4) text-anchor="start" { (number(chart, tick)) }
            } @else {
                text x=(LEFT - 8) y=(y + 4) text-anchor="end" { (number(chart, tick)) }
            }
        }
    }
}

/// The words below: as many as there is room for.
fn labels(chart: &Chart<'_>) -> Markup {
    let width = group_width(chart);
    let letters = chart.groups.iter().map(|group| group.chars().count()).max().unwrap_or(0);
    let each = usize::try_from((count(letters) * LETTER + LETTER) / width + 1).unwrap_or(1);
    html! {
        @for (at, group) in chart.groups.iter().enumerate().step_by(each) {
            text x=(LEFT + count(at) * width + width / 2) y=(TOP + HEIGHT + 18) text-anchor="middle" { (group) }
        }
    }
}

fn bar(chart: &Chart<'_>, at: usize, series: &Series<'_>, [x, y, width, height]: [i64; 4]) -> Markup {
    html! {
        rect class=(series.look.class()) fill=[fill(chart, series.look)] x=(x) y=(y) width=(width) height=(height) {
            title { (said(chart, at, series)) }
        }
    }
}

fn grouped(chart: &Chart<'_>) -> Markup {
    let (group, top) = (group_width(chart), top_of(highest(chart)));
    let air = group / 5;
    let width = ((group - air) / count(chart.series.len()).max(1)).max(2);
    html! {
        @for at in 0..chart.groups.len() {
            @for (place, series) in chart.series.iter().enumerate().filter(|(_, series)| value(series, at) > 0) {
                @let y = down(value(series, at), top);
                @let x = LEFT + count(at) * group + air / 2 + count(place) * width;
                (bar(chart, at, series, [x, y, width - 1, TOP + HEIGHT - y]))
            }
        }
    }
}

fn stacked(chart: &Chart<'_>) -> Markup {
    let (group, top) = (group_width(chart), top_of(highest_stack(chart)));
    let air = group / 4;
    html! {
        @for at in 0..chart.groups.len() {
            @for (place, series) in chart.series.iter().enumerate().filter(|(_, series)| value(series, at) > 0) {
                @let below: i64 = chart.series.iter().take(place).map(|series| value(series, at)).sum();
                @let (from, to) = (down(below, top), down(below + value(series, at), top));
                (bar(chart, at, series, [LEFT + count(at) * group + air / 2, to, group - air, from - to]))
            }
        }
    }
}

fn lines(chart: &Chart<'_>) -> Markup {
    let (group, top) = (group_width(chart), top_of(highest(chart)));
    html! {
        @for (place, series) in chart.series.iter().enumerate() {
            @let points: Vec<(usize, i64, i64)> = (0..chart.groups.len())
                .map(|at| (at, LEFT + count(at) * group + group / 2, down(value(series, at), top)))
                .collect();
            @let path: Vec<String> = points.iter().map(|(_, x, y)| format!("{x},{y}")).collect();
            polyline.dashed[place % 3 == 1].dotted[place % 3 == 2] points=(path.join(" ")) {}
            @for (at, x, y) in points { (point(place, x, y, Some(said(chart, at, series)))) }
        }
    }
}

/// A mark of a line: round, square, or standing on its corner.
fn point(place: usize, x: i64, y: i64, said: Option<String>) -> Markup {
    let title = html! { @if let Some(said) = said { title { (said) } } };
    html! {
        @match place % 3 {
            0 => { circle.point cx=(x) cy=(y) r="3" { (title) } },
            1 => { path.point.hollow d={ "M" (x - 3) " " (y - 3) "h6v6h-6z" } { (title) } },
            _ => { path.point.hollow d={ "M" (x) " " (y - 4) "l4 4l-4 4l-4-4z" } { (title) } },
        }
    }
}

/// Bars that lie, each under its name and with its number at its end. Several series stand one after another in a bar.
fn rows(chart: &Chart<'_>) -> Markup {
    let top = if chart.percent { 100 } else { top_of(highest_stack(chart)) };
    let room = ROW_WIDE - ROW_NUMBER;
    let across = |value: i64| value.min(top) * room / top;
    html! {
        @for (at, group) in chart.groups.iter().enumerate() {
            @let y = count(at) * ROW;
            @let whole: i64 = chart.series.iter().map(|series| value(series, at)).sum();
            text.name x="0" y=(y + 14) { (group) }
            @for (place, series) in chart.series.iter().enumerate().filter(|(_, series)| value(series, at) > 0) {
                @let before: i64 = chart.series.iter().take(place).map(|series| value(series, at)).sum();
                @let (from, to) = (across(before), across(before + value(series, at)));
                (bar(chart, at, series, [from, y + ROW_BAR, (to - from).max(1), ROW_BAR_HEIGHT]))
            }
            line.axis x1="0" x2="0" y1=(y + ROW_BAR - 3) y2=(y + ROW_BAR + ROW_BAR_HEIGHT + 3) {}
            text x=(across(whole) + 8) y=(y + ROW_BAR + 13) { (number(chart, whole)) }
        }
    }
}

/// How a series looks, beside its name.
pub(super) fn mark(chart: &Chart<'_>, place: usize, series: &Series<'_>) -> Markup {
    html! {
        svg.chart-mark viewBox="0 0 24 14" aria-hidden="true" {
            @if chart.shape == Shape::Lines {
                polyline.dashed[place % 3 == 1].dotted[place % 3 == 2] points="0,7 24,7" {}
                (point(place, 12, 7, None))
            } @else {
                rect class=(series.look.class()) fill=[fill(chart, series.look)] x="1" y="1" width="22" height="12" {}
            }
        }
    }
}
