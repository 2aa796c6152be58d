//! behorig-store
