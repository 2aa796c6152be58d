//! *Så gör du*: the index of the help, and the guides that the capabilities wrote.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::Hat;
use behorig_visit::{App, MenuItem};
use behorig_web::components::{Crumb, Page, link_button};
use behorig_web::{Lang, paths};
use maud::{Markup, html};

use super::ABOUT;
use crate::contents::{Contents, Listed};
use crate::reader::Reader;

/// All guides under their headings, each with the page that it is about. Anyone; a page is shown to who may open it.
pub(crate) async fn index(
    State(app): State<App>,
    Extension(contents): Extension<Contents>,
    reader: Reader,
) -> Response {
    let lang = reader.lang();
    let to_resident = matches!(&reader, Reader::SignedIn(visit) if visit.session.hat == Hat::Resident);
    let page = Page::new(lang.t("start-help")).lead(lang.t("start-help-lead"));
    reader.show(
        &page,
        html! {
            @for (number, (title, guides)) in contents.listed(&app, to_resident).iter().enumerate() {
                section aria-labelledby={ "guides-" (number) } {
                    h2 id={ "guides-" (number) } { (lang.t(title)) }
                    ul.lines.guides { @for guide in guides { (line(lang, &reader, guide)) } }
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

/// A guide with what it is about, and the way to the page itself.
fn line(lang: Lang, reader: &Reader, listed: &Listed<'_>) -> Markup {
    let guide = listed.guide;
    let opens = listed.opens.filter(|item| may_open(reader, item));
    html! {
        li {
            div.line-words {
                a href={ (paths::HELP) "/" (guide.key) } { (lang.t(guide.title)) }
                @if let Some(about) = lang.attribute(guide.title, "about") { p.hint { (about) } }
            }
            @if let Some(item) = opens {
                a.to-page href=(item.path) {
                    (lang.t("start-guide-open"))
                    span.reader-only { ": " (lang.t(item.label)) }
                }
            }
        }
    }
}

fn may_open(reader: &Reader, item: &MenuItem) -> bool {
    matches!(reader, Reader::SignedIn(visit) if visit.is_open(item.access))
}

/// One guide. Anyone. Every page links to the guide of its own key; one that has none leads to the index.
pub(crate) async fn guide(
    State(app): State<App>,
    Extension(contents): Extension<Contents>,
    Path(key): Path<String>,
    reader: Reader,
) -> Response {
    let Some(guide) = app.guides.iter().find(|guide| guide.key == key) else {
        return Redirect::to(paths::HELP).into_response();
    };
    let lang = reader.lang();
    let mut page = Page::new(lang.t(guide.title))
        .section(lang.t("start-help"))
        .crumbs([Crumb::new(paths::HELP, lang.t("start-help"))]);
    if let Some(item) = contents.opened_by(&app, guide.key).filter(|item| may_open(&reader, item)) {
        let open = lang.tr("start-guide-open-named", &[("page", lang.t(item.label).into())]);
        page = page.actions(link_button(item.path, &open));
    }
    reader.show(&page, html! { div.prose { ((guide.body)(lang)) } })
}
