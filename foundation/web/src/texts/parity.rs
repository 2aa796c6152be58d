//! The two languages hold each other: the same ids, the same attributes, the same variables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::TextSource;
use crate::Lang;

/// What is wrong with the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A line is not Fluent.
    Syntax {
        /// The file's language.
        lang: Lang,
        /// What the parser said.
        error: String,
    },
    /// An id stands in two places of the same language.
    Duplicate {
        /// The language.
        lang: Lang,
        /// The id.
        id: String,
    },
    /// An id (or `id.attribute`) stands in one language alone.
    Missing {
        /// The language that lacks it.
        lang: Lang,
        /// The id.
        id: String,
    },
    /// The two languages put different things into the same text.
    DifferentVariables {
        /// The id.
        id: String,
        /// What the Swedish text takes.
        sv: BTreeSet<String>,
        /// What the English text takes.
        en: BTreeSet<String>,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { lang, error } => write!(f, "{}.ftl: {error}", lang.code()),
            Self::Duplicate { lang, id } => write!(f, "{}.ftl: {id} stands twice", lang.code()),
            Self::Missing { lang, id } => write!(f, "{}.ftl: {id} is missing", lang.code()),
            Self::DifferentVariables { id, sv, en } => write!(f, "{id}: sv takes {sv:?}, en takes {en:?}"),
        }
    }
}

type Found = BTreeMap<String, BTreeSet<String>>;

/// Compares the languages of these sources: every id and attribute must stand in both, once, with the same variables.
#[must_use]
pub fn check_parity(sources: &[TextSource]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut all_sv, mut all_en) = (Found::new(), Found::new());
    for source in sources {
        read(Lang::Sv, source.sv, &mut all_sv, &mut problems);
        read(Lang::En, source.en, &mut all_en, &mut problems);
    }
    for (id, sv) in &all_sv {
        match all_en.get(id) {
            None => problems.push(Problem::Missing { lang: Lang::En, id: id.clone() }),
            Some(en) if en != sv => {
                problems.push(Problem::DifferentVariables { id: id.clone(), sv: sv.clone(), en: en.clone() });
            }
            Some(_) => {}
        }
    }
    let only_english = all_en.keys().filter(|id| !all_sv.contains_key(*id));
    problems.extend(only_english.map(|id| Problem::Missing { lang: Lang::Sv, id: id.clone() }));
    problems
}

/// The ids of these sources that have words of their own, for checking that every id in use exists.
pub(super) fn ids_of(sources: &[TextSource]) -> BTreeSet<String> {
    let mut found = Found::new();
    for source in sources {
        read(Lang::Sv, source.sv, &mut found, &mut Vec::new());
    }
    found.into_keys().collect()
}

fn read(lang: Lang, text: &str, found: &mut Found, problems: &mut Vec<Problem>) {
    let resource = parser::parse(text).unwrap_or_else(|(resource, errors)| {
        problems.extend(errors.into_iter().map(|error| Problem::Syntax { lang, error: error.to_string() }));
        resource
    });
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut add = |id: String, pattern: &Pattern<&str>| {
            let mut variables = BTreeSet::new();
            in_pattern(pattern, &mut variables);
            if found.insert(id.clone(), variables).is_some() {
                problems.push(Problem::Duplicate { lang, id });
            }
        };
        if let Some(value) = &message.value {
            add(message.id.name.to_owned(), value);
        }
        for attribute in &message.attributes {
            add(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value);
        }
    }
}

fn in_pattern(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, variables),
        Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            for variant in variants {
                in_pattern(&variant.value, variables);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, variables),
        InlineExpression::FunctionReference { arguments: CallArguments { positional, named }, .. } => {
            positional.iter().for_each(|argument| in_inline(argument, variables));
            named.iter().for_each(|argument| in_inline(&argument.value, variables));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_one_language_lacks_is_found() {
        let problems = check_parity(&[TextSource { sv: "a = A\nb = B\n    .hint = Tips", en: "a = A\nb = B\nc = C" }]);
        assert_eq!(
            problems,
            [
                Problem::Missing { lang: Lang::En, id: "b.hint".to_owned() },
                Problem::Missing { lang: Lang::Sv, id: "c".to_owned() }
            ]
        );
    }

    #[test]
    fn texts_that_take_different_things_are_found() {
        let problems = check_parity(&[TextSource {
            sv: "a = Hej { $name }, { $count ->\n   *[other] { $unit }\n }",
            en: "a = Hello { $nam }",
        }]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].to_string(), r#"a: sv takes {"count", "name", "unit"}, en takes {"nam"}"#);
    }

    #[test]
    fn every_word_of_the_shell_is_in_both_languages() {
        let problems = check_parity(&[crate::TEXTS]);
        assert!(problems.is_empty(), "{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}
