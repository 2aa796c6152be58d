use proof_manuals::{Language, Outcome, Scheme, View, Width};

use super::page::walk;

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn the_page_is_seen_on_the_screen_in_the_light_and_in_the_language_asked_for() -> Outcome<()> {
    walk("harness::views", async |walk| {
        walk.goto("/skript").await?;
        walk.sees("Med skript Ljust 1440 × 900").await?;
        walk.look(View::default().on(Width::Phone).in_the(Scheme::Dark).speaking(Language::English)).await?;
        walk.goto("/skript").await?;
        walk.sees("Med skript Mörkt 390 × 844").await?;
        walk.goto("/").await?;
        walk.sees("Språk: en-GB").await?;
        walk.look(View::default()).await?;
        walk.goto("/").await?;
        walk.sees("Språk: sv-SE").await?;
        walk.look(View::default().without_scripts()).await?;
        walk.goto("/skript").await?;
        walk.sees("Utan skript").await
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn a_picture_has_the_size_of_the_screen_and_the_name_of_the_view() -> Outcome<()> {
    walk("harness::picture", async |walk| {
        walk.goto("/").await?;
        walk.look(View::default().on(Width::Phone)).await?;
        let path = walk.picture("harness").await?;
        assert_eq!(path.file_name().unwrap(), "harness-phone-light-sv.png");
        let picture = std::fs::read(&path).unwrap();
        let side = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), (390, 844));
        std::fs::remove_file(path).unwrap();
        Ok(())
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn a_page_that_everybody_can_use_passes() -> Outcome<()> {
    walk("harness::accessible", async |walk| {
        walk.goto("/").await?;
        walk.accessible().await?;
        assert_eq!(walk.view(), View::default());
        walk.goto("/konto").await?;
        walk.accessible().await
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn what_shuts_people_out_is_found_and_told() -> Outcome<()> {
    walk("harness::inaccessible", async |walk| {
        walk.goto("/otillganglig").await?;
        let found: Vec<_> = walk.axe().await?.into_iter().map(|violation| violation.id).collect();
        for rule in ["image-alt", "label", "color-contrast"] {
            assert!(found.iter().any(|id| id == rule), "{rule} is not among {found:?}");
        }
        let told = walk.accessible().await.unwrap_err().to_string();
        assert!(told.contains("phone-dark-sv:"), "{told}");
        assert!(told.contains("reaches beyond the right edge: <div style=\"width: 900px\">"), "{told}");
        Ok(())
    })
    .await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn two_people_work_side_by_side_and_share_no_cookies() -> Outcome<()> {
    walk("harness::two", async |anna| {
        let bjorn = anna.another(View::default().on(Width::Phone)).await?;
        anna.goto("/").await?;
        bjorn.goto("/konto").await?;
        anna.driver().execute("document.cookie = 'hatt=anna'", []).await?;
        anna.heading("Alla användare").await?;
        bjorn.heading("Ansluta en ny användare").await?;
        let cookies = bjorn.driver().execute("return document.cookie", []).await?.convert::<String>()?;
        assert_eq!(cookies, "");
        Ok(())
    })
    .await
}
