//! behorig-identity
