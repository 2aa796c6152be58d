//! What every page of Behörig stands on: the page shell and its components, the words in two languages, forms that
//! report all their errors at once, dates as people write them, security headers, and the files that a browser fetches.
//!
//! A page is a function: it parses a [`forms::Form`], and shows a [`components::Page`] in a [`components::Shell`].
//! Components take typed arguments, so that label, hint, error and ARIA are wired once, here.

pub mod components;
pub mod format;
pub mod forms;
pub mod headers;
pub mod lang;
pub mod packed;
pub mod paths;
pub mod preferences;
pub mod static_files;
pub mod texts;

#[cfg(test)]
mod style_tests;

pub use forms::{Errors, FieldName, Form, Message, field};
pub use lang::Lang;
pub use preferences::Theme;
pub use texts::{Arg, TextSource};

/// The words of this crate: the shell, the components, and what is said about input that cannot be right.
pub const TEXTS: TextSource = TextSource {
    sv: concat!(include_str!("../texts/sv.ftl"), include_str!("../texts/identity-sv.ftl")),
    en: concat!(include_str!("../texts/en.ftl"), include_str!("../texts/identity-en.ftl")),
};
