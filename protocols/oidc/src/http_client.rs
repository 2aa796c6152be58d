//! The calls to the IdP: no redirect is followed, no proxy taken from the environment, nothing sent in the clear, no answer without
//! an end.

use std::error::Error as _;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Certificate, Client, Proxy, Request, redirect};

use crate::settings::{OidcSettings, SettingsError, is_safe};

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// Claims with all commissions of somebody who has many are some tens of kilobytes.
const LARGEST_ANSWER: usize = 512 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct HttpClient(Client);

/// Why a call gave no answer. Holds no address: there may be a code in it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    #[error("{0}")]
    Unreachable(String),
    #[error("an address in the clear")]
    InTheClear,
    #[error("too large an answer")]
    TooLarge,
    #[error("an answer that can't be put together")]
    NotAnAnswer,
}

impl HttpClient {
    pub(crate) fn new(settings: &OidcSettings) -> Result<Self, SettingsError> {
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(settings.answer_within);
        if let Some(pem) = &settings.authority_pem {
            let authorities = Certificate::from_pem_bundle(pem).unwrap_or_default();
            if authorities.is_empty() {
                return Err(SettingsError::Authority);
            }
            builder = builder.tls_certs_only(authorities);
        }
        if let Some(proxy) = &settings.proxy {
            builder = builder.proxy(Proxy::https(proxy).map_err(|_| SettingsError::Proxy)?);
        }
        builder.build().map(Self).map_err(SettingsError::Tls)
    }

    async fn perform(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        let request = Request::try_from(request).map_err(unreachable)?;
        // Discovery says where the other endpoints are; it may not lead into the clear.
        if !is_safe(request.url()) {
            return Err(CallError::InTheClear);
        }
        let mut response = self.0.execute(request).await.map_err(unreachable)?;
        let mut answer = HttpResponse::default();
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if answer.body().len() + chunk.len() > LARGEST_ANSWER {
                return Err(CallError::TooLarge);
            }
            answer.body_mut().extend_from_slice(&chunk);
        }
        if answer.status().is_redirection() { Err(CallError::NotAnAnswer) } else { Ok(answer) }
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.perform(request))
    }
}

/// The error with its causes, on one line and without the address.
fn unreachable(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    CallError::Unreachable(told.replace(['\r', '\n'], " "))
}
