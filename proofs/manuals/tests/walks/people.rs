//! The demo's test persons at the door.

use proof_manuals::{Language, Outcome, View, Walk};

/// Signs in with BankID on this device, by the link that opens the app.
pub async fn sign_in(walk: &Walk, person: &str) -> Outcome<()> {
    walk.goto("/logga-in").await?;
    if walk.view().language == Language::Swedish {
        walk.click("BankID på den här enheten").await?;
        walk.click("Öppna BankID på den här enheten").await?;
    } else {
        walk.click("BankID on this device").await?;
        walk.click("Open BankID on this device").await?;
    }
    identify(walk, person).await?;
    arrives(walk, person).await
}

/// Signs in with BankID on another device: the code is shown here, and the telephone answers.
pub async fn sign_in_by_telephone(walk: &Walk, person: &str) -> Outcome<()> {
    walk.goto("/logga-in").await?;
    walk.click("BankID på en annan enhet").await?;
    walk.sees("Tryck på Skanna QR-kod och håll telefonen mot koden.").await?;
    let telephone = walk.another(View::default()).await?;
    telephone.goto(&walk.test_telephone().await?).await?;
    telephone.sees("Väntar på dig").await?;
    telephone.click("Legitimera dig?").await?;
    identify(&telephone, person).await?;
    arrives(walk, person).await
}

/// Waits for the start page's greeting.
pub async fn arrives(walk: &Walk, person: &str) -> Outcome<()> {
    let given_name = person.split(' ').next().unwrap_or(person);
    let greeting = if walk.view().language == Language::Swedish { "Hej" } else { "Hello" };
    walk.heading(&format!("{greeting} {given_name}")).await
}

/// On the telephone: chooses who one is, and answers.
async fn identify(telephone: &Walk, person: &str) -> Outcome<()> {
    telephone.heading("Vem är du?").await?;
    telephone.click(person).await?;
    telephone.click("Legitimera mig").await
}

/// Signs out by the menu under one's name.
pub async fn sign_out(walk: &Walk) -> Outcome<()> {
    walk.click("Inloggad som").await?;
    walk.click("Logga ut").await?;
    walk.sees("Du är utloggad.").await
}

/// Goes to a function by the command search, with the words that the manual uses.
pub async fn find_by_words(walk: &Walk, words: &str, function: &str) -> Outcome<()> {
    walk.press("Control+K").await?;
    // The field is there when the search has opened.
    walk.value_of("Sök funktion").await?;
    let search = walk.within("Sök funktion").await?;
    walk.write(words).await?;
    search.sees(function).await?;
    walk.press("Enter").await?;
    walk.heading(function).await
}
