//! The button *Tjänster*: what holders of a role may do.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{ADMINISTRATOR_SERVICE, Role, RoleDraft, RoleError, RoleId, Service, ServiceSet};
use behorig_store::{Event, FieldChange, Recorded, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Crumb, Fields, Page, PostForm, link_button, save_bar};
use behorig_web::{Errors, Form, Lang, Message};
use maud::{Markup, html};

use super::role_form::{self, SERVICES};
use super::{crumb_to_roles, path_of, role_history};
use crate::records::roles::Editing;
use crate::rules::ServiceGroup;
use crate::{records, words};

/// The services of a role, to tick. Service 394 anywhere in its organisation; 395 there to change them.
pub(crate) async fn services(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (role, editing) = read(&mut visit, super::id(&id)?).await?;
    let mut form = Form::default();
    role.services.iter().for_each(|service| form.fill(&SERVICES, service.number().to_string()));
    let (page, body) = page(visit.lang, &role, editing, &form, &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Saves the services of a role. Service 395 at its organisation; not by one who holds it.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: RoleId = super::id(&id)?;
    let version = submission.version()?;
    let chosen: ServiceSet = submission
        .form
        .values(&SERVICES.name)
        .filter_map(|number| number.parse().ok())
        .filter_map(Service::from_number)
        .collect();
    let (seat, lang) = (submission.visit.seat(), submission.visit.lang);
    let outcome = submission.submit(Input { seat, id, version, chosen, lang }, changed).await;
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "roles-saved")),
        Err(Rejected::Errors(errors)) => {
            let (role, editing) = read(&mut visit, id).await?;
            let (page, body) = page(visit.lang, &role, editing, &form, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let (role, editing) = read(&mut visit, id).await?;
            let notice = role_history::meanwhile(&mut visit, &role, version).await?;
            let (page, body) = page(visit.lang, &role, editing, &form, &Errors::new(), Some(notice));
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn read(visit: &mut Visit, id: RoleId) -> Result<(Role, Editing), PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    records::roles::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await
}

struct Input {
    seat: Seat,
    id: RoleId,
    version: i64,
    chosen: ServiceSet,
    lang: Lang,
}

fn changed<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let role = records::roles::for_editor(tx, &viewer, input.id, now).await?;
        if role.version != input.version {
            return Err(StoreError::Stale.into());
        }
        let draft = with_services(&role, input.chosen);
        let mut errors = Errors::new();
        if let Err(found) = Role::check(&draft) {
            let of_services: Vec<RoleError> =
                found.into_iter().filter(|error| matches!(error, RoleError::ServiceOfOtherKind(..))).collect();
            role_form::tell(input.lang, &of_services, &SERVICES, &mut errors);
        }
        let administers = role.services.contains(ADMINISTRATOR_SERVICE);
        if administers && !draft.services.contains(ADMINISTRATOR_SERVICE) {
            let left = records::roles::units_left_without_administrator(tx, role.id, now).await?;
            if !left.is_empty() {
                errors.add(&SERVICES, Message::new("roles-error-last-administrator").with("units", left.join(", ")));
            }
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let changes: Vec<FieldChange> = role
            .services
            .without(draft.services)
            .iter()
            .map(removed)
            .chain(draft.services.without(role.services).iter().map(added))
            .collect();
        if changes.is_empty() {
            return Ok(Recorded::nothing_to_record(path_of(role.id, ""), "nothing was changed"));
        }
        records::roles::change(tx, &role, input.version, &draft).await?;
        let recorded = tx.record(Event::change("roles.services", "role", role.id)).await?;
        tx.history(&recorded, "role", role.id.uuid(), &changes).await?;
        Ok(recorded.with(path_of(role.id, "")))
    })
}

fn with_services(role: &Role, services: ServiceSet) -> RoleDraft {
    RoleDraft {
        name: role.name.clone(),
        kind: role.kind,
        services,
        daily_planning: role.daily_planning,
        lowest_assurance: role.lowest_assurance,
        may_give: role.may_give.clone(),
    }
}

/// History keeps the number; the page that shows it says the name in the reader's language.
pub(crate) fn added(service: Service) -> FieldChange {
    FieldChange { field: "service".to_owned(), old: None, new: Some(service.number().to_string()) }
}

fn removed(service: Service) -> FieldChange {
    FieldChange { field: "service".to_owned(), old: Some(service.number().to_string()), new: None }
}

fn page<'a>(
    lang: Lang,
    role: &'a Role,
    editing: Editing,
    form: &Form,
    errors: &Errors,
    notice: Option<Markup>,
) -> (Page<'a>, Markup) {
    let offered = Service::of_kind(role.kind);
    let of_group = |group: ServiceGroup| group.services().map(move |service| (group, service));
    let grouped = ServiceGroup::ALL.into_iter().flat_map(of_group).filter(|(_, service)| offered.contains(*service));
    let options = grouped.map(|(group, service)| {
        let choice = Choice::new(service.number().to_string(), words::service(lang, service));
        choice.code(service.number().to_string()).group(lang.t(group.heading))
    });
    let ticks = Fields::new(lang, form, errors).ticks(&SERVICES).options(options).columns();
    let body = html! {
        @if let Some(notice) = &notice { (notice) }
        @if editing == Editing::Open {
            (PostForm::to(path_of(role.id, "/tjanster"), html! {
                (ticks)
                (save_bar(lang, &Button::primary(lang.t("roles-save")),
                    &link_button(&path_of(role.id, ""), &lang.t("web-cancel"))))
            }).version(role.version).once(Visit::form_key()).guarded())
        } @else {
            @let why = if editing == Editing::OwnRole { "roles-own-role" } else { "roles-look-only" };
            (ticks.read_only(lang.t(why)))
        }
    };
    let page = Page::new(lang.t("roles-services"))
        .section(words::role_name(lang, role))
        .lead(lang.tr(
            "roles-services-lead",
            &[("role", words::role_name(lang, role).into()), ("kind", words::kind(lang, role.kind).into())],
        ))
        .crumbs([crumb_to_roles(lang), Crumb::new(path_of(role.id, ""), words::role_name(lang, role))]);
    (page, body)
}
