//! A mailbox that checkpoints are sent to.

use std::time::Duration;

use behorig_access::Instant;
use behorig_identity::Email;
use behorig_mail::{Letter, Mailer};
use behorig_transparency::{Checkpoint, SignedNote};

use super::WitnessError;
use crate::LogError;

/// A letter a minute would be nobody's to keep.
const BETWEEN: Duration = Duration::from_secs(3600);

/// Somebody who keeps letters: an archive, or a person outside the installation. A mailbox compares nothing and signs nothing; whoever
/// holds the log against what it keeps does (`behorig audit verify --seen`).
#[derive(Debug, Clone)]
pub struct MailWitness {
    mailer: Mailer,
    to: Email,
}

impl MailWitness {
    /// A witness that this mailer writes to.
    #[must_use]
    pub const fn new(mailer: Mailer, to: Email) -> Self {
        Self { mailer, to }
    }

    /// Whether it is too early for another letter. A clock that was set back holds none up.
    pub(super) fn rests(took_at: Instant, now: Instant) -> bool {
        let between = i64::try_from(BETWEEN.as_millis()).unwrap_or(i64::MAX);
        (0..between).contains(&now.millis_since(took_at))
    }

    /// Sends a checkpoint, and answers when the mail server has taken it upon itself. The same checkpoint makes the same letter.
    pub(super) async fn send(&self, note: &str, now: Instant) -> Result<(), WitnessError> {
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
        self.mailer.send(&letter).await.map_err(|error| WitnessError::Away(error.to_string()))
    }
}

/// The note between blank lines, so that whoever reads a file of such letters finds it. In the language of the commands that it is for.
fn text(note: &str) -> String {
    format!(
        "This is a signed checkpoint of the log. Keep the letter where nobody who runs the log can change it: by it anybody can show \
         that nothing the log held then was changed, moved or cut off since.\n\n{note}\n\
         To hold the log against it, put the text of this letter into a file and run\n\n    behorig audit verify --seen FILE\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_an_hour_and_none_waits_for_a_clock_that_was_set_back() {
        let at = |minutes: i64| Instant(minutes * 60_000);
        assert!(MailWitness::rests(at(100), at(100)) && MailWitness::rests(at(100), at(159)));
        assert!(!MailWitness::rests(at(100), at(160)) && !MailWitness::rests(at(100), at(99)));
    }
}
