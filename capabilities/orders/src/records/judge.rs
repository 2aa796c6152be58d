//! What may be done with each line of an order now: the rules, with everything that they ask read once for the whole order.

use std::collections::{BTreeSet, HashMap};

use behorig_access::{
    ADMINISTRATOR_SERVICE, AccountId, Giving, GivingRefused, Holder, Instant, MayGive, Role, RoleId, Service, Standing,
    Target, UnitId, Viewer, decide, may_end, may_give,
};
use behorig_identity::{Email, HsaId, names_agree};
use behorig_orderers::{PlaceOfOrder, find_orderable, orderables_of};
use behorig_registers::directory::{DirectoryPerson, StaffDirectory};
use behorig_registers::roles;
use behorig_store::{StoreError, Tx};
use behorig_web::Message;

use super::order::{Order, Ordering};
use super::ordered::OrderedLine;
use super::right::places;
use crate::rules::{Effect, LineAct, LineRefused, LineStandpoint, LineState, after_line};

/// Why a line is not approved as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhyNot {
    /// A rule of who decides.
    Rule(LineRefused),
    /// The decider may not give or end this role there.
    Giving(GivingRefused),
    /// The role can no longer be ordered.
    NotOrderable,
    /// The period that was ordered is over.
    PeriodOver,
    /// The unit has ended since.
    UnitEnded,
    /// Nobody has the HSA-id here, and no account can be made of what is known.
    ConnectFirst(NoAccount),
    /// Nobody has the HSA-id here, and whoever decides makes no accounts: support does.
    LeftToSupport,
    /// Whoever has the HSA-id has left, as the directory tells.
    HasLeft,
    /// The HSA-id is somebody else's now than whom the order names.
    OtherPerson,
    /// The account that has the HSA-id has ended.
    AccountEnded,
    /// It is blocked by an administrator.
    AccountBlocked,
    /// It waits for an administrator: nobody has confirmed yet whose it is.
    AccountPending,
}

/// Why no account is made by the approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAccount {
    /// The directory does not know the HSA-id.
    Unlisted,
    /// A protected name is written by nobody but whoever connects the person.
    Protected,
    /// No one-time link can be mailed here.
    NoMail,
    /// The directory has no address to mail it to. What an orderer writes is no place for a link that opens an account.
    NoAddress,
}

impl WhyNot {
    /// What it says, to whoever decides.
    pub(crate) fn message(&self) -> Message {
        Message::new(match self {
            Self::Rule(refused) => refused.text(),
            Self::Giving(GivingRefused::Oneself) => LineRefused::ForOneself.text(),
            Self::Giving(_) => "orders-line-may-not-give",
            Self::NotOrderable => "orders-line-not-orderable",
            Self::PeriodOver => "orders-line-period-over",
            Self::UnitEnded => "orders-line-unit-ended",
            Self::ConnectFirst(NoAccount::Unlisted) => "orders-line-connect-unlisted",
            Self::ConnectFirst(NoAccount::Protected) => "orders-line-connect-protected",
            Self::ConnectFirst(NoAccount::NoMail) => "orders-line-connect-no-mail",
            Self::ConnectFirst(NoAccount::NoAddress) => "orders-line-connect-no-address",
            Self::LeftToSupport => "orders-line-left-to-support",
            Self::HasLeft => "orders-line-has-left",
            Self::OtherPerson => "orders-line-other-person",
            Self::AccountEnded => "orders-line-account-ended",
            Self::AccountBlocked => "orders-line-account-blocked",
            Self::AccountPending => "orders-line-account-pending",
        })
    }
}

/// Everything that the lines of one order are judged by.
pub(crate) struct Ground {
    ordering: Ordering,
    is_own_order: bool,
    is_orderable: bool,
    roles: Vec<Role>,
    /// What an order may give or end: the roles of its service, or, to revoke, those that it names.
    list: MayGive,
    /// How many must approve each role: the most that any service asks, so that no other service is the easier way.
    approvers: HashMap<RoleId, u8>,
    places: HashMap<UnitId, PlaceOfOrder>,
    directory: HashMap<HsaId, DirectoryPerson>,
    /// Whether a new account's one-time link can be mailed.
    mails: bool,
}

impl Ground {
    /// Reads it, for these lines. `None` where the order is none of permissions.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn read(
        tx: &mut Tx,
        directory: &dyn StaffDirectory,
        order: &Order,
        lines: &[OrderedLine],
        (is_own_order, mails): (bool, bool),
        now: Instant,
    ) -> Result<Option<Self>, StoreError> {
        let Some(ordering) = order.ordering.clone() else { return Ok(None) };
        let (orderable, organisation, ended) =
            find_orderable(tx, ordering.orderable).await?.ok_or(StoreError::Missing)?;
        let roles = roles::of_organisation(tx, organisation).await?;
        let listed: BTreeSet<RoleId> = match ordering.effect {
            Effect::Grant => orderable.roles.iter().map(|one| one.role.id).collect(),
            Effect::Revoke => lines.iter().map(|line| line.role).collect(),
        };
        let mut approvers: HashMap<RoleId, u8> = HashMap::new();
        for one in orderables_of(tx, organisation).await?.iter().chain([&orderable]).flat_map(|service| &service.roles)
        {
            let most = approvers.entry(one.role.id).or_insert(one.approvers);
            *most = (*most).max(one.approvers);
        }
        let places = places(tx, &[order.id]).await?.remove(&order.id).unwrap_or_default();
        let directory = match ordering.effect {
            Effect::Grant => directory.look_up_all(tx, &named_in(lines), now).await?,
            // Whoever it is, and wherever they are now: a permission can be taken away.
            Effect::Revoke => HashMap::new(),
        };
        Ok(Some(Self {
            ordering,
            is_own_order,
            approvers,
            is_orderable: ended.is_none(),
            roles,
            list: MayGive::Only(listed.into_iter().collect()),
            places,
            directory,
            mails,
        }))
    }

    /// What the directory knows now of whom a waiting line is for; nothing of whom something is taken from.
    pub(crate) fn directory_person(&self, line: &OrderedLine) -> Option<&DirectoryPerson> {
        self.directory.get(&line.hsa_id)
    }

    /// What the order asks for.
    pub(crate) const fn ordering(&self) -> &Ordering {
        &self.ordering
    }

    fn chain_of(&self, unit: UnitId) -> &[UnitId] {
        self.places.get(&unit).map(|place| place.chain.as_slice()).unwrap_or_default()
    }

    fn standpoint(&self, viewer: &Viewer, line: &OrderedLine, now: Instant) -> LineStandpoint {
        let target = Target::at(self.chain_of(line.unit));
        LineStandpoint {
            orderer: self.is_own_order,
            subject: line.about_asker,
            receiver: decide(viewer, Service::ReceiveOrders, &target, now).is_permit(),
            approved_before: line.first_approved_by_asker,
        }
    }

    /// How many must approve a line: what takes a permission away needs one.
    fn approvers(&self, line: &OrderedLine) -> u8 {
        match self.ordering.effect {
            Effect::Grant => self.approvers.get(&line.role).copied().unwrap_or(1),
            Effect::Revoke => 1,
        }
    }

    /// Whether holders of a line's role administer the unit where they have it.
    pub(crate) fn administers(&self, line: &OrderedLine) -> bool {
        self.roles.iter().any(|role| role.id == line.role && role.services.contains(ADMINISTRATOR_SERVICE))
    }

    /// May the viewer reject this line now?
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_reject(&self, viewer: &Viewer, line: &OrderedLine, now: Instant) -> Result<(), WhyNot> {
        let who = self.standpoint(viewer, line, now);
        after_line(line.state, LineAct::Reject, who, 1).map(|_| ()).map_err(WhyNot::Rule)
    }

    /// What the line becomes when the viewer approves it now.
    ///
    /// # Errors
    /// Why it is not approved.
    pub(crate) fn approved(&self, viewer: &Viewer, line: &OrderedLine, now: Instant) -> Result<LineState, WhyNot> {
        let who = self.standpoint(viewer, line, now);
        let state = after_line(line.state, LineAct::Approve, who, self.approvers(line)).map_err(WhyNot::Rule)?;
        let role = self.roles.iter().find(|role| role.id == line.role).ok_or(WhyNot::NotOrderable)?;
        let granting = self.ordering.effect == Effect::Grant;
        if granting && !(self.is_orderable && self.list.names(role.id)) {
            return Err(WhyNot::NotOrderable);
        }
        if granting && self.ordering.to.is_some_and(|to| to <= now) {
            return Err(WhyNot::PeriodOver);
        }
        if granting && line.unit_ended {
            return Err(WhyNot::UnitEnded);
        }
        let nobody_yet = AccountId::from_bytes([0; 16]);
        let giving = Giving {
            by: Service::ReceiveOrders,
            role,
            to: Holder::Account(line.holder.as_ref().map_or(nobody_yet, |holder| holder.account)),
            same_person: who.subject,
            target: Target::at(self.chain_of(line.unit)),
            branch: line.branch && granting,
        };
        let list_of = |_| Some(&self.list);
        let may =
            if granting { may_give(viewer, &giving, list_of, now) } else { may_end(viewer, &giving, list_of, now) };
        may.map_err(WhyNot::Giving)?;
        if granting {
            self.has_somebody_to_give_to(viewer, line, now)?;
        }
        Ok(state)
    }

    /// A grant needs whom the order names, at work still, and an account: one that is there and in use, or one that can be made of what
    /// the directory says.
    fn has_somebody_to_give_to(&self, viewer: &Viewer, line: &OrderedLine, now: Instant) -> Result<(), WhyNot> {
        match line.holder.as_ref().map(|holder| holder.standing) {
            Some(Standing::Ended) => return Err(WhyNot::AccountEnded),
            Some(Standing::Blocked) => return Err(WhyNot::AccountBlocked),
            Some(Standing::Pending) => return Err(WhyNot::AccountPending),
            // A lock after wrong passwords passes, and says nothing of whom it shut out.
            Some(Standing::Active | Standing::Locked) | None => {}
        }
        let person = self.directory_person(line);
        if person.is_some_and(|person| person.ended) {
            return Err(WhyNot::HasLeft);
        }
        if person.is_some_and(|person| !is_whom_was_ordered(line, person)) {
            return Err(WhyNot::OtherPerson);
        }
        if line.holder.is_some() { Ok(()) } else { self.can_be_connected(viewer, line, person, now) }
    }

    /// Whether the approval can make an account for whom a line is for.
    fn can_be_connected(
        &self,
        viewer: &Viewer,
        line: &OrderedLine,
        person: Option<&DirectoryPerson>,
        now: Instant,
    ) -> Result<(), WhyNot> {
        let Some(person) = person else { return Err(WhyNot::ConnectFirst(NoAccount::Unlisted)) };
        if person.protected {
            return Err(WhyNot::ConnectFirst(NoAccount::Protected));
        }
        if !self.mails {
            return Err(WhyNot::ConnectFirst(NoAccount::NoMail));
        }
        if listed_address(person).is_none() {
            return Err(WhyNot::ConnectFirst(NoAccount::NoAddress));
        }
        let target = Target::at(self.chain_of(line.unit));
        if decide(viewer, Service::CreateAccounts, &target, now).is_permit() {
            Ok(())
        } else {
            Err(WhyNot::LeftToSupport)
        }
    }
}

/// The HSA-ids of the lines that wait, each once.
fn named_in(lines: &[OrderedLine]) -> Vec<HsaId> {
    let waiting = lines.iter().filter(|line| line.state.is_open());
    waiting.map(|line| &line.hsa_id).collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// Whether an HSA-id belongs to the name that the orderer was shown. A name that is protected now is compared with nothing, and the line
/// of one that was protected then bears the id itself.
fn is_whom_was_ordered(line: &OrderedLine, person: &DirectoryPerson) -> bool {
    person.protected
        || line.person_name == line.hsa_id.as_str()
        || names_agree(&line.person_name, &person.given_name, &person.family_name)
}

/// The address that the directory has of somebody.
pub(super) fn listed_address(person: &DirectoryPerson) -> Option<Email> {
    person.email.as_deref().and_then(|text| Email::parse(text).ok())
}

/// Where the person of a line is told of it: the directory's address and the account's go before the one that the orderer wrote, so that
/// nobody's permissions change behind their back.
pub(super) fn address_of(line: &OrderedLine, person: Option<&DirectoryPerson>) -> Option<Email> {
    let known = line.holder.as_ref().and_then(|holder| holder.email.as_deref());
    let otherwise = || [known, line.email.as_deref()].into_iter().flatten().find_map(|text| Email::parse(text).ok());
    person.and_then(listed_address).or_else(otherwise)
}
