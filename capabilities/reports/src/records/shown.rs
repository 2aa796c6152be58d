//! Which reports somebody has: their own, and those that are shown to them at the units where they hold service 179.

use behorig_access::{AccountId, Instant, Service, Viewer, scope_of};
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_web::format;

use crate::ReportId;
use crate::records::data::{Bound, DataSet};
use crate::rules::Period;

/// As many as a list of reports shows.
const MOST: usize = 300;

/// A report in a list.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// Its id.
    pub id: ReportId,
    /// What it is called.
    pub name: String,
    /// What it asks about.
    pub set: DataSet,
    /// Which days.
    pub period: Period,
    /// The unit that it asks about, by name.
    pub unit_name: String,
    /// Who made it, by name.
    pub owner_name: String,
    /// Whether it is shown to others than its owner.
    pub is_shared: bool,
    /// The first and the last day on which others are shown it, as stored.
    pub shown: (Option<String>, Option<String>),
}

impl FromRow for Listed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, name) = (row.next()?, row.next()?);
        let (set, period): (String, String) = (row.next()?, row.next()?);
        Ok(Self {
            id,
            name,
            set: DataSet::from_key(&set).ok_or_else(|| StoreError::Shape(format!("no data set: {set}")))?,
            period: Period::from_key(&period).ok_or_else(|| StoreError::Shape(format!("no period: {period}")))?,
            unit_name: row.next()?,
            owner_name: row.next()?,
            is_shared: row.next::<String>()? != "own",
            shown: (row.next()?, row.next()?),
        })
    }
}

/// What a [`Listed`] is read from.
pub(super) const SELECT: &str =
    "r.id, r.name, r.data_set, r.period, u.name, a.given_name || ' ' || a.family_name, r.shown_to,
    r.shown_from, r.shown_to_date";
/// Its tables.
pub(super) const FROM: &str = "report r JOIN unit u ON u.id = r.unit_id JOIN shown_account a ON a.id = r.owner_account";

/// An account's own reports, by name.
pub(crate) async fn of_owner(tx: &mut Tx, account: AccountId) -> Result<Vec<Listed>, StoreError> {
    let sql = format!(
        "SELECT {SELECT} FROM {FROM} WHERE r.owner_account = ?1 AND r.ended_at IS NULL ORDER BY r.sort_key, r.id LIMIT {MOST}"
    );
    tx.all(&sql, params![account]).await
}

/// The reports of others that the viewer is shown now, by name.
pub(crate) async fn shown_to(
    tx: &mut Tx,
    viewer: &Viewer,
    account: AccountId,
    now: Instant,
) -> Result<Vec<Listed>, StoreError> {
    let mut bound = Bound::default();
    let shown = shown_condition(&mut bound, viewer, now);
    let account = bound.bytes(*account.as_bytes());
    let sql = format!(
        "SELECT {SELECT} FROM {FROM} WHERE r.ended_at IS NULL AND r.owner_account <> {account} AND {shown}
         ORDER BY r.sort_key, r.id LIMIT {MOST}"
    );
    tx.all(&sql, &bound.params()).await
}

/// Whether the viewer is shown the report through a unit. Its days are for the caller to ask.
pub(super) async fn is_shown_to(tx: &mut Tx, viewer: &Viewer, id: ReportId, now: Instant) -> Result<bool, StoreError> {
    let mut bound = Bound::default();
    let shown = shown_condition(&mut bound, viewer, now);
    let id = bound.bytes(*id.uuid().as_bytes());
    let sql = format!("SELECT CAST(1 AS BIGINT) FROM report r WHERE r.id = {id} AND r.ended_at IS NULL AND {shown}");
    let found: Option<(i64,)> = tx.optional(&sql, &bound.params()).await?;
    Ok(found.is_some())
}

/// The condition that the report `r` is shown to the viewer now: at a unit where they hold service 179, at one above it, or at one below
/// it where the grant covers the branch.
pub(super) fn shown_condition(bound: &mut Bound, viewer: &Viewer, now: Instant) -> String {
    let scope = scope_of(viewer, Service::OwnReports, now);
    if scope.is_empty() {
        return "FALSE".to_owned();
    }
    let day = bound.text(format::local(now.0).date().to_string());
    let held = bound.list(scope.roots.iter().map(|root| root.unit.uuid()));
    let mut at = format!(
        "EXISTS (SELECT 1 FROM report_unit x JOIN unit_ancestor y ON y.ancestor_id = x.unit_id
             WHERE x.report_id = r.id AND y.unit_id IN ({held}))"
    );
    let branches: Vec<uuid::Uuid> =
        scope.roots.iter().filter(|root| root.branch).map(|root| root.unit.uuid()).collect();
    if !branches.is_empty() {
        let branches = bound.list(branches);
        at = format!(
            "({at} OR EXISTS (SELECT 1 FROM report_unit x JOIN unit_ancestor y ON y.unit_id = x.unit_id
                 WHERE x.report_id = r.id AND y.ancestor_id IN ({branches})))"
        );
    }
    format!(
        "r.shown_to = 'units' AND (r.shown_from IS NULL OR r.shown_from <= {day})
         AND (r.shown_to_date IS NULL OR r.shown_to_date >= {day}) AND {at}"
    )
}
