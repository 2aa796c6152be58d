//! Seed 003, *Rutin beställa/avbeställa behörigheter*, from its first heading to its last: the orderer, the head of operations, support,
//! the service's administration, and the nurse who opens what was ordered and finds it shut when it was cancelled.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::sign_in;

/// What the routine is about.
const SERVICE: &str = "1177 symtombedömning och hänvisning";
/// Who is to get permissions, as the directory has him, and somebody else's id.
const OSKAR: (&str, &str, &str) = ("Oskar Lindgren", "SE5565594230-T0029", "oskar.lindgren@rjl.example");
const MARIA: (&str, &str, &str) = ("Maria Johansson", "SE5565594230-T0004", "maria.johansson@rjl.example");
const ENTRANCE: &str = "Vårdcentralen Rosenlund, digital ingång";
const CLINIC: &str = "Vårdcentralen Rosenlund";

on_both_databases! {
    /// The manual's routine, with all its people.
    async fn routine_003_ordering_and_cancelling_permissions(walk: Walk) {
        let gunilla = walk;
        sign_in(&gunilla, "Gunilla Sjöberg").await?;
        gunilla_finds_the_form(&gunilla).await?;
        gunilla_orders_for_oskar(&gunilla).await?;
        let oskar = gunilla.another(View::default()).await?;
        sign_in(&oskar, "Oskar Lindgren").await?;
        both_views_are_shut(&oskar).await?;
        let cecilia = gunilla.another(View::default()).await?;
        sign_in(&cecilia, "Cecilia Lundin").await?;
        cecilia_approves(&cecilia, "Gunilla Sjöberg").await?;
        gunilla_follows_the_order(&gunilla).await?;
        oskar_opens_both_views(&oskar).await?;
        let per = gunilla.another(View::default()).await?;
        sign_in(&per, "Per Nyström").await?;
        per_orders_as_head_of_operations(&per).await?;
        let samir = gunilla.another(View::default()).await?;
        sign_in(&samir, "Samir Haddad").await?;
        samir_asks_and_approves(&samir, &per).await?;
        gunilla_cancels(&gunilla).await?;
        cecilia_approves(&cecilia, "Gunilla Sjöberg").await?;
        oskar_has_what_was_not_cancelled(&oskar).await?;
        the_other_subjects_are_for_support(&oskar, &samir).await
    }
}

/// *Länken till formuläret … Välj "Beställning"*.
async fn gunilla_finds_the_form(gunilla: &Walk) -> Outcome<()> {
    gunilla.click("Vad gäller ditt ärende?").await?;
    gunilla.heading("Vad gäller ditt ärende?").await?;
    for subject in [
        "Synpunkter på medicinskt innehåll",
        "Synpunkter på plattformen/tekniken",
        "Synpunkter på övrigt",
        "Vårdavvikelser för hantering av leverantör",
        "Övriga ärenden",
    ] {
        gunilla.sees(subject).await?;
    }
    gunilla.click("Fortsätt").await?;
    gunilla.sees("Välj vilken tjänst ditt ärende gäller.").await?;
    gunilla.accessible().await?;
    gunilla.fill("Vilken tjänst gäller ditt ärende?", SERVICE).await?;
    gunilla.tick("Beställning").await?;
    gunilla.click("Fortsätt").await?;
    gunilla.heading("Beställa och avbeställa behörigheter").await
}

/// The facts that the manual wants with the order; a name that does not fit the id is a question and not a silence.
async fn gunilla_orders_for_oskar(gunilla: &Walk) -> Outcome<()> {
    gunilla.tick("Beställa behörigheter").await?;
    gunilla.accessible().await?;
    gunilla.click("Fortsätt").await?;
    gunilla.heading("Vilka ska få behörighet?").await?;
    let first = gunilla.within("Person 1").await?;
    first.fill("Namn", OSKAR.0).await?;
    first.fill("HSA-id", MARIA.1).await?;
    first.fill("E-post", OSKAR.2).await?;
    first.fill("Vårdenhet/Patientingång", ENTRANCE).await?;
    first.tick("Dashboard").await?;
    first.tick("Flygledartornet").await?;
    gunilla.accessible().await?;
    gunilla.click("Kontrollera").await?;
    gunilla.heading("Kontrollera beställningen").await?;
    gunilla.sees("Namnet stämmer inte med HSA-id.").await?;
    gunilla.sees(MARIA.0).await?;
    gunilla.click("Skicka beställningen").await?;
    gunilla.sees("Kryssa för att det är rätt person, eller ändra raden.").await?;
    gunilla.click("Ändra").await?;
    gunilla.within("Person 1").await?.fill("HSA-id", OSKAR.1).await?;
    gunilla.click("Kontrollera").await?;
    gunilla.heading("Kontrollera beställningen").await?;
    gunilla.sees_no("Namnet stämmer inte med HSA-id.").await?;
    gunilla.accessible().await?;
    gunilla.click("Skicka beställningen").await?;
    gunilla.heading("Beställningen är mottagen").await?;
    gunilla.accessible().await
}

async fn both_views_are_shut(oskar: &Walk) -> Outcome<()> {
    for view in ["/dashboard", "/flygledartornet"] {
        oskar.goto(view).await?;
        oskar.sees("Varför?").await?;
    }
    Ok(())
}

/// The receiver sees that the orderer may order, and on what right.
async fn cecilia_approves(cecilia: &Walk, orderer: &str) -> Outcome<()> {
    cecilia.goto("/bestallningar").await?;
    cecilia.accessible().await?;
    open_order_of(cecilia, orderer).await?;
    cecilia.sees("Får beställa").await?;
    cecilia.sees(OSKAR.0).await?;
    cecilia.sees(ENTRANCE).await?;
    cecilia.accessible().await?;
    cecilia.click("Godkänn alla").await?;
    cecilia.sees("Beställningen är utförd.").await
}

/// The newest order of somebody in the receiver's queue.
async fn open_order_of(receiver: &Walk, orderer: &str) -> Outcome<()> {
    let script = "const row = [...document.querySelectorAll('main tbody tr')]
            .filter((one) => one.innerText.includes(arguments[0])).at(-1);
        return row?.querySelector('a[href]')?.getAttribute('href') ?? ''";
    let path: String = receiver.driver().execute(script, vec![orderer.into()]).await?.convert()?;
    assert!(!path.is_empty(), "no order of {orderer} waits: {}", receiver.text().await?);
    receiver.goto(&path).await
}

async fn gunilla_follows_the_order(gunilla: &Walk) -> Outcome<()> {
    gunilla.click("Visa beställningen").await?;
    gunilla.sees("Utförd").await?;
    gunilla.sees("Händelser").await?;
    gunilla.sees("Cecilia Lundin").await
}

/// Approval and its grants are one: the next request opens.
async fn oskar_opens_both_views(oskar: &Walk) -> Outcome<()> {
    oskar.goto("/dashboard").await?;
    oskar.heading("Dashboard").await?;
    oskar.sees("Inkomna ärenden").await?;
    oskar.accessible().await?;
    oskar.goto("/flygledartornet").await?;
    oskar.heading("Flygledartornet").await?;
    oskar.sees(ENTRANCE).await?;
    oskar.accessible().await
}

/// *… och/eller enhetens verksamhetschef enligt HSL om så har önskats*: the demo's region has wished so.
async fn per_orders_as_head_of_operations(per: &Walk) -> Outcome<()> {
    per.goto("/bestallningar/behorigheter/ny").await?;
    per.tick("Beställa behörigheter").await?;
    per.click("Fortsätt").await?;
    per.heading("Vilka ska få behörighet?").await?;
    let first = per.within("Person 1").await?;
    first.fill("Namn", MARIA.0).await?;
    first.fill("HSA-id", MARIA.1).await?;
    first.fill("E-post", MARIA.2).await?;
    first.fill("Vårdenhet/Patientingång", CLINIC).await?;
    first.tick("Systemadministratör").await?;
    per.click("Kontrollera").await?;
    per.heading("Kontrollera beställningen").await?;
    per.click("Skicka beställningen").await?;
    per.heading("Beställningen är mottagen").await?;
    per.click("Visa beställningen").await?;
    per.sees("Mottagen").await
}

/// Support asks back before it approves; the orderer answers on the order's page.
async fn samir_asks_and_approves(samir: &Walk, per: &Walk) -> Outcome<()> {
    samir.goto("/bestallningar").await?;
    open_order_of(samir, "Per Nyström").await?;
    samir.sees("Får beställa").await?;
    let path = samir.path().await?;
    samir.click("Fråga beställaren").await?;
    samir.fill("Fråga", "Ska hon ersätta Tuomas?").await?;
    samir.click("Skicka frågan").await?;
    samir.sees("Frågan är skickad.").await?;
    per.goto(&path).await?;
    per.sees("Ska hon ersätta Tuomas?").await?;
    per.fill("Svar", "Nej, hon hjälper honom.").await?;
    per.click("Skicka svaret").await?;
    per.sees("Svaret är skickat.").await?;
    samir.goto(&path).await?;
    samir.sees("Nej, hon hjälper honom.").await?;
    samir.click("Godkänn alla").await?;
    samir.sees("Beställningen är utförd.").await
}

async fn gunilla_cancels(gunilla: &Walk) -> Outcome<()> {
    gunilla.goto("/bestallningar/behorigheter/ny").await?;
    gunilla.tick("Avbeställa behörigheter").await?;
    gunilla.click("Fortsätt").await?;
    gunilla.heading("Vilka ska inte längre ha behörighet?").await?;
    let first = gunilla.within("Person 1").await?;
    first.fill("Namn", OSKAR.0).await?;
    first.fill("HSA-id", OSKAR.1).await?;
    first.fill("Vårdenhet/Patientingång", ENTRANCE).await?;
    first.tick("Systemadministratör").await?;
    first.tick("Flygledartornet").await?;
    gunilla.click("Kontrollera").await?;
    gunilla.sees("Personen har inte behörigheten Systemadministratör vid enheten").await?;
    gunilla.within("Person 1").await?.untick("Systemadministratör").await?;
    gunilla.click("Kontrollera").await?;
    gunilla.heading("Kontrollera beställningen").await?;
    gunilla.click("Skicka beställningen").await?;
    gunilla.heading("Beställningen är mottagen").await
}

/// Cancelling ends at once; what was not cancelled is there still.
async fn oskar_has_what_was_not_cancelled(oskar: &Walk) -> Outcome<()> {
    oskar.goto("/flygledartornet").await?;
    oskar.sees("Varför?").await?;
    oskar.goto("/dashboard").await?;
    oskar.heading("Dashboard").await
}

/// *Synpunkter …*, *Övriga ärenden*: a number, a queue, an answer.
async fn the_other_subjects_are_for_support(oskar: &Walk, samir: &Walk) -> Outcome<()> {
    oskar.goto("/support/nytt").await?;
    oskar.fill("Vilken tjänst gäller ditt ärende?", SERVICE).await?;
    oskar.tick("Synpunkter på plattformen/tekniken").await?;
    oskar.click("Fortsätt").await?;
    oskar.heading("Skriv ditt ärende").await?;
    oskar.sees("Skriv ingenting som visar vem en patient är").await?;
    oskar.accessible().await?;
    oskar.fill("Rubrik", "Dashboard är svår att läsa").await?;
    oskar.fill("Text", "Kan siffrorna stå större?").await?;
    oskar.click("Skicka ärendet").await?;
    oskar.heading("Ditt ärende är mottaget").await?;
    oskar.click("Visa ärendet").await?;
    let path = oskar.path().await?;
    samir.goto("/support").await?;
    samir.accessible().await?;
    samir.click("Dashboard är svår att läsa").await?;
    samir.click("Ta ärendet").await?;
    samir.sees("Du har ärendet nu.").await?;
    samir.tick("Svar").await?;
    samir.fill("Text", "Ja, håll ned Ctrl och tryck på plus.").await?;
    samir.accessible().await?;
    samir.click("Skicka").await?;
    samir.sees("Svaret är skickat och ärendet avslutat.").await?;
    oskar.goto(&path).await?;
    oskar.sees("Ja, håll ned Ctrl och tryck på plus.").await?;
    oskar.accessible().await
}
