//! *Internpost*: a thread among staff, to a person and to a role, in two browsers.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::sign_in;

const SUBJECT: &str = "Schemat för nästa vecka";

on_both_databases! {
    /// A colleague writes, another reads and answers; whoever is not in it never sees it.
    async fn internal_mail(walk: Walk) {
        let maria = walk;
        sign_in(&maria, "Maria Johansson").await?;
        maria_writes_to_ali(&maria).await?;
        let ali = maria.another(View::default()).await?;
        sign_in(&ali, "Ali Rezai").await?;
        let path = ali_reads_and_answers(&ali).await?;
        maria.goto("/internpost").await?;
        maria.click(SUBJECT).await?;
        maria.sees("Jag tar tisdagen.").await?;
        maria.accessible().await?;
        let lena = maria.another(View::default()).await?;
        sign_in(&lena, "Lena Nordin").await?;
        lena.goto(&path).await?;
        lena.heading("Sidan finns inte").await?;
        lena.goto("/internpost").await?;
        lena.sees_no(SUBJECT).await
    }
}

async fn maria_writes_to_ali(maria: &Walk) -> Outcome<()> {
    maria.click("Skriv internpost").await?;
    maria.heading("Skriv internpost").await?;
    maria.click("Skicka").await?;
    for missing in ["Välj vem det ska gå till.", "Skriv ett ämne.", "Skriv ett meddelande."] {
        maria.sees(missing).await?;
    }
    maria.fill("Till", "Ali Rezai, Leg. Läkare").await?;
    maria.fill("Ämne", SUBJECT).await?;
    maria.fill("Meddelande", "Kan du ta tisdagen? <b>Tack!</b>").await?;
    maria.click("Skicka").await?;
    maria.sees("Internposten är skickad.").await?;
    maria.goto("/internpost/skickat").await?;
    maria.sees(SUBJECT).await
}

async fn ali_reads_and_answers(ali: &Walk) -> Outcome<String> {
    ali.goto("/internpost").await?;
    ali.sees("Du har 3 olästa meddelanden.").await?;
    ali.click(SUBJECT).await?;
    ali.heading(SUBJECT).await?;
    ali.sees("<b>Tack!</b>").await?;
    ali.accessible().await?;
    let path = ali.path().await?;
    ali.fill("Meddelande", "Jag tar tisdagen.").await?;
    ali.click("Skicka svar").await?;
    ali.sees("Svaret är skickat.").await?;
    ali.goto("/internpost").await?;
    ali.sees("Du har 2 olästa meddelanden.").await?;
    Ok(path)
}
