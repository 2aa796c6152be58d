//! Security keys, in a Chromium that has a virtual one: added and named, asked after the password and alone, stood in for by a recovery
//! code, and removed.

use http::Method;
use proof_manuals::{Outcome, View, Walk, on_both_databases};
use serde_json::json;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId};

use crate::people::arrives;

/// The password of the demo's test people.
const PASSWORD: &str = "demo i Småland 2026";

on_both_databases! {
    /// Anna gets a key, loses it, and removes it.
    async fn security_keys_from_the_first_to_the_last(walk: Walk) {
        let here = by_name(&walk).await?;
        put_a_key_into(&walk).await?;
        confirm_by_telephone(&walk, &here).await?;
        anna_adds_her_key(&walk, &here).await?;
        let codes = anna_prints_her_codes(&walk, &here).await?;
        sign_out_at(&walk, &here).await?;
        anna_signs_in_with_password_and_key(&walk, &here).await?;
        sign_out_at(&walk, &here).await?;
        anna_signs_in_with_the_key_alone(&walk, &here).await?;
        anna_confirms(&walk, &here).await?;
        let elsewhere = walk.another(View::default()).await?;
        anna_has_left_her_key_at_home(&elsewhere, &here, &codes).await?;
        anna_removes_the_key(&walk, &here).await
    }
}

/// The program's address by the name that keys are bound to: a number is none.
async fn by_name(walk: &Walk) -> Outcome<String> {
    walk.goto("/logga-in").await?;
    walk.click("Logga in med passkey").await?;
    walk.sees("Säkerhetsnycklar fungerar bara på http://localhost:").await?;
    let port = walk.driver().current_url().await?.port().unwrap_or(80);
    Ok(format!("http://localhost:{port}"))
}

/// `POST /session/{id}/webauthn/authenticator` (W3C Web Authentication, 11.3).
#[derive(Debug)]
struct AddAuthenticator;

impl FormatRequestData for AddAuthenticator {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let key = json!({
            "protocol": "ctap2", "transport": "usb", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        });
        RequestData::new(Method::POST, format!("session/{session}/webauthn/authenticator")).add_body(key)
    }
}

async fn put_a_key_into(walk: &Walk) -> Outcome<()> {
    walk.driver().handle().cmd(AddAuthenticator).await?;
    Ok(())
}

/// Signs in with BankID, by the name.
async fn confirm_by_telephone(walk: &Walk, here: &str) -> Outcome<()> {
    walk.goto(&format!("{here}/logga-in?till=/mina-nycklar")).await?;
    walk.click("BankID på en annan enhet").await?;
    walk.sees("Tryck på Skanna QR-kod och håll telefonen mot koden.").await?;
    let telephone = walk.another(View::default()).await?;
    telephone.goto(&walk.test_telephone().await?).await?;
    telephone.click("Legitimera dig?").await?;
    telephone.heading("Vem är du?").await?;
    telephone.click("Anna Ek").await?;
    telephone.click("Legitimera mig").await?;
    walk.heading("Säkerhetsnycklar").await
}

async fn anna_adds_her_key(walk: &Walk, here: &str) -> Outcome<()> {
    walk.sees("Du har inga säkerhetsnycklar.").await?;
    walk.accessible().await?;
    walk.click("Lägg till en säkerhetsnyckel").await?;
    walk.sees("Ge nyckeln ett namn.").await?;
    walk.fill("Nyckelns namn", "Gröna nyckeln").await?;
    walk.click("Lägg till en säkerhetsnyckel").await?;
    walk.heading("Lägg till Gröna nyckeln").await?;
    walk.accessible().await?;
    walk.picture("lagg-till-nyckel").await?;
    walk.click("Skapa nyckeln").await?;
    walk.heading("Säkerhetsnycklar").await?;
    walk.sees("Nyckeln är tillagd.").await?;
    walk.sees("Gröna nyckeln").await?;
    walk.sees("Aldrig").await?;
    walk.accessible().await?;
    walk.picture("mina-nycklar").await?;
    // The same key is not added twice: the browser knows that it is there.
    walk.fill("Nyckelns namn", "Gröna nyckeln igen").await?;
    walk.click("Lägg till en säkerhetsnyckel").await?;
    walk.click("Skapa nyckeln").await?;
    walk.sees("Den här nyckeln har du redan lagt till.").await?;
    walk.goto(&format!("{here}/mina-nycklar")).await
}

async fn anna_prints_her_codes(walk: &Walk, here: &str) -> Outcome<Vec<String>> {
    walk.sees("Du har inga reservkoder.").await?;
    walk.click("Skapa reservkoder").await?;
    walk.heading("Reservkoder").await?;
    walk.sees("De visas bara den här gången.").await?;
    assert!(walk.offers("Skriv ut").await?, "the codes can't be printed");
    walk.accessible().await?;
    let script = "return [...document.querySelectorAll('main code')].map((code) => code.innerText.trim())";
    let codes: Vec<String> = walk.driver().execute(script, []).await?.convert()?;
    assert_eq!(codes.len(), 10);
    walk.click("Jag har sparat koderna").await?;
    walk.sees("Du har 10 koder kvar.").await?;
    walk.goto(&format!("{here}/hjalp/mina-nycklar")).await?;
    walk.heading("Säkerhetsnycklar").await?;
    walk.accessible().await?;
    Ok(codes)
}

async fn sign_out_at(walk: &Walk, here: &str) -> Outcome<()> {
    walk.goto(here).await?;
    walk.click("Inloggad som").await?;
    walk.click("Logga ut").await?;
    walk.sees("Du är utloggad.").await
}

async fn give_password(walk: &Walk, here: &str) -> Outcome<()> {
    walk.goto(&format!("{here}/logga-in")).await?;
    walk.fill("Användarnamn", "anna.ek").await?;
    walk.fill("Lösenord", PASSWORD).await?;
    walk.click("Logga in").await
}

/// The browser asks the key by itself when the page comes, and the key of this walk answers at once.
async fn anna_signs_in_with_password_and_key(walk: &Walk, here: &str) -> Outcome<()> {
    give_password(walk, here).await?;
    arrives(walk, "Anna Ek").await?;
    walk.goto(&format!("{here}/mina-inloggningar")).await?;
    walk.sees("Lösenord och säkerhetsnyckel").await
}

async fn anna_signs_in_with_the_key_alone(walk: &Walk, here: &str) -> Outcome<()> {
    walk.goto(&format!("{here}/logga-in")).await?;
    walk.click("Logga in med passkey").await?;
    arrives(walk, "Anna Ek").await?;
    walk.goto(&format!("{here}/mina-inloggningar")).await?;
    walk.sees("Passkey").await
}

async fn anna_confirms(walk: &Walk, here: &str) -> Outcome<()> {
    walk.goto(&format!("{here}/bekrafta?till=/mina-inloggningar")).await?;
    walk.heading("Bekräfta att det är du").await?;
    walk.accessible().await?;
    walk.picture("bekrafta").await?;
    walk.click("Använd säkerhetsnyckeln").await?;
    walk.sees("Du har bekräftat att det är du.").await?;
    walk.heading("Mina inloggningar").await
}

/// At another computer, without the key: the browser finds none, and a code stands in for it.
async fn anna_has_left_her_key_at_home(walk: &Walk, here: &str, codes: &[String]) -> Outcome<()> {
    let code = codes.first().map(String::as_str).unwrap_or_default();
    // A key that nobody has shown a finger: the browser asks it, and it says no.
    walk.driver().handle().cmd(AddStrangersKey).await?;
    give_password(walk, here).await?;
    walk.heading("Ett steg till").await?;
    walk.sees("Nyckeln svarade inte, eller så avbröts frågan.").await?;
    walk.accessible().await?;
    walk.picture("ett-steg-till").await?;
    walk.fill("Reservkod", "ABCD").await?;
    walk.click("Logga in med koden").await?;
    walk.sees("En reservkod har sexton bokstäver och siffror.").await?;
    walk.fill("Reservkod", code).await?;
    walk.click("Logga in med koden").await?;
    arrives(walk, "Anna Ek").await?;
    walk.goto(&format!("{here}/mina-nycklar")).await?;
    walk.sees("Du har 9 koder kvar.").await
}

/// A key of somebody else, whose owner does not touch it.
#[derive(Debug)]
struct AddStrangersKey;

impl FormatRequestData for AddStrangersKey {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let key = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": false,
        });
        RequestData::new(Method::POST, format!("session/{session}/webauthn/authenticator")).add_body(key)
    }
}

async fn anna_removes_the_key(walk: &Walk, here: &str) -> Outcome<()> {
    walk.goto(&format!("{here}/mina-nycklar")).await?;
    walk.within("Gröna nyckeln").await?.click("Ta bort").await?;
    walk.sees("Nyckeln är borttagen").await?;
    walk.sees("Du har inga säkerhetsnycklar.").await?;
    sign_out_at(walk, here).await?;
    walk.click("Logga in med passkey").await?;
    walk.sees("Nyckeln gick inte att använda.").await
}
