//! Signing in, against a provider that is honest and one that lies, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code, missing_docs)]

mod stage;

use std::time::Duration;

use behorig_identity::{HsaId, IdentityNumber};
use behorig_oidc::{
    AcrLevels, Answer, Assurance, BegunSignIn, OidcError, OidcSettings, Provider, SigningAlgorithm, TokenFault,
};
use peer_oidc::{KeyKind, Lie};
use reqwest::Url;
use stage::{BACK, LOA3, NUMBER, Stage, answer, settings};

#[tokio::test]
async fn a_person_signs_in_with_their_commission() {
    for kind in [KeyKind::EllipticCurve, KeyKind::Rsa] {
        let stage = Stage::with(kind, |settings| settings).await;
        stage.provider.check(stage.now()).await.unwrap();
        let person = stage.sign_in().await.unwrap();
        assert_eq!((person.subject.as_str(), person.assurance), ("test-karin", Assurance::Loa3));
        assert_eq!(person.employee_hsa_id, HsaId::parse("SE2321000016-K001").ok());
        assert_eq!(person.identity_number, IdentityNumber::from_stored(NUMBER).ok());
        assert_eq!((person.given_name.as_deref(), person.family_name.as_deref()), (Some("Karin"), Some("Ek")));
        assert_eq!(person.authenticated_at, Some(stage.now()));
        assert!(person.session.is_some());
        let commission = person.commission.as_ref().unwrap();
        assert_eq!(commission.purpose.as_deref(), Some("Vård och behandling"));
        assert_eq!(commission.rights, ["Läsa;alla;SJF", "Skriva;alla;SJF"]);
        assert_eq!(commission.unit.as_ref().unwrap().name.as_deref(), Some("Ekens vårdcentral"));
        assert_eq!(commission.provider.as_ref().unwrap().hsa_id.as_str(), "SE2321000016-V001");
        assert_eq!((person.all_employee_hsa_ids.len(), person.all_commissions.len()), (2, 2));
        let printed = format!("{person:?}");
        assert!(!printed.contains("Karin") && !printed.contains("2385"), "{printed}");
    }
}

#[tokio::test]
async fn the_browser_is_sent_with_a_proof_a_state_a_nonce_and_the_levels_that_do() {
    let stage = Stage::new().await;
    let (one, other) = (stage.begin().await, stage.begin().await);
    let url = Url::parse(&one.address).unwrap();
    let value =
        |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap();
    assert_eq!((value("response_type"), value("redirect_uri")), ("code".to_owned(), BACK.to_owned()));
    assert_eq!((value("code_challenge_method"), value("scope")), ("S256".to_owned(), "openid".to_owned()));
    assert_eq!(value("ui_locales"), "sv");
    assert_eq!(value("acr_values"), format!("{LOA3} http://id.elegnamnden.se/loa/1.0/loa3"));
    assert!(value("state").len() >= 22 && value("nonce").len() >= 22);
    assert_ne!(one.address, other.address);
    let stored = serde_json::to_value(&one.begun).unwrap();
    let verifier = stored["verifier"].as_str().unwrap();
    assert!(verifier.len() >= 43 && !one.address.contains(verifier), "the proof itself stays here");
    assert!(!format!("{one:?} {:?}", one.begun).contains(stored["state"].as_str().unwrap()));
}

#[tokio::test]
async fn a_person_picks_themselves_on_the_providers_page() {
    let stage = Stage::new().await;
    let begun = stage.begin().await;
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let page = browser.get(&begun.address).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Vem är du?") && page.contains("behorig.example") && page.contains("Karin Ek"), "{page}");
    let action = page.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let address = format!("{}{action}", stage.peer.issuer);
    let press = || {
        let form = browser.post(&address).header("content-type", "application/x-www-form-urlencoded");
        form.body("person=karin")
    };
    let foreign = press().header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(foreign.status(), 403);
    let back = press().send().await.unwrap();
    let location = back.headers()["location"].to_str().unwrap().to_owned();
    let person = stage.provider.finish(&begun.begun, &answer(&location), stage.now()).await.unwrap();
    assert_eq!(person.given_name.as_deref(), Some("Karin"));
    assert_eq!(press().send().await.unwrap().status(), 404, "a request is answered once");
    // An address that the client never registered is not led to.
    let elsewhere = begun.address.replace("behorig.example", "evil.example");
    let refused = browser.get(&elsewhere).send().await.unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers().get("location")), (400, None));
}

#[tokio::test]
async fn each_lie_about_a_token_is_found() {
    let stage = Stage::new().await;
    let token = OidcError::Token;
    for (lie, outcome) in [
        (Lie::OtherAudience, token(TokenFault::Audience)),
        (Lie::SeveralAudiences, token(TokenFault::Audience)),
        (Lie::OtherAuthorizedParty, token(TokenFault::AuthorizedParty)),
        (Lie::OtherIssuer, token(TokenFault::Issuer)),
        (Lie::OtherNonce, token(TokenFault::Nonce)),
        (Lie::NoNonce, token(TokenFault::Nonce)),
        (Lie::NotSigned, token(TokenFault::Algorithm)),
        (Lie::SharedSecretIsPublicKey, token(TokenFault::Algorithm)),
        (Lie::SharedSecretIsClients, token(TokenFault::Algorithm)),
        (Lie::OtherKey, token(TokenFault::Signature)),
        (Lie::Changed, token(TokenFault::Signature)),
        (Lie::UnknownKey, token(TokenFault::UnknownKey)),
        (Lie::Expired(61), token(TokenFault::Expired)),
        (Lie::IssuedAhead(61), token(TokenFault::IssuedInFuture)),
        (Lie::NotYet(61), token(TokenFault::NotYetValid)),
        (Lie::Stale(661), token(TokenFault::Expired)),
        (Lie::OtherAccessToken, token(TokenFault::AccessToken)),
        (Lie::OddAccessToken, OidcError::NotAnAnswer),
        (Lie::NoIdToken, token(TokenFault::Absent)),
        (Lie::GarbledIdToken, OidcError::NotAnAnswer),
        (Lie::OtherContext, OidcError::UnknownLevel("http://id.sambi.se/loa/loa4".to_owned())),
        (Lie::NoContext, OidcError::UnknownLevel("none was said".to_owned())),
        (Lie::OddHsaId, OidcError::Claim("employeeHsaId")),
        (Lie::OtherSubject, OidcError::OtherPerson),
        (Lie::NoUserInfo, OidcError::Status(401)),
        (Lie::MixedUp, OidcError::OtherSignIn),
    ] {
        let error = stage.sign_in_with(lie).await.unwrap_err();
        assert_eq!(error, outcome, "{lie:?}");
        let told = format!("{error} {error:?}");
        assert!(["Karin", "Ek ", "2385", "test-", "vårdcentral"].iter().all(|word| !told.contains(word)), "{told}");
    }
    stage.sign_in_with(Lie::Honest).await.unwrap();
}

#[tokio::test]
async fn with_rsa_too_no_shared_secret_passes_for_a_signature() {
    let stage = Stage::with(KeyKind::Rsa, |settings| settings).await;
    for lie in [Lie::NotSigned, Lie::SharedSecretIsPublicKey, Lie::SharedSecretIsClients] {
        assert_eq!(stage.sign_in_with(lie).await.unwrap_err(), OidcError::Token(TokenFault::Algorithm), "{lie:?}");
    }
    for lie in [Lie::OtherKey, Lie::Changed] {
        assert_eq!(stage.sign_in_with(lie).await.unwrap_err(), OidcError::Token(TokenFault::Signature), "{lie:?}");
    }
}

#[tokio::test]
async fn only_algorithms_of_the_list_are_taken() {
    let only_rsa = |settings| OidcSettings { algorithms: vec![SigningAlgorithm::Rs256], ..settings };
    let stage = Stage::with(KeyKind::EllipticCurve, only_rsa).await;
    assert_eq!(stage.sign_in().await.unwrap_err(), OidcError::Token(TokenFault::Algorithm));
    Stage::with(KeyKind::Rsa, only_rsa).await.sign_in().await.unwrap();
}

#[tokio::test]
async fn clocks_may_differ_by_the_allowance() {
    let stage = Stage::new().await;
    // A token lives for five minutes.
    for (seconds, outcome) in [
        (60, None),
        (61, Some(TokenFault::IssuedInFuture)),
        (-359, None),
        (-360, Some(TokenFault::Expired)),
        (7200, Some(TokenFault::IssuedInFuture)),
        (-7200, Some(TokenFault::Expired)),
    ] {
        let error = stage.sign_in_with(Lie::Clock(seconds)).await.err();
        assert_eq!(error, outcome.map(OidcError::Token), "{seconds} s");
    }
    let none = |settings| OidcSettings { clock_skew: Duration::ZERO, ..settings };
    let strict = Stage::with(KeyKind::EllipticCurve, none).await;
    let error = strict.sign_in_with(Lie::Clock(1)).await.unwrap_err();
    assert_eq!(error, OidcError::Token(TokenFault::IssuedInFuture));
}

#[tokio::test]
async fn new_keys_are_asked_for_once_a_minute_at_most() {
    let stage = Stage::new().await;
    stage.sign_in().await.unwrap();
    assert_eq!(stage.peer.key_requests(), 1);
    stage.peer.rotate_keys().unwrap();
    stage.sign_in().await.unwrap();
    assert_eq!(stage.peer.key_requests(), 2);
    stage.peer.rotate_keys().unwrap();
    for _ in 0..3 {
        assert_eq!(stage.sign_in().await.unwrap_err(), OidcError::Token(TokenFault::UnknownKey));
    }
    assert_eq!(stage.peer.key_requests(), 2);
    stage.wait(60);
    stage.sign_in().await.unwrap();
    assert_eq!(stage.peer.key_requests(), 3);
}

#[tokio::test]
async fn an_answer_counts_once_in_its_own_sign_in_and_not_for_ever() {
    let stage = Stage::new().await;
    let (one, other) = (stage.begin().await, stage.begin().await);
    let answer = stage.picked(&one, "karin");
    let finish = async |begun: &BegunSignIn, answer: &Answer| stage.provider.finish(begun, answer, stage.now()).await;
    assert_eq!(finish(&other.begun, &answer).await, Err(OidcError::OtherSignIn));
    let stateless = Answer { state: None, ..answer.clone() };
    assert_eq!(finish(&one.begun, &stateless).await, Err(OidcError::OtherSignIn));
    let unsaid = Answer { iss: None, ..answer.clone() };
    assert_eq!(finish(&one.begun, &unsaid).await, Err(OidcError::OtherSignIn), "the provider always says who it is");
    assert!(finish(&one.begun, &answer).await.is_ok());
    assert_eq!(finish(&one.begun, &answer).await, Err(OidcError::CodeRefused("invalid_grant".to_owned())));
    // A code that was stolen from one sign-in is of no use in another: the proof is missing.
    let stolen = stage.picked(&stage.begin().await, "karin");
    let swapped = Answer { state: stage.picked(&other, "karin").state, ..stolen };
    assert_eq!(finish(&other.begun, &swapped).await, Err(OidcError::CodeRefused("invalid_grant".to_owned())));
    let late = stage.begin().await;
    let address = stage.peer.sign_in(&late.address, "karin").unwrap();
    stage.wait(15 * 60 + 1);
    assert_eq!(
        stage.provider.finish(&late.begun, &stage::answer(&address), stage.now()).await,
        Err(OidcError::TooLate)
    );
}

#[tokio::test]
async fn who_breaks_off_is_not_signed_in_and_free_words_are_not_told_on() {
    let stage = Stage::new().await;
    let begun = stage.begin().await;
    let back = answer(&stage.peer.break_off(&begun.address).unwrap());
    let ended = stage.provider.finish(&begun.begun, &back, stage.now()).await;
    assert_eq!(ended, Err(OidcError::Declined("access_denied".to_owned())));
    let odd = Answer { error: Some("Karin Ek 19820101-2385".to_owned()), ..back.clone() };
    let ended = stage.provider.finish(&begun.begun, &odd, stage.now()).await;
    assert_eq!(ended, Err(OidcError::Declined("unknown".to_owned())));
    let nothing = Answer { error: None, ..back };
    let ended = stage.provider.finish(&begun.begun, &nothing, stage.now()).await;
    assert_eq!(ended, Err(OidcError::Declined("unknown".to_owned())));
}

#[tokio::test]
async fn a_level_must_be_known_and_reached() {
    let stage = Stage::new().await;
    let low = OidcError::LevelTooLow { reached: Assurance::Loa2, asked: Assurance::Loa3 };
    assert_eq!(stage.sign_in_as("reserv").await, Err(low));
    let begun = stage.provider.begin(Assurance::Loa2, "sv", stage.now()).await.unwrap();
    let person = stage.provider.finish(&begun.begun, &stage.picked(&begun, "reserv"), stage.now()).await.unwrap();
    assert_eq!((person.assurance, person.commission), (Assurance::Loa2, None));
    let other_table = |settings| OidcSettings { levels: AcrLevels::parse("urn:x=loa3").unwrap(), ..settings };
    let stage = Stage::with(KeyKind::EllipticCurve, other_table).await;
    assert_eq!(stage.sign_in().await, Err(OidcError::UnknownLevel(LOA3.to_owned())));
}

#[tokio::test]
async fn somebody_whom_nobody_knows_is_not_signed_in() {
    assert_eq!(Stage::new().await.sign_in_as("ingen").await, Err(OidcError::Nobody));
}

#[tokio::test]
async fn who_we_are_is_proved_by_a_secret_or_by_the_proof_alone() {
    let wrong = |settings| OidcSettings { client_secret: Some("fel".to_owned()), ..settings };
    let stage = Stage::with(KeyKind::EllipticCurve, wrong).await;
    assert_eq!(stage.sign_in().await, Err(OidcError::CodeRefused("invalid_client".to_owned())));
    let public = |settings| OidcSettings { client_id: "public".to_owned(), client_secret: None, ..settings };
    let stage = Stage::with(KeyKind::EllipticCurve, public).await;
    stage.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_provider_that_is_not_itself_is_not_spoken_with() {
    for (lie, outcome) in [
        (Lie::OtherDiscovery, OidcError::OtherProvider),
        (Lie::Redirecting, OidcError::NotAnAnswer),
        (Lie::Babbling, OidcError::NotAnAnswer),
        (Lie::Flooding, OidcError::NotAnAnswer),
        (Lie::Broken, OidcError::Status(502)),
    ] {
        let stage = Stage::new().await;
        stage.peer.set_lie(lie);
        let error = stage.provider.begin(Assurance::Loa3, "sv", stage.now()).await.unwrap_err();
        assert_eq!(error, outcome, "{lie:?}");
        stage.peer.set_lie(Lie::Honest);
        stage.sign_in().await.unwrap();
    }
    let stage = Stage::new().await;
    stage.peer.set_lie(Lie::ClearDiscovery);
    let error = stage.provider.begin(Assurance::Loa3, "sv", stage.now()).await.unwrap_err();
    assert!(matches!(error, OidcError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn a_provider_that_misbehaves_in_the_middle_signs_nobody_in() {
    let impatient = |settings| OidcSettings { answer_within: Duration::from_millis(300), ..settings };
    let stage = Stage::with(KeyKind::EllipticCurve, impatient).await;
    for lie in [Lie::Redirecting, Lie::Babbling, Lie::Flooding, Lie::Broken] {
        let error = stage.sign_in_with(lie).await.unwrap_err();
        assert!(matches!(error, OidcError::NotAnAnswer | OidcError::Status(_)), "{lie:?}: {error:?}");
    }
    let error = stage.sign_in_with(Lie::Slow(Duration::from_secs(5))).await.unwrap_err();
    assert!(matches!(error, OidcError::Unreachable(_)), "{error:?}");
    stage.sign_in_with(Lie::Slow(Duration::from_millis(20))).await.unwrap();
}

#[tokio::test]
async fn a_provider_that_is_down_is_told_so_and_what_is_known_of_it_stays() {
    let Stage { peer, provider, .. } = Stage::new().await;
    let now = jiff::Timestamp::from_second(stage::NOW).unwrap();
    let stranger = Provider::new(settings(&peer)).unwrap();
    let begun = provider.begin(Assurance::Loa3, "sv", now).await.unwrap();
    let answer = answer(&peer.sign_in(&begun.address, "karin").unwrap());
    peer.stop().await;
    let error = stranger.begin(Assurance::Loa3, "sv", now).await.unwrap_err();
    assert!(matches!(error, OidcError::Unreachable(_)), "{error:?}");
    assert!(matches!(provider.finish(&begun.begun, &answer, now).await, Err(OidcError::Unreachable(_))));
    let later = jiff::Timestamp::from_second(stage::NOW + 7200).unwrap();
    provider.begin(Assurance::Loa3, "sv", later).await.unwrap();
}

#[tokio::test]
async fn without_userinfo_the_id_token_alone_is_read() {
    let alone = |settings| OidcSettings { asks_user_info: false, ..settings };
    let stage = Stage::with(KeyKind::EllipticCurve, alone).await;
    let person = stage.sign_in_with(Lie::OtherSubject).await.unwrap();
    assert!(person.commission.is_some());
}
