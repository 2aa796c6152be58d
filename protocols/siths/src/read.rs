//! Reading a certificate: first anything that is one, then what a card's holds.

use behorig_identity::{HsaId, IdentityNumber, TestPrefixes};
use jiff::Timestamp;
use x509_parser::oid_registry::{
    OID_X509_EXT_CERTIFICATE_POLICIES, OID_X509_GIVEN_NAME, OID_X509_SERIALNUMBER, OID_X509_SURNAME,
};
use x509_parser::prelude::{FromDer, ParsedExtension, X509Certificate, X509Name};
use x509_parser::x509::AttributeTypeAndValue;

use crate::{CardAssurance, CardIdentifier, CardRefusal, PolicyLevels, SithsCard};

/// A name longer than this is no name of a person or an organisation (RFC 5280 allows 64).
const LONGEST_NAME: usize = 200;
/// A number has twenty bytes at most (RFC 5280, 4.1.2.2).
const LONGEST_NUMBER: usize = 40;

/// Anything that is one whole certificate.
pub(crate) fn certificate(der: &[u8]) -> Result<X509Certificate<'_>, CardRefusal> {
    match X509Certificate::from_der(der) {
        Ok(([], certificate)) => Ok(certificate),
        _ => Err(CardRefusal::NotACertificate),
    }
}

/// What a certificate calls itself, its issuer and its number: for the log, when it is refused. Nothing of it is verified, and nobody's
/// name is in it; none where it can't be read.
#[must_use]
pub fn as_it_says(der: &[u8]) -> Option<String> {
    let certificate = certificate(der).ok()?;
    let number: String = number(&certificate).chars().take(LONGEST_NUMBER).collect();
    Some(format!("{} {number}", issuer(&certificate)))
}

fn issuer(certificate: &X509Certificate<'_>) -> String {
    let issuer = certificate.issuer();
    first(issuer.iter_common_name()).unwrap_or_else(|| plain(&issuer.to_string()))
}

fn number(certificate: &X509Certificate<'_>) -> String {
    certificate.raw_serial().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a verified certificate says.
pub(crate) fn card(
    certificate: &X509Certificate<'_>,
    levels: &PolicyLevels,
    test_prefixes: &TestPrefixes,
) -> Result<SithsCard, CardRefusal> {
    let usage = certificate.key_usage().map_err(|_| CardRefusal::NotACertificate)?;
    if !usage.is_some_and(|usage| usage.value.digital_signature()) {
        return Err(CardRefusal::NotForSigning);
    }
    let purposes = certificate.extended_key_usage().map_err(|_| CardRefusal::NotACertificate)?;
    if !purposes.is_some_and(|purposes| purposes.value.client_auth) {
        return Err(CardRefusal::NotForSignIn);
    }
    let assurance = assurance(certificate, levels)?;
    let subject = certificate.subject();
    Ok(SithsCard {
        identifier: identifier(subject, test_prefixes)?,
        given_name: first(subject.iter_by_oid(&OID_X509_GIVEN_NAME)),
        family_name: first(subject.iter_by_oid(&OID_X509_SURNAME)),
        common_name: first(subject.iter_common_name()),
        organisation: first(subject.iter_organization()),
        issuer: issuer(certificate),
        assurance,
        serial_number: number(certificate),
        not_after: Timestamp::from_second(certificate.validity().not_after.timestamp())
            .map_err(|_| CardRefusal::NotACertificate)?,
    })
}

fn assurance(certificate: &X509Certificate<'_>, levels: &PolicyLevels) -> Result<CardAssurance, CardRefusal> {
    let extension = certificate
        .get_extension_unique(&OID_X509_EXT_CERTIFICATE_POLICIES)
        .map_err(|_| CardRefusal::NotACertificate)?
        .ok_or(CardRefusal::NoPolicy)?;
    let ParsedExtension::CertificatePolicies(policies) = extension.parsed_extension() else {
        return Err(CardRefusal::NotACertificate);
    };
    let policies: Vec<String> = policies.iter().map(|policy| policy.policy_id.to_id_string()).collect();
    levels.level_of(&policies).ok_or_else(|| match policies.first() {
        None => CardRefusal::NoPolicy,
        Some(_) => CardRefusal::UnknownPolicy(policies.join(", ").chars().take(LONGEST_NAME).collect()),
    })
}

fn identifier(subject: &X509Name<'_>, test_prefixes: &TestPrefixes) -> Result<CardIdentifier, CardRefusal> {
    let mut numbers = subject.iter_by_oid(&OID_X509_SERIALNUMBER);
    let number = numbers.next().ok_or(CardRefusal::NoIdentifier)?;
    if numbers.next().is_some() {
        return Err(CardRefusal::TwoIdentifiers);
    }
    let text = number.as_str().map_err(|_| CardRefusal::StrangeIdentifier)?;
    parse(text, test_prefixes)
}

/// Lower case and blanks around are forgiven: certificates have been issued with both. Whatever is not ASCII is not, for it may look
/// like something that it is not.
fn parse(text: &str, test_prefixes: &TestPrefixes) -> Result<CardIdentifier, CardRefusal> {
    if !text.is_ascii() {
        return Err(CardRefusal::StrangeIdentifier);
    }
    let text = text.trim();
    if let Ok(number) = IdentityNumber::from_stored(&text.to_ascii_uppercase()) {
        return Ok(CardIdentifier::IdentityNumber(number));
    }
    let id = HsaId::parse_with(text, test_prefixes).map_err(|_| CardRefusal::StrangeIdentifier)?;
    Ok(CardIdentifier::HsaId(id))
}

/// The first of the values that can be read, for showing.
fn first<'a, 'b: 'a>(mut values: impl Iterator<Item = &'a AttributeTypeAndValue<'b>>) -> Option<String> {
    let text = plain(values.next()?.as_str().ok()?);
    if text.is_empty() { None } else { Some(text) }
}

fn plain(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_identifier_is_an_hsa_id_or_twelve_characters_of_a_number() {
        let parse = |text: &str| parse(text, &TestPrefixes::none());
        let hsa_id = CardIdentifier::HsaId(HsaId::parse("SE2321000016-3MKB").unwrap());
        for text in ["SE2321000016-3MKB", "se2321000016-3mkb", "  SE2321000016-3MKB ", "SE2321000016 -3MKB"] {
            assert_eq!(parse(text).as_ref(), Ok(&hsa_id), "{text:?}");
        }
        let number = CardIdentifier::IdentityNumber(IdentityNumber::from_stored("198201012385").unwrap());
        for text in ["198201012385", " 198201012385"] {
            assert_eq!(parse(text).as_ref(), Ok(&number), "{text:?}");
        }
        // A number of ten digits does not say its century; the others are neither one nor the other.
        for text in
            ["8201012385", "198201012384", "", " ", "SE2321000016", "SE2321000016-Å", "SE2321000016\u{2011}3MKB", "\0"]
        {
            assert_eq!(parse(text), Err(CardRefusal::StrangeIdentifier), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_and_any_bytes_are_read_or_refused(text in any::<String>(), bytes in any::<Vec<u8>>()) {
            let _ = parse(&text, &TestPrefixes::none());
            prop_assert_eq!(certificate(&bytes).err(), Some(CardRefusal::NotACertificate));
            prop_assert_eq!(as_it_says(&bytes), None);
        }
    }
}
