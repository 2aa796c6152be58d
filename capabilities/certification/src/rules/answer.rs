//! What becomes of a line: by an answer, and by the end of the grace.

/// On what right a round is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A head of operations or a deputy, by service 423.
    Certifier,
    /// The region's administration, by service 421 at the region.
    Region,
}

/// What has become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Confirmed.
    Kept,
    /// Ended by whoever answered.
    Ended,
    /// Nobody had confirmed it when the grace was over, and it ended.
    Lapsed,
    /// Nobody had confirmed it when the grace was over, and it had ended otherwise.
    Over,
    /// Nobody had confirmed it when the grace was over, and it did not end: the unit would have lost its last administrator.
    Guarded,
}

impl Decision {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Kept, "kept"),
        (Self::Ended, "ended"),
        (Self::Lapsed, "lapsed"),
        (Self::Over, "over"),
        (Self::Guarded, "guarded"),
    ];

    /// As stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(decision, _)| *decision == self).map_or("", |(_, key)| key)
    }

    /// Reads back what [`key`](Self::key) gave.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, stored)| *stored == key).map(|(decision, _)| *decision)
    }
}

/// What is answered on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// *Behåll*.
    Keep,
    /// *Avsluta*.
    End,
}

/// A line, as far as the rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was decided of it.
    pub decision: Option<Decision>,
    /// Whether its grant is over, whoever ended it.
    pub is_over: bool,
    /// Whether it is the answerer's own, under whatever account.
    pub is_own: bool,
}

impl Line {
    /// Whether somebody still has to decide it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.decision.is_none() && !self.is_over
    }
}

/// What an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is so already.
    Nothing,
    /// The line is confirmed.
    Keep,
    /// The grant ends.
    End,
}

/// Why a line takes no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nobody confirms or ends their own.
    Own,
    /// Somebody else decided it since the form was shown.
    Meanwhile,
    /// The grant has ended already.
    Over,
    /// The round was sent in, and with it what was decided.
    Submitted,
}

/// What an answer does to a line. `seen` is what the form showed as decided.
///
/// # Errors
/// The first [`Refused`] that applies.
pub fn judge(line: &Line, seen: Option<Decision>, choice: Choice, submitted: bool) -> Result<Effect, Refused> {
    if line.is_own {
        return Err(Refused::Own);
    }
    match (line.decision, choice) {
        (Some(Decision::Kept), Choice::Keep) | (Some(Decision::Ended | Decision::Lapsed), Choice::End) => {
            Ok(Effect::Nothing)
        }
        (decision, _) if decision != seen => Err(Refused::Meanwhile),
        (Some(Decision::Ended | Decision::Lapsed | Decision::Over | Decision::Guarded), _) => Err(Refused::Over),
        (_, Choice::End) if line.is_over => Ok(Effect::Nothing),
        (_, Choice::Keep) if line.is_over => Err(Refused::Over),
        (Some(Decision::Kept), Choice::End) if submitted => Err(Refused::Submitted),
        (_, Choice::End) => Ok(Effect::End),
        (None, Choice::Keep) => Ok(Effect::Keep),
    }
}

/// What becomes of a line when the grace is over; none where somebody has decided it.
#[must_use]
pub fn fate(line: &Line, takes_last_administrator: bool) -> Option<Decision> {
    match line.decision {
        Some(_) => None,
        None if !line.waits() => Some(Decision::Over),
        None if takes_last_administrator => Some(Decision::Guarded),
        None => Some(Decision::Lapsed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decisions() -> impl Strategy<Value = Option<Decision>> {
        let all: Vec<Decision> = Decision::ALL.iter().map(|(decision, _)| *decision).collect();
        prop::option::of(prop::sample::select(all))
    }

    prop_compose! {
        fn lines()(decision in decisions(), is_over: bool, is_own: bool) -> Line {
            Line { decision, is_over, is_own }
        }
    }

    #[test]
    fn a_decision_is_read_back_as_it_was_stored() {
        for (decision, key) in Decision::ALL {
            assert_eq!((decision.key(), Decision::from_key(key)), (key, Some(decision)));
        }
        assert_eq!(Decision::from_key("else"), None);
    }

    #[test]
    fn who_decides_second_is_told_and_who_agrees_is_not() {
        let ended = Line { decision: Some(Decision::Ended), is_over: true, is_own: false };
        assert_eq!(judge(&ended, None, Choice::Keep, false), Err(Refused::Meanwhile));
        assert_eq!(judge(&ended, None, Choice::End, false), Ok(Effect::Nothing));
        let kept = Line { decision: Some(Decision::Kept), is_over: false, is_own: false };
        assert_eq!(judge(&kept, None, Choice::End, false), Err(Refused::Meanwhile));
        assert_eq!(judge(&kept, Some(Decision::Kept), Choice::End, false), Ok(Effect::End));
        assert_eq!(judge(&kept, Some(Decision::Kept), Choice::End, true), Err(Refused::Submitted));
    }

    proptest! {
        #[test]
        fn nobody_decides_their_own_and_nothing_ends_twice(line in lines(), seen in decisions(), submitted: bool, end: bool) {
            let choice = if end { Choice::End } else { Choice::Keep };
            let judged = judge(&line, seen, choice, submitted);
            prop_assert!(!line.is_own || judged == Err(Refused::Own));
            if judged == Ok(Effect::End) {
                prop_assert!(!line.is_over && end && matches!(line.decision, None | Some(Decision::Kept)));
                prop_assert_eq!(line.decision, seen);
            }
            prop_assert!(judged != Ok(Effect::Keep) || (line.waits() && !end));
        }

        #[test]
        fn what_somebody_confirmed_never_ends_by_the_clock_and_what_nobody_did_always_gets_a_fate(line in lines(), last: bool) {
            let fate = fate(&line, last);
            prop_assert_eq!(fate.is_none(), line.decision.is_some());
            prop_assert_eq!(fate == Some(Decision::Lapsed), line.waits() && !last);
            prop_assert!(fate != Some(Decision::Guarded) || last);
        }
    }
}
