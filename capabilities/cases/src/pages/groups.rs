//! Groups of staff who answer together: the list, one group, and its end.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, GroupId, Service, UnitId};
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, require};
use behorig_web::components::{
    Button, Cell, Choice, Column, Crumb, Dialog, EmptyState, Fields, Icon, Page, PostForm, Row, Table, Tone,
    dialog_link, link_button, tag,
};
use behorig_web::{Errors, FieldName, Form, Message, field};
use maud::{Markup, Render, html};

use super::{unit_name, unit_of};
use crate::records::{Group, NewGroup, end_group, find_group, groups_at, save_group, staff_at};

/// The list.
pub(crate) const PATH: &str = "/arenden/grupper";
/// A new one.
pub(crate) const NEW: &str = "/arenden/grupper/ny";
static NAME: FieldName = field("namn", "cases-group-name");
static MEMBERS: FieldName = field("medlem", "cases-group-members");

fn path_of(group: GroupId, below: &str) -> String {
    format!("{PATH}/{group}{below}")
}

/// The groups of the unit of the hat. Service 405 there.
pub(crate) async fn list(mut visit: Visit) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AssignCases, unit).await?;
    let (lang, now) = (visit.lang, visit.now);
    let groups = groups_at(visit.snapshot.get().await?, unit, now).await?;
    let unstaffed = lang.t("cases-group-unstaffed");
    let row = |group: &Group| {
        let members: Vec<&str> = group.members.iter().map(|member| member.name.as_str()).collect();
        let members: Cell =
            html! { (members.join(", ")) @if !group.is_staffed() { " " (tag(Tone::Warning, &unstaffed)) } }.into();
        Row::link(path_of(group.id, ""), group.name.as_str()).cell(members)
    };
    let columns = [Column::new(lang.t("cases-group-name")), Column::new(lang.t("cases-group-members"))];
    let body = html! {
        @if groups.is_empty() {
            (EmptyState::new(Icon::People, lang.t("cases-groups-none"), lang.t("cases-groups-none-text")))
        } @else {
            (Table::new(lang.t("cases-groups"), columns).rows(groups.iter().map(row)))
        }
    };
    let page = Page::new(lang.t("cases-groups"))
        .lead(unit_name(&visit))
        .actions(Button::primary_link(NEW, lang.t("cases-group-new")).icon(Icon::Plus).render())
        .wide();
    Ok(visit.show(&page, body))
}

/// A new group. Service 405 at the unit of the hat.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AssignCases, unit).await?;
    let (page, body) = page(&mut visit, unit, None, &Form::default(), &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

/// One group. Service 405 at its unit.
pub(crate) async fn show(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let group = for_viewer(&mut visit, &id).await?;
    let mut typed = Form::filled([(&NAME, group.name.clone())]);
    for member in &group.members {
        typed.fill(&MEMBERS, member.account.to_string());
    }
    let (page, body) = page(&mut visit, group.unit, Some(&group), &typed, &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

async fn for_viewer(visit: &mut Visit, id: &str) -> Result<Group, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let group = find_group(tx, id, now).await?.ok_or(PageError::NotFound)?;
    require(tx, &viewer, Service::AssignCases, group.unit, now).await?;
    Ok(group)
}

/// Makes a group. Service 405 at the unit of the hat.
pub(crate) async fn add(mut submission: Submission) -> Result<Response, PageError> {
    let unit = unit_of(&submission.visit)?;
    submission.visit.require(Service::AssignCases, unit).await?;
    save(submission, unit, None).await
}

/// Changes a group. Service 405 at its unit.
pub(crate) async fn change(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let group = for_viewer(&mut submission.visit, &id).await?;
    save(submission, group.unit, Some(group)).await
}

async fn save(mut submission: Submission, unit: UnitId, group: Option<Group>) -> Result<Response, PageError> {
    let existing = match &group {
        Some(group) => Some((group.id, submission.version()?)),
        None => None,
    };
    let mut errors = Errors::new();
    let name = submission.form.required(&NAME, behorig_web::forms::text(80), &mut errors);
    let members: Vec<AccountId> =
        submission.form.chosen(&MEMBERS, |text| text.parse().map_err(|_| MEMBERS.missing()), &mut errors);
    if members.is_empty() && errors.of(&MEMBERS.name).is_none() {
        errors.add(&MEMBERS, MEMBERS.missing());
    }
    let seat = submission.visit.seat();
    let outcome = match name.filter(|_| errors.is_empty()) {
        Some(name) => submission.submit((seat, NewGroup { existing, unit, name, members }), saved).await,
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    let errors = match outcome {
        Ok(path) => return Ok(visit.go_and_tell(&path, "cases-told-group-saved")),
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(PageError::Store(error))) if error.is_conflict_on("staff_group_name") => {
            let mut errors = Errors::new();
            errors.add(&NAME, "cases-group-name-taken");
            errors
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let mut errors = Errors::new();
            errors.add_general("cases-group-changed");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    // As it is now, so that what is sent again is sent on what somebody else has changed.
    let now = visit.now;
    let current = match &group {
        Some(group) => Some(find_group(visit.snapshot.get().await?, group.id, now).await?.ok_or(PageError::NotFound)?),
        None => None,
    };
    let (page, body) = page(&mut visit, unit, current.as_ref(), &form, &errors).await?;
    Ok(visit.show_again(&page.errors(&errors), body))
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t (Seat, NewGroup)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, group) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        require(tx, &viewer, Service::AssignCases, group.unit, now).await?;
        let staff = staff_at(tx, group.unit, Service::AnswerCases, now).await?;
        if group.members.iter().any(|member| !staff.iter().any(|colleague| colleague.account == *member)) {
            let mut errors = Errors::new();
            errors.add(&MEMBERS, Message::new("cases-refusal-not-able"));
            return Err(errors.into());
        }
        Ok(save_group(tx, group).await?.with(PATH.to_owned()))
    })
}

async fn page<'a>(
    visit: &mut Visit,
    unit: UnitId,
    group: Option<&Group>,
    form: &Form,
    errors: &Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let staff = staff_at(visit.snapshot.get().await?, unit, Service::AnswerCases, now).await?;
    let members = staff.into_iter().map(|colleague| Choice::new(colleague.account.to_string(), colleague.name));
    let f = Fields::new(lang, form, errors);
    let inside = html! {
        (f.text(&NAME))
        (f.ticks(&MEMBERS).options(members).columns())
        div.button-row { (Button::primary(lang.t("cases-group-save"))) (link_button(PATH, &lang.t("web-cancel"))) }
    };
    let title = group.map_or_else(|| lang.t("cases-group-new"), |group| group.name.clone().into());
    let mut page = Page::new(title).crumbs([Crumb::new(PATH, lang.t("cases-groups"))]);
    let mut post = PostForm::to(group.map_or_else(|| NEW.to_owned(), |group| path_of(group.id, "")), inside)
        .once(Visit::form_key());
    let mut dialog = None;
    if let Some(group) = group {
        post = post.version(group.version);
        page = page.actions(dialog_link(&path_of(group.id, "/slut"), "group-end", &lang.t("cases-group-end"), None));
        dialog = Some(ending(lang, group));
    }
    Ok((page, html! { (post) @if let Some(dialog) = dialog { (dialog) } }))
}

fn ending(lang: behorig_web::Lang, group: &Group) -> Markup {
    let text = html! { p { (lang.t("cases-group-end-text")) } };
    let title = lang.tr("cases-group-end-title", &[("name", group.name.as_str().into())]);
    let answer = Button::danger(lang.t("cases-group-end"));
    Dialog::new(lang, "group-end", title, text, answer, path_of(group.id, "/slut"))
        .once(Visit::form_key())
        .version(group.version)
        .render()
}

/// Whether a group is to end. Service 405 at its unit.
pub(crate) async fn end_question(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let group = for_viewer(&mut visit, &id).await?;
    let lang = visit.lang;
    let inside = html! {
        p { (lang.t("cases-group-end-text")) }
        div.button-row {
            (Button::danger(lang.t("cases-group-end")))
            (link_button(&path_of(group.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.tr("cases-group-end-title", &[("name", group.name.as_str().into())]))
        .crumbs([Crumb::new(PATH, lang.t("cases-groups")), Crumb::new(path_of(group.id, ""), group.name.clone())]);
    let post = PostForm::to(path_of(group.id, "/slut"), inside).version(group.version).once(Visit::form_key());
    Ok(visit.show(&page, html! { (post) }))
}

/// Ends a group; its open cases go back to the inbox. Service 405 at its unit.
pub(crate) async fn end(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let group = for_viewer(&mut submission.visit, &id).await?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    match submission.submit((seat, group.unit, group.id, version), ended).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "cases-told-group-ended")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, GroupId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        require(tx, &viewer, Service::AssignCases, *unit, now).await?;
        Ok(end_group(tx, *unit, *id, *version).await?.with(PATH.to_owned()))
    })
}
