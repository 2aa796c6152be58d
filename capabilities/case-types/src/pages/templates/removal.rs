//! Removing a template.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::TemplateId;
use behorig_store::{Event, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, Crumb, Dialog, Page, PostForm, link_button};
use maud::{Markup, html};

use super::super::changes::{change, shown_as_it_is_now};
use super::super::{TEMPLATES, id};
use super::{TEMPLATE, crumb_to_list, path_of};
use crate::records::templates::{self, Template};

/// The question, opened on the page of the template.
pub(super) fn dialog(lang: Lang, template: &Template) -> Markup {
    let dialog = Dialog::new(
        lang,
        "ta-bort",
        title(lang, template),
        html! { p { (lang.t("case-types-template-remove-text")) } },
        Button::danger(lang.t("case-types-remove")),
        path_of(template.id, "/ta-bort"),
    );
    html! { (dialog.once(Visit::form_key()).version(template.version)) }
}

fn title(lang: Lang, template: &Template) -> String {
    lang.tr("case-types-template-remove-title", &[("name", template.text.name.clone().into())]).into_owned()
}

/// Asks whether a template is to be removed. Service 407 at its unit.
pub(crate) async fn question(mut visit: Visit, Path(template): Path<String>) -> Result<Response, PageError> {
    let template = super::shown(&mut visit, id(&template)?).await?;
    let lang = visit.lang;
    let answer = html! {
        p { (lang.t("case-types-template-remove-text")) }
        div.button-row {
            (Button::danger(lang.t("case-types-remove")))
            (link_button(&path_of(template.id, ""), &lang.t("web-cancel")))
        }
    };
    let form = PostForm::to(path_of(template.id, "/ta-bort"), answer).version(template.version).once(Visit::form_key());
    let page = Page::new(title(lang, &template))
        .crumbs([crumb_to_list(lang), Crumb::new(path_of(template.id, ""), template.text.name.clone())])
        .narrow();
    Ok(visit.show(&page, html! { (form) }))
}

/// Removes a template. Service 407 at its unit.
pub(crate) async fn remove(Path(template): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: TemplateId = id(&template)?;
    super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    match submission.submit((seat, id, version), removed).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "case-types-template-removed")),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(shown_as_it_is_now(&submission.visit, &path_of(id, "")))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("a removal has no fields")),
    }
}

fn removed<'t>(tx: &'t mut WriteTx, input: &'t (Seat, TemplateId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let template = templates::in_version(tx, &viewer, *id, *version, now).await?;
        templates::end(tx, *id, *version).await?;
        let recorded = tx.record(Event::change("case-templates.remove", TEMPLATE, id)).await?;
        let gone = change("ended", Some(template.text.name), None);
        tx.history(&recorded, TEMPLATE, id.uuid(), &[gone]).await?;
        Ok(recorded.with(TEMPLATES.to_owned()))
    })
}
