//! What can be done to a form that is being worked on: one value for each, carried into the write and told in the history.

use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Submission};
use behorig_web::{Errors, Lang, Message};

use super::changes::{Asked, change, differ, recorded, words, yes_no};
use super::path_of;
use crate::records::forms;
use crate::rules::{CannotMove, Direction, Draft, Field, FieldEdit, KindKey, Problem, StillAskedFor, Words, lines_of};

/// Something that is done to a form.
#[derive(Clone)]
pub(crate) enum Edit {
    Intro(Words),
    AddField(KindKey, FieldEdit),
    ChangeField(String, FieldEdit),
    MoveField(String, Direction),
    RemoveField(String),
    AddAlternative(Words, Words),
    ChangeAlternative(String, Words, Words),
    MoveAlternative(String, Direction),
    RemoveAlternative(String),
}

/// What an edit made of a form.
pub(crate) struct Edited {
    pub draft: Draft,
    pub changes: Vec<FieldChange>,
    /// Where to go: below the page of the type.
    pub below: String,
}

/// Why an edit was not made.
pub(crate) enum Refused {
    /// There is no such part.
    Gone,
    /// What the form would then be is wrong.
    Wrong(Vec<Problem>),
    /// Something else: said of the form as a whole.
    Told(Message),
}

impl Edit {
    /// The form as it is after the edit.
    pub(crate) fn made(&self, before: &Draft) -> Result<Edited, Refused> {
        let mut draft = before.clone();
        let mut changes = Vec::new();
        let key = match self {
            Self::Intro(intro) => {
                differ(&mut changes, "intro", words(&before.intro.sv), words(&intro.sv));
                differ(&mut changes, "intro-english", words(&before.intro.en), words(&intro.en));
                draft.intro = intro.clone();
                String::new()
            }
            Self::AddField(kind, edit) => {
                changes.push(change("field-added", None, Some(edit.label.sv.clone())));
                draft.add(*kind, edit)
            }
            Self::ChangeField(key, edit) => {
                let old = before.field(key).ok_or(Refused::Gone)?;
                draft.change(key, edit);
                changes = draft.field(key).map(|new| of_field(before, old, &draft, new)).unwrap_or_default();
                key.clone()
            }
            Self::RemoveField(key) => {
                let old = before.field(key).ok_or(Refused::Gone)?;
                draft.remove(key).map_err(still_asked_for)?;
                changes.push(change("field-removed", Some(old.label.sv.clone()), None));
                String::new()
            }
            Self::MoveField(key, direction) => {
                let moved = before.field(key).ok_or(Refused::Gone)?;
                draft.move_field(key, *direction).map_err(cannot_move)?;
                changes.push(change("field-moved", None, Some(moved.label.sv.clone())));
                key.clone()
            }
            alternative => return alternative.made_of_alternative(before, draft),
        };
        judged(before, draft, changes, below("/formular", &key))
    }

    fn made_of_alternative(&self, before: &Draft, mut draft: Draft) -> Result<Edited, Refused> {
        let mut changes = Vec::new();
        let key = match self {
            Self::AddAlternative(label, text) => {
                changes.push(change("alternative-added", None, Some(label.sv.clone())));
                draft.add_alternative(label.clone(), text.clone())
            }
            Self::ChangeAlternative(key, label, text) => {
                let old = before.alternative(key).ok_or(Refused::Gone)?;
                differ(&mut changes, "alternative", Some(old.label.sv.clone()), Some(label.sv.clone()));
                differ(&mut changes, "alternative-text", words(&old.text.sv), words(&text.sv));
                let english = |label: &Words, text: &Words| words(format!("{}\n{}", label.en, text.en).trim());
                differ(&mut changes, "alternative-english", english(&old.label, &old.text), english(label, text));
                draft.change_alternative(key, label.clone(), text.clone());
                key.clone()
            }
            Self::MoveAlternative(key, direction) => {
                let moved = before.alternative(key).ok_or(Refused::Gone)?;
                draft.move_alternative(key, *direction).map_err(cannot_move)?;
                changes.push(change("alternative-moved", None, Some(moved.label.sv.clone())));
                key.clone()
            }
            Self::RemoveAlternative(key) => {
                let old = before.alternative(key).ok_or(Refused::Gone)?;
                changes.push(change("alternative-removed", Some(old.label.sv.clone()), None));
                draft.remove_alternative(key);
                String::new()
            }
            _ => return Err(Refused::Gone),
        };
        judged(before, draft, changes, below("/svar", &key))
    }
}

fn below(list: &str, key: &str) -> String {
    // The browser goes on from the part that was changed: who orders by keyboard doesn't begin at the top each time.
    if key.is_empty() { list.to_owned() } else { format!("{list}#del-{key}") }
}

fn judged(before: &Draft, draft: Draft, changes: Vec<FieldChange>, below: String) -> Result<Edited, Refused> {
    let wrong = draft.wrong_since(before);
    if wrong.is_empty() { Ok(Edited { draft, changes, below }) } else { Err(Refused::Wrong(wrong)) }
}

fn cannot_move(why: CannotMove) -> Refused {
    Refused::Told(match why {
        CannotMove::AtTheEnd => Message::new("case-types-cannot-move-end"),
        CannotMove::BeforeItsCondition(on) => Message::new("case-types-cannot-move-before").with("field", on),
        CannotMove::AfterWhatItShows(shown) => Message::new("case-types-cannot-move-after").with("field", shown),
    })
}

fn still_asked_for(StillAskedFor(shown): StillAskedFor) -> Refused {
    Refused::Told(Message::new("case-types-cannot-remove").with("field", shown))
}

/// What changed in a field, after its own name.
fn of_field(before: &Draft, old: &Field, after: &Draft, new: &Field) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    differ(&mut changes, "field", Some(old.label.sv.clone()), Some(new.label.sv.clone()));
    differ(&mut changes, "field-help", words(&old.help.sv), words(&new.help.sv));
    differ(&mut changes, "field-required", yes_no(old.required), yes_no(new.required));
    let (old_choices, old_english) = lines_of(old.kind.choices());
    let (new_choices, new_english) = lines_of(new.kind.choices());
    differ(&mut changes, "field-choices", words(&old_choices), words(&new_choices));
    let condition = |draft: &Draft, field: &Field| {
        let (question, answers) = draft.condition_named(field.shown_when.as_ref()?, Lang::Sv);
        Some(format!("{question}: {answers}"))
    };
    differ(&mut changes, "field-condition", condition(before, old), condition(after, new));
    let english =
        |field: &Field, choices: &str| words(format!("{}\n{}\n{choices}", field.label.en, field.help.en).trim());
    differ(&mut changes, "field-english", english(old, &old_english), english(new, &new_english));
    // Which field it was about is said even where its question stands as before.
    if !changes.is_empty() && old.label.sv == new.label.sv {
        changes.insert(0, change("field", None, Some(new.label.sv.clone())));
    }
    changes
}

/// How an edit ended, for the page that asked for it.
pub(crate) enum Outcome {
    /// Done: where to go.
    Done(Box<Response>),
    /// Something is wrong with what was typed.
    Again(Errors),
    /// Someone else was first.
    Stale,
}

/// An edit with what is told beside which input when it is refused.
#[derive(Clone)]
pub(crate) struct Editing {
    pub edit: Edit,
    pub beside: fn(&Problem, &mut Errors),
}

/// What is told of the form as a whole.
pub(crate) fn beside_nothing(problem: &Problem, errors: &mut Errors) {
    errors.add_general(problem.wrong.message());
}

/// Carries an edit out, on the version that it was asked for on.
pub(crate) async fn carry_out(
    submission: &mut Submission,
    id: CaseTypeId,
    editing: Editing,
    told: &str,
) -> Result<Outcome, PageError> {
    let version = submission.version()?;
    let asked = Asked { seat: submission.visit.seat(), id, version, what: editing };
    match submission.submit(asked, edited).await {
        Ok(path) => Ok(Outcome::Done(Box::new(submission.visit.go_and_tell(&path, told)))),
        Err(Rejected::Errors(errors)) => Ok(Outcome::Again(errors)),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => Ok(Outcome::Stale),
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn edited<'t>(tx: &'t mut WriteTx, asked: &'t Asked<Editing>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        let before = forms::working(tx, &case_type).await?;
        let Editing { edit, beside } = &asked.what;
        let made = match edit.made(&before) {
            Ok(made) => made,
            Err(Refused::Gone) => return Err(PageError::NotFound.into()),
            Err(Refused::Told(message)) => {
                let mut errors = Errors::new();
                errors.add_general(message);
                return Err(errors.into());
            }
            Err(Refused::Wrong(problems)) => {
                let mut errors = Errors::new();
                problems.iter().for_each(|problem| beside(problem, &mut errors));
                return Err(errors.into());
            }
        };
        let path = path_of(case_type.id, &made.below);
        if made.draft == before || made.changes.is_empty() {
            return Ok(behorig_store::Recorded::nothing_to_record(path, "nothing was changed"));
        }
        forms::keep(tx, case_type.id, case_type.version, &made.draft).await?;
        Ok(recorded(tx, "case-types.edit-form", case_type.id, &made.changes, path).await?)
    })
}
