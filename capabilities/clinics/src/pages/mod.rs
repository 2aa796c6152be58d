//! The pages, one file each, and what they have in common.

pub(crate) mod area;
pub(crate) mod contact;
pub(crate) mod history;
pub(crate) mod hub;
pub(crate) mod removal;
pub(crate) mod reply;
pub(crate) mod sheet;
pub(crate) mod status;
pub(crate) mod texts;

use behorig_access::{Service, UnitId};
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::Crumb;

use crate::records::{self, Settings};

/// The hub of the settings.
pub const HUB: &str = "/mottagning";

/// The unit of the hat, where the visitor may change its settings: service 407 there.
async fn own_unit(visit: &mut Visit) -> Result<UnitId, PageError> {
    let Some(unit) = visit.session.hat_unit else { return Err(PageError::NotFound) };
    visit.require(Service::ClinicSettings, unit).await?;
    Ok(unit)
}

/// The settings of the hat's unit, decided and read.
async fn own_settings(visit: &mut Visit) -> Result<Settings, PageError> {
    let unit = own_unit(visit).await?;
    Ok(records::settings(visit.snapshot.get().await?, unit).await?)
}

fn unit_name(visit: &Visit) -> &str {
    visit.hat_chain.first().map_or("", |unit| unit.name.as_str())
}

fn crumb(lang: Lang) -> Crumb<'static> {
    Crumb::new(HUB, lang.t("clinics-title"))
}
