//! What somebody sees whose access as a relative has ended, or has not begun: calm, with what it means and whom to ask.

use axum::response::Response;
use behorig_web::components::{Notice, Page, Tone, link_button};
use behorig_web::{Lang, format, paths};
use http::StatusCode;
use maud::{Markup, html};

use crate::guest::Guest;
use crate::records::hats::NoHat;

fn title(lang: Lang, why: &NoHat) -> String {
    lang.t(if why.begins.is_some() { "sign-in-access-to-come" } else { "sign-in-access-ended" }).into_owned()
}

fn text(lang: Lang, why: &NoHat) -> String {
    match why.begins {
        Some(from) => {
            lang.tr("sign-in-access-to-come-text", &[("time", format::date_time(lang, from.as_millis()).into())])
        }
        None => lang.t("sign-in-access-ended-text"),
    }
    .into_owned()
}

fn whom_to_ask(lang: Lang, why: &NoHat) -> Markup {
    html! {
        @if !why.units.is_empty() {
            p { (lang.t("sign-in-access-ask")) }
            ul.bullets { @for unit in &why.units { li { (unit) } } }
        }
    }
}

/// Instead of letting somebody in. For whoever has proven that the account is theirs.
pub(crate) fn at_the_door(guest: &Guest, why: &NoHat) -> Response {
    let lang = guest.lang;
    let body = html! {
        p.lead { (text(lang, why)) }
        (whom_to_ask(lang, why))
        div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-to-sign-in"))) }
    };
    guest.show(StatusCode::FORBIDDEN, &Page::new(title(lang, why)).narrow(), body)
}

/// In the place of the hats, for whoever was signed in when the last one ended.
pub(super) fn inside(lang: Lang, why: &NoHat) -> Markup {
    html! {
        (Notice::new(Tone::Info, title(lang, why)).text(text(lang, why)))
        (whom_to_ask(lang, why))
    }
}
