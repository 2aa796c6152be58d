//! A report, loaded through whoever asks.

use behorig_access::{AccountId, Hat, Instant, Service, UnitId, Viewer, scope_of};
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require};
use behorig_web::format;
use jiff::civil::Date;

use super::shown::is_shown_to;
use crate::ReportId;
use crate::records::data::{DataSet, account_of};
use crate::rules::{Definition, Period, ShownTo, Visibility};

/// What is wanted with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To run it.
    Run,
    /// To change or end it.
    Change,
}

/// A saved question.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Its id.
    pub id: ReportId,
    /// Who made it.
    pub owner: AccountId,
    /// What it is.
    pub definition: Definition,
    /// The name of its unit.
    pub unit_name: String,
    /// For optimistic locking.
    pub version: i64,
}

struct Stored(Report);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, unit, owner) = (row.next()?, row.next()?, row.next()?);
        let name = row.next()?;
        let set: String = row.next()?;
        let set = DataSet::from_key(&set).ok_or_else(|| StoreError::Shape(format!("no data set: {set}")))?;
        let columns: String = row.next()?;
        let columns = columns.split(' ').filter_map(|key| set.column(key)).map(|column| column.key).collect();
        let sorted_by: String = row.next()?;
        let sorted_by = set.sort(&sorted_by).ok_or_else(|| StoreError::Shape(format!("no order: {sorted_by}")))?;
        let descending = row.next()?;
        let period: String = row.next()?;
        let period = Period::from_key(&period).ok_or_else(|| StoreError::Shape(format!("no period: {period}")))?;
        let to = if row.next::<String>()? == "own" { ShownTo::Own } else { ShownTo::Units(Vec::new()) };
        let visibility = Visibility { to, from: day(row)?, until: day(row)? };
        Ok(Self(Report {
            id,
            owner,
            definition: Definition { name, set, unit, period, columns, sorted_by, descending, visibility },
            unit_name: row.next()?,
            version: row.next()?,
        }))
    }
}

fn day(row: &Row<'_>) -> Result<Option<Date>, StoreError> {
    let stored: Option<String> = row.next()?;
    stored.map(|day| day.parse().map_err(|_| StoreError::Shape(format!("no day: {day}")))).transpose()
}

impl Report {
    /// The report, to whoever may do with it what they want. To run it: service 179, and it is one's own or shown to one (its owner
    /// may also with service 266). To change it: service 266 at its unit, and it is one's own or shown to units.
    ///
    /// # Errors
    /// [`PageError::Refused`] to who holds something else at its unit; [`PageError::NotFound`] to anyone else, and to everybody where
    /// it has ended.
    pub(crate) async fn for_viewer(
        tx: &mut Tx,
        viewer: &Viewer,
        id: ReportId,
        wanted: Wanted,
        now: Instant,
    ) -> Result<Self, PageError> {
        let report = Self::find(tx, id).await?.ok_or(PageError::NotFound)?;
        let is_own = account_of(viewer.holder()) == Some(report.owner);
        let is_shared = report.definition.visibility.to != ShownTo::Own;
        match wanted {
            Wanted::Run => {
                let today = format::local(now.0).date();
                let is_shown = is_own
                    || (report.definition.visibility.holds_on(today) && is_shown_to(tx, viewer, id, now).await?);
                let holds = |service| !scope_of(viewer, service, now).is_empty();
                let may = holds(Service::OwnReports) || (is_own && holds(Service::ManageReports));
                if !(is_shown && may) {
                    return Err(report.denial(tx, viewer, Service::OwnReports, now).await?);
                }
            }
            Wanted::Change => {
                require(tx, viewer, Service::ManageReports, report.definition.unit, now).await?;
                if !is_own && !is_shared {
                    return Err(PageError::NotFound);
                }
            }
        }
        Ok(report)
    }

    /// Why the report is not to be had. A relative is told of no report that is not shown to them.
    async fn denial(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        service: Service,
        now: Instant,
    ) -> Result<PageError, StoreError> {
        if viewer.hat() == Hat::Relative {
            return Ok(PageError::NotFound);
        }
        match require(tx, viewer, service, self.definition.unit, now).await {
            Ok(_) => Ok(PageError::NotFound),
            Err(PageError::Store(error)) => Err(error),
            Err(denied) => Ok(denied),
        }
    }

    /// The report as it stands, ended ones not among them. Whether the viewer may see it is for the caller to ask.
    pub(crate) async fn find(tx: &mut Tx, id: ReportId) -> Result<Option<Self>, StoreError> {
        let found: Option<Stored> = tx
            .optional(
                "SELECT r.id, r.unit_id, r.owner_account, r.name, r.data_set, r.columns, r.sorted_by, r.descending, r.period,
                     r.shown_to, r.shown_from, r.shown_to_date, u.name, r.version
                 FROM report r JOIN unit u ON u.id = r.unit_id WHERE r.id = ?1 AND r.ended_at IS NULL",
                params![id],
            )
            .await?;
        let Some(Stored(mut report)) = found else { return Ok(None) };
        if let ShownTo::Units(units) = &mut report.definition.visibility.to {
            let rows: Vec<(UnitId,)> = tx
                .all(
                    "SELECT x.unit_id FROM report_unit x JOIN unit u ON u.id = x.unit_id WHERE x.report_id = ?1
                     ORDER BY u.sort_key, u.id",
                    params![id],
                )
                .await?;
            units.extend(rows.into_iter().map(|(unit,)| unit));
        }
        Ok(Some(report))
    }
}
