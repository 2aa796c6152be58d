//! What may be done with each line of an order now: the rules, with everything that they ask read once for the whole order.

use std::collections::{BTreeSet, HashMap};

use behorig_access::{
    AccountId, Giving, GivingRefused, Holder, Instant, MayGive, Role, RoleId, Service, Standing, Target, UnitId,
    Viewer, decide, may_end, may_give,
};
use behorig_identity::{Email, HsaId};
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
    /// Nobody has the HSA-id here, and no account can be made of what is known.
    ConnectFirst,
    /// Whoever has the HSA-id has left, as the directory tells.
    HasLeft,
    /// The account that has the HSA-id has ended.
    AccountEnded,
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
            Self::ConnectFirst => "orders-line-connect-first",
            Self::HasLeft => "orders-line-has-left",
            Self::AccountEnded => "orders-line-account-ended",
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
        let unknown: BTreeSet<&HsaId> = lines
            .iter()
            .filter(|line| line.state.is_open() && line.holder.is_none())
            .map(|line| &line.hsa_id)
            .collect();
        let unknown: Vec<HsaId> = unknown.into_iter().cloned().collect();
        let looked_up = ordering.effect == Effect::Grant && !unknown.is_empty();
        let directory = if looked_up { directory.look_up_all(tx, &unknown, now).await? } else { HashMap::new() };
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

    /// What the directory knows of the holder of a line that has no account.
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
            subject: line.holder.as_ref().is_some_and(|holder| holder.is_asker),
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

    /// A grant needs an account: one that is there, or one that can be made of what the directory and the order say.
    fn has_somebody_to_give_to(&self, viewer: &Viewer, line: &OrderedLine, now: Instant) -> Result<(), WhyNot> {
        if let Some(holder) = &line.holder {
            return if holder.standing == Standing::Ended { Err(WhyNot::AccountEnded) } else { Ok(()) };
        }
        let Some(person) = self.directory_person(line) else { return Err(WhyNot::ConnectFirst) };
        if person.ended {
            return Err(WhyNot::HasLeft);
        }
        let target = Target::at(self.chain_of(line.unit));
        let may_create = decide(viewer, Service::CreateAccounts, &target, now).is_permit();
        // The name of a protected person is written by nobody but whoever connects them.
        let is_known = may_create && self.mails && !person.protected && address_of(line, Some(person)).is_some();
        if is_known { Ok(()) } else { Err(WhyNot::ConnectFirst) }
    }
}

/// Where the person of a line is written to: what the order says, then what the account or the directory says.
pub(super) fn address_of(line: &OrderedLine, person: Option<&DirectoryPerson>) -> Option<Email> {
    let known = line.holder.as_ref().and_then(|holder| holder.email.as_deref());
    let listed = person.and_then(|person| person.email.as_deref());
    [line.email.as_deref(), known, listed].into_iter().flatten().find_map(|text| Email::parse(text).ok())
}
