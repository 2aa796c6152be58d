//! A browser that runs no scripts does the same work by plain pages.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::manual_004::{ALI_IN_LISTS, NORA, assigns, begins, opens, receipt};
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

on_both_databases! {
    /// A case from its first line to its answer: a form in steps, the receiver's list, an answer from an alternative.
    async fn cases_work_without_javascript(walk: Walk) {
        walk.look(View::default().without_scripts()).await?;
        sign_in(&walk, NORA.1).await?;
        let case = a_case_is_sent(&walk).await?;
        let maria = walk.another(View::default().without_scripts()).await?;
        sign_in(&maria, "Maria Johansson").await?;
        assigns(&maria, &case, ALI_IN_LISTS).await?;
        let ali = walk.another(View::default().without_scripts()).await?;
        sign_in(&ali, "Ali Rezai").await?;
        it_is_answered(&ali, &case).await?;
        walk.goto("/mina-arenden").await?;
        walk.sees("Besvarat").await
    }
}

/// What an answer before decides is said in words, and what does not apply is left empty.
async fn a_case_is_sent(nora: &Walk) -> Outcome<String> {
    begins(nora, "Boka tid").await?;
    nora.click("Fortsätt").await?;
    nora.sees("Det finns ett problem").await?;
    nora.sees("Svara bara om du har valt Ja").await?;
    nora.fill("Vad behöver du hjälp med?", "Jag är stel i knät varje morgon.").await?;
    nora.tick("Nej").await?;
    nora.click("Fortsätt").await?;
    nora.sees("Steg 2 av 2").await?;
    nora.click("Föregående steg").await?;
    assert_eq!(nora.value_of("Vad behöver du hjälp med?").await?, "Jag är stel i knät varje morgon.");
    nora.click("Fortsätt").await?;
    nora.within("Behöver du tolk?").await?.tick("Nej").await?;
    nora.fill("Telefonnummer som vi kan nå dig på", "070-174 06 80").await?;
    nora.click("Spara utkast").await?;
    nora.sees("Utkastet är sparat.").await?;
    begins(nora, "Boka tid").await?;
    nora.click("Fortsätt").await?;
    nora.sees("Steg 2 av 2").await?;
    nora.click("Fortsätt").await?;
    nora.heading("Kontrollera: Boka tid").await?;
    nora.click("Skicka").await?;
    receipt(nora).await
}

/// The text of the alternative comes into the message when a button is pressed over an empty one, and is read before it goes.
async fn it_is_answered(ali: &Walk, case: &str) -> Outcome<()> {
    opens(ali, "/arenden/mina", case, "Boka tid").await?;
    ali.tick("Tid bokad").await?;
    ali.click("Svara och avsluta").await?;
    ali.sees("Texten från svarsalternativet står nu i meddelandet.").await?;
    ali.click("Spara utkast").await?;
    ali.sees("Utkastet är sparat.").await?;
    opens(ali, "/arenden/mina", case, "Boka tid").await?;
    ali.click("Svara och avsluta").await?;
    ali.sees("Svaret är skickat och ärendet är avslutat.").await
}
