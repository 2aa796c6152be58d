//! Seed 000, *Ansluta en ny användare*, by all its people: Anna, who administers the clinic and can't create users; Samir of
//! the support, who can; and Elin, who is new.

use behorig_yubico_otp::{AesKey, Counters, Otp, PrivateId, PublicId};
use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::{arrives, find_by_words, sign_in, sign_in_by_telephone, sign_out};

const FIRST_PASSWORD: &str = "tre gröna kanoter";
const SECOND_PASSWORD: &str = "fyra gula kanoter";
const LONG_TITLE: &str = "Leg. fysioterapeut, OMT steg 3 examen";
const PUBLIC_ID: &str = "ccccccbcgujh";
const PRIVATE_ID: &str = "0a1b2c3d4e5f";
const AES_KEY: &str = "00112233445566778899aabbccddeeff";

on_both_databases! {
    /// The manual from its first line to its last, and what the issue adds to it.
    async fn manual_000_connecting_a_new_user(walk: Walk) {
        let anna = walk;
        sign_in_by_telephone(&anna, "Anna Ek").await?;
        anna_cannot_create_users(&anna).await?;
        anna_orders_the_new_user(&anna).await?;
        let samir = anna.another(View::default()).await?;
        sign_in(&samir, "Samir Haddad").await?;
        samir_connects_the_user(&samir).await?;
        let elin = anna.another(View::default()).await?;
        let link = elin_gets_the_link_by_mail(&elin).await?;
        elin_chooses_a_password(&elin, &link).await?;
        elin_is_let_in(&elin).await?;
        anna_changes_the_user(&anna).await?;
        anna_reads_history_and_help(&anna).await?;
        anna_gives_a_permission(&anna, &elin).await?;
        anna_blocks_and_unblocks(&anna, &elin).await?;
        samir_enrols_a_yubikey(&samir).await?;
        elin_signs_in_with_the_yubikey(&elin).await?;
        elin_changes_her_password(&elin).await?;
        nothing_is_overwritten(&anna, &samir).await
    }
}

/// What she meets instead is the reason, and *Ansluta en ny användare*.
async fn anna_cannot_create_users(anna: &Walk) -> Outcome<()> {
    anna.goto("/anvandare/ny").await?;
    anna.heading("Du saknar behörighet").await?;
    anna.sees("Lägga upp användare").await?;
    anna.goto("/").await?;
    anna.click("Alla användare").await?;
    anna.heading("Alla användare").await?;
    assert!(!anna.offers("Användare").await?, "a clinic's administrator is offered to create users");
    anna.click("Ansluta en ny användare").await?;
    anna.heading("Ansluta en ny användare").await?;
    anna.goto("/").await?;
    find_by_words(anna, "ansluta", "Ansluta en ny användare").await
}

/// Every piece of information that the manual asks for.
async fn anna_orders_the_new_user(anna: &Walk) -> Outcome<()> {
    anna.sees("Uppgifter som vi behöver").await?;
    anna.click("Granska").await?;
    anna.sees("Ange ett användarnamn för inloggning.").await?;
    for (label, value) in [
        ("Användarnamn", "elin.strand"),
        ("Personnummer (BankID)", "960913-2387"),
        ("Mobilnummer", "070-174 06 05"),
        ("E-post", "elin.strand@example.se"),
        ("Titel", "Leg. Sjukgymnast"),
        ("Personalkategori", "Fysioterapeut/Sjukgymnast"),
        ("Lång titel", LONG_TITLE),
        ("Förnamn", "Elin"),
        ("Efternamn", "Strand"),
        ("HSA-id", " SE5565594230-1ST "),
    ] {
        anna.fill(label, value).await?;
    }
    assert!(anna.is_ticked("Internpost").await?, "Internpost is normally given, and so preselected");
    for other in ["Supportpersonal", "Batch", "Journalsäkerhetsansvarig", "Systemadministratör"] {
        assert!(!anna.is_ticked(other).await?, "{other} is ticked from the start");
    }
    anna.click("Granska").await?;
    anna.heading("Granska din beställning").await?;
    anna.sees(LONG_TITLE).await?;
    anna.click("Ändra uppgifterna").await?;
    anna.fill("HSA-id", "SE5565594230-1STR").await?;
    anna.click("Granska").await?;
    anna.heading("Granska din beställning").await?;
    anna.sees("SE5565594230-1STR").await?;
    anna.click("Skicka beställningen").await?;
    anna.heading("Beställningen är mottagen").await?;
    anna.sees("Elin Strand vid Rehabkliniken Fysio Centrum").await
}

/// The link goes to the new user alone: whoever connects never sees it.
async fn samir_connects_the_user(samir: &Walk) -> Outcome<()> {
    samir.click("Beställningar").await?;
    samir.heading("Beställningar").await?;
    samir.within("Elin Strand").await?.click("6").await?;
    samir.heading("Beställning 6").await?;
    samir.sees(LONG_TITLE).await?;
    samir.click("Anslut användaren").await?;
    samir.heading("Användaren är ansluten").await?;
    samir.sees("Engångslänken mejlas till e***@example.se").await?;
    assert_eq!(link_in(&samir.text().await?), None, "support is shown a link that is somebody else's");
    // In the list nothing waits any more.
    samir.click("Till beställningarna").await?;
    samir.heading("Beställningar").await?;
    samir.sees_no("Elin Strand").await
}

/// The first one-time link in a text.
fn link_in(text: &str) -> Option<String> {
    text.split_whitespace().find(|word| word.contains("/engangslank/")).map(str::to_owned)
}

/// The demo's mail comes to its own mailbox, which the sign-in page leads to.
async fn elin_gets_the_link_by_mail(elin: &Walk) -> Outcome<String> {
    elin.goto("/logga-in").await?;
    elin.click("Demons brevlåda").await?;
    elin.heading("Demons brevlåda").await?;
    // A letter is on its way a moment longer than the page of whoever had it sent.
    for _ in 0..100 {
        if elin.text().await?.contains("elin.strand@example.se") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        elin.click("Se efter igen").await?;
    }
    elin.sees("Välj ditt lösenord till Behörig (demo)").await?;
    elin.sees("Hej Elin!").await?;
    elin.sees("Väntade du dig inte det här mejlet?").await?;
    elin.sees("Hello Elin,").await?;
    elin.sees_no("960913").await?;
    elin.accessible().await?;
    let text = elin.text().await?;
    Ok(link_in(&text).unwrap_or_else(|| panic!("no one-time link came: {text}")))
}

async fn elin_chooses_a_password(elin: &Walk, link: &str) -> Outcome<()> {
    elin.goto(link).await?;
    elin.heading("Välj lösenord").await?;
    elin.fill("Nytt lösenord", "kort").await?;
    elin.click("Spara lösenordet").await?;
    elin.sees("Lösenordet är för kort.").await?;
    elin.fill("Nytt lösenord", FIRST_PASSWORD).await?;
    elin.click("Spara lösenordet").await?;
    elin.sees("Lösenordet är sparat.").await?;
    elin.goto(link).await?;
    elin.heading("Länken är redan använd").await
}

/// A staff role asks for more than a password.
async fn elin_is_let_in(elin: &Walk) -> Outcome<()> {
    type_password(elin, FIRST_PASSWORD, "").await?;
    elin.sees("Lösenordet stämmer, men ditt konto kräver YubiKey eller BankID.").await?;
    sign_in(elin, "Elin Strand").await?;
    elin.sees("Rehabkliniken Fysio Centrum").await?;
    elin.goto("/mitt-konto").await?;
    elin.sees("Leg. Sjukgymnast").await
}

async fn type_password(walk: &Walk, password: &str, otp: &str) -> Outcome<()> {
    walk.goto("/logga-in").await?;
    walk.fill("Användarnamn", "elin.strand").await?;
    walk.fill("Lösenord", password).await?;
    walk.fill("YubiKey", otp).await?;
    walk.click("Logga in").await
}

async fn open_elin(walk: &Walk) -> Outcome<()> {
    walk.goto("/anvandare").await?;
    walk.within("Strand, Elin").await?.double_click().await?;
    walk.heading("Elin Strand").await
}

/// *Arkiv → Systemadministration → Administrera användare*, and double-click the user.
async fn anna_changes_the_user(anna: &Walk) -> Outcome<()> {
    anna.goto("/").await?;
    find_by_words(anna, "arkiv systemadministration administrera användare", "Alla användare").await?;
    anna.goto("/").await?;
    for heading in ["Arkiv", "Systemadministration"] {
        anna.sees(heading).await?;
    }
    anna.click("Administrera användare").await?;
    anna.heading("Alla användare").await?;
    anna.within("Strand, Elin").await?.double_click().await?;
    anna.heading("Elin Strand").await?;
    for label in ["Användarnamn", "Personnummer (BankID)", "Lösenord (Yubikey)", "E-postadress"] {
        anna.value_of(label).await?;
    }
    anna.sees("Användaruppgifter som administreras av supporten").await?;
    let mut beyond = Vec::new();
    for label in ["Förnamn", "Efternamn", "HSA-id (E-tjänstekort)"] {
        let row = anna.within(label).await?.text().await?;
        if !row.contains("Administreras av supporten.") {
            beyond.push(row);
        }
    }
    assert!(beyond.is_empty(), "support's fields are said to be hers: {beyond:?}");
    anna.fill("Titel", "Leg. Fysioterapeut").await?;
    anna.fill("Lång titel", "Leg. fysioterapeut, specialist").await?;
    anna.fill("Personalkategori", "Naprapat").await?;
    anna.fill("Mobilnummer", "0701").await?;
    anna.click("Spara").await?;
    // What is wrong is told at the field, and nothing typed is lost.
    anna.sees("Det finns ett problem").await?;
    assert_eq!(anna.value_of("Lång titel").await?, "Leg. fysioterapeut, specialist");
    anna.fill("Mobilnummer", "070-174 06 06").await?;
    anna.click("Spara").await?;
    anna.sees("Ändringarna är sparade.").await
}

async fn anna_reads_history_and_help(anna: &Walk) -> Outcome<()> {
    anna.click("Historik").await?;
    for text in ["Anna Ek", "Leg. Sjukgymnast", "Leg. Fysioterapeut", "Naprapat", "genom beställning 6", "Samir Haddad"]
    {
        anna.sees(text).await?;
    }
    anna.sees_no("960913-2387").await?;
    open_elin(anna).await?;
    anna.within("Stäng").await?.click("Hjälp").await?;
    anna.sees("Ansluta en ny användare").await?;
    anna.sees("Används vid underskrift av brev, remissvar och andra dokument.").await?;
    open_elin(anna).await?;
    anna.click("Stäng").await?;
    anna.heading("Alla användare").await
}

/// A tick is a grant, and holds at the next request.
async fn anna_gives_a_permission(anna: &Walk, elin: &Walk) -> Outcome<()> {
    elin.goto("/anvandare").await?;
    elin.sees_no("Strand, Elin").await?;
    open_elin(anna).await?;
    anna.click("Ändra Behörighet").await?;
    assert!(anna.is_ticked("Internpost").await?, "the order gave Internpost");
    anna.tick("Systemadministratör").await?;
    anna.click("Spara").await?;
    anna.sees("Behörigheterna är sparade.").await?;
    elin.goto("/anvandare").await?;
    elin.heading("Alla användare").await?;
    elin.sees("Strand, Elin").await
}

async fn anna_blocks_and_unblocks(anna: &Walk, elin: &Walk) -> Outcome<()> {
    open_elin(anna).await?;
    anna.tick("Spärrad").await?;
    anna.click("Spara").await?;
    anna.sees("Ändringarna är sparade.").await?;
    // The session that was open is gone at its next request, and no new one begins.
    elin.goto("/anvandare").await?;
    elin.heading("Logga in").await?;
    elin.click("BankID på den här enheten").await?;
    elin.click("Öppna BankID på den här enheten").await?;
    elin.click("Elin Strand").await?;
    elin.click("Legitimera mig").await?;
    // She is also a resident of the region, and that hat is hers still.
    elin.heading("Hej Elin").await?;
    elin.sees("Ditt konto är spärrat av en administratör.").await?;
    elin.goto("/anvandare").await?;
    elin.heading("Sidan finns inte").await?;
    open_elin(anna).await?;
    anna.untick("Spärrad").await?;
    anna.click("Spara").await?;
    anna.sees("Ändringarna är sparade.").await
}

async fn samir_enrols_a_yubikey(samir: &Walk) -> Outcome<()> {
    samir.goto("/anvandare?q=elin.strand").await?;
    samir.click("Strand, Elin").await?;
    samir.click("Användarkonto").await?;
    samir.click("Lägg till en YubiKey").await?;
    samir.fill("Publikt id", PUBLIC_ID).await?;
    samir.fill("Privat id", PRIVATE_ID).await?;
    samir.fill("AES-nyckel", "fel").await?;
    samir.click("Lägg till").await?;
    samir.sees("AES-nyckeln är fel.").await?;
    samir.fill("AES-nyckel", AES_KEY).await?;
    samir.click("Lägg till").await?;
    samir.sees("YubiKeyn är tillagd.").await?;
    samir.sees_no(AES_KEY).await
}

/// What the key writes at one touch.
fn touch(use_counter: u16) -> String {
    let counters = Counters { use_counter, session_counter: 0, timestamp: 0x0001_2345 };
    let (key, own) = (AesKey::parse(AES_KEY).unwrap(), PrivateId::parse(PRIVATE_ID).unwrap());
    Otp::seal(PublicId::parse(PUBLIC_ID).unwrap(), &key, &own, counters, [7, 9]).to_modhex()
}

async fn elin_signs_in_with_the_yubikey(elin: &Walk) -> Outcome<()> {
    const REFUSED: &str = "Användarnamnet, lösenordet eller koden från YubiKey stämmer inte.";
    let first = touch(1);
    type_password(elin, FIRST_PASSWORD, &first).await?;
    arrives(elin, "Elin Strand").await?;
    sign_out(elin).await?;
    type_password(elin, FIRST_PASSWORD, &first).await?;
    elin.sees(REFUSED).await?;
    type_password(elin, "fel lösenord helt", &touch(2)).await?;
    elin.sees(REFUSED).await?;
    type_password(elin, FIRST_PASSWORD, &touch(3)).await?;
    arrives(elin, "Elin Strand").await
}

/// *Arkiv → Byta lösenord*.
async fn elin_changes_her_password(elin: &Walk) -> Outcome<()> {
    find_by_words(elin, "byta lösenord", "Byta lösenord").await?;
    elin.fill("Nuvarande lösenord", "fel lösenord helt").await?;
    elin.fill("Nytt lösenord", SECOND_PASSWORD).await?;
    // The menu has a link of that name too.
    elin.within("Nuvarande lösenord").await?.click("Byta lösenord").await?;
    elin.sees("Det är inte ditt nuvarande lösenord.").await?;
    elin.fill("Nuvarande lösenord", FIRST_PASSWORD).await?;
    elin.fill("Nytt lösenord", SECOND_PASSWORD).await?;
    elin.within("Nuvarande lösenord").await?.click("Byta lösenord").await?;
    elin.sees("Lösenordet är bytt.").await?;
    sign_out(elin).await?;
    type_password(elin, SECOND_PASSWORD, &touch(4)).await?;
    arrives(elin, "Elin Strand").await
}

/// Two people at the same user: the second is shown what changed, and keeps what was typed.
async fn nothing_is_overwritten(anna: &Walk, samir: &Walk) -> Outcome<()> {
    open_elin(anna).await?;
    samir.click("Grundinformation").await?;
    samir.fill("Titel", "Leg. Naprapat").await?;
    anna.fill("Titel", "Enhetschef").await?;
    anna.click("Spara").await?;
    anna.sees("Ändringarna är sparade.").await?;
    samir.click("Spara").await?;
    samir.sees("Anna Ek ändrade också det här").await?;
    samir.sees("Enhetschef").await?;
    assert_eq!(samir.value_of("Titel").await?, "Leg. Naprapat");
    samir.click("Spara").await?;
    samir.sees("Ändringarna är sparade.").await
}
