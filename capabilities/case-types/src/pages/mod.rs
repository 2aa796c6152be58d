//! The pages: one file each, its permission first.

pub(crate) mod alternative;
pub(crate) mod alternatives;
pub(crate) mod changes;
pub(crate) mod editor;
mod edits;
pub(crate) mod end;
pub(crate) mod field;
mod field_form;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod new;
mod piece;
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod ready;
pub(crate) mod restriction;
pub(crate) mod settings;
pub(crate) mod state;
pub(crate) mod templates;

use std::str::FromStr;

use behorig_access::{CaseTypeId, MalformedId, Service, UnitId};
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Crumb, Page, Tab, Tag, Tone, tabs, tag};
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use crate::records::types::{self, CaseType};
use crate::rules::Direction;

/// *Aktivera ärendetyper*.
pub(crate) const LIST: &str = "/mottagning/arendetyper";
/// *Mallar för invånarärenden*.
pub(crate) const TEMPLATES: &str = "/mottagning/mallar";

/// An id out of a path; what is none leads nowhere.
pub(crate) fn id<I: FromStr<Err = MalformedId>>(text: &str) -> Result<I, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The fields of a query string.
pub(crate) fn query(raw: Option<&str>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

/// The page of a case type, or a page below it.
pub(crate) fn path_of(case_type: CaseTypeId, below: &str) -> String {
    format!("{LIST}/{case_type}{below}")
}

/// The clinic that is being set up: the unit of the hat. Service 407 there.
pub(crate) async fn clinic_of(visit: &mut Visit) -> Result<UnitId, PageError> {
    let Some(unit) = visit.session.hat_unit else { return Err(PageError::NotFound) };
    visit.require(Service::ClinicSettings, unit).await?;
    Ok(unit)
}

/// The clinic's name, as the hat says it.
pub(crate) fn clinic_name(visit: &Visit) -> String {
    visit.hat_chain.first().map(|unit| unit.name.clone()).unwrap_or_default()
}

/// A case type of the visitor's clinic, with service 407 there.
pub(crate) async fn shown(visit: &mut Visit, id: CaseTypeId) -> Result<CaseType, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    types::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await
}

/// The way of a step as a form sends it.
pub(crate) fn direction(form: &Form) -> Result<Direction, PageError> {
    match form.value("at") {
        "upp" => Ok(Direction::Up),
        "ner" => Ok(Direction::Down),
        _ => Err(PageError::Malformed("no way to go")),
    }
}

/// The promise of a case type in words; the clinic's own where it has none.
pub(crate) fn promise(lang: Lang, own: Option<i64>, clinics: i64) -> String {
    match own {
        Some(days) => lang.tr("case-types-days", &[("days", days.into())]),
        None => lang.tr("case-types-days-clinic", &[("days", clinics.into())]),
    }
    .into_owned()
}

/// The promise that the clinic makes for every type without one of its own, in working days.
pub(crate) async fn clinics_promise(tx: &mut Tx, unit: UnitId) -> Result<i64, PageError> {
    Ok(behorig_clinics::clinic(tx, unit).await?.reply_days)
}

/// Whether a case type is active, restricted, being changed: in tags.
pub(crate) fn tags(lang: Lang, case_type: &CaseType) -> Markup {
    html! {
        @if case_type.active { (tag(Tone::Good, &lang.t("case-types-active"))) }
        @else { (Tag::new(Tone::Neutral, lang.t("case-types-inactive"))) }
        @if case_type.restricted { " " (tag(Tone::Info, &lang.t("case-types-restricted"))) }
        @if case_type.published.is_none() { " " (tag(Tone::Warning, &lang.t("case-types-unpublished"))) }
        @else if case_type.has_draft { " " (tag(Tone::Warning, &lang.t("case-types-changed"))) }
    }
}

/// The parts of a case type's pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Settings,
    Form,
    Alternatives,
    Preview,
    History,
}

impl Part {
    const ALL: [Self; 5] = [Self::Settings, Self::Form, Self::Alternatives, Self::Preview, Self::History];

    const fn below(self) -> &'static str {
        match self {
            Self::Settings => "",
            Self::Form => "/formular",
            Self::Alternatives => "/svar",
            Self::Preview => "/forhandsgranska",
            Self::History => "/historik",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Settings => "case-types-settings",
            Self::Form => "case-types-form",
            Self::Alternatives => "case-types-alternatives",
            Self::Preview => "case-types-preview",
            Self::History => "case-types-history",
        }
    }
}

/// A page of a case type: its name, its state and its parts.
pub(crate) fn page_of<'a>(lang: Lang, case_type: &CaseType, part: Part) -> Page<'a> {
    let parts: Vec<Tab<'_>> = Part::ALL
        .into_iter()
        .map(|one| Tab::new(path_of(case_type.id, one.below()), lang.t(one.label()), one == part))
        .collect();
    let name = case_type.name_in(lang).to_owned();
    Page::new(name.clone())
        .section(lang.t(part.label()))
        .crumbs([crumb_to_list(lang)])
        .below_heading(html! { p { (tags(lang, case_type)) } (tabs(&name, &parts)) })
        .wide()
}

/// The way from the list of case types.
pub(crate) fn crumb_to_list<'a>(lang: Lang) -> Crumb<'a> {
    Crumb::new(LIST, lang.t("case-types-title"))
}

/// The way from a part of a case type's pages.
pub(crate) fn crumbs_to<'a>(lang: Lang, case_type: &CaseType, part: Part) -> [Crumb<'a>; 3] {
    [
        crumb_to_list(lang),
        Crumb::new(path_of(case_type.id, ""), case_type.name_in(lang).to_owned()),
        Crumb::new(path_of(case_type.id, part.below()), lang.t(part.label())),
    ]
}
