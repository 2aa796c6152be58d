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

/// Where a person would break a long address or a category with a slash.
const BREAKS: [char; 4] = ['/', '@', '.', '_'];

impl Cell {
    /// Words, with everything in them escaped. A long address or a category with a slash may be broken where a person
    /// would break it.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self(Content::Text(text.into()))
    }
}

impl Render for Cell {
    fn render(&self) -> Markup {
        let mut html = String::new();
        self.render_to(&mut html);
        maud::PreEscaped(html)
    }

    fn render_to(&self, html: &mut String) {
        match &self.0 {
            Content::Html(markup) => html.push_str(&markup.0),
            Content::Text(text) => {
                for part in text.split_inclusive(BREAKS) {
                    part.render_to(html);
                    if part.ends_with(BREAKS) {
                        html.push_str("<wbr>");
                    }
                }
            }
        }
    }
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

    fn row(&self, row: &Row<'_>) -> Markup {
        // Roles are spelled out because the narrow layout takes the table's own away in some browsers.
        html! {
            tr role="row" class=[row.muted.then_some("muted")] {
                @for (i, cell) in row.cells.iter().enumerate() {
                    @let column = self.columns.get(i);
                    @let class = column.and_then(Column::class);
                    @if i == 0 {
                        th role="rowheader" scope="row" class=[class] {
                            @if let Some(path) = &row.path {
                                a href=(path) { (cell) }
                                span.row-arrow aria-hidden="true" { (icon(Icon::Forward)) }
                            } @else { (cell) }
                        }
                    } @else {
                        @let label = column.filter(|column| !column.hidden_label).map(|column| column.label.as_ref());
                        td role="cell" class=[class] data-label=[label] { (cell) }
                    }
                }
            }
        }
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        let many = self.columns.len() > 5;
        // So many columns may have to be scrolled sideways, and then by the keyboard too.
        let region = many.then_some("group");
        html! {
            div.table-frame.many[many] tabindex=[many.then_some("0")] role=[region] aria-label=[region.map(|_| &self.caption)] { div.table-room {
                table role="table" {
                    caption.reader-only[!self.caption_shown] { (self.caption) }
                    thead role="rowgroup" {
                        tr role="row" { @for column in &self.columns { (Self::head_cell(column)) } }
                    }
                    tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                }
            } }
        }
    }
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
}
