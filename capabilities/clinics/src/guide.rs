//! The help: *Administratör - Inställningar för mottagningen*.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

use crate::pages::{HUB, area, contact, reply, status, texts};

/// The guide of the settings.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "mottagning", title: "clinics-guide", body }]
}

/// A page of the settings in the guide: its title, where it is, how it is done, and its fields.
const PAGES: [(&str, &str, &str, &[&str]); 5] = [
    (
        "clinics-contact",
        contact::PATH,
        "clinics-guide-contact",
        &[
            "clinics-phone",
            "clinics-phone-hours",
            "clinics-email",
            "clinics-web",
            "clinics-street",
            "clinics-postal-code",
            "clinics-city",
            "clinics-opening-hours",
        ],
    ),
    ("clinics-texts", texts::PATH, "clinics-guide-texts", &["clinics-about", "clinics-terms"]),
    (
        "clinics-reply",
        reply::PATH,
        "clinics-guide-reply",
        &["clinics-reply-days", "clinics-notify", "clinics-notice-email"],
    ),
    ("clinics-status", status::PATH, "clinics-guide-status", &["clinics-status"]),
    (
        "clinics-area",
        area::PATH,
        "clinics-guide-area",
        &[
            "clinics-area-county",
            "clinics-area-municipalities",
            "clinics-area-sex",
            "clinics-area-age-first",
            "clinics-area-age-last",
        ],
    ),
];

fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("clinics-guide-lead")) }
        p { a href=(HUB) { (lang.t("clinics-guide-open")) } }
        @for (title, path, text, fields) in PAGES {
            h2 { (lang.t(title)) }
            p { (lang.t(text)) }
            dl {
                @for label in fields {
                    dt { (lang.t(label)) }
                    @if let Some(hint) = lang.attribute(label, "hint") { dd { (hint) } }
                }
            }
            p { a href=(path) { (lang.tr("clinics-guide-to", &[("page", lang.t(title).into())])) } }
        }
        h2 { (lang.t("clinics-end")) }
        ol {
            li { (lang.t("clinics-guide-end-1")) }
            li { (lang.t("clinics-guide-end-2")) }
            li { (lang.t("clinics-guide-end-3")) }
        }
        h2 { (lang.t("clinics-guide-together")) }
        p { (lang.t("clinics-guide-together-text")) }
    }
}
