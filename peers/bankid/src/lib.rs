//! peer-bankid
