//! behorig-accounts
