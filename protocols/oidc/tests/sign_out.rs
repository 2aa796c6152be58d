//! Signing out: at the provider by way of ours, and here because the provider says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code, missing_docs)]

mod stage;

use behorig_oidc::{OidcError, TokenFault};
use peer_oidc::{KeyKind, LogoutLie};
use proptest::prelude::*;
use stage::{AFTERWARDS, CLIENT, Stage};

#[tokio::test]
async fn the_browser_is_sent_to_sign_out_without_anything_about_the_person() {
    let stage = Stage::new().await;
    let address = stage.provider.logout_address(AFTERWARDS, stage.now()).await.unwrap().unwrap();
    assert!(address.starts_with(&format!("{}/end-session?client_id={CLIENT}&", stage.peer.issuer)), "{address}");
    assert!(!address.contains("id_token_hint"));
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let back = browser.get(&address).send().await.unwrap();
    assert_eq!(back.headers()["location"], AFTERWARDS);
    let elsewhere = stage.provider.logout_address("https://evil.example/", stage.now()).await.unwrap().unwrap();
    assert_eq!(browser.get(&elsewhere).send().await.unwrap().headers().get("location"), None);
}

#[tokio::test]
async fn a_notice_names_the_session_that_began_here_and_counts_once() {
    for kind in [KeyKind::EllipticCurve, KeyKind::Rsa] {
        let stage = Stage::with(kind, |settings| settings).await;
        let person = stage.sign_in().await.unwrap();
        let token = stage.peer.logout_token(CLIENT, Some("karin"), person.session.as_deref(), LogoutLie::Honest);
        let notice = stage.provider.logout_notice(&token, stage.now()).await.unwrap();
        assert_eq!((notice.subject.as_deref(), notice.session), (Some(person.subject.as_str()), person.session));
        let again = stage.provider.logout_notice(&token, stage.now()).await;
        assert_eq!(again, Err(OidcError::Token(TokenFault::Repeated)));
        stage.wait(360);
        let expired = stage.provider.logout_notice(&token, stage.now()).await;
        assert_eq!(expired, Err(OidcError::Token(TokenFault::Expired)));
    }
}

#[tokio::test]
async fn a_notice_may_name_a_person_or_a_session_alone() {
    let stage = Stage::new().await;
    for (person, session) in [(Some("karin"), None), (None, Some("s1"))] {
        let token = stage.peer.logout_token(CLIENT, person, session, LogoutLie::Honest);
        let notice = stage.provider.logout_notice(&token, stage.now()).await.unwrap();
        assert_eq!((notice.subject.is_some(), notice.session.is_some()), (person.is_some(), session.is_some()));
    }
}

#[tokio::test]
async fn each_lie_about_signing_out_is_found() {
    let stage = Stage::new().await;
    for (lie, fault) in [
        (LogoutLie::NoEvents, TokenFault::NotForLogout),
        (LogoutLie::OtherEvent, TokenFault::NotForLogout),
        (LogoutLie::Nonce, TokenFault::NotForLogout),
        (LogoutLie::Nobody, TokenFault::NotForLogout),
        (LogoutLie::OtherType, TokenFault::NotForLogout),
        (LogoutLie::NoId, TokenFault::Malformed),
        (LogoutLie::NoExpiry, TokenFault::Malformed),
        (LogoutLie::OtherAudience, TokenFault::Audience),
        (LogoutLie::OtherIssuer, TokenFault::Issuer),
        (LogoutLie::Expired, TokenFault::Expired),
        (LogoutLie::IssuedAhead, TokenFault::IssuedInFuture),
        (LogoutLie::NotSigned, TokenFault::Algorithm),
        (LogoutLie::SharedSecretIsPublicKey, TokenFault::Algorithm),
        (LogoutLie::OtherKey, TokenFault::Signature),
    ] {
        let token = stage.peer.logout_token(CLIENT, Some("karin"), Some("s1"), lie);
        let read = stage.provider.logout_notice(&token, stage.now()).await;
        assert_eq!(read, Err(OidcError::Token(fault)), "{lie:?}");
    }
}

#[tokio::test]
async fn a_new_key_is_asked_for_once_a_minute_however_many_notices_come() {
    let stage = Stage::new().await;
    stage.begin().await;
    stage.peer.rotate_keys().unwrap();
    let token = || stage.peer.logout_token(CLIENT, Some("karin"), None, LogoutLie::Honest);
    stage.provider.logout_notice(&token(), stage.now()).await.unwrap();
    stage.peer.rotate_keys().unwrap();
    for _ in 0..5 {
        let read = stage.provider.logout_notice(&token(), stage.now()).await;
        assert_eq!(read, Err(OidcError::Token(TokenFault::UnknownKey)));
    }
    assert_eq!(stage.peer.key_requests(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever anybody posts there is refused, and nothing breaks.
    #[test]
    fn any_text_that_is_posted_is_refused(text in "[ -~]{0,80}|([A-Za-z0-9_-]{0,40}\\.){2}[A-Za-z0-9_-]{0,40}|\\PC{0,40}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::new().await;
            assert!(stage.provider.logout_notice(&text, stage.now()).await.is_err());
        });
    }
}
