//! `decide()` answers as the same rules written as Cedar policies, on a hundred thousand random worlds at each run.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a proof that cannot be set up has failed")]

mod cedar_world;

use behorig_access::{Decision, Instant, decide};
use cedar_world::Oracle;
use proof_oracle::worlds::{World, grant_id, world};
use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner},
};
use std::collections::HashSet;

// Two tests of half the worlds each, so that two cores share the work.
const HALF: u32 = 50_000;

fn agree(oracle: &Oracle, world: &World) -> Result<(), TestCaseError> {
    let answer = oracle.ask(world);
    let chain = world.chain();
    let decision = decide(&world.viewer(), world.service, &world.target(&chain), Instant(world.now));
    prop_assert_eq!(decision.is_permit(), answer.permitted, "we: {:?}, Cedar: {:?}", decision, answer);
    if let Decision::Permit { grant } = decision {
        let permitting: HashSet<_> = answer.grants.iter().map(|number| grant_id(*number)).collect();
        prop_assert!(permitting.contains(&grant), "named grant {} is none of Cedar's {:?}", grant, answer.grants);
    }
    Ok(())
}

fn agree_on_half_of_the_worlds() {
    let oracle = Oracle::new();
    let seeds = FileFailurePersistence::Direct("proptest-regressions/cedar.txt");
    let config = Config { cases: HALF, failure_persistence: Some(Box::new(seeds)), ..Config::default() };
    let outcome = TestRunner::new(config).run(&world(), |world| agree(&oracle, &world));
    if let Err(disagreement) = outcome {
        panic!("{disagreement}");
    }
}

#[test]
fn the_decision_agrees_with_cedar_on_fifty_thousand_worlds() {
    agree_on_half_of_the_worlds();
}

#[test]
fn the_decision_agrees_with_cedar_on_fifty_thousand_other_worlds() {
    agree_on_half_of_the_worlds();
}
