//! Who may approve residents and hand out case types: the service, and a role of one's own whose list names the role given.

use behorig_access::{
    AccountId, BuiltIn, CaseTypeId, Giving, GivingRefused, Holder, Instant, MayGive, ObjectKind, ObjectRef, PersonId,
    Role, RoleId, Service, Target, UnitId, Viewer, may_end, may_give,
};
use behorig_registers::roles;
use behorig_store::{StoreError, Tx, params};

use super::What;
use crate::rules;

/// What somebody could give at a clinic: the two roles of residents there, and the lists of the giver's own roles.
pub(crate) struct Giver<'v> {
    viewer: &'v Viewer,
    chain: Vec<UnitId>,
    approved: Option<Role>,
    handed_out: Option<Role>,
    own: Vec<Role>,
    now: Instant,
}

/// Why something can't be given or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The organisation has no such role any more.
    NoRole,
    /// The rule that failed.
    Rule(GivingRefused),
}

impl Refused {
    /// The text id of what is said.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::NoRole => "residents-refused-no-role",
            Self::Rule(GivingRefused::Oneself) => "residents-refused-oneself",
            Self::Rule(GivingRefused::NotOnList) => "residents-refused-not-on-list",
            Self::Rule(
                GivingRefused::Misfit(_)
                | GivingRefused::Denied(_)
                | GivingRefused::BranchBeyondOwn
                | GivingRefused::OnlyBy(_),
            ) => "residents-refused-denied",
        }
    }
}

impl<'v> Giver<'v> {
    /// The viewer as a giver at the clinic whose id and ancestors these are.
    pub(crate) async fn read(
        tx: &mut Tx,
        viewer: &'v Viewer,
        chain: &[UnitId],
        now: Instant,
    ) -> Result<Self, StoreError> {
        let organisation = *chain.last().ok_or(StoreError::Missing)?;
        let approved = roles::built_in(tx, organisation, BuiltIn::ApprovedResident).await?;
        let handed_out = roles::built_in(tx, organisation, BuiltIn::HandedOutCaseType).await?;
        let gives = |service| viewer.grants().iter().filter(move |grant| grant.services.contains(service));
        let mut ids: Vec<RoleId> =
            gives(Service::ApproveResidents).chain(gives(Service::HandOutCaseTypes)).map(|grant| grant.role).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut own = Vec::with_capacity(ids.len());
        for id in ids {
            own.extend(roles::find(tx, id).await?);
        }
        Ok(Self { viewer, chain: chain.to_vec(), approved, handed_out, own, now })
    }

    fn list_of(&self, id: RoleId) -> Option<&MayGive> {
        self.own.iter().find(|role| role.id == id).map(|role| &role.may_give)
    }

    fn giving(&self, what: &What, person: PersonId, same_person: bool) -> Result<Giving<'_>, Refused> {
        let (by, role, object) = match what {
            What::Approval | What::Role(_) => (Service::ApproveResidents, &self.approved, rules::as_object(person)),
            What::CaseType(id, _) => (Service::HandOutCaseTypes, &self.handed_out, as_object(*id)),
        };
        let role = role.as_ref().ok_or(Refused::NoRole)?;
        let target = Target::at(&self.chain).object(object);
        Ok(Giving { by, role, to: Holder::Person(person), same_person, target, branch: false })
    }

    /// May the giver give this?
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_give(&self, what: &What, person: PersonId, same_person: bool) -> Result<RoleId, Refused> {
        let giving = self.giving(what, person, same_person)?;
        may_give(self.viewer, &giving, |id| self.list_of(id), self.now).map_err(Refused::Rule)?;
        Ok(giving.role.id)
    }

    /// May the giver change or end this?
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_end(&self, what: &What, person: PersonId) -> Result<(), Refused> {
        let giving = self.giving(what, person, false)?;
        may_end(self.viewer, &giving, |id| self.list_of(id), self.now).map_err(Refused::Rule).map(|_| ())
    }

    /// Whether the giver may hand out case types of the clinic: asked about none in particular.
    pub(crate) fn hands_out(&self) -> bool {
        let Some(role) = &self.handed_out else { return false };
        let target = Target::at(&self.chain);
        let nobody = Holder::Person(PersonId::from_bytes([0; 16]));
        let by = Service::HandOutCaseTypes;
        let giving = Giving { by, role, to: nobody, same_person: false, target, branch: false };
        may_end(self.viewer, &giving, |id| self.list_of(id), self.now).is_ok()
    }

    /// May the giver remove everything that the resident holds? With an approval it is the approval's end that takes the rest
    /// with it; without one each handed-out case type is asked for.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_remove(&self, resident: &super::Resident) -> Result<(), Refused> {
        let person = resident.person.id;
        if resident.is_approved(self.now) {
            return self.may_end(&What::Approval, person);
        }
        resident.open(self.now).try_for_each(|held| self.may_end(&held.what, person))
    }
}

/// A case type as the object of a grant.
pub(crate) const fn as_object(id: CaseTypeId) -> ObjectRef {
    ObjectRef { kind: ObjectKind::CaseType, id: id.as_object() }
}

/// Whether the person of the register is the giver.
pub(crate) async fn is_oneself(tx: &mut Tx, giver: Holder, person: PersonId) -> Result<bool, StoreError> {
    let account: AccountId = match giver {
        Holder::Person(own) => return Ok(own == person),
        Holder::Account(account) => account,
    };
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM account a JOIN person p ON p.identity_number = a.identity_number
             WHERE a.id = ?1 AND p.id = ?2",
            params![account, person],
        )
        .await?;
    Ok(count > 0)
}
