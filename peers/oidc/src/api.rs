//! What relying parties call: discovery, keys, tokens, userinfo.

use std::sync::Arc;

use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::keys::encoded;
use crate::shared::Shared;
use crate::{Lie, RegisteredClient, tokens};

/// Misbehaves as told before anything is looked at.
pub(crate) async fn weather(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match shared.lie() {
        Lie::Redirecting => (StatusCode::FOUND, [(header::LOCATION, "https://127.0.0.1:1/elsewhere")]).into_response(),
        Lie::Babbling => (StatusCode::OK, "<html><h1>Välkommen</h1></html>").into_response(),
        Lie::Flooding => json_answer(StatusCode::OK, &json!({"issuer": "x".repeat(8 * 1024 * 1024)})),
        Lie::Broken => (StatusCode::BAD_GATEWAY, "<html><h1>502 Bad Gateway</h1></html>").into_response(),
        Lie::Slow(time) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        _ => next.run(request).await,
    }
}

pub(crate) async fn discovery(State(shared): State<Arc<Shared>>) -> Response {
    let base = match shared.lie() {
        Lie::ClearDiscovery => "http://idp.example",
        _ => &shared.issuer,
    };
    let issuer = if shared.lie() == Lie::OtherDiscovery { "https://another.example" } else { &shared.issuer };
    let algorithm = shared.state().key.algorithm();
    let metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "userinfo_endpoint": format!("{base}/userinfo"),
        "end_session_endpoint": format!("{base}/end-session"),
        "jwks_uri": format!("{base}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [algorithm],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid"],
        "claims_parameter_supported": true,
        "acr_values_supported": ["http://id.sambi.se/loa/loa2", "http://id.sambi.se/loa/loa3"],
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
    });
    json_answer(StatusCode::OK, &metadata)
}

pub(crate) async fn keys(State(shared): State<Arc<Shared>>) -> Response {
    let mut state = shared.state();
    state.key_requests += 1;
    json_answer(StatusCode::OK, &json!({"keys": [state.key.published()]}))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokenRequest {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

pub(crate) async fn token(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Form(request): Form<TokenRequest>,
) -> Response {
    let refuse = |status, error| json_answer(status, &json!({"error": error, "error_description": "Karin Ek"}));
    let Some(client) = authenticated(&shared, &headers, &request) else {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client");
    };
    if request.grant_type != "authorization_code" {
        return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    let granted = shared.take_code(&request.code).filter(|granted| {
        let challenge = encoded(&Sha256::digest(request.code_verifier.as_bytes()));
        granted.request.client == client.id
            && granted.request.return_address == request.redirect_uri
            && granted.request.challenge == challenge
    });
    let Some(granted) = granted else { return refuse(StatusCode::BAD_REQUEST, "invalid_grant") };
    let mut access = shared.give_access(&granted);
    if shared.lie() == Lie::OddAccessToken {
        access.push_str("å\r\n");
    }
    let mut answer = json!({"access_token": access, "token_type": "Bearer", "expires_in": 300});
    if let (Some(token), Some(members)) = (tokens::id_token(&shared, &granted, &access), answer.as_object_mut()) {
        members.insert("id_token".to_owned(), Value::String(token));
    }
    json_answer(StatusCode::OK, &answer)
}

/// The client that proved itself by Basic or in the body; a public one says its name alone.
fn authenticated<'a>(shared: &'a Shared, headers: &HeaderMap, request: &TokenRequest) -> Option<&'a RegisteredClient> {
    let basic = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes());
    let (id, secret) = match basic {
        Some(value) => {
            let pair = BASE64.decode(value.strip_prefix(b"Basic ")?).ok()?;
            let (id, secret) = std::str::from_utf8(&pair).ok()?.split_once(':')?;
            // Each half is form-encoded first (RFC 6749, 2.3.1).
            (form_decoded(id), Some(form_decoded(secret)))
        }
        None => (request.client_id.clone()?, request.client_secret.clone()),
    };
    shared.client(&id).filter(|client| client.secret == secret)
}

fn form_decoded(text: &str) -> String {
    form_urlencoded::parse(format!("x={text}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

pub(crate) async fn user_info(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let granted = bearer.and_then(|value| value.strip_prefix("Bearer ")).and_then(|token| shared.access(token));
    match granted {
        Some(granted) if shared.lie() != Lie::NoUserInfo => {
            json_answer(StatusCode::OK, &tokens::user_info(&shared, &granted))
        }
        _ => json_answer(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_token"})),
    }
}

fn json_answer(status: StatusCode, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}
