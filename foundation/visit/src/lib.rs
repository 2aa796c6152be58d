//! One request: who visits, with which hat on, what they may do, and how they are answered.
//!
//! [`Visit`] is a signed-in request with its snapshot of the database, its session and its viewer, read once. [`Submission`] is
//! a form sent by one, and [`Visit::submit`] carries it out once however often it is sent. [`Route`] states who may ask for a
//! page before the page's code is read; [`require`] makes the decision and explains a refusal.

mod access_ended;
mod app;
mod error;
mod frame;
mod history;
mod menu;
mod only_by;
mod refusal;
mod route;
mod session;
mod submission;
mod token;
mod visit;
mod words;

pub use access_ended::{AccessEnd, AccessEnded, Then};
pub use app::{App, AppParts, ClientAddress, Clock, SystemClock, VisitSettings};
pub use error::{PageError, Rejected};
pub use frame::{frame, has_other_hat, plain_page, plain_shell, rule_in_words, whom_to_ask};
pub use history::{HistoryWords, door_name};
pub use menu::{ARCHIVE_SECTION, Guide, Menu, MenuItem, OWN_SECTION};
pub use only_by::{given_otherwise, only_by_link, only_by_text};
pub use refusal::{Mender, Refusal, permits, require, require_object, require_target, who_may};
pub use route::{Access, Route, router};
pub use session::{
    HatChoice, NewSession, Session, SessionLimits, end_others, end_session, end_sessions_of_account, open,
};
pub use submission::{Posted, Submission};
pub use token::{Token, TokenHash};
pub use visit::{Seat, Snapshot, Visit, no_session_cookie, session_cookie, tell};
pub use words::role_name;

/// The words of this crate.
pub const TEXTS: behorig_web::TextSource =
    behorig_web::TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };
