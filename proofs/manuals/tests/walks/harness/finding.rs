use proof_manuals::Outcome;

use super::page::walk;

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn a_form_is_filled_by_the_labels_that_a_person_reads() -> Outcome<()> {
    walk("harness::form", async |walk| {
        walk.goto("/").await?;
        walk.heading("Alla användare").await?;
        walk.click("Nytt konto").await?;
        walk.heading("Ansluta en ny användare").await?;
        assert_eq!(walk.value_of("Förnamn").await?, "Gammalt");
        walk.fill("Förnamn", "Åsa").await?;
        walk.fill("Lång titel", "Legitimerad läkare").await?;
        walk.fill("Personalkategori", "Läkare").await?;
        walk.fill("Från och med", "2026-11-21").await?;
        assert!(walk.is_ticked("Internpost").await?);
        walk.untick("Internpost").await?;
        walk.tick("Batch").await?;
        walk.tick("Batch").await?;
        walk.within("Inloggning").await?.tick("BankID").await?;
        assert_eq!(walk.value_of("Personalkategori").await?, "Läkare");
        walk.click("Spara").await?;
        walk.heading("Sparat").await?;
        walk.sees("namn=%C3%85sa lang=Legitimerad+l%C3%A4kare kategori=L%C3%A4kare fran=2026-11-21 batch=on in=bankid")
            .await?;
        walk.sees_no("internpost").await
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn the_same_word_in_two_rows_is_told_apart_by_the_row() -> Outcome<()> {
    walk("harness::rows", async |walk| {
        walk.goto("/").await?;
        assert!(walk.offers("Nytt konto").await?);
        assert!(!walk.offers("Ta bort").await?);
        walk.within("Björn Berg").await?.click("Ändra").await?;
        walk.heading("Ansluta en ny användare").await?;
        assert_eq!(walk.path().await?, "/konto?namn=Bj%C3%B6rn");
        Ok(())
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn an_open_dialog_is_all_that_can_be_reached() -> Outcome<()> {
    walk("harness::dialog", async |walk| {
        walk.goto("/konto").await?;
        walk.click("Ta bort").await?;
        walk.sees("Ta bort kontot?").await?;
        assert!(!walk.offers("Spara").await?);
        walk.click("Ta bort").await?;
        assert_eq!(walk.title().await?, "Borttaget");
        assert!(walk.offers("Spara").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn the_keyboard_alone_reaches_and_presses() -> Outcome<()> {
    walk("harness::keyboard", async |walk| {
        walk.goto("/konto").await?;
        walk.press("Tab").await?;
        assert_eq!(walk.focused().await?, "Förnamn");
        walk.press("Control+A").await?;
        walk.write("Ängla").await?;
        assert_eq!(walk.value_of("Förnamn").await?, "Ängla");
        walk.press("Tab").await?;
        walk.press("Shift+Tab").await?;
        assert_eq!(walk.focused().await?, "Förnamn");
        walk.press("Enter").await?;
        walk.heading("Sparat").await
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn the_answer_to_a_form_is_waited_for_and_not_taken_for_the_page_that_sent_it() -> Outcome<()> {
    walk("harness::order", async |walk| {
        walk.goto("/ordning").await?;
        assert!(walk.text().await?.contains("Ett Två"));
        walk.click("Flytta upp Två").await?;
        let text = walk.text().await?;
        assert!(text.contains("Två Ett"), "{text}");
        walk.goto("/ordning").await?;
        walk.press("Tab").await?;
        walk.press("Enter").await?;
        let text = walk.text().await?;
        assert!(text.contains("Två Ett"), "{text}");
        Ok(())
    })
    .await
}
