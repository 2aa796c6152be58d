//! *Komma igång*: getting an account as staff with one's e-service card, and signing in with it.

use proof_manuals::{Language, Outcome, View, Walk, Width, on_both_databases};

use super::CLINIC;
use super::letters::a_letter_came;
use crate::people::{arrives, sign_in, sign_out};

/// Somebody who begins today: she has a card, and no account.
const PETRA: &str = "Petra Nyqvist";
const MAIL: &str = "petra.nyqvist@rjl.example";

on_both_databases! {
    /// *Första gången du ska logga in i Mina vårdkontakter behöver du skaffa konto som personal. Det görs med ditt e-tjänstekort.*
    async fn skaffa_konto(walk: Walk) {
        let petra = walk;
        shows_card(&petra, PETRA).await?;
        the_form_is_filled_in_from_the_card(&petra).await?;
        she_asks(&petra).await?;
        she_waits_and_can_do_nothing(&petra).await?;
        let lena = petra.another(View::default()).await?;
        sign_in(&lena, "Lena Nordin").await?;
        the_administrator_declines(&lena).await?;
        a_letter_came(&petra, "Svar på din ansökan", &["Fel enhet"]).await?;
        she_is_told_why_and_asks_again(&petra).await?;
        the_administrator_gives_a_permission(&lena).await?;
        a_letter_came(&petra, "Ditt konto i Behörig (demo) är klart", &[]).await?;
        shows_card(&petra, PETRA).await?;
        arrives(&petra, PETRA).await?;
        petra.goto("/arenden/mina").await?;
        petra.heading("Mina ärenden").await
    }
}

on_both_databases! {
    /// *För att logga in som vårdpersonal i Mina vårdkontakter krävs en e-legitimation, vanligtvis används ett e-tjänstekort.*
    async fn logga_in(walk: Walk) {
        let lena = walk;
        lena.goto("/hjalp/logga-in").await?;
        lena.sees("SITHS").await?;
        shows_card(&lena, "Lena Nordin").await?;
        arrives(&lena, "Lena Nordin").await?;
        lena.sees(CLINIC).await?;
        lena.goto("/mina-inloggningar").await?;
        lena.sees("SITHS").await?;
        lena.accessible().await?;
        sign_out(&lena).await?;
        who_breaks_off_is_told_what_to_do(&lena).await?;
        let phone = lena.another(View::default().on(Width::Phone).without_scripts()).await?;
        shows_card(&phone, "Lena Nordin").await?;
        arrives(&phone, "Lena Nordin").await?;
        let english = lena.another(View::default().speaking(Language::English)).await?;
        english.goto("/logga-in").await?;
        english.click("Sign in with SITHS").await?;
        english.click("Lena Nordin").await?;
        arrives(&english, "Lena Nordin").await
    }
}

/// Puts a card into the reader: at the demo's identity provider one picks whose.
async fn shows_card(walk: &Walk, person: &str) -> Outcome<()> {
    walk.goto("/logga-in").await?;
    walk.click("Logga in med SITHS").await?;
    walk.heading("Vem är du?").await?;
    walk.click(person).await
}

async fn the_form_is_filled_in_from_the_card(petra: &Walk) -> Outcome<()> {
    petra.heading("Skaffa konto som personal").await?;
    petra.sees(PETRA).await?;
    petra.sees("SE5565594230-T9001").await?;
    petra.sees(&format!("Vård och behandling, {CLINIC}")).await?;
    petra.accessible().await?;
    petra.look(View::default().on(Width::Phone)).await?;
    petra.accessible().await?;
    petra.look(View::default()).await?;
    // Nothing is sent that nobody could answer.
    petra.click("Skicka ansökan").await?;
    petra.sees("Välj den enhet där du arbetar.").await?;
    petra.sees("Skriv din e-postadress").await?;
    petra.accessible().await
}

async fn she_asks(petra: &Walk) -> Outcome<()> {
    petra.tick(CLINIC).await?;
    petra.fill("E-postadress", MAIL).await?;
    petra.fill("Titel", "Leg. Sjuksköterska").await?;
    petra.click("Skicka ansökan").await?;
    petra.heading("Din ansökan är skickad").await?;
    petra.sees(CLINIC).await?;
    petra.sees(MAIL).await?;
    petra.accessible().await
}

async fn she_waits_and_can_do_nothing(petra: &Walk) -> Outcome<()> {
    petra.goto("/arenden/mina").await?;
    petra.heading("Logga in").await?;
    // A second request is told about the first.
    shows_card(petra, PETRA).await?;
    petra.heading("Din ansökan är skickad").await?;
    petra.sees_no("Skicka ansökan").await
}

/// The administrator opens the request from the card of the start page.
async fn opens_the_request(lena: &Walk) -> Outcome<()> {
    lena.goto("/").await?;
    lena.sees("1 väntar på svar").await?;
    lena.goto("/kontoansokningar").await?;
    lena.heading("Kontoansökningar").await?;
    lena.accessible().await?;
    lena.click("Nyqvist, Petra").await?;
    lena.heading(PETRA).await?;
    lena.sees(MAIL).await?;
    lena.sees("Leg. Sjuksköterska").await
}

async fn the_administrator_declines(lena: &Walk) -> Outcome<()> {
    opens_the_request(lena).await?;
    lena.accessible().await?;
    lena.click("Avslå ansökan").await?;
    lena.sees("Skriv varför").await?;
    lena.fill("Skäl", "Fel enhet: välj barnmorskemottagningen.").await?;
    lena.click("Avslå ansökan").await?;
    lena.sees("Ansökan är avslagen").await?;
    lena.sees("Ingen väntar").await
}

async fn she_is_told_why_and_asks_again(petra: &Walk) -> Outcome<()> {
    shows_card(petra, PETRA).await?;
    petra.heading("Skaffa konto som personal").await?;
    petra.sees("Fel enhet: välj barnmorskemottagningen.").await?;
    petra.accessible().await?;
    she_asks(petra).await
}

async fn the_administrator_gives_a_permission(lena: &Walk) -> Outcome<()> {
    opens_the_request(lena).await?;
    lena.click("Ge behörighet").await?;
    lena.sees("Välj minst en behörighet").await?;
    lena.tick("Ärendehanterare").await?;
    lena.click("Ge behörighet").await?;
    lena.sees("Behörigheten är given").await?;
    lena.sees("Ingen väntar").await
}

async fn who_breaks_off_is_told_what_to_do(lena: &Walk) -> Outcome<()> {
    lena.goto("/logga-in").await?;
    lena.accessible().await?;
    lena.click("Logga in med SITHS").await?;
    lena.heading("Vem är du?").await?;
    lena.click("Avbryt").await?;
    lena.heading("Inloggningen med SITHS gick inte").await?;
    lena.sees("Inloggningen avbröts").await?;
    lena.accessible().await?;
    lena.click("Logga in igen").await?;
    lena.heading("Logga in").await
}
