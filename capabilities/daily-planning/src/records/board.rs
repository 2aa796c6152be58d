//! The day of a unit: its visits, whoever can make them, and what does not go together.

use std::collections::{BTreeMap, BTreeSet};

use behorig_access::{AccountId, Instant, Scope, UnitId};
use behorig_home_care::{CareVisitId, VisitState};
use behorig_registers::UnitsInScope;
use behorig_store::{Param, StoreError, Tx, params};
use jiff::civil::Date;

use super::visit::{CareVisit, PLACE, Place, StoredPlace, TABLES, columns, put_places};
use crate::rules::clashes::{Clash, Slot, clashes};
use crate::rules::times::{day_of, start_of};

/// A list of units to choose from is at most this long.
const MOST_UNITS: i64 = 200;

/// Somebody who can be planned at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Colleague {
    pub account: AccountId,
    pub name: String,
    pub title: Option<String>,
}

/// The day of a unit.
#[derive(Debug, Clone)]
pub(crate) struct Board {
    pub day: Date,
    /// In order of time.
    pub visits: Vec<CareVisit>,
    /// Whoever can be planned, in order of name.
    pub people: Vec<Colleague>,
    pub clashes: BTreeMap<CareVisitId, BTreeSet<Clash>>,
    /// Whether the day is over, so that who was planned is who was planned.
    over: bool,
}

/// The home-care units, and other units with customers, where somebody plans.
pub(crate) async fn units_to_plan(tx: &mut Tx, scope: &Scope) -> Result<Vec<(UnitId, String)>, StoreError> {
    let filter = UnitsInScope::of(scope, "u.id", 2);
    let sql = format!(
        "SELECT u.id, u.name FROM unit u
         WHERE u.ended_at IS NULL AND {} AND (u.kind = 'home-care-unit'
             OR EXISTS (SELECT 1 FROM customer c WHERE c.unit_id = u.id))
         ORDER BY u.sort_key, u.id LIMIT ?1",
        filter.sql()
    );
    let mut bound = vec![Param::Int(MOST_UNITS)];
    bound.extend(filter.params());
    tx.all(&sql, &bound).await
}

type Stored = (AccountId, String, String, Option<String>, Vec<u8>);

/// Active staff with a live grant at the unit whose role carries *Daglig planering*, in order of name. For a day to come: whoever
/// has it when the day begins.
pub(crate) async fn plannable(
    tx: &mut Tx,
    unit: UnitId,
    day: Date,
    now: Instant,
) -> Result<Vec<Colleague>, StoreError> {
    let at = start_of(day).filter(|start| *start > now).unwrap_or(now);
    let rows: Vec<Stored> = tx
        .all(
            "SELECT DISTINCT a.id, a.given_name, a.family_name, a.title, a.sort_key
             FROM unit_ancestor x
             JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
             JOIN role r ON r.id = g.role_id
             JOIN marked_account a ON a.id = g.holder_account
             WHERE x.unit_id = ?1 AND r.daily_planning AND g.object_id IS NULL
               AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.pending_since IS NULL
             ORDER BY a.sort_key, a.id",
            params![unit, at],
        )
        .await?;
    let colleague =
        |(account, given, family, title, _): Stored| Colleague { account, name: format!("{given} {family}"), title };
    Ok(rows.into_iter().map(colleague).collect())
}

/// The visits of a unit that begin on a day, in order of time, with whoever makes them.
pub(super) async fn visits_of_day(tx: &mut Tx, unit: UnitId, day: Date) -> Result<Vec<CareVisit>, StoreError> {
    let of_day = day.to_string();
    let visits =
        format!("SELECT {} FROM {TABLES} WHERE v.unit_id = ?1 AND v.day = ?2 ORDER BY v.planned_from, v.id", columns());
    let places = format!(
        "SELECT {PLACE} FROM visit v JOIN visit_staff w ON w.visit_id = v.id JOIN shown_account a ON a.id = w.account_id
         WHERE v.unit_id = ?1 AND v.day = ?2"
    );
    let (mut visits, places) =
        tx.two::<CareVisit, StoredPlace>((&visits, params![unit, of_day]), (&places, params![unit, of_day])).await?;
    put_places(&mut visits, places);
    Ok(visits)
}

/// The day of a unit.
pub(crate) async fn board(tx: &mut Tx, unit: UnitId, day: Date, now: Instant) -> Result<Board, StoreError> {
    let visits = visits_of_day(tx, unit, day).await?;
    let people = plannable(tx, unit, day, now).await?;
    let mut board = Board { day, visits, people, clashes: BTreeMap::new(), over: day < day_of(now) };
    let mut slots: Vec<Slot> =
        board.visits.iter().filter(|visit| visit.state.is_open()).map(|visit| board.slot(visit)).collect();
    slots.extend(elsewhere(tx, unit, day).await?);
    board.clashes = clashes(&slots);
    // What is in the way elsewhere is told here by what it is in the way of.
    let here: BTreeSet<CareVisitId> = board.visits.iter().map(|visit| visit.id).collect();
    board.clashes.retain(|visit, _| here.contains(visit));
    Ok(board)
}

/// What the people of the board do at other units and around midnight.
async fn elsewhere(tx: &mut Tx, unit: UnitId, day: Date) -> Result<Vec<Slot>, StoreError> {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let (before, after) = (text(day.yesterday().ok()), text(day.tomorrow().ok()));
    let rows: Vec<(CareVisitId, Instant, Instant, AccountId)> = tx
        .all(
            "SELECT v.id, v.planned_from, v.planned_to, w.account_id
             FROM visit_staff w JOIN visit v ON v.id = w.visit_id
             WHERE w.account_id IN (
                 SELECT o.account_id FROM visit d JOIN visit_staff o ON o.visit_id = d.id
                 WHERE d.unit_id = ?1 AND d.day = ?2)
               AND w.day IN (CAST(?3 AS TEXT), ?2, CAST(?4 AS TEXT)) AND (v.unit_id <> ?1 OR v.day <> ?2)
               AND v.state IN ('planned', 'ongoing')",
            params![unit, day.to_string(), before, after],
        )
        .await?;
    let slot = |(visit, from, to, who)| Slot { visit, from, to, window: None, staff: vec![who], staff_needed: 1 };
    Ok(rows.into_iter().map(slot).collect())
}

impl Board {
    /// Whether somebody can be planned.
    pub(crate) fn is_plannable(&self, account: AccountId) -> bool {
        self.people.iter().any(|one| one.account == account)
    }

    /// Whether whoever has a place will come, or has come: not who lost the permission beforehand.
    pub(crate) fn counts(&self, place: &Place) -> bool {
        self.over || place.stay.started_at.is_some() || self.is_plannable(place.account)
    }

    fn slot(&self, visit: &CareVisit) -> Slot {
        let staff = visit.places.iter().filter(|place| self.counts(place)).map(|place| place.account).collect();
        Slot {
            visit: visit.id,
            from: visit.planned_from,
            to: visit.planned_to,
            window: visit.window(),
            staff,
            staff_needed: usize::try_from(visit.staff_needed).unwrap_or(1),
        }
    }

    /// The places of a visit that nobody will come to, each with who had it.
    pub(crate) fn empty_places<'b>(&'b self, visit: &'b CareVisit) -> impl Iterator<Item = (i64, Option<&'b Place>)> {
        let open = visit.state.is_open();
        (1..=visit.staff_needed.min(9)).filter(move |_| open).filter_map(move |number| {
            let held = visit.at_place(number);
            (!held.is_some_and(|place| self.counts(place))).then_some((number, held))
        })
    }

    /// Whoever has a place that counts, beyond those who can be planned: in order of name.
    pub(crate) fn former(&self) -> Vec<Colleague> {
        let mut found: Vec<Colleague> = Vec::new();
        let places = self.visits.iter().flat_map(|visit| &visit.places);
        for place in places.filter(|place| self.counts(place) && !self.is_plannable(place.account)) {
            if !found.iter().any(|one| one.account == place.account) {
                found.push(Colleague { account: place.account, name: place.name.clone(), title: None });
            }
        }
        found.sort_by_cached_key(|one| behorig_identity::swedish_sort_key(&one.name));
        found
    }

    /// How many visits are to be made or were made, how many places nobody comes to, and how many visits do not fit.
    pub(crate) fn counted(&self) -> (usize, usize, usize) {
        let counts = |visit: &&CareVisit| visit.state.counts_as_planned();
        let empty = self.visits.iter().map(|visit| self.empty_places(visit).count()).sum();
        (self.visits.iter().filter(counts).count(), empty, self.clashes.len())
    }

    /// One visit of the day.
    pub(crate) fn visit(&self, id: CareVisitId) -> Option<&CareVisit> {
        self.visits.iter().find(|visit| visit.id == id)
    }
}

/// Whether a visit can be planned otherwise: nobody has begun it, and it is not called off.
pub(crate) const fn can_be_moved(visit: &CareVisit) -> bool {
    matches!(visit.state, VisitState::Planned)
}
