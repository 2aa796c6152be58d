//! The pages of cases and of what they are about: of those who assign and answer them, of the administrator, of residents and
//! guardians.

use proof_manuals::{Outcome, View, Walk};

use super::{hold, paths};
use crate::people::sign_in;

/// The guides of the help; the page of all of them is among everybody's.
const GUIDES: [&str; 13] = [
    "/hjalp/arenden",
    "/hjalp/arenden-omfordela",
    "/hjalp/arenden-besvara",
    "/hjalp/arenden-nytt",
    "/hjalp/behorigheter",
    "/hjalp/ateraktivera",
    "/hjalp/arendetyper",
    "/hjalp/egen-arendetyp",
    "/hjalp/mallar",
    "/hjalp/mitt-konto",
    "/hjalp/mina-mottagningar",
    "/hjalp/mina-arenden",
    "/hjalp/mina-installningar",
];

/// The pages of a case type.
const TYPE_PAGES: [&str; 14] = [
    "",
    "/formular",
    "/formular/ny",
    "/formular/ny?slag=choice",
    "/formular/ny?slag=file",
    "/formular/sought-where",
    "/formular/sought-where/ta-bort",
    "/svar",
    "/svar/ny",
    "/svar/booked",
    "/svar/booked/ta-bort",
    "/forhandsgranska",
    "/historik",
    "/begransat",
];

/// Where the first link on a page leads whose address begins with this and holds an id.
pub(super) async fn first_link(walk: &Walk, page: &str, start: &str) -> Outcome<String> {
    walk.goto(page).await?;
    let script = "const id = /[0-9a-f]{8}-[0-9a-f]{4}-/;
        const links = [...document.querySelectorAll('main a[href]')].map((link) => link.getAttribute('href'));
        return links.find((link) => link.startsWith(arguments[0]) && id.test(link.slice(arguments[0].length))) ?? ''";
    let found: String = walk.driver().execute(script, vec![start.into()]).await?.convert()?;
    assert!(!found.is_empty(), "{page} has no link to {start}…");
    Ok(found)
}

pub(super) fn below(path: &str, steps: &[&str]) -> Vec<String> {
    steps.iter().map(|step| format!("{path}{step}")).collect()
}

/// Lists, a case that waits and one that is answered, groups, absence, a new case.
pub(super) async fn as_receiver(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Maria Johansson").await?;
    let mut pages = paths(&[
        "/",
        "/arenden",
        "/arenden/mina",
        "/arenden/alla",
        "/arenden/alla?lage=withdrawn",
        "/arenden/sok?q=recept",
        "/arenden/omfordela",
        "/arenden/franvaro",
        "/arenden/grupper",
        "/arenden/grupper/ny",
        "/arenden/nytt",
        "/mitt-konto",
        "/internpost",
        "/internpost/skickat",
        "/internpost/ny",
    ]);
    let waiting = first_link(&walk, "/arenden", "/arenden/").await?;
    pages.extend(below(&waiting, &["", "/fordela"]));
    let hers = first_link(&walk, "/arenden/mina", "/arenden/").await?;
    pages.extend(below(&hers, &["", "/fordela"]));
    let group = first_link(&walk, "/arenden/grupper", "/arenden/grupper/").await?;
    pages.extend(below(&group, &["", "/slut"]));
    hold(&walk, &pages).await
}

/// Case types with their forms, templates, permissions, and the guides.
pub(super) async fn as_administrator(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Lena Nordin").await?;
    let mut pages = paths(&[
        "/mottagning/arendetyper",
        "/mottagning/arendetyper/ny",
        "/mottagning/mallar",
        "/mottagning/mallar/ny",
        "/behorigheter",
    ]);
    let case_type = first_link(&walk, "/mottagning/arendetyper", "/mottagning/arendetyper/").await?;
    pages.extend(below(&case_type, &TYPE_PAGES));
    pages.push(format!("{case_type}/avsluta"));
    let template = first_link(&walk, "/mottagning/mallar", "/mottagning/mallar/").await?;
    pages.extend(below(&template, &["", "/ta-bort"]));
    pages.extend(paths(&GUIDES));
    hold(&walk, &pages).await
}

/// A resident's clinics, a form and its check, cases in every state, and who has read one.
pub(super) async fn as_resident(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Nora Lindqvist").await?;
    let mut pages =
        paths(&["/", "/mina-mottagningar", "/mina-arenden", "/mina-arenden/sok?ord=recept", "/mina-installningar"]);
    let clinic = first_link(&walk, "/mina-mottagningar", "/mina-mottagningar/").await?;
    pages.push(clinic.clone());
    let form = first_link(&walk, &clinic, &format!("{clinic}/")).await?;
    pages.extend(begun(&walk, &form).await?);
    walk.goto("/mina-arenden").await?;
    let script = "return [...new Set([...document.querySelectorAll('main a[href^=\"/mina-arenden/\"]')]
        .map((link) => link.getAttribute('href')))]";
    let cases: Vec<String> = walk.driver().execute(script, []).await?.convert()?;
    assert!(cases.len() > 4, "the demo's resident has too few cases to look at: {cases:?}");
    if let Some(case) = cases.first() {
        pages.push(format!("{case}/lasare"));
    }
    pages.extend(cases);
    hold(&walk, &pages).await?;
    as_guardian(&walk.another(View::default()).await?).await
}

/// A form that is begun, so that it can be checked and thrown away.
async fn begun(walk: &Walk, form: &str) -> Outcome<Vec<String>> {
    walk.goto(form).await?;
    walk.heading("Boka tid").await?;
    walk.fill("Vad behöver du hjälp med?", "Jag är stel i knät varje morgon.").await?;
    walk.tick("Nej").await?;
    walk.click("Fortsätt").await?;
    walk.sees("Steg 2 av 2").await?;
    walk.within("Behöver du tolk?").await?.tick("Nej").await?;
    walk.fill("Telefonnummer som vi kan nå dig på", "070-174 06 80").await?;
    walk.click("Fortsätt").await?;
    walk.heading("Kontrollera: Boka tid").await?;
    Ok(below(form, &["", "?steg=2", "/kontrollera", "/slang"]))
}

/// The same for a child, whose name stands on each page.
async fn as_guardian(walk: &Walk) -> Outcome<()> {
    sign_in(walk, "Hanna Lilja").await?;
    let clinics = first_link(walk, "/mina-mottagningar", "/mina-mottagningar?barn=").await?;
    let clinic = first_link(walk, &clinics, "/mina-mottagningar/").await?;
    let bare = clinic.split('?').next().unwrap_or_default().to_owned();
    let form = first_link(walk, &clinic, &format!("{bare}/")).await?;
    let cases = first_link(walk, "/mina-arenden", "/mina-arenden?barn=").await?;
    let case = first_link(walk, &cases, "/mina-arenden/").await?;
    hold(walk, &[clinics, clinic, form, cases, case]).await
}
