//! Case types (*ärendetyper*) of a clinic: what the resident sees and fills in, what staff may answer, and the templates that
//! staff start cases from.
//!
//! A ready type is activated as it is; a clinic makes its own from fields. A published form is never changed: a case keeps the
//! version that it was sent with. What a resident may do with a restricted type is a grant, and decided elsewhere.

mod records;
pub mod rules;

use behorig_web::TextSource;

pub use records::forms::{current_form, published_form};
pub use records::made::{activate, activate_ready, add_template};
pub use records::templates::{
    Template, TemplateKind, TemplateText, active_templates, find_template, templates_of_unit,
};
pub use records::types::{CaseType, NewCaseType, find, of_unit, open_of_unit, restricted_of_unit};
pub use rules::{Alternative, Answers, Form, Placeholders, Ready};

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };
