//! Mail by SMTP submission (RFC 6409): one letter to one mailbox, over TLS.
//!
//! [`MailServer`] says where and how: `smtps://` speaks TLS from the first byte, `smtp://` asks for STARTTLS and goes no further
//! without it, and only a server on this machine is spoken to in the clear. [`Mailer::send`] tells apart what can be tried again
//! from what can't, and never quotes a server's words about a recipient.

mod letter;
mod mailer;
mod server;

pub use letter::{Letter, MailFrom, MailFromError};
pub use mailer::{Login, Mailer, MailerError, MailerOptions, SendError};
pub use server::{MailServer, Security, ServerError};
