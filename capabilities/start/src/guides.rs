//! The guides about what belongs to no capability of its own: signing in, hats, sessions, finding one's way.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides of this crate, in the order in which they are listed.
#[must_use]
pub fn guides() -> Vec<Guide> {
    vec![
        Guide { key: "start", title: "start-guide-start", body: start },
        Guide { key: "logga-in", title: "start-guide-sign-in", body: sign_in },
        Guide { key: "byt-uppdrag", title: "start-guide-hats", body: hats },
        Guide { key: "mina-inloggningar", title: "start-guide-sessions", body: sessions },
        Guide { key: "sok", title: "start-guide-search", body: search },
    ]
}

fn start(lang: Lang) -> Markup {
    html! {
        p { (lang.t("start-guide-start-what")) }
        h2 { (lang.t("start-guide-start-top")) }
        p { (lang.t("start-guide-start-top-text")) }
        h2 { (lang.t("start-guide-start-attention")) }
        p { (lang.t("start-guide-start-attention-text")) }
        h2 { (lang.t("start-guide-start-refused")) }
        p { (lang.t("start-guide-start-refused-text")) }
    }
}

fn sign_in(lang: Lang) -> Markup {
    html! {
        p { (lang.t("start-guide-sign-in-what")) }
        h2 { (lang.t("start-guide-sign-in-bankid")) }
        ol {
            li { (lang.t("start-guide-sign-in-bankid-1")) }
            li { (lang.t("start-guide-sign-in-bankid-2")) }
            li { (lang.t("start-guide-sign-in-bankid-3")) }
        }
        h2 { (lang.t("start-guide-sign-in-siths")) }
        ol {
            li { (lang.t("start-guide-sign-in-siths-1")) }
            li { (lang.t("start-guide-sign-in-siths-2")) }
            li { (lang.t("start-guide-sign-in-siths-3")) }
        }
        h2 { (lang.t("start-guide-sign-in-yubikey")) }
        ol {
            li { (lang.t("start-guide-sign-in-yubikey-1")) }
            li { (lang.t("start-guide-sign-in-yubikey-2")) }
        }
        h2 { (lang.t("start-guide-sign-in-locked")) }
        p { (lang.t("start-guide-sign-in-locked-text")) }
        h2 { (lang.t("start-guide-sign-in-safe")) }
        p { (lang.t("start-guide-sign-in-safe-text")) }
    }
}

fn hats(lang: Lang) -> Markup {
    html! {
        p { (lang.t("start-guide-hats-what")) }
        h2 { (lang.t("start-guide-hats-which")) }
        ul {
            li { (lang.t("start-guide-hats-staff")) }
            li { (lang.t("start-guide-hats-relative")) }
            li { (lang.t("start-guide-hats-resident")) }
        }
        h2 { (lang.t("start-guide-hats-change")) }
        p { (lang.t("start-guide-hats-change-text")) }
    }
}

fn sessions(lang: Lang) -> Markup {
    html! {
        p { (lang.t("start-guide-sessions-what")) }
        h2 { (lang.t("start-guide-sessions-end")) }
        p { (lang.t("start-guide-sessions-end-text")) }
        h2 { (lang.t("start-guide-sessions-warning")) }
        p { (lang.t("start-guide-sessions-warning-text")) }
    }
}

fn search(lang: Lang) -> Markup {
    html! {
        p { (lang.t("start-guide-search-what")) }
        h2 { (lang.t("start-guide-search-keys")) }
        p { (lang.t("start-guide-search-keys-text")) }
    }
}
