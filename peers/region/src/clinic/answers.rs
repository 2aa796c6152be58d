//! A form filled in as a resident would: what the story says, and what must be answered besides.

use behorig_access::Instant;
use behorig_case_types::Form;
use behorig_web::{Form as Typed, format};
use jiff::ToSpan as _;

/// Numbers that Post- och telestyrelsen keeps free for books and films: 070-174 06 05 to 99.
const FREE_NUMBERS: usize = 95;

/// The form, filled. `place` tells residents apart, so that each has a telephone of their own.
pub(crate) fn filled(form: &Form, answers: &[(&str, &str)], place: usize, at: Instant) -> Typed {
    let mut typed = Typed::default();
    for field in form.questions() {
        let told = answers.iter().find(|(key, _)| *key == field.key).map(|(_, value)| (*value).to_owned());
        if let Some(value) = told.or_else(|| besides(&field.key, place, at)) {
            typed.fill(&field.input(), value);
        }
    }
    typed
}

/// What a resident answers who has nothing special to say.
fn besides(field: &str, place: usize, at: Instant) -> Option<String> {
    let day = format::local(at.0).date();
    Some(match field {
        "phone" => format!("070-174 06 {:02}", 5 + place % FREE_NUMBERS),
        "booked-day" => day.saturating_add(9.days()).to_string(),
        "day" => day.saturating_sub(6.days()).to_string(),
        "about" => "own-health".to_owned(),
        "answer-how" => "here".to_owned(),
        "what" => "cancel".to_owned(),
        "left" => "week".to_owned(),
        "changed" | "reply" => "yes".to_owned(),
        "sought-before" | "interpreter" | "effects" | "extension" => "no".to_owned(),
        "on-behalf" => "self".to_owned(),
        "cost" => "1".to_owned(),
        _ => return None,
    })
}
