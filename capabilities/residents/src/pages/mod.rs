//! The pages, one file each, and what they have in common.

pub(crate) mod approve;
pub(crate) mod case_type;
pub(crate) mod hand_out;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod lookup;
pub(crate) mod removal;
pub(crate) mod resident;
pub(crate) mod take_back;
pub(crate) mod why;

use std::sync::Arc;

use behorig_access::{GrantId, Instant, PersonId, Service, UnitId};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{Person, Protection};
use behorig_registers::units::Unit;
use behorig_store::{ActivityType, Event};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Crumb, Page, PersonBanner, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, Render};

use crate::records::change::Desk;
use crate::records::{self, Register, Resident, What};

/// Where the list is.
pub(crate) const LIST: &str = "/invanare";

/// The page of the resident whose grant this is, or a page below it.
pub(crate) fn page_of(grant: GrantId, below: &str) -> String {
    format!("{LIST}/{grant}{below}")
}

/// The event of a page that shows residents of the unit whose chain this is.
pub(crate) fn reading<'a>(
    level: &'static str,
    chain: &[Unit],
    residents: impl Iterator<Item = (PersonId, &'a IdentityNumber, String)>,
) -> Event {
    records::event(ActivityType::Read, level, chain, residents)
}

/// The clinic where the visitor works, as long as the service may be used there.
pub(crate) async fn own_clinic(visit: &mut Visit, service: Service) -> Result<UnitId, PageError> {
    let unit = visit.session.hat_unit.ok_or(PageError::NotFound)?;
    visit.require(service, unit).await?;
    Ok(unit)
}

pub(crate) fn register_of(visit: &Visit) -> Register {
    Arc::clone(&visit.app.register)
}

/// Who changes.
pub(crate) fn desk_of(visit: &Visit) -> Desk {
    Desk { seat: visit.seat(), register: register_of(visit) }
}

/// A grant out of a path; what is none leads nowhere.
pub(crate) fn grant_in(path: &str) -> Result<GrantId, PageError> {
    path.parse().map_err(|_| PageError::NotFound)
}

/// The resident of a grant, with what may be done.
pub(crate) async fn resident_of(visit: &mut Visit, grant: &str, service: Service) -> Result<Resident, PageError> {
    let (grant, register) = (grant_in(grant)?, register_of(visit));
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    Resident::for_viewer(visit.snapshot.get().await?, &register, &viewer, grant, service, now).await
}

/// Writes that one resident's page is about to be shown.
pub(crate) async fn record_reading_of(
    visit: &mut Visit,
    level: &'static str,
    resident: &Resident,
) -> Result<(), PageError> {
    visit.record_reading(reading(level, &resident.chain, std::iter::once(resident.subject()))).await
}

/// A page below a resident's own, with the person above its heading.
pub(crate) fn page_below<'a>(
    lang: Lang,
    title: impl Into<behorig_web::components::Words<'a>>,
    resident: &Resident,
    grant: GrantId,
    now: Instant,
) -> Page<'a> {
    let name = resident.person.full_name();
    let crumbs = [Crumb::new(LIST, lang.t("residents-title")), Crumb::new(page_of(grant, ""), name.clone())];
    Page::new(title).section(name).crumbs(crumbs).banner(banner(lang, &resident.person, now))
}

/// Name, number and what must not be overlooked about a person.
pub(crate) fn banner(lang: Lang, person: &Person, now: Instant) -> Markup {
    let mut banner = PersonBanner::new(lang, person.full_name())
        .fact(lang.t("residents-number"), person.number.shown())
        .protected(person.protection != Protection::None);
    if let Some(age) = person.number.age_on(format::local(now.0).date()).filter(|_| person.deceased_on.is_none()) {
        banner = banner.fact(lang.t("residents-age"), lang.tr("residents-years", &[("years", age.into())]));
    }
    if let Some(day) = &person.deceased_on {
        let deceased = lang.tr("residents-deceased", &[("day", day.as_str().into())]);
        banner = banner.tag(tag(Tone::Neutral, &deceased));
    }
    banner.render()
}

/// The day on which something begins.
pub(crate) fn day(at: Instant) -> String {
    format::date(format::local(at.0).date())
}

/// The last day of a period that ends at this moment, or *tills vidare*.
pub(crate) fn last_day(lang: Lang, to: Option<Instant>) -> String {
    format::until(lang, to.map(|to| format::local(to.plus_millis(-1).0).date()))
}

/// What a grant opens, in words.
pub(crate) fn what_in_words(lang: Lang, what: &What) -> String {
    match what {
        What::Approval => lang.t("residents-approval").into_owned(),
        What::CaseType(_, name) => name.clone(),
        What::Role(name) => behorig_visit::role_name(lang, name).into_owned(),
    }
}
