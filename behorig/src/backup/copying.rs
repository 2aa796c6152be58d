//! Files copied with their sums, and brought to the disk.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Read as _, Result, Write as _};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::command::CommandError;

const PIECE: usize = 256 * 1024;

/// A file that was read to its end.
pub(super) struct Whole {
    pub(super) bytes: u64,
    /// SHA-256, in hexadecimal digits.
    pub(super) sha256: String,
}

/// Copies a file to a new one that its owner alone may read, with the folders above it, and brings it to the disk.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Whole> {
    if let Some(above) = to.parent() {
        make_folder(above)?;
    }
    let mut new = OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    let mut target = new.open(to)?;
    let whole = read(from, |piece| target.write_all(piece))?;
    target.sync_all()?;
    Ok(whole)
}

/// Reads a file to its end for its sum.
pub(super) fn sum(path: &Path) -> Result<Whole> {
    read(path, |_| Ok(()))
}

fn read(path: &Path, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<Whole> {
    let mut file = File::open(path)?;
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let count = file.read(&mut piece)?;
        let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else { break };
        hash.update(read);
        take(read)?;
        bytes += count as u64;
    }
    Ok(Whole { bytes, sha256: hex::encode(hash.finalize()) })
}

/// Makes a folder for its owner alone, with those above it; one that is there stays as it is.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Brings the names in a folder to the disk.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path)?.sync_all()
}

/// The file of a key inside a folder: never one outside it.
pub(super) fn in_folder(folder: &Path, key: &str) -> std::result::Result<PathBuf, CommandError> {
    let is_inside = Path::new(key).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_inside || key.is_empty() {
        return Err(CommandError::Other(format!("{key:?} is no place inside {}", folder.display())));
    }
    Ok(folder.join(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_copied_with_its_sum_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("a/b/to"));
        std::fs::write(&from, b"abc").unwrap();
        let whole = copy(&from, &to).unwrap();
        // FIPS 180-2, B.1.
        assert_eq!(whole.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((whole.bytes, std::fs::read(&to).unwrap().as_slice()), (3, b"abc".as_slice()));
        assert!(copy(&from, &to).is_err(), "nothing is written over");
    }

    #[test]
    fn no_key_leads_out_of_its_folder() {
        for key in ["../a", "/etc/passwd", "a/../../b", ""] {
            assert!(in_folder(Path::new("/files"), key).is_err(), "{key}");
        }
        assert_eq!(in_folder(Path::new("/files"), "01a/b").unwrap(), Path::new("/files/01a/b"));
    }
}
