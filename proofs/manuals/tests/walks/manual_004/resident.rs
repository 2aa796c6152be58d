//! The resident's side: clinics, a form in steps, attachments, the receipt, the thread; and a guardian who writes for a child.

use std::path::PathBuf;

use proof_manuals::{Outcome, View, Walk, on_both_databases};
use tempfile::TempDir;

use super::{CLINIC, HANNA, NORA, begins, contacts, opens, receipt};
use crate::people::{sign_in, sign_in_by_telephone};

/// The smallest picture there is: one pixel.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x04\0\0\0\xb5\x1c\x0c\x02\0\0\0\x0bIDATx\xdacd\xf8\x0f\0\x01\x05\x01\x01\x27\x18\xe3\x66\0\0\0\0IEND\xaeB`\x82";
const STIFF: &str = "Jag är stel i knät varje morgon.";

on_both_databases! {
    /// From *Mina mottagningar* to the answer, for oneself and for a child.
    async fn manual_004_resident(walk: Walk) {
        let nora = walk;
        sign_in_by_telephone(&nora, NORA.1).await?;
        nora_adds_a_clinic(&nora).await?;
        nora_books_in_steps(&nora).await?;
        nora_attaches_a_picture(&nora).await?;
        nora_withdraws(&nora).await?;
        nora_reads_what_is_unread(&nora).await?;
        nora_replies_and_sees_who_has_read(&nora).await?;
        let hanna = nora.another(View::default()).await?;
        sign_in(&hanna, HANNA.1).await?;
        let case = hanna_writes_for_her_child(&hanna).await?;
        let maria = nora.another(View::default()).await?;
        sign_in(&maria, "Maria Johansson").await?;
        maria_sees_the_child_and_who_wrote(&maria, &case).await?;
        let david = nora.another(View::default()).await?;
        sign_in(&david, "David Holmberg").await?;
        david_has_what_was_handed_out_and_nothing_else(&david).await
    }
}

/// A file with this name and content, for as long as the folder lives.
fn file(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Those that have let her in, and those that take in everyone who lives where she does.
async fn nora_adds_a_clinic(nora: &Walk) -> Outcome<()> {
    nora.click("Mina mottagningar").await?;
    nora.heading("Mina mottagningar").await?;
    nora.within(CLINIC).await?.sees("Tills vidare").await?;
    nora.sees("Mottagningar som du kan lägga till").await?;
    nora.sees_no("Vårdcentralen Nässjö").await?;
    nora.click("Lägg till mottagning Vårdcentralen Huskvarna").await?;
    nora.sees("Mottagningen är tillagd.").await?;
    nora.goto("/mina-mottagningar").await?;
    assert!(!nora.offers("Lägg till mottagning Vårdcentralen Huskvarna").await?, "the clinic is offered once more");
    nora.sees("Vårdcentralen Huskvarna").await
}

/// Each step is checked as she leaves it; what depends on an answer comes with it; a draft waits for her.
async fn nora_books_in_steps(nora: &Walk) -> Outcome<()> {
    begins(nora, "Boka tid").await?;
    nora.sees("Steg 1 av 2").await?;
    nora.click("Fortsätt").await?;
    nora.sees("Det finns ett problem").await?;
    nora.sees("Fyll i: Vad behöver du hjälp med?").await?;
    nora.fill("Vad behöver du hjälp med?", STIFF).await?;
    nora.sees_no("Var och ungefär när?").await?;
    nora.tick("Ja").await?;
    nora.fill("Var och ungefär när?", "Hos er i våras").await?;
    nora.tick("Tisdag").await?;
    nora.click("Fortsätt").await?;
    nora.sees("Steg 2 av 2").await?;
    nora.tick("Förmiddag").await?;
    nora.click("Spara utkast").await?;
    nora.sees("Utkastet är sparat.").await?;
    begins(nora, "Boka tid").await?;
    assert_eq!(nora.value_of("Vad behöver du hjälp med?").await?, STIFF);
    nora.click("Fortsätt").await?;
    nora.sees("Steg 2 av 2").await?;
    nora.within("Behöver du tolk?").await?.tick("Nej").await?;
    nora.fill("Telefonnummer som vi kan nå dig på", "070-174 06 80").await?;
    nora.click("Fortsätt").await?;
    nora.heading("Kontrollera: Boka tid").await?;
    for answer in [STIFF, "Hos er i våras", "Tisdag", "Förmiddag", "Mottagningen svarar senast"] {
        nora.sees(answer).await?;
    }
    nora.accessible().await?;
    nora.click("Skicka").await?;
    receipt(nora).await?;
    nora.sees("Svar senast").await?;
    nora.accessible().await
}

/// What a file is, is told by its content and not by its name.
async fn nora_attaches_a_picture(nora: &Walk) -> Outcome<()> {
    let folder = tempfile::tempdir().unwrap();
    begins(nora, "Kontakta mig").await?;
    nora.tick("Annat").await?;
    nora.fill("Skriv din fråga", "Ser såret bra ut?").await?;
    nora.tick("Skriv svaret här").await?;
    nora.attach("Bilder eller dokument", &file(&folder, "sår.png", b"#!/bin/sh\necho nej\n")).await?;
    nora.sees("sår.png").await?;
    nora.sees("Det finns ett problem").await?;
    assert_eq!(nora.value_of("Skriv din fråga").await?, "Ser såret bra ut?");
    nora.attach("Bilder eller dokument", &file(&folder, "såret.png", PICTURE)).await?;
    nora.sees("Filerna är bifogade.").await?;
    nora.within("såret.png").await?.sees("Ta bort").await?;
    nora.accessible().await?;
    nora.click("Fortsätt").await?;
    nora.heading("Kontrollera: Kontakta mig").await?;
    nora.sees("såret.png").await?;
    nora.click("Skicka").await?;
    receipt(nora).await?;
    nora.click("Visa ärendet").await?;
    nora.heading("Kontakta mig").await?;
    nora.within("såret.png").await?.sees("såret.png").await?;
    nora.sees("Framme hos Vårdcentralen Rosenlund.").await?;
    nora.sees("Inte läst där än.").await
}

/// As long as nobody has begun with it.
async fn nora_withdraws(nora: &Walk) -> Outcome<()> {
    contacts(nora, "Det här blev fel.").await?;
    nora.click("Visa ärendet").await?;
    nora.click("Ta tillbaka ärendet").await?;
    nora.sees("Ta tillbaka ärendet?").await?;
    nora.accessible().await?;
    nora.click("Ta tillbaka ärendet").await?;
    nora.sees("Ärendet är tillbakataget.").await?;
    nora.sees("Återtaget").await
}

/// Unread first, and the count is right when one is read.
async fn nora_reads_what_is_unread(nora: &Walk) -> Outcome<()> {
    nora.goto("/mina-arenden").await?;
    nora.sees("3 olästa").await?;
    nora.click("Vaccin mot influensa").await?;
    nora.heading("Vaccin mot influensa").await?;
    nora.sees("Det här är information som inte går att svara på.").await?;
    nora.goto("/mina-arenden").await?;
    nora.sees("2 olästa").await
}

/// Where the clinic asks, one answers in the case.
async fn nora_replies_and_sees_who_has_read(nora: &Walk) -> Outcome<()> {
    nora.within("Väntar på ditt svar").await?.click("Boka tid").await?;
    nora.heading("Boka tid").await?;
    nora.sees("Mottagningen väntar på ditt svar.").await?;
    nora.fill("Ditt svar", "Tre dagar i veckan, och vila hjälper.").await?;
    nora.click("Skicka svar").await?;
    nora.sees("Ditt svar är skickat.").await?;
    nora.click("Vem har läst ärendet").await?;
    nora.heading("Vem har läst ärendet").await?;
    nora.sees("Vårdcentralen Rosenlund").await?;
    nora.accessible().await
}

/// A guardian sees all the time whom it is about.
async fn hanna_writes_for_her_child(hanna: &Walk) -> Outcome<String> {
    hanna.goto("/mina-mottagningar").await?;
    hanna.click("Wilma Lilja").await?;
    hanna.sees("Du skriver som vårdnadshavare").await?;
    hanna.click(CLINIC).await?;
    hanna.heading(CLINIC).await?;
    hanna.click("Kontakta mig").await?;
    hanna.heading("Kontakta mig").await?;
    hanna.sees("20160309-2386").await?;
    hanna.tick("Annat").await?;
    hanna.fill("Skriv din fråga", "Får Wilma bada med örondropparna?").await?;
    hanna.tick("Skriv svaret här").await?;
    hanna.click("Fortsätt").await?;
    hanna.heading("Kontrollera: Kontakta mig").await?;
    hanna.sees("Wilma Lilja").await?;
    hanna.accessible().await?;
    hanna.click("Skicka").await?;
    let case = receipt(hanna).await?;
    hanna.click("Visa ärendet").await?;
    hanna.sees("Får Wilma bada med örondropparna?").await?;
    // It is the child's case, and not among her own.
    hanna.goto("/mina-arenden").await?;
    hanna.sees_no("Får Wilma bada").await?;
    hanna.click("Wilma Lilja").await?;
    hanna.sees("Kontakta mig").await?;
    Ok(case)
}

async fn maria_sees_the_child_and_who_wrote(maria: &Walk, case: &str) -> Outcome<()> {
    maria.goto("/arenden").await?;
    maria.within(case).await?.sees("Wilma Lilja").await?;
    opens(maria, "/arenden", case, "Kontakta mig").await?;
    maria.sees("Personnummer 20160309-2386").await?;
    maria.sees("10 år").await?;
    maria.sees("Hanna Lilja").await
}

/// The handed-out type, and those of the clinic that he isn't approved at stay away.
async fn david_has_what_was_handed_out_and_nothing_else(david: &Walk) -> Outcome<()> {
    david.goto("/mina-mottagningar").await?;
    david.within("Till en utdelad ärendetyp").await?.click(CLINIC).await?;
    david.heading(CLINIC).await?;
    david.sees("Uppföljning efter operation").await?;
    assert!(!david.offers("Boka tid").await?, "who isn't approved is offered the clinic's other case types");
    Ok(())
}
