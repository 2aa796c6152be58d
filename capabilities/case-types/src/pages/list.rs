//! *Aktivera ärendetyper*: what residents can turn to the clinic about.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{CaseTypeId, UnitId};
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, PostForm, Row, Table};
use behorig_web::{Errors, Lang, Message};
use maud::{Markup, Render, html};

use super::changes::{Asked, change, recorded, shown_as_it_is_now};
use super::{LIST, clinic_name, clinic_of, clinics_promise, direction, id, path_of, promise, state, tags};
use crate::records::types::{self, CaseType};
use crate::rules::{Direction, Ready};

/// The clinic's case types and the ready ones that it has not taken. Service 407 at the hat's unit.
pub(crate) async fn list(mut visit: Visit) -> Result<Response, PageError> {
    let unit = clinic_of(&mut visit).await?;
    let shown = Shown::read(&mut visit, unit).await?;
    let errors = Errors::new();
    let (page, body) = shown.page(&visit, &errors);
    Ok(visit.show(&page, body))
}

/// Everything that the list shows.
pub(crate) struct Shown {
    types: Vec<CaseType>,
    promise: i64,
}

impl Shown {
    pub(crate) async fn read(visit: &mut Visit, unit: UnitId) -> Result<Self, PageError> {
        let tx = visit.snapshot.get().await?;
        Ok(Self { types: types::of_unit(tx, unit).await?, promise: clinics_promise(tx, unit).await? })
    }

    pub(crate) fn page<'e>(&self, visit: &Visit, errors: &'e Errors) -> (Page<'e>, Markup) {
        let lang = visit.lang;
        let page = Page::new(lang.t("case-types-title"))
            .lead(lang.tr("case-types-lead", &[("clinic", clinic_name(visit).into())]))
            .actions(html! { (Button::primary_link(format!("{LIST}/ny"), lang.t("case-types-new")).icon(Icon::Plus)) })
            .errors(errors)
            .wide();
        let untaken: Vec<Ready> =
            Ready::ALL.into_iter().filter(|ready| !self.types.iter().any(|one| one.ready == Some(*ready))).collect();
        let body = html! {
            @if self.types.is_empty() {
                (EmptyState::new(Icon::Case, lang.t("case-types-none"), lang.t("case-types-none-text")))
            } @else { (self.table(lang)) }
            @if !untaken.is_empty() { (ready_types(lang, &untaken)) }
        };
        (page, body)
    }

    fn table(&self, lang: Lang) -> Markup {
        let columns = [
            Column::new(lang.t("case-types-name")),
            Column::new(lang.t("case-types-state")),
            Column::new(lang.t("case-types-reply-days")),
            Column::new(lang.t("case-types-order")).unlabelled(),
        ];
        let last = self.types.len().saturating_sub(1);
        let rows = self.types.iter().enumerate().map(|(place, one)| {
            let moves =
                steps(lang, &path_of(one.id, "/flytta"), one.name_in(lang), one.version, place > 0, place < last);
            Row::link(path_of(one.id, ""), one.name_in(lang).to_owned())
                .cell(tags(lang, one))
                .cell(promise(lang, one.reply_days, self.promise))
                .cell(html! { div.steps { (moves) (state::switch(lang, one, true)) } })
        });
        Table::new(lang.t("case-types-title"), columns).rows(rows).render()
    }
}

/// The buttons that move something one step: plain forms, so that they work by keyboard and without script.
pub(crate) fn steps(lang: Lang, action: &str, about: &str, version: i64, up: bool, down: bool) -> Markup {
    let button = |word: &str, value: &str| {
        Button::secondary(lang.t(word)).sends("at", value.to_owned()).about(about.to_owned()).render()
    };
    let buttons = html! {
        div.steps {
            @if up { (button("case-types-up", "upp")) }
            @if down { (button("case-types-down", "ner")) }
        }
    };
    html! { @if up || down { (PostForm::to(action, buttons).version(version).once(Visit::form_key())) } }
}

fn ready_types(lang: Lang, untaken: &[Ready]) -> Markup {
    html! {
        section.ready-types aria-labelledby="fardiga" {
            h2 #fardiga { (lang.t("case-types-ready")) }
            p.hint { (lang.t("case-types-ready-text")) }
            ul.lines {
                @for ready in untaken {
                    @let name = ready.name(lang);
                    @let answer = html! {
                        div.steps {
                            (Button::link(format!("{LIST}/fardig?typ={}", ready.key()), lang.t("case-types-preview"))
                                .about(name))
                            (Button::secondary(lang.t("case-types-activate")).about(name))
                        }
                    };
                    li {
                        div.line-words { strong { (name) } p.hint { (lang.t(ready.about())) } }
                        (PostForm::to(LIST, answer).once(Visit::form_key()).hidden("typ", ready.key()))
                    }
                }
            }
        }
    }
}

/// Activates a ready type. Service 407 at the hat's unit.
pub(crate) async fn activate(mut submission: Submission) -> Result<Response, PageError> {
    let unit = clinic_of(&mut submission.visit).await?;
    let ready = Ready::from_key(submission.form.value("typ")).ok_or(PageError::NotFound)?;
    let seat = submission.visit.seat();
    let outcome = submission.submit((seat, unit, ready), activated).await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "case-types-activated")),
        Err(Rejected::Errors(errors)) => {
            let shown = Shown::read(&mut visit, unit).await?;
            let (page, body) = shown.page(&visit, &errors);
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn activated<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, Ready)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, ready) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, behorig_access::Service::ClinicSettings, *unit, now).await?;
        let mut errors = Errors::new();
        // Somebody else may have been first. Which of the two rules of the schema speaks then is for the database to choose, so
        // it is asked before.
        if types::of_unit(tx, *unit).await?.iter().any(|one| one.ready == Some(*ready)) {
            errors.add_general("case-types-error-taken-before");
            return Err(errors.into());
        }
        let id = match crate::records::made::activate_ready(tx, *unit, *ready).await {
            Ok(id) => id,
            Err(error) if error.is_conflict_on("case_type_name") => {
                let name = Message::new("case-types-error-name-of-ready");
                errors.add_general(name.with("name", ready.swedish_name()));
                return Err(errors.into());
            }
            Err(error) => return Err(error.into()),
        };
        let created = change("created", None, Some(ready.swedish_name().to_owned()));
        Ok(recorded(tx, "case-types.activate", id, &[created], path_of(id, "")).await?)
    })
}

/// Moves a case type one step in the list. Service 407 at its unit.
pub(crate) async fn step(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let what = direction(&submission.form)?;
    let asked = Asked { seat: submission.visit.seat(), id, version, what };
    match submission.submit(asked, stepped).await {
        Ok(path) => Ok(Redirect::to(&path).into_response()),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => Ok(shown_as_it_is_now(&submission.visit, LIST)),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("a step has no fields")),
    }
}

fn stepped<'t>(tx: &'t mut WriteTx, asked: &'t Asked<Direction>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let moved = asked.case_type(tx).await?;
        if !types::step(tx, &moved, asked.what).await? {
            return Ok(behorig_store::Recorded::nothing_to_record(LIST.to_owned(), "it stood at the end already"));
        }
        let way = if asked.what == Direction::Up { "up" } else { "down" };
        let change = change("moved", None, Some(way.to_owned()));
        Ok(recorded(tx, "case-types.move", moved.id, &[change], LIST.to_owned()).await?)
    })
}
