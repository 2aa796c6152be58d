//! Ending a case type: nobody begins new cases of it, and every grant of it ends with it.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{Event, StoreError, Work, WriteTx};
use behorig_visit::{AccessEnded, PageError, Rejected, Submission, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, Crumb, Dialog, Notice, Page, PostForm, Tone, link_button};
use maud::{Markup, html};

use super::changes::{Asked, CASE_TYPE, change};
use super::{LIST, crumb_to_list, id, path_of};
use crate::records::grants;
use crate::records::types::{self, CaseType};

/// The question, opened on the page of the type.
pub(crate) fn dialog(lang: Lang, case_type: &CaseType, handed_out: i64) -> Markup {
    let dialog = Dialog::new(
        lang,
        "avsluta",
        title(lang, case_type),
        consequences(lang, handed_out),
        Button::danger(lang.t("case-types-end")),
        path_of(case_type.id, "/avsluta"),
    );
    html! { (dialog.once(Visit::form_key()).version(case_type.version)) }
}

fn title(lang: Lang, case_type: &CaseType) -> String {
    lang.tr("case-types-end-title", &[("name", case_type.name_in(lang).to_owned().into())]).into_owned()
}

fn consequences(lang: Lang, handed_out: i64) -> Markup {
    html! {
        ul.consequences {
            li { (lang.tr("case-types-end-grants", &[("count", handed_out.into())])) }
            li { (lang.t("case-types-end-new-cases")) }
            li { (lang.t("case-types-end-open-cases")) }
            li { (lang.t("case-types-end-no-return")) }
        }
    }
}

/// Asks whether a type is to be ended. Service 407 at its unit.
pub(crate) async fn question(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let (page, body) = asked(&mut visit, id(&case_type)?, None).await?;
    Ok(visit.show(&page, body))
}

async fn asked(
    visit: &mut Visit,
    id: CaseTypeId,
    notice: Option<Notice<'_>>,
) -> Result<(Page<'static>, Markup), PageError> {
    let case_type = super::shown(visit, id).await?;
    let (lang, now) = (visit.lang, visit.now);
    let handed_out = grants::handed_out(visit.snapshot.get().await?, case_type.id, now).await?;
    let body = html! {
        (consequences(lang, handed_out))
        div.button-row {
            (Button::danger(lang.t("case-types-end")))
            (link_button(&path_of(case_type.id, ""), &lang.t("web-cancel")))
        }
    };
    let name = case_type.name_in(lang).to_owned();
    let page = Page::new(title(lang, &case_type))
        .crumbs([crumb_to_list(lang), Crumb::new(path_of(case_type.id, ""), name)])
        .narrow();
    let form = PostForm::to(path_of(case_type.id, "/avsluta"), body).version(case_type.version).once(Visit::form_key());
    Ok((page, html! { @if let Some(notice) = &notice { (notice) } (form) }))
}

/// Ends a type with every grant of it. Service 407 at its unit.
pub(crate) async fn end(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    let lang = submission.visit.lang;
    let version = submission.version()?;
    let access_ended = submission.visit.app.access_ended.clone();
    let change = Asked { seat: submission.visit.seat(), id, version, what: access_ended };
    let outcome = submission.submit(change, ended).await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "case-types-ended")),
        // What it would end may be something else by now: the question is put again, with what it ends now.
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let notice =
                Notice::new(Tone::Warning, lang.t("case-types-stale")).text(lang.t("case-types-stale-question"));
            let (page, body) = asked(&mut visit, id, Some(notice)).await?;
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("an end has no fields")),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, asked: &'t Asked<AccessEnded>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        types::end(tx, case_type.id, case_type.version).await?;
        let grants = grants::end_all(tx, case_type.id).await?;
        // Whose access ended is said in the same event, once a resident.
        let mut event = Event::change("case-types.end", CASE_TYPE, case_type.id);
        let mut told = BTreeSet::new();
        let residents = grants.iter().map(|ended| &ended.resident);
        event.resources.extend(residents.filter(|one| told.insert(one.resource_id.clone())).cloned());
        let recorded = tx.record(event).await?;
        let told = change("ended", Some(case_type.name.clone()), Some(grants.len().to_string()));
        tx.history(&recorded, CASE_TYPE, case_type.id.uuid(), &[told]).await?;
        for ended in &grants {
            let gone = change("grant", Some(case_type.name.clone()), None);
            tx.history(&recorded, "grant", ended.grant.uuid(), &[gone]).await?;
        }
        // Cases that were sent stay, and can be answered. Who may no longer write in theirs is known to whoever has them.
        for person in grants.iter().map(|ended| ended.person).collect::<BTreeSet<_>>() {
            asked.what.of_resident(tx, person, case_type.unit).await?;
        }
        Ok(recorded.with(LIST.to_owned()))
    })
}
