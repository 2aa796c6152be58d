//! *Mina mottagningar*: where one may write, and what one may add.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_cases::records::{Ward, wards_of};
use behorig_clinics::{ClinicStatus, clinic, clinics_that_reach};
use behorig_registers::units::{self, Unit};
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, PostForm, Row, Section, Table, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use super::{clinic_path, page_about};
use crate::CLINICS;
use crate::rules::{self, LetIn};
use crate::whom::{Whom, whom};

struct Mine {
    unit: Unit,
    let_in: LetIn,
    status: ClinicStatus,
}

struct Listed {
    mine: Vec<Mine>,
    offered: Vec<Unit>,
    wards: Vec<Ward>,
}

/// The clinics. Anyone signed in as a resident, for themselves or a young child of theirs.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    whom.record_child(&mut visit, "my-care.clinics").await?;
    let now = visit.now;
    let listed = listed(visit.snapshot.get().await?, &whom, now).await?;
    let lang = visit.lang;
    let page = Page::new(lang.t("my-care-clinics")).lead(lang.t("my-care-clinics-lead"));
    Ok(visit.show(&page_about(lang, &whom, page), body(lang, &whom, &listed)))
}

async fn listed(tx: &mut Tx, whom: &Whom, now: behorig_access::Instant) -> Result<Listed, PageError> {
    let mut mine = Vec::new();
    for let_in in rules::let_in(&whom.rights, now) {
        if let Some(unit) = units::find(tx, let_in.unit).await?.filter(|unit| unit.ended_at.is_none()) {
            let status = clinic(tx, unit.id).await?.status;
            mine.push(Mine { unit, let_in, status });
        }
    }
    mine.sort_by_cached_key(|clinic| behorig_identity::swedish_sort_key(&clinic.unit.name));
    let today = format::local(now.0).date();
    let mut offered = Vec::new();
    for unit in clinics_that_reach(tx, &whom.person, today).await? {
        let is_approved = mine.iter().any(|clinic| clinic.unit.id == unit && clinic.let_in.approved.is_some());
        if !is_approved && let Some(unit) = units::find(tx, unit).await? {
            offered.push(unit);
        }
    }
    let wards = if whom.child().is_none() { wards_of(tx, whom.writer, now).await? } else { Vec::new() };
    Ok(Listed { mine, offered, wards })
}

fn body(lang: Lang, whom: &Whom, listed: &Listed) -> Markup {
    html! {
        @if listed.mine.is_empty() {
            (EmptyState::new(Icon::Building, lang.t("my-care-no-clinics"), lang.t(none_text(listed))))
        } @else { (mine(lang, whom, &listed.mine)) }
        @if !listed.offered.is_empty() {
            (Section::new(lang.t("my-care-offered"), offered(lang, whom, &listed.offered)).about(lang.t("my-care-offered-text")))
        }
        @if !listed.wards.is_empty() {
            (Section::new(lang.t("my-care-wards"), html! {
                ul { @for ward in &listed.wards { li { a href=(rules::about(Some(ward.person), CLINICS)) { (ward.name) } } } }
            }).about(lang.t("my-care-wards-text")))
        }
        @if whom.child().is_some() { p { a href=(CLINICS) { (lang.t("my-care-back-to-own")) } } }
    }
}

fn none_text(listed: &Listed) -> &'static str {
    if listed.offered.is_empty() { "my-care-no-clinics-text" } else { "my-care-no-clinics-add" }
}

fn mine(lang: Lang, whom: &Whom, clinics: &[Mine]) -> Table<'static> {
    let columns = [Column::new(lang.t("my-care-clinic")), Column::new(lang.t("my-care-let-in"))];
    Table::new(lang.t("my-care-clinics"), columns).rows(clinics.iter().map(|clinic| {
        let name = html! {
            (clinic.unit.name)
            @if !clinic.status.takes_new_cases() { " " (tag(Tone::Warning, &lang.t("my-care-closed"))) }
        };
        Row::link(whom.path(&clinic_path(clinic.unit.id)), name).cell(let_in(lang, &clinic.let_in))
    }))
}

/// How one is let in, in words.
pub(super) fn let_in(lang: Lang, let_in: &LetIn) -> String {
    let handed_out = lang.tr("my-care-handed-out", &[("count", let_in.handed_out.into())]);
    match let_in.approved {
        None => handed_out.into_owned(),
        Some(None) => lang.t("my-care-approved").into_owned(),
        Some(Some(to)) => {
            let last = format::date(format::local(to.plus_millis(-1).0).date());
            lang.tr("my-care-approved-until", &[("day", last.into())]).into_owned()
        }
    }
}

fn offered(lang: Lang, whom: &Whom, units: &[Unit]) -> Markup {
    let columns = [Column::new(lang.t("my-care-clinic")), Column::new(lang.t("my-care-add")).unlabelled()];
    let rows = units.iter().map(|unit| {
        let action = whom.path(&format!("{}/lagg-till", clinic_path(unit.id)));
        let button = Button::secondary(lang.t("my-care-add")).about(unit.name.clone());
        let add = PostForm::to(action, html! { (button) }).once(Visit::form_key());
        Row::link(whom.path(&clinic_path(unit.id)), unit.name.clone()).cell(html! { (add) })
    });
    html! { (Table::new(lang.t("my-care-offered"), columns).rows(rows)) }
}
