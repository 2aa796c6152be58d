//! The pages, one file each, and what they have in common.

pub(crate) mod add;
pub(crate) mod attached;
pub(crate) mod case;
pub(crate) mod check;
pub(crate) mod clinic;
pub(crate) mod clinics;
pub(crate) mod discard;
pub(crate) mod file;
pub(crate) mod inbox;
mod lines;
pub(crate) mod live;
pub(crate) mod place;
pub(crate) mod readers;
pub(crate) mod receipt;
pub(crate) mod reply;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod withdraw;
pub(crate) mod write;

use behorig_access::{CaseId, UnitId};
use behorig_visit::PageError;
use behorig_web::Lang;
use behorig_web::components::{Crumb, Page};

use crate::whom::Whom;
use crate::{CASES, CLINICS};

pub(crate) fn unit_id(text: &str) -> Result<UnitId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

pub(crate) fn case_id(text: &str) -> Result<CaseId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// Where a clinic's page is.
pub(crate) fn clinic_path(unit: UnitId) -> String {
    format!("{CLINICS}/{unit}")
}

/// Where a case is.
pub(crate) fn case_path(case: CaseId) -> String {
    format!("{CASES}/{case}")
}

/// The way to a page below *Mina mottagningar*.
pub(crate) fn clinics_crumb(lang: Lang, whom: &Whom) -> Crumb<'static> {
    Crumb::new(whom.path(CLINICS), lang.t("my-care-clinics"))
}

/// A page that says for whom it is, where that is a child.
pub(crate) fn page_about<'a>(lang: Lang, whom: &Whom, page: Page<'a>) -> Page<'a> {
    match whom.banner(lang) {
        Some(banner) => page.banner(banner),
        None => page,
    }
}
