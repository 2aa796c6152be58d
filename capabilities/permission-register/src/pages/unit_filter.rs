//! The unit that the register is narrowed by: chosen in a list or, where there are too many to choose among, by the beginning of its name.

use behorig_access::{Scope, UnitId};
use behorig_store::{StoreError, Tx};
use behorig_web::components::{Choice, Filters, Notice, Tone};
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::register::{Links, UNIT, UNIT_NAME};
use crate::records::units::{self, FoundUnit};

/// As many units as a list offers.
const MOST_CHOICES: usize = 500;
/// As many finds as one looks through; more are narrowed by writing more.
const MOST_FOUND: usize = 50;

/// What there is to choose among, and what was chosen.
pub(super) enum UnitFilter {
    /// All of them.
    Few(Vec<(String, String)>),
    /// Too many: the one that was chosen, and those that begin with what was written.
    Many { chosen: Option<String>, typed: String, found: Vec<FoundUnit> },
}

impl UnitFilter {
    /// Reads the units of a scope.
    pub(super) async fn of(tx: &mut Tx, scope: &Scope, query: &Form) -> Result<Self, StoreError> {
        let all = units::in_scope(tx, scope, MOST_CHOICES + 1).await?;
        if all.len() <= MOST_CHOICES {
            return Ok(Self::Few(all.into_iter().map(|(id, name)| (id.to_string(), name)).collect()));
        }
        let chosen = match query.value(UNIT).parse() {
            Ok(unit) => units::name_of(tx, scope, unit).await?,
            Err(_) => None,
        };
        let typed: String = query.value(UNIT_NAME).trim().chars().take(200).collect();
        let found =
            if typed.is_empty() { Vec::new() } else { units::called(tx, scope, &typed, MOST_FOUND + 1).await? };
        Ok(Self::Many { chosen, typed, found })
    }

    /// The only unit that can be meant by what was written.
    pub(super) fn meant(&self) -> Option<UnitId> {
        match self {
            Self::Many { found, .. } => match found.as_slice() {
                [only] => Some(only.id),
                _ => None,
            },
            Self::Few(_) => None,
        }
    }

    /// The name of the unit that was chosen.
    pub(super) fn chosen(&self, query: &Form) -> Option<&str> {
        match self {
            Self::Few(all) => all.iter().find(|(id, _)| id == query.value(UNIT)).map(|(_, name)| name.as_str()),
            Self::Many { chosen, .. } => chosen.as_deref(),
        }
    }

    /// Puts the field among the filters.
    pub(super) fn put<'f>(&'f self, filters: Filters<'f>, lang: Lang, query: &'f Form) -> Filters<'f> {
        match self {
            Self::Few(all) => {
                let any = Choice::new("", lang.t("permission-register-any-unit"));
                let named = all.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str()));
                filters.select(
                    UNIT,
                    lang.t("permission-register-unit"),
                    std::iter::once(any).chain(named),
                    query.value(UNIT),
                )
            }
            Self::Many { chosen, typed, .. } => {
                let filters = filters.text(UNIT_NAME, lang.t("permission-register-unit-typed"), typed.as_str());
                if chosen.is_some() { filters.hidden(UNIT, query.value(UNIT)) } else { filters }
            }
        }
    }

    /// The units that what was written may mean, each a link to the register of it.
    pub(super) fn finds(&self, lang: Lang, links: &Links<'_>) -> Markup {
        let Self::Many { typed, found, .. } = self else { return Markup::default() };
        if typed.is_empty() {
            return Markup::default();
        }
        if found.is_empty() {
            return html! { (Notice::new(Tone::Warning, lang.t("permission-register-unit-none"))) };
        }
        html! {
            section aria-labelledby="vilken-enhet" {
                h2 #vilken-enhet { (lang.t("permission-register-unit-which")) }
                ul.lines.links {
                    @for unit in found.iter().take(MOST_FOUND) {
                        li {
                            a href=(links.to_unit(unit.id)) { (unit.name) }
                            @if let Some(above) = &unit.above { " " span.hint { (above) } }
                        }
                    }
                }
                @if found.len() > MOST_FOUND { p.hint { (lang.t("permission-register-unit-more")) } }
            }
        }
    }
}
