//! Seed 001, *Invånare (lokal administratör)*: every heading, in the manual's order and with its words.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::sign_in;

/// A resident who lives outside the clinic's area and is approved nowhere.
const OMAR: (&str, &str) = ("950606-2398", "Omar Yusuf");
/// A resident with protected identity.
const SARA: (&str, &str) = ("940211-2388", "Sara Blom");
/// A ready case type, which the clinic keeps for those whom it chooses.
const RESTRICTED: &str = "Förnya recept";

on_both_databases! {
    /// The local administrator approves, removes, hands out, changes and takes back.
    async fn manual_001_residents(walk: Walk) {
        let lena = walk;
        sign_in(&lena, "Lena Nordin").await?;
        a_case_type_has_begransat_urval(&lena).await?;
        the_card_leads_to_the_list(&lena).await?;
        a_resident_is_approved(&lena).await?;
        the_approval_is_removed(&lena).await?;
        a_case_type_is_handed_out(&lena).await?;
        the_handed_out_case_type_is_changed(&lena).await?;
        the_handed_out_case_type_is_removed(&lena).await?;
        many_are_removed_at_once(&lena).await?;
        let without = lena.another(View::default().without_scripts()).await?;
        sign_in(&without, "Lena Nordin").await?;
        all_of_it_works_without_scripts(&without).await
    }
}

/// *Det bygger på att ärendetypen har ett begränsat urval.*
async fn a_case_type_has_begransat_urval(lena: &Walk) -> Outcome<()> {
    lena.goto("/mottagning/arendetyper").await?;
    lena.click(RESTRICTED).await?;
    lena.heading(RESTRICTED).await?;
    lena.click("Begränsa urvalet").await?;
    lena.sees("Begränsa urvalet för Förnya recept?").await?;
    lena.click("Begränsa urvalet").await?;
    lena.sees("Urvalet är begränsat.").await
}

/// *Logga in som lokal administratör. Välj mottagning på startsidan. Välj kortet Invånare.*
async fn the_card_leads_to_the_list(lena: &Walk) -> Outcome<()> {
    lena.goto("/").await?;
    lena.sees("Vårdcentralen Rosenlund").await?;
    lena.within("Se vilka invånare").await?.click("Invånare").await?;
    lena.heading("Invånare").await?;
    let nora = lena.within("Lindqvist, Nora").await?;
    nora.sees("Godkänd för kommunikation").await?;
    nora.sees("tills vidare").await?;
    lena.accessible().await
}

/// *Godkänn invånare för kommunikation.*
async fn a_resident_is_approved(lena: &Walk) -> Outcome<()> {
    lena.click("Godkänn invånare").await?;
    lena.heading("Godkänn invånare").await?;
    // A protected person is no one to who may not see such persons.
    lena.fill("Invånarens personnummer", SARA.0).await?;
    lena.click("Fortsätt").await?;
    lena.sees("Ingen i personregistret har det numret.").await?;
    lena.sees_no(SARA.1).await?;
    lena.fill("Invånarens personnummer", OMAR.0).await?;
    lena.click("Fortsätt").await?;
    // *Namn och personnummer på invånaren visas.*
    lena.sees(OMAR.1).await?;
    lena.sees("19950606-2398").await?;
    assert!(!lena.path().await?.contains("950606"), "the number stands in the address");
    lena.accessible().await?;
    lena.click("Godkänn").await?;
    lena.sees("Invånaren är godkänd för kommunikation.").await?;
    lena.heading("Godkännande och ärendetyper").await?;
    lena.sees(OMAR.1).await?;
    lena.sees("Lena Nordin").await?;
    lena.accessible().await?;
    // Once more: the manual's list has each resident once.
    lena.click("Invånare").await?;
    lena.click("Godkänn invånare").await?;
    lena.fill("Invånarens personnummer", OMAR.0).await?;
    lena.click("Fortsätt").await?;
    lena.sees("Omar Yusuf är redan godkänd för kommunikation.").await
}

/// *Ta bort godkännande för kommunikation.*
async fn the_approval_is_removed(lena: &Walk) -> Outcome<()> {
    lena.goto("/invanare").await?;
    // *Klicka på den invånare som du vill ta bort godkännandet för.*
    lena.click("Yusuf, Omar").await?;
    lena.heading("Godkännande och ärendetyper").await?;
    lena.sees(OMAR.1).await?;
    lena.click("Ta bort godkännande").await?;
    // *En pop-up visas.*
    lena.sees("Det här upphör för Omar Yusuf vid Vårdcentralen Rosenlund:").await?;
    lena.sees("inte längre möjlighet att kontakta mottagningen").await?;
    lena.accessible().await?;
    lena.press("Escape").await?;
    lena.sees("Gäller").await?;
    lena.click("Ta bort godkännande").await?;
    lena.click("Ta bort").await?;
    lena.sees("Godkännandet för kommunikation har tagits bort.").await?;
    lena.heading("Invånare").await?;
    lena.sees_no("Yusuf, Omar").await
}

/// *Dela ut en ärendetyp.*
async fn a_case_type_is_handed_out(lena: &Walk) -> Outcome<()> {
    lena.click("Dela ut ärendetyp").await?;
    lena.fill("Invånarens personnummer", OMAR.0).await?;
    lena.click("Fortsätt").await?;
    lena.sees(OMAR.1).await?;
    lena.sees("19950606-2398").await?;
    // The button is there, and tells what it waits for.
    lena.click("Dela ut").await?;
    lena.sees("Välj ärendetyp. Välj hur länge.").await?;
    lena.fill("Ärendetyp", RESTRICTED).await?;
    assert!(!is_ready(lena).await?, "the button is active before both are chosen");
    lena.tick("Till ett datum").await?;
    assert!(!is_ready(lena).await?, "the button is active before a day is chosen");
    lena.fill("Sista dag", "2099-12-31").await?;
    // *Knappen Dela ut blir aktiv.*
    assert!(is_ready(lena).await?, "the button does not become active");
    lena.accessible().await?;
    lena.click("Dela ut").await?;
    lena.sees("Ärendetypen har delats ut.").await?;
    handed_out(lena).await?.sees("2099-12-31").await?;
    lena.sees("Invånaren är inte godkänd för kommunikation.").await?;
    lena.click("Varför?").await?;
    lena.within(RESTRICTED).await?.sees("Ja").await?;
    lena.accessible().await
}

/// The line of the case type on the resident's page.
async fn handed_out(lena: &Walk) -> Outcome<Walk> {
    lena.within("Utdelade ärendetyper").await?.within(RESTRICTED).await
}

/// Whether the button says that it is ready.
async fn is_ready(lena: &Walk) -> Outcome<bool> {
    let script = "return document.querySelector('[data-waits] button').getAttribute('aria-disabled')";
    let answer: String = lena.driver().execute(script, []).await?.convert()?;
    Ok(answer == "false")
}

/// *Redigera utdelad ärendetyp.*
async fn the_handed_out_case_type_is_changed(lena: &Walk) -> Outcome<()> {
    lena.goto("/invanare?visa=utdelade").await?;
    lena.click("Yusuf, Omar").await?;
    handed_out(lena).await?.click("Ändra").await?;
    lena.heading("Ändra utdelad ärendetyp").await?;
    assert_eq!(lena.value_of("Sista dag").await?, "2099-12-31");
    lena.fill("Sista dag", "2020-01-01").await?;
    lena.click("Spara").await?;
    lena.sees("Välj i dag eller en senare dag.").await?;
    lena.tick("Tills vidare").await?;
    lena.accessible().await?;
    lena.click("Spara").await?;
    lena.sees("Den utdelade ärendetypen är ändrad.").await?;
    handed_out(lena).await?.sees("tills vidare").await
}

/// *Ta bort utdelad ärendetyp.*
async fn the_handed_out_case_type_is_removed(lena: &Walk) -> Outcome<()> {
    lena.goto("/invanare").await?;
    lena.click("Yusuf, Omar").await?;
    handed_out(lena).await?.click("Ändra").await?;
    lena.click("Ta bort").await?;
    lena.sees("Omar Yusuf kan inte längre använda Förnya recept").await?;
    lena.click("Ta bort").await?;
    lena.sees("Ärendetypen är borttagen.").await?;
    lena.sees("Utdelad ärendetyp borttagen").await
}

/// Several ticked in the list, and one question that names them all.
async fn many_are_removed_at_once(lena: &Walk) -> Outcome<()> {
    approve(lena, OMAR.0).await?;
    lena.goto("/invanare").await?;
    lena.tick("Välj Omar Yusuf").await?;
    lena.tick("Välj Nora Lindqvist").await?;
    lena.click("Ta bort godkännande för valda").await?;
    lena.heading("Ta bort godkännande för 2 invånare").await?;
    lena.sees(OMAR.1).await?;
    lena.sees("Nora Lindqvist").await?;
    lena.accessible().await?;
    lena.click("Ta bort").await?;
    lena.sees("Godkännandena för kommunikation har tagits bort.").await
}

async fn approve(lena: &Walk, number: &str) -> Outcome<()> {
    lena.goto("/invanare/godkann").await?;
    lena.fill("Invånarens personnummer", number).await?;
    lena.click("Fortsätt").await?;
    lena.click("Godkänn").await?;
    lena.sees("Invånaren är godkänd för kommunikation.").await
}

/// The same headings once more, with questions as pages.
async fn all_of_it_works_without_scripts(lena: &Walk) -> Outcome<()> {
    approve(lena, OMAR.0).await?;
    lena.click("Dela ut ärendetyp").await?;
    lena.click("Dela ut").await?;
    lena.sees("Välj ärendetyp.").await?;
    lena.sees("Välj hur länge.").await?;
    lena.fill("Ärendetyp", RESTRICTED).await?;
    lena.tick("Tills vidare").await?;
    lena.click("Dela ut").await?;
    lena.sees("Ärendetypen har delats ut.").await?;
    lena.click("Ta bort godkännande").await?;
    lena.heading("Ta bort godkännande").await?;
    // *Har inte längre möjlighet att kontakta mottagningen via någon av deras ärendetyper.*
    lena.sees("Ärendetypen Förnya recept").await?;
    lena.click("Ta bort").await?;
    lena.sees("Godkännandet för kommunikation har tagits bort.").await?;
    lena.sees_no("Yusuf, Omar").await
}
