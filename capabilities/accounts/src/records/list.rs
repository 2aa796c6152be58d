//! The list of users, by name, fifty a page, quick at a hundred thousand accounts.
//!
//! There are two ways to a page. *By name* walks the index `account_by_name` from the last name shown and keeps who fits; it is
//! quick when many fit. *By the narrowest way in* first takes the few accounts that a search word, a role, a state or a unit
//! leaves, and sorts them; it is quick when few do. Which one is taken is settled by counting each way in, at most to
//! [`FEW`]. Whoever may see everything and filters nothing walks without counting.
//!
//! Seen with `EXPLAIN QUERY PLAN` on SQLite with 100,000 accounts at 1,000 clinics (`tests/it/speed.rs` makes them and measures):
//! by name `SCAN a USING INDEX account_by_name`, on later pages `SEARCH a USING INDEX account_by_name ((sort_key,id)>(?,?))`, and
//! no sorting; by units `SEARCH a USING COVERING INDEX account_at_unit (unit_id=? AND ended_at=?)`; by a word `SEARCH t USING COVERING INDEX sqlite_autoindex_account_term_1 (term>? AND term<?)`, then `SEARCH a
//! USING INDEX sqlite_autoindex_account_1 (id=?)` and a temporary B-tree for at most [`FEW`] rows. A first page takes 0.1 ms, a
//! search for a name 0.4 ms; the dearest are two words that a tenth of everybody has, at 0.1 s.

use behorig_access::{AccountId, Instant, RoleId, Scope, Service, Standing, UnitId, Viewer, scope_of};
use behorig_identity::prefix_range;
use behorig_registers::standing;
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use super::filter::Filter;
use super::scope_sql::{Sql, in_scope_sql, unit_list};
use super::terms::words_of;
use crate::lists::StaffCategory;

/// How many stand on a page.
pub(crate) const PAGE: usize = 50;
/// Up to so many accounts are few: sorted rather than walked to.
const FEW: i64 = 2_000;
/// A result is counted so far and no further.
const COUNTED: i64 = 1_000;

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// At the first name.
    #[default]
    Start,
    /// After this account.
    After(AccountId),
    /// So that it ends before this account.
    Before(AccountId),
}

/// A user in the list.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// Which account.
    pub id: AccountId,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// User name.
    pub user_name: String,
    /// Title.
    pub title: Option<String>,
    /// Staff category.
    pub category: Option<StaffCategory>,
    /// The unit's name.
    pub unit_name: String,
    /// How the account stands.
    pub standing: Standing,
}

/// What a [`ListRow`] is read from, of the account `a`.
const COLUMNS: &str = "a.id, a.given_name, a.family_name, a.user_name, a.title, a.staff_category,
    (SELECT u.name FROM unit u WHERE u.id = a.unit_id), a.ended_at, a.blocked_at, a.locked_at, a.pending_since";

impl FromRow for ListRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            user_name: row.next()?,
            title: row.next()?,
            category: row.next::<Option<String>>()?.and_then(|key| StaffCategory::from_text(&key)),
            unit_name: row.next()?,
            standing: standing(row.next()?, row.next()?, row.next()?, row.next()?),
        })
    }
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct Found {
    /// Who stands on it, by name.
    pub rows: Vec<ListRow>,
    /// Whether there are more before them.
    pub before: bool,
    /// Whether there are more after them.
    pub after: bool,
    /// How many there are in all; `None`: more than are counted.
    pub total: Option<i64>,
    /// How many there are at least.
    pub at_least: i64,
}

/// A page of the accounts that the viewer may see (service 377) and that the filter leaves.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn list(
    tx: &mut Tx,
    viewer: &Viewer,
    filter: &Filter,
    edge: Edge,
    now: Instant,
) -> Result<Found, StoreError> {
    let scope = scope_of(viewer, Service::ViewAccounts, now);
    let everything = covers_everything(tx, &scope).await?;
    let way_in =
        if everything && !filter.is_on() { None } else { narrowest(tx, &scope, everything, filter, now).await? };
    let mut rows = page(tx, &scope, everything, filter, way_in, edge, now).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let (before, after) = match edge {
        Edge::Start => (false, more),
        Edge::After(_) => (true, more),
        Edge::Before(_) => {
            rows.reverse();
            (more, true)
        }
    };
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let (total, at_least) = if !before && !after {
        (Some(shown), shown)
    } else if filter.is_on() || way_in.is_some() {
        let counted = count(tx, &scope, everything, filter, way_in, now).await?;
        ((counted <= COUNTED).then_some(counted), counted.min(COUNTED))
    } else {
        (None, shown)
    };
    Ok(Found { rows, before, after, total, at_least })
}

/// Whether no account of the installation lies outside the scope: no root of the unit tree does.
async fn covers_everything(tx: &mut Tx, scope: &Scope) -> Result<bool, StoreError> {
    let branches: Vec<UnitId> =
        scope.roots.iter().filter(|root| root.branch && root.object.is_none()).map(|root| root.unit).collect();
    if branches.is_empty() {
        return Ok(false);
    }
    let mut sql = Sql::default();
    let list = unit_list(&mut sql, &branches);
    let outside: Option<(i64,)> = tx
        .optional(
            &format!("SELECT CAST(1 AS BIGINT) FROM unit u WHERE u.parent_id IS NULL AND u.id NOT IN ({list}) LIMIT 1"),
            &sql.params(),
        )
        .await?;
    Ok(outside.is_none())
}

/// The places of the first and the last term that begin with a word.
fn range(sql: &mut Sql, word: &[u8]) -> (String, String) {
    let (from, to) = prefix_range(word);
    (sql.bytes(from), sql.bytes(to))
}

/// The accounts that are found by a word; one that two words of its own begin so stands twice.
fn having(sql: &mut Sql, word: &[u8]) -> String {
    let (from, to) = range(sql, word);
    format!("SELECT t.account_id AS id FROM account_term t WHERE t.term >= {from} AND t.term < {to}")
}

/// The ways into the list that a filter and a scope open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WayIn {
    /// By one of the search's words.
    Word(usize),
    /// By all of them at once, where each alone leaves many.
    AllWords,
    /// By who holds the role.
    Role,
    /// By how the account stands.
    Status,
    /// By the unit of the filter.
    Unit,
    /// By the units of the scope.
    Scope,
}

impl WayIn {
    /// The accounts of this way as a subquery of ids, some perhaps twice; `None` where the list has no such way.
    fn sql(self, sql: &mut Sql, scope: &Scope, filter: &Filter, now: Instant) -> Option<String> {
        match self {
            Self::Word(place) => words_of(&filter.search).get(place).map(|word| having(sql, word)),
            Self::AllWords => {
                let words = words_of(&filter.search);
                let all: Vec<String> = words.iter().map(|word| having(sql, word)).collect();
                (all.len() > 1).then(|| all.join(" INTERSECT "))
            }
            Self::Role => filter.role.map(|role| {
                let (role, now) = (sql.bytes(*role.as_bytes()), sql.int(now.as_millis()));
                format!(
                    "SELECT DISTINCT g.holder_account AS id FROM grants g WHERE g.role_id = {role}
                     AND g.holder_account IS NOT NULL AND g.from_at <= {now} AND (g.to_at IS NULL OR g.to_at > {now})"
                )
            }),
            Self::Status => filter.status.way_in().map(str::to_owned),
            Self::Unit | Self::Scope => self
                .units(sql, scope, filter)
                .map(|units| format!("SELECT d.id FROM ({units}) w CROSS JOIN account d WHERE d.unit_id = w.unit_id")),
        }
    }

    /// The units of a way by units, each once.
    fn units(self, sql: &mut Sql, scope: &Scope, filter: &Filter) -> Option<String> {
        let (units, branches): (Vec<UnitId>, Vec<UnitId>) = match self {
            Self::Unit => (Vec::new(), filter.unit.into_iter().collect()),
            // A root for one account is not a unit full of accounts; it is left to the walk, and is rare.
            Self::Scope if scope.roots.iter().all(|root| root.object.is_none()) => {
                let of = |branch| scope.roots.iter().filter(move |root| root.branch == branch).map(|root| root.unit);
                (of(false).collect(), of(true).collect())
            }
            _ => return None,
        };
        let mut parts = Vec::new();
        if !branches.is_empty() {
            let list = unit_list(sql, &branches);
            parts.push(format!("SELECT x.unit_id FROM unit_ancestor x WHERE x.ancestor_id IN ({list})"));
        }
        if !units.is_empty() {
            let list = unit_list(sql, &units);
            parts.push(format!("SELECT u.id AS unit_id FROM unit u WHERE u.id IN ({list})"));
        }
        match parts.as_slice() {
            [] => None,
            // Of one branch no unit comes twice.
            [one] if branches.len() < 2 => Some(one.clone()),
            [one] => Some(one.replacen("SELECT", "SELECT DISTINCT", 1)),
            _ => Some(parts.join(" UNION ")),
        }
    }
}

/// The first way in that leaves few accounts, if one does.
async fn narrowest(
    tx: &mut Tx,
    scope: &Scope,
    everything: bool,
    filter: &Filter,
    now: Instant,
) -> Result<Option<WayIn>, StoreError> {
    let words = (0..words_of(&filter.search).len()).map(WayIn::Word);
    for way in words.chain([WayIn::AllWords, WayIn::Role, WayIn::Status, WayIn::Unit, WayIn::Scope]) {
        let mut sql = Sql::default();
        let Some(ids) = way.sql(&mut sql, scope, filter, now).filter(|_| way != WayIn::Scope || !everything) else {
            continue;
        };
        let counted = format!("SELECT CAST(count(*) AS BIGINT) FROM ({ids} LIMIT {}) n", FEW + 1);
        let (count,): (i64,) = tx.one(&counted, &sql.params()).await?;
        if count <= FEW {
            return Ok(Some(way));
        }
    }
    Ok(None)
}

fn conditions(
    sql: &mut Sql,
    scope: &Scope,
    everything: bool,
    filter: &Filter,
    way_in: Option<WayIn>,
    now: Instant,
) -> String {
    let mut all = vec![filter.status.condition().to_owned()];
    if !everything && way_in != Some(WayIn::Scope) {
        all.push(in_scope_sql(sql, scope));
    }
    for (place, word) in words_of(&filter.search).into_iter().enumerate() {
        if matches!(way_in, Some(WayIn::AllWords)) || way_in == Some(WayIn::Word(place)) {
            continue;
        }
        let (from, to) = range(sql, &word);
        all.push(format!(
            "EXISTS (SELECT 1 FROM account_term t WHERE t.account_id = a.id AND t.term >= {from} AND t.term < {to})"
        ));
    }
    // What was searched for holds no word at all, such as a lone percent sign: then nobody is meant.
    if !filter.search.trim().is_empty() && words_of(&filter.search).is_empty() {
        all.push("FALSE".to_owned());
    }
    if let Some(unit) = filter.unit.filter(|_| way_in != Some(WayIn::Unit)) {
        let unit = sql.bytes(*unit.as_bytes());
        all.push(format!(
            "EXISTS (SELECT 1 FROM unit_ancestor f WHERE f.unit_id = a.unit_id AND f.ancestor_id = {unit})"
        ));
    }
    if let Some(category) = filter.category {
        all.push(format!("a.staff_category = {}", sql.text(category.key())));
    }
    if let Some(role) = filter.role {
        // COALESCE keeps SQLite from looking through everybody's grants of the role instead of the few of one account.
        let (role, now) = (sql.bytes(*role.as_bytes()), sql.int(now.as_millis()));
        all.push(format!(
            "EXISTS (SELECT 1 FROM grants g WHERE g.holder_account = a.id AND COALESCE(g.role_id, g.id) = {role}
             AND g.from_at <= {now} AND (g.to_at IS NULL OR g.to_at > {now}))"
        ));
    }
    all.join(" AND ")
}

fn from(sql: &mut Sql, scope: &Scope, filter: &Filter, way_in: Option<WayIn>, now: Instant) -> String {
    // CROSS JOIN: SQLite then keeps this order, however it guesses the sizes.
    if let Some(units) = way_in.and_then(|way| way.units(sql, scope, filter)) {
        return format!("({units}) w CROSS JOIN account a WHERE a.unit_id = w.unit_id AND ");
    }
    match way_in.and_then(|way| way.sql(sql, scope, filter, now)) {
        Some(ids) => format!("(SELECT DISTINCT i.id FROM ({ids}) i) c CROSS JOIN account a WHERE a.id = c.id AND "),
        None => "account a WHERE ".to_owned(),
    }
}

async fn page(
    tx: &mut Tx,
    scope: &Scope,
    everything: bool,
    filter: &Filter,
    way_in: Option<WayIn>,
    edge: Edge,
    now: Instant,
) -> Result<Vec<ListRow>, StoreError> {
    let mut sql = Sql::default();
    let from = from(&mut sql, scope, filter, way_in, now);
    let mut conditions = conditions(&mut sql, scope, everything, filter, way_in, now);
    let (order, turn) = match edge {
        Edge::Start => ("a.sort_key, a.id", None),
        Edge::After(id) => ("a.sort_key, a.id", Some((">", id))),
        Edge::Before(id) => ("a.sort_key DESC, a.id DESC", Some(("<", id))),
    };
    if let Some((than, id)) = turn {
        let key: Option<(Vec<u8>,)> = tx.optional("SELECT sort_key FROM account WHERE id = ?1", params![id]).await?;
        if let Some((key,)) = key {
            let (key, id) = (sql.bytes(key), sql.bytes(*id.as_bytes()));
            conditions = format!("(a.sort_key, a.id) {than} ({key}, {id}) AND {conditions}");
        }
    }
    let limit = PAGE + 1;
    let text = match way_in {
        None => format!("SELECT {COLUMNS} FROM {from}{conditions} ORDER BY {order} LIMIT {limit}"),
        // What is sorted is short; the rest is looked up for the page's rows alone.
        Some(_) => format!(
            "SELECT {COLUMNS} FROM (SELECT a.id FROM {from}{conditions} ORDER BY {order} LIMIT {limit}) f
             CROSS JOIN account a WHERE a.id = f.id ORDER BY {order}"
        ),
    };
    tx.all(&text, &sql.params()).await
}

async fn count(
    tx: &mut Tx,
    scope: &Scope,
    everything: bool,
    filter: &Filter,
    way_in: Option<WayIn>,
    now: Instant,
) -> Result<i64, StoreError> {
    let mut sql = Sql::default();
    let from = from(&mut sql, scope, filter, way_in, now);
    let conditions = conditions(&mut sql, scope, everything, filter, way_in, now);
    let text =
        format!("SELECT CAST(count(*) AS BIGINT) FROM (SELECT a.id FROM {from}{conditions} LIMIT {}) n", COUNTED + 1);
    let (count,): (i64,) = tx.one(&text, &sql.params()).await?;
    Ok(count)
}

/// The units to filter by: the scope's own and those directly below them, by name.
pub(crate) async fn unit_choices(tx: &mut Tx, scope: &Scope) -> Result<Vec<(UnitId, String)>, StoreError> {
    let units: Vec<UnitId> = scope.roots.iter().filter(|root| root.object.is_none()).map(|root| root.unit).collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    let list = unit_list(&mut sql, &units);
    let branches: Vec<UnitId> = scope.roots.iter().filter(|root| root.branch).map(|root| root.unit).collect();
    let below = if branches.is_empty() {
        String::new()
    } else {
        format!(" OR u.parent_id IN ({})", unit_list(&mut sql, &branches))
    };
    let text = format!(
        "SELECT u.id, u.name FROM unit u WHERE (u.id IN ({list}){below}) AND u.ended_at IS NULL
         ORDER BY u.sort_key, u.id LIMIT 60"
    );
    tx.all(&text, &sql.params()).await
}

/// The roles to filter by: those that accounts can hold in the organisations of the scope.
pub(crate) async fn role_choices(tx: &mut Tx, scope: &Scope) -> Result<Vec<(RoleId, String)>, StoreError> {
    let units: Vec<UnitId> = scope.roots.iter().map(|root| root.unit).collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    let list = unit_list(&mut sql, &units);
    let text = format!(
        "SELECT r.id, r.name FROM role r WHERE r.kind <> 'resident'
         AND r.organisation_id IN (SELECT x.ancestor_id FROM unit_ancestor x WHERE x.unit_id IN ({list}))
         ORDER BY r.name_key, r.id LIMIT 60"
    );
    tx.all(&text, &sql.params()).await
}
