//! What relatives may see of a customer's visits: the columns that the customer's unit has chosen.

use behorig_access::UnitId;
use behorig_home_care::{ScheduleColumn, relative_columns};
use behorig_store::{StoreError, Tx};

use super::{Column, DataSet};

/// Whether a unit's choice opens a column of a data set. Whose the visit is and at which unit a relative knows; the week is the date's.
fn opens(chosen: &[ScheduleColumn], column: &str) -> bool {
    let needed = match column {
        "customer" | "unit" => return true,
        "week" => "date",
        "intervention" | "done" => "interventions",
        other => other,
    };
    chosen.iter().any(|one| one.key() == needed)
}

/// Of these columns, those that relatives of customers at every one of the units may see.
pub(crate) async fn columns_for_relatives(
    tx: &mut Tx,
    set: DataSet,
    columns: &[&'static Column],
    units: &[UnitId],
) -> Result<Vec<&'static Column>, StoreError> {
    if !set.is_of_customers() {
        return Ok(Vec::new());
    }
    let mut choices: Vec<Vec<ScheduleColumn>> = Vec::with_capacity(units.len());
    for unit in units {
        choices.push(relative_columns(tx, *unit).await?.columns);
    }
    Ok(columns.iter().copied().filter(|column| choices.iter().all(|chosen| opens(chosen, column.key))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_sees_what_the_unit_chose_and_nothing_that_is_worked_out_from_the_rest() {
        let chosen = ScheduleColumn::from_stored("date planned_start state");
        assert!(opens(&chosen, "date") && opens(&chosen, "week") && opens(&chosen, "customer"));
        for hidden in ["weekday", "interventions", "intervention", "done", "note", "deviation", "minutes", "difference"]
        {
            assert!(!opens(&chosen, hidden), "{hidden}");
        }
    }
}
