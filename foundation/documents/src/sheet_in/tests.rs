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
}
