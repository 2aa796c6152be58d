//! `behorig transfer`: an installation on SQLite moves to PostgreSQL, where several machines can serve it.

mod decisions;
mod log;

use behorig_store::transfer::{self, Carried, Moved, Progress, Source, Stage};
use behorig_store::{Actor, Authority, Db, DbOptions, Door, Event, StoreError, SystemName};
use behorig_visit::{Clock, SystemClock};
use behorig_web::format;
use indicatif::{ProgressBar, ProgressStyle};

use crate::command::{CommandError, TransferOptions, say};
use crate::config::{Config, FilesPlace};

/// Carries everything, compares both sides, and marks the file as left.
pub(crate) async fn run(config: Config, options: TransferOptions) -> Result<(), CommandError> {
    let DbOptions::Sqlite { path } = &config.database else {
        return Err(CommandError::Other(
            "the configuration names a PostgreSQL already: leave database.url out until everything has moved"
                .to_owned(),
        ));
    };
    let url = url(&options)?;
    let authority = options.authority.as_deref().map(authority).transpose()?;
    let now = SystemClock.now();
    let moved = Moved::to(&url, now.0)?;
    // Whoever may not move it is told before anything is read; the log is then verified by a connection of its own.
    drop(Source::open(path, options.again)?);
    let sealed = log::of_file(&config, config.database.clone(), options.log_as_it_is).await?;
    let source = Source::open(path, options.again)?;
    let mut bar = Bar::default();
    let (mut source, carried) = source.carry(&url, authority.as_ref(), move |progress| bar.show(progress)).await?;
    let db = Db::open(DbOptions::Postgres { url, connections: 4, authority }, config.system.clone()).await?;
    let compared = match decisions::compare(&mut source, &db, now).await {
        Ok(compared) => log::compare(sealed.as_ref(), &db, &config).await.map(|()| compared),
        Err(error) => Err(error),
    };
    let finished = match compared {
        Ok(compared) => finish(source, &moved, &db, &carried).await.map(|()| compared),
        Err(error) => Err(error),
    };
    crate::serve::close(db).await;
    tell(&carried, &finished?, sealed.as_ref(), &config.files.place, &moved);
    Ok(())
}

fn url(options: &TransferOptions) -> Result<String, CommandError> {
    let url = match (&options.to, &options.to_file) {
        (Some(url), _) => url.clone(),
        (None, Some(file)) => std::fs::read_to_string(file)
            .map_err(|error| CommandError::Other(format!("--to-file: {} can't be read: {error}", file.display())))?
            .trim()
            .to_owned(),
        (None, None) => String::new(),
    };
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(url)
    } else {
        Err(CommandError::Other("--to: the address must begin with postgres://".to_owned()))
    }
}

fn authority(path: &std::path::Path) -> Result<Authority, CommandError> {
    let wrong =
        |error: &dyn std::fmt::Display| CommandError::Other(format!("--authority: {}: {error}", path.display()));
    let pem = std::fs::read(path).map_err(|error| wrong(&error))?;
    Authority::from_pem(&pem).map_err(|error| wrong(&error))
}

/// The file is marked first: were the new log's event first and the mark then failed, a second try would find the two different.
async fn finish(source: Source, moved: &Moved, db: &Db, carried: &Carried) -> Result<(), CommandError> {
    source.leave(moved)?;
    let actor = Actor::system(Door::CommandLine, behorig_access::Instant(moved.at));
    let told = format!("{} tables, {} rows", carried.tables.len(), carried.rows());
    db.write(&actor, told, |tx, told| {
        Box::pin(async move {
            tx.record(Event::change("installation.transfer", "installation", "database").with_args(told)).await
        })
    })
    .await
    .map_err(|error: StoreError| {
        CommandError::Other(format!("everything has moved, but the log could not be told: {error}"))
    })
}

fn tell(
    carried: &Carried,
    compared: &decisions::Compared,
    sealed: Option<&log::Moving>,
    files: &FilesPlace,
    moved: &Moved,
) {
    if carried.was_there {
        say("Everything was there already, from a transfer that did not come to its end.");
    }
    say(&format!(
        "{} rows of {} tables are the same on both sides, row by row; {} people get the same answers to {} questions of what they may.",
        carried.rows(),
        carried.tables.len(),
        compared.holders,
        compared.decisions
    ));
    match sealed {
        Some(sealed) if sealed.is_whole => {
            say(&format!("The sealed log is whole on both sides: {} events.", sealed.events));
        }
        Some(sealed) => say(&format!("The sealed log of {} events moved as it was: not whole.", sealed.events)),
        None => say("No log was sealed here yet: the first start seals what there is."),
    }
    say(&format!("Now set database.url to {} in the configuration, and start.", moved.to));
    say("Keep the key file: what is sealed in the database opens with it alone.");
    if let FilesPlace::Folder(folder) = files {
        say(&format!(
            "Attachments stay where they are, in {}: nodes on other machines need them in a bucket (files.url).",
            folder.display()
        ));
    } else {
        say("Attachments stay where they are, in the bucket.");
    }
    say("The old file is marked as left, and serves no more. Delete it as you would delete the database.");
}

/// Opens the database, unless its contents have moved away and `force` does not say to go on with it all the same.
pub(crate) async fn open_if_not_left(options: DbOptions, system: SystemName, force: bool) -> Result<Db, CommandError> {
    let db = Db::open(options, system).await?;
    let left = {
        let mut tx = db.read().await?;
        transfer::moved(&mut tx).await
    };
    match left {
        Ok(None) => Ok(db),
        Ok(Some(moved)) if force => {
            tracing::warn!(to = moved.to, "this database was left for another; what is written here stays here");
            Ok(db)
        }
        Ok(Some(moved)) => {
            crate::serve::close(db).await;
            Err(CommandError::Other(words_of_left(&moved)))
        }
        Err(error) => {
            crate::serve::close(db).await;
            Err(error.into())
        }
    }
}

/// What is said of a database whose contents have moved.
pub(crate) fn words_of_left(moved: &Moved) -> String {
    format!(
        "this database moved to {} on {}: set database.url to that; only if it is lost, start here with `serve --force`",
        moved.to,
        format::local(moved.at).date()
    )
}

/// One bar for each stage; none where nobody watches.
#[derive(Default)]
struct Bar(Option<(Stage, ProgressBar)>);

impl Bar {
    fn show(&mut self, progress: Progress<'_>) {
        if self.0.as_ref().is_none_or(|(stage, _)| *stage != progress.stage) {
            if let Some((_, done)) = self.0.take() {
                done.finish();
            }
            let style = ProgressStyle::with_template("{prefix:>10} {wide_bar} {pos}/{len} {eta} {msg:24!}");
            let prefix = match progress.stage {
                Stage::Copy => "copying",
                Stage::Compare => "comparing",
            };
            let new = ProgressBar::new(progress.of)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_prefix(prefix);
            self.0 = Some((progress.stage, new));
        }
        if let Some((_, bar)) = &self.0 {
            bar.set_message(progress.table.to_owned());
            bar.set_position(progress.done);
        }
    }
}
