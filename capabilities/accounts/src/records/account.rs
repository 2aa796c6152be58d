//! One account, loaded through whoever asks.

use behorig_access::{
    AccountId, GrantId, Holder, Instant, ObjectKind, ObjectRef, Service, Standing, Target, UnitId, Viewer, permitting,
    what_may,
};
use behorig_identity::{HsaId, IdentityNumber};
use behorig_registers::standing;
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};

use crate::fields::{FIELDS, Key, Values};
use crate::rules::Rights;

/// An account as one viewer may see it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The unit that it belongs to.
    pub unit: UnitId,
    /// That unit's name.
    pub unit_name: String,
    /// For optimistic locking.
    pub version: i64,
    /// How it stands.
    pub standing: Standing,
    /// What locked it: `failures` or `unused`.
    pub lock_reason: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// When its owner signed in last.
    pub last_sign_in_at: Option<Instant>,
    /// When its password was set.
    pub password_changed_at: Option<Instant>,
    /// Whether the password was set by somebody else and must be changed first.
    pub password_must_change: bool,
    /// What its fields hold.
    pub values: Values,
    /// What the viewer that it was loaded for may do with it.
    pub rights: Rights,
    /// Whether the viewer may not see who it is: then it holds nothing that tells.
    pub is_hidden: bool,
}

impl Account {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.values.text(Key::GivenName), self.values.text(Key::FamilyName))
    }

    /// The user name.
    #[must_use]
    pub fn user_name(&self) -> &str {
        self.values.text(Key::UserName)
    }

    /// The identity number, where there is one.
    #[must_use]
    pub fn identity_number(&self) -> Option<IdentityNumber> {
        self.values.get(Key::IdentityNumber).and_then(|stored| IdentityNumber::from_stored(stored).ok())
    }

    /// The HSA-ids.
    #[must_use]
    pub fn hsa_ids(&self) -> Vec<HsaId> {
        self.values.text(Key::HsaIds).lines().filter_map(|stored| HsaId::from_stored(stored).ok()).collect()
    }

    /// Leaves what everybody at work may know, with the mask for a name.
    fn mask(&mut self, mask: &str) {
        let kept = [Key::Title, Key::LongTitle, Key::StaffCategory, Key::Blocked, Key::Password];
        let mut values = Values::default();
        for key in kept {
            values.set(key, self.values.get(key).map(str::to_owned));
        }
        let (given, family) = mask.split_once(' ').unwrap_or(("", mask));
        values.set(Key::GivenName, Some(given.to_owned()));
        values.set(Key::FamilyName, Some(family.to_owned()));
        self.values = values;
    }

    /// The path of its page.
    #[must_use]
    pub fn path(&self) -> String {
        path_of(self.id)
    }
}

/// What is done with an account without knowing whose it is; all else asks for the service for protected identities, where it is
/// protected: its fields, files and history tell.
const MASKED_TOO: [Service; 3] = [Service::ViewAccounts, Service::ViewGrants, Service::AdministerGrants];

/// The path of an account's page.
pub(crate) fn path_of(account: AccountId) -> String {
    format!("/anvandare/{account}")
}

/// The account as an object that a grant or a question can be about.
pub(crate) fn as_object(account: AccountId) -> ObjectRef {
    ObjectRef { kind: ObjectKind::Account, id: account.as_object() }
}

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut account = Self {
            id: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            version: row.next()?,
            created_at: row.next()?,
            last_sign_in_at: row.next()?,
            password_changed_at: row.next()?,
            password_must_change: row.next()?,
            lock_reason: row.next()?,
            standing: Standing::Active,
            ended_at: None,
            values: Values::default(),
            rights: Rights::default(),
            is_hidden: row.next()?,
        };
        let has_password: bool = row.next()?;
        let ended_at: Option<Instant> = row.next()?;
        let blocked_at: Option<Instant> = row.next()?;
        account.standing = standing(ended_at, blocked_at, row.next()?, row.next()?);
        account.ended_at = ended_at;
        account.values.set(Key::Password, has_password.then(|| "1".to_owned()));
        account.values.set(Key::Blocked, blocked_at.map(|_| "1".to_owned()));
        account.values.set(Key::HsaIds, row.next()?);
        for field in FIELDS.iter().filter(|field| field.column.is_some()) {
            account.values.set(field.key, row.next()?);
        }
        Ok(account)
    }
}

fn select() -> String {
    let columns: String =
        FIELDS.iter().filter_map(|field| field.column).map(|column| format!(", a.{column}")).collect();
    format!(
        "SELECT a.id, a.unit_id, u.name, a.version, a.created_at, a.last_sign_in_at, a.password_changed_at,
             a.password_must_change, a.lock_reason, is_hidden(a), a.password_hash IS NOT NULL, a.ended_at, a.blocked_at, a.locked_at,
             a.pending_since,
             (SELECT string_agg(h.hsa_id, ?2 ORDER BY h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id){columns}
         FROM account a JOIN unit u ON u.id = a.unit_id WHERE a.id = ?1"
    )
}

/// The account for a viewer who asks to use `service` on it.
///
/// # Errors
/// [`PageError::NotFound`] where there is none or the viewer may not know of it; [`PageError::Refused`] with the reason.
pub async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: AccountId,
    service: Service,
    now: Instant,
) -> Result<Account, PageError> {
    let (accounts, chains): (Vec<Account>, Vec<Step>) =
        tx.two((&select(), params![id, "\n"]), (CHAINS, params![id, now])).await?;
    let mut account = accounts.into_iter().next().ok_or(PageError::NotFound)?;
    let (own, held): (Vec<Step>, Vec<Step>) = chains.into_iter().partition(|(grant, ..)| grant.is_none());
    let chain: Vec<UnitId> = own.into_iter().map(|(_, _, unit, _)| unit).collect();
    let target = Target::at(&chain).object(as_object(id));
    require_target(tx, viewer, service, &target, now).await?;
    if account.is_hidden {
        if !MASKED_TOO.contains(&service) {
            require_target(tx, viewer, Service::SeeProtectedIdentity, &Target::at(&chain), now).await?;
        }
        account.mask(&tx.reader().mask);
    }
    account.rights = Rights {
        services: what_may(viewer, &target, now)
            .into_iter()
            .map(|(service, _)| service)
            .filter(|service| !account.is_hidden || MASKED_TOO.contains(service))
            .collect(),
        own: viewer.holder() == Holder::Account(id),
        reaches_further: reach_further(viewer, &held, now),
        ended: account.standing == Standing::Ended,
    };
    Ok(account)
}

/// Whether the account holds, live or to come, a grant at a unit where the viewer may not edit accounts, or a branch that the
/// viewer has only the top of.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn grants_reach_further(
    tx: &mut Tx,
    viewer: &Viewer,
    account: AccountId,
    now: Instant,
) -> Result<bool, StoreError> {
    let mut chains: Vec<Step> = tx.all(CHAINS, params![account, now]).await?;
    chains.retain(|(grant, ..)| grant.is_some());
    Ok(reach_further(viewer, &chains, now))
}

/// A unit of a chain, the nearest first: of which grant the chain is (none: of the account's own unit), and whether that covers the branch.
type Step = (Option<GrantId>, bool, UnitId, i64);

/// Of the account `?1`: the units from its own to the root, and those of each of its grants that is live or to come at `?2`.
const CHAINS: &str = "SELECT NULL, FALSE, x.ancestor_id, x.distance FROM unit_ancestor x
        WHERE x.unit_id = (SELECT a.unit_id FROM account a WHERE a.id = ?1)
    UNION ALL
    SELECT g.id, g.branch, x.ancestor_id, x.distance FROM grants g JOIN unit_ancestor x ON x.unit_id = g.unit_id
        WHERE g.holder_account = ?1 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
    ORDER BY 1, 4";

fn reach_further(viewer: &Viewer, held: &[Step], now: Instant) -> bool {
    held.chunk_by(|(one, ..), (next, ..)| one == next).any(|grant| {
        let chain: Vec<UnitId> = grant.iter().map(|(_, _, unit, _)| *unit).collect();
        let branch = grant.iter().any(|(_, branch, ..)| *branch);
        let own = permitting(viewer, Service::EditAccounts, &Target::at(&chain), now);
        !own.iter().any(|grant| grant.branch || !branch)
    })
}

/// The account, not ended, with this identity number. Whether the viewer may know of it is asked by [`for_viewer`].
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find_id_by_number(tx: &mut Tx, number: &IdentityNumber) -> Result<Option<AccountId>, StoreError> {
    let row: Option<(AccountId,)> =
        tx.optional("SELECT id FROM account WHERE identity_number = ?1 AND ended_at IS NULL", params![number]).await?;
    Ok(row.map(|(id,)| id))
}
