//! The viewer: a holder with a hat on, and the grants read in the request's own transaction.

use behorig_access::{
    AccountId, Assurance, Hat, Holder, Instant, Period, PersonId, ServiceSet, Standing, Viewer, ViewerGrant,
};
use behorig_store::{FromRow, Row, StoreError, Tx, params};

/// Grants that ended longer ago than this are not read: they would only explain a refusal, and the past is long.
const EXPLAINED_AFTERWARDS: i64 = 90 * 24 * 3_600_000;

/// A grant in a holder's hand, as a row of [`sql_of_grants`].
pub struct InHand {
    grant: ViewerGrant,
    ended_at: Option<Instant>,
}

impl InHand {
    /// The grant as it counts now: what somebody ended is over, also where the clock was put back.
    #[must_use]
    pub fn counted_at(self, now: Instant) -> ViewerGrant {
        ViewerGrant { period: self.grant.period.counted_at(now, self.ended_at), ..self.grant }
    }
}

impl FromRow for InHand {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let grant = ViewerGrant {
            id: row.next()?,
            unit: row.next()?,
            branch: row.next()?,
            object: crate::grants::object_from(row)?,
            period: Period { from: row.next()?, to: row.next()? },
            role: row.next()?,
            kind: crate::roles::kind_from(&row.next::<String>()?)?,
            lowest_assurance: crate::roles::assurance_from(&row.next::<String>()?)?,
            services: ServiceSet::from_stored(&row.next::<Option<String>>()?.unwrap_or_default()),
        };
        Ok(Self { grant, ended_at: row.next()? })
    }
}

/// The statement that gives the grants of a holder, whose id is `?1` and the time [`grants_since`] `?2`: for whoever asks it together with
/// something else.
#[must_use]
pub fn sql_of_grants(holder: Holder) -> String {
    match holder {
        Holder::Account(_) => grants_where("g.holder_account = ?1"),
        Holder::Person(_) => grants_where("g.holder_person = ?1"),
    }
}

/// The statement that gives the grants of whoever two expressions name: the id of an account or NULL, and the id of a person or NULL,
/// not both. The time [`grants_since`] is `?2`. So a session's grants are asked for together with the session, before it is known whose
/// it is.
#[must_use]
pub fn sql_of_grants_named(account: &str, person: &str) -> String {
    grants_where(&format!("(g.holder_account = {account} OR g.holder_person = {person})"))
}

fn grants_where(held: &str) -> String {
    format!(
        "SELECT g.id, g.unit_id, g.branch, g.object_kind, g.object_id, g.from_at, g.to_at, g.role_id, r.kind,
             r.lowest_assurance,
             (SELECT string_agg(CAST(s.service AS TEXT), ' ') FROM role_service s WHERE s.role_id = r.id), g.ended_at
         FROM grants g JOIN role r ON r.id = g.role_id
         WHERE {held} AND (g.to_at IS NULL OR g.to_at > ?2)"
    )
}

/// Grants that ended before this time are not read now.
#[must_use]
pub fn grants_since(now: Instant) -> Instant {
    now.plus_millis(-EXPLAINED_AFTERWARDS)
}

/// The id of a holder.
#[must_use]
pub fn id_of(holder: Holder) -> uuid::Uuid {
    match holder {
        Holder::Account(id) => id.uuid(),
        Holder::Person(id) => id.uuid(),
    }
}

/// The grants of a holder, each with what its role holds: what a decision is made from.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn grants_in_the_hand_of(tx: &mut Tx, holder: Holder, now: Instant) -> Result<Vec<ViewerGrant>, StoreError> {
    let grants: Vec<InHand> = tx.all(&sql_of_grants(holder), params![id_of(holder), grants_since(now)]).await?;
    Ok(grants.into_iter().map(|grant| grant.counted_at(now)).collect())
}

/// How an account stands, from the columns that say so.
#[must_use]
pub fn standing(
    ended_at: Option<Instant>,
    blocked_at: Option<Instant>,
    locked_at: Option<Instant>,
    pending_since: Option<Instant>,
) -> Standing {
    if ended_at.is_some() {
        Standing::Ended
    } else if blocked_at.is_some() {
        Standing::Blocked
    } else if locked_at.is_some() {
        Standing::Locked
    } else if pending_since.is_some() {
        Standing::Pending
    } else {
        Standing::Active
    }
}

/// An account as a viewer, with its standing read now.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such account.
pub async fn viewer_of_account(
    tx: &mut Tx,
    account: AccountId,
    hat: Hat,
    assurance: Assurance,
    now: Instant,
) -> Result<Viewer, StoreError> {
    let (ended, blocked, locked, pending) = tx
        .one("SELECT ended_at, blocked_at, locked_at, pending_since FROM account WHERE id = ?1", params![account])
        .await?;
    let grants = grants_in_the_hand_of(tx, Holder::Account(account), now).await?;
    Ok(Viewer::new(Holder::Account(account), standing(ended, blocked, locked, pending), hat, assurance, grants))
}

/// A resident as a viewer.
///
/// # Errors
/// [`StoreError::Missing`] where the register does not know the person.
pub async fn viewer_of_person(
    tx: &mut Tx,
    person: PersonId,
    assurance: Assurance,
    now: Instant,
) -> Result<Viewer, StoreError> {
    let (deceased,): (Option<String>,) =
        tx.one("SELECT deceased_on FROM person WHERE id = ?1", params![person]).await?;
    let standing = if deceased.is_some() { Standing::Ended } else { Standing::Active };
    let grants = grants_in_the_hand_of(tx, Holder::Person(person), now).await?;
    Ok(Viewer::new(Holder::Person(person), standing, Hat::Resident, assurance, grants))
}
