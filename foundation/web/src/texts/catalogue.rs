//! The words of every crate, joined and ready to be looked up.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};
use unic_langid::LanguageIdentifier;

use super::{Arg, Problem, TextSource};
use crate::{Lang, format};

/// The words of both languages.
pub struct Texts {
    sv: Language,
    en: Language,
}

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// The texts that nothing is put into: nearly all, asked for a hundred times a page.
    plain: HashMap<String, String>,
}

impl Texts {
    /// Joins the sources.
    ///
    /// # Errors
    /// Every id that stands twice in a language, and every line that is not Fluent.
    pub fn new(sources: &[TextSource]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let sv = join(Lang::Sv, sources, &mut problems);
        let en = join(Lang::En, sources, &mut problems);
        if problems.is_empty() { Ok(Self { sv, en }) } else { Err(problems) }
    }

    /// The words with this id (or of this attribute of it), with `args` put in.
    #[must_use]
    pub fn find(
        &self,
        lang: Lang,
        id: &str,
        attribute: Option<&str>,
        args: &[(&'static str, Arg)],
    ) -> Option<Cow<'_, str>> {
        let Language { bundle, plain } = match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        };
        if attribute.is_none()
            && let Some(words) = plain.get(id)
        {
            return Some(Cow::Borrowed(words));
        }
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, value_of(arg))).collect();
        let mut errors = Vec::new();
        let words = bundle.format_pattern(pattern, Some(&args), &mut errors);
        if !errors.is_empty() {
            tracing::error!(lang = lang.code(), id, ?errors, "a text was given the wrong arguments");
        }
        Some(words)
    }
}

fn value_of(arg: &Arg) -> FluentValue<'_> {
    match arg {
        Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        Arg::Number(number) => FluentValue::from(*number),
    }
}

fn join(lang: Lang, sources: &[TextSource], problems: &mut Vec<Problem>) -> Language {
    #[expect(clippy::expect_used, reason = "sv and en are language tags")]
    let tag: LanguageIdentifier = lang.code().parse().expect("a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks that Fluent puts around every argument end up in copied text, CSV files and tests.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Sv => grouped_sv,
        Lang::En => grouped_en,
    }));
    let mut plain = HashMap::new();
    for source in sources {
        let text = match lang {
            Lang::Sv => source.sv,
            Lang::En => source.en,
        };
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, errors)| {
            problems.extend(errors.into_iter().map(|error| Problem::Syntax { lang, error: error.to_string() }));
            resource
        });
        plain.extend(plain_in(&resource));
        if let Err(errors) = bundle.add_resource(resource) {
            problems.extend(errors.into_iter().map(|error| match error {
                fluent_bundle::FluentError::Overriding { id, .. } => Problem::Duplicate { lang, id },
                other => Problem::Syntax { lang, error: other.to_string() },
            }));
        }
    }
    Language { bundle, plain }
}

/// The messages of a file that are one piece of text.
fn plain_in(resource: &FluentResource) -> impl Iterator<Item = (String, String)> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => match message.value.as_ref()?.elements.as_slice() {
            [PatternElement::TextElement { value }] => Some((message.id.name.to_owned(), (*value).to_owned())),
            _ => None,
        },
        _ => None,
    })
}

fn grouped(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        // Fluent keeps every number as a float; only whole numbers are put in.
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(format::number(lang, number.value as i64)),
        _ => None,
    }
}

fn grouped_sv<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(Lang::Sv, value)
}

fn grouped_en<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(Lang::En, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: TextSource = TextSource {
        sv: "people = { $count ->\n    [one] En person\n   *[other] { $count } personer\n }\nname = Namn\n    .hint = Som på legitimationen\nhello = Hej { $name }!\n",
        en: "people = { $count ->\n    [one] One person\n   *[other] { $count } people\n }\nname = Name\n    .hint = As on the identity card\nhello = Hello { $name }!\n",
    };

    #[test]
    fn counts_choose_the_plural_form_and_are_grouped_as_each_language_writes_them() {
        let texts = Texts::new(&[SMALL]).unwrap();
        let say = |lang, count: i64| texts.find(lang, "people", None, &[("count", count.into())]).unwrap().into_owned();
        assert_eq!(say(Lang::Sv, 1), "En person");
        assert_eq!(say(Lang::Sv, 20_312), "20\u{a0}312 personer");
        assert_eq!(say(Lang::En, 20_312), "20,312 people");
    }

    #[test]
    fn arguments_are_put_in_without_invisible_marks() {
        let texts = Texts::new(&[SMALL]).unwrap();
        assert_eq!(texts.find(Lang::Sv, "hello", None, &[("name", "Åsa".into())]).unwrap(), "Hej Åsa!");
    }

    #[test]
    fn a_label_carries_its_hint() {
        let texts = Texts::new(&[SMALL]).unwrap();
        assert_eq!(texts.find(Lang::En, "name", Some("hint"), &[]).unwrap(), "As on the identity card");
        assert!(texts.find(Lang::En, "name", Some("missing"), &[]).is_none());
        assert!(texts.find(Lang::En, "unknown", None, &[]).is_none());
    }

    #[test]
    fn two_crates_may_not_share_an_id() {
        let problems = Texts::new(&[SMALL, TextSource { sv: "name = Igen", en: "other = Other" }]).err().unwrap();
        assert_eq!(problems, [Problem::Duplicate { lang: Lang::Sv, id: "name".to_owned() }]);
    }

    #[test]
    fn a_broken_line_stops_the_start() {
        let problems = Texts::new(&[TextSource { sv: "name = { $", en: "name = Name" }]).err().unwrap();
        assert!(matches!(problems.as_slice(), [Problem::Syntax { lang: Lang::Sv, .. }]), "{problems:?}");
    }
}
