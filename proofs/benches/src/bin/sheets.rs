//! How long a workbook of many rows takes, beside the same rows written with a well-known library alone, in either of its modes.

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
    let (mut taken, mut ratios, mut sizes) = ([const { Vec::new() }; 3], Vec::new(), [0; 3]);
    for turn in 0..=Effort::asked().turns {
        let by: [&dyn Fn() -> Outcome<Vec<u8>>; 3] =
            [&|| by_us(&visits), &|| by_the_library(&visits, true), &|| by_the_library(&visits, false)];
        let mut seconds = [0.0; 3];
        for ((book, seconds), size) in by.into_iter().zip(&mut seconds).zip(&mut sizes) {
            let begin = Instant::now();
            *size = book()?.len();
            *seconds = begin.elapsed().as_secs_f64();
        }
        if turn > 0 {
            let [ours, constant, ordinary] = seconds;
            ratios.push(constant.min(ordinary) / ours);
            taken.iter_mut().zip(seconds).for_each(|(taken, seconds)| taken.push(seconds));
        }
    }
    let ratio = median(ratios);
    let sentence = format!(
        "{} visits in {} columns: texts, numbers, days and moments, into a file in memory. The library alone is `rust_xlsxwriter`, told \
         day and moment as the numbers that a spreadsheet has for them: in its mode of constant memory, which keeps rows in a temporary \
         file, and in its ordinary one, which holds them all; ours makes the numbers of dates and of UTC, holds no more than a piece, and adds \
         headings that stay, a filter and widths. Turn by turn; the ratio is the median of the turns', each to the quicker of the library's \
         two. Promised: at least {LEAST} times as fast.",
        grouped(count as f64),
        HEADINGS.len()
    );
    let names = ["ours", "the library, constant memory", "the library, ordinary"];
    let row = |((name, seconds), size): ((&str, Vec<f64>), usize)| {
        let seconds = median(seconds);
        let kept = if name == "ours" { promised(ratio, ratio >= LEAST) } else { "–".to_owned() };
        vec![
            name.to_owned(),
            format!("{seconds:.2} s"),
            grouped(count as f64 / seconds),
            format!("{} kB", grouped(size as f64 / 1_000.0)),
            kept,
        ]
    };
    let rows: Vec<Vec<String>> = names.into_iter().zip(taken).zip(sizes).map(row).collect();
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

fn by_the_library(visits: &[Visit], in_constant_memory: bool) -> Outcome<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let [day, moment] = ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"].map(|shown| Format::new().set_num_format(shown));
    let sheet = if in_constant_memory { book.add_worksheet_with_constant_memory()? } else { book.add_worksheet() };
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
