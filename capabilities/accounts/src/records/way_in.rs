//! The ways into the list of users that a filter and a scope open, and how many accounts each leaves.

use behorig_access::{Instant, Scope, UnitId};
use behorig_identity::prefix_range;
use behorig_store::{StoreError, Tx};

use super::filter::Filter;
use super::scope_sql::{Sql, unit_list};
use super::terms::words_of;

/// Up to so many accounts are few: sorted rather than walked to.
const FEW: i64 = 2_000;

/// The places of the first and the last term that begin with a word.
pub(super) fn range(sql: &mut Sql, word: &[u8]) -> (String, String) {
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
pub(super) enum WayIn {
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
    pub(super) fn sql(self, sql: &mut Sql, scope: &Scope, filter: &Filter, now: Instant) -> Option<String> {
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
                     AND g.holder_account IS NOT NULL AND g.from_at <= {now} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > {now})"
                )
            }),
            Self::Status => filter.status.way_in().map(str::to_owned),
            Self::Unit | Self::Scope => self
                .units(sql, scope, filter)
                .map(|units| format!("SELECT d.id FROM ({units}) w CROSS JOIN account d WHERE d.unit_id = w.unit_id")),
        }
    }

    /// The units of a way by units, each once.
    pub(super) fn units(self, sql: &mut Sql, scope: &Scope, filter: &Filter) -> Option<String> {
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

/// A way in, and the question how many accounts it leaves, counted a little further than [`FEW`].
pub(super) struct Counting {
    way: WayIn,
    text: String,
    sql: Sql,
}

impl Counting {
    /// Every way that there is, in the order in which they are tried: a scope of single units first, since it seldom leaves many and
    /// costs the same in an installation of any size.
    pub(super) fn all(scope: &Scope, filter: &Filter, now: Instant) -> Vec<Self> {
        let mut ways: Vec<WayIn> = (0..words_of(&filter.search).len()).map(WayIn::Word).collect();
        ways.extend([WayIn::AllWords, WayIn::Role, WayIn::Status, WayIn::Unit]);
        let small = scope.roots.iter().all(|root| !root.branch);
        ways.insert(if small { 0 } else { ways.len() }, WayIn::Scope);
        let counting = ways.into_iter().filter_map(|way| {
            let mut sql = Sql::default();
            let ids = way.sql(&mut sql, scope, filter, now)?;
            let text = format!("SELECT CAST(count(*) AS BIGINT) FROM ({ids} LIMIT {}) n", FEW + 1);
            Some(Self { way, text, sql })
        });
        counting.collect()
    }

    /// Which way.
    pub(super) const fn way(&self) -> WayIn {
        self.way
    }

    /// The statement, and what is bound in it by [`Sql::params`].
    pub(super) fn question(&self) -> (&str, &Sql) {
        (&self.text, &self.sql)
    }

    /// The way with how many it leaves, where these are few.
    pub(super) fn if_few(&self, count: i64) -> Option<Narrow> {
        (count <= FEW).then_some(Narrow { way: self.way, count })
    }

    /// As [`Counting::if_few`], asked now.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(super) async fn ask(&self, tx: &mut Tx) -> Result<Option<Narrow>, StoreError> {
        let (count,): (i64,) = tx.one(&self.text, &self.sql.params()).await?;
        Ok(self.if_few(count))
    }
}

/// A way in that leaves few.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrow {
    /// The way.
    pub(super) way: WayIn,
    /// How many it leaves before anything else is asked of them; who stands twice is counted twice.
    pub(super) count: i64,
}
