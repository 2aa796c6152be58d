//! proof-benches
