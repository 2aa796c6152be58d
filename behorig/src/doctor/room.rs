//! Room on the disks, and how old the last backup is.

use std::path::Path;

use behorig_store::DbOptions;
use behorig_visit::{Clock, SystemClock};

use super::Finding;
use crate::backup;
use crate::config::{Config, FilesPlace};

/// Less room than this is told, and is bad, in bytes: a full disk refuses every change.
const LITTLE: u64 = 2_000_000_000;
const TOO_LITTLE: u64 = 200_000_000;
/// A backup that is made every night is no older than this, in hours.
const NIGHTLY: i64 = 26;

pub(super) fn of_disks(config: &Config) -> Vec<Finding> {
    let database = match &config.database {
        DbOptions::Sqlite { path } => Some(("the database", path.parent().unwrap_or(Path::new(".")))),
        DbOptions::Postgres { .. } => None,
    };
    let files = match &config.files.place {
        FilesPlace::Folder(folder) => Some(("attachments", folder.as_path())),
        FilesPlace::S3 { .. } => None,
    };
    let backups = config.backup.as_deref().map(|folder| ("backups", folder));
    let places = [database, files, backups].into_iter().flatten();
    places.filter_map(|(what, folder)| Some(of_room(what, room(folder)?))).collect()
}

fn of_room(what: &str, bytes: u64) -> Finding {
    let words = format!("{:.1} GB are free where {what} lie", bytes as f64 / 1e9)
        .replace("the database lie", "the database lies");
    match bytes {
        0..TOO_LITTLE => Finding::Bad(format!("{words}: make room, or changes will be refused")),
        TOO_LITTLE..LITTLE => Finding::Look(words),
        _ => Finding::Good(words),
    }
}

/// Bytes that are free where a folder is, or will be.
#[cfg(unix)]
fn room(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn room(_: &Path) -> Option<u64> {
    None
}

/// How old the last backup is, where they are kept in a folder that we know.
pub(super) fn of_backups(config: &Config) -> Option<Finding> {
    let DbOptions::Sqlite { .. } = &config.database else { return None };
    let Some(folder) = &config.backup else {
        return Some(Finding::Look("backup.path is not set: nobody looks whether backups are made".to_owned()));
    };
    Some(match backup::newest_in(folder) {
        Err(_) | Ok(None) => Finding::Look(format!("there is no backup in {} yet: `behorig backup`", folder.display())),
        Ok(Some(made)) => of_age((SystemClock.now().0 - made.as_millisecond()) / 3_600_000),
    })
}

fn of_age(hours: i64) -> Finding {
    let words = format!("the last backup is {hours} hours old");
    if hours <= NIGHTLY { Finding::Good(words) } else { Finding::Look(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_told_before_it_is_full() {
        assert!(
            matches!(of_room("backups", 50_000_000_000), Finding::Good(words) if words == "50.0 GB are free where backups lie")
        );
        assert!(
            matches!(of_room("the database", 1_500_000_000), Finding::Look(words) if words.ends_with("the database lies"))
        );
        assert!(matches!(of_room("attachments", 1), Finding::Bad(_)));
    }

    #[test]
    fn a_backup_of_last_night_is_good_and_one_of_the_night_before_is_not() {
        assert!(matches!(of_age(25), Finding::Good(_)));
        assert!(matches!(of_age(49), Finding::Look(_)));
    }

    #[cfg(unix)]
    #[test]
    fn room_is_found_also_where_the_folder_is_not_made_yet() {
        let folder = tempfile::tempdir().unwrap();
        assert!(room(&folder.path().join("not/made/yet")).is_some_and(|bytes| bytes > 0));
    }
}
