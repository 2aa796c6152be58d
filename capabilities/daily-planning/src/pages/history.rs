//! What has happened to a visit, as a part of its page.

use behorig_access::AccountId;
use behorig_home_care::{CareVisitId, Deviation, VisitState};
use behorig_store::FieldChange;
use behorig_store::history::{Changed, changes_of};
use behorig_visit::{HistoryWords, PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::Change;

use crate::records::KIND;
use crate::records::visit::shown_name;

/// What has changed in a visit, newest first.
pub(super) async fn of(visit: &mut Visit, id: CareVisitId) -> Result<Vec<Changed>, PageError> {
    let tx = visit.snapshot.get().await?;
    let mut changes = changes_of(tx, KIND, id.uuid()).await?;
    let of_staff = |field: &FieldChange| matches!(field.field.as_str(), "staff" | "taken-over");
    for field in changes.iter_mut().flat_map(|change| &mut change.fields).filter(|field| of_staff(field)) {
        for value in [&mut field.old, &mut field.new].into_iter().flatten() {
            // Older entries have a name.
            if let Ok(account) = value.parse::<AccountId>() {
                *value = shown_name(tx, account).await?.unwrap_or_default();
            }
        }
    }
    Ok(changes)
}

/// How a visit's history is told.
pub(super) const WORDS: HistoryWords = HistoryWords { what, change };

fn what(fields: &[FieldChange]) -> &'static str {
    let has = |name: &str| fields.iter().any(|change| change.field == name);
    if has("why") {
        "planning-happened-corrected"
    } else if has("taken-over") {
        "planning-happened-taken-over"
    } else if has("stopped-afterwards") {
        "planning-happened-stopped-afterwards"
    } else if has("stopped") {
        "planning-happened-stopped"
    } else if has("started") {
        "planning-happened-started"
    } else if has("staff") || has("time") {
        "planning-happened-planned"
    } else if has("interventions") {
        "planning-happened-ticked"
    } else if has("deviation") || has("note") {
        "planning-happened-explained"
    } else {
        "planning-happened-changed"
    }
}

fn change(lang: Lang, changed: &FieldChange) -> Change<'static> {
    let label = match changed.field.as_str() {
        "state" => "planning-state",
        "staff" | "taken-over" => "planning-staff",
        "time" => "planning-time",
        "started" => "planning-started",
        "stopped" => "planning-stopped-at",
        "stopped-afterwards" => "planning-stopped-afterwards",
        "interventions" => "planning-interventions",
        "deviation" => "planning-reason",
        "note" => "planning-note",
        "performed" => "planning-performed",
        "why" => "planning-why",
        _ => "planning-other-field",
    };
    let told = |value: &Option<String>| {
        let stored = value.as_deref().unwrap_or_default();
        let id = match changed.field.as_str() {
            "state" => VisitState::from_stored(stored).map(VisitState::text),
            "deviation" => Deviation::from_stored(stored).map(Deviation::text),
            _ => None,
        };
        id.map_or_else(|| stored.to_owned().into(), |id| lang.t(id))
    };
    Change { field: lang.t(label), from: told(&changed.old), to: told(&changed.new) }
}
