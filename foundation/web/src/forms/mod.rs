//! What a person typed, and everything that is wrong with it, told at once.
//!
//! A [`Form`] is decoded to strings first; then each field is parsed into its type with [`Form::required`] or
//! [`Form::optional`], which put what is wrong into [`Errors`] in the order of the form. What was typed is kept, so that
//! the page can be shown again with everything still there.

mod body;
mod errors;
mod files;
mod identity;
mod parsers;

pub use body::{Form, FormRejection, FormTooLarge, MAX_FIELD_BYTES, MAX_FIELDS};
pub use errors::{Errors, FieldError, FieldName, Message, field};
pub use files::{FormWithFiles, MAX_FILE_BYTES, MAX_FILES, SentFile};
pub use parsers::{date, number, text};
