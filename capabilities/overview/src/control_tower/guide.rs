//! The help of the control tower.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// Its guide.
pub(crate) fn help() -> Vec<Guide> {
    vec![Guide { key: "flygledartornet", title: "control-tower-guide", body }]
}

fn body(lang: Lang) -> Markup {
    let steps = [
        "control-tower-guide-open",
        "control-tower-guide-order",
        "control-tower-guide-unit",
        "control-tower-guide-wall",
    ];
    let meanings = [
        ("control-tower-waiting", "control-tower-guide-waiting"),
        ("control-tower-oldest", "control-tower-guide-oldest"),
        ("control-tower-promise", "control-tower-guide-promise"),
        ("control-tower-in-work", "control-tower-guide-in-work"),
        ("control-tower-signed-in", "control-tower-guide-signed-in"),
        ("control-tower-received", "control-tower-guide-received"),
    ];
    html! {
        p { (lang.t("control-tower-guide-what")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("control-tower-guide-meanings")) }
        dl { @for (word, meaning) in meanings { dt { (lang.t(word)) } dd { (lang.t(meaning)) } } }
        h2 { (lang.t("control-tower-guide-fresh")) }
        p { (lang.t("control-tower-guide-fresh-text")) }
        h2 { (lang.t("control-tower-guide-session")) }
        p { (lang.t("control-tower-guide-session-text")) }
        p { (lang.t("control-tower-guide-session-why")) }
    }
}
