//! *1. Lägg upp en roll för Anhörig* and *2. Lägg upp användaren, den anhörige*.

use proof_manuals::{Outcome, Walk};

use super::CUSTOMER;
use crate::people::arrives;

const START_PASSWORD: &str = "sommaren vid sjön";
const OWN_PASSWORD: &str = "vintern vid havet";

/// *Viktigt! Kryssrutan Daglig planering ska EJ fyllas i.*
pub(super) async fn the_role_refuses_daily_planning(samir: &Walk) -> Outcome<()> {
    samir.click("Roller").await?;
    samir.click("Ny roll").await?;
    samir.heading("Ny roll").await?;
    samir.fill("Namn", "Anhörig 2").await?;
    samir.tick("Anhörig").await?;
    samir.tick("Daglig planering").await?;
    samir.click("Spara").await?;
    samir.sees("En roll för anhöriga kan inte ha Daglig planering").await?;
    assert_eq!(samir.value_of("Namn").await?, "Anhörig 2", "what was typed is lost");
    samir.untick("Daglig planering").await?;
    samir.tick("Användarnamn och lösenord").await?;
    samir.click("Spara").await?;
    samir.heading("Anhörig 2").await
}

/// *Klicka på knappen Tjänster. Lägg till de tjänster som krävs.*
pub(super) async fn the_role_gets_its_services(samir: &Walk) -> Outcome<()> {
    samir.click("Tjänster").await?;
    for number in ["262", "376", "290", "179"] {
        samir.tick(number).await?;
    }
    samir.click("Spara").await?;
    samir.heading("Anhörig 2").await?;
    samir.sees("262 Kunduppdragsschema på webben").await
}

/// *Gå till Användare → Alla användare. Välj + Användare.*
pub(super) async fn the_relative_gets_an_account(samir: &Walk) -> Outcome<()> {
    samir.click("Alla användare").await?;
    // A plus and the word.
    samir.click("Användare").await?;
    samir.click("Välj en annan enhet").await?;
    samir.fill("Sök enhet", "Hemtjänsten Jönköping Norr").await?;
    samir.click("Sök").await?;
    samir.click("Hemtjänsten Jönköping Norr").await?;
    samir.heading("Ny användare").await?;
    samir.sees("Enhet: Hemtjänsten Jönköping Norr").await?;
    samir.fill("Förnamn", "Gun").await?;
    samir.fill("Efternamn", "Lindgren").await?;
    samir.fill("Användarnamn", "gun.lindgren").await?;
    samir.tick("Startlösenord").await?;
    samir.fill("Lösenord (Yubikey)", START_PASSWORD).await?;
    samir.untick("Internpost").await?;
    samir.click("Spara").await?;
    samir.sees("Användaren är upplagd.").await
}

/// *Ange organisation som kunden tillhör, rollen Anhörig, objektet Kund och namnet på kunden.*
pub(super) async fn the_relative_gets_the_customer(samir: &Walk) -> Outcome<()> {
    samir.heading("Gun Lindgren").await?;
    samir.click("Behörigheter").await?;
    samir.click("Lägg till behörighet").await?;
    // The user's own unit is chosen already.
    samir.sees("Hemtjänsten Jönköping Norr").await?;
    samir.fill("Roll", "Anhörig 2").await?;
    samir.click("Lägg till").await?;
    samir.sees("Ange kundens personnummer.").await?;
    samir.fill("Kund (personnummer)", CUSTOMER.0).await?;
    samir.click("Lägg till").await?;
    samir.sees(CUSTOMER.1).await?;
    samir.tick("Kunden har samtyckt till att den anhöriga får se uppgifterna").await?;
    samir.click("Lägg till").await?;
    samir.sees("Behörigheten är tillagd.").await?;
    let row = samir.within("Anhörig 2").await?;
    for text in ["Hemtjänsten Jönköping Norr", CUSTOMER.1, "Kundens samtycke", "Samir Haddad"] {
        row.sees(text).await?;
    }
    Ok(())
}

/// A password is enough for this role, but the one that somebody else chose must be changed first.
pub(super) async fn the_relative_signs_in(gun: &Walk) -> Outcome<()> {
    gun.goto("/logga-in").await?;
    gun.fill("Användarnamn", "gun.lindgren").await?;
    gun.fill("Lösenord", START_PASSWORD).await?;
    gun.click("Logga in").await?;
    gun.sees("Välj ett eget lösenord").await?;
    gun.goto("/").await?;
    gun.sees("Välj ett eget lösenord").await?;
    gun.fill("Nuvarande lösenord", START_PASSWORD).await?;
    gun.fill("Nytt lösenord", OWN_PASSWORD).await?;
    gun.within("Nuvarande lösenord").await?.click("Byta lösenord").await?;
    gun.sees("Lösenordet är bytt.").await?;
    gun.goto("/").await?;
    arrives(gun, "Gun Lindgren").await?;
    gun.sees("Du är här som anhörig.").await?;
    gun.sees(CUSTOMER.1).await?;
    // Nothing of what the staff do is there for a relative.
    gun.goto("/anvandare").await?;
    gun.heading("Du saknar behörighet").await
}
