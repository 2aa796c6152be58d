//! A customer: what was decided, when somebody comes, pauses, who may see it, and what has happened.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{Instant, Service};
use behorig_store::history::{Changed, changes_of};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Column, Crumb, Icon, Notice, Page, Row, SummaryList, Table, Tone, dialog_link, tag,
};
use behorig_web::{Lang, format};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::{CUSTOMER, LIST, banner, customer_of, end, history, path_of, record_reading, shown, span, today};
use crate::records::{
    Assignment, CarePause, Customer, Intervention, PlannedVisit, WhoMaySee, assignments_of, interventions_of,
    next_visits_of, pauses_of, who_may_see,
};

/// As many coming visits are shown.
const VISITS: i64 = 12;
/// A decision that ends within so many days is warned of.
const SOON: i32 = 30;

/// Everything about a customer that the page shows.
struct Whole {
    customer: Customer,
    interventions: Vec<Intervention>,
    assignments: Vec<Assignment>,
    pauses: Vec<CarePause>,
    visits: Vec<PlannedVisit>,
    who: Vec<WhoMaySee>,
    history: Vec<Changed>,
}

/// The customer. Service 413 at the customer's unit; who sees the schedule alone (262) gets the way to it.
pub(crate) async fn show(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let customer = match customer_of(&mut visit, &id, Service::ViewCustomers).await {
        Ok(customer) => customer,
        Err(error) => match customer_of(&mut visit, &id, Service::AssignmentScheduleWeb).await {
            Ok(customer) => return way_to_schedule(visit, &customer).await,
            Err(_) => return Err(error),
        },
    };
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let whole = Whole {
        interventions: interventions_of(tx, customer.id).await?,
        assignments: assignments_of(tx, customer.id).await?,
        pauses: pauses_of(tx, customer.id).await?,
        visits: next_visits_of(tx, customer.id, today(now), VISITS).await?,
        who: who_may_see(tx, &customer, now).await?,
        history: changes_of(tx, CUSTOMER, customer.id.uuid()).await?,
        customer,
    };
    record_reading(&mut visit, "home-care.show", &whole.customer).await?;
    let (lang, customer) = (visit.lang, &whole.customer);
    let may_edit = customer.may(&visit.viewer, Service::EditCustomers, now) && customer.is_current(today(now));
    let may_see_schedule = customer.may(&visit.viewer, Service::AssignmentScheduleWeb, now);
    let actions = html! {
        @if may_edit {
            (dialog_link(&path_of(customer.id, "/avsluta"), "avsluta", &lang.t("home-care-end"), None))
        }
        @if may_see_schedule {
            (Button::primary_link(path_of(customer.id, "/kunduppdrag"), lang.t("home-care-schedule")).icon(Icon::Calendar))
        }
    };
    let page = Page::new(lang.t("home-care-customer"))
        .section(customer.full_name())
        .crumbs([Crumb::new(LIST, lang.t("home-care-customers"))])
        .banner(banner(lang, customer, now))
        .actions(actions)
        .wide();
    let body = body(&visit, &whole, may_edit);
    Ok(visit.show(&page, body))
}

/// What a relative finds behind the customer's name.
async fn way_to_schedule(mut visit: Visit, customer: &Customer) -> Result<Response, PageError> {
    record_reading(&mut visit, "home-care.show-name", customer).await?;
    let lang = visit.lang;
    let schedule = Button::primary_link(path_of(customer.id, "/kunduppdrag"), lang.t("home-care-schedule"));
    let page = Page::new(customer.full_name())
        .section(lang.t("home-care-customers"))
        .crumbs([Crumb::new(LIST, lang.t("home-care-customers"))])
        .actions(html! { (schedule.icon(Icon::Calendar)) });
    let body = html! {
        (SummaryList::new(lang).text(lang.t("home-care-unit"), customer.unit_name()))
        p { (lang.t("home-care-schedule-about")) }
    };
    Ok(visit.show(&page, body))
}

fn body(visit: &Visit, whole: &Whole, may_edit: bool) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let day = today(now);
    html! {
        (SummaryList::new(lang)
            .text(lang.t("home-care-unit"), whole.customer.unit_name())
            .text(lang.t("home-care-period"), &format::period(lang, whole.customer.from, whole.customer.to)))
        (warnings(lang, whole, day))
        (part("insatser", lang.t("home-care-interventions").as_ref(),
            add_button(lang, whole, "/insatser/ny", "home-care-add-intervention", may_edit),
            html! {
                (interventions(lang, whole, day, may_edit))
                (shown::balance(lang, &whole.interventions, &whole.assignments, day))
            }))
        (part("uppdrag", lang.t("home-care-assignments").as_ref(),
            add_button(lang, whole, "/uppdrag/ny", "home-care-add-assignment", may_edit),
            assignments(lang, whole, day, may_edit)))
        (part("pauser", lang.t("home-care-pauses").as_ref(),
            add_button(lang, whole, "/pauser/ny", "home-care-add-pause", may_edit),
            pauses(lang, whole, may_edit)))
        (part("besok", lang.t("home-care-next-visits").as_ref(),
            add_button(lang, whole, "/besok/nytt", "home-care-add-visit", may_edit),
            visits(lang, whole, now, may_edit)))
        (part("vem", lang.t("home-care-who").as_ref(), html! {}, who(lang, whole, now)))
        (part("historik", lang.t("home-care-history").as_ref(), html! {}, history::shown(lang, now, &whole.history)))
        @if may_edit { (end::dialog(visit, "avsluta", &whole.customer, &whole.assignments, &whole.who)) }
    }
}

fn part(id: &str, heading: &str, actions: Markup, body: Markup) -> Markup {
    html! {
        section aria-labelledby=(id) {
            div.heading { h2 id=(id) { (heading) } div.actions { (actions) } }
            (body)
        }
    }
}

fn add_button(lang: Lang, whole: &Whole, below: &str, label: &str, may_edit: bool) -> Markup {
    html! { @if may_edit { (Button::link(path_of(whole.customer.id, below), lang.t(label)).icon(Icon::Plus)) } }
}

/// A decision that ends while visits go on for it: without a new one they stop.
fn warnings(lang: Lang, whole: &Whole, day: Date) -> Markup {
    let soon = day.saturating_add(SOON.days());
    let in_use = |one: &&Intervention| {
        let goes_on = whole.assignments.iter().filter(|assignment| assignment.is_current(day));
        goes_on.flat_map(|assignment| &assignment.plan.interventions).any(|(id, _)| *id == one.id)
    };
    let ending = whole.interventions.iter().filter(|one| one.is_current(day)).filter(in_use);
    html! {
        @for one in ending {
            @if let Some(last) = one.decided.to.filter(|last| *last <= soon) {
                @let args = [("name", one.decided.name.clone().into()), ("day", last.to_string().into())];
                (Notice::new(Tone::Warning, lang.tr("home-care-decision-ends", &args))
                    .text(lang.t("home-care-decision-ends-text")))
            }
        }
    }
}

fn interventions(lang: Lang, whole: &Whole, day: Date, may_edit: bool) -> Markup {
    if whole.interventions.is_empty() {
        return html! { p { (lang.t("home-care-no-interventions")) } };
    }
    let columns = [
        Column::new(lang.t("home-care-intervention")),
        Column::new(lang.t("home-care-law")),
        Column::new(lang.t("home-care-amount")),
        Column::new(lang.t("home-care-period")).unbroken(),
    ];
    let rows = whole.interventions.iter().map(|one| {
        let decided = &one.decided;
        let goes_on = one.is_current(day);
        let row = if may_edit && one.ended_at.is_none() {
            Row::link(path_of(whole.customer.id, &format!("/insatser/{}", one.id)), decided.name.clone())
        } else {
            Row::new(decided.name.clone())
        };
        let period = if one.ended_at.is_some() {
            html! { (tag(Tone::Neutral, &lang.t("home-care-ended"))) }
        } else {
            html! { (format::period(lang, decided.from, decided.to)) }
        };
        row.cell(decided.law.abbreviation())
            .cell(shown::amount(lang, decided.minutes, decided.per))
            .cell(period)
            .muted(!goes_on)
    });
    Table::new(lang.t("home-care-interventions"), columns).rows(rows).render()
}

fn assignments(lang: Lang, whole: &Whole, day: Date, may_edit: bool) -> Markup {
    if whole.assignments.is_empty() {
        return html! { p { (lang.t("home-care-no-assignments")) } };
    }
    let columns = [
        Column::new(lang.t("home-care-when")),
        Column::new(lang.t("home-care-interventions")),
        Column::new(lang.t("home-care-column-staff-count")).number(),
        Column::new(lang.t("home-care-period")).unbroken(),
    ];
    let name_of = |id| {
        let found = whole.interventions.iter().find(|one| one.id == id);
        found.map_or("", |one| one.decided.name.as_str())
    };
    let rows = whole.assignments.iter().map(|one| {
        let plan = &one.plan.recurrence;
        // A time is never broken at its point.
        let when = html! { (shown::when(lang, plan)) };
        let row = if may_edit && one.ended_at.is_none() {
            Row::link(path_of(whole.customer.id, &format!("/uppdrag/{}", one.id)), when)
        } else {
            Row::new(when)
        };
        let parts: Vec<&str> = one.plan.interventions.iter().map(|(id, _)| name_of(*id)).collect();
        let period = if one.ended_at.is_some() {
            html! { (tag(Tone::Neutral, &lang.t("home-care-ended"))) }
        } else {
            html! { (format::period(lang, plan.from, plan.to)) }
        };
        row.cell(parts.join(", "))
            .cell(format::number(lang, one.plan.staff_needed))
            .cell(period)
            .muted(!one.is_current(day))
    });
    Table::new(lang.t("home-care-assignments"), columns).rows(rows).render()
}

fn pauses(lang: Lang, whole: &Whole, may_edit: bool) -> Markup {
    if whole.pauses.is_empty() {
        return html! { p { (lang.t("home-care-no-pauses")) } };
    }
    let columns = [Column::new(lang.t("home-care-period")).unbroken(), Column::new(lang.t("home-care-reason"))];
    let rows = whole.pauses.iter().map(|one| {
        let days = format::period(lang, one.pause.days.from, one.pause.days.to);
        let row = if may_edit {
            Row::link(path_of(whole.customer.id, &format!("/pauser/{}", one.id)), days)
        } else {
            Row::new(days)
        };
        row.cell(lang.t(one.pause.reason.text()))
    });
    Table::new(lang.t("home-care-pauses"), columns).rows(rows).render()
}

fn visits(lang: Lang, whole: &Whole, now: Instant, may_edit: bool) -> Markup {
    if whole.visits.is_empty() {
        return html! { p { (lang.t("home-care-no-visits")) } };
    }
    let columns = [
        Column::new(lang.t("home-care-day")),
        Column::new(lang.t("home-care-time")).unbroken(),
        Column::new(lang.t("home-care-interventions")),
        Column::new(lang.t("home-care-state")),
    ];
    let rows = whole.visits.iter().map(|one| {
        let day = format::long_date(lang, one.day);
        let row = if may_edit && one.planned_from > now {
            Row::link(path_of(whole.customer.id, &format!("/besok/{}", one.id)), day)
        } else {
            Row::new(day)
        };
        row.cell(html! { (span(lang, one.planned_from, one.planned_to)) })
            .cell(one.interventions.join(", "))
            .cell(lang.t(one.state.text()))
            .muted(!one.state.is_open())
    });
    Table::new(lang.t("home-care-next-visits"), columns).rows(rows).render()
}

fn who(lang: Lang, whole: &Whole, now: Instant) -> Markup {
    let columns = [
        Column::new(lang.t("home-care-name")),
        Column::new(lang.t("home-care-role")),
        Column::new(lang.t("home-care-basis")),
        Column::new(lang.t("home-care-until")).unbroken(),
    ];
    let rows = whole.who.iter().map(|one| {
        let until = format::until(lang, one.to.map(|to| format::local(to.plus_millis(-1).0).date()));
        let soon = one.to.is_some_and(|to| to.millis_since(now) <= crate::records::SOON);
        Row::new(one.name.clone())
            .cell(behorig_visit::role_name(lang, &one.role).into_owned())
            .cell(basis(lang, &one.basis))
            .cell(html! { (until) @if soon { " " (tag(Tone::Warning, &lang.t("home-care-ends-soon"))) } })
    });
    html! {
        @if whole.who.is_empty() { p { (lang.t("home-care-nobody-follows")) } }
        @else { (Table::new(lang.t("home-care-who"), columns).rows(rows)) }
        p.hint { (lang.t("home-care-who-staff")) }
    }
}

/// On whose word a grant stands, in words.
pub(super) fn basis(lang: Lang, stored: &str) -> String {
    let text = match stored {
        "consent" => "home-care-basis-consent",
        "guardian" => "home-care-basis-guardian",
        "power-of-attorney" => "home-care-basis-attorney",
        "import" => "home-care-basis-import",
        "order" => "home-care-basis-order",
        _ => "home-care-basis-administrator",
    };
    lang.t(text).into_owned()
}
