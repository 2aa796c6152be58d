//! Percent-encoding as signature version 4 has it: all but RFC 3986's unreserved characters, in capitals.

/// The bytes that an encoded text stands for. A `+` is a space, as forms and queries have it.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => pair(*high, *low),
            _ => None,
        };
        match (escaped, first) {
            (Some(byte), _) => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (None, b'+') => out.push(b' '),
            (None, other) => out.push(*other),
        }
    }
    out
}

fn pair(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

pub(crate) fn encoded(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The parameters of a query, decoded, in the order in which they came.
pub(crate) fn parameters(query: Option<&str>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let parts = query.unwrap_or_default().split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_again_and_broken_signs_stand_for_themselves() {
        let every: Vec<u8> = (0..=255).collect();
        assert_eq!(decoded(&encoded(&every)), every);
        assert_eq!(decoded("a%2Fb+c%zz%4"), b"a/b c%zz%4");
        assert_eq!(encoded("å b/c~".as_bytes()), "%C3%A5%20b%2Fc~");
    }
}
