//! The help about the schedule.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
pub(crate) fn guides() -> Vec<Guide> {
    vec![
        Guide { key: "kunduppdrag", title: "home-care-schedule-guide", body: schedule },
        Guide { key: "telefon", title: "home-care-schedule-guide-phone", body: phone },
        Guide { key: "mina-insatser", title: "home-care-schedule-guide-own", body: own },
    ]
}

fn schedule(lang: Lang) -> Markup {
    let steps = [
        "home-care-schedule-guide-open",
        "home-care-schedule-guide-mark",
        "home-care-schedule-guide-weeks",
        "home-care-schedule-guide-print",
    ];
    html! {
        p { (lang.t("home-care-schedule-guide-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("home-care-schedule-subscribe")) }
        p { (lang.t("home-care-schedule-guide-calendar")) }
        ul {
            li { (lang.t("home-care-schedule-feed-times")) }
            li { (lang.t("home-care-schedule-feed-secret")) }
            li { (lang.t("home-care-schedule-feed-decides")) }
        }
    }
}

fn phone(lang: Lang) -> Markup {
    html! {
        p { (lang.t("home-care-schedule-guide-phone-what")) }
        p { (lang.t("home-care-schedule-phone-how")) }
        p { (lang.t("home-care-schedule-guide-phone-copy")) }
    }
}

fn own(lang: Lang) -> Markup {
    html! {
        p { (lang.t("home-care-schedule-own-lead")) }
        p { (lang.t("home-care-schedule-own-end")) }
    }
}
