//! The check digit of personal numbers, organisation numbers and reserve numbers (the Luhn rule, ISO/IEC 7812-1).

/// The check digit that follows `values`.
///
/// The right-most value weighs 2, the next 1, and so on; the digits of each product are added. A value may be over 9:
/// national reserve numbers weigh a letter by its ASCII code.
pub(crate) fn check_digit(values: impl DoubleEndedIterator<Item = u32>) -> u8 {
    let sum: u32 = values.rev().zip([2, 1].into_iter().cycle()).map(|(value, weight)| digit_sum(value * weight)).sum();
    u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

/// Whether the last of these ASCII digits is the check digit of those before it. Anything else than digits is refused.
pub(crate) fn holds(digits: &[u8]) -> bool {
    let Some((last, before)) = digits.split_last() else { return false };
    digits.iter().all(u8::is_ascii_digit) && check_digit(before.iter().map(|d| u32::from(d - b'0'))) == last - b'0'
}

fn digit_sum(mut number: u32) -> u32 {
    let mut sum = 0;
    while number > 0 {
        sum += number % 10;
        number /= 10;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_hold() {
        for digits in ["5565594230", "2321000016", "2321000131", "2321000156", "7010632391"] {
            assert!(holds(digits.as_bytes()), "{digits}");
        }
        assert!(!holds(b"5565594231"));
        assert!(!holds(b""));
        assert!(!holds(b"55655942x0"));
    }
}
