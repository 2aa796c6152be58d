//! A calendar to subscribe to: iCalendar (RFC 5545, with the refresh interval and the name of RFC 7986).
//!
//! Times are written with Europe/Stockholm's name and rules, so that a calendar shows them right wherever its reader is. The hour
//! that comes twice in October has two moments with one name; the second of them is written in UTC.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Language;
use crate::value::{local, stockholm};

/// RFC 5545, 3.1: no line is longer, its end not counted.
const LONGEST: usize = 75;

/// European summer time as it has been since 1996: the last Sundays of March and October, at 01:00 UTC.
const STOCKHOLM: [&str; 17] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19970330T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
];

/// A calendar. Moments are milliseconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// What its reader sees it called.
    pub name: String,
    /// The language of its texts.
    pub language: Language,
    /// How often its reader is asked to fetch it again, in minutes.
    pub refresh_minutes: u32,
    /// What stands in it.
    pub occasions: Vec<Occasion>,
}

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// Its name for ever, the same at each fetch; the part after `@` says whose it is.
    pub uid: String,
    /// When it begins.
    pub from: i64,
    /// When it ends. An end that is not after the beginning is left out.
    pub to: i64,
    /// What it is called. A secret address can be found by others: nothing about a person.
    pub summary: String,
    /// Whether it stands.
    pub status: Status,
    /// Higher each time that it is changed.
    pub sequence: u32,
    /// When it was last changed.
    pub changed: i64,
}

/// Whether an occasion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It takes place.
    Confirmed,
    /// It was called off.
    Cancelled,
}

impl Calendar {
    /// The file's media type.
    pub const MEDIA_TYPE: &'static str = "text/calendar; charset=utf-8";

    /// The calendar as a file.
    #[must_use]
    pub fn written(&self) -> String {
        let mut lines = Lines::default();
        let language = self.language.tag().to_uppercase();
        lines.plain("BEGIN:VCALENDAR");
        lines.plain("VERSION:2.0");
        lines.plain(&format!("PRODID:-//Behörig//Behörig//{language}"));
        lines.plain("CALSCALE:GREGORIAN");
        lines.plain("METHOD:PUBLISH");
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        lines.plain("X-WR-TIMEZONE:Europe/Stockholm");
        lines.plain(&format!("REFRESH-INTERVAL;VALUE=DURATION:PT{}M", self.refresh_minutes.max(1)));
        lines.plain(&format!("X-PUBLISHED-TTL:PT{}M", self.refresh_minutes.max(1)));
        for line in STOCKHOLM {
            lines.plain(line);
        }
        for occasion in &self.occasions {
            occasion.write(&mut lines);
        }
        lines.plain("END:VCALENDAR");
        lines.0
    }
}

impl Occasion {
    fn write(&self, lines: &mut Lines) {
        lines.plain("BEGIN:VEVENT");
        lines.text("UID", &self.uid);
        lines.plain(&format!("DTSTAMP:{}", utc(self.changed)));
        lines.plain(&format!("LAST-MODIFIED:{}", utc(self.changed)));
        lines.plain(&format!("DTSTART{}", moment(self.from)));
        if self.to > self.from {
            lines.plain(&format!("DTEND{}", moment(self.to)));
        }
        lines.text("SUMMARY", &self.summary);
        lines.plain(match self.status {
            Status::Confirmed => "STATUS:CONFIRMED",
            Status::Cancelled => "STATUS:CANCELLED",
        });
        lines.plain(&format!("SEQUENCE:{}", self.sequence));
        // What is published is for its reader to see, and takes none of the reader's own time.
        lines.plain("TRANSP:TRANSPARENT");
        lines.plain("END:VEVENT");
    }
}

/// With the zone's name where that names this moment alone, otherwise in UTC.
fn moment(milliseconds: i64) -> String {
    let seconds = milliseconds.div_euclid(1_000);
    let named = local(seconds * 1_000)
        .filter(|local| stockholm().to_timestamp(*local).is_ok_and(|back| back.as_second() == seconds));
    match named {
        Some(local) => format!(";TZID=Europe/Stockholm:{}", local.strftime("%Y%m%dT%H%M%S")),
        None => format!(":{}", utc(milliseconds)),
    }
}

fn utc(milliseconds: i64) -> String {
    let moment = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(moment).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Content lines, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn text(&mut self, name: &str, text: &str) {
        let mut line = format!("{name}:");
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' | ';' | ',' => {
                    let _ = write!(line, "\\{letter}");
                }
                // A line's end is one, whichever of the three ways it is written.
                '\r' if letters.peek() == Some(&'\n') => {}
                '\n' | '\r' => line.push_str("\\n"),
                control if control.is_control() && control != '\t' => {}
                other => line.push(other),
            }
        }
        self.plain(&line);
    }

    /// Folds at letters, never within one, so that each line is UTF-8 of itself.
    fn plain(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests;
