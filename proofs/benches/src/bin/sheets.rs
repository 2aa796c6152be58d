//! How long a workbook of many rows takes, beside the same rows written with the library alone.

use std::time::Instant;

use behorig_documents::Value;
use behorig_documents::xlsx::Workbook;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proof_benches::measure::{grouped, median};
use proof_benches::printed::{progress, promised, table};
use proof_benches::versus::Effort;
use proof_benches::{Outcome, is_quick};
use rust_xlsxwriter::Format;

/// The promise: at least so many times as fast as the library alone.
const LEAST: f64 = 0.5;
const HEADINGS: [&str; 8] = [
    "Datum",
    "Veckodag",
    "Planerad start",
    "Planerat slut",
    "Beviljad tid (min)",
    "Utförd tid (min)",
    "Insatser",
    "Status",
];
const MADE: i64 = 1_795_345_200_000;

/// A visit as a report has it.
struct Visit {
    day: Date,
    weekday: &'static str,
    from: i64,
    to: i64,
    granted: i64,
    performed: f64,
    interventions: String,
    state: &'static str,
}

fn main() -> Outcome<()> {
    let count = if is_quick() { 2_000 } else { 100_000 };
    let visits = visits(count)?;
    progress(&format!("a workbook of {count} rows"))?;
    let (mut ours, mut theirs, mut ratios, mut size) = (Vec::new(), Vec::new(), Vec::new(), [0, 0]);
    for turn in 0..=Effort::asked().turns {
        let begin = Instant::now();
        let book = by_us(&visits)?;
        let first = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let bare = by_the_library(&visits)?;
        let second = begin.elapsed().as_secs_f64();
        size = [book.len(), bare.len()];
        if turn > 0 {
            ours.push(first);
            theirs.push(second);
            ratios.push(second / first);
        }
    }
    let ratio = median(ratios);
    let sentence = format!(
        "{} visits in {} columns: texts, numbers, days and moments, into a file in memory. The library alone is `rust_xlsxwriter` in \
         its mode of constant memory, told day and moment as the numbers that a spreadsheet has for them; ours makes them of dates and of UTC, \
         and adds headings that stay, a filter and widths. Turn by turn; the ratio is the median of the turns'. Promised: at least {LEAST} \
         times as fast.",
        grouped(count as f64),
        HEADINGS.len()
    );
    let row = |name: &str, seconds: Vec<f64>, size: usize, ratio: String| {
        let seconds = median(seconds);
        let kilobytes = grouped(size as f64 / 1_000.0);
        vec![
            name.to_owned(),
            format!("{seconds:.2} s"),
            grouped(count as f64 / seconds),
            format!("{kilobytes} kB"),
            ratio,
        ]
    };
    let rows = [
        row("ours", ours, size[0], promised(ratio, ratio >= LEAST)),
        row("the library alone", theirs, size[1], "1.00".to_owned()),
    ];
    Ok(table(&sentence, 1, &["who writes", "a file", "rows a second", "size", "ratio"], &rows)?)
}

/// A year's visits, over and over.
fn visits(count: usize) -> Outcome<Vec<Visit>> {
    const WEEKDAYS: [&str; 7] = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];
    const INTERVENTIONS: [&str; 5] = ["Dusch", "Frukost", "Tillsyn", "Promenad", "Städ"];
    let (first, zone) = (date(2026, 1, 1), TimeZone::get("Europe/Stockholm")?);
    let visit = |number: usize| -> Outcome<Visit> {
        let day = first.checked_add(SignedDuration::from_hours(24 * i64::try_from(number % 365)?))?;
        let hour = i8::try_from(7 + number % 14)?;
        let from = zone.to_timestamp(day.at(hour, 30, 0, 0))?.as_millisecond();
        let minutes = 15 * (1 + i64::try_from(number % 6)?);
        let names = [INTERVENTIONS[number % 5], INTERVENTIONS[(number / 5 + 2) % 5]];
        Ok(Visit {
            day,
            weekday: WEEKDAYS[usize::try_from(day.weekday().to_monday_zero_offset())?],
            from,
            to: from + minutes * 60_000,
            granted: minutes,
            performed: minutes as f64 + (number % 10) as f64 / 10.0,
            interventions: names.join(", "),
            state: if number.is_multiple_of(9) { "Frånvarande" } else { "Utfört" },
        })
    };
    (0..count).map(visit).collect()
}

fn by_us(visits: &[Visit]) -> Outcome<Vec<u8>> {
    let mut book = Workbook::new("Besök", HEADINGS, MADE)?;
    for visit in visits {
        book.row(&[
            visit.day.into(),
            visit.weekday.into(),
            Value::Instant(visit.from),
            Value::Instant(visit.to),
            Value::Minutes(visit.granted),
            Value::Decimal(visit.performed),
            (&visit.interventions).into(),
            visit.state.into(),
        ])?;
    }
    Ok(book.finish()?)
}

fn by_the_library(visits: &[Visit]) -> Outcome<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let [day, moment] = ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"].map(|shown| Format::new().set_num_format(shown));
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading)?;
    }
    let zero = Timestamp::from_second(-2_209_161_600)?.as_millisecond();
    let serial = |milliseconds: i64| (milliseconds - zero) as f64 / 86_400_000.0;
    for (row, visit) in (1..).zip(visits) {
        sheet.write_number_with_format(row, 0, serial(visit.from).floor(), &day)?;
        sheet.write_string(row, 1, visit.weekday)?;
        sheet.write_number_with_format(row, 2, serial(visit.from), &moment)?;
        sheet.write_number_with_format(row, 3, serial(visit.to), &moment)?;
        sheet.write_number(row, 4, visit.granted as f64)?;
        sheet.write_number(row, 5, visit.performed)?;
        sheet.write_string(row, 6, &visit.interventions)?;
        sheet.write_string(row, 7, visit.state)?;
    }
    Ok(book.save_to_buffer()?)
}
