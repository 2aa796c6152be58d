//! What the control tower reads besides queues: its units, and who is signed in.

use behorig_access::{Instant, UnitId};
use behorig_registers::units::UnitKind;
use behorig_store::{StoreError, Tx, params};

use super::board::Place;

/// Every clinic and entrance that has not ended, by name, with everything above it.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn places(tx: &mut Tx, now: Instant) -> Result<Vec<Place>, StoreError> {
    let rows: Vec<(UnitId, String, String, UnitId)> = tx
        .all(
            "SELECT u.id, u.name, u.kind, a.ancestor_id FROM unit u JOIN unit_ancestor a ON a.unit_id = u.id
             WHERE u.kind IN ('clinic', 'entrance') AND (u.ended_at IS NULL OR u.ended_at > ?1)
             ORDER BY u.sort_key, u.id, a.distance",
            params![now],
        )
        .await?;
    let mut places: Vec<Place> = Vec::new();
    for (id, name, kind, above) in rows {
        match places.last_mut().filter(|place| place.id == id) {
            Some(place) => place.chain.push(above),
            None => {
                let Some(kind) = UnitKind::from_stored(&kind) else { continue };
                places.push(Place { id, name, kind, chain: vec![above] });
            }
        }
    }
    Ok(places)
}

/// How many staff are at work at each unit that is shown: signed in with its hat on, not idle for too long, and with a grant there that
/// holds now. A hat stays on when the last grant at its unit has ended, and gives nothing there any more.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn signed_in(tx: &mut Tx, idle: i64, now: Instant) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.all(
        "SELECT s.hat_unit, CAST(count(DISTINCT s.account_id) AS BIGINT)
         FROM session s JOIN unit u ON u.id = s.hat_unit JOIN account a ON a.id = s.account_id
         WHERE s.ended_at IS NULL AND s.seen_at > ?1 AND s.ends_at > ?2 AND s.hat = 'staff'
           AND u.kind IN ('clinic', 'entrance')
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND EXISTS (SELECT 1 FROM unit_ancestor x
               JOIN grants g ON g.holder_account = s.account_id AND g.unit_id = x.ancestor_id
               JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
               WHERE x.unit_id = s.hat_unit AND (x.distance = 0 OR g.branch) AND g.from_at <= ?2
                 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2))
         GROUP BY s.hat_unit",
        params![now.plus_millis(-idle), now],
    )
    .await
}
