//! A link on its way to its owner: by mail where that can be done, or else by whoever made it.

use behorig_access::{AccountId, Instant};
use behorig_store::{Event, FieldChange, Recorded, StoreError, Tx, WriteTx};
use behorig_visit::{PageError, Token};
use behorig_web::components::{Notice, Tone, one_time_link};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use super::{VALID_FOR, end_all_of, path};
use crate::letters::Letters;
use crate::records::{accounts, one_time_links};

/// A link that is about to be made. It holds the secret, so it is made before the write and never printed.
#[derive(Clone)]
pub struct NewLink {
    token: Token,
    letters: Option<Letters>,
}

/// How a link gets to its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// By mail, to this masked address; nobody else sees it.
    Mailed {
        /// The masked address.
        to: String,
    },
    /// By whoever made it, who is shown it once.
    Shown(WhyShown),
}

/// Why a link is not mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyShown {
    /// The installation has no mail set up.
    NoMail,
    /// The account has no e-mail address.
    NoAddress,
}

impl Delivery {
    /// As the audit event tells it.
    fn as_logged(&self) -> String {
        match self {
            Self::Mailed { to } => format!("mailed to {to}"),
            Self::Shown(WhyShown::NoMail) => "shown: no mail is set up".to_owned(),
            Self::Shown(WhyShown::NoAddress) => "shown: no e-mail address".to_owned(),
        }
    }
}

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// For whom.
    pub account: AccountId,
    /// Until when it holds.
    pub expires_at: Instant,
    /// How it gets there.
    pub delivery: Delivery,
}

impl NewLink {
    /// A new secret for a link, which is mailed by `letters` where that is possible.
    ///
    /// # Errors
    /// A fault where the system gives no randomness.
    pub fn new(letters: Option<&Letters>) -> Result<Self, PageError> {
        Ok(Self { token: crate::guest::new_token()?, letters: letters.cloned() })
    }

    /// Makes the link for an account in the caller's transaction, with its letter, its audit event and its line of history; links
    /// that the account had before stop working. Whether it may be made was decided before.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn give(&self, tx: &mut WriteTx, account: AccountId) -> Result<Recorded<()>, StoreError> {
        let expires_at = tx.now().plus_millis(VALID_FOR);
        end_all_of(tx, account).await?;
        let to = accounts::addressee(tx, account).await?;
        let (delivery, letter) = match (&self.letters, to) {
            (None, _) => (Delivery::Shown(WhyShown::NoMail), None),
            (Some(_), None) => (Delivery::Shown(WhyShown::NoAddress), None),
            (Some(letters), Some(to)) => {
                let delivery = Delivery::Mailed { to: to.email.masked() };
                let letter = letters.with_link(to, &self.token, expires_at);
                (delivery, Some(letters.outbox.put(tx, &letter).await?))
            }
        };
        one_time_links::insert(tx, self.token.hash(), account, expires_at, letter).await?;
        let event = Event::change("sign-in.one-time-link", "account", account).with_args(delivery.as_logged());
        let recorded = tx.record(event).await?;
        let new = match delivery {
            Delivery::Mailed { to } => to,
            Delivery::Shown(_) => "*".to_owned(),
        };
        let change = FieldChange { field: "one-time-link".to_owned(), old: None, new: Some(new) };
        tx.history(&recorded, "account", account.uuid(), &[change]).await?;
        Ok(recorded)
    }

    /// After the commit: has the letter sent at once, and tells how the link gets to its owner. `None` where it was not made,
    /// because an earlier sending of the same form had made one.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn committed(&self, tx: &mut Tx) -> Result<Option<Given>, StoreError> {
        if let Some(letters) = &self.letters {
            letters.outbox.wake();
        }
        let Some((account, expires_at, letter)) = one_time_links::made(tx, self.token.hash()).await? else {
            return Ok(None);
        };
        let sent_to = match letter {
            Some(letter) => behorig_outbox::outcome(tx, letter).await?.and_then(|(to, _)| to),
            None => None,
        };
        let delivery = match (sent_to, &self.letters) {
            (Some(to), _) => Delivery::Mailed { to: to.masked() },
            (None, Some(_)) => Delivery::Shown(WhyShown::NoAddress),
            (None, None) => Delivery::Shown(WhyShown::NoMail),
        };
        Ok(Some(Given { account, expires_at, delivery }))
    }

    /// What whoever made the link is told: that it is being mailed, or the link itself with why it is theirs to hand over and
    /// `how`. A page with a link on it must not be kept by any cache.
    #[must_use]
    pub fn panel(&self, lang: Lang, public_url: &str, given: &Given, how: &str) -> Markup {
        let until = format::date_time(lang, given.expires_at.0);
        let why = match &given.delivery {
            Delivery::Mailed { to } => {
                let title = lang.tr("sign-in-link-mailed", &[("to", to.as_str().into())]);
                let text = lang.tr("sign-in-link-mailed-text", &[("time", until.into())]);
                return html! { (Notice::new(Tone::Good, title).text(text)) };
            }
            Delivery::Shown(WhyShown::NoMail) => lang.t("sign-in-link-shown-no-mail"),
            Delivery::Shown(WhyShown::NoAddress) => lang.t("sign-in-link-shown-no-address"),
        };
        let address = format!("{public_url}{}", path(&self.token));
        html! {
            p { (why) " " (how) }
            (one_time_link(lang, &lang.t("sign-in-link-given"), &address, &lang.tr("sign-in-link-holds", &[("time", until.into())])))
        }
    }
}
