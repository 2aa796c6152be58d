//! Grants, given as far as a test cares.

use std::pin::Pin;

use behorig_access::{
    AccountId, Basis, BuiltIn, GrantId, Holder, Instant, ObjectRef, Period, PersonId, RoleId, UnitId,
};
use behorig_registers::grants::{self, NewGrant};
use behorig_store::params;

use crate::World;

/// Whoever can hold a grant.
pub trait IntoHolder {
    /// As the holder of a grant.
    fn into_holder(self) -> Holder;
}

impl IntoHolder for AccountId {
    fn into_holder(self) -> Holder {
        Holder::Account(self)
    }
}

impl IntoHolder for PersonId {
    fn into_holder(self) -> Holder {
        Holder::Person(self)
    }
}

impl IntoHolder for Holder {
    fn into_holder(self) -> Holder {
        self
    }
}

/// A grant on its way: say what matters and `.await` it for its id.
///
/// Unasked it is for the unit alone, for every object, from now until further notice, on an administrator's word. Nobody asks
/// whether it may be given.
#[derive(Clone)]
pub struct NewGrantHere {
    world: World,
    grant: NewGrant,
}

impl World {
    /// Gives a built-in role: `world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).branch().await`.
    #[must_use]
    pub fn grant(&self, holder: impl IntoHolder, template: BuiltIn, unit: UnitId) -> NewGrantHere {
        self.grant_role(holder, self.role(template), unit)
    }

    /// Gives a role that a test made.
    #[must_use]
    pub fn grant_role(&self, holder: impl IntoHolder, role: RoleId, unit: UnitId) -> NewGrantHere {
        let grant = NewGrant {
            holder: holder.into_holder(),
            role,
            unit,
            branch: false,
            object: None,
            period: Period::until_further_notice(self.now),
            basis: Basis::Administrator,
        };
        NewGrantHere { world: self.clone(), grant }
    }

    /// Ends a grant now.
    pub async fn end(&self, grant: GrantId) {
        self.change(grant, |tx, grant| {
            Box::pin(async move {
                let (version,): (i64,) = tx.one("SELECT version FROM grants WHERE id = ?1", params![grant]).await?;
                grants::end(tx, *grant, version).await
            })
        })
        .await;
    }
}

impl NewGrantHere {
    /// For the branch below the unit too.
    #[must_use]
    pub fn branch(mut self) -> Self {
        self.grant.branch = true;
        self
    }

    /// For this object only.
    #[must_use]
    pub fn for_object(mut self, object: ObjectRef) -> Self {
        self.grant.object = Some(object);
        self
    }

    /// From this moment.
    #[must_use]
    pub fn from(mut self, at: Instant) -> Self {
        self.grant.period.from = at;
        self
    }

    /// Until this moment, not included.
    #[must_use]
    pub fn until(mut self, at: Instant) -> Self {
        self.grant.period.to = Some(at);
        self
    }

    /// On this basis.
    #[must_use]
    pub fn on(mut self, basis: Basis) -> Self {
        self.grant.basis = basis;
        self
    }
}

impl IntoFuture for NewGrantHere {
    type Output = GrantId;
    type IntoFuture = Pin<Box<dyn Future<Output = GrantId> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.world.change(self.grant, |tx, grant| Box::pin(grants::give(tx, grant))).await })
    }
}
