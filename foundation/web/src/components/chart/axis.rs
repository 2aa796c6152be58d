//! The axis of a chart: round numbers from nought.

/// As many steps as an axis has at most.
const STEPS: i64 = 5;
/// Nothing that is counted comes near; beyond it the arithmetic of a drawing would not hold.
const HIGHEST: i64 = 1_000_000_000_000_000;

/// The numbers that stand along an axis: from 0 in at most five steps of 1, 2 or 5 and zeros, the last at or above `most`.
#[must_use]
pub(super) fn ticks(most: i64) -> Vec<i64> {
    let most = most.clamp(1, HIGHEST);
    let mut step = 1;
    // 1, 2, 5, 10, 20, 50 …
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut decade = 1;
    while step * STEPS < most {
        let factor = factors.next().unwrap_or(10);
        step = decade * factor;
        if factor == 10 {
            decade = step;
        }
    }
    let steps = (most + step - 1) / step;
    (0..=steps).map(|at| at * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_numbers_along_an_axis_are_round() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(3), [0, 1, 2, 3]);
        assert_eq!(ticks(7), [0, 2, 4, 6, 8]);
        assert_eq!(ticks(23), [0, 5, 10, 15, 20, 25]);
        assert_eq!(ticks(100), [0, 20, 40, 60, 80, 100]);
        assert_eq!(ticks(134), [0, 50, 100, 150]);
    }

    proptest! {
        #[test]
        fn an_axis_reaches_its_highest_number_in_few_equal_steps(most in 1..HIGHEST) {
            let ticks = ticks(most);
            let step = ticks[1];
            prop_assert!(ticks.len() >= 2 && ticks.len() <= 6, "{ticks:?}");
            prop_assert!(ticks.windows(2).all(|pair| pair[1] - pair[0] == step));
            let last = ticks[ticks.len() - 1];
            prop_assert!(last >= most && last - step < most);
            let digits = step.to_string();
            prop_assert!(["1", "2", "5"].contains(&digits.trim_end_matches('0')), "{step}");
        }
    }
}
