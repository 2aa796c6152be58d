//! The body of `add-checkpoint`, read from the protocol's own words.

use behorig_transparency::{Checkpoint, Hash, SignedNote};

/// The protocol allows no more hashes.
const MOST_HASHES: usize = 63;

/// What a log sends.
pub(crate) struct AddCheckpoint {
    pub(crate) old: u64,
    pub(crate) path: Vec<Hash>,
    pub(crate) note: SignedNote,
}

pub(crate) fn parse(body: &str) -> Option<AddCheckpoint> {
    let (head, note) = body.split_once("\n\n")?;
    let mut lines = head.split('\n');
    let number = lines.next()?.strip_prefix("old ")?;
    let old = number.parse::<u64>().ok().filter(|old| old.to_string() == number)?;
    let path: Vec<Hash> = lines.map(Hash::parse).collect::<Option<_>>()?;
    if path.len() > MOST_HASHES {
        return None;
    }
    Some(AddCheckpoint { old, path, note: SignedNote::parse(note).ok()? })
}

/// The same note over one event more.
pub(crate) fn another(note: &SignedNote) -> Option<SignedNote> {
    let said = Checkpoint::parse(note.text()).ok()?;
    let other = Checkpoint::new(said.origin().clone(), said.size() + 1, said.root()).to_string();
    SignedNote::parse(&note.to_string().replacen(note.text(), &other, 1)).ok()
}
