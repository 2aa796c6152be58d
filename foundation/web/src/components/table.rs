//! Tables: rows with a heading of their own that is the link to the thing, and cards where there is no room for columns.

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};

/// A column.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    label: Words<'a>,
    number: bool,
    unbroken: bool,
    hidden_label: bool,
    sort: Option<(Words<'a>, Sorted)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sorted {
    Not,
    Up,
    Down,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub fn new(label: impl Into<Words<'a>>) -> Self {
        Self { label: label.into(), number: false, unbroken: false, hidden_label: false, sort: None }
    }

    /// A column of numbers, set so that their digits stand under each other.
    #[must_use]
    pub const fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// A column of short things that must not be broken over lines: dates, periods.
    #[must_use]
    pub const fn unbroken(mut self) -> Self {
        self.unbroken = true;
        self
    }

    const fn class(&self) -> Option<&'static str> {
        match (self.number, self.unbroken) {
            (true, _) => Some("number"),
            (false, true) => Some("unbroken"),
            (false, false) => None,
        }
    }

    /// A column whose heading only screen readers need, such as one of buttons.
    #[must_use]
    pub const fn unlabelled(mut self) -> Self {
        self.hidden_label = true;
        self
    }

    /// The list can be sorted by this column: the link that does it, and whether it is sorted so now (`Some(true)` for
    /// falling).
    #[must_use]
    pub fn sortable(mut self, path: impl Into<Words<'a>>, falling: Option<bool>) -> Self {
        let sorted = match falling {
            None => Sorted::Not,
            Some(false) => Sorted::Up,
            Some(true) => Sorted::Down,
        };
        self.sort = Some((path.into(), sorted));
        self
    }
}

/// What stands in a row under a column.
#[derive(Clone, Debug)]
pub struct Cell(Content);

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Html(Markup),
}

/// About as long is a row's HTML: so much room is made for each before the first is written.
const ROW: usize = 900;

impl Cell {
    /// Words, with everything in them escaped. A long address or a category with a slash may be broken where a person
    /// would break it.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self(Content::Text(text.into()))
    }
}

impl Render for Cell {
    fn render_to(&self, html: &mut String) {
        match &self.0 {
            Content::Html(markup) => html.push_str(&markup.0),
            Content::Text(text) => escape_with_breaks(html, text),
        }
    }
}

/// Escapes in one look at each byte: of all that a page with a long table says, nearly everything goes through here.
fn escape_with_breaks(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let instead = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'/' => "/<wbr>",
            b'@' => "@<wbr>",
            b'.' => ".<wbr>",
            b'_' => "_<wbr>",
            _ => continue,
        };
        html.push_str(text.get(from..at).unwrap_or_default());
        html.push_str(instead);
        from = at + 1;
    }
    html.push_str(text.get(from..).unwrap_or_default());
}

impl From<Markup> for Cell {
    fn from(markup: Markup) -> Self {
        Self(Content::Html(markup))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Words<'_>> for Cell {
    fn from(text: Words<'_>) -> Self {
        Self::text(text)
    }
}

/// A row. Its first cell is its heading.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    path: Option<Words<'a>>,
    cells: Vec<Cell>,
    muted: bool,
}

impl<'a> Row<'a> {
    /// A row about `heading`.
    pub fn new(heading: impl Into<Cell>) -> Self {
        Self { path: None, cells: vec![heading.into()], muted: false }
    }

    /// A row whose heading opens `path`; a double click anywhere in the row does too.
    pub fn link(path: impl Into<Words<'a>>, heading: impl Into<Cell>) -> Self {
        Self { path: Some(path.into()), ..Self::new(heading) }
    }

    /// The next cell.
    #[must_use]
    pub fn cell(mut self, cell: impl Into<Cell>) -> Self {
        self.cells.push(cell.into());
        self
    }

    /// A row of something that has ended.
    #[must_use]
    pub const fn muted(mut self, muted: bool) -> Self {
        self.muted = muted;
        self
    }
}

/// A table. The caption says what it lists.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    caption: Words<'a>,
    caption_shown: bool,
    columns: Vec<Column<'a>>,
    rows: Vec<Row<'a>>,
}

impl<'a> Table<'a> {
    /// An empty table; its caption is for screen readers, since a heading usually says the same.
    pub fn new(caption: impl Into<Words<'a>>, columns: impl IntoIterator<Item = Column<'a>>) -> Self {
        let columns = columns.into_iter().collect();
        Self { caption: caption.into(), caption_shown: false, columns, rows: Vec::new() }
    }

    /// Shows the caption above the table.
    #[must_use]
    pub const fn show_caption(mut self) -> Self {
        self.caption_shown = true;
        self
    }

    /// The rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row<'a>>) -> Self {
        self.rows.extend(rows);
        self
    }

    fn head_cell(column: &Column<'_>) -> Markup {
        let order = column.sort.as_ref().and_then(|(_, sorted)| match sorted {
            Sorted::Not => None,
            Sorted::Up => Some("ascending"),
            Sorted::Down => Some("descending"),
        });
        html! {
            th role="columnheader" scope="col" class=[column.class()] aria-sort=[order] {
                @if let Some((path, _)) = &column.sort {
                    a.sort href=(path) { (column.label) span.sort-arrow aria-hidden="true" {} }
                } @else if column.hidden_label {
                    span.reader-only { (column.label) }
                } @else { (column.label) }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            caption.reader-only[!self.caption_shown] { (self.caption) }
            thead role="rowgroup" {
                tr role="row" { @for column in &self.columns { (Self::head_cell(column)) } }
            }
        }
    }
}

impl Render for Table<'_> {
    /// Rows are written where the page's own HTML is made and nowhere before: of a list they are nearly all that is sent.
    fn render_to(&self, html: &mut String) {
        html.reserve(self.rows.len() * ROW);
        // So many columns may have to be scrolled sideways, and then by the keyboard too.
        if self.columns.len() > 5 {
            html.push_str(r#"<div class="table-frame many" tabindex="0" role="group" aria-label=""#);
            self.caption.render_to(html);
            html.push_str(r#"">"#);
        } else {
            html.push_str(r#"<div class="table-frame">"#);
        }
        html.push_str(r#"<div class="table-room"><table role="table">"#);
        self.head().render_to(html);
        html.push_str(r#"<tbody role="rowgroup">"#);
        let tags = CellTags::of(&self.columns);
        for row in &self.rows {
            tags.write(row, html);
        }
        html.push_str("</tbody></table></div></div>");
    }
}

/// What is the same in every row, made once: how the cells of each column begin, and the arrow of a row that is a link.
struct CellTags {
    heading: String,
    others: Vec<String>,
    arrow: Markup,
}

impl CellTags {
    fn of(columns: &[Column<'_>]) -> Self {
        // Roles are spelled out because the narrow layout takes the table's own away in some browsers.
        let class = columns.first().and_then(Column::class);
        let other = |column: &Column<'_>| {
            let label = (!column.hidden_label).then_some(column.label.as_ref());
            begun(&html! { td role="cell" class=[column.class()] data-label=[label] {} })
        };
        Self {
            heading: begun(&html! { th role="rowheader" scope="row" class=[class] {} }),
            others: columns.iter().skip(1).map(other).collect(),
            arrow: html! { span.row-arrow aria-hidden="true" { (icon(Icon::Forward)) } },
        }
    }

    fn write(&self, row: &Row<'_>, html: &mut String) {
        html.push_str(if row.muted { r#"<tr role="row" class="muted">"# } else { r#"<tr role="row">"# });
        let mut cells = row.cells.iter();
        if let Some(heading) = cells.next() {
            html.push_str(&self.heading);
            match &row.path {
                Some(path) => {
                    html.push_str(r#"<a href=""#);
                    path.render_to(html);
                    html.push_str(r#"">"#);
                    heading.render_to(html);
                    html.push_str("</a>");
                    self.arrow.render_to(html);
                }
                None => heading.render_to(html),
            }
            html.push_str("</th>");
        }
        for (at, cell) in cells.enumerate() {
            html.push_str(self.others.get(at).map_or(r#"<td role="cell">"#, String::as_str));
            cell.render_to(html);
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
}

/// The opening tag of an empty element.
fn begun(element: &Markup) -> String {
    element.0.rsplit_once("</").map(|(opening, _)| opening).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_headed_by_the_link_to_its_thing_and_its_words_are_escaped() {
        let table = Table::new("Användare", [Column::new("Namn"), Column::new("Ålder").number()]).rows([Row::link(
            "/konton/1",
            "<script>",
        )
        .cell("44")]);
        let html = table.render().into_string();
        assert!(html.contains(r#"<a href="/konton/1">&lt;script&gt;</a>"#), "{html}");
        assert_eq!(html.matches(r#"role="rowheader""#).count(), 1, "{html}");
        assert!(html.contains(r#"data-label="Ålder">44</td>"#), "{html}");
    }

    #[test]
    fn a_sorted_column_says_so() {
        let table = Table::new("x", [Column::new("Namn").sortable("?sortera=namn", Some(true))]);
        assert!(table.render().into_string().contains(r#"aria-sort="descending""#));
    }

    #[test]
    fn each_cell_says_its_column_except_where_the_column_has_no_shown_label_and_a_cell_too_many_says_nothing() {
        let columns = [
            Column::new("Namn"),
            Column::new("År & mån").number(),
            Column::new("Gör").unlabelled(),
            Column::new("När").unbroken(),
        ];
        let row = Row::new("Anna").cell("44").cell("Spara").cell("i dag").cell("utan kolumn").muted(true);
        assert_eq!(
            Table::new("Lista", columns).rows([row]).render().into_string(),
            concat!(
                r#"<div class="table-frame"><div class="table-room"><table role="table"><caption class="reader-only">Lista</caption>"#,
                r#"<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Namn</th>"#,
                r#"<th role="columnheader" scope="col" class="number">År &amp; mån</th>"#,
                r#"<th role="columnheader" scope="col"><span class="reader-only">Gör</span></th>"#,
                r#"<th role="columnheader" scope="col" class="unbroken">När</th></tr></thead><tbody role="rowgroup">"#,
                r#"<tr role="row" class="muted"><th role="rowheader" scope="row">Anna</th>"#,
                r#"<td role="cell" class="number" data-label="År &amp; mån">44</td><td role="cell">Spara</td>"#,
                r#"<td role="cell" class="unbroken" data-label="När">i dag</td><td role="cell">utan kolumn</td></tr>"#,
                "</tbody></table></div></div>"
            )
        );
    }

    #[test]
    fn a_table_that_may_be_wider_than_the_screen_is_scrolled_by_the_keyboard_too() {
        let table = Table::new("Alla \"besök\"", ["a", "b", "c", "d", "e", "f"].map(Column::new));
        let start =
            r#"<div class="table-frame many" tabindex="0" role="group" aria-label="Alla &quot;besök&quot;"><div"#;
        assert!(table.render().into_string().starts_with(start));
    }

    proptest::proptest! {
        #[test]
        fn what_a_cell_says_is_escaped_as_everywhere_and_may_be_broken_after_a_slash_a_dot_an_at_and_a_low_line(
            text in r#"[a-zåäö&<>"/@._ ]{0,40}"#
        ) {
            let mut expected = String::new();
            for letter in text.chars() {
                letter.to_string().render_to(&mut expected);
                if "/@._".contains(letter) {
                    expected.push_str("<wbr>");
                }
            }
            proptest::prop_assert_eq!(Cell::text(text).render().into_string(), expected);
        }
    }
}
