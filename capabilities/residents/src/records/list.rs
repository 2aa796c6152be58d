//! The clinic's residents, a page at a time, each person once.
//!
//! By name the list walks `grants_of_residents (unit_id, role_id, person_sort_key, holder_person)` once for each of the two roles and
//! lays the two first pages together; by last day it walks `grants_that_end (unit_id, to_at, id)`. So the fiftieth page of a
//! million costs what the first does. What the persons of the page hold is then read by their keys.

use std::collections::HashMap;

use behorig_access::{BuiltIn, GrantId, Instant, PersonId, RoleId, UnitId};
use behorig_identity::{prefix_range, sort_prefix};
use behorig_registers::grants::role_of_template;
use behorig_registers::persons::{self, Person};
use behorig_registers::units;
use behorig_store::{Param, StoreError, ToParam, Tx, params};

use super::{Held, live_at};
use crate::rules::Sight;

/// As many as a page of the list shows.
pub(crate) const PAGE: usize = 50;
/// *Upphör inom 30 dagar*, in milliseconds.
pub(crate) const SOON: i64 = 30 * 24 * 3_600_000;

/// Somebody on the list.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Who.
    pub person: Person,
    /// What they hold at the clinic now: approvals first. Never empty.
    pub held: Vec<Held>,
}

impl Line {
    /// The grant by which the line is named in addresses.
    pub(crate) fn grant(&self) -> Option<GrantId> {
        self.held.first().map(|held| held.grant)
    }
}

/// Which of them are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shown {
    /// All of them.
    #[default]
    All,
    /// Those who are approved for communication.
    Approved,
    /// Those who have a handed-out case type.
    HandedOut,
    /// Those for whom something ends within thirty days, the next one first.
    EndingSoon,
}

/// Where in the list a page begins. Places are named by grant and not by name, since they stand in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the top.
    Top,
    /// After this resident.
    After(GrantId),
    /// Before this resident.
    Before(GrantId),
}

/// What is asked of the list.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    /// The unit.
    pub unit: UnitId,
    /// How the family name begins; empty for all.
    pub name: &'a str,
    /// Which of them.
    pub shown: Shown,
    /// Where to begin.
    pub place: Place,
    /// Which protected persons are seen.
    pub sight: &'a Sight,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Whether there is more before them.
    pub more_before: bool,
    /// Whether there is more after them.
    pub more_after: bool,
}

/// The roles of residents in an organisation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roles {
    pub(super) approved: RoleId,
    pub(super) handed_out: RoleId,
}

/// Whoever is approved for communication with the unit or has a handed-out case type there now.
pub(crate) async fn page(tx: &mut Tx, question: &Question<'_>, now: Instant) -> Result<Listed, StoreError> {
    let organisation = units::organisation_of(tx, question.unit).await?;
    let approved = role_of_template(tx, organisation, BuiltIn::ApprovedResident).await;
    let handed_out = role_of_template(tx, organisation, BuiltIn::HandedOutCaseType).await;
    // An organisation without a role has given it to nobody; no role has the id of sixteen zero bytes.
    let nobody = |found: Result<RoleId, StoreError>| match found {
        Err(StoreError::Missing) => Ok(RoleId::from_bytes([0; 16])),
        found => found,
    };
    let roles = Roles { approved: nobody(approved)?, handed_out: nobody(handed_out)? };
    let (mut ids, place) = if question.shown == Shown::EndingSoon && question.name.is_empty() {
        by_last_day(tx, question, roles, now).await?
    } else {
        by_name(tx, question, roles, now).await?
    };
    let more = ids.len() > PAGE;
    ids.truncate(PAGE);
    let (more_before, more_after) = match place {
        Place::Top => (false, more),
        Place::After(_) => (true, more),
        Place::Before(_) => (more, true),
    };
    if matches!(place, Place::Before(_)) {
        ids.reverse();
    }
    Ok(Listed { lines: lines(tx, question.unit, &ids, now).await?, more_before, more_after })
}

/// Everything about the persons of a page, in the page's order.
async fn lines(tx: &mut Tx, unit: UnitId, ids: &[PersonId], now: Instant) -> Result<Vec<Line>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("SELECT {} FROM person p WHERE p.id IN ({})", persons::columns(), places.join(", "));
    let bound: Vec<Param<'_>> = ids.iter().map(ToParam::to_param).collect();
    let found: Vec<Person> = tx.all(&sql, &bound).await?;
    let mut persons: HashMap<PersonId, Person> = found.into_iter().map(|person| (person.id, person)).collect();
    let mut held: HashMap<PersonId, Vec<Held>> = HashMap::new();
    for one in live_at(tx, unit, ids, now).await? {
        held.entry(one.person).or_default().push(one);
    }
    let line = |id: &PersonId| Some(Line { person: persons.remove(id)?, held: held.remove(id)? });
    Ok(ids.iter().filter_map(line).collect())
}

/// The values of a statement, numbered as they are bound.
#[derive(Default)]
pub(super) struct Bound<'a>(pub(super) Vec<Param<'a>>);

impl<'a> Bound<'a> {
    pub(super) fn bind(&mut self, value: &'a impl ToParam) -> String {
        self.0.push(value.to_param());
        format!("?{}", self.0.len())
    }

    /// The condition of a sight.
    fn seen(&mut self, sight: &'a Sight) -> String {
        match sight {
            Sight::Everyone => "TRUE".to_owned(),
            Sight::Only(persons) => {
                let own: Vec<String> = persons.iter().map(|person| self.bind(person)).collect();
                let own = if own.is_empty() { String::new() } else { format!(" OR p.id IN ({})", own.join(", ")) };
                format!("(p.protection = 'none'{own})")
            }
        }
    }
}

async fn by_name(
    tx: &mut Tx,
    question: &Question<'_>,
    roles: Roles,
    now: Instant,
) -> Result<(Vec<PersonId>, Place), StoreError> {
    let range = prefix_range(&sort_prefix(question.name));
    let stands_at: Option<(Vec<u8>, PersonId)> = match question.place {
        Place::Top => None,
        Place::After(grant) | Place::Before(grant) => {
            tx.optional(
                "SELECT person_sort_key, holder_person FROM grants
                 WHERE id = ?1 AND unit_id = ?2 AND person_sort_key IS NOT NULL",
                params![grant, question.unit],
            )
            .await?
        }
    };
    // A row outside what is searched for now is no place in this list.
    let stands_at = stands_at.filter(|(key, _)| *key >= range.0 && *key < range.1);
    let place = if stands_at.is_some() { question.place } else { Place::Top };
    let by_name =
        ByName { question, place, range: &range, stands_at: stands_at.as_ref(), now, until: now.plus_millis(SOON) };
    let mut bound = Bound::default();
    let sql = by_name.sql(&mut bound, &roles);
    let rows: Vec<(Vec<u8>, PersonId)> = tx.all(&sql, &bound.0).await?;
    Ok((rows.into_iter().map(|(_, person)| person).collect(), place))
}

/// A page in order of name.
pub(super) struct ByName<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) place: Place,
    pub(super) range: &'a (Vec<u8>, Vec<u8>),
    pub(super) stands_at: Option<&'a (Vec<u8>, PersonId)>,
    pub(super) now: Instant,
    pub(super) until: Instant,
}

impl<'a> ByName<'a> {
    pub(super) fn sql(&'a self, bound: &mut Bound<'a>, roles: &'a Roles) -> String {
        let order = if matches!(self.place, Place::Before(_)) { " DESC" } else { "" };
        let most = PAGE + 1;
        let wanted: &[&RoleId] = match self.question.shown {
            Shown::Approved => &[&roles.approved],
            Shown::HandedOut => &[&roles.handed_out],
            Shown::All | Shown::EndingSoon => &[&roles.approved, &roles.handed_out],
        };
        let walks: Vec<String> = wanted.iter().map(|role| self.walk(bound, role, order)).collect();
        // The first page of both together is among the first pages of each; UNION takes whoever stands in both once.
        let walks: Vec<String> = walks.iter().map(|walk| format!("SELECT k, h FROM ({walk}) w")).collect();
        format!("{} ORDER BY k{order}, h{order} LIMIT {most}", walks.join(" UNION "))
    }

    fn walk(&'a self, bound: &mut Bound<'a>, role: &'a RoleId, order: &str) -> String {
        let (unit, role) = (bound.bind(&self.question.unit), bound.bind(role));
        // Exactly one lower and one upper bound each: with two of a kind SQLite might begin at the wider one and pass over the
        // rest.
        let bounds = match (self.place, self.stands_at) {
            (Place::After(_), Some((key, person))) => {
                let (to, key, person) = (bound.bind(&self.range.1), bound.bind(key), bound.bind(person));
                format!("g.person_sort_key < {to} AND (g.person_sort_key, g.holder_person) > ({key}, {person})")
            }
            (Place::Before(_), Some((key, person))) => {
                let (from, key, person) = (bound.bind(&self.range.0), bound.bind(key), bound.bind(person));
                format!("g.person_sort_key >= {from} AND (g.person_sort_key, g.holder_person) < ({key}, {person})")
            }
            _ => {
                let (from, to) = (bound.bind(&self.range.0), bound.bind(&self.range.1));
                format!("g.person_sort_key >= {from} AND g.person_sort_key < {to}")
            }
        };
        let now = bound.bind(&self.now);
        let ends = if self.question.shown == Shown::EndingSoon {
            format!("g.to_at > {now} AND g.to_at <= {}", bound.bind(&self.until))
        } else {
            format!("(g.to_at IS NULL OR g.to_at > {now})")
        };
        let seen = bound.seen(self.question.sight);
        let most = PAGE + 1;
        format!(
            "SELECT g.person_sort_key AS k, g.holder_person AS h
             FROM grants g JOIN person p ON p.id = g.holder_person
             WHERE g.unit_id = {unit} AND g.role_id = {role} AND g.person_sort_key IS NOT NULL AND g.ended_at IS NULL
               AND {bounds} AND g.from_at <= {now} AND {ends} AND {seen}
             GROUP BY g.person_sort_key, g.holder_person
             ORDER BY g.person_sort_key{order}, g.holder_person{order} LIMIT {most}"
        )
    }
}

async fn by_last_day(
    tx: &mut Tx,
    question: &Question<'_>,
    roles: Roles,
    now: Instant,
) -> Result<(Vec<PersonId>, Place), StoreError> {
    let until = now.plus_millis(SOON);
    let stands_at: Option<(Instant, GrantId)> = match question.place {
        Place::Top => None,
        Place::After(grant) | Place::Before(grant) => place_by_last_day(tx, grant, question.unit, roles, now).await?,
    };
    let stands_at = stands_at.filter(|(at, _)| *at > now && *at <= until);
    let place = if stands_at.is_some() { question.place } else { Place::Top };
    let mut bound = Bound::default();
    let by_day = ByDay { question, place, stands_at: stands_at.as_ref(), now, until };
    let sql = by_day.sql(&mut bound, &roles);
    let rows: Vec<(Instant, GrantId, PersonId)> = tx.all(&sql, &bound.0).await?;
    Ok((rows.into_iter().map(|(_, _, person)| person).collect(), place))
}

/// A page in the order in which something ends.
pub(super) struct ByDay<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) place: Place,
    pub(super) stands_at: Option<&'a (Instant, GrantId)>,
    pub(super) now: Instant,
    pub(super) until: Instant,
}

impl<'a> ByDay<'a> {
    pub(super) fn sql(&'a self, bound: &mut Bound<'a>, roles: &'a Roles) -> String {
        let (unit, now) = (bound.bind(&self.question.unit), bound.bind(&self.now));
        let (approved, handed_out) = (bound.bind(&roles.approved), bound.bind(&roles.handed_out));
        let (bounds, order) = match (self.place, self.stands_at) {
            (Place::After(_), Some((at, grant))) => {
                let (until, at, grant) = (bound.bind(&self.until), bound.bind(at), bound.bind(grant));
                (format!("g.to_at <= {until} AND (g.to_at, g.id) > ({at}, {grant})"), "")
            }
            (Place::Before(_), Some((at, grant))) => {
                let (at, grant) = (bound.bind(at), bound.bind(grant));
                (format!("g.to_at > {now} AND (g.to_at, g.id) < ({at}, {grant})"), " DESC")
            }
            _ => (format!("g.to_at > {now} AND g.to_at <= {}", bound.bind(&self.until)), ""),
        };
        let seen = bound.seen(self.question.sight);
        let most = PAGE + 1;
        // Each person where the first of their grants ends.
        format!(
            "SELECT g.to_at, g.id, g.holder_person FROM grants g JOIN person p ON p.id = g.holder_person
             WHERE g.unit_id = {unit} AND g.role_id IN ({approved}, {handed_out}) AND g.person_sort_key IS NOT NULL
               AND g.ended_at IS NULL AND {bounds} AND g.from_at <= {now} AND {seen}
               AND NOT EXISTS (
                 SELECT 1 FROM grants e
                 WHERE e.holder_person = g.holder_person AND e.unit_id = g.unit_id
                   AND e.role_id IN ({approved}, {handed_out}) AND e.ended_at IS NULL AND e.to_at > {now}
                   AND e.from_at <= {now} AND (e.to_at, e.id) < (g.to_at, g.id))
             ORDER BY g.to_at{order}, g.id{order} LIMIT {most}"
        )
    }
}

/// Where a resident stands in the order of last days: at the first of their grants to end.
async fn place_by_last_day(
    tx: &mut Tx,
    grant: GrantId,
    unit: UnitId,
    roles: Roles,
    now: Instant,
) -> Result<Option<(Instant, GrantId)>, StoreError> {
    tx.optional(
        "SELECT e.to_at, e.id FROM grants g JOIN grants e ON e.holder_person = g.holder_person AND e.unit_id = g.unit_id
         WHERE g.id = ?1 AND g.unit_id = ?2 AND e.role_id IN (?3, ?4) AND e.ended_at IS NULL AND e.to_at > ?5
           AND e.from_at <= ?5
         ORDER BY e.to_at, e.id LIMIT 1",
        params![grant, unit, roles.approved, roles.handed_out, now],
    )
    .await
}

#[cfg(test)]
mod tests;
