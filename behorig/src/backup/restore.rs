//! A backup put back: verified, brought up to date and tried with the key before anything takes the place of what is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use behorig_store::sealed_columns::try_all;
use behorig_store::{Actor, Db, DbOptions, Door, Event, SystemName, backup, newest_migration};
use behorig_visit::{Clock, SystemClock};

use super::copying::{copy, in_folder, sum, sync_folder};
use super::manifest::{Attachments, FORMAT, Manifest};
use super::{FILES, MANIFEST, bar, in_background, now, of_postgres, problem, stamp};
use crate::command::{CommandError, RestoreOptions, say};
use crate::config::{Config, FilesPlace};
use crate::key::rotation::SEALED;
use crate::{key, serve};

/// What a backup that is on its way back is called until it is whole.
const RESTORING: &str = ".restoring";

/// Where things are, and where they come to lie.
#[derive(Clone)]
struct Places {
    backup: PathBuf,
    database: PathBuf,
    /// None where attachments are kept in a bucket.
    files: Option<PathBuf>,
}

impl Places {
    fn staged(path: &Path) -> PathBuf {
        beside(path, RESTORING)
    }

    /// Takes away what is staged, and what a run before this one left of it.
    fn clear(&self) {
        let database = Self::staged(&self.database);
        for ending in ["", "-wal", "-shm", "-journal", "-turn"] {
            let _ = std::fs::remove_file(beside(&database, ending));
        }
        if let Some(files) = &self.files {
            let _ = std::fs::remove_dir_all(Self::staged(files));
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Puts a backup back.
pub(crate) async fn run(config: Config, options: RestoreOptions) -> Result<(), CommandError> {
    let DbOptions::Sqlite { path } = &config.database else { return Err(of_postgres(&config)) };
    let files = match &config.files.place {
        FilesPlace::Folder(folder) => Some(folder.clone()),
        FilesPlace::S3 { .. } => None,
    };
    let places = Places { backup: options.from, database: path.clone(), files };
    let manifest = Manifest::read(&places.backup.join(MANIFEST))?;
    is_ours(&manifest, &places)?;
    let (looked_at, replace) = (places.clone(), options.replace);
    in_background(move || is_free(&looked_at, replace)).await?;
    let restored = bring_back(&config, &places, &manifest).await;
    if restored.is_err() {
        places.clear();
    }
    restored
}

async fn bring_back(config: &Config, places: &Places, manifest: &Manifest) -> Result<(), CommandError> {
    places.clear();
    let (from, sum_of_database) = (places.clone(), manifest.database.sha256.clone());
    let listed = match &manifest.attachments {
        Attachments::Here { list, list_sha256, .. } => Some((list.clone(), list_sha256.clone())),
        Attachments::Elsewhere { .. } => None,
    };
    in_background(move || {
        stage(&from.backup.join(super::DATABASE), &Places::staged(&from.database), &sum_of_database)?;
        match (listed, &from.files) {
            (Some((list, list_sum)), Some(files)) => stage_files(&from.backup, &list, &list_sum, files),
            _ => Ok(()),
        }
    })
    .await?;
    let (staged, rows) = (Places::staged(&places.database), manifest.database.rows.clone());
    let whole = in_background(move || holds_what_it_held(&staged, &rows)).await;
    whole?;
    try_the_database(config, places, manifest).await?;
    let (swapped, at) = (places.clone(), stamp(now()));
    let kept = in_background(move || swap(&swapped, &at)).await?;
    for path in kept {
        say(&format!("What was there before is in {}", path.display()));
    }
    say(&format!("The backup of {} is in place. Start the program.", manifest.made_at));
    if let Attachments::Here { missing, .. } = &manifest.attachments
        && !missing.is_empty()
    {
        say(&format!("{} attachments were lost before it was made.", missing.len()));
    }
    Ok(())
}

fn is_ours(manifest: &Manifest, places: &Places) -> Result<(), CommandError> {
    let wrong = |why: String| Err(problem(&places.backup, &why));
    if manifest.format != FORMAT || manifest.schema > newest_migration() {
        return wrong(format!("was made by version {}, which is newer: restore it with that", manifest.made_by));
    }
    match (&manifest.attachments, &places.files) {
        (Attachments::Here { count, .. }, None) if *count > 0 => wrong(
            "holds attachments of a folder, and files.url is set: set files.path, and move them afterwards".to_owned(),
        ),
        (Attachments::Elsewhere { kept_in }, Some(_)) => {
            wrong(format!("holds no attachments: they are in {kept_in}; set files.url to it"))
        }
        _ => Ok(()),
    }
}

/// Nothing that is there is lost, and nobody uses it.
fn is_free(places: &Places, replace: bool) -> Result<(), CommandError> {
    let has_files = |folder: &PathBuf| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    let there = places.database.exists().then_some(&places.database);
    let there = there.or(places.files.as_ref().filter(|folder| has_files(folder)));
    if let Some(there) = there
        && !replace
    {
        return Err(problem(there, &"is there already: --replace puts it aside, and keeps it"));
    }
    if places.database.exists() && !backup::is_free(&places.database)? {
        return Err(problem(&places.database, &"is in use: stop the program first"));
    }
    Ok(())
}

fn stage(from: &Path, to: &Path, expected: &str) -> Result<(), CommandError> {
    let copied = copy(from, to).map_err(|error| problem(from, &error))?;
    if copied.sha256 == expected { Ok(()) } else { Err(problem(from, &"is not what the backup says that it was")) }
}

fn stage_files(backup: &Path, list: &str, list_sum: &str, files: &Path) -> Result<(), CommandError> {
    let list = in_folder(backup, list)?;
    if sum(&list).map_err(|error| problem(&list, &error))?.sha256 != list_sum {
        return Err(problem(&list, &"is not what the backup says that it was"));
    }
    let text = std::fs::read_to_string(&list).map_err(|error| problem(&list, &error))?;
    let bar = bar(text.lines().count() as u64, "attachments");
    let staged = Places::staged(files);
    for line in text.lines() {
        let read =
            line.split_once("  ").and_then(|(sum, path)| Some((sum, path.strip_prefix(FILES)?.strip_prefix('/')?)));
        let (expected, key) = read.ok_or_else(|| problem(&list, &"has a line that is none"))?;
        stage(&in_folder(&backup.join(FILES), key)?, &in_folder(&staged, key)?, expected)?;
        bar.inc(1);
    }
    bar.finish();
    Ok(())
}

/// Every table has as many rows as when the backup was made.
fn holds_what_it_held(staged: &Path, rows: &BTreeMap<String, u64>) -> Result<(), CommandError> {
    let contents = backup::check(staged)?;
    match rows.iter().find(|(table, count)| contents.rows.get(*table) != Some(count)) {
        Some((table, _)) => Err(problem(staged, &format!("has not as many rows in {table} as the backup says"))),
        None => Ok(()),
    }
}

/// Brings the staged copy up to date and opens with the key what is sealed in it.
async fn try_the_database(config: &Config, places: &Places, manifest: &Manifest) -> Result<(), CommandError> {
    let keys = key::read(&config.key_file)?;
    let system = SystemName { id: config.system.id.clone(), name: config.system.name.clone() };
    let staged = Places::staged(&places.database);
    let db = Db::open(DbOptions::Sqlite { path: staged.clone() }, system).await?;
    let tried = tried(&db, &keys).await;
    let noted = match &tried {
        Ok(0) => note(&db, manifest).await,
        _ => Ok(()),
    };
    serve::close(db).await;
    let shut = tried?;
    if shut > 0 {
        let sealed_with = manifest.sealed_with.as_deref().unwrap_or("unknown");
        return Err(CommandError::Other(format!(
            "{shut} sealed values do not open with the key in {}: put back the copy of it from the time of the backup (its key then \
             was {sealed_with}), or add that key as a line of its own below the first",
            config.key_file.display()
        )));
    }
    noted?;
    // One file again, with all that was written into it.
    in_background(move || Ok(backup::check(&staged)?)).await.map(|_| ())
}

/// How many sealed values do not open.
async fn tried(db: &Db, keys: &behorig_store::seal::Keys) -> Result<u64, CommandError> {
    let mut tx = db.read().await?;
    let mut shut = 0;
    for column in SEALED {
        shut += try_all(&mut tx, keys, *column).await?.1;
    }
    Ok(shut)
}

async fn note(db: &Db, manifest: &Manifest) -> Result<(), CommandError> {
    let actor = Actor::system(Door::CommandLine, SystemClock.now());
    let event = Event::change("backup.restore", "database", &manifest.made_at);
    db.write(&actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await })).await?;
    Ok(())
}

/// Puts aside what is there and the staged copies in its place, the database last: until then the program finds none, and not half of
/// one. Says where what was there is kept.
fn swap(places: &Places, at: &str) -> Result<Vec<PathBuf>, CommandError> {
    let aside = format!(".before-{at}");
    let mut kept = Vec::new();
    let moved = |from: &Path, to: &Path| std::fs::rename(from, to).map_err(|error| problem(to, &error));
    let folders: Vec<&PathBuf> = places.files.iter().collect();
    for path in std::iter::once(&places.database).chain(folders.iter().copied()).filter(|path| path.exists()) {
        let old = beside(path, &aside);
        moved(path, &old)?;
        kept.push(old);
    }
    for path in folders.into_iter().chain(std::iter::once(&places.database)) {
        let staged = Places::staged(path);
        if staged.exists() {
            moved(&staged, path)?;
        }
        sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(|error| problem(path, &error))?;
    }
    places.clear();
    Ok(kept)
}
