//! A document laid out: where on which page each line stands, and what it is. Pages are counted here, so drawing comes after.

use super::face::Faces;
use super::table::{self, Plan};
use super::tree::{NodeId, Role, Tree};
use super::wrap::{lines, printable};
use super::{Document, Paper, Part, Section, Table};

/// A4 in points.
const SHORT: f32 = 595.28;
const LONG: f32 = 841.89;
/// Left and right of everything.
const SIDE: f32 = 50.0;
/// Where the body begins, and how far above the lower edge it ends.
const TOP: f32 = 52.0;
const BOTTOM: f32 = 60.0;
/// The base lines of the heading that comes again, and of the foot.
const RUNNING: f32 = 34.0;
const FOOT: f32 = 34.0;
/// The sizes of text.
const TITLE: f32 = 20.0;
const HEADING: f32 = 14.0;
pub(super) const BODY: f32 = 11.0;
const SMALL: f32 = 9.0;
/// From one base line to the next, for a size of 1; and from a line's upper edge to its base line.
pub(super) const LEADING: f32 = 1.36;
pub(super) const ASCENT: f32 = 1.05;
/// A heading never stands alone at the foot of a page: so much follows it there.
const FOLLOWING: f32 = 80.0;
/// So much of the width is the most that the labels of facts take.
const LABELS: f32 = 0.4;

/// All pages, and what is on them.
pub(super) struct Laid {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) pages: Vec<Page>,
    pub(super) tree: Tree,
    pub(super) bookmarks: Vec<Bookmark>,
}

/// A page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) runs: Vec<Run>,
    pub(super) rules: Vec<Rule>,
}

/// A line of text. Runs of one node stand together.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) text: String,
    pub(super) mark: Mark,
}

/// What a run is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The content of a node.
    Content(NodeId),
    /// Headings of a table that were read already.
    Repeated,
    /// The head of a page.
    Header,
    /// Its foot.
    Footer,
}

/// A horizontal line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) y: f32,
    pub(super) thickness: f32,
}

/// A place to jump to.
pub(super) struct Bookmark {
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) y: f32,
    /// Those within it.
    pub(super) inner: Vec<Bookmark>,
}

/// Lays a document out.
pub(super) fn lay_out(document: &Document, faces: &Faces) -> Laid {
    let (width, height) = match document.paper {
        Paper::Portrait => (SHORT, LONG),
        Paper::Landscape => (LONG, SHORT),
    };
    let laid = Laid { width, height, pages: Vec::new(), tree: Tree::default(), bookmarks: Vec::new() };
    let mut composer = Composer { faces, laid, y: TOP, running: String::new() };
    for part in &document.parts {
        let first = composer.laid.pages.len();
        composer.part(part, &document.title);
        composer.feet(first, &document.footer);
    }
    composer.laid
}

/// The document as far as it is laid out, and where the next line goes.
pub(super) struct Composer<'a> {
    pub(super) faces: &'a Faces,
    pub(super) laid: Laid,
    /// The upper edge of what comes next.
    pub(super) y: f32,
    /// What stands at the head of the part's further pages.
    running: String,
}

impl Composer<'_> {
    /// The width of the body.
    pub(super) fn width(&self) -> f32 {
        self.laid.width - 2.0 * SIDE
    }

    /// The left edge of the body.
    pub(super) const fn left_edge(&self) -> f32 {
        SIDE
    }

    /// How much room there is on a page with nothing on it.
    pub(super) fn whole(&self) -> f32 {
        self.laid.height - BOTTOM - TOP
    }

    /// How much room is left on this page.
    pub(super) fn room(&self) -> f32 {
        self.laid.height - BOTTOM - self.y
    }

    /// Goes to a new page unless there is so much room on this one.
    fn need(&mut self, height: f32) {
        if height > self.room() && self.y > TOP {
            self.next_page();
        }
    }

    /// A new page of the same part.
    pub(super) fn next_page(&mut self) {
        self.laid.pages.push(Page::default());
        self.y = TOP;
        let text = self.running.clone();
        self.put(Run { x: SIDE, baseline: RUNNING, size: SMALL, bold: false, text, mark: Mark::Header });
    }

    pub(super) fn put(&mut self, run: Run) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.runs.push(run);
        }
    }

    pub(super) fn rule(&mut self, thickness: f32) {
        let rule = Rule { left: SIDE, right: SIDE + self.width(), y: self.y, thickness };
        if let Some(page) = self.laid.pages.last_mut() {
            page.rules.push(rule);
        }
    }

    fn part(&mut self, part: &Part, otherwise: &str) {
        let title = if part.title.trim().is_empty() { otherwise } else { &part.title };
        self.laid.pages.push(Page::default());
        self.y = TOP;
        self.running = self.on_one_line(title, self.width());
        let node = self.laid.tree.root(Role::Part);
        let heading = self.laid.tree.add(node, Role::Heading(1, title.to_owned()));
        self.bookmark(title, 1);
        self.paragraph(title, TITLE, true, heading);
        self.y += 4.0;
        if !part.facts.is_empty() {
            self.facts(&part.facts, node);
        }
        let plans = Plans::of(part, self.faces, self.width());
        for section in &part.sections {
            self.section(section, &plans, node);
        }
    }

    fn facts(&mut self, facts: &[(String, String)], parent: NodeId) {
        let Faces { regular, bold } = self.faces;
        let list = self.laid.tree.add(parent, Role::List);
        let widest = facts.iter().map(|(label, _)| bold.width(&printable(label, bold), BODY)).fold(0.0, f32::max);
        let indent = (widest + 14.0).min(self.width() * LABELS);
        for (label, value) in facts {
            let item = self.laid.tree.add(list, Role::Item);
            let label_node = self.laid.tree.add(item, Role::Label);
            let value_node = self.laid.tree.add(item, Role::Body);
            let labels = lines(&printable(label, bold), bold, BODY, indent - 8.0);
            let values = lines(&printable(value, regular), regular, BODY, self.width() - indent);
            for at in 0..labels.len().max(values.len()) {
                self.need(BODY * LEADING);
                let sides = [(labels.get(at), 0.0, true, label_node), (values.get(at), indent, false, value_node)];
                for (text, x, bold, node) in sides {
                    if let Some(text) = text {
                        self.line(text.clone(), SIDE + x, BODY, bold, Mark::Content(node));
                    }
                }
                self.y += BODY * LEADING;
            }
            self.y += 1.5;
        }
        self.y += 4.0;
    }

    fn section(&mut self, section: &Section, plans: &Plans<'_>, parent: NodeId) {
        let node = self.laid.tree.add(parent, Role::Section);
        self.y += 12.0;
        if let Some(heading) = section.heading.as_ref().filter(|heading| !heading.trim().is_empty()) {
            self.need(HEADING * LEADING + FOLLOWING);
            let heading_node = self.laid.tree.add(node, Role::Heading(2, heading.clone()));
            self.bookmark(heading, 2);
            self.paragraph(heading, HEADING, true, heading_node);
            self.y += 3.0;
        }
        if let Some(text) = &section.text {
            let text_node = self.laid.tree.add(node, Role::Paragraph);
            self.paragraph(text, BODY, false, text_node);
            self.y += 3.0;
        }
        if let Some((table, plan)) = section.table.as_ref().and_then(|table| Some((table, plans.get(table)?))) {
            if table.rows.is_empty() || table.columns.is_empty() {
                let text_node = self.laid.tree.add(node, Role::Paragraph);
                self.paragraph(&table.when_empty, BODY, false, text_node);
            } else {
                table::set(self, node, table, plan);
            }
        }
    }

    fn paragraph(&mut self, text: &str, size: f32, bold: bool, node: NodeId) {
        let face = self.faces.of(bold);
        for line in lines(&printable(text, face), face, size, self.width()) {
            self.need(size * LEADING);
            self.line(line, SIDE, size, bold, Mark::Content(node));
            self.y += size * LEADING;
        }
    }

    /// A line whose upper edge is here. One without a letter still says that its node is there.
    pub(super) fn line(&mut self, text: String, x: f32, size: f32, bold: bool, mark: Mark) {
        let text = if text.is_empty() { " ".to_owned() } else { text };
        self.put(Run { x, baseline: self.y + size * ASCENT, size, bold, text, mark });
    }

    fn bookmark(&mut self, text: &str, level: u8) {
        let page = self.laid.pages.len().saturating_sub(1);
        let bookmark = Bookmark { text: text.to_owned(), page, y: self.y, inner: Vec::new() };
        match self.laid.bookmarks.last_mut() {
            Some(part) if level > 1 => part.inner.push(bookmark),
            _ => self.laid.bookmarks.push(bookmark),
        }
    }

    /// The feet of a part's pages, when it is known how many there are.
    fn feet(&mut self, first: usize, footer: &str) {
        let regular = &self.faces.regular;
        let (right, baseline) = (SIDE + self.width(), self.laid.height - FOOT);
        let footer = self.on_one_line(footer, self.width() - 60.0);
        let pages = self.laid.pages.get_mut(first..).unwrap_or_default();
        let all = pages.len();
        for (at, page) in pages.iter_mut().enumerate() {
            let number = format!("{} ({all})", at + 1);
            let x = right - regular.width(&number, SMALL);
            let foot = |x: f32, text: String| Run { x, baseline, size: SMALL, bold: false, text, mark: Mark::Footer };
            page.runs.push(foot(SIDE, format!("{footer} ")));
            page.runs.push(foot(x, number));
        }
    }

    /// As much of a text as one small line holds.
    fn on_one_line(&self, text: &str, width: f32) -> String {
        let face = &self.faces.regular;
        let text = printable(text, face).replace('\n', " ");
        if face.width(&text, SMALL) <= width {
            return text;
        }
        let mut taken = face.width("…", SMALL);
        let fits = |letter: &char| {
            taken += face.advance(*letter) * SMALL;
            taken <= width
        };
        let mut cut: String = text.chars().take_while(fits).collect();
        cut.push('…');
        cut
    }
}

/// How the tables of a part stand: alike where they have the same headings.
struct Plans<'p>(Vec<(&'p Table, Plan)>);

impl<'p> Plans<'p> {
    fn of(part: &'p Part, faces: &Faces, available: f32) -> Self {
        let tables: Vec<&Table> = part.sections.iter().filter_map(|section| section.table.as_ref()).collect();
        let mut plans = Self(Vec::new());
        for table in &tables {
            if plans.get(table).is_none() {
                let alike: Vec<&Table> =
                    tables.iter().copied().filter(|other| other.columns == table.columns).collect();
                plans.0.push((table, table::plan(&alike, faces, available)));
            }
        }
        plans
    }

    fn get(&self, table: &Table) -> Option<&Plan> {
        self.0.iter().find(|(other, _)| other.columns == table.columns).map(|(_, plan)| plan)
    }
}
