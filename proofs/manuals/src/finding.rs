//! Finding things on a page by their names.

use serde_json::{Value, json};
use thirtyfour::WebElement;

use crate::failure::{Failure, Outcome, patiently};
use crate::walk::Walk;

/// The kinds of things that a person looks for; the script beside this file says which elements each means.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A button, link, tab: something that is pressed.
    Press,
    /// Something that takes text, a choice from a list, or a file.
    Field,
    /// A check box or radio button.
    Tick,
    /// A row, group, section, dialog: something that holds others.
    Part,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Press => "press",
            Self::Field => "field",
            Self::Tick => "tick",
            Self::Part => "part",
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Press => "button or link",
            Self::Field => "field",
            Self::Tick => "box to tick",
            Self::Part => "part of the page",
        }
    }
}

impl Walk {
    /// The one thing of this kind and name, waiting until it is there.
    pub(crate) async fn find(&self, kind: Kind, name: &str) -> Outcome<WebElement> {
        patiently(async || self.find_now(kind, name).await).await
    }

    /// The one thing of this kind and name, if it is there now.
    ///
    /// # Errors
    /// When there is none, with the names that there are; or when there are several.
    pub(crate) async fn find_now(&self, kind: Kind, name: &str) -> Outcome<WebElement> {
        let arguments = vec![self.part_json()?, json!(kind.key()), json!(name)];
        let answer = self.driver().execute(include_str!("finding.js"), arguments).await?;
        let found = answer.json().get("found").and_then(Value::as_array).cloned().unwrap_or_default();
        match <[Value; 1]>::try_from(found) {
            Ok([one]) => Ok(WebElement::from_json(one, self.driver().handle().clone())?),
            Err(none) if none.is_empty() => {
                let names = names(answer.json());
                Err(Failure::not_yet(format!("there is no {} named “{name}”. There are: {names}", kind.told())))
            }
            Err(several) => Err(Failure::not_yet(format!(
                "{} things are named “{name}” ({}): narrow the search by `within`",
                several.len(),
                kind.told()
            ))),
        }
    }
}

fn names(answer: &Value) -> String {
    let names = answer.get("names").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let quoted: Vec<_> =
        names.take(60).map(|name| format!("“{}”", name.chars().take(60).collect::<String>())).collect();
    if quoted.is_empty() { "none at all".to_owned() } else { quoted.join(", ") }
}
