//! *Omfördela allt*: every open case that one person has, at once.

use axum::Extension;
use axum::response::Response;
use behorig_access::{AccountId, Service, UnitId};
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Crumb, EmptyState, Fields, Icon, Page, PostForm, link_button};
use behorig_web::{Errors, FieldName, Form, Message, field};
use maud::{Markup, html};

use super::inbox::TO;
use super::{INBOX, note, receivers_of_cases, to_from, unit_name, unit_of};
use crate::records::{Notices, To, holding_at, pass_on_all_of};

/// Where it is.
pub(crate) const PATH: &str = "/arenden/omfordela";
static FROM: FieldName = field("fran", "cases-all-from");
static NOTE: FieldName = field("anteckning", "cases-note");
const BACK: &str = "inbox";

/// The question. Service 405 at the unit of the hat.
pub(crate) async fn question(mut visit: Visit) -> Result<Response, PageError> {
    let (page, body) = page(&mut visit, &Form::default(), &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

/// Carries it out. Service 405 at the unit of the hat.
pub(crate) async fn carry_out(
    Extension(notices): Extension<Option<Notices>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let unit = unit_of(&submission.visit)?;
    submission.visit.require(Service::AssignCases, unit).await?;
    let mut errors = Errors::new();
    let account = |text: &str| text.parse::<AccountId>().map_err(|_| FROM.missing());
    let from = submission.form.required(&FROM, account, &mut errors);
    let to = submission.form.required(&TO, way_from, &mut errors);
    let note = note(&submission.form, &NOTE, &mut errors);
    let seat = submission.visit.seat();
    let outcome = match from.zip(to).filter(|_| errors.is_empty()) {
        Some((from, to)) => submission.submit((seat, unit, from, to, note, notices.clone()), passed_on).await,
        None => Err(Rejected::Errors(errors)),
    };
    if let Some(notices) = &notices {
        notices.wake();
    }
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "cases-told-all-passed-on")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&mut visit, &form, &errors).await?;
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn way_from(text: &str) -> Result<Option<To>, Message> {
    if text == BACK { Ok(None) } else { to_from(text).map(Some) }
}

type Input = (Seat, UnitId, AccountId, Option<To>, Option<String>, Option<Notices>);

fn passed_on<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, from, to, note, notices) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let recorded = pass_on_all_of(tx, &viewer, *unit, *from, *to, note.as_deref(), notices.as_ref()).await?;
        Ok(recorded.with(INBOX.to_owned()))
    })
}

async fn page<'a>(visit: &mut Visit, form: &Form, errors: &Errors) -> Result<(Page<'a>, Markup), PageError> {
    let unit = unit_of(visit)?;
    visit.require(Service::AssignCases, unit).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let holding = holding_at(tx, unit).await?;
    let mut to = receivers_of_cases(tx, lang, unit, None, now).await?;
    to.push(Choice::new(BACK, lang.t("cases-back-inbox")).group(lang.t("cases-back")));
    let from = holding.into_iter().map(|(account, name)| Choice::new(account.to_string(), name));
    let from: Vec<Choice<'_>> = from.collect();
    let page = Page::new(lang.t("cases-all-pass-on"))
        .lead(lang.tr("cases-all-pass-on-lead", &[("unit", unit_name(visit).into())]))
        .crumbs([Crumb::new(INBOX, lang.t("cases-inbox"))]);
    if from.is_empty() {
        let none =
            EmptyState::new(Icon::Inbox, lang.t("cases-all-pass-on-none"), lang.t("cases-all-pass-on-none-text"));
        return Ok((page, html! { (none) }));
    }
    let f = Fields::new(lang, form, errors);
    let inside = html! {
        (f.select(&FROM).options(from).prompt(lang.t("cases-choose-person")))
        (f.select(&TO).options(to).prompt(lang.t("cases-to-prompt")))
        (f.long_text(&NOTE, 3).limit(1000).optional())
        div.button-row {
            (Button::primary(lang.t("cases-all-pass-on")))
            (link_button(INBOX, &lang.t("web-cancel")))
        }
    };
    Ok((page, html! { (PostForm::to(PATH, inside).once(Visit::form_key())) }))
}
