//! What a person sees on a page.

use std::path::PathBuf;

use serde_json::json;

use crate::failure::{Failure, Outcome, Trying, patiently};
use crate::finding::Kind;
use crate::setting;
use crate::walk::Walk;

const TEXT: &str = "return ((arguments[0] ?? document.body).innerText ?? '').replace(/\\s+/g, ' ').trim()";

const FOCUSED: &str = "
    const it = document.activeElement;
    if (!it || it === document.body) return '';
    const name = it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText ?? it.value ?? '';
    return name.replace(/\\s+/g, ' ').trim()";

impl Walk {
    /// All text shown, each run of white space as one blank.
    ///
    /// # Errors
    /// When the browser doesn't answer.
    pub async fn text(&self) -> Outcome<String> {
        Ok(self.driver().execute(TEXT, vec![self.part_json()?]).await?.convert()?)
    }

    /// Waits until this text is shown.
    ///
    /// # Errors
    /// When it doesn't come; with what is shown instead.
    pub async fn sees(&self, text: &str) -> Outcome<()> {
        self.note(&format!("sees “{text}”"));
        patiently(async || {
            let shown = self.text().await?;
            if shown.contains(text) {
                Ok(())
            } else {
                Err(Failure::not_yet(format!("“{text}” isn't shown. Shown is: {shown}")))
            }
        })
        .await
    }

    /// Waits until this text is shown no more.
    ///
    /// # Errors
    /// When it stays.
    pub async fn sees_no(&self, text: &str) -> Outcome<()> {
        self.note(&format!("sees no “{text}”"));
        patiently(async || {
            let shown = self.text().await?;
            if shown.contains(text) { Err(Failure::not_yet(format!("“{text}” is shown: {shown}"))) } else { Ok(()) }
        })
        .await
    }

    /// Waits until the page's one `h1` reads so.
    ///
    /// # Errors
    /// When it doesn't; with the headings that there are.
    pub async fn heading(&self, wanted: &str) -> Outcome<()> {
        self.note(&format!("comes to “{wanted}”"));
        let script = "return [...document.querySelectorAll('h1')].map((h) => h.innerText.replace(/\\s+/g, ' ').trim())";
        patiently(async || {
            let headings = self.driver().execute(script, []).await?.convert::<Vec<String>>()?;
            if headings == [wanted] {
                return Ok(());
            }
            Err(Failure::not_yet(format!("the page isn't headed “{wanted}” but {headings:?}")))
        })
        .await
    }

    /// Whether there is a button, link or tab of this name now; for what must not be offered.
    ///
    /// # Errors
    /// When the browser doesn't answer.
    pub async fn offers(&self, name: &str) -> Outcome<bool> {
        let arguments = vec![self.part_json()?, json!("press"), json!(name)];
        let answer = self.driver().execute(include_str!("finding.js"), arguments).await?;
        Ok(answer.json()["found"].as_array().is_some_and(|found| !found.is_empty()))
    }

    /// What the field with this label holds (of a list: the text shown).
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value_of(&self, label: &str) -> Outcome<String> {
        let field = self.find(Kind::Field, label).await?;
        let script =
            "const it = arguments[0]; return it.selectedOptions?.[0]?.text?.trim() ?? it.value ?? it.innerText";
        Ok(self.driver().execute(script, vec![field.to_json()?]).await?.convert()?)
    }

    /// Whether the box with this label is ticked.
    ///
    /// # Errors
    /// When there is no such box.
    pub async fn is_ticked(&self, label: &str) -> Outcome<bool> {
        Ok(self.find(Kind::Tick, label).await?.is_selected().await?)
    }

    /// The name of what has the focus; empty when nothing has.
    ///
    /// # Errors
    /// When the browser doesn't answer.
    pub async fn focused(&self) -> Outcome<String> {
        Ok(self.driver().execute(FOCUSED, []).await?.convert()?)
    }

    /// The page's title.
    ///
    /// # Errors
    /// When the browser doesn't answer.
    pub async fn title(&self) -> Outcome<String> {
        Ok(self.driver().title().await?)
    }

    /// The path and query of the page's address.
    ///
    /// # Errors
    /// When the browser doesn't answer.
    pub async fn path(&self) -> Outcome<String> {
        let address = self.driver().current_url().await?;
        Ok(address.query().map_or_else(|| address.path().to_owned(), |query| format!("{}?{query}", address.path())))
    }

    /// Takes a picture of what the screen shows, named after `name` and the view, and gives its path. `cargo xtask screenshots`
    /// has them put into `docs/screenshots`; else they go to `target/walk-pictures`.
    ///
    /// # Errors
    /// When it can't be taken or written.
    pub async fn picture(&self, name: &str) -> Outcome<PathBuf> {
        self.note(&format!("picture {name}"));
        let folder = match setting::optional(setting::SCREENSHOTS) {
            Some(folder) => PathBuf::from(folder),
            None => setting::target()?.join("walk-pictures"),
        };
        std::fs::create_dir_all(&folder).trying("making a folder for pictures")?;
        let path = folder.join(format!("{name}-{}.png", self.view().name()));
        let picture = self.driver().screenshot_as_png().await?;
        std::fs::write(&path, picture).trying(path.display())?;
        Ok(path)
    }
}
