//! The one way in which anybody becomes an orderer or a head of operations, and in which that ends: decided, done and told in one change.

use behorig_access::{
    BuiltIn, Giving, GivingRefused, GrantId, Holder, Instant, MayGive, Period, Role, RoleId, Service, Target, UnitId,
    Viewer, may_end, may_give,
};
use behorig_registers::{roles, units};
use behorig_store::{StoreError, Tx};
use behorig_web::Message;

use crate::records::named::is_same_person;
use crate::records::places::region_of;

/// The roles that a region's administrators give here, and no others.
pub(crate) const NAMED: [BuiltIn; 2] = [BuiltIn::Orderer, BuiltIn::HeadOfOperations];

/// Where somebody is to be named, or is: everything that the decision asks.
pub(crate) struct Ground {
    /// The unit's name.
    pub unit_name: String,
    /// The unit and everything above it.
    chain: Vec<UnitId>,
    /// The region whose administrators decide; the unit itself where no region is above it.
    pub region: UnitId,
    /// The roles that can be given here.
    pub roles: Vec<Role>,
    list: MayGive,
}

/// What is to be given or ended.
pub(crate) struct Wish<'a> {
    pub role: &'a Role,
    pub to: behorig_access::AccountId,
    pub branch: bool,
    pub same_person: bool,
}

impl Ground {
    /// Reads a unit.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none.
    pub(crate) async fn read(tx: &mut Tx, unit: UnitId) -> Result<Self, StoreError> {
        let chain = units::chain(tx, unit).await?;
        let (Some(own), Some(root)) = (chain.first(), chain.last()) else { return Err(StoreError::Missing) };
        let region = region_of(tx, unit).await?.unwrap_or(unit);
        let mut named = Vec::new();
        for template in NAMED {
            named.extend(roles::built_in(tx, root.id, template).await?);
        }
        let list = MayGive::Only(named.iter().map(|role| role.id).collect());
        let chain_ids = chain.iter().map(|unit| unit.id).collect();
        Ok(Self { unit_name: own.name.clone(), chain: chain_ids, region, roles: named, list })
    }

    /// The role that a template became.
    pub(crate) fn role_of(&self, template: BuiltIn) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == Some(template))
    }

    /// The role with this id, where it is one of the two.
    pub(crate) fn role(&self, id: RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    fn giving<'a>(&'a self, wish: &Wish<'a>) -> Giving<'a> {
        Giving {
            by: Service::AdministerOrderers,
            role: wish.role,
            to: Holder::Account(wish.to),
            same_person: wish.same_person,
            target: Target::at(&self.chain),
            branch: wish.branch,
        }
    }

    /// May the viewer name them now? Four eyes: nobody names themselves.
    ///
    /// # Errors
    /// The first [`GivingRefused`].
    pub(crate) fn may_name(&self, viewer: &Viewer, wish: &Wish<'_>, now: Instant) -> Result<GrantId, GivingRefused> {
        may_give(viewer, &self.giving(wish), |_| Some(&self.list), now)
    }

    /// May the viewer end it now? One's own can be laid down.
    ///
    /// # Errors
    /// The first [`GivingRefused`].
    pub(crate) fn may_end(&self, viewer: &Viewer, wish: &Wish<'_>, now: Instant) -> Result<GrantId, GivingRefused> {
        may_end(viewer, &self.giving(wish), |_| Some(&self.list), now)
    }
}

/// Whether an account is the viewer's own in another guise.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn same_person(
    tx: &mut Tx,
    viewer: &Viewer,
    account: behorig_access::AccountId,
) -> Result<bool, StoreError> {
    is_same_person(tx, viewer.holder(), account).await
}

/// Why somebody may not be named, or an appointment not be ended, and what to do.
pub(crate) fn refused(why: &GivingRefused) -> Message {
    Message::new(match why {
        GivingRefused::Oneself => "orderers-refused-oneself",
        GivingRefused::BranchBeyondOwn => "orderers-refused-branch",
        GivingRefused::Denied(_) => "orderers-refused-denied",
        GivingRefused::Misfit(_) | GivingRefused::NotOnList | GivingRefused::OnlyBy(_) => "orderers-refused-role",
    })
}

/// Whether one appointment makes another needless: the same role there, all the time, for as much.
pub(crate) fn makes_needless(held: (RoleId, UnitId, bool, Period), new: (RoleId, UnitId, bool, Period)) -> bool {
    held.0 == new.0 && held.1 == new.1 && (held.2 || !new.2) && behorig_roles::rules::covers(held.3, new.3)
}
