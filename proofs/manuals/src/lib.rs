//! Walks through the manuals: the real program, on a real database, in a real Chromium.
//!
//! A walk is written in the words of the manual it proves. It sees what a person sees: it finds buttons, links and fields by
//! their names, and waits as a person would. When it fails it leaves a picture, the page, the console and the program's log in
//! `target/walk-failures`, and tells the steps that led there.
//!
//! ```text
//! on_both_databases! {
//!     /// Seed 000: the local administrator changes a title.
//!     async fn an_administrator_changes_a_title(walk: Walk) {
//!         walk.goto("/konton").await?;
//!         walk.within("Anna Andersson").await?.click("Öppna").await?;
//!         walk.heading("Anna Andersson").await?;
//!         walk.fill("Titel", "Leg. läkare").await?;
//!         walk.click("Spara").await?;
//!         walk.sees("Ändringarna är sparade").await?;
//!         walk.accessible().await
//!     }
//! }
//! ```
//!
//! Walks are ignored by plain `cargo test`, which has no browser to give them: `cargo xtask test` runs them.

mod accessibility;
mod browser;
mod database;
mod doing;
mod evidence;
mod failure;
mod finding;
mod leaving;
mod program;
mod runner;
mod seeing;
mod setting;
mod view;
mod walk;

pub use accessibility::{Place, Violation};
pub use database::{Database, FreshDatabase};
pub use failure::{Failure, Outcome};
pub use program::Program;
pub use runner::{walk_at, walk_through};
pub use view::{Language, Scheme, View, Width};
pub use walk::Walk;

/// Makes two tests of one walk, `on_sqlite` and `on_postgresql`, in a module named as the walk.
///
/// The walk starts at 1440 × 900, light, in Swedish, with nothing opened yet.
#[macro_export]
macro_rules! on_both_databases {
    ($(#[$attribute:meta])* async fn $name:ident($walk:ident: Walk) $steps:block) => {
        $(#[$attribute])*
        async fn $name($walk: $crate::Walk) -> $crate::Outcome<()> $steps

        mod $name {
            #[tokio::test]
            #[ignore = "needs a browser: cargo xtask test"]
            async fn on_sqlite() -> $crate::Outcome<()> {
                let name = concat!(module_path!(), "::on_sqlite");
                $crate::walk_through(name, $crate::Database::Sqlite, super::$name).await
            }

            #[tokio::test]
            #[ignore = "needs a browser and PostgreSQL: cargo xtask test"]
            async fn on_postgresql() -> $crate::Outcome<()> {
                let name = concat!(module_path!(), "::on_postgresql");
                $crate::walk_through(name, $crate::Database::PostgreSql, super::$name).await
            }
        }
    };
}
