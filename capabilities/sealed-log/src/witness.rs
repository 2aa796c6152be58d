//! Witnesses: whoever keeps the last checkpoint elsewhere, so that a cut end or a second form of the log shows.

mod file;
mod http;
mod mail;

use std::path::PathBuf;

use behorig_access::Instant;
use behorig_store::StoreError;
use behorig_transparency::{KeyName, SignedNote, VerifyingKey, cosignatures_of};

pub use http::HttpWitness;
pub use mail::MailWitness;

use crate::log::growth;
use crate::records::{self, checkpoints};
use crate::{Log, LogError};

/// A witness.
#[derive(Debug, Clone)]
pub enum Witness {
    /// A file that each checkpoint is appended to: on another machine, or on a medium that can be written once.
    File(PathBuf),
    /// One that speaks C2SP tlog-witness and cosigns.
    Http(HttpWitness),
    /// A mailbox that a checkpoint is sent to, about once an hour.
    Mail(MailWitness),
}

/// Why a witness did not take a checkpoint.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// It is away, or answers with an error: tried again.
    #[error("{0}")]
    Away(String),
    /// It saw a larger log than ours.
    #[error(
        "it has seen {seen} events of this log, and we have {have}: an old backup was restored, or the end was cut off. Never go on under the same name: see docs/sealed-log.md"
    )]
    SawMore {
        /// What the witness says.
        seen: u64,
        /// What we have.
        have: u64,
    },
    /// It refuses what we show: our log is not the one that it saw.
    #[error(
        "it refuses the proof that the log only grew: the log was rewritten behind its back, or its key is another"
    )]
    Refused,
    /// Ours.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl From<StoreError> for WitnessError {
    fn from(error: StoreError) -> Self {
        Self::Log(error.into())
    }
}

impl Witness {
    /// What a mailbox is called in the database: whose it is, is nobody else's business. No key's name has a space.
    pub const MAIL: &str = "by mail";

    /// What it is called in the database.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => format!("file {}", path.display()),
            Self::Http(witness) => witness.key().name().to_string(),
            Self::Mail(_) => Self::MAIL.to_owned(),
        }
    }

    /// Its key, where it cosigns.
    #[must_use]
    pub fn key(&self) -> Option<&VerifyingKey> {
        match self {
            Self::File(_) | Self::Mail(_) => None,
            Self::Http(witness) => Some(witness.key()),
        }
    }

    /// Whether it wants nothing now, having taken something at a time.
    fn rests(&self, took_at: Option<Instant>, now: Instant) -> bool {
        matches!(self, Self::Mail(witness) if witness.rests(took_at, now))
    }

    /// Whether it may take minutes to answer, so that nothing should wait for it.
    pub(crate) const fn is_slow(&self) -> bool {
        matches!(self, Self::Mail(_))
    }
}

/// A witness may have seen more than we remember, and tells: then once more from there.
const ATTEMPTS: usize = 3;

impl Log {
    /// Shows the last checkpoint to a witness, unless it has seen it or rests, and keeps what it answers. At the end of the program none
    /// rests. No transaction is open meanwhile. What no key of the log signed is shown to nobody.
    pub(crate) async fn show_to(&self, witness: &Witness, now: Instant, is_last: bool) -> Result<(), WitnessError> {
        let mut read = self.db.read().await?;
        let Some(tree) = records::tree::tree(&mut read).await? else { return Ok(()) };
        let seen = checkpoints::witnesses(&mut read).await?.into_iter().find(|row| row.name == witness.name());
        let seen = seen.filter(|row| row.trouble.is_none());
        if !is_last && witness.rests(seen.as_ref().map(|row| row.at), now) {
            return Ok(());
        }
        let origin = KeyName::new(&tree.origin).map_err(LogError::from)?;
        let (_, last) = self.signed(&mut read, &origin).await?;
        drop(read);
        let seen = seen.map_or(0, |row| row.size);
        if last.size == 0 || seen == last.size {
            return Ok(());
        }
        let taken = match witness {
            Witness::File(path) => file::append(path.clone(), last.note.clone()).await.map(|()| None),
            Witness::Http(witness) => self.cosigned(witness, &last.note, last.size, seen).await.map(Some),
            Witness::Mail(witness) => witness.send(&last.note, now).await.map(|()| None),
        };
        let name = witness.name();
        match taken {
            Ok(note) => {
                self.sealing
                    .commit((last, note, name, now), |tx, (last, note, name, now)| {
                        Box::pin(checkpoints::witnessed(tx, last, note.as_deref(), name, *now))
                    })
                    .await?;
                Ok(())
            }
            // Another node has shown it more meanwhile.
            Err(WitnessError::SawMore { seen, .. }) if self.size().await? >= seen => Ok(()),
            Err(error) => {
                let why = error.to_string();
                self.sealing
                    .commit((name, why, now), |tx, (name, why, now)| {
                        Box::pin(checkpoints::in_trouble(tx, name, why, *now))
                    })
                    .await?;
                Err(error)
            }
        }
    }

    /// The note with the witness's cosignature.
    async fn cosigned(&self, witness: &HttpWitness, note: &str, size: u64, seen: u64) -> Result<String, WitnessError> {
        let mut note = SignedNote::parse(note).map_err(LogError::from)?;
        let mut seen = seen.min(size);
        for _ in 0..ATTEMPTS {
            let mut read = self.db.read().await?;
            let growth = growth(&mut read, seen, size).await?;
            drop(read);
            match witness.add(&growth, &note).await? {
                http::Answer::Cosigned(lines) => {
                    let good =
                        cosignatures_of(&lines, &note, std::slice::from_ref(witness.key())).map_err(LogError::from)?;
                    if good.is_empty() {
                        return Err(WitnessError::Away("its answer holds no cosignature by its key".to_owned()));
                    }
                    good.into_iter().for_each(|line| note.add(line));
                    return Ok(note.to_string());
                }
                http::Answer::Saw(larger) if larger > size => {
                    return Err(WitnessError::SawMore { seen: larger, have: size });
                }
                http::Answer::Saw(other) if other == seen => return Err(WitnessError::Refused),
                http::Answer::Saw(other) => seen = other,
            }
        }
        Err(WitnessError::Away("it says another size each time".to_owned()))
    }

    async fn size(&self) -> Result<u64, StoreError> {
        let mut read = self.db.read().await?;
        Ok(records::tree::tree(&mut read).await?.map_or(0, |tree| tree.size))
    }
}
