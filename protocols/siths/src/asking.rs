//! Asking a browser for its card at our own TLS.

use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::NoServerSessionStorage;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, RootCertStore, ServerConfig, SignatureScheme};

use crate::CardCheck;

/// Has the other side prove that it holds the key of the certificate that it shows, and nothing else of it.
#[derive(Debug)]
struct Asking {
    /// Whose cards are asked for: browsers offer no others.
    issuers: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for Asking {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.issuers
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        card: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, card, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        card: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, card, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl CardCheck {
    /// TLS that asks a browser for its card. Every card comes through that proves in the handshake that it holds its key, whoever issued
    /// it and however old it is, and so does a browser without one: whoever comes with a card that has expired gets a page that says so,
    /// and not a browser's error.
    ///
    /// INVARIANT: what comes through has not been judged. Ask [`check`](Self::check) at each request, with the connection's
    /// `peer_certificates`, before anything is believed.
    ///
    /// No connection goes on where another left off: a resumed one would count as the card of whoever sat at the same browser before,
    /// with the card long gone from its reader. Answer one request on each, for the same reason. Browsers ask for a card at every
    /// connection to a host: give this a host name or a port of its own.
    ///
    /// # Errors
    /// When rustls does not take the issuers, or our own certificate and key.
    pub fn asking_tls(
        &self,
        own: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<ServerConfig, Error> {
        let mut roots = RootCertStore::empty();
        for issuer in self.trusted() {
            roots.add(issuer)?;
        }
        let provider = Arc::new(aws_lc_rs::default_provider());
        let asking = Asking { issuers: roots.subjects(), algorithms: provider.signature_verification_algorithms };
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(Arc::new(asking))
            .with_single_cert(own, key)?;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}
