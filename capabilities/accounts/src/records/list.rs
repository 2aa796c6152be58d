//! The list of users, by name, fifty a page, quick at a hundred thousand accounts.
//!
//! There are two ways to a page. *By name* walks the index `account_by_name` from the last name shown and keeps who fits; it is
//! quick when many fit. *By the narrowest way in* first takes the few accounts that a search word, a role, a state or a unit
//! leaves, and sorts them; it is quick when few do. Which one is taken is settled by counting each way in, at most to
//! `FEW` (`way_in.rs`). Whoever may see everything and filters nothing walks without counting.
//!
//! Seen with `EXPLAIN QUERY PLAN` on SQLite with 100,000 accounts at 1,000 clinics (`tests/it/speed.rs` makes them and measures):
//! by name `SCAN a USING INDEX account_by_name`, on later pages `SEARCH a USING INDEX account_by_name ((sort_key,id)>(?,?))`, and
//! no sorting; by units `SEARCH a USING COVERING INDEX account_at_unit (unit_id=? AND ended_at=?)`; by a word `SEARCH t USING COVERING INDEX sqlite_autoindex_account_term_1 (term>? AND term<?)`, then `SEARCH a
//! USING INDEX sqlite_autoindex_account_1 (id=?)` and a temporary B-tree for at most `FEW` rows. A first page takes 0.1 ms, a
//! search for a name 0.4 ms; the dearest are two words that a tenth of everybody has, at 0.1 s.

use behorig_access::{AccountId, Instant, RoleId, Scope, Service, Standing, UnitId, Viewer, scope_of};
use behorig_registers::standing;
use behorig_store::{FromRow, Row, StoreError, Tx};

use super::filter::Filter;
use super::scope_sql::{Sql, in_scope_sql, unit_list};
use super::terms::words_of;
use super::way_in::{Counting, Narrow, WayIn, range};
use crate::lists::StaffCategory;

/// How many stand on a page.
pub(crate) const PAGE: usize = 50;

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

/// What a [`ListRow`] is read from, of the account `a` at the unit `n`: a join, since PostgreSQL then looks up each unit once.
const COLUMNS: &str = "a.id, a.given_name, a.family_name, a.user_name, a.title, a.staff_category,
    n.name, a.ended_at, a.blocked_at, a.locked_at, a.pending_since";

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
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Who stands on it, by name.
    pub rows: Vec<ListRow>,
    /// Whether there are more before them.
    pub before: bool,
    /// Whether there are more after them.
    pub after: bool,
    /// How many there are in all; `None`: many, which are not counted.
    pub total: Option<i64>,
    /// How many there are at least.
    pub at_least: i64,
    /// The units to filter by, by name.
    pub units: Vec<(UnitId, String)>,
    /// The roles to filter by, by name.
    pub roles: Vec<(RoleId, String)>,
}

/// A page of the accounts that the viewer may see (service 377) and that the filter leaves.
///
/// What does not need each other's answer is asked at once: first what the list can be narrowed by with the first way in, then the page
/// with its count.
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
    if scope.is_empty() {
        return Ok(Found { total: Some(0), ..Found::default() });
    }
    let (units, roles, way_in) = choices_and_way_in(tx, &scope, filter, now).await?;
    let everything = units.iter().any(|(.., everything)| *everything);
    let asked = Asked { scope: &scope, everything, filter, way_in: way_in.map(|narrow| narrow.way), now };
    let (mut rows, mut counted) = match way_in {
        // Of few, all are counted with the page; but not where they fit on it.
        Some(narrow) if edge != Edge::Start || usize::try_from(narrow.count).is_ok_and(|count| count > PAGE) => {
            let ((page, in_page), (count, in_count)) = (asked.page(edge), asked.count());
            let (rows, counts): (_, Vec<(i64,)>) =
                tx.two((&page, &in_page.params()), (&count, &in_count.params())).await?;
            (rows, counts.first().map(|(count,)| *count))
        }
        _ => {
            let (page, sql) = asked.page(edge);
            (tx.all(&page, &sql.params()).await?, None)
        }
    };
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
    // Many are not counted: that would walk past everybody between them, twenty times as far as the page.
    if !before && !after {
        counted = Some(shown);
    }
    let units = units.into_iter().map(|(id, name, _)| (id, name)).collect();
    Ok(Found { rows, before, after, total: counted, at_least: shown, units, roles })
}

/// A unit to filter by, with whether no account of the installation lies outside the scope, which is the same for all.
type UnitOfScope = (UnitId, String, bool);
type RoleChoice = (RoleId, String);

/// What the list can be narrowed by, and the first way in that leaves few accounts, if one does.
async fn choices_and_way_in(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    now: Instant,
) -> Result<(Vec<UnitOfScope>, Vec<RoleChoice>, Option<Narrow>), StoreError> {
    let ((units, in_units), (roles, in_roles)) = (unit_choices(scope), role_choices(scope));
    let (of_units, of_roles) = (in_units.params(), in_roles.params());
    // Whoever sees a whole branch may see everything, and all of it would be counted for nothing.
    let may_be_everything = scope.roots.iter().any(|root| root.branch);
    let mut ways = Counting::all(scope, filter, now).into_iter().peekable();
    let first = ways.next_if(|way| way.way() != WayIn::Scope || !may_be_everything);
    let (units, roles, way_in): (Vec<UnitOfScope>, _, _) = match &first {
        None => {
            let (units, roles) = tx.two((&units, &of_units), (&roles, &of_roles)).await?;
            (units, roles, None)
        }
        Some(way) => {
            let (count, sql) = way.question();
            let (units, roles, counts): (_, _, Vec<(i64,)>) =
                tx.three((&units, &of_units), (&roles, &of_roles), (count, &sql.params())).await?;
            (units, roles, counts.first().and_then(|(count,)| way.if_few(*count)))
        }
    };
    if way_in.is_some() {
        return Ok((units, roles, way_in));
    }
    let everything = units.iter().any(|(.., everything)| *everything);
    for way in ways.filter(|way| !everything || way.way() != WayIn::Scope) {
        if let Some(narrow) = way.ask(tx).await? {
            return Ok((units, roles, Some(narrow)));
        }
    }
    Ok((units, roles, None))
}

/// What is asked of the accounts.
struct Asked<'a> {
    scope: &'a Scope,
    everything: bool,
    filter: &'a Filter,
    way_in: Option<WayIn>,
    now: Instant,
}

impl Asked<'_> {
    fn conditions(&self, sql: &mut Sql) -> String {
        let Self { scope, everything, filter, way_in, now } = *self;
        // Whoever may not be seen is in no list and found by no search.
        let mut all = vec![filter.status.condition().to_owned(), "NOT is_hidden(a)".to_owned()];
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
                 AND g.from_at <= {now} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > {now}))"
            ));
        }
        all.join(" AND ")
    }

    fn from(&self, sql: &mut Sql) -> String {
        let Self { scope, filter, way_in, now, .. } = *self;
        // CROSS JOIN: SQLite then keeps this order, however it guesses the sizes.
        if let Some(units) = way_in.and_then(|way| way.units(sql, scope, filter)) {
            return format!("({units}) w CROSS JOIN account a WHERE a.unit_id = w.unit_id AND ");
        }
        match way_in.and_then(|way| way.sql(sql, scope, filter, now)) {
            Some(ids) => format!("(SELECT DISTINCT i.id FROM ({ids}) i) c CROSS JOIN account a WHERE a.id = c.id AND "),
            None => "account a WHERE ".to_owned(),
        }
    }

    /// The statement of a page and one row more.
    fn page(&self, edge: Edge) -> (String, Sql) {
        let mut sql = Sql::default();
        let from = self.from(&mut sql);
        let mut conditions = self.conditions(&mut sql);
        // From an account that is not there the list is shown from its own end: before every name, or behind.
        let (order, turn) = match edge {
            Edge::Start => ("a.sort_key, a.id", None),
            Edge::After(id) => ("a.sort_key, a.id", Some((">", id, Vec::new()))),
            Edge::Before(id) => ("a.sort_key DESC, a.id DESC", Some(("<", id, vec![u8::MAX; 8]))),
        };
        if let Some((than, id, end)) = turn {
            let (id, end) = (sql.bytes(*id.as_bytes()), sql.bytes(end));
            conditions = format!(
                "(a.sort_key, a.id) {than} (COALESCE((SELECT k.sort_key FROM shown_account k WHERE k.id = {id}), {end}), {id})
                 AND {conditions}"
            );
        }
        let limit = PAGE + 1;
        let text = match self.way_in {
            None => format!(
                "SELECT {COLUMNS} FROM account a CROSS JOIN unit n WHERE n.id = a.unit_id AND {conditions}
                 ORDER BY {order} LIMIT {limit}"
            ),
            // What is sorted is short; the rest is looked up for the page's rows alone.
            Some(_) => format!(
                "SELECT {COLUMNS} FROM (SELECT a.id FROM {from}{conditions} ORDER BY {order} LIMIT {limit}) f
                 CROSS JOIN account a CROSS JOIN unit n WHERE a.id = f.id AND n.id = a.unit_id ORDER BY {order}"
            ),
        };
        (text, sql)
    }

    /// The statement of how many there are, where the way in leaves few.
    fn count(&self) -> (String, Sql) {
        let mut sql = Sql::default();
        let from = self.from(&mut sql);
        let conditions = self.conditions(&mut sql);
        (format!("SELECT CAST(count(*) AS BIGINT) FROM {from}{conditions}"), sql)
    }
}

/// The units to filter by: the scope's own and those directly below them, by name; each with whether no root of the unit tree lies outside
/// the scope.
fn unit_choices(scope: &Scope) -> (String, Sql) {
    let whole = || scope.roots.iter().filter(|root| root.object.is_none());
    let units: Vec<UnitId> = whole().map(|root| root.unit).collect();
    let branches: Vec<UnitId> = whole().filter(|root| root.branch).map(|root| root.unit).collect();
    let mut sql = Sql::default();
    let (everything, place) = if units.is_empty() {
        ("FALSE".to_owned(), "FALSE".to_owned())
    } else {
        let list = unit_list(&mut sql, &units);
        if branches.is_empty() {
            ("FALSE".to_owned(), format!("u.id IN ({list})"))
        } else {
            let tops = unit_list(&mut sql, &branches);
            let outside = format!("SELECT 1 FROM unit o WHERE o.parent_id IS NULL AND o.id NOT IN ({tops})");
            (format!("NOT EXISTS ({outside})"), format!("(u.id IN ({list}) OR u.parent_id IN ({tops}))"))
        }
    };
    let text = format!(
        "SELECT u.id, u.name, {everything} FROM unit u WHERE {place} AND u.ended_at IS NULL
         ORDER BY u.sort_key, u.id LIMIT 60"
    );
    (text, sql)
}

/// The roles to filter by: those that accounts can hold in the organisations of the scope, which is not empty.
fn role_choices(scope: &Scope) -> (String, Sql) {
    let units: Vec<UnitId> = scope.roots.iter().map(|root| root.unit).collect();
    let mut sql = Sql::default();
    let list = unit_list(&mut sql, &units);
    let text = format!(
        "SELECT r.id, r.name FROM role r WHERE r.kind <> 'resident'
         AND r.organisation_id IN (SELECT x.ancestor_id FROM unit_ancestor x WHERE x.unit_id IN ({list}))
         ORDER BY r.name_key, r.id LIMIT 60"
    );
    (text, sql)
}
