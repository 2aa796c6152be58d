//! May somebody order permissions at a unit, and on what right? Pure: the decision itself is `behorig_access::decide`'s, twice.

use behorig_access::{
    Decision, Instant, PeriodFault, Rule, Service, Standing, Target, UnitId, Viewer, ViewerGrant, decide, keyed,
};
use behorig_registers::units::UnitKind;

keyed! {
    /// On what right somebody orders permissions: stored with the order, as the check at its sending found.
    OrderedBy {
        /// Named an orderer (*Beställare*) for the region or the unit.
        Named = "named",
        /// As the unit's head of operations (*Verksamhetschef*), in a region that has chosen so.
        Head = "head",
    }
}

impl OrderedBy {
    /// The text id that says it: *Namngiven beställare*.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Named => "orderers-by-named",
            Self::Head => "orderers-by-head",
        }
    }
}

/// Why somebody may not order permissions at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MayNotOrder {
    /// Neither an orderer nor head of operations.
    #[error("not named an orderer there")]
    NotNamed,
    /// Head of operations there, in a region that has not chosen that heads order.
    #[error("head of operations there, but the region has not chosen that heads order")]
    RegionHasNotChosenHeads,
    /// Named, but for another region or unit.
    #[error("named an orderer for another region or unit")]
    NamedElsewhere,
    /// Named there, from a day to come.
    #[error("the appointment has not begun")]
    NotYet,
    /// Was named there; the period is over.
    #[error("the appointment has ended")]
    Ended,
    /// Blocked, locked, pending or ended: nobody orders by such an account.
    #[error("the account is not active")]
    Inactive,
    /// Named there, and signed in with another hat than that of staff.
    #[error("another hat is on")]
    OtherHat,
    /// Named there, and signed in in a way that does not reach.
    #[error("the session's level of assurance is too low")]
    SignInStronger,
}

impl MayNotOrder {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::NotNamed,
        Self::RegionHasNotChosenHeads,
        Self::NamedElsewhere,
        Self::NotYet,
        Self::Ended,
        Self::Inactive,
        Self::OtherHat,
        Self::SignInStronger,
    ];

    /// The text id that says why, and what to do about it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotNamed => "orderers-not-named",
            Self::RegionHasNotChosenHeads => "orderers-heads-not-chosen",
            Self::NamedElsewhere => "orderers-named-elsewhere",
            Self::NotYet => "orderers-not-yet",
            Self::Ended => "orderers-appointment-ended",
            Self::Inactive => "orderers-account-inactive",
            Self::OtherHat => "orderers-other-hat",
            Self::SignInStronger => "orderers-sign-in-stronger",
        }
    }
}

/// A unit, as far as the right to order there asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOfOrder {
    /// The unit first, then its parents up to the root.
    pub chain: Vec<UnitId>,
    /// The unit's region: its nearest ancestor, or itself, of that kind.
    pub region: Option<UnitId>,
    /// Whether that region has chosen that heads of operations order.
    pub heads_may_order: bool,
}

impl PlaceOfOrder {
    /// A place by its chain: each unit with its kind and what it has chosen, the place itself first.
    #[must_use]
    pub fn of_chain(chain: &[(UnitId, UnitKind, bool)]) -> Self {
        let region = chain.iter().find(|(_, kind, _)| *kind == UnitKind::Region);
        Self {
            chain: chain.iter().map(|(unit, ..)| *unit).collect(),
            region: region.map(|(unit, ..)| *unit),
            heads_may_order: region.is_some_and(|(.., heads)| *heads),
        }
    }
}

/// May the viewer order permissions at the place, and on what right? A named orderer may; a head of operations may where the place's
/// region has chosen so.
///
/// # Errors
/// [`MayNotOrder`]: the reason that is nearest to a yes.
pub fn may_order_at(viewer: &Viewer, place: &PlaceOfOrder, now: Instant) -> Result<OrderedBy, MayNotOrder> {
    let target = Target::at(&place.chain);
    let named = decide(viewer, Service::OrderPermissions, &target, now);
    if named.is_permit() {
        return Ok(OrderedBy::Named);
    }
    let head = decide(viewer, Service::OrderAsHead, &target, now);
    match (head.is_permit(), place.heads_may_order) {
        (true, true) => Ok(OrderedBy::Head),
        (true, false) => Err(MayNotOrder::RegionHasNotChosenHeads),
        (false, heads) => Err(why_not(viewer, place, (named, head), heads, now)),
    }
}

/// The reason nearest to a yes. A right as head counts only where heads order: elsewhere it would tell of what does not help.
fn why_not(
    viewer: &Viewer,
    place: &PlaceOfOrder,
    (named, head): (Decision, Decision),
    heads: bool,
    now: Instant,
) -> MayNotOrder {
    if viewer.standing() != Standing::Active {
        return MayNotOrder::Inactive;
    }
    let counting = |grant: &&ViewerGrant| {
        grant.services.contains(Service::OrderPermissions) || (heads && grant.services.contains(Service::OrderAsHead))
    };
    let found = viewer.grants().iter().filter(counting).map(|grant| of_grant(grant, place, now)).max();
    let under_another_hat = [named, head].iter().take(1 + usize::from(heads)).any(is_of_another_hat);
    match (found, under_another_hat) {
        (Some(Nearness::Covering), _) => MayNotOrder::SignInStronger,
        (_, true) => MayNotOrder::OtherHat,
        (Some(Nearness::Coming), _) => MayNotOrder::NotYet,
        (Some(Nearness::Over), _) => MayNotOrder::Ended,
        (Some(Nearness::Elsewhere), _) => MayNotOrder::NamedElsewhere,
        (Some(Nearness::OverElsewhere) | None, _) => MayNotOrder::NotNamed,
    }
}

fn is_of_another_hat(decision: &Decision) -> bool {
    matches!(decision, Decision::Deny(denial) if matches!(denial.rule, Rule::Hat { .. }))
}

/// How near a grant that lets its holder order comes to a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    OverElsewhere,
    Elsewhere,
    Over,
    Coming,
    Covering,
}

fn of_grant(grant: &ViewerGrant, place: &PlaceOfOrder, now: Instant) -> Nearness {
    let covers = place.chain.split_first().is_some_and(|(own, above)| {
        grant.object.is_none() && (grant.unit == *own || (grant.branch && above.contains(&grant.unit)))
    });
    let fault = if grant.period.is_over_at(now) {
        Some(PeriodFault::Ended { at: now })
    } else {
        (!grant.period.holds_at(now)).then_some(PeriodFault::NotYet { from: grant.period.from })
    };
    match (covers, fault) {
        (true, None) => Nearness::Covering,
        (true, Some(PeriodFault::NotYet { .. })) => Nearness::Coming,
        (true, Some(PeriodFault::Ended { .. })) => Nearness::Over,
        (false, Some(PeriodFault::Ended { .. })) => Nearness::OverElsewhere,
        (false, _) => Nearness::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{AccountId, Assurance, BuiltIn, GrantId, Hat, Holder, Period, RoleId};
    use proptest::prelude::*;

    const NOW: Instant = Instant(1_000);

    fn unit(id: u8) -> UnitId {
        UnitId::from_bytes([id; 16])
    }

    fn place(heads_may_order: bool) -> PlaceOfOrder {
        PlaceOfOrder { chain: vec![unit(1), unit(2), unit(3)], region: Some(unit(3)), heads_may_order }
    }

    fn grant(id: u8, template: BuiltIn, at: u8, branch: bool, period: Period) -> ViewerGrant {
        ViewerGrant {
            id: GrantId::from_bytes([id; 16]),
            unit: unit(at),
            branch,
            object: None,
            period,
            role: RoleId::from_bytes([template as u8; 16]),
            kind: template.kind(),
            services: template.services(),
            lowest_assurance: template.lowest_assurance(),
        }
    }

    fn viewer(grants: Vec<ViewerGrant>) -> Viewer {
        let holder = Holder::Account(AccountId::from_bytes([9; 16]));
        Viewer::new(holder, Standing::Active, Hat::Staff, Assurance::High, grants)
    }

    const LASTING: Period = Period::until_further_notice(Instant(0));

    #[test]
    fn an_orderer_of_the_region_orders_at_each_of_its_units_and_at_no_other_regions() {
        let orderer = viewer(vec![grant(1, BuiltIn::Orderer, 3, true, LASTING)]);
        assert_eq!(may_order_at(&orderer, &place(false), NOW), Ok(OrderedBy::Named));
        let elsewhere = PlaceOfOrder { chain: vec![unit(7), unit(8)], region: Some(unit(8)), heads_may_order: true };
        assert_eq!(may_order_at(&orderer, &elsewhere, NOW), Err(MayNotOrder::NamedElsewhere));
    }

    #[test]
    fn a_head_of_operations_orders_where_the_region_has_chosen_so_and_nowhere_else() {
        let head = viewer(vec![grant(1, BuiltIn::HeadOfOperations, 1, false, LASTING)]);
        assert_eq!(may_order_at(&head, &place(true), NOW), Ok(OrderedBy::Head));
        assert_eq!(may_order_at(&head, &place(false), NOW), Err(MayNotOrder::RegionHasNotChosenHeads));
    }

    #[test]
    fn an_appointment_counts_from_its_first_day_to_its_last() {
        let named = |period| viewer(vec![grant(1, BuiltIn::Orderer, 3, true, period)]);
        let coming = named(Period::until_further_notice(Instant(2_000)));
        assert_eq!(may_order_at(&coming, &place(true), NOW), Err(MayNotOrder::NotYet));
        let over = named(Period::between(Instant(0), NOW));
        assert_eq!(may_order_at(&over, &place(true), NOW), Err(MayNotOrder::Ended));
        assert_eq!(may_order_at(&viewer(Vec::new()), &place(true), NOW), Err(MayNotOrder::NotNamed));
    }

    #[test]
    fn whoever_may_order_is_told_which_hat_or_sign_in_is_missing() {
        let grants = vec![grant(1, BuiltIn::Orderer, 3, true, LASTING)];
        let holder = Holder::Account(AccountId::from_bytes([9; 16]));
        let weak = Viewer::new(holder, Standing::Active, Hat::Staff, Assurance::Password, grants.clone());
        assert_eq!(may_order_at(&weak, &place(true), NOW), Err(MayNotOrder::SignInStronger));
        let relative = Viewer::new(holder, Standing::Active, Hat::Relative, Assurance::High, grants.clone());
        assert_eq!(may_order_at(&relative, &place(true), NOW), Err(MayNotOrder::OtherHat));
        let blocked = Viewer::new(holder, Standing::Blocked, Hat::Staff, Assurance::High, grants);
        assert_eq!(may_order_at(&blocked, &place(true), NOW), Err(MayNotOrder::Inactive));
    }

    #[test]
    fn the_region_of_a_unit_is_the_nearest_above_it() {
        let chain =
            [(unit(1), UnitKind::Clinic, false), (unit(2), UnitKind::Region, false), (unit(3), UnitKind::Region, true)];
        let place = PlaceOfOrder::of_chain(&chain);
        assert_eq!((place.region, place.heads_may_order), (Some(unit(2)), false));
        assert_eq!(PlaceOfOrder::of_chain(&[(unit(1), UnitKind::Municipality, true)]).region, None);
    }

    #[test]
    fn every_reason_has_words_of_its_own() {
        let texts: std::collections::BTreeSet<&str> = MayNotOrder::ALL.iter().map(|why| why.text()).collect();
        assert_eq!(texts.len(), MayNotOrder::ALL.len());
    }

    prop_compose! {
        fn any_grant()(
            template in 0..BuiltIn::ALL.len(), at in 1_u8..6, branch in any::<bool>(),
            from in 0_i64..2_000, lasts in proptest::option::of(0_i64..2_000), id in any::<u8>(),
        ) -> ViewerGrant {
            let from = Instant(from);
            let period = Period { from, to: lasts.map(|lasts| from.plus_millis(lasts)) };
            grant(id, BuiltIn::ALL[template], at, branch, period)
        }
    }

    proptest! {
        #[test]
        fn the_answer_is_the_decisions_own_and_nothing_besides(
            grants in proptest::collection::vec(any_grant(), 0..8),
            heads_may_order in any::<bool>(), strong in any::<bool>(), standing in 0..Standing::ALL.len(),
        ) {
            let holder = Holder::Account(AccountId::from_bytes([9; 16]));
            let assurance = if strong { Assurance::High } else { Assurance::Password };
            let viewer = Viewer::new(holder, Standing::ALL[standing], Hat::Staff, assurance, grants);
            let place = place(heads_may_order);
            let may = |service| decide(&viewer, service, &Target::at(&place.chain), NOW).is_permit();
            let expected = if may(Service::OrderPermissions) {
                Some(OrderedBy::Named)
            } else {
                (may(Service::OrderAsHead) && heads_may_order).then_some(OrderedBy::Head)
            };
            prop_assert_eq!(may_order_at(&viewer, &place, NOW).ok(), expected);
        }
    }
}
