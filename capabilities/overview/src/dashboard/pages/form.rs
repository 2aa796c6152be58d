//! Which units and which days.

use behorig_access::{Service, UnitId};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Choice, Fields};
use behorig_web::{Errors, Form};
use maud::{Markup, html};

use super::PATH;
use crate::dashboard::records::{Choices, choices, name_of};
use crate::dashboard::rules::{FROM, PERIOD, Period, TO, UNIT};

/// The units to choose among, with the name of the chosen one.
pub(super) struct Units {
    choices: Choices,
    /// The chosen one.
    pub chosen: Option<(UnitId, String)>,
}

impl Units {
    /// Those of the visitor.
    pub(super) async fn read(visit: &mut Visit, chosen: Option<UnitId>) -> Result<Self, PageError> {
        let scope = visit.scope(Service::Dashboard);
        let tx = visit.snapshot.get().await?;
        let choices = choices(tx, &scope, chosen).await?;
        let chosen = match chosen {
            Some(unit) => Some((unit, name_of(tx, unit).await?)),
            None => None,
        };
        Ok(Self { choices, chosen })
    }

    /// As choices: one that has ended is no more among them, and stands there all the same where it is the chosen one.
    fn options(&self) -> Vec<Choice<'_>> {
        let missing = self.chosen.iter().filter(|(id, _)| !self.choices.units.iter().any(|(unit, _)| unit == id));
        let all = missing.chain(&self.choices.units);
        all.map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect()
    }
}

/// The form, with what was typed and what is wrong with it.
pub(super) fn form(visit: &Visit, units: &Units, typed: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let fields = Fields::new(lang, typed, errors);
    let periods = Period::ALL.map(|period| Choice::new(period.key(), lang.t(period.label())));
    let all = lang.t("dashboard-all-units");
    let mut unit = fields.select(&UNIT).prompt(all).options(units.options());
    if units.choices.is_part {
        unit = unit.hint(lang.t("dashboard-units-by-step"));
    }
    html! {
        search.filters {
            form method="get" action=(PATH) novalidate {
                (unit)
                (fields.select(&PERIOD).options(periods))
                div.own-days data-shown-when=(PERIOD.name) data-shown-values=(Period::Between.key()) {
                    (fields.date(&FROM))
                    (fields.date(&TO))
                }
                (Button::primary(lang.t("dashboard-show")))
            }
        }
    }
}

/// What the form shows where nothing was chosen: the period that is meant.
pub(super) fn filled(mut typed: Form, period: Period) -> Form {
    if typed.value(&PERIOD.name).is_empty() {
        typed.fill(&PERIOD, period.key());
    }
    typed
}
