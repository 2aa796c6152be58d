//! A certificate authority of the tests' own, and cards of it that are right or wrong in one way each.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't get its ground stops there and says why"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, CustomExtension, DnType,
    IsCa, KeyIdMethod, RevokedCertParams, SerialNumber, SigningKey, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

pub use rcgen::{ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose};

/// The policy that the tests' table has at level 3; the arc is SITHS's own, and 512 is Mobilt SITHS.
pub const LOA3: &[u64] = &[1, 2, 752, 74, 8, 512];
/// The one at level 2.
pub const LOA2: &[u64] = &[1, 2, 752, 74, 8, 20];
/// The HSA-id of an ordinary card of these tests.
pub const HSA_ID: &str = "SE2321000016-3MKB";
/// From Skatteverket's published series.
pub const NUMBER: &str = "198201012385";

/// Within the time of everything that is not made otherwise.
#[must_use]
pub fn now() -> Timestamp {
    "2026-06-15T10:00:00Z".parse().unwrap()
}

/// An authority that issues cards, other authorities and revocation lists.
pub struct Authority(pub CertifiedIssuer<'static, KeyPair>);

/// What a card is made of. An ordinary card unless said otherwise.
pub struct Card {
    /// The card's own number with its issuer.
    pub serial: u8,
    /// Whom it is for: the subject's `serialNumber`.
    pub subject_serial_number: Option<String>,
    /// From the first day of the first year to the first of the second.
    pub years: (i32, i32),
    /// What its key is for.
    pub usages: Vec<KeyUsagePurpose>,
    /// What it is for.
    pub purposes: Vec<ExtendedKeyUsagePurpose>,
    /// How surely its holder was identified.
    pub policies: Vec<&'static [u64]>,
    /// Given and family name of its holder.
    pub name: Option<(&'static str, &'static str)>,
    /// So many bytes more than it needs.
    pub padding: usize,
}

impl Default for Card {
    fn default() -> Self {
        Self {
            serial: 7,
            subject_serial_number: Some(HSA_ID.to_owned()),
            years: (2025, 2028),
            usages: vec![KeyUsagePurpose::DigitalSignature],
            purposes: vec![ExtendedKeyUsagePurpose::ClientAuth],
            policies: vec![LOA3],
            name: Some(("Karin", "Ek")),
            padding: 0,
        }
    }
}

impl Card {
    /// What the certificate is made of.
    #[must_use]
    pub fn params(&self) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name.remove(DnType::CommonName);
        if let Some((given, family)) = self.name {
            params.distinguished_name.push(DnType::CommonName, format!("{given} {family}"));
            params.distinguished_name.push(DnType::from_oid(&[2, 5, 4, 42]), given);
            params.distinguished_name.push(DnType::from_oid(&[2, 5, 4, 4]), family);
            params.distinguished_name.push(DnType::OrganizationName, "Region Exempel");
        }
        if let Some(number) = &self.subject_serial_number {
            params.distinguished_name.push(DnType::from_oid(&[2, 5, 4, 5]), number.as_str());
        }
        params.serial_number = Some(SerialNumber::from(vec![self.serial, 1]));
        params.not_before = date_time_ymd(self.years.0, 1, 1);
        params.not_after = date_time_ymd(self.years.1, 1, 1);
        params.key_usages = self.usages.clone();
        params.extended_key_usages = self.purposes.clone();
        if !self.policies.is_empty() {
            params.custom_extensions.push(policies(&self.policies));
        }
        if self.padding > 0 {
            let padding = CustomExtension::from_oid_content(&[1, 2, 752, 999], vec![0; self.padding]);
            params.custom_extensions.push(padding);
        }
        params
    }
}

impl Authority {
    /// An authority of the years 2020 to 2040.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self::of_years(name, 2020, 2040)
    }

    /// An authority of other years.
    #[must_use]
    pub fn of_years(name: &str, from: i32, to: i32) -> Self {
        Self(CertifiedIssuer::self_signed(authority(name, from, to), KeyPair::generate().unwrap()).unwrap())
    }

    /// An authority below this one.
    #[must_use]
    pub fn below(&self, name: &str) -> Self {
        let params = authority(name, 2020, 2040);
        Self(CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), &self.0).unwrap())
    }

    /// Its certificate, as PEM.
    #[must_use]
    pub fn pem(&self) -> Vec<u8> {
        self.0.pem().into_bytes()
    }

    /// Its certificate.
    #[must_use]
    pub fn der(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    /// A card whose key nobody needs.
    #[must_use]
    pub fn issue(&self, card: &Card) -> CertificateDer<'static> {
        self.issue_with_key(card).0
    }

    /// A card with its key.
    #[must_use]
    pub fn issue_with_key(&self, card: &Card) -> (CertificateDer<'static>, KeyPair) {
        let key = KeyPair::generate().unwrap();
        (card.params().signed_by(&key, &self.0).unwrap().der().clone(), key)
    }

    /// A card whose subject has `serialNumber` twice. rcgen keeps each attribute once, so the second is made of another attribute
    /// whose identifier is as long (dnQualifier, 2.5.4.46), and the whole is signed again.
    #[must_use]
    pub fn issue_with_two_numbers(&self, card: &Card, second: &str) -> CertificateDer<'static> {
        let mut params = card.params();
        params.distinguished_name.push(DnType::from_oid(&[2, 5, 4, 46]), second);
        let made = params.signed_by(&KeyPair::generate().unwrap(), &self.0).unwrap();
        let (_, body) = split(made.der());
        let (to_sign, rest) = body.split_at(whole(body));
        let algorithm = &rest[..whole(rest)];
        let place = to_sign.windows(5).position(|bytes| bytes == [6, 3, 0x55, 4, 46]).unwrap();
        let mut to_sign = to_sign.to_vec();
        to_sign[place + 4] = 5;
        let signature = self.0.key().sign(&to_sign).unwrap();
        let bits = element(3, &[&[0], signature.as_slice()].concat());
        CertificateDer::from(element(0x30, &[to_sign.as_slice(), algorithm, &bits].concat()))
    }

    /// A certificate of a server by this name, with its key.
    #[must_use]
    pub fn server(&self, name: &str) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2040, 1, 1);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.0).unwrap().der().clone(), private(&key))
    }

    /// A list in which these cards, by their own number, stand as revoked.
    #[must_use]
    pub fn list(&self, revoked: &[u8], until: i32) -> Vec<u8> {
        let entry = |serial: &u8| RevokedCertParams {
            serial_number: SerialNumber::from(vec![*serial, 1]),
            revocation_time: date_time_ymd(2026, 2, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 1, 1),
            next_update: date_time_ymd(until, 1, 2),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.0).unwrap().der().to_vec()
    }
}

/// A key as TLS takes it.
#[must_use]
pub fn private(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(key.serialize_der()).into()
}

/// A certificate as a proxy writes it: PEM, every other byte than letters and digits escaped.
#[must_use]
pub fn escaped(certificate: &CertificateDer<'_>) -> String {
    let digits = BASE64.encode(certificate);
    let lines: Vec<_> = digits.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
    let escape = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    pem.bytes().map(escape).collect()
}

fn authority(name: &str, from: i32, to: i32) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params
}

fn policies(policies: &[&[u64]]) -> CustomExtension {
    let entries: Vec<u8> = policies.iter().flat_map(|policy| element(0x30, &element(6, &oid(policy)))).collect();
    CustomExtension::from_oid_content(&[2, 5, 29, 32], element(0x30, &entries))
}

fn oid(numbers: &[u64]) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(numbers[0] * 40 + numbers[1]).unwrap()];
    for number in &numbers[2..] {
        let mut digits = vec![u8::try_from(number & 0x7f).unwrap()];
        let mut rest = number >> 7;
        while rest > 0 {
            digits.push(u8::try_from(rest & 0x7f).unwrap() | 0x80);
            rest >>= 7;
        }
        bytes.extend(digits.iter().rev());
    }
    bytes
}

/// A DER element.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..=0x7f => bytes.push(u8::try_from(length).unwrap()),
        _ => bytes.extend([0x82, u8::try_from(length >> 8).unwrap(), u8::try_from(length & 0xff).unwrap()]),
    }
    bytes.extend(content);
    bytes
}

/// Header and content of the element that these bytes begin with.
fn split(bytes: &[u8]) -> (usize, &[u8]) {
    let (header, length) = match bytes[1] {
        short @ 0..=0x7f => (2, usize::from(short)),
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, (usize::from(bytes[2]) << 8) | usize::from(bytes[3])),
        other => panic!("a length of {other:#x}"),
    };
    (header, &bytes[header..header + length])
}

fn whole(bytes: &[u8]) -> usize {
    let (header, content) = split(bytes);
    header + content.len()
}
