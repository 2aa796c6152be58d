//! The pictures of the README. `cargo xtask screenshots` takes them into `docs/screenshots`.

use proof_manuals::{Database, Outcome, Scheme, View, Walk, Width, walk_through};

use crate::people::sign_in;

/// Takes a picture and names it as the README does.
async fn take(walk: &Walk, name: &str) -> Outcome<()> {
    let taken = walk.picture(name).await?;
    std::fs::rename(&taken, taken.with_file_name(format!("{name}.png"))).unwrap();
    Ok(())
}

async fn take_all(walk: Walk) -> Outcome<()> {
    walk.goto("/logga-in").await?;
    walk.click("BankID på en annan enhet").await?;
    walk.heading("Logga in med BankID").await?;
    take(&walk, "sign-in").await?;
    sign_in(&walk, "Samir Haddad").await?;
    take(&walk, "start").await?;
    walk.goto("/anvandare").await?;
    take(&walk, "users").await?;
    let anna = walk.another(View::default()).await?;
    sign_in(&anna, "Anna Ek").await?;
    anna.goto("/anvandare").await?;
    anna.click("Svensson, Lovisa").await?;
    anna.heading("Lovisa Svensson").await?;
    take(&anna, "user").await?;
    anna.goto("/anvandare/ny").await?;
    anna.heading("Du saknar behörighet").await?;
    take(&anna, "why").await?;
    anna.look(View::default().on(Width::Phone).in_the(Scheme::Dark)).await?;
    anna.goto("/anvandare").await?;
    take(&anna, "phone").await?;
    take_cases(&walk).await
}

async fn take_cases(walk: &Walk) -> Outcome<()> {
    let maria = walk.another(View::default()).await?;
    sign_in(&maria, "Maria Johansson").await?;
    maria.goto("/arenden").await?;
    maria.heading("Fördela ärenden").await?;
    take(&maria, "inbox").await?;
    let nora = walk.another(View::default().on(Width::Phone)).await?;
    sign_in(&nora, "Nora Lindqvist").await?;
    nora.goto("/mina-arenden").await?;
    nora.heading("Mina ärenden").await?;
    take(&nora, "resident").await?;
    nora.goto("/vem-har-last-om-mig").await?;
    nora.heading("Vem har läst om mig?").await?;
    take(&nora, "extract").await?;
    take_a_relative(walk).await
}

/// The whole path of a relative in the telephone: from the door to the schedule, the app and the reports.
async fn take_a_relative(walk: &Walk) -> Outcome<()> {
    let karin = walk.another(View::default().on(Width::Phone)).await?;
    sign_in(&karin, "Karin Sandberg").await?;
    take(&karin, "relative-start").await?;
    karin.goto("/kunder").await?;
    karin.click("Lindgren, Hamid").await?;
    karin.heading("Kunduppdrag").await?;
    take(&karin, "relative-schedule").await?;
    karin.fill("Visa som", "Kalendervecka").await?;
    karin.click("Visa schemat").await?;
    let first_week = "document.querySelector('main section > h2[id^=v]').scrollIntoView()";
    karin.driver().execute(first_week, []).await?;
    take(&karin, "relative-week").await?;
    karin.goto("/telefon").await?;
    karin.heading("Kunduppdrag i mobilen").await?;
    take(&karin, "relative-app").await?;
    karin.goto("/min-sida").await?;
    karin.heading("Min sida").await?;
    take(&karin, "relative-reports").await?;
    karin.click("Aktuell månad (insatser)").await?;
    karin.heading("Aktuell månad (insatser)").await?;
    take(&karin, "relative-report").await
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask screenshots"]
async fn pictures_for_the_readme() -> Outcome<()> {
    walk_through("walks::pictures::pictures_for_the_readme", Database::Sqlite, take_all).await
}
