//! A file that checkpoints are appended to.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use super::WitnessError;

fn last_byte(file: &mut File) -> io::Result<Option<u8>> {
    if file.metadata()?.len() == 0 {
        return Ok(None);
    }
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte.first().copied())
}

/// Appends a note with a blank line before it, and waits until it is on disk. A note that an end of power tore is followed by a whole
/// one: a reader passes over the torn one.
pub(super) async fn append(path: PathBuf, note: String) -> Result<(), WitnessError> {
    let written = tokio::task::spawn_blocking(move || {
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(&path)?;
        let parted = match last_byte(&mut file)? {
            None => "",
            Some(b'\n') => "\n",
            Some(_) => "\n\n",
        };
        file.write_all(format!("{parted}{note}").as_bytes())?;
        file.sync_all()
    });
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(WitnessError::Away(format!("the file can't be written: {error}"))),
        Err(_) => Err(WitnessError::Away("the file could not be written".to_owned())),
    }
}
