//! The guide of these pages.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// What the pages of orders are for and how each step is done.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "bestallningar", title: "orders-guide-title", body },
        crate::kinds::permissions::guide::GUIDE,
        Guide { key: "ta-emot-bestallningar", title: "orders-guide-receive-title", body: receiving },
    ]
}

fn receiving(lang: Lang) -> Markup {
    let steps = [
        "orders-guide-receive-1",
        "orders-guide-receive-2",
        "orders-guide-receive-3",
        "orders-guide-receive-4",
        "orders-guide-receive-5",
        "orders-guide-receive-6",
        "orders-guide-receive-7",
    ];
    html! {
        p { (lang.t("orders-guide-receive-lead")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
    }
}

fn body(lang: Lang) -> Markup {
    let steps = ["orders-guide-order-1", "orders-guide-order-2", "orders-guide-order-3", "orders-guide-order-4"];
    let support = ["orders-guide-support-1", "orders-guide-support-2", "orders-guide-support-3"];
    let fields = [
        "orders-user-name",
        "orders-identity-number",
        "orders-mobile",
        "orders-email",
        "orders-title-of-user",
        "orders-staff-category",
        "orders-long-title",
        "orders-given-name",
        "orders-family-name",
        "orders-hsa-id",
        "orders-permissions",
    ];
    html! {
        p { (lang.t("orders-guide-lead")) }
        h2 { (lang.t("orders-guide-order")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("orders-needed")) }
        dl {
            @for name in fields {
                dt { (lang.t(name)) }
                @if let Some(hint) = lang.attribute(name, "hint") { dd { (hint) } }
            }
        }
        h2 { (lang.t("orders-guide-support")) }
        ol { @for step in support { li { (lang.t(step)) } } }
    }
}
