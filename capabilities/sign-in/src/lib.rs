//! behorig-sign-in
