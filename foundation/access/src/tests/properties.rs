use super::worlds::world;
use crate::*;
use proptest::prelude::*;

// Every rule, grant by grant, without the index: slow and plain.
fn permits_plainly(viewer: &Viewer, row: &ViewerGrant, service: Service, target: &Target<'_>, now: Instant) -> bool {
    viewer.standing() == Standing::Active
        && row.kind == viewer.hat()
        && rules::fault(row, service, target, now).is_none()
        && viewer.assurance() >= service.minimum_assurance()
        && viewer.assurance() >= row.lowest_assurance
}

#[test]
fn the_worlds_permit_often_enough_to_find_a_wrong_rule() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let strategy = world();
    let permitted = (0..2_000).filter(|_| {
        let world = strategy.new_tree(&mut runner).unwrap().current();
        decide(&world.viewer, world.service, &world.target(), world.now).is_permit()
    });
    let permitted = permitted.count();
    assert!((400..1_600).contains(&permitted), "{permitted} of 2,000 worlds are permitted");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn a_permit_is_given_exactly_when_some_grant_fulfils_every_rule_by_itself(world in world()) {
        let target = world.target();
        let permits = |row: &&ViewerGrant| permits_plainly(&world.viewer, row, world.service, &target, world.now);
        let plainly: Vec<GrantId> = world.rows.iter().filter(permits).map(|row| row.id).collect();
        match decide(&world.viewer, world.service, &target, world.now) {
            Decision::Permit { grant } => prop_assert!(plainly.contains(&grant)),
            Decision::Deny(_) => prop_assert!(plainly.is_empty(), "{plainly:?}"),
        }
        let mut all: Vec<GrantId> =
            permitting(&world.viewer, world.service, &target, world.now).iter().map(|row| row.id).collect();
        let mut expected = plainly;
        all.sort();
        expected.sort();
        prop_assert_eq!(all, expected);
    }

    #[test]
    fn a_list_filter_lets_through_exactly_what_the_decision_permits(world in world()) {
        let scope = scope_of(&world.viewer, world.service, world.now);
        let permitted = decide(&world.viewer, world.service, &world.target(), world.now).is_permit();
        prop_assert_eq!(scope.contains(&world.target()), permitted, "{:?}", scope);
    }

    #[test]
    fn a_scope_holds_no_root_that_another_at_the_same_unit_makes_needless(world in world()) {
        let scope = scope_of(&world.viewer, world.service, world.now);
        prop_assert!(scope.roots.is_sorted());
        for (at, root) in scope.roots.iter().enumerate() {
            for (other_at, other) in scope.roots.iter().enumerate() {
                let object = other.object == root.object || (other.object.is_none() && scope.bound_by.is_empty());
                let needless = other.unit == root.unit && object && (other.branch || !root.branch);
                prop_assert!(at == other_at || !needless, "{root:?} is in {other:?}");
            }
        }
    }

    #[test]
    fn the_order_in_which_grants_are_read_changes_nothing(world in world(), seed in any::<u64>()) {
        let mut shuffled = world.rows.clone();
        shuffled.sort_by_key(|row| (u64::from(row.id.as_bytes()[0]) * 31) ^ seed.rotate_left(row.unit.as_bytes()[0].into()));
        let viewer = Viewer::new(
            world.viewer.holder(), world.viewer.standing(), world.viewer.hat(), world.viewer.assurance(), shuffled,
        );
        let scope = |viewer| scope_of(viewer, world.service, world.now);
        prop_assert_eq!(scope(&viewer), scope(&world.viewer));
        let answer = |viewer| decide(viewer, world.service, &world.target(), world.now).is_permit();
        prop_assert_eq!(answer(&viewer), answer(&world.viewer));
    }

    #[test]
    fn one_more_grant_never_takes_a_right_away_and_a_surer_sign_in_never_does(world in world(), more in world()) {
        let mut rows = world.rows.clone();
        rows.extend(&more.rows);
        let (holder, standing, hat) = (world.viewer.holder(), world.viewer.standing(), world.viewer.hat());
        let richer = Viewer::new(holder, standing, hat, world.viewer.assurance(), rows);
        let surer = Viewer::new(holder, standing, hat, Assurance::High, world.rows.clone());
        if decide(&world.viewer, world.service, &world.target(), world.now).is_permit() {
            prop_assert!(decide(&richer, world.service, &world.target(), world.now).is_permit());
            prop_assert!(decide(&surer, world.service, &world.target(), world.now).is_permit());
        }
    }

    #[test]
    fn what_someone_may_and_who_may_it_are_the_same_facts(world in world()) {
        let target = world.target();
        let services = what_may(&world.viewer, &target, world.now);
        prop_assert!(services.is_sorted_by_key(|(service, _)| service.number()));
        for service in Service::ALL {
            let found = services.iter().find(|(one, _)| one == service).map(|(_, grant)| (world.viewer.holder(), *grant));
            let who = who_may(*service, &target, std::iter::once(&world.viewer), world.now);
            prop_assert_eq!(who, found.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_denial_names_the_rule_that_its_grant_fails_and_no_grant_comes_further(world in world()) {
        let target = world.target();
        let Decision::Deny(denial) = decide(&world.viewer, world.service, &target, world.now) else { return Ok(()) };
        let active = world.viewer.standing() == Standing::Active;
        prop_assert_eq!(!active, matches!(denial.rule, Rule::HolderInactive(_)));
        prop_assert_eq!(denial.nearest.is_none(), !active || denial.rule == Rule::NoGrant);
        let known = world.rows.iter().any(|row| row.period.holds_at(world.now) && rules::covers_unit(row, &target));
        prop_assert_eq!(denial.knows_unit, known);
        for row in world.rows.iter().filter(|row| active && row.kind == world.viewer.hat()) {
            let reached = rules::fault(row, world.service, &target, world.now).map_or(6, |rule| rule.number());
            let told = if matches!(denial.rule, Rule::Hat { .. }) { 6 } else { denial.rule.number() };
            prop_assert!(reached <= told, "{row:?} comes further than {denial:?}");
        }
        if let Rule::Assurance { needed } = denial.rule {
            prop_assert!(needed > world.viewer.assurance());
            let viewer = Viewer::new(
                world.viewer.holder(), Standing::Active, world.viewer.hat(), needed, world.rows.clone(),
            );
            prop_assert!(decide(&viewer, world.service, &target, world.now).is_permit(), "the level told does not help");
        }
        if let Rule::Hat { needed } = denial.rule {
            prop_assert!(needed != world.viewer.hat());
            let viewer = Viewer::new(
                world.viewer.holder(), Standing::Active, needed, Assurance::High, world.rows.clone(),
            );
            prop_assert!(decide(&viewer, world.service, &target, world.now).is_permit(), "the hat told does not help");
        }
    }
}
