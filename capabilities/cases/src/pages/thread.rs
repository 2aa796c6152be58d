//! One case: its thread, who has read it, who else has it open, and the answer that is being written.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, CaseId};
use behorig_case_types::rules::Placeholders;
use behorig_case_types::{Answers, Form as CaseForm, published_form};
use behorig_visit::{PageError, Seat, Visit};
use behorig_web::components::{Button, Icon, Notice, Page, PersonBanner, SummaryList, Tone, icon, link_button, tag};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::delivery::delivery;
use super::{account_of, answer, crumb_to_list, draft, kind_word, path_of, patient_name, promise, state_tag};
use crate::records::{
    DraftKey, Entry, Happening, Message, MessageKind, Present, StaffPart, Thread, Written, note_presence, opened,
    others_at, placeholders, written,
};
use crate::rules::as_read_out;

/// Between two things on a line: where there is no room for both, a new line begins after the dot and not with it.
const BETWEEN: &str = "\u{a0}· ";

/// A case with all that its page shows beside it.
pub(crate) struct Desk {
    pub thread: Thread,
    pub part: StaffPart,
    pub others: Vec<Present>,
    pub draft: Option<Written>,
    /// What stands for the placeholders of answers, signature and all.
    pub with: Placeholders,
    /// The form that it was sent with.
    pub form: Option<CaseForm>,
}

/// The case. Service 405 where it is, or service 406 and having it. Reading it is written down first.
pub(crate) async fn show(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let desk = open(&mut visit, super::id(&id)?).await?;
    let typed = draft::typed_from(desk.draft.as_ref().map(|written| &written.draft));
    let (page, body) = page(&visit, &desk, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

/// Opens a case for staff: the reading, and that they have it open, are written down in one transaction with what is then shown.
pub(crate) async fn open(visit: &mut Visit, id: CaseId) -> Result<Desk, PageError> {
    let account = account_of(visit)?;
    visit.snapshot.give_up();
    let actor = visit.actor();
    visit
        .app
        .db
        .write(&actor, (visit.seat(), id, account, visit.is_looked_at), |tx, (seat, id, account, is_looked_at)| {
            Box::pin(async move { read_for_staff(tx, seat, *id, *account, *is_looked_at).await })
        })
        .await
}

async fn read_for_staff(
    tx: &mut behorig_store::WriteTx,
    seat: &Seat,
    id: CaseId,
    account: AccountId,
    is_looked_at: bool,
) -> Result<behorig_store::Recorded<Desk>, PageError> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    let (recorded, thread) = opened(tx, &viewer, id, is_looked_at).await?.split();
    let part = thread.part.of_staff()?;
    if is_looked_at {
        note_presence(tx, id, account, false).await?;
    }
    let form = match thread.case.case_type.zip(thread.case.form_number) {
        Some((case_type, number)) => published_form(tx, case_type, number).await?,
        None => None,
    };
    let desk = Desk {
        part,
        others: others_at(tx, id, account, now).await?,
        draft: written(tx, DraftKey::in_case(seat.holder, id)).await?,
        with: placeholders(tx, account, thread.case.unit, thread.case.person).await?,
        form,
        thread,
    };
    Ok(recorded.with(desk))
}

/// The page, with what was typed and what is wrong with it.
pub(crate) fn page<'a>(visit: &Visit, desk: &Desk, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let (lang, thread) = (visit.lang, &desk.thread);
    let page = Page::new(thread.case.subject.clone())
        .section(as_read_out(&thread.case.reference))
        .crumbs([crumb_to_list(lang, &desk.part)])
        .below_heading(html! {
            p #live-state data-live-part { (state_tag(lang, thread.case.state)) " " (tag(Tone::Neutral, &kind_word(lang, thread.case.kind))) }
        })
        .actions(actions(lang, desk))
        .live(path_of(thread.case.id, "/handelser"), lang.t("cases-live-changed"))
        .banner(banner(visit, desk));
    let body = html! {
        div #live-others data-live-part { (others(lang, &desk.others)) }
        div #live-facts data-live-part { (facts(visit, desk)) }
        section.thread #live-thread data-live-part aria-labelledby="thread-heading" {
            h2 #thread-heading { (lang.t("cases-thread")) }
            @for entry in &thread.entries {
                @match entry {
                    Entry::Message(message) => (said(visit, desk, message)),
                    Entry::Happening(happening) => (happened(lang, happening, visit.now.0)),
                }
            }
        }
        (answer::form(visit, desk, typed, errors))
        (readers(lang, thread))
    };
    (page, body)
}

fn actions(lang: Lang, desk: &Desk) -> Markup {
    let case = &desk.thread.case;
    let label = if case.facts().assigned { "cases-reassign" } else { "cases-assign" };
    html! {
        @if !case.state.is_over() { (link_button(&path_of(case.id, "/fordela"), &lang.t(label))) }
        (behorig_web::components::print_button(lang))
    }
}

fn banner(visit: &Visit, desk: &Desk) -> Markup {
    let (lang, thread) = (visit.lang, &desk.thread);
    let Some(patient) = &thread.patient else { return Markup::default() };
    if !patient.is_seen_by(&visit.viewer, &thread.chain, visit.now) {
        return Notice::new(Tone::Warning, lang.t("web-protected")).text(lang.t("cases-protected-text")).render();
    }
    let mut banner = PersonBanner::new(lang, patient.name.clone())
        .fact(lang.t("cases-number"), patient.number.shown())
        .protected(patient.protected);
    if let Some(age) = patient.number.age_on(format::local(visit.now.0).date()) {
        banner = banner.fact(lang.t("cases-person-age"), lang.tr("cases-years", &[("years", age.into())]));
    }
    banner.render()
}

fn others(lang: Lang, others: &[Present]) -> Markup {
    html! {
        @for other in others {
            (Notice::new(Tone::Warning, lang.tr("cases-also-open", &[("name", other.name.as_str().into())]))
                .text(lang.t(if other.writing { "cases-also-writing" } else { "cases-also-reading" })))
        }
    }
}

fn facts(visit: &Visit, desk: &Desk) -> Markup {
    let (lang, thread) = (visit.lang, &desk.thread);
    let case = &thread.case;
    let has_it = thread.handler.clone().or_else(|| thread.group.clone());
    let mut list = SummaryList::new(lang)
        .text(lang.t("cases-reference"), &as_read_out(&case.reference))
        .text(lang.t("cases-received"), &format::date_time(lang, case.received_at.0))
        .line(lang.t("cases-due"), promise(lang, case, visit.now))
        .text(lang.t("cases-has-it"), &has_it.unwrap_or_else(|| lang.t("cases-nobody").into_owned()));
    if let Some(closed) = case.closed_at {
        list = list.text(lang.t("cases-closed-at"), &format::date_time(lang, closed.0));
    }
    if let Some((old, reference)) = &thread.follows {
        list = list.line(lang.t("cases-follows"), html! { a href=(path_of(*old, "")) { (as_read_out(reference)) } });
    }
    for (new, reference) in &thread.followed_by {
        list =
            list.line(lang.t("cases-followed-by"), html! { a href=(path_of(*new, "")) { (as_read_out(reference)) } });
    }
    list.render()
}

fn message_word(lang: Lang, kind: MessageKind) -> std::borrow::Cow<'static, str> {
    lang.t(match kind {
        MessageKind::Sent => "cases-message-sent",
        MessageKind::Partial => "cases-message-partial",
        MessageKind::Question => "cases-message-question",
        MessageKind::Answer => "cases-message-answer",
        MessageKind::Reply => "cases-message-reply",
        MessageKind::Information => "cases-message-information",
        MessageKind::Internal => "cases-message-internal",
    })
}

/// A message. Whatever it looks like, it is shown as the text that it is.
fn said(visit: &Visit, desk: &Desk, message: &Message) -> Markup {
    let (lang, thread) = (visit.lang, &desk.thread);
    let by_staff = message.kind.is_from_staff();
    let author = if by_staff {
        message.author.clone().into()
    } else {
        let seen = |patient: &crate::records::Patient| patient.is_seen_by(&visit.viewer, &thread.chain, visit.now);
        let name = patient_name(lang, thread.patient.as_ref(), seen);
        // A guardian writes under their own name, unless the child's is protected.
        let is_seen = thread.patient.as_ref().is_some_and(seen);
        if is_seen { message.author.clone().into() } else { name }
    };
    html! {
        article.message.from-clinic[by_staff] {
            header.message-head {
                h3 { (author) }
                p.hint { (message_word(lang, message.kind)) (BETWEEN) time datetime=(format::machine_time(message.at.0)) { (format::near_time(lang, message.at.0, visit.now.0)) } }
            }
            @if let Some(alternative) = &message.alternative { p { strong { (alternative) } } }
            @if let Some(answers) = answers(lang, desk, message) { (answers) }
            @if !message.body.is_empty() { p.said { (message.body) } }
            @if let Some(signature) = &message.signature { p.said.signature { (signature) } }
            @if let Some(title) = message.long_title.as_ref().filter(|_| by_staff) { p.print-only { (title) } }
            (files(lang, thread.case.id, message))
            @if by_staff && thread.case.person.is_some() { (delivery(lang, thread, message, visit.now)) }
        }
    }
}

fn answers(lang: Lang, desk: &Desk, message: &Message) -> Option<Markup> {
    let answers = Answers::from_json(message.answers.as_deref()?).ok()?;
    Some(answers.shown(desk.form.as_ref()?, lang))
}

fn files(lang: Lang, case: CaseId, message: &Message) -> Markup {
    html! {
        @if !message.attachments.is_empty() {
            ul.attached aria-label=(lang.t("cases-files")) {
                @for file in &message.attachments {
                    li { (icon(Icon::Document)) a href=(path_of(case, &format!("/bilagor/{}", file.id))) download { (file.name) }
                        " " span.muted { (format::size(lang, u64::try_from(file.size).unwrap_or(0))) } }
                }
            }
        }
    }
}

fn happened(lang: Lang, happening: &Happening, now: i64) -> Markup {
    let to = happening.to.as_deref().unwrap_or_default();
    let from = happening.from.as_deref().unwrap_or_default();
    let args = [("to", to.into()), ("from", from.into())];
    let what = match happening.what.as_str() {
        "assigned" => lang.tr("cases-happened-assigned", &args),
        "reassigned" => lang.tr("cases-happened-reassigned", &args),
        "handed-back" => lang.tr("cases-happened-handed-back", &args),
        "wrong-case" => lang.tr("cases-happened-wrong-case", &args),
        "taken" => lang.tr("cases-happened-taken", &args),
        "withdrawn" => lang.t("cases-happened-withdrawn"),
        "closed" => lang.t("cases-happened-closed"),
        _ => lang.t("cases-happened-access-ended"),
    };
    html! {
        p.hint.happening {
            (what) (BETWEEN)
            @if !happening.by.is_empty() { (lang.tr("cases-happened-by", &[("name", happening.by.as_str().into())])) (BETWEEN) }
            time.nowrap datetime=(format::machine_time(happening.at.0)) { (format::near_time(lang, happening.at.0, now)) }
            @if let Some(note) = &happening.note { br; q { (note_in_words(lang, note)) } }
        }
    }
}

/// A note, or the program's own reason in words.
fn note_in_words<'n>(lang: Lang, note: &'n str) -> std::borrow::Cow<'n, str> {
    match note {
        "why-blocked" => lang.t("cases-why-blocked"),
        "why-ended" => lang.t("cases-why-ended"),
        "why-right-ended" => lang.t("cases-why-right-ended"),
        "why-away" => lang.t("cases-why-away"),
        "why-group-ended" => lang.t("cases-why-group-ended"),
        other => other.into(),
    }
}

fn readers(lang: Lang, thread: &Thread) -> Markup {
    html! {
        details.readers {
            summary { (lang.tr("cases-readers", &[("count", thread.readers.len().into())])) }
            ul.bullets {
                @for reader in thread.readers.iter().filter(|reader| reader.is_staff) {
                    li { (reader.name) ", " (format::date_time(lang, reader.up_to.0)) }
                }
                @if thread.readers.iter().any(|reader| !reader.is_staff) { li { (lang.t("cases-reader-resident")) } }
            }
        }
    }
}

/// The button that saves without sending.
pub(crate) fn save_button(lang: Lang) -> Button<'static> {
    Button::secondary(lang.t("cases-save-draft")).sends(behorig_files::PRESS, behorig_files::KEEP)
}
