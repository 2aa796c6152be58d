//! The calls, over mutual TLS.

use crate::{BankIdError, BankIdSettings, Collected, Order, OrderRequest, SettingsError, VisibleText};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Proxy, Response, redirect};
use serde::Serialize;
use std::time::Duration;

/// How long to wait between two [`BankId::collect`] of the same order. BankID allows no quicker pace.
pub const POLL_EVERY: Duration = Duration::from_secs(2);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// A completion with its signature and OCSP response is some tens of kilobytes.
const LARGEST_ANSWER: usize = 512 * 1024;

/// A connection to BankID's relying party API. Cheap to clone; clones share their connections.
///
/// It presents our certificate, trusts BankID's own authority and no other, follows no redirect, takes no proxy from the
/// environment, and retries nothing by itself.
#[derive(Clone, Debug)]
pub struct BankId {
    client: Client,
    auth: String,
    sign: String,
    collect: String,
    cancel: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderRef<'a> {
    order_ref: &'a str,
}

impl BankId {
    /// Makes the connection ready; nothing is sent yet.
    ///
    /// # Errors
    /// [`SettingsError`], which names the setting to mend.
    pub fn new(settings: &BankIdSettings) -> Result<Self, SettingsError> {
        let url = settings.method_url()?;
        let mut builder = Client::builder()
            .https_only(true)
            .tls_certs_only(settings.trusted()?)
            .identity(settings.identity()?)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT);
        if let Some(proxy) = &settings.proxy {
            builder = builder.proxy(Proxy::https(proxy).map_err(SettingsError::Proxy)?);
        }
        let client = builder.build().map_err(SettingsError::Tls)?;
        Ok(Self { client, auth: url("auth"), sign: url("sign"), collect: url("collect"), cancel: url("cancel") })
    }

    /// Begins an identification.
    ///
    /// # Errors
    /// [`BankIdError`]; [`crate::message_for_error`] says what to tell the person.
    pub async fn auth(&self, request: &OrderRequest) -> Result<Order, BankIdError> {
        order(&self.call(&self.auth, request).await?)
    }

    /// Begins a signature under `text`, which takes the place of the request's own visible text.
    ///
    /// # Errors
    /// As [`auth`](Self::auth).
    pub async fn sign(&self, text: VisibleText, request: &OrderRequest) -> Result<Order, BankIdError> {
        let request = OrderRequest { visible: Some(text), ..request.clone() };
        order(&self.call(&self.sign, &request).await?)
    }

    /// Asks how an order is doing; not more often than [`POLL_EVERY`].
    ///
    /// A failed or complete order is told **once**. Store what it says before the browser is answered, or it is lost.
    ///
    /// # Errors
    /// As [`auth`](Self::auth); [`crate::ErrorCode::NotFound`] or `InvalidParameters` for an order that is gone.
    pub async fn collect(&self, order_ref: &str) -> Result<Collected, BankIdError> {
        let body = self.call(&self.collect, &OrderRef { order_ref }).await?;
        Collected::from_json(&body).ok_or(BankIdError::NotAnAnswer)
    }

    /// Stops an order, as when the person leaves the page, so that the next one does not meet `alreadyInProgress`.
    ///
    /// # Errors
    /// As [`auth`](Self::auth).
    pub async fn cancel(&self, order_ref: &str) -> Result<(), BankIdError> {
        self.call(&self.cancel, &OrderRef { order_ref }).await.map(|_| ())
    }

    async fn call(&self, url: &str, body: &impl Serialize) -> Result<Vec<u8>, BankIdError> {
        // Exactly this type: with a charset parameter BankID answers 415.
        let body = serde_json::to_vec(body).map_err(|_| BankIdError::NotAnAnswer)?;
        let request = self.client.post(url).header(CONTENT_TYPE, "application/json").header(ACCEPT, "application/json");
        let response = request.body(body).send().await.map_err(BankIdError::Unreachable)?;
        let status = response.status();
        let wait_seconds = wait_seconds(response.headers());
        let body = bounded(response).await?;
        if status.is_success() { Ok(body) } else { Err(BankIdError::refused(status.as_u16(), &body, wait_seconds)) }
    }
}

fn order(body: &[u8]) -> Result<Order, BankIdError> {
    serde_json::from_slice(body).map_err(|_| BankIdError::NotAnAnswer)
}

fn wait_seconds(headers: &HeaderMap) -> Option<u64> {
    headers.get("ratelimit-reset")?.to_str().ok()?.trim().parse().ok()
}

async fn bounded(mut response: Response) -> Result<Vec<u8>, BankIdError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BankIdError::Unreachable)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(BankIdError::NotAnAnswer);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
