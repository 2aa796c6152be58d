//! behorig-roles
