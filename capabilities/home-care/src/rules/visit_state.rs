//! How a visit stands, what may follow on what, and why it did not go as planned.

/// How a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitState {
    /// To be made.
    Planned,
    /// Somebody has begun it.
    Ongoing,
    /// Done.
    Performed,
    /// Nobody was at home.
    Absent,
    /// The customer did not want it.
    Declined,
    /// Called off beforehand.
    Cancelled,
    /// Not made, since the customer's care is paused.
    Paused,
}

impl VisitState {
    /// Every state, in the order in which they are chosen from.
    pub const ALL: [Self; 7] =
        [Self::Planned, Self::Ongoing, Self::Performed, Self::Absent, Self::Declined, Self::Cancelled, Self::Paused];

    /// As stored, and as addresses and files say it.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Ongoing => "ongoing",
            Self::Performed => "performed",
            Self::Absent => "absent",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Paused => "paused",
        }
    }

    /// The state stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_stored() == text)
    }

    /// The id of its name in the texts.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Planned => "home-care-state-planned",
            Self::Ongoing => "home-care-state-ongoing",
            Self::Performed => "home-care-state-performed",
            Self::Absent => "home-care-state-absent",
            Self::Declined => "home-care-state-declined",
            Self::Cancelled => "home-care-state-cancelled",
            Self::Paused => "home-care-state-paused",
        }
    }

    /// Whether a visit that stands so may come to stand otherwise. What was done by mistake can be undone one step at a time.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            // Performed at once: registered afterwards, where there was no phone.
            Self::Planned => !matches!(next, Self::Planned),
            Self::Ongoing => matches!(next, Self::Planned | Self::Performed | Self::Absent | Self::Declined),
            Self::Performed => matches!(next, Self::Ongoing),
            Self::Absent | Self::Declined | Self::Cancelled => matches!(next, Self::Planned),
            Self::Paused => matches!(next, Self::Planned | Self::Cancelled),
        }
    }

    /// Whether somebody is still to come, or is there.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Ongoing)
    }

    /// Whether the time planned for it was planned to be worked: not where it was called off or paused beforehand.
    #[must_use]
    pub const fn counts_as_planned(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Paused)
    }
}

/// Why a visit was not made as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deviation {
    /// Begun later or earlier than planned.
    OtherTime,
    /// The customer needed more time.
    LongerNeeded,
    /// The customer needed less time.
    ShorterNeeded,
    /// The customer was not at home.
    CustomerAway,
    /// The customer said no.
    CustomerDeclined,
    /// The customer was in hospital.
    Hospital,
    /// There was nobody to send.
    StaffShortage,
    /// Something else, told in words.
    Other,
}

impl Deviation {
    /// Every reason, in the order in which they are chosen from.
    pub const ALL: [Self; 8] = [
        Self::OtherTime,
        Self::LongerNeeded,
        Self::ShorterNeeded,
        Self::CustomerAway,
        Self::CustomerDeclined,
        Self::Hospital,
        Self::StaffShortage,
        Self::Other,
    ];

    /// As stored.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::OtherTime => "other-time",
            Self::LongerNeeded => "longer-needed",
            Self::ShorterNeeded => "shorter-needed",
            Self::CustomerAway => "customer-away",
            Self::CustomerDeclined => "customer-declined",
            Self::Hospital => "hospital",
            Self::StaffShortage => "staff-shortage",
            Self::Other => "other",
        }
    }

    /// The reason stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_stored() == text)
    }

    /// The id of its name in the texts.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::OtherTime => "home-care-deviation-other-time",
            Self::LongerNeeded => "home-care-deviation-longer-needed",
            Self::ShorterNeeded => "home-care-deviation-shorter-needed",
            Self::CustomerAway => "home-care-deviation-customer-away",
            Self::CustomerDeclined => "home-care-deviation-customer-declined",
            Self::Hospital => "home-care-deviation-hospital",
            Self::StaffShortage => "home-care-deviation-staff-shortage",
            Self::Other => "home-care-deviation-other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_reasons_are_read_back_from_storage() {
        for state in VisitState::ALL {
            assert_eq!(VisitState::from_stored(state.as_stored()), Some(state));
        }
        for reason in Deviation::ALL {
            assert_eq!(Deviation::from_stored(reason.as_stored()), Some(reason));
        }
        assert_eq!(VisitState::from_stored("done"), None);
        assert_eq!(Deviation::from_stored(""), None);
    }

    #[test]
    fn whatever_was_done_by_mistake_can_be_undone() {
        // From every state there is a way back to a planned visit.
        for state in VisitState::ALL {
            let mut reached = vec![state];
            let mut at = 0;
            while let Some(from) = reached.get(at).copied() {
                let next = VisitState::ALL.into_iter().filter(|to| from.may_become(*to));
                let new: Vec<VisitState> = next.filter(|to| !reached.contains(to)).collect();
                reached.extend(new);
                at += 1;
            }
            assert!(reached.contains(&VisitState::Planned), "{state:?}");
        }
    }

    #[test]
    fn nothing_follows_on_itself_and_what_is_done_is_not_called_off() {
        for state in VisitState::ALL {
            assert!(!state.may_become(state), "{state:?}");
        }
        for done in [VisitState::Performed, VisitState::Absent, VisitState::Declined, VisitState::Ongoing] {
            assert!(!done.may_become(VisitState::Cancelled), "{done:?}");
            assert!(!done.may_become(VisitState::Paused), "{done:?}");
        }
    }
}
