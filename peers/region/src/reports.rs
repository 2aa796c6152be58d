//! The manual's two reports at every home-care unit that has customers, made by its planner and placed on *Min sida* of the planner and of
//! the relatives.

use behorig_access::{AccountId, BuiltIn, Instant, UnitId};
use behorig_reports::{MonthlyReports, put_monthly, put_on_my_page};
use behorig_store::{Actor, Db, Door, Recorded, StoreError, WriteTx, params};

/// Makes them.
pub(crate) async fn set(db: &Db, now: Instant) -> Result<(), StoreError> {
    let actor = Actor::system(Door::Import, now);
    db.write(&actor, now, |tx, now| {
        Box::pin(async move {
            let units: Vec<(UnitId,)> =
                tx.all("SELECT DISTINCT unit_id FROM customer ORDER BY unit_id", params![]).await?;
            let mut recorded = Recorded::nothing_to_record((), "no unit of the demo has customers");
            for (unit,) in units {
                if let Some(done) = at_unit(tx, unit, *now).await? {
                    recorded = done;
                }
            }
            Ok::<_, StoreError>(recorded)
        })
    })
    .await
}

async fn at_unit(tx: &mut WriteTx, unit: UnitId, now: Instant) -> Result<Option<Recorded<()>>, StoreError> {
    let planners = holders(tx, BuiltIn::HomeCarePlanner, unit, now).await?;
    let Some(owner) = planners.first().copied() else { return Ok(None) };
    let (mut recorded, MonthlyReports { this_month, last_month }) = put_monthly(tx, owner, unit).await?.split();
    for account in planners.into_iter().chain(holders(tx, BuiltIn::Relative, unit, now).await?) {
        for report in [this_month, last_month] {
            recorded = put_on_my_page(tx, account, report).await?;
        }
    }
    Ok(Some(recorded))
}

/// The accounts that hold a role at the unit now.
async fn holders(tx: &mut WriteTx, role: BuiltIn, unit: UnitId, now: Instant) -> Result<Vec<AccountId>, StoreError> {
    let rows: Vec<(AccountId,)> = tx
        .all(
            "SELECT DISTINCT g.holder_account FROM grants g JOIN role r ON r.id = g.role_id
             WHERE r.built_in = ?1 AND g.unit_id = ?2 AND g.holder_account IS NOT NULL
               AND g.from_at <= ?3 AND (g.to_at IS NULL OR g.to_at > ?3) ORDER BY g.holder_account",
            params![role.key(), unit, now],
        )
        .await?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}
