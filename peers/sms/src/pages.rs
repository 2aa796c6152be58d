//! *Demons sms*: what came, on one plain page, in Swedish, as the people who try the demo are.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};

use crate::Message;
use crate::exchange::Shared;

const STYLE: &str = include_str!("../assets/messages.css");
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(telephones))
        .route("/messages.css", get(async || guarded(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE))))
        .with_state(shared)
}

async fn telephones(State(shared): State<Arc<Shared>>) -> Response {
    guarded(page(&shared.messages()))
}

fn guarded(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn page(messages: &[Message]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="sv" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Demons sms" }
                link rel="stylesheet" href="/messages.css";
            }
            body {
                header.test { p { strong { "TEST" } " Sms som demon skickar kommer hit, till vem de än är, och lämnar inte den här datorn." } }
                main {
                    h1 { "Demons sms" }
                    p { a href="/" { "Se efter igen" } }
                    @if messages.is_empty() {
                        p.quiet { "Inga sms än. När någon anger sitt mobilnummer under Mina inställningar kommer koden hit." }
                    }
                    @for message in messages { (shown(message)) }
                }
            }
        }
    }
}

fn shown(message: &Message) -> Markup {
    html! {
        article {
            h2 { (message.from) }
            dl { div { dt { "Till" } dd { (message.to) } } }
            div.text {
                @for line in message.text.trim_end().lines() {
                    p { @for word in line.split_inclusive(' ') { (linked(word)) } }
                }
            }
        }
    }
}

/// A word, led to where it leads.
fn linked(word: &str) -> Markup {
    let address = word.trim_end();
    let leads = address.starts_with("http://") || address.starts_with("https://");
    html! { @if leads { a href=(address) { (address) } " " } @else { (word) } }
}
