//! The two reports of the manual *Anhöriginloggning*: *Aktuell månad (insatser)* and *Föregående månad (insatser)*.

use behorig_access::{AccountId, UnitId};
use behorig_store::{Recorded, StoreError, WriteTx};

use crate::ReportId;
use crate::records;
use crate::records::data::DataSet;
use crate::rules::{Definition, Period, ShownTo, Visibility};

/// Both, by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyReports {
    /// *Aktuell månad (insatser)*.
    pub this_month: ReportId,
    /// *Föregående månad (insatser)*.
    pub last_month: ReportId,
}

/// Makes both reports about a home-care unit, shown to everybody there who holds service 179. Whether the owner may make them was
/// decided before.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn put_monthly(
    tx: &mut WriteTx,
    owner: AccountId,
    unit: UnitId,
) -> Result<Recorded<MonthlyReports>, StoreError> {
    let definition = |name: &str, period| Definition {
        name: name.to_owned(),
        set: DataSet::Visits,
        unit,
        period,
        columns: DataSet::Visits
            .columns()
            .iter()
            .filter(|column| column.standard || column.key == "minutes")
            .map(|column| column.key)
            .collect(),
        sorted_by: "date",
        descending: false,
        visibility: Visibility { to: ShownTo::Units(vec![unit]), from: None, until: None },
    };
    let first = definition("Aktuell månad (insatser)", Period::ThisMonth);
    let second = definition("Föregående månad (insatser)", Period::LastMonth);
    let (_, this_month) = records::create(tx, owner, &first).await?.split();
    let (recorded, last_month) = records::create(tx, owner, &second).await?.split();
    Ok(recorded.with(MonthlyReports { this_month, last_month }))
}

/// Puts a report last on somebody's *Min sida*.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn put_on_my_page(
    tx: &mut WriteTx,
    account: AccountId,
    report: ReportId,
) -> Result<Recorded<()>, StoreError> {
    records::add_to(tx, account, report).await
}
