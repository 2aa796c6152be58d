//! Attachments: taken in as they come, checked by what is in them, kept outside the database, given out safely.
//!
//! - [`Files::receive_form`] reads a form with files. Each file goes to the store piece by piece while its bytes are looked at, so
//!   that twenty megabytes take no more memory than one piece; what is refused leaves nothing behind, and while the store is
//!   away the rest of the form is kept.
//! - A file that came is *loose* until [`keep`] says, in the transaction of the change that it hangs
//!   on, that something keeps it; [`Files::sweep`] takes what has been loose for a day.
//! - [`Files::serve`] gives a file out as something to save, never as something that runs on our address. Who may have it is
//!   decided by whoever asks.
//!
//! Nothing here knows of cases: a message, a draft or a document says by its own rows which files hang on it.

mod attach;
mod away;
mod clamd;
mod content;
mod depot;
mod form;
mod intake;
mod name;
mod place;
mod records;
mod refused;
mod serve;

pub use attach::{FilesField, HangingFile, KEEP, PRESS, Press, first_button, kept_line};
pub use away::StoreAway;
pub use clamd::{Clamd, ScannerAway, WrongAddress};
pub use content::{Kind, MOST_PIXELS};
pub use depot::Files;
pub use form::{BODY_FROM_RESIDENTS, BODY_FROM_STAFF, SentFile, SentForm};
pub use name::FileName;
pub use place::{FilesError, Place, S3Place};
pub use records::{StoredFile, count_loose, keep, let_go};
pub use refused::FileRefused;

/// The largest file, in bytes.
pub const MOST_BYTES: u64 = 20_000_000;
/// The most files that staff hang on one message.
pub const MOST_FROM_STAFF: usize = 10;
/// The most files that a resident hangs on one message.
pub const MOST_FROM_RESIDENTS: usize = 5;
/// What a file field accepts, for the `accept` of its control.
pub const ACCEPTED: &str = ".pdf,.png,.jpg,.jpeg,.gif";

/// The words of this crate.
pub const TEXTS: behorig_web::TextSource =
    behorig_web::TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_both_languages() {
        let problems = behorig_web::texts::check_parity(&[TEXTS]);
        assert!(problems.is_empty(), "{problems:#?}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert_eq!(behorig_web::texts::unknown_ids(&folder, &[TEXTS, behorig_web::TEXTS]).unwrap(), []);
    }
}
