//! Parsers for [`Form::required`](super::Form::required) and its siblings, where a type has none of its own.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Message;

/// Text of at most `max` characters, as it is.
pub fn text(max: usize) -> impl Fn(&str) -> Result<String, Message> {
    move |text| {
        if text.chars().count() > max {
            Err(Message::new("web-too-long").with("max", max))
        } else {
            Ok(text.to_owned())
        }
    }
}

/// A whole number within a range.
pub fn number(range: RangeInclusive<i64>) -> impl Fn(&str) -> Result<i64, Message> {
    move |text| {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        digits
            .parse()
            .ok()
            .filter(|number| range.contains(number))
            .ok_or_else(|| Message::new("web-number-wrong").with("min", *range.start()).with("max", *range.end()))
    }
}

/// A day: `2026-11-21` as a browser sends it, or as people type it: `20261121`, `2026/11/21`, `2026.11.21`.
///
/// # Errors
/// A message that shows how a date is written.
pub fn date(text: &str) -> Result<Date, Message> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let others = text.chars().filter(|c| !c.is_ascii_digit());
    let wrong = || Message::new("web-date-wrong");
    if digits.len() != 8 || others.clone().count() > 2 || others.into_iter().any(|c| !"-/. ".contains(c)) {
        return Err(wrong());
    }
    let part = |range| digits.get(range).and_then(|digits: &str| digits.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return Err(wrong()) };
    let (month, day) = (i8::try_from(month).map_err(|_| wrong())?, i8::try_from(day).map_err(|_| wrong())?);
    Date::new(year, month, day).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_taken_as_people_write_it() {
        let day = jiff::civil::date(2026, 11, 21);
        for text in ["2026-11-21", "20261121", "2026/11/21", "2026.11.21", "2026 11 21"] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        for text in ["2026-02-30", "26-11-21", "", "2026-11-21T10:00", "२०२६-११-२१", "2026--11-21-", "0000-13-99"]
        {
            assert_eq!(date(text).map_err(|error| error.id().to_owned()), Err("web-date-wrong".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_number_outside_its_range_is_told_the_range() {
        assert_eq!(number(1..=100)("1 00"), Ok(100));
        assert_eq!(number(1..=100)("0"), Err(Message::new("web-number-wrong").with("min", 1).with("max", 100)));
        assert!(number(1..=100)("ett").is_err());
    }

    proptest! {
        #[test]
        fn every_day_comes_back_and_nothing_else_panics(days in 0_i32..60_000, text: String) {
            let day = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(date(&day.to_string()), Ok(day));
            let _ = date(&text);
        }
    }
}
