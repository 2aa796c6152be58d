use std::io::{Cursor, Write as _};

use jiff::civil::date;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|row| row.iter().map(|cell| cell.text().into_owned()).collect()).collect()
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_people_have_kept_for_years_is_read_for_what_it_says() {
    let bytes = book(|book| {
        book.add_worksheet().set_name("Försättsblad").unwrap();
        let sheet = book.add_worksheet().set_name("Behörigheter").unwrap();
        sheet.write(0, 0, " Namn ").unwrap();
        sheet.write(0, 2, "Slutdatum").unwrap();
        sheet.write(1, 0, "Anna\u{a0}Ek  ").unwrap();
        let day = ExcelDateTime::from_ymd(2026, 11, 22).unwrap();
        sheet.write_with_format(1, 2, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(2, 2, 46_348).unwrap();
        sheet.write(3, 0, Formula::new("A2").set_result("Anna Ek")).unwrap();
        sheet.write(3, 2, "tills vidare").unwrap();
        sheet.write(4, 1, true).unwrap();
        sheet.merge_range(5, 0, 6, 1, "Region Norrsjö", &Format::new()).unwrap();
        sheet.write(6, 3, "x").unwrap();
        sheet.write_blank(200, 50, &Format::new().set_bold()).unwrap();
        let hidden = book.add_worksheet().set_name("Dolt").unwrap();
        hidden.write(0, 0, "hemligt").unwrap();
        hidden.set_hidden(true);
    });
    let sheet = read_sheet(&bytes, "register.xlsx").unwrap();
    assert_eq!(sheet.name, "Behörigheter", "the first sheet that anything stands in");
    assert_eq!(sheet.sheets, ["Försättsblad", "Behörigheter"]);
    let expected = [vec!["Namn", "", "Slutdatum"], vec!["Anna Ek", "", "2026-11-22"], vec!["", "", "46348"]];
    assert_eq!(texts(&sheet)[..3], expected);
    assert_eq!((sheet.date(1, 2), sheet.date(2, 2)), (Ok(Some(date(2026, 11, 22))), Ok(Some(date(2026, 11, 22)))));
    assert_eq!((sheet.date(3, 2), sheet.date(9, 9)), (Err(NoDate), Ok(None)));
    assert!(sheet.cell(3, 0).formula && sheet.cell(3, 0).text() == "Anna Ek", "a formula gives what was saved");
    assert!(!sheet.cell(1, 0).formula);
    assert_eq!(sheet.cell(4, 1).text(), "TRUE");
    let covered: Vec<bool> =
        [(5, 0), (5, 1), (6, 0), (6, 1), (1, 0)].map(|(row, column)| sheet.is_covered(row, column)).into();
    assert_eq!((sheet.cell(5, 0).text().as_ref(), covered), ("Region Norrsjö", vec![false, true, true, true, false]));
    assert_eq!(sheet.rows.len(), 7, "cells that are only coloured are none");
    assert_eq!(read_sheet_named(&bytes, "register.xlsx", "Försättsblad"), Err(SheetRefused::Empty));
    assert_eq!(read_sheet_named(&bytes, "register.xlsx", "Dolt"), Err(SheetRefused::NoSuchSheet));
}

#[test]
fn text_is_read_as_the_spreadsheets_of_swedish_offices_save_it() {
    let expected = [vec!["Namn", "Enhet"], vec!["Åsa Öberg", "Akuten; norr"]];
    for (text, mark) in [
        ("Namn;Enhet\r\nÅsa Öberg;\"Akuten; norr\"\r\n", ""),
        ("Namn,Enhet\nÅsa Öberg,Akuten; norr\n", "\u{feff}"),
        ("Namn\tEnhet\nÅsa Öberg\tAkuten; norr", ""),
    ] {
        assert_eq!(texts(&read_sheet(format!("{mark}{text}").as_bytes(), "a.csv").unwrap()), expected, "{text}");
        let windows = encoding_rs::WINDOWS_1252.encode(text).0;
        assert_eq!(texts(&read_sheet(&windows, "a.csv").unwrap()), expected, "{text}");
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&read_sheet(&wide, "a.txt").unwrap()), expected, "{text}");
    }
}

#[test]
fn an_empty_line_is_a_row_and_one_within_quotation_marks_is_none() {
    let read = texts(&read_sheet("Namn;Not\n\r\n\nAnna;\"först\n\nsedan\"\nBo;x\n".as_bytes(), "a.csv").unwrap());
    let row = |name: &str, note: &str| vec![name.to_owned(), note.to_owned()];
    assert_eq!(read, [row("Namn", "Not"), vec![], vec![], row("Anna", "först  sedan"), row("Bo", "x")]);
}

#[test]
fn what_cannot_be_read_right_is_refused_with_its_reason() {
    let small = book(|book| {
        book.add_worksheet().write(0, 0, "Namn").unwrap();
    });
    let mut behind_password = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    let old = behind_password.clone();
    behind_password.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let macros = packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", b"x")]);
    let other = packed(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]);
    let empty = book(|book| {
        book.add_worksheet();
    });
    let wide = format!("{}x", ";".repeat(MOST_COLUMNS));
    for (bytes, name, reason) in [
        (behind_password, "a.xlsx", SheetRefused::Password),
        (old, "a.xls", SheetRefused::OldWorkbook),
        (macros, "a.xlsx", SheetRefused::Macros),
        (small.clone(), "A.XLSM", SheetRefused::Macros),
        (other, "a.ods", SheetRefused::OtherWorkbook),
        (small[..small.len() / 2].to_vec(), "a.xlsx", SheetRefused::Broken),
        (b"PK\x03\x04 and then nothing".to_vec(), "a.xlsx", SheetRefused::Broken),
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "a.csv", SheetRefused::NotText),
        (vec![b'a'; MOST_BYTES + 1], "a.csv", SheetRefused::TooLarge),
        ("a\n".repeat(MOST_ROWS + 1).into_bytes(), "a.csv", SheetRefused::TooManyRows),
        (wide.into_bytes(), "a.csv", SheetRefused::TooManyColumns),
        (empty, "a.xlsx", SheetRefused::Empty),
        (b" ;;\r\n".to_vec(), "a.csv", SheetRefused::Empty),
        (Vec::new(), "a.csv", SheetRefused::Empty),
    ] {
        assert_eq!(read_sheet(&bytes, name).map(|sheet| texts(&sheet)), Err(reason), "{name}");
    }
}

#[test]
fn a_small_file_that_unpacks_without_end_is_refused_and_what_it_says_of_its_size_is_not_believed() {
    let zeros = vec![b' '; 50_000_000];
    let parts: Vec<(String, &[u8])> =
        (0..9).map(|part| (format!("xl/worksheets/{part}.xml"), zeros.as_slice())).collect();
    let mut all: Vec<(&str, &[u8])> = vec![("xl/workbook.xml", b"<workbook/>")];
    all.extend(parts.iter().map(|(name, content)| (name.as_str(), *content)));
    let bomb = packed(&all);
    assert!(bomb.len() < MOST_BYTES);
    assert_eq!(read_sheet(&bomb, "a.xlsx"), Err(SheetRefused::TooLarge));
}

/// A workbook with rows of one cell, whose file says these merged fields: no program would write them.
fn merged_book(rows: u32, fields: impl Iterator<Item = String>) -> Vec<u8> {
    let written = book(|book| {
        let sheet = book.add_worksheet();
        for row in 0..rows {
            sheet.write(row, 0, 1).unwrap();
        }
        sheet.merge_range(0, 2, 0, 3, "", &Format::new()).unwrap();
    });
    let fields: String = fields.map(|field| format!("<mergeCell ref=\"{field}\"/>")).collect();
    let mut archive = zip::ZipArchive::new(Cursor::new(written)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        if let Ok(text) = std::str::from_utf8(&content)
            && let Some((before, rest)) = text.split_once("<mergeCells")
        {
            let after = rest.split_once("</mergeCells>").unwrap().1;
            content = format!("{before}<mergeCells>{fields}</mergeCells>{after}").into_bytes();
        }
        parts.push((part.name().unwrap().into_owned(), content));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    packed(&parts)
}

#[test]
fn a_hundred_thousand_merged_fields_over_the_same_cells_are_counted_for_what_they_say_and_cost_nothing() {
    let times = |many: usize, field: &str| std::iter::repeat_n(field.to_owned(), many);
    // Each of them alone would do; together they say twenty thousand million cells.
    let all = merged_book(1_000, times(100_000, "A1:GQ1000"));
    assert_eq!(read_sheet(&all, "a.xlsx"), Err(SheetRefused::TooManyCells));
    assert_eq!(read_sheet(&merged_book(2, times(100_000, "A1:B2")), "a.xlsx"), Err(SheetRefused::TooManyCells));
    assert_eq!(read_sheet(&merged_book(2, times(200_001, "A1")), "a.xlsx"), Err(SheetRefused::TooManyCells));
    let one_cell = read_sheet(&merged_book(2, times(100_000, "A1")), "a.xlsx").unwrap();
    assert!(!one_cell.has_merged(), "a field of one cell covers none");
    let whole = read_sheet(&merged_book(2, times(2, "A1:XFD1048576")), "a.xlsx").unwrap();
    assert!(whole.is_covered(1, MOST_COLUMNS - 1) && !whole.is_covered(0, 0) && !whole.is_covered(2, 0));
    let most = read_sheet(&merged_book(1_000, times(1, "A1:GR1000")), "a.xlsx").unwrap();
    assert!(most.is_covered(999, 199));
}

#[test]
fn a_text_that_stands_once_in_a_workbook_and_is_shown_in_every_cell_is_counted_each_time() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        let long = "👩".repeat(16_000);
        for row in 0..1_600 {
            sheet.write(row, 0, &long).unwrap();
        }
    });
    assert!(bytes.len() < MOST_BYTES);
    assert_eq!(read_sheet(&bytes, "a.xlsx").map(|sheet| sheet.rows.len()), Err(SheetRefused::TooManyCells));
}

fn as_it_is(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

#[test]
fn what_is_kept_of_a_workbook_is_what_was_read_of_each_sheet_but_for_what_may_not_be_kept() {
    let bytes = book(|book| {
        let first = book.add_worksheet().set_name("Behörigheter").unwrap();
        first.write(0, 0, "Namn").unwrap();
        first.write(2, 1, "hemligt 1").unwrap();
        first.write(2, 2, 46_348.25).unwrap();
        first.write(2, 3, 4_711).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 11, 22).unwrap();
        first.write_with_format(3, 0, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        first.write(4, 0, Formula::new("A1").set_result("Namn")).unwrap();
        first.merge_range(5, 0, 6, 1, "Region Norrsjö", &Format::new()).unwrap();
        book.add_worksheet().set_name("Tomt").unwrap();
        book.add_worksheet().set_name("Mer").unwrap().write(0, 0, "x").unwrap();
        book.add_worksheet().set_name("Dolt").unwrap().set_hidden(true).write(0, 0, "dolt").unwrap();
    });
    let whole = keep(&bytes, "a.xlsx", as_it_is).unwrap();
    let mut read = read_sheet(&bytes, "a.xlsx").unwrap();
    read.sheets.retain(|name| name != "Tomt");
    assert_eq!(kept_sheet(&whole, None).unwrap(), read);
    assert_eq!(kept_sheet(&whole, Some("Behörigheter")).unwrap(), read);
    assert_eq!(kept_sheet(&whole, Some("Mer")).unwrap().rows.len(), 1);
    assert!(kept_sheet(&whole, Some("Dolt")).is_none() && kept_sheet(&bytes, None).is_none());
    let masked =
        keep(&bytes, "a.xlsx", |text| Cow::Owned(text.replace("hemligt", "***").replace("4711", "****"))).unwrap();
    let sheet = kept_sheet(&masked, None).unwrap();
    assert_eq!(texts(&sheet)[2], ["", "*** 1", "46348.25", "****"]);
    assert_eq!(sheet.date(3, 0), Ok(Some(date(2026, 11, 22))));
    assert_eq!(keep(b"", "a.csv", as_it_is), Err(SheetRefused::Empty));
}

#[test]
fn every_reason_has_a_word_of_its_own() {
    let words: HashSet<_> = SheetRefused::ALL.iter().map(|reason| reason.key()).collect();
    assert_eq!(words.len(), SheetRefused::ALL.len());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in 0..3_usize) {
        let begins: [&[u8]; 3] = [b"", b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]];
        let _ = read_sheet(&[begins[kind], &bytes].concat(), "a.xlsx");
    }

    #[test]
    fn what_our_own_csv_writes_is_read_back(rows in proptest::collection::vec(proptest::collection::vec("[a-zåäö;,\"]{1,8}", 2), 1..10)) {
        let mut file = crate::csv::Csv::new(["a", "b"]);
        for row in &rows {
            file.texts(row);
        }
        let read = texts(&read_sheet(&file.take(), "a.csv").unwrap());
        prop_assert_eq!(&read[1..], &rows[..]);
    }

    #[test]
    fn any_text_file_that_is_read_is_kept_as_it_was_read(text in "[a-zå0-9=tnd;\"\\n\u{1f} .]{0,60}") {
        let packed = keep(text.as_bytes(), "a.csv", as_it_is);
        prop_assert_eq!(packed.map(|packed| kept_sheet(&packed, None).unwrap()), read_sheet(text.as_bytes(), "a.csv"));
    }
}
