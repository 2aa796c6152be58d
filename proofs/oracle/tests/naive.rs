//! `decide()` and its reverse questions answer as the design's six rules, told naively, on random worlds at each run.

use behorig_access::{Decision, Instant, Rule, decide, permitting, scope_of};
use proof_oracle::{
    naive,
    worlds::{World, grant_id, world},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, FileFailurePersistence, TestRunner},
};
use std::collections::BTreeMap;

fn seeds() -> Config {
    let seeds = FileFailurePersistence::Direct("proptest-regressions/naive.txt");
    Config { cases: 100_000, failure_persistence: Some(Box::new(seeds)), ..Config::default() }
}

fn ask(world: &World) -> Decision {
    let chain = world.chain();
    decide(&world.viewer(), world.service, &world.target(&chain), Instant(world.now))
}

proptest! {
    #![proptest_config(seeds())]

    #[test]
    fn the_decision_agrees_with_the_rules_told_naively(world in world()) {
        let decision = ask(&world);
        prop_assert_eq!(decision.is_permit(), naive::permitted(&world), "{:?}", decision);
        let (viewer, chain) = (world.viewer(), world.chain());
        let now = Instant(world.now);
        let mut all: Vec<_> = permitting(&viewer, world.service, &world.target(&chain), now).iter().map(|row| row.id).collect();
        all.sort();
        let numbered = world.grants.iter().enumerate();
        let naively: Vec<_> = numbered.filter(|(_, grant)| naive::permits(&world, grant)).map(|(at, _)| grant_id(at)).collect();
        prop_assert_eq!(all, naively);
        let scope = scope_of(&viewer, world.service, now);
        prop_assert_eq!(scope.contains(&world.target(&chain)), decision.is_permit(), "{:?}", scope);
    }
}

#[test]
fn the_worlds_are_varied_enough_to_find_a_wrong_rule() {
    let mut runner = TestRunner::deterministic();
    let strategy = world();
    let mut rules: BTreeMap<u8, u32> = BTreeMap::new();
    let mut permitted = 0;
    for _ in 0..5_000 {
        match ask(&strategy.new_tree(&mut runner).unwrap().current()) {
            Decision::Permit { .. } => permitted += 1,
            Decision::Deny(denial) if matches!(denial.rule, Rule::Hat { .. }) => *rules.entry(7).or_default() += 1,
            Decision::Deny(denial) => *rules.entry(denial.rule.number()).or_default() += 1,
        }
    }
    assert!((1_000..4_000).contains(&permitted), "{permitted} of 5,000 worlds are permitted");
    for rule in 0..=7 {
        let denied = rules.get(&rule).copied().unwrap_or(0);
        assert!(denied >= 15, "rule {rule} was the last obstacle in {denied} of 5,000 worlds: {rules:?}");
    }
}
