//! A schedule as a table and as calendar weeks. Both show the columns that the reader sees, and nothing of the others.

use behorig_web::Lang;
use behorig_web::components::{Cell, Column, Row, Table, Tone, tag};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::grid::DayPart;
use super::read::Schedule;
use super::words;
use crate::records::PlannedVisit;
use crate::rules::columns::ScheduleColumn;
use crate::rules::weeks::IsoWeek;

/// Each week as a table under its heading.
pub(super) fn tables(lang: Lang, schedule: &Schedule) -> Markup {
    html! {
        @for week in schedule.weeks.each() {
            (under_heading(lang, week, table(lang, schedule, week)))
        }
    }
}

/// Each week as a calendar shows it.
pub(super) fn calendar(lang: Lang, schedule: &Schedule, today: Date) -> Markup {
    html! {
        @for week in schedule.weeks.each() {
            (under_heading(lang, week, days(lang, schedule, week.days(), today)))
        }
    }
}

fn under_heading(lang: Lang, week: IsoWeek, body: Markup) -> Markup {
    let id = format!("v{week}");
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (words::week(lang, week)) }
            @for day in week.days() {
                @if let Some(change) = words::clock_change_on(lang, day) { p.hint { (change) } }
            }
            (body)
        }
    }
}

fn table(lang: Lang, schedule: &Schedule, week: IsoWeek) -> Markup {
    let mut visits = schedule.of_week(week).peekable();
    if visits.peek().is_none() {
        return html! { p.hint { (lang.t("home-care-schedule-no-visits")) } };
    }
    let columns = schedule.columns.iter().map(|column| {
        let heading = Column::new(lang.t(column.text()));
        if words::is_number(*column) {
            heading.number()
        } else if words::is_short(*column) {
            heading.unbroken()
        } else {
            heading
        }
    });
    let rows = visits.map(|visit| {
        let mut cells = schedule.columns.iter().map(|column| cell(lang, schedule, *column, visit));
        let heading = cells.next().unwrap_or_else(|| Cell::text(""));
        cells
            .fold(Row::new(heading), Row::cell)
            .muted(schedule.shows(ScheduleColumn::State) && !visit.state.counts_as_planned())
    });
    Table::new(words::week(lang, week), columns).rows(rows).render()
}

fn cell(lang: Lang, schedule: &Schedule, column: ScheduleColumn, visit: &PlannedVisit) -> Cell {
    let text = words::cell(lang, column, visit, schedule.staff_of(visit));
    match column {
        ScheduleColumn::State => tag(words::tone(visit.state), &text).into(),
        ScheduleColumn::Interventions | ScheduleColumn::Staff | ScheduleColumn::Deviation | ScheduleColumn::Note => {
            Cell::text(text)
        }
        // A time is never broken at its point.
        _ => html! { (text) }.into(),
    }
}

/// Days beside each other where there is room, and below each other where there is not.
pub(super) fn days(lang: Lang, schedule: &Schedule, days: impl Iterator<Item = Date>, today: Date) -> Markup {
    html! {
        ol.week {
            @for day in days {
                @let parts = schedule.on(day);
                li.today[day == today] {
                    h3 {
                        (words::day(lang, day))
                        @if day == today { " " span.hint { (lang.t("home-care-schedule-today")) } }
                    }
                    @if parts.is_empty() { p.hint { (lang.t("home-care-schedule-no-visits")) } } @else {
                        ul.visits { @for (visit, part) in &parts { (on_its_day(lang, schedule, visit, part)) } }
                    }
                }
            }
        }
    }
}

fn on_its_day(lang: Lang, schedule: &Schedule, visit: &PlannedVisit, part: &DayPart) -> Markup {
    let said = |column| words::cell(lang, column, visit, schedule.staff_of(visit));
    let also: Vec<String> = [ScheduleColumn::Interventions, ScheduleColumn::Staff, ScheduleColumn::Note]
        .into_iter()
        .filter(|column| schedule.shows(*column))
        .map(said)
        .filter(|text| !text.is_empty())
        .collect();
    let time = time(lang, schedule, part);
    html! {
        li {
            @if let Some(time) = time { strong { (time) } }
            @for text in &also { span { (text) } " " }
            @if schedule.shows(ScheduleColumn::State) && words::tone(visit.state) != Tone::Neutral {
                (tag(words::tone(visit.state), &said(ScheduleColumn::State)))
            }
        }
    }
}

/// When it is on this day, as far as the reader sees times.
fn time(lang: Lang, schedule: &Schedule, part: &DayPart) -> Option<String> {
    let clock = |at| words::clock_seen_from(lang, at, part.day);
    let midnight = |at| words::clock(lang, at);
    let begins = schedule.shows(ScheduleColumn::PlannedStart).then(|| clock(part.from));
    let ends = schedule.shows(ScheduleColumn::PlannedStop);
    let ends =
        ends.then(|| if part.is_last { midnight(part.to) } else { lang.t("home-care-schedule-midnight").into_owned() });
    let time = match (begins, ends) {
        (Some(begins), Some(ends)) => format!("{begins}–{ends}"),
        (Some(begins), None) => begins,
        (None, Some(ends)) => format!("–{ends}"),
        (None, None) => return None,
    };
    let id = match (part.is_first, part.is_last) {
        (true, true) => return Some(time),
        (true, false) => "home-care-schedule-goes-on",
        (false, true) => "home-care-schedule-from-before",
        (false, false) => "home-care-schedule-all-day",
    };
    Some(lang.tr(id, &[("time", time.into())]).into_owned())
}
