//! What signing in writes to people by mail.

use behorig_access::Instant;
use behorig_identity::Email;
use behorig_outbox::{Letter, Outbox};
use behorig_visit::Token;
use behorig_web::{Lang, format};

use crate::one_time_link;

/// After a week a letter about a sign-in helps nobody.
const WORTH_TELLING_FOR: i64 = 7 * 24 * 3_600_000;

/// How letters are written: where they are put, and what they say of the installation.
#[derive(Debug, Clone)]
pub struct Letters {
    /// Where they are put.
    pub outbox: Outbox,
    /// The address that people type, without a slash at its end.
    pub public_url: String,
    /// What the installation is called.
    pub installation: String,
}

/// To whom a letter is. `Debug` shows nothing of it.
pub(crate) struct Addressee {
    pub(crate) given_name: String,
    pub(crate) email: Email,
    /// The language that the person gets notices in.
    pub(crate) language: Lang,
}

impl Letters {
    /// The letter with a one-time link: a greeting, the link, until when it holds, and what to do where nobody expected it.
    ///
    /// Somebody new has chosen no language yet, so the letter says all in both: first in the person's own, then in the other.
    pub(crate) fn with_link(&self, to: Addressee, token: &Token, expires_at: Instant) -> Letter {
        let link = format!("{}{}", self.public_url, one_time_link::path(token));
        let body = [to.language, to.language.other()]
            .map(|lang| self.in_one_language(lang, &to.given_name, &link, expires_at));
        let subject = to.language.tr("sign-in-letter-subject", &[("installation", self.installation.as_str().into())]);
        Letter::new("one-time-link", to.email, &subject, body.join("\n\n* * *\n\n"), expires_at)
    }

    /// The letter that tells somebody that one of their recovery codes was used, in the person's own language.
    pub(crate) fn of_used_code(&self, to: Addressee, left: i64, at: Instant) -> Letter {
        let Addressee { given_name, email, language: lang } = to;
        let installation = || self.installation.as_str().into();
        let time = format::date_time(lang, at.0);
        let body = [
            lang.tr("sign-in-letter-greeting", &[("name", given_name.into())]),
            lang.tr("sign-in-letter-code-used", &[("installation", installation()), ("time", time.into())]),
            lang.tr("sign-in-letter-code-left", &[("count", left.into())]),
            lang.t("sign-in-letter-code-unexpected"),
            lang.t("sign-in-letter-no-answer"),
        ]
        .join("\n\n");
        let subject = lang.tr("sign-in-letter-code-subject", &[("installation", installation())]);
        Letter::new("recovery-code-used", email, &subject, body, at.plus_millis(WORTH_TELLING_FOR))
    }

    fn in_one_language(&self, lang: Lang, name: &str, link: &str, expires_at: Instant) -> String {
        let installation = || self.installation.as_str().into();
        let until = format::date_time(lang, expires_at.0);
        [
            lang.tr("sign-in-letter-greeting", &[("name", name.into())]),
            lang.tr("sign-in-letter-what", &[("installation", installation())]),
            link.into(),
            lang.tr("sign-in-letter-holds", &[("time", until.into())]),
            lang.t("sign-in-letter-unexpected"),
            lang.t("sign-in-letter-no-answer"),
        ]
        .join("\n\n")
    }
}
