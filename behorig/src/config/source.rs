//! Where settings come from, and how a wrong one is told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::str::FromStr;

/// A setting that is wrong, in one line for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {key}: {problem}")]
pub struct ConfigError {
    place: String,
    key: String,
    problem: String,
}

impl ConfigError {
    /// A setting that another one asks for is not there.
    #[must_use]
    pub fn missing(key: &str, because: &str) -> Self {
        Self { place: "configuration".to_owned(), key: key.to_owned(), problem: format!("is missing, and {because}") }
    }

    /// A file that a setting names can't serve.
    #[must_use]
    pub fn file(key: &str, problem: &str) -> Self {
        Self { place: "configuration".to_owned(), key: key.to_owned(), problem: problem.to_owned() }
    }
}

/// Settings by dotted key, from a file and from variables.
pub(super) struct Source {
    place: String,
    file: BTreeMap<String, String>,
    not_text: BTreeSet<String>,
    environment: BTreeMap<String, String>,
    asked: BTreeSet<String>,
}

impl Source {
    pub(super) fn empty() -> Self {
        Self {
            place: "configuration".to_owned(),
            file: BTreeMap::new(),
            not_text: BTreeSet::new(),
            environment: BTreeMap::new(),
            asked: BTreeSet::new(),
        }
    }

    pub(super) fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| ConfigError {
            place: place.clone(),
            key: "--config".to_owned(),
            problem: format!("the file can't be read: {error}"),
        })?;
        Self::from_text(&place, &text)
    }

    pub(super) fn from_text(place: &str, text: &str) -> Result<Self, ConfigError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ConfigError {
            place: place.to_owned(),
            key: error.span().map_or_else(
                || "file".to_owned(),
                |span| {
                    let before = text.get(..span.start).unwrap_or(text);
                    format!("line {}", before.matches('\n').count() + 1)
                },
            ),
            problem: error.message().replace('\n', " "),
        })?;
        let mut source = Self { place: place.to_owned(), ..Self::empty() };
        for (key, value) in table {
            source.put(key, value);
        }
        Ok(source)
    }

    fn put(&mut self, key: String, value: toml::Value) {
        match value {
            toml::Value::Table(table) => {
                for (name, value) in table {
                    self.put(format!("{key}.{name}"), value);
                }
            }
            toml::Value::String(text) => {
                self.file.insert(key, text);
            }
            other => {
                self.not_text.insert(key.clone());
                self.file.insert(key, other.to_string());
            }
        }
    }

    /// Variables named `BEHORIG_…` override the file.
    pub(super) fn with_environment(mut self, variables: impl Iterator<Item = (String, String)>) -> Self {
        self.environment = variables.filter(|(name, _)| name.starts_with("BEHORIG_")).collect();
        self
    }

    /// The text of a setting, if it is set.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, ConfigError> {
        self.asked.insert(key.to_owned());
        if let Some(value) = self.environment.get(&variable(key)) {
            return Ok(Some(value.clone()));
        }
        Ok(self.file.get(key).cloned())
    }

    pub(super) fn text_or(&mut self, key: &str, default: &str) -> Result<String, ConfigError> {
        if self.not_text.contains(key) && !self.environment.contains_key(&variable(key)) {
            return Err(self.wrong(key, "must be text in quotation marks"));
        }
        Ok(self.text(key)?.unwrap_or_else(|| default.to_owned()))
    }

    pub(super) fn parsed<T: FromStr>(&mut self, key: &str, wanted: &str, default: &str) -> Result<T, ConfigError> {
        let text = self.text(key)?.unwrap_or_else(|| default.to_owned());
        text.parse().map_err(|_| self.wrong(key, &format!("must be {wanted}")))
    }

    /// A setting that is wrong, named as the operator set it.
    pub(super) fn wrong(&self, key: &str, problem: &str) -> ConfigError {
        let name = variable(key);
        if self.environment.contains_key(&name) {
            return ConfigError { place: "environment".to_owned(), key: name, problem: problem.to_owned() };
        }
        ConfigError { place: self.place.clone(), key: key.to_owned(), problem: problem.to_owned() }
    }

    /// A misspelt key would silently do nothing: it is refused, with the nearest known one.
    pub(super) fn refuse_unknown(&self) -> Result<(), ConfigError> {
        let Some(unknown) = self.file.keys().find(|key| !self.asked.contains(*key)) else { return Ok(()) };
        let nearest = self.asked.iter().min_by_key(|known| distance(known, unknown));
        let hint = nearest.filter(|known| distance(known, unknown) <= 3);
        let problem = match hint {
            Some(known) => format!("there is no such setting; did you mean {known}?"),
            None => "there is no such setting".to_owned(),
        };
        Err(self.wrong(unknown, &problem))
    }
}

fn variable(key: &str) -> String {
    format!("BEHORIG_{}", key.to_ascii_uppercase().replace(['.', '-'], "_"))
}

/// Levenshtein's distance: how many letters two keys differ by.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (above, wanted) in row.iter_mut().skip(1).zip(&other) {
            let here = (diagonal + usize::from(letter != *wanted)).min(*above + 1).min(left + 1);
            diagonal = std::mem::replace(above, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
