//! The pages: one file each, its permission first.

pub(crate) mod appointment;
pub(crate) mod choice;
pub(crate) mod ending;
pub(crate) mod list;
pub(crate) mod naming;
pub(crate) mod service;
pub(crate) mod service_end;
pub(crate) mod service_form;
pub(crate) mod services;
mod units;

use std::str::FromStr;

use axum::response::Response;
use behorig_access::{MalformedId, Service, UnitId};
use behorig_store::StoreError;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Crumb, EmptyState, Icon, Page};
use behorig_web::{Form, Lang};
use maud::{Render, html};

use crate::records;

/// *Beställare*: the register of a region's orderers.
pub(crate) const ORDERERS: &str = "/bestallare";
/// *Utse beställare*.
pub(crate) const NAMING: &str = "/bestallare/ny";
/// *Regionens val*.
pub(crate) const CHOICE: &str = "/bestallare/regionens-val";
/// *Beställbara tjänster*.
pub(crate) const SERVICES: &str = "/installningar/bestallbara-tjanster";
/// *Ny beställbar tjänst*.
pub(crate) const NEW_SERVICE: &str = "/installningar/bestallbara-tjanster/ny";
/// The field and the query's name that says which region.
pub(crate) const REGION: &str = "region";

/// An id out of a path; what is none leads nowhere.
pub(crate) fn id<I: FromStr<Err = MalformedId>>(text: &str) -> Result<I, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The fields of a query string.
pub(crate) fn query(raw: Option<&str>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

/// Whether somebody else changed the record first.
pub(crate) fn is_stale(error: &PageError) -> bool {
    matches!(error, PageError::Stale | PageError::Store(StoreError::Stale))
}

/// The way from the register of orderers.
pub(crate) fn crumb<'a>(lang: Lang, region: UnitId) -> Crumb<'a> {
    Crumb::new(format!("{ORDERERS}?{REGION}={region}"), lang.t("orderers-title"))
}

/// A region that the visitor administers, and the others.
pub(crate) struct Region {
    /// Which one.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Every region of the visitor's, by name.
    pub all: Vec<(UnitId, String)>,
}

/// The region that is asked for; else that of the hat, else the first. None where the visitor administers no region: service 421
/// counts at the region itself.
///
/// # Errors
/// As [`Visit::require_somewhere`], and as [`Visit::require`] for a region that is none of the visitor's.
pub(crate) async fn region_in_sight(visit: &mut Visit, asked: &str) -> Result<Option<Region>, PageError> {
    let scope = visit.require_somewhere(Service::AdministerOrderers).await?;
    let all = records::named::regions_in(visit.snapshot.get().await?, &scope).await?;
    let wanted = if asked.is_empty() { None } else { Some(id::<UnitId>(asked)?) };
    let found = match wanted {
        Some(wanted) => {
            visit.require(Service::AdministerOrderers, wanted).await?;
            Some(all.iter().find(|(region, _)| *region == wanted).ok_or(PageError::NotFound)?)
        }
        None => {
            let of_hat = |(region, _): &&(UnitId, String)| visit.hat_chain.iter().any(|unit| unit.id == *region);
            all.iter().find(of_hat).or(all.first())
        }
    };
    let Some((id, name)) = found.cloned() else { return Ok(None) };
    Ok(Some(Region { id, name, all }))
}

/// For whoever may name orderers at a clinic, where nobody is named: whose task it is.
///
/// # Errors
/// Any failure of the database.
pub(crate) async fn no_region(visit: &mut Visit) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let unit = visit.hat_chain.first().map(|unit| unit.id);
    let tx = visit.snapshot.get().await?;
    let region = match unit {
        Some(unit) => records::places::region_of(tx, unit).await?,
        None => None,
    };
    let who = match region {
        Some(region) => behorig_visit::who_may(tx, &viewer, Service::AdministerOrderers, region, now).await?,
        None => Vec::new(),
    };
    let page = Page::new(lang.t("orderers-title"));
    let body = html! {
        (EmptyState::new(Icon::People, lang.t("orderers-no-region"), lang.t("orderers-no-region-text")).render())
        @if !who.is_empty() {
            p { (lang.t("orderers-ask")) }
            ul { @for one in &who { li { (one.name) ", " (one.unit_name) } } }
        }
    };
    Ok(visit.show(&page, body))
}
