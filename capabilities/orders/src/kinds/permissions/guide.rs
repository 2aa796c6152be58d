//! The guide *Beställa och avbeställa behörigheter*, after the manual's routine.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guide of those who order permissions.
pub(crate) const GUIDE: Guide = Guide { key: "bestalla-behorigheter", title: "orders-guide-permissions-title", body };

const PARTS: [(&str, &[&str]); 3] = [
    (
        "orders-guide-permissions-begin",
        &["orders-guide-permissions-begin-1", "orders-guide-permissions-begin-2", "orders-guide-permissions-begin-3"],
    ),
    (
        "orders-guide-permissions-people",
        &[
            "orders-guide-permissions-people-1",
            "orders-guide-permissions-people-2",
            "orders-guide-permissions-people-3",
        ],
    ),
    ("orders-guide-permissions-send", &["orders-guide-permissions-send-1", "orders-guide-permissions-send-2"]),
];

fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("orders-guide-permissions-lead")) }
        @for (heading, steps) in PARTS {
            h2 { (lang.t(heading)) }
            ol { @for step in steps { li { (lang.t(step)) } } }
        }
        h2 { (lang.t("orders-guide-permissions-when-not")) }
        ul {
            li { (lang.t("orders-guide-permissions-when-not-1")) }
            li { (lang.t("orders-guide-permissions-when-not-2")) }
        }
    }
}
