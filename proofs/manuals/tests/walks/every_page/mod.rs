//! Every page, as several people, in both languages: axe finds nothing, and nothing scrolls sideways at 320, 390 and 1440 pixels,
//! light or dark. One database is enough: what a page looks like does not depend on it.

mod of_cases;
mod of_home_care;
mod of_orders;

use proof_manuals::{Database, Outcome, View, Walk, walk_through};

use crate::people::sign_in;

/// The page under every tab of the user page.
const USER_PAGES: [&str; 11] = [
    "",
    "/konto",
    "/hr",
    "/behorigheter",
    "/behorigheter/ny",
    "/anstallningsvillkor",
    "/kontaktuppgifter",
    "/dokument",
    "/historik",
    "/varfor",
    "/avslut",
];

/// The page of a role and those beneath it.
const ROLE_PAGES: [&str; 5] = ["", "/tjanster", "/innehavare", "/historik", "/ta-bort"];

/// The page of a resident and those beneath it.
const RESIDENT_PAGES: [&str; 4] = ["", "/varfor", "/dela-ut", "/ta-bort"];

/// The settings of the clinic and those beneath them.
const CLINIC_PAGES: [&str; 9] = [
    "/mottagning",
    "/mottagning/kontakt",
    "/mottagning/texter",
    "/mottagning/svar",
    "/mottagning/status",
    "/mottagning/betjaningsomrade",
    "/mottagning/betjaningsomrade/ta-bort",
    "/mottagning/historik",
    "/hjalp/mottagning",
];

/// Looks at each page in each language.
async fn hold(walk: &Walk, pages: &[String]) -> Outcome<()> {
    for language in ["sv", "en"] {
        walk.goto(&format!("/sprak/{language}?till=/hjalp")).await?;
        for page in pages {
            walk.goto(page).await?;
            walk.accessible().await?;
        }
    }
    Ok(())
}

fn paths(all: &[&str]) -> Vec<String> {
    all.iter().map(|path| (*path).to_owned()).collect()
}

/// The pages beneath the one that a link of a list leads to.
async fn beneath(walk: &Walk, list: &str, link: &str, steps: &[&str]) -> Outcome<Vec<String>> {
    walk.goto(list).await?;
    walk.click(link).await?;
    walk.sees_no("Sök på personnummer").await?;
    let path = walk.path().await?;
    Ok(steps.iter().map(|step| format!("{path}{step}")).collect())
}

async fn as_nobody(walk: Walk) -> Outcome<()> {
    let pages =
        ["/logga-in", "/logga-in?besked=utloggad", "/hjalp", "/hjalp/anvandare", "/tillganglighet", "/om", "/saknas"];
    hold(&walk, &paths(&pages)).await?;
    walk.goto("/sprak/sv?till=/logga-in").await?;
    walk.click("Logga in").await?;
    walk.sees("Det finns ett problem").await?;
    walk.accessible().await?;
    walk.goto("/logga-in").await?;
    walk.click("BankID på en annan enhet").await?;
    walk.heading("Logga in med BankID").await?;
    walk.accessible().await
}

async fn as_support(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Samir Haddad").await?;
    let pages =
        ["/", "/anvandare", "/anvandare?q=finnsinte", "/anvandare/ny", "/anvandare/ny?valj=1", "/bestallningar"];
    hold(&walk, &paths(&pages)).await?;
    let user = beneath(&walk, "/sprak/sv?till=/anvandare%3Fq%3Demir.ali", "Ali, Emir", &USER_PAGES).await?;
    hold(&walk, &user).await
}

async fn as_who_makes_roles(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Samir Haddad").await?;
    let pages = [
        "/installningar/roller",
        "/installningar/roller/ny",
        "/installningar/roller/matris",
        "/installningar/vem-far",
        "/sok?q=roll",
        "/mitt-konto",
        "/mina-inloggningar",
        "/mina-nycklar",
        "/bekrafta",
        "/byt-losenord",
        "/byt-uppdrag",
    ];
    hold(&walk, &paths(&pages)).await?;
    let roles = beneath(&walk, "/sprak/sv?till=/installningar/roller", "Anhörig", &ROLE_PAGES).await?;
    hold(&walk, &roles).await
}

async fn as_everyone_else(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Anna Ek").await?;
    hold(
        &walk,
        &paths(&["/", "/anvandare/ny", "/bestallningar", "/bestallningar/ny-anvandare", "/hjalp/bestallningar"]),
    )
    .await?;
    let lena = walk.another(View::default()).await?;
    sign_in(&lena, "Lena Nordin").await?;
    let lists = ["/invanare", "/invanare?namn=finnsinte", "/invanare/godkann", "/invanare/dela-ut"];
    hold(&lena, &paths(&lists)).await?;
    let resident = beneath(&lena, "/sprak/sv?till=/invanare", "Lindqvist, Nora", &RESIDENT_PAGES).await?;
    hold(&lena, &resident).await?;
    hold(&lena, &paths(&CLINIC_PAGES)).await?;
    for (person, page) in
        [("Erik Lund", "/batch"), ("Karin Sandberg", "/"), ("Nora Lindqvist", "/"), ("Johan Åberg", "/byt-uppdrag")]
    {
        let someone = walk.another(View::default()).await?;
        sign_in(&someone, person).await?;
        hold(&someone, &paths(&[page])).await?;
    }
    Ok(())
}

mod every_page_is_accessible {
    use super::*;

    macro_rules! on_sqlite {
        ($($test:ident: $steps:path),+ $(,)?) => {$(
            #[tokio::test]
            #[ignore = "needs a browser: cargo xtask test"]
            async fn $test() -> Outcome<()> {
                walk_through(concat!(module_path!(), "::", stringify!($test)), Database::Sqlite, $steps).await
            }
        )+};
    }

    on_sqlite!(
        to_nobody_yet: as_nobody,
        to_support: as_support,
        to_who_makes_roles: as_who_makes_roles,
        to_everyone_else: as_everyone_else,
        to_who_assigns_and_answers: of_cases::as_receiver,
        to_who_administers_the_clinic: of_cases::as_administrator,
        to_residents_and_guardians: of_cases::as_resident,
        to_who_plans_home_care: of_home_care::as_planner,
        to_who_plans_the_day: of_home_care::as_day_planner,
        to_who_makes_visits: of_home_care::as_staff,
        to_relatives: of_home_care::as_relative,
        to_who_builds_reports: of_home_care::as_report_builder,
        to_customers_of_home_care: of_home_care::as_customer,
        to_who_orders_permissions: of_orders::as_orderer,
        to_who_receives_orders: of_orders::as_receiver,
        to_heads_of_operations_and_who_sees_the_views: of_orders::as_head_and_viewers,
    );
}
