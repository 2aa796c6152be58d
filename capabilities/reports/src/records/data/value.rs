//! What stands in a cell.

use behorig_web::{Lang, format};
use jiff::civil::Date;

/// A value of a row, before it is written for a page or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Nothing,
    /// Words.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A civil day.
    Day(Date),
    /// A time of day, by its moment in milliseconds since 1970.
    Clock(i64),
    /// A day and a time, by its moment in milliseconds since 1970.
    Moment(i64),
}

impl Value {
    /// A number that may be missing.
    pub(crate) fn number(number: Option<i64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }

    /// A moment that may be missing.
    pub(crate) fn moment(at: Option<i64>) -> Self {
        at.map_or(Self::Nothing, Self::Moment)
    }

    /// A time of day that may be missing.
    pub(crate) fn clock(at: Option<i64>) -> Self {
        at.map_or(Self::Nothing, Self::Clock)
    }

    /// Words; none where they are empty.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }

    /// As a page shows it.
    pub(crate) fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Number(number) => format::number(lang, *number),
            Self::Clock(at) if lang == Lang::Sv => time_of_day(*at).replace(':', "."),
            other => other.plain(),
        }
    }

    /// As a file takes it, with its type.
    pub(crate) fn in_file(&self) -> behorig_documents::Value<'_> {
        use behorig_documents::Value as File;
        match self {
            Self::Nothing => File::Empty,
            Self::Text(text) => File::from(text.as_str()),
            Self::Number(number) => File::Whole(*number),
            Self::Day(day) => File::Date(*day),
            Self::Clock(at) => File::Time(format::local(*at).time()),
            Self::Moment(at) => File::Instant(*at),
        }
    }

    /// Without the language of a page: a number without spaces.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Clock(at) => time_of_day(*at),
            Self::Moment(at) => format!("{} {}", format::local(*at).date(), time_of_day(*at)),
        }
    }
}

fn time_of_day(at: i64) -> String {
    let time = format::local(at).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_people_read_them_and_files_hold_bare_numbers() {
        assert_eq!(Value::Number(-1_234).shown(Lang::Sv), "\u{2212}1\u{a0}234");
        assert_eq!(Value::Number(-1_234).plain(), "-1234");
        // 2026-11-21 13:30 UTC.
        assert_eq!(Value::Moment(1_795_267_800_000).plain(), "2026-11-21 14:30");
        let clock = Value::Clock(1_795_267_800_000);
        assert_eq!([clock.plain(), clock.shown(Lang::En), clock.shown(Lang::Sv)], ["14:30", "14:30", "14.30"]);
        assert_eq!((Value::text(""), Value::Nothing.plain()), (Value::Nothing, String::new()));
    }
}
