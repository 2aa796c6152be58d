//! The page, its form and its files.

pub(crate) mod export;
mod form;
pub(crate) mod show;

use behorig_access::{Service, UnitId};
use behorig_visit::{PageError, Visit};
use behorig_web::{Form, format};

use super::figures::Figures;
use super::records::{Counted, Counts};
use super::rules::{Asked, UNIT};

/// The Dashboard.
pub(crate) const PATH: &str = "/dashboard";

/// The fields of a query string.
fn query(raw: Option<String>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

/// The unit that a query names, to whoever holds service 410 there; none for all that they hold.
async fn unit_of(visit: &mut Visit, form: &Form) -> Result<Option<UnitId>, PageError> {
    visit.require_somewhere(Service::Dashboard).await?;
    let typed = form.value(&UNIT.name).trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let unit: UnitId = typed.parse().map_err(|_| PageError::NotFound)?;
    visit.require(Service::Dashboard, unit).await?;
    Ok(Some(unit))
}

/// Counts what was asked for, within the visitor's own scope.
async fn figures_of(visit: &mut Visit, asked: Asked) -> Result<Figures, PageError> {
    let (scope, now) = (visit.scope(Service::Dashboard), visit.now);
    let units = Counted::of(&scope, asked.unit.as_ref());
    let counts = Counts::read(visit.snapshot.get().await?, &units, asked.days, now).await?;
    Ok(Figures::new(counts, asked.days, now))
}

/// Today in Stockholm.
fn today(visit: &Visit) -> jiff::civil::Date {
    format::local(visit.now.0).date()
}
