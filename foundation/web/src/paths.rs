//! The addresses that the shell itself links to. The program serves them; a page never spells one out.

/// The start page.
pub const START: &str = "/";
/// Search among all functions, as a plain page (`?q=`).
pub const SEARCH: &str = "/sok";
/// The same list of functions as JSON, for the command search.
pub const COMMANDS: &str = "/kommandon.json";
/// Help about the page one is on.
pub const HELP: &str = "/hjalp";
/// The accessibility statement that the law asks for.
pub const ACCESSIBILITY: &str = "/tillganglighet";
/// POST: choose light, dark or the system's own.
pub const THEME: &str = "/tema";
/// GET: choose language; `/sprak/en?till=/path`.
pub const LANGUAGE: &str = "/sprak";
/// Choose which hat to wear: staff at a unit, relative or resident.
pub const HATS: &str = "/byt-uppdrag";
/// The sign-in page.
pub const SIGN_IN: &str = "/logga-in";
/// Prove anew who one is, in a stronger way; `?till=/path` is where to go afterwards.
pub const CONFIRM: &str = "/bekrafta";
/// POST: sign out.
pub const SIGN_OUT: &str = "/logga-ut";
/// POST: keep the session alive.
pub const RENEW_SESSION: &str = "/session/forlang";

/// A text as a value in the query of an address.
#[must_use]
pub fn query_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => value.push(char::from(byte)),
            _ => value.push_str(&format!("%{byte:02X}")),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_its_way_through_an_address(text in "\\PC{0,40}") {
            let form = crate::Form::parse(format!("q={}&r=1", query_value(&text)).as_bytes()).unwrap();
            prop_assert_eq!(form.value("q"), text.as_str());
        }
    }
}
