//! Modhex: sixteen letters that sit on the same keys of nearly every keyboard layout.
//!
//! A YubiKey sends key strokes, not letters. On a Dvorak layout the same strokes give other letters, so those are
//! translated back before decoding.

/// The letter for each half byte, 0 to 15.
const MODHEX: &[u8; 16] = b"cbdefghijklnrtuv";
/// What the same keys type on a Dvorak layout.
const DVORAK: &[u8; 16] = b"jxe.uidchtnbpygk";

/// Writes bytes as modhex, two letters each.
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 0x0f)]).collect()
}

fn letter(half: u8) -> char {
    MODHEX.get(usize::from(half)).copied().map_or('c', char::from)
}

/// Reads modhex, in either case (Caps Lock) and as typed on a Dvorak layout; `None` if it is neither or of odd length.
///
/// Text that could be both is read as modhex: twelve of the sixteen letters are shared, so one Dvorak-typed password in
/// ten thousand is misread, fails its checksum, and the person touches the key again.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    decode_with(MODHEX, text).or_else(|| decode_with(DVORAK, text))
}

fn decode_with(alphabet: &[u8; 16], text: &str) -> Option<Vec<u8>> {
    let halves: Vec<u8> = text.bytes().map(|byte| value(alphabet, byte)).collect::<Option<_>>()?;
    let pairs = halves.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    Some(pairs.map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half)).collect())
}

fn value(alphabet: &[u8; 16], byte: u8) -> Option<u8> {
    let byte = byte.to_ascii_lowercase();
    (0_u8..).zip(alphabet).find_map(|(value, letter)| (*letter == byte).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same key strokes as they appear on a Dvorak layout.
    fn typed_on_dvorak(modhex: &str) -> String {
        modhex
            .bytes()
            .map(|letter| char::from(DVORAK[MODHEX.iter().position(|candidate| *candidate == letter).unwrap()]))
            .collect()
    }

    #[test]
    fn the_alphabet_counts_from_zero_to_fifteen() {
        assert_eq!(decode("cbdefghijklnrtuv").unwrap(), [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]);
        assert_eq!(encode(&[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]), "cbdefghijklnrtuv");
    }

    #[test]
    fn a_key_touched_with_caps_lock_or_on_a_dvorak_layout_still_works() {
        assert_eq!(decode("CBDEFGHIJKLNRTUV"), decode("cbdefghijklnrtuv"));
        assert_eq!(decode("jxe.uidchtnbpygk"), decode("cbdefghijklnrtuv"));
        assert_eq!(decode("JXE.UIDCHTNBPYGK"), decode("cbdefghijklnrtuv"));
    }

    #[test]
    fn other_letters_half_bytes_and_mixed_layouts_are_refused() {
        for text in ["a", "c", "ccc", "cå", "c c", "vx", "cc\u{feff}"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn dvorak_is_read_back_whenever_it_is_plainly_dvorak(bytes: Vec<u8>) {
            let typed = typed_on_dvorak(&encode(&bytes));
            prop_assume!(decode_with(MODHEX, &typed).is_none());
            prop_assert_eq!(decode(&typed), Some(bytes));
        }

        #[test]
        fn any_text_at_all_is_answered(text: String) {
            let _ = decode(&text);
        }
    }
}
