//! A customer, loaded through whoever asks.

use behorig_access::{Hat, Instant, PersonId, Service, Target, UnitId, Viewer};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{self, Person, Protection};
use behorig_registers::units::{self, Unit};
use behorig_store::{ActivityType, Event, FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};
use jiff::civil::Date;

use super::{day, optional_day};
use crate::CustomerId;
use crate::rules::sight;

/// Somebody who gets home care from a unit.
#[derive(Debug, Clone)]
pub struct Customer {
    /// Its id here; not the person's.
    pub id: CustomerId,
    /// Who.
    pub person: PersonId,
    /// The home-care unit.
    pub unit: UnitId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
    /// For optimistic locking.
    pub version: i64,
    /// Whether the person's identity is protected.
    pub protected: bool,
    /// What the register says of the person.
    pub details: Person,
    /// The unit and everything above it.
    pub units: Vec<Unit>,
    chain: Vec<UnitId>,
}

struct Stored {
    id: CustomerId,
    unit: UnitId,
    from: Date,
    to: Option<Date>,
    version: i64,
    details: Person,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            unit: row.next()?,
            from: day(row)?,
            to: optional_day(row)?,
            version: row.next()?,
            details: Person::from_row(row)?,
        })
    }
}

impl Customer {
    /// The customer, to whoever may use the service about them.
    ///
    /// # Errors
    /// [`PageError::Refused`] to who holds something else at the unit; [`PageError::NotFound`] to anyone else, and where the
    /// person's identity is protected from the viewer.
    pub async fn for_viewer(
        tx: &mut Tx,
        viewer: &Viewer,
        id: CustomerId,
        service: Service,
        now: Instant,
    ) -> Result<Self, PageError> {
        let customer = Self::find(tx, id).await?.ok_or(PageError::NotFound)?;
        customer.require(tx, viewer, service, now).await?;
        Ok(customer)
    }

    /// The customer whatever the viewer may see: for the program's own work, and for what decides afterwards.
    pub(crate) async fn find(tx: &mut Tx, id: CustomerId) -> Result<Option<Self>, StoreError> {
        let sql = format!(
            "SELECT c.id, c.unit_id, c.from_date, c.to_date, c.version, {}
             FROM customer c JOIN person p ON p.id = c.person_id WHERE c.id = ?1",
            persons::columns()
        );
        let Some(stored) = tx.optional::<Stored>(&sql, params![id]).await? else { return Ok(None) };
        let units = units::chain(tx, stored.unit).await?;
        Ok(Some(Self {
            id: stored.id,
            person: stored.details.id,
            unit: stored.unit,
            from: stored.from,
            to: stored.to,
            version: stored.version,
            protected: stored.details.protection != Protection::None,
            details: stored.details,
            chain: units.iter().map(|unit| unit.id).collect(),
            units,
        }))
    }

    /// Whether the viewer may use one more service about the customer.
    ///
    /// # Errors
    /// As [`Self::for_viewer`].
    pub async fn require(&self, tx: &mut Tx, viewer: &Viewer, service: Service, now: Instant) -> Result<(), PageError> {
        // That somebody gets home care is told to nobody who follows another customer of the same unit.
        if viewer.hat() == Hat::Relative && !self.is_followed_by(viewer, now) {
            return Err(PageError::NotFound);
        }
        // Who may not ask at all is told so by the plain target; who is kept from a protected person learns nothing.
        let target = Target::at(&self.chain).object(sight::as_object(self.person));
        require_target(tx, viewer, service, &target, now).await?;
        if self.may(viewer, service, now) { Ok(()) } else { Err(PageError::NotFound) }
    }

    /// Whether the viewer may use a service about the customer.
    #[must_use]
    pub fn may(&self, viewer: &Viewer, service: Service, now: Instant) -> bool {
        sight::may(viewer, service, &self.chain, self.person, self.protected, now)
    }

    /// Whether the viewer holds a grant for just this customer now.
    fn is_followed_by(&self, viewer: &Viewer, now: Instant) -> bool {
        viewer.grants().iter().any(|grant| {
            let here = grant.unit == self.unit || (grant.branch && self.chain.contains(&grant.unit));
            here && grant.object == Some(sight::as_object(self.person)) && grant.period.holds_at(now)
        })
    }

    /// What a decision about the customer is asked of: the unit, the person as the object, and protected identity.
    #[must_use]
    pub fn target(&self) -> Target<'_> {
        Target::at(&self.chain).object(sight::as_object(self.person)).restricted(sight::restrictions(self.protected))
    }

    /// The unit's name.
    #[must_use]
    pub fn unit_name(&self) -> &str {
        self.units.first().map_or("", |unit| &unit.name)
    }

    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        self.details.full_name()
    }

    /// Name and number, as the log has them.
    #[must_use]
    pub fn subject(&self) -> (CustomerId, &IdentityNumber, String) {
        (self.id, &self.details.number, self.full_name())
    }

    /// The event of something done with just this customer.
    #[must_use]
    pub fn event(&self, activity: ActivityType, level: &'static str) -> Event {
        super::event(activity, level, &self.units, std::iter::once(self.subject()))
    }

    /// Whether the customer gets care on this day or later.
    #[must_use]
    pub fn is_current(&self, today: Date) -> bool {
        self.to.is_none_or(|to| to >= today)
    }
}
