//! What tests of data stand on: both databases, and a small region with believable people.
//!
//! ```no_run
//! mod grants {
//!     use behorig_access::{BuiltIn, Service};
//!     use proof_support::{TestDb, World, both_databases, world::HOUR};
//!
//!     both_databases!(an_ended_grant_is_over_at_once);
//!
//!     async fn an_ended_grant_is_over_at_once(db: TestDb) {
//!         let world = World::new(&db).await;
//!         let anna = world.account("Anna Ek").at(world.clinic).await;
//!         let grant = world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
//!         assert!(world.may(anna, Service::EditAccounts, world.clinic).await);
//!
//!         let later = world.later(HOUR);
//!         later.end(grant).await;
//!         assert!(!later.may(anna, Service::EditAccounts, world.clinic).await);
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! [`both_databases!`] makes two tests of it, `…::on_sqlite` and `…::on_postgres`, each with a fresh, migrated database of its
//! own. SQLite is a file in a temporary folder. PostgreSQL is the server that `BEHORIG_TEST_POSTGRES` names
//! (`cargo xtask postgres start` starts one and prints the line); without that variable the test says so and passes, and with
//! a server that doesn't answer it fails.
//!
//! Identity numbers come from the published test series and from nowhere else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't get its ground stops there and says why"
)]

mod both;
mod grants;
mod logged;
mod people;
mod postgres;
mod sqlite;
pub mod world;

pub use both::{Backend, TestDb, on_postgres, on_sqlite, postgres_is_here};
pub use grants::{IntoHolder, NewGrantHere};
pub use logged::{Logged, LoggedResource};
pub use people::{NewAccount, NewResident};
pub use world::{NOW, World};
