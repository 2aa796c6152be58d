//! Notes that somebody kept: a file that they were appended to, or letters as they came.

use quoted_printable::ParseMode;

use crate::SignedNote;

/// How a letter writes the em dash that begins a signature, where it is quoted-printable (RFC 2045, section 6.7).
const DASH_IN_A_LETTER: &str = "=E2=80=94 ";

/// The signed notes of a text, in their order. Words around them, quoting and indenting, ends of lines and the encoding of a letter change
/// nothing: a signature covers what was signed, and holds or not. A torn note, such as a power cut leaves, is passed over, and so is one
/// whose lines were wrapped anew: who asks looks whether anything was found.
#[must_use]
pub fn notes_in(text: &str) -> Vec<SignedNote> {
    let mut notes = plain(text);
    if text.contains(DASH_IN_A_LETTER) {
        // Robust decoding has no errors; what it cannot read it leaves out.
        let letters = quoted_printable::decode(text, ParseMode::Robust).unwrap_or_default();
        notes.extend(plain(&String::from_utf8_lossy(&letters)));
    }
    notes
}

/// A note is a paragraph, and another of signatures after it.
fn plain(text: &str) -> Vec<SignedNote> {
    let lines: Vec<&str> = text.lines().map(bare).collect();
    let paragraphs: Vec<String> =
        lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n")).collect();
    paragraphs
        .iter()
        .zip(paragraphs.iter().skip(1))
        .filter(|(_, signatures)| signatures.starts_with('\u{2014}'))
        .filter_map(|(words, signatures)| SignedNote::parse(&format!("{words}\n\n{signatures}\n")).ok())
        .filter(SignedNote::is_untorn)
        .collect()
}

/// A line without what a mail program or an editor puts around it.
fn bare(line: &str) -> &str {
    line.trim_start_matches(|char: char| char == '>' || char == '\u{feff}' || char.is_whitespace()).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Checkpoint, Hash, KeyName, Kind, SignatureLine, SigningKey};

    /// As a witness has cosigned it.
    fn note(size: u64) -> String {
        let name = KeyName::new("a.example/logg").unwrap();
        let key = SigningKey::from_seed(name.clone(), Kind::Log, &[7; 32]).unwrap();
        let mut note = Checkpoint::new(name, size, Hash::EMPTY_TREE).sign(&[&key]).unwrap();
        let witness = SigningKey::from_seed(KeyName::new("vittne.example").unwrap(), Kind::Witness, &[9; 32]).unwrap();
        note.add(SignatureLine::of_witness(note.text(), &witness, 1_763_812_800).unwrap());
        note.to_string()
    }

    fn found(text: &str) -> Vec<String> {
        notes_in(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_note_is_found_whatever_a_letter_makes_of_it() {
        let (one, other) = (note(5), note(9));
        let letter = format!("Spara brevet.\n\n{one}\nSå här:\n\n    behorig\n");
        let quoted: String = letter.lines().map(|line| format!("> {line}\n")).collect();
        let encoded = String::from_utf8(quoted_printable::encode(letter.replace('\n', "\r\n"))).unwrap();
        assert!(!encoded.contains(one.lines().last().unwrap()), "the signature is folded: {encoded}");
        let as_it_came = format!("Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}");
        for text in [
            letter.clone(),
            letter.replace('\n', "\r\n"),
            letter.replace('\n', " \n"),
            letter.replace("\n\n", "\n \n\n"),
            quoted,
            as_it_came.clone(),
            format!("\u{feff}{one}"),
        ] {
            assert_eq!(found(&text), [one.as_str()], "{text}");
        }
        assert_eq!(found(&format!("{one}\n{other}")), [one.as_str(), other.as_str()]);
        assert_eq!(found(&format!("{other}\n{as_it_came}")), [other.as_str(), one.as_str()]);
        // What somebody else sends hides nothing, whatever it says.
        let unsigned = one.split("\n\n").next().unwrap();
        let hiding = format!("{unsigned}\n\n{as_it_came}\n{unsigned}\n").replace("\r\n", "\n");
        assert_eq!(found(&hiding), [one.as_str()]);
    }

    #[test]
    fn a_torn_note_is_passed_over_wherever_it_was_torn() {
        let (torn, whole) = (note(5), note(9));
        let before_cosigned = torn.trim_end().rsplit_once('\n').unwrap().0;
        let signed = format!("{before_cosigned}\n");
        for end in (0..torn.trim_end().len()).filter(|end| torn.is_char_boundary(*end)) {
            let kept = torn.get(..end).unwrap();
            let text = format!("{kept}\n\n{whole}");
            // Torn before the cosignature, it is the note that the log has signed.
            let expected = if kept.trim_end() == before_cosigned {
                vec![signed.as_str(), whole.as_str()]
            } else {
                vec![whole.as_str()]
            };
            assert_eq!(found(&text), expected, "torn at {end}");
        }
        assert!(found("").is_empty() && found("\u{2014} a b\n").is_empty());
    }
}
