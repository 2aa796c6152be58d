//! The help: its index, and the guides that the capabilities wrote.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_visit::App;
use behorig_web::components::{Crumb, Page};
use behorig_web::paths;
use maud::html;

use super::ABOUT;
use crate::reader::Reader;

/// All guides. Anyone.
pub(crate) async fn index(State(app): State<App>, reader: Reader) -> Response {
    let lang = reader.lang();
    let page = Page::new(lang.t("start-help")).lead(lang.t("start-help-lead"));
    reader.show(
        &page,
        html! {
            section aria-labelledby="guides" {
                h2 #guides { (lang.t("start-guides")) }
                ul.lines.links {
                    @for guide in &app.guides {
                        li { a href={ (paths::HELP) "/" (guide.key) } { (lang.t(guide.title)) } }
                    }
                }
            }
            section aria-labelledby="more" {
                h2 #more { (lang.t("start-help-more")) }
                p { (lang.t("start-help-more-text")) }
                ul.lines.links {
                    li { a href=(paths::ACCESSIBILITY) { (lang.t("start-accessibility")) } }
                    li { a href=(ABOUT) { (lang.t("start-about")) } }
                }
            }
        },
    )
}

/// One guide. Anyone. Every page links to the guide of its own key; one that has none leads to the index.
pub(crate) async fn guide(State(app): State<App>, Path(key): Path<String>, reader: Reader) -> Response {
    let Some(guide) = app.guides.iter().find(|guide| guide.key == key) else {
        return Redirect::to(paths::HELP).into_response();
    };
    let lang = reader.lang();
    let page = Page::new(lang.t(guide.title))
        .section(lang.t("start-help"))
        .crumbs([Crumb::new(paths::HELP, lang.t("start-help"))]);
    reader.show(&page, html! { div.prose { ((guide.body)(lang)) } })
}
