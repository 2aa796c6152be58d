//! *Administratör - Administrera behörigheter*, *Återaktivera låst vårdaktörskonto* and *Inställningar för mottagningen*.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use super::{CLINIC, NORA};
use crate::people::sign_in;

const ADMINISTER: &str = "Administrera behörigheter";
/// What the page asks for.
const WHO: &str = "Personnummer eller HSA-id";
const WITHOUT_ACCOUNT: &str = "960913-2387";
const MATS_BY_HSA_ID: &str = "SE5565594230-T0007";

on_both_databases! {
    /// The administrator says who may do what at the clinic, and what the clinic is.
    async fn manual_004_administrator(walk: Walk) {
        let tuomas = walk;
        sign_in(&tuomas, "Tuomas Virtanen").await?;
        let mats = tuomas.another(View::default()).await?;
        sign_in(&mats, "Mats Hedman").await?;
        tuomas_lets_mats_answer(&tuomas, &mats).await?;
        let samir = tuomas.another(View::default()).await?;
        sign_in(&samir, "Samir Haddad").await?;
        samir_registers_who_has_no_account(&samir).await?;
        let anna = tuomas.another(View::default()).await?;
        sign_in(&anna, "Anna Ek").await?;
        anna_reactivates_a_locked_account(&anna).await?;
        let lena = tuomas.another(View::default()).await?;
        sign_in(&lena, "Lena Nordin").await?;
        lena_registers_who_has_no_account(&lena).await?;
        let nora = tuomas.another(View::default()).await?;
        sign_in(&nora, NORA.1).await?;
        lena_says_how_to_reach_the_clinic(&lena, &nora).await?;
        lena_promises_an_answer(&lena).await?;
        lena_closes_and_opens_the_clinic(&lena, &nora).await?;
        lena_narrows_the_catchment_area(&lena).await
    }
}

/// *Vilka behörigheter dina kollegor ska ha*: the number, *Hämta*, a tick, *Tilldela*; it holds at the colleague's next page.
async fn tuomas_lets_mats_answer(tuomas: &Walk, mats: &Walk) -> Outcome<()> {
    mats.goto("/arenden/mina").await?;
    mats.heading("Du saknar behörighet").await?;
    tuomas.click(ADMINISTER).await?;
    tuomas.heading(ADMINISTER).await?;
    tuomas.click("Hämta").await?;
    tuomas.sees("Fyll i kollegans personnummer eller HSA-id.").await?;
    // Who has no account is registered by those who may; anyone else is told whom to ask.
    tuomas.fill(WHO, WITHOUT_ACCOUNT).await?;
    tuomas.click("Hämta").await?;
    tuomas.sees("Kollegan har inget konto").await?;
    assert!(!tuomas.offers("Registrera").await?, "who can't create users is offered to");
    tuomas.sees("Lena Nordin").await?;
    tuomas.fill(WHO, MATS_BY_HSA_ID).await?;
    tuomas.click("Hämta").await?;
    tuomas.sees("Mats Hedman").await?;
    tuomas.sees("Leg. Psykolog").await?;
    assert!(!tuomas.path().await?.contains("SE55"), "who is asked for stands in the address");
    tuomas.accessible().await?;
    tuomas.tick("Ärendehanterare").await?;
    tuomas.click("Tilldela").await?;
    tuomas.sees("Behörigheterna är sparade och gäller direkt.").await?;
    mats.goto("/arenden/mina").await?;
    mats.heading("Mina ärenden").await
}

/// No account: the local administrator fills in who it is, and support connects the account.
async fn lena_registers_who_has_no_account(lena: &Walk) -> Outcome<()> {
    lena.click(ADMINISTER).await?;
    lena.fill(WHO, WITHOUT_ACCOUNT).await?;
    lena.click("Hämta").await?;
    lena.sees("Supporten ansluter kontot").await?;
    lena.click("Registrera").await?;
    lena.heading("Ansluta en ny användare").await?;
    assert!(lena.value_of("Personnummer (BankID)").await?.contains("960913"), "the number is asked for once more");
    assert!(!lena.path().await?.contains("960913"), "the number stands in the address");
    Ok(())
}

/// No account: *Registrera*, where the permissions are chosen in the same form.
async fn samir_registers_who_has_no_account(samir: &Walk) -> Outcome<()> {
    samir.click(ADMINISTER).await?;
    samir.fill(WHO, WITHOUT_ACCOUNT).await?;
    samir.click("Hämta").await?;
    samir.click("Registrera").await?;
    samir.heading("Ny användare").await?;
    assert!(samir.value_of("Personnummer (BankID)").await?.contains("960913"), "the number is asked for once more");
    assert!(!samir.path().await?.contains("960913"), "the number stands in the address");
    Ok(())
}

/// *Läs hur du som administratör återaktiverar ett låst vårdaktörskonto.*
async fn anna_reactivates_a_locked_account(anna: &Walk) -> Outcome<()> {
    anna.click("Alla användare").await?;
    anna.within("Öst, Helena").await?.sees("Låst").await?;
    anna.click("Öst, Helena").await?;
    anna.click("Användarkonto").await?;
    anna.sees("Låst av systemet").await?;
    anna.click("Återaktivera låst konto").await?;
    anna.sees("Kontot är återaktiverat.").await?;
    let helena = anna.another(View::default()).await?;
    sign_in(&helena, "Helena Öst").await
}

/// *De generella inställningarna för mottagningen*; the resident reads them at once.
async fn lena_says_how_to_reach_the_clinic(lena: &Walk, nora: &Walk) -> Outcome<()> {
    lena.click("Inställningar för mottagningen").await?;
    lena.heading("Inställningar för mottagningen").await?;
    lena.click("Kontaktuppgifter och öppettider").await?;
    lena.fill("Telefon", "031-390 06 11").await?;
    lena.fill("Postnummer", "5531").await?;
    lena.click("Spara").await?;
    lena.sees("Skriv postnumret med fem siffror").await?;
    assert_eq!(lena.value_of("Telefon").await?, "031-390 06 11");
    lena.fill("Postnummer", "553 18").await?;
    lena.click("Spara").await?;
    lena.sees("Inställningarna är sparade.").await?;
    lena.goto("/mottagning/texter").await?;
    lena.fill("Om mottagningen", "Vi finns för dig i Rosenlund.").await?;
    lena.fill("Villkor och viktig information", "Ring 112 om det är akut.").await?;
    lena.click("Spara").await?;
    lena.sees("Inställningarna är sparade.").await?;
    nora.goto("/mina-mottagningar").await?;
    nora.click(CLINIC).await?;
    nora.sees("031-390 06 11").await?;
    nora.sees("Vi finns för dig i Rosenlund.").await?;
    lena.goto("/mottagning/historik").await?;
    lena.sees("031-390 06 10").await?;
    lena.sees("Lena Nordin").await
}

async fn lena_promises_an_answer(lena: &Walk) -> Outcome<()> {
    lena.goto("/mottagning/svar").await?;
    lena.fill("Svar inom så många arbetsdagar", "4").await?;
    lena.tick("En gemensam adress").await?;
    lena.click("Spara").await?;
    lena.sees("Fyll i adressen som aviseringarna ska gå till.").await?;
    lena.fill("Gemensam adress", "arenden@rjl.example").await?;
    lena.click("Spara").await?;
    lena.sees("Inställningarna är sparade.").await?;
    lena.goto("/mottagning").await?;
    lena.sees("Svar inom 4 arbetsdagar").await
}

/// Closed, it takes no new case; ended it can't be while anything is open.
async fn lena_closes_and_opens_the_clinic(lena: &Walk, nora: &Walk) -> Outcome<()> {
    lena.goto("/mottagning/status").await?;
    lena.tick("Avslutad").await?;
    lena.click("Spara").await?;
    lena.sees("Mottagningen kan inte avslutas än").await?;
    lena.tick("Stängd för nya ärenden").await?;
    lena.click("Spara").await?;
    lena.sees("Inställningarna är sparade.").await?;
    nora.goto("/mina-mottagningar").await?;
    nora.click(CLINIC).await?;
    nora.sees("Tar inte emot nya ärenden").await?;
    assert!(!nora.offers("Boka tid").await?, "a closed clinic takes new cases");
    lena.goto("/mottagning/status").await?;
    lena.tick("Öppen").await?;
    lena.click("Spara").await?;
    lena.sees("Inställningarna är sparade.").await
}

/// Who adds the clinic by living there.
async fn lena_narrows_the_catchment_area(lena: &Walk) -> Outcome<()> {
    lena.goto("/mottagning/betjaningsomrade").await?;
    lena.fill("Ålder från", "70").await?;
    lena.fill("Ålder till och med", "60").await?;
    lena.click("Spara").await?;
    lena.sees("Ålder till och med kan inte vara lägre än ålder från.").await?;
    lena.fill("Ålder till och med", "90").await?;
    lena.click("Spara").await?;
    lena.sees("Inställningarna är sparade.").await?;
    lena.click("Betjäningsområde").await?;
    lena.sees("och är 70 till 90 år kan själva lägga till mottagningen").await
}
