//! The help about residents.

use behorig_web::Lang;
use maud::{Markup, html};

pub(crate) fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("residents-guide-what")) }
        h2 { (lang.t("residents-guide-find")) }
        p { (lang.t("residents-guide-find-text")) }
        h2 { (lang.t("residents-guide-protected")) }
        p { (lang.t("residents-guide-protected-text")) }
        h2 { (lang.t("residents-guide-log")) }
        p { (lang.t("residents-guide-log-text")) }
    }
}
