//! Text messages from the outbox to the SMS provider.

use std::path::Path;
use std::time::Duration;

use behorig_outbox::{Address, Carried, Carrier, NotCarried, Outbox, Pace, Post, Sender, Sending, Way};
use behorig_sms::{ANSWER_WITHIN, SendError, SmsClient, SmsMessage, SmsOptions};
use behorig_store::Db;
use behorig_visit::{Clock, SystemClock};

use crate::config::{ConfigError, SmsConfig};

/// When the program stops, a message in the sender's hands is waited for so long: until the provider has answered, since one that
/// is broken off comes twice.
pub(crate) const FINISH_WITHIN: Duration = ANSWER_WITHIN.saturating_add(Duration::from_secs(5));

/// Carries text messages by an SMS provider.
pub struct ByProvider(pub SmsClient);

impl Carrier for ByProvider {
    fn way(&self) -> Way {
        Way::Sms
    }

    fn carry<'a>(&'a self, post: &'a Post) -> Carried<'a> {
        Box::pin(async move {
            let Address::Sms(to) = &post.recipient else {
                return Err(NotCarried::Refused("the recipient: no mobile number".to_owned()));
            };
            let taken = self.0.send(&SmsMessage { to, text: &post.body }).await.map_err(|error| match error {
                SendError::Unreachable(why) => NotCarried::Unreachable(why),
                SendError::NotKnown(why) => NotCarried::NotKnown(why),
                SendError::Later(why) => NotCarried::Later(why),
                SendError::Refused(why) => NotCarried::Refused(why),
            })?;
            // By this one can ask the provider what became of it.
            tracing::info!(letter = %post.id, provider_id = %taken, "the SMS provider took a message");
            Ok(())
        })
    }
}

/// Begins to send what is put into the outbox for telephones.
pub(crate) fn begin(db: Db, outbox: Outbox, client: SmsClient) -> Sending {
    Sender::new(db, outbox, ByProvider(client), || SystemClock.now(), Pace::default()).begin()
}

/// The client that the configuration describes.
pub(crate) fn client(config: &SmsConfig) -> Result<SmsClient, ConfigError> {
    let password = read("sms.password-file", &config.password_file)?;
    let authority = match &config.authority {
        None => None,
        Some(file) => Some(read("sms.authority", file)?.into_bytes()),
    };
    with(SmsOptions {
        url: config.url.clone(),
        user: config.user.clone(),
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
        from: config.from.clone(),
        authority,
    })
}

/// A client of a provider.
pub(crate) fn with(options: SmsOptions) -> Result<SmsClient, ConfigError> {
    SmsClient::new(options).map_err(|error| ConfigError::file("sms.authority", &error.to_string()))
}

fn read(setting: &str, path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|error| ConfigError::file(setting, &format!("{} can't be read: {error}", path.display())))
}
