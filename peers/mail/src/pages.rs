//! *Demons brevlåda*: what came, on one plain page, in Swedish, as the people who try the demo are.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use maud::{DOCTYPE, Markup, html};
use tokio::net::TcpStream;

use crate::Mail;
use crate::office::Shared;

const STYLE: &str = include_str!("../assets/mailbox.css");
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
const PATIENCE: Duration = Duration::from_secs(10);

/// Shows the page over one connection.
pub(crate) async fn meet(stream: TcpStream, shared: Arc<Shared>) {
    let router = Router::new()
        .route("/", get(mailbox))
        .route("/mailbox.css", get(async || guarded(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE))))
        .with_state(shared);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    // An error here is the caller's going away; there is nobody left to tell.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}

async fn mailbox(State(shared): State<Arc<Shared>>) -> Response {
    guarded(page(&shared.mails()))
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

fn page(mails: &[Mail]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="sv" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Demons brevlåda" }
                link rel="stylesheet" href="/mailbox.css";
            }
            body {
                header.test { p { strong { "TEST" } " Mejl som demon skickar kommer hit, till vem de än är, och lämnar inte den här datorn." } }
                main {
                    h1 { "Demons brevlåda" }
                    p { a href="/" { "Se efter igen" } }
                    @if mails.is_empty() {
                        p.quiet { "Inga mejl än. När någon ansluts i tjänsten kommer engångslänken hit." }
                    }
                    @for mail in mails { (letter(mail)) }
                }
            }
        }
    }
}

fn letter(mail: &Mail) -> Markup {
    html! {
        article {
            h2 { (mail.subject) }
            dl {
                div { dt { "Till" } dd { (mail.recipients.join(", ")) } }
                div { dt { "Från" } dd { (mail.from) } }
            }
            div.text {
                @for line in mail.text.trim_end().lines() {
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
