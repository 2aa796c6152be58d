//! The program's key: what seals YubiKeys and waiting sign-ins in the database.

use std::io::Write as _;
use std::path::Path;

use crate::config::ConfigError;

/// Reads the key of `key.file`: 64 hex digits.
///
/// # Errors
/// Where the file can't be read or holds no key.
pub fn read(path: &Path) -> Result<[u8; 32], ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        ConfigError::file(
            "key.file",
            &format!("{} can't be read ({error}); make one with `behorig account --new-key`", path.display()),
        )
    })?;
    let mut key = [0; 32];
    hex::decode_to_slice(text.trim(), &mut key)
        .map_err(|_| ConfigError::file("key.file", "must hold 64 hex digits and nothing else"))?;
    Ok(key)
}

/// Makes a new key in a file that only its owner may read; an existing file is left alone.
///
/// # Errors
/// Where the file can't be written or the system gives no randomness.
pub fn make(path: &Path) -> Result<(), ConfigError> {
    if path.exists() {
        return Ok(());
    }
    let problem = |error: &dyn std::fmt::Display| ConfigError::file("key.file", &format!("can't be made: {error}"));
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| problem(&error))?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| problem(&error))?;
    writeln!(file, "{}", hex::encode(key)).and_then(|()| file.sync_all()).map_err(|error| problem(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        make(&path).unwrap();
        let key = read(&path).unwrap();
        make(&path).unwrap();
        assert_eq!(read(&path).unwrap(), key);
        assert_ne!(key, [0; 32]);
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_setting_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "not a key").unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("key.file"));
        assert!(read(&folder.path().join("none")).unwrap_err().to_string().contains("key.file"));
    }
}
