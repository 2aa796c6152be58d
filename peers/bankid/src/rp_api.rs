//! The relying party API: `POST /rp/v6.0/{auth,sign,collect,cancel}`.

use crate::orders::{Answer, Asked, Tokens};
use crate::phone::Shared;
use crate::serving::Caller;
use crate::{Person, requests};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::sync::Arc;

const BASE: &str = "/rp/v6.0/";

/// How the service behaves, whatever it is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    /// As it should.
    #[default]
    Fair,
    /// Closed for maintenance (503).
    Maintenance,
    /// Something in between answers with a page that is no JSON (502).
    BadGateway,
    /// Sends every caller elsewhere (302).
    Redirecting,
    /// Answers with megabytes.
    Flooding,
    /// Answers, but not in the agreed form.
    Babbling,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(answer).with_state(shared)
}

/// A refusal: HTTP status, error code, details.
type Refusal = (StatusCode, &'static str, &'static str);

const NO_SUCH_ORDER: Refusal = (StatusCode::BAD_REQUEST, "invalidParameters", "No such order");

async fn answer(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(answer) = by_weather(shared.weather()) {
        return answer;
    }
    match admitted(caller, &method, &uri, &headers).and_then(|name| call(&shared, name, &body)) {
        Ok(answer) => json_response(StatusCode::OK, &answer),
        Err((status, code, details)) => json_response(status, &json!({"errorCode": code, "details": details})),
    }
}

fn by_weather(weather: Weather) -> Option<Response> {
    let maintenance = json!({"errorCode": "Maintenance", "details": "The service is closed for maintenance"});
    Some(match weather {
        Weather::Fair => return None,
        Weather::Maintenance => json_response(StatusCode::SERVICE_UNAVAILABLE, &maintenance),
        Weather::BadGateway => (StatusCode::BAD_GATEWAY, "<html><h1>502 Bad Gateway</h1></html>").into_response(),
        Weather::Redirecting => {
            (StatusCode::FOUND, [(header::LOCATION, "https://127.0.0.1:1/elsewhere")]).into_response()
        }
        Weather::Flooding => json_response(StatusCode::OK, &json!({"orderRef": "x".repeat(8 * 1024 * 1024)})),
        Weather::Babbling => json_response(StatusCode::OK, &json!({"hello": "world"})),
    })
}

/// The method that is called, when the caller may call it and calls it rightly.
fn admitted<'a>(caller: Caller, method: &Method, uri: &'a Uri, headers: &HeaderMap) -> Result<&'a str, Refusal> {
    if !caller.is_registered {
        return Err((StatusCode::UNAUTHORIZED, "unauthorized", "RP does not have access to the service"));
    }
    let name = uri.path().strip_prefix(BASE).filter(|name| matches!(*name, "auth" | "sign" | "collect" | "cancel"));
    let name = name.ok_or((StatusCode::NOT_FOUND, "notFound", "An erroneous URL path was used"))?;
    if method != Method::POST {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed", "Only http method POST is allowed"));
    }
    let content_type = headers.get(header::CONTENT_TYPE).map(|value| value.as_bytes());
    if content_type != Some(b"application/json") {
        return Err((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupportedMediaType",
            "Content-Type is not application/json",
        ));
    }
    Ok(name)
}

fn call(shared: &Shared, name: &str, body: &[u8]) -> Result<Value, Refusal> {
    let invalid = |details| (StatusCode::BAD_REQUEST, "invalidParameters", details);
    match name {
        "collect" => {
            let order_ref = requests::order_ref(body).map_err(invalid)?;
            shared.collect(&order_ref).map(|answer| collected(&order_ref, &answer)).ok_or(NO_SUCH_ORDER)
        }
        "cancel" => {
            let order_ref = requests::order_ref(body).map_err(invalid)?;
            shared.cancel_by_service(&order_ref).map(|()| json!({})).ok_or(NO_SUCH_ORDER)
        }
        _ => {
            let asked = requests::order(body, name == "sign").map_err(invalid)?;
            let already = (StatusCode::BAD_REQUEST, "alreadyInProgress", "Order already in progress for pno");
            shared.make(asked).map(|tokens| made(&tokens)).ok_or(already)
        }
    }
}

fn made(tokens: &Tokens) -> Value {
    json!({
        "orderRef": tokens.order_ref,
        "autoStartToken": tokens.auto_start,
        "qrStartToken": tokens.qr_start,
        "qrStartSecret": tokens.qr_secret,
    })
}

fn collected(order_ref: &str, answer: &Answer) -> Value {
    match answer {
        Answer::Pending(hint) => json!({"orderRef": order_ref, "status": "pending", "hintCode": hint}),
        Answer::Failed(hint) => json!({"orderRef": order_ref, "status": "failed", "hintCode": hint}),
        Answer::Complete(answer) => {
            let (person, asked) = answer.as_ref();
            json!({"orderRef": order_ref, "status": "complete", "completionData": completion(person, asked)})
        }
    }
}

fn completion(person: &Person, asked: &Asked) -> Value {
    let mut data = json!({
        "user": {
            "personalNumber": person.personal_number, "name": person.name(),
            "givenName": person.given_name, "surname": person.surname,
        },
        "device": {"ipAddress": "127.0.0.1", "uhi": BASE64.encode(&person.key)},
        "bankIdIssueDate": "2024-01-15",
        "signature": BASE64.encode("<test>Simulerad underskrift, bevisar ingenting</test>"),
        "ocspResponse": BASE64.encode("TEST"),
    });
    if asked.identity_document {
        data["stepUp"] = json!({"mrtd": true});
    }
    if asked.risk {
        data["risk"] = json!("low");
    }
    data
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
