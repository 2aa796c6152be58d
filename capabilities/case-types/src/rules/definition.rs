//! What a form is: fields in order, the answers that staff may give, and the words of both languages.

use behorig_web::{FieldName, Lang};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::Problem;

/// Words in Swedish and, where somebody wrote them, in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In Swedish.
    #[serde(default)]
    pub sv: String,
    /// In English; empty where nobody has translated them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Words {
    /// Words in Swedish alone.
    pub fn swedish(sv: impl Into<String>) -> Self {
        Self { sv: sv.into(), en: String::new() }
    }

    /// The words in this language; in Swedish where nobody has translated them.
    #[must_use]
    pub fn of(&self, lang: Lang) -> &str {
        match self.language(lang) {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }

    /// The language that [`Words::of`] answers in.
    #[must_use]
    pub fn language(&self, lang: Lang) -> Lang {
        if self.en.is_empty() { Lang::Sv } else { lang }
    }

    /// Whether there are none in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sv.is_empty() && self.en.is_empty()
    }
}

/// One of the answers of a choice. Its key never changes, whatever its words become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What answers and conditions name it by.
    pub key: String,
    /// What the resident reads.
    #[serde(flatten)]
    pub words: Words,
}

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// A line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// One of several.
    Choice {
        /// What can be chosen, in order.
        choices: Vec<Choice>,
    },
    /// Any of several.
    ManyChoices {
        /// What can be chosen, in order.
        choices: Vec<Choice>,
    },
    /// A day.
    Date,
    /// A number, with decimals or without.
    Number,
    /// A telephone number.
    Phone,
    /// Files that the resident sends along.
    File,
    /// A statement that the resident agrees to.
    Consent,
}

/// The kinds by name, for whoever picks one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindKey {
    /// [`Kind::Text`].
    Text,
    /// [`Kind::LongText`].
    LongText,
    /// [`Kind::Choice`].
    Choice,
    /// [`Kind::ManyChoices`].
    ManyChoices,
    /// [`Kind::Date`].
    Date,
    /// [`Kind::Number`].
    Number,
    /// [`Kind::Phone`].
    Phone,
    /// [`Kind::File`].
    File,
    /// [`Kind::Consent`].
    Consent,
}

impl KindKey {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::LongText,
        Self::Choice,
        Self::ManyChoices,
        Self::Date,
        Self::Number,
        Self::Phone,
        Self::File,
        Self::Consent,
    ];

    /// As stored and as addresses say it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long-text",
            Self::Choice => "choice",
            Self::ManyChoices => "many-choices",
            Self::Date => "date",
            Self::Number => "number",
            Self::Phone => "phone",
            Self::File => "file",
            Self::Consent => "consent",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether the resident picks among given answers.
    #[must_use]
    pub const fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::ManyChoices)
    }
}

impl Kind {
    /// A kind with these choices, where it has any.
    #[must_use]
    pub fn with(key: KindKey, choices: Vec<Choice>) -> Self {
        match key {
            KindKey::Text => Self::Text,
            KindKey::LongText => Self::LongText,
            KindKey::Choice => Self::Choice { choices },
            KindKey::ManyChoices => Self::ManyChoices { choices },
            KindKey::Date => Self::Date,
            KindKey::Number => Self::Number,
            KindKey::Phone => Self::Phone,
            KindKey::File => Self::File,
            KindKey::Consent => Self::Consent,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn key(&self) -> KindKey {
        match self {
            Self::Text => KindKey::Text,
            Self::LongText => KindKey::LongText,
            Self::Choice { .. } => KindKey::Choice,
            Self::ManyChoices { .. } => KindKey::ManyChoices,
            Self::Date => KindKey::Date,
            Self::Number => KindKey::Number,
            Self::Phone => KindKey::Phone,
            Self::File => KindKey::File,
            Self::Consent => KindKey::Consent,
        }
    }

    /// What can be chosen; nothing where it is no choice.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice { choices } | Self::ManyChoices { choices } => choices,
            _ => &[],
        }
    }
}

/// A field is shown only when an earlier choice has been answered in one of these ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The key of the earlier field.
    pub field: String,
    /// The keys of its choices, any of which will do.
    pub is: Vec<String>,
}

/// A question of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What answers and conditions name it by. Never changes and is never used again.
    pub key: String,
    /// What kind of answer it takes.
    #[serde(flatten)]
    pub kind: Kind,
    /// The question.
    pub label: Words,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub help: Words,
    /// Whether it must be answered, where it is shown.
    #[serde(default)]
    pub required: bool,
    /// When it is shown; always, where there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_when: Option<Condition>,
}

impl Field {
    /// The input that it is answered in, as the request names it.
    #[must_use]
    pub fn input(&self) -> FieldName {
        FieldName { name: Cow::Owned(format!("svar-{}", self.key)), label: "case-types-answer" }
    }
}

/// One of the answers that staff may give, with the text that a reply begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// What a reply names it by. Never changes and is never used again.
    pub key: String,
    /// What the answer is called, to staff and to the resident.
    pub label: Words,
    /// What the reply begins with; it may hold placeholders, and be empty.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub text: Words,
}

/// A form that is being worked on: anything may still be wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What the resident reads before the questions.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub intro: Words,
    /// The questions, in order.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// The answers that staff may give, in order.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    /// How many keys have been made: the next one is none of them.
    #[serde(default)]
    pub(super) made: u32,
}

impl Draft {
    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The answer alternative with this key.
    #[must_use]
    pub fn alternative(&self, key: &str) -> Option<&Alternative> {
        self.alternatives.iter().find(|alternative| alternative.key == key)
    }

    /// As stored.
    ///
    /// # Errors
    /// Never for what this crate makes; the type that serialisation asks for.
    pub fn to_json(&self) -> Result<String, FormError> {
        serde_json::to_string(self).map_err(|error| FormError::Json(error.to_string()))
    }

    /// From its stored form.
    ///
    /// # Errors
    /// [`FormError::Json`] where it is none.
    pub fn from_json(json: &str) -> Result<Self, FormError> {
        serde_json::from_str(json).map_err(|error| FormError::Json(error.to_string()))
    }
}

/// A whole form: what residents meet. Made by [`Draft::check`] and by nothing else, so that nothing is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form(pub(super) Draft);

impl Form {
    /// What the resident reads before the questions.
    #[must_use]
    pub fn intro(&self) -> &Words {
        &self.0.intro
    }

    /// The questions, in order. Their rendering is [`Form::fields`].
    #[must_use]
    pub fn questions(&self) -> &[Field] {
        &self.0.fields
    }

    /// The answers that staff may give, in order.
    #[must_use]
    pub fn alternatives(&self) -> &[Alternative] {
        &self.0.alternatives
    }

    /// The form to be worked on further: its keys go on where they were.
    #[must_use]
    pub fn to_draft(&self) -> Draft {
        self.0.clone()
    }

    /// As stored.
    ///
    /// # Errors
    /// As [`Draft::to_json`].
    pub fn to_json(&self) -> Result<String, FormError> {
        self.0.to_json()
    }

    /// From its stored form, checked again: a foreign hand in the database makes no form.
    ///
    /// # Errors
    /// [`FormError`] where it is none or something is wrong with it.
    pub fn from_json(json: &str) -> Result<Self, FormError> {
        Draft::from_json(json)?.check().map_err(FormError::Wrong)
    }
}

/// A stored form is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// It is not the JSON of a form.
    #[error("not the JSON of a form: {0}")]
    Json(String),
    /// It is a form that could not be published.
    #[error("a form with something wrong in it: {0:?}")]
    Wrong(Vec<Problem>),
}
