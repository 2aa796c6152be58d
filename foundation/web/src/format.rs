//! Dates, times and numbers as people in Sweden write them, in both languages.
//!
//! Instants are milliseconds since 1970 in UTC and shown in Europe/Stockholm. "Now" is always a parameter.

use std::sync::OnceLock;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::Lang;

/// A space that keeps what stands on its two sides on one line.
const NO_BREAK: char = '\u{a0}';
/// The minus sign of typesetting, as wide as a plus.
const MINUS: char = '\u{2212}';

/// The zone that every time is shown in.
#[must_use]
pub fn stockholm() -> &'static TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    #[expect(clippy::expect_used, reason = "the zone database is compiled in")]
    ZONE.get_or_init(|| TimeZone::get("Europe/Stockholm").expect("Europe/Stockholm"))
}

/// What the clock on a Swedish wall shows at an instant, given in milliseconds since 1970.
#[must_use]
pub fn local(milliseconds: i64) -> Zoned {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(stockholm().clone())
}

/// `2026-11-21`, the same in both languages.
#[must_use]
pub fn date(date: Date) -> String {
    date.to_string()
}

/// `lördag 21 november 2026`, `Saturday 21 November 2026`.
#[must_use]
pub fn long_date(lang: Lang, date: Date) -> String {
    format!("{} {}{NO_BREAK}{} {}", weekday(lang, date.weekday()), date.day(), month(lang, date), date.year())
}

/// `kl. 14.30`, `14:30`.
#[must_use]
pub fn time(lang: Lang, time: Time) -> String {
    match lang {
        Lang::Sv => format!("kl.{NO_BREAK}{:02}.{:02}", time.hour(), time.minute()),
        Lang::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// `2026-11-21 kl. 14.30`, `2026-11-21 14:30`.
#[must_use]
pub fn date_time(lang: Lang, milliseconds: i64) -> String {
    let local = local(milliseconds);
    format!("{}{NO_BREAK}{}", local.date(), time(lang, local.time()))
}

/// The instant as a machine reads it in `<time datetime>`.
#[must_use]
pub fn machine_time(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// `i dag kl. 14.30`, `i går kl. 09.05`, and the date for anything further away.
#[must_use]
pub fn near_time(lang: Lang, milliseconds: i64, now: i64) -> String {
    let local_time = local(milliseconds);
    let day = local_time.date();
    let today = local(now).date();
    let word = if day == today {
        lang.t("web-today")
    } else if Some(day) == today.yesterday().ok() {
        lang.t("web-yesterday")
    } else if Some(day) == today.tomorrow().ok() {
        lang.t("web-tomorrow")
    } else {
        return date_time(lang, milliseconds);
    };
    format!("{word} {}", time(lang, local_time.time()))
}

/// The end of a period: a date, or *tills vidare*.
#[must_use]
pub fn until(lang: Lang, end: Option<Date>) -> String {
    end.map_or_else(|| lang.t("web-until-further-notice").into_owned(), date)
}

/// `2026-11-21 – 2027-01-31`, or `2026-11-21 – tills vidare`.
#[must_use]
pub fn period(lang: Lang, from: Date, end: Option<Date>) -> String {
    format!("{from} – {}", until(lang, end))
}

/// The ISO week, `v. 47` or `week 47`.
#[must_use]
pub fn week(lang: Lang, date: Date) -> String {
    let week = date.iso_week_date().week();
    match lang {
        Lang::Sv => format!("v.{NO_BREAK}{week}"),
        Lang::En => format!("week{NO_BREAK}{week}"),
    }
}

/// `måndag`, `Monday`.
#[must_use]
pub const fn weekday(lang: Lang, day: Weekday) -> &'static str {
    let (sv, en) = match day {
        Weekday::Monday => ("måndag", "Monday"),
        Weekday::Tuesday => ("tisdag", "Tuesday"),
        Weekday::Wednesday => ("onsdag", "Wednesday"),
        Weekday::Thursday => ("torsdag", "Thursday"),
        Weekday::Friday => ("fredag", "Friday"),
        Weekday::Saturday => ("lördag", "Saturday"),
        Weekday::Sunday => ("söndag", "Sunday"),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// `november`, `November`.
#[must_use]
pub fn month(lang: Lang, date: Date) -> &'static str {
    const MONTHS: [(&str, &str); 12] = [
        ("januari", "January"),
        ("februari", "February"),
        ("mars", "March"),
        ("april", "April"),
        ("maj", "May"),
        ("juni", "June"),
        ("juli", "July"),
        ("augusti", "August"),
        ("september", "September"),
        ("oktober", "October"),
        ("november", "November"),
        ("december", "December"),
    ];
    let (sv, en) = usize::try_from(date.month() - 1).ok().and_then(|i| MONTHS.get(i)).copied().unwrap_or_default();
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// `20 312` with spaces that do not break, `20,312`; four digits stand together in Swedish only below 1,000.
#[must_use]
pub fn number(lang: Lang, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = match lang {
        Lang::Sv => NO_BREAK,
        Lang::En => ',',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push(MINUS);
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// `1 234,5`, `1,234.5`: a number with this many decimals.
#[must_use]
pub fn decimal(lang: Lang, value: f64, decimals: usize) -> String {
    let rounded = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut text = number(lang, whole.parse().unwrap_or(i64::MAX));
    if value < 0.0 && rounded.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.insert(0, MINUS);
    }
    if !fraction.is_empty() {
        text.push(match lang {
            Lang::Sv => ',',
            Lang::En => '.',
        });
        text.push_str(fraction);
    }
    text
}

/// `20 MB`: the size of a file, in powers of a thousand as file managers show it.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "kB", "MB", "GB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let tenths = (value * 10.0).round() % 10.0;
    let decimals = usize::from(unit > 1 && value < 9.95 && tenths > 0.0);
    format!("{}{NO_BREAK}{}", decimal(lang, value, decimals), UNITS.get(unit).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-21 13:30 UTC, which is half past two in Stockholm.
    const AFTERNOON: i64 = 1_795_267_800_000;

    #[test]
    fn an_instant_is_shown_as_the_clock_on_a_swedish_wall() {
        assert_eq!(date_time(Lang::Sv, AFTERNOON), "2026-11-21\u{a0}kl.\u{a0}14.30");
        assert_eq!(date_time(Lang::En, AFTERNOON), "2026-11-21\u{a0}14:30");
        let summer = AFTERNOON - 150 * 86_400_000;
        assert_eq!(date_time(Lang::En, summer), "2026-06-24\u{a0}15:30");
    }

    #[test]
    fn weeks_are_iso_weeks() {
        assert_eq!(week(Lang::Sv, day(2026, 11, 21)), "v.\u{a0}47");
        assert_eq!(week(Lang::En, day(2027, 1, 1)), "week\u{a0}53");
    }

    #[test]
    fn a_period_without_an_end_is_until_further_notice() {
        crate::texts::install(&[crate::TEXTS]).unwrap();
        assert_eq!(period(Lang::Sv, day(2026, 11, 21), None), "2026-11-21 – tills vidare");
        assert_eq!(period(Lang::En, day(2026, 11, 21), Some(day(2027, 1, 31))), "2026-11-21 – 2027-01-31");
    }

    #[test]
    fn only_yesterday_today_and_tomorrow_have_words() {
        crate::texts::install(&[crate::TEXTS]).unwrap();
        let hours = |h: i64| h * 3_600_000;
        assert_eq!(near_time(Lang::Sv, AFTERNOON, AFTERNOON + hours(9)), "i dag kl.\u{a0}14.30");
        assert_eq!(near_time(Lang::Sv, AFTERNOON, AFTERNOON + hours(10)), "i går kl.\u{a0}14.30");
        assert_eq!(near_time(Lang::En, AFTERNOON, AFTERNOON - hours(15)), "tomorrow 14:30");
        assert_eq!(near_time(Lang::En, AFTERNOON, AFTERNOON + hours(40)), "2026-11-21\u{a0}14:30");
    }

    #[test]
    fn numbers_are_grouped_as_each_language_writes_them() {
        assert_eq!(number(Lang::Sv, 1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(number(Lang::En, -1_234), "\u{2212}1,234");
        assert_eq!(number(Lang::Sv, i64::MIN), "\u{2212}9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808");
        assert_eq!(decimal(Lang::Sv, 1234.56, 1), "1\u{a0}234,6");
        assert_eq!(decimal(Lang::En, -0.04, 1), "0.0");
        assert_eq!(decimal(Lang::Sv, -0.5, 1), "\u{2212}0,5");
    }

    #[test]
    fn file_sizes_are_round() {
        assert_eq!(size(Lang::Sv, 20_000_000), "20\u{a0}MB");
        assert_eq!(size(Lang::Sv, 1_500_000), "1,5\u{a0}MB");
        assert_eq!(size(Lang::En, 999_999), "1\u{a0}MB");
        assert_eq!(size(Lang::En, 12), "12\u{a0}B");
    }

    #[test]
    fn a_long_date_names_the_day() {
        assert_eq!(long_date(Lang::Sv, day(2026, 11, 21)), "lördag 21\u{a0}november 2026");
        assert_eq!(long_date(Lang::En, day(2026, 11, 21)), "Saturday 21\u{a0}November 2026");
    }

    proptest! {
        #[test]
        fn a_grouped_number_is_the_same_number(n: i64) {
            for lang in Lang::ALL {
                let digits: String = number(lang, n).chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(digits, n.unsigned_abs().to_string());
            }
        }

        #[test]
        fn no_instant_breaks_the_page(milliseconds: i64) {
            prop_assert!(!date_time(Lang::Sv, milliseconds).is_empty());
        }
    }
}
