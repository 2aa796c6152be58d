//! Signing in with BankID: an order is begun, a browser waits for it, and who answered is let in.

mod begin;
mod finish;
mod progress;

pub(crate) use begin::{NotBegun, begin, let_go};
pub(crate) use finish::{Finished, finish};
pub(crate) use progress::{advance, message_of, qr_image};

use behorig_bankid::{AppAddress, BankId};
use behorig_visit::Token;

use crate::guest::Guest;

/// What signing in with BankID needs.
#[derive(Debug, Clone)]
pub struct BankIdSignIn {
    /// The connection to BankID.
    pub client: BankId,
    /// Where a browser is sent to open the app on the same device.
    pub app: AppAddress,
}

/// The cookie of a browser that waits for an order.
pub(crate) const ORDER_COOKIE: &str = "behorig-bankid";
/// The cookie by which BankID, when it reckons the risk, knows the same browser again.
pub(crate) const DEVICE_COOKIE: &str = "behorig-enhet";

/// The secret of the order that the browser waits for.
pub(crate) fn order_token(guest: &Guest) -> Option<Token> {
    guest.token_in(ORDER_COOKIE)
}
