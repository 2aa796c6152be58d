//! `/kontoansokningar/{id}`: a request, and what an administrator answers.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::{RoleId, Service};
use behorig_accounts::{RolesToGive, roles_to_give};
use behorig_sign_in::{Letters, SignIn};
use behorig_store::WriteTx;
use behorig_visit::{PageError, Rejected, Submission, Visit, given_otherwise, only_by_text, require, role_name};
use behorig_web::components::{
    Button, Choice, Fields, Notice, Page, PostForm, Section, SummaryList, Tone, link_button,
};
use behorig_web::{Errors, FieldName, Form, Message, field, format};
use maud::{Markup, html};
use uuid::Uuid;

use super::standing_tag;
use crate::LIST;
use crate::records::{self, Request};
use crate::{letters, rules};

static ROLES: FieldName = field("behorigheter", "new-account-permissions");
static REASON: FieldName = field("skal", "new-account-reason");
const DECISION: &str = "beslut";
const APPROVE: &str = "godkann";
const DECLINE: &str = "avsla";

fn id_of(text: &str) -> Result<Uuid, PageError> {
    Uuid::try_parse(text).map_err(|_| PageError::NotFound)
}

/// The request. Service 390 at its unit.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    page(visit, id_of(&id)?, &Form::default(), &Errors::new()).await
}

async fn page(mut visit: Visit, id: Uuid, form: &Form, errors: &Errors) -> Result<Response, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let request = records::find(tx, id).await?.ok_or(PageError::NotFound)?;
    require(tx, &visit.viewer, Service::AdministerGrants, request.unit, now).await?;
    let to_give = roles_to_give(tx, &visit.viewer, request.unit, now).await?;
    let body = html! {
        (summary(&visit, &request))
        @if request.is_open { (approval(&visit, &request, &to_give, form, errors)) (refusal(&visit, &request, form, errors)) }
        @else if request.approved.is_none() { (Notice::new(Tone::Info, lang.t("new-account-ended"))) }
        p { a href={ "/anvandare/" (request.account) } { (lang.t("new-account-to-user")) } }
    };
    let page = Page::new(request.full_name()).back(LIST, lang.t("new-account-list")).errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn summary(visit: &Visit, request: &Request) -> SummaryList<'static> {
    let lang = visit.lang;
    let time = |at: behorig_access::Instant| format::date_time(lang, at.as_millis());
    let mut list = SummaryList::new(lang)
        .line(lang.t("new-account-standing"), standing_tag(lang, request))
        .text(lang.t("new-account-unit"), &request.unit_name)
        .text(lang.t("new-account-hsa-id"), &request.hsa_id);
    if let Some(born) = request.number.as_ref().and_then(|number| number.birth_date()) {
        list = list.text(lang.t("new-account-born"), &format::date(born));
    }
    for (label, said) in [
        ("new-account-commission", &request.commission),
        ("accounts-field-title", &request.title),
        ("accounts-field-email", &request.email),
        ("accounts-field-mobile", &request.mobile),
        ("new-account-message", &request.message),
    ] {
        if let Some(said) = said {
            list = list.text(lang.t(label), said);
        }
    }
    list = list.text(lang.t("new-account-sent"), &time(request.asked_at));
    if let (Some(at), Some(by)) = (request.decided_at, &request.decided_by) {
        list = list.text(lang.t("new-account-decided"), &format!("{}, {by}", time(at)));
    }
    match &request.reason {
        Some(reason) => list.text(lang.t("new-account-reason"), reason),
        None => list,
    }
}

fn approval(visit: &Visit, request: &Request, to_give: &RolesToGive, form: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let otherwise = to_give.otherwise.iter().map(|(role, way)| (role_name(lang, &role.name), *way));
    let options = to_give.roles.iter().map(|role| Choice::new(role.id.to_string(), role_name(lang, &role.name)));
    let inside = html! {
        (Fields::new(lang, form, errors).ticks(&ROLES).options(options))
        (given_otherwise(lang, otherwise))
        div.button-row { (Button::primary(lang.t("new-account-approve")).sends(DECISION, APPROVE)) }
    };
    let posted = PostForm::to(request.path(), inside).once(Visit::form_key()).version(request.version);
    let about = lang.tr("new-account-approve-about", &[("unit", request.unit_name.as_str().into())]);
    html! {
        (Section::new(lang.t("new-account-permissions"), html! {
            @if to_give.roles.is_empty() { p.muted { (lang.t("accounts-no-role-to-give")) } } @else { (posted) }
        }).about(about))
    }
}

fn refusal(visit: &Visit, request: &Request, form: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let inside = html! {
        (Fields::new(lang, form, errors).long_text(&REASON, 3))
        div.button-row {
            (Button::danger(lang.t("new-account-decline")).sends(DECISION, DECLINE))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    let posted = PostForm::to(request.path(), inside).once(Visit::form_key()).version(request.version);
    html! { (Section::new(lang.t("new-account-decline-heading"), html! { (posted) }).about(lang.t("new-account-decline-about"))) }
}

/// What the administrator has decided.
#[derive(Debug, Clone)]
enum Decision {
    Approve(Vec<RoleId>),
    Decline(String),
}

fn decision_of(form: &Form, errors: &mut Errors) -> Result<Option<Decision>, PageError> {
    match form.value(DECISION) {
        APPROVE => {
            let roles: Vec<RoleId> = form.values(&ROLES.name).filter_map(|id| id.parse().ok()).collect();
            if roles.is_empty() {
                errors.add(&ROLES, ROLES.missing());
            }
            Ok(Some(Decision::Approve(roles)))
        }
        DECLINE => Ok(form.required(&REASON, rules::lines, errors).map(Decision::Decline)),
        _ => Err(PageError::Malformed("no decision")),
    }
}

/// Gives permissions, or declines with a reason. Service 390 at the request's unit; each permission must be one that the viewer may give
/// there. Nobody answers themselves: whoever has an account can't ask for one.
pub(crate) async fn decide(
    Extension(deps): Extension<Arc<SignIn>>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = id_of(&id)?;
    let unit = {
        let tx = submission.visit.snapshot.get().await?;
        records::find(tx, id).await?.ok_or(PageError::NotFound)?.unit
    };
    submission.visit.require(Service::AdministerGrants, unit).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let decision = decision_of(&submission.form, &mut errors)?;
    let Some(decision) = decision.filter(|_| errors.is_empty()) else {
        return page(submission.visit, id, &submission.form, &errors).await;
    };
    let told = match (&decision, deps.letters.is_some()) {
        (Decision::Approve(_), true) => "new-account-approved-told",
        (Decision::Approve(_), false) => "new-account-approved-untold",
        (Decision::Decline(_), true) => "new-account-declined-told",
        (Decision::Decline(_), false) => "new-account-declined-untold",
    };
    let (seat, letters) = (submission.visit.seat(), deps.letters.clone());
    let outcome = submission
        .submit((seat, id, version, decision, letters), |tx, (seat, id, version, decision, letters)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let request = records::find(tx, *id).await?.ok_or(PageError::NotFound)?;
                require(tx, &viewer, Service::AdministerGrants, request.unit, now).await?;
                if !request.is_open {
                    return Err(PageError::Stale.into());
                }
                let recorded = match decision {
                    Decision::Approve(roles) => {
                        let to_give = roles_to_give(tx, &viewer, request.unit, now).await?;
                        let roles = named(roles, &to_give)?;
                        records::approve(tx, &request, *version, &roles).await?
                    }
                    Decision::Decline(reason) => records::decline(tx, &request, *version, reason).await?,
                };
                let approved = matches!(decision, Decision::Approve(_));
                tell(letters.as_ref(), tx, &request, approved).await?;
                Ok(recorded.with(LIST.to_owned()))
            })
        })
        .await;
    match outcome {
        Ok(path) => {
            if let Some(letters) = &deps.letters {
                letters.outbox.wake();
            }
            Ok(submission.visit.go_and_tell(&path, told))
        }
        Err(Rejected::Errors(errors)) => page(submission.visit, id, &submission.form, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn tell(
    letters: Option<&Letters>,
    tx: &mut WriteTx,
    request: &Request,
    approved: bool,
) -> Result<(), behorig_store::StoreError> {
    match letters {
        Some(letters) => letters::tell(letters, tx, request, approved).await,
        None => Ok(()),
    }
}

/// The roles with their names, if each is one that may be given.
fn named(roles: &[RoleId], to_give: &RolesToGive) -> Result<Vec<(RoleId, String)>, Errors> {
    roles
        .iter()
        .map(|id| match to_give.roles.iter().find(|role| role.id == *id) {
            Some(role) => Ok((*id, role.name.clone())),
            None => {
                let mut errors = Errors::new();
                errors.add(
                    &ROLES,
                    match to_give.otherwise(*id) {
                        Some((role, way)) => Message::new(only_by_text(way)).with("role", role.name.as_str()),
                        None => Message::new("accounts-may-not-give"),
                    },
                );
                Err(errors)
            }
        })
        .collect()
}
