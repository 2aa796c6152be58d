//! C2SP tlog-witness: `POST <prefix>/add-checkpoint`.

use std::time::Duration;

use behorig_transparency::{AddCheckpoint, ConsistencyProof, Kind, SignedNote, VerifyingKey};
use reqwest::{Certificate, Client, redirect};

use super::WitnessError;

const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const ANSWER_WITHIN: Duration = Duration::from_secs(8);
/// An honest answer is a few signature lines.
const LARGEST_ANSWER: usize = 64 * 1024;

/// A witness at an address, whose cosignatures are by this key. It follows no redirect and takes no proxy from the environment.
#[derive(Debug, Clone)]
pub struct HttpWitness {
    url: String,
    key: VerifyingKey,
    client: Client,
}

/// What a witness answers.
pub(super) enum Answer {
    /// Signature lines.
    Cosigned(String),
    /// 409: this is the size that it saw last.
    Saw(u64),
}

impl HttpWitness {
    /// A witness. `url` is its submission prefix, `authority` the authority of its certificate in PEM where the system knows none.
    ///
    /// # Errors
    /// What is wrong, for the operator.
    pub fn new(url: &str, key: VerifyingKey, authority: Option<&[u8]>) -> Result<Self, String> {
        if key.kind() != Kind::Witness {
            return Err("the key is a log's and not a witness's".to_owned());
        }
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN);
        if let Some(pem) = authority {
            let authorities = Certificate::from_pem_bundle(pem).unwrap_or_default();
            if authorities.is_empty() {
                return Err("the authority's file holds no certificate".to_owned());
            }
            builder = builder.tls_certs_only(authorities);
        }
        let client = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { url: format!("{}/add-checkpoint", url.trim_end_matches('/')), key, client })
    }

    /// Its public key.
    #[must_use]
    pub const fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Shows a checkpoint.
    pub(super) async fn add(&self, growth: &ConsistencyProof, note: &SignedNote) -> Result<Answer, WitnessError> {
        let away = |error: reqwest::Error| WitnessError::Away(error.without_url().to_string());
        let body = AddCheckpoint { growth, note }.to_string();
        let mut response = self.client.post(&self.url).body(body).send().await.map_err(away)?;
        let status = response.status().as_u16();
        let mut text = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            if text.len() + chunk.len() > LARGEST_ANSWER {
                return Err(WitnessError::Away("its answer has no end".to_owned()));
            }
            text.extend_from_slice(&chunk);
        }
        let text = String::from_utf8(text).map_err(|_| WitnessError::Away("its answer is no text".to_owned()))?;
        match status {
            200 => Ok(Answer::Cosigned(text)),
            409 => {
                let size = text.trim_end_matches('\n').parse();
                size.map(Answer::Saw).map_err(|_| WitnessError::Away("its answer 409 says no size".to_owned()))
            }
            422 => Err(WitnessError::Refused),
            403 => Err(WitnessError::Away("403: it does not know the key that signs this log".to_owned())),
            404 => Err(WitnessError::Away("404: it does not know this log".to_owned())),
            other => Err(WitnessError::Away(format!("it answers with {other}"))),
        }
    }
}
