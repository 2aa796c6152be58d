//! The sealed log, verified from outside the node by the library that the program seals with.

use std::time::{Duration, Instant as Tick};

use behorig_access::Instant;
use behorig_sealed_log::{Kept, Log, LogError, Question};
use behorig_store::seal::Keys;
use behorig_store::{Db, DbOptions, ReadTx, StoreError};
use behorig_transparency::SignedNote;
use behorig_visit::{Clock as _, SystemClock};

use crate::Outcome;
use crate::ground::{KEY, close, open};

/// How often the tree is looked at while it is waited for.
const LOOKS: Duration = Duration::from_millis(2);

/// What was seen of a log so far: it must have grown out of that.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    last: Option<SignedNote>,
    /// How often the log was verified, and whole.
    pub(crate) times: u32,
    /// Events that were sealed when it was verified last.
    pub(crate) events: u64,
    /// How often the last of them were sealed and not yet signed.
    pub(crate) unsigned: u32,
}

impl Seen {
    /// Verifies the log as a node left it that was killed: events may wait to be sealed, for as long as they have to.
    pub(crate) async fn verify_after_kill(&mut self, options: &DbOptions) -> Outcome<()> {
        // At a time when nothing had happened yet, nothing has waited too long.
        self.verify(options, Instant(0)).await
    }

    /// Verifies the log as a node left it that was asked to stop: every event is sealed, and the last of them is under a checkpoint.
    pub(crate) async fn verify_at_rest(&mut self, options: &DbOptions) -> Outcome<()> {
        self.verify(options, SystemClock.now()).await?;
        let db = open(options).await?;
        let mut read = db.read().await?;
        let (waiting,): (i64,) = read.one("SELECT CAST(count(*) AS BIGINT) FROM audit_unsealed", &[]).await?;
        let signed: Option<(i64,)> =
            read.optional("SELECT size FROM audit_checkpoint ORDER BY size DESC LIMIT 1", &[]).await?;
        let size = size(&mut read).await?;
        drop(read);
        close(db).await?;
        if waiting > 0 || signed.map(|(size,)| size) != Some(size) {
            return Err(
                format!("{waiting} events are not sealed after a stop, and {signed:?} of {size} are signed").into()
            );
        }
        Ok(())
    }

    async fn verify(&mut self, options: &DbOptions, now: Instant) -> Outcome<()> {
        let db = open(options).await?;
        let verified = self.verified(&db, now).await;
        close(db).await?;
        verified
    }

    async fn verified(&mut self, db: &Db, now: Instant) -> Outcome<()> {
        let log = Log::new(db.clone(), Keys::new(&KEY, &[])?);
        let kept = |note: &SignedNote| Kept { whence: "the last look".to_owned(), notes: vec![note.clone()] };
        let question = Question { seen: self.last.iter().map(kept).collect(), ..Question::default() };
        let report = match log.verify(&question, now, |_, _| {}).await {
            Ok(report) => report,
            // Killed before the log was begun for the first time.
            Err(LogError::NotBegun) if self.last.is_none() => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if !report.is_whole() {
            return Err(format!("the sealed log is not whole: {}", report.broken.join("; ")).into());
        }
        let mut read = db.read().await?;
        let size = size(&mut read).await?;
        let sql = "SELECT size, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1";
        if let Some((signed, note)) = read.optional::<(i64, String)>(sql, &[]).await? {
            self.last = Some(SignedNote::parse(&note)?);
            self.unsigned += u32::from(signed < size);
        }
        self.events = u64::try_from(size)?;
        self.times += 1;
        Ok(())
    }
}

/// Waits until a round is sealed, and not longer than this: the root is on disk then, and not signed yet.
pub(crate) async fn until_sealed(options: &DbOptions, patience: Duration) -> Outcome<bool> {
    let db = open(options).await?;
    let sealed = grows(&db, patience).await;
    close(db).await?;
    Ok(sealed?)
}

async fn grows(db: &Db, patience: Duration) -> Result<bool, StoreError> {
    let before = size(&mut db.read().await?).await?;
    let begin = Tick::now();
    while begin.elapsed() < patience {
        if size(&mut db.read().await?).await? != before {
            return Ok(true);
        }
        tokio::time::sleep(LOOKS).await;
    }
    Ok(false)
}

async fn size(read: &mut ReadTx) -> Result<i64, StoreError> {
    Ok(read.optional::<(i64,)>("SELECT size FROM audit_tree", &[]).await?.map_or(0, |(size,)| size))
}
