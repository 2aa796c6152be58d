//! What becomes of the visits that somebody has planned by hand on days that a changed assignment no longer has: it is asked, visit by
//! visit, in the form of the assignment.

use std::collections::HashMap;

use behorig_access::Instant;
use behorig_store::{FieldChange, StoreError, Tx, WriteTx};
use behorig_visit::{PageError, Rejected, Visit};
use behorig_web::components::{Choice, Fields};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, html};

use super::history::changed;
use super::occasion::in_history;
use crate::CareVisitId;
use crate::records::{Assignment, NewAssignment, PlannedVisit, left_over, names_at_visits, occasions};
use crate::rules::visit_state::VisitState;

static CALL_OFF: FieldName = field("stall-in", "home-care-left-over");
/// The visits that were asked about.
const ASKED: &str = "fragade";

/// What was answered: of the visits that were asked about, those that are called off. The others stay.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    asked: Vec<CareVisitId>,
    called_off: Vec<CareVisitId>,
}

impl Answer {
    /// As the form has it; what is no visit was not asked about.
    pub(super) fn of(form: &Form) -> Self {
        let visits = |name| form.values(name).filter_map(|id| id.parse().ok()).collect();
        Self { asked: visits(ASKED), called_off: visits(&CALL_OFF.name) }
    }
}

/// Calls off what was answered so, and tells what that changed. Where a visit was not asked about, nothing is saved, and it is.
pub(super) async fn settle(
    tx: &mut WriteTx,
    before: &Assignment,
    new: &NewAssignment,
    answer: &Answer,
) -> Result<Vec<(CareVisitId, FieldChange)>, Rejected> {
    let now = tx.now();
    let mut left = left_over::by_hand(tx, before, now).await?;
    left.retain(|visit| new.recurrence.leaves_out(&before.plan.recurrence, visit.occasion));
    if !left.iter().all(|visit| answer.asked.contains(&visit.id)) {
        let mut errors = Errors::new();
        errors.add(&CALL_OFF, "home-care-left-over-asked");
        return Err(errors.into());
    }
    left.retain(|visit| answer.called_off.contains(&visit.id));
    let mut changes = Vec::with_capacity(left.len());
    for visit in left {
        occasions::set_state(tx, visit.id, visit.version, VisitState::Cancelled).await?;
        let after = PlannedVisit { state: VisitState::Cancelled, ..visit.clone() };
        changes.push((visit.id, changed("visit", Some(in_history(&visit)), Some(in_history(&after)))));
    }
    Ok(changes)
}

/// The question, where one is due or was answered before: each visit with a tick to call it off, ticked until somebody says otherwise.
pub(super) async fn question(
    visit: &mut Visit,
    before: &Assignment,
    new: Option<&NewAssignment>,
    form: &Form,
    errors: &Errors,
) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let answer = Answer::of(form);
    let is_due = errors.of(&CALL_OFF.name).is_some();
    if !is_due && answer.asked.is_empty() {
        return Ok(html! {});
    }
    let tx = visit.snapshot.get().await?;
    let mut left = left_over::by_hand(tx, before, now).await?;
    let leaves_out = |one: &PlannedVisit| {
        is_due && new.is_some_and(|new| new.recurrence.leaves_out(&before.plan.recurrence, one.occasion))
    };
    left.retain(|one| answer.asked.contains(&one.id) || leaves_out(one));
    let names = names_of(tx, &left).await?;
    let mut ticked = form.clone();
    for one in left.iter().filter(|one| !answer.asked.contains(&one.id)) {
        ticked.fill(&CALL_OFF, one.id.to_string());
    }
    let options = left.iter().map(|one| Choice::new(one.id.to_string(), in_words(lang, one, &names)));
    Ok(html! {
        @for one in &left { input type="hidden" name=(ASKED) value=(one.id); }
        (Fields::new(lang, &ticked, errors).ticks(&CALL_OFF).options(options))
    })
}

/// Who makes each of the visits.
async fn names_of(tx: &mut Tx, visits: &[PlannedVisit]) -> Result<HashMap<CareVisitId, Vec<String>>, StoreError> {
    let mut names: HashMap<CareVisitId, Vec<String>> = HashMap::new();
    if let (Some(first), Some(last)) = (visits.first(), visits.last()) {
        for (visit, given, family) in names_at_visits(tx, first.customer, first.day, last.day).await? {
            names.entry(visit).or_default().push(format!("{given} {family}"));
        }
    }
    Ok(names)
}

/// `fredag 27 november 2026 kl. 08.00, Anna Ek`.
fn in_words(lang: Lang, visit: &PlannedVisit, names: &HashMap<CareVisitId, Vec<String>>) -> String {
    let at = |at: Instant| format::time(lang, format::local(at.0).time());
    let mut words = format!("{} {}", format::long_date(lang, visit.day), at(visit.planned_from));
    for name in names.get(&visit.id).into_iter().flatten() {
        words = format!("{words}, {name}");
    }
    words
}
