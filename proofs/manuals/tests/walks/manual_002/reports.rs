//! *Rapporter på Min sida* and *Lägg upp rapport på Min sida*.

use proof_manuals::{Outcome, Walk};

use super::{CUSTOMER_IN_LISTS, columns, fetched, file_behind, headings_of_rows};
use crate::paper;

/// The two reports that the manual names, which the demo's unit has.
const THIS_MONTH: &str = "Aktuell månad (insatser)";
const LAST_MONTH: &str = "Föregående månad (insatser)";
/// The one that is built here.
const OWN: &str = "Veckans besök";
const UNIT: &str = "Hemtjänsten Jönköping Norr";
/// Its columns, and those of them that relatives see before the planner lets them see the note.
const WITH_NOTE: [&str; 7] = ["Kund", "Datum", "Veckodag", "Planerad start", "Status", "Insatser", "Kommentar"];
const WITHOUT_NOTE: [&str; 6] = ["Kund", "Datum", "Veckodag", "Planerad start", "Status", "Insatser"];

/// A new relative has none there, and places those that the unit shows.
pub(super) async fn the_reports_of_the_unit_are_placed(gun: &Walk) -> Outcome<()> {
    gun.click("Min sida").await?;
    gun.heading("Min sida").await?;
    gun.sees("Här finns inga rapporter än").await?;
    for report in [THIS_MONTH, LAST_MONTH] {
        place(gun, report).await?;
    }
    assert!(!gun.offers("Rapporter").await?, "a relative is offered to build reports");
    gun.accessible().await
}

async fn place(walk: &Walk, report: &str) -> Outcome<()> {
    walk.click("Lägg till rapport").await?;
    walk.heading("Lägg till rapport").await?;
    walk.click(&format!("Lägg till {report}")).await?;
    walk.sees("Rapporten finns nu på Min sida.").await?;
    walk.heading("Min sida").await
}

/// *Klicka på den rapport som du vill se. Den visar endast den kund den anhörige har behörighet till, och endast de kolumner som ni
/// vill visa.*
pub(super) async fn the_reports_show_the_customer_alone(relative: &Walk) -> Outcome<()> {
    opens_from_my_page(relative, LAST_MONTH).await?;
    relative.sees("Föregående månad, ").await?;
    // Early visits of the demo lie four weeks back, which at the end of a month is the same month.
    let customers = headings_of_rows(relative).await?;
    assert!(customers.iter().all(|name| name == CUSTOMER_IN_LISTS), "{customers:?}");
    opens_from_my_page(relative, THIS_MONTH).await?;
    relative.sees("Aktuell månad, ").await?;
    assert_eq!(headings_of_rows(relative).await?, [CUSTOMER_IN_LISTS], "the report shows somebody else, or nobody");
    let shown = ["Kund", "Datum", "Veckodag", "Planerad start", "Planerat slut", "Insatser", "Status"];
    assert_eq!(columns(relative).await?, shown, "not what the unit lets relatives see");
    relative.sees("De här kolumnerna visas inte för dig: Planerad tid (min).").await?;
    the_files_show_no_more(relative).await
}

async fn opens_from_my_page(walk: &Walk, report: &str) -> Outcome<()> {
    walk.click("Min sida").await?;
    walk.heading("Min sida").await?;
    walk.click(report).await?;
    walk.heading(report).await
}

/// What is taken along is what is shown.
async fn the_files_show_no_more(relative: &Walk) -> Outcome<()> {
    let (status, kind, csv) = fetched(relative, "CSV").await?;
    assert_eq!((status, kind.as_str()), (200, "text/csv; charset=utf-8"));
    let mut lines = csv.lines();
    let head = lines.next().unwrap_or_default();
    assert!(head.contains("Datum") && !head.contains("Planerad tid"), "{head}");
    let rows: Vec<&str> = lines.collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains(CUSTOMER_IN_LISTS)), "{csv}");
    let printed = paper::texts(&file_behind(relative, "PDF för utskrift").await?)?.concat();
    // A family name may stand on a line of its own.
    assert!(printed.contains("Lindgren") && printed.contains("Visas inte"), "{printed}");
    let (status, kind, _) = fetched(relative, "Excel").await?;
    assert_eq!((status, kind.contains("spreadsheet")), (200, true), "{kind}");
    Ok(())
}

/// *På min sida kan man visa rapporter med förvalda inställningar.*
pub(super) async fn the_planner_builds_a_report(petra: &Walk) -> Outcome<()> {
    petra.click("Rapporter").await?;
    petra.heading("Rapporter").await?;
    petra.click("Ny rapport").await?;
    petra.heading("Ny rapport").await?;
    petra.click("Besök").await?;
    petra.heading("Ny rapport: Besök").await?;
    petra.click("Spara rapporten").await?;
    petra.sees("Skriv vad rapporten ska heta.").await?;
    petra.fill("Rapportens namn", OWN).await?;
    petra.fill("Enhet", UNIT).await?;
    petra.fill("Period", "Denna vecka").await?;
    petra.untick("Planerat slut").await?;
    petra.tick("Kommentar").await?;
    petra.click("Flytta upp Status").await?;
    petra.sees("Flytta ner Status Insatser").await?;
    assert_eq!(petra.value_of("Rapportens namn").await?, OWN, "what was typed is lost");
    petra.tick("Valda enheter").await?;
    petra.tick(UNIT).await?;
    petra.within("Vad rapporten visar").await?.click("Förhandsgranska").await?;
    petra.sees("Rapporten är inte sparad.").await?;
    assert_eq!(columns(petra).await?, WITH_NOTE, "the preview has other columns than were chosen");
    petra.accessible().await?;
    petra.click("Spara rapporten").await?;
    petra.sees("Rapporten är sparad.").await?;
    petra.heading(OWN).await?;
    petra.sees("Denna vecka, ").await?;
    let customers = headings_of_rows(petra).await?;
    assert!(customers.len() > 5, "the planner sees the customers of the unit: {customers:?}");
    Ok(())
}

pub(super) async fn the_planner_places_it(petra: &Walk) -> Outcome<()> {
    petra.click("Lägg på Min sida").await?;
    petra.sees("Rapporten finns nu på Min sida.").await?;
    petra.heading("Min sida").await?;
    petra.click("Ändra ordning eller ta bort").await?;
    petra.click(&format!("Flytta upp {OWN}")).await?;
    petra.heading("Min sida").await?;
    let text = petra.text().await?;
    let place = |report: &str| text.find(report).unwrap_or_else(|| panic!("{report} is gone: {text}"));
    assert!(place(OWN) < place(LAST_MONTH), "the order is as before: {text}");
    petra.click(OWN).await?;
    petra.heading(OWN).await
}

/// A report built by somebody with more rights than its reader shows the reader's own.
pub(super) async fn the_relative_places_it_and_sees_less(karin: &Walk) -> Outcome<()> {
    karin.click("Min sida").await?;
    karin.heading("Min sida").await?;
    place(karin, OWN).await?;
    karin.click(OWN).await?;
    karin.heading(OWN).await?;
    assert_eq!(headings_of_rows(karin).await?, [CUSTOMER_IN_LISTS], "the report shows somebody else, or nobody");
    assert_eq!(columns(karin).await?, WITHOUT_NOTE);
    karin.sees("De här kolumnerna visas inte för dig: Kommentar.").await
}

/// *Man kan också bestämma vilka kolumner som ska visas.*
pub(super) async fn the_planner_shows_relatives_one_column_more(petra: &Walk) -> Outcome<()> {
    petra.click("Inställningar för hemtjänsten").await?;
    petra.heading("Inställningar för hemtjänsten").await?;
    petra.sees("Det här ser anhöriga i kundernas scheman").await?;
    petra.tick("Kommentar").await?;
    petra.click("Spara").await?;
    petra.sees("Inställningen är sparad.").await
}

pub(super) async fn the_relative_sees_one_column_more(karin: &Walk) -> Outcome<()> {
    opens_from_my_page(karin, OWN).await?;
    assert_eq!(columns(karin).await?, WITH_NOTE);
    karin.sees_no("visas inte för dig").await
}
