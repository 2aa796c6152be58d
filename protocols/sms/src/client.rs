//! The calls.

use std::error::Error as _;
use std::time::Duration;

use behorig_identity::MobileNumber;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Certificate, Client, RequestBuilder, redirect};

use crate::answer::{SendError, SmsId, of_message, of_status};
use crate::{MOST_SEGMENTS, SmsSender, SmsUrl, segments};

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// The provider's answer is waited for so long.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// An honest answer is a few hundred bytes.
const LARGEST_ANSWER: usize = 64 * 1024;

/// What a client is made of. `Debug` shows no password.
#[derive(Clone)]
pub struct SmsOptions {
    /// Where the provider is.
    pub url: SmsUrl,
    /// The user that the provider knows us by.
    pub user: String,
    /// Its password.
    pub password: String,
    /// From whom messages are.
    pub from: SmsSender,
    /// The authority that vouches for the provider, in PEM, where the system's own do not.
    pub authority: Option<Vec<u8>>,
}

impl std::fmt::Debug for SmsOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SmsOptions({}, {}, ****)", self.url, self.user)
    }
}

/// Why a client can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SmsClientError(String);

/// A message to be sent. `Debug` shows neither to whom nor what.
pub struct SmsMessage<'a> {
    /// To whom.
    pub to: &'a MobileNumber,
    /// The text.
    pub text: &'a str,
}

impl std::fmt::Debug for SmsMessage<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SmsMessage(****)")
    }
}

/// A connection to the provider. Cheap to clone; clones share their connections.
///
/// It follows no redirect, takes no proxy from the environment, and retries nothing by itself.
#[derive(Clone)]
pub struct SmsClient {
    options: SmsOptions,
    client: Client,
}

impl std::fmt::Debug for SmsClient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SmsClient({})", self.options.url)
    }
}

impl SmsClient {
    /// Makes the connection ready; nothing is sent yet.
    ///
    /// # Errors
    /// Where the authority holds no certificate, or TLS can't be set up.
    pub fn new(options: SmsOptions) -> Result<Self, SmsClientError> {
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN);
        if let Some(pem) = &options.authority {
            let authorities = Certificate::from_pem_bundle(pem).unwrap_or_default();
            if authorities.is_empty() {
                return Err(SmsClientError("holds no certificate".to_owned()));
            }
            builder = builder.tls_certs_only(authorities);
        }
        let client = builder.build().map_err(|error| SmsClientError(whole(&error)))?;
        Ok(Self { options, client })
    }

    /// Sends one message, and answers when the provider has taken it upon itself.
    ///
    /// # Errors
    /// [`SendError`]; a text of more than [`MOST_SEGMENTS`] parts, or of none, is refused without being sent.
    pub async fn send(&self, message: &SmsMessage<'_>) -> Result<SmsId, SendError> {
        if !(1..=MOST_SEGMENTS).contains(&segments(message.text)) {
            return Err(SendError::Refused("the message: too long, or empty".to_owned()));
        }
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("from", self.options.from.as_str())
            .append_pair("to", message.to.as_str())
            .append_pair("message", message.text)
            // The text is not kept in the provider's own history.
            .append_pair("dontlog", "message")
            .finish();
        let request = self.client.post(self.options.url.of("sms"));
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        let (status, body) = self.answer_to(request).await?;
        of_message(status, &body)
    }

    /// Whether the provider can be reached and knows us, without sending anything: asks for our account.
    ///
    /// # Errors
    /// [`SendError`] with what failed.
    pub async fn check(&self) -> Result<(), SendError> {
        let (status, _) = self.answer_to(self.client.get(self.options.url.of("me"))).await?;
        if (200..300).contains(&status) { Ok(()) } else { Err(of_status(status)) }
    }

    async fn answer_to(&self, request: RequestBuilder) -> Result<(u16, Vec<u8>), SendError> {
        let request = request.basic_auth(&self.options.user, Some(&self.options.password));
        let mut response = request.header(ACCEPT, "application/json").send().await.map_err(not_answered)?;
        let status = response.status().as_u16();
        // The status says what became of the message. An answer that breaks off, or has no end, takes nothing back of it.
        let mut body = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                break;
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, body))
    }
}

/// What the way there says holds neither number nor text: both travel in the body. Only where there was no connection, or the other
/// side did not prove who it is, did nothing go.
fn not_answered(error: reqwest::Error) -> SendError {
    let nothing_went = error.is_connect() || error.is_builder();
    let why = whole(&error.without_url());
    if nothing_went { SendError::Unreachable(why) } else { SendError::NotKnown(why) }
}

/// An error with its causes, on one line.
fn whole(error: &reqwest::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_prints() {
        let options = SmsOptions {
            url: SmsUrl::parse("https://api.46elks.com").unwrap(),
            user: "u1".to_owned(),
            password: "hemligt".to_owned(),
            from: SmsSender::parse("Kliniken").unwrap(),
            authority: None,
        };
        assert_eq!(format!("{options:?}"), "SmsOptions(https://api.46elks.com, u1, ****)");
    }
}
