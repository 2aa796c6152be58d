//! What is wrong with a row, so that a person finds the place and knows what to do.

use behorig_access::OnlyBy;
use behorig_visit::only_by_text;
use behorig_web::{Lang, Message};

use super::FileKind;

/// Something wrong at a place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which file.
    pub file: FileKind,
    /// The line, counted from 1 as editors do.
    pub line: u64,
    /// The column by its Swedish header, where one is to blame.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub reason: Reason,
}

/// Why a row, or a whole file, can't be brought in. Values are shown only where they can't be an identity number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// UTF-16, or bytes that are no text.
    #[error("the file is not text in UTF-8 or Latin-1: save it as CSV UTF-8")]
    NotText,
    /// Some lines are UTF-8 and some Latin-1.
    #[error("the line has another encoding than the lines before it: save the whole file as CSV UTF-8")]
    MixedEncodings,
    /// The file has no header or nothing at all.
    #[error("the file is empty: its first line must name the columns")]
    NoHeader,
    /// Columns that must be there are not.
    #[error("columns are missing: {0}")]
    MissingColumns(String),
    /// Columns that nobody knows.
    #[error("unknown columns: {0}")]
    UnknownColumns(String),
    /// A column stands there twice.
    #[error("the column stands there twice")]
    ColumnTwice,
    /// A quote in the middle of a field, or text after a closing quote.
    #[error("a quotation mark stands where none can: put quotes around the whole field and double those inside it")]
    BrokenQuoting,
    /// A quote that nobody closes; the line is where it opens.
    #[error("the quotation mark that opens here is never closed")]
    UnclosedQuote,
    /// More or fewer fields than columns.
    #[error("the line has {found} fields and the header {expected}")]
    WrongFieldCount {
        /// How many the header has.
        expected: usize,
        /// How many the line has.
        found: usize,
    },
    /// A value that must be there is not.
    #[error("the value is missing")]
    Missing,
    /// A value that is none of its kind: the type's own sentence and text id.
    #[error("{sentence}")]
    Value {
        /// The text that says it on a page.
        id: &'static str,
        /// The same for the command line.
        sentence: String,
    },
    /// None of the words that the column knows.
    #[error("not one of: {0}")]
    NotOneOf(&'static str),
    /// Not a day as `2026-11-21`.
    #[error("not a day written as 2026-11-21")]
    NotADay,
    /// Text longer than the column takes.
    #[error("longer than {0} characters")]
    TooLong(usize),
    /// NUL or another control character.
    #[error("holds a character that can't be kept")]
    ForbiddenCharacter,
    /// The same key stands on an earlier line.
    #[error("the same key stands on line {0}")]
    Duplicate(u64),
    /// No such unit, neither in the files nor here.
    #[error("there is no unit with the key or HSA-id {0}")]
    UnknownUnit(String),
    /// The unit has ended.
    #[error("the unit has ended")]
    UnitEnded,
    /// A unit stands under itself.
    #[error("the unit stands below itself")]
    UnitCircle,
    /// A unit would get another parent.
    #[error("the unit stands under another unit here: an import moves no units")]
    UnitMoved,
    /// A new organisation is made with its administrator, not by an import.
    #[error("there is no organisation of this name, and your account may not make one")]
    NewOrganisation,
    /// Outside where the importer holds Batch.
    #[error("your permission Batch does not cover this")]
    OutsideReach,
    /// No such role in the unit's organisation.
    #[error("the organisation has no role {0}")]
    UnknownRole(String),
    /// No such account.
    #[error("there is no account {0}")]
    UnknownAccount(String),
    /// No such person.
    #[error("the person register does not know the number")]
    UnknownPerson,
    /// Neither or both of account and person.
    #[error("give either a user name or an identity number as the holder")]
    OneHolder,
    /// Residents' roles are for persons, others for accounts.
    #[error("a role of this kind is for {0}")]
    WrongHolder(&'static str),
    /// A relative's grant without a customer.
    #[error("a relative's grant must name the customer")]
    CustomerMissing,
    /// Handed-out case types are given on their own page.
    #[error("a handed-out case type can't be brought in from a file")]
    HandedOut,
    /// The period ends before it begins.
    #[error("the period ends before it begins")]
    PeriodBackwards,
    /// Nobody raises their own rights.
    #[error("you can't give yourself a permission")]
    OwnGrant,
    /// Two must approve the role of this name.
    #[error("two must approve the role {0}: order the permission instead")]
    OnlyOrdered(String),
    /// The role of this name makes its holder an orderer or a head of operations.
    #[error("the role {0} lets its holder order permissions: name an orderer or a head of operations instead")]
    OnlyNamed(String),
    /// The account has ended and an import revives none.
    #[error("the account has ended")]
    AccountEnded,
    /// Somebody else has this identity number, HSA-id or user name.
    #[error("another account has it")]
    Taken,
    /// A unit's HSA-id belongs to another unit.
    #[error("another unit has it")]
    TakenByUnit,
    /// The row that it refers to is bad itself.
    #[error("the line refers to a row that could not be read")]
    RefersToBad,
}

impl Reason {
    /// A reason from a type that reads values.
    pub(super) fn value(id: &'static str, error: &dyn std::fmt::Display) -> Self {
        Self::Value { id, sentence: error.to_string() }
    }

    /// A typed value as it may be shown: never one that could be an identity number.
    #[must_use]
    pub fn shown(value: &str) -> String {
        if value.chars().filter(char::is_ascii_digit).count() >= 8 {
            return "********".to_owned();
        }
        value.chars().filter(|c| !c.is_control()).take(60).collect()
    }

    /// What to do about it, for a page.
    #[must_use]
    pub fn message(&self) -> Message {
        let id = match self {
            Self::Value { id, .. } => id,
            Self::NotText => "batch-problem-not-text",
            Self::MixedEncodings => "batch-problem-mixed-encodings",
            Self::NoHeader => "batch-problem-no-header",
            Self::MissingColumns(_) => "batch-problem-missing-columns",
            Self::UnknownColumns(_) => "batch-problem-unknown-columns",
            Self::ColumnTwice => "batch-problem-column-twice",
            Self::BrokenQuoting => "batch-problem-broken-quoting",
            Self::UnclosedQuote => "batch-problem-unclosed-quote",
            Self::WrongFieldCount { .. } => "batch-problem-field-count",
            Self::Missing => "batch-problem-missing",
            Self::NotOneOf(_) => "batch-problem-not-one-of",
            Self::NotADay => "batch-problem-not-a-day",
            Self::TooLong(_) => "batch-problem-too-long",
            Self::ForbiddenCharacter => "batch-problem-forbidden-character",
            Self::Duplicate(_) => "batch-problem-duplicate",
            Self::UnknownUnit(_) => "batch-problem-unknown-unit",
            Self::UnitEnded => "batch-problem-unit-ended",
            Self::UnitCircle => "batch-problem-unit-circle",
            Self::UnitMoved => "batch-problem-unit-moved",
            Self::NewOrganisation => "batch-problem-new-organisation",
            Self::OutsideReach => "batch-problem-outside-reach",
            Self::UnknownRole(_) => "batch-problem-unknown-role",
            Self::UnknownAccount(_) => "batch-problem-unknown-account",
            Self::UnknownPerson => "batch-problem-unknown-person",
            Self::OneHolder => "batch-problem-one-holder",
            Self::WrongHolder("persons") => "batch-problem-holder-person",
            Self::WrongHolder(_) => "batch-problem-holder-account",
            Self::CustomerMissing => "batch-problem-customer-missing",
            Self::HandedOut => "batch-problem-handed-out",
            Self::PeriodBackwards => "batch-problem-period",
            Self::OwnGrant => "batch-problem-own-grant",
            Self::OnlyOrdered(_) => only_by_text(OnlyBy::Order),
            Self::OnlyNamed(_) => only_by_text(OnlyBy::Naming),
            Self::AccountEnded => "batch-problem-account-ended",
            Self::Taken => "batch-problem-taken",
            Self::TakenByUnit => "batch-problem-taken-by-unit",
            Self::RefersToBad => "batch-problem-refers-to-bad",
        };
        let message = Message::new(id);
        match self {
            Self::MissingColumns(names) | Self::UnknownColumns(names) => message.with("columns", names.clone()),
            Self::WrongFieldCount { expected, found } => message.with("expected", *expected).with("found", *found),
            Self::NotOneOf(words) => message.with("words", *words),
            Self::TooLong(max) => message.with("max", *max),
            Self::Duplicate(line) => message.with("line", *line),
            Self::OnlyOrdered(role) | Self::OnlyNamed(role) => message.with("role", role.clone()),
            Self::UnknownUnit(name) | Self::UnknownRole(name) | Self::UnknownAccount(name) => {
                message.with("name", name.clone())
            }
            _ => message,
        }
    }

    /// The way in which what was asked for is given, where that is why no file gives it.
    #[must_use]
    pub const fn instead(&self) -> Option<OnlyBy> {
        match self {
            Self::OnlyOrdered(_) => Some(OnlyBy::Order),
            Self::OnlyNamed(_) => Some(OnlyBy::Naming),
            _ => None,
        }
    }

    /// The message in a language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        self.message().words(lang).into_owned()
    }
}
