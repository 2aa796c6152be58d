//! Deputies: who stands in for a head of operations, named by the head for a period. A deputy names nobody.

use behorig_access::{
    AccountId, Basis, BuiltIn, Giving, GivingRefused, GrantId, Holder, Instant, MayGive, Period, Role, Service, Target,
    UnitId, Viewer, may_end, may_give, scope_of,
};
use behorig_identity::{HsaId, UserName};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::{UnitsInScope, roles, units};
use behorig_store::{FromRow, Row, StoreError, ToParam, Tx, WriteTx, params};

/// A unit where a deputy may be named, with what the decision is made from.
pub(crate) struct Place {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    chain: Vec<UnitId>,
    deputy: Role,
}

impl Place {
    /// Reads a unit; none where its organisation has no role for deputies.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no such unit.
    pub(crate) async fn read(tx: &mut Tx, unit: UnitId) -> Result<Option<Self>, StoreError> {
        let chain = units::chain(tx, unit).await?;
        let (Some(own), Some(root)) = (chain.first(), chain.last()) else { return Err(StoreError::Missing) };
        let deputy = roles::built_in(tx, root.id, BuiltIn::DeputyHead).await?;
        let name = own.name.clone();
        let chain = chain.iter().map(|unit| unit.id).collect();
        Ok(deputy.map(|deputy| Self { unit, name, chain, deputy }))
    }

    fn giving(&self, to: AccountId, same_person: bool, branch: bool) -> Giving<'_> {
        Giving {
            by: Service::CertifyGrants,
            role: &self.deputy,
            to: Holder::Account(to),
            same_person,
            target: Target::at(&self.chain),
            branch,
        }
    }

    /// What a role that certifies may give here: being a deputy, and that only by one that is no deputy's own.
    fn list(&self) -> MayGive {
        MayGive::Only([self.deputy.id].into_iter().collect())
    }

    /// May the viewer name this account a deputy here, and so for the branch below where the viewer's own right reaches it?
    ///
    /// # Errors
    /// The first [`GivingRefused`].
    pub(crate) fn may_name(
        &self,
        viewer: &Viewer,
        to: AccountId,
        same_person: bool,
        now: Instant,
    ) -> Result<bool, GivingRefused> {
        let list = self.list();
        let lists = |role| (role != self.deputy.id).then_some(&list);
        match may_give(viewer, &self.giving(to, same_person, true), lists, now) {
            Ok(_) => Ok(true),
            Err(GivingRefused::BranchBeyondOwn) => {
                may_give(viewer, &self.giving(to, same_person, false), lists, now).map(|_| false)
            }
            Err(refused) => Err(refused),
        }
    }

    /// May the viewer end a deputy's time here?
    ///
    /// # Errors
    /// The first [`GivingRefused`].
    pub(crate) fn may_end(&self, viewer: &Viewer, deputy: AccountId, now: Instant) -> Result<(), GivingRefused> {
        let list = self.list();
        let lists = |role| (role != self.deputy.id).then_some(&list);
        may_end(viewer, &self.giving(deputy, false, false), lists, now).map(|_| ())
    }

    /// Makes an account the deputy here for a period. Whether it may be was decided before.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn name(
        &self,
        tx: &mut WriteTx,
        account: AccountId,
        branch: bool,
        period: Period,
    ) -> Result<GrantId, StoreError> {
        let grant = NewGrant {
            holder: Holder::Account(account),
            role: self.deputy.id,
            unit: self.unit,
            branch,
            object: None,
            period,
            basis: Basis::Administrator,
        };
        grants::give(tx, &grant).await
    }
}

/// The units where the viewer may name deputies, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn places(tx: &mut Tx, viewer: &Viewer, now: Instant) -> Result<Vec<Place>, StoreError> {
    let scope = scope_of(viewer, Service::CertifyGrants, now);
    let mut found = Vec::new();
    for root in scope.roots.iter().filter(|root| root.object.is_none()) {
        let Some(place) = Place::read(tx, root.unit).await? else { continue };
        // Somebody whom nobody is: asked of no one in particular, the answer is the viewer's own reach.
        if place.may_name(viewer, super::account_of_nobody(), false, now).is_ok() {
            found.push(place);
        }
    }
    found.sort_by_cached_key(|place| behorig_identity::swedish_sort_key(&place.name));
    Ok(found)
}

/// A deputy, now or to come.
#[derive(Clone, Debug)]
pub(crate) struct Deputy {
    pub grant: GrantId,
    pub account: AccountId,
    pub name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub period: Period,
    pub version: i64,
}

impl FromRow for Deputy {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            account: row.next()?,
            name: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            period: Period { from: row.next()?, to: row.next()? },
            version: row.next()?,
        })
    }
}

const DEPUTY: &str =
    "SELECT g.id, g.holder_account, a.given_name || ' ' || a.family_name, g.unit_id, u.name, g.from_at, g.to_at,
        g.version
    FROM grants g JOIN shown_account a ON a.id = g.holder_account JOIN unit u ON u.id = g.unit_id
    WHERE g.role_id IN (SELECT r.id FROM role r WHERE r.built_in = 'deputy-head')";

/// Deputies whose time is not over at the units where the viewer certifies, those whose time begins first before the others; those
/// after `after`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn deputies(
    tx: &mut Tx,
    viewer: &Viewer,
    after: Option<GrantId>,
    now: Instant,
    most: i64,
) -> Result<Vec<Deputy>, StoreError> {
    let begin = match after {
        Some(grant) => tx.optional("SELECT from_at, id FROM grants WHERE id = ?1", params![grant]).await?,
        None => None,
    };
    let (from_at, id) = begin.unwrap_or((Instant(i64::MIN), GrantId::from_bytes([0; 16])));
    let scope = scope_of(viewer, Service::CertifyGrants, now);
    let within = UnitsInScope::of(&scope, "g.unit_id", 5);
    let mut bound = vec![now.to_param(), from_at.to_param(), id.to_param(), most.to_param()];
    bound.extend(within.params());
    let sql = format!(
        "{DEPUTY} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?1) AND (g.from_at, g.id) > (?2, ?3) AND {}
         ORDER BY g.from_at, g.id LIMIT ?4",
        within.sql()
    );
    tx.all(&sql, &bound).await
}

/// A deputy by the grant, whether or not their time is over.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn deputy(tx: &mut Tx, grant: GrantId) -> Result<Option<Deputy>, StoreError> {
    tx.optional(&format!("{DEPUTY} AND g.id = ?1"), params![grant]).await
}

/// Whoever is sought by user name or HSA-id.
pub(crate) struct Sought {
    pub account: AccountId,
    /// Whether the account can be used, now or once it is unlocked.
    pub is_usable: bool,
    /// Whether it is the seeker's own, under whatever account.
    pub same_person: bool,
}

/// The account with this user name or HSA-id in the organisation of a unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn seek(
    tx: &mut Tx,
    text: &str,
    unit: UnitId,
    seeker: AccountId,
) -> Result<Option<Sought>, StoreError> {
    let user_name = UserName::parse(text).map(|name| name.folded().to_owned()).unwrap_or_default();
    let hsa_id = HsaId::parse(text).map(|id| id.as_str().to_owned()).unwrap_or_default();
    let organisation = units::organisation_of(tx, unit).await?;
    let row: Option<(AccountId, bool, bool)> = tx
        .optional(
            "SELECT a.id, (a.ended_at IS NULL AND a.blocked_at IS NULL AND a.pending_since IS NULL),
                 (a.id = ?4 OR EXISTS (SELECT 1 FROM account me WHERE me.id = ?4 AND me.identity_number = a.identity_number))
             FROM account a JOIN unit_ancestor x ON x.unit_id = a.unit_id AND x.ancestor_id = ?3
             WHERE (a.user_name_key = ?1 OR a.id = (SELECT h.account_id FROM account_hsa_id h WHERE h.hsa_id = ?2))
               AND NOT is_hidden(a)
             ORDER BY a.id LIMIT 1",
            params![user_name, hsa_id, organisation, seeker],
        )
        .await?;
    Ok(row.map(|(account, is_usable, same_person)| Sought { account, is_usable, same_person }))
}
