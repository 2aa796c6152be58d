//! A sample: what the rule finds, and what of it is drawn.

use std::collections::BTreeSet;

use behorig_access::AccountId;

use super::{Access, Facts, Rule, draw};

/// A review has at most so many lines: more than anybody judges with care.
pub(crate) const MOST_LINES: usize = 200;

/// An access with what is known around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub access: Access,
    pub facts: Facts,
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    /// How many of the staff read anything.
    pub staff: i64,
    /// How many of them the rule is about.
    pub staff_drawn: i64,
    /// How many accesses the rule found.
    pub found: i64,
    /// Those that were drawn.
    pub drawn: Vec<Access>,
}

/// Draws a sample. The same candidates, rule and seed give the same, in whatever order the candidates come.
pub(crate) fn sample(rule: Rule, seed: &str, candidates: &[Candidate]) -> Sample {
    let staff = staff_of(candidates.iter().map(|candidate| &candidate.access));
    let chosen = match rule {
        Rule::Share(share) => {
            let by_id = staff.iter().map(|account| (account.to_string(), *account));
            Some(draw(seed, by_id, of_share(staff.len(), share)).into_iter().collect::<BTreeSet<_>>())
        }
        _ => None,
    };
    let found: Vec<Access> = candidates
        .iter()
        .filter(|candidate| rule.finds(&candidate.facts))
        .filter(|candidate| chosen.as_ref().is_none_or(|chosen| chosen.contains(&candidate.access.account)))
        .map(|candidate| candidate.access)
        .collect();
    let about = staff_of(found.iter());
    Sample {
        staff: counted(staff.len()),
        staff_drawn: counted(about.len()),
        found: counted(found.len()),
        drawn: draw(seed, found.into_iter().map(|access| (access.id(), access)), MOST_LINES),
    }
}

fn staff_of<'a>(accesses: impl Iterator<Item = &'a Access>) -> BTreeSet<AccountId> {
    accesses.map(|access| access.account).collect()
}

/// So many per cent, rounded up: always somebody, where there is anybody.
fn of_share(count: usize, share: i64) -> usize {
    let share = usize::try_from(share.clamp(1, 100)).unwrap_or(100);
    count.saturating_mul(share).div_ceil(100)
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Gathering, Seen};
    use behorig_access::{EventId, Instant};
    use behorig_identity::test_series;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn candidates(seen: &[(u8, i8, bool)]) -> Vec<Candidate> {
        let mut gathering = Gathering::outside(None);
        for (place, (account, day, _)) in seen.iter().enumerate() {
            gathering.take(&Seen {
                event: EventId::from_bytes([u8::try_from(place % 256).unwrap(); 16]),
                position: i64::try_from(place).unwrap(),
                account: AccountId::from_bytes([*account; 16]),
                patient: test_series::personal_number(date(2000, 1, *day), false).unwrap(),
                at: Instant(i64::try_from(place).unwrap()),
            });
        }
        let protected: BTreeSet<i8> = seen.iter().filter(|one| one.2).map(|one| one.1).collect();
        let is_protected = |access: &Access| {
            protected
                .iter()
                .any(|day| access.patient == test_series::personal_number(date(2000, 1, *day), false).unwrap())
        };
        let with_facts = |access: Access| Candidate {
            access,
            facts: Facts { protected: is_protected(&access), ..Facts::default() },
        };
        gathering.all().into_iter().map(with_facts).collect()
    }

    #[test]
    fn a_share_is_rounded_up_and_never_nobody() {
        assert_eq!((of_share(0, 10), of_share(1, 1), of_share(10, 10), of_share(11, 10)), (0, 1, 1, 2));
        assert_eq!((of_share(7, 100), of_share(7, 1_000)), (7, 7));
    }

    proptest! {
        #[test]
        fn a_sample_is_what_the_rule_finds_and_the_same_drawn_again(
            seen in prop::collection::vec((0_u8..20, 1_i8..28, any::<bool>()), 0..250),
            seed in "[0-9a-f]{8}", share in 1_i64..=100,
        ) {
            let all = candidates(&seen);
            let turned: Vec<Candidate> = all.iter().rev().copied().collect();
            for rule in [Rule::Share(share), Rule::Protected, Rule::Unrelated] {
                let one = sample(rule, &seed, &all);
                prop_assert_eq!(&one, &sample(rule, &seed, &turned));
                prop_assert_eq!(one.drawn.len(), usize::try_from(one.found).unwrap().min(MOST_LINES));
                prop_assert!(one.staff_drawn <= one.staff && one.found <= counted(all.len()));
                for access in &one.drawn {
                    let known = all.iter().find(|candidate| candidate.access == *access).unwrap();
                    prop_assert!(rule.finds(&known.facts));
                }
            }
            let everybody = sample(Rule::Share(100), &seed, &all);
            prop_assert_eq!(everybody.found, counted(all.len()));
            let some = sample(Rule::Share(share), &seed, &all);
            prop_assert_eq!(some.staff_drawn, counted(of_share(usize::try_from(some.staff).unwrap(), share)));
        }
    }
}
