//! Who has what permission: by name, fifty a page, as quick for a past day as for now.
//!
//! Two ways, as the list of users has them: by name along `account_by_name`, each account's grants by `grants_of_account`, where many
//! fit; or first the few that a unit (`grants_of_staff`), a permission (`grants_by_role`) or a word (`account_term`) leaves, sorted.
//! Which one is settled by counting, at most to what is few. A day changes neither the way nor what it costs: every grant that was ever
//! given stays in its place, and its period is looked at where it stands.

use behorig_access::{AccountId, GrantId, Instant, OrderId, Period, RoleId, Scope, UnitId};
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use super::bound::Bound;
use super::filter::{Asked, Filter, Way};

/// How many stand on a page.
pub(crate) const PAGE: usize = 50;
/// A result is counted so far and no further.
const COUNTED: i64 = 1_000;

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Edge {
    /// At the first name.
    #[default]
    Start,
    /// After this grant.
    After(GrantId),
    /// So that it ends before this grant.
    Before(GrantId),
}

/// A line of the register.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) grant: GrantId,
    pub(crate) account: AccountId,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) hsa_id: Option<String>,
    pub(crate) role_name: String,
    pub(crate) unit_name: String,
    pub(crate) branch: bool,
    pub(crate) period: Period,
    pub(crate) basis: String,
    pub(crate) order: Option<(OrderId, i64)>,
    pub(crate) given_by: Option<String>,
    /// Blocked or locked today, so that the permission can't be used.
    pub(crate) is_shut: bool,
}

const COLUMNS: &str = "g.id, a.id, a.given_name, a.family_name,
    (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id), r.name, u.name, g.branch, g.from_at, g.to_at, g.basis,
    o.id, o.number, (SELECT p.given_name || ' ' || p.family_name FROM account p WHERE p.id = g.given_by),
    (a.blocked_at IS NOT NULL OR a.locked_at IS NOT NULL)";

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            account: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            hsa_id: row.next()?,
            role_name: row.next()?,
            unit_name: row.next()?,
            branch: row.next()?,
            period: Period { from: row.next()?, to: row.next()? },
            basis: row.next()?,
            order: {
                let (id, number): (Option<OrderId>, Option<i64>) = (row.next()?, row.next()?);
                id.zip(number)
            },
            given_by: row.next()?,
            is_shut: row.next()?,
        })
    }
}

/// A page of the register.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) lines: Vec<Line>,
    pub(crate) before: bool,
    pub(crate) after: bool,
    /// How many there are in all; none: many, which are not counted; there are more than `at_least`.
    pub(crate) total: Option<i64>,
    pub(crate) at_least: i64,
}

/// A page of the register, within the scope.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn page(tx: &mut Tx, scope: &Scope, filter: &Filter, edge: Edge) -> Result<Found, StoreError> {
    let asked = Asked { scope, filter };
    let way = asked.way(tx).await?;
    let mut lines = read(tx, asked, way, edge, PAGE + 1).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let (before, after) = match edge {
        Edge::Start => (false, more),
        Edge::After(_) => (true, more),
        Edge::Before(_) => {
            lines.reverse();
            (more, true)
        }
    };
    let shown = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    // Many are not counted: by name that would walk past everybody between them, twenty times as far as the page.
    let counted = match way {
        _ if !before && !after => Some(shown),
        Way::Name => None,
        Way::Units | Way::Role | Way::Word(_) => Some(count(tx, asked, way).await?),
    };
    let total = counted.filter(|&counted| counted <= COUNTED);
    Ok(Found { lines, before, after, total, at_least: counted.unwrap_or(shown).min(COUNTED) })
}

/// The next lines, after one that was given before: a part of a whole register on its way into a file.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn next(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    after: Option<GrantId>,
    most: usize,
) -> Result<Vec<Line>, StoreError> {
    let asked = Asked { scope, filter };
    let way = asked.way(tx).await?;
    read(tx, asked, way, after.map_or(Edge::Start, Edge::After), most).await
}

async fn read(tx: &mut Tx, asked: Asked<'_>, way: Way, edge: Edge, most: usize) -> Result<Vec<Line>, StoreError> {
    let mut bound = Bound::default();
    let (from, mut conditions) = asked.rows(way, &mut bound);
    let (order, than) = match edge {
        Edge::Start | Edge::After(_) => ("a.sort_key, a.id, g.id", ">"),
        Edge::Before(_) => ("a.sort_key DESC, a.id DESC, g.id DESC", "<"),
    };
    if let Edge::After(id) | Edge::Before(id) = edge {
        let place: Option<(Vec<u8>, AccountId)> = tx
            .optional(
                "SELECT a.sort_key, a.id FROM grants g JOIN account a ON a.id = g.holder_account WHERE g.id = ?1",
                params![id],
            )
            .await?;
        if let Some((key, account)) = place {
            let (key, account) = (bound.bytes(key), bound.bytes(*account.as_bytes()));
            let id = bound.bytes(*id.as_bytes());
            // The first comparison is one of the index; the second leaves out what came before of the same person.
            conditions.push_str(&format!(
                " AND (a.sort_key, a.id) {than}= ({key}, {account})
                  AND ((a.sort_key, a.id) {than} ({key}, {account}) OR g.id {than} {id})"
            ));
        }
    }
    // The number itself and no parameter: PostgreSQL plans for how many are wanted.
    let sql = format!(
        "SELECT {COLUMNS} FROM {from} LEFT JOIN care_order o ON o.id = g.basis_order WHERE {conditions} ORDER BY {order} LIMIT {most}"
    );
    tx.all(&sql, &bound.params()).await
}

async fn count(tx: &mut Tx, asked: Asked<'_>, way: Way) -> Result<i64, StoreError> {
    let mut bound = Bound::default();
    let (from, conditions) = asked.rows(way, &mut bound);
    let most = COUNTED + 1;
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT g.id FROM {from} WHERE {conditions} LIMIT {most}) counted"
    );
    let (count,): (i64,) = tx.one(&sql, &bound.params()).await?;
    Ok(count)
}

/// The permissions of staff in an organisation, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn roles(tx: &mut Tx, organisation: UnitId) -> Result<Vec<(RoleId, String)>, StoreError> {
    tx.all(
        "SELECT r.id, r.name FROM role r WHERE r.organisation_id = ?1 AND r.kind = 'staff' ORDER BY r.name_key, r.id",
        params![organisation],
    )
    .await
}

/// When a grant's period began and ends, as days; the end is the last day.
pub(crate) fn days(period: Period) -> (jiff::civil::Date, Option<jiff::civil::Date>) {
    let day = |at: Instant| behorig_web::format::local(at.0).date();
    (day(period.from), period.to.map(|to| day(Instant(to.0 - 1))))
}
