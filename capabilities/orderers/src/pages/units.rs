//! Choosing a unit of a region by its name: a search that is sent by GET, and its finds as links.

use behorig_access::UnitId;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, EmptyState, Icon, icon};
use maud::{Markup, Render, html};

use super::{NAMING, REGION};
use crate::records::named::units_of;

/// As many finds as one looks through; more are narrowed by typing more.
const MOST: i64 = 50;

/// The search in a region's branch for `text`; each find leads to the form of naming with it chosen. `keep` is carried along.
pub(super) async fn search(
    visit: &mut Visit,
    region: UnitId,
    text: &str,
    keep: &[(&str, String)],
) -> Result<Markup, PageError> {
    let found = units_of(visit.snapshot.get().await?, region, text.trim(), MOST + 1).await?;
    Ok(shown(visit.lang, text, &found, &[&[(REGION, region.to_string())], keep].concat()))
}

fn shown(lang: Lang, text: &str, found: &[(UnitId, String, Option<String>)], keep: &[(&str, String)]) -> Markup {
    let kept: String = keep.iter().map(|(name, value)| format!("{name}={value}&")).collect();
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    html! {
        search.filters {
            form method="get" action=(NAMING) {
                @for (name, value) in keep { input type="hidden" name=(name) value=(value); }
                div.filter.filter-search {
                    label for="sok" { (lang.t("orderers-unit-search")) }
                    div.filter-search-box {
                        (icon(Icon::Search))
                        input.input id="sok" type="search" name="sok" value=(text) autocomplete="off" spellcheck="false";
                    }
                }
                (Button::secondary(lang.t("web-search")))
            }
        }
        @if found.is_empty() {
            (EmptyState::new(Icon::Building, lang.t("orderers-unit-none"), lang.t("orderers-unit-none-text")).render())
        } @else {
            ul.lines.links {
                @for (unit, name, above) in found.iter().take(most) {
                    li {
                        a href={ (NAMING) "?" (kept) "enhet=" (unit) } { (name) }
                        @if let Some(above) = above { " " span.hint { (above) } }
                    }
                }
            }
            @if found.len() > most { p.hint { (lang.t("orderers-unit-more")) } }
        }
    }
}
