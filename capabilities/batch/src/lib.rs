//! behorig-batch
