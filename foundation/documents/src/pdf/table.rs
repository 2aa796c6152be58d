//! A table laid out: its columns' widths, its headings again on each page, a row longer than a page in parts.

use std::ops::Range;

use super::Table;
use super::columns::{Wish, shared};
use super::face::Faces;
use super::layout::{BODY, Composer, LEADING, Mark};
use super::tree::{NodeId, Role};
use super::wrap::{lines, printable, wish};

/// The sizes of text to choose from: the first at which no word must be broken.
const SIZES: [f32; 4] = [BODY, 10.0, 9.0, 8.0];
/// Left and right of a cell's text, and above and below it.
const BESIDE: f32 = 4.0;
const ABOVE: f32 = 3.0;
/// What a sum of widths may be wrong by.
const SLACK: f32 = 0.1;
/// Headings are never longer: most of a page is for rows.
const LONGEST_HEADING: usize = 20;
/// The lines below the headings, above the sums, and between rows.
const STRONG: f32 = 1.0;
const FINE: f32 = 0.4;

/// How a table stands on the page.
pub(super) struct Plan {
    size: f32,
    widths: Vec<f32>,
}

impl Plan {
    fn leading(&self) -> f32 {
        self.size * LEADING
    }

    fn height(&self, lines: usize) -> f32 {
        lines as f32 * self.leading() + 2.0 * ABOVE
    }
}

/// One plan for tables with the same headings.
pub(super) fn plan(tables: &[&Table], faces: &Faces, available: f32) -> Plan {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut ask = |at: usize, text: &str, bold: bool| {
        let face = faces.of(bold);
        let asked = wish(&printable(text, face), face, 1.0);
        if wishes.len() <= at {
            wishes.resize(at + 1, Wish::default());
        }
        if let Some(wish) = wishes.get_mut(at) {
            *wish = wish.and(asked);
        }
    };
    for table in tables {
        for (at, column) in table.columns.iter().enumerate() {
            ask(at, &column.heading, true);
            for (rows, bold) in [(table.rows.as_slice(), false), (table.totals.as_slice(), true)] {
                rows.iter().filter_map(|row| row.get(at)).for_each(|text| ask(at, text, bold));
            }
        }
    }
    let at = |size: f32| -> Vec<Wish> {
        let room = |width: f32| width * size + 2.0 * BESIDE + SLACK;
        wishes.iter().map(|wish| Wish { natural: room(wish.natural), least: room(wish.least) }).collect()
    };
    let fits = |size: &f32| at(*size).iter().map(|wish| wish.least).sum::<f32>() <= available;
    let [.., smallest] = SIZES;
    let size = SIZES.into_iter().find(fits).unwrap_or(smallest);
    Plan { size, widths: shared(&at(size), available) }
}

/// Sets a table that has rows.
pub(super) fn set(composer: &mut Composer<'_>, parent: NodeId, table: &Table, plan: &Plan) {
    let node = composer.laid.tree.add(parent, Role::Table);
    let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
    let mut head = Cells::of(&headings, true, composer.faces, plan);
    head.0.iter_mut().for_each(|lines| lines.truncate(LONGEST_HEADING));
    let mut setting = Setting { composer, table, plan, head };
    setting.begin(node);
    let body = setting.composer.laid.tree.add(node, Role::Rows);
    for row in &table.rows {
        setting.row(body, row, false);
    }
    if let Some(totals) = &table.totals {
        let foot = setting.composer.laid.tree.add(node, Role::Totals);
        setting.row(foot, totals, true);
    }
}

/// The lines of each cell of a row.
struct Cells(Vec<Vec<String>>);

impl Cells {
    fn of<T: AsRef<str>>(texts: &[T], bold: bool, faces: &Faces, plan: &Plan) -> Self {
        let face = faces.of(bold);
        let cell = |(at, width): (usize, &f32)| {
            let text = texts.get(at).map_or("", AsRef::as_ref);
            lines(&printable(text, face), face, plan.size, width - 2.0 * BESIDE)
        };
        Self(plan.widths.iter().enumerate().map(cell).collect())
    }

    fn count(&self) -> usize {
        self.0.iter().map(Vec::len).max().unwrap_or(0)
    }
}

struct Setting<'s, 'c> {
    composer: &'s mut Composer<'c>,
    table: &'s Table,
    plan: &'s Plan,
    head: Cells,
}

impl Setting<'_, '_> {
    /// The headings, where a row follows them on the same page.
    fn begin(&mut self, node: NodeId) {
        let height = self.plan.height(self.head.count());
        if height + self.plan.height(1) > self.composer.room() {
            self.composer.next_page();
        }
        let group = self.composer.laid.tree.add(node, Role::Head);
        let marks = self.cells(group, Role::HeadCell);
        self.headings(&marks);
    }

    /// A row's node and those of its cells.
    fn cells(&mut self, group: NodeId, role: Role) -> Vec<Mark> {
        let tree = &mut self.composer.laid.tree;
        let row = tree.add(group, Role::Row);
        self.plan.widths.iter().map(|_| Mark::Content(tree.add(row, role.clone()))).collect()
    }

    fn headings(&mut self, marks: &[Mark]) {
        let head = std::mem::replace(&mut self.head, Cells(Vec::new()));
        self.draw(&head, 0..head.count(), true, marks);
        self.composer.rule(STRONG);
        self.head = head;
    }

    fn next_page(&mut self) {
        self.composer.next_page();
        let marks = vec![Mark::Repeated; self.plan.widths.len()];
        self.headings(&marks);
    }

    /// A row: whole on this page or the next, in parts where no page holds it.
    fn row(&mut self, group: NodeId, texts: &[String], bold: bool) {
        let cells = Cells::of(texts, bold, self.composer.faces, self.plan);
        let marks = self.cells(group, Role::Cell);
        let count = cells.count();
        let whole = self.plan.height(count);
        let most = self.composer.whole() - self.plan.height(self.head.count());
        if whole > self.composer.room() && whole <= most {
            self.next_page();
        }
        if bold {
            self.composer.rule(STRONG);
        }
        let mut from = 0;
        while from < count {
            let room = ((self.composer.room() - 2.0 * ABOVE) / self.plan.leading()).floor().max(0.0) as usize;
            let to = count.min(from + room);
            if to > from {
                self.draw(&cells, from..to, bold, &marks);
                self.composer.rule(FINE);
                from = to;
            }
            if from < count {
                self.next_page();
            }
        }
    }

    /// Some lines of a row, here.
    fn draw(&mut self, cells: &Cells, part: Range<usize>, bold: bool, marks: &[Mark]) {
        let (top, size) = (self.composer.y + ABOVE, self.plan.size);
        let face = self.composer.faces.of(bold);
        let mut left = self.composer.left_edge();
        for (at, ((width, lines), mark)) in self.plan.widths.iter().zip(&cells.0).zip(marks).enumerate() {
            let is_number = self.table.columns.get(at).is_some_and(|column| column.is_number);
            for (line, text) in lines.iter().enumerate().take(part.end).skip(part.start) {
                let x = if is_number {
                    left + width - BESIDE - face.width(text.trim_end_matches(' '), size)
                } else {
                    left + BESIDE
                };
                self.composer.y = top + (line - part.start) as f32 * self.plan.leading();
                self.composer.line(text.clone(), x, size, bold, *mark);
            }
            left += width;
        }
        self.composer.y = top + part.len() as f32 * self.plan.leading() + ABOVE;
    }
}
