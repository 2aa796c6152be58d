//! `behorig import`: files in, on the word of an account that holds the permission Batch.

use std::path::PathBuf;
use std::sync::Mutex;

use behorig_batch::files::{File, FileKind, ImportFiles};
use behorig_batch::import::{self, Options, Progress, Report, Stage};
use behorig_store::{Actor, Db};
use behorig_visit::{Clock, SystemClock};
use behorig_web::Lang;
use indicatif::{ProgressBar, ProgressStyle};

use crate::assemble::{install_texts, person_changed};
use crate::command::{CommandError, ImportOptions, say};
use crate::config::Config;
use crate::transfer;

/// Reads the files, brings them in and says what became of every row.
pub(crate) async fn run(config: Config, options: ImportOptions) -> Result<(), CommandError> {
    install_texts().map_err(|problem| CommandError::Other(problem.to_string()))?;
    let files = read(&options)?;
    if files.is_empty() {
        return Err(CommandError::Other(
            "name at least one file: --units, --persons, --accounts, --grants or --directory".to_owned(),
        ));
    }
    let db = transfer::open_if_not_left(config.database, config.system, false).await?;
    let outcome = bring_in(&db, &options, files).await;
    crate::serve::close(db).await;
    tell(&outcome?)
}

async fn bring_in(db: &Db, options: &ImportOptions, files: ImportFiles) -> Result<Report, CommandError> {
    let actor = actor(db, &options.user_name).await?;
    let bar = Mutex::new(None);
    let how = Options {
        dry_run: options.dry_run,
        skip_bad: options.skip_bad,
        person_changed: Some(person_changed(None)),
        ..Options::default()
    };
    let report = import::run(db, &actor, files, how, &|progress| show(&bar, progress)).await;
    report.map_err(|error| CommandError::Other(error.to_string()))
}

async fn actor(db: &Db, user_name: &str) -> Result<Actor, CommandError> {
    let mut tx = db.read().await?;
    import::may_import(&mut tx, user_name, SystemClock.now())
        .await
        .map_err(|refused| CommandError::Other(format!("--as {user_name}: {refused}")))
}

fn read(options: &ImportOptions) -> Result<ImportFiles, CommandError> {
    let named = [
        (FileKind::Units, &options.units),
        (FileKind::Persons, &options.persons),
        (FileKind::Accounts, &options.accounts),
        (FileKind::Grants, &options.grants),
        (FileKind::Directory, &options.directory),
    ];
    let mut files = ImportFiles::default();
    for (kind, path) in named {
        if let Some(path) = path {
            files.set(kind, file(path)?);
        }
    }
    Ok(files)
}

fn file(path: &PathBuf) -> Result<File, CommandError> {
    let bytes = std::fs::read(path)
        .map_err(|error| CommandError::Other(format!("{} can't be read: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(File { name, bytes })
}

/// One bar for each file that is written; none where nobody watches.
fn show(bar: &Mutex<Option<(FileKind, ProgressBar)>>, progress: Progress) {
    if progress.stage == Stage::Read {
        return;
    }
    let mut bar = bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if bar.as_ref().is_none_or(|(kind, _)| *kind != progress.file) {
        if let Some((_, done)) = bar.take() {
            done.finish();
        }
        let style = ProgressStyle::with_template("{prefix:>9} {wide_bar} {pos}/{len} {eta}");
        let new = ProgressBar::new(progress.of)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            .with_prefix(progress.file.key());
        *bar = Some((progress.file, new));
    }
    if let Some((_, bar)) = bar.as_ref() {
        bar.set_position(progress.done);
        if progress.done == progress.of {
            bar.finish();
        }
    }
}

fn tell(report: &Report) -> Result<(), CommandError> {
    for problem in &report.problems {
        let column = problem.column.map(|column| format!(", column {column}")).unwrap_or_default();
        let why = problem.reason.words(Lang::En);
        say(&format!("{}, line {}{column}: {why}", problem.file.key(), problem.line));
    }
    for file in &report.files {
        let counts = file.counts;
        say(&format!(
            "{}: {} added, {} changed, {} the same, {} bad",
            file.name, counts.added, counts.changed, counts.same, counts.bad
        ));
    }
    if report.applied {
        return Ok(());
    }
    if report.dry_run {
        say("This was a dry run: nothing was changed.");
        return Ok(());
    }
    Err(CommandError::Other(
        "nothing was brought in; mend the rows above, or leave them out with --skip-bad".to_owned(),
    ))
}
