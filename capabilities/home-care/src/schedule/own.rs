//! *Mina insatser*: the customer's own view of when somebody comes, and of who may see it: each relative by name, basis and time,
//! and the staff of the unit by their work.

use std::collections::BTreeMap;

use axum::response::Response;
use behorig_access::{Holder, Instant};
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit, role_name};
use behorig_web::components::{Column, EmptyState, Icon, Page, Row, Section, Table};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::grid::{WEEKS_UNASKED, Weeks};
use super::read::{Reader, Schedule};
use super::show;
use crate::records::{Customer, StaffBy, WhoMaySee, customers_who_are, staff_by_role, who_may_see};

/// Where the page is.
pub(crate) const OWN: &str = "/mina-insatser";

/// What the page shows of one unit that comes to the customer.
struct Shown {
    schedule: Schedule,
    relatives: Vec<WhoMaySee>,
    staff: Vec<StaffBy>,
}

/// One's own visits, and who may see them. Anyone signed in as a resident, about themselves.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let Holder::Person(person) = visit.viewer.holder() else { return Err(PageError::NotFound) };
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let mut shown = Vec::new();
    for id in customers_who_are(tx, person, now).await? {
        let Some(customer) = Customer::find(tx, id).await? else { continue };
        let relatives = who_may_see(tx, &customer, now).await?;
        let staff = staff_by_role(tx, &customer, now).await?;
        let weeks = Weeks::from(format::local(now.0).date(), None, WEEKS_UNASKED);
        let schedule = Schedule::read(tx, customer, weeks, Reader::Customer).await?;
        shown.push(Shown { schedule, relatives, staff });
    }
    let events = shown.iter().map(|one| one.schedule.customer.event(ActivityType::Read, "home-care.own"));
    let event = events.reduce(|mut all, one| {
        all.resources.extend(one.resources);
        all
    });
    if let Some(event) = event {
        visit.record_reading(event).await?;
    }
    let lang = visit.lang;
    let page = Page::new(lang.t("home-care-schedule-own")).lead(lang.t("home-care-schedule-own-lead"));
    Ok(visit.show(&page, body(&visit, &shown)))
}

fn body(visit: &Visit, shown: &[Shown]) -> Markup {
    let (lang, today) = (visit.lang, format::local(visit.now.0).date());
    if shown.is_empty() {
        let (title, text) = (lang.t("home-care-schedule-own-none"), lang.t("home-care-schedule-own-none-text"));
        return html! { (EmptyState::new(Icon::Calendar, title, text)) };
    }
    html! {
        @for one in shown {
            @let days = one.schedule.weeks.each().flat_map(|week| week.days()).filter(|day| *day >= today);
            @let unit = one.schedule.customer.unit_name();
            (Section::new(unit, show::days(lang, &one.schedule, days, today)).about(lang.t("home-care-schedule-own-visits")))
            (Section::new(lang.t("home-care-schedule-own-who"), html! {
                h3 { (lang.t("home-care-schedule-own-relatives")) }
                (relatives(lang, visit.now, &one.relatives))
                h3 { (lang.t("home-care-schedule-own-staff")) }
                (staff(lang, &one.staff))
                p.hint { (lang.t("home-care-schedule-own-end")) }
            }).about(unit))
        }
    }
}

fn relatives(lang: Lang, now: Instant, relatives: &[WhoMaySee]) -> Markup {
    if relatives.is_empty() {
        return html! { p { (lang.t("home-care-schedule-own-no-relatives")) } };
    }
    let columns = [
        Column::new(lang.t("home-care-schedule-own-name")),
        Column::new(lang.t("home-care-schedule-own-basis")),
        Column::new(lang.t("home-care-schedule-own-from")).unbroken(),
        Column::new(lang.t("home-care-schedule-own-to")).unbroken(),
    ];
    let rows = relatives.iter().map(|one| {
        let to = one.to.map(|to| format::local(to.plus_millis(-1).0).date());
        let from = format::date(format::local(one.from.0).date());
        let from = if one.from > now {
            lang.tr("home-care-schedule-own-not-yet", &[("day", from.into())])
        } else {
            from.into()
        };
        Row::new(one.name.clone()).cell(basis(lang, &one.basis)).cell(from).cell(format::until(lang, to))
    });
    Table::new(lang.t("home-care-schedule-own-relatives"), columns).rows(rows).render()
}

fn basis(lang: Lang, stored: &str) -> std::borrow::Cow<'static, str> {
    lang.t(match stored {
        "consent" => "home-care-schedule-basis-consent",
        "guardian" => "home-care-schedule-basis-guardian",
        "power-of-attorney" => "home-care-schedule-basis-power-of-attorney",
        _ => "home-care-schedule-basis-other",
    })
}

fn staff(lang: Lang, staff: &[StaffBy]) -> Markup {
    let mut units: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in staff {
        let role = role_name(lang, &one.role).into_owned();
        let said = lang.tr("home-care-schedule-own-people", &[("count", one.people.into()), ("role", role.into())]);
        units.entry(&one.unit).or_default().push(said.into_owned());
    }
    html! {
        @if units.is_empty() { p { (lang.t("home-care-schedule-own-no-staff")) } } @else {
            ul.bullets { @for (unit, said) in &units { li { strong { (unit) } ": " (said.join(", ")) } } }
        }
    }
}
