//! The closed lists that a field chooses from.

macro_rules! listed {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $key:literal $swedish:literal $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each is what its Swedish name says")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored, and as files say it.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The Swedish name, which files may use too.
            #[must_use]
            pub const fn swedish_name(self) -> &'static str {
                match self { $(Self::$variant => $swedish),+ }
            }

            /// The text id of its name.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The one with this key or this Swedish name.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == text || one.swedish_name() == text)
            }
        }
    };
}

listed! {
    /// *Personalkategori*: the manual's ten, a closed list.
    StaffCategory {
        Other "other" "Annan" "accounts-category-other",
        Physiotherapist "physiotherapist" "Fysioterapeut/Sjukgymnast" "accounts-category-physiotherapist",
        Chiropractor "chiropractor" "Kiropraktor" "accounts-category-chiropractor",
        SpeechTherapist "speech-therapist" "Logoped" "accounts-category-speech-therapist",
        Physician "physician" "Läkare" "accounts-category-physician",
        Naprapath "naprapath" "Naprapat" "accounts-category-naprapath",
        Psychologist "psychologist" "Psykolog" "accounts-category-psychologist",
        Receptionist "receptionist" "Receptionist" "accounts-category-receptionist",
        Secretary "secretary" "Sekreterare" "accounts-category-secretary",
        Nurse "nurse" "Sjuksköterska" "accounts-category-nurse",
    }
}

listed! {
    /// *Anställningsform*.
    EmploymentForm {
        Permanent "permanent" "Tillsvidareanställning" "accounts-employment-permanent",
        FixedTerm "fixed-term" "Särskild visstidsanställning" "accounts-employment-fixed-term",
        Substitute "substitute" "Vikariat" "accounts-employment-substitute",
        Probationary "probationary" "Provanställning" "accounts-employment-probationary",
        ByTheHour "by-the-hour" "Timanställning" "accounts-employment-by-the-hour",
        Consultant "consultant" "Konsult eller inhyrd" "accounts-employment-consultant",
        Student "student" "Student eller praktikant" "accounts-employment-student",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_staff_categories_are_the_manuals_ten_word_for_word() {
        let names: Vec<_> = StaffCategory::ALL.iter().map(|category| category.swedish_name()).collect();
        assert_eq!(
            names,
            [
                "Annan",
                "Fysioterapeut/Sjukgymnast",
                "Kiropraktor",
                "Logoped",
                "Läkare",
                "Naprapat",
                "Psykolog",
                "Receptionist",
                "Sekreterare",
                "Sjuksköterska"
            ]
        );
    }
}
