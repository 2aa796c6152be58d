//! The guide of the Dashboard.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

use super::grid::Figure;

/// Its guide.
pub(super) const GUIDE: Guide = Guide { key: "dashboard", title: "dashboard-guide", body };

fn body(lang: Lang) -> Markup {
    let steps = ["dashboard-guide-unit", "dashboard-guide-period", "dashboard-guide-numbers", "dashboard-guide-file"];
    html! {
        p { (lang.t("dashboard-guide-what")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("dashboard-guide-counted")) }
        dl {
            @for figure in Figure::ALL {
                dt { strong { (lang.t(figure.title())) } }
                dd { (lang.attribute(figure.title(), "about").unwrap_or_default()) }
            }
        }
        h2 { (lang.t("dashboard-guide-units")) }
        p { (lang.t("dashboard-guide-units-text")) }
    }
}
