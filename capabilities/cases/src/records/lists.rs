//! Lists of cases. Each walks an index from where it stands, so that the last page of a million costs what the first does.

use behorig_access::{AccountId, CaseId, GroupId, Instant, PersonId, UnitId};
use behorig_store::{FromRow, Param, Row as DbRow, StoreError, ToParam, Tx, params};

use super::case::{COLUMNS, Case, PATIENT, Patient, patient_from};
use super::groups::groups_of;
use super::search::Question;
use super::strays::strays_at;
use crate::rules::State;

/// As many as a page of a list shows.
pub const PAGE: usize = 50;

/// Where in a list a page begins. Places are named by case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the top.
    Top,
    /// After this case.
    After(CaseId),
    /// Before this case.
    Before(CaseId),
}

/// A case in a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The case.
    pub case: Case,
    /// Whom it is about.
    pub patient: Option<Patient>,
    /// Who has it, by name.
    pub handler: Option<String>,
    /// Which group has it, by name.
    pub group: Option<String>,
    /// The clinic's name.
    pub unit_name: String,
}

impl FromRow for Row {
    fn from_row(row: &DbRow<'_>) -> Result<Self, StoreError> {
        let case = Case::from_row(row)?;
        let patient = patient_from(row)?;
        let (given, family): (Option<String>, Option<String>) = (row.next()?, row.next()?);
        Ok(Self {
            case,
            patient,
            handler: given.zip(family).map(|(given, family)| format!("{given} {family}")),
            group: row.next()?,
            unit_name: row.next()?,
        })
    }
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether there is more before them.
    pub more_before: bool,
    /// Whether there is more after them.
    pub more_after: bool,
}

/// One walk of one index.
struct Walk<'a> {
    /// What the index is for: its condition, with `?1`, `?2`… bound to `params`.
    condition: &'static str,
    params: Vec<Param<'a>>,
    /// The columns that it is walked by, the case's id last.
    key: &'static str,
    /// Whether the list shows the greatest first.
    falling: bool,
}

const BY_PROMISE: &str = "c.due_at, c.id";
const BY_TIME: &str = "c.received_at, c.id";
const BY_UNREAD: &str = "c.resident_unread, c.last_message_at, c.id";

impl<'a> Walk<'a> {
    async fn page(&self, tx: &mut Tx, place: Place, key: &[Param<'a>]) -> Result<Vec<Row>, StoreError> {
        let (sql, params) = self.question(place, key);
        tx.all(&sql, &params).await
    }

    fn question(&self, place: Place, key: &[Param<'a>]) -> Question<'a> {
        let backwards = matches!(place, Place::Before(_));
        let falls = self.falling != backwards;
        let mut params = self.params.clone();
        let bounds = if key.is_empty() {
            "TRUE".to_owned()
        } else {
            let first = params.len() + 1;
            params.extend(key);
            let places: Vec<String> = (first..first + key.len()).map(|place| format!("?{place}")).collect();
            format!("({}) {} ({})", self.key, if falls { "<" } else { ">" }, places.join(", "))
        };
        let order = self.key.replace(',', if falls { " DESC," } else { "," });
        let last = if falls { " DESC" } else { "" };
        let condition = self.condition;
        let sql = format!("{} WHERE {condition} AND {bounds} ORDER BY {order}{last} LIMIT {}", rows(), PAGE + 1);
        (sql, params)
    }
}

/// The first page of a clinic's cases that nobody has, for whoever looks at its plan.
pub(super) fn first_of_unassigned(unit: &UnitId) -> Question<'_> {
    let walk = Walk { condition: UNASSIGNED, params: vec![unit.to_param()], key: BY_PROMISE, falling: false };
    walk.question(Place::Top, &[])
}

/// The rows of lists, of the table alias `c`.
pub(super) fn rows() -> String {
    format!(
        "SELECT {COLUMNS}, {PATIENT}, a.given_name, a.family_name, g.name, u.name
         FROM care_case c
         JOIN unit u ON u.id = c.unit_id
         LEFT JOIN person p ON p.id = c.person_id
         LEFT JOIN shown_account a ON a.id = c.handler_account
         LEFT JOIN staff_group g ON g.id = c.group_id"
    )
}

/// Where a page stands: the key of the case that it is named by. A case that is gone from the list still has its place in it.
async fn standing(tx: &mut Tx, place: Place) -> Result<Option<Case>, StoreError> {
    match place {
        Place::Top => Ok(None),
        Place::After(id) | Place::Before(id) => super::case::find(tx, id).await,
    }
}

pub(super) fn as_page(mut rows: Vec<Row>, place: Place) -> Listed {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    match place {
        Place::Top => Listed { rows, more_before: false, more_after: more },
        Place::After(_) => Listed { rows, more_before: true, more_after: more },
        Place::Before(_) => {
            rows.reverse();
            Listed { rows, more_before: more, more_after: true }
        }
    }
}

/// Several walks by promise as one list.
async fn by_promise(
    tx: &mut Tx,
    walks: Vec<(&'static str, Vec<Param<'_>>)>,
    place: Place,
) -> Result<Listed, StoreError> {
    let at = standing(tx, place).await?;
    let place = if at.is_some() { place } else { Place::Top };
    let key = at.as_ref().map(|case| [case.due.to_param(), case.id.to_param()]);
    let mut rows = Vec::new();
    for (condition, params) in walks {
        let walk = Walk { condition, params, key: BY_PROMISE, falling: false };
        rows.extend(walk.page(tx, place, key.as_ref().map(<[_; 2]>::as_slice).unwrap_or_default()).await?);
    }
    rows.sort_by_key(|row| (row.case.due, row.case.id));
    if matches!(place, Place::Before(_)) {
        rows.reverse();
    }
    Ok(as_page(rows, place))
}

const UNASSIGNED: &str = "c.unit_id = ?1 AND c.handler_account IS NULL AND c.group_id IS NULL AND c.closed_at IS NULL";
const OF_HANDLER: &str = "c.unit_id = ?1 AND c.handler_account = ?2 AND c.handler_account IS NOT NULL
    AND c.closed_at IS NULL AND c.kind <> 'information'";
const INFORMATION_OF: &str = "c.unit_id = ?1 AND c.handler_account = ?2 AND c.handler_account IS NOT NULL
    AND c.closed_at IS NULL AND c.kind = 'information'";
const OF_STRAY: &str = "c.unit_id = ?1 AND c.handler_account = ?2 AND c.handler_account IS NOT NULL
    AND c.closed_at IS NULL AND c.kind IN ('resident', 'question')";
const OF_GROUP: &str = "c.group_id = ?1 AND c.group_id IS NOT NULL AND c.closed_at IS NULL";

/// The receivers' inbox of a unit, the oldest promise first: cases that nobody has, and those whose handler or group can't answer now.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn unassigned(tx: &mut Tx, unit: UnitId, place: Place, now: Instant) -> Result<Listed, StoreError> {
    let strays = strays_at(tx, unit, now).await?;
    let mut walks = vec![(UNASSIGNED, params![unit].to_vec())];
    walks.extend(strays.handlers.iter().map(|handler| (OF_STRAY, vec![unit.to_param(), handler.to_param()])));
    walks.extend(strays.groups.iter().map(|group| (OF_GROUP, vec![group.to_param()])));
    by_promise(tx, walks, place).await
}

/// The informations that somebody has sent at a unit and that nobody has read, the oldest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn unread_informations_of(
    tx: &mut Tx,
    unit: UnitId,
    account: AccountId,
    place: Place,
) -> Result<Listed, StoreError> {
    by_promise(tx, vec![(INFORMATION_OF, params![unit, account].to_vec())], place).await
}

/// What somebody has to do at a unit, and what their groups have; the oldest promise first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_handler(tx: &mut Tx, unit: UnitId, account: AccountId, place: Place) -> Result<Listed, StoreError> {
    let groups: Vec<GroupId> = groups_of(tx, unit, account).await?;
    let mut walks = vec![(OF_HANDLER, params![unit, account].to_vec())];
    walks.extend(groups.iter().map(|group| (OF_GROUP, vec![group.to_param()])));
    by_promise(tx, walks, place).await
}

/// A unit's cases in one state, the newest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_unit(tx: &mut Tx, unit: UnitId, state: State, place: Place) -> Result<Listed, StoreError> {
    let at = standing(tx, place).await?;
    let place = if at.is_some() { place } else { Place::Top };
    let key = at.as_ref().map(|case| [case.received_at.to_param(), case.id.to_param()]);
    let state = state.key();
    let walk = Walk {
        condition: "c.unit_id = ?1 AND c.state = ?2",
        params: params![unit, state].to_vec(),
        key: BY_TIME,
        falling: true,
    };
    let rows = walk.page(tx, place, key.as_ref().map(<[_; 2]>::as_slice).unwrap_or_default()).await?;
    Ok(as_page(rows, place))
}

/// A person's own, unread first, then the newest.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_person(tx: &mut Tx, person: PersonId, place: Place) -> Result<Listed, StoreError> {
    let at = standing(tx, place).await?;
    let place = if at.is_some() { place } else { Place::Top };
    let key =
        at.as_ref().map(|case| [case.resident_unread.to_param(), case.last_message_at.to_param(), case.id.to_param()]);
    let walk = Walk {
        condition: "c.person_id = ?1 AND c.person_id IS NOT NULL",
        params: params![person].to_vec(),
        key: BY_UNREAD,
        falling: true,
    };
    let rows = walk.page(tx, place, key.as_ref().map(<[_; 3]>::as_slice).unwrap_or_default()).await?;
    Ok(as_page(rows, place))
}

/// How many of a person's cases hold something unread.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn unread_of_person(tx: &mut Tx, person: PersonId) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM care_case c
             WHERE c.person_id = ?1 AND c.person_id IS NOT NULL AND c.resident_unread",
            params![person],
        )
        .await?;
    Ok(count)
}

/// How many cases stand in a unit's inbox, counted to `most`: for a card.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn waiting_at(tx: &mut Tx, unit: UnitId, most: i64, now: Instant) -> Result<i64, StoreError> {
    let strays = strays_at(tx, unit, now).await?;
    let mut count = counted(tx, UNASSIGNED, params![unit].to_vec(), most).await?;
    for handler in &strays.handlers {
        count += counted(tx, OF_STRAY, params![unit, handler].to_vec(), most).await?;
    }
    for group in &strays.groups {
        count += counted(tx, OF_GROUP, params![group].to_vec(), most).await?;
    }
    Ok(count.min(most))
}

/// How many cases of a unit are not closed, counted to `most`: what a clinic sees to before it ends.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn open_at(tx: &mut Tx, unit: UnitId, most: i64) -> Result<i64, StoreError> {
    // By state, since the index of a unit's cases is by state: the closed ones may be many.
    let open =
        "c.unit_id = ?1 AND c.state IN ('received', 'assigned', 'partial', 'waiting', 'sent', 'read', 'answered')";
    counted(tx, open, params![unit].to_vec(), most).await
}

async fn counted(tx: &mut Tx, condition: &str, params: Vec<Param<'_>>, most: i64) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT 1 FROM care_case c WHERE {condition} LIMIT {most}) waiting"
    );
    let (count,): (i64,) = tx.one(&sql, &params).await?;
    Ok(count)
}
