//! Waiting for a page that has been told to go.

use crate::failure::{Failure, Outcome, patiently};
use crate::walk::Walk;

/// Has the page remember that a link or a form of its own takes it away. The browser tells of a new page only once that one begins
/// to come, and a page that is still there while its form is on the way to a busy program looks like the answer. Links to new tabs,
/// to files and to places on the page, forms of dialogs, and whatever a script of the page's has taken over do not lead away.
const WATCH: &str = "
    window.walkLeaves = false;
    if (window.walkWatches) return;
    window.walkWatches = true;
    const path = (address) => address.split('#')[0];
    const leaves = (event) => { if (!event.defaultPrevented) window.walkLeaves = true; };
    addEventListener('click', (event) => {
        const link = event.target.closest?.('a[href]');
        const elsewhere = link && /^https?:/.test(link.href) && path(link.href) !== path(location.href);
        if (elsewhere && !link.target && !link.hasAttribute('download')) leaves(event);
    });
    addEventListener('submit', (event) => {
        const by = event.submitter;
        const method = by?.getAttribute('formmethod') ?? event.target.method;
        if (method !== 'dialog' && !by?.formTarget && !event.target.target) leaves(event);
    });";

const STAYS: &str = "return window.walkLeaves === true";

impl Walk {
    /// Watches for the page to go, from now on.
    pub(crate) async fn watch_leaving(&self) -> Outcome<()> {
        self.driver().execute(WATCH, []).await?;
        Ok(())
    }

    /// Waits until the page is gone that was left by what was done last; not at all when it was not left.
    ///
    /// # Errors
    /// When it stays, as it does when the answer is a file.
    pub(crate) async fn has_left(&self) -> Outcome<()> {
        patiently(async || {
            if self.driver().execute(STAYS, []).await?.convert::<bool>()? {
                Err(Failure::not_yet("the page was left, and no other comes"))
            } else {
                Ok(())
            }
        })
        .await
    }
}
