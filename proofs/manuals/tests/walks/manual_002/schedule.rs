//! *3. Kunduppdragsschema*.

use proof_manuals::{Outcome, View, Walk};
use serde_json::json;

use super::{CUSTOMER, CUSTOMER_IN_LISTS, columns, file_behind, headings_of_rows};
use crate::paper;
use crate::people::sign_in;

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
    the_pdf_shows_what_the_screen_shows(gun).await
}

/// The printed file: sheets of A4 with all of the eight weeks, and nobody in them but the customer.
async fn the_pdf_shows_what_the_screen_shows(gun: &Walk) -> Outcome<()> {
    let rows = rows(gun).await?;
    assert!(rows.len() > 20, "eight weeks have {} visits", rows.len());
    let file = file_behind(gun, "Hämta som PDF").await?;
    let sheets = paper::pictures(&file, paper::POINTS)?;
    // 210 × 297 millimetres in points.
    for sheet in &sheets {
        assert_eq!((sheet.width, sheet.height), (596, 842), "it isn't A4 upright");
        sheet.stays_within_its_margins(20);
    }
    let texts = paper::texts(&file)?;
    assert_eq!(texts.len(), sheets.len(), "a sheet without words");
    for (at, text) in texts.iter().enumerate() {
        assert!(text.contains(CUSTOMER.1), "sheet {at} doesn't say whose it is: {text}");
        assert!(text.contains(&format!("{} ({})", at + 1, texts.len())), "sheet {at} isn't numbered: {text}");
    }
    let text = texts.concat();
    let mut lines = text.lines();
    for row in &rows {
        let is_it = |line: &str| row.iter().all(|cell| line.contains(cell.as_str()));
        assert!(lines.any(is_it), "{row:?} isn't printed, or not in its place: {text}");
    }
    let petra = gun.another(View::default()).await?;
    sign_in(&petra, "Petra Sundin").await?;
    petra.goto("/kunder").await?;
    petra.heading("Alla kunder").await?;
    let others: Vec<String> = headings_of_rows(&petra).await?.iter().map(|name| as_said(name)).collect();
    assert!(others.len() > 5 && others.iter().any(|name| name == CUSTOMER.1), "{others:?}");
    for name in others.iter().filter(|name| *name != CUSTOMER.1) {
        assert!(!text.contains(name.as_str()), "{name} is printed: {text}");
    }
    Ok(())
}

/// *Lindgren, Hamid* as *Hamid Lindgren*.
fn as_said(listed: &str) -> String {
    listed.split_once(", ").map_or_else(|| listed.to_owned(), |(family, given)| format!("{given} {family}"))
}

/// The days and times of every visit on the page, in order.
async fn rows(walk: &Walk) -> Outcome<Vec<Vec<String>>> {
    let script = "return [...document.querySelectorAll('main tbody tr')]
        .map((row) => [...row.cells].slice(0, 4).map((cell) => cell.textContent.trim()))";
    Ok(walk.driver().execute(script, []).await?.convert()?)
}

/// How many weeks the page shows.
async fn weeks(walk: &Walk) -> Outcome<usize> {
    let script = "return document.querySelectorAll('main section > h2[id^=v]').length";
    Ok(walk.driver().execute(script, []).await?.convert()?)
}
