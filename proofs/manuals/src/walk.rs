//! One person at one browser.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use thirtyfour::{WebDriver, WebElement};

use crate::browser::Browser;
use crate::failure::{Failure, Outcome, patiently};
use crate::program::address_in;
use crate::view::View;

/// What all browsers of one walk have in common.
pub(crate) struct Journey {
    /// The test's name, which the evidence of a failure is filed under.
    pub name: String,
    /// Where the program listens.
    pub base: String,
    /// What the program has written so far; none where the walk did not start it.
    pub program_log: Option<Arc<Mutex<Vec<String>>>>,
    /// The steps taken, as told when one fails.
    pub trail: Mutex<Vec<String>>,
    /// Every browser opened; the runner closes them.
    pub browsers: Mutex<Vec<Browser>>,
}

/// A person at a browser, or a part of the page that the person looks at ([`Walk::within`]).
///
/// Cheap to clone; all clones are the same browser.
#[derive(Clone)]
pub struct Walk {
    journey: Arc<Journey>,
    browser: Browser,
    view: Arc<Mutex<View>>,
    part: Option<WebElement>,
}

impl Walk {
    pub(crate) async fn begin(journey: Arc<Journey>, view: View) -> Outcome<Self> {
        let browser = Browser::open().await?;
        locked(&journey.browsers).push(browser.clone());
        view.apply(&browser.driver).await?;
        Ok(Self { journey, browser, view: Arc::new(Mutex::new(view)), part: None })
    }

    /// Another person at a browser of their own, to work beside this one.
    ///
    /// # Errors
    /// When no further browser starts.
    pub async fn another(&self, view: View) -> Outcome<Self> {
        self.note("another person opens a browser");
        Self::begin(self.journey.clone(), view).await
    }

    /// The driver, for what these helpers lack.
    pub fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    /// Where the BankID simulator shows its test telephone, as the program tells at its start.
    ///
    /// # Errors
    /// When the program tells of none.
    pub async fn test_telephone(&self) -> Outcome<String> {
        patiently(async || {
            let lines = self.journey.program_log.as_ref().map(|log| locked(log).clone()).unwrap_or_default();
            let told = lines.iter().filter(|line| line.contains("BankID")).find_map(|line| address_in(line));
            told.ok_or_else(|| Failure::not_yet("the program tells of no test telephone"))
        })
        .await
    }

    /// Opens a path of the program (or a whole address).
    ///
    /// # Errors
    /// When the browser can't load it.
    pub async fn goto(&self, path: &str) -> Outcome<()> {
        self.note(&format!("goto {path}"));
        let address = if path.starts_with('/') { format!("{}{path}", self.journey.base) } else { path.to_owned() };
        Ok(self.driver().goto(address).await?)
    }

    /// Looks at the page in another way, from now on; language and scripts from the next page on.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn look(&self, view: View) -> Outcome<()> {
        self.note(&format!("look {}", view.name()));
        view.apply(self.driver()).await?;
        *locked(&self.view) = view;
        Ok(())
    }

    /// How the page is being looked at.
    pub fn view(&self) -> View {
        *locked(&self.view)
    }

    /// Remembers a step.
    pub(crate) fn note(&self, step: &str) {
        locked(&self.journey.trail).push(step.to_owned());
    }

    /// The same browser, looking at one part of the page.
    pub(crate) fn narrowed(&self, part: WebElement) -> Self {
        Self { part: Some(part), ..self.clone() }
    }

    /// The part looked at; none means the whole page.
    pub(crate) fn part(&self) -> Option<&WebElement> {
        self.part.as_ref()
    }

    /// The part looked at, as an argument for a script.
    pub(crate) fn part_json(&self) -> Outcome<Value> {
        Ok(self.part.as_ref().map(WebElement::to_json).transpose()?.unwrap_or(Value::Null))
    }
}

/// The value of a lock. A panic elsewhere doesn't matter here: what is locked is only notes about the walk.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
