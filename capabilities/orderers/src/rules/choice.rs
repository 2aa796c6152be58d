//! What a region has chosen about its orders and their re-certification.

/// How often a region can have its permissions re-certified, in months. None at all is the first choice.
pub const CERTIFICATION_MONTHS: [i64; 3] = [3, 6, 12];
/// The most days that a unit can be given to answer in.
const DAYS_MAX: i64 = 180;
/// The most days of grace.
const GRACE_MAX: i64 = 365;

/// What a region has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionChoice {
    /// Whether the heads of operations of its units order permissions there.
    pub heads_may_order: bool,
    /// Months between two re-certifications; none where the region has none.
    pub certification_months: Option<i64>,
    /// Days that a unit has to answer in.
    pub certification_days: i64,
    /// Days after the last day to answer when what nobody confirmed is ended; none where it is only reported.
    pub grace_days: Option<i64>,
    /// For optimistic locking; zero where the region has chosen nothing yet.
    pub version: i64,
}

impl Default for RegionChoice {
    /// As long as the region has chosen nothing: heads of operations do not order, and nothing is re-certified.
    fn default() -> Self {
        Self {
            heads_may_order: false,
            certification_months: None,
            certification_days: 21,
            grace_days: None,
            version: 0,
        }
    }
}

/// Why a region can't choose so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// None of the periods there are.
    #[error("re-certification is every 3, 6 or 12 months")]
    Months,
    /// No reasonable time to answer in.
    #[error("a unit has 1 to {DAYS_MAX} days to answer in")]
    Days,
    /// No reasonable grace.
    #[error("the grace is 0 to {GRACE_MAX} days")]
    Grace,
}

impl RegionChoice {
    /// Everything that is wrong with a choice, in the order of the form.
    ///
    /// # Errors
    /// Each [`ChoiceError`] found.
    pub fn check(&self) -> Result<(), Vec<ChoiceError>> {
        let mut errors = Vec::new();
        if self.certification_months.is_some_and(|months| !CERTIFICATION_MONTHS.contains(&months)) {
            errors.push(ChoiceError::Months);
        }
        if !(1..=DAYS_MAX).contains(&self.certification_days) {
            errors.push(ChoiceError::Days);
        }
        if self.grace_days.is_some_and(|days| !(0..=GRACE_MAX).contains(&days)) {
            errors.push(ChoiceError::Grace);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_that_has_chosen_nothing_lets_no_heads_order_and_re_certifies_nothing() {
        let choice = RegionChoice::default();
        assert!(!choice.heads_may_order && choice.certification_months.is_none() && choice.grace_days.is_none());
        assert_eq!(choice.check(), Ok(()));
    }

    #[test]
    fn what_is_wrong_with_a_choice_is_told_all_at_once() {
        let choice = RegionChoice {
            certification_months: Some(5),
            certification_days: 0,
            grace_days: Some(-1),
            ..RegionChoice::default()
        };
        assert_eq!(choice.check(), Err(vec![ChoiceError::Months, ChoiceError::Days, ChoiceError::Grace]));
        for months in CERTIFICATION_MONTHS {
            let choice = RegionChoice { certification_months: Some(months), ..RegionChoice::default() };
            assert_eq!(choice.check(), Ok(()));
        }
    }
}
