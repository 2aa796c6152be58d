//! Which hat may be put on at which level, and which is put on first.

use behorig_access::{Assurance, Hat, Instant, UnitId, ViewerGrant};

/// The lowest level at which a hat may be put on by a holder of these grants.
///
/// A resident is known by e-identification alone. For staff and relatives two factors are asked, except where **every** role
/// of the hat permits a password alone; without any role there is nobody to permit it.
pub(crate) fn level_asked(hat: Hat, grants: &[ViewerGrant], now: Instant) -> Assurance {
    if hat == Hat::Resident {
        return Assurance::High;
    }
    let mut of_hat = grants.iter().filter(|grant| grant.kind == hat && grant.period.holds_at(now)).peekable();
    let password_is_enough =
        of_hat.peek().is_some() && of_hat.all(|grant| grant.lowest_assurance == Assurance::Password);
    if password_is_enough { Assurance::Password } else { Assurance::TwoFactor }
}

/// Whether an account is a relative's and nobody else's: a relative's role was held with it, live or ended or to come, and never one of
/// staff; and no staff directory knows its owner. Such an account has no hat of staff to put on, however its grants end.
pub(crate) fn is_a_relatives_alone(ever_held: &[Hat], has_hsa_id: bool) -> bool {
    !has_hsa_id && ever_held.contains(&Hat::Relative) && !ever_held.contains(&Hat::Staff)
}

/// What is known of a hat when one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) hat: Hat,
    pub(crate) unit: Option<UnitId>,
    pub(crate) asked: Assurance,
    /// Whether some role is held with it.
    pub(crate) has_role: bool,
}

/// The place of the hat that is put on at sign-in: the last one worn, else the one at the account's own unit, else the first
/// that does something, else the first at all; of those that the level reaches. `None`: it reaches none.
pub(crate) fn first_hat(
    offered: &[Offered],
    last: Option<(Hat, Option<UnitId>)>,
    own_unit: Option<UnitId>,
    level: Assurance,
) -> Option<usize> {
    let place = |suits: &dyn Fn(&Offered) -> bool| offered.iter().position(|one| one.asked <= level && suits(one));
    place(&|one| Some((one.hat, one.unit)) == last)
        .or_else(|| place(&|one| one.has_role && one.hat == Hat::Staff && one.unit == own_unit))
        .or_else(|| place(&|one| one.has_role))
        .or_else(|| place(&|_| true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{GrantId, Period, RoleId, ServiceSet};
    use proptest::prelude::*;

    const NOW: Instant = Instant(1000);

    fn unit(number: u8) -> UnitId {
        UnitId::from_bytes([number; 16])
    }

    fn grant(kind: Hat, lowest_assurance: Assurance) -> ViewerGrant {
        ViewerGrant {
            id: GrantId::from_bytes([1; 16]),
            unit: unit(1),
            branch: false,
            object: None,
            period: Period::until_further_notice(Instant(0)),
            role: RoleId::from_bytes([1; 16]),
            kind,
            services: ServiceSet::EMPTY,
            lowest_assurance,
        }
    }

    fn offered(hat: Hat, number: u8, asked: Assurance, has_role: bool) -> Offered {
        Offered { hat, unit: (hat != Hat::Resident).then(|| unit(number)), asked, has_role }
    }

    #[test]
    fn a_password_alone_lets_a_relative_in_but_not_who_is_also_something_stricter() {
        let relative = grant(Hat::Relative, Assurance::Password);
        assert_eq!(level_asked(Hat::Relative, &[relative], NOW), Assurance::Password);
        let stricter = [relative, grant(Hat::Relative, Assurance::TwoFactor)];
        assert_eq!(level_asked(Hat::Relative, &stricter, NOW), Assurance::TwoFactor);
        assert_eq!(level_asked(Hat::Staff, &[relative], NOW), Assurance::TwoFactor);
    }

    #[test]
    fn a_role_that_has_ended_neither_permits_nor_forbids() {
        let mut ended = grant(Hat::Relative, Assurance::Password);
        ended.period.to = Some(NOW);
        assert_eq!(level_asked(Hat::Relative, &[ended], NOW), Assurance::TwoFactor);
        ended.lowest_assurance = Assurance::High;
        let live = grant(Hat::Relative, Assurance::Password);
        assert_eq!(level_asked(Hat::Relative, &[ended, live], NOW), Assurance::Password);
    }

    #[test]
    fn who_was_only_ever_a_relative_is_no_staff_and_who_ever_was_staff_stays_so() {
        assert!(is_a_relatives_alone(&[Hat::Relative, Hat::Relative], false));
        assert!(!is_a_relatives_alone(&[], false), "a new employee waits for a first role");
        assert!(!is_a_relatives_alone(&[Hat::Relative, Hat::Staff], false), "an employee whose mother is a customer");
        assert!(!is_a_relatives_alone(&[Hat::Relative], true), "an employee without a role, by the HSA-id");
    }

    #[test]
    fn a_resident_is_known_by_e_identification_alone() {
        let lax = grant(Hat::Resident, Assurance::Password);
        assert_eq!(level_asked(Hat::Resident, &[lax], NOW), Assurance::High);
    }

    #[test]
    fn the_hat_worn_last_is_put_on_again_and_a_new_person_gets_the_own_unit() {
        let all = [
            offered(Hat::Staff, 1, Assurance::TwoFactor, false),
            offered(Hat::Staff, 2, Assurance::TwoFactor, true),
            offered(Hat::Staff, 3, Assurance::TwoFactor, true),
            offered(Hat::Resident, 0, Assurance::High, false),
        ];
        let first = |last, own, level| first_hat(&all, last, Some(unit(own)), level);
        assert_eq!(first(Some((Hat::Staff, Some(unit(3)))), 2, Assurance::High), Some(2));
        assert_eq!(first(None, 3, Assurance::High), Some(2));
        assert_eq!(first(None, 1, Assurance::High), Some(1), "a hat that does something goes first");
        assert_eq!(first(Some((Hat::Resident, None)), 2, Assurance::TwoFactor), Some(1), "out of reach now");
        assert_eq!(first(None, 1, Assurance::Password), None);
    }

    fn assurance() -> impl Strategy<Value = Assurance> {
        prop::sample::select(Assurance::ALL)
    }

    fn hat() -> impl Strategy<Value = Hat> {
        prop::sample::select(Hat::ALL)
    }

    proptest! {
        #[test]
        fn a_password_alone_never_reaches_a_hat_with_a_role_that_asks_more(
            grants in proptest::collection::vec((hat(), assurance()), 0..6), worn in hat(),
        ) {
            let grants: Vec<ViewerGrant> = grants.into_iter().map(|(kind, lowest)| grant(kind, lowest)).collect();
            if level_asked(worn, &grants, NOW) == Assurance::Password {
                prop_assert!(worn != Hat::Resident);
                prop_assert!(grants.iter().any(|grant| grant.kind == worn));
                prop_assert!(grants.iter().filter(|grant| grant.kind == worn).all(|grant| grant.lowest_assurance == Assurance::Password));
            }
        }

        #[test]
        fn what_is_put_on_first_is_within_reach_and_something_is_when_anything_is(
            all in proptest::collection::vec((hat(), 0_u8..4, assurance(), any::<bool>()), 0..6),
            last in proptest::option::of((hat(), 0_u8..4)), level in assurance(),
        ) {
            let all: Vec<Offered> = all.into_iter().map(|(hat, number, asked, role)| offered(hat, number, asked, role)).collect();
            let last = last.map(|(hat, number)| (hat, Some(unit(number))));
            let first = first_hat(&all, last, Some(unit(1)), level);
            prop_assert_eq!(first.is_some(), all.iter().any(|one| one.asked <= level));
            prop_assert!(first.is_none_or(|place| all[place].asked <= level));
        }
    }
}
