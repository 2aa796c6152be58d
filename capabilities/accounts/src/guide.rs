//! The guide of the users' pages: the steps, and every field with who changes it, made from the fields themselves.

use behorig_visit::Guide;
use behorig_web::Lang;
use behorig_web::components::{Column, Row, Table};
use maud::{Markup, html};

use crate::fields::FIELDS;

/// The guides of this crate, for *Hjälp*.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "anvandare", title: "accounts-guide", body: users },
        Guide { key: "mitt-konto", title: "accounts-guide-own", body: own },
        Guide { key: "ateraktivera", title: "accounts-guide-reactivate", body: reactivate },
    ]
}

fn users(lang: Lang) -> Markup {
    let steps = |heading: &str, steps: &[&str]| {
        html! { h2 { (lang.t(heading)) } ol { @for step in steps { li { (lang.t(step)) } } } }
    };
    html! {
        (steps("accounts-guide-find", &["accounts-guide-find-1", "accounts-guide-find-2", "accounts-guide-find-3"]))
        (steps("accounts-guide-connect", &["accounts-guide-connect-1", "accounts-guide-connect-2",
            "accounts-guide-connect-3", "accounts-guide-connect-4"]))
        (steps("accounts-guide-change", &["accounts-guide-change-1", "accounts-guide-change-2", "accounts-guide-change-3"]))
        (steps("accounts-guide-relative", &["accounts-guide-relative-1", "accounts-guide-relative-2"]))
        h2 { (lang.t("accounts-guide-locked")) }
        p { (lang.t("accounts-guide-locked-1")) }
        p { (lang.t("accounts-guide-locked-2")) }
        p { (lang.t("accounts-guide-locked-3")) }
        h2 { (lang.t("accounts-guide-fields")) }
        (fields(lang))
    }
}

fn fields(lang: Lang) -> Table<'static> {
    Table::new(
        lang.t("accounts-guide-fields"),
        [
            Column::new(lang.t("accounts-guide-fields")),
            Column::new(lang.t("accounts-guide-tabs")),
            Column::new(lang.t("accounts-guide-who")),
        ],
    )
    .rows(FIELDS.iter().map(|field| {
        let tabs: Vec<_> = field.tabs.iter().map(|tab| lang.t(tab.label())).collect();
        let services: Vec<_> = field
            .write
            .iter()
            .map(|service| {
                let name = match lang {
                    Lang::Sv => service.swedish_name(),
                    Lang::En => service.english_name(),
                };
                format!("{} {name}", service.number())
            })
            .collect();
        let heading = html! {
            (lang.t(field.name.label))
            @if let Some(hint) = lang.attribute(field.name.label, "hint") { br; span.muted { (hint) } }
        };
        Row::new(heading).cell(tabs.join(", ")).cell(services.join(", "))
    }))
}

fn own(lang: Lang) -> Markup {
    let meanings = [
        ("accounts-field-signature", "accounts-guide-own-signature"),
        ("accounts-field-notices", "accounts-guide-own-notices"),
        ("accounts-field-language", "accounts-guide-own-language"),
    ];
    html! {
        p { (lang.t("accounts-guide-own-what")) }
        ol {
            li { (lang.t("accounts-guide-own-1")) }
            li { (lang.t("accounts-guide-own-2")) }
            li { (lang.t("accounts-guide-own-3")) }
        }
        h2 { (lang.t("accounts-guide-own-fields")) }
        dl { @for (field, meaning) in meanings { dt { (lang.t(field)) } dd { (lang.t(meaning)) } } }
        h2 { (lang.t("accounts-guide-own-others")) }
        p { (lang.t("accounts-guide-own-others-text")) }
    }
}

fn reactivate(lang: Lang) -> Markup {
    html! {
        p { (lang.t("accounts-guide-reactivate-what")) }
        ol {
            li { (lang.t("accounts-guide-reactivate-1")) }
            li { (lang.t("accounts-guide-reactivate-2")) }
            li { (lang.t("accounts-guide-reactivate-3")) }
        }
        h2 { (lang.t("accounts-guide-reactivate-blocked")) }
        p { (lang.t("accounts-guide-reactivate-blocked-text")) }
    }
}
