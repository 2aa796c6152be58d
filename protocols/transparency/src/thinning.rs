//! What an event that tells of a thinning says: which positions were erased, of which unit, before what day and by what rule.

use std::fmt;

use uuid::Uuid;

/// The function by which such an event names itself.
pub const THINNING_LEVEL: &str = "audit.thin";

/// Five years in days, such that no five years of the calendar are longer. Nothing younger may be erased.
pub const FLOOR_DAYS: i64 = 1_827;

const MILLIS_OF_DAY: i64 = 86_400_000;
/// No rule keeps a log for fewer years.
const FEWEST_YEARS: u16 = 5;

/// A day of the calendar, counted from 1970-01-01, which begins at midnight UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The day of a time in milliseconds since 1970 UTC.
    #[must_use]
    pub const fn of(millis: i64) -> Self {
        Self(millis.div_euclid(MILLIS_OF_DAY))
    }

    /// When it begins, in milliseconds since 1970 UTC.
    #[must_use]
    pub const fn begins(self) -> i64 {
        self.0.saturating_mul(MILLIS_OF_DAY)
    }

    /// The day so many days earlier.
    #[must_use]
    pub const fn minus(self, days: i64) -> Self {
        Self(self.0.saturating_sub(days))
    }

    /// The day so many years earlier, counted such that it is no later than the calendar's: each four years have a leap day, begun ones too.
    #[must_use]
    pub const fn minus_years(self, years: u16) -> Self {
        self.minus(years as i64 * 365 + (years as i64).div_euclid(4) + 1)
    }

    /// Reads `2021-11-20`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day): (i64, i64, i64) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        // Years begin in March, so that the leap day is the last.
        let from_march = (month + 9) % 12;
        let year = if month <= 2 { year.checked_sub(1)? } else { year };
        let of_year = (153 * from_march + 2) / 5 + day - 1;
        let days = year.checked_mul(365)? + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year;
        let found = Self(days - 719_468);
        (found.to_string() == text).then_some(found)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0.saturating_add(719_468);
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

/// Positions in rising order, as rows of neighbours: the first and the last of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Positions(Vec<(u64, u64)>);

impl Positions {
    /// Of these positions, in whatever order.
    #[must_use]
    pub fn of(mut positions: Vec<u64>) -> Self {
        positions.sort_unstable();
        let mut rows = Self::default();
        positions.into_iter().for_each(|position| rows.add(position, position));
        rows
    }

    /// Adds a row that begins no earlier than the last one.
    pub fn add(&mut self, first: u64, last: u64) {
        match self.0.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => self.0.push((first, last)),
        }
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// How many positions.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().fold(0, |count, (first, last)| count.saturating_add(last - first).saturating_add(1))
    }

    /// Those below a position, and those from it on.
    #[must_use]
    pub fn split(&self, at: u64) -> (Self, Self) {
        let (mut below, mut rest) = (Self::default(), Self::default());
        for (first, last) in &self.0 {
            if *first < at {
                below.0.push((*first, (*last).min(at.saturating_sub(1))));
            }
            if *last >= at {
                rest.0.push(((*first).max(at), *last));
            }
        }
        (below, rest)
    }

    /// Those that are not among others.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let mut left = Self::default();
        let mut others = others.0.iter().peekable();
        for (first, last) in &self.0 {
            let mut from = Some(*first);
            while let Some(begin) = from {
                while others.next_if(|(_, end)| *end < begin).is_some() {}
                match others.peek() {
                    Some((other, end)) if other <= last => {
                        if *other > begin {
                            left.0.push((begin, other - 1));
                        }
                        from = end.checked_add(1).filter(|next| next <= last);
                    }
                    _ => {
                        left.0.push((begin, *last));
                        from = None;
                    }
                }
            }
        }
        left
    }

    /// Several of them together.
    #[must_use]
    pub fn together(all: impl IntoIterator<Item = Self>) -> Self {
        let mut rows: Vec<(u64, u64)> = all.into_iter().flat_map(|one| one.0).collect();
        rows.sort_unstable();
        let mut together = Self::default();
        rows.into_iter().for_each(|(first, last)| together.add(first, last));
        together
    }

    /// Reads `3-17,20`; nothing where it is not in the one form.
    fn parse(text: &str) -> Option<Self> {
        let mut rows = Self::default();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            rows.0.push((number(first)?, number(last)?));
        }
        let apart = rows.0.iter().zip(rows.0.iter().skip(1)).all(|((_, end), (next, _))| end.saturating_add(1) < *next);
        let rising = rows.0.iter().all(|(first, last)| first <= last);
        (apart && rising && rows.to_string() == text).then_some(rows)
    }
}

impl fmt::Display for Positions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (first, last)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            if first == last {
                write!(formatter, "{comma}{first}")?;
            } else {
                write!(formatter, "{comma}{first}-{last}")?;
            }
        }
        Ok(())
    }
}

/// A number in its one form.
fn number<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    text.parse().ok().filter(|number: &T| number.to_string() == text)
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thinning {
    /// Whose log.
    pub unit: Uuid,
    /// Everything erased was sealed before this day began.
    pub before: Day,
    /// The rule: kept for so many years.
    pub years: u16,
    /// What was erased.
    pub positions: Positions,
}

impl Thinning {
    /// Reads the arguments of an event; nothing where they are not in the one form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("behorig-thinning 1 unit=")?;
        let (unit, rest) = rest.split_once(" before=")?;
        let (before, rest) = rest.split_once(" years=")?;
        let (years, positions) = rest.split_once(" positions=")?;
        Some(Self {
            unit: number(unit)?,
            before: Day::parse(before)?,
            years: number(years).filter(|years| *years >= FEWEST_YEARS)?,
            positions: Positions::parse(positions)?,
        })
    }
}

impl fmt::Display for Thinning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unit, before, years, positions } = self;
        write!(formatter, "behorig-thinning 1 unit={unit} before={before} years={years} positions={positions}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_and_written_as_the_calendar_has_it() {
        for (text, millis) in [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400_000),
            ("2021-11-20", 1_637_366_400_000),
            ("1969-12-31", -86_400_000),
        ] {
            assert_eq!((Day::of(millis).to_string(), Day::of(millis).begins()), (text.to_owned(), millis));
            assert_eq!(Day::parse(text), Some(Day::of(millis)));
        }
        for wrong in
            ["", "2021-11", "2021-11-31", "2021-02-29", "2021-13-01", "2021-1-1", "21-11-20", "2021-11-20 ", "x-y-z"]
        {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_thinning_has_one_form() {
        let text = "behorig-thinning 1 unit=01997c3e-7c00-7000-8000-000000000001 before=2021-11-20 years=5 positions=0,3-17,20";
        let read = Thinning::parse(text).unwrap();
        assert_eq!(read.positions.rows(), [(0, 0), (3, 17), (20, 20)]);
        assert_eq!((read.positions.count(), read.to_string()), (17, text.to_owned()));
        for (from, to) in [
            ("0,3-17", "3-17,0"),
            ("0,3-17", "0,1-17"),
            ("3-17", "3-03"),
            ("3-17", "17-3"),
            ("3-17", "3-3"),
            ("3-17", "+3-17"),
            (",20", ",20,"),
            ("0001 b", "0001  b"),
            ("01997c3e", "01997C3E"),
            ("years=5", "years=05"),
            ("thinning 1", "thinning 2"),
            ("2021-11-20", "2021-11-31"),
        ] {
            assert_eq!(Thinning::parse(&text.replace(from, to)), None, "{to}");
        }
    }

    #[test]
    fn five_years_of_the_floor_are_no_shorter_than_those_of_the_calendar() {
        assert!(Day::of(0).minus(FLOOR_DAYS) >= Day::of(0).minus_years(5), "the rule goes no further than the floor");
        for year in 1999..2200 {
            let (now, then) = (Day::parse(&format!("{year}-03-01")), Day::parse(&format!("{}-03-01", year - 5)));
            assert!(now.unwrap().minus(FLOOR_DAYS) <= then.unwrap(), "{year}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_as_it_was_written(days in -700_000_i64..2_900_000) {
            let day = Day(days);
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
        }

        #[test]
        fn rows_say_of_each_position_whether_it_is_among_them(
            some in proptest::collection::btree_set(0_u64..60, 0..40),
            others in proptest::collection::btree_set(0_u64..60, 0..40),
            at in 0_u64..61,
        ) {
            let rows = |set: &std::collections::BTreeSet<u64>| Positions::of(set.iter().copied().collect());
            let list = |rows: &Positions| rows.rows().iter().flat_map(|(first, last)| *first..=*last).collect::<Vec<_>>();
            let (one, other) = (rows(&some), rows(&others));
            prop_assert_eq!(list(&one), some.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(one.count(), some.len() as u64);
            prop_assert_eq!(list(&one.without(&other)), some.difference(&others).copied().collect::<Vec<_>>());
            let (below, rest) = one.split(at);
            prop_assert_eq!(list(&below), some.range(..at).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(&rest), some.range(at..).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(&Positions::together([one.clone(), other])), some.union(&others).copied().collect::<Vec<_>>());
            if !some.is_empty() {
                prop_assert_eq!(Positions::parse(&one.to_string()), Some(one));
            }
        }
    }
}
