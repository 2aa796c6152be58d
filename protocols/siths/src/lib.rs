//! SITHS cards (e-tjänstekort): from a certificate chain to a person's HSA-id or identity number, with its level of assurance.
//!
//! A card proves itself in one of two places. At **our own TLS** ([`CardCheck::asking_tls`]), where rustls has the card sign
//! the handshake; or at **a proxy in front**, which passes the certificate on in a header ([`TrustedProxies::take`]): such a header
//! is believed from configured addresses alone. Either way [`CardCheck::check`] judges the chain itself, at a time that is given:
//! the issuer is a configured one, the certificate holds at that time and is in no revocation list, it is for signing
//! (`digitalSignature`) and for signing in (`clientAuth`), its policy is known and says which level, and its subject has one
//! `serialNumber` (2.5.4.5) that is an HSA-id or an identity number. Nothing else of the subject is relied upon.
//!
//! Whether the card's key was used is proved by TLS and by nobody else: a certificate is no secret. What comes from a header is as
//! good as the proxy that wrote it.
//!
//! Sources: RFC 5280 (certificates, revocation lists), RFC 9440 (`Client-Cert`), nginx's `$ssl_client_escaped_cert`, and Inera's
//! SITHS e-id (issuers of persons, policies under 1.2.752.74.8).

mod asking;
mod card;
mod check;
mod issuers;
mod levels;
mod proxies;
mod proxy_header;
mod read;
mod refusal;
mod revocation;

pub use rustls::pki_types::CertificateDer;

pub use card::{CardIdentifier, SithsCard};
pub use check::CardCheck;
pub use issuers::{IssuersError, TrustedIssuers};
pub use levels::{CardAssurance, PolicyLevels, PolicyLevelsError};
pub use proxies::{ProxiesError, TrustedProxies};
pub use proxy_header::{ForwardedHeaders, ForwardedRefusal, HeaderForm};
pub use read::as_it_says;
pub use refusal::CardRefusal;
pub use revocation::{Revocation, RevocationError, RevocationLists};

/// What a person is told when a card fails, in Swedish: a text for each `message_id`.
pub const TEXTS_SV: &str = include_str!("../texts/sv.ftl");
/// The same in English.
pub const TEXTS_EN: &str = include_str!("../texts/en.ftl");
