//! The pages of home care, of the day that is planned, of schedules and of reports: of those who plan and who make visits, of relatives,
//! and of the customers themselves.

use proof_manuals::{Outcome, View, Walk};

use super::of_cases::{below, first_link};
use super::paths;
use crate::people::sign_in;

/// The pages of a customer that need no record of theirs.
const CUSTOMER_PAGES: [&str; 11] = [
    "",
    "/avsluta",
    "/insatser/ny",
    "/uppdrag/ny",
    "/pauser/ny",
    "/besok/nytt",
    "/kunduppdrag?veckor=4",
    "/kunduppdrag?visa=vecka",
    "/kunduppdrag?kolumner=alla",
    "/kunduppdrag?veckor=0",
    "/kunduppdrag/kalender",
];

/// The same as a relative has them.
const FOLLOWED_PAGES: [&str; 4] = ["", "/kunduppdrag?veckor=4", "/kunduppdrag?visa=vecka", "/kunduppdrag?veckor=0"];

/// A customer's record is `/kunder/…`, a visit `/besok/…`: the page of the one that an address lies at or below.
fn record(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

/// The day so many days from now, as addresses and fields have it.
async fn day(walk: &Walk, away: i64) -> Outcome<String> {
    let script = "const day = new Date(Date.now() + arguments[0] * 24 * 3600 * 1000);
        return day.toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' })";
    Ok(walk.driver().execute(script, vec![away.into()]).await?.convert()?)
}

/// As [`super::hold`], once it is sure that each page is there: a page that says no would pass as well.
async fn hold(walk: &Walk, pages: &[String]) -> Outcome<()> {
    let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
    for page in pages {
        walk.goto(page).await?;
        let status: u16 = walk.driver().execute(script, []).await?.convert()?;
        assert!(matches!(status, 200 | 422), "{page} answers {status}");
    }
    super::hold(walk, pages).await
}

/// After pages have been looked at in both languages.
async fn in_swedish(walk: &Walk, page: &str) -> Outcome<()> {
    walk.goto("/sprak/sv?till=/hjalp").await?;
    walk.goto(page).await
}

/// Customers, what is decided for them, their schedules, and the settings.
pub(super) async fn as_planner(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Petra Sundin").await?;
    let mut pages = paths(&[
        "/",
        "/kunder",
        "/kunder?namn=finnsinte",
        "/kunder?visa=alla",
        "/kunder/ny",
        "/kunder/upphor",
        "/installningar/hemtjanst",
        "/hjalp/kunder",
        "/hjalp/kunduppdrag",
    ]);
    let customer = with_a_pause(&walk).await?;
    pages.extend(below(&customer, &CUSTOMER_PAGES));
    for (part, end) in [("insatser", "/avsluta"), ("uppdrag", "/avsluta"), ("pauser", "/ta-bort")] {
        let one = first_link(&walk, &customer, &format!("{customer}/{part}/")).await?;
        pages.extend(below(&one, &["", end]));
    }
    pages.push(first_link(&walk, &customer, &format!("{customer}/besok/")).await?);
    hold(&walk, &pages).await
}

/// The customer of the demo who has something of everything.
async fn with_a_pause(walk: &Walk) -> Outcome<String> {
    walk.goto("/kunder").await?;
    let script = "return [...document.querySelectorAll('main tbody th a')].map((link) => link.getAttribute('href'))";
    let customers: Vec<String> = walk.driver().execute(script, []).await?.convert()?;
    let script = "return document.querySelectorAll('main tbody a[href*=\"/pauser/\"]').length > 0";
    for customer in customers {
        walk.goto(&customer).await?;
        if walk.driver().execute(script, []).await?.convert::<bool>()? {
            return Ok(customer);
        }
    }
    panic!("no customer of the demo is away for some days")
}

/// The day of the unit: what was made, what is to come, and a visit of each.
pub(super) async fn as_day_planner(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Petra Sundin").await?;
    let before = format!("/planering?dag={}", day(&walk, -1).await?);
    let after = format!("/planering?dag={}", day(&walk, 1).await?);
    let made = record(&first_link(&walk, &before, "/besok/").await?);
    let planned = record(&first_link(&walk, &after, "/besok/").await?);
    let mut pages = paths(&["/planering", "/hjalp/planering"]);
    pages.extend([before, after.clone()]);
    pages.extend(below(&made, &["", "/ratta", "/orsak"]));
    pages.extend(below(&planned, &["", "/flytta?plats=1"]));
    hold(&walk, &pages).await?;
    in_swedish(&walk, &after).await?;
    walk.click("Ge markerade besök").await?;
    walk.sees("Välj vem som ska göra besöket.").await?;
    walk.accessible().await?;
    by_keys(&walk, &after).await
}

/// A visit is held by the keyboard, follows the arrow keys to a later time and is let go there; a colleague's open day follows.
async fn by_keys(walk: &Walk, page: &str) -> Outcome<()> {
    let colleague = walk.another(View::default()).await?;
    sign_in(&colleague, "Petra Sundin").await?;
    colleague.goto(page).await?;
    walk.goto(page).await?;
    walk.driver().execute("document.querySelector('[data-staff] [data-grab]').focus()", []).await?;
    walk.press("Enter").await?;
    walk.sees("Besöket följer piltangenterna").await?;
    walk.press("Right").await?;
    walk.press("Escape").await?;
    walk.sees("Besöket är kvar där det var.").await?;
    walk.press("Enter").await?;
    walk.press("Right").await?;
    walk.accessible().await?;
    walk.press("Enter").await?;
    walk.sees("Besöket är flyttat.").await?;
    colleague.sees("Dagen har ändrats av någon annan.").await
}

/// One's own day, and a visit before, while and after it is made.
pub(super) async fn as_staff(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Linnea Bergqvist").await?;
    let yesterday = format!("/besok?dag={}", day(&walk, -1).await?);
    let tomorrow = format!("/besok?dag={}", day(&walk, 1).await?);
    let made = record(&first_link(&walk, &yesterday, "/besok/").await?);
    let visit = record(&first_link(&walk, &tomorrow, "/besok/").await?);
    // Whatever time of the day it is, there is one to be made today.
    let petra = walk.another(View::default()).await?;
    sign_in(&petra, "Petra Sundin").await?;
    petra.goto(&format!("{visit}/flytta?plats=1")).await?;
    petra.fill("Dag", &day(&walk, 0).await?).await?;
    petra.click("Flytta").await?;
    petra.sees("Besöket är flyttat.").await?;
    let mut pages = paths(&["/", "/besok", "/besok/ta-over", "/hjalp/besok"]);
    pages.extend([yesterday, tomorrow, visit.clone()]);
    pages.extend(below(&made, &["", "/orsak"]));
    hold(&walk, &pages).await?;
    in_swedish(&walk, &visit).await?;
    walk.click("Starta").await?;
    walk.sees("Besöket är startat.").await?;
    hold(&walk, &below(&visit, &["", "/blev-inte-av"])).await?;
    in_swedish(&walk, &format!("{visit}/blev-inte-av")).await?;
    walk.click("Spara").await?;
    walk.sees("Välj en orsak.").await?;
    walk.accessible().await
}

/// What a relative sees: the customer, the schedule in each of its shapes, the calendar addresses, *Min sida* and a report.
pub(super) async fn as_relative(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Karin Sandberg").await?;
    let customer = record(&first_link(&walk, "/kunder", "/kunder/").await?);
    let mut pages = paths(&[
        "/kunder",
        "/telefon",
        "/min-sida",
        "/min-sida?ordna=ja",
        "/min-sida/lagg-till",
        "/hjalp/telefon",
        "/hjalp/min-sida",
    ]);
    pages.extend(below(&customer, &FOLLOWED_PAGES));
    pages.push(first_link(&walk, "/min-sida", "/rapporter/").await?);
    let calendars = format!("{customer}/kunduppdrag/kalender");
    walk.goto(&calendars).await?;
    walk.accessible().await?;
    walk.click("Skapa kalenderadress").await?;
    walk.sees("Adressen visas bara nu").await?;
    walk.accessible().await?;
    pages.push(first_link(&walk, &calendars, &format!("{calendars}/aterkalla?adress=")).await?);
    pages.push(calendars);
    hold(&walk, &pages).await
}

/// Reports: what they can be about, their form right and wrong, a preview, and one with its sums and its chart.
pub(super) async fn as_report_builder(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Petra Sundin").await?;
    let mut pages = paths(&[
        "/rapporter",
        "/rapporter/ny",
        "/rapporter/ny?om=visits",
        "/rapporter/ny?om=interventions",
        "/min-sida",
        "/min-sida?ordna=ja",
        "/min-sida/lagg-till",
        "/hjalp/rapporter",
    ]);
    let report = first_link(&walk, "/rapporter", "/rapporter/").await?;
    pages.extend(below(&report, &["", "/andra", "/avsluta"]));
    hold(&walk, &pages).await?;
    in_swedish(&walk, "/rapporter/ny?om=visits").await?;
    walk.tick("Valda enheter").await?;
    walk.click("Spara rapporten").await?;
    walk.sees("Skriv vad rapporten ska heta.").await?;
    walk.accessible().await?;
    walk.fill("Rapportens namn", "Besöken").await?;
    walk.tick("Bara jag").await?;
    walk.within("Vad rapporten visar").await?.click("Förhandsgranska").await?;
    walk.sees("Rapporten är inte sparad.").await?;
    walk.accessible().await
}

/// A customer's own view, without and with visits; and how the planner registers one, with what is wrong on the way.
pub(super) async fn as_customer(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Nora Lindqvist").await?;
    hold(&walk, &paths(&["/mina-insatser", "/hjalp/mina-insatser"])).await?;
    let petra = walk.another(View::default()).await?;
    sign_in(&petra, "Petra Sundin").await?;
    petra.goto("/kunder/ny").await?;
    petra.click("Nästa").await?;
    petra.sees("Ange kundens personnummer.").await?;
    petra.accessible().await?;
    petra.fill("Kundens personnummer", "930427-2389").await?;
    petra.click("Nästa").await?;
    petra.sees("Nora Lindqvist").await?;
    petra.accessible().await?;
    petra.click("Lägg till").await?;
    petra.sees("Kunden är tillagd.").await?;
    petra.accessible().await?;
    is_given_a_plan(&petra).await?;
    hold(&walk, &paths(&["/mina-insatser"])).await
}

/// From the customer's page: a decision and an assignment.
async fn is_given_a_plan(petra: &Walk) -> Outcome<()> {
    petra.click("Lägg till insats").await?;
    petra.click("Spara").await?;
    petra.sees("Skriv vilken insats som är beslutad.").await?;
    petra.accessible().await?;
    petra.fill("Insats", "Dusch").await?;
    petra.fill("Antal minuter", "90").await?;
    petra.click("Spara").await?;
    petra.sees("Insatsen är sparad").await?;
    petra.click("Lägg till kunduppdrag").await?;
    petra.click("Spara").await?;
    petra.sees("Välj minst en veckodag.").await?;
    petra.accessible().await?;
    petra.tick("måndag").await?;
    petra.tick("torsdag").await?;
    petra.fill("Börjar", "09:30").await?;
    petra.fill("Längd i minuter", "45").await?;
    petra.fill("Dusch", "40").await?;
    petra.click("Spara").await?;
    petra.sees("Kunduppdraget är sparat").await
}
