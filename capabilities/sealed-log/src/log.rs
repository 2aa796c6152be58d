//! The log with its keys: how it begins, what it may be believed by, and whether what is stored still holds.

use behorig_access::Instant;
use behorig_store::seal::{Keys, Place};
use behorig_store::{Actor, Db, Door, Event, Recorded, Sealing, StoreError, Tx, WriteTx, params};
use behorig_transparency::tree::{self, Held};
use behorig_transparency::{Checkpoint, Hash, KeyId, KeyName, Kind, LogKeys, SignedNote, SigningKey, VerifyingKey};

use crate::LogError;
use crate::records::tree::TreeRow;
use crate::records::{self, checkpoints::CheckpointRow};
use crate::rules::{Pages, page_of, pages_of};

/// The sealed log of a database. Cheap to clone.
#[derive(Clone)]
pub struct Log {
    pub(crate) db: Db,
    pub(crate) sealing: Sealing,
    keys: Keys,
}

/// The log's keys, opened.
pub(crate) struct OpenKeys {
    /// The key that signs.
    pub(crate) present: SigningKey,
    /// What verifies, also what keys of before signed.
    pub(crate) all: LogKeys,
    /// The keys of before with the size that each is good for.
    pub(crate) retired: Vec<(u64, VerifyingKey)>,
}

/// The state of the log as one snapshot has it, found to hold.
pub(crate) struct Sound {
    pub(crate) tree: TreeRow,
    pub(crate) origin: KeyName,
    pub(crate) frontier: Held,
    /// The page where the next hash goes, among others.
    pub(crate) pages: Pages,
    pub(crate) keys: OpenKeys,
    /// The last signed checkpoint.
    pub(crate) signed: CheckpointRow,
}

const fn place(id: &[u8]) -> Place<'_> {
    Place { table: "audit_key", column: "seed", row: id }
}

/// A key that was just made, with its seed sealed for its row.
pub(crate) struct NewKey {
    pub(crate) key: SigningKey,
    sealed: Vec<u8>,
}

impl NewKey {
    pub(crate) fn id(&self) -> KeyId {
        self.key.verifying_key().id()
    }

    pub(crate) async fn put(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let (public, now) = (self.key.verifying_key().to_string(), tx.now());
        tx.execute(
            "INSERT INTO audit_key (id, public_key, seed, made_at) VALUES (?1, ?2, ?3, ?4)",
            params![self.id().as_bytes().as_slice(), public, self.sealed, now],
        )
        .await?;
        Ok(())
    }
}

impl Log {
    /// The log of this database, whose signing key is sealed with these keys.
    #[must_use]
    pub fn new(db: Db, keys: Keys) -> Self {
        Self { sealing: db.sealing(), db, keys }
    }

    /// Begins the log where there is none: its name, its key, and a signed checkpoint over nothing, with the event that tells of it. All
    /// events of before wait to be sealed as they stand.
    ///
    /// # Errors
    /// [`LogError::NoRandomness`], and the database's.
    pub async fn begin(&self, origin: &KeyName, now: Instant) -> Result<(), LogError> {
        let mut read = self.db.read().await?;
        let is_begun = records::tree::tree(&mut read).await?.is_some();
        drop(read);
        if is_begun {
            return Ok(());
        }
        let key = self.new_key(origin)?;
        let note = Checkpoint::new(origin.clone(), 0, Hash::EMPTY_TREE).sign(&[&key.key])?.to_string();
        let actor = Actor::system(Door::System, now);
        let begin = (origin.to_string(), key, note);
        self.db
            .write(&actor, begin, |tx, (origin, key, note)| {
                Box::pin(async move { put_beginning(tx, origin, key, note).await })
            })
            .await?;
        Ok(())
    }

    pub(crate) fn new_key(&self, origin: &KeyName) -> Result<NewKey, LogError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| LogError::NoRandomness)?;
        let key = SigningKey::from_seed(origin.clone(), Kind::Log, &seed)?;
        let sealed = self.keys.seal(place(key.verifying_key().id().as_bytes()), &seed)?;
        Ok(NewKey { key, sealed })
    }

    /// The public keys to hand out: the present one, and each of before with the number of events that it is good for.
    ///
    /// # Errors
    /// [`LogError::NotBegun`], and what opening the keys says.
    pub async fn public_keys(&self) -> Result<(VerifyingKey, Vec<(u64, VerifyingKey)>), LogError> {
        let mut read = self.db.read().await?;
        let tree = records::tree::tree(&mut read).await?.ok_or(LogError::NotBegun)?;
        let keys = self.open_keys(&mut read, &KeyName::new(&tree.origin)?).await?;
        Ok((keys.present.verifying_key().clone(), keys.retired))
    }

    /// Opens the keys. What the database says of their public side is not believed: it follows from the sealed seed, which nobody
    /// without the program's key can put there.
    pub(crate) async fn open_keys(&self, tx: &mut Tx, origin: &KeyName) -> Result<OpenKeys, LogError> {
        let (mut present, mut retired) = (None, Vec::new());
        for row in records::tree::keys(tx).await? {
            let seed = self.keys.open(place(&row.id), &row.seed)?;
            let seed: [u8; 32] = seed.try_into().map_err(|_| broken("a sealed key has the wrong length"))?;
            let key = SigningKey::from_seed(origin.clone(), Kind::Log, &seed)?;
            if key.verifying_key().to_string() != row.public {
                return Err(broken("a public key, or the log's name, does not fit the sealed key"));
            }
            match row.last_size {
                Some(last) => retired.push((last, key.verifying_key().clone())),
                None if present.is_none() => present = Some(key),
                None => return Err(broken("there are two present keys")),
            }
        }
        let present = present.ok_or_else(|| broken("there is no present key"))?;
        let mut all = LogKeys::new(present.verifying_key().clone())?;
        for (last, key) in &retired {
            all = all.with_retired(key.clone(), *last)?;
        }
        Ok(OpenKeys { present, all, retired })
    }

    /// The keys, and the last checkpoint as a key of the log signed it: what its row or its note says beside that is not believed.
    ///
    /// # Errors
    /// [`LogError::Broken`], what opening says, and the database's.
    pub(crate) async fn signed(&self, tx: &mut Tx, origin: &KeyName) -> Result<(OpenKeys, CheckpointRow), LogError> {
        let signed = records::checkpoints::last(tx).await?.ok_or_else(|| broken("all signed checkpoints are gone"))?;
        let keys = self.open_keys(tx, origin).await?;
        let opened = keys.all.open(&SignedNote::parse(&signed.note)?, &[])?;
        if opened.checkpoint.size() != signed.size || opened.checkpoint.root() != signed.root {
            return Err(broken("a checkpoint's row says another size or root than what was signed"));
        }
        Ok((keys, signed))
    }

    /// Reads the log's state and makes sure that it still is what was signed last: a tree that somebody rewrote in the database is never
    /// signed. `known` is what the asker saw before.
    ///
    /// # Errors
    /// [`LogError::Broken`] with what does not fit, [`LogError::NotBegun`], and the database's.
    pub(crate) async fn sound(&self, tx: &mut Tx, known: Option<(u64, Hash)>) -> Result<Sound, LogError> {
        let tree = records::tree::tree(tx).await?.ok_or(LogError::NotBegun)?;
        let origin = KeyName::new(&tree.origin)?;
        let (keys, signed) = self.signed(tx, &origin).await?;
        let needs = tree::frontier_needs(tree.size)?;
        let mut wanted = pages_of(&needs);
        wanted.insert(page_of(tree::stored(tree.size)?));
        let pages = records::tree::pages(tx, &wanted).await?;
        let frontier = pages.held(&needs);
        if tree::root(tree.size, &frontier).ok() != Some(tree.root) {
            return Err(broken("the stored hashes do not lead to the tree's root"));
        }
        for (size, root) in std::iter::once((signed.size, signed.root)).chain(known) {
            grows_from(tx, (size, root), &tree).await?;
        }
        Ok(Sound { tree, origin, frontier, pages, keys, signed })
    }
}

/// Whether the tree grew out of an earlier one.
async fn grows_from(tx: &mut Tx, (size, root): (u64, Hash), tree: &TreeRow) -> Result<(), LogError> {
    if size > tree.size {
        return Err(broken(&format!("it had {size} events, and now has {}: its end was cut off", tree.size)));
    }
    let grew = if size == tree.size {
        root == tree.root
    } else {
        growth(tx, size, tree.size).await.is_ok_and(|proof| proof.check(root, tree.root).is_ok())
    };
    if grew {
        Ok(())
    } else {
        Err(broken(&format!("the tree did not grow out of the one that was signed over {size} events")))
    }
}

/// The proof that the tree of one size grew out of that of another.
pub(crate) async fn growth(
    tx: &mut Tx,
    older: u64,
    newer: u64,
) -> Result<behorig_transparency::ConsistencyProof, LogError> {
    let needs = tree::consistency_needs(older, newer)?;
    let pages = records::tree::pages(tx, &pages_of(&needs)).await?;
    Ok(tree::consistency(older, newer, &pages.held(&needs))?)
}

pub(crate) fn broken(what: &str) -> LogError {
    LogError::Broken(what.to_owned())
}

async fn put_beginning(tx: &mut WriteTx, origin: &str, key: &NewKey, note: &str) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    let root = Hash::EMPTY_TREE;
    let begun = tx
        .execute(
            "INSERT INTO audit_tree (id, origin, size, root, begun_at, leased_until) VALUES (1, ?1, 0, ?2, ?3, 0)
             ON CONFLICT (id) DO NOTHING",
            params![origin, root.as_bytes(), now],
        )
        .await?;
    if begun == 0 {
        return Ok(Recorded::nothing_to_record((), "another node began the log, and told of it"));
    }
    key.put(tx).await?;
    tx.execute(
        "INSERT INTO audit_checkpoint (size, root, signed_at, note) VALUES (0, ?1, ?2, ?3)",
        params![root.as_bytes(), now, note],
    )
    .await?;
    let (before,): (i64,) = tx.one("SELECT CAST(count(*) AS BIGINT) FROM audit_unsealed", &[]).await?;
    let told = format!("key {}, {before} events of before", key.id());
    tx.record(Event::change("audit.begin-sealing", "log", origin).with_args(told)).await
}
