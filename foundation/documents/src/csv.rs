//! Tables as CSV that a Swedish spreadsheet opens right: UTF-8 with its mark, semicolons, decimal commas, CRLF.
//!
//! What a spreadsheet would calculate gets a `'` before it, which it shows as text (OWASP, *CSV Injection*); real numbers stay
//! numbers. Written here and not by a library, because nothing in it can fail, and a caller that streams has no error to handle.

use crate::Value;

/// A file being written, row by row.
///
/// ```
/// use behorig_documents::{Value, csv::Csv};
///
/// let mut csv = Csv::new(["Namn", "Tid (min)"]);
/// csv.row(&["Åsa".into(), Value::Minutes(60)]);
/// assert_eq!(csv.take(), "\u{feff}Namn;Tid (min)\r\nÅsa;60\r\n".as_bytes());
/// ```
#[derive(Debug, Clone)]
pub struct Csv {
    bytes: Vec<u8>,
}

impl Csv {
    /// The file's media type.
    pub const MEDIA_TYPE: &'static str = "text/csv; charset=utf-8";

    /// Begins a file with its headings.
    pub fn new<H: AsRef<str>>(headings: impl IntoIterator<Item = H>) -> Self {
        let mut csv = Self { bytes: "\u{feff}".as_bytes().to_vec() };
        for (at, heading) in headings.into_iter().enumerate() {
            csv.separate(at);
            csv.text(heading.as_ref());
        }
        csv.end();
        csv
    }

    /// Adds a row.
    pub fn row(&mut self, values: &[Value<'_>]) {
        for (at, value) in values.iter().enumerate() {
            self.separate(at);
            match value {
                Value::Text(text) => self.text(text),
                other => self.bytes.extend_from_slice(other.shown().as_bytes()),
            }
        }
        self.end();
    }

    /// Adds a row of texts.
    pub fn texts<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        for (at, text) in texts.into_iter().enumerate() {
            self.separate(at);
            self.text(text.as_ref());
        }
        self.end();
    }

    /// How many bytes wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.bytes.len()
    }

    /// What was written since the last time: the whole file, or the next part of a stream.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    fn separate(&mut self, at: usize) {
        if at > 0 {
            self.bytes.push(b';');
        }
    }

    fn end(&mut self) {
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// A text, marked where a spreadsheet would calculate it, quoted where it must be.
    fn text(&mut self, text: &str) {
        let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        if text.contains([';', '"', '\n', '\r', ',']) {
            self.bytes.push(b'"');
            self.bytes.extend_from_slice(mark.as_bytes());
            self.bytes.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.bytes.push(b'"');
        } else {
            self.bytes.extend_from_slice(mark.as_bytes());
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(mut csv: Csv) -> String {
        String::from_utf8(csv.take()).unwrap()
    }

    #[test]
    fn what_a_spreadsheet_would_calculate_is_marked_as_text() {
        let mut csv = Csv::new(["a", "b", "c", "d", "e", "f"]);
        csv.row(&["=1+1".into(), "@SUM(A1)".into(), "+46 70".into(), "-1".into(), "\tx".into(), "\r=2".into()]);
        assert_eq!(whole(csv), "\u{feff}a;b;c;d;e;f\r\n'=1+1;'@SUM(A1);'+46 70;'-1;'\tx;\"'\r=2\"\r\n");
    }

    #[test]
    fn a_heading_that_somebody_chose_is_marked_too() {
        assert_eq!(whole(Csv::new(["=HYPERLINK(\"x\")"])), "\u{feff}\"'=HYPERLINK(\"\"x\"\")\"\r\n");
    }

    #[test]
    fn numbers_stay_numbers_also_below_zero() {
        let mut csv = Csv::new(["a", "b", "c"]);
        csv.row(&[Value::Whole(-3), Value::Decimal(-1.25), Value::Minutes(-15)]);
        assert_eq!(whole(csv), "\u{feff}a;b;c\r\n-3;-1,25;-15\r\n");
    }

    #[test]
    fn a_stream_is_the_file_in_parts() {
        let mut csv = Csv::new(["a"]);
        let mut parts = csv.take();
        csv.row(&[Value::Whole(1)]);
        assert_eq!(csv.waiting(), 3);
        parts.extend(csv.take());
        csv.texts(["två"]);
        parts.extend(csv.take());
        assert_eq!(parts, "\u{feff}a\r\n1\r\ntvå\r\n".as_bytes());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_by_another_program_and_nothing_begins_a_formula(
            rows in proptest::collection::vec(proptest::collection::vec("[a-zåäö;,\"\n\r\t=+@' -]{0,9}", 3), 1..20)
        ) {
            let mut csv = Csv::new(["a", "b", "c"]);
            for row in &rows {
                csv.texts(row);
            }
            let text = whole(csv);
            let read = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes())
                .records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>();
            prop_assert_eq!(read.len(), rows.len());
            for (read, written) in read.iter().flatten().zip(rows.iter().flatten()) {
                prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert!(read == written || read.strip_prefix('\'') == Some(written));
            }
        }
    }
}
