//! Passwords: hashed with argon2id on threads of their own, so that many signing in at once never slow the rest of the
//! program, and chosen by rules that are about guessing and nothing else.

mod chosen;
mod hashing;
mod pool;

pub use chosen::{LONGEST, NewPassword, PasswordFault, SHORTEST};
pub use hashing::{HashCost, PasswordHash};
pub use pool::{PasswordError, Passwords, PasswordsSettings, Verified};
