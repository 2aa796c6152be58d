//! The file to hand over.

use behorig_transparency::{Event, EventProof, LogKeys, ProofError, TreeError, tree};
use proptest::prelude::*;

use crate::samples::{ORIGIN, Table, event_at, log_key, witness_key};

fn keys() -> LogKeys {
    LogKeys::new(log_key(1).verifying_key().clone()).unwrap()
}

fn proof(leaf: u64, size: u64) -> EventProof {
    let table = Table::of(size);
    let inclusion = tree::inclusion(leaf, size, &table.read(&tree::inclusion_needs(leaf, size).unwrap())).unwrap();
    let mut note = table.checkpoint_at(size).sign(&[&log_key(1)]).unwrap();
    note.add(witness_key("vittne.example", 7).cosign(&note, 1_763_812_800).unwrap());
    EventProof::new(event_at(leaf).to_bytes().unwrap(), inclusion, note).unwrap()
}

#[test]
fn a_proof_is_read_and_holds() {
    for (leaf, size) in [(0, 1), (4, 7), (6, 7), (63, 64), (64, 65)] {
        let text = proof(leaf, size).to_string();
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra "), "{text}");
        let read = EventProof::parse(&text).unwrap();
        assert_eq!(read.to_string(), text);
        let proven = read.check(&keys(), &[witness_key("vittne.example", 7).verifying_key().clone()]).unwrap();
        assert!(proven.event == event_at(leaf));
        assert_eq!((proven.leaf, proven.opened.checkpoint.size()), (leaf, size));
        assert_eq!(proven.opened.cosignatures.len(), 1);
    }
}

#[test]
fn a_proof_that_does_not_hold_is_not_made() {
    let table = Table::of(7);
    let inclusion = tree::inclusion(4, 7, &table.read(&tree::inclusion_needs(4, 7).unwrap())).unwrap();
    let note = table.checkpoint_at(7).sign(&[&log_key(1)]).unwrap();
    let made = |leaf: u64, size: u64| {
        let inclusion = tree::InclusionProof { size, ..inclusion.clone() };
        EventProof::new(event_at(leaf).to_bytes().unwrap(), inclusion, note.clone()).map(|_| ())
    };
    assert_eq!(made(4, 7), Ok(()));
    assert_eq!(made(5, 7), Err(ProofError::Tree(TreeError::NotProven)));
    assert_eq!(made(4, 6), Err(ProofError::Tree(TreeError::NotProven)));
}

#[test]
fn an_event_of_another_log_is_not_proven() {
    let text = proof(4, 7).to_string();
    let stranger = LogKeys::new(log_key(2).verifying_key().clone()).unwrap();
    assert!(matches!(EventProof::parse(&text).unwrap().check(&stranger, &[]), Err(ProofError::Checkpoint(_))));
    assert_eq!(EventProof::parse(&text.replace("extra ", "index ")), Err(ProofError::NoEvent));
    assert_eq!(EventProof::parse("c2sp.org/tlog-proof@v2\n\n"), Err(ProofError::BadForm));
    assert!(text.contains(ORIGIN));
}

proptest! {
    #[test]
    fn a_proof_changed_anywhere_proves_nothing_else(leaf in 0_u64..20, at in any::<prop::sample::Index>(), bit in 0_u8..7) {
        let whole = proof(leaf, 20).to_string();
        let mut bytes = whole.clone().into_bytes();
        bytes[at.index(whole.len())] ^= 1 << bit;
        let Some(text) = String::from_utf8(bytes).ok() else { return Ok(()) };
        let Ok(read) = EventProof::parse(&text) else { return Ok(()) };
        if let Ok(proven) = read.check(&keys(), &[]) {
            // A change in the witness's line, whom nobody asked for here, changes nothing of what is proven.
            prop_assert!(proven.event == event_at(leaf) && proven.leaf == leaf && proven.opened.checkpoint.size() == 20);
        }
    }

    #[test]
    fn any_text_is_a_proof_or_refused(text in "(c2sp\\.org/tlog-proof@v1\n)?(extra [A-Za-z0-9+/]{0,8}\n)?(index [0-9]{0,3}\n)?\\PC{0,30}\n{0,2}\\PC{0,30}\n?") {
        if let Ok(read) = EventProof::parse(&text) {
            prop_assert!(read.check(&keys(), &[]).is_err());
        }
    }
}

#[test]
fn a_proof_prints_nothing_of_a_person() {
    let proof = proof(4, 7);
    assert_eq!(format!("{proof:?}"), "EventProof(position 4)");
    assert!(Event::parse(&event_at(4).to_bytes().unwrap()).is_ok());
}
