//! Laid-out pages drawn into a file, each line of text tied to its node.

use std::num::NonZeroU16;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Data, SerializeSettings};

use super::face::{Face, Faces};
use super::layout::{Bookmark, Laid, Mark, Rule, Run};
use super::tree::{NodeId, Role, Tree};
use super::{Document, PdfError};

/// Draws a document.
pub(super) fn draw(document: &Document, laid: &Laid, faces: &Faces) -> Result<Vec<u8>, PdfError> {
    let refused = |error: &dyn std::fmt::Debug| PdfError::Writer(format!("{error:?}"));
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let configuration = accessible.finish().map_err(|error| refused(&error))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut pdf = krilla::Document::new_with(settings);
    let fonts = Fonts::of(faces)?;
    let mut content: Vec<Vec<Identifier>> = laid.tree.nodes.iter().map(|_| Vec::new()).collect();
    for page in &laid.pages {
        let size = PageSettings::from_wh(laid.width, laid.height).ok_or_else(|| refused(&"no such page"))?;
        let mut sheet = pdf.start_page_with(size);
        let mut surface = sheet.surface();
        rules(&mut surface, &page.rules);
        for same in page.runs.chunk_by(|one, next| one.mark == next.mark) {
            let Some(first) = same.first() else { continue };
            let identifier = surface.start_tagged(tag_of(first.mark));
            for run in same {
                fonts.text(&mut surface, run);
            }
            surface.end_tagged();
            if let Mark::Content(NodeId(at)) = first.mark
                && let Some(content) = content.get_mut(at)
            {
                content.push(identifier);
            }
        }
        surface.finish();
        sheet.finish();
    }
    pdf.set_metadata(metadata(document));
    pdf.set_outline(outline(&laid.bookmarks));
    pdf.set_tag_tree(tags(&laid.tree, &content));
    pdf.finish().map_err(|error| refused(&error))
}

/// What reads a page aloud leaves out what is not the content of a node.
fn tag_of(mark: Mark) -> ContentTag<'static> {
    match mark {
        Mark::Content(_) => ContentTag::Span(SpanTag::empty()),
        Mark::Repeated => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)),
        Mark::Header => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)),
        Mark::Footer => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
    }
}

/// The faces as the file has them.
struct Fonts<'f> {
    faces: &'f Faces,
    regular: Font,
    bold: Font,
}

impl<'f> Fonts<'f> {
    fn of(faces: &'f Faces) -> Result<Self, PdfError> {
        let font = |face: &Face| Font::new(Data::from(face.data), 0).ok_or(PdfError::Font);
        Ok(Self { faces, regular: font(&faces.regular)?, bold: font(&faces.bold)? })
    }

    fn text(&self, surface: &mut Surface<'_>, run: &Run) {
        let (face, font) = (self.faces.of(run.bold), if run.bold { &self.bold } else { &self.regular });
        let glyphs: Vec<KrillaGlyph> = run
            .text
            .char_indices()
            .filter_map(|(at, letter)| {
                let glyph = GlyphId::new(face.glyph(letter)?.to_u32());
                Some(KrillaGlyph::new(glyph, face.advance(letter), 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None))
            })
            .collect();
        surface.set_fill(Some(ink(match run.mark {
            Mark::Header | Mark::Footer => 0x50,
            Mark::Content(_) | Mark::Repeated => 0x10,
        })));
        surface.draw_glyphs(Point::from_xy(run.x, run.baseline), &glyphs, font.clone(), &run.text, run.size, false);
    }
}

/// A grey, from black to white.
fn ink(level: u8) -> Fill {
    Fill { paint: rgb::Color::new(level, level, level).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

fn rules(surface: &mut Surface<'_>, rules: &[Rule]) {
    if rules.is_empty() {
        return;
    }
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
    surface.set_fill(Some(ink(0x60)));
    for rule in rules {
        let line = Rect::from_xywh(rule.left, rule.y, rule.right - rule.left, rule.thickness);
        let mut path = PathBuilder::new();
        if let Some(line) = line {
            path.push_rect(line);
        }
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
    surface.end_tagged();
}

fn metadata(document: &Document) -> Metadata {
    let made = Timestamp::from_millisecond(document.made).unwrap_or(Timestamp::UNIX_EPOCH);
    let made = TimeZone::UTC.to_datetime(made);
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or(1970))
        .month(part(made.month()))
        .day(part(made.day()))
        .hour(part(made.hour()))
        .minute(part(made.minute()))
        .second(part(made.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new().title(document.title.clone()).language(document.language.tag().to_owned()).creation_date(date)
}

fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    for bookmark in bookmarks {
        outline.push_child(outline_node(bookmark));
    }
    outline
}

fn outline_node(bookmark: &Bookmark) -> OutlineNode {
    let place = XyzDestination::new(bookmark.page, Point::from_xy(0.0, bookmark.y));
    let mut node = OutlineNode::new(bookmark.text.clone(), place);
    for inner in &bookmark.inner {
        node.push_child(outline_node(inner));
    }
    node
}

fn tags(tree: &Tree, content: &[Vec<Identifier>]) -> TagTree {
    let mut tags = TagTree::new();
    for root in &tree.roots {
        if let Some(group) = group(tree, content, *root) {
            tags.push(group);
        }
    }
    tags
}

fn group(tree: &Tree, content: &[Vec<Identifier>], NodeId(at): NodeId) -> Option<TagGroup> {
    let node = tree.nodes.get(at)?;
    let mut group = TagGroup::new(kind(&node.role));
    for identifier in content.get(at).into_iter().flatten() {
        group.push(*identifier);
    }
    for child in &node.children {
        if let Some(child) = self::group(tree, content, *child) {
            group.push(child);
        }
    }
    Some(group)
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Part => Tag::Part.into(),
        Role::Section => Tag::Section.into(),
        Role::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Rows => Tag::TBody.into(),
        Role::Totals => Tag::TFoot.into(),
        Role::Row => Tag::TR.into(),
        Role::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
    }
}
