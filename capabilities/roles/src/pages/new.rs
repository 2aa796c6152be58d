//! *Ny roll*.

use axum::response::Response;
use behorig_access::{MayGive, Role, RoleId, RoleKind, Service, ServiceSet, UnitId};
use behorig_registers::roles;
use behorig_store::{Event, FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, link_button, save_bar};
use behorig_web::{Errors, Form, Lang};
use maud::html;

use super::list::organisation_in_sight;
use super::role_form::{self, Basics, KIND, LEVEL, NAME, TEMPLATE};
use super::{ROLES, crumb_to_roles, path_of};
use crate::words;

/// The form for a new role. Service 395 at the organisation.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    let organisation = organisation_to_edit(&mut visit).await?;
    let form = Form::filled([(&KIND, RoleKind::Staff.key().to_owned()), (&LEVEL, "two-factor".to_owned())]);
    let templates = roles::of_organisation(visit.snapshot.get().await?, organisation).await?;
    let (page, body) = page(visit.lang, &form, &Errors::new(), &templates);
    Ok(visit.show(&page, body))
}

/// Makes the role. Service 395 at the organisation.
pub(crate) async fn create(mut submission: Submission) -> Result<Response, PageError> {
    let organisation = organisation_to_edit(&mut submission.visit).await?;
    let mut errors = Errors::new();
    let typed = role_form::basics(&submission.form, &mut errors);
    let template = submission.form.value(&TEMPLATE.name).parse().ok();
    let outcome = match typed {
        Some(basics) => {
            let seat = submission.visit.seat();
            let lang = submission.visit.lang;
            submission.submit(Input { seat, organisation, basics, template, lang }, made).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "roles-created")),
        Err(Rejected::Errors(errors)) => {
            let templates = roles::of_organisation(visit.snapshot.get().await?, organisation).await?;
            let (page, body) = page(visit.lang, &form, &errors, &templates);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    organisation: UnitId,
    basics: Basics,
    template: Option<RoleId>,
    lang: Lang,
}

fn made<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::EditRoles, input.organisation, now).await?;
        let mut errors = Errors::new();
        let (services, may_give) = match input.template {
            Some(id) => from_template(tx, input, id, &mut errors).await?,
            None => (ServiceSet::EMPTY, MayGive::NONE),
        };
        let draft = input.basics.with(services, may_give);
        if let Err(found) = Role::check(&draft) {
            role_form::tell(input.lang, &found, &TEMPLATE, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let id = roles::add(tx, input.organisation, None, &draft).await.map_err(|error| name_taken(error, errors))?;
        let recorded = tx.record(Event::change("roles.create", "role", id)).await?;
        let created = FieldChange { field: "created".to_owned(), old: None, new: Some(draft.name.trim().to_owned()) };
        let mut changes = vec![created];
        changes.extend(draft.services.iter().map(super::services::added));
        tx.history(&recorded, "role", id.uuid(), &changes).await?;
        Ok(recorded.with(path_of(id, "")))
    })
}

/// What the template holds. One of another kind is refused: its services would not fit.
async fn from_template(
    tx: &mut WriteTx,
    input: &Input,
    id: RoleId,
    errors: &mut Errors,
) -> Result<(ServiceSet, MayGive), Rejected> {
    let template = roles::find(tx, id).await?.filter(|role| role.organisation == input.organisation);
    let Some(template) = template else { return Err(PageError::Malformed("no such template").into()) };
    if template.kind != input.basics.kind {
        let kind = words::kind(input.lang, template.kind);
        errors.add(&TEMPLATE, behorig_web::Message::new("roles-error-template-kind").with("kind", kind));
        return Ok((ServiceSet::EMPTY, MayGive::NONE));
    }
    Ok((template.services, template.may_give))
}

/// A taken name is told at the name; anything else of the database as it is.
pub(crate) fn name_taken(error: StoreError, mut errors: Errors) -> Rejected {
    if error.is_conflict_on("role_name") {
        errors.add(&NAME, "roles-error-name-taken");
        return errors.into();
    }
    error.into()
}

async fn organisation_to_edit(visit: &mut Visit) -> Result<UnitId, PageError> {
    let scope = visit.require_somewhere(Service::EditRoles).await?;
    let organisation = organisation_in_sight(visit, &scope).await?;
    visit.require(Service::EditRoles, organisation).await?;
    Ok(organisation)
}

fn page<'a>(lang: Lang, form: &Form, errors: &Errors, templates: &[Role]) -> (Page<'a>, maud::Markup) {
    let f = Fields::new(lang, form, errors);
    let options = templates.iter().map(|role| Choice::new(role.id.to_string(), words::role_name(lang, role)));
    let body = html! {
        (role_form::fields(lang, form, errors, false))
        (f.select(&TEMPLATE).optional().prompt(lang.t("roles-template-none")).options(options))
        (save_bar(lang, &Button::primary(lang.t("roles-save")), &link_button(ROLES, &lang.t("web-cancel"))))
    };
    let form = PostForm::to(format!("{ROLES}/ny"), body).once(Visit::form_key()).guarded();
    (Page::new(lang.t("roles-new")).lead(lang.t("roles-new-lead")).crumbs([crumb_to_roles(lang)]), html! { (form) })
}
