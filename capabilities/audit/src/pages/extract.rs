//! *Vem har läst om mig?*: the extract of the log that a resident is entitled to. From which unit and when, in plain words; never by whom.

use std::borrow::Cow;

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{EventId, Holder};
use behorig_registers::persons::Person;
use behorig_store::{ActivityType, Event, Purpose, Resource};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Fields, Icon, Page, Pager, Row, Table};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::{A_PAGE, EXTRACT, EXTRACT_PDF, period, query, today};
use crate::records::extract::{self, Told};
use crate::records::retention::latest_day;
use crate::rules::{Days, MOST_DAYS};
use crate::words;

/// A year, where nothing is asked for.
pub(super) fn a_year(visit: &Visit) -> Days {
    Days::until(today(visit.now), MOST_DAYS)
}

/// The extract. The resident themselves, with that hat.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let me = oneself(&mut visit).await?;
    let asked = query(raw)?;
    let after: Option<EventId> = asked.value("efter").parse().ok();
    let mut errors = Errors::new();
    let days = period::asked(&asked, a_year(&visit), &mut errors);
    let most = i64::try_from(A_PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let (mut told, mut gone) = (Vec::new(), None);
    if errors.is_empty() {
        let tx = visit.snapshot.get().await?;
        gone = latest_day(tx).await?;
        told = extract::page(tx, (me.id, &me.number), days, after, most).await?;
        visit.record_reading(reading(&me, ActivityType::Read, "audit.extract")).await?;
    }
    let has_more = told.len() > A_PAGE;
    told.truncate(A_PAGE);
    let lang = visit.lang;
    let next = told.last().filter(|_| has_more).map(|last| address(EXTRACT, days, Some(last.id)).into());
    let first = after.map(|_| address(EXTRACT, days, None).into());
    let body = html! {
        (form_of_period(lang, &asked, days, &errors))
        @if told.is_empty() {
            (EmptyState::new(Icon::Eye, lang.t("audit-extract-none"), lang.t("audit-extract-none-text")))
        } @else { (table(lang, &told)) }
        (Pager::new(lang, first, next, ""))
        @if let Some(day) = gone.filter(|day| *day > days.from.to_string()) {
            p.hint { (lang.tr("audit-extract-thinned", &[("day", day.into())])) }
        }
        p.hint { (lang.t("audit-extract-ask")) }
    };
    let pdf = Button::link(address(EXTRACT_PDF, days, None), lang.t("audit-pdf")).icon(Icon::Document);
    let mut page = Page::new(lang.t("audit-extract")).lead(lang.t("audit-extract-lead"));
    if errors.is_empty() {
        page = page.actions(pdf.render());
        return Ok(visit.show(&page, body));
    }
    Ok(visit.show_again(&page.errors(&errors), body))
}

/// Who sits there, as the register has them.
///
/// # Errors
/// [`PageError::NotFound`] to who is no resident just now.
pub(super) async fn oneself(visit: &mut Visit) -> Result<Person, PageError> {
    let Holder::Person(person) = visit.viewer.holder() else { return Err(PageError::NotFound) };
    let register = std::sync::Arc::clone(&visit.app.register);
    register.by_id(visit.snapshot.get().await?, person).await?.ok_or(PageError::NotFound)
}

/// That one's own extract was read: an event about oneself.
pub(super) fn reading(me: &Person, activity: ActivityType, level: &'static str) -> Event {
    let resource = Resource {
        resource_type: "resident",
        resource_id: Some(me.id.to_string()),
        patient: Some((me.number, me.full_name())),
        ..Resource::default()
    };
    Event { activity, level, args: None, purpose: Purpose::Care, resources: vec![resource] }
}

/// The extract of a period, from a place in it.
fn address(path: &str, days: Days, after: Option<EventId>) -> String {
    let after = after.map_or_else(String::new, |event| format!("&efter={event}"));
    format!("{path}?fran={}&till={}{after}", days.from, days.to)
}

fn form_of_period(lang: Lang, form: &Form, days: Days, errors: &Errors) -> Markup {
    let filled = period::filled(form, days);
    let f = Fields::new(lang, &filled, errors);
    html! {
        search {
            form method="get" action=(EXTRACT) novalidate {
                (period::fields(&f))
                div.button-row { (Button::secondary(lang.t("audit-extract-show"))) }
            }
        }
    }
}

/// From where: the unit of staff, or that it was somebody else who may.
pub(super) fn from_where<'a>(lang: Lang, told: &'a Told) -> Cow<'a, str> {
    match (told.hat.as_str(), &told.unit_name) {
        ("resident", _) => lang.t("audit-extract-guardian"),
        ("relative", Some(unit)) => lang.tr("audit-extract-relative", &[("unit", unit.clone().into())]),
        ("relative", None) => lang.t("audit-hat-relative"),
        (_, Some(unit)) => Cow::Borrowed(unit),
        (_, None) => lang.t("audit-hat-system"),
    }
}

fn table(lang: Lang, told: &[Told]) -> Markup {
    let columns = [
        Column::new(lang.t("audit-when")).unbroken(),
        Column::new(lang.t("audit-from-where")),
        Column::new(lang.t("audit-what")),
    ];
    let rows = told.iter().map(|one| {
        let place = html! {
            (from_where(lang, one))
            @if let Some(provider) = one.provider_name.as_ref().filter(|_| one.hat == "staff") {
                br; span.hint { (provider) }
            }
        };
        Row::new(format::date_time(lang, one.at.0)).cell(place).cell(words::done(
            lang,
            &one.activity,
            one.level.as_deref(),
        ))
    });
    Table::new(lang.t("audit-extract"), columns).rows(rows).render()
}
