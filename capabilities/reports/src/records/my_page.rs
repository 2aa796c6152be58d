//! *Min sida*: the reports that somebody has placed there, in their own order. What is no longer shown to them is passed over, and comes
//! back when it is.

use behorig_access::{AccountId, Instant, Viewer};
use behorig_store::{Recorded, StoreError, Tx, WriteTx, params};

use super::shown::{FROM, Listed, SELECT, shown_condition};
use crate::ReportId;
use crate::records::data::Bound;
use crate::rules::Step;

/// As many as My page has room for.
pub(crate) const MOST: usize = 25;

/// The reports on somebody's My page that they may have now, in their order.
pub(crate) async fn on_my_page(
    tx: &mut Tx,
    viewer: &Viewer,
    account: AccountId,
    now: Instant,
) -> Result<Vec<Listed>, StoreError> {
    let mut bound = Bound::default();
    let shown = shown_condition(&mut bound, viewer, now);
    let account = bound.bytes(*account.as_bytes());
    let sql = format!(
        "SELECT {SELECT} FROM my_page m CROSS JOIN {FROM}
         WHERE m.report_id = r.id AND m.account_id = {account} AND r.ended_at IS NULL
           AND (r.owner_account = {account} OR ({shown}))
         ORDER BY m.place, m.report_id"
    );
    tx.all(&sql, &bound.params()).await
}

/// Whether a report stands on somebody's My page.
pub(crate) async fn is_on(tx: &mut Tx, account: AccountId, report: ReportId) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx
        .optional("SELECT place FROM my_page WHERE account_id = ?1 AND report_id = ?2", params![account, report])
        .await?;
    Ok(row.is_some())
}

/// Puts a report last on somebody's My page; one that stands there stays where it is.
pub(crate) async fn add_to(tx: &mut WriteTx, account: AccountId, report: ReportId) -> Result<Recorded<()>, StoreError> {
    let (last,): (i64,) = tx
        .one("SELECT CAST(COALESCE(max(place), 0) AS BIGINT) FROM my_page WHERE account_id = ?1", params![account])
        .await?;
    tx.execute(
        "INSERT INTO my_page (account_id, report_id, place) VALUES (?1, ?2, ?3)
         ON CONFLICT (account_id, report_id) DO NOTHING",
        params![account, report, last + 1],
    )
    .await?;
    tx.record(behorig_store::Event::change("reports.my-page-add", "report", report)).await
}

/// Takes a report from somebody's My page.
pub(crate) async fn remove_from(
    tx: &mut WriteTx,
    account: AccountId,
    report: ReportId,
) -> Result<Recorded<()>, StoreError> {
    tx.execute("DELETE FROM my_page WHERE account_id = ?1 AND report_id = ?2", params![account, report]).await?;
    tx.record(behorig_store::Event::change("reports.my-page-remove", "report", report)).await
}

/// Moves a report one step among those that are shown on the page now.
pub(crate) async fn move_on(
    tx: &mut WriteTx,
    viewer: &Viewer,
    account: AccountId,
    report: ReportId,
    step: Step,
) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    let mut shown: Vec<ReportId> =
        on_my_page(tx, viewer, account, now).await?.into_iter().map(|listed| listed.id).collect();
    if let Some(at) = shown.iter().position(|one| *one == report) {
        let to = match step {
            Step::Up => at.checked_sub(1),
            Step::Down => Some(at + 1).filter(|to| *to < shown.len()),
        };
        if let Some(to) = to {
            shown.swap(at, to);
        }
    }
    for (place, one) in (1_i64..).zip(&shown) {
        tx.put(
            "UPDATE my_page SET place = ?3 WHERE account_id = ?1 AND report_id = ?2",
            params![account, *one, place],
        )?;
    }
    tx.record(behorig_store::Event::change("reports.my-page-move", "report", report)).await
}
