use std::io::Read as _;

use jiff::civil::{Time, date, time};
use proptest::prelude::*;
use rust_xlsxwriter::Format;

use super::cell::cut;
use super::*;

const MADE: i64 = 1_795_345_200_000;

/// One file of the archive, unpacked.
fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn book_of(rows: &[&[Value<'_>]]) -> Vec<u8> {
    let mut book = Workbook::new("Besök", ["a", "b"], MADE).unwrap();
    for row in rows {
        book.row(row).unwrap();
    }
    book.finish().unwrap()
}

fn sheet_of(rows: &[&[Value<'_>]]) -> String {
    part(&book_of(rows), "xl/worksheets/sheet1.xml")
}

/// A sheet's rows alone.
fn rows_in(sheet: &str) -> &str {
    sheet.split_once("<sheetData>").unwrap().1.split_once("</sheetData>").unwrap().0
}

/// What a well-known library writes of the same texts, numbers and times of day.
fn by_the_library(headings: &[&str], rows: &[(String, f64, Time)]) -> String {
    let mut book = rust_xlsxwriter::Workbook::new();
    let (bold, clock) = (Format::new().set_bold(), Format::new().set_num_format("hh:mm"));
    // The styles of ours have a day before the time.
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, *heading, &bold).unwrap();
    }
    for (row, (text, number, time)) in (1..).zip(rows) {
        sheet.write_string(row, 0, text).unwrap();
        sheet.write_number_with_format(row, 1, 46_348.0, &day).unwrap();
        sheet.write_number(row, 2, *number).unwrap();
        let seconds = f64::from(time.hour()) * 3_600.0 + f64::from(time.minute()) * 60.0;
        sheet.write_number_with_format(row, 3, seconds / 86_400.0, &clock).unwrap();
    }
    part(&book.save_to_buffer().unwrap(), "xl/worksheets/sheet1.xml")
}

#[test]
fn a_text_stays_a_text_whatever_it_looks_like() {
    for text in ["=1+1", "0705", "2026-11-22", "https://example.org", "-3"] {
        let sheet = sheet_of(&[&[text.into()]]);
        assert!(sheet.contains(&format!("<t>{text}</t>")) && !sheet.contains("<f>"), "{sheet}");
    }
}

#[test]
fn numbers_days_and_times_are_numbers() {
    let sheet = sheet_of(&[
        &[Value::Minutes(-60), Value::Decimal(12.5)],
        &[date(2026, 11, 22).into(), time(12, 0, 0, 0).into()],
        // 2026-01-01 12:00 UTC is 13:00 in Stockholm.
        &[Value::Instant(1_767_268_800_000), Value::Empty],
    ]);
    for number in ["<v>-60</v>", "<v>12.5</v>", "<v>46348</v>", "<v>0.5</v>", "<v>46023.54166666"] {
        assert!(sheet.contains(number), "{number}: {sheet}");
    }
}

#[test]
fn what_a_spreadsheet_would_get_wrong_is_written_as_text() {
    let sheet = sheet_of(&[&[Value::Whole(i64::MAX), date(1899, 5, 1).into()]]);
    assert!(sheet.contains("<t>9223372036854775807</t>") && sheet.contains("<t>1899-05-01</t>"), "{sheet}");
}

#[test]
fn a_text_with_what_no_such_file_may_hold_leaves_the_file_readable() {
    let sheet = sheet_of(&[&["a\u{1}<b>&\u{fffe}\rc".into(), " c\nd ".into()], &["_x0041_ _y".into()]]);
    assert!(sheet.contains("<t>a_x0001_&lt;b&gt;&amp;_xFFFE__x000D_c</t>"), "{sheet}");
    assert!(sheet.contains("<t xml:space=\"preserve\"> c\nd </t>"), "{sheet}");
    assert!(sheet.contains("<t>_x005F_x0041_ _y</t>"), "{sheet}");
}

#[test]
fn the_headings_stay_in_sight_and_every_row_can_be_filtered() {
    let book = book_of(&[&[Value::Whole(1)], &[Value::Whole(2)]]);
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("ySplit=\"1\"") && sheet.contains("state=\"frozen\""), "{sheet}");
    assert!(sheet.contains("<autoFilter ref=\"A1:B3\"/>"), "{sheet}");
    assert!(part(&book, "xl/workbook.xml").contains(">'Besök'!$A$1:$B$3<"));
}

#[test]
fn the_same_rows_at_the_same_time_are_the_same_file() {
    let made = || book_of(&[&["a".into(), Value::Whole(1)]]);
    assert_eq!(made(), made());
    assert!(part(&made(), "docProps/core.xml").contains("2026-11-22T11:00:00Z"));
}

#[test]
fn a_workbook_in_parts_is_whole_and_its_first_rows_are_in_the_first_part() {
    let mut book = Workbook::new("Besök", ["a"], MADE).unwrap();
    book.row(&["den första raden".into()]).unwrap();
    let mut file = book.take().unwrap();
    let mut unpacked = Vec::new();
    let mark = b"xl/worksheets/sheet1.xml";
    let data = file.windows(mark.len()).position(|part| part == mark).unwrap() + mark.len();
    // It ends in the middle, as a stream of deflated bytes does.
    let _ = flate2::read::DeflateDecoder::new(&file[data..]).read_to_end(&mut unpacked);
    assert!(String::from_utf8_lossy(&unpacked).contains("<t>den första raden</t>"), "the row is held back");
    for at in 0..3_000 {
        book.row(&[Value::Whole(at)]).unwrap();
        if at % 700 == 0 {
            file.extend(book.take().unwrap());
        }
    }
    file.extend(book.finish().unwrap());
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<row ").count(), 3_002);
    assert!(sheet.contains("<c r=\"A3002\"><v>2999</v></c>") && sheet.contains("<autoFilter ref=\"A1:A3002\"/>"));
}

#[test]
fn what_is_given_out_is_no_longer_held() {
    let mut book = Workbook::new("Besök", ["a", "b"], MADE).unwrap();
    for at in 0..100_000 {
        book.row(&[Value::Whole(at), "Dusch, frukost".into()]).unwrap();
        if at % 1_000 == 0 {
            book.take().unwrap();
        }
        assert!(book.waiting.len() <= PIECE + 200, "{} bytes wait", book.waiting.len());
    }
    assert!(book.waiting.capacity() <= 4 * PIECE);
}

#[test]
fn what_has_no_room_on_a_sheet_goes_on_on_the_next() {
    let mut book = Workbook::new("Besök", ["a"], MADE).unwrap();
    let mut file = Vec::new();
    for at in 0..i64::from(MOST_ROWS) + 2 {
        book.row(&[Value::Whole(at)]).unwrap();
        if at % 10_000 == 0 {
            file.extend(book.take().unwrap());
        }
    }
    file.extend(book.finish().unwrap());
    let first = part(&file, "xl/worksheets/sheet1.xml");
    assert!(first.ends_with(
        "<c r=\"A1048576\"><v>1048574</v></c></row></sheetData><autoFilter ref=\"A1:A1048576\"/></worksheet>"
    ));
    let second = part(&file, "xl/worksheets/sheet2.xml");
    let rows = rows_in(&second);
    assert!(rows.starts_with("<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\">"), "no headings: {rows}");
    assert!(
        rows.ends_with("<c r=\"A2\"><v>1048575</v></c></row><row r=\"3\"><c r=\"A3\"><v>1048576</v></c></row>"),
        "{rows}"
    );
    assert!(part(&file, "xl/workbook.xml").contains("<sheet name=\"Besök (2)\" sheetId=\"2\" r:id=\"rId2\"/>"));
    assert!(part(&file, "[Content_Types].xml").contains("/xl/worksheets/sheet2.xml"));
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_between_letters() {
    let long = "å😀".repeat(20_000);
    let kept = cut(&long);
    assert!(kept.ends_with('…') && kept.encode_utf16().count() <= LONGEST_TEXT);
    assert!(long.starts_with(kept.trim_end_matches('…')));
    let sheet = sheet_of(&[&[long.as_str().into()]]);
    assert!(sheet.contains('…'));
}

#[test]
fn too_many_columns_are_refused() {
    let book = Workbook::new("a", vec!["b"; MOST_COLUMNS + 1], MADE);
    assert!(matches!(book, Err(XlsxError::TooManyColumns)));
    let mut book = Workbook::new("a", ["b"], MADE).unwrap();
    assert!(matches!(book.row(&vec![Value::Empty; MOST_COLUMNS + 1]), Err(XlsxError::TooManyColumns)));
}

#[test]
fn columns_are_named_as_in_a_spreadsheet() {
    let names = [0, 25, 26, 701, 702, MOST_COLUMNS - 1].map(|place| Letters::of(place).to_string());
    assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}

proptest! {
    #[test]
    fn rows_are_written_as_a_well_known_library_writes_them(
        rows in proptest::collection::vec(("[ -~åäö€\n]{0,12}", -1e9_f64..1e9, 0_i8..24, 0_i8..60), 1..20)
    ) {
        let headings = ["Namn & annat", "Dag", "Tal", "Klockslag"];
        let rows: Vec<(String, f64, Time)> = rows
            .into_iter()
            // Nothing is written of an empty text by the library.
            .map(|(text, number, hour, minute)| (format!("t{text}").replace('"', "'"), number, time(hour, minute, 0, 0)))
            .collect();
        let mut book = Workbook::new("Besök", headings, MADE).unwrap();
        for (text, number, time) in &rows {
            book.row(&[text.into(), date(2026, 11, 22).into(), Value::Decimal(*number), (*time).into()]).unwrap();
        }
        let ours = part(&book.finish().unwrap(), "xl/worksheets/sheet1.xml");
        let theirs = by_the_library(&headings, &rows);
        // It says of each row which columns it has, and always keeps blanks where we do.
        let spans = theirs.replace(" spans=\"1:4\"", "");
        prop_assert_eq!(rows_in(&ours), rows_in(&spans));
    }

    #[test]
    fn any_name_becomes_one_that_a_spreadsheet_takes(name in "\\PC{0,40}|['/ \\[\\]:*?\\\\]{0,40}|History") {
        for nth in [1, 2, 12] {
            let name = nth_name(&sheet_name(&name), nth);
            let mut book = rust_xlsxwriter::Workbook::new();
            prop_assert!(book.add_worksheet().set_name(&name).is_ok(), "{:?}", name);
            prop_assert!(!name.eq_ignore_ascii_case("history"));
        }
    }
}
