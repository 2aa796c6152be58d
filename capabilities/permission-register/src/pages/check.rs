//! What a spreadsheet would do, row by row, before any of it is done; and *Genomför*.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{GrantId, Service, UnitId};
use behorig_store::Door;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Crumb, EmptyState, Icon, Notice, Page, PostForm, Tone, link_button};
use behorig_web::{Errors, Form};
use maud::{Markup, html};

use super::check_lists::Lists;
use super::{IMPORT, REGISTER, account, organisation, own, path_of, sheet_of};
use crate::records::carry_out::{Order, carry_out as carried_out};
use crate::records::facts::{Ground, who_are};
use crate::records::import::Import;
use crate::rules::lines::{Lines, read};
use crate::rules::plan::{Chosen, Plan};

/// The mark of the plan that is shown.
const MARK: &str = "plan";
/// The rows whose name is right all the same.
pub(super) const RIGHT: &str = "ratt";
/// What is there otherwise than the file says, and is to be as in the file.
pub(super) const CHANGE: &str = "andra";
/// That all of it is.
pub(super) const ALL: &str = "alla";
/// What the file lacks and is to end.
pub(super) const END: &str = "avsluta";

/// A spreadsheet with what it would do.
struct Checked {
    import: Import,
    organisation: UnitId,
    lines: Arc<Lines>,
    ground: Ground,
    plan: Plan,
}

/// What the rows would do. Service 422 anywhere, one's own spreadsheet; each row is decided where its unit is.
pub(crate) async fn show(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let import = own(&mut visit, &id).await?;
    let id = import.id;
    let Some(checked) = check(&mut visit, import).await? else {
        return Ok(Redirect::to(&path_of(id, "")).into_response());
    };
    let (page, body) = shown(&mut visit, &checked, &Form::default()).await?;
    Ok(visit.show(&page, body))
}

/// Reads the spreadsheet and judges it; none where its columns have not been said, or it was carried out.
async fn check(visit: &mut Visit, import: Import) -> Result<Option<Checked>, PageError> {
    let Some(mapping) = import.mapping.clone().filter(|_| import.done.is_none()) else { return Ok(None) };
    let sheet = sheet_of(visit, &import, Some(mapping.sheet.clone())).await?;
    // A hundred thousand rows take longer than a request may keep others waiting.
    let lines = Arc::new(away(move || read(&sheet, &mapping)).await?);
    let organisation = organisation(visit, Service::ImportPermissionRegister).await?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let ground = Ground::read(tx, &viewer, organisation, &lines, now).await?;
    let judged = Arc::clone(&lines);
    let (plan, ground) = away(move || (ground.plan(&viewer, &judged, now), ground)).await?;
    Ok(Some(Checked { import, organisation, lines, ground, plan }))
}

async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, PageError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Fault(format!("a spreadsheet: {error}")))
}

async fn shown(visit: &mut Visit, checked: &Checked, form: &Form) -> Result<(Page<'static>, Markup), PageError> {
    let lang = visit.lang;
    let Checked { import, plan, ground, .. } = checked;
    let mut lists = Lists { lang, plan, ground, form, people: std::collections::HashMap::new() };
    lists.people = who_are(visit.snapshot.get().await?, &lists.accounts()).await?;
    let page = Page::new(lang.t("permission-register-check"))
        .section(import.file_name.clone())
        .crumbs([
            Crumb::new(REGISTER, lang.t("permission-register-title")),
            Crumb::new(IMPORT, lang.t("permission-register-import")),
        ])
        .lead(lang.tr("permission-register-check-lead", &[("file", import.file_name.clone().into())]))
        .wide();
    let columns = path_of(import.id, "");
    let fields = html! {
        (lists.questions())
        (lists.differences())
        (lists.lacking())
        (lists.new_ones())
        div.button-row {
            @if lists.does_something() { (Button::primary(lang.t("permission-register-carry-out"))) }
            (link_button(&columns, &lang.t("permission-register-back-to-columns")))
        }
    };
    let body = html! {
        @if plan.entries.is_empty() {
            (EmptyState::new(Icon::Document, lang.t("permission-register-no-rows"), lang.t("permission-register-no-rows-text"))
                .action(Button::link(columns.clone(), lang.t("permission-register-back-to-columns"))))
        } @else {
            (lists.counts())
            @if plan.formulas > 0 {
                (Notice::new(Tone::Info, lang.tr("permission-register-formulas", &[("count", plan.formulas.into())])))
            }
            (lists.faults())
            (PostForm::to(path_of(import.id, "/kontroll"), fields).once(Visit::form_key()).hidden(MARK, plan.mark()))
        }
        (PostForm::to(path_of(import.id, "/avbryt"), html! {
            p.button-row { (Button::secondary(lang.t("permission-register-import-forget"))) }
        }).once(Visit::form_key()))
    };
    Ok((page, body))
}

/// Carries the spreadsheet out, as it was shown. Service 422 where each row's unit is, with a list that names its permission.
pub(crate) async fn carry_out(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let import = own(&mut submission.visit, &id).await?;
    let id = import.id;
    let was_done = import.done.is_some();
    let Some(checked) = check(&mut submission.visit, import).await? else {
        // Sent again, or from another window: what it did stands on its page.
        let told = if was_done { "permission-register-imported" } else { "permission-register-columns-first" };
        return Ok(submission.visit.go_and_tell(&path_of(id, ""), told));
    };
    let form = &submission.form;
    let confirmed: HashSet<usize> = form.values(RIGHT).filter_map(|row| row.parse().ok()).collect();
    let ids = |field| form.values(field).filter_map(|id| id.parse().ok()).collect::<HashSet<GrantId>>();
    let all = form.values(CHANGE).any(|value| value == ALL);
    let changes = if all { Chosen::All } else { Chosen::These(ids(CHANGE)) };
    let ends = ids(END);
    let order = Order {
        seat: submission.visit.seat(),
        account: account(&submission.visit)?,
        id,
        organisation: checked.organisation,
        lines: Arc::clone(&checked.lines),
        mark: form.value(MARK).to_owned(),
        confirmed,
        changes,
        ends,
        access_ended: submission.visit.app.access_ended.clone(),
    };
    let actor = submission.visit.actor().through(Door::Import);
    let key = form.value(PostForm::ONCE).to_owned();
    match submission.visit.submit(&actor, &key, order, carried_out).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "permission-register-imported")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(errors)) => again(submission, id, &errors).await,
    }
}

/// Shows what the spreadsheet would do now, with what was ticked.
async fn again(submission: Submission, id: crate::ImportId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let import = own(&mut visit, &id.to_string()).await?;
    let checked = check(&mut visit, import).await?.ok_or(PageError::Stale)?;
    let (page, body) = shown(&mut visit, &checked, &form).await?;
    Ok(visit.show_again(&page.errors(errors), body))
}
