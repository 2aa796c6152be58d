//! Forms that tests are about.

use super::{Alternative, Choice, Condition, Draft, Field, Kind, Words};

pub(super) fn choice(key: &str, sv: &str) -> Choice {
    Choice { key: key.to_owned(), words: Words::swedish(sv) }
}

pub(super) fn field(key: &str, kind: Kind, label: &str) -> Field {
    Field {
        key: key.to_owned(),
        kind,
        label: Words::swedish(label),
        help: Words::default(),
        required: false,
        shown_when: None,
    }
}

/// A form with every kind of field; the second is shown by the first, and must then be answered.
pub(super) fn visit() -> Draft {
    let yes_no = || Kind::Choice { choices: vec![choice("yes", "Ja"), choice("no", "Nej")] };
    let how = Kind::ManyChoices { choices: vec![choice("day", "Dagtid"), choice("evening", "Kvällstid")] };
    let when = Field {
        required: true,
        shown_when: Some(Condition { field: "before".to_owned(), is: vec!["yes".to_owned()] }),
        ..field("when", Kind::Date, "När var du här senast?")
    };
    Draft {
        intro: Words { sv: "Svara så gott du kan.".to_owned(), en: "Answer as well as you can.".to_owned() },
        fields: vec![
            Field { required: true, ..field("before", yes_no(), "Har du varit här förut?") },
            when,
            field("why", Kind::LongText, "Vad gäller det?"),
            field("name", Kind::Text, "Vad vill du bli kallad?"),
            field("how", how, "När passar det?"),
            field("number", Kind::Number, "Hur mycket väger du?"),
            field("phone", Kind::Phone, "Telefonnummer"),
            field("files", Kind::File, "Bilder"),
            field("agree", Kind::Consent, "Jag har läst villkoren"),
        ],
        alternatives: vec![Alternative {
            key: "a1".to_owned(),
            label: Words::swedish("Vi bokar en tid"),
            text: Words::swedish("Hej {namn}! Vi har bokat en tid."),
        }],
        made: 1,
    }
}
