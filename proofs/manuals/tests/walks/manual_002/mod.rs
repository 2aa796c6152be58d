//! Seed 002, *Anhöriginloggning*, from its first heading to its last: the relative's role, account and permission, the schedule that
//! the relative sees and prints, and the reports on *Min sida*.

mod account;
mod reports;
mod schedule;

use proof_manuals::{Outcome, View, Walk, on_both_databases};

use crate::people::sign_in;

/// A customer of Hemtjänsten Jönköping Norr, by a published number, and the name that the register knows.
const CUSTOMER: (&str, &str) = ("19280412-9175", "Hamid Lindgren");
/// The same, as lists write it.
const CUSTOMER_IN_LISTS: &str = "Lindgren, Hamid";

on_both_databases! {
    /// The administrator makes the role and the user; the relative signs in, sees when somebody comes, prints it, and runs both
    /// reports.
    async fn manual_002_relative(walk: Walk) {
        let samir = walk;
        sign_in(&samir, "Samir Haddad").await?;
        account::the_role_refuses_daily_planning(&samir).await?;
        account::the_role_gets_its_services(&samir).await?;
        account::the_relative_gets_an_account(&samir).await?;
        account::the_relative_gets_the_customer(&samir).await?;
        let gun = samir.another(View::default()).await?;
        account::the_relative_signs_in(&gun).await?;
        schedule::only_the_granted_customer_is_shown(&gun).await?;
        schedule::the_weeks_are_chosen(&gun).await?;
        schedule::the_table_is_printed(&gun).await?;
        reports::the_reports_of_the_unit_are_placed(&gun).await?;
        reports::the_reports_show_the_customer_alone(&gun).await
    }
}

on_both_databases! {
    /// *Lägg upp rapport på Min sida*: a planner builds a report, places it, and decides which columns relatives see.
    async fn manual_002_report_on_my_page(walk: Walk) {
        let petra = walk;
        sign_in(&petra, "Petra Sundin").await?;
        reports::the_planner_builds_a_report(&petra).await?;
        reports::the_planner_places_it(&petra).await?;
        let karin = petra.another(View::default()).await?;
        sign_in(&karin, "Karin Sandberg").await?;
        reports::the_reports_show_the_customer_alone(&karin).await?;
        reports::the_relative_places_it_and_sees_less(&karin).await?;
        reports::the_planner_shows_relatives_one_column_more(&petra).await?;
        reports::the_relative_sees_one_column_more(&karin).await
    }
}

/// The first words of every row of the tables that are shown, each once.
async fn headings_of_rows(walk: &Walk) -> Outcome<Vec<String>> {
    let script = "return [...new Set([...document.querySelectorAll('main tbody th')]
        .filter((cell) => cell.checkVisibility()).map((cell) => (cell.querySelector('a') ?? cell).textContent.trim()))]";
    Ok(walk.driver().execute(script, []).await?.convert()?)
}

/// The columns of the first table.
async fn columns(walk: &Walk) -> Outcome<Vec<String>> {
    let script = "return [...(document.querySelector('main thead')?.querySelectorAll('th') ?? [])]
        .map((cell) => cell.textContent.trim())";
    Ok(walk.driver().execute(script, []).await?.convert()?)
}

/// What a link leads to, as the browser would get it: status, type, and the content as text.
async fn fetched(walk: &Walk, link: &str) -> Outcome<(u16, String, String)> {
    let script = "const link = [...document.querySelectorAll('main a[href]')]
            .find((one) => one.textContent.trim() === arguments[0]);
        if (!link) return [0, '', ''];
        return fetch(link.href).then(async (answer) =>
            [answer.status, answer.headers.get('content-type') ?? '', await answer.text()])";
    Ok(walk.driver().execute(script, vec![link.into()]).await?.convert()?)
}

/// The PDF that a link leads to.
async fn file_behind(walk: &Walk, link: &str) -> Outcome<Vec<u8>> {
    let script = "const link = [...document.querySelectorAll('main a[href]')]
            .find((one) => one.textContent.trim() === arguments[0]);
        if (!link) return ['no such link', []];
        return fetch(link.href).then(async (answer) =>
            [answer.headers.get('content-type') ?? '', [...new Uint8Array(await answer.arrayBuffer())]])";
    let (kind, file): (String, Vec<u8>) = walk.driver().execute(script, vec![link.into()]).await?.convert()?;
    assert_eq!(kind, "application/pdf", "{link}");
    Ok(file)
}
