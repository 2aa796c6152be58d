//! Every word that is shown, in Swedish and English, by id.
//!
//! Each crate keeps its words in `texts/sv.ftl` and `texts/en.ftl` (Fluent) and exports them as a [`TextSource`]. The
//! program joins them once at start with [`install`]. Missing words are found by a test of each crate, with
//! [`wrong_words`], and unused ones by a test of the program.

mod catalogue;
mod parity;
mod scan;

use std::borrow::Cow;
use std::sync::OnceLock;

pub use catalogue::Texts;
pub use parity::{Problem, check_parity};
pub use scan::{UsedId, ids_used_in, literals_in, unknown_ids, wrong_words};

use crate::Lang;

/// The words of one crate: two Fluent files with the same ids.
#[derive(Clone, Copy, Debug)]
pub struct TextSource {
    /// The text of `texts/sv.ftl`.
    pub sv: &'static str,
    /// The text of `texts/en.ftl`.
    pub en: &'static str,
}

/// Something put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words, dates and amounts already formatted.
    Text(String),
    /// A count: chooses plural forms and is shown with grouped thousands.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
numbers!(i32 i64 u8 u16 u32 u64 usize);

static INSTALLED: OnceLock<Texts> = OnceLock::new();

/// Joins the words of every crate, once, at start. A second call changes nothing, so that tests may all call it.
///
/// # Errors
/// Every id that two sources share and every line that is not Fluent.
pub fn install(sources: &[TextSource]) -> Result<(), Vec<Problem>> {
    if INSTALLED.get().is_none() {
        let texts = Texts::new(sources)?;
        // Losing the race to another thread is the same as being second.
        let _ = INSTALLED.set(texts);
    }
    Ok(())
}

pub(crate) fn look_up(lang: Lang, id: &str, args: &[(&'static str, Arg)]) -> Cow<'static, str> {
    INSTALLED.get().and_then(|texts| texts.find(lang, id, None, args)).unwrap_or_else(|| {
        tracing::error!(lang = lang.code(), id, "a text is missing");
        Cow::Owned(id.to_owned())
    })
}

pub(crate) fn look_up_attribute(lang: Lang, id: &str, attribute: &str) -> Option<Cow<'static, str>> {
    INSTALLED.get()?.find(lang, id, Some(attribute), &[])
}
