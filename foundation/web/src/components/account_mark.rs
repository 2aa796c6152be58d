//! A small round mark with a person's initials.

use maud::{Markup, html};

/// The initials of a name in a circle; decoration beside the name itself.
#[must_use]
pub fn account_mark(name: &str) -> Markup {
    html! { span.mark aria-hidden="true" { (initials(name)) } }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split([' ', '-']).filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_last_name() {
        assert_eq!(initials("Åsa Maria Lindqvist"), "ÅL");
        assert_eq!(initials("Karl-Johan Öberg"), "KÖ");
        assert_eq!(initials("support"), "S");
        assert_eq!(initials("  42 🌼 "), "");
    }
}
