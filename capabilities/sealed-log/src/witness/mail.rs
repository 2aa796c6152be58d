//! A mailbox that checkpoints are sent to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use behorig_access::Instant;
use behorig_identity::Email;
use behorig_mail::{Letter, Mailer};
use behorig_transparency::{Checkpoint, SignedNote};

use super::WitnessError;
use crate::LogError;

/// A letter a minute would be nobody's to keep.
const BETWEEN: Duration = Duration::from_secs(3600);
/// A letter of which nobody said that it was taken may have arrived, and comes again this often at most.
const BETWEEN_TRIES: Duration = Duration::from_secs(600);
/// So long a server may look at a letter before it says that it has it (RFC 5321, section 4.5.3.2.6).
const WITHIN: Duration = Duration::from_secs(600);

/// Somebody who keeps letters: an archive, or a person outside the installation. A mailbox compares nothing and signs nothing; whoever
/// holds the log against what it keeps does (`behorig audit verify --seen`).
#[derive(Debug, Clone)]
pub struct MailWitness {
    /// Or why there is none.
    mailer: Result<Mailer, String>,
    to: Email,
    /// When this node tried last, in milliseconds since 1970.
    tried: Arc<AtomicI64>,
}

impl MailWitness {
    /// A witness that this mailer writes to. Where there is none, as with a password that this user may not read, nothing is sent, and
    /// whoever only asks about the log is not kept from it.
    #[must_use]
    pub fn new(mailer: Result<Mailer, String>, to: Email) -> Self {
        Self { mailer, to, tried: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// Whether it is too early for another letter, the last having been taken at a time. A clock that was set back holds none up.
    pub(super) fn rests(&self, took_at: Option<Instant>, now: Instant) -> bool {
        let tried = Instant(self.tried.load(Ordering::Relaxed));
        is_within(BETWEEN_TRIES, tried, now) || took_at.is_some_and(|at| is_within(BETWEEN, at, now))
    }

    /// Sends a checkpoint, and answers when the mail server has taken it upon itself. The same checkpoint makes a
    /// letter of the same id.
    pub(super) async fn send(&self, note: &str, now: Instant) -> Result<(), WitnessError> {
        let mailer = self.mailer.as_ref().map_err(|why| WitnessError::Away(why.clone()))?;
        let checkpoint = Checkpoint::parse(SignedNote::parse(note).map_err(LogError::from)?.text());
        let checkpoint = checkpoint.map_err(LogError::from)?;
        let (size, root) = (checkpoint.size(), checkpoint.root());
        let id: String = root.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let letter = Letter {
            id: &format!("logg-{size}-{id}"),
            to: &self.to,
            subject: &format!("Checkpoint of the log {}: {size} events", checkpoint.origin()),
            text: &text(note),
            written_at: now.0,
        };
        self.tried.store(now.0, Ordering::Relaxed);
        match tokio::time::timeout(WITHIN, mailer.send(&letter)).await {
            Ok(sent) => sent.map_err(|error| WitnessError::Away(error.to_string())),
            Err(_) => {
                Err(WitnessError::Away(format!("the mail server took longer than {} minutes", WITHIN.as_secs() / 60)))
            }
        }
    }
}

fn is_within(time: Duration, since: Instant, now: Instant) -> bool {
    let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    (0..millis).contains(&now.0.saturating_sub(since.0))
}

/// The note between blank lines, so that whoever reads a file of such letters finds it. In the language of the commands that it is for.
fn text(note: &str) -> String {
    format!(
        "This is a signed checkpoint of the log. Keep the letter where nobody who runs the log can change it: by it anybody can show \
         that nothing the log held then was changed, moved or cut off since.\n\n{note}\n\
         To hold the log against it, save this letter to a file and run\n\n    behorig audit verify --seen FILE\n\n\
         A letter comes about every hour in which something was logged. Where they stop coming, ask why.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_holds_no_letter_up() {
        let at = |minutes: i64| Instant(minutes * 60_000);
        assert!(is_within(BETWEEN, at(100), at(100)) && is_within(BETWEEN, at(100), at(159)));
        assert!(!is_within(BETWEEN, at(100), at(160)) && !is_within(BETWEEN, at(100), at(99)));
        assert!(!is_within(BETWEEN_TRIES, Instant(i64::MIN), at(100)));
    }
}
