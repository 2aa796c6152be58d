//! `behorig audit key rotate`: another key from here on.

use behorig_access::Instant;
use behorig_store::{Actor, Door, Event, Recorded, StoreError, WriteTx, params};
use behorig_transparency::{Checkpoint, KeyId, VerifyingKey};

use crate::log::{NewKey, broken};
use crate::records::as_stored;
use crate::{Log, LogError};

/// A change of keys as it will be written.
struct Change {
    key: NewKey,
    before: KeyId,
    size: u64,
    root: [u8; 32],
    note: String,
}

impl Log {
    /// Makes a new key. The checkpoint over the log as it stands is signed with both, and the old key is good for nothing larger. Gives
    /// the size and the new public key.
    ///
    /// # Errors
    /// [`LogError::Broken`] where the log does not hold; [`StoreError::Stale`] where it grew meanwhile: try again.
    pub async fn rotate(&self, now: Instant) -> Result<(u64, VerifyingKey), LogError> {
        let mut read = self.db.read().await?;
        let sound = self.sound(&mut read, None).await?;
        drop(read);
        if sound.signed.size != sound.tree.size {
            return Err(LogError::Store(StoreError::Stale));
        }
        let key = self.new_key(&sound.origin)?;
        let (size, root) = (sound.tree.size, sound.tree.root);
        let before = &sound.keys.present;
        if before.verifying_key().id() == key.key.verifying_key().id() {
            return Err(broken("two keys of the log have the same id"));
        }
        let note = Checkpoint::new(sound.origin.clone(), size, root).sign(&[before, &key.key])?;
        let public = key.key.verifying_key().clone();
        let before = before.verifying_key().id();
        let change = Change { key, before, size, root: *root.as_bytes(), note: note.to_string() };
        let actor = Actor::system(Door::CommandLine, now);
        self.db.write(&actor, change, |tx, change| Box::pin(put(tx, change))).await?;
        Ok((size, public))
    }
}

async fn put(tx: &mut WriteTx, change: &Change) -> Result<Recorded<()>, StoreError> {
    let size = as_stored(change.size);
    // Whoever sealed or signed meanwhile did it with the old key, above where it is good.
    tx.change_one(
        "UPDATE audit_tree SET leased_until = 0 WHERE id = 1 AND size = ?1 AND root = ?2",
        params![size, change.root],
    )
    .await?;
    tx.change_one("UPDATE audit_checkpoint SET note = ?1 WHERE size = ?2", params![change.note, size]).await?;
    tx.change_one(
        "UPDATE audit_key SET last_size = ?1 WHERE id = ?2 AND last_size IS NULL",
        params![size, change.before.as_bytes().as_slice()],
    )
    .await?;
    change.key.put(tx).await?;
    let told = format!("key {} instead of {} from {size} events on", change.key.id(), change.before);
    tx.record(Event::change("audit.rotate-key", "log-key", change.key.id()).with_args(told)).await
}
