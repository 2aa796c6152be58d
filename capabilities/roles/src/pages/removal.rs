//! Removing a role that nobody has ever held.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{Role, RoleId};
use behorig_registers::grants;
use behorig_store::{Event, FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Notice, Page, PostForm, Tone, link_button};
use behorig_web::{Errors, Lang};
use maud::{Markup, html};

use super::{ROLES, crumb_to_roles, path_of};
use crate::records::roles::Editing;
use crate::{records, words};

/// Asks whether a role is to be removed. Service 395 at its organisation. A role in use leads to who uses it.
pub(crate) async fn question(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let (role, editing) = records::roles::for_viewer(tx, &viewer, super::id(&id)?, now).await?;
    let in_use = grants::role_is_in_use(tx, role.id).await?;
    if editing == Editing::NotEditor {
        visit.require(behorig_access::Service::EditRoles, role.organisation).await?;
    }
    if in_use {
        return Ok(Redirect::to(&path_of(role.id, "/innehavare")).into_response());
    }
    let (page, body) = page(visit.lang, &role, &Errors::new());
    Ok(visit.show(&page, body))
}

/// Removes a role. Service 395 at its organisation.
pub(crate) async fn remove(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: RoleId = super::id(&id)?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    let outcome = submission.submit((seat, id, version), removed).await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) if path == ROLES => Ok(visit.go_and_tell(&path, "roles-removed")),
        Ok(path) => Ok(Redirect::to(&path).into_response()),
        Err(Rejected::Errors(errors)) => {
            let (viewer, now) = (visit.viewer.clone(), visit.now);
            let (role, _) = records::roles::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?;
            let (page, body) = page(visit.lang, &role, &errors);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn removed<'t>(tx: &'t mut WriteTx, input: &'t (Seat, RoleId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let role = records::roles::for_editor(tx, &viewer, *id, now).await?;
        if role.version != *version {
            return Err(StoreError::Stale.into());
        }
        if role.key.is_some() {
            let mut errors = Errors::new();
            errors.add_general("roles-error-built-in");
            return Err(errors.into());
        }
        if grants::role_is_in_use(tx, role.id).await? {
            let recorded = behorig_store::Recorded::nothing_to_record((), "the role is in use and stays");
            return Ok(recorded.with(path_of(role.id, "/innehavare")));
        }
        records::roles::remove(tx, role.id, *version).await.map_err(ordered)?;
        let recorded = tx.record(Event::change("roles.remove", "role", role.id)).await?;
        let gone = FieldChange { field: "name".to_owned(), old: Some(role.name), new: None };
        tx.history(&recorded, "role", role.id.uuid(), &[gone]).await?;
        Ok(recorded.with(ROLES.to_owned()))
    })
}

/// A role that somebody has ordered stays: the order names it.
fn ordered(error: StoreError) -> Rejected {
    if !error.is_conflict_on(StoreError::FOREIGN_KEY) {
        return error.into();
    }
    let mut errors = Errors::new();
    errors.add_general("roles-error-ordered");
    errors.into()
}

fn page<'a>(lang: Lang, role: &'a Role, errors: &Errors) -> (Page<'a>, Markup) {
    let name = words::role_name(lang, role);
    let answer = html! {
        p { (lang.t("roles-remove-text")) }
        div.button-row {
            (Button::danger(lang.t("roles-remove")))
            (link_button(&path_of(role.id, ""), &lang.t("web-cancel")))
        }
    };
    let body = html! {
        @if role.key.is_some() {
            (Notice::new(Tone::Info, lang.t("roles-error-built-in")))
            p { (link_button(&path_of(role.id, ""), &lang.t("roles-close"))) }
        } @else if errors.is_empty() {
            (PostForm::to(path_of(role.id, "/ta-bort"), answer).version(role.version).once(Visit::form_key()))
        }
    };
    let page = Page::new(lang.tr("roles-remove-title", &[("role", name.clone().into())]))
        .crumbs([crumb_to_roles(lang), Crumb::new(path_of(role.id, ""), name)])
        .narrow();
    (page, body)
}
