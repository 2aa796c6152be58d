//! What is read before a grant is given or ended: the place, the roles there, and who would be left to administer it.

use std::sync::Arc;

use behorig_access::{
    ADMINISTRATOR_SERVICE, AccountId, Giving, GivingRefused, GrantId, Holder, Instant, MayGive, ObjectRef, Role,
    RoleId, RoleKind, Scope, Service, Standing, Target, UnitId, Viewer, decide, last_administrator, may_end, may_give,
};
use behorig_identity::{prefix_range, sort_prefix};
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::units;
use behorig_registers::{UnitsInScope, roles};
use behorig_store::{StoreError, ToParam, Tx, params};

/// A unit with everything that a decision about giving there is made from.
pub(crate) struct Place {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The unit and everything above it.
    chain: Vec<UnitId>,
    /// The roles of its organisation, by name; shared by the places of one organisation.
    pub roles: Arc<[Role]>,
}

/// To whom a grant is given, as far as the rules ask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receiver {
    /// The account.
    pub account: AccountId,
    /// Whether it is the giver in another guise: another account of the same person.
    pub same_person: bool,
}

impl Place {
    /// Reads a unit.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none.
    pub(crate) async fn read(tx: &mut Tx, unit: UnitId) -> Result<Self, StoreError> {
        Self::read_beside(tx, unit, &[]).await
    }

    /// Reads a unit beside others that this request has read: the roles of an organisation are read once.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none.
    pub(crate) async fn read_beside(tx: &mut Tx, unit: UnitId, others: &[Self]) -> Result<Self, StoreError> {
        let chain = units::chain(tx, unit).await?;
        let (Some(own), Some(root)) = (chain.first(), chain.last()) else { return Err(StoreError::Missing) };
        let roles = match others.iter().find(|other| other.chain.last() == Some(&root.id)) {
            Some(other) => Arc::clone(&other.roles),
            None => roles::of_organisation(tx, root.id).await?.into(),
        };
        Ok(Self { unit, name: own.name.clone(), chain: chain.iter().map(|unit| unit.id).collect(), roles })
    }

    /// The role with this id.
    pub(crate) fn role(&self, id: RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The unit and everything above it.
    pub(crate) fn chain(&self) -> &[UnitId] {
        &self.chain
    }

    /// May the viewer use the service here now?
    pub(crate) fn permits(&self, viewer: &Viewer, service: Service, now: Instant) -> bool {
        decide(viewer, service, &Target::at(&self.chain), now).is_permit()
    }

    fn list_of(&self, id: RoleId) -> Option<&MayGive> {
        self.role(id).map(|role| &role.may_give)
    }

    fn giving<'a>(&'a self, role: &'a Role, to: Receiver, object: Option<ObjectRef>, branch: bool) -> Giving<'a> {
        let target = Target::at(&self.chain);
        Giving {
            by: Service::AdministerGrants,
            role,
            to: Holder::Account(to.account),
            same_person: to.same_person,
            target: object.map_or(target, |object| target.object(object)),
            branch,
        }
    }

    /// May the viewer give the role here now?
    ///
    /// # Errors
    /// The first [`GivingRefused`].
    pub(crate) fn may_give(
        &self,
        viewer: &Viewer,
        role: &Role,
        to: Receiver,
        object: Option<ObjectRef>,
        branch: bool,
        now: Instant,
    ) -> Result<GrantId, GivingRefused> {
        may_give(viewer, &self.giving(role, to, object, branch), |id| self.list_of(id), now)
    }

    /// May the viewer end a grant of the role here now?
    ///
    /// # Errors
    /// The first [`GivingRefused`].
    pub(crate) fn may_end(
        &self,
        viewer: &Viewer,
        role: &Role,
        to: Receiver,
        grant: &GrantRow,
        now: Instant,
    ) -> Result<GrantId, GivingRefused> {
        may_end(viewer, &self.giving(role, to, grant.object, grant.branch), |id| self.list_of(id), now)
    }

    /// The roles that the viewer can offer an account here: those on the giver's list that are not for residents. Nobody is
    /// offered anything for themselves.
    pub(crate) fn offered(&self, viewer: &Viewer, to: Receiver, now: Instant) -> Vec<&Role> {
        let oneself = to.same_person || viewer.holder() == Holder::Account(to.account);
        let listed = |role: &Role| {
            let giving = self.giving(role, to, None, false);
            may_end(viewer, &giving, |id| self.list_of(id), now).is_ok()
        };
        self.roles.iter().filter(|role| !oneself && role.kind != RoleKind::Resident && listed(role)).collect()
    }

    /// The roles on the lists of the viewer's own roles here, whoever they are given to.
    pub(crate) fn on_list(&self, viewer: &Viewer, now: Instant) -> Vec<&Role> {
        let anybody = Receiver { account: AccountId::from_bytes([0; 16]), same_person: false };
        self.offered(viewer, anybody, now)
    }

    /// Whether the viewer may give a role for the branch below too.
    pub(crate) fn reaches_branch(&self, viewer: &Viewer, to: Receiver, now: Instant) -> bool {
        let any = |role: &&Role| {
            let giving = self.giving(role, to, None, true);
            may_end(viewer, &giving, |id| self.list_of(id), now).is_ok()
        };
        self.roles.iter().any(|role| any(&role))
    }
}

/// Whether two accounts are the same person's.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn receiver(tx: &mut Tx, giver: Holder, account: AccountId) -> Result<Receiver, StoreError> {
    let same_person = match giver {
        Holder::Account(giver) => {
            let (count,): (i64,) = tx
                .one(
                    "SELECT CAST(count(*) AS BIGINT) FROM account a JOIN account b ON b.identity_number = a.identity_number
                     WHERE a.id = ?1 AND b.id = ?2",
                    params![giver, account],
                )
                .await?;
            count > 0
        }
        Holder::Person(giver) => {
            let (count,): (i64,) = tx
                .one(
                    "SELECT CAST(count(*) AS BIGINT) FROM account a JOIN person p ON p.identity_number = a.identity_number
                     WHERE p.id = ?1 AND a.id = ?2",
                    params![giver, account],
                )
                .await?;
            count > 0
        }
    };
    Ok(Receiver { account, same_person })
}

/// Whether ending these grants of an account would take the last administrator from the unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn takes_last_administrator(
    tx: &mut Tx,
    place: &Place,
    holder: (AccountId, Standing),
    held: &[GrantRow],
    ending: &[GrantId],
    now: Instant,
) -> Result<bool, StoreError> {
    let administers = |grant: &&GrantRow| {
        grant.unit == place.unit
            && grant.object.is_none()
            && grant.period.holds_at(now)
            && place.role(grant.role).is_some_and(|role| role.services.contains(ADMINISTRATOR_SERVICE))
    };
    let (ended, kept): (Vec<&GrantRow>, Vec<&GrantRow>) =
        held.iter().filter(administers).partition(|grant| ending.contains(&grant.id));
    // Who could not administer before takes nobody away.
    if ended.is_empty() || !kept.is_empty() || holder.1 != Standing::Active {
        return Ok(false);
    }
    let others = grants::other_holders_at(tx, place.unit, ADMINISTRATOR_SERVICE, holder.0, now).await?;
    Ok(last_administrator(u64::try_from(others).unwrap_or(0)).is_err())
}

/// How many can administer a unit now, each counted once.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn administrators_of(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<u64, StoreError> {
    // No account has the id of sixteen zero bytes.
    let nobody = AccountId::from_bytes([0; 16]);
    let count = grants::other_holders_at(tx, unit, ADMINISTRATOR_SERVICE, nobody, now).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// A unit as one picks it: with the name of the unit above, since many clinics are called the same.
#[derive(Clone, Debug)]
pub(crate) struct UnitChoice {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// The unit above.
    pub above: Option<String>,
}

/// Live units of a scope whose name begins with `text`, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_in(tx: &mut Tx, scope: &Scope, text: &str, most: i64) -> Result<Vec<UnitChoice>, StoreError> {
    let (from, to) = prefix_range(&sort_prefix(text));
    let within = UnitsInScope::of(scope, "u.id", 4);
    let mut bound = vec![from.to_param(), to.to_param(), most.to_param()];
    bound.extend(within.params());
    let rows: Vec<(UnitId, String, Option<String>)> = tx
        .all(
            &format!(
                "SELECT u.id, u.name, p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
                 WHERE u.ended_at IS NULL AND u.sort_key >= ?1 AND u.sort_key < ?2 AND {}
                 ORDER BY u.sort_key, u.id LIMIT ?3",
                within.sql()
            ),
            &bound,
        )
        .await?;
    let choice = |(id, name, above): (UnitId, String, Option<String>)| UnitChoice { id, name, above };
    Ok(rows.into_iter().map(choice).collect())
}
