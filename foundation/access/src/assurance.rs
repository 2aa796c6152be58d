//! How surely we know who is signed in.

use crate::keyed::keyed;

keyed! {
    /// The session's level of assurance, lowest first.
    ///
    /// Signing in again can raise a session's level; nothing else does.
    Assurance {
        /// User name and password alone.
        Password = "password",
        /// Password and a YubiKey: two factors, but not an approved e-identification.
        TwoFactor = "two-factor",
        /// BankID or SITHS: level of assurance 3.
        High = "high",
    }
}
