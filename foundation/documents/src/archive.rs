//! Many files in one (ZIP), poured out while they are made: it holds no more of them than is on its way.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Why files can't be packed.
#[derive(Debug, thiserror::Error)]
#[error("the files could not be packed")]
pub struct ArchiveError(#[from] zip::result::ZipError);

/// Files being packed into one.
///
/// ```
/// use behorig_documents::archive::Archive;
///
/// let mut archive = Archive::default();
/// archive.add("1.txt", b"the first")?;
/// assert!(archive.take()?.starts_with(b"PK"));
/// archive.add("2.txt", b"the second")?;
/// let rest = archive.finish()?;
/// # Ok::<(), behorig_documents::archive::ArchiveError>(())
/// ```
pub struct Archive {
    archive: ZipWriter<StreamWriter<Packed>>,
    packed: Packed,
}

impl Default for Archive {
    fn default() -> Self {
        let packed = Packed::default();
        Self { archive: ZipWriter::new_stream(packed.clone()), packed }
    }
}

impl Archive {
    /// The file's media type.
    pub const MEDIA_TYPE: &'static str = "application/zip";

    /// Adds a whole file.
    ///
    /// # Errors
    /// [`ArchiveError`]: two of one name, or more than an archive holds.
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<(), ArchiveError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.archive.start_file(name, options)?;
        self.archive.write_all(content).map_err(zip::result::ZipError::from)?;
        Ok(())
    }

    /// What is ready of it since the last time.
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn take(&mut self) -> Result<Vec<u8>, ArchiveError> {
        self.archive.flush().map_err(zip::result::ZipError::from)?;
        Ok(self.packed.take())
    }

    /// The archive, or what is left of it after the last [`Archive::take`].
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        self.archive.finish()?;
        Ok(self.packed.take())
    }
}

/// What an archive has given and nobody has taken yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Packed(Arc<Mutex<Vec<u8>>>);

impl Packed {
    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn files_taken_in_parts_are_there_whole() {
        let mut archive = Archive::default();
        let long = "Ärendet är läst. ".repeat(10_000);
        archive.add("åäö.xml", long.as_bytes()).unwrap();
        let mut bytes = archive.take().unwrap();
        assert!(!bytes.is_empty() && bytes.len() < long.len() / 10, "it is packed: {}", bytes.len());
        archive.add("2.json", b"{}").unwrap();
        bytes.extend(archive.finish().unwrap());
        let mut opened = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            opened.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!((read("åäö.xml"), read("2.json")), (long, "{}".to_owned()));
    }

    #[test]
    fn an_empty_one_and_two_of_a_name() {
        let empty = Archive::default().finish().unwrap();
        assert_eq!(zip::ZipArchive::new(io::Cursor::new(empty)).unwrap().len(), 0);
        let mut archive = Archive::default();
        archive.add("1", b"").unwrap();
        assert!(archive.add("1", b"").is_err());
    }
}
