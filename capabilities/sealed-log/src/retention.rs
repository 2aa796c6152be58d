//! How long a unit's log is kept.

use behorig_access::UnitId;
use behorig_store::{StoreError, Tx, params};
use behorig_transparency::Day;

/// For how many years a log is kept before it is thinned: never fewer than five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Years(u16);

impl Years {
    /// What the law asks at least.
    pub const FEWEST: Self = Self(5);
    /// More is the same as for ever.
    pub const MOST: Self = Self(100);

    /// So many years; none where that is too few or too many.
    #[must_use]
    pub const fn new(years: u16) -> Option<Self> {
        let kept = Self(years);
        if kept.0 >= Self::FEWEST.0 && kept.0 <= Self::MOST.0 { Some(kept) } else { None }
    }

    /// As they are stored.
    ///
    /// # Errors
    /// [`StoreError::Shape`] for a number that no unit could have been given.
    pub fn from_stored(years: i64) -> Result<Self, StoreError> {
        let found = u16::try_from(years).ok().and_then(Self::new);
        found.ok_or_else(|| StoreError::Shape(format!("a log kept for {years} years")))
    }

    /// How many.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// On a day all that was sealed before the day answered here may go. A day later than the calendar says, so that clocks need not
    /// agree to the minute.
    #[must_use]
    pub const fn before(self, today: Day) -> Day {
        today.minus_years(self.0).minus(1)
    }
}

/// How long the log of each unit is kept for which it is said, by itself or by the nearest above it. Units that keep it are left out.
pub(crate) async fn rules(tx: &mut Tx) -> Result<Vec<(UnitId, Years)>, StoreError> {
    let rows: Vec<(UnitId, Option<i64>)> = tx
        .all(
            "SELECT a.unit_id, r.years FROM audit_retention r JOIN unit_ancestor a ON a.ancestor_id = r.unit_id
             ORDER BY a.unit_id, a.distance",
            &[],
        )
        .await?;
    let (mut rules, mut last) = (Vec::new(), None);
    for (unit, years) in rows {
        // The nearest comes first.
        if last.replace(unit) != Some(unit)
            && let Some(years) = years
        {
            rules.push((unit, Years::from_stored(years)?));
        }
    }
    Ok(rules)
}

/// How long a unit's log is kept; none where it is kept until somebody says otherwise.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn rule_of(tx: &mut Tx, unit: UnitId) -> Result<Option<Years>, StoreError> {
    let nearest: Option<(Option<i64>,)> = tx
        .optional(
            "SELECT r.years FROM unit_ancestor a JOIN audit_retention r ON r.unit_id = a.ancestor_id
             WHERE a.unit_id = ?1 ORDER BY a.distance LIMIT 1",
            params![unit],
        )
        .await?;
    nearest.and_then(|(years,)| years).map(Years::from_stored).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_transparency::FLOOR_DAYS;

    #[test]
    fn no_log_is_kept_for_less_than_five_years() {
        assert_eq!([0, 1, 4, 101].map(Years::new), [None; 4]);
        assert_eq!(Years::new(5), Some(Years::FEWEST));
        assert!(
            Years::from_stored(4).is_err() && Years::from_stored(-5).is_err() && Years::from_stored(70_000).is_err()
        );
        let today = Day::parse("2026-11-23").unwrap();
        assert_eq!(Years::FEWEST.before(today).to_string(), "2021-11-21");
        for years in 5..=100 {
            assert!(Years::new(years).unwrap().before(today) < today.minus(FLOOR_DAYS), "{years}");
        }
    }
}
