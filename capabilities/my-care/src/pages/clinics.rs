//! *Mina mottagningar*: where one may write, and what one may add.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_cases::records::{Ward, wards_of};
use behorig_clinics::{ClinicStatus, clinic, clinics_that_reach};
use behorig_registers::units::{self, Unit, UnitKind};
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
    /// Whether it can be added by the catchment area, besides what is handed out there.
    offered: bool,
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
    let mut mine: Vec<Mine> = Vec::new();
    for let_in in rules::let_in(&whom.rights, now) {
        for unit in opened_by(tx, &let_in).await? {
            let let_in = let_in.at(unit.id);
            match mine.iter_mut().find(|mine| mine.unit.id == unit.id) {
                Some(there) => there.let_in = there.let_in.and(let_in),
                None => {
                    let status = clinic(tx, unit.id).await?.status;
                    mine.push(Mine { unit, let_in, status, offered: false });
                }
            }
        }
    }
    mine.sort_by_cached_key(|clinic| behorig_identity::swedish_sort_key(&clinic.unit.name));
    let today = format::local(now.0).date();
    let mut offered = Vec::new();
    for unit in clinics_that_reach(tx, &whom.person, today).await? {
        match mine.iter_mut().find(|clinic| clinic.unit.id == unit) {
            // It stands among one's own already: there it says that it can be added as well.
            Some(clinic) => clinic.offered = clinic.let_in.approved.is_none(),
            None => offered.extend(units::find(tx, unit).await?),
        }
    }
    let wards = if whom.child().is_none() { wards_of(tx, whom.writer, now).await? } else { Vec::new() };
    Ok(Listed { mine, offered, wards })
}

/// The clinics that a holding opens: the one where it is, and with the branch those below it.
async fn opened_by(tx: &mut Tx, let_in: &LetIn) -> Result<Vec<Unit>, PageError> {
    if let_in.branch {
        let mut below = units::in_branch(tx, let_in.unit, "", MOST_OF_A_BRANCH).await?;
        below.retain(|unit| unit.kind == UnitKind::Clinic || (unit.id == let_in.unit && let_in.handed_out > 0));
        return Ok(below);
    }
    let unit = units::find(tx, let_in.unit).await?.filter(|unit| unit.ended_at.is_none());
    Ok(unit.into_iter().collect())
}

/// As many clinics of one branch are listed.
const MOST_OF_A_BRANCH: i64 = 200;

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
        Row::link(whom.path(&clinic_path(clinic.unit.id)), name).cell(html! {
            (let_in(lang, &clinic.let_in))
            @if clinic.offered { br; span.muted { (lang.t("my-care-offered-too")) } }
        })
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
