//! Every component in realistic use, served on <http://127.0.0.1:8099> for looking at.
//!
//! `cargo run -p behorig-web --example gallery`; `?tema=dark` and `?sprak=en` choose without a cookie.

mod account_pages;
mod other_pages;
mod people;

use axum::Router;
use axum::extract::{Query, Request};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use behorig_web::components::{Icon, NavItem, NavSection, SessionClock, Shell, Who};
use behorig_web::headers::{SecurityHeaders, secure};
use behorig_web::{Lang, TextSource, Theme, preferences, static_files, texts};
use maud::Markup;
use serde::Deserialize;

const TEXTS: TextSource = TextSource { sv: include_str!("sv.ftl"), en: include_str!("en.ftl") };

/// 2026-11-21 13:30 UTC: the gallery's clock stands still, so that its pictures can be compared.
pub const NOW: i64 = 1_795_267_800_000;

#[derive(Clone, Default, Deserialize)]
struct Look {
    tema: Option<String>,
    sprak: Option<String>,
    q: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    texts::install(&[behorig_web::TEXTS, TEXTS]).map_err(|problems| format!("{problems:?}"))?;
    let router = Router::new()
        .route("/", get(|look, request| show(look, request, true, other_pages::start)))
        .route("/konton", get(|look, request| show(look, request, true, account_pages::list)))
        .route("/konton/anna", get(|look, request| show(look, request, true, account_pages::basics)))
        .route("/konton/anna/anvandarkonto", get(|look, request| show(look, request, true, account_pages::account_tab)))
        .route("/konton/anna/behorigheter", get(|look, request| show(look, request, true, account_pages::grants_tab)))
        .route("/konton/anna/historik", get(|look, request| show(look, request, true, account_pages::history_tab)))
        .route("/invanare", get(|look, request| show(look, request, true, other_pages::empty)))
        .route("/invanare/asa", get(|look, request| show(look, request, true, other_pages::resident)))
        .route("/bestallningar/ny", get(|look, request| show(look, request, true, other_pages::check_answers)))
        .route("/bestallningar/klar", get(|look, request| show(look, request, true, other_pages::receipt)))
        .route("/delar", get(|look, request| show(look, request, true, other_pages::parts)))
        .route("/nekad", get(|look, request| show(look, request, true, other_pages::refused)))
        .route("/sok", get(|look, request| show(look, request, true, other_pages::search)))
        .route("/logga-in", get(|look, request| show(look, request, false, other_pages::sign_in)))
        .route("/logga-in/losenord", get(|look, request| show(look, request, false, other_pages::password)))
        .route("/logga-in/bankid", get(|look, request| show(look, request, false, other_pages::bankid)))
        .route("/logga-in/bankid/status", get(|| async { other_pages::bankid_status() }))
        .route("/kommandon.json", get(|| async { other_pages::commands_answer() }))
        .route("/session/forlang", post(|| async { "900" }))
        .merge(static_files::routes())
        .merge(preferences::routes())
        .layer(from_fn_with_state(SecurityHeaders::new(&[], false)?, secure));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn show(
    Query(look): Query<Look>,
    request: Request,
    signed_in: bool,
    page: fn(&Shell<'_>, &str) -> Markup,
) -> Response {
    let (lang, theme) = preferences::of(request.headers());
    let lang = look.sprak.as_deref().and_then(Lang::from_code).unwrap_or(lang);
    let theme = look.tema.as_deref().map_or(theme, Theme::from_key);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let query = look.q.unwrap_or_default();
    if !signed_in {
        return page(&Shell::signed_out(lang, theme, &path), &query).into_response();
    }
    let nav = menu(lang);
    let own = [
        NavItem::new("/mitt-konto", lang.t("gallery-own-account")).icon(Icon::Person),
        NavItem::new("/byt-losenord", lang.t("gallery-password-change")).icon(Icon::Key),
        NavItem::new("/mina-inloggningar", lang.t("gallery-sessions")).icon(Icon::Phone),
    ];
    let who = Who {
        name: "Anna Lindqvist",
        hat: &lang.t("gallery-hat"),
        unit: Some("Vårdcentralen Söder"),
        links: &own,
        can_switch: true,
    };
    let shell = Shell {
        nav: &nav,
        who: Some(who),
        session: Some(SessionClock { seconds_left: 900, warn_before: 120 }),
        ..Shell::signed_out(lang, theme, &path)
    };
    page(&shell, &query).into_response()
}

fn menu(lang: Lang) -> [NavSection<'static>; 3] {
    let item = |path: &'static str, id: &str, icon| NavItem::new(path, lang.t(id)).icon(icon);
    [
        NavSection {
            heading: "".into(),
            items: vec![
                item("/", "gallery-start", Icon::Home),
                item("/arenden", "gallery-cases", Icon::Case).count(7),
                item("/invanare", "gallery-residents", Icon::People),
            ],
        },
        NavSection {
            heading: lang.t("gallery-administration"),
            items: vec![
                item("/konton", "gallery-accounts", Icon::Person),
                item("/roller", "gallery-roles", Icon::Key),
                item("/bestallningar", "gallery-orders", Icon::Tasks).count(3),
                item("/enheter", "gallery-units", Icon::Building),
                item("/import", "gallery-batch", Icon::Document),
            ],
        },
        NavSection {
            heading: lang.t("gallery-follow-up"),
            items: vec![
                item("/dashboard", "gallery-dashboard", Icon::Chart),
                item("/flygledartornet", "gallery-tower", Icon::Tower),
                item("/loggranskning", "gallery-log-review", Icon::Shield),
            ],
        },
    ]
}
