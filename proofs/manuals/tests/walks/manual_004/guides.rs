//! *Så gör du*: every section of the manual opens its guide, and the page that it is about.

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::sign_in;

/// The manual's sections but *Skaffa konto som personal*, with the page that each is about.
const SECTIONS: [(&str, &str); 12] = [
    ("Logga in", ""),
    ("Personliga inställningar", "Personliga inställningar"),
    ("Ärendemottagare – Fördela ett ärende", "Fördela"),
    ("Ärendemottagare/Vårdgivare – Omfördela ett ärende", ""),
    ("Vårdgivare – Besvara ett ärende", "Mina ärenden"),
    ("Vårdgivare – Skicka nytt ärende", "Skicka nytt ärende"),
    ("Administratör – Administrera behörigheter", "Administrera behörigheter"),
    ("Administratör – Återaktivera låst vårdaktörskonto", "Alla användare"),
    ("Administratör – Inställningar för mottagningen", "Inställningar för mottagningen"),
    ("Administratör – Aktivera ärendetyper (e-tjänster)", "Ärendetyper"),
    ("Administratör – Skapa egen ärendetyp", "Skapa egen ärendetyp"),
    ("Administratör – Skapa mall för invånarärenden", "Mallar för invånarärenden"),
];

on_both_databases! {
    /// The index that the manual begins with, read by who assigns and by who administers.
    async fn manual_004_how_to(walk: Walk) {
        let maria = walk;
        sign_in(&maria, "Maria Johansson").await?;
        every_section_has_its_guide(&maria).await?;
        let lena = maria.another(View::default()).await?;
        sign_in(&lena, "Lena Nordin").await?;
        let mut opened = Vec::new();
        for person in [&maria, &lena] {
            opened.extend(pages_open_from_the_index(person).await?);
        }
        for (section, page) in SECTIONS {
            assert!(page.is_empty() || opened.contains(&page), "{section} leads nobody to its page: {opened:?}");
        }
        Ok(())
    }
}

/// *Här nedan kan du välja mellan olika hjälpavsnitt.*
async fn every_section_has_its_guide(maria: &Walk) -> Outcome<()> {
    for (section, _) in SECTIONS {
        maria.goto("/hjalp").await?;
        maria.heading("Så gör du").await?;
        maria.click(section).await?;
        maria.heading(section).await?;
    }
    Ok(())
}

/// Which of the pages the index opens for this person.
async fn pages_open_from_the_index(person: &Walk) -> Outcome<Vec<&'static str>> {
    let mut opened = Vec::new();
    for (_, page) in SECTIONS.into_iter().filter(|(_, page)| !page.is_empty()) {
        person.goto("/hjalp").await?;
        let link = format!("Öppna sidan: {page}");
        let spaced = format!("Öppna sidan : {page}");
        for name in [link, spaced] {
            if person.offers(&name).await? {
                person.click(&name).await?;
                person.sees(page).await?;
                opened.push(page);
            }
        }
    }
    Ok(opened)
}
