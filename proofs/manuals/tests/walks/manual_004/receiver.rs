//! *Ärendemottagare - Fördela ett ärende* and *Ärendemottagare/Vårdgivare - Omfördela ett ärende*.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use super::letters::a_letter_came;
use super::{ALI_IN_LISTS, CLINIC, MARIA_IN_LISTS, NORA, assigns, contacts, opens, passes_on, today};
use crate::people::{sign_in, sign_in_by_telephone};

const TIRED: &str = "Jag blir trött av tabletterna. Ska jag ta dem till kvällen?";
const RASH: &str = "Jag har fått utslag sedan jag började med den nya salvan.";
/// Which letters she wants.
const NEW_CASES: &str = "nya ärenden väntar på att fördelas";
const SEARCH: &str = "Sök ord, eller öppna ärende med nummer";
const REFILL: &str = "Kan jag hämta ut två burkar på en gång?";

on_both_databases! {
    /// What comes to the clinic gets somebody who answers, and never nobody.
    async fn manual_004_receiver(walk: Walk) {
        let maria = walk;
        // *Logga in: krävs en e-legitimation.*
        sign_in_by_telephone(&maria, "Maria Johansson").await?;
        maria_looks_over_her_personal_settings(&maria).await?;
        let nora = maria.another(View::default()).await?;
        sign_in(&nora, NORA.1).await?;
        maria.goto("/arenden").await?;
        let cases = [contacts(&nora, TIRED).await?, contacts(&nora, RASH).await?, contacts(&nora, REFILL).await?];
        a_letter_came(&nora, "Nytt ärende till Vårdcentralen Rosenlund", &[TIRED, "Lindqvist", &cases[0]]).await?;
        // Her list is open since before they wrote.
        for case in &cases {
            maria.sees(case).await?;
        }
        maria_finds_a_case(&maria, &cases[1]).await?;
        maria_assigns_one(&maria, &cases[0]).await?;
        maria_assigns_many_to_a_group(&maria, &cases[1], &cases[2]).await?;
        maria_passes_a_case_on(&maria, &cases[1]).await?;
        let ali = maria.another(View::default()).await?;
        sign_in(&ali, "Ali Rezai").await?;
        ali_hands_back_a_wrong_case(&ali, &maria, &cases[0]).await?;
        assigns(&maria, &cases[0], ALI_IN_LISTS).await?;
        all_of_alis_cases_are_passed_on(&maria, &cases[0]).await?;
        karl_falls_ill(&maria, &cases[0]).await
    }
}

/// *Personliga inställningar: ändra din signatur och aktivera en e-postavisering.*
async fn maria_looks_over_her_personal_settings(maria: &Walk) -> Outcome<()> {
    maria.goto("/mitt-konto").await?;
    maria.heading("Personliga inställningar").await?;
    maria.fill("Signatur", "Maria Johansson, sjuksköterska").await?;
    maria.tick(NEW_CASES).await?;
    maria.click("Spara").await?;
    maria.sees("sparade").await?;
    maria.goto("/mitt-konto").await?;
    assert_eq!(maria.value_of("Signatur").await?, "Maria Johansson, sjuksköterska");
    assert!(maria.is_ticked(NEW_CASES).await?, "the choice of notices is not kept");
    Ok(())
}

/// By its number, and by words that were written in it.
async fn maria_finds_a_case(maria: &Walk, case: &str) -> Outcome<()> {
    maria.fill(SEARCH, case).await?;
    maria.within(SEARCH).await?.click("Sök").await?;
    maria.heading("Kontakta mig").await?;
    maria.sees(RASH).await?;
    maria.goto("/arenden").await?;
    maria.fill(SEARCH, "utslagen salva").await?;
    maria.within(SEARCH).await?.click("Sök").await?;
    maria.heading("Sök ärenden").await?;
    maria.within(case).await?.sees(NORA.1).await?;
    maria.accessible().await
}

/// *Du fördelar ärenden till dem som ska besvara ärendena till invånarna.*
async fn maria_assigns_one(maria: &Walk, case: &str) -> Outcome<()> {
    maria.goto("/").await?;
    maria.within("Läs nya ärenden").await?.sees("att fördela").await?;
    maria.click("Fördela").await?;
    maria.heading("Fördela ärenden").await?;
    maria.sees(CLINIC).await?;
    let row = maria.within(case).await?;
    row.sees(NORA.1).await?;
    row.sees("Mindre än en arbetsdag").await?;
    maria.accessible().await?;
    // Nothing chosen: what is missing is said, and nothing is lost.
    maria.within("Fördela till").await?.click("Fördela").await?;
    maria.sees("Kryssa för minst ett ärende.").await?;
    maria.sees("Välj vem ärendet ska gå till.").await?;
    // She reads it first.
    opens(maria, "/arenden", case, "Kontakta mig").await?;
    maria.sees(TIRED).await?;
    maria.accessible().await?;
    assigns(maria, case, ALI_IN_LISTS).await
}

async fn maria_assigns_many_to_a_group(maria: &Walk, one: &str, other: &str) -> Outcome<()> {
    maria.goto("/arenden").await?;
    maria.within(one).await?.tick("Välj").await?;
    maria.within(other).await?.tick("Välj").await?;
    let form = maria.within("Fördela till").await?;
    form.fill("Fördela till", "Recept och intyg").await?;
    form.click("Fördela").await?;
    maria.sees("Ärendena är fördelade.").await?;
    maria.goto("/arenden/mina").await?;
    // She is in the group.
    maria.within(one).await?.sees("Recept och intyg").await?;
    maria.within(other).await?.sees("Recept och intyg").await
}

/// The receiver passes on any case of the clinic, with a note to whoever gets it.
async fn maria_passes_a_case_on(maria: &Walk, case: &str) -> Outcome<()> {
    opens(maria, "/arenden/alla", case, "Kontakta mig").await?;
    maria.click("Omfördela").await?;
    maria.heading("Omfördela ärende").await?;
    maria.accessible().await?;
    maria.within("Anteckning").await?.click("Avbryt").await?;
    passes_on(maria, "Karl Wikström, Leg. Fysioterapeut", "Du vet mest om det här.").await?;
    opens(maria, "/arenden/alla", case, "Kontakta mig").await?;
    maria.sees("Du vet mest om det här.").await?;
    maria.sees("Karl Wikström").await
}

/// *Om du har fått fel ärende går det att omfördela.*
async fn ali_hands_back_a_wrong_case(ali: &Walk, maria: &Walk, case: &str) -> Outcome<()> {
    ali.click("Mina ärenden").await?;
    ali.heading("Mina ärenden").await?;
    opens(ali, "/arenden/mina", case, "Kontakta mig").await?;
    passes_on(ali, "Till inkorgen, fel ärende", "Det här är en fråga till apoteket.").await?;
    ali.goto("/arenden/mina").await?;
    ali.sees_no(case).await?;
    opens(maria, "/arenden", case, "Kontakta mig").await?;
    maria.sees("Tillbaka i inkorgen från Ali Rezai som fel ärende").await?;
    maria.sees("Det här är en fråga till apoteket.").await
}

/// *Om en vårdgivare är sjuk*: everything at once.
async fn all_of_alis_cases_are_passed_on(maria: &Walk, case: &str) -> Outcome<()> {
    maria.click("Omfördela allt från en person").await?;
    maria.heading("Omfördela allt från en person").await?;
    maria.accessible().await?;
    let form = maria.within("Anteckning").await?;
    form.click("Omfördela allt från en person").await?;
    maria.sees("Välj vems ärenden som ska omfördelas.").await?;
    maria.fill("Från", "Ali Rezai").await?;
    maria.fill("Fördela till", MARIA_IN_LISTS).await?;
    maria.fill("Anteckning", "Ali är sjuk i dag.").await?;
    maria.within("Anteckning").await?.click("Omfördela allt från en person").await?;
    maria.sees("Ärendena är omfördelade.").await?;
    opens(maria, "/arenden/mina", case, "Kontakta mig").await?;
    maria.sees("Ali är sjuk i dag.").await
}

/// Whoever is away has no open cases left: the substitute has them at once, and then nobody is given any.
async fn karl_falls_ill(maria: &Walk, case: &str) -> Outcome<()> {
    passes_on(maria, "Karl Wikström, Leg. Fysioterapeut", "Tar du den?").await?;
    maria.click("Frånvaro").await?;
    maria.heading("Frånvaro").await?;
    maria.accessible().await?;
    maria.click("Spara frånvaro").await?;
    maria.sees("Välj vem som är frånvarande.").await?;
    maria.fill("Vem", "Karl Wikström").await?;
    let today = today(maria).await?;
    maria.fill("Från och med", &today).await?;
    maria.fill("Ersättare", "Maria Johansson").await?;
    maria.click("Spara frånvaro").await?;
    maria.sees("Frånvaron är sparad.").await?;
    maria.sees("Karl Wikström Borta nu").await?;
    opens(maria, "/arenden/mina", case, "Kontakta mig").await?;
    maria.sees("Omfördelat från Karl Wikström till Maria Johansson").await?;
    maria.click("Omfördela").await?;
    maria.heading("Omfördela ärende").await?;
    maria.sees_no("Karl Wikström").await
}
