//! Opening a round: a snapshot of who has what at a unit and below it, as far as no other head answers for it.

use behorig_access::{Instant, Service, UnitId};
use behorig_registers::units;
use behorig_store::{Event, Recorded, StoreError, Tx, Work, WriteTx, params};
use behorig_web::format;
use jiff::civil::Date;

use super::heads;
use super::letters::{Letters, RoundTold, Told};
use crate::RoundId;
use crate::rules::{Days, after, due};

/// What a region has chosen about its rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rhythm {
    /// Months between two rounds.
    pub months: u32,
    /// Days to answer in.
    pub answer_days: u32,
    /// Days until what nobody confirmed ends; none where it is only reported.
    pub grace_days: Option<u32>,
}

/// A unit whose round is to be opened, unless another node has done so meanwhile.
pub(crate) struct Opening {
    /// The unit.
    pub unit: UnitId,
    /// Its region.
    pub region: UnitId,
    /// What the region has chosen.
    pub rhythm: Rhythm,
    /// What letters are written with, where there is anything to send them by.
    pub letters: Option<Letters>,
}

/// Every region, so that each is asked what it has chosen.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn regions(tx: &mut Tx) -> Result<Vec<UnitId>, StoreError> {
    let rows: Vec<(UnitId,)> = tx
        .all("SELECT u.id FROM unit u WHERE u.kind = 'region' AND u.ended_at IS NULL ORDER BY u.id", params![])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Opens the unit's round if it is still due; tells whether it was.
pub(crate) fn open<'t>(tx: &'t mut WriteTx, opening: &'t Opening) -> Work<'t, bool, StoreError> {
    Box::pin(async move {
        let now = tx.now();
        let today = format::local(now.0).date();
        // Read anew in the change: of two nodes that found it due, one opens it.
        let found = heads::last_of_certifying(tx, opening.unit, now).await?;
        let due_on = found.and_then(|last| due(opening.rhythm.months, last, today));
        let (Some(due_on), Some(unit)) = (due_on, units::find(tx, opening.unit).await?) else {
            return Ok(Recorded::nothing_to_record(false, "nothing was due any more"));
        };
        let days = Days::of(today, opening.rhythm.answer_days, opening.rhythm.grace_days);
        let round = insert(tx, opening, due_on, &days).await?;
        let lines = take_snapshot(tx, round, now).await?;
        let event = Event::change("certification.open", "recertification", round);
        let recorded = tx.record(event.with_args(format!("lines {lines}"))).await?;
        // A head above the region may find every unit answered for by somebody nearer.
        if let Some(letters) = opening.letters.as_ref().filter(|_| lines > 0) {
            let told = RoundTold { round, unit: opening.unit, unit_name: &unit.name, last_day: days.last_day };
            letters.to_certifiers(tx, &told, Told::Opened).await?;
        }
        Ok(recorded.with(true))
    })
}

async fn insert(tx: &mut WriteTx, opening: &Opening, due_on: Date, days: &Days) -> Result<RoundId, StoreError> {
    let id = RoundId::new(tx.new_uuid());
    let now = tx.now();
    tx.execute(
        "INSERT INTO certification_round (id, unit_id, region_id, due_on, opened_at, last_day, closes_at, ends_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)",
        params![
            id,
            opening.unit,
            opening.region,
            due_on.to_string(),
            now,
            days.last_day.to_string(),
            after(days.last_day),
            days.last_of_grace.map(after)
        ],
    )
    .await?;
    Ok(id)
}

/// Writes down every grant of staff that is live at the round's unit, and below it where no nearer head answers. Tells how many.
///
/// What stands in another round that still runs is asked about there alone: a head who comes or goes in the meantime must not have one
/// round end what another confirms.
async fn take_snapshot(tx: &mut WriteTx, round: RoundId, now: Instant) -> Result<u64, StoreError> {
    let sql = format!(
        "INSERT INTO certification_line (round_id, position, grant_id, account_id, person_name, hsa_id, role_name, unit_id,
             unit_name, from_at, to_at)
         SELECT c.id, CAST(row_number() OVER (ORDER BY {protected}, CASE WHEN {protected} THEN NULL ELSE who.sort_key END, who.id, u.sort_key, r.name_key, held.id) AS BIGINT),
             held.id, who.id, who.given_name || ' ' || who.family_name,
             (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = who.id), r.name, u.id, u.name,
             held.from_at, held.to_at
         FROM certification_round c
         JOIN unit_ancestor x ON x.ancestor_id = c.unit_id
         JOIN unit u ON u.id = x.unit_id AND u.ended_at IS NULL
         JOIN grants held ON held.unit_id = u.id
         JOIN role r ON r.id = held.role_id AND r.kind = 'staff'
         JOIN account who ON who.id = held.holder_account AND who.ended_at IS NULL
         WHERE c.id = ?1 AND held.from_at <= ?3 AND held.ended_at IS NULL AND (held.to_at IS NULL OR held.to_at > ?3)
           AND {} = c.unit_id
           AND NOT EXISTS (SELECT 1 FROM certification_line o JOIN certification_round b ON b.id = o.round_id
             WHERE o.grant_id = held.id AND o.round_id <> c.id
               AND ((o.decision IS NULL AND b.lapsed_at IS NULL AND (b.ends_at IS NOT NULL OR b.closes_at > ?3))
                 OR (o.decision = 'kept' AND b.closes_at > ?3)))",
        heads::sql_of_answering_unit("u.id", 2, 3),
        // A place among others by name would tell the name.
        protected = behorig_store::account_is_protected!("who"),
    );
    tx.execute(&sql, params![round, Service::CertifyGrants, now]).await
}
