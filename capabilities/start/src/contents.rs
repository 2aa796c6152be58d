//! The contents of the help: which guides stand under which heading, and the page that each is about.

use std::sync::Arc;

use behorig_visit::{App, Guide, MenuItem};

/// A heading of *Så gör du* with its guides.
#[derive(Debug, Clone, Copy)]
pub struct HelpSection {
    /// Text id of the heading.
    pub title: &'static str,
    /// Whether it is written for residents, who then meet it first.
    pub for_residents: bool,
    /// Its guides, in the order of the work.
    pub entries: &'static [HelpEntry],
}

/// A guide under a heading.
#[derive(Debug, Clone, Copy)]
pub struct HelpEntry {
    /// The guide's key.
    pub guide: &'static str,
    /// The path of the page that it is about, as the menu has it: shown to who may open it.
    pub opens: Option<&'static str>,
}

/// The contents that the program handed over; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Contents(Arc<[HelpSection]>);

/// A guide as the index lists it.
pub(crate) struct Listed<'a> {
    pub(crate) guide: &'a Guide,
    pub(crate) opens: Option<&'a MenuItem>,
}

impl Contents {
    pub(crate) fn new(sections: Vec<HelpSection>) -> Self {
        Self(sections.into())
    }

    /// The headings with their guides. Guides that stand under none come last, so that none is ever lost.
    pub(crate) fn listed<'a>(&'a self, app: &'a App, to_resident: bool) -> Vec<(&'static str, Vec<Listed<'a>>)> {
        let listed = |entry: &HelpEntry| {
            let guide = app.guides.iter().find(|guide| guide.key == entry.guide)?;
            Some(Listed { guide, opens: entry.opens.and_then(|path| page_of(app, path)) })
        };
        let mut sections: Vec<&HelpSection> = self.0.iter().collect();
        sections.sort_by_key(|section| section.for_residents != to_resident);
        let mut found: Vec<(&'static str, Vec<Listed<'a>>)> = sections
            .iter()
            .map(|section| (section.title, section.entries.iter().filter_map(listed).collect()))
            .collect();
        let is_listed =
            |guide: &Guide| self.0.iter().flat_map(|section| section.entries).any(|entry| entry.guide == guide.key);
        let rest = app.guides.iter().filter(|guide| !is_listed(guide)).map(|guide| Listed { guide, opens: None });
        found.push(("start-guides-more", rest.collect()));
        found.retain(|(_, guides)| !guides.is_empty());
        found
    }

    /// The page that a guide is about.
    pub(crate) fn opened_by<'a>(&self, app: &'a App, guide: &str) -> Option<&'a MenuItem> {
        let entry = self.0.iter().flat_map(|section| section.entries).find(|entry| entry.guide == guide)?;
        page_of(app, entry.opens?)
    }
}

fn page_of<'a>(app: &'a App, path: &str) -> Option<&'a MenuItem> {
    app.menu.items().find(|item| item.path == path)
}
