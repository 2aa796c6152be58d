//! What comes along when somebody pastes from a document, a mail or a web page.

/// Whether the character shows nothing: any blank (no-break ones too) and the invisible marks that word processors
/// and chat programs put around copied text.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || is_direction_mark(c)
}

/// Soft hyphen, zero-width blanks and joiners, byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Marks that turn the direction of the text around them.
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character is meant as a hyphen: word processors turn it into dashes and minus signs.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Whether the character is meant as a plus sign.
pub(crate) fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{ff0b}')
}

/// Whether the character is a digit of another writing system, or looks like one (`²`, `①`).
pub(crate) fn is_foreign_digit(c: char) -> bool {
    !c.is_ascii() && c.is_numeric()
}
