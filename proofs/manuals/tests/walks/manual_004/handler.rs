//! *Vårdgivare - Besvara ett ärende* and *Vårdgivare - Skicka nytt ärende*.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use super::{ALI_IN_LISTS, CLINIC, HANNA, NORA, OMAR, assigns, contacts, opens};
use crate::people::sign_in;

const QUESTION: &str = "Kan jag ta medicinen på morgonen i stället?";
const ON_ITS_WAY: &str = "Hej Nora! Jag tittar på det och svarar i dag.";
const REPLY: &str = "Klockan sju, och jag äter frukost halv åtta.";
const ANSWER: &str = "Hej Nora! Ja, ta den på morgonen med mat. <b>Inte</b> på fastande mage.";

on_both_databases! {
    /// A handler answers a resident, and writes to residents first.
    async fn manual_004_handler(walk: Walk) {
        let nora = walk;
        sign_in(&nora, NORA.1).await?;
        let case = contacts(&nora, QUESTION).await?;
        nora.click("Visa ärendet").await?;
        nora.heading("Kontakta mig").await?;
        let hers = nora.path().await?;
        // An open case is read as it grows, so she looks at something else.
        nora.goto("/").await?;
        let maria = nora.another(View::default()).await?;
        sign_in(&maria, "Maria Johansson").await?;
        assigns(&maria, &case, ALI_IN_LISTS).await?;
        let ali = nora.another(View::default()).await?;
        sign_in(&ali, "Ali Rezai").await?;
        ali_chooses_an_answer_and_the_draft_is_kept(&ali, &case).await?;
        they_see_each_other_and_nothing_is_lost(&ali, &maria, &case).await?;
        ali_asks_back(&ali, &case).await?;
        nora_replies(&nora, &hers).await?;
        ali_answers_and_closes(&ali, &case).await?;
        nora_reads_the_answer(&nora, &hers).await?;
        ali_writes_to_many_from_a_template(&ali).await?;
        ali_asks_a_question_of_his_own(&ali).await?;
        nora_reads_both(&nora).await
    }
}

/// The text of the alternative goes into the message; what is typed is on the server a moment later.
async fn ali_chooses_an_answer_and_the_draft_is_kept(ali: &Walk, case: &str) -> Outcome<()> {
    opens(ali, "/arenden/mina", case, "Kontakta mig").await?;
    ali.sees(QUESTION).await?;
    ali.sees("19930427-2389").await?;
    ali.accessible().await?;
    ali.click("Svara och avsluta").await?;
    ali.sees("Skriv ett meddelande.").await?;
    ali.tick("Vi behöver veta mer").await?;
    let offered = ali.value_of("Meddelande").await?;
    assert!(offered.contains("Vi behöver veta lite mer"), "the text of the answer is not in the message: {offered}");
    ali.fill("Meddelande", "Hej Nora! När äter du frukost?").await?;
    ali.sees("Utkastet sparades").await?;
    let path = ali.path().await?;
    ali.goto("/arenden/mina").await?;
    ali.goto(&path).await?;
    assert_eq!(ali.value_of("Meddelande").await?, "Hej Nora! När äter du frukost?");
    assert!(ali.is_ticked("Vi behöver veta mer").await?, "the chosen answer is not in the draft");
    Ok(())
}

/// Two at the same case: each is told of the other, and the later one reads what came before sending.
async fn they_see_each_other_and_nothing_is_lost(ali: &Walk, maria: &Walk, case: &str) -> Outcome<()> {
    opens(maria, "/arenden/alla", case, "Kontakta mig").await?;
    maria.sees("Ali Rezai har också ärendet öppet.").await?;
    maria.fill("Meddelande", ON_ITS_WAY).await?;
    maria.click("Delsvar").await?;
    maria.sees("Delsvaret är skickat.").await?;
    ali.click("Motfråga").await?;
    ali.sees("Läs det nya nedan.").await?;
    ali.sees(ON_ITS_WAY).await?;
    assert_eq!(ali.value_of("Meddelande").await?, "Hej Nora! När äter du frukost?");
    Ok(())
}

async fn ali_asks_back(ali: &Walk, case: &str) -> Outcome<()> {
    ali.click("Motfråga").await?;
    ali.sees("Motfrågan är skickad. Ärendet väntar på invånaren.").await?;
    ali.sees("inte läst än").await?;
    ali.goto("/arenden/mina").await?;
    ali.within(case).await?.sees("Väntar på invånaren").await
}

async fn nora_replies(nora: &Walk, hers: &str) -> Outcome<()> {
    nora.goto(hers).await?;
    nora.sees(QUESTION).await?;
    nora.sees(ON_ITS_WAY).await?;
    nora.sees("Hej Nora! När äter du frukost?").await?;
    nora.accessible().await?;
    nora.fill("Ditt svar", REPLY).await?;
    nora.click("Skicka svar").await?;
    nora.sees("Ditt svar är skickat.").await
}

/// Opens the first case of this heading in the list of the resident.
async fn newest(nora: &Walk, subject: &str) -> Outcome<()> {
    let script = "return [...document.querySelectorAll('main a[href^=\"/mina-arenden/\"]')]
        .find((link) => link.innerText.trim().startsWith(arguments[0]))?.getAttribute('href') ?? ''";
    let path: String = nora.driver().execute(script, vec![subject.into()]).await?.convert()?;
    nora.goto(&path).await?;
    nora.heading(subject).await
}

async fn ali_answers_and_closes(ali: &Walk, case: &str) -> Outcome<()> {
    opens(ali, "/arenden/mina", case, "Kontakta mig").await?;
    ali.sees(REPLY).await?;
    ali.sees("Skickas med signaturen: Ali Rezai, leg. läkare").await?;
    ali.tick("Svar på din fråga").await?;
    ali.fill("Meddelande", ANSWER).await?;
    ali.click("Svara och avsluta").await?;
    ali.sees("Svaret är skickat och ärendet är avslutat.").await?;
    ali.sees("Avslutat").await?;
    // What looks like markup is text.
    ali.sees("<b>Inte</b>").await
}

async fn nora_reads_the_answer(nora: &Walk, hers: &str) -> Outcome<()> {
    nora.goto(hers).await?;
    nora.sees(ANSWER).await?;
    nora.sees("Svar på din fråga").await?;
    nora.sees("Ali Rezai, leg. läkare").await?;
    nora.sees("Det du skriver blir ett nytt ärende som hänvisar till det här.").await
}

/// *Ta kontakt med invånare genom att skicka ett ärende*, from a template, to several, and to nobody who can't be reached.
async fn ali_writes_to_many_from_a_template(ali: &Walk) -> Outcome<()> {
    ali.goto("/").await?;
    ali.click("Skicka nytt ärende").await?;
    ali.heading("Skicka nytt ärende").await?;
    ali.accessible().await?;
    ali.click("Vaccin mot influensa").await?;
    assert_eq!(ali.value_of("Ämne").await?, "Vaccin mot influensa");
    assert!(ali.is_ticked("Information").await?, "the template's kind is not chosen");
    ali.fill("Till", &format!("{}\n{}", NORA.0, OMAR.0)).await?;
    ali.click("Granska").await?;
    ali.sees("19950606-2398: Invånaren är inte godkänd för kommunikation").await?;
    ali.fill("Till", &format!("{}\n{}", NORA.0, HANNA.0)).await?;
    ali.click("Granska").await?;
    ali.heading("Granska innan du skickar").await?;
    for text in [NORA.1, HANNA.1, "Hej Nora Lindqvist!", CLINIC, "Var och en får ett eget ärende"] {
        ali.sees(text).await?;
    }
    ali.accessible().await?;
    ali.click("Ändra").await?;
    ali.fill("Ämne", "Vaccin på tisdag").await?;
    ali.click("Granska").await?;
    ali.heading("Granska innan du skickar").await?;
    ali.click("Skicka").await?;
    ali.sees("Ärendet är skickat.").await
}

async fn ali_asks_a_question_of_his_own(ali: &Walk) -> Outcome<()> {
    ali.goto("/arenden/nytt").await?;
    ali.click("Granska").await?;
    for missing in ["Ange minst ett personnummer.", "Välj information eller fråga.", "Skriv ett ämne."] {
        ali.sees(missing).await?;
    }
    ali.fill("Till", NORA.0).await?;
    ali.tick("Fråga").await?;
    ali.fill("Ämne", "Hur mår du nu?").await?;
    ali.fill("Meddelande", "Hej {namn}! Är utslagen borta?").await?;
    ali.click("Granska").await?;
    ali.sees("Hej Nora Lindqvist! Är utslagen borta?").await?;
    ali.click("Skicka").await?;
    ali.sees("Ärendet är skickat.").await
}

/// An information can only be read; a question can be answered.
async fn nora_reads_both(nora: &Walk) -> Outcome<()> {
    nora.goto("/mina-arenden").await?;
    newest(nora, "Vaccin på tisdag").await?;
    nora.sees("Det här är information som inte går att svara på.").await?;
    nora.goto("/mina-arenden").await?;
    newest(nora, "Hur mår du nu?").await?;
    nora.sees("Hej Nora Lindqvist! Är utslagen borta?").await?;
    nora.fill("Ditt svar", "Ja, helt borta.").await?;
    nora.click("Skicka svar").await?;
    nora.sees("Ditt svar är skickat.").await
}
