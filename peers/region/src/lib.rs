//! A believable region for the demo: Region Jönköpings län with its municipalities, clinics, home-care units, staff and residents.
//!
//! Everything is made by rule from fixed lists, so that every demo is the same. Nobody in it exists: identity numbers come from
//! the published test series alone. It is brought in through the program's own import. No capability can depend on this crate.

mod cards;
mod cast;
mod cast_of_orders;
mod clinic;
mod dice;
mod home_care;
mod names;
mod ordering;
mod people;
mod placed_orders;
mod reports;
mod residents;
mod sheet;
mod staff;
mod states;
mod units;
pub mod volume;

use behorig_access::Instant;
use behorig_batch::files::{File, ImportFiles};
use behorig_batch::import::{self, ImportError, Options};
use behorig_store::{Actor, Db, Door, StoreError, params};

pub use behorig_registers::places::{COUNTIES, MUNICIPALITIES};
pub use cards::{TestCard, test_cards};
pub use people::{DEMO_PASSWORD, TestPerson, test_people};
use sheet::Sheet;

/// Why the region can't be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The import could not be tried.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The import found something wrong with what is made here: a fault of this crate.
    #[error("the demo's own files are wrong: {0}")]
    Wrong(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether the region was built now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// The database was empty.
    Now,
    /// Something was there already, and is left as it is.
    Before,
}

/// The registers are filled so long before the demo begins, in milliseconds: its cases look back on two weeks of work.
const REGISTERS_BEFORE: i64 = 30 * 24 * 3_600_000;

/// Fills an empty database with the region, as of `now`; leaves one that holds any unit as it is.
///
/// # Errors
/// [`BuildError`].
pub async fn build(db: &Db, now: Instant) -> Result<Built, BuildError> {
    let mut read = db.read().await?;
    let there: Option<(i64,)> = read.optional("SELECT CAST(1 AS BIGINT) FROM unit LIMIT 1", params![]).await?;
    drop(read);
    if there.is_some() {
        return Ok(Built::Before);
    }
    let begun = now.plus_millis(-REGISTERS_BEFORE);
    let actor = Actor::system(Door::Import, begun);
    let report = import::run(db, &actor, files(), Options::default(), &|_| {}).await?;
    if !report.applied {
        let first = report.problems.first();
        let told = first.map(|problem| format!("{} line {}: {}", problem.file.key(), problem.line, problem.reason));
        return Err(BuildError::Wrong(told.unwrap_or_default()));
    }
    states::set(db, begun).await?;
    clinic::set(db, now).await?;
    home_care::set(db, now).await?;
    reports::set(db, now).await?;
    ordering::set(db, begun, now).await?;
    placed_orders::set(db, now).await?;
    Ok(Built::Now)
}

/// The region as the files of an import.
#[must_use]
pub fn files() -> ImportFiles {
    let units = units::units();
    let mut persons = Sheet::of(&residents::HEADER);
    let mut accounts = Sheet::of(&staff::ACCOUNTS);
    let mut grants = Sheet::of(&staff::GRANTS);
    let mut taken = people::numbers_in_use();
    people::write(&mut persons, &mut accounts, &mut grants);
    staff::write(&units, &mut taken, &mut persons, &mut accounts, &mut grants);
    residents::write(&units, &mut taken, &mut persons, &mut accounts, &mut grants);
    ImportFiles {
        units: Some(units::sheet(&units).file("enheter.csv")),
        persons: Some(persons.file("personer.csv")),
        accounts: Some(accounts.file("användare.csv")),
        grants: Some(grants.file("behörigheter.csv")),
        directory: None,
    }
}

impl Sheet {
    fn file(self, name: &str) -> File {
        File { name: name.to_owned(), bytes: self.into_text().into_bytes() }
    }
}
