//! The guides of *Byta lösenord* and *Säkerhetsnycklar*.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides of this crate, for *Hjälp*.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "byt-losenord", title: "sign-in-change-password", body: password },
        Guide { key: "mina-nycklar", title: "sign-in-keys-title", body: keys },
    ]
}

fn password(lang: Lang) -> Markup {
    let steps = ["sign-in-guide-password-1", "sign-in-guide-password-2", "sign-in-guide-password-3"];
    let fields = [("sign-in-current-password", "sign-in-guide-current"), ("sign-in-new-password", "sign-in-guide-new")];
    html! {
        p { (lang.t("sign-in-guide-password")) }
        h2 { (lang.t("sign-in-guide-steps")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("sign-in-guide-fields")) }
        dl { @for (field, about) in fields { dt { (lang.t(field)) } dd { (lang.t(about)) } } }
        h2 { (lang.t("sign-in-guide-forgotten")) }
        p { (lang.t("sign-in-guide-forgotten-text")) }
        h2 { (lang.t("sign-in-guide-after")) }
        p { (lang.t("sign-in-guide-after-text")) }
    }
}

fn keys(lang: Lang) -> Markup {
    let steps = ["sign-in-guide-keys-1", "sign-in-guide-keys-2", "sign-in-guide-keys-3", "sign-in-guide-keys-4"];
    html! {
        p { (lang.t("sign-in-guide-keys")) }
        h2 { (lang.t("sign-in-guide-steps")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("sign-in-guide-keys-in")) }
        p { (lang.t("sign-in-guide-keys-in-text")) }
        h2 { (lang.t("sign-in-recovery-codes")) }
        p { (lang.t("sign-in-guide-keys-codes")) }
        h2 { (lang.t("sign-in-guide-keys-lost")) }
        p { (lang.t("sign-in-guide-keys-lost-text")) }
    }
}
