//! Decisions, plans and pauses in words: for tables, for confirmations, and as history keeps them.

use behorig_web::{Lang, format};
use jiff::civil::{Date, Time};
use maud::{Markup, html};

use behorig_web::components::{Column, Notice, Row, Table, Tone};

use crate::records::{Assignment, Intervention, NewAssignment, NewIntervention, NewPause};
use crate::rules::amounts::{Per, planned_a_week};
use crate::rules::recurrence::{Recurrence, Weekdays};

/// Minutes after midnight as a clock shows them.
pub(super) fn at(lang: Lang, minute: i64) -> String {
    let part = |value: i64| i8::try_from(value).unwrap_or(0);
    let time = Time::new(part(minute.div_euclid(60)), part(minute.rem_euclid(60)), 0, 0).unwrap_or(Time::midnight());
    format::time(lang, time)
}

/// `120 minuter per vecka`.
pub(super) fn amount(lang: Lang, minutes: i64, per: Per) -> String {
    let text = match per {
        Per::Day => "home-care-minutes-a-day",
        Per::Week => "home-care-minutes-a-week",
        Per::Month => "home-care-minutes-a-month",
    };
    lang.tr(text, &[("minutes", minutes.into())]).into_owned()
}

/// `måndag, onsdag och fredag`, or `varje dag`.
pub(super) fn weekdays(lang: Lang, days: Weekdays) -> String {
    if days == Weekdays::EVERY_DAY {
        return lang.t("home-care-every-day").into_owned();
    }
    let mut names: Vec<&str> = days.iter().map(|day| format::weekday(lang, day)).collect();
    let Some(last) = names.pop() else { return String::new() };
    if names.is_empty() {
        return last.to_owned();
    }
    format!("{} {} {last}", names.join(", "), lang.t("home-care-and"))
}

/// `varje dag kl. 08.00, 30 minuter`.
pub(super) fn when(lang: Lang, plan: &Recurrence) -> String {
    let mut text = weekdays(lang, plan.weekdays);
    if plan.every_weeks > 1 {
        text = format!("{text} {}", lang.tr("home-care-every-n-weeks", &[("weeks", plan.every_weeks.into())]));
    }
    text = format!("{text} {}", at(lang, plan.start));
    if let Some(to) = plan.window_to {
        text = format!("{text}–{}", at(lang, to));
    }
    format!("{text}, {}", minutes(lang, plan.length))
}

/// `30 minuter`.
pub(super) fn minutes(lang: Lang, minutes: i64) -> String {
    lang.tr("home-care-minutes", &[("minutes", minutes.into())]).into_owned()
}

/// A decision as history keeps it.
pub(super) fn decided_in_history(new: &NewIntervention) -> String {
    let per = match new.per {
        Per::Day => "dag",
        Per::Week => "vecka",
        Per::Month => "månad",
    };
    let law = new.law.abbreviation();
    format!("{} ({law}), {} min/{per}, {}", new.name, new.minutes, days_in_history(new.from, new.to))
}

/// A plan as history keeps it.
pub(super) fn planned_in_history(new: &NewAssignment) -> String {
    let plan = &new.recurrence;
    let mut text = when(Lang::Sv, plan);
    if new.staff_needed > 1 {
        text = format!("{text}, {} personer", new.staff_needed);
    }
    format!("{text}, {}", days_in_history(plan.from, plan.to))
}

/// A pause as history keeps it.
pub(super) fn paused_in_history(new: &NewPause) -> String {
    format!("{}, {}", Lang::Sv.t(new.reason.text()), days_in_history(new.days.from, new.days.to))
}

pub(super) fn days_in_history(from: Date, to: Option<Date>) -> String {
    format!("{from}–{}", to.map(|day| day.to_string()).unwrap_or_default())
}

/// What is decided of an intervention a week, and what the assignments that go on give of it.
struct Balance<'a> {
    of: &'a Intervention,
    granted: i64,
    planned: i64,
}

fn balances<'a>(interventions: &'a [Intervention], assignments: &[Assignment], today: Date) -> Vec<Balance<'a>> {
    let planned = |of: &Intervention| {
        let goes_on = assignments.iter().filter(|assignment| assignment.is_current(today));
        goes_on
            .flat_map(|assignment| {
                let plan = &assignment.plan.recurrence;
                let parts = assignment.plan.interventions.iter().filter(|(id, _)| *id == of.id);
                parts.map(|(_, minutes)| planned_a_week(*minutes, plan.weekdays.count(), plan.every_weeks))
            })
            .sum()
    };
    interventions
        .iter()
        .filter(|one| one.is_current(today))
        .map(|of| Balance { of, granted: of.decided.per.minutes_a_week(of.decided.minutes), planned: planned(of) })
        .collect()
}

/// What is decided against what is planned, a week, with a warning where more is planned than was decided.
pub(super) fn balance(lang: Lang, interventions: &[Intervention], assignments: &[Assignment], today: Date) -> Markup {
    let balances = balances(interventions, assignments, today);
    let columns = [
        Column::new(lang.t("home-care-intervention")),
        Column::new(lang.t("home-care-granted-a-week")).number(),
        Column::new(lang.t("home-care-planned-a-week")).number(),
    ];
    let rows = balances.iter().map(|one| {
        Row::new(one.of.decided.name.clone())
            .cell(format::number(lang, one.granted))
            .cell(format::number(lang, one.planned))
    });
    let beyond: Vec<&Balance<'_>> = balances.iter().filter(|one| one.planned > one.granted).collect();
    html! {
        @for one in &beyond {
            @let more = one.planned - one.granted;
            @let name = one.of.decided.name.clone();
            (Notice::new(Tone::Warning, lang.tr("home-care-beyond", &[("name", name.into()), ("minutes", more.into())])))
        }
        @if !balances.is_empty() { (Table::new(lang.t("home-care-balance"), columns).rows(rows)) }
    }
}
