//! What several viewers are told alike is made once for them. Who may be told it is decided before, in each request, by that viewer's
//! own grants: two are told alike where both see the same units of the same picture, want the same of it and have missed the same.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use behorig_access::{Instant, Scope};
use behorig_web::Lang;
use behorig_web::packed::{Packed, QUICK};

use super::board::Picture;
use super::view::{Missed, Wish};

/// Figures say when they are from, and ages are counted from then: what was made longer ago is made anew, in milliseconds.
const FRESH: i64 = 1_000;
/// So many answers to one picture are kept, each of so many bytes at most: what few ask for they can be told apart.
const MOST: usize = 32;
const LARGEST: usize = 256 * 1024;

/// What is asked about a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// Which units the viewer sees.
    pub(super) scope: Scope,
    /// What of them, and in which order.
    pub(super) wish: Wish,
    /// In which words.
    pub(super) lang: Lang,
    /// For which page.
    pub(super) part: Part,
}

/// What of a page is shown anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of a wall.
    Wall,
    /// The rows of a table that it has missed.
    Rows(Missed),
}

/// The answers to the picture of now.
#[derive(Default)]
pub(super) struct Answers(Mutex<Made>);

#[derive(Default)]
struct Made {
    /// Another picture has other answers. It is not kept for their sake.
    of: Weak<Picture>,
    answers: Vec<(Question, Instant, Arc<Packed>)>,
}

impl Answers {
    /// The answer to a question about a picture: the one that somebody was given just now, or a new one.
    pub(super) fn to(
        &self,
        picture: &Arc<Picture>,
        question: &Question,
        now: Instant,
        make: impl FnOnce() -> String,
    ) -> Arc<Packed> {
        if let Some(answer) = self.given(picture, question, now) {
            return answer;
        }
        // Two who ask at the same moment both make it: nobody waits for anybody.
        let text = make();
        let is_kept = text.len() <= LARGEST;
        let answer = Arc::new(Packed::new(text, QUICK));
        if is_kept {
            self.keep(picture, question, now, &answer);
        }
        answer
    }

    fn given(&self, picture: &Arc<Picture>, question: &Question, now: Instant) -> Option<Arc<Packed>> {
        let made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |at: Instant| (0..FRESH).contains(&now.millis_since(at));
        let mut known = made.answers.iter().filter(|_| made.is_of(picture));
        known.find(|(asked, at, _)| is_fresh(*at) && asked == question).map(|(.., answer)| Arc::clone(answer))
    }

    fn keep(&self, picture: &Arc<Picture>, question: &Question, now: Instant, answer: &Arc<Packed>) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !made.is_of(picture) {
            *made = Made { of: Arc::downgrade(picture), answers: Vec::new() };
        }
        made.answers.retain(|(asked, ..)| asked != question);
        if made.answers.len() < MOST {
            made.answers.push((question.clone(), now, Arc::clone(answer)));
        }
    }
}

impl Made {
    fn is_of(&self, picture: &Arc<Picture>) -> bool {
        std::ptr::eq(self.of.as_ptr(), Arc::as_ptr(picture))
    }
}

#[cfg(test)]
mod tests {
    use behorig_access::{Restrictions, ScopeRoot, UnitId};

    use super::*;
    use crate::control_tower::board::Board;
    use crate::control_tower::figures::HOUR;
    use crate::control_tower::view::Order;

    const START: Instant = Instant(500_000 * HOUR);

    fn picture() -> Arc<Picture> {
        Arc::new(Board::new(1, Vec::new(), START).next_picture(START).unwrap())
    }

    fn question(unit: u8, part: Part) -> Question {
        let root = ScopeRoot { unit: UnitId::from_bytes([unit; 16]), object: None, branch: true };
        let scope = Scope { roots: vec![root], bound_by: Restrictions::NONE };
        Question { scope, wish: Wish::default(), lang: Lang::Sv, part }
    }

    /// What is answered: the words, and whether they were made for this question.
    fn told(answers: &Answers, picture: &Arc<Picture>, question: &Question, now: Instant, words: &str) -> String {
        let answer = answers.to(picture, question, now, || words.to_owned());
        String::from_utf8(answer.plain().to_vec()).unwrap()
    }

    #[test]
    fn whoever_sees_the_same_is_told_the_same_and_nobody_else_is() {
        let (answers, picture) = (Answers::default(), picture());
        let one = question(1, Part::Rows(Missed::After(4)));
        assert_eq!(told(&answers, &picture, &one, START, "first"), "first");
        assert_eq!(told(&answers, &picture, &one, START.plus_millis(999), "second"), "first");
        let others = [
            question(2, Part::Rows(Missed::After(4))),
            question(1, Part::Rows(Missed::After(3))),
            question(1, Part::Rows(Missed::All)),
            question(1, Part::Wall),
            Question { lang: Lang::En, ..one.clone() },
            Question { wish: Wish { order: Order::Name, kind: None }, ..one.clone() },
            Question { scope: Scope { roots: Vec::new(), bound_by: Restrictions::NONE }, ..one.clone() },
        ];
        for other in &others {
            assert_eq!(told(&answers, &picture, other, START, "theirs"), "theirs", "{other:?}");
        }
        assert_eq!(told(&answers, &picture, &one, START, "third"), "first", "kept beside those of others");
    }

    #[test]
    fn another_picture_and_another_second_are_told_anew() {
        let (answers, before, after) = (Answers::default(), picture(), picture());
        let one = question(1, Part::Wall);
        assert_eq!(told(&answers, &before, &one, START, "before"), "before");
        assert_eq!(told(&answers, &after, &one, START, "after"), "after");
        assert_eq!(told(&answers, &after, &one, START.plus_millis(FRESH), "later"), "later");
        assert_eq!(told(&answers, &after, &one, START.plus_millis(FRESH + 1), "latest"), "later");
        assert_eq!(told(&answers, &after, &one, START, "by a clock that went back"), "by a clock that went back");
    }

    #[test]
    fn what_is_kept_is_little_however_much_is_asked() {
        let (answers, picture) = (Answers::default(), picture());
        let large = "x".repeat(LARGEST + 1);
        told(&answers, &picture, &question(1, Part::Wall), START, &large);
        for number in 0..200 {
            told(&answers, &picture, &question(1, Part::Rows(Missed::After(number))), START, "small");
        }
        let kept = answers.0.lock().unwrap();
        assert_eq!(kept.answers.len(), MOST);
        assert!(kept.answers.iter().all(|(_, _, answer)| answer.plain().len() <= LARGEST));
    }
}
