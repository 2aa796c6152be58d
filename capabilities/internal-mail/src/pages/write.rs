//! New mail: to whom, about what, and the words; kept as its writer's draft until it is sent.

use std::sync::Arc;

use axum::Extension;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use behorig_access::{AttachmentId, Service, UnitId};
use behorig_cases::records::{
    Colleague, Draft, DraftKey, Notices, Written, draft_of, drop_draft, keep_written, written,
};
use behorig_files::{KEEP, MOST_FROM_STAFF, PRESS, Press, StoredFile, first_button, kept_line};
use behorig_store::{Recorded, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, role_name};
use behorig_web::components::{Button, Choice, Crumb, Fields, Notice, Page, PostForm, Tone, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::{BODY, FILES, INBOX, LONGEST, NEW, SEND, TO, as_page, files_field, unit_of};
use crate::MailRoom;
use crate::records::{self, NewMail, Recipients, recipients_at, units_with_mail};
use crate::rules::Recipient;

static UNIT: FieldName = field("enhet", "internal-unit");
static SUBJECT: FieldName = field("amne", "internal-subject");
/// The button that shows whom one can write to at the chosen unit.
const OTHER_UNIT: &str = "enhet";

/// What is being written, as its draft keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Sheet {
    unit: String,
    to: String,
    subject: String,
    body: String,
}

impl Sheet {
    fn of(form: &Form) -> Self {
        let value = |field: &FieldName| form.value(&field.name).to_owned();
        Self { unit: value(&UNIT), to: value(&TO), subject: value(&SUBJECT), body: value(&BODY) }
    }

    fn is_empty(&self) -> bool {
        self.to.is_empty() && self.subject.trim().is_empty() && self.body.trim().is_empty()
    }

    fn typed(self) -> Form {
        Form::filled([(&UNIT, self.unit), (&TO, self.to), (&SUBJECT, self.subject), (&BODY, self.body)])
    }
}

fn typed_from(draft: Option<&Draft>) -> Form {
    draft.and_then(|draft| serde_json::from_str::<Sheet>(&draft.content).ok()).unwrap_or_default().typed()
}

/// The unit whose staff are offered: the chosen one, or the writer's own.
fn chosen_unit(form: &Form, own: UnitId) -> UnitId {
    form.value(&UNIT.name).parse().unwrap_or(own)
}

/// All that the page shows besides what was typed.
struct Desk {
    unit: UnitId,
    units: Vec<(UnitId, String)>,
    recipients: Recipients,
    kept: Option<Written>,
}

async fn desk(visit: &mut Visit, own: UnitId, typed: Option<&Form>) -> Result<(Desk, Form), PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let account = visit.session.account;
    let tx = visit.snapshot.get().await?;
    let kept = written(tx, DraftKey::of_new_mail(viewer.holder(), own)).await?;
    let typed = typed.cloned().unwrap_or_else(|| typed_from(kept.as_ref().map(|kept| &kept.draft)));
    let units = units_with_mail(tx, now).await?;
    let asked = chosen_unit(&typed, own);
    let unit = if units.iter().any(|(unit, _)| *unit == asked) { asked } else { own };
    let recipients = recipients_at(tx, unit, account, now).await?;
    Ok((Desk { unit, units, recipients, kept }, typed))
}

/// The form, as it was left. Service 399 at the unit of the hat.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let own = unit_of(&visit)?;
    visit.require(Service::InternalMail, own).await?;
    let (desk, typed) = desk(&mut visit, own, None).await?;
    let (page, body) = page(&visit, &desk, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

/// What is kept with any press.
#[derive(Clone)]
struct Kept {
    seat: Seat,
    unit: UnitId,
    sheet: Sheet,
    new: Vec<StoredFile>,
    gone: Vec<AttachmentId>,
}

/// Keeps it, and sends it where that was pressed. Service 399 at the unit of the hat; asked before a file is taken in, and again in
/// the transaction.
pub(crate) async fn send(
    mut visit: Visit,
    Extension(room): Extension<Arc<MailRoom>>,
    request: Request,
) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::InternalMail, unit).await?;
    let key = DraftKey::of_new_mail(visit.viewer.holder(), unit);
    let here = written(visit.snapshot.get().await?, key).await?.map_or(0, |kept| kept.files.len());
    let space = MOST_FROM_STAFF.saturating_sub(here);
    let sent = room.files.receive_from(&mut visit, request, (space, MOST_FROM_STAFF)).await?;
    let mut errors = Errors::new();
    let new = sent.taken(visit.lang, &FILES, &mut errors);
    let press = Press::of(&sent.form);
    let pressed = sent.form.value(PRESS).to_owned();
    let sheet = Sheet::of(&sent.form);
    let kept = Kept { seat: visit.seat(), unit, sheet, new, gone: press.gone().into_iter().collect() };
    let mut submission = Submission { visit, form: sent.form };
    if pressed == SEND {
        return onward(submission, kept, room.notices.clone(), errors).await;
    }
    submission.visit.submit(&submission.visit.actor(), "", kept, keep).await.map_err(as_page)?;
    if !errors.is_empty() {
        return again(submission, unit, &errors).await;
    }
    let told = match press {
        Press::KeepQuietly => return Ok(StatusCode::NO_CONTENT.into_response()),
        Press::Attach => "files-attached-now",
        Press::Remove(_) => "files-removed",
        Press::Onward if pressed == OTHER_UNIT => return Ok(Redirect::to(NEW).into_response()),
        Press::Keep | Press::Onward => "internal-told-kept",
    };
    Ok(submission.visit.go_and_tell(NEW, told))
}

/// What was typed, whole.
#[derive(Clone)]
struct Typed {
    to: Recipient,
    to_unit: UnitId,
    subject: String,
    body: String,
}

fn read(form: &Form, own: UnitId, errors: &mut Errors) -> Option<Typed> {
    let to = form.required(&TO, |text| Recipient::from_choice(text).ok_or_else(|| TO.missing()), errors);
    let subject = form.required(&SUBJECT, behorig_web::forms::text(120), errors);
    let body = form.required(&BODY, behorig_web::forms::text(LONGEST), errors);
    let typed = Typed { to: to?, to_unit: chosen_unit(form, own), subject: subject?, body: body? };
    errors.is_empty().then_some(typed)
}

/// Sends it; what can't be sent is kept all the same.
async fn onward(
    mut submission: Submission,
    kept: Kept,
    notices: Option<Notices>,
    mut errors: Errors,
) -> Result<Response, PageError> {
    let unit = kept.unit;
    let outcome = match read(&submission.form, unit, &mut errors) {
        Some(typed) => submission.submit((kept.clone(), typed, notices.clone()), sent).await,
        None => Err(Rejected::Errors(errors)),
    };
    let errors = match outcome {
        Ok(path) => {
            if let Some(notices) = &notices {
                notices.wake();
            }
            return Ok(submission.visit.go_and_tell(&path, "internal-told-sent"));
        }
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(error)) => return Err(error),
    };
    let actor = submission.visit.actor();
    submission.visit.submit(&actor, "", kept, keep).await.map_err(as_page)?;
    again(submission, unit, &errors).await
}

async fn again(submission: Submission, own: UnitId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let (desk, typed) = desk(&mut visit, own, Some(&form)).await?;
    let (page, body) = page(&visit, &desk, &typed, errors);
    Ok(visit.show_again(&page.errors(errors), body))
}

fn keep<'t>(tx: &'t mut WriteTx, kept: &'t Kept) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let content = serde_json::to_string(&kept.sheet).map_err(|error| PageError::Fault(error.to_string()))?;
        let key = DraftKey::of_new_mail(kept.seat.holder, kept.unit);
        keep_written(tx, key, &content, &kept.new, &kept.gone).await?;
        if kept.sheet.is_empty() && written(tx, key).await?.is_some_and(|kept| kept.files.is_empty()) {
            drop_draft(tx, key).await?;
        }
        Ok(Recorded::nothing_to_record(NEW.to_owned(), "a draft is its writer's own until it is sent"))
    })
}

fn sent<'t>(tx: &'t mut WriteTx, input: &'t (Kept, Typed, Option<Notices>)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (kept, typed, notices) = input;
        let now = tx.now();
        let viewer = kept.seat.viewer(tx, now).await?;
        let key = DraftKey::of_new_mail(kept.seat.holder, kept.unit);
        if !kept.new.is_empty() {
            keep_written(tx, key, "{}", &kept.new, &[]).await?;
        }
        let draft = draft_of(tx, key).await?.map(|draft| draft.id);
        let new = NewMail {
            unit: kept.unit,
            to: typed.to,
            to_unit: typed.to_unit,
            subject: typed.subject.clone(),
            body: typed.body.clone(),
            draft,
        };
        let (recorded, id) = records::send(tx, &viewer, notices.as_ref(), &new).await?.split();
        Ok(recorded.with(super::path_of(id, "")))
    })
}

fn page<'a>(visit: &Visit, desk: &Desk, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let f = Fields::new(lang, typed, errors);
    let label = lang.t("internal-files");
    let inside = html! {
        (first_button(KEEP))
        (unit_choice(lang, desk, errors))
        @if desk.recipients.persons.is_empty() {
            (Notice::new(Tone::Info, lang.t("internal-nobody")).text(lang.t("internal-nobody-text")))
        } @else {
            (f.select(&TO).prompt(lang.t("internal-to-prompt")).options(choices(lang, &desk.recipients)))
        }
        (f.text(&SUBJECT))
        (f.long_text(&BODY, 8).limit(10_000))
        (files_field(lang, &label, desk.kept.as_ref()).show(typed, errors))
        (kept_line(lang))
        div.button-row {
            (Button::primary(lang.t("internal-send")).sends(PRESS, SEND))
            (Button::secondary(lang.t("internal-keep")).sends(PRESS, KEEP))
            (link_button(INBOX, &lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.t("internal-new"))
        .lead(lang.t("internal-new-lead"))
        .crumbs([Crumb::new(INBOX, lang.t("internal-inbox"))]);
    (page, html! { (PostForm::to(NEW, inside).once(Visit::form_key()).with_files().guarded()) })
}

/// Which unit's staff are offered; nothing to choose where there is one.
fn unit_choice(lang: Lang, desk: &Desk, errors: &Errors) -> Markup {
    let own = Form::filled([(&UNIT, desk.unit.to_string())]);
    if desk.units.len() < 2 {
        return html! { input type="hidden" name=(UNIT.name) value=(desk.unit.to_string()); };
    }
    let units = desk.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    html! {
        (Fields::new(lang, &own, errors).select(&UNIT).options(units))
        div.field { (Button::secondary(lang.t("internal-other-unit")).sends(PRESS, OTHER_UNIT)) }
    }
}

fn choices(lang: Lang, recipients: &Recipients) -> Vec<Choice<'static>> {
    let person = |one: &Colleague| {
        let name = match &one.title {
            Some(title) => format!("{}, {title}", one.name),
            None => one.name.clone(),
        };
        let label = if one.away { lang.tr("internal-away", &[("name", name.into())]).into_owned() } else { name };
        Choice::new(Recipient::Person(one.account).to_choice(), label).group(lang.t("internal-to-persons"))
    };
    let role = |(id, name, _): &(_, String, _)| {
        let name = role_name(lang, name).into_owned();
        Choice::new(Recipient::Role(*id).to_choice(), name).group(lang.t("internal-to-roles"))
    };
    let group = |(id, name, _): &(_, String, _)| {
        Choice::new(Recipient::Group(*id).to_choice(), name.clone()).group(lang.t("internal-to-groups"))
    };
    let mut all: Vec<Choice<'static>> = recipients.persons.iter().map(person).collect();
    for one in &recipients.roles {
        all.push(role(&(one.0, one.1.clone(), ())));
    }
    for one in &recipients.groups {
        all.push(group(&(one.0, one.1.clone(), ())));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_draft_kept_is_typed_again_and_an_empty_form_is_none() {
        let sheet = Sheet {
            unit: "u".to_owned(),
            to: "role:x".to_owned(),
            subject: "Rond <i>torsdag</i>".to_owned(),
            body: "Hej\nalla".to_owned(),
        };
        let draft = Draft {
            id: behorig_access::DraftId::from_bytes([1; 16]),
            content: serde_json::to_string(&sheet).unwrap(),
            updated_at: behorig_access::Instant(0),
            version: 1,
        };
        assert_eq!(Sheet::of(&typed_from(Some(&draft))), sheet);
        assert!(!sheet.is_empty());
        assert!(Sheet { to: String::new(), subject: " ".to_owned(), body: String::new(), ..sheet }.is_empty());
    }
}
