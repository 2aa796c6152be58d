//! Approvals for communication, as they are listed.
//!
//! The list walks `grants_of_residents (unit_id, role_id, person_sort_key, id)` from where it stands, so the fiftieth page of a
//! million costs what the first does; the person of each row is then found by its key.

use behorig_access::{BuiltIn, GrantId, Instant, PersonId, RoleId, UnitId};
use behorig_identity::{IdentityNumber, prefix_range, sort_prefix};
use behorig_registers::persons::Protection;
use behorig_registers::{grants, units};
use behorig_store::{FromRow, Row, StoreError, ToParam, Tx, params};

use crate::rules::Sight;

/// As many as a page of the list shows.
pub(crate) const PAGE: usize = 50;

/// A resident who is approved for communication.
#[derive(Debug, Clone)]
pub(crate) struct Approved {
    /// The approval.
    pub grant: GrantId,
    /// Who.
    pub person: PersonId,
    /// The identity number.
    pub number: IdentityNumber,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Whether the identity is protected.
    pub protected: bool,
    /// Since when.
    pub from: Instant,
    /// Until when; none means until further notice.
    pub to: Option<Instant>,
}

impl Approved {
    /// Given and family name, as the log has it.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

impl FromRow for Approved {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            person: row.next()?,
            number: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            protected: row.next::<String>()? != Protection::None.as_stored(),
            from: row.next()?,
            to: row.next()?,
        })
    }
}

/// Where in the list a page begins. Places are named by grant and not by name, since they stand in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the top.
    Top,
    /// After this row.
    After(GrantId),
    /// Before this row.
    Before(GrantId),
}

/// What is asked of the list.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    /// The unit.
    pub unit: UnitId,
    /// How the family name begins; empty for all.
    pub name: &'a str,
    /// Where to begin.
    pub place: Place,
    /// Which protected persons are seen.
    pub sight: &'a Sight,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    /// Its rows, by name.
    pub rows: Vec<Approved>,
    /// Whether there is more before them.
    pub more_before: bool,
    /// Whether there is more after them.
    pub more_after: bool,
}

/// Whoever is approved for communication with the unit now, by name.
pub(crate) async fn approved_at(tx: &mut Tx, question: &Question<'_>, now: Instant) -> Result<Listed, StoreError> {
    let organisation = units::organisation_of(tx, question.unit).await?;
    let role = match grants::role_of_template(tx, organisation, BuiltIn::ApprovedResident).await {
        Ok(role) => role,
        // An organisation without the role has approved nobody.
        Err(StoreError::Missing) => return Ok(Listed::default()),
        Err(error) => return Err(error),
    };
    let (from, to) = prefix_range(&sort_prefix(question.name));
    let stands_at = match question.place {
        Place::Top => None,
        Place::After(grant) | Place::Before(grant) => place_of(tx, grant, question.unit, role).await?,
    };
    // A row outside what is searched for now is no place in this list.
    let stands_at = stands_at.filter(|key| *key >= from && *key < to);
    let (place, key) = stands_at.map_or((Place::Top, Vec::new()), |key| (question.place, key));
    let (bounds, order) = match place {
        Place::Top => (AT_TOP, ""),
        Place::After(_) => (AFTER, ""),
        Place::Before(_) => (BEFORE, " DESC"),
    };
    let mut params = params![question.unit, role, now].to_vec();
    match &place {
        Place::Top => params.extend([from.to_param(), to.to_param()]),
        Place::After(grant) => params.extend([to.to_param(), key.to_param(), grant.to_param()]),
        Place::Before(grant) => params.extend([from.to_param(), key.to_param(), grant.to_param()]),
    }
    let sql = list_sql(bounds, order, &seen(question.sight, params.len() + 1));
    if let Sight::Only(persons) = question.sight {
        params.extend(persons.iter().map(ToParam::to_param));
    }
    let rows = tx.all(&sql, &params).await?;
    Ok(as_page(rows, place))
}

// Exactly one lower and one upper bound each: with two of a kind SQLite might begin at the wider one and pass over the rest.
const AT_TOP: &str = "g.person_sort_key >= ?4 AND g.person_sort_key < ?5";
const AFTER: &str = "g.person_sort_key < ?4 AND (g.person_sort_key, g.id) > (?5, ?6)";
const BEFORE: &str = "g.person_sort_key >= ?4 AND (g.person_sort_key, g.id) < (?5, ?6)";

fn list_sql(bounds: &str, order: &str, seen: &str) -> String {
    let most = PAGE + 1;
    format!(
        "SELECT g.id, p.id, p.identity_number, p.given_name, p.family_name, p.protection, g.from_at, g.to_at
         FROM grants g JOIN person p ON p.id = g.holder_person
         WHERE g.unit_id = ?1 AND g.role_id = ?2 AND g.person_sort_key IS NOT NULL AND {bounds}
           AND g.from_at <= ?3 AND (g.to_at IS NULL OR g.to_at > ?3) AND {seen}
         ORDER BY g.person_sort_key{order}, g.id{order} LIMIT {most}"
    )
}

/// The condition of a sight, its persons bound from the parameter `first` on.
fn seen(sight: &Sight, first: usize) -> String {
    match sight {
        Sight::Everyone => "TRUE".to_owned(),
        Sight::Only(persons) if persons.is_empty() => "p.protection = 'none'".to_owned(),
        Sight::Only(persons) => {
            let places: Vec<String> = (first..first + persons.len()).map(|place| format!("?{place}")).collect();
            format!("(p.protection = 'none' OR p.id IN ({}))", places.join(", "))
        }
    }
}

fn as_page(mut rows: Vec<Approved>, place: Place) -> Listed {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    match place {
        Place::Top => Listed { rows, more_before: false, more_after: more },
        Place::After(_) => Listed { rows, more_before: true, more_after: more },
        Place::Before(_) => {
            rows.reverse();
            Listed { rows, more_before: more, more_after: true }
        }
    }
}

async fn place_of(tx: &mut Tx, grant: GrantId, unit: UnitId, role: RoleId) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = tx
        .optional(
            "SELECT person_sort_key FROM grants
             WHERE id = ?1 AND unit_id = ?2 AND role_id = ?3 AND person_sort_key IS NOT NULL",
            params![grant, unit, role],
        )
        .await?;
    Ok(row.map(|(key,)| key))
}

/// Whether a role is the one by which residents are approved.
pub(crate) async fn approves(tx: &mut Tx, role: RoleId) -> Result<bool, StoreError> {
    let row: Option<(Option<String>,)> = tx.optional("SELECT built_in FROM role WHERE id = ?1", params![role]).await?;
    Ok(row.and_then(|(key,)| key).as_deref() == Some(BuiltIn::ApprovedResident.key()))
}

#[cfg(test)]
mod tests;
