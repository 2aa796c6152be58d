//! *Besök* and *Insatser*: the visits of home care, and what is done at each.

use behorig_home_care::ScheduleColumn as Of;
use behorig_store::{FromRow, Row, StoreError, Tx};
use jiff::civil::Date;

use super::bound::Bound;
use super::line::{Cursor, Line, Source, lines, records};
use super::reach::Limit;
use super::totals::{Sums, Week, weeks_of};
use super::visit_line::{self, VisitLine};
use super::{Ask, Column, Kind, Reach, Reader, Record, Sort, Value, column, further};

/// The columns of a visit, by the keys that a schedule and the unit's choice for relatives have too.
pub(super) const COLUMNS: &[Column] = &[
    column("customer", "reports-column-customer", Kind::Text),
    column(Of::Date.key(), Of::Date.text(), Kind::Day),
    column(Of::Weekday.key(), Of::Weekday.text(), Kind::Text),
    column(Of::PlannedStart.key(), Of::PlannedStart.text(), Kind::Clock),
    column(Of::PlannedStop.key(), Of::PlannedStop.text(), Kind::Clock),
    column(Of::Interventions.key(), Of::Interventions.text(), Kind::Text),
    column(Of::State.key(), Of::State.text(), Kind::Text),
    further(Of::Minutes.key(), Of::Minutes.text(), Kind::Sum),
    further(Of::PerformedStart.key(), Of::PerformedStart.text(), Kind::Clock),
    further(Of::PerformedStop.key(), Of::PerformedStop.text(), Kind::Clock),
    further(Of::PerformedMinutes.key(), Of::PerformedMinutes.text(), Kind::Sum),
    further(Of::GrantedMinutes.key(), Of::GrantedMinutes.text(), Kind::Sum),
    further(Of::Difference.key(), Of::Difference.text(), Kind::Sum),
    further(Of::Staff.key(), Of::Staff.text(), Kind::Text),
    further(Of::StaffCount.key(), Of::StaffCount.text(), Kind::Number),
    further(Of::Deviation.key(), Of::Deviation.text(), Kind::Text),
    further(Of::Note.key(), Of::Note.text(), Kind::Text),
    further("week", "reports-column-week", Kind::Number),
    further("unit", "reports-column-unit", Kind::Text),
];

/// The columns of an intervention at a visit.
pub(super) const INTERVENTION_COLUMNS: &[Column] = &[
    column("customer", "reports-column-customer", Kind::Text),
    column(Of::Date.key(), Of::Date.text(), Kind::Day),
    column(Of::Weekday.key(), Of::Weekday.text(), Kind::Text),
    column(Of::PlannedStart.key(), Of::PlannedStart.text(), Kind::Clock),
    column(Of::PlannedStop.key(), Of::PlannedStop.text(), Kind::Clock),
    column("intervention", "reports-column-intervention", Kind::Text),
    column("done", "reports-column-done", Kind::Text),
    column(Of::State.key(), Of::State.text(), Kind::Text),
    further(Of::PerformedStart.key(), Of::PerformedStart.text(), Kind::Clock),
    further(Of::PerformedStop.key(), Of::PerformedStop.text(), Kind::Clock),
    further(Of::Staff.key(), Of::Staff.text(), Kind::Text),
    further(Of::Deviation.key(), Of::Deviation.text(), Kind::Text),
    further("week", "reports-column-week", Kind::Number),
    further("unit", "reports-column-unit", Kind::Text),
];

/// By day along `visit_at_unit`, or by name along `customer_at_unit` and then by day.
pub(super) const SORTS: &[Sort] =
    &[Sort { key: "date", label: Of::Date.text() }, Sort { key: "customer", label: "reports-column-customer" }];

/// Visits after a place.
pub(super) async fn read(
    tx: &mut Tx,
    reach: &Reach,
    ask: &Ask,
    after: Option<&Cursor>,
    most: usize,
    reader: Reader,
) -> Result<Vec<Record>, StoreError> {
    records::<VisitLine>(tx, reach, ask, after, most, reader).await
}

/// The interventions of at most `most` visits after a place. A visit without any is one row.
pub(super) async fn read_interventions(
    tx: &mut Tx,
    reach: &Reach,
    ask: &Ask,
    after: Option<&Cursor>,
    most: usize,
    reader: Reader,
) -> Result<Vec<Record>, StoreError> {
    let found: Vec<(Cursor, VisitLine)> = lines(tx, reach, ask, after, most).await?;
    let mut rows = Vec::with_capacity(found.len());
    for (cursor, visit) in found {
        let mut interventions: Vec<Option<_>> = visit.interventions().into_iter().map(Some).collect();
        if interventions.is_empty() {
            interventions.push(None);
        }
        for one in interventions {
            let value = |key: &str| match (key, &one) {
                ("intervention", Some(one)) => Value::text(one.name.as_str()),
                ("done", Some(one)) => match one.done {
                    Some(true) => Value::text(reader.lang.t("reports-done")),
                    Some(false) => Value::text(reader.lang.t("reports-not-done")),
                    None => Value::Nothing,
                },
                ("intervention" | "done", None) => Value::Nothing,
                (key, _) => visit.value(key, reader),
            };
            rows.push(Record {
                cursor: cursor.clone(),
                id: visit.id(),
                subject: visit.subject(),
                values: ask.columns.iter().map(|column| value(column.key)).collect(),
            });
        }
    }
    Ok(rows)
}

/// How many visits there are, counted no further than `most`: along one index alone, so that those of protected persons are among them.
pub(super) async fn count_at_most(tx: &mut Tx, reach: &Reach, ask: &Ask, most: usize) -> Result<usize, StoreError> {
    let mut count = 0;
    for piece in &reach.pieces {
        let left = most.saturating_sub(count);
        if left == 0 {
            break;
        }
        let mut bound = Bound::default();
        let whose = match &piece.limit {
            Limit::Customer(customer) => format!("v.customer_id = {}", bound.bytes(*customer.as_bytes())),
            _ => format!("v.unit_id = {}", bound.bytes(*piece.unit.as_bytes())),
        };
        let (from, to) = (bound.text(ask.days.from.to_string()), bound.text(ask.days.to.to_string()));
        let sql = format!(
            "SELECT CAST(count(*) AS BIGINT) FROM (SELECT 1 AS one FROM visit v WHERE {whose} AND v.day >= {from} AND v.day <= {to}
             LIMIT {left}) AS counted"
        );
        let (found,): (i64,) = tx.one(&sql, &bound.params()).await?;
        count += usize::try_from(found).unwrap_or(0);
    }
    Ok(count)
}

struct DaySums {
    day: Date,
    sums: Sums,
}

impl FromRow for DaySums {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let day: String = row.next()?;
        Ok(Self {
            day: day.parse().map_err(|_| StoreError::Shape(format!("no day: {day}")))?,
            sums: Sums {
                rows: row.next()?,
                granted: row.next()?,
                planned: row.next()?,
                performed: row.next()?,
                difference: row.next()?,
            },
        })
    }
}

/// What all visits add up to, and each week. Every visit counts by whole minutes, as its own row says them.
pub(super) async fn sums(tx: &mut Tx, reach: &Reach, ask: &Ask) -> Result<(Sums, Vec<Week>), StoreError> {
    const PERFORMED: &str = "(v.performed_to - v.performed_from + 30000) / 60000";
    const PLANNED: &str = "(v.planned_to - v.planned_from) / 60000";
    let ask = Ask { sorted_by: "date", descending: false, columns: Vec::new(), ..ask.clone() };
    let mut days: Vec<(Date, Sums)> = Vec::new();
    for piece in &reach.pieces {
        let mut bound = Bound::default();
        let Source { from, conditions, bounds, .. } = visit_line::source(&ask, piece, &mut bound);
        let days_within = bounds.map(|days| days.lower(&mut bound) + &days.upper(&mut bound)).unwrap_or_default();
        let sql = format!(
            "SELECT v.day, CAST(count(*) AS BIGINT), CAST(sum(v.granted_minutes) AS BIGINT), CAST(sum({PLANNED}) AS BIGINT),
                 CAST(COALESCE(sum({PERFORMED}), 0) AS BIGINT),
                 CAST(COALESCE(sum({PERFORMED} - {PLANNED}), 0) AS BIGINT)
             FROM {from} WHERE {conditions}{days_within} GROUP BY v.day ORDER BY v.day"
        );
        let found: Vec<DaySums> = tx.all(&sql, &bound.params()).await?;
        days.extend(found.into_iter().map(|one| (one.day, one.sums)));
    }
    let whole = days.iter().fold(Sums::default(), |whole, (_, sums)| whole.and(*sums));
    Ok((whole, weeks_of(&days)))
}
