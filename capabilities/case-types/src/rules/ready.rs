//! The ready types: what every clinic can activate as it is, and change to its own needs.

use std::sync::LazyLock;

use behorig_web::Lang;

use super::{Form, FormError};

/// A ready case type (DESIGN.md, *Cases*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ready {
    /// *Boka tid*.
    BookAppointment,
    /// *Av-/omboka tid*.
    ChangeAppointment,
    /// *Begär intyg*.
    Certificate,
    /// *Förnya recept*.
    RenewPrescription,
    /// *Kontakta mig*.
    ContactMe,
    /// *Synpunkter och klagomål*.
    CommentsAndComplaints,
}

impl Ready {
    /// Every ready type, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::BookAppointment,
        Self::ChangeAppointment,
        Self::Certificate,
        Self::RenewPrescription,
        Self::ContactMe,
        Self::CommentsAndComplaints,
    ];

    /// As stored and as addresses say it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::BookAppointment => "book-appointment",
            Self::ChangeAppointment => "change-appointment",
            Self::Certificate => "certificate",
            Self::RenewPrescription => "renew-prescription",
            Self::ContactMe => "contact-me",
            Self::CommentsAndComplaints => "comments-and-complaints",
        }
    }

    /// The ready type with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ready| ready.key() == key)
    }

    /// Its name in Swedish, which is stored with the clinic's case type.
    #[must_use]
    pub const fn swedish_name(self) -> &'static str {
        match self {
            Self::BookAppointment => "Boka tid",
            Self::ChangeAppointment => "Av-/omboka tid",
            Self::Certificate => "Begär intyg",
            Self::RenewPrescription => "Förnya recept",
            Self::ContactMe => "Kontakta mig",
            Self::CommentsAndComplaints => "Synpunkter och klagomål",
        }
    }

    /// Its name in English.
    #[must_use]
    pub const fn english_name(self) -> &'static str {
        match self {
            Self::BookAppointment => "Book an appointment",
            Self::ChangeAppointment => "Cancel or change appointment",
            Self::Certificate => "Request a certificate",
            Self::RenewPrescription => "Renew a prescription",
            Self::ContactMe => "Contact me",
            Self::CommentsAndComplaints => "Comments and complaints",
        }
    }

    /// Its name in a language.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => self.swedish_name(),
            Lang::En => self.english_name(),
        }
    }

    /// What it is for, in one sentence: a text id.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::BookAppointment => "case-types-ready-book-appointment",
            Self::ChangeAppointment => "case-types-ready-change-appointment",
            Self::Certificate => "case-types-ready-certificate",
            Self::RenewPrescription => "case-types-ready-renew-prescription",
            Self::ContactMe => "case-types-ready-contact-me",
            Self::CommentsAndComplaints => "case-types-ready-comments-and-complaints",
        }
    }

    const fn json(self) -> &'static str {
        match self {
            Self::BookAppointment => include_str!("../../ready/book-appointment.json"),
            Self::ChangeAppointment => include_str!("../../ready/change-appointment.json"),
            Self::Certificate => include_str!("../../ready/certificate.json"),
            Self::RenewPrescription => include_str!("../../ready/renew-prescription.json"),
            Self::ContactMe => include_str!("../../ready/contact-me.json"),
            Self::CommentsAndComplaints => include_str!("../../ready/comments-and-complaints.json"),
        }
    }

    /// The form that it begins with.
    #[must_use]
    pub fn form(self) -> &'static Form {
        static FORMS: LazyLock<[Form; 6]> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "the forms are compiled in, and a test reads each of them")]
            Ready::ALL.map(|ready| ready.read().expect("a ready form"))
        });
        match self {
            Self::BookAppointment => &FORMS[0],
            Self::ChangeAppointment => &FORMS[1],
            Self::Certificate => &FORMS[2],
            Self::RenewPrescription => &FORMS[3],
            Self::ContactMe => &FORMS[4],
            Self::CommentsAndComplaints => &FORMS[5],
        }
    }

    fn read(self) -> Result<Form, FormError> {
        Form::from_json(self.json())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Words, check_placeholders};

    #[test]
    fn every_ready_form_is_whole_and_says_everything_in_both_languages() {
        for ready in Ready::ALL {
            let form = ready.read().unwrap_or_else(|error| panic!("{}: {error}", ready.key()));
            let in_both = |words: &Words| !words.sv.trim().is_empty() && !words.en.trim().is_empty();
            assert!(in_both(form.intro()), "{}", ready.key());
            assert!(form.questions().len() >= 5 && form.alternatives().len() >= 4, "{}", ready.key());
            for field in form.questions() {
                assert!(in_both(&field.label), "{}: {}", ready.key(), field.key);
                assert!(field.help.is_empty() || in_both(&field.help), "{}: {}", ready.key(), field.key);
                assert!(
                    field.kind.choices().iter().all(|choice| in_both(&choice.words)),
                    "{}: {}",
                    ready.key(),
                    field.key
                );
            }
            for alternative in form.alternatives() {
                assert!(in_both(&alternative.label) && in_both(&alternative.text), "{}", alternative.key);
                assert_eq!(check_placeholders(&alternative.text.sv), Ok(()));
            }
            assert_eq!(ready.form(), &form);
            assert_eq!(Ready::from_key(ready.key()), Some(ready));
            assert_eq!(Form::from_json(&form.to_json().unwrap()).as_ref(), Ok(&form));
        }
    }
}
