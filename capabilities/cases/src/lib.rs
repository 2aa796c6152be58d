//! Cases: a resident writes to a clinic and gets an answer, and the clinic writes to residents.
//!
//! The state machine is pure and stands in [`rules`]; everything that is kept goes through [`records`], where a case is loaded by its
//! viewer and every change is written with its message or event, its audit event and its letters. Whoever a case was assigned to counts
//! only while they can answer: otherwise it stands in the receivers' inbox by itself, so that no case is ever lost.

pub mod records;
pub mod rules;

use behorig_web::TextSource;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_in_both_languages() {
        let problems = behorig_web::texts::check_parity(&[TEXTS]);
        assert!(problems.is_empty(), "{problems:#?}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let unknown = behorig_web::texts::unknown_ids(&folder, &[TEXTS, behorig_web::TEXTS, behorig_visit::TEXTS]);
        assert_eq!(unknown.unwrap(), []);
    }
}
