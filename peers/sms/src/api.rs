//! The API: <https://46elks.com/docs/send-sms>.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::exchange::{HangUp, Shared};

/// How the provider behaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Weather {
    /// As a provider should.
    #[default]
    Fair,
    /// Takes connections and ends them without a word.
    HangsUp,
    /// Waits so long before each answer.
    Slow(Duration),
    /// Answers every message with this status and these words, and keeps none.
    Answers(u16, String),
    /// Keeps the message, and ends the connection before it says so.
    KeepsItAndHangsUp,
}

/// A message that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is called.
    pub id: String,
    /// The sender, as the telephone shows it.
    pub from: String,
    /// The number, with its country code.
    pub to: String,
    /// The text.
    pub text: String,
    /// Whether the provider was asked to keep no text in its history.
    pub is_private: bool,
}

/// Twice what any message of ours is, in bytes.
const LARGEST_FORM: usize = 16 * 1024;

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/a1/sms", post(send))
        .route("/a1/me", get(me))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .with_state(shared)
}

async fn me(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if let Weather::Answers(status, words) = shared.weather() {
        return answer(status, words);
    }
    match knows(&shared, &headers) {
        true => json(&serde_json::json!({ "id": shared.login.0, "displayname": "TEST", "currency": "SEK" })),
        false => answer(401, "API access requires Basic HTTP authentication".to_owned()),
    }
}

async fn send(
    State(shared): State<Arc<Shared>>,
    Extension(hang_up): Extension<HangUp>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !knows(&shared, &headers) {
        return answer(401, "API access requires Basic HTTP authentication".to_owned());
    }
    let weather = shared.weather();
    match &weather {
        Weather::Answers(status, words) => return answer(*status, words.clone()),
        Weather::Slow(pause) => tokio::time::sleep(*pause).await,
        Weather::Fair | Weather::HangsUp | Weather::KeepsItAndHangsUp => {}
    }
    let message = match read(&headers, &body, shared.messages().len()) {
        Ok(message) => message,
        Err(wrong) => return answer(400, wrong.to_owned()),
    };
    let taken = serde_json::json!({
        "status": "created", "direction": "outgoing", "id": message.id, "from": message.from, "to": message.to,
        "created": "2026-01-01T12:00:00.000000", "cost": 0,
    });
    shared.keep(message);
    if weather == Weather::KeepsItAndHangsUp {
        hang_up.0.notify_one();
        return std::future::pending().await;
    }
    json(&taken)
}

fn knows(shared: &Shared, headers: &HeaderMap) -> bool {
    let (user, password) = &shared.login;
    let wanted = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    headers.get(header::AUTHORIZATION).is_some_and(|given| given.as_bytes() == wanted.as_bytes())
}

fn read(headers: &HeaderMap, body: &[u8], number: usize) -> Result<Message, &'static str> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err("Missing key from");
    }
    let form: HashMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    let of = |key: &str| form.get(key).filter(|value| !value.is_empty()).cloned();
    let from = of("from").ok_or("Missing key from")?;
    let to = of("to").ok_or("Missing key to")?;
    let text = of("message").ok_or("Missing key message")?;
    let is_word = from.len() <= 11 && from.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_word && !is_number(&from) {
        return Err("Invalid sender");
    }
    if !is_number(&to) {
        return Err("Invalid to number");
    }
    let is_private = of("dontlog").is_some_and(|what| what == "message");
    Ok(Message { id: format!("s{number:032x}"), from, to, text, is_private })
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
    })
}

fn answer(status: u16, words: String) -> Response {
    (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), words).into_response()
}

fn json(value: &serde_json::Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}
