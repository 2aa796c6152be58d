//! What the program tells of other capabilities, which stand above this one and may not be named here.

use behorig_access::UnitId;
use behorig_store::{StoreError, Tx};
use behorig_web::components::Icon;

use crate::records::Answer;
use crate::rules::Left;

/// Counts something at a clinic.
pub type CountAt = for<'t> fn(&'t mut Tx, UnitId) -> Answer<'t, i64>;

/// A further card on the hub of the settings. Its page, as all of these, is for holders of service 407 at the hat's unit.
#[derive(Debug, Clone, Copy)]
pub struct SettingsCard {
    /// The drawing on it.
    pub icon: Icon,
    /// Where it leads.
    pub path: &'static str,
    /// Text id of its title.
    pub title: &'static str,
    /// Text id of a sentence about what is done there.
    pub text: &'static str,
}

/// What the settings of a clinic need to know of others.
#[derive(Clone)]
pub struct Neighbours {
    /// Counts the case types of a clinic that are active.
    pub active_case_types: CountAt,
    /// Where they are deactivated.
    pub case_types_path: Option<&'static str>,
    /// Counts the cases of a clinic that are not closed.
    pub open_cases: CountAt,
    /// Where they are answered and closed.
    pub cases_path: Option<&'static str>,
    /// Further cards on the hub, after those of this capability.
    pub cards: Vec<SettingsCard>,
}

impl Default for Neighbours {
    /// Nobody: there are no case types and no cases.
    fn default() -> Self {
        Self {
            active_case_types: |_, _| Box::pin(async { Ok(0) }),
            case_types_path: None,
            open_cases: |_, _| Box::pin(async { Ok(0) }),
            cases_path: None,
            cards: Vec::new(),
        }
    }
}

impl Neighbours {
    pub(crate) async fn left_at(&self, tx: &mut Tx, unit: UnitId) -> Result<Left, StoreError> {
        let active_case_types = (self.active_case_types)(tx, unit).await?;
        Ok(Left { active_case_types, open_cases: (self.open_cases)(tx, unit).await? })
    }
}
