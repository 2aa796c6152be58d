//! A value of a table, and how it reads where there are no types.

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// What stands in a cell. Its kind decides how it is written: a text never becomes a number, a formula or a date.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A number with decimals; one that is no number, or endless, reads as nothing.
    Decimal(f64),
    /// A length in minutes: a whole number, so that it can be summed.
    Minutes(i64),
    /// A day.
    Date(Date),
    /// A time of day, shown to the minute.
    Time(Time),
    /// A moment: milliseconds since 1970-01-01 00:00 UTC, shown to the minute in Europe/Stockholm.
    Instant(i64),
}

impl Value<'_> {
    /// How it reads in a CSV file and on paper: `12,5`, `2026-11-22`, `13:30`, `2026-11-22 13:30`.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Whole(number) | Self::Minutes(number) => Cow::Owned(number.to_string()),
            Self::Decimal(number) if number.is_finite() => Cow::Owned(number.to_string().replace('.', ",")),
            Self::Decimal(_) => Cow::Borrowed(""),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Time(time) => Cow::Owned(hours_and_minutes(*time)),
            Self::Instant(milliseconds) => local(*milliseconds).map_or(Cow::Borrowed(""), |local| {
                Cow::Owned(format!("{} {}", local.date(), hours_and_minutes(local.time())))
            }),
        }
    }
}

fn hours_and_minutes(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The zone that every moment is shown in.
pub(crate) fn stockholm() -> &'static TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    #[expect(clippy::expect_used, reason = "the zone database is compiled in")]
    ZONE.get_or_init(|| TimeZone::get("Europe/Stockholm").expect("Europe/Stockholm"))
}

/// What a clock on a Swedish wall shows; nothing beyond the year 9999.
pub(crate) fn local(milliseconds: i64) -> Option<DateTime> {
    Some(stockholm().to_datetime(Timestamp::from_millisecond(milliseconds).ok()?))
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<Time> for Value<'_> {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_in_sweden_write_them() {
        let read = |value: Value<'_>| value.shown().into_owned();
        assert_eq!(read(Value::Decimal(-12.5)), "-12,5");
        assert_eq!(read(Value::Minutes(60)), "60");
        assert_eq!(read(jiff::civil::date(2026, 11, 22).into()), "2026-11-22");
        assert_eq!(read(jiff::civil::time(7, 5, 59, 0).into()), "07:05");
        assert_eq!(read(None::<i64>.into()), "");
        assert_eq!(read(Value::Decimal(f64::NAN)), "");
    }

    #[test]
    fn a_moment_is_shown_as_the_clock_on_a_swedish_wall() {
        // 2026-07-01 12:00 and 2026-01-01 12:00 UTC.
        assert_eq!(Value::Instant(1_782_907_200_000).shown(), "2026-07-01 14:00");
        assert_eq!(Value::Instant(1_767_268_800_000).shown(), "2026-01-01 13:00");
        assert_eq!(Value::Instant(i64::MAX).shown(), "");
    }
}
