//! Text taken apart to lines and fields by RFC 4180, strictly: the `csv` crate reads broken quoting as something, and a register
//! must not be filled with something.

use std::borrow::Cow;

use super::Reason;

/// A line with its fields; a quoted field may run over several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) number: u64,
    pub(super) fields: Vec<Cow<'t, str>>,
}

/// The separator that the header is written with: whichever of semicolon, comma and tab it has most of.
pub(super) fn separator_of(text: &str) -> char {
    let header = text.lines().next().unwrap_or_default();
    let count = |separator: char| header.matches(separator).count();
    [';', ',', '\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(';')
}

/// Every line that is not blank. A broken one is an error in its place; an unclosed quote ends the file.
pub(super) fn lines(text: &str, separator: char) -> Lines<'_> {
    Lines { rest: text, separator, number: 1 }
}

/// A field, or nothing where its quoting is broken; and whether it ends its line.
type Field<'t> = (Option<Cow<'t, str>>, bool);

pub(super) struct Lines<'t> {
    rest: &'t str,
    separator: char,
    number: u64,
}

impl<'t> Iterator for Lines<'t> {
    type Item = Result<Line<'t>, (u64, Reason)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let number = self.number;
            let line = self.line(number);
            match line {
                Ok(line) if line.fields.iter().all(|field| field.trim().is_empty()) => {}
                other => return Some(other),
            }
        }
    }
}

impl<'t> Lines<'t> {
    fn line(&mut self, number: u64) -> Result<Line<'t>, (u64, Reason)> {
        let mut fields = Vec::new();
        loop {
            let (field, ends) = match self.rest.strip_prefix('"') {
                Some(after) => self.quoted(after)?,
                None => self.plain(),
            };
            if field.is_none() {
                let at = self.number;
                self.skip_line();
                return Err((at, Reason::BrokenQuoting));
            }
            fields.extend(field);
            if ends {
                self.number += 1;
                return Ok(Line { number, fields });
            }
        }
    }

    /// A field without quotes.
    fn plain(&mut self) -> Field<'t> {
        let end = self.rest.find([self.separator, '\n']).unwrap_or(self.rest.len());
        let (field, after) = self.rest.split_at(end);
        let ends = !after.starts_with(self.separator);
        let field = if ends { field.strip_suffix('\r').unwrap_or(field) } else { field };
        if field.contains('"') {
            return (None, ends);
        }
        self.rest = after.get(1..).unwrap_or_default();
        (Some(Cow::Borrowed(field)), ends)
    }

    /// A quoted field, begun after its opening quote; broken where something follows its closing one.
    fn quoted(&mut self, begun: &'t str) -> Result<Field<'t>, (u64, Reason)> {
        let mut whole = Cow::Borrowed("");
        let mut rest = begun;
        loop {
            let Some(quote) = rest.find('"') else {
                let opened = self.number;
                self.rest = "";
                return Err((opened, Reason::UnclosedQuote));
            };
            let (part, after) = (&rest[..quote], &rest[quote + 1..]);
            if whole.is_empty() {
                whole = Cow::Borrowed(part);
            } else {
                whole.to_mut().push_str(part);
            }
            if let Some(more) = after.strip_prefix('"') {
                whole.to_mut().push('"');
                rest = more;
                continue;
            }
            self.number += whole.matches('\n').count() as u64;
            let ends_line = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
            let (next, ends) = match (after.strip_prefix(self.separator), ends_line) {
                (Some(next), _) => (next, false),
                (None, Some(next)) => (next, true),
                (None, None) if after.is_empty() => ("", true),
                (None, None) => {
                    self.rest = after;
                    return Ok((None, false));
                }
            };
            self.rest = next;
            return Ok((Some(whole), ends));
        }
    }

    fn skip_line(&mut self) {
        self.rest = self.rest.split_once('\n').map_or("", |(_, after)| after);
        self.number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Told = Result<(u64, Vec<String>), (u64, Reason)>;

    fn read(text: &str) -> Vec<Told> {
        lines(text, ';')
            .map(|line| line.map(|line| (line.number, line.fields.into_iter().map(Cow::into_owned).collect())))
            .collect()
    }

    #[test]
    fn quoted_fields_may_hold_separators_quotes_and_line_breaks_and_lines_keep_their_numbers() {
        let told = read("a;\"b;c\"\r\n\r\n\"säg \"\"hej\"\"\nnu\";2\nx;y");
        let row = |number, fields: [&str; 2]| Ok((number, fields.map(str::to_owned).to_vec()));
        assert_eq!(told, [row(1, ["a", "b;c"]), row(3, ["säg \"hej\"\nnu", "2"]), row(5, ["x", "y"])]);
    }

    #[test]
    fn broken_quoting_is_told_with_its_line_and_the_other_lines_are_read() {
        assert_eq!(
            read("a;b\nc\"d;e\nf;g\n\"h\"i;j\nk;l\n"),
            [
                Ok((1, vec!["a".into(), "b".into()])),
                Err((2, Reason::BrokenQuoting)),
                Ok((3, vec!["f".into(), "g".into()])),
                Err((4, Reason::BrokenQuoting)),
                Ok((5, vec!["k".into(), "l".into()])),
            ]
        );
        assert_eq!(read("a;b\nc;\"d\ne;f\n").last(), Some(&Err((2, Reason::UnclosedQuote))));
    }

    #[test]
    fn the_header_tells_the_separator() {
        assert_eq!(separator_of("a;b,c;d\n1,2,3,4,5"), ';');
        assert_eq!(separator_of("a,b,c"), ',');
        assert_eq!(separator_of("a\tb"), '\t');
        assert_eq!(separator_of("ensam"), ';');
    }

    proptest! {
        #[test]
        fn what_another_program_writes_is_read_back(rows in proptest::collection::vec(proptest::collection::vec("[a-zåäö;,\"\n ]{0,8}", 3), 1..20)) {
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let blank = |row: &Vec<String>| row.iter().all(|field| field.trim().is_empty());
            let kept: Vec<Vec<String>> = rows.into_iter().filter(|row| !blank(row)).collect();
            let read: Vec<Vec<String>> = read(&text).into_iter().map(|line| line.unwrap().1).collect();
            prop_assert_eq!(read, kept);
        }

        #[test]
        fn no_text_makes_it_stop_or_panic(text in "[a;\"\r\n]{0,60}") {
            prop_assert!(read(&text).len() <= text.len() + 1);
        }
    }
}
