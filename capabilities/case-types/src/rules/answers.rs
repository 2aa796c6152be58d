//! A resident's answers: what was sent, judged field by field against the form that it was sent with.

use std::collections::BTreeMap;

use behorig_access::AttachmentId;
use behorig_identity::Phone;
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form as Sent, Lang, Message};
use serde::{Deserialize, Serialize};

use super::{Condition, Field, Form, FormError, Kind};

/// The most files that a resident may send along with a case.
pub const MAX_ATTACHMENTS: usize = 5;
/// The longest answer in a line of text, in characters.
pub const MAX_TEXT: usize = 500;
/// The longest answer in several lines, in characters.
pub const MAX_LONG_TEXT: usize = 10_000;

/// An answer, as stored with its case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A line of text, or several.
    Text(String),
    /// The key of the choice.
    Choice(String),
    /// The keys of the choices.
    Choices(Vec<String>),
    /// A day, as `2026-11-21`.
    Date(String),
    /// A number with a decimal point: `38.5`.
    Number(String),
    /// A telephone number as [`Phone`] stores it.
    Phone(String),
    /// The ids of the files that were sent along.
    Files(Vec<String>),
    /// Agreed to.
    Agreed,
}

/// The answer to a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The key of the field.
    pub field: String,
    /// What was answered.
    #[serde(flatten)]
    pub value: Value,
}

/// Answers to a form, in its order. A field that was hidden or left empty has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(Vec<Answer>);

impl Answers {
    /// The answer to a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Value> {
        self.0.iter().find(|answer| answer.field == field).map(|answer| &answer.value)
    }

    /// All answers, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter()
    }

    /// The files that were sent along: the caller finds out whether they are the sender's own.
    pub fn attachments(&self) -> impl Iterator<Item = AttachmentId> {
        self.0
            .iter()
            .filter_map(|answer| match &answer.value {
                Value::Files(ids) => Some(ids),
                _ => None,
            })
            .flatten()
            .filter_map(|id| id.parse().ok())
    }

    /// As stored.
    ///
    /// # Errors
    /// Never for what this crate makes; the type that serialisation asks for.
    pub fn to_json(&self) -> Result<String, FormError> {
        serde_json::to_string(self).map_err(|error| FormError::Json(error.to_string()))
    }

    /// From their stored form.
    ///
    /// # Errors
    /// [`FormError::Json`] where they are none.
    pub fn from_json(json: &str) -> Result<Self, FormError> {
        serde_json::from_str(json).map_err(|error| FormError::Json(error.to_string()))
    }

    fn meet(&self, condition: &Condition) -> bool {
        match self.of(&condition.field) {
            Some(Value::Choice(chosen)) => condition.is.contains(chosen),
            Some(Value::Choices(chosen)) => chosen.iter().any(|key| condition.is.contains(key)),
            _ => false,
        }
    }
}

impl Form {
    /// Judges what was sent. A field that its condition hides is not asked for, and what stands in it is dropped.
    ///
    /// # Errors
    /// Everything that is wrong, beside its field; `lang` is the language in which missing fields are named.
    pub fn check(&self, lang: Lang, sent: &Sent) -> Result<Answers, Errors> {
        let mut answers = Answers::default();
        let mut errors = Errors::new();
        let mut files = 0;
        for field in self.questions() {
            if !field.shown_when.as_ref().is_none_or(|condition| answers.meet(condition)) {
                continue;
            }
            let input = field.input();
            let value = judged(field, &input, sent, &mut errors);
            if let Some(Value::Files(sent_along)) = &value {
                files += sent_along.len();
                if files > MAX_ATTACHMENTS {
                    errors.add(&input, Message::new("case-types-answer-many-files").with("max", MAX_ATTACHMENTS));
                }
            }
            match value {
                Some(value) => answers.0.push(Answer { field: field.key.clone(), value }),
                None if field.required && errors.of(&input.name).is_none() => {
                    errors.add(&input, missing(field, lang));
                }
                None => {}
            }
        }
        if errors.is_empty() { Ok(answers) } else { Err(errors) }
    }

    /// The form filled with answers, to be changed before it is sent.
    #[must_use]
    pub fn filled(&self, answers: &Answers) -> Sent {
        let mut filled = Sent::default();
        for field in self.questions() {
            let input = field.input();
            match answers.of(&field.key) {
                Some(Value::Text(text) | Value::Date(text) | Value::Choice(text)) => filled.fill(&input, text.as_str()),
                Some(Value::Number(number)) => filled.fill(&input, number.replace('.', ",")),
                Some(Value::Phone(number)) => {
                    let shown = Phone::from_stored(number).map_or_else(|_| number.clone(), |phone| phone.shown());
                    filled.fill(&input, shown);
                }
                Some(Value::Choices(many) | Value::Files(many)) => {
                    many.iter().for_each(|one| filled.fill(&input, one.as_str()));
                }
                Some(Value::Agreed) => filled.fill(&input, "1"),
                None => {}
            }
        }
        filled
    }

    /// What stands in the form's inputs, right or wrong, to be kept until it is sent.
    ///
    /// # Errors
    /// Never for what was typed; the type that serialisation asks for.
    pub fn typed_to_json(&self, sent: &Sent) -> Result<String, FormError> {
        let mut typed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for field in self.questions() {
            let input = field.input();
            let values = sent.values(&input.name).filter(|value| !value.is_empty()).map(|value| keep(value).to_owned());
            typed.insert(&field.key, values.collect());
        }
        typed.retain(|_, values| !values.is_empty());
        serde_json::to_string(&typed).map_err(|error| FormError::Json(error.to_string()))
    }

    /// What was kept, in the inputs that the form has now.
    ///
    /// # Errors
    /// [`FormError::Json`] where it is nothing that was kept.
    pub fn typed_from_json(&self, json: &str) -> Result<Sent, FormError> {
        let typed: BTreeMap<String, Vec<String>> =
            serde_json::from_str(json).map_err(|error| FormError::Json(error.to_string()))?;
        let mut filled = Sent::default();
        for field in self.questions() {
            let input = field.input();
            for value in typed.get(&field.key).into_iter().flatten() {
                filled.fill(&input, value.as_str());
            }
        }
        Ok(filled)
    }
}

/// Nobody's unsent words are cut before they are told to be too long; but they are not kept for ever either.
fn keep(value: &str) -> &str {
    value.get(..value.floor_char_boundary(MAX_LONG_TEXT * 4)).unwrap_or_default()
}

fn missing(field: &Field, lang: Lang) -> Message {
    let id = match field.kind {
        Kind::Choice { .. } | Kind::ManyChoices { .. } => "case-types-answer-choose",
        Kind::File => "case-types-answer-attach",
        Kind::Consent => "case-types-answer-agree",
        _ => "case-types-answer-missing",
    };
    Message::new(id).with("label", field.label.of(lang))
}

/// What was answered, if anything; what is wrong with it goes into `errors`.
fn judged(field: &Field, input: &FieldName, sent: &Sent, errors: &mut Errors) -> Option<Value> {
    match &field.kind {
        Kind::Text => text(input, MAX_TEXT, sent, errors).map(|line| line.replace('\n', " ")).map(Value::Text),
        Kind::LongText => text(input, MAX_LONG_TEXT, sent, errors).map(Value::Text),
        Kind::Choice { choices } => {
            let is_one = |key: &str| choices.iter().any(|choice| choice.key == key);
            let known = |key: &str| if is_one(key) { Ok(key.to_owned()) } else { Err("web-choice-wrong") };
            sent.optional(input, known, errors).map(Value::Choice)
        }
        Kind::ManyChoices { choices } => {
            let is_one = |key: &str| choices.iter().any(|choice| choice.key == key);
            let known = |key: &str| if is_one(key) { Ok(key.to_owned()) } else { Err("web-choice-wrong") };
            let chosen = sent.chosen(input, known, errors);
            // In the order of the form, each once, however they were sent.
            let chosen: Vec<String> =
                choices.iter().map(|choice| choice.key.clone()).filter(|key| chosen.contains(key)).collect();
            (!chosen.is_empty()).then_some(Value::Choices(chosen))
        }
        Kind::Date => sent.optional(input, date, errors).map(|day| Value::Date(day.to_string())),
        Kind::Number => sent.optional(input, number, errors).map(Value::Number),
        Kind::Phone => {
            let phone = |text: &str| Phone::parse(text).map(|phone| phone.as_str().to_owned());
            sent.optional(input, phone, errors).map(Value::Phone)
        }
        Kind::File => {
            let id = |text: &str| text.parse::<AttachmentId>().map_err(|_| "case-types-answer-file-wrong");
            let mut ids = sent.chosen(input, id, errors);
            ids.sort_unstable();
            ids.dedup();
            let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
            (!ids.is_empty()).then_some(Value::Files(ids))
        }
        Kind::Consent => sent.ticked(input).then_some(Value::Agreed),
    }
}

/// A text of at most `max` characters. However much too long it is, its own limit is what is told.
fn text(input: &FieldName, max: usize, sent: &Sent, errors: &mut Errors) -> Option<String> {
    if sent.value(&input.name).trim().chars().count() > max {
        errors.add(input, Message::new("web-too-long").with("max", max));
        return None;
    }
    sent.optional(input, |text| Ok::<_, Message>(text.to_owned()), errors)
}

/// A number as people write it: `38,5`, `38.5`, `−3`, `1 200`. At most nine digits before the comma and three after it.
fn number(text: &str) -> Result<String, &'static str> {
    let wrong = "case-types-answer-number-wrong";
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (minus, digits) = match plain.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", plain.as_str()),
    };
    let (whole, decimals) = digits.split_once([',', '.']).map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole, 9) || !decimals.is_none_or(|part| is_digits(part, 3)) {
        return Err(wrong);
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let decimals = decimals.map(|part| part.trim_end_matches('0')).filter(|part| !part.is_empty());
    Ok(match decimals {
        Some(part) => format!("{minus}{whole}.{part}"),
        None if whole == "0" => "0".to_owned(),
        None => format!("{minus}{whole}"),
    })
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
