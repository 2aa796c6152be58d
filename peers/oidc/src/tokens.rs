//! The tokens, true and untrue.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Map, Value, json};

use crate::keys::{encoded, sign_with_secret, unsigned};
use crate::shared::{Granted, Shared, random};
use crate::{Lie, LogoutLie};

const LIFE_SECONDS: i64 = 300;
const JWT: &str = "JWT";

/// The ID token of a grant; none where the lie is that there is none.
pub(crate) fn id_token(shared: &Shared, granted: &Granted, access_token: &str) -> Option<String> {
    let lie = shared.lie();
    let claims = id_claims(shared, granted, access_token, lie);
    let secret = shared.client(&granted.request.client).and_then(|client| client.secret.clone()).unwrap_or_default();
    let state = shared.state();
    Some(match lie {
        Lie::NoIdToken => return None,
        Lie::GarbledIdToken => "an.id.token".to_owned(),
        Lie::NotSigned => unsigned(JWT, &claims),
        Lie::SharedSecretIsPublicKey => state.key.sign_with_public_key(JWT, &claims),
        Lie::SharedSecretIsClients => sign_with_secret(secret.as_bytes(), None, JWT, &claims),
        Lie::UnknownKey => state.hidden.sign(JWT, &claims),
        Lie::OtherKey => state.hidden.sign_as(&state.key, JWT, &claims),
        Lie::Changed => {
            let mut changed = claims.clone();
            changed.insert("employeeHsaId".to_owned(), json!("SE2321000016-OTHER"));
            let (signed, other) = (state.key.sign(JWT, &claims), state.key.sign(JWT, &changed));
            with_payload_of(&signed, &other)
        }
        _ => state.key.sign(JWT, &claims),
    })
}

fn id_claims(shared: &Shared, granted: &Granted, access_token: &str, lie: Lie) -> Map<String, Value> {
    let (now, request, person) = (shared.now(), &granted.request, &granted.person);
    let mut claims = released(granted, &request.claims.0);
    let mut set = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
    set("iss", json!(shared.issuer));
    set("sub", json!(person.subject()));
    set("aud", json!(request.client));
    set("azp", json!(request.client));
    set("iat", json!(now));
    set("auth_time", json!(now));
    set("exp", json!(now + LIFE_SECONDS));
    set("nonce", json!(request.nonce));
    set("acr", json!(person.context));
    set("sid", json!(granted.session));
    set("at_hash", json!(half_hash(access_token)));
    match lie {
        Lie::OtherAudience => set("aud", json!("another-client")),
        Lie::SeveralAudiences => set("aud", json!([request.client, "another-client"])),
        Lie::OtherAuthorizedParty => set("azp", json!("another-client")),
        Lie::OtherIssuer => set("iss", json!("https://another.example")),
        Lie::OtherNonce => set("nonce", json!(random())),
        Lie::Expired(ago) => set("exp", json!(now - ago)),
        Lie::IssuedAhead(seconds) => set("iat", json!(now + seconds)),
        Lie::NotYet(seconds) => set("nbf", json!(now + seconds)),
        Lie::Stale(ago) => set("iat", json!(now - ago)),
        Lie::OtherAccessToken => set("at_hash", json!(half_hash("another"))),
        Lie::OtherContext => set("acr", json!("http://id.sambi.se/loa/loa4")),
        Lie::OddHsaId => set("employeeHsaId", json!("Ekens vårdcentral")),
        Lie::NoNonce => drop(claims.remove("nonce")),
        Lie::NoContext => drop(claims.remove("acr")),
        _ => {}
    }
    claims
}

/// What the userinfo endpoint says.
pub(crate) fn user_info(shared: &Shared, granted: &Granted) -> Value {
    let mut claims = released(granted, &granted.request.claims.1);
    let subject = if shared.lie() == Lie::OtherSubject { "test-another".to_owned() } else { granted.person.subject() };
    claims.insert("sub".to_owned(), json!(subject));
    Value::Object(claims)
}

/// The claims that were asked for, and that the person has.
fn released(granted: &Granted, asked: &[String]) -> Map<String, Value> {
    let person = &granted.person;
    let mut known = person.claims.clone();
    known.insert("given_name".to_owned(), json!(person.given_name));
    known.insert("family_name".to_owned(), json!(person.surname));
    known.retain(|name, _| asked.contains(name));
    known
}

/// A logout token about somebody's session at a client.
pub(crate) fn logout_token(
    shared: &Shared,
    client: &str,
    subject: Option<String>,
    session: Option<String>,
    lie: LogoutLie,
) -> String {
    let now = shared.now();
    let mut claims = Map::new();
    let mut set = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
    set("iss", json!(shared.issuer));
    set("aud", json!(client));
    set("iat", json!(now));
    set("exp", json!(now + LIFE_SECONDS));
    set("jti", json!(random()));
    set("events", json!({"http://schemas.openid.net/event/backchannel-logout": {}}));
    if let (Some(subject), true) = (subject, lie != LogoutLie::Nobody) {
        set("sub", json!(subject));
    }
    if let (Some(session), true) = (session, lie != LogoutLie::Nobody) {
        set("sid", json!(session));
    }
    match lie {
        LogoutLie::OtherEvent => set("events", json!({"https://another.example/event": {}})),
        LogoutLie::Nonce => set("nonce", json!(random())),
        LogoutLie::OtherAudience => set("aud", json!("another-client")),
        LogoutLie::OtherIssuer => set("iss", json!("https://another.example")),
        LogoutLie::Expired => set("exp", json!(now - LIFE_SECONDS)),
        LogoutLie::IssuedAhead => set("iat", json!(now + LIFE_SECONDS)),
        LogoutLie::NoEvents => drop(claims.remove("events")),
        LogoutLie::NoId => drop(claims.remove("jti")),
        LogoutLie::NoExpiry => drop(claims.remove("exp")),
        _ => {}
    }
    let state = shared.state();
    let typ = if lie == LogoutLie::OtherType { "at+jwt" } else { "logout+jwt" };
    match lie {
        LogoutLie::NotSigned => unsigned(typ, &claims),
        LogoutLie::SharedSecretIsPublicKey => state.key.sign_with_public_key(typ, &claims),
        LogoutLie::OtherKey => state.hidden.sign_as(&state.key, typ, &claims),
        _ => state.key.sign(typ, &claims),
    }
}

/// The left half of the token's hash (OpenID Connect Core 1.0, 3.1.3.6).
fn half_hash(token: &str) -> String {
    let hash = digest(&SHA256, token.as_bytes());
    let (half, _) = hash.as_ref().split_at(16);
    encoded(half)
}

/// The first token's header and signature around the second's claims.
fn with_payload_of(token: &str, other: &str) -> String {
    let (header, rest) = token.split_once('.').unwrap_or_default();
    let signature = rest.rsplit_once('.').map(|(_, signature)| signature).unwrap_or_default();
    let payload = other.split('.').nth(1).unwrap_or_default();
    format!("{header}.{payload}.{signature}")
}
