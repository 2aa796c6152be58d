//! Asking a validation server over HTTPS.

use crate::{ApiKey, Nonce, Otp, Refusal, Request, Response, Status};
use reqwest::{Client, Url, redirect};
use std::time::Duration;

/// An honest answer is a few hundred bytes.
const LARGEST_ANSWER: usize = 16 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(8);

/// Why a validation server could not be asked, or not believed.
#[derive(Debug, thiserror::Error)]
pub enum ValidationError {
    /// The address in the settings is not one, or neither HTTPS nor on this machine.
    #[error("the validation server's address must be https")]
    Address,
    /// No connection, or no answer in time. Holds no address, since the password is part of it.
    #[error("the validation server could not be reached: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// It answered with something else than success.
    #[error("the validation server answered with HTTP status {0}")]
    HttpStatus(u16),
    /// The answer is larger than any honest answer, or not text.
    #[error("the validation server's answer is too large or not text")]
    NotAnAnswer,
    /// The answer cannot be believed.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// A server that speaks validation protocol 2.0.
#[derive(Clone, Debug)]
pub struct ValidationServer {
    url: Url,
    client_id: u64,
    key: ApiKey,
    client: Client,
}

impl ValidationServer {
    /// A server at `url` (up to and with `/verify`), which knows this client by a number and a shared key.
    ///
    /// The address must be HTTPS, or plain HTTP on this very machine. Redirects are not followed, and no proxy is taken
    /// from the environment.
    ///
    /// # Errors
    /// [`ValidationError::Address`]; [`ValidationError::Unreachable`] when TLS cannot be set up.
    pub fn new(url: &str, client_id: u64, key: ApiKey) -> Result<Self, ValidationError> {
        let url = Url::parse(url).map_err(|_| ValidationError::Address)?;
        let on_this_machine = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        if url.scheme() != "https" && !(url.scheme() == "http" && on_this_machine) {
            return Err(ValidationError::Address);
        }
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .build()
            .map_err(ValidationError::Unreachable)?;
        Ok(Self { url, client_id, key, client })
    }

    /// Asks whether a password is good. The server uses it up: [`Status::Ok`] comes once for each password.
    ///
    /// # Errors
    /// Every way in which no believable answer came; treat each as *not good*, and tell the operator.
    pub async fn verify(&self, otp: &Otp, nonce: &Nonce) -> Result<Status, ValidationError> {
        let request = Request { client_id: self.client_id, otp, nonce };
        let mut url = self.url.clone();
        url.query_pairs_mut().extend_pairs(request.signed(&self.key));
        let response = self.client.get(url).send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(ValidationError::HttpStatus(response.status().as_u16()));
        }
        let body = bounded_text(response).await?;
        Ok(Response::parse(&body)?.judge(&self.key, &request)?)
    }
}

async fn bounded_text(mut response: reqwest::Response) -> Result<String, ValidationError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ValidationError::NotAnAnswer);
        }
        body.extend_from_slice(&chunk);
    }
    String::from_utf8(body).map_err(|_| ValidationError::NotAnAnswer)
}

fn unreachable(error: reqwest::Error) -> ValidationError {
    ValidationError::Unreachable(error.without_url())
}
