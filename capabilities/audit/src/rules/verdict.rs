//! What is said of a line, and who may say it.

/// What is said of an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// *Motiverad*.
    Justified,
    /// *Behöver förklaras*.
    ToExplain,
    /// *Misstänkt obehörig*.
    Suspected,
}

impl Verdict {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 3] = [Self::Justified, Self::ToExplain, Self::Suspected];

    /// As it is stored and sent.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::ToExplain => "to-explain",
            Self::Suspected => "suspected",
        }
    }

    /// The verdict that is stored or sent so.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.key() == key)
    }

    /// Whether it says nothing without a reason.
    pub(crate) const fn needs_note(self) -> bool {
        matches!(self, Self::ToExplain | Self::Suspected)
    }
}

/// How a line stands when something is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// What is said of it now, and with which note.
    pub said: Option<(Verdict, String)>,
    /// Whether it is about what the one who judges did.
    pub is_own: bool,
}

/// Why nothing may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Nobody judges what they did themselves.
    Own,
    /// Somebody else said something since the page was shown.
    Meanwhile,
    /// The verdict needs a reason.
    WithoutNote,
}

/// Whether a line takes a verdict with a note; `Ok(false)` where it says so already. `seen` is what the page showed.
///
/// # Errors
/// Why not.
pub(crate) fn judge(line: &Standing, seen: Option<Verdict>, verdict: Verdict, note: &str) -> Result<bool, Refused> {
    let now = line.said.as_ref().map(|(verdict, _)| *verdict);
    if line.said.as_ref().is_some_and(|(said, why)| *said == verdict && why == note) {
        return Ok(false);
    }
    if line.is_own {
        return Err(Refused::Own);
    }
    if now != seen {
        return Err(Refused::Meanwhile);
    }
    if verdict.needs_note() && note.is_empty() {
        return Err(Refused::WithoutNote);
    }
    Ok(true)
}

/// Whether a review of which so many lines wait for a verdict may be signed.
pub(crate) const fn may_sign(waiting: i64, is_signed: bool) -> bool {
    waiting == 0 && !is_signed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_verdict() -> impl Strategy<Value = Verdict> {
        prop::sample::select(Verdict::ALL.to_vec())
    }

    #[test]
    fn a_suspicion_says_why() {
        let line = Standing { said: None, is_own: false };
        assert_eq!(judge(&line, None, Verdict::Suspected, ""), Err(Refused::WithoutNote));
        assert_eq!(judge(&line, None, Verdict::ToExplain, "Frågar Bo."), Ok(true));
        assert_eq!(judge(&line, None, Verdict::Justified, ""), Ok(true));
        assert!(may_sign(0, false) && !may_sign(1, false) && !may_sign(0, true));
    }

    proptest! {
        #[test]
        fn nobody_judges_their_own_and_nobody_overwrites_unseen(
            said in prop::option::of((any_verdict(), "[a-z]{0,3}")), seen in prop::option::of(any_verdict()),
            verdict in any_verdict(), note in "[a-z]{0,3}", is_own: bool,
        ) {
            let line = Standing { said: said.clone(), is_own };
            match judge(&line, seen, verdict, &note) {
                Ok(true) => {
                    prop_assert!(!is_own && said.as_ref().map(|said| said.0) == seen);
                    prop_assert!(!verdict.needs_note() || !note.is_empty());
                }
                Ok(false) => prop_assert_eq!(said, Some((verdict, note))),
                Err(Refused::Own) => prop_assert!(is_own),
                Err(Refused::Meanwhile) => prop_assert!(said.map(|said| said.0) != seen),
                Err(Refused::WithoutNote) => prop_assert!(note.is_empty()),
            }
        }

        #[test]
        fn a_verdict_is_read_back(verdict in any_verdict()) {
            prop_assert_eq!(Verdict::from_key(verdict.key()), Some(verdict));
        }
    }
}
