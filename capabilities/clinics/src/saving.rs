//! Saving a page of the settings: one write, whatever the page.

use std::sync::Arc;

use behorig_access::{Service, UnitId};
use behorig_store::history::{changes_of, since};
use behorig_store::{Event, Recorded, StoreError, Work, WriteTx};
use behorig_visit::{AccessEnded, PageError, Rejected, Seat};
use behorig_web::{Errors, Message};

use crate::fields::{KIND, Part, differences, touches};
use crate::neighbours::Neighbours;
use crate::pages::{HUB, contact, reply, status};
use crate::records::{self, Areas, Settings};
use crate::rules::{Catchment, ClinicStatus, InTheWay};

/// What a page says of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Patch {
    Contact(contact::Contact),
    Texts { about: Option<String>, terms: Option<String> },
    Reply(reply::Reply),
    Status(ClinicStatus),
    Area(Option<Catchment>),
}

impl Patch {
    /// The page.
    pub(crate) const fn part(&self) -> Part {
        match self {
            Self::Contact(_) => Part::Contact,
            Self::Texts { .. } => Part::Texts,
            Self::Reply(_) => Part::Reply,
            Self::Status(_) => Part::Status,
            Self::Area(_) => Part::Area,
        }
    }

    fn on(&self, settings: &mut Settings) {
        let clinic = &mut settings.clinic;
        match self.clone() {
            Self::Contact(said) => said.on(clinic),
            Self::Texts { about, terms } => (clinic.about, clinic.terms) = (about, terms),
            Self::Reply(said) => said.on(clinic),
            Self::Status(status) => clinic.status = status,
            Self::Area(area) => settings.area = area,
        }
    }
}

/// A page that was sent.
pub(crate) struct Sent {
    pub seat: Seat,
    pub unit: UnitId,
    /// The version that the page was filled in on.
    pub version: i64,
    pub patch: Patch,
    pub neighbours: Arc<Neighbours>,
    /// What follows when the grant of a resident whom the area no longer reaches ends.
    pub access_ended: AccessEnded,
}

/// Saves a page. Service 407 at the unit.
///
/// Somebody else's change of another page is no trouble; of the same page, the sender is shown it first ([`StoreError::Stale`]).
pub(crate) fn saved<'t>(tx: &'t mut WriteTx, sent: &'t Sent) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = sent.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::ClinicSettings, sent.unit, now).await?;
        let before = records::settings(tx, sent.unit).await?;
        let meanwhile = since(changes_of(tx, KIND, sent.unit.uuid()).await?, sent.version, before.clinic.version);
        if sent.version > before.clinic.version {
            return Err(PageError::Malformed("a version that never was").into());
        }
        if touches(&meanwhile, sent.patch.part()) {
            return Err(StoreError::Stale.into());
        }
        let mut after = before.clone();
        sent.patch.on(&mut after);
        let changes = differences(&before, &after);
        if changes.is_empty() {
            return Ok(Recorded::nothing_to_record(HUB.to_owned(), "nothing was changed"));
        }
        nothing_in_the_way(tx, sent, &before, &after).await?;
        records::put(tx, &before, &after).await?;
        let ended = if before.area == after.area {
            Vec::new()
        } else {
            let areas = Areas { before: before.area.as_ref(), after: after.area.as_ref() };
            records::refit(tx, sent.unit, areas).await?
        };
        let mut event = Event::change("clinics.save", "clinic", sent.unit);
        event.resources.extend(records::resources(&ended));
        let recorded = tx.record(event).await?;
        tx.history(&recorded, KIND, sent.unit.uuid(), &changes).await?;
        records::told(tx, &recorded, &ended, &sent.access_ended).await?;
        Ok(recorded.with(HUB.to_owned()))
    })
}

/// A clinic ends when nothing is left to answer.
async fn nothing_in_the_way(
    tx: &mut WriteTx,
    sent: &Sent,
    before: &Settings,
    after: &Settings,
) -> Result<(), Rejected> {
    let ends = after.clinic.status == ClinicStatus::Ended && before.clinic.status != ClinicStatus::Ended;
    if !ends {
        return Ok(());
    }
    let Some(in_the_way) = sent.neighbours.left_at(tx, sent.unit).await?.in_the_way() else { return Ok(()) };
    let mut errors = Errors::new();
    errors.add(
        &status::STATUS,
        match in_the_way {
            InTheWay::ActiveCaseTypes(count) => Message::new("clinics-ended-active-types").with("count", count),
            InTheWay::OpenCases(count) => Message::new("clinics-ended-open-cases").with("count", count),
        },
    );
    Err(errors.into())
}
