//! The help about residents, under the headings of the manual.

use behorig_web::Lang;
use maud::{Markup, html};

pub(crate) fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("residents-guide-what")) }
        h2 { (lang.t("residents-guide-approve")) }
        p { (lang.t("residents-guide-approve-text")) }
        h2 { (lang.t("residents-guide-remove")) }
        p { (lang.t("residents-guide-remove-text")) }
        h2 { (lang.t("residents-guide-hand-out")) }
        p { (lang.t("residents-guide-hand-out-text")) }
        h2 { (lang.t("residents-guide-change")) }
        p { (lang.t("residents-guide-change-text")) }
        h2 { (lang.t("residents-guide-take-back")) }
        p { (lang.t("residents-guide-take-back-text")) }
        h2 { (lang.t("residents-guide-why")) }
        p { (lang.t("residents-guide-why-text")) }
        h2 { (lang.t("residents-guide-find")) }
        p { (lang.t("residents-guide-find-text")) }
        h2 { (lang.t("residents-guide-protected")) }
        p { (lang.t("residents-guide-protected-text")) }
        h2 { (lang.t("residents-guide-log")) }
        p { (lang.t("residents-guide-log-text")) }
    }
}
