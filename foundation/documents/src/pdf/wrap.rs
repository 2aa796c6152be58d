//! Text into lines.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::columns::Wish;
use super::face::Face;

/// What stands for a letter that the font lacks.
const UNKNOWN: char = '?';

/// The text as it can be printed: accents on their letters, line ends alike, no control characters, a mark for what the font lacks.
pub(super) fn printable<'t>(text: &'t str, face: &Face) -> Cow<'t, str> {
    let text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect::<String>()),
    };
    if text.chars().all(|letter| letter == '\n' || (!is_unseen(letter) && face.has(letter))) {
        return text;
    }
    let text = text.replace("\r\n", "\n");
    let kept = text.chars().filter_map(|letter| match letter {
        '\n' => Some(letter),
        '\r' => Some('\n'),
        letter if letter.is_control() => Some(' '),
        letter if is_unseen(letter) => None,
        // A hyphen that keeps its line is one to look at.
        '\u{2011}' => Some('-'),
        letter if face.has(letter) => Some(letter),
        _ => Some(UNKNOWN),
    });
    Cow::Owned(kept.collect())
}

/// Marks that change how neighbours are drawn and are never drawn themselves.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The lines of a text, none wider than `width` unless a single letter is. A line that ends between words keeps its blank, so that
/// whoever reads the file aloud or copies from it gets the words apart. Text must be [`printable`].
pub(super) fn lines(text: &str, face: &Face, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let (mut line, mut taken) = (String::new(), 0.0);
        for piece in Pieces(paragraph) {
            let (visible, whole) = (face.width(piece.trim_end_matches(' '), size), face.width(piece, size));
            if taken + visible > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            if visible <= width {
                line.push_str(piece);
                taken += whole;
                continue;
            }
            for letter in piece.chars() {
                let advance = face.advance(letter) * size;
                // A mark without a width belongs to the letter before it.
                if taken + advance > width && !line.is_empty() && letter != ' ' && advance > 0.0 {
                    lines.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                line.push(letter);
                taken += advance;
            }
        }
        lines.push(line);
    }
    lines
}

/// What the text asks of its column.
pub(super) fn wish(text: &str, face: &Face, size: f32) -> Wish {
    let mut wish = Wish::default();
    for paragraph in text.split('\n') {
        wish.natural = wish.natural.max(face.width(paragraph, size));
        for piece in Pieces(paragraph) {
            wish.least = wish.least.max(face.width(piece.trim_end_matches(' '), size));
        }
    }
    wish
}

/// The parts of a line between which it may be broken: after blanks, and after a hyphen or a stroke between two letters.
struct Pieces<'t>(&'t str);

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let mut before = None;
        let mut letters = self.0.char_indices().peekable();
        letters.peek()?;
        let mut end = self.0.len();
        while let Some((at, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            let breaks = match letter {
                ' ' => next != Some(' '),
                '-' | '/' | '\u{2013}' => {
                    before.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_alphabetic)
                }
                _ => false,
            };
            if breaks {
                end = at + letter.len_utf8();
                break;
            }
            before = Some(letter);
        }
        let (piece, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::face::Faces;
    use super::*;

    fn wrapped(text: &str, width: f32) -> Vec<String> {
        let faces = Faces::load().unwrap();
        lines(&printable(text, &faces.regular), &faces.regular, 10.0, width)
    }

    #[test]
    fn dates_and_times_are_not_torn_apart_and_compound_words_are() {
        assert_eq!(Pieces("2026-11-22 kl. 08:30").collect::<Vec<_>>(), ["2026-11-22 ", "kl. ", "08:30"]);
        assert_eq!(Pieces("SoL/LSS-insats a-1").collect::<Vec<_>>(), ["SoL/", "LSS-", "insats ", "a-1"]);
    }

    #[test]
    fn a_line_break_that_somebody_typed_stays() {
        assert_eq!(wrapped("Dusch\r\n\nFrukost", 200.0), ["Dusch", "", "Frukost"]);
    }

    #[test]
    fn accents_typed_apart_come_together_and_unknown_letters_are_marked() {
        assert_eq!(wrapped("A\u{30a}sa \u{1f600} \u{200f}x\u{7}y", 200.0), ["Åsa ? x y"]);
    }

    #[test]
    fn both_faces_have_the_letters_of_names_in_sweden_and_the_signs_of_our_texts() {
        let faces = Faces::load().unwrap();
        for letter in "åäöÅÄÖéüßæøðþłčšžñğışĐđΩЖ…–—−·•’”“»«§½°×→≥≤€\u{a0}\u{202f}".chars()
        {
            assert!(faces.regular.has(letter) && faces.bold.has(letter), "{letter:?}");
        }
        assert_eq!(wrapped("HSL\u{2011}insats", 200.0), ["HSL-insats"]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_is_too_wide(text in "[a-zåäöA-Z0-9 \\-/.,]{0,80}", width in 1.0_f32..120.0) {
            let faces = Faces::load().unwrap();
            let lines = lines(&text, &faces.regular, 10.0, width);
            prop_assert_eq!(lines.concat(), text);
            for line in &lines {
                let shown = line.trim_end_matches(' ');
                prop_assert!(
                    faces.regular.width(shown, 10.0) <= width + 0.01 || shown.trim_start_matches(' ').chars().count() <= 1,
                    "{:?}", line
                );
            }
        }
    }
}
