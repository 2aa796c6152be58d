//! A visit with whoever makes it and what is done, loaded through whoever asks.

use std::collections::BTreeMap;

use behorig_access::{
    AccountId, Holder, Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer, decide,
};
use behorig_home_care::{CareVisitId, CustomerId, Deviation, VisitState};
use behorig_registers::persons::{self, Person, Protection};
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, FromRow, Purpose, Resource, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};
use jiff::civil::{Date, Time};

use crate::rules::course::{Course, Stay};
use crate::rules::times::instant_of;

/// A place at a visit, and who has it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// From 1.
    pub place: i64,
    pub account: AccountId,
    pub name: String,
    pub stay: Stay,
}

/// A visit.
#[derive(Debug, Clone)]
pub(crate) struct CareVisit {
    pub id: CareVisitId,
    pub customer: CustomerId,
    pub unit: UnitId,
    /// The day of its assignment that it stands for.
    pub occasion: Date,
    /// The day on which it begins.
    pub day: Date,
    pub planned_from: Instant,
    pub planned_to: Instant,
    pub granted_minutes: i64,
    pub staff_needed: i64,
    /// What was planned to be done.
    pub interventions: Vec<String>,
    pub state: VisitState,
    pub performed: Option<(Instant, Instant)>,
    pub deviation: Option<Deviation>,
    pub note: Option<String>,
    pub version: i64,
    /// Minutes after midnight between which its assignment lets it begin.
    window: Option<(i64, i64)>,
    pub person: Person,
    pub places: Vec<Place>,
    /// What was ticked or not when it was made, by name.
    pub ticks: BTreeMap<String, bool>,
}

/// The columns of a [`CareVisit`], read with [`TABLES`].
pub(super) fn columns() -> String {
    format!(
        "v.id, v.customer_id, v.unit_id, v.occasion, v.day, v.planned_from, v.planned_to, v.granted_minutes,
         v.staff_needed, v.interventions, v.state, v.performed_from, v.performed_to, v.deviation, v.note, v.version,
         m.start_minute, m.window_to, {}",
        persons::columns()
    )
}

/// The tables of a [`CareVisit`].
pub(super) const TABLES: &str = "visit v
    JOIN customer c ON c.id = v.customer_id
    JOIN person p ON p.id = c.person_id
    LEFT JOIN assignment m ON m.id = v.assignment_id";

impl FromRow for CareVisit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, customer, unit) = (row.next()?, row.next()?, row.next()?);
        let (occasion, day) = (date(&row.next::<String>()?)?, date(&row.next::<String>()?)?);
        let (planned_from, planned_to) = (row.next()?, row.next()?);
        let (granted_minutes, staff_needed) = (row.next()?, row.next()?);
        let interventions: String = row.next()?;
        let state: String = row.next()?;
        let performed = (row.next::<Option<Instant>>()?, row.next::<Option<Instant>>()?);
        let deviation: Option<String> = row.next()?;
        let (note, version) = (row.next()?, row.next()?);
        let window = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
        Ok(Self {
            id,
            customer,
            unit,
            occasion,
            day,
            planned_from,
            planned_to,
            granted_minutes,
            staff_needed,
            interventions: interventions.lines().map(str::to_owned).collect(),
            state: VisitState::from_stored(&state)
                .ok_or_else(|| StoreError::Shape(format!("no state of a visit: {state}")))?,
            performed: performed.0.zip(performed.1),
            deviation: deviation.and_then(|stored| Deviation::from_stored(&stored)),
            note,
            version,
            window: window.0.map(|first| (first, window.1.unwrap_or(first))),
            person: Person::from_row(row)?,
            places: Vec::new(),
            ticks: BTreeMap::new(),
        })
    }
}

fn date(stored: &str) -> Result<Date, StoreError> {
    stored.parse().map_err(|_| StoreError::Shape(format!("no day: {stored}")))
}

impl CareVisit {
    /// Whether the customer's identity is protected.
    pub(crate) fn is_protected(&self) -> bool {
        self.person.protection != Protection::None
    }

    /// As the rules see it.
    pub(crate) fn course(&self) -> Course {
        let planned = self.interventions.iter().map(|name| (name.clone(), false));
        let mut ticks: BTreeMap<String, bool> = planned.collect();
        ticks.extend(self.ticks.iter().map(|(name, ticked)| (name.clone(), *ticked)));
        Course {
            state: self.state,
            day: self.day,
            planned_from: self.planned_from,
            planned_to: self.planned_to,
            stays: self.places.iter().map(|place| (place.place, place.stay)).collect(),
            ticks,
            performed: self.performed,
        }
    }

    /// The first and the last moment at which its assignment lets it begin; none for an extra visit.
    pub(crate) fn window(&self) -> Option<(Instant, Instant)> {
        let (first, last) = self.window?;
        let at = |minute: i64| {
            let (hour, minute) = (i8::try_from(minute / 60 % 24).ok()?, i8::try_from(minute % 60).ok()?);
            instant_of(self.occasion, Time::new(hour, minute, 0, 0).ok()?)
        };
        Some((at(first)?, at(last)?))
    }

    /// The place that somebody has.
    pub(crate) fn place_of(&self, account: AccountId) -> Option<&Place> {
        self.places.iter().find(|place| place.account == account)
    }

    /// Whoever has this place.
    pub(crate) fn at_place(&self, place: i64) -> Option<&Place> {
        self.places.iter().find(|one| one.place == place)
    }
}

/// One visit, whole.
pub(super) async fn find(tx: &mut Tx, id: CareVisitId) -> Result<Option<CareVisit>, StoreError> {
    let sql = format!("SELECT {} FROM {TABLES} WHERE v.id = ?1", columns());
    let Some(mut visit) = tx.optional::<CareVisit>(&sql, params![id]).await? else { return Ok(None) };
    let (places, ticks) = tx
        .two::<StoredPlace, (String, bool)>(
            (PLACES_OF_ONE, params![id]),
            ("SELECT name, performed FROM visit_intervention WHERE visit_id = ?1 ORDER BY name", params![id]),
        )
        .await?;
    visit.places = places.into_iter().map(|StoredPlace(_, place)| place).collect();
    visit.ticks = ticks.into_iter().collect();
    Ok(Some(visit))
}

/// A place as stored, with its visit.
pub(super) struct StoredPlace(CareVisitId, Place);

impl FromRow for StoredPlace {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (visit, place, account) = (row.next()?, row.next()?, row.next()?);
        let (given, family): (String, String) = (row.next()?, row.next()?);
        let stay = Stay { started_at: row.next()?, stopped_at: row.next()? };
        Ok(Self(visit, Place { place, account, name: format!("{given} {family}"), stay }))
    }
}

/// The columns of a [`StoredPlace`], of `visit_staff w` and `account a`.
pub(super) const PLACE: &str =
    "w.visit_id, w.place, w.account_id, a.given_name, a.family_name, w.started_at, w.stopped_at";

const PLACES_OF_ONE: &str =
    "SELECT w.visit_id, w.place, w.account_id, a.given_name, a.family_name, w.started_at, w.stopped_at
     FROM visit_staff w JOIN shown_account a ON a.id = w.account_id WHERE w.visit_id = ?1 ORDER BY w.place";

/// Puts places to their visits.
pub(super) fn put_places(visits: &mut [CareVisit], places: Vec<StoredPlace>) {
    let mut of: BTreeMap<CareVisitId, Vec<Place>> = BTreeMap::new();
    for StoredPlace(visit, place) in places {
        of.entry(visit).or_default().push(place);
    }
    for visit in visits {
        visit.places = of.remove(&visit.id).unwrap_or_default();
        visit.places.sort_unstable_by_key(|place| place.place);
    }
}

/// What somebody may do with a visit.
#[derive(Debug, Clone)]
pub(crate) struct Rights {
    /// The unit and everything above it.
    pub chain: Vec<Unit>,
    /// The place that is the viewer's own.
    pub own: Option<i64>,
    /// Plans the unit's days.
    pub plans: bool,
    /// Sees whom the visit is to.
    pub sees: bool,
}

/// The account that asks.
pub(crate) fn account_of(viewer: &Viewer) -> Option<AccountId> {
    match viewer.holder() {
        Holder::Account(account) => Some(account),
        Holder::Person(_) => None,
    }
}

/// A visit, to whoever plans its unit's days (service 415) or is planned for it and makes visits there (service 416).
///
/// # Errors
/// [`PageError::Refused`] to who holds something else at the unit; [`PageError::NotFound`] to anyone else, and to colleagues whose
/// visit it is not.
pub(crate) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CareVisitId,
    now: Instant,
) -> Result<(CareVisit, Rights), PageError> {
    let visit = find(tx, id).await?.ok_or(PageError::NotFound)?;
    let chain = units::chain(tx, visit.unit).await?;
    let ids: Vec<UnitId> = chain.iter().map(|unit| unit.id).collect();
    let at = Target::at(&ids);
    let may = |service| decide(viewer, service, &at, now).is_permit();
    let plans = may(Service::PlanVisits);
    let own = account_of(viewer).and_then(|account| visit.place_of(account)).map(|place| place.place);
    let own = own.filter(|_| may(Service::PerformVisits));
    if !plans && own.is_none() {
        require_target(tx, viewer, Service::PerformVisits, &at, now).await?;
        return Err(PageError::NotFound);
    }
    // Whoever goes there must know where.
    let sees = own.is_some() || sees(viewer, &ids, visit.person.id, visit.is_protected(), now);
    Ok((visit, Rights { chain, own, plans, sees }))
}

/// As [`for_viewer`], for what planners alone do: service 415 at the visit's unit.
///
/// # Errors
/// As [`for_viewer`].
pub(crate) async fn for_planner(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CareVisitId,
    now: Instant,
) -> Result<(CareVisit, Rights), PageError> {
    let (visit, rights) = for_viewer(tx, viewer, id, now).await?;
    if !rights.plans {
        let ids: Vec<UnitId> = rights.chain.iter().map(|unit| unit.id).collect();
        require_target(tx, viewer, Service::PlanVisits, &Target::at(&ids), now).await?;
    }
    Ok((visit, rights))
}

/// Whether somebody who plans at the unit sees who a customer of it is: a protected one only by service 404, or by a grant to see
/// just that customer.
pub(crate) fn sees(viewer: &Viewer, chain: &[UnitId], person: PersonId, protected: bool, now: Instant) -> bool {
    if !protected {
        return true;
    }
    let customer = ObjectRef { kind: ObjectKind::Customer, id: person.as_object() };
    let target = Target::at(chain).object(customer).restricted(Restrictions::PROTECTED_IDENTITY);
    let may = |service| decide(viewer, service, &target, now).is_permit();
    may(Service::SeeProtectedIdentity) || may(Service::ViewCustomers)
}

/// The event of something that was done with visits of the unit whose chain this is: about each customer once.
pub(crate) fn event<'a>(
    activity: ActivityType,
    level: &'static str,
    chain: &[Unit],
    visits: impl Iterator<Item = &'a CareVisit>,
) -> Event {
    let care_unit = chain.first().map(as_logged);
    let care_provider = chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(as_logged);
    let mut about: BTreeMap<CustomerId, &CareVisit> = BTreeMap::new();
    for visit in visits {
        about.entry(visit.customer).or_insert(visit);
    }
    let resources = about
        .into_values()
        .map(|visit| Resource {
            resource_type: "customer",
            resource_id: Some(visit.customer.to_string()),
            patient: Some((visit.person.number, visit.person.full_name())),
            care_provider: care_provider.clone(),
            care_unit: care_unit.clone(),
        })
        .collect();
    Event { activity, level, args: None, purpose: Purpose::Care, resources }
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}

/// The name of a member of staff, as the reader may know it.
pub(crate) async fn shown_name(tx: &mut Tx, account: AccountId) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = tx
        .optional("SELECT a.given_name || ' ' || a.family_name FROM shown_account a WHERE a.id = ?1", params![account])
        .await?;
    Ok(found.map(|(name,)| name))
}
