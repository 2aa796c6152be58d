//! All that is kept of internal mail. It is loaded through its viewer; what is said in it stands where cases keep what is said.

mod list;
mod mail;
mod notices;
mod reach;
mod write;

pub(crate) use list::{Key, Listed, Place, Row, inbox, sent, unread};
pub(crate) use mail::{Mail, Thread, about, for_viewer, open};
pub(crate) use reach::{Recipients, recipients_at, units_with_mail};
pub use write::{NewMail, Reply, reply, send};
