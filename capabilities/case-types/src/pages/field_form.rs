//! The form of a field: what is asked, how it is answered, when it is shown.

use behorig_web::components::{Choice as Pick, Fields, Section};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use crate::rules::{Condition, Draft, Field, FieldEdit, KindKey, Limits, Problem, Words, Wrong, lines_of};

pub(crate) static LABEL: FieldName = field("fraga", "case-types-field-label");
static LABEL_EN: FieldName = field("fraga-en", "case-types-field-label-en");
static HELP: FieldName = field("hjalp", "case-types-field-help");
static HELP_EN: FieldName = field("hjalp-en", "case-types-field-help-en");
static REQUIRED: FieldName = field("obligatorisk", "case-types-field-required");
static CHOICES: FieldName = field("svar", "case-types-field-choices");
static CHOICES_EN: FieldName = field("svar-en", "case-types-field-choices-en");
static SHOWN_WHEN: FieldName = field("visas-nar", "case-types-field-shown-when");

/// A kind in words.
pub(crate) const fn kind_name(kind: KindKey) -> &'static str {
    match kind {
        KindKey::Text => "case-types-kind-text",
        KindKey::LongText => "case-types-kind-long-text",
        KindKey::Choice => "case-types-kind-choice",
        KindKey::ManyChoices => "case-types-kind-many-choices",
        KindKey::Date => "case-types-kind-date",
        KindKey::Number => "case-types-kind-number",
        KindKey::Phone => "case-types-kind-phone",
        KindKey::File => "case-types-kind-file",
        KindKey::Consent => "case-types-kind-consent",
    }
}

/// Reads the form. What the words must be is for the draft's own check to say; what stands here is what it can't know.
pub(crate) fn edit(form: &Form, errors: &mut Errors) -> Option<FieldEdit> {
    let words = |sv: &FieldName, en: &FieldName, errors: &mut Errors| Words {
        sv: plain(form, sv, errors),
        en: plain(form, en, errors),
    };
    let edit = FieldEdit {
        label: words(&LABEL, &LABEL_EN, errors),
        help: words(&HELP, &HELP_EN, errors),
        required: form.ticked(&REQUIRED),
        shown_when: condition(form, errors),
        choices_sv: plain(form, &CHOICES, errors),
        choices_en: plain(form, &CHOICES_EN, errors),
    };
    errors.is_empty().then_some(edit)
}

/// What stands in an input, whatever it is.
pub(crate) fn plain(form: &Form, field: &FieldName, errors: &mut Errors) -> String {
    form.optional(field, |text| Ok::<_, Message>(text.to_owned()), errors).unwrap_or_default()
}

/// The ticked answers, which must all be answers to one question.
fn condition(form: &Form, errors: &mut Errors) -> Option<Condition> {
    let mut found: Option<Condition> = None;
    for ticked in form.values(&SHOWN_WHEN.name) {
        let Some((on, is)) = ticked.split_once('/') else {
            errors.add(&SHOWN_WHEN, "web-choice-wrong");
            return None;
        };
        match &mut found {
            None => found = Some(Condition { field: on.to_owned(), is: vec![is.to_owned()] }),
            Some(condition) if condition.field == on => condition.is.push(is.to_owned()),
            Some(_) => {
                errors.add(&SHOWN_WHEN, "case-types-error-two-conditions");
                return None;
            }
        }
    }
    found
}

/// What is wrong, beside the input that it is wrong in. The field that is edited is the one that is told of by its own key;
/// what it does to others is told at its answers.
pub(crate) fn beside(problem: &Problem, errors: &mut Errors) {
    let at = match &problem.wrong {
        Wrong::LabelMissing => return errors.add(&LABEL, LABEL.missing()),
        Wrong::LabelTooLong | Wrong::LabelTwice => &LABEL,
        Wrong::HelpTooLong => &HELP,
        Wrong::NoChoices
        | Wrong::TooManyChoices
        | Wrong::ChoiceTooLong
        | Wrong::ChoiceMissing
        | Wrong::ChoiceTwice(_) => &CHOICES,
        Wrong::ConditionOnNothing
        | Wrong::ConditionOnLater(_)
        | Wrong::ConditionOnNoChoice(_)
        | Wrong::ConditionWithoutAnswer => &SHOWN_WHEN,
        Wrong::ConditionOnLostAnswer(_) => {
            errors.add(&CHOICES, "case-types-error-answer-asked-for");
            return;
        }
        _ => return errors.add_general(problem.wrong.message()),
    };
    errors.add(at, problem.wrong.message());
}

/// The form filled with what the field says now.
pub(crate) fn filled(field: &Field) -> Form {
    let (choices, choices_en) = lines_of(field.kind.choices());
    let mut form = Form::filled([
        (&LABEL, field.label.sv.clone()),
        (&LABEL_EN, field.label.en.clone()),
        (&HELP, field.help.sv.clone()),
        (&HELP_EN, field.help.en.clone()),
        (&CHOICES, choices),
        (&CHOICES_EN, choices_en),
    ]);
    if field.required {
        form.fill(&REQUIRED, "1");
    }
    for key in field.shown_when.iter().flat_map(|condition| &condition.is) {
        let on = field.shown_when.as_ref().map(|condition| condition.field.as_str()).unwrap_or_default();
        form.fill(&SHOWN_WHEN, format!("{on}/{key}"));
    }
    form
}

/// The inputs for a field of a kind; `key` is its own where it stands in the form already.
pub(crate) fn inputs(
    lang: Lang,
    kind: KindKey,
    draft: &Draft,
    key: Option<&str>,
    form: &Form,
    errors: &Errors,
) -> Markup {
    let f = Fields::new(lang, form, errors);
    let most = u32::try_from(Limits::HELP).unwrap_or(u32::MAX);
    let earlier: Vec<&Field> = draft.possible_conditions(key).collect();
    let picks = earlier.iter().flat_map(|on| {
        on.kind.choices().iter().map(|choice| {
            Pick::new(format!("{}/{}", on.key, choice.key), choice.words.of(lang)).group(on.label.of(lang))
        })
    });
    let english = html! {
        (f.text(&LABEL_EN).optional())
        (f.long_text(&HELP_EN, 2).optional())
        @if kind.has_choices() { (f.long_text(&CHOICES_EN, 4).optional()) }
    };
    let label = if kind == KindKey::Consent { "case-types-field-label-consent" } else { LABEL.label };
    html! {
        (Section::new(lang.t("case-types-field-question"), html! {
            (f.text(&LABEL).label(lang.t(label)))
            (f.long_text(&HELP, 2).limit(most).optional())
            (f.tick(&REQUIRED))
        }).about(lang.t(kind_name(kind))))
        @if kind.has_choices() {
            (Section::new(lang.t("case-types-field-answers"), html! { (f.long_text(&CHOICES, 5)) }))
        }
        @if !earlier.is_empty() {
            (Section::new(lang.t("case-types-field-condition"), html! { (f.ticks(&SHOWN_WHEN).options(picks)) }))
        }
        (Section::new(lang.t("case-types-field-english"), english).about(lang.t("case-types-field-english-about")))
    }
}
