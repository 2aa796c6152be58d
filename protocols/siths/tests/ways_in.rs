//! The two ways in: a handshake at our own TLS, and a header of a proxy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code, missing_docs)]

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use behorig_identity::{HsaId, TestPrefixes};
use behorig_siths::{
    CardCheck, CardIdentifier, CardRefusal, ForwardedHeaders, ForwardedRefusal, HeaderForm, PolicyLevels, Revocation,
    RevocationLists, TrustedIssuers, TrustedProxies,
};
use proof_cards::{Authority, Card, HSA_ID, KeyPair, escaped, now, private};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, ClientConnection, HandshakeKind, RootCertStore, ServerConfig, ServerConnection};

const ISSUER: &str = "SITHS e-id Person HSA-id 3 CA v1 (TEST)";
const HOST: &str = "siths.behorig.example";

fn check(authority: &Authority) -> CardCheck {
    let lists = RevocationLists::new([authority.list(&[9], 2027).as_slice()]).unwrap();
    let levels = PolicyLevels::parse("1.2.752.74.8.512=loa3").unwrap();
    let issuers = TrustedIssuers::from_pem(&authority.pem()).unwrap();
    CardCheck::new(issuers, Revocation::Lists(lists), levels, TestPrefixes::none())
}

#[derive(Debug)]
struct TestTime;

impl TimeProvider for TestTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(now().as_second().unsigned_abs())))
    }
}

/// A handshake in memory: what the server knows of the other side when it is over, or why it broke off.
fn handshake(
    check: &CardCheck,
    card: Option<(CertificateDer<'static>, KeyPair)>,
) -> Result<Vec<CertificateDer<'static>>, rustls::Error> {
    let (server, client) = sides(check, card);
    connect(&server, &client).map(|(server, _)| server.peer_certificates().unwrap_or_default().to_vec())
}

fn sides(
    check: &CardCheck,
    card: Option<(CertificateDer<'static>, KeyPair)>,
) -> (Arc<ServerConfig>, Arc<ClientConfig>) {
    let house = Authority::new("Huset");
    let (certificate, key) = house.server(HOST);
    let server = check.asking_tls(vec![certificate], key).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(house.der()).unwrap();
    let client = ClientConfig::builder_with_details(Arc::new(aws_lc_rs::default_provider()), Arc::new(TestTime))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let client = match card {
        None => client.with_no_client_auth(),
        // Unlike the ordinary way, this one lets a certificate be shown without its key.
        Some((certificate, of)) => {
            let signing = client.crypto_provider().key_provider.load_private_key(private(&of)).unwrap();
            let shown = SingleCertAndKey::from(CertifiedKey::new(vec![certificate], signing));
            client.with_client_cert_resolver(Arc::new(shown))
        }
    };
    (Arc::new(server), Arc::new(client))
}

fn connect(
    server: &Arc<ServerConfig>,
    client: &Arc<ClientConfig>,
) -> Result<(ServerConnection, ClientConnection), rustls::Error> {
    let mut server = ServerConnection::new(Arc::clone(server))?;
    let mut client = ClientConnection::new(Arc::clone(client), HOST.try_into().unwrap())?;
    while server.is_handshaking() || client.is_handshaking() || client.wants_write() || server.wants_write() {
        carry(&mut client, &mut server)?;
        carry(&mut server, &mut client)?;
    }
    Ok((server, client))
}

fn carry<A, B>(
    from: &mut impl std::ops::DerefMut<Target = rustls::ConnectionCommon<A>>,
    to: &mut impl std::ops::DerefMut<Target = rustls::ConnectionCommon<B>>,
) -> Result<(), rustls::Error> {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).unwrap();
    }
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        to.read_tls(&mut rest).unwrap();
        to.process_new_packets()?;
    }
    Ok(())
}

#[test]
fn a_card_in_the_reader_signs_the_handshake_and_is_known() {
    let authority = Authority::new(ISSUER);
    let check = check(&authority);
    let chain = handshake(&check, Some(authority.issue_with_key(&Card::default()))).unwrap();
    let card = check.check(&chain, now()).unwrap();
    assert_eq!(card.identifier, CardIdentifier::HsaId(HsaId::parse(HSA_ID).unwrap()));
}

#[test]
fn a_browser_without_a_card_is_let_through_to_be_told() {
    let check = check(&Authority::new(ISSUER));
    let chain = handshake(&check, None).unwrap();
    assert_eq!(check.check(&chain, now()), Err(CardRefusal::NoCertificate));
}

#[test]
fn every_card_comes_through_that_proves_its_key_and_is_judged_where_a_page_can_say_why() {
    let (authority, other) = (Authority::new(ISSUER), Authority::new("En annan"));
    let check = check(&authority);
    for (by, card, refusal) in [
        (&authority, Card::default(), None),
        (&authority, Card { serial: 9, ..Card::default() }, Some(CardRefusal::Revoked)),
        (&authority, Card { years: (2020, 2026), ..Card::default() }, Some(CardRefusal::Expired)),
        (&authority, Card { years: (2027, 2030), ..Card::default() }, Some(CardRefusal::NotYetValid)),
        (&other, Card::default(), Some(CardRefusal::UnknownIssuer)),
    ] {
        let chain = handshake(&check, Some(by.issue_with_key(&card))).unwrap();
        assert_eq!(check.check(&chain, now()).err(), refusal);
    }
    // Somebody else's certificate, which is no secret, without its key.
    let (certificate, _) = authority.issue_with_key(&Card::default());
    let stolen = handshake(&check, Some((certificate, KeyPair::generate().unwrap()))).unwrap_err();
    assert!(matches!(stolen, rustls::Error::InvalidCertificate(rustls::CertificateError::BadSignature)), "{stolen:?}");
}

#[test]
fn a_card_proves_its_key_at_every_connection_and_none_goes_on_with_what_another_proved() {
    let authority = Authority::new(ISSUER);
    let (server, client) = sides(&check(&authority), Some(authority.issue_with_key(&Card::default())));
    for _ in 0..3 {
        // The browser remembers what it can of each, and offers to go on with it.
        let (there, here) = connect(&server, &client).unwrap();
        assert_eq!(there.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(here.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(here.tls13_tickets_received(), 0);
    }
}

#[test]
fn a_card_from_a_trusted_proxy_is_judged_by_the_same_rules() {
    let authority = Authority::new(ISSUER);
    let check = check(&authority);
    let proxies = TrustedProxies::parse("10.0.0.5").unwrap();
    let peer: IpAddr = "10.0.0.5".parse().unwrap();
    for (card, outcome) in [
        (Card::default(), None),
        (Card { serial: 9, ..Card::default() }, Some(CardRefusal::Revoked)),
        (Card { years: (2020, 2026), ..Card::default() }, Some(CardRefusal::Expired)),
        (Card { policies: vec![], ..Card::default() }, Some(CardRefusal::NoPolicy)),
    ] {
        let certificate = authority.issue(&card);
        let field = format!(":{}:", BASE64.encode(&certificate)).into_bytes();
        for (form, value) in
            [(HeaderForm::EscapedPem, escaped(&certificate).into_bytes()), (HeaderForm::ClientCert, field)]
        {
            let headers = ForwardedHeaders { certificate: &[&value], chain: &[] };
            let chain = proxies.take(peer, form, &headers).unwrap().unwrap();
            assert_eq!(chain, std::slice::from_ref(&certificate));
            assert_eq!(check.check(&chain, now()).err(), outcome);
        }
    }
    // A proxy that says anything about a card of somebody else's issuer is not believed either.
    let foreign = escaped(&Authority::new("En annan").issue(&Card::default())).into_bytes();
    let headers = ForwardedHeaders { certificate: &[&foreign], chain: &[] };
    let chain = proxies.take(peer, HeaderForm::EscapedPem, &headers).unwrap().unwrap();
    assert_eq!(check.check(&chain, now()), Err(CardRefusal::UnknownIssuer));
}

#[test]
fn a_header_from_anybody_else_is_refused_however_good_its_card() {
    let value = escaped(&Authority::new(ISSUER).issue(&Card::default())).into_bytes();
    let proxies = TrustedProxies::parse("10.0.0.5, 10.0.1.0/28").unwrap();
    let good = ForwardedHeaders { certificate: &[&value], chain: &[] };
    for peer in ["10.0.0.6", "10.0.1.16", "127.0.0.1", "::1"] {
        let peer: IpAddr = peer.parse().unwrap();
        assert_eq!(proxies.take(peer, HeaderForm::EscapedPem, &good), Err(ForwardedRefusal::NotFromProxy));
        assert_eq!(proxies.take(peer, HeaderForm::EscapedPem, &ForwardedHeaders::default()), Ok(None));
    }
    let peer: IpAddr = "10.0.1.3".parse().unwrap();
    let twice = ForwardedHeaders { certificate: &[&value, &value], chain: &[] };
    assert_eq!(proxies.take(peer, HeaderForm::EscapedPem, &twice), Err(ForwardedRefusal::Repeated));
}
