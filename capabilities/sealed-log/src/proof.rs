//! `behorig audit proof`: one event, with what proves to anybody that the log has it.

use std::io::Write as _;
use std::path::Path;

use behorig_access::{Instant, Uuid};
use behorig_transparency::tree;
use behorig_transparency::{EventProof, SignedNote};

use crate::export::{create, file, synced};
use crate::records::{self, checkpoints, events};
use crate::rules::pages_of;
use crate::{Log, LogError};

impl Log {
    /// Writes the proof of one event, under the last checkpoint that a witness has seen, or the last one where none has. That it was
    /// read is itself on the log.
    ///
    /// # Errors
    /// [`LogError::NoSuchEvent`]; [`LogError::Proof`] where the event is no longer what was sealed; [`LogError::File`].
    pub async fn proof(&self, id: Uuid, path: &Path, now: Instant) -> Result<(), LogError> {
        let mut read = self.db.read().await?;
        let leaf = events::leaf_of(&mut read, id).await?.ok_or(LogError::NoSuchEvent(id))?;
        let under = match checkpoints::last_witnessed(&mut read, leaf.position + 1).await? {
            Some(witnessed) => Some(witnessed),
            None => checkpoints::last(&mut read).await?.filter(|last| last.size > leaf.position),
        };
        let under = under.ok_or(LogError::NoSuchEvent(id))?;
        let needs = tree::inclusion_needs(leaf.position, under.size)?;
        let pages = records::tree::pages(&mut read, &pages_of(&needs)).await?;
        drop(read);
        let salt = leaf.salt.ok_or(LogError::Erased(id))?;
        let event = self.event(id).await?.ok_or(LogError::NoSuchEvent(id))?;
        let bytes = event.as_event(salt).to_bytes()?;
        let inclusion = tree::inclusion(leaf.position, under.size, &pages.held(&needs))?;
        let proof = EventProof::new(bytes, inclusion, SignedNote::parse(&under.note)?)?;
        self.tell_of_reading("audit.prove-event", "audit-event", id, now).await?;
        let mut out = create(path)?;
        write!(out, "{proof}").and_then(|()| synced(out)).map_err(|error| file(path, &error))
    }
}
