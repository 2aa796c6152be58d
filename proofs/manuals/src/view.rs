//! How a person looks at the page: on what screen, in what light, in which language, with or without scripts.

use serde_json::json;
use thirtyfour::WebDriver;

use crate::failure::Outcome;

/// The screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 320 × 640: what WCAG 1.4.10 (reflow) asks for; also a desk at 400 % zoom.
    Narrow,
    /// 390 × 844, a common telephone.
    Phone,
    /// 1440 × 900, a common laptop.
    Desk,
}

/// The colours that the person prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The language that the person's browser asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Svenska.
    Swedish,
    /// English.
    English,
}

/// All of it together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The screen.
    pub width: Width,
    /// The colours.
    pub scheme: Scheme,
    /// The language asked for at the next request.
    pub language: Language,
    /// Whether the page's own scripts run, from the next page on.
    pub scripts: bool,
}

impl Default for View {
    fn default() -> Self {
        Self { width: Width::Desk, scheme: Scheme::Light, language: Language::Swedish, scripts: true }
    }
}

impl View {
    /// The same on another screen.
    #[must_use]
    pub fn on(self, width: Width) -> Self {
        Self { width, ..self }
    }

    /// The same in other colours.
    #[must_use]
    pub fn in_the(self, scheme: Scheme) -> Self {
        Self { scheme, ..self }
    }

    /// The same in another language.
    #[must_use]
    pub fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same without scripts.
    #[must_use]
    pub fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// How a file with this view is named, as `desk-light-sv`.
    pub fn name(self) -> String {
        let width = match self.width {
            Width::Narrow => "narrow",
            Width::Phone => "phone",
            Width::Desk => "desk",
        };
        let scheme = match self.scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let language = match self.language {
            Language::Swedish => "sv",
            Language::English => "en",
        };
        let scripts = if self.scripts { "" } else { "-without-scripts" };
        format!("{width}-{scheme}-{language}{scripts}")
    }

    /// Makes the browser look so.
    pub(crate) async fn apply(self, driver: &WebDriver) -> Outcome<()> {
        let (width, height, mobile) = match self.width {
            Width::Narrow => (320, 640, true),
            Width::Phone => (390, 844, true),
            Width::Desk => (1440, 900, false),
        };
        let scheme = if self.scheme == Scheme::Dark { "dark" } else { "light" };
        let languages = if self.language == Language::Swedish { "sv-SE,sv,en" } else { "en-GB,en,sv" };
        let agent = driver.execute("return navigator.userAgent", []).await?.convert::<String>()?;
        let cdp = driver.cdp();
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
        // Nothing moves, so that a button is never clicked beside and two pictures of a page are the same.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        cdp.send_raw("Emulation.setEmulatedMedia", json!({ "media": "", "features": features })).await?;
        let agent = json!({ "userAgent": agent, "acceptLanguage": languages });
        cdp.send_raw("Emulation.setUserAgentOverride", agent).await?;
        cdp.send_raw("Emulation.setScriptExecutionDisabled", json!({ "value": !self.scripts })).await?;
        Ok(())
    }
}
