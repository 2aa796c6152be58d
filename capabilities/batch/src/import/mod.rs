//! The import itself: files in, one transaction, a report out.

mod accounts;
mod directory;
mod grants;
mod persons;
pub(crate) mod plan;
mod report;
mod rights;
mod units;

use std::pin::Pin;
use std::sync::Arc;

use behorig_access::PersonId;
use behorig_identity::TestPrefixes;
use behorig_store::{ActivityType, Actor, Db, Door, Event, Purpose, Recorded, StoreError, WriteTx};
use jiff::civil::Date;
use tokio::sync::mpsc;

pub use report::{Counts, FileReport, Progress, Report, Stage};
pub use rights::{MayNotImport, may_import};

use crate::files::{FileKind, ImportFiles, Problem, Rows};
use crate::records::directory as directory_records;
use crate::records::existing::{self, Reach};
use crate::records::insert;
use report::Tally;

/// What follows when the register says something else of a person than before, in the import's own transaction.
#[derive(Clone)]
pub struct PersonChanged(Arc<Hook>);

type Hook = dyn for<'t> Fn(&'t mut WriteTx, PersonId) -> Then<'t> + Send + Sync;

/// What is done then.
pub type Then<'t> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

impl PersonChanged {
    /// Calls `then`.
    #[must_use]
    pub fn new(then: impl for<'t> Fn(&'t mut WriteTx, PersonId) -> Then<'t> + Send + Sync + 'static) -> Self {
        Self(Arc::new(then))
    }
}

impl std::fmt::Debug for PersonChanged {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PersonChanged(…)")
    }
}

/// How an import is to be done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Say what would happen, and change nothing.
    pub dry_run: bool,
    /// Bring in the good rows and report the bad ones; else one bad row stops everything.
    pub skip_bad: bool,
    /// HSA-ids of test environments that are let in; none in production.
    pub test_prefixes: TestPrefixes,
    /// Told of every person whose record changes, when the record has changed.
    pub person_changed: Option<PersonChanged>,
}

/// Why an import could not be tried.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ImportError {
    /// The actor does not hold Batch anywhere.
    #[error(transparent)]
    Refused(#[from] MayNotImport),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a write ends that leaves nothing behind.
enum Stopped {
    Failed(ImportError),
    /// A dry run, or bad rows.
    Told(Box<Report>),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

struct Input {
    files: ImportFiles,
    rows: Rows,
    options: Options,
    today: Date,
    progress: mpsc::UnboundedSender<Progress>,
}

/// Brings files in, in one transaction: everything, or with a bad row nothing unless bad rows are to be skipped. The same files a
/// second time change nothing: units are known by their key, persons by their identity number, accounts by their user name,
/// grants by holder, role, unit, customer and first day, and people of the staff directory by their HSA-id.
///
/// Whoever the actor's account is must hold service 398 and reaches as far as it is held; an actor without an account is the
/// program itself. The embedded database takes no other change while the import writes.
///
/// # Errors
/// [`ImportError`] where nothing could be tried. What is wrong with the files stands in the report.
pub async fn run(
    db: &Db,
    actor: &Actor,
    files: ImportFiles,
    options: Options,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Report, ImportError> {
    let today = day_of(actor.at.0);
    let rows = Rows::read(&files, today, &options.test_prefixes);
    for kind in FileKind::ALL.into_iter().filter(|kind| files.get(*kind).is_some()) {
        progress(Progress { stage: Stage::Read, file: kind, done: 1, of: 1 });
    }
    let (sender, mut told) = mpsc::unbounded_channel();
    let actor = actor.clone().through(Door::Import);
    let input = Arc::new(Input { files, rows, options, today, progress: sender });
    let work = db.write(&actor, Arc::clone(&input), |tx, input| Box::pin(carry_out(tx, input)));
    drop(input);
    tokio::pin!(work);
    let outcome = loop {
        tokio::select! {
            biased;
            Some(step) = told.recv() => progress(step),
            outcome = &mut work => break outcome,
        }
    };
    match outcome {
        Ok(report) => Ok(report),
        Err(Stopped::Told(report)) => Ok(*report),
        Err(Stopped::Failed(error)) => Err(error),
    }
}

fn day_of(millis: i64) -> Date {
    behorig_web::format::local(millis).date()
}

/// Reads what is there, settles what is to be done, and does it: everything inside one transaction.
async fn carry_out(tx: &mut WriteTx, input: &Input) -> Result<Recorded<Report>, Stopped> {
    let reach = match tx.actor().account {
        None => Reach::Everything,
        Some(account) => {
            let now = tx.now();
            let reach = existing::reach_of(tx, account, now).await?;
            reach.ok_or(Stopped::Failed(ImportError::Refused(MayNotImport::WithoutBatch)))?
        }
    };
    let mut tally = Tally::of(&input.files, &input.rows.problems);
    let units = units::bring_in(tx, &input.rows, reach, &mut tally).await?;
    let persons = persons::settle(tx, &input.rows, &units, input.today, &mut tally).await?;
    let accounts = accounts::settle(tx, &input.rows, &units, &mut tally).await?;
    let grants = grants::settle(tx, &input.rows, &units, &persons, &accounts, &mut tally).await?;
    let directory = directory::settle(tx, &input.rows, &units, &mut tally).await?;
    let stops = input.options.dry_run || (tally.has_problems() && !input.options.skip_bad);
    if stops {
        return Err(Stopped::Told(Box::new(tally.report(input.options.dry_run, false))));
    }
    let done = |file: FileKind, of: usize| {
        let (sender, so_far) = (input.progress.clone(), std::sync::atomic::AtomicUsize::new(0));
        move |rows: usize| {
            let done = so_far.fetch_add(rows, std::sync::atomic::Ordering::Relaxed) + rows;
            // Nobody may be listening any more; the import goes on.
            let _ = sender.send(Progress { stage: Stage::Write, file, done: done as u64, of: of as u64 });
        }
    };
    insert::add_persons(tx, &persons.added, &done(FileKind::Persons, persons.added.len())).await?;
    for change in &persons.changed {
        insert::change_person(tx, change).await?;
    }
    insert::add_custody(tx, &persons.custody_added).await?;
    for ended in &persons.custody_ended {
        insert::end_custody(tx, ended).await?;
    }
    insert::add_accounts(tx, &accounts.added, &done(FileKind::Accounts, accounts.added.len())).await?;
    for change in &accounts.changed {
        insert::change_account(tx, change).await?;
    }
    insert::add_grants(tx, &grants.added, &done(FileKind::Grants, grants.added.len())).await?;
    for change in &grants.changed {
        insert::change_grant(tx, change).await?;
    }
    directory_records::add(tx, &directory.added, &done(FileKind::Directory, directory.added.len())).await?;
    for change in &directory.changed {
        directory_records::change(tx, change).await?;
    }
    if let Some(person_changed) = &input.options.person_changed {
        for change in &persons.changed {
            (person_changed.0)(tx, change.id).await?;
        }
    }
    let recorded = tx.record(event(&tally)).await?;
    insert::add_history(tx, recorded.event(), &accounts.history).await?;
    Ok(recorded.with(tally.report(false, true)))
}

/// One event for the whole import: which files, and how many rows did what.
fn event(tally: &Tally) -> Event {
    Event {
        activity: ActivityType::Write,
        level: "batch.import",
        args: Some(tally.in_one_line()),
        purpose: Purpose::Administration,
        resources: Vec::new(),
    }
}

/// A problem with a row that was read well.
fn problem(file: FileKind, line: u64, column: &'static str, reason: crate::files::Reason) -> Problem {
    Problem { file, line, column: Some(column), reason }
}
