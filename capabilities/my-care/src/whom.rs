//! Whom a page is about: oneself, or a young child whom one has custody of.

use std::sync::Arc;

use behorig_access::{Holder, Instant, PersonId, Viewer};
use behorig_cases::records::may_act_for;
use behorig_registers::persons::{Person, PersonRegister, Protection};
use behorig_registers::viewer_of_person;
use behorig_store::{ActivityType, Event, Purpose, Resource, Tx};
use behorig_visit::{PageError, Seat, Visit};
use behorig_web::Form;
use behorig_web::components::{PersonBanner, Tone, tag};
use maud::{Markup, Render};

use crate::rules;

/// Whom a page is about, with what that person may do; and who sits before it.
#[derive(Debug, Clone)]
pub(crate) struct Whom {
    /// The person.
    pub person: Person,
    /// The person's own rights: a guardian acts by the child's, never by their own.
    pub rights: Viewer,
    /// Who writes.
    pub writer: PersonId,
}

impl Whom {
    /// The child that it is about, where it is not about the writer.
    pub(crate) fn child(&self) -> Option<PersonId> {
        (self.person.id != self.writer).then_some(self.person.id)
    }

    /// Writes down that the person's data are about to be shown.
    ///
    /// # Errors
    /// As [`Visit::record_reading`].
    pub(crate) async fn record_reading(&self, visit: &mut Visit, level: &'static str) -> Result<(), PageError> {
        let resource = Resource {
            resource_type: "resident",
            resource_id: Some(self.person.id.to_string()),
            patient: Some((self.person.number, self.person.full_name())),
            ..Resource::default()
        };
        let (activity, purpose) = (ActivityType::Read, Purpose::Care);
        visit.record_reading(Event { activity, level, args: None, purpose, resources: vec![resource] }).await
    }

    /// As [`Whom::record_reading`], where it is a child's page: who one is oneself is nothing that one reads.
    ///
    /// # Errors
    /// As [`Whom::record_reading`].
    pub(crate) async fn record_child(&self, visit: &mut Visit, level: &'static str) -> Result<(), PageError> {
        match self.child() {
            Some(_) => self.record_reading(visit, level).await,
            None => Ok(()),
        }
    }

    /// An address that stays with whom it is about.
    pub(crate) fn path(&self, path: &str) -> String {
        rules::about(self.child(), path)
    }

    /// Says on every page that one acts for a child, and for which.
    pub(crate) fn banner(&self, lang: behorig_web::Lang) -> Option<Markup> {
        self.child()?;
        let acting = lang.t("my-care-for-child");
        let banner = PersonBanner::new(lang, self.person.full_name())
            .fact(lang.t("my-care-number"), self.person.number.shown())
            .tag(tag(Tone::Info, &acting))
            .protected(self.person.protection != Protection::None);
        Some(banner.render())
    }
}

/// Who sends a form, and about whom: carried into a write and read again there.
#[derive(Clone)]
pub(crate) struct Sender {
    seat: Seat,
    child: Option<PersonId>,
    register: Arc<dyn PersonRegister>,
}

impl Sender {
    /// Whoever sits before the page, about whom its address says.
    ///
    /// # Errors
    /// [`PageError::NotFound`] to who is no resident just now, and for what is no id.
    pub(crate) fn of(visit: &Visit, query: Option<&str>) -> Result<Self, PageError> {
        let asked = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
        let child = match asked.value(rules::CHILD) {
            "" => None,
            id => Some(id.parse().map_err(|_| PageError::NotFound)?),
        };
        match visit.viewer.holder() {
            Holder::Person(_) => Ok(Self { seat: visit.seat(), child, register: Arc::clone(&visit.app.register) }),
            Holder::Account(_) => Err(PageError::NotFound),
        }
    }

    /// Whom it is about, read in this transaction.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where the register does not say that the writer may act for the child now.
    pub(crate) async fn whom(&self, tx: &mut Tx, now: Instant) -> Result<Whom, PageError> {
        let viewer = self.seat.viewer(tx, now).await?;
        let Holder::Person(writer) = viewer.holder() else { return Err(PageError::NotFound) };
        let (id, rights) = match self.child.filter(|child| *child != writer) {
            None => (writer, viewer),
            Some(child) if may_act_for(tx, writer, child, now).await? => {
                (child, viewer_of_person(tx, child, self.seat.assurance, now).await?)
            }
            Some(_) => return Err(PageError::NotFound),
        };
        let person = self.register.by_id(tx, id).await?.ok_or(PageError::NotFound)?;
        Ok(Whom { person, rights, writer })
    }

    /// The viewer of whoever sits there, for cases: they know themselves who may act for whom.
    pub(crate) async fn viewer(&self, tx: &mut Tx, now: Instant) -> Result<Viewer, PageError> {
        self.seat.viewer(tx, now).await
    }
}

/// Whom the page of a visit is about.
///
/// # Errors
/// As [`Sender::of`] and [`Sender::whom`].
pub(crate) async fn whom(visit: &mut Visit, query: Option<&str>) -> Result<(Sender, Whom), PageError> {
    let sender = Sender::of(visit, query)?;
    let now = visit.now;
    let whom = sender.whom(visit.snapshot.get().await?, now).await?;
    Ok((sender, whom))
}
