//! The conversation with the server (RFC 5321), step by step: at which step it failed says what can be done about it.

use std::error::Error as _;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use crate::letter::{Letter, MailFrom, composed};
use crate::{MailServer, Security};

/// To connect, before anything is said.
const CONNECT_WITHIN: Duration = Duration::from_secs(20);

/// What the server knows us by. `Debug` shows no password.
#[derive(Clone)]
pub struct Login {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Login({}, ****)", self.user)
    }
}

/// What a [`Mailer`] is made of.
#[derive(Debug, Clone)]
pub struct MailerOptions {
    /// Where our mail goes.
    pub server: MailServer,
    /// From whom it is.
    pub from: MailFrom,
    /// What the server knows us by, if it asks.
    pub login: Option<Login>,
    /// The authority that vouches for the server, in PEM, where the system's own do not.
    pub authority: Option<Vec<u8>>,
    /// The name that we greet with: the host name of the service.
    pub own_name: String,
}

/// Why a mailer can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MailerError(String);

/// Why a letter was not sent. Nothing of the letter stands in it, and nothing that the server said about the recipient.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The server can't be reached, or does not take our mail at all: no letter goes now.
    #[error("{0}")]
    Unreachable(String),
    /// The server does not take this letter now.
    #[error("{0}")]
    Later(String),
    /// The server will never take this letter: the recipient does not exist, most often.
    #[error("{0}")]
    Refused(String),
}

/// Sends letters through one server, each over a connection of its own.
#[derive(Clone)]
pub struct Mailer {
    server: MailServer,
    from: MailFrom,
    login: Option<Login>,
    tls: Option<TlsParameters>,
    own_name: ClientId,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Mailer({})", self.server)
    }
}

impl Mailer {
    /// Puts a mailer together.
    ///
    /// # Errors
    /// Where the authority holds no certificate.
    pub fn new(options: MailerOptions) -> Result<Self, MailerError> {
        let wrong = |error: Error| MailerError(error.to_string());
        let tls = match options.server.security() {
            Security::Loopback => None,
            Security::Tls | Security::StartTls => {
                let mut tls = TlsParameters::builder(options.server.host().to_owned());
                if let Some(pem) = &options.authority {
                    let authority = Certificate::from_pem(pem).map_err(wrong)?;
                    tls = tls.certificate_store(CertificateStore::None).add_root_certificate(authority);
                }
                Some(tls.build().map_err(wrong)?)
            }
        };
        let own_name = match options.own_name.parse() {
            Ok(std::net::IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(std::net::IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(options.own_name),
        };
        Ok(Self { server: options.server, from: options.from, login: options.login, tls, own_name })
    }

    /// Sends one letter, and answers when the server has taken it upon itself.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, letter: &Letter<'_>) -> Result<(), SendError> {
        let (bytes, to) = composed(&self.from, letter)
            .map_err(|error| SendError::Refused(format!("no letter can be made of it: {error}")))?;
        let mut connection = self.connected().await?;
        let sent = self.hand_over(&mut connection, &to, &bytes).await;
        match sent {
            // What the server answers to our goodbye changes nothing: the letter is its own by now.
            Ok(()) => drop(connection.quit().await),
            Err(_) => connection.abort().await,
        }
        sent
    }

    /// Whether the server can be reached and takes our mail, without sending any.
    ///
    /// # Errors
    /// [`SendError::Unreachable`] with the step that failed.
    pub async fn check(&self) -> Result<(), SendError> {
        let mut connection = self.connected().await?;
        let answer = connection.command(Mail::new(Some(self.from.address().clone()), Vec::new())).await;
        connection.abort().await;
        answer.map(drop).map_err(|error| unreachable("the sender", &error))
    }

    async fn connected(&self) -> Result<AsyncSmtpConnection, SendError> {
        let at_once = self.tls.clone().filter(|_| self.server.security() == Security::Tls);
        let place = (self.server.host(), self.server.port());
        let greeting = AsyncSmtpConnection::connect_tokio1(place, Some(CONNECT_WITHIN), &self.own_name, at_once, None);
        let mut connection = tokio::time::timeout(CONNECT_WITHIN, greeting)
            .await
            .map_err(|_| {
                SendError::Unreachable(format!(
                    "the connection: no greeting within {} seconds",
                    CONNECT_WITHIN.as_secs()
                ))
            })?
            .map_err(|error| unreachable("the connection", &error))?;
        if self.server.security() == Security::StartTls {
            let Some(tls) = self.tls.clone() else { return Err(SendError::Unreachable("no TLS".to_owned())) };
            connection.starttls(tls, &self.own_name).await.map_err(|error| unreachable("STARTTLS", &error))?;
        }
        if let Some(login) = &self.login {
            let credentials = Credentials::new(login.user.clone(), login.password.clone());
            let known = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
            known.map_err(|error| unreachable("the login", &error))?;
        }
        Ok(connection)
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: &Address,
        bytes: &[u8],
    ) -> Result<(), SendError> {
        let from = Mail::new(Some(self.from.address().clone()), Vec::new());
        connection.command(from).await.map_err(|error| unreachable("the sender", &error))?;
        let recipient = Rcpt::new(to.clone(), Vec::new());
        connection.command(recipient).await.map_err(|error| about_the_letter("the recipient", &error))?;
        connection.command(Data).await.map_err(|error| about_the_letter("the letter", &error))?;
        connection.message(bytes).await.map_err(|error| about_the_letter("the letter", &error))?;
        Ok(())
    }
}

/// Before a recipient was named: the server's own words help the operator, and name nobody.
fn unreachable(step: &str, error: &Error) -> SendError {
    SendError::Unreachable(format!("{step}: {}", error.to_string().replace(['\r', '\n'], " ")))
}

/// After that, the numbers alone: the words may repeat the address.
fn about_the_letter(step: &str, error: &Error) -> SendError {
    let Some(code) = error.status() else {
        // The connection broke: what the server makes of the letter is not known.
        return SendError::Unreachable(format!("{step}: the connection broke"));
    };
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let enhanced = words.split_whitespace().next().filter(|word| is_enhanced_status(word)).unwrap_or_default();
    let told = format!("{step}: {code} {enhanced}").trim_end().to_owned();
    // X.7.X is about what we may do (RFC 3463), such as relaying without a login: mended at the server, not by the recipient.
    if error.is_permanent() && !enhanced.starts_with("5.7.") {
        SendError::Refused(told)
    } else {
        SendError::Later(told)
    }
}

fn is_enhanced_status(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_enhanced_status_code_is_quoted() {
        assert!(is_enhanced_status("5.1.1") && is_enhanced_status("4.7.23"));
        for other in ["5.1", "5.1.1.1", "192.0.2.1234", "a.b.c", "<eva@a.example>", ""] {
            assert!(!is_enhanced_status(other), "{other}");
        }
    }

    #[test]
    fn no_password_prints() {
        let login = Login { user: "behorig".to_owned(), password: "hemligt".to_owned() };
        assert_eq!(format!("{login:?}"), "Login(behorig, ****)");
    }
}
