//! The tree's row, the pages of its hashes, and its keys.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use behorig_access::Instant;
use behorig_store::{FromRow, Param, Row, StoreError, Tx, params};
use behorig_transparency::Hash;
use uuid::Uuid;

use super::{as_stored, from_stored};
use crate::rules::Pages;

/// The tree as its row says.
#[derive(Debug, Clone)]
pub(crate) struct TreeRow {
    pub(crate) origin: String,
    pub(crate) size: u64,
    pub(crate) root: Hash,
    pub(crate) begun_at: Instant,
    pub(crate) holder: Option<Uuid>,
    pub(crate) leased_until: Instant,
}

impl FromRow for TreeRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            origin: row.next()?,
            size: from_stored(row.next()?)?,
            root: hash(row.next::<Vec<u8>>()?)?,
            begun_at: row.next()?,
            holder: row.next()?,
            leased_until: row.next()?,
        })
    }
}

pub(crate) fn hash(bytes: Vec<u8>) -> Result<Hash, StoreError> {
    let bytes =
        bytes.try_into().map_err(|_| StoreError::Shape("a stored hash of the log has not 32 bytes".to_owned()))?;
    Ok(Hash::from_bytes(bytes))
}

pub(crate) async fn tree(tx: &mut Tx) -> Result<Option<TreeRow>, StoreError> {
    tx.optional("SELECT origin, size, root, begun_at, holder, leased_until FROM audit_tree WHERE id = 1", &[]).await
}

/// Whether there is anything to do or to look at: an event that waits, a tree that nobody has signed, or one of another size than the
/// asker saw last.
pub(crate) async fn is_anything_to_do(tx: &mut Tx, known: Option<u64>) -> Result<bool, StoreError> {
    let todo: Option<(i64,)> = tx
        .optional(
            "SELECT CAST(1 AS BIGINT) FROM audit_tree t WHERE t.id = 1 AND (t.size <> ?1 OR EXISTS (SELECT 1 FROM audit_unsealed)
                 OR NOT EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.size = t.size))",
            params![known.map_or(-1, as_stored)],
        )
        .await?;
    Ok(todo.is_some())
}

/// No question needs more pages than this: a way through a tree of 2⁴⁸ leaves has 48 hashes.
const MOST_PAGES: usize = 64;

static SOME_PAGES: LazyLock<String> = LazyLock::new(|| {
    let mut sql = "SELECT page, hashes FROM audit_hash WHERE page IN (?1".to_owned();
    for number in 2..=MOST_PAGES {
        let _ = write!(sql, ", ?{number}");
    }
    sql + ")"
});

/// These pages, as far as they are stored.
pub(crate) async fn pages(tx: &mut Tx, wanted: &BTreeSet<u64>) -> Result<Pages, StoreError> {
    let mut found = Pages::default();
    let wanted: Vec<Param<'_>> = wanted.iter().map(|page| Param::Int(as_stored(*page))).collect();
    for group in wanted.chunks(MOST_PAGES) {
        let mut group = group.to_vec();
        group.resize(MOST_PAGES, Param::Int(-1));
        add_pages(&mut found, tx.all(&SOME_PAGES, &group).await?)?;
    }
    Ok(found)
}

/// The pages from one to another, both among them.
pub(crate) async fn pages_between(tx: &mut Tx, first: u64, last: u64) -> Result<Pages, StoreError> {
    let mut found = Pages::default();
    let sql = "SELECT page, hashes FROM audit_hash WHERE page >= ?1 AND page <= ?2 ORDER BY page";
    add_pages(&mut found, tx.all(sql, params![as_stored(first), as_stored(last)]).await?)?;
    Ok(found)
}

fn add_pages(pages: &mut Pages, rows: Vec<(i64, Vec<u8>)>) -> Result<(), StoreError> {
    for (page, hashes) in rows {
        pages.0.insert(from_stored(page)?, hashes);
    }
    Ok(())
}

/// A key as it is stored.
#[derive(Debug)]
pub(crate) struct KeyRow {
    pub(crate) id: Vec<u8>,
    pub(crate) public: String,
    pub(crate) seed: Vec<u8>,
    pub(crate) last_size: Option<u64>,
}

impl FromRow for KeyRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            public: row.next()?,
            seed: row.next()?,
            last_size: row.next::<Option<i64>>()?.map(from_stored).transpose()?,
        })
    }
}

/// All keys, those of before first.
pub(crate) async fn keys(tx: &mut Tx) -> Result<Vec<KeyRow>, StoreError> {
    tx.all("SELECT id, public_key, seed, last_size FROM audit_key ORDER BY made_at, id", &[]).await
}
