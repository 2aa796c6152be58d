//! What the program says about itself: the accessibility statement that the law asks for (2018:1937), and its version.

use axum::extract::State;
use axum::response::Response;
use behorig_registers::settings;
use behorig_visit::{App, PageError};
use behorig_web::components::{Page, SummaryList};
use maud::html;

use crate::attention::ACCESSIBILITY_CONTACT;
use crate::reader::Reader;

/// The accessibility statement. Anyone.
pub(crate) async fn accessibility(State(app): State<App>, mut reader: Reader) -> Result<Response, PageError> {
    let contact = match &mut reader {
        Reader::SignedIn(visit) => settings::get(visit.snapshot.get().await?, ACCESSIBILITY_CONTACT).await?,
        Reader::Guest { .. } => settings::get(&mut *app.db.read().await?, ACCESSIBILITY_CONTACT).await?,
    };
    let lang = reader.lang();
    let installation = app.settings.installation.clone();
    let page = Page::new(lang.t("start-accessibility"))
        .lead(lang.tr("start-accessibility-lead", &[("installation", installation.into())]));
    Ok(reader.show(
        &page,
        html! {
            h2 { (lang.t("start-accessibility-how")) }
            p { (lang.t("start-accessibility-how-text")) }
            h2 { (lang.t("start-accessibility-tested")) }
            p { (lang.t("start-accessibility-tested-text")) }
            h2 { (lang.t("start-accessibility-tell")) }
            p { (lang.t("start-accessibility-tell-text")) }
            @match &contact {
                Some(contact) => p { strong { (contact) } },
                None => p { (lang.t("start-accessibility-no-contact")) },
            }
            h2 { (lang.t("start-accessibility-supervision")) }
            p { (lang.t("start-accessibility-supervision-text")) }
        },
    ))
}

/// What the program is. Anyone.
pub(crate) async fn program(State(app): State<App>, reader: Reader) -> Response {
    let lang = reader.lang();
    let facts = SummaryList::new(lang)
        .text(lang.t("start-about-version"), env!("CARGO_PKG_VERSION"))
        .text(lang.t("start-about-installation"), &app.settings.installation)
        .text(lang.t("start-about-licence"), env!("CARGO_PKG_LICENSE"));
    let page = Page::new(lang.t("start-about")).lead(lang.t("start-about-lead"));
    reader.show(
        &page,
        html! {
            p { (lang.t("start-about-text")) }
            (facts)
        },
    )
}
