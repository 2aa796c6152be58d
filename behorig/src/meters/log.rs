//! The figures of the sealed log.

use behorig_access::Instant;
use behorig_sealed_log::State;
use metrics::{describe_gauge, gauge};

pub(super) fn describe() {
    describe_gauge!("behorig_log_sealed_events", "Events of the access log that are sealed");
    describe_gauge!("behorig_log_unsealed_events", "Events of the access log that wait to be sealed");
    describe_gauge!("behorig_log_unsealed_oldest_seconds", "How long the oldest of them has waited");
    describe_gauge!("behorig_log_checkpoint_events", "Events that the last checkpoint covers");
    describe_gauge!("behorig_log_checkpoint_age_seconds", "How long ago it was signed");
    describe_gauge!("behorig_log_witness_events", "Events that a witness has taken, by witness");
    describe_gauge!("behorig_log_witness_age_seconds", "How long ago it took them");
    describe_gauge!("behorig_log_witness_in_trouble", "1 where it takes nothing, else 0");
}

pub(super) fn note(log: &State, now: Instant) {
    let age = |at: Instant| now.0.saturating_sub(at.0).max(0) as f64 / 1000.0;
    gauge!("behorig_log_sealed_events").set(log.sealed as f64);
    gauge!("behorig_log_unsealed_events").set(log.waiting as f64);
    gauge!("behorig_log_unsealed_oldest_seconds").set(log.oldest.map_or(0.0, age));
    if let Some((size, at)) = log.checkpoint {
        gauge!("behorig_log_checkpoint_events").set(size as f64);
        gauge!("behorig_log_checkpoint_age_seconds").set(age(at));
    }
    for witness in &log.witnesses {
        // A path of this machine is nobody else's business.
        let name = if witness.name.starts_with("file ") { "file".to_owned() } else { witness.name.clone() };
        gauge!("behorig_log_witness_events", "witness" => name.clone()).set(witness.size as f64);
        gauge!("behorig_log_witness_age_seconds", "witness" => name.clone()).set(age(witness.at));
        let trouble = if witness.trouble.is_some() { 1.0 } else { 0.0 };
        gauge!("behorig_log_witness_in_trouble", "witness" => name).set(trouble);
    }
}
