//! What browsers come with, and what they are sent back with.

use serde::Deserialize;
use serde_json::Value;

use crate::Lie;
use crate::shared::{AuthorizationRequest, Shared};

/// The query of the authorization endpoint (OpenID Connect Core 1.0, 3.1.2.1).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    scope: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
    claims: String,
}

/// Why a request is not taken.
pub(crate) enum Wrong {
    /// Told to the person: nobody knows where to send them back to.
    Here(&'static str),
    /// Told to the client, at its own address.
    Back(String),
}

/// The request, when it is one that a client of ours may make.
pub(crate) fn read(shared: &Shared, asked: Asked) -> Result<AuthorizationRequest, Wrong> {
    let client = shared.client(&asked.client_id).ok_or(Wrong::Here("Tjänsten är inte känd här."))?;
    if !client.return_addresses.contains(&asked.redirect_uri) {
        return Err(Wrong::Here("Tjänsten har inte anmält adressen som den vill få tillbaka dig till."));
    }
    let error = |error: &str| {
        let answer = [("error", error), ("state", asked.state.as_str()), ("iss", shared.issuer.as_str())];
        Wrong::Back(with_query(&asked.redirect_uri, &answer))
    };
    if asked.response_type != "code" {
        return Err(error("unsupported_response_type"));
    }
    if !asked.scope.split(' ').any(|scope| scope == "openid") {
        return Err(error("invalid_scope"));
    }
    let is_proved = asked.code_challenge_method == "S256" && asked.code_challenge.len() == 43;
    if !is_proved || asked.state.is_empty() || asked.nonce.is_empty() {
        return Err(error("invalid_request"));
    }
    let claims: Value = serde_json::from_str(&asked.claims).unwrap_or_default();
    let names = |place: &str| {
        let members = claims.get(place).and_then(Value::as_object);
        members.map(|members| members.keys().cloned().collect()).unwrap_or_default()
    };
    Ok(AuthorizationRequest {
        claims: (names("id_token"), names("userinfo")),
        client: asked.client_id,
        return_address: asked.redirect_uri,
        state: asked.state,
        nonce: asked.nonce,
        challenge: asked.code_challenge,
    })
}

/// Where a browser goes with the person that was picked; none where the request is gone or the person is not known.
pub(crate) fn pick(shared: &Shared, id: &str, person: &str) -> Option<String> {
    let person = shared.person(person)?.clone();
    let request = shared.take_request(id)?;
    let (back, state) = (request.return_address.clone(), request.state.clone());
    let code = shared.grant(request, &person);
    let issuer = if shared.lie() == Lie::MixedUp { "https://another.example" } else { &shared.issuer };
    Some(with_query(&back, &[("code", code.as_str()), ("state", state.as_str()), ("iss", issuer)]))
}

/// Where a browser goes when somebody breaks off.
pub(crate) fn break_off(shared: &Shared, id: &str) -> Option<String> {
    let request = shared.take_request(id)?;
    let answer = [
        ("error", "access_denied"),
        ("error_description", "Karin Ek avbröt"),
        ("state", request.state.as_str()),
        ("iss", shared.issuer.as_str()),
    ];
    Some(with_query(&request.return_address, &answer))
}

fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{query}")
}
