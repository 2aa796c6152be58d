//! Step-up: whoever is signed in proves anew who they are, in a stronger way or once more, and goes on where they were.
//!
//! The session's level rises, its id and its secret are new, and it ends no later than it would have, but where BankID was asked. Nobody
//! but its owner can raise it.

mod by_bankid;
mod by_card;
mod pages;
mod rise;

pub(crate) use by_bankid::{Confirmed, by_bankid};
pub(crate) use by_card::by_card;
pub(crate) use pages::{answer, ask_key, by_yubikey, show};
