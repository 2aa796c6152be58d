//! A schedule as it is read for somebody: the visits of some weeks, and of each no more than its reader may see.

use std::collections::BTreeMap;

use behorig_store::{StoreError, Tx};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::grid::{DayPart, Weeks, day_parts};
use super::words::initials;
use crate::CareVisitId;
use crate::records::{Customer, PlannedVisit, names_at_visits, relative_columns, visits_of_customer};
use crate::rules::columns::ScheduleColumn;
use crate::rules::weeks::IsoWeek;

/// Which columns staff ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Choice {
    /// What a plan is read for.
    #[default]
    Plan,
    /// Every column.
    All,
    /// What the customer's relatives see.
    AsRelatives,
}

impl Choice {
    pub(super) const ALL: [Self; 3] = [Self::Plan, Self::All, Self::AsRelatives];

    /// As an address says it.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::All => "alla",
            Self::AsRelatives => "anhoriga",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.key() == key)
    }
}

/// Who reads a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Staff, who choose columns themselves and know each other by name.
    Staff(Choice),
    /// A relative: the columns that the unit chose, and initials.
    Relative,
    /// The customer, about whom all of it is; staff by their initials.
    Customer,
}

const OF_A_PLAN: [ScheduleColumn; 9] = [
    ScheduleColumn::Date,
    ScheduleColumn::Weekday,
    ScheduleColumn::PlannedStart,
    ScheduleColumn::PlannedStop,
    ScheduleColumn::Minutes,
    ScheduleColumn::Interventions,
    ScheduleColumn::Staff,
    ScheduleColumn::State,
    ScheduleColumn::Deviation,
];

const OF_ONES_OWN: [ScheduleColumn; 8] = [
    ScheduleColumn::Date,
    ScheduleColumn::Weekday,
    ScheduleColumn::PlannedStart,
    ScheduleColumn::PlannedStop,
    ScheduleColumn::Interventions,
    ScheduleColumn::Staff,
    ScheduleColumn::State,
    ScheduleColumn::Deviation,
];

/// Some weeks of a customer's visits.
#[derive(Debug)]
pub(super) struct Schedule {
    /// Whose.
    pub customer: Customer,
    /// Which weeks.
    pub weeks: Weeks,
    /// What the reader sees of each visit, in order.
    pub columns: Vec<ScheduleColumn>,
    visits: Vec<PlannedVisit>,
    staff: BTreeMap<CareVisitId, String>,
}

impl Schedule {
    /// Reads the schedule. That the reader may see the customer was decided before.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(super) async fn read(
        tx: &mut Tx,
        customer: Customer,
        weeks: Weeks,
        reader: Reader,
    ) -> Result<Self, StoreError> {
        let columns = columns_for(tx, &customer, reader).await?;
        // The night before the first day reaches into it: no visit is longer than a day.
        let from = weeks.first_day().saturating_sub(1.day());
        let visits = visits_of_customer(tx, customer.id, from, weeks.last_day()).await?;
        let staff = if columns.contains(&ScheduleColumn::Staff) {
            staff_of(tx, &customer, (from, weeks.last_day()), reader).await?
        } else {
            BTreeMap::new()
        };
        Ok(Self { customer, weeks, columns, visits, staff })
    }

    /// Whether the reader sees a column.
    pub(super) fn shows(&self, column: ScheduleColumn) -> bool {
        self.columns.contains(&column)
    }

    /// Whether nothing lies in the whole time, not even what is left of the night before.
    pub(super) fn is_empty(&self) -> bool {
        let first = self.weeks.first_day();
        self.visits.iter().all(|visit| visit.day < first) && self.on(first).is_empty()
    }

    /// Who makes a visit, as the reader may know them.
    pub(super) fn staff_of(&self, visit: &PlannedVisit) -> &str {
        self.staff.get(&visit.id).map_or("", String::as_str)
    }

    /// The visits that begin in a week.
    pub(super) fn of_week(&self, week: IsoWeek) -> impl Iterator<Item = &PlannedVisit> {
        let (monday, sunday) = (week.monday(), week.sunday());
        self.visits.iter().filter(move |visit| (monday..=sunday).contains(&visit.day))
    }

    /// What lies on a day: the visits that begin on it, and, to who sees when visits end, what is left of those that began the day before.
    pub(super) fn on(&self, day: Date) -> Vec<(&PlannedVisit, DayPart)> {
        let sees_ends = self.shows(ScheduleColumn::PlannedStop);
        let near = self.visits.iter().filter(|visit| visit.day <= day && visit.day >= day.saturating_sub(2.days()));
        near.flat_map(|visit| {
            day_parts(visit.planned_from, visit.planned_to).into_iter().map(move |part| (visit, part))
        })
        .filter(|(_, part)| part.day == day && (part.is_first || sees_ends))
        .collect()
    }
}

/// The columns that somebody sees of a customer's schedule.
pub(super) async fn columns_for(
    tx: &mut Tx,
    customer: &Customer,
    reader: Reader,
) -> Result<Vec<ScheduleColumn>, StoreError> {
    Ok(match reader {
        Reader::Staff(Choice::All) => ScheduleColumn::ALL.to_vec(),
        Reader::Staff(Choice::Plan) => OF_A_PLAN.to_vec(),
        Reader::Staff(Choice::AsRelatives) | Reader::Relative => relative_columns(tx, customer.unit).await?.columns,
        Reader::Customer => OF_ONES_OWN.to_vec(),
    })
}

async fn staff_of(
    tx: &mut Tx,
    customer: &Customer,
    (from, to): (Date, Date),
    reader: Reader,
) -> Result<BTreeMap<CareVisitId, String>, StoreError> {
    let rows = names_at_visits(tx, customer.id, from, to).await?;
    let mut staff: BTreeMap<CareVisitId, String> = BTreeMap::new();
    for (visit, given, family) in rows {
        let name = match reader {
            Reader::Staff(Choice::Plan | Choice::All) => format!("{given} {family}"),
            Reader::Staff(Choice::AsRelatives) | Reader::Relative | Reader::Customer => initials(&given, &family),
        };
        let names = staff.entry(visit).or_default();
        if !names.is_empty() {
            names.push_str(", ");
        }
        names.push_str(&name);
    }
    Ok(staff)
}
