//! The columns of a report as they are chosen and put in order, one step at a time.

/// All columns of a data set in the order of the form, each with whether it is in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen(Vec<(&'static str, bool)>);

/// One step of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

impl Chosen {
    /// The columns `known` of a data set, in the order `asked` (what is not in it comes after, as the data set has it), ticked where
    /// they stand in `ticked`. What the data set does not know is left out.
    pub(crate) fn new<'a>(
        known: &[&'static str],
        asked: impl IntoIterator<Item = &'a str>,
        ticked: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut order: Vec<&'static str> = Vec::with_capacity(known.len());
        for key in asked {
            if let Some(key) = known.iter().copied().find(|one| *one == key).filter(|key| !order.contains(key)) {
                order.push(key);
            }
        }
        let rest: Vec<&'static str> = known.iter().copied().filter(|key| !order.contains(key)).collect();
        order.extend(rest);
        let ticked: Vec<&str> = ticked.into_iter().collect();
        Self(order.into_iter().map(|key| (key, ticked.contains(&key))).collect())
    }

    /// Each column with whether it is in the report, in order.
    pub(crate) fn all(&self) -> &[(&'static str, bool)] {
        &self.0
    }

    /// The columns of the report, in order.
    pub(crate) fn ticked(&self) -> Vec<&'static str> {
        self.0.iter().filter(|(_, ticked)| *ticked).map(|(key, _)| *key).collect()
    }

    /// Moves a column one step; at the end it stays where it is.
    pub(crate) fn step(&mut self, key: &str, step: Step) {
        let Some(at) = self.0.iter().position(|(one, _)| *one == key) else { return };
        let to = match step {
            Step::Up => at.checked_sub(1),
            Step::Down => Some(at + 1).filter(|to| *to < self.0.len()),
        };
        if let Some(to) = to {
            self.0.swap(at, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: [&str; 4] = ["date", "state", "minutes", "staff"];

    #[test]
    fn what_the_data_set_does_not_know_is_left_out_and_nothing_comes_twice() {
        let chosen = Chosen::new(&KNOWN, ["state", "salary", "state"], ["state", "salary", "date"]);
        assert_eq!(chosen.ticked(), ["state", "date"]);
        assert_eq!(chosen.all().len(), 4);
    }

    proptest! {
        #[test]
        fn steps_change_the_order_and_never_what_is_chosen(
            steps in proptest::collection::vec((0_usize..5, any::<bool>()), 0..20), ticked in proptest::collection::vec(0_usize..4, 0..4),
        ) {
            let ticked: Vec<&str> = ticked.into_iter().map(|at| KNOWN[at]).collect();
            let mut chosen = Chosen::new(&KNOWN, [], ticked.iter().copied());
            let mut before = chosen.ticked();
            for (at, up) in steps {
                chosen.step(KNOWN.get(at).copied().unwrap_or("salary"), if up { Step::Up } else { Step::Down });
            }
            let mut after = chosen.ticked();
            before.sort_unstable();
            after.sort_unstable();
            prop_assert_eq!(before, after);
            prop_assert_eq!(chosen.all().len(), KNOWN.len());
        }

        #[test]
        fn a_step_up_is_taken_back_by_a_step_down(at in 1_usize..4) {
            let first = Chosen::new(&KNOWN, [], []);
            let mut moved = first.clone();
            moved.step(KNOWN[at], Step::Up);
            prop_assert_ne!(&moved, &first);
            moved.step(KNOWN[at], Step::Down);
            prop_assert_eq!(moved, first);
        }
    }
}
