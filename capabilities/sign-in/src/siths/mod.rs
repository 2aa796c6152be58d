//! Signing in with a SITHS card: a browser begins, the card proves who holds it, by an identity provider or at the port for cards, and
//! whoever it is comes in, chooses among their commissions, or asks for an account.

mod applicant;
mod begin;
mod card;
mod card_port;
mod errand;
mod finish;
mod logout;

use std::sync::Arc;

use behorig_oidc::Provider;
use behorig_visit::Token;

pub use applicant::Applicant;
pub(crate) use begin::{NotOnTheWay, begin, give_back, timestamp};
pub use card::{CardCommission, ProvenCard};
pub use card_port::{CardJudge, CardPort, CardProof, Connection, card_port};
pub(crate) use card_port::{ERRAND, TICKET};
pub(crate) use errand::{TicketRefusal, begin_errand, take_ticket};
pub(crate) use finish::{Choice, Finished, accounts_of, finish, shown};
pub(crate) use logout::{end_named_by, end_session_of_provider};

use crate::guest::Guest;

/// What signing in with a SITHS card needs.
#[derive(Debug, Clone)]
pub struct SithsSignIn {
    /// The identity provider, where there is one.
    pub provider: Arc<Provider>,
    /// Its issuer, exactly as it says it.
    pub issuer: String,
    /// Whether whoever signs out here is sent to sign out there too.
    pub signs_out_there: bool,
}

/// How such a session says that it was opened.
pub(crate) const METHOD: &str = "siths";
/// The cookie of a browser that has begun.
pub(crate) const COOKIE: &str = "behorig-siths";
/// A card that proved itself is remembered for so long, in milliseconds, while its holder chooses or fills in a form.
pub(crate) const REMEMBERED: i64 = 30 * 60_000;

/// The secret of the sign-in that the browser has begun.
pub(crate) fn token_of(guest: &Guest) -> Option<Token> {
    guest.token_in(COOKIE)
}
