//! The command search: every function of the program by the words that the manuals use for it.

use maud::{Markup, html};
use serde::Serialize;

use super::Words;
use crate::Lang;

/// A function that can be gone to.
#[derive(Clone, Debug, Serialize)]
pub struct Command<'a> {
    /// Its name, as on its page.
    pub title: Words<'a>,
    /// Where it is in the menus: *Arkiv → Systemadministration*.
    #[serde(rename = "where")]
    pub place: Words<'a>,
    /// Other words people may look for it by.
    pub words: Words<'a>,
    /// Its page.
    pub path: Words<'a>,
}

/// The commands that answer to everything in `query`: each of its words begins a word of the command. Those whose title
/// answers come first.
#[must_use]
pub fn find_commands<'c, 'a>(commands: &'c [Command<'a>], query: &str) -> Vec<&'c Command<'a>> {
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let answers = |text: &str, wanted: &String| {
        let text = text.to_lowercase();
        text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(wanted)) || text.starts_with(wanted)
    };
    let mut found: Vec<_> = commands
        .iter()
        .filter(|command| {
            wanted.iter().all(|word| {
                [&command.title, &command.words, &command.place].into_iter().any(|text| answers(text, word))
            })
        })
        .collect();
    found.sort_by_key(|command| !wanted.iter().all(|word| answers(&command.title, word)));
    found
}

/// The commands as JSON, for the search that opens with `Ctrl K`.
#[must_use]
pub fn commands_json(commands: &[Command<'_>]) -> String {
    #[expect(clippy::expect_used, reason = "strings always serialise")]
    serde_json::to_string(commands).expect("strings")
}

/// The search as a page: the field and what answers to it.
#[must_use]
pub fn command_results(lang: Lang, action: &str, query: &str, found: &[&Command<'_>]) -> Markup {
    html! {
        search.filters {
            form method="get" action=(action) {
                div.filter.filter-search {
                    label for="q" { (lang.t("web-command-label")) }
                    input.input #q type="search" name="q" value=(query) autocomplete="off" spellcheck="false";
                }
                (super::Button::primary(lang.t("web-search")))
            }
            p role="status" {
                @if found.is_empty() { (lang.t("web-no-command")) }
                @else { (lang.tr("web-commands-found", &[("count", found.len().into())])) }
            }
        }
        ul.command-results {
            @for command in found {
                li { a href=(command.path) { (command.title) } span.hint { (command.place) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands() -> Vec<Command<'static>> {
        [
            ("Alla användare", "Användare", "administrera användare konton", "/konton"),
            ("Byt lösenord", "Arkiv", "password", "/losenord"),
        ]
        .map(|(title, place, words, path)| Command {
            title: title.into(),
            place: place.into(),
            words: words.into(),
            path: path.into(),
        })
        .to_vec()
    }

    fn paths(query: &str) -> Vec<String> {
        find_commands(&commands(), query).into_iter().map(|command| command.path.to_string()).collect()
    }

    #[test]
    fn a_function_is_found_by_the_words_of_the_manuals_in_any_order() {
        assert_eq!(paths("byt lös"), ["/losenord"]);
        assert_eq!(paths("ANVÄNDARE alla"), ["/konton"]);
        assert_eq!(paths("arkiv"), ["/losenord"]);
        assert_eq!(paths("").len(), 2);
        assert!(paths("senord").is_empty());
    }

    #[test]
    fn the_list_for_the_browser_escapes_what_it_holds() {
        let command = Command { title: "\"</script>".into(), ..commands()[0].clone() };
        assert!(commands_json(&[command]).starts_with(r#"[{"title":"\"</script>","where":"Användare""#));
    }
}
