//! The program's key: what seals YubiKeys, waiting sign-ins and unsent letters in the database.
//!
//! Its file holds one key a line, 64 hex digits each. The first seals; those below open what they sealed before it; one that is
//! followed by the word `next` opens already and will seal once it is [rotated](rotation) to the top.

pub(crate) mod rotation;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use behorig_store::seal::{KeyId, Keys};
use tokio::task::JoinHandle;

use crate::config::ConfigError;

/// A program that runs reads the file again so often, and whenever it meets a value of a key that it does not know.
pub(crate) const READ_EVERY: Duration = Duration::from_secs(10);
/// What follows a key that does not seal yet.
const NEXT: &str = "next";

type Key = [u8; 32];

/// What stands in the file. `Debug` is not derived: it would print keys.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyFile {
    /// The key that seals.
    pub(crate) current: Key,
    /// What sealed before, the newest first.
    pub(crate) older: Vec<Key>,
    /// What will seal once it is rotated.
    pub(crate) next: Option<Key>,
}

impl KeyFile {
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let problem = format!(
                "{} can't be read ({error}); `behorig account` makes one for a new installation, and an old one's is where you keep \
                 its copy",
                path.display()
            );
            ConfigError::file("key.file", &problem)
        })?;
        Self::parse(&text).ok_or_else(|| {
            ConfigError::file(
                "key.file",
                "must hold 64 hex digits a line, and nothing else but the word next after one of them",
            )
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let (mut keys, mut next) = (Vec::new(), None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (digits, mark) = line.split_once(' ').unwrap_or((line, ""));
            let mut key = [0; 32];
            hex::decode_to_slice(digits, &mut key).ok()?;
            match mark.trim() {
                "" => keys.push(key),
                NEXT if next.is_none() => next = Some(key),
                _ => return None,
            }
        }
        let mut keys = keys.into_iter();
        Some(Self { current: keys.next()?, older: keys.collect(), next })
    }

    fn text(&self) -> String {
        let sealed = std::iter::once(&self.current).chain(&self.older).map(hex::encode);
        let next = self.next.map(|key| format!("{} {NEXT}", hex::encode(key)));
        sealed.chain(next).map(|line| format!("{line}\n")).collect()
    }

    /// Those that only open.
    fn others(&self) -> Vec<Key> {
        self.older.iter().chain(&self.next).copied().collect()
    }

    /// The keys as a program that goes on running holds them: it reads the file again when it must.
    pub(crate) fn keys(&self, path: &Path) -> Result<Keys, ConfigError> {
        let path = path.to_owned();
        let again = move || Self::read(&path).ok().map(|file| [vec![file.current], file.others()].concat());
        Keys::read_again_from(&self.current, &self.others(), again).map_err(|error| problem(&error))
    }

    /// Puts the file in the place of the one that is there, whole or not at all.
    pub(crate) fn replace(&self, path: &Path) -> Result<(), ConfigError> {
        let beside = with_ending(path, ".new");
        // What a run before this one left behind.
        let _ = std::fs::remove_file(&beside);
        write_new(&beside, &self.text())?;
        std::fs::rename(&beside, path).map_err(|error| problem(&error))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| problem(&error))
    }
}

/// Reads the keys of `key.file`.
///
/// # Errors
/// Where the file can't be read or holds no key.
pub fn read(path: &Path) -> Result<Keys, ConfigError> {
    KeyFile::read(path)?.keys(path)
}

/// Makes a new key in a file that only its owner may read; an existing file is left alone.
///
/// # Errors
/// Where the file can't be written or the system gives no randomness.
pub fn make(path: &Path) -> Result<(), ConfigError> {
    if path.exists() {
        return Ok(());
    }
    write_new(path, &KeyFile { current: random()?, older: Vec::new(), next: None }.text())
}

/// Reads the file again and again, until the handle is aborted: what this program seals is sealed with the key that came last.
pub(crate) fn keep_reading(keys: Keys) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(READ_EVERY).await;
            if keys.read_again() {
                tracing::info!(key = %keys.current(), "the key file was changed: this key seals from now on");
            }
        }
    })
}

pub(crate) fn random() -> Result<Key, ConfigError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| problem(&error))?;
    Ok(key)
}

fn write_new(path: &Path, text: &str) -> Result<(), ConfigError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| problem(&error))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| problem(&error))
}

fn problem(error: &dyn std::fmt::Display) -> ConfigError {
    ConfigError::file("key.file", &format!("can't be made: {error}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Where a key is kept that seals nothing any more.
fn retired(path: &Path, id: KeyId) -> PathBuf {
    with_ending(path, &format!(".retired-{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        make(&path).unwrap();
        let key = read(&path).unwrap().current();
        make(&path).unwrap();
        assert_eq!(read(&path).unwrap().current(), key);
        assert_ne!(key, KeyId::of(&[0; 32]));
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_setting_named_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let key = hex::encode([7; 32]);
        for wrong in [
            "not a key".to_owned(),
            String::new(),
            format!("{key} next"),
            format!("{key} last"),
            format!("{key}\n{key} next\n{key} next"),
            format!("{key}\n{}", &key[1..]),
        ] {
            std::fs::write(&path, &wrong).unwrap();
            let error = read(&path).unwrap_err().to_string();
            assert!(error.contains("key.file") && !error.contains("0707"), "{error}");
        }
        assert!(read(&folder.path().join("none")).unwrap_err().to_string().contains("key.file"));
    }

    #[test]
    fn the_first_key_seals_and_a_file_that_is_replaced_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        KeyFile { current: [1; 32], older: vec![], next: Some([2; 32]) }.replace(&path).unwrap();
        let keys = read(&path).unwrap();
        assert_eq!(keys.current(), KeyId::of(&[1; 32]));
        let rotated = KeyFile { current: [2; 32], older: vec![[1; 32]], next: None };
        rotated.replace(&path).unwrap();
        assert!(KeyFile::read(&path).unwrap() == rotated);
        assert!(keys.read_again() && !keys.read_again());
        assert_eq!(keys.current(), KeyId::of(&[2; 32]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
