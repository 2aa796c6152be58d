//! *Kunduppdrag*: the weeks to come of one customer, as a table and as a calendar, for whoever may see them.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{Hat, Service};
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Choice as Alternative, Crumb, EmptyState, Fields, Icon, Page, Pager, PersonBanner, icon,
};
use behorig_web::{Errors, Form, Lang, format};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::asked::{Asked, COLUMNS, COUNT, FROM, VIEW, View};
use super::read::{Choice, Reader, Schedule};
use super::{calendar_path, path_of, pdf_path, show, words};
use crate::CustomerId;
use crate::records::Customer;

/// The schedule of a customer. Service 262 about the customer; for staff 413 too.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id).await?;
    let (lang, today) = (visit.lang, format::local(visit.now.0).date());
    let (form, asked) = Asked::of(query.as_deref(), today)?;
    let asked = match asked {
        Ok(asked) => asked,
        Err(errors) => {
            visit.record_reading(customer.event(ActivityType::Read, "home-care.schedule")).await?;
            let page = page(&visit, &customer).errors(&errors);
            return Ok(visit.show_again(&page, controls(&visit, &customer, &form, &errors)));
        }
    };
    let reader = reader_of(&visit, asked.choice);
    let schedule = Schedule::read(visit.snapshot.get().await?, customer, asked.weeks, reader).await?;
    let customer = &schedule.customer;
    let event = customer.event(ActivityType::Read, "home-care.schedule");
    visit.record_reading(event.with_args(asked.query().trim_start_matches('?'))).await?;
    let page = page(&visit, customer).lead(words::period(lang, asked.weeks)).actions(actions(&visit, customer, asked));
    let body = html! {
        (controls(&visit, customer, &form, &Errors::new()))
        (weeks(lang, &schedule, asked, today))
    };
    Ok(visit.show(&page, body))
}

/// The customer of an address, to whoever may see the schedule.
pub(super) async fn customer_of(visit: &mut Visit, id: &str) -> Result<Customer, PageError> {
    let id = customer_id(id)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let found = Customer::for_viewer(tx, &viewer, id, Service::AssignmentScheduleWeb, now).await;
    match found {
        // Staff who see the customer see when somebody comes.
        Err(PageError::Refused(_) | PageError::NotFound) if viewer.hat() == Hat::Staff => {
            let by_other = Customer::for_viewer(tx, &viewer, id, Service::ViewCustomers, now).await;
            by_other.or(found)
        }
        other => other,
    }
}

/// An id out of a path; what is none leads nowhere.
pub(super) fn customer_id(text: &str) -> Result<CustomerId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// As whom the visitor reads.
pub(super) fn reader_of(visit: &Visit, choice: Choice) -> Reader {
    if visit.session.hat == Hat::Staff { Reader::Staff(choice) } else { Reader::Relative }
}

/// A page about a customer's schedule, with the way to it.
pub(super) fn page(visit: &Visit, customer: &Customer) -> Page<'static> {
    let lang = visit.lang;
    Page::new(lang.t("home-care-schedule-title"))
        .section(customer.full_name())
        .crumbs(crumbs_to(lang, customer))
        .banner(banner(visit, customer))
        .wide()
}

/// The way to a page below a customer's own.
pub(super) fn crumbs_to(lang: Lang, customer: &Customer) -> [Crumb<'static>; 2] {
    let of_customer = format!("{}/{}", crate::LIST, customer.id);
    [Crumb::new(crate::LIST, lang.t("home-care-schedule-customers")), Crumb::new(of_customer, customer.full_name())]
}

/// Who it is. The number is for staff: a relative knows whom they follow.
pub(super) fn banner(visit: &Visit, customer: &Customer) -> Markup {
    let lang = visit.lang;
    let mut banner = PersonBanner::new(lang, customer.full_name())
        .fact(lang.t("home-care-schedule-unit"), customer.unit_name().to_owned())
        .protected(customer.protected);
    if customer.may(&visit.viewer, Service::ViewCustomers, visit.now) {
        banner = banner.fact(lang.t("home-care-schedule-number"), customer.details.number.shown());
    }
    banner.render()
}

fn actions(visit: &Visit, customer: &Customer, asked: Asked) -> Markup {
    let lang = visit.lang;
    let subscribes = customer.may(&visit.viewer, Service::AssignmentScheduleWeb, visit.now);
    html! {
        button.button.secondary type="button" hidden data-print {
            (icon(Icon::Print)) span { (lang.t("home-care-schedule-print")) }
        }
        (Button::link(format!("{}{}", pdf_path(customer.id), asked.query()), lang.t("home-care-schedule-pdf")).icon(Icon::Document))
        @if subscribes {
            (Button::link(calendar_path(customer.id), lang.t("home-care-schedule-subscribe")).icon(Icon::Calendar))
        }
    }
}

/// How many weeks, shown how, and of which columns.
fn controls(visit: &Visit, customer: &Customer, form: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let fields = Fields::new(lang, form, errors);
    let views = View::ALL.map(|view| {
        let label = match view {
            View::Table => "home-care-schedule-as-table",
            View::Week => "home-care-schedule-as-week",
        };
        Alternative::new(view.key(), lang.t(label))
    });
    let choices = Choice::ALL.map(|choice| {
        let label = match choice {
            Choice::Plan => "home-care-schedule-columns-plan",
            Choice::All => "home-care-schedule-columns-all",
            Choice::AsRelatives => "home-care-schedule-columns-relatives",
        };
        Alternative::new(choice.key(), lang.t(label))
    });
    html! {
        search.filters {
            form method="get" action=(path_of(customer.id)) novalidate {
                @if form.has(FROM) { input type="hidden" name=(FROM) value=(form.value(FROM)); }
                (fields.number(&COUNT))
                (fields.select(&VIEW).options(views))
                @if visit.session.hat == Hat::Staff { (fields.select(&COLUMNS).options(choices)) }
                (Button::secondary(lang.t("home-care-schedule-show")))
            }
        }
    }
}

fn weeks(lang: Lang, schedule: &Schedule, asked: Asked, today: Date) -> Markup {
    let path = |week| format!("{}{}", path_of(schedule.customer.id), asked.query_from(Some(week)));
    let earlier = asked.weeks.earlier(today).map(|week| path(week).into());
    let later = asked.weeks.later(today).map(|week| path(week).into());
    html! {
        div.schedule {
            @if schedule.columns.is_empty() {
                (EmptyState::new(Icon::Calendar, lang.t("home-care-schedule-no-columns"), lang.t("home-care-schedule-no-columns-text")))
            } @else if schedule.is_empty() {
                (EmptyState::new(Icon::Calendar, lang.t("home-care-schedule-empty"), lang.t("home-care-schedule-empty-text")))
            } @else {
                @match asked.view {
                    View::Table => (show::tables(lang, schedule)),
                    View::Week => (show::calendar(lang, schedule, today)),
                }
            }
        }
        (Pager::new(lang, earlier, later, words::period(lang, asked.weeks)))
    }
}
