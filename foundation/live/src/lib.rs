//! Open pages are told that what they show has changed.
//!
//! - A change says what it [touches](behorig_store::WriteTx::touch): a [`topic`]. Once it is on disk, and never before, [`Live`] wakes
//!   the pages that look at it, here and, where the database is PostgreSQL, on the other nodes.
//! - A page hears *that* something changed and never what: it then asks for itself anew, and is decided and logged as at any other
//!   time. So nothing that a stream says needs a secret kept, and a page that missed something has lost nothing by asking again.
//! - Nothing is queued. A page that is told of a hundred changes before it has looked is told once; a node that has lost touch with the
//!   others has its pages look again when it is back.

mod hub;
mod nodes;
mod stream;
pub mod topic;
mod watch;

pub use hub::Live;
pub use nodes::Nodes;
pub use stream::{Asked, May, open};
pub use watch::{Heard, Watch};

#[cfg(test)]
mod tests;
