//! What became of the latest link of an account: for whoever may send a new one.

use behorig_access::{AccountId, Instant};
use behorig_outbox::Outcome;
use behorig_store::{StoreError, Tx};
use behorig_web::components::SummaryList;
use behorig_web::{Lang, format};

use crate::records::one_time_links;

/// The latest link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    made_at: Instant,
    expires_at: Instant,
    is_used: bool,
    /// To which masked address it was mailed, and how that went.
    letter: Option<(String, Outcome)>,
}

/// The latest link of an account, if it ever had one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn latest(tx: &mut Tx, account: AccountId) -> Result<Option<Latest>, StoreError> {
    let row = one_time_links::latest_of(tx, account).await?;
    let Some((made_at, expires_at, is_used, letter)) = row else { return Ok(None) };
    let letter = match letter {
        Some(id) => behorig_outbox::outcome(tx, id).await?,
        None => None,
    };
    let letter = letter.and_then(|(to, outcome)| Some((to?.masked(), outcome)));
    Ok(Some(Latest { made_at, expires_at, is_used, letter }))
}

impl Latest {
    /// How it was sent, and whether it can still be used.
    #[must_use]
    pub fn summary(&self, lang: Lang, now: Instant) -> SummaryList<'static> {
        let time = |at: Instant| format::near_time(lang, at.0, now.0).into();
        let is_good = !self.is_used && self.expires_at > now;
        let sent = match &self.letter {
            None => lang.tr("sign-in-link-last-shown", &[("time", time(self.made_at))]),
            Some((to, outcome)) => {
                let to = to.as_str().into();
                match outcome {
                    Outcome::Sent(at) => lang.tr("sign-in-link-last-mailed", &[("to", to), ("time", time(*at))]),
                    Outcome::Waiting => {
                        lang.tr("sign-in-link-last-waiting", &[("to", to), ("time", time(self.made_at))])
                    }
                    Outcome::Failed(_) if is_good => lang.tr("sign-in-link-last-failed", &[("to", to)]),
                    Outcome::Failed(_) => lang.tr("sign-in-link-last-withdrawn", &[("to", to)]),
                }
            }
        };
        let state = if self.is_used {
            lang.t("sign-in-link-state-used")
        } else if is_good {
            lang.tr("sign-in-link-state-good", &[("time", format::date_time(lang, self.expires_at.0).into())])
        } else {
            lang.t("sign-in-link-state-over")
        };
        SummaryList::new(lang).text(lang.t("sign-in-link-last"), &sent).text(lang.t("sign-in-link-state"), &state)
    }
}
