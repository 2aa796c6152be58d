//! The lines of an order on their way in: what the registers know of what was written, and the lines as they are placed.

use std::collections::{HashMap, HashSet};

use behorig_access::{Instant, OrderId, Period, RoleId, Scope, UnitId, Viewer};
use behorig_identity::{HsaId, prefix_range, search_terms, sort_prefix, swedish_sort_key};
use behorig_orderers::{OrderedBy, may_order_at, place_of_order};
use behorig_registers::units::{self, UnitKind};
use behorig_store::{Dialect, FromRow, Param, Row, StoreError, ToParam, Tx, WriteTx, params};

use crate::rules::LineState;
use crate::rules::lines::{FoundUnit, Held, KnownUnit};

/// A region that one may order in: the nearest unit of that kind, or the root of a tree that has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub id: UnitId,
    pub name: String,
    /// The root of its tree, which owns its orderable services.
    pub organisation: UnitId,
}

/// The regions where somebody may order, by name: those of the units where a scope begins, and those below them.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn regions_in(tx: &mut Tx, scope: &Scope) -> Result<Vec<Region>, StoreError> {
    let mut found: Vec<Region> = Vec::new();
    for root in scope.roots.iter().filter(|root| root.object.is_none()) {
        let chain = units::chain(tx, root.unit).await?;
        let Some(organisation) = chain.last() else { continue };
        let of = |id: UnitId, name: &str| Region { id, name: name.to_owned(), organisation: organisation.id };
        let below: Vec<(UnitId, String)> = if root.branch { regions_below(tx, root.unit).await? } else { Vec::new() };
        if let Some(nearest) = chain.iter().find(|unit| unit.kind == UnitKind::Region) {
            found.push(of(nearest.id, &nearest.name));
        } else if below.is_empty() {
            found.push(of(organisation.id, &organisation.name));
        }
        found.extend(below.iter().map(|(id, name)| of(*id, name)));
    }
    found.sort_by_cached_key(|region| (swedish_sort_key(&region.name), region.id));
    found.dedup_by_key(|region| region.id);
    Ok(found)
}

async fn regions_below(tx: &mut Tx, unit: UnitId) -> Result<Vec<(UnitId, String)>, StoreError> {
    tx.all(
        "SELECT u.id, u.name FROM unit_ancestor x JOIN unit u ON u.id = x.unit_id
         WHERE x.ancestor_id = ?1 AND u.kind = 'region' AND u.ended_at IS NULL",
        params![unit],
    )
    .await
}

/// Those of these units that lie in a region.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_within(
    tx: &mut Tx,
    region: UnitId,
    mut units: Vec<(UnitId, String)>,
) -> Result<Vec<(UnitId, String)>, StoreError> {
    let below: Vec<(UnitId,)> =
        tx.all("SELECT unit_id FROM unit_ancestor WHERE ancestor_id = ?1", params![region]).await?;
    let below: HashSet<UnitId> = below.into_iter().map(|(unit,)| unit).collect();
    units.retain(|(unit, _)| below.contains(unit));
    Ok(units)
}

/// What the words for units mean to somebody who orders in a region, each asked for once.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_called(
    tx: &mut Tx,
    viewer: &Viewer,
    region: UnitId,
    words: &[&str],
    now: Instant,
) -> Result<HashMap<String, FoundUnit>, StoreError> {
    let mut found = HashMap::new();
    for word in words {
        if !found.contains_key(*word) {
            let unit = unit_called(tx, viewer, region, word, now).await?;
            found.insert((*word).to_owned(), unit);
        }
    }
    Ok(found)
}

async fn unit_called(
    tx: &mut Tx,
    viewer: &Viewer,
    region: UnitId,
    word: &str,
    now: Instant,
) -> Result<FoundUnit, StoreError> {
    let (mut elsewhere, mut refused, mut open) = (None, None, Vec::new());
    for (id, name, kind) in candidates(tx, word).await? {
        let place = place_of_order(tx, id).await?;
        if place.region.as_ref().or(place.chain.last()) != Some(&region) {
            elsewhere.get_or_insert(FoundUnit::OtherRegion(name));
            continue;
        }
        match may_order_at(viewer, &place, now) {
            Ok(by) => {
                let covers_below = UnitKind::from_stored(&kind).is_some_and(UnitKind::has_units_below);
                let as_head = by == OrderedBy::Head;
                open.push(KnownUnit { id, name, chain: place.chain, covers_below, as_head });
            }
            Err(why) => {
                refused.get_or_insert(FoundUnit::NotAllowed(name, why.text()));
            }
        }
    }
    Ok(match (open.pop(), open.is_empty()) {
        (Some(unit), true) => FoundUnit::One(unit),
        (Some(_), false) => FoundUnit::Several,
        (None, _) => refused.or(elsewhere).unwrap_or(FoundUnit::None),
    })
}

/// The live units that a word may mean, with their kinds: by id, by HSA-id, or by name however it is spelled.
pub(super) async fn candidates(tx: &mut Tx, word: &str) -> Result<Vec<(UnitId, String, String)>, StoreError> {
    /// So many units of one name are looked at.
    const MOST: i64 = 50;
    const BY: &str = "SELECT u.id, u.name, u.kind FROM unit u WHERE u.ended_at IS NULL AND";
    if let Ok(id) = word.parse::<UnitId>() {
        return tx.all(&format!("{BY} u.id = ?1"), params![id]).await;
    }
    if let Ok(id) = HsaId::parse(word) {
        return tx.all(&format!("{BY} u.hsa_id = ?1"), params![id]).await;
    }
    let terms = search_terms(word);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let (from, to) = prefix_range(&sort_prefix(word));
    let sql = format!("{BY} u.sort_key >= ?1 AND u.sort_key < ?2 ORDER BY u.sort_key, u.id LIMIT ?3");
    let mut named: Vec<(UnitId, String, String)> = tx.all(&sql, params![from, to, MOST]).await?;
    named.retain(|(_, name, _)| search_terms(name) == terms);
    Ok(named)
}

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            hsa_id: row.next()?,
            account: row.next()?,
            grant: row.next()?,
            version: row.next()?,
            role: row.next()?,
            unit: row.next()?,
            branch: row.next()?,
            period: Period { from: row.next()?, to: row.next()? },
        })
    }
}

/// The grants of these roles that the people with these ids have and that are not over: live ones, and those that begin later.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn held(
    tx: &mut Tx,
    hsa_ids: &[HsaId],
    roles: &[RoleId],
    now: Instant,
) -> Result<Vec<Held>, StoreError> {
    /// So many people are asked about at once.
    const A_QUESTION: usize = 500;
    let mut found = Vec::new();
    if roles.is_empty() {
        return Ok(found);
    }
    let places = |from: usize, count: usize| {
        (from..from + count).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ")
    };
    for asked in hsa_ids.chunks(A_QUESTION) {
        let sql = format!(
            "SELECT h.hsa_id, h.account_id, g.id, g.version, g.role_id, g.unit_id, g.branch, g.from_at, g.to_at
             FROM account_hsa_id h JOIN grants g ON g.holder_account = h.account_id
             WHERE h.hsa_id IN ({}) AND g.role_id IN ({}) AND g.object_id IS NULL AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?1)",
            places(2, asked.len()),
            places(2 + asked.len(), roles.len())
        );
        let mut bound: Vec<Param<'_>> = vec![now.to_param()];
        bound.extend(asked.iter().map(ToParam::to_param));
        bound.extend(roles.iter().map(ToParam::to_param));
        found.extend(tx.all::<Held>(&sql, &bound).await?);
    }
    Ok(found)
}

/// A line to be placed.
pub(crate) struct NewLine {
    pub hsa_id: HsaId,
    pub person_name: String,
    pub email: Option<String>,
    pub unit: UnitId,
    pub role: RoleId,
}

/// Places the lines of an order, many to a statement.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn place_lines(tx: &mut WriteTx, order: OrderId, lines: &[NewLine]) -> Result<(), StoreError> {
    const COLUMNS: usize = 9;
    let a_statement = match tx.dialect() {
        Dialect::Sqlite => 100,
        Dialect::Postgres => 1_000,
    };
    let waiting = LineState::Waiting.key();
    let keyed: Vec<(i64, Vec<u8>, &NewLine)> =
        (1..).zip(lines).map(|(position, line)| (position, swedish_sort_key(&line.person_name), line)).collect();
    for group in keyed.chunks(a_statement) {
        let mut bound: Vec<Param<'_>> = Vec::with_capacity(group.len() * COLUMNS);
        let mut rows = Vec::with_capacity(group.len());
        for (index, (position, sort_key, line)) in group.iter().enumerate() {
            let first = index * COLUMNS + 1;
            let places: Vec<String> = (first..first + COLUMNS).map(|place| format!("?{place}")).collect();
            rows.push(format!("({}, 1)", places.join(", ")));
            bound.extend([order.to_param(), position.to_param(), line.hsa_id.to_param(), line.person_name.to_param()]);
            bound.extend([sort_key.to_param(), line.email.to_param(), line.unit.to_param(), line.role.to_param()]);
            bound.push(waiting.to_param());
        }
        let sql = format!(
            "INSERT INTO care_order_line (order_id, position, hsa_id, person_name, person_sort_key, email, unit_id, role_id,
                 state, version) VALUES {}",
            rows.join(", ")
        );
        tx.execute(&sql, &bound).await?;
    }
    Ok(())
}
