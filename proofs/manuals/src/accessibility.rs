//! Whether a page can be used by everybody, as far as a machine can tell: axe-core's rules, and no sideways scrolling.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::failure::{Failure, Outcome, Trying};
use crate::setting;
use crate::view::{Scheme, Width};
use crate::walk::Walk;

/// One rule of axe-core that a page breaks.
#[derive(Debug, Clone, Deserialize)]
pub struct Violation {
    /// The rule's name, as `color-contrast`.
    pub id: String,
    /// What the rule asks, in words.
    pub help: String,
    /// How bad it is: minor, moderate, serious, critical.
    pub impact: Option<String>,
    /// Where the page breaks it.
    #[serde(rename = "nodes")]
    pub places: Vec<Place>,
}

/// An element that breaks a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its source.
    pub html: String,
    /// What to mend.
    #[serde(default)]
    pub failure_summary: String,
}

/// All rules of WCAG 2.0 to 2.2, A and AA, and the good practices; target size is off unless asked for.
const RUN: &str = "
    return axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
        .then((results) => results.violations.map(({ id, help, impact, nodes }) => ({
            id, help, impact, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))";

/// What reaches beyond the right edge, so that one would have to scroll sideways (WCAG 1.4.10).
const TOO_WIDE: &str = "
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > width + 1);
    return wide.slice(0, 5).map((it) => it.outerHTML.slice(0, 160))";

impl Walk {
    /// What axe-core finds on the page, as it is looked at now.
    ///
    /// # Errors
    /// When axe-core isn't there or doesn't run.
    pub async fn axe(&self) -> Outcome<Vec<Violation>> {
        if !self.driver().execute("return 'axe' in window", []).await?.convert::<bool>()? {
            let file = setting::required(setting::AXE)?;
            let source = std::fs::read_to_string(&file).trying(&file)?;
            self.driver().execute(source, []).await?;
        }
        Ok(self.driver().execute(RUN, []).await?.convert()?)
    }

    /// Holds the page to axe-core's rules and to its width, on narrow screen, phone and desk, light and dark; then looks as
    /// before. Languages are the walk's own affair, since a page has to be asked for anew.
    ///
    /// # Errors
    /// When anything is found; with every place and what to mend.
    pub async fn accessible(&self) -> Outcome<()> {
        let before = self.view();
        let mut found = String::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            for width in [Width::Narrow, Width::Phone, Width::Desk] {
                self.look(before.on(width).in_the(scheme)).await?;
                let told = self.told_faults().await?;
                if !told.is_empty() {
                    // Writing to a String can't fail.
                    let _ = writeln!(found, "{}:\n{told}", self.view().name());
                }
            }
        }
        self.look(before).await?;
        if found.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("{} can't be used by everybody.\n{found}", self.path().await?)))
    }

    async fn told_faults(&self) -> Outcome<String> {
        let mut told = String::new();
        for violation in self.axe().await? {
            let impact = violation.impact.as_deref().unwrap_or("unknown");
            let _ = writeln!(told, "  {} ({impact}): {}", violation.id, violation.help);
            for place in violation.places {
                let summary = place.failure_summary.replace('\n', "\n      ");
                let _ = writeln!(told, "    {}\n      {summary}", place.html);
            }
        }
        for wide in self.driver().execute(TOO_WIDE, []).await?.convert::<Vec<String>>()? {
            let _ = writeln!(told, "  reaches beyond the right edge: {wide}");
        }
        Ok(told)
    }
}
