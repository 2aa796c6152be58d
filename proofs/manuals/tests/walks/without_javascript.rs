//! A browser that runs no scripts does the same work by plain pages.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::{sign_in, sign_in_by_telephone};

on_both_databases! {
    /// Sign in by a page that loads itself again, save a user, give and end a permission.
    async fn works_without_javascript(walk: Walk) {
        walk.look(View::default().without_scripts()).await?;
        sign_in_by_telephone(&walk, "Anna Ek").await?;
        walk.click("Alla användare").await?;
        walk.click("Svensson, Lovisa").await?;
        walk.heading("Lovisa Svensson").await?;
        walk.fill("Titel", "Leg. Naprapat, specialist").await?;
        walk.click("Spara").await?;
        walk.sees("Ändringarna är sparade.").await?;
        a_grant_is_given_and_ended(&walk).await?;
        // The same person again, on this device.
        sign_in(&walk, "Anna Ek").await
    }
}

async fn a_grant_is_given_and_ended(walk: &Walk) -> Outcome<()> {
    walk.click("Behörigheter").await?;
    walk.tick("Journalsäkerhetsansvarig").await?;
    walk.click("Spara").await?;
    walk.sees("Behörigheterna är sparade.").await?;
    walk.click("Avsluta Journalsäkerhetsansvarig, Rehabkliniken Fysio Centrum").await?;
    walk.heading("Avsluta behörigheten?").await?;
    walk.click("Avsluta").await?;
    walk.sees("Behörigheten är avslutad.").await
}
