//! The phone's pages: routes, and what each press does.

mod views;

use crate::orders::{OrderId, Phase};
use crate::{Phone, ScanError};
use axum::Router;
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

const STYLE: &str = include_str!("../assets/phone.css");
/// A form may lead back to the service, which is another origin; nothing else is let in.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self' http: https:; \
    frame-ancestors 'none'; base-uri 'none'";

/// The hints that can be tried out, with what they mean: pending, then failed.
pub(crate) const PENDING_HINTS: &[(&str, &str)] = &[
    ("userMrtd", "Ber om ID-handling"),
    ("userFace", "Ber om ansiktet"),
    ("processing", "Arbetar"),
    ("somethingNew", "Något som inte fanns när tjänsten byggdes"),
];
pub(crate) const FAILED_HINTS: &[(&str, &str)] = &[
    ("certificateErr", "Spärrat eller för gammalt BankID"),
    ("startFailed", "Appen gick inte att starta"),
    ("cancelled", "Avbruten av systemet"),
    ("transactionRiskBlocked", "Stoppad på grund av risk"),
    ("somethingNewFailed", "Något som inte fanns när tjänsten byggdes"),
];

pub(crate) fn router(phone: Phone) -> Router {
    Router::new()
        .route("/", get(arrive))
        .route("/phone.css", get(style))
        .route("/scan", post(scan))
        .route("/open", post(open_from_list))
        .route("/order/{id}", get(show))
        .route("/order/{id}/person", post(choose))
        .route("/order/{id}/approve", post(approve))
        .route("/order/{id}/cancel", post(cancel))
        .route("/order/{id}/expire", post(expire))
        .route("/order/{id}/hint", post(hint))
        .route("/done/{how}", get(done))
        .fallback(|| async { gone() })
        .layer(from_fn(guard))
        .with_state(phone)
}

/// Refuses presses that another site's page makes, and puts the headers on every answer.
async fn guard(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(|value| value.as_bytes().to_vec());
    let foreign = site.is_some_and(|site| !matches!(site.as_slice(), b"same-origin" | b"none"));
    let mut response = if foreign && request.method() == Method::POST {
        (StatusCode::FORBIDDEN, views::refused()).into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

#[derive(Deserialize)]
struct Arrival {
    autostarttoken: Option<String>,
    redirect: Option<String>,
}

/// The home screen, or an order that arrives by link. Opening an order by GET is what an app link does.
async fn arrive(State(phone): State<Phone>, Query(arrival): Query<Arrival>) -> Response {
    let Some(token) = arrival.autostarttoken else { return views::home(&phone, None).into_response() };
    let redirect = arrival.redirect.filter(|address| leads_to_a_page(address));
    match phone.open_with_redirect(&token, redirect) {
        Some(id) => to_order(&id),
        None => gone(),
    }
}

#[derive(Deserialize)]
struct Scanned {
    qr: String,
}

async fn scan(State(phone): State<Phone>, Form(scanned): Form<Scanned>) -> Response {
    match phone.scan(&scanned.qr) {
        Ok(id) => to_order(&id),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, views::home(&phone, Some(why(error)))).into_response(),
    }
}

fn why(error: ScanError) -> &'static str {
    match error {
        ScanError::NotACode => "Det här är ingen QR-kod från BankID. Klistra in hela texten, den börjar med bankid.",
        ScanError::NoSuchOrder => "Ingen beställning väntar på den här koden. Ta en ny från sidan där du loggar in.",
        ScanError::WrongProof => "Koden är ändrad: beviset i den stämmer inte.",
        ScanError::WrongMoment => "Koden är för gammal. En kod gäller i några sekunder, ta den som visas nu.",
    }
}

#[derive(Deserialize)]
struct Picked {
    order: String,
}

async fn open_from_list(State(phone): State<Phone>, Form(picked): Form<Picked>) -> Response {
    phone.open_from_list(&OrderId(picked.order)).map_or_else(gone, |id| to_order(&id))
}

async fn show(State(phone): State<Phone>, Path(id): Path<String>) -> Response {
    let Some(order) = phone.order(&OrderId(id)) else { return gone() };
    match &order.phase {
        Phase::Waiting | Phase::Over { .. } => gone(),
        Phase::InHands { person: None, .. } => views::choose(&order, &phone.0.people).into_response(),
        Phase::InHands { person: Some(person), .. } => views::confirm(&order, person).into_response(),
    }
}

#[derive(Deserialize)]
struct Chosen {
    person: String,
}

/// An empty person is *choose again*.
async fn choose(State(phone): State<Phone>, Path(id): Path<String>, Form(chosen): Form<Chosen>) -> Response {
    let id = OrderId(id);
    let done = if chosen.person.is_empty() { phone.be_nobody(&id) } else { phone.be(&id, &chosen.person) };
    if done { to_order(&id) } else { gone() }
}

async fn approve(State(phone): State<Phone>, Path(id): Path<String>) -> Response {
    finish(&phone, OrderId(id), "approved", Phone::approve)
}

async fn cancel(State(phone): State<Phone>, Path(id): Path<String>) -> Response {
    finish(&phone, OrderId(id), "cancelled", Phone::cancel)
}

async fn expire(State(phone): State<Phone>, Path(id): Path<String>) -> Response {
    finish(&phone, OrderId(id), "expired", Phone::expire)
}

#[derive(Deserialize)]
struct Hint {
    hint: String,
}

async fn hint(State(phone): State<Phone>, Path(id): Path<String>, Form(Hint { hint }): Form<Hint>) -> Response {
    let id = OrderId(id);
    if FAILED_HINTS.iter().any(|(code, _)| *code == hint) {
        return finish(&phone, id, "failed", |phone, id| phone.fail(id, &hint));
    }
    let known = PENDING_HINTS.iter().any(|(code, _)| *code == hint);
    if known && phone.say(&id, &hint) { to_order(&id) } else { gone() }
}

/// Ends an order and sends the browser back to the service when it came from there, else to a page that says so.
fn finish(phone: &Phone, id: OrderId, how: &str, end: impl FnOnce(&Phone, &OrderId) -> bool) -> Response {
    let order = phone.order(&id);
    let way_back = order.as_ref().and_then(|order| order.way_back()).filter(|address| leads_to_a_page(address));
    if !end(phone, &id) {
        return gone();
    }
    way_back.map_or_else(|| Redirect::to(&format!("/done/{how}")), Redirect::to).into_response()
}

async fn done(Path(how): Path<String>) -> Response {
    views::done(&how).map_or_else(gone, IntoResponse::into_response)
}

/// The app's own `redirect=null` means *stay*; anything else must be a web address that can be a header.
fn leads_to_a_page(address: &str) -> bool {
    let web = address.starts_with("http://") || address.starts_with("https://");
    web && HeaderValue::from_str(address).is_ok()
}

fn to_order(id: &OrderId) -> Response {
    Redirect::to(&format!("/order/{}", id.0)).into_response()
}

fn gone() -> Response {
    (StatusCode::NOT_FOUND, views::gone()).into_response()
}
