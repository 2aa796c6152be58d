//! Everything that can be reached: the navigation and the command search are two views of one list.

use crate::Access;

/// The section of the menu that belongs to the person and not to the work. A text id, as sections are.
pub const OWN_SECTION: &str = "visit-section-own";
/// The section *Arkiv*, which repeats paths of the manual of seed 000.
pub const ARCHIVE_SECTION: &str = "menu-section-archive";

/// A page in the menu.
#[derive(Debug, Clone, Copy)]
pub struct MenuItem {
    /// Text id of the section it stands under; `None`: found by the command search only.
    pub section: Option<&'static str>,
    /// Text id of the heading that it stands under within its section, where the section has such.
    pub under: Option<&'static str>,
    /// Text id of its name. The text's attribute `.words` holds the other words by which the manuals call it, such as the
    /// menu path *Arkiv, Systemadministration, Administrera användare*.
    pub label: &'static str,
    /// Where it is.
    pub path: &'static str,
    /// Who may see it.
    pub access: Access,
    /// The drawing before its name.
    pub icon: Option<behorig_web::components::Icon>,
}

/// The whole menu, in order.
#[derive(Debug, Clone, Default)]
pub struct Menu {
    items: Vec<MenuItem>,
}

impl Menu {
    /// Puts the capabilities' items together.
    #[must_use]
    pub fn new(items: impl IntoIterator<Item = MenuItem>) -> Self {
        Self { items: items.into_iter().collect() }
    }

    /// All items, in order.
    pub fn items(&self) -> impl Iterator<Item = &MenuItem> {
        self.items.iter()
    }
}

/// The guide of a page: every field and the steps, in both languages. The program gathers them under *Hjälp*.
#[derive(Debug, Clone, Copy)]
pub struct Guide {
    /// The first step of the paths that it is about: `anvandare` for `/anvandare/…`.
    pub key: &'static str,
    /// Text id of its title.
    pub title: &'static str,
    /// Its content, without a heading of its own.
    pub body: fn(behorig_web::Lang) -> maud::Markup,
}
