//! The whole log, written out for a verifier that somebody else has written: three files that are read from front to back.

use std::io::{self, Write};

use crate::{Hash, SignedNote};

/// The file `events`: this line, then for each position a length in four bytes (big-endian) and the canonical bytes.
const EVENTS_LINE: &[u8] = b"behorig-events 1\n";
/// The file `leaves`: this line, then for each position the 32 bytes of its leaf hash as stored.
const LEAVES_LINE: &[u8] = b"behorig-leaves 1\n";

/// Writes the file `events`.
#[derive(Debug)]
pub struct EventsWriter<W>(W);

impl<W: Write> EventsWriter<W> {
    /// Begins the file. A writer that gathers its bytes (`BufWriter`) is worth its while.
    ///
    /// # Errors
    /// What the writer says.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(EVENTS_LINE)?;
        Ok(Self(out))
    }

    /// The next event's canonical bytes, in the order of positions.
    ///
    /// # Errors
    /// What the writer says, and [`io::ErrorKind::InvalidInput`] for no bytes or four gigabytes.
    pub fn event(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length > 0);
        let length = length.ok_or(io::ErrorKind::InvalidInput)?;
        self.0.write_all(&length.to_be_bytes())?;
        self.0.write_all(bytes)
    }

    /// The next position's event is no longer kept: the length 0. Its leaf hash stands in the file `leaves`.
    ///
    /// # Errors
    /// What the writer says.
    pub fn erased(&mut self) -> io::Result<()> {
        self.0.write_all(&[0; 4])
    }

    /// Ends the file and gives the writer back.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> io::Result<W> {
        self.0.flush()?;
        Ok(self.0)
    }
}

/// Writes the file `leaves`.
#[derive(Debug)]
pub struct LeavesWriter<W>(W);

impl<W: Write> LeavesWriter<W> {
    /// Begins the file.
    ///
    /// # Errors
    /// What the writer says.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(LEAVES_LINE)?;
        Ok(Self(out))
    }

    /// The next position's leaf hash, as stored.
    ///
    /// # Errors
    /// What the writer says.
    pub fn leaf(&mut self, hash: Hash) -> io::Result<()> {
        self.0.write_all(hash.as_bytes())
    }

    /// Ends the file and gives the writer back.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> io::Result<W> {
        self.0.flush()?;
        Ok(self.0)
    }
}

/// Writes the file `checkpoints`: signed notes, oldest first, with a blank line between them.
#[derive(Debug)]
pub struct CheckpointsWriter<W> {
    out: W,
    begun: bool,
}

impl<W: Write> CheckpointsWriter<W> {
    /// Begins the file.
    pub const fn new(out: W) -> Self {
        Self { out, begun: false }
    }

    /// The next checkpoint, with all its signatures.
    ///
    /// # Errors
    /// What the writer says.
    pub fn checkpoint(&mut self, note: &SignedNote) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            self.out.write_all(b"\n")?;
        }
        write!(self.out, "{note}")
    }

    /// Ends the file and gives the writer back.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}
