//! Asking a key: what is asked is kept in the database, and the page has the browser ask it.

use axum::response::Response;
use behorig_access::{AccountId, SessionId};
use behorig_store::{Actor, Door, Recorded, StoreError};
use behorig_visit::{PageError, Token, VisitSettings};
use behorig_web::components::{Icon, Notice, Tone, icon};
use behorig_web::preferences::own_path;
use behorig_web::{Lang, static_files};
use maud::{Markup, html};

use super::party::origin_of;
use crate::guest::{Guest, new_token, with_cookie};
use crate::records::ceremonies::{self, Ceremony, Kind};

/// The cookie of a browser whose key is being asked.
const COOKIE: &str = "behorig-nyckel";
/// The field with what the key answered.
pub(crate) const ANSWER: &str = "svar";

/// What is to be asked, and for whom.
pub(crate) struct Asked<'a> {
    pub(crate) kind: Kind,
    pub(crate) account: Option<AccountId>,
    pub(crate) session: Option<SessionId>,
    pub(crate) name: Option<String>,
    /// What the browser asks, as JSON.
    pub(crate) options: String,
    /// What the answer is held against, as JSON.
    pub(crate) state: String,
    pub(crate) return_to: &'a str,
}

/// Keeps what is asked, for the browser that gets the cookie.
pub(crate) async fn begin(guest: &Guest, asked: Asked<'_>) -> Result<(Token, Ceremony), PageError> {
    let token = new_token()?;
    let ceremony = Ceremony {
        token: token.hash(),
        kind: asked.kind,
        account: asked.account,
        session: asked.session,
        name: asked.name,
        options: asked.options,
        state: asked.state,
        return_to: own_path(asked.return_to).to_owned(),
        begun_at: guest.now,
    };
    let actor = Actor::system(Door::System, guest.now);
    let added = guest.app.db.write(&actor, ceremony.clone(), |tx, ceremony| {
        Box::pin(async move {
            ceremonies::add(tx, ceremony).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "asking a key is not yet anybody's act"))
        })
    });
    added.await?;
    Ok((token, ceremony))
}

/// Gives the browser the cookie by which its answer is known.
pub(crate) fn with_ceremony(guest: &Guest, response: Response, token: &Token) -> Response {
    with_cookie(response, &guest.cookie(COOKIE, token.reveal().to_owned()))
}

/// Takes the cookie away when all is over.
pub(crate) fn without_ceremony(guest: &Guest, response: Response) -> Response {
    let mut gone = guest.cookie(COOKIE, String::new());
    gone.make_removal();
    with_cookie(response, &gone)
}

/// What the browser's key is being asked, where it is asked one of these and it is not too late.
pub(crate) async fn ceremony_of(guest: &Guest, kinds: &[Kind]) -> Result<Option<Ceremony>, PageError> {
    let Some(token) = guest.token_in(COOKIE) else { return Ok(None) };
    let mut tx = guest.app.db.read().await?;
    let found = ceremonies::find(&mut tx, token.hash(), guest.now).await?;
    Ok(found.filter(|ceremony| kinds.contains(&ceremony.kind)))
}

/// The form whose answer comes from a key.
pub(crate) struct AskForm<'a> {
    /// Where the answer goes.
    pub(crate) action: &'a str,
    /// What the button says; pressed by itself where the page opens and the browser lets it.
    pub(crate) label: &'a str,
    /// Whether a new key is made; otherwise one is asked.
    pub(crate) makes: bool,
}

/// The form, and the script that asks the key. Without scripts no key can be asked, and the page says so.
pub(crate) fn ask_page(lang: Lang, settings: &VisitSettings, ceremony: &Ceremony, form: &AskForm<'_>) -> Markup {
    let here = origin_of(&settings.public_url).map(|origin| origin.as_str().trim_end_matches('/').to_owned());
    let here = here.unwrap_or_else(|| settings.public_url.clone());
    html! {
        form method="post" action=(form.action) data-key=(if form.makes { "create" } else { "get" })
            data-options=(ceremony.options) data-origin=(here) {
            input type="hidden" name=(ANSWER);
            div.button-row {
                button.button.primary type="submit" { (icon(Icon::Key)) span { (form.label) } }
            }
            p role="status" data-told
                data-asking=(lang.t("sign-in-key-waits"))
                data-declined=(lang.t("sign-in-key-declined"))
                data-known=(lang.t("sign-in-key-known"))
                data-unsupported=(lang.t("sign-in-key-unsupported"))
                data-elsewhere=(lang.tr("sign-in-key-elsewhere", &[("address", here.as_str().into())])) {}
        }
        noscript { (Notice::new(Tone::Warning, lang.t("sign-in-key-without-script"))) }
        script type="module" src=(static_files::url("keys.js")) {}
    }
}
