//! A thread: what was said, who has read it, and the reply that is being written.

use axum::extract::Path;
use axum::response::Response;
use behorig_cases::records::Message;
use behorig_files::{KEEP, PRESS, first_button, kept_line};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Crumb, Fields, Icon, Page, PostForm, SummaryList, icon, print_button};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::{BODY, INBOX, SEND, files_field, id, path_of, to_in_words};
use crate::records::{Thread, open};

/// The thread. Service 399 where it was begun, for who began it, or where it went, for whom it is for. Reading it is written down
/// first.
pub(crate) async fn show(mut visit: Visit, Path(text): Path<String>) -> Result<Response, PageError> {
    let thread = open(&mut visit, id(&text)?).await?;
    let kept = thread.draft.as_ref().map(|written| written.draft.content.clone());
    let typed = Form::filled(kept.map(|content| (&BODY, content)));
    let (page, body) = page(&visit, &thread, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

/// The page, with what was typed and what is wrong with it.
pub(crate) fn page<'a>(visit: &Visit, thread: &Thread, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let (lang, mail) = (visit.lang, &thread.mail);
    let page = Page::new(mail.subject.clone())
        .section(lang.t("internal-inbox"))
        .crumbs([Crumb::new(INBOX, lang.t("internal-inbox"))])
        .actions(print_button(lang));
    let facts = SummaryList::new(lang)
        .text(lang.t("internal-from"), &mail.from_name)
        .text(lang.t("internal-to"), &to_in_words(lang, mail));
    let body = html! {
        (facts)
        section.thread aria-labelledby="thread-heading" {
            h2 #thread-heading { (lang.t("internal-thread")) }
            @for message in &thread.messages { (said(visit, thread, message)) }
        }
        (reply_form(lang, thread, typed, errors))
        (readers(lang, thread))
    };
    (page, body)
}

/// A message. Whatever it looks like, it is shown as the text that it is.
fn said(visit: &Visit, thread: &Thread, message: &Message) -> Markup {
    let lang = visit.lang;
    let is_own = message.author == visit.session.full_name();
    html! {
        article.message.from-clinic[is_own] {
            header.message-head {
                h3 { (message.author) }
                p.hint { time datetime=(format::machine_time(message.at.0)) { (format::near_time(lang, message.at.0, visit.now.0)) } }
            }
            p.said { (message.body) }
            (files(lang, thread, message))
        }
    }
}

fn files(lang: Lang, thread: &Thread, message: &Message) -> Markup {
    html! {
        @if !message.attachments.is_empty() {
            ul.attached aria-label=(lang.t("internal-files")) {
                @for file in &message.attachments {
                    li {
                        (icon(Icon::Document))
                        a href=(path_of(thread.mail.id, &format!("/bilagor/{}", file.id))) download { (file.name) }
                        " " span.muted { (format::size(lang, u64::try_from(file.size).unwrap_or(0))) }
                    }
                }
            }
        }
    }
}

fn reply_form(lang: Lang, thread: &Thread, typed: &Form, errors: &Errors) -> Markup {
    let label = lang.t("internal-files");
    let inside = html! {
        (first_button(KEEP))
        h2 { (lang.t("internal-reply")) }
        (Fields::new(lang, typed, errors).long_text(&BODY, 6).limit(10_000))
        (files_field(lang, &label, thread.draft.as_ref()).show(typed, errors))
        (kept_line(lang))
        div.button-row {
            (Button::primary(lang.t("internal-send-reply")).sends(PRESS, SEND))
            (Button::secondary(lang.t("internal-keep")).sends(PRESS, KEEP))
        }
    };
    let post = PostForm::to(path_of(thread.mail.id, ""), inside)
        .version(thread.mail.messages)
        .once(Visit::form_key())
        .with_files()
        .guarded();
    html! { section.answer { (post) } }
}

fn readers(lang: Lang, thread: &Thread) -> Markup {
    html! {
        details.readers {
            summary { (lang.tr("internal-readers", &[("count", thread.readers.len().into())])) }
            ul.bullets {
                @for reader in &thread.readers { li { (reader.name) ", " (format::date_time(lang, reader.last_at.0)) } }
            }
        }
    }
    .render()
}
