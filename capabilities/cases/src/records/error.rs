//! Why something about a case can't be done.

use behorig_store::StoreError;
use behorig_visit::{PageError, Rejected};
use behorig_web::{Errors, Message};

use crate::rules::Refusal;

/// Why a resident can't be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// Nobody has such a number, or the viewer may not know of the person.
    #[error("the person is unknown")]
    Unknown,
    /// The person is dead.
    #[error("the person is deceased")]
    Deceased,
    /// The clinic and the person have not agreed to write to each other.
    #[error("the person is not approved for communication with the clinic")]
    NotApproved,
    /// A young child, and the register names nobody who has custody.
    #[error("the register names no guardian of the child")]
    NoGuardian,
}

/// Why something about a case can't be done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CaseError {
    /// A rule of cases forbids it now.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody has it already, by name.
    #[error("the case is assigned already")]
    Taken(String),
    /// Whoever it is to go to can't answer there now.
    #[error("whom it is to go to can't answer there now")]
    NotAble,
    /// The resident can't be reached.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// Something else is in the way.
    #[error(transparent)]
    Page(#[from] PageError),
}

impl From<StoreError> for CaseError {
    fn from(error: StoreError) -> Self {
        Self::Page(error.into())
    }
}

impl CaseError {
    /// In words for whoever tried; `None` where the page has words of its own.
    #[must_use]
    pub fn message(&self) -> Option<Message> {
        Some(match self {
            Self::Refused(refusal) => Message::new(words_of(*refusal)),
            Self::Taken(by) => Message::new("cases-refusal-taken").with("by", by.clone()),
            Self::NotAble => Message::new("cases-refusal-not-able"),
            Self::Unreachable(why) => Message::new(match why {
                Unreachable::Unknown => "cases-unreachable-unknown",
                Unreachable::Deceased => "cases-unreachable-deceased",
                Unreachable::NotApproved => "cases-unreachable-not-approved",
                Unreachable::NoGuardian => "cases-unreachable-no-guardian",
            }),
            Self::Page(_) => return None,
        })
    }
}

const fn words_of(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Closed => "cases-refusal-closed",
        Refusal::Withdrawn => "cases-refusal-withdrawn",
        Refusal::AlreadyAssigned => "cases-refusal-already-assigned",
        Refusal::NotAssigned => "cases-refusal-not-assigned",
        Refusal::NotAsked => "cases-refusal-not-asked",
        Refusal::RepliesEnded => "cases-refusal-replies-ended",
        Refusal::BeginsNewCase => "cases-refusal-begins-new-case",
        Refusal::NotYours => "cases-refusal-not-yours",
        Refusal::NotThisKind => "cases-refusal-not-this-kind",
    }
}

impl From<CaseError> for Rejected {
    fn from(error: CaseError) -> Self {
        match (error.message(), error) {
            (Some(message), _) => {
                let mut errors = Errors::new();
                errors.add_general(message);
                Self::Errors(errors)
            }
            (None, CaseError::Page(error)) => Self::Page(error),
            (None, _) => Self::Page(PageError::Fault("a refusal without words".to_owned())),
        }
    }
}
