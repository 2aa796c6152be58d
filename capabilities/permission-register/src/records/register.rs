//! Who has what permission: by name, fifty a page, as quick for a past day as for now.
//!
//! Two ways, as the list of users has them: by name along `account_by_name`, each account's grants by `grants_of_account`, where many
//! fit; or first the few that a unit (`grants_of_staff`), a permission (`grants_by_role`) or a word (`account_term`) leaves, sorted.
//! Which one is settled by counting, at most to what is few. A day changes neither the way nor what it costs: every grant that was ever
//! given stays in its place, and its period is looked at where it stands.

use behorig_access::{AccountId, GrantId, Instant, OrderId, Period, RoleId, Scope, UnitId};
use behorig_registers::staff::PROTECTED_ACCOUNTS;
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
    /// The reader may not see whose it is: then it stands behind all others and bears no name.
    pub(crate) is_hidden: bool,
    /// Blocked or locked today, so that the permission can't be used.
    pub(crate) is_shut: bool,
}

const COLUMNS: &str = "g.id, a.id, a.given_name, a.family_name,
    shown_hsa_id(a.id), r.name, u.name, g.branch, g.from_at, g.to_at, g.basis,
    o.id, o.number, (SELECT p.given_name || ' ' || p.family_name FROM shown_account p WHERE p.id = g.given_by),
    is_hidden(a), (a.blocked_at IS NOT NULL OR a.locked_at IS NOT NULL)";

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
            is_hidden: row.next()?,
            is_shut: row.next()?,
        })
    }
}

impl Line {
    /// Family name first, or the mask.
    pub(crate) fn name(&self) -> String {
        if self.is_hidden { self.family_name.clone() } else { format!("{}, {}", self.family_name, self.given_name) }
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

/// The lines from an edge: those by name, and behind them those whose holder the reader may not see, who would be told by their place
/// among names. Whoever searches for a person finds none of those.
async fn read(tx: &mut Tx, asked: Asked<'_>, way: Way, edge: Edge, most: usize) -> Result<Vec<Line>, StoreError> {
    let stands_at = match edge {
        Edge::Start => None,
        Edge::After(id) | Edge::Before(id) => place_of(tx, id).await?,
    };
    let among_hidden = stands_at.as_ref().is_some_and(|place| place.is_hidden);
    let backwards = matches!(edge, Edge::Before(_));
    let mut lines = Vec::new();
    for hidden in [backwards, !backwards] {
        let passed = if backwards { !among_hidden && hidden } else { among_hidden && !hidden };
        if passed || (hidden && asked.filter.names_a_person()) || lines.len() == most {
            continue;
        }
        let from = stands_at.as_ref().filter(|place| place.is_hidden == hidden);
        lines.extend(part(tx, asked, way, (edge, from), hidden, most - lines.len()).await?);
    }
    Ok(lines)
}

/// Where a line stands that a page begins at.
struct Place {
    key: Vec<u8>,
    account: AccountId,
    is_hidden: bool,
}

async fn place_of(tx: &mut Tx, id: GrantId) -> Result<Option<Place>, StoreError> {
    let sql =
        "SELECT a.sort_key, a.id, is_hidden(a) FROM grants g JOIN account a ON a.id = g.holder_account WHERE g.id = ?1";
    let place: Option<(Vec<u8>, AccountId, bool)> = tx.optional(sql, params![id]).await?;
    Ok(place.map(|(key, account, is_hidden)| Place { key, account, is_hidden }))
}

/// The lines of those who are seen, by name, or of those who are not, by their ids.
async fn part(
    tx: &mut Tx,
    asked: Asked<'_>,
    way: Way,
    (edge, place): (Edge, Option<&Place>),
    hidden: bool,
    most: usize,
) -> Result<Vec<Line>, StoreError> {
    let mut bound = Bound::default();
    let (from, mut conditions) = asked.rows(way, &mut bound);
    conditions.push_str(&match hidden {
        false => " AND NOT is_hidden(a)".to_owned(),
        // By name that would walk past everybody to find the few.
        true if way == Way::Name => format!(" AND a.id IN ({PROTECTED_ACCOUNTS}) AND is_hidden(a)"),
        true => " AND is_hidden(a)".to_owned(),
    });
    let key = if hidden { "a.id" } else { "a.sort_key" };
    let (order, than) = match edge {
        Edge::Start | Edge::After(_) => (format!("{key}, a.id, g.id"), ">"),
        Edge::Before(_) => (format!("{key} DESC, a.id DESC, g.id DESC"), "<"),
    };
    if let (Edge::After(id) | Edge::Before(id), Some(place)) = (edge, place) {
        let (key, account) = (place.key.clone(), place.account);
        if hidden {
            let (account, id) = (bound.bytes(*account.as_bytes()), bound.bytes(*id.as_bytes()));
            conditions.push_str(&format!(" AND (a.id, g.id) {than} ({account}, {id})"));
        } else {
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
    let mut lines: Vec<Line> = tx.all(&sql, &bound.params()).await?;
    if hidden {
        let mask = tx.reader().mask.clone();
        for line in &mut lines {
            (line.given_name, line.family_name) = (String::new(), mask.clone());
        }
    }
    Ok(lines)
}

async fn count(tx: &mut Tx, asked: Asked<'_>, way: Way) -> Result<i64, StoreError> {
    let mut bound = Bound::default();
    let (from, mut conditions) = asked.rows(way, &mut bound);
    if asked.filter.names_a_person() {
        conditions.push_str(" AND NOT is_hidden(a)");
    }
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
