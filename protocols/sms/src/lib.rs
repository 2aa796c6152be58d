//! Text messages (SMS) by a provider's HTTP API: one message to one mobile telephone, over TLS.
//!
//! The API is that of the Swedish provider 46elks, as it is documented at <https://46elks.com/docs/send-sms> and
//! <https://46elks.se/guider/skicka-sms>: a form with `from`, `to` and `message` to `/a1/sms`, with a user and a password (HTTP
//! Basic), answered in JSON with an `id` and a `status`. [`SmsClient::send`] tells apart what can be tried again from what can't,
//! and never quotes the provider's words, which may repeat the number. The provider is asked to keep no text (`dontlog`).
//!
//! The API has no key by which a repeat is known: a message whose answer was lost comes twice if it is sent again, and is told
//! apart from one that never went ([`SendError::NotKnown`]).

mod answer;
mod client;
mod segments;
mod sender;
mod url;

pub use answer::{SendError, SmsId};
pub use client::{ANSWER_WITHIN, SmsClient, SmsClientError, SmsMessage, SmsOptions};
pub use segments::{MOST_SEGMENTS, segments};
pub use sender::{SmsSender, SmsSenderError};
pub use url::{SmsUrl, SmsUrlError};
