//! The pages: who are you, and signed out. In Swedish, as the people who try the demo are.

use std::sync::Arc;

use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::Person;
use crate::authorize::{self, Asked, Wrong};
use crate::shared::Shared;

const STYLE: &str = include_str!("../assets/provider.css");
/// A form leads back to the service, which is another origin; nothing else is let in.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self' http: https:; \
    frame-ancestors 'none'; base-uri 'none'";

/// Refuses presses that another site's page makes, and puts the headers on every answer.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(|value| value.as_bytes().to_vec());
    let foreign = site.is_some_and(|site| !matches!(site.as_slice(), b"same-origin" | b"none"));
    let mut response = if foreign && request.method() == Method::POST {
        (StatusCode::FORBIDDEN, message("Stoppat", "En annan webbplats försökte trycka på knapparna här."))
            .into_response()
    } else {
        next.run(request).await
    };
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

pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

pub(crate) async fn home() -> Markup {
    message(
        "Demons inloggning",
        "Hit kommer du från tjänsten, när du väljer att logga in med SITHS. Gå dit och börja där.",
    )
}

pub(crate) async fn arrive(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>) -> Response {
    match authorize::read(&shared, asked) {
        Ok(request) => {
            let service = service(&request.return_address);
            let id = shared.keep_request(request);
            choose(&id, &service, &shared.people).into_response()
        }
        Err(Wrong::Here(why)) => (StatusCode::BAD_REQUEST, message("Det går inte att logga in", why)).into_response(),
        Err(Wrong::Back(address)) => to(&address),
    }
}

#[derive(Deserialize)]
pub(crate) struct Picked {
    person: String,
}

pub(crate) async fn pick(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Form(picked): Form<Picked>,
) -> Response {
    authorize::pick(&shared, &id, &picked.person).map_or_else(gone, |address| to(&address))
}

pub(crate) async fn break_off(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    authorize::break_off(&shared, &id).map_or_else(gone, |address| to(&address))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Leaving {
    client_id: String,
    post_logout_redirect_uri: String,
}

pub(crate) async fn leave(State(shared): State<Arc<Shared>>, Query(leaving): Query<Leaving>) -> Response {
    let client = shared.client(&leaving.client_id);
    let is_registered = client.is_some_and(|client| client.after_logout.contains(&leaving.post_logout_redirect_uri));
    if is_registered {
        to(&leaving.post_logout_redirect_uri)
    } else {
        message("Utloggad", "Du är utloggad. Du kan stänga sidan.").into_response()
    }
}

fn to(address: &str) -> Response {
    // An address that can't be a header is one that no client registered.
    match HeaderValue::from_str(address) {
        Ok(_) => Redirect::to(address).into_response(),
        Err(_) => gone(),
    }
}

fn gone() -> Response {
    let page = message("Finns inte längre", "Inloggningen är avslutad eller har gått ut. Börja om i tjänsten.");
    (StatusCode::NOT_FOUND, page).into_response()
}

/// The service's own host, for the person to know where they are going.
fn service(return_address: &str) -> String {
    let host = return_address.split_once("://").map_or(return_address, |(_, rest)| rest);
    host.split('/').next().unwrap_or_default().to_owned()
}

fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="sv" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – demons inloggning" }
                link rel="stylesheet" href="/provider.css";
            }
            body {
                header.test { p { strong { "TEST" } " Ingen riktig inloggning med SITHS, bevisar ingenting." } }
                main {
                    h1 { (title) }
                    (content)
                }
            }
        }
    }
}

fn message(title: &str, text: &str) -> Markup {
    page(title, &html! { p { (text) } })
}

fn choose(id: &str, service: &str, people: &[Person]) -> Markup {
    page(
        "Vem är du?",
        &html! {
            p { strong { (service) } " vill att du legitimerar dig. Välj vems kort du har i kortläsaren." }
            @if people.is_empty() { p.quiet { "Det finns inga testpersoner att välja." } }
            form method="post" action={ "/authorize/" (id) "/person" } {
                ul.rows {
                    @for person in people {
                        li { button.row id={ "person-" (person.key) } name="person" value=(person.key) {
                            span.initials aria-hidden="true" { (initials(person)) }
                            span {
                                strong { (person.name()) }
                                span { (person.purpose) }
                                @if !person.shown_id().is_empty() { span.quiet { (person.shown_id()) } }
                            }
                        } }
                    }
                }
            }
            form method="post" action={ "/authorize/" (id) "/cancel" } { button #cancel { "Avbryt" } }
        },
    )
}

fn initials(person: &Person) -> String {
    [&person.given_name, &person.surname].iter().filter_map(|name| name.chars().next()).collect()
}
