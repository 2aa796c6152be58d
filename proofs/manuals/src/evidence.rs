//! What a failed walk leaves behind, so that a person can see what happened without running it again.

use std::path::{Path, PathBuf};

use crate::browser::Browser;
use crate::failure::{Outcome, Trying};
use crate::setting;
use crate::walk::{Journey, locked};

/// Writes picture, page and console of each browser, the steps and the program's log; gives the folder.
///
/// # Errors
/// When the folder can't be written. What a browser doesn't give any more is left out.
pub async fn keep(journey: &Journey, program_log: Option<&str>) -> Outcome<PathBuf> {
    let folder = folder(&journey.name)?;
    std::fs::create_dir_all(&folder).trying("making a folder for evidence")?;
    write(&folder.join("steps.txt"), locked(&journey.trail).join("\n"))?;
    if let Some(log) = program_log {
        write(&folder.join("program.log"), log)?;
    }
    let browsers = locked(&journey.browsers).clone();
    for (number, browser) in (1..).zip(&browsers) {
        keep_browser(browser, &folder, number).await?;
    }
    Ok(folder)
}

/// Removes what an earlier run of the same walk left, so that what lies there is always of the last one.
///
/// # Errors
/// When it can't be removed.
pub fn clear(name: &str) -> Outcome<()> {
    let folder = folder(name)?;
    if folder.exists() { std::fs::remove_dir_all(folder).trying("clearing earlier evidence") } else { Ok(()) }
}

fn folder(name: &str) -> Outcome<PathBuf> {
    Ok(setting::target()?.join("walk-failures").join(name.replace("::", ".")))
}

async fn keep_browser(browser: &Browser, folder: &Path, number: usize) -> Outcome<()> {
    if let Ok(picture) = browser.driver.screenshot_as_png().await {
        write(&folder.join(format!("page-{number}.png")), picture)?;
    }
    if let Ok(source) = browser.driver.source().await {
        write(&folder.join(format!("page-{number}.html")), source)?;
    }
    if let Ok(entries) = browser.driver.browser_log().await {
        let lines: Vec<_> = entries.iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect();
        write(&folder.join(format!("console-{number}.txt")), lines.join("\n"))?;
    }
    Ok(())
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome<()> {
    std::fs::write(path, content).trying(path.display())
}

/// What the console says of broken scripts and of the page breaking its own security policy. A refused page (403, 404) is told
/// there too, and is no fault; nor is what pages of the browser's own (its preview of a print) say of themselves.
pub async fn console_faults(journey: &Journey) -> Vec<String> {
    let browsers = locked(&journey.browsers).clone();
    let mut faults = Vec::new();
    for browser in browsers {
        let entries = browser.driver.browser_log().await.unwrap_or_default();
        let bad = entries.into_iter().filter(|entry| {
            let policy = entry.message.contains("Content Security Policy");
            let is_the_browsers = entry.message.starts_with("chrome://");
            !is_the_browsers && (policy || (entry.level == "SEVERE" && entry.source.as_deref() != Some("network")))
        });
        faults.extend(bad.map(|entry| entry.message));
    }
    faults
}
