//! From bytes to text: UTF-8 with or without its mark, or Latin-1 as Windows writes it; never a guess where both occur.

use super::Reason;

/// The text of a file, or the line where it stops being one.
pub(super) fn decode(bytes: &[u8]) -> Result<String, (u64, Reason)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return Err((1, Reason::NotText));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let (mut first_utf8, mut first_other) = (None, None);
    let mut line = 1;
    for chunk in bytes.utf8_chunks() {
        if first_utf8.is_none()
            && let Some(at) = chunk.valid().bytes().position(|byte| !byte.is_ascii())
        {
            first_utf8 = Some(line + line_breaks(&chunk.valid().as_bytes()[..at]));
        }
        line += line_breaks(chunk.valid().as_bytes());
        if first_other.is_none() && !chunk.invalid().is_empty() {
            first_other = Some(line);
        }
        if let (Some(utf8), Some(other)) = (first_utf8, first_other) {
            return Err((utf8.max(other), Reason::MixedEncodings));
        }
    }
    if first_other.is_none() {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

fn line_breaks(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_encodings_of_swedish_office_programs_are_read() {
        for bytes in ["Åsa Öberg".as_bytes(), "\u{feff}Åsa Öberg".as_bytes(), b"\xc5sa \xd6berg"] {
            assert_eq!(decode(bytes).as_deref(), Ok("Åsa Öberg"));
        }
        assert_eq!(decode(b"Andr\xe9 \x96 Z\xfcrich").as_deref(), Ok("André \u{2013} Zürich"));
    }

    #[test]
    fn a_file_glued_together_of_two_encodings_is_refused_at_the_line_where_it_changes() {
        let glued = [b"namn\nAda\n\xc5sa\n".as_slice(), "Örjan\n".as_bytes()].concat();
        assert_eq!(decode(&glued), Err((4, Reason::MixedEncodings)));
        let glued = ["namn\nÅsa\n".as_bytes(), b"Ada\n\xd6rjan\n"].concat();
        assert_eq!(decode(&glued), Err((4, Reason::MixedEncodings)));
    }

    #[test]
    fn a_spreadsheet_or_utf_16_is_not_text() {
        assert_eq!(decode(b"PK\x03\x04\0\0"), Err((1, Reason::NotText)));
        assert_eq!(decode(b"\xff\xfen\0a\0"), Err((1, Reason::NotText)));
    }
}
