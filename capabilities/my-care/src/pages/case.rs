//! One case as its resident reads it: what was written, how far it has come, and what one can do.

use std::collections::BTreeMap;

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{MessageId, Service};
use behorig_case_types::{Answers, published_form};
use behorig_cases::records::{Case, Entry, Happening, Message, Thread, open};
use behorig_cases::rules::{Act, Refusal, as_read_out};
use behorig_visit::{PageError, Visit, permits};
use behorig_web::components::{Button, Crumb, Dialog, Notice, Page, Tag, Tone, dialog_link};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, html};

use super::{case_id, case_path, page_about, reply};
use crate::CASES;
use crate::records::{self, Written};
use crate::whom::{Whom, whom};
use crate::words::{as_written, promised, state, when};

/// What a page of a case shows besides its thread.
pub(super) struct Reading {
    pub thread: Thread,
    /// What it is about, in the reader's language.
    pub subject: String,
    /// The answers of filled-in forms, by message.
    answers: BTreeMap<MessageId, Markup>,
    /// What was written of a reply.
    pub written: Option<Written>,
    /// Whether a reply can be written, and where it goes.
    pub replies: Option<Replies>,
}

/// Where a reply goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replies {
    /// Into the case.
    Here,
    /// It is over: into a new one.
    Anew,
}

/// A case. The resident whom it is about, or a guardian. The reading is written down first.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let thread = open(&mut visit, id).await?;
    // The page of a child's case is the page with that child's name.
    if thread.case.person != Some(whom.person.id) {
        return Err(PageError::NotFound);
    }
    let reading = reading(&mut visit, &whom, thread).await?;
    let typed = reply::typed(reading.written.as_ref());
    let errors = Errors::new();
    let body = body(&visit, &whom, &reading, &typed, &errors);
    let page = page(&visit, &whom, &reading);
    Ok(visit.show(&page, body))
}

/// What a page of a case shows.
pub(super) async fn reading(visit: &mut Visit, whom: &Whom, thread: Thread) -> Result<Reading, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let mut answers = BTreeMap::new();
    if let Some((case_type, number)) = thread.case.case_type.zip(thread.case.form_number)
        && let Some(form) = published_form(tx, case_type, number).await?
    {
        for message in thread.messages() {
            let sent = message.answers.as_deref().and_then(|json| Answers::from_json(json).ok());
            if let Some(sent) = sent {
                answers.insert(message.id, sent.shown(&form, lang));
            }
        }
    }
    let written = records::written(tx, records::of_reply(whom.writer, thread.case.id)).await?;
    let case = &thread.case;
    let replies = match case.state.after(Act::Reply, case.facts()) {
        Ok(_) => Some(Replies::Here),
        Err(Refusal::BeginsNewCase) if permits(tx, &whom.rights, Service::UseCaseType, case.unit, now).await? => {
            Some(Replies::Anew)
        }
        Err(_) => None,
    };
    let subject = records::subject_in(tx, lang, case).await?;
    Ok(Reading { subject, thread, answers, written, replies })
}

pub(super) fn page(visit: &Visit, whom: &Whom, reading: &Reading) -> Page<'static> {
    let (lang, thread) = (visit.lang, &reading.thread);
    let reference = as_read_out(&thread.case.reference);
    let lead =
        lang.tr("my-care-case-lead", &[("clinic", thread.unit_name.clone().into()), ("reference", reference.into())]);
    let page = Page::new(reading.subject.clone())
        .section(lang.t("my-care-cases"))
        .lead(lead)
        .live(whom.path(&format!("{}/handelser", case_path(thread.case.id))), lang.t("my-care-live-changed"))
        .crumbs([Crumb::new(whom.path(CASES), lang.t("my-care-cases"))])
        .below_heading(html! { p #live-state data-live-part { (state(lang, &thread.case)) } });
    page_about(lang, whom, page)
}

pub(super) fn body(visit: &Visit, whom: &Whom, reading: &Reading, typed: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let case = &reading.thread.case;
    html! {
        (links(lang, whom, &reading.thread))
        @if let Some(due) = case.due_at().filter(|_| !case.state.is_over() && !case.replies_open) {
            p { (lang.tr("my-care-promise", &[("day", promised(lang, due).into())])) }
        }
        ol.thread #live-thread data-live-part {
            @for entry in &reading.thread.entries {
                @match entry {
                    Entry::Message(message) => (self::message(visit, whom, reading, message)),
                    Entry::Happening(happening) => (happened(visit, happening)),
                }
            }
        }
        @match reading.replies {
            Some(replies) => (reply::form(lang, whom, reading, replies, typed, errors)),
            None => (no_reply(lang, case)),
        }
        div.button-row {
            @if can_withdraw(case) { (withdrawal(lang, whom, case)) }
            (Button::link(whom.path(&format!("{}/lasare", case_path(case.id))), lang.t("my-care-readers")))
        }
    }
}

fn links(lang: Lang, whom: &Whom, thread: &Thread) -> Markup {
    let link = |id: behorig_access::CaseId, reference: &str| {
        let path = whom.path(&case_path(id));
        html! { a href=(path) { (as_read_out(reference)) } }
    };
    html! {
        @if let Some((id, reference)) = &thread.follows { p { (lang.t("my-care-follows")) " " (link(*id, reference)) } }
        @for (id, reference) in &thread.followed_by { p { (lang.t("my-care-followed-by")) " " (link(*id, reference)) } }
    }
}

fn can_withdraw(case: &Case) -> bool {
    case.state.after(Act::Withdraw, case.facts()).is_ok()
}

fn withdrawal(lang: Lang, whom: &Whom, case: &Case) -> Markup {
    let path = whom.path(&format!("{}/ta-tillbaka", case_path(case.id)));
    let answer = Button::danger(lang.t("my-care-withdraw"));
    let text = html! { p { (lang.t("my-care-withdraw-text")) } };
    let dialog = Dialog::new(lang, "withdraw", lang.t("my-care-withdraw-title"), text, answer, path.clone());
    html! {
        (dialog_link(&path, "withdraw", &lang.t("my-care-withdraw"), None))
        (dialog.once(Visit::form_key()))
    }
}

fn no_reply(lang: Lang, case: &Case) -> Markup {
    let why = match case.state.after(Act::Reply, case.facts()) {
        Err(Refusal::RepliesEnded | Refusal::BeginsNewCase) => "my-care-replies-ended",
        Err(Refusal::NotThisKind) => "my-care-no-reply-asked",
        _ => return Markup::default(),
    };
    html! { (Notice::new(Tone::Neutral, lang.tr(why, &[]))) }
}

fn message(visit: &Visit, whom: &Whom, reading: &Reading, message: &Message) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let thread = &reading.thread;
    let from_clinic = message.kind.is_from_staff();
    let author = if from_clinic { &thread.unit_name } else { &message.author };
    html! {
        li.message.from-clinic[from_clinic] {
            p.message-head {
                strong { (author) } " " (when(lang, message.at, now))
                @if let Some(kind) = kind_of(lang, message) { " " (kind) }
            }
            @if let Some(alternative) = &message.alternative { p { strong { (alternative) } } }
            @if let Some(answers) = reading.answers.get(&message.id) { (answers) }
            (as_written(&message.body))
            @if let Some(signature) = &message.signature { p.signature { (signature) } }
            @if let Some(title) = &message.long_title { p.print-only { (title) } }
            @if !message.attachments.is_empty() {
                ul.attached aria-label=(lang.t("my-care-attached")) {
                    @for file in &message.attachments {
                        @let path = whom.path(&format!("{}/bilagor/{}", case_path(thread.case.id), file.id));
                        li {
                            a href=(path) download { (file.name) }
                            " (" (format::size(lang, u64::try_from(file.size).unwrap_or(0))) ")"
                        }
                    }
                }
            }
            @if !from_clinic { p.hint { (delivery(lang, thread, message, now)) } }
        }
    }
}

fn kind_of(lang: Lang, message: &Message) -> Option<Tag<'static>> {
    use behorig_cases::records::MessageKind;
    let (tone, word) = match message.kind {
        MessageKind::Question => (Tone::Warning, "my-care-kind-question"),
        MessageKind::Partial => (Tone::Info, "my-care-kind-partial"),
        MessageKind::Answer => (Tone::Good, "my-care-kind-answer"),
        MessageKind::Information => (Tone::Info, "my-care-kind-information"),
        MessageKind::Sent | MessageKind::Reply | MessageKind::Internal => return None,
    };
    Some(Tag::new(tone, lang.t(word)))
}

/// What is known of the way of one's own message, and nothing more: it is there, and whether somebody at the clinic has read it.
fn delivery(lang: Lang, thread: &Thread, message: &Message, now: behorig_access::Instant) -> String {
    let staff = thread.readers.iter().filter(|reader| reader.is_staff && reader.up_to >= message.at);
    let delivered = lang.tr("my-care-delivered", &[("clinic", thread.unit_name.clone().into())]);
    // Who read the case before this was written has read this some time after it; when, is not known.
    let first = staff.clone().map(|reader| reader.first_at).filter(|at| *at >= message.at).min();
    let read = match (first, staff.count()) {
        (Some(at), _) => lang.tr("my-care-read-at", &[("time", format::near_time(lang, at.0, now.0).into())]),
        (None, 0) => lang.t("my-care-not-read"),
        (None, _) => lang.t("my-care-read"),
    };
    format!("{delivered} {read}")
}

/// What the resident is told of what happened; who at the clinic has the case is the clinic's own.
fn happened(visit: &Visit, happening: &Happening) -> Markup {
    let word = match happening.what.as_str() {
        "withdrawn" => "my-care-was-withdrawn",
        "access-ended" => "my-care-access-ended",
        _ => return Markup::default(),
    };
    html! { li.happening { p.hint { (visit.lang.tr(word, &[])) " " (when(visit.lang, happening.at, visit.now)) } } }
}
