//! The form of a service that can be ordered, and a new one.

use axum::response::Response;
use behorig_access::{Role, RoleId, Service, UnitId};
use behorig_registers::roles;
use behorig_store::{Event, FieldChange, StoreError, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, role_name};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Section, Width, link_button, save_bar};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use super::services::{crumb_to_services, organisation_in_sight};
use super::{NEW_SERVICE, SERVICES};
use crate::history;
use crate::records::orderables::{self, Draft, Orderable};
use crate::rules::{APPROVERS_MAX, may_be_ordered};

static NAME: FieldName = field("namn", "orderers-service-name");
static ROLES: FieldName = field("roll", "orderers-service-roles");
static TWO: FieldName = field("tva", "orderers-service-two");
/// As long as the name of a service can be.
const NAME_MAX: usize = 100;
/// The rule that two live services of an organisation have different names.
const NAME_TAKEN: &str = "orderable_name";

/// The form for a new service. Service 395 at the organisation.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    let organisation = organisation_in_sight(&mut visit).await?;
    let offered = offered(visit.snapshot.get().await?, organisation).await?;
    let body = new_body(visit.lang, &offered, &Form::default(), &Errors::new());
    Ok(visit.show(&new_page(visit.lang), body))
}

/// Makes a service that can be ordered. Service 395 at the organisation.
pub(crate) async fn create(mut submission: Submission) -> Result<Response, PageError> {
    let organisation = organisation_in_sight(&mut submission.visit).await?;
    let offered = offered(submission.visit.snapshot.get().await?, organisation).await?;
    let mut errors = Errors::new();
    let outcome = match parsed(&submission.form, &offered, &mut errors) {
        Some(draft) => {
            let seat = submission.visit.seat();
            submission.submit((seat, organisation, draft), made).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "orderers-service-made")),
        Err(Rejected::Errors(errors)) => {
            let body = new_body(visit.lang, &offered, &form, &errors);
            Ok(visit.show_again(&new_page(visit.lang).errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn made<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, Draft)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, organisation, draft) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::EditRoles, *organisation, now).await?;
        let all = offered(tx, *organisation).await?;
        let id = orderables::add(tx, *organisation, draft).await.map_err(name_taken)?;
        let recorded = tx.record(Event::change("orderables.make", "orderable", id)).await?;
        let changes = [
            history::field("created", None, Some(draft.name.clone())),
            history::field("roles", None, Some(roles_in_words(&all, &draft.roles))),
        ];
        tx.history(&recorded, history::SERVICE, id.uuid(), &changes).await?;
        Ok(recorded.with(format!("{SERVICES}/{id}")))
    })
}

fn new_page<'a>(lang: Lang) -> Page<'a> {
    Page::new(lang.t("orderers-service-new"))
        .lead(lang.t("orderers-service-new-lead"))
        .crumbs([crumb_to_services(lang)])
        .wide()
}

fn new_body(lang: Lang, offered: &[Role], form: &Form, errors: &Errors) -> Markup {
    let inside = html! {
        (fields(lang, offered, form, errors))
        (save_bar(lang, &Button::primary(lang.t("orderers-save")), &link_button(SERVICES, &lang.t("web-cancel"))))
    };
    html! { (PostForm::to(NEW_SERVICE, inside).once(Visit::form_key()).guarded()) }
}

/// The roles of an organisation that can stand in a service.
pub(super) async fn offered(tx: &mut Tx, organisation: UnitId) -> Result<Vec<Role>, StoreError> {
    let mut all = roles::of_organisation(tx, organisation).await?;
    all.retain(may_be_ordered);
    Ok(all)
}

/// Reads the form: all that is wrong, at once.
pub(super) fn parsed(form: &Form, offered: &[Role], errors: &mut Errors) -> Option<Draft> {
    let name = form.required(&NAME, name, errors);
    let known = |text: &str| {
        let found = text.parse::<RoleId>().ok().filter(|id| offered.iter().any(|role| role.id == *id));
        found.ok_or_else(|| Message::new("web-choice-wrong"))
    };
    let before = errors.iter().count();
    let chosen = form.chosen(&ROLES, known, errors);
    let two = form.chosen(&TWO, known, errors);
    if errors.iter().count() == before {
        if chosen.is_empty() {
            errors.add(&ROLES, ROLES.missing());
        }
        if two.iter().any(|role| !chosen.contains(role)) {
            errors.add(&TWO, "orderers-error-two-of-none");
        }
    }
    if !errors.is_empty() {
        return None;
    }
    let in_order = offered.iter().filter(|role| chosen.contains(&role.id));
    let roles = in_order.map(|role| (role.id, if two.contains(&role.id) { APPROVERS_MAX } else { 1 })).collect();
    Some(Draft { name: name?, roles })
}

fn name(text: &str) -> Result<String, Message> {
    if text.chars().any(char::is_control) {
        return Err(Message::new("web-forbidden-character"));
    }
    behorig_web::forms::text(NAME_MAX)(text)
}

/// The form filled with what a service is now.
pub(super) fn filled(orderable: &Orderable) -> Form {
    let mut form = Form::filled([(&NAME, orderable.name.clone())]);
    for ordered in &orderable.roles {
        form.fill(&ROLES, ordered.role.id.to_string());
        if ordered.approvers > 1 {
            form.fill(&TWO, ordered.role.id.to_string());
        }
    }
    form
}

/// The fields of a service.
pub(super) fn fields(lang: Lang, offered: &[Role], form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let choices = || offered.iter().map(|role| Choice::new(role.id.to_string(), role_name(lang, &role.name)));
    html! {
        (Section::new(lang.t("orderers-service-basics"), html! { (f.text(&NAME).width(Width::Half)) }))
        (Section::new(lang.t("orderers-service-permissions"), html! {
            (f.ticks(&ROLES).options(choices()).columns())
            (f.ticks(&TWO).options(choices()).columns().optional())
        }).about(lang.t("orderers-service-roles-about")))
    }
}

/// A name that is taken, told beside its field.
pub(super) fn name_taken(error: StoreError) -> Rejected {
    if !error.is_conflict_on(NAME_TAKEN) {
        return error.into();
    }
    let mut errors = Errors::new();
    errors.add(&NAME, "orderers-error-name-taken");
    errors.into()
}

/// What a draft changes of a service.
pub(super) fn differences(before: &Orderable, all: &[Role], draft: &Draft) -> Vec<FieldChange> {
    let stood: Vec<(RoleId, u8)> = before.roles.iter().map(|ordered| (ordered.role.id, ordered.approvers)).collect();
    let pairs = [
        ("name", before.name.clone(), draft.name.clone()),
        ("roles", roles_in_words(all, &stood), roles_in_words(all, &draft.roles)),
    ];
    let changed = pairs.into_iter().filter(|(_, old, new)| old != new);
    changed.map(|(name, old, new)| history::field(name, Some(old), Some(new))).collect()
}

/// Roles as history tells of them: `Dashboard, Systemadministratör (2)`.
fn roles_in_words(all: &[Role], roles: &[(RoleId, u8)]) -> String {
    let named = all.iter().filter_map(|role| {
        let (_, approvers) = roles.iter().find(|(id, _)| *id == role.id)?;
        Some(if *approvers > 1 { format!("{} ({approvers})", role.name) } else { role.name.clone() })
    });
    named.collect::<Vec<_>>().join(", ")
}
