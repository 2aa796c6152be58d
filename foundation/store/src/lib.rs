//! One door to SQLite and PostgreSQL.
//!
//! - [`Db::read`] opens a snapshot to ask questions of; [`Db::write`] runs a change as one durable transaction together with its
//!   audit event. There is no other way in, but for the door of the sealed log ([`Sealing`]), which reaches its own tables alone.
//! - One SQL text serves both databases: `?1`-style parameters, rewritten for PostgreSQL on the way; see [`Dialect`] for the few
//!   places where two texts must stand side by side.
//! - Nothing but SQL may happen inside a write: PostgreSQL may run it again after a serialisation failure, and SQLite runs it on
//!   the writer's thread, where waiting for anything else is refused.

mod actor;
mod audit;
pub mod backup;
mod change;
mod db;
mod error;
mod figures;
pub mod history;
mod migrations;
mod news;
mod param;
mod postgres;
mod row;
pub mod seal;
pub mod sealed_columns;
mod sealing;
mod sqlite;
mod tls;
pub mod transfer;
mod tx;
mod veil;

pub use actor::{Actor, ActorUnit, Door};
pub use audit::{ActivityType, Event, FieldChange, Purpose, Recorded, Resource, SystemName};
pub use db::{Db, DbOptions, Dialect};
pub use error::StoreError;
pub use figures::Figures;
pub use migrations::{newest as newest_migration, newest_in as newest_migration_in};
pub use news::{Listener, Topic};
pub use param::{Param, ToParam};
pub use postgres::{Post, Question};
pub use row::{Column, ColumnValue, FromRow, Row};
pub use sealing::{SealTx, SealWork, Sealing};
pub use tls::{Authority, AuthorityError};
pub use tx::{Four, ReadTx, Tx, WriteTx};
pub use veil::Reader;

/// A future behind a pointer: what waits for it is not compiled together with it. The futures that every request waits for are
/// given out so; compiled anew in each part of each crate that awaits them, they were half of what a build had to do.
pub type Boxed<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future, as a write's closure returns it: `Box::pin(async move { … })`.
pub type Work<'t, T, E> = Boxed<'t, Result<Recorded<T>, E>>;
