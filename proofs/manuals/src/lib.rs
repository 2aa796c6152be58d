//! proof-manuals
