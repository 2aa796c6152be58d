//! Erased events, and the events of the log that tell of them (docs/sealed-log.md, "Erased events").

use crate::note::Checkpoint;
use crate::{Question, Report};

/// Five years, in days.
const FLOOR: i64 = 1_827;
const SECONDS_OF_DAY: i64 = 86_400;
/// More findings than these tell nobody anything.
const MOST_FINDINGS: usize = 50;

/// Rows of neighbouring positions, the first and the last of each.
type Rows = Vec<(u64, u64)>;

fn day_of(millis: i64) -> i64 {
    millis.div_euclid(SECONDS_OF_DAY * 1000)
}

/// The first position of each later day: rising in both.
#[derive(Default)]
struct Days(Vec<(i64, u64)>);

impl Days {
    fn see(&mut self, position: u64, day: i64) {
        if self.0.last().is_none_or(|(last, _)| day > *last) {
            self.0.push((day, position));
        }
    }

    fn first_after(&self, day: i64) -> u64 {
        self.0.iter().find(|(seen, _)| *seen > day).map_or(u64::MAX, |(_, position)| *position)
    }
}

/// What was seen of it on the way through the log.
pub struct Erasures<'a> {
    checkpoints: &'a [Checkpoint],
    now: i64,
    happened: Days,
    seen: Days,
    erased: Rows,
    allowed: Rows,
    proven: Rows,
    tellers: u64,
    findings: Vec<String>,
}

impl<'a> Erasures<'a> {
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever verifies asks their own clock whether something lies in the future"
    )]
    pub fn new(checkpoints: &'a [Checkpoint]) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0, |now| i64::try_from(now.as_millis()).unwrap_or(i64::MAX));
        let mut seen = Days::default();
        for checkpoint in checkpoints {
            for (_, seconds) in &checkpoint.seen {
                seen.see(checkpoint.size, i64::try_from(*seconds).unwrap_or(i64::MAX) / SECONDS_OF_DAY);
            }
        }
        Self {
            checkpoints,
            now,
            happened: Days::default(),
            seen,
            erased: Rows::new(),
            allowed: Rows::new(),
            proven: Rows::new(),
            tellers: 0,
            findings: Vec::new(),
        }
    }

    pub fn erased(&mut self, position: u64) {
        add(&mut self.erased, position, position);
    }

    /// An event that is the one that was sealed.
    pub fn event(&mut self, position: u64, at: i64, told: Option<&str>) {
        self.happened.see(position, day_of(at));
        if let Some(told) = told
            && let Err(finding) = self.hear(position, at, told)
        {
            self.findings.push(format!("the event at position {position} {finding}"));
        }
    }

    /// The earliest time in milliseconds at which a witness saw a log that has this position.
    fn first_seen(&self, position: u64) -> Option<i64> {
        let later = self.checkpoints.iter().filter(|checkpoint| checkpoint.size > position);
        let seconds = later.flat_map(|checkpoint| &checkpoint.seen).map(|(_, seconds)| *seconds).min()?;
        Some(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000))
    }

    /// Below which position a witness had seen all by a day.
    fn proven_by(&self, day: i64) -> u64 {
        let by_then = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX) / SECONDS_OF_DAY <= day;
        let seen = self.checkpoints.iter().filter(|one| one.seen.iter().any(|(_, seconds)| by_then(*seconds)));
        seen.map(|checkpoint| checkpoint.size).max().unwrap_or(0)
    }

    fn hear(&mut self, position: u64, at: i64, told: &str) -> Result<(), String> {
        let (before, rows) = parse(told).ok_or("tells of an erasure in a form that is not known")?;
        self.tellers += 1;
        if at > self.now.saturating_add(SECONDS_OF_DAY * 1000) {
            return Err("tells of an erasure that lies in the future".to_owned());
        }
        if self.checkpoints.last().is_none_or(|last| last.size <= position) {
            return Err("tells of an erasure, and is under no checkpoint yet".to_owned());
        }
        let at = self.first_seen(position).map_or(at, |seen| seen.min(at));
        let floor = day_of(at) - FLOOR;
        if before > floor {
            return Err("tells of the erasure of events less than five years after them".to_owned());
        }
        let limit = position.min(self.happened.first_after(floor)).min(self.seen.first_after(floor));
        let proven = self.proven_by(floor).min(limit);
        let mut young = None;
        for (first, last) in rows {
            if first < limit {
                self.allowed.push((first, last.min(limit - 1)));
            }
            if first < proven {
                self.proven.push((first, last.min(proven - 1)));
            }
            if last >= limit {
                young.get_or_insert(first.max(limit));
            }
        }
        let told = |first| {
            format!(
                "tells that events from position {first} on were erased, which were sealed less than five years before"
            )
        };
        young.map_or(Ok(()), |first| Err(told(first)))
    }

    pub fn tell(&self, question: &Question, report: &mut Report) {
        let untold = without(&self.erased, &self.allowed);
        let below = question.erased_below;
        let mut found = 0;
        for (first, last) in untold.iter().filter(|(_, last)| *last >= below) {
            let first = first.max(&below);
            found += 1;
            if found <= MOST_FINDINGS {
                let (event, them) = if first == last {
                    (format!("the event at position {first}"), "it")
                } else {
                    (format!("the events at positions {first} to {last}"), "them")
                };
                report.broken(format!("erased: {event}, and no event of the log tells of {them} with leave"));
            }
        }
        if found > MOST_FINDINGS {
            report.broken(format!("erased: {} more places like these", found - MOST_FINDINGS));
        }
        for finding in self.findings.iter().take(MOST_FINDINGS) {
            report.broken(finding.clone());
        }
        let erased = count(&self.erased);
        if erased > 0 {
            let told = erased - count(&untold);
            let proven = erased - count(&without(&self.erased, &self.proven));
            report.tell(format!(
                "{erased} events are erased; their hashes stand. Of {told} of them {} events of the log tell, and of {proven} a witness's \
                 clock proves that they were older than five years.",
                self.tellers
            ));
        }
    }
}

/// Adds a row that begins no earlier than the last one.
fn add(rows: &mut Rows, first: u64, last: u64) {
    match rows.last_mut() {
        Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
        _ => rows.push((first, last)),
    }
}

fn count(rows: &Rows) -> u64 {
    rows.iter().fold(0, |count, (first, last)| count + (last - first) + 1)
}

/// What is in one and not among others, which stand in any order.
fn without(rows: &Rows, others: &Rows) -> Rows {
    let mut others = others.clone();
    others.sort_unstable();
    let (mut left, mut at) = (Rows::new(), 0);
    for (first, last) in rows {
        let mut begin = *first;
        // Those that begin earlier may reach in, so that no earlier one may be passed over before it ends.
        while let Some((other, end)) = others.get(at) {
            if *other > *last {
                break;
            }
            if *other > begin {
                left.push((begin, other - 1));
            }
            begin = begin.max(end.saturating_add(1));
            if *end > *last {
                break;
            }
            at += 1;
        }
        if begin <= *last {
            left.push((begin, *last));
        }
    }
    left
}

/// The day before which all was that is told to be erased, and the positions.
fn parse(text: &str) -> Option<(i64, Rows)> {
    let mut words = text.split(' ');
    let head = [words.next()?, words.next()?];
    let unit = words.next()?.strip_prefix("unit=")?;
    let before = day(words.next()?.strip_prefix("before=")?)?;
    let years: u32 = number(words.next()?.strip_prefix("years=")?)?;
    let positions = words.next()?.strip_prefix("positions=")?;
    if head != ["behorig-thinning", "1"] || words.next().is_some() || years < 5 || unit.len() != 36 {
        return None;
    }
    let mut rows = Rows::new();
    for part in positions.split(',') {
        let (first, last): (u64, u64) = match part.split_once('-') {
            Some((first, last)) => (number(first)?, number(last)?),
            None => (number(part)?, number(part)?),
        };
        let follows = rows.last().is_none_or(|(_, end)| end.checked_add(1).is_some_and(|next| first > next));
        if !follows || first > last || part == format!("{first}-{first}") {
            return None;
        }
        rows.push((first, last));
    }
    Some((before, rows))
}

/// A number without anything around it.
fn number<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    text.parse().ok().filter(|number: &T| number.to_string() == text)
}

/// A day such as 2021-11-20, counted from 1970-01-01.
fn day(text: &str) -> Option<i64> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (year, month, day): (i64, usize, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leaps = |year: i64| year / 4 - year / 100 + year / 400;
    let is_leap = leaps(year) > leaps(year - 1);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = lengths.get(month.checked_sub(1)?)?;
    if year < 1970 || !(1..=*length).contains(&day) {
        return None;
    }
    let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    Some(years + lengths.iter().take(month - 1).sum::<i64>() + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_event_says_of_an_erasure_has_one_form() {
        let good = "behorig-thinning 1 unit=01997c3e-7c00-7000-8000-000000000001 before=2021-11-20 years=5 positions=0,3-17,20";
        assert_eq!(parse(good), Some((18_951, vec![(0, 0), (3, 17), (20, 20)])));
        for (from, to) in [
            ("0,3-17", "3-17,0"),
            ("0,3-17", "0,1-17"),
            ("3-17", "17-3"),
            ("3-17", "3-3"),
            ("3-17", "3-"),
            ("years=5", "years=4"),
            ("2021-11-20", "2021-11-31"),
            ("thinning 1", "thinning 2"),
            (",20", ",20 "),
        ] {
            assert_eq!(parse(&good.replace(from, to)), None, "{to}");
        }
        assert_eq!([day("1970-01-01"), day("2000-02-29"), day("2100-02-29")], [Some(0), Some(11_016), None]);
    }

    #[test]
    fn what_is_left_of_rows() {
        let rows = vec![(0, 9), (20, 29)];
        assert_eq!(without(&rows, &vec![]), rows);
        assert_eq!(without(&rows, &vec![(25, 40), (3, 4), (4, 5)]), [(0, 2), (6, 9), (20, 24)]);
        assert_eq!(without(&rows, &vec![(5, 22)]), [(0, 4), (23, 29)]);
        assert_eq!(without(&rows, &vec![(0, 100)]), []);
        assert_eq!(without(&rows, &vec![(0, 9), (21, 21), (23, 23)]), [(20, 20), (22, 22), (24, 29)]);
    }
}
