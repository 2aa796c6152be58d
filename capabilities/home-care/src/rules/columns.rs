//! The columns of a schedule: what a page, a print, a report and a relative's view choose from.

/// A column of a schedule or of a report over visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScheduleColumn {
    /// The day on which the visit begins.
    Date,
    /// The day of the week.
    Weekday,
    /// When it is planned to begin.
    PlannedStart,
    /// When it is planned to end.
    PlannedStop,
    /// How long it is planned to be.
    Minutes,
    /// What is to be done.
    Interventions,
    /// Who makes it; initials for relatives.
    Staff,
    /// How many make it.
    StaffCount,
    /// How it stands.
    State,
    /// Why it was not made as planned.
    Deviation,
    /// What was written about it.
    Note,
    /// When it began.
    PerformedStart,
    /// When it ended.
    PerformedStop,
    /// How long it was.
    PerformedMinutes,
    /// How much of what was decided it was meant to give.
    GrantedMinutes,
    /// What was performed, less what was planned.
    Difference,
}

impl ScheduleColumn {
    /// Every column, in the order in which they stand.
    pub const ALL: [Self; 16] = [
        Self::Date,
        Self::Weekday,
        Self::PlannedStart,
        Self::PlannedStop,
        Self::Minutes,
        Self::Interventions,
        Self::Staff,
        Self::StaffCount,
        Self::State,
        Self::Deviation,
        Self::Note,
        Self::PerformedStart,
        Self::PerformedStop,
        Self::PerformedMinutes,
        Self::GrantedMinutes,
        Self::Difference,
    ];

    /// What relatives see where their unit has not chosen.
    pub const FOR_RELATIVES: [Self; 6] =
        [Self::Date, Self::Weekday, Self::PlannedStart, Self::PlannedStop, Self::Interventions, Self::State];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Weekday => "weekday",
            Self::PlannedStart => "planned_start",
            Self::PlannedStop => "planned_stop",
            Self::Minutes => "minutes",
            Self::Interventions => "interventions",
            Self::Staff => "staff",
            Self::StaffCount => "staff_count",
            Self::State => "state",
            Self::Deviation => "deviation",
            Self::Note => "note",
            Self::PerformedStart => "performed_start",
            Self::PerformedStop => "performed_stop",
            Self::PerformedMinutes => "performed_minutes",
            Self::GrantedMinutes => "granted_minutes",
            Self::Difference => "difference",
        }
    }

    /// The column with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }

    /// The id of its heading in the texts.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Date => "home-care-column-date",
            Self::Weekday => "home-care-column-weekday",
            Self::PlannedStart => "home-care-column-planned-start",
            Self::PlannedStop => "home-care-column-planned-stop",
            Self::Minutes => "home-care-column-minutes",
            Self::Interventions => "home-care-column-interventions",
            Self::Staff => "home-care-column-staff",
            Self::StaffCount => "home-care-column-staff-count",
            Self::State => "home-care-column-state",
            Self::Deviation => "home-care-column-deviation",
            Self::Note => "home-care-column-note",
            Self::PerformedStart => "home-care-column-performed-start",
            Self::PerformedStop => "home-care-column-performed-stop",
            Self::PerformedMinutes => "home-care-column-performed-minutes",
            Self::GrantedMinutes => "home-care-column-granted-minutes",
            Self::Difference => "home-care-column-difference",
        }
    }

    /// The columns of a stored list of keys, each once and in the order in which they stand; unknown keys are passed over.
    #[must_use]
    pub fn from_stored(keys: &str) -> Vec<Self> {
        Self::ALL.into_iter().filter(|column| keys.split(' ').any(|key| key == column.key())).collect()
    }

    /// A list of columns as stored.
    #[must_use]
    pub fn to_stored(columns: &[Self]) -> String {
        columns.iter().map(|column| column.key()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_columns_is_read_back_in_the_order_in_which_columns_stand() {
        for column in ScheduleColumn::ALL {
            assert_eq!(ScheduleColumn::from_key(column.key()), Some(column));
        }
        let stored = ScheduleColumn::to_stored(&[ScheduleColumn::Note, ScheduleColumn::Date, ScheduleColumn::Note]);
        assert_eq!(ScheduleColumn::from_stored(&stored), [ScheduleColumn::Date, ScheduleColumn::Note]);
        assert_eq!(ScheduleColumn::from_stored("password date"), [ScheduleColumn::Date]);
        assert_eq!(ScheduleColumn::from_stored(""), []);
    }
}
