//! A form as the resident meets it, and answers as anyone reads them.

use std::ops::Range;

use behorig_identity::Phone;
use behorig_web::components::{Choice as Pick, Fields, SummaryList, Width};
use behorig_web::{Errors, FieldName, Form as Sent, Lang};
use maud::{Markup, Render, html};

use super::answers::MAX_LONG_TEXT;
use super::{Answers, Condition, Field, Form, Kind, Value};

/// So many choices are all in sight; more stand in a list that opens.
const IN_SIGHT: usize = 8;

impl Form {
    /// The fields for the resident, with what was typed and what is wrong with it. A conditional field says when it is to be
    /// answered, and is put away by script where its condition is not met.
    ///
    /// A file field is a plain input; a page that keeps files on the way uses [`Form::fields_with`].
    #[must_use]
    pub fn fields(&self, lang: Lang, typed: &Sent, errors: &Errors) -> Markup {
        self.fields_with(lang, typed, errors, |field, input| {
            file(Fields::new(lang, typed, errors), lang, field, input).render()
        })
    }

    /// As [`Form::fields`], with the caller's own markup for file fields.
    #[must_use]
    pub fn fields_with(
        &self,
        lang: Lang,
        typed: &Sent,
        errors: &Errors,
        files: impl Fn(&Field, &FieldName) -> Markup,
    ) -> Markup {
        self.fields_of_step(lang, typed, errors, 0..self.questions().len(), files)
    }

    /// As [`Form::fields_with`], of the questions at these places only. Where a condition stands on a question of another step,
    /// what was answered there decides whether the field is asked for here at all.
    #[must_use]
    pub fn fields_of_step(
        &self,
        lang: Lang,
        typed: &Sent,
        errors: &Errors,
        step: Range<usize>,
        files: impl Fn(&Field, &FieldName) -> Markup,
    ) -> Markup {
        let is_here = |condition: &Condition| {
            self.questions().iter().position(|field| field.key == condition.field).is_some_and(|at| step.contains(&at))
        };
        let questions = self.questions().get(step.clone()).unwrap_or_default();
        html! {
            @for field in questions {
                @let input = field.input();
                @let markup = if field.kind == Kind::File {
                    files(field, &input)
                } else {
                    one(lang, field, &input, typed, errors)
                };
                @let other = (field.label.language(lang) != lang).then(|| field.label.language(lang).code());
                @match &field.shown_when {
                    Some(condition) if is_here(condition) => {
                        div.conditional lang=[other] data-shown-when=(self.input_of(condition))
                            data-shown-values=(condition.is.join(" ")) {
                            p.hint.condition lang=(lang.code()) { (self.condition_in_words(condition, lang)) }
                            (markup)
                        }
                    }
                    Some(_) if !self.is_asked(field, typed) => {}
                    _ => { @if other.is_some() { div lang=[other] { (markup) } } @else { (markup) } }
                }
            }
        }
    }

    /// Whether a question is asked, by what was typed so far.
    #[must_use]
    pub fn is_asked(&self, field: &Field, typed: &Sent) -> bool {
        let Some(condition) = &field.shown_when else { return true };
        let Some(on) = self.0.field(&condition.field) else { return false };
        let input = on.input();
        // A condition stands on an earlier question, so this comes to an end.
        self.is_asked(on, typed) && typed.values(&input.name).any(|value| condition.is.iter().any(|key| key == value))
    }

    fn input_of(&self, condition: &Condition) -> String {
        self.0.field(&condition.field).map(|field| field.input().name.into_owned()).unwrap_or_default()
    }

    fn condition_in_words(&self, condition: &Condition, lang: Lang) -> String {
        let (question, answers) = self.0.condition_named(condition, lang);
        lang.tr("case-types-answer-only-if", &[("answers", answers.into()), ("question", question.into())]).into_owned()
    }
}

impl super::Draft {
    /// The question that a condition asks, and the answers that meet it, in words.
    #[must_use]
    pub fn condition_named(&self, condition: &Condition, lang: Lang) -> (String, String) {
        let Some(on) = self.field(&condition.field) else { return (String::new(), String::new()) };
        let chosen = on.kind.choices().iter().filter(|choice| condition.is.contains(&choice.key));
        let answers: Vec<&str> = chosen.map(|choice| choice.words.of(lang)).collect();
        (on.label.of(lang).to_owned(), answers.join(", "))
    }
}

fn file<'a>(f: Fields<'a>, lang: Lang, field: &'a Field, input: &'a FieldName) -> behorig_web::components::Field<'a> {
    described(f.file(input, ".pdf,.png,.jpg,.jpeg,.gif").many(), lang, field)
}

fn described<'a>(
    input: behorig_web::components::Field<'a>,
    lang: Lang,
    field: &'a Field,
) -> behorig_web::components::Field<'a> {
    let mut input = input.label(field.label.of(lang));
    if !field.help.is_empty() {
        input = input.hint(field.help.of(lang));
    }
    // A statement to agree to says by itself whether one must.
    if field.required || field.kind == Kind::Consent { input } else { input.optional() }
}

fn one(lang: Lang, field: &Field, input: &FieldName, typed: &Sent, errors: &Errors) -> Markup {
    let f = Fields::new(lang, typed, errors);
    let text = |input| described(input, lang, field).render();
    match &field.kind {
        Kind::Text => text(f.text(input)),
        Kind::LongText => text(f.long_text(input, 5).limit(u32::try_from(MAX_LONG_TEXT).unwrap_or(u32::MAX))),
        Kind::Date => text(f.date(input)),
        Kind::Number => text(f.number(input).width(Width::Number)),
        Kind::Phone => text(f.phone(input).autocomplete("tel")),
        Kind::File => text(file(f, lang, field, input)),
        Kind::Consent => text(f.tick(input)),
        Kind::Choice { choices } | Kind::ManyChoices { choices } => {
            let many = matches!(field.kind, Kind::ManyChoices { .. });
            // Who need not answer can take an answer back: a list has an empty line, radio buttons have not.
            let in_sight = choices.len() <= IN_SIGHT && field.required;
            let picked = match (many, in_sight) {
                (true, _) => f.ticks(input),
                (false, true) => f.radios(input),
                (false, false) => f.select(input).prompt(lang.t("case-types-answer-pick")),
            };
            let picks = choices.iter().map(|choice| Pick::new(choice.key.as_str(), choice.words.of(lang)));
            let mut picked = picked.label(field.label.of(lang)).options(picks);
            if !field.help.is_empty() {
                picked = picked.hint(field.help.of(lang));
            }
            if field.required { picked.render() } else { picked.optional().render() }
        }
    }
}

impl Answers {
    /// The answers with their questions, to be checked before they are sent or read by whoever answers. What was not answered
    /// is left out.
    #[must_use]
    pub fn shown(&self, form: &Form, lang: Lang) -> Markup {
        let mut list = SummaryList::new(lang);
        for field in form.questions() {
            if let Some(value) = self.of(&field.key) {
                let words = in_words(field, value, lang);
                let lines = html! {
                    @for (n, line) in words.lines().enumerate() { @if n > 0 { br; } (line) }
                };
                list = list.line(field.label.of(lang).to_owned(), lines);
            }
        }
        list.render()
    }

    /// The answers with their questions as plain text: one question and its answer after the other.
    #[must_use]
    pub fn as_text(&self, form: &Form, lang: Lang) -> String {
        let told = form.questions().iter().filter_map(|field| {
            let value = self.of(&field.key)?;
            Some(format!("{}\n{}", field.label.of(lang), in_words(field, value, lang)))
        });
        told.collect::<Vec<_>>().join("\n\n")
    }
}

/// An answer as people read it.
fn in_words(field: &Field, value: &Value, lang: Lang) -> String {
    let chosen = |key: &String| {
        let choice = field.kind.choices().iter().find(|choice| choice.key == *key);
        choice.map_or(key.as_str(), |choice| choice.words.of(lang)).to_owned()
    };
    match value {
        Value::Text(text) | Value::Date(text) => text.clone(),
        Value::Choice(key) => chosen(key),
        Value::Choices(keys) => keys.iter().map(chosen).collect::<Vec<_>>().join("\n"),
        Value::Number(number) => match lang {
            Lang::Sv => number.replace('.', ",").replace('-', "\u{2212}"),
            Lang::En => number.replace('-', "\u{2212}"),
        },
        Value::Phone(number) => Phone::from_stored(number).map_or_else(|_| number.clone(), |phone| phone.shown()),
        Value::Files(files) => lang.tr("case-types-answer-files", &[("count", files.len().into())]).into_owned(),
        Value::Agreed => lang.t("web-yes").into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn form() -> Form {
        samples::visit().check().unwrap()
    }

    #[test]
    fn every_field_is_on_the_page_with_its_label_and_a_conditional_one_says_when() {
        behorig_web::texts::install(&[behorig_web::TEXTS, crate::TEXTS]).unwrap();
        let html = form().fields(Lang::Sv, &Sent::default(), &Errors::new()).into_string();
        for field in form().questions() {
            assert!(html.contains(&field.label.sv), "{}", field.label.sv);
            assert!(html.contains(&format!("name=\"svar-{}\"", field.key)), "{}", field.key);
        }
        assert!(html.contains(r#"data-shown-when="svar-before" data-shown-values="yes""#), "{html}");
        assert!(html.contains("Har du varit här förut?"), "{html}");
    }

    #[test]
    fn a_step_asks_for_its_own_questions_and_for_a_conditional_one_by_what_an_earlier_step_answered() {
        behorig_web::texts::install(&[behorig_web::TEXTS, crate::TEXTS]).unwrap();
        let step = |typed: &str| {
            let typed = Sent::parse(typed.as_bytes()).unwrap();
            let html = form().fields_of_step(Lang::Sv, &typed, &Errors::new(), 1..3, |_, _| Markup::default());
            html.into_string()
        };
        assert!(step("svar-before=yes").contains("name=\"svar-when\""));
        assert!(!step("svar-before=no").contains("name=\"svar-when\"") && !step("").contains("name=\"svar-when\""));
        let html = step("svar-before=yes");
        assert!(html.contains("name=\"svar-why\"") && !html.contains("name=\"svar-before\""), "{html}");
        assert!(!html.contains("data-shown-when"), "nothing on this step can put it away: {html}");
    }

    #[test]
    fn what_is_not_translated_is_marked_as_swedish() {
        behorig_web::texts::install(&[behorig_web::TEXTS, crate::TEXTS]).unwrap();
        let html = form().fields(Lang::En, &Sent::default(), &Errors::new()).into_string();
        assert!(html.contains(r#"<div lang="sv">"#), "{html}");
        let swedish = form().fields(Lang::Sv, &Sent::default(), &Errors::new()).into_string();
        assert!(!swedish.contains("<div lang"), "{swedish}");
    }
}
