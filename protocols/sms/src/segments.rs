//! How many messages a text becomes on its way (3GPP TS 23.038 and 23.040 9.2.3.24.1): each is paid for.

/// A text of more parts is no notice, and is not sent.
pub const MOST_SEGMENTS: usize = 4;

/// The default alphabet (3GPP TS 23.038 6.2.1): seven bits each.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension (6.2.1.1): an escape and seven bits.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// How many parts a text is sent in. One character outside the default alphabet, such as an emoji, makes all of it UCS-2, of which
/// less than half as much fits.
#[must_use]
pub fn segments(text: &str) -> usize {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    match septets {
        Some(widths) => packed(&widths, 160, 153),
        None => packed(&text.chars().map(char::len_utf16).collect::<Vec<_>>(), 70, 67),
    }
}

fn septets(letter: char) -> Option<usize> {
    if BASIC.contains(letter) {
        Some(1)
    } else if EXTENDED.contains(letter) {
        Some(2)
    } else {
        None
    }
}

/// Parts of what fits in one alone, or in each of many, which carry how they belong together. No character is cut in two.
fn packed(widths: &[usize], alone: usize, each: usize) -> usize {
    let all: usize = widths.iter().sum();
    if all <= alone {
        return usize::from(all > 0);
    }
    let (mut parts, mut filled) = (1, 0);
    for width in widths {
        if filled + width > each {
            (parts, filled) = (parts + 1, 0);
        }
        filled += width;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn swedish_fits_the_alphabet_of_telephones_and_an_emoji_does_not() {
        for (text, parts) in [
            (String::new(), 0),
            ("å".repeat(160), 1),
            ("ö".repeat(161), 2),
            ("Ä".repeat(306), 2),
            ("é".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("ç".repeat(70), 1),
            ("ç".repeat(71), 2),
            ("🫎".repeat(35), 1),
            ("🫎".repeat(36), 2),
        ] {
            assert_eq!(segments(&text), parts, "{} of {:?}", text.chars().count(), text.chars().next());
        }
    }

    #[test]
    fn no_character_is_cut_in_two() {
        // 152 and then an escaped one: its two halves would stand in two parts.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(151));
        assert_eq!(segments(&text), 2);
        assert_eq!(segments(&format!("{text}a")), 3, "the first part has one place left over");
    }

    proptest! {
        #[test]
        fn a_longer_text_never_takes_fewer_parts(text in "[a-zåäö€ç🫎 ]{0,400}", more: char) {
            let longer = format!("{text}{more}");
            prop_assert!(segments(&longer) >= segments(&text));
            prop_assert!(segments(&text) * 160 >= text.chars().count());
        }
    }
}
