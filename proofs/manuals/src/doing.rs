//! What a person does on a page.

use std::path::Path;

use serde_json::json;
use thirtyfour::action_chain::ActionChain;
use thirtyfour::{Key, WebElement};

use crate::failure::{Failure, Outcome, patiently};
use crate::finding::Kind;
use crate::walk::Walk;

/// Sets a field whose typing depends on the browser's country (dates, times) as its picker would.
const SET_VALUE: &str = "
    const [field, value] = arguments;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    return field.value === value";

/// Chooses from a list by the text shown; answers with all texts when there is none such.
const CHOOSE: &str = "
    const [list, wanted] = arguments;
    const texts = [...list.options].map((option) => option.text.trim());
    const place = texts.indexOf(wanted);
    if (place < 0) return texts.join(', ');
    list.selectedIndex = place;
    list.dispatchEvent(new Event('input', { bubbles: true }));
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return null";

/// Scrolls a thing to the middle of the screen.
const TO_THE_MIDDLE: &str = "arguments[0].scrollIntoView({ block: 'center' })";

impl Walk {
    /// The part of the page (a row, group, section, dialog) that bears this name, or else the innermost that holds this text.
    ///
    /// # Errors
    /// When there is none, or several.
    pub async fn within(&self, text: &str) -> Outcome<Self> {
        self.note(&format!("within “{text}”"));
        Ok(self.narrowed(self.find(Kind::Part, text).await?))
    }

    /// Clicks a button, link or tab by its name.
    ///
    /// # Errors
    /// When there is none, several, or another thing lies over it.
    pub async fn click(&self, name: &str) -> Outcome<()> {
        self.note(&format!("click “{name}”"));
        patiently(async || {
            let thing = self.find_now(Kind::Press, name).await?;
            // As a person would, who scrolls a thing out from under the bar at the bottom before pressing it.
            self.driver().execute(TO_THE_MIDDLE, vec![thing.to_json()?]).await?;
            self.watch_leaving().await?;
            Ok(thing.click().await?)
        })
        .await?;
        self.has_left().await
    }

    /// Double-clicks the part looked at, as a row of a list.
    ///
    /// # Errors
    /// When no part is looked at, or the browser refuses.
    pub async fn double_click(&self) -> Outcome<()> {
        self.note("double-click it");
        let part = self.part().ok_or_else(|| Failure::new("double-click what? Choose a part by `within`"))?;
        part.scroll_into_view().await?;
        Ok(self.driver().action_chain().double_click_element(part).perform().await?)
    }

    /// Writes into the field with this label instead of what it held; chooses from a list by the text shown.
    ///
    /// # Errors
    /// When there is no such field, several, or it doesn't take the value.
    pub async fn fill(&self, label: &str, value: &str) -> Outcome<()> {
        // A password typed in a walk is one of the demo's, but a log is no place for any.
        let told = if label.to_lowercase().contains("lösenord") || label.to_lowercase().contains("password") {
            "…"
        } else {
            value
        };
        self.note(&format!("fill “{label}” with “{told}”"));
        patiently(async || self.fill_in(&self.find_now(Kind::Field, label).await?, value).await).await
    }

    async fn fill_in(&self, field: &WebElement, value: &str) -> Outcome<()> {
        let arguments = vec![field.to_json()?, json!(value)];
        if field.tag_name().await? == "select" {
            let answer = self.driver().execute(CHOOSE, arguments).await?;
            return match answer.json().as_str() {
                None => Ok(()),
                Some(texts) => Err(Failure::not_yet(format!("the list has no “{value}”. It has: {texts}"))),
            };
        }
        let typed = field.prop("type").await?.unwrap_or_default();
        if matches!(typed.as_str(), "date" | "time" | "datetime-local" | "month" | "week") {
            let taken = self.driver().execute(SET_VALUE, arguments).await?.convert::<bool>()?;
            return if taken { Ok(()) } else { Err(Failure::new(format!("a {typed} field refuses “{value}”"))) };
        }
        field.clear().await?;
        Ok(field.send_keys(value).await?)
    }

    /// Gives a file to the field with this label.
    ///
    /// # Errors
    /// When there is no such field, or no such file.
    pub async fn attach(&self, label: &str, file: &Path) -> Outcome<()> {
        self.note(&format!("attach {} to “{label}”", file.display()));
        let path = file.to_str().ok_or_else(|| Failure::new("the file's name is not UTF-8"))?;
        Ok(self.find(Kind::Field, label).await?.send_keys(path).await?)
    }

    /// Ticks a box or chooses a radio button by its label; nothing happens when it is ticked already.
    ///
    /// # Errors
    /// When there is none, or several.
    pub async fn tick(&self, label: &str) -> Outcome<()> {
        self.note(&format!("tick “{label}”"));
        self.set_tick(label, true).await
    }

    /// Takes the tick of a box away.
    ///
    /// # Errors
    /// When there is none, or several.
    pub async fn untick(&self, label: &str) -> Outcome<()> {
        self.note(&format!("untick “{label}”"));
        self.set_tick(label, false).await
    }

    async fn set_tick(&self, label: &str, wanted: bool) -> Outcome<()> {
        patiently(async || {
            let tick = self.find_now(Kind::Tick, label).await?;
            if tick.is_selected().await? == wanted {
                return Ok(());
            }
            // A box that its label draws is clicked on the label, where the person sees it.
            let target = "const box = arguments[0]; const label = box.labels?.[0];
                return label && !box.contains(document.elementFromPoint(...(() => {
                    box.scrollIntoView({ block: 'center' });
                    const place = box.getBoundingClientRect();
                    return [place.x + place.width / 2, place.y + place.height / 2];
                })())) ? label : box";
            self.driver().execute(target, vec![tick.to_json()?]).await?.element()?.click().await?;
            if tick.is_selected().await? == wanted {
                Ok(())
            } else {
                Err(Failure::not_yet(format!("“{label}” doesn't change")))
            }
        })
        .await
    }

    /// Presses keys where the focus is: `Enter`, `Tab`, `Escape`, `Control+K`, `Shift+Tab`, or a letter.
    ///
    /// # Errors
    /// When a key is not known here.
    pub async fn press(&self, keys: &str) -> Outcome<()> {
        self.note(&format!("press {keys}"));
        let names: Vec<_> = keys.split('+').collect();
        let Some((last, held)) = names.split_last() else { return Ok(()) };
        let mut chain: ActionChain = self.driver().action_chain();
        for name in held {
            chain = chain.key_down(key(name)?);
        }
        chain = chain.key_down(key(last)?).key_up(key(last)?);
        for name in held.iter().rev() {
            chain = chain.key_up(key(name)?);
        }
        self.watch_leaving().await?;
        chain.perform().await?;
        self.has_left().await
    }

    /// Types text where the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn write(&self, text: &str) -> Outcome<()> {
        self.note(&format!("write “{text}”"));
        Ok(self.driver().action_chain().send_keys(text).perform().await?)
    }
}

fn key(name: &str) -> Outcome<char> {
    let key = match name {
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Escape" => Key::Escape,
        "Space" => return Ok(' '),
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        _ => {
            let mut letters = name.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => Ok(letter.to_ascii_lowercase()),
                _ => Err(Failure::new(format!("no key is named {name}"))),
            };
        }
    };
    Ok(key.value())
}
