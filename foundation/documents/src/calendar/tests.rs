use icalendar::{CalendarComponent, Component as _};
use proptest::prelude::*;

use super::*;

const MINUTE: i64 = 60_000;

fn occasion(from: i64, to: i64, summary: &str) -> Occasion {
    Occasion {
        uid: "0197a0b0-0000-7000-8000-000000000001@behorig".to_owned(),
        from,
        to,
        summary: summary.to_owned(),
        status: Status::Confirmed,
        sequence: 0,
        changed: 1_795_345_200_000,
    }
}

fn calendar(name: &str, occasions: Vec<Occasion>) -> Calendar {
    Calendar { name: name.to_owned(), language: Language::Swedish, refresh_minutes: 60, occasions }
}

fn moment_of(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

/// What another program reads in the calendar: its events, their texts unescaped.
fn events(text: &str) -> Vec<icalendar::Event> {
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let event = |component: &CalendarComponent| component.as_event().cloned();
    calendar.components.iter().filter_map(event).collect()
}

/// The moment that a reader of the calendar takes a time for: by the zone's name or in UTC.
fn read_moment(event: &icalendar::Event, name: &str) -> i64 {
    let property = event.properties().get(name).unwrap();
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", property.value().trim_end_matches('Z')).unwrap();
    let zone = property.params().get("TZID").map_or("UTC", |zone| zone.value());
    assert_eq!(zone == "UTC", property.value().ends_with('Z'));
    TimeZone::get(zone).unwrap().to_timestamp(at).unwrap().as_millisecond()
}

#[test]
fn a_calendar_without_occasions_is_one_all_the_same() {
    let text = calendar("Besök", Vec::new()).written();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    for line in
        ["METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT60M", "X-WR-CALNAME:Besök", "TZID:Europe/Stockholm"]
    {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}: {text}");
    }
    assert!(events(&text).is_empty());
}

#[test]
fn a_visit_in_winter_and_one_in_summer_stand_at_swedish_time() {
    let [winter, summer] = ["2026-01-15T07:30:00Z", "2026-07-15T06:30:00Z"].map(moment_of);
    let visits = vec![occasion(winter, winter + 30 * MINUTE, "Besök"), occasion(summer, summer + 30 * MINUTE, "Besök")];
    let text = calendar("Besök", visits).written();
    assert!(text.contains("DTSTART;TZID=Europe/Stockholm:20260115T083000\r\n"), "{text}");
    assert!(text.contains("DTEND;TZID=Europe/Stockholm:20260715T090000\r\n"), "{text}");
}

#[test]
fn of_the_hour_that_comes_twice_the_second_is_told_in_utc() {
    let [first, second] = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map(moment_of);
    let text = calendar("Besök", vec![occasion(first, second, "Natt")]).written();
    assert!(text.contains("DTSTART;TZID=Europe/Stockholm:20261025T023000\r\n"), "{text}");
    assert!(text.contains("DTEND:20261025T013000Z\r\n"), "{text}");
}

#[test]
fn what_was_called_off_says_so_and_an_end_before_the_beginning_is_left_out() {
    let mut called_off = occasion(0, 0, "Besök");
    (called_off.status, called_off.sequence) = (Status::Cancelled, 3);
    let text = calendar("Besök", vec![called_off]).written();
    assert!(text.contains("STATUS:CANCELLED\r\nSEQUENCE:3\r\n") && !text.contains("DTEND"), "{text}");
}

#[test]
fn a_name_cannot_begin_a_line_of_its_own() {
    let text = calendar("Besök\r\nATTENDEE:x\rATTENDEE:y", vec![occasion(0, MINUTE, "a\nEND:VCALENDAR")]).written();
    assert_eq!(
        text.lines().filter(|line| line.starts_with("ATTENDEE") || *line == "END:VCALENDAR").count(),
        1,
        "{text}"
    );
}

proptest! {
    #[test]
    fn what_another_program_reads_is_what_was_written(
        name in "[a-zåäö ,;:\\\\\"]{1,100}",
        visits in proptest::collection::vec((1_577_836_800_000_i64..4_102_444_800_000, 0_i64..3_000, "[A-ZÅÄÖa-zåäö😀 ,;:\\\\\n\"]{1,120}"), 0..12),
    ) {
        // A calendar tells whole seconds.
        let occasions: Vec<Occasion> = visits.iter().enumerate().map(|(at, (from, minutes, summary))| {
            let from = from / 1_000 * 1_000;
            Occasion { uid: format!("{at}@behorig"), ..occasion(from, from + minutes * MINUTE, summary) }
        }).collect();
        let text = calendar(&name, occasions.clone()).written();
        for line in text.split_terminator("\r\n") {
            prop_assert!(line.len() <= LONGEST && !line.contains(['\r', '\n']), "{line:?}");
        }
        let read = events(&text);
        prop_assert_eq!(read.len(), occasions.len());
        for (event, occasion) in read.iter().zip(&occasions) {
            prop_assert_eq!(event.property_value("UID"), Some(occasion.uid.as_str()));
            prop_assert_eq!(event.property_value("SUMMARY"), Some(occasion.summary.as_str()));
            prop_assert_eq!(read_moment(event, "DTSTART"), occasion.from);
            if occasion.to > occasion.from {
                prop_assert_eq!(read_moment(event, "DTEND"), occasion.to);
            }
        }
    }
}
