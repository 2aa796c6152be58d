//! A review is made: what was drawn is written down with the names of that moment.

use std::collections::HashMap;

use behorig_access::{AccountId, EventId, Service, Target, UnitId};
use behorig_registers::units;
use behorig_store::{
    ActivityType, Event, Purpose, Resource, StoreError, Tx, Work, WriteTx, account_is_protected, params,
};
use behorig_visit::{PageError, Rejected, Seat, require_target};
use jiff::civil::Date;

use super::bound::Bound;
use super::places::Reach;
use crate::ReviewId;
use crate::pages::path_of;
use crate::rules::{Access, Days, Rule, Sample};

/// So many lines are written by one statement.
const A_STATEMENT: usize = 25;
/// So many names are asked for at once.
const A_QUESTION: usize = 100;

/// A review as it was asked for, with what was drawn for it.
pub(crate) struct Made {
    pub seat: Seat,
    pub unit: UnitId,
    pub branch: bool,
    pub days: Days,
    pub rule: Rule,
    pub seed: String,
    pub due_on: Date,
    pub sample: Sample,
}

/// Makes a review. Service 400 at the unit, and below it where what lies below was drawn from.
pub(crate) fn made<'t>(tx: &'t mut WriteTx, made: &'t Made) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = made.seat.viewer(tx, now).await?;
        let chain = units::chain_ids(tx, made.unit).await?;
        require_target(tx, &viewer, Service::ReviewLogs, &Target::at(&chain), now).await?;
        if made.branch && !Reach::of(&viewer, now).covers_below(&chain) {
            return Err(PageError::NotFound.into());
        }
        let id = ReviewId::new(tx.new_uuid());
        insert(tx, id, made).await?;
        let lines = named(tx, &made.sample.drawn).await?;
        for (group, some) in lines.chunks(A_STATEMENT).enumerate() {
            insert_lines(tx, id, group * A_STATEMENT, some).await?;
        }
        let told = format!(
            "rule {}, {} to {}, seed {}, found {}, drawn {}",
            made.rule.key(),
            made.days.from,
            made.days.to,
            made.seed,
            made.sample.found,
            lines.len()
        );
        let recorded = tx.record(event(ActivityType::Write, "audit.sample", id).with_args(told)).await?;
        Ok(recorded.with(path_of(id, "")))
    })
}

/// The event of something that was done with a review.
pub(crate) fn event(activity: ActivityType, level: &'static str, id: ReviewId) -> Event {
    let resource = Resource { resource_type: "log-review", resource_id: Some(id.to_string()), ..Resource::default() };
    Event { activity, level, args: None, purpose: Purpose::Quality, resources: vec![resource] }
}

async fn insert(tx: &mut WriteTx, id: ReviewId, made: &Made) -> Result<(), StoreError> {
    let (account, name, now) = (tx.actor().account, tx.actor().name.clone(), tx.now());
    let hours = made.rule.hours();
    tx.execute(
        "INSERT INTO log_review (id, unit_id, branch, from_day, to_day, rule, share, begins, ends, seed, staff, staff_drawn,
             found, due_on, made_at, made_by, made_by_name, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 1)",
        params![
            id,
            made.unit,
            made.branch,
            made.days.from.to_string(),
            made.days.to.to_string(),
            made.rule.key(),
            made.rule.share(),
            hours.map(|hours| hours.begins),
            hours.map(|hours| hours.ends),
            made.seed,
            made.sample.staff,
            made.sample.staff_drawn,
            made.sample.found,
            made.due_on.to_string(),
            now,
            account,
            name
        ],
    )
    .await?;
    Ok(())
}

/// An access with the names of those in it.
struct Named {
    access: Access,
    staff_name: String,
    staff_title: Option<String>,
    patient_name: String,
}

/// Id, name, title, place among the names, and whether the identity is protected.
type Staff = (AccountId, String, Option<String>, Vec<u8>, bool);

const PROTECTED: &str = account_is_protected!("a");

/// The accesses by name, those of one member of staff together, and behind all others those of the protected.
async fn named(tx: &mut Tx, drawn: &[Access]) -> Result<Vec<Named>, StoreError> {
    let mut staff: HashMap<AccountId, (String, Option<String>, Vec<u8>)> = HashMap::new();
    let mut patients: HashMap<(EventId, i64), String> = HashMap::new();
    for some in drawn.chunks(A_QUESTION) {
        let mut bound = Bound::default();
        let ids = bound.ids(some.iter().map(|access| access.account.as_bytes()));
        let sql = format!(
            "SELECT a.id, a.given_name || ' ' || a.family_name, a.title, a.sort_key, {PROTECTED} FROM account a WHERE a.id IN ({ids})"
        );
        let rows: Vec<Staff> = tx.all(&sql, &bound.params()).await?;
        // A line's place among the names would tell a name that is not shown.
        let place = |key: Vec<u8>, is_protected: bool| if is_protected { vec![u8::MAX; 16] } else { key };
        staff.extend(rows.into_iter().map(|(id, name, title, key, is)| (id, (name, title, place(key, is)))));
        let mut bound = Bound::default();
        let ids = bound.ids(some.iter().map(|access| access.first.0.as_bytes()));
        let sql = format!(
            "SELECT r.event_id, r.position, r.patient_name FROM audit_resource r
             WHERE r.event_id IN ({ids}) AND r.patient_name IS NOT NULL"
        );
        let rows: Vec<(EventId, i64, String)> = tx.all(&sql, &bound.params()).await?;
        patients.extend(rows.into_iter().map(|(event, position, name)| ((event, position), name)));
    }
    let mut lines: Vec<(Vec<u8>, Named)> = drawn
        .iter()
        .map(|access| {
            let (staff_name, staff_title, key) = staff.get(&access.account).cloned().unwrap_or_default();
            let patient_name = patients.get(&access.first).cloned().unwrap_or_default();
            (key, Named { access: *access, staff_name, staff_title, patient_name })
        })
        .collect();
    lines.sort_by(|(one_key, one), (other_key, other)| {
        (one_key, one.access.account, one.access.first).cmp(&(other_key, other.access.account, other.access.first))
    });
    Ok(lines.into_iter().map(|(_, named)| named).collect())
}

async fn insert_lines(tx: &mut WriteTx, id: ReviewId, before: usize, lines: &[Named]) -> Result<(), StoreError> {
    let mut bound = Bound::default();
    let rows: Vec<String> = lines
        .iter()
        .zip(before + 1..)
        .map(|(line, position)| {
            let access = &line.access;
            let places = [
                bound.bytes(*id.as_bytes()),
                bound.int(i64::try_from(position).unwrap_or(i64::MAX)),
                bound.bytes(*access.account.as_bytes()),
                bound.text(line.staff_name.as_str()),
                line.staff_title.as_deref().map_or_else(|| "NULL".to_owned(), |title| bound.text(title)),
                bound.text(access.patient.as_stored()),
                bound.text(line.patient_name.as_str()),
                bound.int(access.events),
                bound.int(access.first_at.0),
                bound.int(access.last_at.0),
                bound.bytes(*access.first.0.as_bytes()),
                bound.int(access.first.1),
            ];
            format!("({})", places.join(", "))
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO log_review_line (review_id, position, account_id, staff_name, staff_title, patient_number, patient_name,
             events, first_at, last_at, first_event, first_position) VALUES {}",
        rows.join(", ")
    );
    tx.execute(&sql, &bound.params()).await?;
    Ok(())
}
