//! *3. Kunduppdragsschema*.

use proof_manuals::{Outcome, Walk};
use serde_json::json;

use super::{CUSTOMER, CUSTOMER_IN_LISTS, columns, fetched, headings_of_rows};

/// *Gå till Kunder → Alla kunder. Endast den/de kund/kunder den anhörige är behörig att se syns.*
pub(super) async fn only_the_granted_customer_is_shown(gun: &Walk) -> Outcome<()> {
    gun.goto("/").await?;
    gun.click("Alla kunder").await?;
    gun.heading("Alla kunder").await?;
    gun.sees("De kunder som du får följa.").await?;
    assert_eq!(headings_of_rows(gun).await?, [CUSTOMER_IN_LISTS], "somebody else's customers are shown");
    assert!(!gun.offers("Ny kund").await?, "a relative is offered to add customers");
    gun.click(CUSTOMER_IN_LISTS).await?;
    gun.heading("Kunduppdrag").await
}

/// *Markera kund och klicka på knappen Kunduppdrag. Gör val av antal veckor.*
pub(super) async fn the_weeks_are_chosen(gun: &Walk) -> Outcome<()> {
    gun.click(CUSTOMER.1).await?;
    gun.heading(CUSTOMER.1).await?;
    gun.click("Kunduppdrag").await?;
    gun.heading("Kunduppdrag").await?;
    assert_eq!(weeks(gun).await?, 2, "unasked, two weeks are shown");
    gun.fill("Antal veckor", "53").await?;
    gun.click("Visa schemat").await?;
    gun.sees("Det finns ett problem").await?;
    assert_eq!(gun.value_of("Antal veckor").await?, "53", "what was typed is lost");
    gun.fill("Antal veckor", "1").await?;
    gun.fill("Visa som", "Kalendervecka").await?;
    gun.click("Visa schemat").await?;
    gun.sees_no("Det finns ett problem").await?;
    assert_eq!(weeks(gun).await?, 1);
    gun.fill("Antal veckor", "8").await?;
    gun.fill("Visa som", "Tabell").await?;
    gun.click("Visa schemat").await?;
    gun.sees("Planerat slut").await?;
    assert_eq!(weeks(gun).await?, 8);
    let shown = ["Datum", "Veckodag", "Planerad start", "Planerat slut", "Insatser", "Status"];
    assert_eq!(columns(gun).await?, shown, "not what the unit lets relatives see");
    gun.accessible().await
}

/// *Klicka på Skriv ut tabell.*
pub(super) async fn the_table_is_printed(gun: &Walk) -> Outcome<()> {
    // The browser's own window for printing can't be seen from here.
    gun.driver().execute("window.print = () => { document.title = 'Utskriften' }", []).await?;
    gun.click("Skriv ut tabell").await?;
    assert_eq!(gun.title().await?, "Utskriften", "the button prints nothing");
    gun.driver().cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    let paper = gun.text().await?;
    for words in [CUSTOMER.1, "Hemtjänsten Jönköping Norr", "Vecka", "Planerad start"] {
        assert!(paper.contains(words), "{words} isn't printed: {paper}");
    }
    for words in ["Alla kunder", "Antal veckor", "Skriv ut tabell", "Min sida"] {
        assert!(!paper.contains(words), "{words} is printed: {paper}");
    }
    gun.look(gun.view()).await?;
    let (status, kind, file) = fetched(gun, "Hämta som PDF").await?;
    assert_eq!((status, kind.as_str()), (200, "application/pdf"));
    assert!(file.starts_with("%PDF-"), "it is called a PDF and is none");
    Ok(())
}

/// How many weeks the page shows.
async fn weeks(walk: &Walk) -> Outcome<usize> {
    let script = "return document.querySelectorAll('main section > h2[id^=v]').length";
    Ok(walk.driver().execute(script, []).await?.convert()?)
}
