//! The decision as a request asks for it, and a refusal in words that a person can act on: *Varför?*

use behorig_access::{
    AccountId, Decision, Denial, GrantId, Holder, Instant, ObjectRef, Remedy, Restrictions, Service, Target, UnitId,
    Viewer, decide,
};
use behorig_registers::units;
use behorig_store::{Boxed, StoreError, Tx, params};

use crate::PageError;

/// A refusal, with everything that its page says.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What was asked for.
    pub service: Service,
    /// Where.
    pub unit_name: String,
    /// The rule that failed.
    pub denial: Denial,
    /// What would help.
    pub remedy: Remedy,
    /// Who can mend it, the nearest first.
    pub menders: Vec<Mender>,
}

/// Somebody who can mend a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mender {
    /// The account.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Title, where there is one.
    pub title: Option<String>,
    /// The unit where the mender may do so.
    pub unit_name: String,
}

/// Whether the viewer may use the service at the unit, without explaining a refusal.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn permits(
    tx: &mut Tx,
    viewer: &Viewer,
    service: Service,
    unit: UnitId,
    now: Instant,
) -> Result<bool, StoreError> {
    let chain = units::chain_ids(tx, unit).await?;
    Ok(decide(viewer, service, &Target::at(&chain), now).is_permit())
}

/// Decides whether the viewer may use a service at a unit; the grant that permits, or a page that says why not.
///
/// # Errors
/// [`PageError::Refused`] to whoever holds a grant at the unit, [`PageError::NotFound`] to anyone else.
pub async fn require(
    tx: &mut Tx,
    viewer: &Viewer,
    service: Service,
    unit: UnitId,
    now: Instant,
) -> Result<GrantId, PageError> {
    require_object(tx, viewer, service, unit, None, Restrictions::NONE, now).await
}

/// As [`require`], for one object and its restrictions.
///
/// # Errors
/// As [`require`].
pub async fn require_object(
    tx: &mut Tx,
    viewer: &Viewer,
    service: Service,
    unit: UnitId,
    object: Option<ObjectRef>,
    restrictions: Restrictions,
    now: Instant,
) -> Result<GrantId, PageError> {
    let chain = units::chain_ids(tx, unit).await?;
    let mut target = Target::at(&chain).restricted(restrictions);
    if let Some(object) = object {
        target = target.object(object);
    }
    require_target(tx, viewer, service, &target, now).await
}

/// As [`require`], for a target whose chain of units is at hand.
///
/// # Errors
/// As [`require`].
pub async fn require_target(
    tx: &mut Tx,
    viewer: &Viewer,
    service: Service,
    target: &Target<'_>,
    now: Instant,
) -> Result<GrantId, PageError> {
    match (decide(viewer, service, target, now), target.unit_and_ancestors.first()) {
        (Decision::Permit { grant }, _) => Ok(grant),
        (Decision::Deny(denial), Some(unit)) if denial.knows_unit => {
            Err(PageError::Refused(Box::new(explain(tx, viewer, service, *unit, denial, now).await?)))
        }
        (Decision::Deny(_), _) => Err(PageError::NotFound),
    }
}

/// Puts a denial into words: where, what would help, and who can do it.
pub(crate) fn explain<'a>(
    tx: &'a mut Tx,
    viewer: &'a Viewer,
    service: Service,
    unit: UnitId,
    denial: Denial,
    now: Instant,
) -> Boxed<'a, Result<Refusal, StoreError>> {
    let remedy = denial.remedy(viewer.hat());
    Box::pin(async move {
        let menders = match remedy {
            Remedy::Ask(helping) => {
                // Only who administers grants is asked for a role of their own to give; a service is one's own or not.
                let lacking = (helping == Service::AdministerGrants).then_some(service);
                menders(tx, viewer, helping, lacking, unit, now).await?
            }
            Remedy::SwitchHat(_) | Remedy::SignIn(_) | Remedy::Wait(_) => Vec::new(),
        };
        let unit_name = units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
        Ok(Refusal { service, unit_name, denial, remedy, menders })
    })
}

/// Whom the viewer can ask to do something at the unit: the nearest who may use the service there, and can be reached now.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn who_may(
    tx: &mut Tx,
    viewer: &Viewer,
    service: Service,
    unit: UnitId,
    now: Instant,
) -> Result<Vec<Mender>, StoreError> {
    menders(tx, viewer, service, None, unit, now).await
}

/// As many as one asks before asking again.
const SHOWN: usize = 3;

/// Active staff other than the viewer who may use the service `helping` at the unit now, the nearest first; where a service is
/// `lacking`, only those whose own role may give a role with it.
async fn menders(
    tx: &mut Tx,
    viewer: &Viewer,
    helping: Service,
    lacking: Option<Service>,
    unit: UnitId,
    now: Instant,
) -> Result<Vec<Mender>, StoreError> {
    let rows: Vec<(AccountId, String, String, Option<String>, String)> = tx
        .all(
            "SELECT a.id, a.given_name, a.family_name, a.title, u.name
             FROM unit_ancestor x
             JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
             JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
             JOIN shown_account a ON a.id = g.holder_account
             JOIN unit u ON u.id = g.unit_id
             JOIN role r ON r.id = g.role_id
             WHERE x.unit_id = ?1 AND g.object_id IS NULL
               AND (CAST(?4 AS BIGINT) IS NULL OR r.gives_all OR EXISTS (
                 SELECT 1 FROM role_gives w JOIN role_service v ON v.role_id = w.given_role_id AND v.service = ?4
                 WHERE w.role_id = r.id))
               AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
             ORDER BY x.distance, a.sort_key, a.id LIMIT 12",
            params![unit, helping, now, lacking],
        )
        .await?;
    let mut found: Vec<Mender> = Vec::new();
    for (account, given, family, title, unit_name) in rows {
        // Nobody raises their own rights.
        let is_oneself = viewer.holder() == Holder::Account(account);
        if found.len() < SHOWN && !is_oneself && !found.iter().any(|mender| mender.account == account) {
            found.push(Mender { account, name: format!("{given} {family}"), title, unit_name });
        }
    }
    Ok(found)
}
