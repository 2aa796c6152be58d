//! How fast sealing is, beside the library alone. Run by hand, optimised:
//! `cargo test --profile dist -p behorig-transparency -- --ignored --nocapture`.

use std::time::Instant;

use behorig_transparency::{Hash, tree};
use tlog_tiles::HashReader;

use crate::samples::{Table, event_at};

const EVENTS: u64 = 1_000_000;
const BATCH: usize = 1_000;

struct Row(Vec<tlog_tiles::Hash>);

impl HashReader for Row {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

#[test]
#[ignore = "a million events, of which only an optimised build tells anything"]
fn sealing_is_at_least_half_as_fast_as_hashing_with_the_library_alone() {
    let events: Vec<_> = (0..EVENTS).map(event_at).collect();
    let bytes: Vec<_> = events.iter().map(|event| event.to_bytes().unwrap()).collect();

    let begun = Instant::now();
    let mut row = Row(Vec::new());
    for (position, bytes) in (0..).zip(&bytes) {
        let hashes = tlog_tiles::stored_hashes(position, bytes, &row).unwrap();
        row.0.extend(hashes);
    }
    let root = tlog_tiles::tree_hash(EVENTS, &row).unwrap();
    let library = begun.elapsed();

    let begun = Instant::now();
    let (mut table, mut scratch) = (Table::default(), Vec::new());
    for batch in events.chunks(BATCH) {
        let leaves: Vec<Hash> = batch.iter().map(|event| event.leaf(&mut scratch).unwrap()).collect();
        table.append(&leaves);
    }
    let sealing = begun.elapsed();

    assert_eq!(tree::root(EVENTS, &table.read(&tree::frontier_needs(EVENTS).unwrap())).unwrap().as_bytes(), &root.0);
    println!("library alone {library:?}, sealing {sealing:?} for {EVENTS} events");
    assert!(sealing < library * 2, "library alone {library:?}, sealing {sealing:?}");
}
