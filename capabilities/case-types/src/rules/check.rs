//! When a form is whole: everything that is wrong with a draft, at once and where it is.

use std::collections::BTreeSet;

use behorig_web::Message;

use super::{Condition, Draft, Field, Form, UnknownPlaceholder, Words, check_placeholders};

/// How much a form may hold. Lengths are in characters.
pub struct Limits;

impl Limits {
    /// Fields of a form.
    pub const FIELDS: usize = 60;
    /// Choices of a field.
    pub const CHOICES: usize = 100;
    /// Answers that staff may give.
    pub const ALTERNATIVES: usize = 40;
    /// A question, and the name of an answer alternative.
    pub const LABEL: usize = 200;
    /// A choice.
    pub const CHOICE: usize = 200;
    /// A help text.
    pub const HELP: usize = 1000;
    /// What stands before the questions.
    pub const INTRO: usize = 4000;
    /// What a reply begins with.
    pub const REPLY: usize = 4000;
    /// The whole form as stored, in bytes.
    pub const JSON: usize = 200_000;
}

/// Which part of a form something is wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The form as a whole.
    Form,
    /// The introduction.
    Intro,
    /// The field with this key.
    Field(String),
    /// The answer alternative with this key.
    Alternative(String),
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no question.
    NoFields,
    /// There are more than [`Limits::FIELDS`].
    TooManyFields,
    /// There are more than [`Limits::ALTERNATIVES`].
    TooManyAlternatives,
    /// The form as stored is larger than [`Limits::JSON`].
    TooLarge,
    /// A key is none, or two parts bear the same.
    BadKey,
    /// The question, or the name of the alternative, is missing in Swedish.
    LabelMissing,
    /// It is longer than [`Limits::LABEL`].
    LabelTooLong,
    /// Another field or alternative says the same.
    LabelTwice,
    /// The help is longer than [`Limits::HELP`].
    HelpTooLong,
    /// The text is longer than [`Limits::INTRO`] or [`Limits::REPLY`].
    TextTooLong,
    /// A choice field has nothing to choose.
    NoChoices,
    /// There are more than [`Limits::CHOICES`].
    TooManyChoices,
    /// A choice is longer than [`Limits::CHOICE`].
    ChoiceTooLong,
    /// A choice is empty in Swedish.
    ChoiceMissing,
    /// Two choices say the same: these words.
    ChoiceTwice(String),
    /// The condition names no field of the form, or the field itself.
    ConditionOnNothing,
    /// The condition names a field that stands later: this question.
    ConditionOnLater(String),
    /// The condition names a field that is no choice: this question.
    ConditionOnNoChoice(String),
    /// The condition names no answer.
    ConditionWithoutAnswer,
    /// The condition names an answer that this question no longer has.
    ConditionOnLostAnswer(String),
    /// A placeholder that there is none of.
    Placeholder(UnknownPlaceholder),
}

impl Wrong {
    /// What to do about it, in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::NoFields => Message::new("case-types-wrong-no-fields"),
            Self::TooManyFields => Message::new("case-types-wrong-many-fields").with("max", Limits::FIELDS),
            Self::TooManyAlternatives => {
                Message::new("case-types-wrong-many-alternatives").with("max", Limits::ALTERNATIVES)
            }
            Self::TooLarge => Message::new("case-types-wrong-large"),
            Self::BadKey => Message::new("case-types-wrong-key"),
            Self::LabelMissing => Message::new("case-types-wrong-label-missing"),
            Self::LabelTooLong => Message::new("case-types-wrong-label-long").with("max", Limits::LABEL),
            Self::LabelTwice => Message::new("case-types-wrong-label-twice"),
            Self::HelpTooLong => Message::new("case-types-wrong-help-long").with("max", Limits::HELP),
            Self::TextTooLong => Message::new("case-types-wrong-text-long").with("max", Limits::INTRO),
            Self::NoChoices => Message::new("case-types-wrong-no-choices"),
            Self::TooManyChoices => Message::new("case-types-wrong-many-choices").with("max", Limits::CHOICES),
            Self::ChoiceTooLong => Message::new("case-types-wrong-choice-long").with("max", Limits::CHOICE),
            Self::ChoiceMissing => Message::new("case-types-wrong-choice-missing"),
            Self::ChoiceTwice(words) => Message::new("case-types-wrong-choice-twice").with("choice", words.as_str()),
            Self::ConditionOnNothing => Message::new("case-types-wrong-condition-nothing"),
            Self::ConditionOnLater(label) => {
                Message::new("case-types-wrong-condition-later").with("field", label.as_str())
            }
            Self::ConditionOnNoChoice(label) => {
                Message::new("case-types-wrong-condition-no-choice").with("field", label.as_str())
            }
            Self::ConditionWithoutAnswer => Message::new("case-types-wrong-condition-no-answer"),
            Self::ConditionOnLostAnswer(label) => {
                Message::new("case-types-wrong-condition-lost").with("field", label.as_str())
            }
            Self::Placeholder(unknown) => unknown.message(),
        }
    }
}

/// Something that is wrong with a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub part: Part,
    /// What.
    pub wrong: Wrong,
}

/// Everything that is wrong, while it is gathered.
#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn add_if(&mut self, is_wrong: bool, part: &Part, wrong: Wrong) {
        if is_wrong {
            self.0.push(Problem { part: part.clone(), wrong });
        }
    }

    fn label(&mut self, label: &Words, seen: &mut BTreeSet<String>, part: &Part) {
        self.add_if(label.sv.trim().is_empty(), part, Wrong::LabelMissing);
        self.add_if(is_longer(label, Limits::LABEL), part, Wrong::LabelTooLong);
        let is_new = seen.insert(behorig_identity::folded(label.sv.trim()));
        self.add_if(!is_new && !label.sv.trim().is_empty(), part, Wrong::LabelTwice);
    }
}

impl Draft {
    /// The form, if nothing is wrong with it.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn check(&self) -> Result<Form, Vec<Problem>> {
        let mut found = Found::default();
        found.add_if(self.fields.is_empty(), &Part::Form, Wrong::NoFields);
        found.0.extend(self.unfinished());
        if found.0.is_empty() { Ok(Form(self.clone())) } else { Err(found.0) }
    }

    /// What is wrong with what there is: as [`Draft::check`], but a form without questions is one that has just begun.
    #[must_use]
    pub fn unfinished(&self) -> Vec<Problem> {
        let mut found = Found::default();
        found.add_if(self.fields.len() > Limits::FIELDS, &Part::Form, Wrong::TooManyFields);
        found.add_if(self.alternatives.len() > Limits::ALTERNATIVES, &Part::Form, Wrong::TooManyAlternatives);
        let size = self.to_json().map_or(usize::MAX, |json| json.len());
        found.add_if(size > Limits::JSON, &Part::Form, Wrong::TooLarge);
        found.add_if(is_longer(&self.intro, Limits::INTRO), &Part::Intro, Wrong::TextTooLong);
        let mut keys = BTreeSet::new();
        let mut labels = BTreeSet::new();
        for (place, field) in self.fields.iter().enumerate() {
            let part = Part::Field(field.key.clone());
            found.add_if(!is_key(&field.key) || !keys.insert(field.key.as_str()), &part, Wrong::BadKey);
            found.label(&field.label, &mut labels, &part);
            found.add_if(is_longer(&field.help, Limits::HELP), &part, Wrong::HelpTooLong);
            self.check_choices(field, &part, &mut found);
            if let Some(condition) = &field.shown_when {
                self.check_condition(condition, place, &part, &mut found);
            }
        }
        self.check_alternatives(&mut keys, &mut found);
        found.0
    }

    fn check_choices(&self, field: &Field, part: &Part, found: &mut Found) {
        if !field.kind.key().has_choices() {
            return;
        }
        let choices = field.kind.choices();
        found.add_if(choices.is_empty(), part, Wrong::NoChoices);
        found.add_if(choices.len() > Limits::CHOICES, part, Wrong::TooManyChoices);
        let (mut keys, mut words) = (BTreeSet::new(), BTreeSet::new());
        for choice in choices {
            found.add_if(!is_key(&choice.key) || !keys.insert(choice.key.as_str()), part, Wrong::BadKey);
            found.add_if(choice.words.sv.trim().is_empty(), part, Wrong::ChoiceMissing);
            found.add_if(is_longer(&choice.words, Limits::CHOICE), part, Wrong::ChoiceTooLong);
            let is_new = words.insert(behorig_identity::folded(choice.words.sv.trim()));
            found.add_if(!is_new, part, Wrong::ChoiceTwice(choice.words.sv.clone()));
        }
    }

    fn check_condition(&self, condition: &Condition, place: usize, part: &Part, found: &mut Found) {
        let on = self.fields.iter().enumerate().find(|(_, field)| field.key == condition.field);
        let Some((at, on)) = on.filter(|(at, _)| *at != place) else {
            return found.add_if(true, part, Wrong::ConditionOnNothing);
        };
        let label = || on.label.sv.clone();
        found.add_if(at > place, part, Wrong::ConditionOnLater(label()));
        if !on.kind.key().has_choices() {
            return found.add_if(true, part, Wrong::ConditionOnNoChoice(label()));
        }
        found.add_if(condition.is.is_empty(), part, Wrong::ConditionWithoutAnswer);
        let is_there = |key: &String| on.kind.choices().iter().any(|choice| choice.key == *key);
        found.add_if(!condition.is.iter().all(is_there), part, Wrong::ConditionOnLostAnswer(label()));
    }

    fn check_alternatives<'d>(&'d self, keys: &mut BTreeSet<&'d str>, found: &mut Found) {
        let mut labels = BTreeSet::new();
        for alternative in &self.alternatives {
            let part = Part::Alternative(alternative.key.clone());
            found.add_if(!is_key(&alternative.key) || !keys.insert(&alternative.key), &part, Wrong::BadKey);
            found.label(&alternative.label, &mut labels, &part);
            found.add_if(is_longer(&alternative.text, Limits::REPLY), &part, Wrong::TextTooLong);
            for text in [&alternative.text.sv, &alternative.text.en] {
                if let Err(unknown) = check_placeholders(text) {
                    found.add_if(true, &part, Wrong::Placeholder(unknown));
                }
            }
        }
    }
}

fn is_longer(words: &Words, max: usize) -> bool {
    [&words.sv, &words.en].into_iter().any(|text| text.chars().count() > max)
}

/// Keys stand in the names of inputs and in addresses.
fn is_key(key: &str) -> bool {
    (1..=40).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, choice, field};
    use super::super::{Alternative, Kind};
    use super::*;

    fn wrongs(draft: &Draft) -> Vec<Wrong> {
        draft.check().err().unwrap_or_default().into_iter().map(|problem| problem.wrong).collect()
    }

    #[test]
    fn an_empty_form_can_be_worked_on_and_not_published() {
        assert_eq!(wrongs(&Draft::default()), [Wrong::NoFields]);
        assert_eq!(Draft::default().unfinished(), []);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let mut draft = samples::visit();
        draft.fields[0].label.sv = " ".to_owned();
        draft.fields[1].label.sv = "x".repeat(Limits::LABEL + 1);
        draft.fields.push(field("f9", Kind::Choice { choices: Vec::new() }, "Tom"));
        assert_eq!(wrongs(&draft), [Wrong::LabelMissing, Wrong::LabelTooLong, Wrong::NoChoices]);
    }

    #[test]
    fn two_fields_may_not_ask_the_same_nor_bear_the_same_key() {
        let mut draft = samples::visit();
        let first = draft.fields[0].clone();
        draft.fields.push(first);
        assert_eq!(wrongs(&draft), [Wrong::BadKey, Wrong::LabelTwice]);
    }

    #[test]
    fn a_condition_stands_on_an_earlier_choice_and_on_answers_that_exist() {
        let wrong = |change: fn(&mut Draft)| {
            let mut draft = samples::visit();
            change(&mut draft);
            wrongs(&draft)
        };
        assert_eq!(wrong(|_| {}), []);
        assert_eq!(
            wrong(|draft| draft.fields.swap(0, 1)),
            [Wrong::ConditionOnLater("Har du varit här förut?".to_owned())]
        );
        assert_eq!(
            wrong(|draft| draft.fields[1].shown_when.as_mut().unwrap().field = "gone".to_owned()),
            [Wrong::ConditionOnNothing]
        );
        assert_eq!(
            wrong(|draft| draft.fields[1].shown_when.as_mut().unwrap().field = "when".to_owned()),
            [Wrong::ConditionOnNothing],
            "a field does not depend on itself"
        );
        assert_eq!(
            wrong(|draft| draft.fields[0].kind = Kind::Text),
            [Wrong::ConditionOnNoChoice("Har du varit här förut?".to_owned())]
        );
        assert_eq!(
            wrong(|draft| draft.fields[1].shown_when.as_mut().unwrap().is.clear()),
            [Wrong::ConditionWithoutAnswer]
        );
        assert_eq!(
            wrong(|draft| draft.fields[0].kind = Kind::Choice { choices: vec![choice("no", "Nej")] }),
            [Wrong::ConditionOnLostAnswer("Har du varit här förut?".to_owned())]
        );
    }

    #[test]
    fn a_form_has_its_limits() {
        let mut draft = Draft::default();
        draft.fields.extend((0..=Limits::FIELDS).map(|n| field(&format!("f{n}"), Kind::Text, &format!("Fråga {n}"))));
        assert_eq!(wrongs(&draft), [Wrong::TooManyFields]);
        let choices = (0..=Limits::CHOICES).map(|n| choice(&format!("c{n}"), &format!("Svar {n}"))).collect();
        let draft = Draft { fields: vec![field("f1", Kind::ManyChoices { choices }, "Fråga")], ..Draft::default() };
        assert_eq!(wrongs(&draft), [Wrong::TooManyChoices]);
        let mut draft = samples::visit();
        let large = |n: usize| {
            let mut large = field(&format!("g{n}"), Kind::Text, &format!("Fråga {n}"));
            large.help.sv = "å".repeat(Limits::HELP);
            large.kind = Kind::Choice {
                choices: (0..50).map(|c| choice(&format!("c{c}"), &format!("{c}{}", "ö".repeat(150)))).collect(),
            };
            large
        };
        draft.fields.extend((0..20).map(large));
        assert_eq!(wrongs(&draft), [Wrong::TooLarge]);
    }

    #[test]
    fn an_alternative_with_an_unknown_placeholder_is_told_which() {
        let mut draft = samples::visit();
        draft.alternatives.push(Alternative {
            key: "a9".to_owned(),
            label: Words::swedish("Svar"),
            text: Words::swedish("Hej {namnet}!"),
        });
        assert_eq!(wrongs(&draft), [Wrong::Placeholder(UnknownPlaceholder("namnet".to_owned()))]);
    }
}
