//! Cards of an authority of the tests' own, each wrong in one way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use behorig_identity::{HsaId, IdentityNumber, TestPrefixes};
use behorig_siths::{
    CardAssurance, CardCheck, CardIdentifier, CardRefusal, IssuersError, PolicyLevels, Revocation, RevocationError,
    RevocationLists, SithsCard, TrustedIssuers,
};
use proof_cards::{
    Authority, Card, ExtendedKeyUsagePurpose, HSA_ID, KeyPair, KeyUsagePurpose, LOA2, LOA3, NUMBER, now,
};
use proptest::prelude::*;

use rustls::pki_types::CertificateDer;

const ISSUER: &str = "SITHS e-id Person HSA-id 3 CA v1 (TEST)";

fn check_with(authority: &Authority, revocation: Revocation) -> CardCheck {
    let levels = PolicyLevels::parse("1.2.752.74.8.512=loa3 1.2.752.74.8.20=loa2").unwrap();
    CardCheck::new(TrustedIssuers::from_pem(&authority.pem()).unwrap(), revocation, levels, TestPrefixes::none())
}

fn lists<'a>(files: impl IntoIterator<Item = &'a Vec<u8>>) -> Revocation {
    Revocation::Lists(RevocationLists::new(files.into_iter().map(Vec::as_slice)).unwrap())
}

/// A check that knows the authority and its list, in which card 9 is revoked.
fn check(authority: &Authority) -> CardCheck {
    check_with(authority, lists([&authority.list(&[9], 2027)]))
}

fn judged(card: &Card) -> Result<SithsCard, CardRefusal> {
    let authority = Authority::new(ISSUER);
    check(&authority).check(&[authority.issue(card)], now())
}

fn numbered(number: &str) -> Card {
    Card { subject_serial_number: Some(number.to_owned()), ..Card::default() }
}

#[test]
fn a_card_with_an_hsa_id_says_whom_it_is_for() {
    let card = judged(&Card::default()).unwrap();
    assert_eq!(card.identifier, CardIdentifier::HsaId(HsaId::parse(HSA_ID).unwrap()));
    assert_eq!(card.common_name.as_deref(), Some("Karin Ek"));
    assert_eq!(card.organisation.as_deref(), Some("Region Exempel"));
    assert_eq!((card.issuer.as_str(), card.assurance), (ISSUER, CardAssurance::Loa3));
    assert_eq!(card.serial_number, "0701");
    assert_eq!((card.given_name.as_deref(), card.family_name.as_deref()), (Some("Karin"), Some("Ek")));
    assert_eq!(card.not_after, "2028-01-01T00:00:00Z".parse().unwrap());
}

#[test]
fn a_card_with_a_number_says_it_and_prints_it_masked() {
    let card = judged(&numbered(NUMBER)).unwrap();
    assert_eq!(card.identifier, CardIdentifier::IdentityNumber(IdentityNumber::from_stored(NUMBER).unwrap()));
    let printed = format!("{card:?}");
    assert!(!printed.contains("2385") && !printed.contains("Karin"), "{printed}");
}

#[test]
fn a_reserve_card_has_the_lower_level_and_the_lowest_of_several_counts() {
    for (policies, level) in [
        (vec![LOA2], CardAssurance::Loa2),
        (vec![LOA3, LOA2], CardAssurance::Loa2),
        (vec![&[2, 5, 29, 32, 0][..], LOA3], CardAssurance::Loa3),
    ] {
        assert_eq!(judged(&Card { policies, ..Card::default() }).unwrap().assurance, level);
    }
}

#[test]
fn strange_blanks_and_small_letters_are_put_right_and_anything_else_is_refused() {
    for text in ["se2321000016-3mkb", "  SE2321000016-3MKB", "SE2321000016 - 3MKB "] {
        let card = judged(&numbered(text)).unwrap();
        assert_eq!(card.identifier, CardIdentifier::HsaId(HsaId::parse(HSA_ID).unwrap()), "{text:?}");
    }
    for text in ["SE2321000017-3MKB", "8201012385", "198201012384", "PNOSE-198201012385", "Karin Ek", "SE2321000016-Ö"]
    {
        assert_eq!(judged(&numbered(text)), Err(CardRefusal::StrangeIdentifier), "{text:?}");
    }
}

#[test]
fn a_test_id_is_let_in_only_where_it_is_configured() {
    let authority = Authority::new(ISSUER);
    let chain = [authority.issue(&numbered("TSTNMT2321000156-1003"))];
    assert_eq!(check(&authority).check(&chain, now()), Err(CardRefusal::StrangeIdentifier));
    let levels = PolicyLevels::parse("1.2.752.74.8.512=loa3").unwrap();
    let prefixes = TestPrefixes::new(["TSTNMT2321000156-"]).unwrap();
    let issuers = TrustedIssuers::from_pem(&authority.pem()).unwrap();
    assert!(CardCheck::new(issuers, Revocation::NotChecked, levels, prefixes).check(&chain, now()).is_ok());
}

#[test]
fn a_card_holds_from_its_first_moment_to_its_last() {
    let card = |years| Card { years, ..Card::default() };
    assert_eq!(judged(&card((2020, 2026))), Err(CardRefusal::Expired));
    assert_eq!(judged(&card((2027, 2029))), Err(CardRefusal::NotYetValid));
    let authority = Authority::new(ISSUER);
    let check = check_with(&authority, Revocation::NotChecked);
    let chain = [authority.issue(&card((2025, 2028)))];
    for (moment, outcome) in [
        ("2024-12-31T23:59:59Z", Some(CardRefusal::NotYetValid)),
        ("2025-01-01T00:00:00Z", None),
        ("2028-01-01T00:00:00Z", None),
        ("2028-01-01T00:00:01Z", Some(CardRefusal::Expired)),
        ("1969-12-31T23:59:59Z", Some(CardRefusal::NotYetValid)),
    ] {
        assert_eq!(check.check(&chain, moment.parse().unwrap()).err(), outcome, "{moment}");
    }
}

#[test]
fn a_revoked_card_is_refused_and_so_is_one_that_no_list_tells_of() {
    let (authority, other) = (Authority::new(ISSUER), Authority::new("SITHS e-id Person ID 3 CA v1 (TEST)"));
    let chain = [authority.issue(&Card { serial: 9, ..Card::default() })];
    let with = |revocation| check_with(&authority, revocation).check(&chain, now()).map(drop);
    assert_eq!(with(lists([&authority.list(&[3, 9], 2027)])), Err(CardRefusal::Revoked));
    assert_eq!(with(lists([&authority.list(&[3], 2027)])), Ok(()));
    assert_eq!(with(lists([&other.list(&[9], 2027)])), Err(CardRefusal::RevocationUnknown));
    assert_eq!(with(lists([&other.list(&[], 2027), &authority.list(&[9], 2027)])), Err(CardRefusal::Revoked));
    assert_eq!(with(lists([&authority.list(&[], 2026)])), Err(CardRefusal::RevocationListTooOld));
    assert_eq!(with(Revocation::NotChecked), Ok(()));
    // A list in the issuer's name that somebody else signed.
    let forged = Authority::new(ISSUER).list(&[], 2027);
    assert!(matches!(with(lists([&forged])), Err(CardRefusal::NotVerified(_) | CardRefusal::RevocationUnknown)));
}

#[test]
fn a_card_of_nobody_whom_we_trust_is_refused() {
    let (ours, other) = (Authority::new(ISSUER), Authority::new("En annan utfärdare"));
    let check = check(&ours);
    assert_eq!(check.check(&[other.issue(&Card::default())], now()), Err(CardRefusal::UnknownIssuer));
    // It may bring its issuer along as it likes.
    let chain = [other.issue(&Card::default()), other.der()];
    assert_eq!(check.check(&chain, now()), Err(CardRefusal::UnknownIssuer));
    // The right name, but another key.
    let same_name = Authority::new(ISSUER);
    assert_eq!(check.check(&[same_name.issue(&Card::default())], now()), Err(CardRefusal::UnknownIssuer));
    // Signed by itself.
    let alone = Card::default().params().self_signed(&KeyPair::generate().unwrap()).unwrap();
    assert_eq!(check.check(&[alone.der().clone()], now()), Err(CardRefusal::UnknownIssuer));
    // The issuer itself is no card.
    assert!(check.check(&[ours.der()], now()).is_err());
    // A card may not issue cards.
    let card = ours.issue(&Card::default());
    assert_eq!(check.check(&[other.issue(&Card::default()), card], now()), Err(CardRefusal::UnknownIssuer));
}

#[test]
fn a_chain_is_followed_to_a_trusted_root_and_the_lists_of_each_step_count() {
    let root = Authority::new("SITHS e-id Root CA v2 (TEST)");
    let issuer = root.below(ISSUER);
    let chain = [issuer.issue(&Card::default()), issuer.der()];
    let both = lists([&issuer.list(&[], 2027), &root.list(&[], 2027)]);
    assert!(check_with(&root, both).check(&chain, now()).is_ok());
    let one = lists([&issuer.list(&[], 2027)]);
    assert_eq!(check_with(&root, one).check(&chain, now()), Err(CardRefusal::RevocationUnknown));
    assert_eq!(check(&root).check(&chain[..1], now()), Err(CardRefusal::UnknownIssuer), "its issuer is missing");
    // With the issuer itself configured the root is not asked.
    assert!(check(&issuer).check(&chain[..1], now()).is_ok());
}

#[test]
fn an_issuer_that_is_out_of_date_vouches_for_nobody() {
    let authority = Authority::of_years(ISSUER, 2015, 2026);
    let check = check_with(&authority, Revocation::NotChecked);
    let chain = [authority.issue(&Card::default())];
    assert_eq!(check.check(&chain, now()), Err(CardRefusal::IssuerOutOfDate));
    assert!(check.check(&chain, "2025-12-01T00:00:00Z".parse().unwrap()).is_ok());
}

#[test]
fn a_certificate_for_something_else_is_refused() {
    let usages = |usages| Card { usages, ..Card::default() };
    assert_eq!(judged(&usages(vec![])), Err(CardRefusal::NotForSigning));
    assert_eq!(judged(&usages(vec![KeyUsagePurpose::ContentCommitment])), Err(CardRefusal::NotForSigning));
    assert_eq!(judged(&usages(vec![KeyUsagePurpose::KeyEncipherment])), Err(CardRefusal::NotForSigning));
    let purposes = |purposes| Card { purposes, ..Card::default() };
    assert_eq!(judged(&purposes(vec![])), Err(CardRefusal::NotForSignIn));
    assert_eq!(judged(&purposes(vec![ExtendedKeyUsagePurpose::ServerAuth])), Err(CardRefusal::NotForSignIn));
    assert_eq!(judged(&purposes(vec![ExtendedKeyUsagePurpose::Any])), Err(CardRefusal::NotForSignIn));
    let both = vec![ExtendedKeyUsagePurpose::EmailProtection, ExtendedKeyUsagePurpose::ClientAuth];
    assert!(judged(&purposes(both)).is_ok());
}

#[test]
fn a_certificate_without_a_known_policy_has_no_level() {
    let policies = |policies| Card { policies, ..Card::default() };
    assert_eq!(judged(&policies(vec![])), Err(CardRefusal::NoPolicy));
    let unknown = judged(&policies(vec![&[1, 2, 752, 74, 8, 513]]));
    assert_eq!(unknown, Err(CardRefusal::UnknownPolicy("1.2.752.74.8.513".to_owned())));
    let any = judged(&policies(vec![&[2, 5, 29, 32, 0]]));
    assert_eq!(any, Err(CardRefusal::UnknownPolicy("2.5.29.32.0".to_owned())));
}

#[test]
fn a_card_is_for_exactly_one() {
    let authority = Authority::new(ISSUER);
    let check = check(&authority);
    let two = authority.issue_with_two_numbers(&Card::default(), NUMBER);
    assert_eq!(check.check(&[two], now()), Err(CardRefusal::TwoIdentifiers));
    let none = Card { subject_serial_number: None, ..Card::default() };
    assert_eq!(judged(&none), Err(CardRefusal::NoIdentifier));
    let nameless = judged(&Card { name: None, ..Card::default() }).unwrap();
    assert_eq!((nameless.common_name, nameless.organisation), (None, None));
}

#[test]
fn what_is_too_large_or_no_certificate_is_refused_at_once() {
    let authority = Authority::new(ISSUER);
    let check = check(&authority);
    assert_eq!(check.check(&[], now()), Err(CardRefusal::NoCertificate));
    let megabyte = authority.issue(&Card { padding: 1 << 20, ..Card::default() });
    assert!(megabyte.len() > 1 << 20);
    assert_eq!(check.check(&[megabyte], now()), Err(CardRefusal::TooLarge));
    let long = vec![authority.issue(&Card::default()); 7];
    assert_eq!(check.check(&long, now()), Err(CardRefusal::TooLarge));
    let card = authority.issue(&Card::default()).to_vec();
    for garbage in [vec![], b"garbage".to_vec(), card[..card.len() - 1].to_vec(), [card.as_slice(), b"\0"].concat()] {
        assert_eq!(check.check(&[CertificateDer::from(garbage)], now()), Err(CardRefusal::NotACertificate));
    }
}

#[test]
fn settings_that_are_wrong_say_so() {
    let authority = Authority::new(ISSUER);
    assert_eq!(TrustedIssuers::from_pem(b"").unwrap_err(), IssuersError::NotPem);
    assert_eq!(TrustedIssuers::from_pem(b"hello").unwrap_err(), IssuersError::NotPem);
    let card = Card::default().params().signed_by(&KeyPair::generate().unwrap(), &authority.0).unwrap().pem();
    let both = [authority.pem(), card.into_bytes()].concat();
    assert_eq!(TrustedIssuers::from_pem(&both).unwrap_err(), IssuersError::NotAnAuthority(2));
    assert_eq!(RevocationLists::new([]).unwrap_err(), RevocationError::Empty);
    let files = [authority.list(&[], 2027), b"not a list".to_vec()];
    let refused = RevocationLists::new(files.iter().map(Vec::as_slice)).unwrap_err();
    assert_eq!(refused, RevocationError::NotAList(2));
}

#[test]
fn every_refusal_has_words_of_its_own_and_says_a_next_step() {
    let all = [
        CardRefusal::NoCertificate,
        CardRefusal::TooLarge,
        CardRefusal::NotACertificate,
        CardRefusal::UnknownIssuer,
        CardRefusal::IssuerOutOfDate,
        CardRefusal::Expired,
        CardRefusal::NotYetValid,
        CardRefusal::Revoked,
        CardRefusal::RevocationUnknown,
        CardRefusal::RevocationListTooOld,
        CardRefusal::NotForSigning,
        CardRefusal::NotForSignIn,
        CardRefusal::NoPolicy,
        CardRefusal::UnknownPolicy("1.2".to_owned()),
        CardRefusal::NoIdentifier,
        CardRefusal::TwoIdentifiers,
        CardRefusal::StrangeIdentifier,
        CardRefusal::NotVerified("x".to_owned()),
    ];
    let keys: std::collections::HashSet<_> = all.iter().map(CardRefusal::message_id).collect();
    assert_eq!(keys.len(), all.len());
    assert!(all.iter().all(|refusal| refusal.to_string().contains(": ")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// One flipped bit anywhere in a good card leaves no good card.
    #[test]
    fn a_card_that_was_changed_is_refused(place in any::<prop::sample::Index>(), bit in 0_u32..8) {
        static CARD: std::sync::OnceLock<(CardCheck, Vec<u8>)> = std::sync::OnceLock::new();
        let (check, card) = CARD.get_or_init(|| {
            let authority = Authority::new(ISSUER);
            (check_with(&authority, Revocation::NotChecked), authority.issue(&Card::default()).to_vec())
        });
        let mut changed = card.clone();
        changed[place.index(card.len())] ^= 1 << bit;
        prop_assert!(check.check(&[CertificateDer::from(changed)], now()).is_err());
    }
}
