//! Text as a Swedish reader files it: the letters of the Swedish alphabet, accents seen through.

use crate::pasted::is_hyphen;

/// One thing that a text is made of, as far as sorting and searching see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    /// A blank, or a hyphen or slash, which join two words.
    Gap,
    /// An ASCII digit, 0 to 9.
    Digit(u8),
    /// `a` to `z`, `å`, `ä`, `ö`, or `ü`, which sorts and searches as different letters.
    Latin(char),
    /// A letter or digit of another writing system, in lower case.
    Other(char),
    /// An apostrophe, which belongs inside a word: O’Brien.
    Apostrophe(char),
    /// Any other mark.
    Mark(char),
}

/// Base letters of U+00C0 to U+024F; a full stop where there is none. From the canonical decompositions of the
/// Unicode Character Database, and strokes (đ, ħ, ł) taken away.
const LATIN: &[u8] = b"\
aaaaaa.ceeeeiiiidnooooo..uuuuy..aaaaaa.ceeeeiiiidnooooo..uuuuy.y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll.\
.llnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
bb....o..dd....e..f....ikk......oo.............uu..yy...........\
.............aaiioouuuuuuuuuu.aaaa..ggggkkoooo..j...gg..nnaa....\
aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............\
................";

/// The same for U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8] = b"\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// The letters of a text, in order. A letter followed by a combining mark is the same as the letter composed.
pub(crate) fn letters(text: &str) -> Vec<Letter> {
    let mut found = Vec::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if is_combining(c) {
            continue;
        }
        if let Some(whole) = characters.peek().and_then(|&mark| composed(c, mark)) {
            found.push(Letter::Latin(whole));
        } else {
            push(c, &mut found);
        }
    }
    found
}

fn push(c: char, found: &mut Vec<Letter>) {
    match c {
        '0'..='9' => found.push(Letter::Digit(u8::try_from(c).unwrap_or_default() - b'0')),
        'a'..='z' | 'å' | 'ä' | 'ö' | 'ü' => found.push(Letter::Latin(c)),
        'A'..='Z' => found.push(Letter::Latin(c.to_ascii_lowercase())),
        'Å' | '\u{212b}' => found.push(Letter::Latin('å')),
        'Ä' | 'Æ' | 'æ' | 'Ǽ' | 'ǽ' => found.push(Letter::Latin('ä')),
        'Ö' | 'Ø' | 'ø' | 'Ǿ' | 'ǿ' | 'Ő' | 'ő' | 'Œ' | 'œ' => found.push(Letter::Latin('ö')),
        'Ü' | 'Ű' | 'ű' => found.push(Letter::Latin('ü')),
        'ß' | 'ẞ' => found.extend([Letter::Latin('s'); 2]),
        'Þ' | 'þ' => found.extend([Letter::Latin('t'), Letter::Latin('h')]),
        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => found.push(Letter::Apostrophe(c)),
        _ if c.is_whitespace() || is_hyphen(c) || c == '/' => found.push(Letter::Gap),
        _ => match base(c) {
            Some(letter) => found.push(Letter::Latin(letter)),
            None if c.is_alphanumeric() => found.extend(c.to_lowercase().map(Letter::Other)),
            None => found.push(Letter::Mark(c)),
        },
    }
}

fn base(c: char) -> Option<char> {
    let code = u32::from(c);
    let letter = match code {
        0xc0..=0x24f => LATIN.get(usize::try_from(code - 0xc0).ok()?),
        0x1e00..=0x1eff => LATIN_ADDITIONAL.get(usize::try_from(code - 0x1e00).ok()?),
        _ => None,
    }?;
    letter.is_ascii_lowercase().then_some(char::from(*letter))
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The letters of their own that a base letter and a combining mark make.
fn composed(letter: char, mark: char) -> Option<char> {
    match (letter.to_ascii_lowercase(), mark) {
        ('a', '\u{30a}') => Some('å'),
        ('a', '\u{308}') => Some('ä'),
        ('o', '\u{308}' | '\u{30b}') => Some('ö'),
        ('u', '\u{308}' | '\u{30b}') => Some('ü'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_cover_their_blocks() {
        assert_eq!(LATIN.len(), 0x24f - 0xc0 + 1);
        assert_eq!(LATIN_ADDITIONAL.len(), 0x100);
        for (c, letter) in
            [('é', 'e'), ('Ñ', 'n'), ('ž', 'z'), ('Ł', 'l'), ('đ', 'd'), ('ñ', 'n'), ('ế', 'e'), ('Ỹ', 'y')]
        {
            assert_eq!(base(c), Some(letter), "{c}");
        }
        assert_eq!(base('×'), None);
    }
}
