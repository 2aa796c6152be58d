//! Letters from the outbox to the mail server.

use std::path::Path;
use std::time::Duration;

use behorig_mail::{Letter, Login, MailFrom, MailServer, Mailer, MailerOptions, SendError};
use behorig_outbox::{Address, Carried, Carrier, NotCarried, Outbox, Pace, Post, Sender, Sending, Way};
use behorig_sign_in::Keys;
use behorig_store::Db;
use behorig_visit::{Clock, SystemClock};

use crate::config::{ConfigError, MailConfig};

/// When the program stops, a letter in the sender's hands is waited for so long.
pub(crate) const FINISH_WITHIN: Duration = Duration::from_secs(5);

/// Carries letters by SMTP.
pub struct BySmtp(pub Mailer);

impl Carrier for BySmtp {
    fn carry<'a>(&'a self, post: &'a Post) -> Carried<'a> {
        Box::pin(async move {
            let Address::Mail(to) = &post.recipient else {
                return Err(NotCarried::Refused("the recipient: no mailbox".to_owned()));
            };
            let id = post.id.to_string();
            let letter =
                Letter { id: &id, to, subject: &post.subject, text: &post.body, written_at: post.written_at.0 };
            self.0.send(&letter).await.map_err(|error| match error {
                SendError::Unreachable(why) => NotCarried::Unreachable(why),
                SendError::Later(why) => NotCarried::Later(why),
                SendError::Refused(why) => NotCarried::Refused(why),
            })
        })
    }
}

/// An outbox whose letters are sealed with the program's keys and go by these ways.
pub(crate) fn outbox(keys: &Keys, ways: &[Way]) -> Outbox {
    Outbox::by(keys.clone(), ways)
}

/// Begins to send what is put into the outbox for mailboxes.
pub(crate) fn begin(db: Db, outbox: Outbox, mailer: Mailer) -> Sending {
    Sender::new(db, outbox, BySmtp(mailer), || SystemClock.now(), Pace::default()).begin()
}

/// The mailer that the configuration describes. `public_url` gives the name that it greets the server with.
pub(crate) fn mailer(config: &MailConfig, public_url: &str) -> Result<Mailer, ConfigError> {
    let login = match &config.login {
        None => None,
        Some((user, file)) => {
            let password = read("mail.password-file", file)?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            Some(Login { user: user.clone(), password })
        }
    };
    let authority = match &config.authority {
        None => None,
        Some(file) => Some(read("mail.authority", file)?.into_bytes()),
    };
    with(config.server.clone(), config.from.clone(), login, authority, public_url)
}

/// A mailer to a server.
pub(crate) fn with(
    server: MailServer,
    from: MailFrom,
    login: Option<Login>,
    authority: Option<Vec<u8>>,
    public_url: &str,
) -> Result<Mailer, ConfigError> {
    let host = public_url.split("://").nth(1).unwrap_or_default();
    let own_name = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let own_name = own_name.trim_matches(['[', ']']).to_owned();
    Mailer::new(MailerOptions { server, from, login, authority, own_name })
        .map_err(|error| ConfigError::file("mail.authority", &error.to_string()))
}

fn read(setting: &str, path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|error| ConfigError::file(setting, &format!("{} can't be read: {error}", path.display())))
}
