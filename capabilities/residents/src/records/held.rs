//! What residents hold at a clinic: approvals and handed-out case types, each one grant.

use behorig_access::{BuiltIn, CaseTypeId, GrantId, Instant, ObjectId, Period, PersonId, UnitId};
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, params};

/// What a grant of a resident opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// *Godkänd för kommunikation*: every case type of the clinic but the restricted ones.
    Approval,
    /// *Utdelad ärendetyp*: this one.
    CaseType(CaseTypeId, String),
    /// A role that the organisation has made for residents, by its name.
    Role(String),
}

/// A grant of a resident at a clinic.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// The grant.
    pub grant: GrantId,
    /// Whose.
    pub person: PersonId,
    /// What it opens.
    pub what: What,
    /// When.
    pub period: Period,
    /// On whose word, as stored.
    pub basis: String,
    /// The order, where it came from one.
    pub order_number: Option<i64>,
    /// Who gave it, by name; none for the program itself.
    pub given_by: Option<String>,
    /// When it was given.
    pub given_at: Instant,
    /// For optimistic locking.
    pub version: i64,
}

impl Held {
    /// Whether it is the resident's own, by the clinic's catchment area.
    pub(crate) fn is_by_catchment(&self) -> bool {
        self.basis == behorig_access::Basis::CatchmentArea.key()
    }
}

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (grant, person) = (row.next()?, row.next()?);
        let (template, role_name): (Option<String>, String) = (row.next()?, row.next()?);
        let (object, name): (Option<ObjectId>, Option<String>) = (row.next()?, row.next()?);
        let what = match (template.as_deref().and_then(BuiltIn::from_key), object) {
            (Some(BuiltIn::ApprovedResident), _) => What::Approval,
            (Some(BuiltIn::HandedOutCaseType), Some(id)) => {
                What::CaseType(CaseTypeId::new(id.uuid()), name.unwrap_or_else(|| role_name.clone()))
            }
            _ => What::Role(role_name),
        };
        Ok(Self {
            grant,
            person,
            what,
            period: Period { from: row.next()?, to: row.next()? },
            basis: row.next()?,
            order_number: row.next()?,
            given_by: row.next()?,
            given_at: row.next()?,
            version: row.next()?,
        })
    }
}

// The name of a case type is joined here rather than asked for one by one: a page of the list has fifty persons.
const SELECT: &str =
    "SELECT g.id, g.holder_person, r.built_in, r.name, g.object_id, c.name, g.from_at, g.to_at, g.basis,
        o.number, giver.given_name || ' ' || giver.family_name, g.given_at, g.version
    FROM grants g
    JOIN role r ON r.id = g.role_id
    LEFT JOIN case_type c ON c.id = g.object_id
    LEFT JOIN care_order o ON o.id = g.basis_order
    LEFT JOIN shown_account giver ON giver.id = g.given_by";

/// What these residents hold at the unit now: approvals first, then by when they were given.
pub(crate) async fn live_at(
    tx: &mut Tx,
    unit: UnitId,
    persons: &[PersonId],
    now: Instant,
) -> Result<Vec<Held>, StoreError> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (3..3 + persons.len()).map(|place| format!("?{place}")).collect();
    let sql = format!(
        "{SELECT} WHERE g.unit_id = ?1 AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
           AND g.holder_person IN ({}) ORDER BY g.given_at, g.id",
        places.join(", ")
    );
    let mut bound: Vec<Param<'_>> = vec![unit.to_param(), now.to_param()];
    bound.extend(persons.iter().map(ToParam::to_param));
    let mut held: Vec<Held> = tx.all(&sql, &bound).await?;
    held.sort_by_key(|held| held.what != What::Approval);
    Ok(held)
}

/// What a resident holds, held and will hold at the unit: approvals first, then by when they were given.
pub(crate) async fn ever_at(tx: &mut Tx, unit: UnitId, person: PersonId) -> Result<Vec<Held>, StoreError> {
    let sql = format!("{SELECT} WHERE g.holder_person = ?1 AND g.unit_id = ?2 ORDER BY g.given_at, g.id");
    let mut held: Vec<Held> = tx.all(&sql, params![person, unit]).await?;
    held.sort_by_key(|held| held.what != What::Approval);
    Ok(held)
}
