//! Finds the text ids that source code uses, so that a test can hold them against the texts that exist.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{TextSource, parity};

/// Where a text id is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedId {
    /// The id.
    pub id: String,
    /// The source file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

/// How an id is named in code: the call, and which of its arguments, all literals, is the id.
const CALLS: [(&str, usize); 5] = [("t(", 0), ("tr(", 0), ("Message::new(", 0), ("field(", 1), ("attribute(", 0)];

/// Every text id that the `.rs` files under `folder` name as a literal: `lang.t("…")`, `lang.tr("…", …)`,
/// `Message::new("…")`, `field("name", "…")` and `lang.attribute("…", …)`. Comments and test modules are passed over.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn ids_used_in(folder: &Path) -> io::Result<Vec<UsedId>> {
    let mut used = Vec::new();
    for (path, source) in sources_in(folder)? {
        used.extend(ids_in(code_of(&source)).map(|(id, line)| UsedId { id, file: path.clone(), line }));
    }
    used.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Ok(used)
}

/// Those ids used under `folder` that none of `sources` has.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn unknown_ids(folder: &Path, sources: &[TextSource]) -> io::Result<Vec<UsedId>> {
    let known = parity::ids_of(sources);
    Ok(ids_used_in(folder)?.into_iter().filter(|used| !known.contains(&used.id)).collect())
}

/// Everything that the `.rs` files under `folder` hold between quotes and that looks like a text id: a word that a rule chooses, or
/// that is told after a redirect, is named in no call.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn literals_in(folder: &Path) -> io::Result<BTreeSet<String>> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let mut found = BTreeSet::new();
    for (_, source) in sources_in(folder)? {
        let between_quotes =
            code_of(&source).split('"').filter(|part| looks_like_an_id(part) && part.chars().all(is_plain));
        found.extend(between_quotes.map(str::to_owned));
    }
    Ok(found)
}

/// What is wrong with the words of the crate in a folder, a line each: what one language lacks, what its code asks for and nobody has,
/// and every literal of its code that begins with `prefix`, as its words do, and is no word of it. `prefix` is empty where other names
/// begin so too; `others` are the words of the crates that it stands on.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn wrong_words(
    crate_folder: &str,
    prefix: &str,
    own: TextSource,
    others: &[TextSource],
) -> io::Result<Vec<String>> {
    let source = Path::new(crate_folder).join("src");
    let mut wrong: Vec<String> = parity::check_parity(&[own]).iter().map(ToString::to_string).collect();
    let all: Vec<TextSource> = others.iter().copied().chain([own]).collect();
    for used in unknown_ids(&source, &all)? {
        wrong.push(format!("{}:{}: {} is asked for and nobody has it", used.file.display(), used.line, used.id));
    }
    let known = parity::ids_of(&all);
    let named = literals_in(&source)?.into_iter().filter(|word| !prefix.is_empty() && word.starts_with(prefix));
    let missing = named.filter(|word| word != prefix && !known.contains(word));
    wrong.extend(missing.map(|word| format!("{word} is named and nobody has it")));
    Ok(wrong)
}

/// The `.rs` files under a folder with what stands in them.
fn sources_in(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path)?;
                found.push((path, source));
            }
        }
    }
    Ok(found)
}

/// A source without its tests.
fn code_of(source: &str) -> &str {
    let end = source.find("#[cfg(test)]\nmod ").unwrap_or(source.len());
    source.get(..end).unwrap_or(source)
}

fn ids_in(code: &str) -> impl Iterator<Item = (String, usize)> {
    let mut found = Vec::new();
    for (call, argument) in CALLS {
        for (at, _) in code.match_indices(call) {
            let (before, after) = code.split_at(at);
            let is_whole_word = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let line_start = before.rsplit('\n').next().unwrap_or_default().trim_start();
            if !is_whole_word || line_start.starts_with("//") {
                continue;
            }
            if let Some(id) = literal_argument(&after[call.len()..], argument).filter(|id| looks_like_an_id(id)) {
                found.push((id.to_owned(), before.matches('\n').count() + 1));
            }
        }
    }
    found.into_iter()
}

fn looks_like_an_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// The `n`th argument, when it and all before it are string literals.
fn literal_argument(mut rest: &str, n: usize) -> Option<&str> {
    for _ in 0..n {
        let (_, after) = literal(rest)?;
        rest = after.trim_start().strip_prefix(',')?;
    }
    literal(rest).map(|(text, _)| text)
}

fn literal(rest: &str) -> Option<(&str, &str)> {
    rest.trim_start().strip_prefix('"')?.split_once('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_every_way_that_code_names_them() {
        let source = "lang.t(\"a\"); tr(\n  \"b\", &[]); Message::new(\"c\") field(\"name\", \"d\") self.attribute(\"e\", \"hint\")\n\
                      // t(\"comment\")\nlet x = start(\"not-an-id\"); t(id)\n#[cfg(test)]\nmod tests { t(\"f\") }";
        let mut ids: Vec<String> = ids_in(code_of(source)).map(|(id, _)| id).collect();
        ids.sort();
        assert_eq!(ids, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn every_word_that_the_shell_uses_exists() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(wrong_words(env!("CARGO_MANIFEST_DIR"), "", crate::TEXTS, &[]).unwrap(), Vec::<String>::new());
        assert!(ids_used_in(&folder.join("src")).unwrap().len() > 50);
    }

    #[test]
    fn a_word_that_is_lost_in_one_language_or_named_and_not_there_is_told() {
        let own = TextSource { sv: "web-search = Sök\n", en: "" };
        let wrong = wrong_words(env!("CARGO_MANIFEST_DIR"), "web-", own, &[]).unwrap();
        assert!(wrong.contains(&"en.ftl: web-search is missing".to_owned()), "{wrong:#?}");
        assert!(wrong.contains(&"web-choice-wrong is named and nobody has it".to_owned()), "{wrong:#?}");
        assert!(wrong.iter().any(|line| line.ends_with("web-close is asked for and nobody has it")), "{wrong:#?}");
    }
}
