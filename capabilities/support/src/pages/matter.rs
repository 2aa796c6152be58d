//! A matter: what was written, what happened, and what one may do about it.

use axum::extract::Path;
use axum::response::Response;
use behorig_store::{ActivityType, Event, Purpose, Resource};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Choice, Crumb, Fields, Notice, Page, PostForm, SummaryList, Tone};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, html};

use super::list::title_of;
use super::{NEW, OWN, PRIORITY, QUEUE, WHAT, WORDS, id, path_of, priority_word, state_tag, subject_word};
use crate::records::{self, Entry, Matter, MatterId, entries};
use crate::rules::{Act, Priority, Refused, Standpoint, State, What, after};

/// What whoever answers may write, in the order of the choice.
const WRITTEN: [Act; 4] = [Act::Answer, Act::Ask, Act::Close, Act::Note];
const BETWEEN: &str = "\u{a0}· ";

/// A matter, for who sent it and for who holds service 424 at the sender's unit. Reading it is written down first.
pub(crate) async fn show(mut visit: Visit, Path(text): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, id(&text)?).await?;
    let body = shown.body(visit.lang, &Form::default(), &Errors::new());
    Ok(visit.show(&shown.page(visit.lang), body))
}

/// The matter again, with what was typed and what is wrong with it.
pub(super) async fn again(
    visit: &mut Visit,
    id: MatterId,
    typed: &Form,
    errors: &Errors,
) -> Result<Response, PageError> {
    let shown = Shown::read(visit, id).await?;
    let body = shown.body(visit.lang, typed, errors);
    Ok(visit.show_again(&shown.page(visit.lang).errors(errors), body))
}

struct Shown {
    matter: Matter,
    who: Standpoint,
    entries: Vec<Entry>,
    now: behorig_access::Instant,
}

impl Shown {
    async fn read(visit: &mut Visit, id: MatterId) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let (matter, who) = records::for_viewer(tx, &viewer, id, now).await?;
        let entries = entries(tx, &matter, who).await?;
        visit.record_reading(reading(&matter)).await?;
        Ok(Self { matter, who, entries, now })
    }

    fn may(&self, act: Act) -> bool {
        self.tried(act).is_ok()
    }

    fn tried(&self, act: Act) -> Result<(), Refused> {
        after(self.matter.state, self.matter.closed_at, act, self.who, self.now).map(|_| ())
    }

    fn page(&self, lang: Lang) -> Page<'static> {
        let list = if self.who.sender {
            Crumb::new(OWN, lang.t("support-menu-own"))
        } else {
            Crumb::new(QUEUE, lang.t("support-title"))
        };
        Page::new(title_of(lang, &self.matter))
            .crumbs([list])
            .below_heading(html! { p { (state_tag(lang, self.matter.state)) } })
    }

    fn body(&self, lang: Lang, typed: &Form, errors: &Errors) -> Markup {
        html! {
            (self.facts(lang))
            section.thread aria-labelledby="thread-heading" {
                h2 #thread-heading { (lang.t("support-thread")) }
                @for entry in &self.entries { (self.entry(lang, entry)) }
            }
            @if self.who.sender { (self.for_sender(lang, typed, errors)) }
            @else if self.who.own { (Notice::new(Tone::Info, lang.t(Refused::OwnMatter.text()))) }
            @else { (self.for_those_who_answer(lang, typed, errors)) }
        }
    }

    fn facts(&self, lang: Lang) -> SummaryList<'static> {
        let matter = &self.matter;
        let mut facts = SummaryList::new(lang)
            .text(lang.t("support-service-short"), &matter.service)
            .text(lang.t("support-subject-short"), &subject_word(lang, matter.subject))
            .text(lang.t("support-sender"), &matter.sender_name)
            .text(lang.t("support-unit"), &matter.unit_name)
            .text(lang.t("support-sent"), &format::near_time(lang, matter.sent_at.0, self.now.0));
        if let Some(handler) = &matter.handler_name {
            facts = facts.text(lang.t("support-handler"), handler);
        }
        if !self.who.own {
            facts = facts.text(lang.t("support-priority"), &priority_word(lang, matter.priority));
        }
        facts
    }

    /// What was written stands as a message, and what only happened as a line. Whatever it looks like, text is shown as text.
    fn entry(&self, lang: Lang, entry: &Entry) -> Markup {
        let what = what_word(lang, entry.what);
        let when = html! {
            time.nowrap datetime=(format::machine_time(entry.at.0)) { (format::near_time(lang, entry.at.0, self.now.0)) }
        };
        match (entry.what, &entry.words) {
            (What::Prioritised, Some(words)) => {
                let word = Priority::from_key(words).map(|priority| priority_word(lang, priority)).unwrap_or_default();
                html! { p.hint.happening { (what) ": " (word) (BETWEEN) (entry.by) (BETWEEN) (when) } }
            }
            (_, None) => html! { p.hint.happening { (what) (BETWEEN) (entry.by) (BETWEEN) (when) } },
            (_, Some(words)) => html! {
                article.message.from-clinic[!entry.by_sender] {
                    header.message-head { h3 { (entry.by) } p.hint { (what) (BETWEEN) (when) } }
                    p.said { (words) }
                }
            },
        }
    }

    fn for_sender(&self, lang: Lang, typed: &Form, errors: &Errors) -> Markup {
        if self.tried(Act::Reply) == Err(Refused::ClosedLongAgo) {
            let notice = Notice::new(Tone::Info, lang.t("support-closed-long-ago"))
                .text(lang.t("support-closed-long-ago-text"))
                .link(NEW, lang.t("support-menu-new"));
            return html! { (notice) };
        }
        let (heading, button) = match self.matter.state {
            State::Received | State::InHand => ("support-add", "support-add-button"),
            State::Waiting => ("support-reply", "support-reply-button"),
            State::Closed => ("support-open-again", "support-open-again-button"),
        };
        let inside = html! {
            h2 { (lang.t(heading)) }
            @if self.matter.state == State::Closed { p { (lang.t("support-open-again-text")) } }
            (Fields::new(lang, typed, errors).long_text(&WORDS, 6).limit(10_000))
            div.button-row { (Button::primary(lang.t(button))) }
        };
        html! { section.answer { (self.post("/komplettera", inside).guarded()) } }
    }

    fn for_those_who_answer(&self, lang: Lang, typed: &Form, errors: &Errors) -> Markup {
        html! {
            @if self.may(Act::Take) { (self.taking(lang)) }
            (self.writing(lang, typed, errors))
            @if self.may(Act::Prioritise) { (self.prioritising(lang, typed, errors)) }
            @if self.may(Act::HandBack) {
                (self.post("/lamna", html! { div.button-row { (Button::secondary(lang.t("support-hand-back"))) } }))
            }
        }
    }

    fn taking(&self, lang: Lang) -> Markup {
        let word = if self.matter.handler.is_some() { "support-take-over" } else { "support-take" };
        html! { (self.post("/ta", html! { div.button-row { (Button::primary(lang.t(word))) } })) }
    }

    /// What may be written depends on whether one has it in hand: a note always.
    fn writing(&self, lang: Lang, typed: &Form, errors: &Errors) -> Markup {
        let f = Fields::new(lang, typed, errors);
        let open: Vec<Act> = WRITTEN.into_iter().filter(|act| self.may(*act)).collect();
        let choices = open.iter().map(|act| {
            let (word, hint) = written_words(*act);
            Choice::new(act.key(), lang.t(word)).hint(lang.t(hint))
        });
        let only_note = open == [Act::Note];
        let inside = html! {
            h2 { (lang.t(if only_note { "support-note" } else { "support-write-answer" })) }
            @if only_note {
                input type="hidden" name=(WHAT.name) value=(Act::Note.key());
                p { (lang.t("support-note-hint")) }
            } @else { (f.radios(&WHAT).options(choices)) }
            (f.long_text(&WORDS, 6).limit(10_000))
            div.button-row {
                @if only_note { (Button::secondary(lang.t("support-save-note"))) }
                @else { (Button::primary(lang.t("support-save"))) }
            }
        };
        html! { section.answer { (self.post("/svar", inside).guarded()) } }
    }

    fn prioritising(&self, lang: Lang, typed: &Form, errors: &Errors) -> Markup {
        let stands = Form::filled([(&PRIORITY, self.matter.priority.key().to_owned())]);
        let form = if typed.has(&PRIORITY.name) { typed } else { &stands };
        let choices = Priority::ALL.iter().map(|one| Choice::new(one.key(), priority_word(lang, *one)));
        let inside = html! {
            (Fields::new(lang, form, errors).select(&PRIORITY).options(choices))
            div.button-row { (Button::secondary(lang.t("support-set-priority"))) }
        };
        html! { section.answer { (self.post("/prioritet", inside)) } }
    }

    fn post(&self, below: &str, inside: Markup) -> PostForm<'static> {
        PostForm::to(path_of(self.matter.id, below), inside).version(self.matter.version).once(Visit::form_key())
    }
}

/// What somebody writes, in words, and who sees it.
const fn written_words(act: Act) -> (&'static str, &'static str) {
    match act {
        Act::Answer => ("support-what-answer", "support-what-answer-hint"),
        Act::Ask => ("support-what-ask", "support-what-ask-hint"),
        Act::Close => ("support-what-close", "support-what-close-hint"),
        _ => ("support-note", "support-note-hint"),
    }
}

fn what_word(lang: Lang, what: What) -> std::borrow::Cow<'static, str> {
    lang.t(match what {
        What::Sent => "support-did-send",
        What::Taken => "support-did-take",
        What::HandedBack => "support-did-hand-back",
        What::Asked => "support-did-ask",
        What::Answered => "support-did-answer",
        What::Closed => "support-did-close",
        What::Noted => "support-did-note",
        What::Prioritised => "support-did-prioritise",
        What::Replied => "support-did-reply",
        What::Reopened => "support-did-reopen",
    })
}

/// That a matter was read: it may name somebody, whatever its form asked for.
fn reading(matter: &Matter) -> Event {
    let resource =
        Resource { resource_type: "matter", resource_id: Some(matter.id.to_string()), ..Resource::default() };
    Event {
        activity: ActivityType::Read,
        level: "support.read",
        args: Some(format!("matter {}", matter.number)),
        purpose: Purpose::Administration,
        resources: vec![resource],
    }
}
