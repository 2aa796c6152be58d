//! The demo's mailbox, where notices come.

use std::time::Duration;

use proof_manuals::{Outcome, View, Walk};

/// A letter with this heading comes, and holds nothing of what the case says.
pub(super) async fn a_letter_came(somebody: &Walk, heading: &str, kept_out: &[&str]) -> Outcome<()> {
    let reader = somebody.another(View::default()).await?;
    reader.goto("/logga-in").await?;
    reader.click("Demons brevlåda").await?;
    reader.heading("Demons brevlåda").await?;
    for _ in 0..100 {
        if reader.text().await?.contains(heading) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        reader.click("Se efter igen").await?;
    }
    reader.sees(heading).await?;
    for text in kept_out {
        reader.sees_no(text).await?;
    }
    Ok(())
}
