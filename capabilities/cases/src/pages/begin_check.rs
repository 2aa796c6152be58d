//! What staff have written to residents, shown to be checked: who gets it, what they will read, and which files come along. Then sent.

use axum::response::Response;
use behorig_access::{DraftId, PersonId, UnitId};
use behorig_case_types::rules::fill;
use behorig_files::{HangingFile, PRESS};
use behorig_registers::persons::{LocalRegister, Person, PersonRegister};
use behorig_store::{ActivityType, Event, Purpose, Resource, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::Errors;
use behorig_web::components::{Button, Crumb, Page, PostForm, SummaryList};
use maud::{Markup, html};

use super::answer::BODY;
use super::begin::{KIND, PATH, SEND, SUBJECT, TO, Typed, again};
use super::{MINE, account_of, kind_word};
use crate::records::{CaseError, DraftKey, NewFromStaff, Notices, Unreachable, draft_of, placeholders, start, written};

/// The hidden field that names the draft that was checked.
const DRAFT: &str = "utkast";

/// Shows it, once everyone it goes to is known to be reachable. Whose names are shown is written down first.
pub(crate) async fn check(
    submission: Submission,
    unit: UnitId,
    typed: &Typed,
    persons: &[Person],
) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let account = account_of(&visit)?;
    let first = persons.first().map(|person| person.id);
    let key = DraftKey::of_new_case(visit.viewer.holder(), unit);
    let tx = visit.snapshot.get().await?;
    let with = placeholders(tx, account, unit, first).await?;
    let kept = written(tx, key).await?;
    visit.record_reading(reading(persons)).await?;
    let lang = visit.lang;
    let files = kept.as_ref().map(|kept| kept.files.as_slice()).unwrap_or_default();
    let mut summary = SummaryList::new(lang)
        .line(lang.t("cases-begin-to"), names(persons))
        .text(lang.t("cases-begin-kind"), &kind_word(lang, typed.kind))
        .text(lang.t("cases-begin-subject"), &fill(&typed.subject, &with))
        .line(lang.t("cases-body"), html! { p.said { (fill(&typed.body, &with)) } p.said { (with.signature) } });
    if !files.is_empty() {
        summary = summary.line(lang.t("cases-files"), listed(lang, files));
    }
    let inside = html! {
        (summary)
        @if persons.len() > 1 { p.hint { (lang.t("cases-begin-each")) } }
        div.button-row {
            (Button::primary(lang.t("cases-begin-send")).sends(PRESS, SEND))
            (Button::secondary(lang.t("cases-begin-change")).sends(PRESS, "andra"))
        }
    };
    let mut post = PostForm::to(PATH, inside).once(Visit::form_key());
    for field in [&TO, &KIND, &SUBJECT, &BODY] {
        post = post.hidden(field.name.clone(), form.value(&field.name).to_owned());
    }
    if let Some(kept) = &kept {
        post = post.hidden(DRAFT, kept.draft.id.to_string());
    }
    let page = Page::new(lang.t("cases-begin-check"))
        .lead(lang.t("cases-begin-check-lead"))
        .crumbs([Crumb::new(MINE, lang.t("cases-mine")), Crumb::new(PATH, lang.t("cases-begin"))]);
    Ok(visit.show(&page, html! { (post) }))
}

fn reading(persons: &[Person]) -> Event {
    let resources = persons
        .iter()
        .map(|person| Resource {
            resource_type: "resident",
            resource_id: Some(person.id.to_string()),
            patient: Some((person.number, person.full_name())),
            ..Resource::default()
        })
        .collect();
    Event { activity: ActivityType::Read, level: "cases.begin", args: None, purpose: Purpose::Care, resources }
}

fn names(persons: &[Person]) -> Markup {
    html! { ul { @for person in persons { li { (person.full_name()) ", " span.nowrap { (person.number.shown()) } } } } }
}

fn listed(lang: behorig_web::Lang, files: &[HangingFile]) -> Markup {
    html! { ul { @for file in files { li { (file.shown(lang)) } } } }
}

/// Everything that is sent.
struct Sent {
    seat: Seat,
    unit: UnitId,
    typed: Typed,
    checked: Option<DraftId>,
    notices: Option<Notices>,
}

/// Sends what was checked. Service 406 at the unit, asked in the transaction.
pub(crate) async fn send(
    mut submission: Submission,
    unit: UnitId,
    typed: Typed,
    notices: Option<Notices>,
) -> Result<Response, PageError> {
    let checked = submission.form.value(DRAFT).parse().ok();
    let input = Sent { seat: submission.visit.seat(), unit, typed, checked, notices: notices.clone() };
    match submission.submit(input, sent).await {
        Ok(path) => {
            if let Some(notices) = &notices {
                notices.wake();
            }
            Ok(submission.visit.go_and_tell(&path, "cases-told-sent"))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(errors)) => again(submission, unit, &errors).await,
    }
}

fn sent<'t>(tx: &'t mut WriteTx, input: &'t Sent) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let Sent { seat, unit, typed, checked, notices } = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let account = seat.account().ok_or(PageError::NotFound)?;
        let draft = draft_of(tx, DraftKey::of_new_case(seat.holder, *unit)).await?.map(|draft| draft.id);
        if checked.is_some() && *checked != draft {
            // What was checked has been sent from another window, and its files with it.
            let mut errors = Errors::new();
            errors.add_general("cases-begin-gone");
            return Err(errors.into());
        }
        let mut to: Vec<(PersonId, String, String)> = Vec::with_capacity(typed.numbers.len());
        let mut signature = String::new();
        for number in &typed.numbers {
            let found = LocalRegister.by_number(tx, number).await?;
            let person = found.ok_or(CaseError::Unreachable(Unreachable::Unknown))?;
            let with = placeholders(tx, account, *unit, Some(person.id)).await?;
            to.push((person.id, fill(&typed.subject, &with), fill(&typed.body, &with)));
            signature = with.signature;
        }
        let new = NewFromStaff { unit: *unit, kind: typed.kind, to, signature, draft };
        let recorded = start(tx, &viewer, &LocalRegister, notices.as_ref(), &new).await?;
        Ok(recorded.with(MINE.to_owned()))
    })
}
