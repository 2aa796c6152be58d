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

/// A page of the settings in the guide.
struct Described {
    title: &'static str,
    path: &'static str,
    /// Text id of how it is done.
    how: &'static str,
    /// What can be filled in or chosen: its text id, and that of what it means where its own hint does not say it.
    fields: &'static [(&'static str, Option<&'static str>)],
}

const PAGES: [Described; 5] = [
    Described {
        title: "clinics-contact",
        path: contact::PATH,
        how: "clinics-guide-contact",
        fields: &[
            ("clinics-phone", None),
            ("clinics-phone-hours", None),
            ("clinics-email", None),
            ("clinics-web", None),
            ("clinics-guide-address", Some("clinics-guide-address-text")),
            ("clinics-opening-hours", None),
        ],
    },
    Described {
        title: "clinics-texts",
        path: texts::PATH,
        how: "clinics-guide-texts",
        fields: &[("clinics-about", None), ("clinics-terms", None)],
    },
    Described {
        title: "clinics-reply",
        path: reply::PATH,
        how: "clinics-guide-reply",
        fields: &[
            ("clinics-reply-days", None),
            ("clinics-notify-receivers", Some("clinics-notify-receivers-hint")),
            ("clinics-notify-address", Some("clinics-notify-address-hint")),
            ("clinics-notice-email", None),
        ],
    },
    Described {
        title: "clinics-status",
        path: status::PATH,
        how: "clinics-guide-status",
        fields: &[
            ("clinics-status-open", Some("clinics-status-open-hint")),
            ("clinics-status-closed", Some("clinics-status-closed-hint")),
            ("clinics-status-ended", Some("clinics-status-ended-hint")),
        ],
    },
    Described {
        title: "clinics-area",
        path: area::PATH,
        how: "clinics-guide-area",
        fields: &[
            ("clinics-area-county", Some("clinics-area-home-about")),
            ("clinics-area-municipalities", None),
            ("clinics-area-sex", Some("clinics-area-people-about")),
            ("clinics-area-age-first", None),
            ("clinics-area-age-last", None),
        ],
    },
];

fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("clinics-guide-lead")) }
        p { a href=(HUB) { (lang.t("clinics-guide-open")) } }
        @for page in PAGES {
            h2 { (lang.t(page.title)) }
            p { (lang.t(page.how)) }
            dl {
                @for (label, meaning) in page.fields {
                    dt { (lang.t(label)) }
                    dd { (meaning.map_or_else(|| lang.attribute(label, "hint").unwrap_or_default(), |id| lang.t(id))) }
                }
            }
            p { a href=(page.path) { (lang.tr("clinics-guide-to", &[("page", lang.t(page.title).into())])) } }
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
