//! behorig-start
