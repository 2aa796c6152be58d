//! What stands around every page: who one is, where one can go, and how.

use super::{Icon, Notice, Words};
use crate::preferences::Theme;
use crate::{Lang, paths};

/// Everything about a request that the frame of a page shows.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// The language of the page.
    pub lang: Lang,
    /// Light, dark or as the system says.
    pub theme: Theme,
    /// This page's path and query: marks the menu and leads back after a change of language.
    pub path: &'a str,
    /// Who is signed in, and with which hat.
    pub who: Option<Who<'a>>,
    /// The menu.
    pub nav: &'a [NavSection<'a>],
    /// The help about this page.
    pub help: &'a str,
    /// What just happened, told once.
    pub flash: Option<Notice<'a>>,
    /// When the session ends, for the warning before it does.
    pub session: Option<SessionClock>,
}

impl<'a> Shell<'a> {
    /// The frame of a page for someone who is not signed in.
    #[must_use]
    pub const fn signed_out(lang: Lang, theme: Theme, path: &'a str) -> Self {
        Self { lang, theme, path, who: None, nav: &[], help: paths::HELP, flash: None, session: None }
    }
}

/// Who is signed in and with which hat: shown at the top of every page.
#[derive(Clone, Debug)]
pub struct Who<'a> {
    /// The person's name.
    pub name: &'a str,
    /// What the person works as just now: *Systemadministratör*, *Invånare*.
    pub hat: &'a str,
    /// The unit that the hat belongs to, if it belongs to one.
    pub unit: Option<&'a str>,
    /// The person's own pages: my account, change password, my sign-ins.
    pub links: &'a [NavItem<'a>],
    /// Whether there is another hat to change to.
    pub can_switch: bool,
}

/// A group of the menu under a heading.
#[derive(Clone, Debug)]
pub struct NavSection<'a> {
    /// The heading; empty for the first group, which has none.
    pub heading: Words<'a>,
    /// Its links.
    pub items: Vec<NavItem<'a>>,
}

/// A link of a menu.
#[derive(Clone, Debug)]
pub struct NavItem<'a> {
    /// Where it leads; the pages below this path belong to it too.
    pub path: Words<'a>,
    /// What it says.
    pub label: Words<'a>,
    /// The drawing before the words.
    pub icon: Option<Icon>,
    /// How much waits there, shown after the words when it is more than nothing.
    pub count: Option<u64>,
    /// The heading that it stands under within its section; empty: directly under the section's own.
    pub under: Words<'a>,
}

/// `aria-current` of a link to the page that is shown.
const ITSELF: &str = "page";
/// `aria-current` of a link to what the page that is shown belongs to.
const BELOW: &str = "true";

impl<'a> NavItem<'a> {
    /// A link without icon or count.
    pub fn new(path: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        Self { path: path.into(), label: label.into(), icon: None, count: None, under: "".into() }
    }

    /// The same link with a drawing.
    #[must_use]
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The same link with a number of things that wait.
    #[must_use]
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// The same link under a heading within its section.
    #[must_use]
    pub fn under(mut self, heading: impl Into<Words<'a>>) -> Self {
        self.under = heading.into();
        self
    }

    /// The value of `aria-current` when the page at `path` is shown: `page` for the page itself, `true` for one below it.
    pub(super) fn current(&self, path: &str) -> Option<&'static str> {
        let page = path.split('?').next().unwrap_or_default();
        let below = || page.strip_prefix(self.path.as_ref()).is_some_and(|rest| rest.starts_with('/'));
        if page == self.path {
            Some(ITSELF)
        } else if self.path != "/" && below() {
            Some(BELOW)
        } else {
            None
        }
    }
}

/// The link of a menu that the page at `path` belongs to, and how it is marked: the one to the page itself, or else to the nearest
/// page on the `way` to it (a case is reached from the list that it stands in), or else to the nearest page above it; the first where
/// several links lead there.
pub(super) fn here<'n>(
    sections: &'n [NavSection<'_>],
    path: &str,
    way: &[&str],
) -> Option<(&'n NavItem<'n>, &'static str)> {
    let links = || sections.iter().flat_map(|section| &section.items);
    let mut nearest: Option<(&NavItem<'_>, &'static str)> = None;
    for (item, mark) in links().filter_map(|item| Some((item, item.current(path)?))) {
        if nearest.is_none_or(|(nearest, _)| item.path.len() > nearest.path.len()) {
            nearest = Some((item, mark));
        }
    }
    if nearest.is_some_and(|(_, mark)| mark == ITSELF) {
        return nearest;
    }
    let leads_to = |step: &&str| links().find(|item| item.current(step) == Some(ITSELF));
    way.iter().rev().find_map(leads_to).map(|item| (item, BELOW)).or(nearest)
}

/// When the session ends, seen from the moment the page was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionClock {
    /// Seconds from now until it ends if nothing more is done.
    pub seconds_left: u32,
    /// How many seconds before the end the warning is shown.
    pub warn_before: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_link_is_current_on_its_page_and_on_those_below_it() {
        let accounts = NavItem::new("/konton", "Alla användare");
        assert_eq!(accounts.current("/konton?q=a"), Some("page"));
        assert_eq!(accounts.current("/konton/123"), Some("true"));
        assert_eq!(accounts.current("/kontonyckel"), None);
        assert_eq!(NavItem::new("/", "Start").current("/konton"), None);
        assert_eq!(NavItem::new("/", "Start").current("/"), Some("page"));
    }

    #[test]
    fn of_all_the_ways_to_a_page_one_is_marked() {
        let section = |items| NavSection { heading: "".into(), items };
        let menu = [
            section(vec![NavItem::new("/", "Start")]),
            section(vec![NavItem::new("/konton", "Alla användare"), NavItem::new("/konton/nytt", "Ny användare")]),
            section(vec![NavItem::new("/konton", "Administrera användare").under("Systemadministration")]),
        ];
        let label = |path| here(&menu, path, &[]).map(|(item, _)| item.label.as_ref());
        assert_eq!(label("/konton"), Some("Alla användare"));
        assert_eq!(label("/konton/123?flik=hr"), Some("Alla användare"));
        assert_eq!(label("/konton/nytt"), Some("Ny användare"));
        assert_eq!(label("/"), Some("Start"));
        assert_eq!(label("/hjalp"), None);
    }

    #[test]
    fn a_page_reached_from_a_list_belongs_to_that_list() {
        let items = vec![NavItem::new("/arenden", "Fördela"), NavItem::new("/arenden/mina", "Mina ärenden")];
        let menu = [NavSection { heading: "".into(), items }];
        let marked = |path, way: &[&str]| here(&menu, path, way).map(|(item, mark)| (item.label.as_ref(), mark));
        assert_eq!(marked("/arenden/7", &["/arenden/mina"]), Some(("Mina ärenden", "true")));
        assert_eq!(
            marked("/arenden/7/fordela", &["/arenden/mina?fore=9", "/arenden/7"]),
            Some(("Mina ärenden", "true"))
        );
        assert_eq!(marked("/arenden/7", &["/arenden"]), Some(("Fördela", "true")));
        assert_eq!(marked("/arenden/7", &["/arenden/alla"]), Some(("Fördela", "true")));
        assert_eq!(marked("/arenden/mina", &["/arenden"]), Some(("Mina ärenden", "page")));
    }
}
