//! The lines of a round as a table: to answer, or to read.

use behorig_access::Instant;
use behorig_visit::role_name;
use behorig_web::components::{Column, Icon, Row, Table, Tone, icon, tag};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::{day, days, outcome};
use crate::records::answer::CHOICE;
use crate::records::line::Line;
use crate::rules::{Choice, Decision};

/// The hidden fields of a line: its place, and what was shown as decided.
pub(super) const PLACE: &str = "rad";
pub(super) const SEEN: &str = "sedd";

/// What is sent for a choice.
pub(super) const fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Keep => "behall",
        Choice::End => "avsluta",
    }
}

/// What was chosen on a line, as it was sent.
pub(super) fn chosen(form: &Form, position: i64) -> Option<Choice> {
    let sent = form.value(&CHOICE.on_row(position).name);
    [Choice::Keep, Choice::End].into_iter().find(|choice| word(*choice) == sent)
}

/// What is asked, and what was typed.
pub(super) struct Asked<'a> {
    pub lang: Lang,
    pub now: Instant,
    /// Whether the reader may answer.
    pub may_answer: bool,
    /// Whether what was decided stands, since the round was sent in.
    pub submitted: bool,
    pub form: &'a Form,
    pub errors: &'a Errors,
}

impl Asked<'_> {
    /// Whether a line can be answered by this reader.
    fn takes_answer(&self, line: &Line) -> bool {
        let open = match line.decision {
            None => true,
            Some(Decision::Kept) => !self.submitted,
            Some(_) => false,
        };
        self.may_answer && open && line.is_reached && !line.is_own && !line.is_over(self.now)
    }

    pub(super) fn table(&self, caption: &str, lines: &[Line]) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::new(lang.t("certification-person")),
            Column::new(lang.t("certification-role")),
            Column::new(lang.t("certification-where")),
            Column::new(lang.t("certification-period")).unbroken(),
            Column::new(lang.t("certification-last-sign-in")).unbroken(),
            Column::new(lang.t("certification-choice")),
        ];
        let rows = lines.iter().map(|line| self.row(line));
        Table::new(caption.to_owned(), columns).rows(rows).render()
    }

    fn row(&self, line: &Line) -> Row<'static> {
        let lang = self.lang;
        let signed_in =
            line.last_sign_in_at.map_or_else(|| lang.t("certification-never").into_owned(), |at| day(at).to_string());
        let person = html! {
            (line.person_name)
            @if let Some(hsa_id) = &line.hsa_id { br; span.hint { (hsa_id) } }
        };
        Row::new(person)
            .cell(role_name(lang, &line.role_name).into_owned())
            .cell(line.unit_name.clone())
            .cell(days(lang, line.period))
            .cell(signed_in)
            .cell(if self.takes_answer(line) { self.choices(line) } else { self.said(line) })
    }

    /// What has become of a line that this reader does not answer.
    fn said(&self, line: &Line) -> Markup {
        let lang = self.lang;
        html! {
            @if let Some((tone, word)) = outcome(lang, line, self.now) { (tag(tone, &word)) (self.by_whom(line)) }
            @else if line.is_own {
                (tag(Tone::Info, &lang.t("certification-own-line")))
                p.hint { (lang.t("certification-own-line-text")) }
            }
            @else { (tag(Tone::Warning, &lang.t("certification-unconfirmed"))) }
        }
    }

    fn by_whom(&self, line: &Line) -> Markup {
        let lang = self.lang;
        html! {
            @if let Some((who, at)) = &line.decided {
                p.hint { (who) ", " (format::near_time(lang, at.0, self.now.0)) }
            } @else if let Some(ends) = line.ends_at.filter(|ends| *ends <= self.now) {
                p.hint { (format::near_time(lang, ends.0, self.now.0)) }
            }
        }
    }

    fn choices(&self, line: &Line) -> Markup {
        let lang = self.lang;
        let field = CHOICE.on_row(line.position);
        let name = field.name.as_ref();
        let stored = line.decision.map(|_| Choice::Keep);
        let chosen = chosen(self.form, line.position).or(stored);
        let error = self.errors.of(name);
        let about = [
            ("name", line.person_name.clone().into()),
            ("role", role_name(lang, &line.role_name).into()),
            ("unit", line.unit_name.clone().into()),
        ];
        let error_id = error.map(|_| format!("{name}-error"));
        html! {
            fieldset aria-describedby=[error_id.as_deref()] {
                legend.reader-only { (lang.tr("certification-choice-about", &about)) }
                @if let Some(message) = error {
                    p.error id=[error_id.as_deref()] {
                        (icon(Icon::Stop)) span.reader-only { (lang.t("web-error-prefix")) " " } (message.words(lang))
                    }
                }
                div.choices {
                    // What is wrong with a line leads to its first choice.
                    (radio(name, name, Choice::Keep, chosen, &lang.t("certification-keep")))
                    (radio(name, &format!("{name}-2"), Choice::End, chosen, &lang.t("certification-end")))
                }
                input type="hidden" name=(PLACE) value=(line.position);
                input type="hidden" name=(format!("{SEEN}.{}", line.position))
                    value=(line.decision.map_or("", Decision::key));
                @if line.decision.is_some() { (self.by_whom(line)) }
            }
        }
    }
}

fn radio(name: &str, id: &str, choice: Choice, chosen: Option<Choice>, label: &str) -> Markup {
    html! {
        div.choice {
            input type="radio" id=(id) name=(name) value=(word(choice)) checked[chosen == Some(choice)];
            label for=(id) { (label) }
        }
    }
}
