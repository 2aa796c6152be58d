//! behorig-access
