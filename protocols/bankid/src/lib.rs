//! behorig-bankid
