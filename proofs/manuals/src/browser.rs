//! A browser of the walk's own: empty, headless, and silent towards the world.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::error::WebDriverError;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};

use crate::failure::{Outcome, Trying};
use crate::setting;

/// An open browser, and the folder of its profile, which goes with it.
#[derive(Clone)]
pub struct Browser {
    pub driver: WebDriver,
    /// Only held, so that it lives as long as the browser that writes in it.
    _profile: Arc<TempDir>,
}

/// Without these Chromium looks for updates, proxies and sync servers at every start. The sandbox and the GPU are off because
/// tests run as root and in containers.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1440,900",
];

impl Browser {
    /// Opens one with a new, empty profile.
    ///
    /// # Errors
    /// When the driver is not told of, not there, or can't start a browser.
    pub async fn open() -> Outcome<Self> {
        let address = setting::required(setting::CHROMEDRIVER)?;
        let profile = tempfile::tempdir().trying("making a folder for the browser's profile")?;
        let wishes = wishes(&profile).trying("describing the browser")?;
        let driver = WebDriver::builder(address.as_str(), wishes)
            .request_timeout(Duration::from_secs(120))
            .connect()
            .await
            .trying(format!("starting Chromium by the driver at {address}"))?;
        Ok(Self { driver, _profile: Arc::new(profile) })
    }
}

fn wishes(profile: &TempDir) -> Result<thirtyfour::ChromeCapabilities, WebDriverError> {
    let mut wishes = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wishes.add_arg(flag)?;
    }
    wishes.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    wishes.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    if let Some(browser) = setting::optional(setting::CHROMIUM) {
        wishes.set_binary(&browser)?;
    }
    Ok(wishes)
}
