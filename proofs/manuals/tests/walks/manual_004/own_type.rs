//! *Administratör - Aktivera ärendetyper (e-tjänster)*, *Skapa egen ärendetyp* and *Skapa mall för invånarärenden*.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use super::{ALI_IN_LISTS, NORA, OMAR, assigns, begins, opens, receipt};
use crate::people::sign_in;

/// A ready type, ended and begun anew.
const READY: &str = "Synpunkter och klagomål";
/// The clinic's own.
const OWN: &str = "Träning efter fraktur";

on_both_databases! {
    /// The administrator says what residents can write about; a resident writes, and a handler answers with what was offered.
    async fn manual_004_case_types(walk: Walk) {
        let lena = walk;
        sign_in(&lena, "Lena Nordin").await?;
        lena_activates_a_ready_type(&lena).await?;
        lena_makes_a_type(&lena).await?;
        lena_asks_three_things(&lena).await?;
        lena_orders_them_by_keyboard(&lena).await?;
        lena_says_what_can_be_answered(&lena).await?;
        lena_tries_publishes_and_activates(&lena).await?;
        let nora = lena.another(View::default()).await?;
        sign_in(&nora, NORA.1).await?;
        let case = nora_sends_one(&nora).await?;
        lena_changes_the_form(&lena).await?;
        let maria = lena.another(View::default()).await?;
        sign_in(&maria, "Maria Johansson").await?;
        the_case_keeps_its_form(&maria, &case).await?;
        lena_makes_a_template(&lena).await?;
        let ali = lena.another(View::default()).await?;
        sign_in(&ali, "Ali Rezai").await?;
        ali_answers_with_what_was_offered(&ali, &case).await?;
        ali_begins_from_the_template(&ali).await
    }
}

/// *Du gör inställningar för vad invånaren ska se och vad vårdgivaren ska kunna svara.*
async fn lena_activates_a_ready_type(lena: &Walk) -> Outcome<()> {
    lena.click("Ärendetyper").await?;
    lena.heading("Ärendetyper").await?;
    lena.click(READY).await?;
    lena.heading(READY).await?;
    lena.click("Avsluta ärendetypen").await?;
    lena.sees("Avsluta Synpunkter och klagomål?").await?;
    lena.click("Avsluta ärendetypen").await?;
    lena.sees("Ärendetypen är avslutad.").await?;
    lena.sees("Färdiga ärendetyper").await?;
    lena.click("Förhandsgranska Synpunkter och klagomål").await?;
    lena.sees("Så ser invånaren det").await?;
    lena.sees("Det här kan vårdgivaren svara").await?;
    lena.accessible().await?;
    lena.goto("/mottagning/arendetyper").await?;
    lena.click("Aktivera Synpunkter och klagomål").await?;
    lena.sees("Ärendetypen är aktiv.").await
}

/// *Det finns möjlighet för en mottagning att skapa en eller flera egna ärendetyper.*
async fn lena_makes_a_type(lena: &Walk) -> Outcome<()> {
    lena.goto("/mottagning/arendetyper").await?;
    lena.click("Skapa egen ärendetyp").await?;
    lena.heading("Skapa egen ärendetyp").await?;
    lena.fill("Namn", "Boka tid").await?;
    lena.click("Spara och gå till formuläret").await?;
    lena.sees("Mottagningen har redan en ärendetyp som heter så.").await?;
    lena.fill("Namn", OWN).await?;
    lena.fill("Svar inom", "3").await?;
    lena.click("Spara och gå till formuläret").await?;
    lena.sees("Ärendetypen är skapad.").await?;
    lena.heading(OWN).await?;
    lena.fill("Inledning (valfritt)", "Berätta hur träningen går.").await?;
    lena.click("Spara inledningen").await?;
    lena.sees("Ändringarna är sparade.").await
}

/// Begins a question of this kind.
async fn new_question(lena: &Walk, kind: &str, question: &str) -> Outcome<()> {
    lena.click("Lägg till fråga").await?;
    lena.heading("Lägg till fråga").await?;
    lena.click(kind).await?;
    lena.fill("Fråga", question).await
}

/// A choice, what is asked only after one of its answers, and a file.
async fn lena_asks_three_things(lena: &Walk) -> Outcome<()> {
    new_question(lena, "Ett val", "Hur går träningen?").await?;
    lena.tick("Frågan måste besvaras").await?;
    lena.click("Spara").await?;
    lena.sees("Skriv minst ett svar att välja på.").await?;
    lena.fill("Svar", "Bra\nDåligt").await?;
    lena.accessible().await?;
    lena.click("Spara").await?;
    lena.sees("Frågan är tillagd.").await?;
    new_question(lena, "Lång text", "Vad är svårt?").await?;
    lena.fill("Hjälptext", "Till exempel en övning som gör ont.").await?;
    lena.tick("Frågan måste besvaras").await?;
    lena.tick("Dåligt").await?;
    lena.click("Spara").await?;
    lena.sees("Visas om svaret på Hur går träningen? är Dåligt").await?;
    new_question(lena, "Fil", "Träningsdagbok").await?;
    lena.click("Spara").await?;
    lena.sees("Frågan är tillagd.").await?;
    lena.accessible().await
}

/// Without a mouse: to the button, and press it.
async fn lena_orders_them_by_keyboard(lena: &Walk) -> Outcome<()> {
    for _ in 0..80 {
        lena.press("Tab").await?;
        if lena.focused().await? == "Flytta upp Träningsdagbok" {
            break;
        }
    }
    assert_eq!(lena.focused().await?, "Flytta upp Träningsdagbok");
    lena.press("Enter").await?;
    lena.sees("Frågan är flyttad.").await?;
    let text = lena.text().await?;
    let place = |question: &str| text.find(question).unwrap_or_else(|| panic!("{question} is gone: {text}"));
    assert!(place("Ändra Träningsdagbok") < place("Ändra Vad är svårt?"), "the order is as before: {text}");
    // What a question hangs on stays before it.
    lena.click("Flytta upp Vad är svårt?").await?;
    lena.sees("Frågan är flyttad.").await?;
    lena.click("Flytta ner Hur går träningen?").await?;
    lena.sees("Svaret på frågan avgör om Vad är svårt? visas.").await
}

async fn lena_says_what_can_be_answered(lena: &Walk) -> Outcome<()> {
    lena.click("Svarsalternativ").await?;
    lena.click("Lägg till svarsalternativ").await?;
    lena.fill("Namn", "Fortsätt som planerat").await?;
    lena.fill("Text som svaret börjar med", "Hej {namn}! Fortsätt {nu}.").await?;
    lena.click("Spara").await?;
    lena.sees("Ändra {nu}.").await?;
    lena.fill("Text som svaret börjar med", "Hej {namn}! Fortsätt med övningarna.").await?;
    lena.accessible().await?;
    lena.click("Spara").await?;
    lena.sees("Svarsalternativet är tillagt.").await
}

async fn lena_tries_publishes_and_activates(lena: &Walk) -> Outcome<()> {
    lena.click("Förhandsgranska").await?;
    lena.sees("Så ser invånaren det").await?;
    lena.accessible().await?;
    lena.click("Prova svaren").await?;
    lena.sees("Välj ett svar: Hur går träningen?").await?;
    lena.tick("Dåligt").await?;
    lena.click("Prova svaren").await?;
    lena.sees("Fyll i: Vad är svårt?").await?;
    // What is asked no more need not be answered.
    lena.tick("Bra").await?;
    lena.click("Prova svaren").await?;
    lena.sees("Svaren går att skicka").await?;
    lena.click("Publicera").await?;
    lena.sees("Formuläret är publicerat").await?;
    lena.click("Inställningar").await?;
    lena.click("Aktivera Träning efter fraktur").await?;
    lena.sees("Ärendetypen är aktiv.").await
}

async fn nora_sends_one(nora: &Walk) -> Outcome<String> {
    begins(nora, OWN).await?;
    nora.sees("Berätta hur träningen går.").await?;
    nora.sees_no("Vad är svårt?").await?;
    nora.tick("Dåligt").await?;
    nora.fill("Vad är svårt?", "Knäböjen gör ont.").await?;
    nora.click("Fortsätt").await?;
    nora.heading("Kontrollera: Träning efter fraktur").await?;
    nora.sees("Knäböjen gör ont.").await?;
    nora.click("Skicka").await?;
    receipt(nora).await
}

/// A published form is changed by publishing the next one.
async fn lena_changes_the_form(lena: &Walk) -> Outcome<()> {
    lena.click("Formulär").await?;
    lena.click("Ändra Vad är svårt?").await?;
    lena.fill("Fråga", "Vilken övning är svår?").await?;
    lena.click("Spara").await?;
    lena.sees("Frågan är ändrad.").await?;
    lena.sees("Invånarna ser den förra versionen tills du publicerar.").await?;
    lena.click("Förhandsgranska").await?;
    lena.click("Publicera").await?;
    lena.sees("Formuläret är publicerat").await?;
    lena.click("Förhandsgranska").await?;
    lena.sees("Nuvarande version är 2").await
}

async fn the_case_keeps_its_form(maria: &Walk, case: &str) -> Outcome<()> {
    opens(maria, "/arenden", case, OWN).await?;
    maria.sees("Vad är svårt? Knäböjen gör ont.").await?;
    assigns(maria, case, ALI_IN_LISTS).await
}

async fn ali_answers_with_what_was_offered(ali: &Walk, case: &str) -> Outcome<()> {
    opens(ali, "/arenden/mina", case, OWN).await?;
    ali.tick("Fortsätt som planerat").await?;
    assert_eq!(ali.value_of("Meddelande").await?, "Hej Nora Lindqvist! Fortsätt med övningarna.");
    ali.click("Svara och avsluta").await?;
    ali.sees("Svaret är skickat och ärendet är avslutat.").await
}

/// *Administratören skapar mallar för ärenden som vårdgivare kan skicka till invånare.*
async fn lena_makes_a_template(lena: &Walk) -> Outcome<()> {
    lena.click("Mallar för invånarärenden").await?;
    lena.heading("Mallar för invånarärenden").await?;
    lena.click("Skapa mall").await?;
    lena.heading("Skapa mall").await?;
    lena.click("Spara").await?;
    lena.sees("Skriv vad mallen ska heta.").await?;
    lena.fill("Mallens namn", "Dags för kontroll").await?;
    lena.tick("Fråga").await?;
    lena.fill("Rubrik", "Dags för kontroll").await?;
    lena.fill("Meddelande", "Hej {namn}! Välkommen till {mottagning}. {signatur}, {lång titel}").await?;
    lena.click("Förhandsgranska").await?;
    lena.sees("Hej Alex Påhittad! Välkommen till Vårdcentralen Rosenlund.").await?;
    lena.sees("specialistsjuksköterska i öppen vård").await?;
    lena.accessible().await?;
    lena.tick("Aktiv").await?;
    lena.click("Spara").await?;
    lena.sees("Mallen är skapad.").await
}

async fn ali_begins_from_the_template(ali: &Walk) -> Outcome<()> {
    ali.goto("/arenden/nytt").await?;
    ali.click("Dags för kontroll").await?;
    assert!(ali.is_ticked("Fråga").await?, "the template's kind is not chosen");
    ali.fill("Till", OMAR.0).await?;
    ali.click("Granska").await?;
    ali.sees("är inte godkänd för kommunikation").await?;
    ali.fill("Till", NORA.0).await?;
    ali.click("Granska").await?;
    ali.sees("Hej Nora Lindqvist! Välkommen till Vårdcentralen Rosenlund.").await?;
    ali.click("Skicka").await?;
    ali.sees("Ärendet är skickat.").await
}
