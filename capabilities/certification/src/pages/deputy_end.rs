//! A deputy's time is ended: asked first, then done.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{BuiltIn, GrantId, Service};
use behorig_registers::grants;
use behorig_store::{Event, FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{AccessEnded, PageError, Rejected, Seat, Submission, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, Crumb, Notice, Page, PostForm, Tone, link_button};
use maud::html;

use super::{DEPUTIES, crumb_to_list, days, id};
use crate::records::deputies::{Deputy, Place, deputy};

/// The question. Service 423 at the unit.
pub(crate) async fn question(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let grant: GrantId = id(&grant)?;
    let (now, lang) = (visit.now, visit.lang);
    let found: Deputy = deputy(visit.snapshot.get().await?, grant).await?.ok_or(PageError::NotFound)?;
    visit.require(Service::CertifyGrants, found.unit).await?;
    let over = found.period.is_over_at(now);
    let args = [("name", found.name.clone().into()), ("unit", found.unit_name.clone().into())];
    let ask = html! {
        @if over { (Notice::new(Tone::Info, lang.t("certification-deputy-over"))) }
        @else { p { (lang.tr("certification-deputy-end-text", &args)) " " (days(lang, found.period)) "." } }
        div.button-row {
            @if !over { (Button::danger(lang.t("certification-end"))) }
            (link_button(DEPUTIES, &lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.tr("certification-deputy-end-question", &args))
        .crumbs([crumb_to_list(lang), Crumb::new(DEPUTIES, lang.t("certification-deputies"))])
        .narrow();
    let form = PostForm::to(format!("{DEPUTIES}/{grant}/avsluta"), ask).version(found.version).once(Visit::form_key());
    Ok(visit.show(&page, html! { (form) }))
}

/// Ends it. Service 423 at the unit, by a right that is no deputy's own.
pub(crate) async fn end(Path(grant): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let grant: GrantId = id(&grant)?;
    let version = submission.version()?;
    let input = (submission.visit.seat(), grant, version, submission.visit.app.access_ended.clone());
    match submission.submit(input, ended).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "certification-deputy-ended")),
        // Somebody else ended it first: it is over, as was wished.
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(submission.visit.go_and_tell(DEPUTIES, "certification-deputy-over"))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("an end has no fields")),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, GrantId, i64, AccessEnded)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, grant, version, access_ended) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let found = deputy(tx, *grant).await?.ok_or(PageError::NotFound)?;
        behorig_visit::require(tx, &viewer, Service::CertifyGrants, found.unit, now).await?;
        let place = Place::read(tx, found.unit).await?.ok_or(PageError::NotFound)?;
        // A deputy sees who else stands in, and ends nobody's time.
        place.may_end(&viewer, found.account, now).map_err(|_| PageError::NotFound)?;
        grants::end(tx, *grant, *version).await?;
        let recorded = tx.record(Event::change("certification.end-deputy", "account", found.account)).await?;
        let role = BuiltIn::DeputyHead.swedish_name();
        let words = format!("{role}, {}, {}", found.unit_name, days(Lang::Sv, found.period));
        let change = FieldChange { field: "grant".to_owned(), old: Some(words), new: None };
        tx.history(&recorded, "account", found.account.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(&recorded, "grant", grant.uuid(), &[change]).await?;
        access_ended.of_account(tx, found.account, "right-ended").await?;
        Ok(recorded.with(DEPUTIES.to_owned()))
    })
}
