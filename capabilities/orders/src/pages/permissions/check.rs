//! The third step: every row as it will be sent, beside what the directory says. What can't be seen to be right is asked.

use std::borrow::Cow;

use axum::response::Response;
use behorig_visit::Visit;
use behorig_web::components::{Button, Cell, Column, Notice, Page, PostForm, Row, Table, Tone, tag};
use behorig_web::{Errors, FieldName, Lang, Message};
use maud::{Markup, html};

use super::people::{People, carrying, notes, summary};
use super::read::CARRIED;
use super::{CHANGE, PATH, SEND, STEP};
use crate::kinds::permissions::{Request, table};
use crate::pages::crumb_to_orders;
use crate::rules::Effect;
use crate::rules::lines::{CheckedRow, Doubt, Question};

/// What the ticks *Ja, det är rätt person* are sent under.
pub(super) const RIGHT_PERSON: &str = "ratt";
/// More doubts than this are a column that slipped, and not so many people to vouch for.
const MOST_QUESTIONS: usize = 200;

/// An order whose rows are right, but for what is asked.
pub(super) struct Checked<'a> {
    pub request: &'a Request,
    pub people: &'a People,
    pub rows: &'a [CheckedRow],
}

impl Checked<'_> {
    /// What must be answered before the order is sent.
    pub(super) fn ask_for_answers(&self, errors: &mut Errors) {
        if self.questions() > MOST_QUESTIONS {
            return errors.add_general(self.too_many_questions());
        }
        for row in self.rows.iter().filter(|row| !row.is_right()) {
            errors.add(&tick_of(row), "orders-right-person-unanswered");
        }
        if self.lines() == 0 {
            errors.add_general("orders-lines-none-left");
        }
    }

    fn questions(&self) -> usize {
        self.rows.iter().filter(|row| row.question.is_some()).count()
    }

    fn too_many_questions(&self) -> Message {
        Message::new("orders-too-many-questions").with("count", self.questions())
    }

    /// How many lines the order comes to.
    fn lines(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.lines).filter(|line| !line.held_already).count()
    }

    /// Shows the step.
    pub(super) fn show(&self, visit: &Visit, errors: &Errors) -> Response {
        let lang = visit.lang;
        let page = Page::new(lang.t("orders-check-permissions"))
            .lead(lang.t("orders-check-permissions-lead"))
            .crumbs([crumb_to_orders(lang)])
            .wide();
        let body = self.form(lang, errors);
        if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page.errors(errors), body) }
    }

    fn form(&self, lang: Lang, errors: &Errors) -> Markup {
        let (asked, clear): (Vec<&CheckedRow>, Vec<&CheckedRow>) =
            self.rows.iter().partition(|row| row.question.is_some());
        let can_send = self.lines() > 0 && asked.len() <= MOST_QUESTIONS;
        let inside = html! {
            section {
                @if !asked.is_empty() {
                    section aria-labelledby="questions" {
                        h2 #questions { (lang.t("orders-questions")) }
                        p { (lang.t("orders-questions-text")) }
                        (self.table(lang, "orders-questions", &asked, errors))
                    }
                }
                @if !clear.is_empty() {
                    section aria-labelledby="clear" {
                        h2 #clear { (lang.t("orders-clear")) }
                        (self.table(lang, "orders-clear", &clear, errors))
                    }
                }
                p { (self.in_numbers(lang)) }
                div.button-row {
                    @if can_send { (Button::primary(lang.t("orders-send")).sends(STEP, SEND)) }
                    (Button::secondary(lang.t("orders-change")).sends(STEP, CHANGE))
                }
            }
        };
        let mut post = carrying(PostForm::to(PATH, inside), self.request).once(Visit::form_key());
        let carried = table::written(&self.people.rows, &self.request.permissions());
        for (part, text) in (1..).zip(carried) {
            post = post.hidden(CARRIED.on_row(part).name, text);
        }
        html! {
            (summary(lang, self.request))
            (notes(lang, &self.people.notes))
            @if self.lines() == 0 {
                (Notice::new(Tone::Info, lang.t("orders-lines-none-left")))
            } @else if self.questions() > MOST_QUESTIONS {
                (Notice::new(Tone::Danger, self.too_many_questions().words(lang)))
            }
            (post)
        }
    }

    fn in_numbers(&self, lang: Lang) -> Cow<'static, str> {
        let words = match self.request.effect {
            Effect::Grant => "orders-sum-grant",
            Effect::Revoke => "orders-sum-revoke",
        };
        Message::new(words).with("lines", self.lines()).with("people", self.rows.len()).words(lang)
    }

    fn table(&self, lang: Lang, caption: &'static str, rows: &[&CheckedRow], errors: &Errors) -> Markup {
        let columns = [
            Column::new(lang.t("orders-row-name")),
            Column::new(lang.t("orders-row-hsa-id")),
            Column::new(lang.t("orders-row-unit")),
            Column::new(lang.t("orders-row-permissions")),
            Column::new(lang.t("orders-row-email")),
            Column::new(lang.t("orders-check-result")),
        ];
        let rows = rows.iter().map(|row| {
            Row::new(person(lang, row))
                .cell(row.hsa_id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default())
                .cell(row.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default())
                .cell(permissions(lang, row))
                .cell(self.email(lang, row))
                .cell(self.result(lang, row, errors))
        });
        html! { (Table::new(lang.t(caption), columns).rows(rows)) }
    }
}

impl Checked<'_> {
    /// The address that was written, and the directory's where that is another: mail goes there.
    fn email(&self, lang: Lang, row: &CheckedRow) -> Cell {
        let written = row.email.as_deref().unwrap_or_default();
        let shown = row.person.as_ref().filter(|person| self.request.effect == Effect::Grant && !person.protected);
        let listed = shown.and_then(|person| person.email.as_deref());
        match listed.filter(|listed| !listed.eq_ignore_ascii_case(written)) {
            Some(listed) => {
                let told = lang.tr("orders-row-email-listed", &[("email", listed.into())]);
                Cell::from(html! { (written) br; span.hint { (told) } })
            }
            None => Cell::text(written.to_owned()),
        }
    }

    /// The check's result, and that somebody has no account yet.
    fn result(&self, lang: Lang, row: &CheckedRow, errors: &Errors) -> Cell {
        let has_none = row.person.as_ref().is_some_and(|person| person.account.is_none());
        Cell::from(html! {
            (result(lang, row, errors))
            @if has_none && self.request.effect == Effect::Grant { p.hint { (lang.t("orders-row-no-account")) } }
        })
    }
}

/// The directory's name, and what was written where it is another.
fn person(lang: Lang, row: &CheckedRow) -> Cell {
    let Some(person) = &row.person else { return Cell::text(row.written.name.clone()) };
    if person.protected {
        return Cell::text(lang.t("orders-protected"));
    }
    let name = format!("{} {}", person.given_name, person.family_name);
    if row.question.is_none() {
        return Cell::text(name);
    }
    let written = lang.tr("orders-written", &[("name", row.written.name.as_str().into())]);
    Cell::from(html! { (name) br; span.hint { (written) } })
}

fn permissions(lang: Lang, row: &CheckedRow) -> Cell {
    Cell::from(html! {
        @for (index, line) in row.lines.iter().enumerate() {
            @if index > 0 { br; }
            (behorig_visit::role_name(lang, &line.permission))
            @if line.held_already { " " span.hint { (lang.t("orders-held-already")) } }
        }
    })
}

/// The field of a row's tick, for the summary of errors.
fn tick_of(row: &CheckedRow) -> FieldName {
    FieldName { name: Cow::Owned(format!("{RIGHT_PERSON}-{}", row.number)), label: "orders-right-person" }
}

fn result(lang: Lang, row: &CheckedRow, errors: &Errors) -> Markup {
    match &row.question {
        Some(question) => tick(lang, row, question, errors),
        None if row.lines.iter().all(|line| line.held_already) => tag(Tone::Neutral, &lang.t("orders-row-dropped")),
        None => tag(Tone::Good, &lang.t("orders-row-right")),
    }
}

/// The question, with its tick.
fn tick(lang: Lang, row: &CheckedRow, question: &Question, errors: &Errors) -> Markup {
    let field = tick_of(row);
    let (id, wrong) = (field.name.as_ref(), errors.of(&field.name));
    let asked = lang.t(match question.doubt {
        Doubt::OtherName => "orders-name-differs",
        Doubt::Protected => "orders-name-protected",
    });
    html! {
        p id={ (id) "-asked" } { (asked) }
        @if let Some(message) = wrong { p.error { (message.words(lang)) } }
        div.choice {
            input type="checkbox" id=(id) name=(RIGHT_PERSON) value=(question.key) checked[question.answered]
                aria-describedby={ (id) "-asked" } aria-invalid=[wrong.map(|_| "true")];
            label for=(id) {
                (lang.t("orders-right-person"))
                span.reader-only { " " (row.written.name) }
            }
        }
    }
}
