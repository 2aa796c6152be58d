//! The pictures of the README, taken by the same walks that test the pages.

use crate::axe;
use crate::chromium::Chromium;
use crate::failure::{Outcome, Trying};
use crate::places::Places;
use crate::steps::Steps;
use crate::test;

/// Takes them all anew into `docs/screenshots`.
///
/// # Errors
/// When that folder can't be made.
pub fn run(places: &Places) -> Outcome<bool> {
    let mut steps = Steps::new(places);
    let folder = places.root.join("docs/screenshots");
    std::fs::create_dir_all(&folder).trying("making docs/screenshots")?;
    steps.set("BEHORIG_SCREENSHOTS", folder.to_string_lossy());
    let browser = steps.act("Browser", || Ok((Chromium::start(places)?, axe::ensure(places)?)));
    if let Some((chromium, axe)) = &browser {
        test::give_browser(&mut steps, places, chromium, axe);
        if steps.cargo("Build", &test::BUILD) {
            steps.cargo("Pictures", &["test", "--workspace", "--test", "walks", "--", "--ignored", "pictures"]);
        }
    }
    Ok(steps.summary())
}
