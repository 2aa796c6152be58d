//! `behorig backup` and `behorig restore`: the embedded database with its attachments, copied while the program runs, and put back.
//!
//! A backup is a folder: the database in one file, the attachments that its rows tell of, their sums in a list that `sha256sum -c`
//! reads, and `manifest.json`, which is written last. It appears under its name when all of it is on disk, and never before.

mod copying;
mod manifest;
mod restore;

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use behorig_store::backup::{self, FileOfRow};
use behorig_store::{DbOptions, StoreError};
use behorig_visit::{Clock, SystemClock};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use self::copying::{copy, in_folder, make_folder, sum, sync_folder};
use self::manifest::{Attachments, Database, FORMAT, Manifest};
use crate::command::{BackupOptions, CommandError, say};
use crate::config::{Config, FilesPlace};
use crate::key;

pub(crate) use restore::run as restore;

/// What a backup's folder holds.
const DATABASE: &str = "behorig.sqlite";
const FILES: &str = "files";
const SUMS: &str = "files.sha256";
const MANIFEST: &str = "manifest.json";
/// What the folders of backups are called, and one that is not whole yet.
const NAMED: &str = "behorig-";
const UNFINISHED: &str = ".unfinished";
/// Whoever makes a backup holds this file.
const TURN: &str = ".behorig-backup-turn";

/// Makes a backup.
pub(crate) async fn run(config: Config, options: BackupOptions) -> Result<(), CommandError> {
    let DbOptions::Sqlite { path } = &config.database else { return Err(of_postgres(&config)) };
    if !path.is_file() {
        return Err(CommandError::Other(format!("{} is not there: nothing to copy", path.display())));
    }
    let Some(to) = options.to.or_else(|| config.backup.clone()) else {
        return Err(CommandError::Other("say where to: --to FOLDER, or backup.path in the configuration".to_owned()));
    };
    let made = in_background(move || take(&config, &to)).await?;
    say(&format!("The backup is whole: {}", made.display()));
    say("The key is not in it: keep a copy of key.file apart, or what is sealed with it is lost.");
    Ok(())
}

/// PostgreSQL has tools of its own, which know how to copy a server that others use.
fn of_postgres(config: &Config) -> CommandError {
    let files = match &config.files.place {
        FilesPlace::Folder(folder) => format!("then copy the folder {}", folder.display()),
        FilesPlace::S3 { url, .. } => format!("attachments are in {url}, which is backed up where it is"),
    };
    CommandError::Other(format!(
        "the database is PostgreSQL, which is backed up by its own tools: pg_dump --format=custom, or as your other databases; {files}; \
         and keep a copy of {} apart from both",
        config.key_file.display()
    ))
}

/// Work that holds up a thread.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CommandError> + Send + 'static,
) -> Result<T, CommandError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(CommandError::Other(format!("the work broke off: {error}"))))
}

fn now() -> Timestamp {
    Timestamp::from_millisecond(SystemClock.now().0).unwrap_or_default()
}

/// The time in the names of files.
fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn problem(path: &Path, error: &dyn std::fmt::Display) -> CommandError {
    CommandError::Other(format!("{}: {error}", path.display()))
}

/// A bar on a terminal; nothing where nobody watches.
fn bar(of: u64, named: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>12} {wide_bar} {pos}/{len} {eta}");
    ProgressBar::new(of).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_prefix(named)
}

/// A folder that is taken away again unless it becomes whole: a full disk leaves no half backup.
struct Unfinished(Option<PathBuf>);

impl Unfinished {
    fn begin(at: PathBuf) -> Result<Self, CommandError> {
        make_folder(&at).map_err(|error| problem(&at, &error))?;
        Ok(Self(Some(at)))
    }

    fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }

    /// Gives it its name.
    fn finish(mut self, named: &Path) -> Result<(), CommandError> {
        if named.exists() {
            return Err(problem(named, &"is there already"));
        }
        std::fs::rename(self.path(), named).map_err(|error| problem(named, &error))?;
        self.0 = None;
        sync_folder(named.parent().unwrap_or(Path::new("."))).map_err(|error| problem(named, &error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = self.0.take()
            && let Err(error) = std::fs::remove_dir_all(&path)
        {
            tracing::warn!(%error, path = %path.display(), "a backup that is not whole could not be taken away");
        }
    }
}

fn take(config: &Config, to: &Path) -> Result<PathBuf, CommandError> {
    let DbOptions::Sqlite { path: database } = &config.database else { return Err(of_postgres(config)) };
    make_folder(to).map_err(|error| problem(to, &error))?;
    let _turn = turn(to)?;
    forget_unfinished(to)?;
    let at = now();
    let name = format!("{NAMED}{}", stamp(at));
    let unfinished = Unfinished::begin(to.join(format!(".{name}{UNFINISHED}")))?;
    let folder = unfinished.path();
    let copied = copy_database(database, &folder.join(DATABASE))?;
    let contents = backup::check(&folder.join(DATABASE))?;
    let whole = sum(&folder.join(DATABASE)).map_err(|error| problem(folder, &error))?;
    tracing::debug!(pages = copied, "the database is copied");
    let attachments = match &config.files.place {
        FilesPlace::Folder(files) => copy_files(files, folder)?,
        FilesPlace::S3 { url, .. } => Attachments::Elsewhere { kept_in: url.clone() },
    };
    let manifest = Manifest {
        format: FORMAT,
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: at.to_string(),
        schema: contents.schema,
        database: Database { file: DATABASE.to_owned(), bytes: whole.bytes, sha256: whole.sha256, rows: contents.rows },
        attachments,
        sealed_with: key::read(&config.key_file).ok().map(|keys| keys.current().to_string()),
    };
    manifest.write(&folder.join(MANIFEST))?;
    sync_folder(folder).map_err(|error| problem(folder, &error))?;
    let named = to.join(name);
    unfinished.finish(&named)?;
    Ok(named)
}

/// Two backups at once would take each other's unfinished folders for forgotten ones.
fn turn(to: &Path) -> Result<File, CommandError> {
    let path = to.join(TURN);
    let file = OpenOptions::new().create(true).append(true).open(&path).map_err(|error| problem(&path, &error))?;
    file.try_lock().map_err(|_| problem(to, &"another backup is being made there just now"))?;
    Ok(file)
}

/// What a backup that was killed left behind.
fn forget_unfinished(to: &Path) -> Result<(), CommandError> {
    for entry in std::fs::read_dir(to).map_err(|error| problem(to, &error))? {
        let entry = entry.map_err(|error| problem(to, &error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&format!(".{NAMED}")) && name.ends_with(UNFINISHED) {
            std::fs::remove_dir_all(entry.path()).map_err(|error| problem(&entry.path(), &error))?;
        }
    }
    Ok(())
}

fn copy_database(from: &Path, to: &Path) -> Result<u64, StoreError> {
    let bar = bar(0, "database");
    let mut pages = 0;
    backup::copy(from, to, |done, all| {
        pages = all;
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish();
    Ok(pages)
}

/// Copies the files that the copied rows tell of, each against its sum. They are copied after the database, and one that is let go
/// is kept for a day: so none of them is gone yet.
fn copy_files(from: &Path, folder: &Path) -> Result<Attachments, CommandError> {
    let mut expected = Vec::new();
    backup::files_of(&folder.join(DATABASE), |file| {
        expected.push(file);
        Ok::<_, CommandError>(())
    })?;
    let list = folder.join(SUMS);
    let mut sums = BufWriter::new(File::create_new(&list).map_err(|error| problem(&list, &error))?);
    let bar = bar(expected.len() as u64, "attachments");
    let (mut bytes, mut missing) = (0, Vec::new());
    for file in &expected {
        match copy_file(from, &folder.join(FILES), file)? {
            Some(size) => {
                bytes += size;
                writeln!(sums, "{}  {FILES}/{}", hex::encode(&file.sha256), file.key)
                    .map_err(|error| problem(&list, &error))?;
            }
            None => missing.push(file.key.clone()),
        }
        bar.inc(1);
    }
    bar.finish();
    let sums = sums.into_inner().map_err(|error| problem(&list, &error))?;
    sums.sync_all().map_err(|error| problem(&list, &error))?;
    if let Some(first) = missing.first() {
        say(&format!(
            "{} attachments are lost: their rows are there and their files are not, {first} first.",
            missing.len()
        ));
    }
    let listed = sum(&list).map_err(|error| problem(&list, &error))?;
    let count = (expected.len() - missing.len()) as u64;
    Ok(Attachments::Here { list: SUMS.to_owned(), list_sha256: listed.sha256, count, bytes, missing })
}

/// The size of the copied file; none where it is not there any more, or was changed where it lies.
fn copy_file(from: &Path, to: &Path, file: &FileOfRow) -> Result<Option<u64>, CommandError> {
    let (from, to) = (in_folder(from, &file.key)?, in_folder(to, &file.key)?);
    if !from.is_file() {
        return Ok(None);
    }
    let copied = copy(&from, &to).map_err(|error| problem(&to, &error))?;
    if copied.sha256 == hex::encode(&file.sha256) {
        return Ok(Some(copied.bytes));
    }
    std::fs::remove_file(&to).map_err(|error| problem(&to, &error))?;
    Ok(None)
}

/// When the newest whole backup in a folder was made.
pub(crate) fn newest_in(folder: &Path) -> Result<Option<Timestamp>, CommandError> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder).map_err(|error| problem(folder, &error))? {
        let path = entry.map_err(|error| problem(folder, &error))?.path();
        let is_ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(NAMED));
        if is_ours && let Ok(manifest) = Manifest::read(&path.join(MANIFEST)) {
            newest = newest.max(manifest.made_at.parse().ok());
        }
    }
    Ok(newest)
}
