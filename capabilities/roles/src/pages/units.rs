//! Choosing a unit by its name: a search that is sent by GET, and its finds as links.

use behorig_access::{Scope, UnitId};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, EmptyState, Icon, Tone, icon, tag};
use behorig_web::{Form, Lang};
use maud::{Markup, Render, html};

use crate::records::giving::{UnitChoice, units_in};

/// As many finds as one looks through; more are narrowed by typing more.
const MOST: i64 = 50;

/// What was searched for, and what was found.
pub(crate) struct UnitSearch {
    text: String,
    found: Vec<UnitChoice>,
    own: Option<UnitId>,
}

impl UnitSearch {
    /// Searches a scope for what stands in the query's field `sok`.
    pub(crate) async fn of(visit: &mut Visit, scope: &Scope, query: &Form) -> Result<Self, PageError> {
        let text = query.value("sok").trim().to_owned();
        let found = units_in(visit.snapshot.get().await?, scope, &text, MOST).await?;
        Ok(Self { text, found, own: None })
    }

    /// Puts the unit where the user works first: most often it is the one that is looked for. A search for something else does not
    /// find it.
    pub(crate) fn own_first(mut self, own: UnitId, name: &str) -> Self {
        let known = self.found.iter().position(|unit| unit.id == own);
        let choice = match known {
            Some(at) => Some(self.found.remove(at)),
            None if self.text.is_empty() => Some(UnitChoice { id: own, name: name.to_owned(), above: None }),
            None => None,
        };
        if let Some(choice) = choice {
            self.found.insert(0, choice);
            self.own = Some(own);
        }
        self
    }

    /// The only unit that there is to choose.
    pub(crate) fn only(&self) -> Option<UnitId> {
        match self.found.as_slice() {
            [only] if self.text.is_empty() => Some(only.id),
            _ => None,
        }
    }

    /// The search and its finds; each leads to `action` with its `enhet`. `keep` is carried along.
    pub(crate) fn show(&self, lang: Lang, action: &str, keep: &[(&str, String)]) -> Markup {
        let kept: String = keep.iter().map(|(name, value)| format!("{name}={value}&")).collect();
        html! {
            search.filters {
                form method="get" action=(action) {
                    @for (name, value) in keep { input type="hidden" name=(name) value=(value); }
                    div.filter.filter-search {
                        label for="sok" { (lang.t("roles-unit-search")) }
                        div.filter-search-box {
                            (icon(Icon::Search))
                            input.input id="sok" type="search" name="sok" value=(self.text) autocomplete="off"
                                spellcheck="false";
                        }
                    }
                    (Button::secondary(lang.t("web-search")))
                }
            }
            @if self.found.is_empty() {
                (EmptyState::new(Icon::Building, lang.t("roles-unit-none"), lang.t("roles-unit-none-text")).render())
            } @else {
                ul.lines.links {
                    @for unit in &self.found {
                        li {
                            a href={ (action) "?" (kept) "enhet=" (unit.id) } { (unit.name) }
                            @if self.own == Some(unit.id) { " " (tag(Tone::Info, &lang.t("roles-unit-own"))) }
                            @else if let Some(above) = &unit.above { " " span.hint { (above) } }
                        }
                    }
                }
                @if self.found.len() >= 50 { p.hint { (lang.t("roles-unit-more")) } }
            }
        }
    }
}
