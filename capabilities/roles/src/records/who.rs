//! Who may use a service at a unit: candidates found in SQL, each answer made by the decision.

use behorig_access::{AccountId, Assurance, GrantId, Hat, Holder, Instant, RoleKind, Service, Target, UnitId, who_may};
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::{units, viewer_of_account};
use behorig_store::{FromRow, Row, StoreError, Tx, params};

/// Somebody who may, with the grant that permits it.
pub(crate) struct Permitted {
    /// The account.
    pub account: AccountId,
    /// The name.
    pub name: String,
    /// The title.
    pub title: Option<String>,
    /// The grant that permits.
    pub grant: GrantRow,
}

/// Where a list goes on.
pub(crate) type After = (Vec<u8>, AccountId);

/// One page of an answer.
pub(crate) struct Answer {
    /// Who may.
    pub permitted: Vec<Permitted>,
    /// Where the next page begins, if there is one.
    pub next: Option<AccountId>,
}

struct Candidate {
    account: AccountId,
    name: String,
    title: Option<String>,
}

impl FromRow for Candidate {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let _sort_key: Vec<u8> = row.next()?;
        Ok(Self { account: row.next()?, name: row.next()?, title: row.next()? })
    }
}

/// Who may use the service at the unit as a whole now, by name, from the one after `after`. Everybody is asked about as signed
/// in with the highest assurance: how somebody happens to have signed in is no right of theirs.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn may_use(
    tx: &mut Tx,
    service: Service,
    unit: UnitId,
    after: Option<AccountId>,
    most: i64,
    now: Instant,
) -> Result<Answer, StoreError> {
    let hat = if service.kind().contains(RoleKind::Staff) { Hat::Staff } else { Hat::Relative };
    let mut candidates = candidates(tx, service, unit, after, most + 1, now).await?;
    let more = i64::try_from(candidates.len()).unwrap_or(i64::MAX) > most;
    if more {
        candidates.pop();
    }
    let next = candidates.last().filter(|_| more).map(|last| last.account);
    let chain = units::chain_ids(tx, unit).await?;
    let mut viewers = Vec::with_capacity(candidates.len());
    for candidate in &candidates {
        viewers.push(viewer_of_account(tx, candidate.account, hat, Assurance::High, now).await?);
    }
    let answers: Vec<(Holder, GrantId)> = who_may(service, &Target::at(&chain), viewers.iter(), now);
    let mut permitted = Vec::with_capacity(answers.len());
    for candidate in candidates {
        let holder = Holder::Account(candidate.account);
        let Some((_, grant)) = answers.iter().find(|(answered, _)| *answered == holder) else { continue };
        if let Some((grant, _)) = grants::find(tx, *grant).await? {
            let Candidate { account, name, title } = candidate;
            permitted.push(Permitted { account, name, title, grant });
        }
    }
    Ok(Answer { permitted, next })
}

async fn candidates(
    tx: &mut Tx,
    service: Service,
    unit: UnitId,
    after: Option<AccountId>,
    most: i64,
    now: Instant,
) -> Result<Vec<Candidate>, StoreError> {
    let after: After = match after {
        Some(account) => {
            let row: Option<(Vec<u8>,)> =
                tx.optional("SELECT a.sort_key FROM shown_account a WHERE a.id = ?1", params![account]).await?;
            (row.map(|(key,)| key).unwrap_or_default(), account)
        }
        None => (Vec::new(), AccountId::from_bytes([0; 16])),
    };
    tx.all(
        "SELECT DISTINCT a.sort_key, a.id, a.given_name || ' ' || a.family_name, a.title
         FROM unit_ancestor x
         JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
         JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
         JOIN shown_account a ON a.id = g.holder_account
         WHERE x.unit_id = ?1 AND g.object_id IS NULL
           AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND (a.sort_key, a.id) > (?4, ?5)
         ORDER BY a.sort_key, a.id LIMIT ?6",
        params![unit, service, now, after.0, after.1, most],
    )
    .await
}
