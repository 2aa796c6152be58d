//! The help about customers of home care.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn guides() -> Vec<Guide> {
    let mut guides = vec![Guide { key: "kunder", title: "home-care-guide", body }];
    guides.extend(crate::schedule::guides());
    guides
}

fn body(lang: Lang) -> Markup {
    let parts = [
        ("home-care-guide-new", "home-care-guide-new-text"),
        ("home-care-guide-decide", "home-care-guide-decide-text"),
        ("home-care-guide-plan", "home-care-guide-plan-text"),
        ("home-care-guide-except", "home-care-guide-except-text"),
        ("home-care-guide-pause", "home-care-guide-pause-text"),
        ("home-care-guide-relative", "home-care-guide-relative-text"),
        ("home-care-guide-columns", "home-care-guide-columns-text"),
        ("home-care-guide-end", "home-care-guide-end-text"),
        ("home-care-guide-log", "home-care-guide-log-text"),
    ];
    html! {
        p { (lang.t("home-care-guide-what")) }
        @for (heading, text) in parts { h2 { (lang.t(heading)) } p { (lang.t(text)) } }
    }
}
