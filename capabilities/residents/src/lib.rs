//! behorig-residents
