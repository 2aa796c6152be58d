//! The pages, one file each, and what they have in common.

pub(crate) mod file;
pub(crate) mod list;
pub(crate) mod reply;
pub(crate) mod thread;
pub(crate) mod write;

use std::borrow::Cow;

use behorig_access::{CaseId, UnitId};
use behorig_cases::records::Written;
use behorig_files::{FilesField, MOST_FROM_STAFF};
use behorig_visit::{PageError, Rejected, Visit, role_name};
use behorig_web::{FieldName, Lang, field};

use crate::records::Mail;
use crate::rules::Recipient;

/// What is for the reader.
pub(crate) const INBOX: &str = "/internpost";
/// What the reader has sent.
pub(crate) const SENT: &str = "/internpost/skickat";
/// Where new mail is written.
pub(crate) const NEW: &str = "/internpost/ny";
/// Nobody needs to know how many more are unread.
pub(crate) const MOST_COUNTED: i64 = 999;

/// Whom it is for.
pub(crate) static TO: FieldName = field("till", "internal-to");
pub(crate) static BODY: FieldName = field("meddelande", "internal-body");
pub(crate) static FILES: FieldName = field("filer", "internal-files");
/// As long as a message may be, in letters.
pub(crate) const LONGEST: usize = 10_000;
/// The button that sends.
pub(crate) const SEND: &str = "skicka";

/// The path of a thread.
pub(crate) fn path_of(mail: CaseId, below: &str) -> String {
    format!("{INBOX}/{mail}{below}")
}

/// The id in a path; what is none leads nowhere.
pub(crate) fn id(text: &str) -> Result<CaseId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The unit of the hat, from where mail is written.
pub(crate) fn unit_of(visit: &Visit) -> Result<UnitId, PageError> {
    visit.session.hat_unit.ok_or(PageError::NotFound)
}

/// Whom mail is for, in words: a person by name, a role or a group with its unit.
pub(crate) fn to_in_words<'m>(lang: Lang, mail: &'m Mail) -> Cow<'m, str> {
    match mail.to {
        Recipient::Person(_) => Cow::Borrowed(&mail.to_name),
        Recipient::Role(_) => format!("{}, {}", role_name(lang, &mail.to_name), mail.to_unit_name).into(),
        Recipient::Group(_) => format!("{}, {}", mail.to_name, mail.to_unit_name).into(),
    }
}

/// The files of something that is being written.
pub(crate) fn files_field<'a>(lang: Lang, label: &'a str, written: Option<&'a Written>) -> FilesField<'a> {
    let files = written.map(|written| written.files.iter().collect()).unwrap_or_default();
    FilesField { lang, input: &FILES, label, help: "", required: false, most: MOST_FROM_STAFF, files }
}

/// For a change that has nothing to tell beside a field.
pub(crate) fn as_page(rejected: Rejected) -> PageError {
    match rejected {
        Rejected::Page(error) => error,
        Rejected::Errors(_) => PageError::Stale,
    }
}
