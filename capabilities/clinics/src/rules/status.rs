//! Whether a clinic takes new cases, and when it may end (domain facts E.2: case types first, then open cases, then the clinic).

/// Whether a clinic takes cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClinicStatus {
    /// It takes new cases.
    Open,
    /// It answers what it has and takes nothing new.
    ClosedForNew,
    /// It has ended: nothing is left to answer, and residents no longer find it.
    Ended,
}

impl ClinicStatus {
    /// Every status, in the order in which a clinic goes through them.
    pub const ALL: [Self; 3] = [Self::Open, Self::ClosedForNew, Self::Ended];

    /// As stored and as forms say it.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ClosedForNew => "closed",
            Self::Ended => "ended",
        }
    }

    /// The status stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_stored() == text)
    }

    /// Whether a resident may send a new case.
    #[must_use]
    pub const fn takes_new_cases(self) -> bool {
        matches!(self, Self::Open)
    }
}

/// What is left at a clinic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Case types that are active.
    pub active_case_types: i64,
    /// Cases that are not closed.
    pub open_cases: i64,
}

/// What keeps a clinic from ending: the first thing to see to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InTheWay {
    /// So many case types are active: they are deactivated first, so that no new case comes while the last are answered.
    ActiveCaseTypes(i64),
    /// So many cases are open.
    OpenCases(i64),
}

impl Left {
    /// What keeps the clinic from ending, if anything does.
    #[must_use]
    pub const fn in_the_way(self) -> Option<InTheWay> {
        if self.active_case_types > 0 {
            Some(InTheWay::ActiveCaseTypes(self.active_case_types))
        } else if self.open_cases > 0 {
            Some(InTheWay::OpenCases(self.open_cases))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_back_from_storage() {
        for status in ClinicStatus::ALL {
            assert_eq!(ClinicStatus::from_stored(status.as_stored()), Some(status));
        }
        assert_eq!(ClinicStatus::from_stored("asleep"), None);
    }

    #[test]
    fn only_an_open_clinic_takes_new_cases() {
        assert_eq!(ClinicStatus::ALL.map(ClinicStatus::takes_new_cases), [true, false, false]);
    }

    #[test]
    fn case_types_are_deactivated_before_cases_are_closed_and_the_clinic_ends_last() {
        let left = |active_case_types, open_cases| Left { active_case_types, open_cases }.in_the_way();
        assert_eq!(left(2, 3), Some(InTheWay::ActiveCaseTypes(2)));
        assert_eq!(left(0, 3), Some(InTheWay::OpenCases(3)));
        assert_eq!(left(0, 0), None);
    }
}
