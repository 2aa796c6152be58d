//! How a table shares the width of the page among its columns.

/// What a column asks for, in points: as much as keeps every cell on one line, and as little as breaks no word.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Wish {
    pub(super) natural: f32,
    pub(super) least: f32,
}

impl Wish {
    pub(super) fn and(self, other: Self) -> Self {
        Self { natural: self.natural.max(other.natural), least: self.least.max(other.least) }
    }
}

/// The widths, which fill the page. What is left over is shared by need; where there is not even room for the longest words, each
/// column gives way alike.
pub(super) fn shared(wishes: &[Wish], available: f32) -> Vec<f32> {
    // One column of prose must not press all others down to their longest word.
    let wishes: Vec<Wish> = wishes
        .iter()
        .map(|wish| Wish { natural: wish.natural.min(wish.least.max(available / 2.0)), ..*wish })
        .collect();
    let natural: f32 = wishes.iter().map(|wish| wish.natural).sum();
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    if natural <= 0.0 {
        return vec![available / (wishes.len().max(1) as f32); wishes.len()];
    }
    if natural <= available {
        return wishes.iter().map(|wish| wish.natural * available / natural).collect();
    }
    if least >= available {
        return wishes.iter().map(|wish| wish.least * available / least).collect();
    }
    let part = (available - least) / (natural - least);
    wishes.iter().map(|wish| wish.least + (wish.natural - wish.least) * part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_fill_the_page_and_break_words_only_where_they_must(
            pairs in proptest::collection::vec((1.0_f32..400.0, 0.0_f32..800.0), 1..20),
            available in 100.0_f32..900.0,
        ) {
            let wishes: Vec<Wish> = pairs.iter().map(|(least, more)| Wish { natural: least + more, least: *least }).collect();
            let widths = shared(&wishes, available);
            prop_assert!((widths.iter().sum::<f32>() - available).abs() < 0.1);
            if wishes.iter().map(|wish| wish.least).sum::<f32>() <= available {
                prop_assert!(widths.iter().zip(&wishes).all(|(width, wish)| *width >= wish.least - 0.01), "{widths:?}");
            }
        }
    }

    #[test]
    fn a_note_as_long_as_a_page_leaves_the_times_on_one_line() {
        let [time, note] = [Wish { natural: 70.0, least: 30.0 }, Wish { natural: 9_000.0, least: 60.0 }];
        assert!(shared(&[time, note, time], 500.0).first().is_some_and(|width| *width >= 70.0));
    }
}
