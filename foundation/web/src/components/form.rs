//! A form that is posted: what it changes, in which version, and only once.

use maud::{Markup, Render, html};

use super::Words;

/// The name of the hidden field with the version of what is edited.
pub const VERSION_FIELD: &str = "version";
/// The name of the hidden field that makes a form sent twice happen once.
pub const ONCE_FIELD: &str = "en-gang";

/// A form around its fields. Browsers' own checks are off: the server judges, in our words.
#[derive(Clone, Debug)]
pub struct PostForm<'a> {
    action: Words<'a>,
    body: Markup,
    version: Option<i64>,
    once: Option<Words<'a>>,
    files: bool,
    guarded: bool,
    hidden: Vec<(Words<'a>, Words<'a>)>,
    kept_at: Option<Words<'a>>,
}

impl<'a> PostForm<'a> {
    /// The name of the hidden field with the version of what is edited.
    pub const VERSION: &'static str = VERSION_FIELD;
    /// The name of the hidden field that makes a form sent twice happen once.
    pub const ONCE: &'static str = ONCE_FIELD;

    /// A form that posts its fields to `action`.
    pub fn to(action: impl Into<Words<'a>>, body: Markup) -> Self {
        let (action, hidden) = (action.into(), Vec::new());
        Self { action, body, version: None, once: None, files: false, guarded: false, hidden, kept_at: None }
    }

    /// The version of what is edited, so that nobody's change is overwritten unseen.
    #[must_use]
    pub const fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// A key made for this showing of the form: two answers with the same key are one.
    #[must_use]
    pub fn once(mut self, key: impl Into<Words<'a>>) -> Self {
        self.once = Some(key.into());
        self
    }

    /// A hidden field.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<Words<'a>>, value: impl Into<Words<'a>>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// The form carries files.
    #[must_use]
    pub const fn with_files(mut self) -> Self {
        self.files = true;
        self
    }

    /// Ask before leaving with changes that are not saved.
    #[must_use]
    pub const fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    /// What is typed is posted here as well when its writer pauses: a draft, and a sign that the form is open.
    #[must_use]
    pub fn kept_at(mut self, path: impl Into<Words<'a>>) -> Self {
        self.kept_at = Some(path.into());
        self
    }
}

impl Render for PostForm<'_> {
    fn render(&self) -> Markup {
        html! {
            form method="post" action=(self.action) novalidate data-guard[self.guarded]
                data-draft=[&self.kept_at]
                enctype=[self.files.then_some("multipart/form-data")] {
                @if let Some(version) = self.version { input type="hidden" name=(VERSION_FIELD) value=(version); }
                @if let Some(key) = &self.once { input type="hidden" name=(ONCE_FIELD) value=(key); }
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (self.body)
            }
        }
    }
}
