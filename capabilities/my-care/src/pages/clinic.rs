//! A clinic as its resident meets it: how to reach it, and what one may write to it about.

use std::collections::BTreeSet;

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{CaseTypeId, Instant, Service, UnitId};
use behorig_case_types::{CaseType, open_of_unit};
use behorig_clinics::{Clinic, clinic, clinics_that_reach};
use behorig_registers::units::{self, Unit};
use behorig_store::Tx;
use behorig_visit::{PageError, Visit, require};
use behorig_web::components::{Button, Column, Notice, Page, PostForm, Row, Section, SummaryList, Table, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use super::{clinic_path, clinics_crumb, page_about, unit_id};
use crate::rules::{self, LetIn};
use crate::whom::{Whom, whom};
use crate::words::as_written;
use crate::{CLINICS, records};

struct Shown {
    unit: Unit,
    clinic: Clinic,
    let_in: Option<LetIn>,
    /// Whether it can be added by the catchment area.
    offered: bool,
    types: Vec<CaseType>,
    begun: BTreeSet<CaseTypeId>,
}

/// A clinic's page. Whoever it has let in, or whose catchment area covers them.
pub(crate) async fn show(
    mut visit: Visit,
    Path(unit): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let unit = unit_id(&unit)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    whom.record_child(&mut visit, "my-care.clinic").await?;
    let now = visit.now;
    let shown = shown(visit.snapshot.get().await?, &whom, unit, now).await?;
    let lang = visit.lang;
    let page =
        Page::new(shown.unit.name.clone()).section(lang.t("my-care-clinics")).crumbs([clinics_crumb(lang, &whom)]);
    Ok(visit.show(&page_about(lang, &whom, page), body(lang, &whom, &shown)))
}

async fn shown(tx: &mut Tx, whom: &Whom, unit: UnitId, now: Instant) -> Result<Shown, PageError> {
    let chain = units::chain_ids(tx, unit).await?;
    let let_in = rules::let_in_at(&whom.rights, &chain, now);
    let today = format::local(now.0).date();
    let is_approved = let_in.is_some_and(|clinic| clinic.approved.is_some());
    let offered = !is_approved && clinics_that_reach(tx, &whom.person, today).await?.contains(&unit);
    if let_in.is_none() && !offered {
        require(tx, &whom.rights, Service::UseCaseType, unit, now).await?;
    }
    let mut types = open_of_unit(tx, unit).await?;
    types.retain(|case_type| rules::may_use(&whom.rights, &chain, case_type, now));
    let mut begun = BTreeSet::new();
    for case_type in &types {
        if records::written(tx, records::of_case_type(whom, case_type.id)).await?.is_some() {
            begun.insert(case_type.id);
        }
    }
    let found = units::find(tx, unit).await?.ok_or(PageError::NotFound)?;
    Ok(Shown { unit: found, clinic: clinic(tx, unit).await?, let_in, offered, types, begun })
}

fn body(lang: Lang, whom: &Whom, shown: &Shown) -> Markup {
    let is_open = shown.clinic.status.takes_new_cases();
    html! {
        @if !is_open {
            (Notice::new(Tone::Warning, lang.t("my-care-closed")).text(lang.t("my-care-closed-text")))
        }
        @if shown.offered { (offer(lang, whom, shown)) }
        @if shown.let_in.is_some() {
            (Section::new(lang.t("my-care-write-about"), html! {
                @if shown.types.is_empty() { p { (lang.t("my-care-no-types")) } }
                @else if is_open { (types(lang, whom, shown)) }
            }))
        }
        (facts(lang, &shown.clinic))
        @if let Some(let_in) = &shown.let_in {
            p.hint { (lang.t("my-care-let-in")) ": " (super::clinics::let_in(lang, let_in)) }
        }
    }
}

fn offer(lang: Lang, whom: &Whom, shown: &Shown) -> Markup {
    let action = whom.path(&format!("{}/lagg-till", clinic_path(shown.unit.id)));
    html! {
        p { (lang.t("my-care-offer-text")) }
        (PostForm::to(action, html! { (Button::primary(lang.t("my-care-add"))) }).once(Visit::form_key()))
    }
}

fn types(lang: Lang, whom: &Whom, shown: &Shown) -> Table<'static> {
    let columns = [Column::new(lang.t("my-care-type")), Column::new(lang.t("my-care-reply-within"))];
    Table::new(lang.t("my-care-write-about"), columns).rows(shown.types.iter().map(|case_type| {
        let name = html! {
            (case_type.name_in(lang))
            @if shown.begun.contains(&case_type.id) { " " (tag(Tone::Info, &lang.t("my-care-begun"))) }
        };
        let days = case_type.reply_days.unwrap_or(shown.clinic.reply_days);
        let path = whom.path(&format!("{CLINICS}/{}/{}", shown.unit.id, case_type.id));
        Row::link(path, name).cell(lang.tr("my-care-days", &[("count", days.into())]).into_owned())
    }))
}

fn facts(lang: Lang, clinic: &Clinic) -> Markup {
    let mut list = SummaryList::new(lang);
    let mut any = false;
    if let Some(phone) = &clinic.phone {
        list = list.line(lang.t("my-care-phone"), html! { a href={ "tel:" (phone.as_str()) } { (phone.shown()) } });
        any = true;
    }
    if let Some(email) = &clinic.email {
        list = list.line(lang.t("my-care-email"), html! { a href={ "mailto:" (email.as_str()) } { (email.as_str()) } });
        any = true;
    }
    if let Some(web) = &clinic.web {
        list = list.line(lang.t("my-care-web"), html! { a href=(web) rel="noreferrer" { (web) } });
        any = true;
    }
    let place =
        [clinic.postal_code.as_deref(), clinic.city.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lines: Vec<&str> = [clinic.street.as_deref(), Some(place.as_str())]
        .into_iter()
        .flatten()
        .filter(|line| !line.is_empty())
        .collect();
    for (label, text) in [
        ("my-care-address", (!lines.is_empty()).then(|| lines.join("\n"))),
        ("my-care-opening-hours", clinic.opening_hours.clone()),
        ("my-care-phone-hours", clinic.phone_hours.clone()),
    ] {
        if let Some(text) = text {
            list = list.line(lang.tr(label, &[]), as_written(&text));
            any = true;
        }
    }
    html! {
        @if let Some(about) = &clinic.about { (Section::new(lang.t("my-care-about"), as_written(about))) }
        @if any { (Section::new(lang.t("my-care-contact"), html! { (list) })) }
    }
}
