//! `behorig audit export`: the whole log as three files for a verifier that somebody else has written.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::Path;

use behorig_access::{Instant, Uuid};
use behorig_store::{ActivityType, Actor, Door, Event};
use behorig_transparency::{CheckpointsWriter, EventsWriter, Hash, LeavesWriter, SignedNote};
use futures::stream::{StreamExt, TryStreamExt};

use crate::records::{self, checkpoints, events};
use crate::walk::pieces;
use crate::{Log, LogError};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Sealed positions.
    pub events: u64,
    /// Signed checkpoints.
    pub checkpoints: u64,
    /// Events that are in the database and neither sealed nor waiting: they stand at the end of the file, where they show.
    pub strays: u64,
}

impl Log {
    /// Writes the files `events`, `leaves` and `checkpoints` into a folder, which is made. Reading the log is itself on the log.
    ///
    /// # Errors
    /// [`LogError::File`] where a file is there already or can't be written; the database's.
    pub async fn export(
        &self,
        folder: &Path,
        now: Instant,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Exported, LogError> {
        std::fs::create_dir_all(folder).map_err(|error| file(folder, &error))?;
        let mut read = self.db.read().await?;
        let origin = records::tree::tree(&mut read).await?.ok_or(LogError::NotBegun)?.origin;
        drop(read);
        self.tell_of_reading("audit.export-log", "log", origin, now).await?;
        let (events_path, leaves_path) = (folder.join("events"), folder.join("leaves"));
        let wrong = |error: io::Error| file(folder, &error);
        let mut events = EventsWriter::new(create(&events_path)?).map_err(wrong)?;
        let mut leaves = LeavesWriter::new(create(&leaves_path)?).map_err(wrong)?;
        let mut written = 0;
        // Twice: what was erased on the way is told by an event that is sealed by then.
        for _ in 0..2 {
            let mut read = self.db.read().await?;
            let tree = records::tree::tree(&mut read).await?.ok_or(LogError::NotBegun)?;
            drop(read);
            let mut pieces = pieces(&self.db, written, tree.size, true).boxed();
            while let Some(piece) = pieces.try_next().await? {
                for place in piece.places {
                    match place.bytes {
                        Some(bytes) => events.event(&bytes).map_err(wrong)?,
                        None if place.is_erased => events.erased().map_err(wrong)?,
                        // An event that is gone leaves no place of its own: that its leaf stands alone is what shows.
                        None => {}
                    }
                    leaves.leaf(place.sealed.unwrap_or(Hash::from_bytes([0; 32]))).map_err(wrong)?;
                    written += 1;
                }
                progress(written, tree.size);
            }
            self.settled().await?;
        }
        let checkpoints = self.write_checkpoints(folder, written).await?;
        let strays = self.write_strays(&mut events, folder).await?;
        synced(events.finish().map_err(wrong)?).map_err(wrong)?;
        synced(leaves.finish().map_err(wrong)?).map_err(wrong)?;
        Ok(Exported { events: written, checkpoints, strays })
    }

    async fn write_strays(&self, events: &mut EventsWriter<BufWriter<File>>, folder: &Path) -> Result<u64, LogError> {
        let mut read = self.db.read().await?;
        let strays = events::strays(&mut read).await?.events;
        let mut written = 0;
        for id in strays {
            if let Some(event) = events::event(&mut read, id).await? {
                let bytes = event.as_event([0; 16]).to_bytes()?;
                events.event(&bytes).map_err(|error| file(folder, &error))?;
                written += 1;
            }
        }
        Ok(written)
    }

    /// Those over what was written: the program goes on meanwhile, and a checkpoint beyond the last event would look like a cut end.
    async fn write_checkpoints(&self, folder: &Path, size: u64) -> Result<u64, LogError> {
        let wrong = |error: io::Error| file(folder, &error);
        let mut out = CheckpointsWriter::new(create(&folder.join("checkpoints"))?);
        let (mut after, mut written) = (-1, 0);
        let mut read = self.db.read().await?;
        loop {
            let rows = checkpoints::above(&mut read, after).await?;
            let Some(last) = rows.last() else { break };
            after = records::as_stored(last.size);
            for row in rows.into_iter().filter(|row| row.size <= size) {
                out.checkpoint(&SignedNote::parse(&row.note)?).map_err(wrong)?;
                written += 1;
            }
        }
        synced(out.finish().map_err(wrong)?).map_err(wrong)?;
        Ok(written)
    }

    /// Whoever reads the log is on it.
    pub(crate) async fn tell_of_reading(
        &self,
        level: &'static str,
        kind: &'static str,
        what: impl ToString,
        now: Instant,
    ) -> Result<(), LogError> {
        let event = Event { activity: ActivityType::Print, ..Event::change(level, kind, what) };
        let actor = Actor::system(Door::CommandLine, now);
        let told: Result<(), behorig_store::StoreError> =
            self.db.write(&actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await })).await;
        Ok(told?)
    }

    /// The event of this id with all that it says, for a proof.
    pub(crate) async fn event(&self, id: Uuid) -> Result<Option<events::Stored>, LogError> {
        let mut read = self.db.read().await?;
        Ok(events::event(&mut read, id).await?)
    }
}

/// A new file for its owner alone: it tells of people. One that is there is left alone.
pub(crate) fn create(path: &Path) -> Result<BufWriter<File>, LogError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| file(path, &error))?;
    Ok(BufWriter::with_capacity(1 << 18, file))
}

pub(crate) fn synced(out: BufWriter<File>) -> io::Result<()> {
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

pub(crate) fn file(path: &Path, error: &io::Error) -> LogError {
    LogError::File(format!("{}: {error}", path.display()))
}
