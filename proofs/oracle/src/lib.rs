//! proof-oracle
