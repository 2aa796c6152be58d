//! The queues of many units at once: for whoever looks at all of them and asks again often.

use std::collections::{HashMap, HashSet};

use behorig_access::{AccountId, GroupId, Instant, Service, UnitId};
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx};

use super::case::NO_PROMISE;
use crate::rules::{Counted, Queue, State};

/// As many units as one statement names. Fewer are filled up to the next size with their last, so that few statements are prepared.
const SIZES: [usize; 4] = [1, 16, 128, LARGEST];
const LARGEST: usize = 512;

/// The queues of these units; a unit without open cases is left out. Cases of residents and questions to them are counted, neither
/// informations nor internal mail.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn queues_of(tx: &mut Tx, units: &[UnitId], now: Instant) -> Result<HashMap<UnitId, Queue>, StoreError> {
    let mut queues = HashMap::with_capacity(units.len());
    for piece in units.chunks(LARGEST) {
        add_queues(tx, piece, now, &mut queues).await?;
    }
    Ok(queues)
}

async fn add_queues(
    tx: &mut Tx,
    units: &[UnitId],
    now: Instant,
    queues: &mut HashMap<UnitId, Queue>,
) -> Result<(), StoreError> {
    let ids = filled_up(units);
    let list = places(ids.len());
    let mut with_time = ids.clone();
    with_time.extend([Service::AnswerCases.to_param(), now.to_param()]);
    let (service, time) = (ids.len() + 1, ids.len() + 2);
    let counted = format!(
        "SELECT c.unit_id, c.state, c.handler_account, c.group_id, CAST(count(*) AS BIGINT), min(c.received_at),
             min(c.last_message_at), min(c.due_at)
         FROM care_case c
         WHERE c.unit_id IN ({list})
           AND c.state IN ('received', 'assigned', 'partial', 'waiting', 'sent', 'read', 'answered')
           AND c.kind IN ('resident', 'question')
         GROUP BY c.unit_id, c.state, c.handler_account, c.group_id"
    );
    // Who can answer at these units or above them now, as `staff_at` and `able_at` find them at one. Those of a region are asked for
    // once, however many of its units are counted.
    let able = format!(
        "SELECT DISTINCT g.unit_id, g.branch, a.id
         FROM grants g
         JOIN role_service s ON s.role_id = g.role_id AND s.service = ?{service}
         JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
         JOIN account a ON a.id = g.holder_account
         WHERE g.unit_id IN (SELECT x.ancestor_id FROM unit_ancestor x WHERE x.unit_id IN ({list}))
           AND g.object_id IS NULL AND g.from_at <= ?{time} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?{time})
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND NOT EXISTS (SELECT 1 FROM account_absence w WHERE w.account_id = a.id AND w.from_at <= ?{time}
               AND (w.to_at IS NULL OR w.to_at > ?{time}))"
    );
    let above = format!("SELECT x.unit_id, x.ancestor_id, x.distance FROM unit_ancestor x WHERE x.unit_id IN ({list})");
    let members = format!(
        "SELECT g.unit_id, g.id, m.account_id FROM staff_group g JOIN staff_group_member m ON m.group_id = g.id
         WHERE g.unit_id IN ({list}) AND g.ended_at IS NULL"
    );
    let (counted, able, above, members): (Vec<AtUnit>, Vec<Held>, Vec<Above>, Vec<Member>) =
        tx.four([(&counted, &ids), (&able, &with_time), (&above, &ids), (&members, &ids)]).await?;
    let able = Able::of(able, above);
    let staffed = members.into_iter().filter(|(unit, _, who)| able.can_answer(*unit, *who));
    let staffed: HashSet<GroupId> = staffed.map(|(_, group, _)| group).collect();
    let mut by_unit: HashMap<UnitId, Vec<Counted>> = HashMap::new();
    for AtUnit(unit, some) in counted {
        by_unit.entry(unit).or_default().push(some);
    }
    queues.extend(by_unit.into_iter().map(|(unit, some)| {
        (unit, Queue::of(&some, |who| able.can_answer(unit, who), |group| staffed.contains(&group)))
    }));
    Ok(())
}

/// A group of a unit, and one of its members.
type Member = (UnitId, GroupId, AccountId);
/// A unit, and one at or above it with how far above.
type Above = (UnitId, UnitId, i64);

/// At which unit somebody can answer, whether in the branch below it too, and who.
type Held = (UnitId, bool, AccountId);

/// Who can answer where.
struct Able {
    held: HashSet<Held>,
    /// The units at and above each, and whether it is the unit itself.
    above: HashMap<UnitId, Vec<(UnitId, bool)>>,
}

impl Able {
    fn of(held: Vec<Held>, chains: Vec<Above>) -> Self {
        let mut above: HashMap<UnitId, Vec<(UnitId, bool)>> = HashMap::new();
        for (unit, ancestor, distance) in chains {
            above.entry(unit).or_default().push((ancestor, distance == 0));
        }
        Self { held: held.into_iter().collect(), above }
    }

    fn can_answer(&self, unit: UnitId, who: AccountId) -> bool {
        let mut chain = self.above.get(&unit).into_iter().flatten();
        chain.any(|(at, is_here)| {
            self.held.contains(&(*at, true, who)) || (*is_here && self.held.contains(&(*at, false, who)))
        })
    }
}

struct AtUnit(UnitId, Counted);

impl FromRow for AtUnit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let unit = row.next()?;
        let state: String = row.next()?;
        let state = State::from_key(&state).ok_or_else(|| StoreError::Shape(format!("no state of a case: {state}")))?;
        let (handler, group) = (row.next()?, row.next()?);
        let cases: i64 = row.next()?;
        Ok(Self(
            unit,
            Counted {
                state,
                handler,
                group,
                cases: u32::try_from(cases).unwrap_or(u32::MAX),
                received_at: row.next()?,
                last_message_at: row.next()?,
                due_at: Some(row.next::<Instant>()?).filter(|due| *due < NO_PROMISE),
            },
        ))
    }
}

/// How many cases residents sent to each of these units in each hour since `from`: the unit, the hour's number since 1970, the count.
/// Hours in which none came are left out.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn received_by_hour(
    tx: &mut Tx,
    units: &[UnitId],
    from: Instant,
) -> Result<Vec<(UnitId, i64, i64)>, StoreError> {
    let mut received = Vec::new();
    for piece in units.chunks(LARGEST) {
        let mut params = filled_up(piece);
        let list = places(params.len());
        params.push(from.to_param());
        let sql = format!(
            "SELECT c.unit_id, c.received_at / 3600000, CAST(count(*) AS BIGINT) FROM care_case c
             WHERE c.unit_id IN ({list}) AND c.received_at >= ?{} AND c.kind = 'resident'
             GROUP BY c.unit_id, c.received_at / 3600000",
            params.len()
        );
        received.extend(tx.all::<(UnitId, i64, i64)>(&sql, &params).await?);
    }
    Ok(received)
}

/// The units as parameters, the last of them repeated up to one of the [`SIZES`].
fn filled_up(units: &[UnitId]) -> Vec<Param<'_>> {
    let size = SIZES.into_iter().find(|size| *size >= units.len()).unwrap_or(units.len());
    let mut ids: Vec<Param<'_>> = units.iter().map(ToParam::to_param).collect();
    if let Some(last) = ids.last().copied() {
        ids.resize(size, last);
    }
    ids
}

fn places(count: usize) -> String {
    (1..=count).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ")
}
