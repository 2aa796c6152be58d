//! Working on a draft: fields and answer alternatives are added, changed, moved and removed. Whatever was whole before an edit
//! is whole after it, or the edit says why not.

use super::{Alternative, Choice, Condition, Draft, Field, Kind, KindKey, Problem, Words, choices_from_lines};

/// Which way a part is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

/// Why a part stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotMove {
    /// There is no such part, or it is the outermost already.
    AtTheEnd,
    /// A field is shown by the answer to this earlier one, and so can't stand before it.
    BeforeItsCondition(String),
    /// This later field is shown by the answer to it, and so it can't stand after that.
    AfterWhatItShows(String),
}

/// A field can't be removed: this other one is shown by the answer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StillAskedFor(pub String);

/// What a form of ours says of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldEdit {
    /// The question.
    pub label: Words,
    /// What helps to answer it.
    pub help: Words,
    /// Whether it must be answered.
    pub required: bool,
    /// When it is shown.
    pub shown_when: Option<Condition>,
    /// The choices, one on each line, in Swedish.
    pub choices_sv: String,
    /// And in English.
    pub choices_en: String,
}

impl Draft {
    fn new_key(&mut self, letter: char) -> String {
        loop {
            self.made += 1;
            let key = format!("{letter}{}", self.made);
            // The ready forms have keys of their own, which no counter made.
            if self.field(&key).is_none() && self.alternative(&key).is_none() {
                return key;
            }
        }
    }

    fn choices(&mut self, edit: &FieldEdit, before: &[Choice]) -> Vec<Choice> {
        let mut made = self.made;
        let choices = choices_from_lines(&edit.choices_sv, &edit.choices_en, before, || {
            loop {
                made += 1;
                let key = format!("c{made}");
                if !before.iter().any(|choice| choice.key == key) {
                    return key;
                }
            }
        });
        self.made = made;
        choices
    }

    /// Adds a field at the end; its key.
    pub fn add(&mut self, kind: KindKey, edit: &FieldEdit) -> String {
        let key = self.new_key('f');
        let choices = if kind.has_choices() { self.choices(edit, &[]) } else { Vec::new() };
        self.fields.push(Field {
            key: key.clone(),
            kind: Kind::with(kind, choices),
            label: edit.label.clone(),
            help: edit.help.clone(),
            required: edit.required,
            shown_when: edit.shown_when.clone(),
        });
        key
    }

    /// Changes a field: everything but its key, its kind and its place. Whether there is one.
    pub fn change(&mut self, key: &str, edit: &FieldEdit) -> bool {
        let Some(place) = self.fields.iter().position(|field| field.key == key) else { return false };
        let (kind, before) = self
            .fields
            .get(place)
            .map_or((KindKey::Text, Vec::new()), |field| (field.kind.key(), field.kind.choices().to_vec()));
        let choices = if kind.has_choices() { self.choices(edit, &before) } else { Vec::new() };
        if let Some(field) = self.fields.get_mut(place) {
            field.kind = Kind::with(kind, choices);
            field.label = edit.label.clone();
            field.help = edit.help.clone();
            field.required = edit.required;
            field.shown_when = edit.shown_when.clone();
        }
        true
    }

    /// Removes a field that no other one is shown by.
    ///
    /// # Errors
    /// [`StillAskedFor`] with the question that is shown by it.
    pub fn remove(&mut self, key: &str) -> Result<(), StillAskedFor> {
        if let Some(field) = self.fields.iter().find(|field| field.is_shown_by(key)) {
            return Err(StillAskedFor(field.label.sv.clone()));
        }
        self.fields.retain(|field| field.key != key);
        Ok(())
    }

    /// Moves a field one step.
    ///
    /// # Errors
    /// [`CannotMove`] where it stands at the end, or a condition would come to stand before what it asks.
    pub fn move_field(&mut self, key: &str, direction: Direction) -> Result<(), CannotMove> {
        let place = self.fields.iter().position(|field| field.key == key).ok_or(CannotMove::AtTheEnd)?;
        let (upper, lower) = neighbours(place, self.fields.len(), direction).ok_or(CannotMove::AtTheEnd)?;
        if let (Some(above), Some(below)) = (self.fields.get(upper), self.fields.get(lower))
            && below.is_shown_by(&above.key)
        {
            return Err(match direction {
                Direction::Up => CannotMove::BeforeItsCondition(above.label.sv.clone()),
                Direction::Down => CannotMove::AfterWhatItShows(below.label.sv.clone()),
            });
        }
        self.fields.swap(upper, lower);
        Ok(())
    }

    /// The earlier choices that a field may be shown by; for a new field, all choices.
    pub fn possible_conditions(&self, key: Option<&str>) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .take_while(move |field| Some(field.key.as_str()) != key)
            .filter(|field| field.kind.key().has_choices())
    }

    /// Adds an answer alternative at the end; its key.
    pub fn add_alternative(&mut self, label: Words, text: Words) -> String {
        let key = self.new_key('a');
        self.alternatives.push(Alternative { key: key.clone(), label, text });
        key
    }

    /// Changes an answer alternative. Whether there is one.
    pub fn change_alternative(&mut self, key: &str, label: Words, text: Words) -> bool {
        let found = self.alternatives.iter_mut().find(|alternative| alternative.key == key);
        found.is_some_and(|alternative| {
            (alternative.label, alternative.text) = (label, text);
            true
        })
    }

    /// Removes an answer alternative.
    pub fn remove_alternative(&mut self, key: &str) {
        self.alternatives.retain(|alternative| alternative.key != key);
    }

    /// Moves an answer alternative one step.
    ///
    /// # Errors
    /// [`CannotMove::AtTheEnd`].
    pub fn move_alternative(&mut self, key: &str, direction: Direction) -> Result<(), CannotMove> {
        let place = self.alternatives.iter().position(|one| one.key == key).ok_or(CannotMove::AtTheEnd)?;
        let (upper, lower) = neighbours(place, self.alternatives.len(), direction).ok_or(CannotMove::AtTheEnd)?;
        self.alternatives.swap(upper, lower);
        Ok(())
    }

    /// What is wrong now that was not wrong before: an edit is told of what it did itself.
    #[must_use]
    pub fn wrong_since(&self, before: &Self) -> Vec<Problem> {
        let old = before.unfinished();
        self.unfinished().into_iter().filter(|problem| !old.contains(problem)).collect()
    }
}

impl Field {
    fn is_shown_by(&self, key: &str) -> bool {
        self.shown_when.as_ref().is_some_and(|condition| condition.field == key)
    }
}

/// The two places that a step exchanges, the upper first.
fn neighbours(place: usize, len: usize, direction: Direction) -> Option<(usize, usize)> {
    match direction {
        Direction::Up => Some((place.checked_sub(1)?, place)),
        Direction::Down => (place + 1 < len).then_some((place, place + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_move_that_would_put_a_question_before_what_shows_it_says_so() {
        let mut draft = samples::visit();
        let asked = "Har du varit här förut?".to_owned();
        assert_eq!(draft.move_field("when", Direction::Up), Err(CannotMove::BeforeItsCondition(asked)));
        let shown = "När var du här senast?".to_owned();
        assert_eq!(draft.move_field("before", Direction::Down), Err(CannotMove::AfterWhatItShows(shown.clone())));
        assert_eq!(draft.move_field("before", Direction::Up), Err(CannotMove::AtTheEnd));
        assert_eq!(draft.remove("before"), Err(StillAskedFor(shown)));
        assert_eq!(draft.move_field("when", Direction::Down), Ok(()));
        assert_eq!(draft.remove("when"), Ok(()));
        assert_eq!(draft.remove("before"), Ok(()));
    }

    #[test]
    fn a_key_is_never_used_again() {
        let mut draft = Draft::default();
        let edit = FieldEdit { label: Words::swedish("Fråga"), ..FieldEdit::default() };
        let first = draft.add(KindKey::Text, &edit);
        draft.remove(&first).unwrap();
        assert_ne!(draft.add(KindKey::Text, &edit), first);
    }

    #[test]
    fn a_condition_can_stand_on_earlier_choices_alone() {
        let draft = samples::visit();
        let keys = |key| draft.possible_conditions(key).map(|field| field.key.as_str()).collect::<Vec<_>>();
        assert_eq!(keys(Some("before")), Vec::<&str>::new());
        assert_eq!(keys(Some("when")), ["before"]);
        assert_eq!(keys(None), ["before", "how"]);
    }

    /// What a person can press, with places instead of keys.
    #[derive(Clone, Debug)]
    enum Press {
        Add(usize, bool),
        Remove(usize),
        Move(usize, bool),
        ShowBy(usize, usize),
    }

    fn press() -> impl Strategy<Value = Press> {
        prop_oneof![
            (0..9_usize, any::<bool>()).prop_map(|(kind, required)| Press::Add(kind, required)),
            (0..8_usize).prop_map(Press::Remove),
            (0..8_usize, any::<bool>()).prop_map(|(place, up)| Press::Move(place, up)),
            (0..8_usize, 0..8_usize).prop_map(|(place, on)| Press::ShowBy(place, on)),
        ]
    }

    proptest! {
        #[test]
        fn no_sequence_of_edits_makes_a_form_that_is_wrong(presses in proptest::collection::vec(press(), 0..40)) {
            let mut draft = samples::visit();
            let key = |draft: &Draft, place: usize| draft.fields.get(place).map(|field| field.key.clone()).unwrap_or_default();
            for (n, press) in presses.into_iter().enumerate() {
                let before = draft.clone();
                match press {
                    Press::Add(kind, required) => {
                        let edit = FieldEdit {
                            label: Words::swedish(format!("Ny fråga {n}")), required,
                            choices_sv: "Ja\nNej".to_owned(), ..FieldEdit::default()
                        };
                        draft.add(KindKey::ALL[kind], &edit);
                    }
                    Press::Remove(place) => { let _ = draft.remove(&key(&before, place)); }
                    Press::Move(place, up) => {
                        let to = if up { Direction::Up } else { Direction::Down };
                        let _ = draft.move_field(&key(&before, place), to);
                    }
                    Press::ShowBy(place, on) => {
                        let changed = key(&before, place);
                        let on = before.possible_conditions(Some(&changed)).nth(on).cloned();
                        if let (Some(on), Some(field)) = (on, before.field(&changed)) {
                            let (choices_sv, choices_en) = super::super::lines_of(field.kind.choices());
                            let condition = Condition { field: on.key.clone(), is: vec![on.kind.choices()[0].key.clone()] };
                            let edit = FieldEdit {
                                label: field.label.clone(), help: field.help.clone(), required: field.required,
                                shown_when: Some(condition), choices_sv, choices_en,
                            };
                            draft.change(&changed, &edit);
                        }
                    }
                }
                prop_assert_eq!(draft.unfinished(), []);
                prop_assert_eq!(Draft::from_json(&draft.to_json().unwrap()), Ok(draft.clone()));
            }
        }
    }
}
