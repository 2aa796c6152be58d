//! What narrows the register, as conditions, and the ways into it that leave few grants.

use behorig_access::{RoleId, Scope, UnitId};
use behorig_identity::prefix_range;
use behorig_store::{StoreError, Tx, params};

use super::bound::Bound;
use crate::rules::day::AsOf;
use crate::rules::search::words_of;

/// Up to so many grants are few: sorted rather than walked to.
const FEW: i64 = 5_000;
/// Where several things narrow the register at once, what they leave together may be few where each alone leaves many.
const FEW_OF_SEVERAL: i64 = 20_000;
/// A word that more people than this have is no way in: whoever has it is soon met by name.
const MOST_PEOPLE: i64 = 20_000;

/// What the register is narrowed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    /// A unit, with its branch below.
    pub(crate) unit: Option<UnitId>,
    /// A permission.
    pub(crate) role: Option<RoleId>,
    /// Beginnings of names, or an HSA-id.
    pub(crate) person: String,
    /// The moment that it is read as of.
    pub(crate) as_of: AsOf,
}

impl Filter {
    /// Whether anything but the day narrows it.
    pub(crate) fn is_on(&self) -> bool {
        self.unit.is_some() || self.role.is_some() || !self.person.trim().is_empty()
    }

    /// Whether somebody is searched for.
    pub(super) fn names_a_person(&self) -> bool {
        !self.person.trim().is_empty()
    }

    /// Whether something is searched for that holds no word at all: then nobody is meant.
    fn means_nobody(&self) -> bool {
        !self.person.trim().is_empty() && words_of(&self.person).is_empty()
    }
}

/// A way into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By name, from the last one shown.
    Name,
    /// By the grants of some units.
    Units,
    /// By the grants of a permission.
    Role,
    /// By the people whom all words find, beginning with this one of them, which the fewest have.
    Word(usize),
}

/// What is asked: within the scope of whoever asks, narrowed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) scope: &'a Scope,
    pub(super) filter: &'a Filter,
}

impl Asked<'_> {
    /// The way that leaves the fewest grants, if it leaves few.
    pub(super) async fn way(&self, tx: &mut Tx) -> Result<Way, StoreError> {
        let mut ways = Vec::new();
        ways.extend(self.rarest_word(tx).await?.map(Way::Word));
        // Whoever sees one branch as a whole and narrows it by something else is not counted: it would leave the most.
        let sees_a_branch = self.scope.roots.iter().all(|root| root.branch);
        if self.filter.unit.is_some() || !sees_a_branch || self.scope.roots.len() > 1 {
            ways.push(Way::Units);
        } else if ways.is_empty() && self.filter.role.is_none() {
            return self.few(tx, Way::Units, FEW).await.map(|few| few.map_or(Way::Name, |_| Way::Units));
        }
        // Last, since a permission mostly leaves the most.
        if self.filter.role.is_some() {
            ways.push(Way::Role);
        }
        let most = if ways.len() > 1 { FEW_OF_SEVERAL } else { FEW };
        let mut best = (most + 1, Way::Name);
        for way in ways {
            if let Some(count) = self.few(tx, way, best.0 - 1).await? {
                best = (count, way);
            }
            // Nothing gets much better than this.
            if best.0 <= 200 {
                break;
            }
        }
        Ok(best.1)
    }

    /// The word that the fewest people have, if one is not a word of very many.
    async fn rarest_word(&self, tx: &mut Tx) -> Result<Option<usize>, StoreError> {
        let mut best = (MOST_PEOPLE + 1, None);
        for (at, word) in words_of(&self.filter.person).iter().enumerate() {
            let (from, to) = prefix_range(word);
            let (count,): (i64,) = tx
                .one(
                    "SELECT CAST(count(*) AS BIGINT)
                     FROM (SELECT 1 AS one FROM account_term t WHERE t.term >= ?1 AND t.term < ?2 LIMIT ?3) few",
                    params![from, to, best.0],
                )
                .await?;
            if count < best.0 {
                best = (count, Some(at));
            }
        }
        Ok(best.1)
    }

    /// How many grants a way leaves, if no more than `most`.
    async fn few(&self, tx: &mut Tx, way: Way, most: i64) -> Result<Option<i64>, StoreError> {
        let mut bound = Bound::default();
        let (from, joined) = self.begins(way, &mut bound);
        let limit = bound.int(most + 1);
        let (count,): (i64,) = tx
            .one(
                &format!(
                    "SELECT CAST(count(*) AS BIGINT) FROM (SELECT g.id FROM {from} WHERE {joined} LIMIT {limit}) few"
                ),
                &bound.params(),
            )
            .await?;
        Ok((count <= most).then_some(count))
    }

    /// Where a way begins: its tables, the last of them `grants g`, and what joins them.
    fn begins(&self, way: Way, bound: &mut Bound) -> (String, String) {
        const STAFF: &str = "g.holder_account IS NOT NULL";
        match way {
            Way::Name => ("account a CROSS JOIN grants g".to_owned(), "g.holder_account = a.id".to_owned()),
            Way::Units => {
                let units = self.units(bound);
                (format!("({units}) k CROSS JOIN grants g"), format!("g.unit_id = k.id AND {STAFF}"))
            }
            Way::Role => {
                let role = self.filter.role.map_or_else(Vec::new, |role| role.as_bytes().to_vec());
                let role = bound.bytes(role);
                ("grants g".to_owned(), format!("g.role_id = {role}"))
            }
            Way::Word(rarest) => {
                let mut words = words_of(&self.filter.person);
                let (from, to) = prefix_range(&if rarest < words.len() { words.remove(rarest) } else { Vec::new() });
                let (from, to) = (bound.bytes(from), bound.bytes(to));
                let others: String =
                    words.iter().map(|word| format!(" AND {}", has_word("t.account_id", word, bound))).collect();
                let people = format!(
                    "SELECT DISTINCT t.account_id AS id FROM account_term t WHERE t.term >= {from} AND t.term < {to}{others}"
                );
                (format!("({people}) k CROSS JOIN grants g"), "g.holder_account = k.id".to_owned())
            }
        }
    }

    /// The units that are asked for, each once: those of the filter, or else those of the scope.
    fn units(&self, bound: &mut Bound) -> String {
        let below =
            |units: String| format!("SELECT x.unit_id AS id FROM unit_ancestor x WHERE x.ancestor_id IN ({units})");
        if let Some(unit) = self.filter.unit {
            let unit = bound.bytes(*unit.as_bytes());
            return below(unit);
        }
        let of = |branch: bool| -> Vec<UnitId> {
            let roots = self.scope.roots.iter().filter(|root| root.object.is_none() && root.branch == branch);
            roots.map(|root| root.unit).collect()
        };
        let (branches, alone) = (of(true), of(false));
        let mut parts = Vec::new();
        if !branches.is_empty() {
            parts.push(below(bound.units(&branches)));
        }
        if !alone.is_empty() {
            parts.push(format!("SELECT y.id FROM unit y WHERE y.id IN ({})", bound.units(&alone)));
        }
        if parts.is_empty() {
            parts.push("SELECT z.id FROM unit z WHERE FALSE".to_owned());
        }
        // UNION leaves out what both give, and a root below another root.
        if parts.len() == 1 && branches.len() <= 1 { parts.concat() } else { distinct(&parts) }
    }

    /// The tables from the way in to everything that is shown, and the conditions, for `SELECT … FROM {0} WHERE {1}`.
    pub(super) fn rows(&self, way: Way, bound: &mut Bound) -> (String, String) {
        let (mut from, mut joined) = self.begins(way, bound);
        if way != Way::Name {
            from.push_str(" CROSS JOIN account a");
            joined.push_str(" AND a.id = g.holder_account");
        }
        from.push_str(" CROSS JOIN role r CROSS JOIN unit u");
        let at = bound.int(self.filter.as_of.at.0);
        // What somebody ended counts no more today, also where the clock was put back; on a past day it counted until its end.
        let today = if self.filter.as_of.day.is_none() { "AND g.ended_at IS NULL" } else { "" };
        joined.push_str(&format!(
            " AND r.id = g.role_id AND r.kind = 'staff' AND u.id = g.unit_id {today}
              AND g.from_at <= {at} AND (g.to_at IS NULL OR g.to_at > {at}) AND (a.ended_at IS NULL OR a.ended_at > {at})"
        ));
        if let Some(unit) = self.filter.unit.filter(|_| way != Way::Units) {
            let unit = bound.bytes(*unit.as_bytes());
            joined.push_str(&row_by_row(&format!(
                "EXISTS (SELECT 1 FROM unit_ancestor f WHERE f.unit_id = g.unit_id AND f.ancestor_id = {unit})"
            )));
        }
        if way != Way::Units || self.filter.unit.is_some() {
            joined.push_str(&row_by_row(&self.in_scope(bound)));
        }
        if let Some(role) = self.filter.role.filter(|_| way != Way::Role) {
            // COALESCE keeps SQLite from looking through everybody's grants of the role.
            let role = bound.bytes(*role.as_bytes());
            joined.push_str(&format!(" AND COALESCE(g.role_id, g.id) = {role}"));
        }
        if !matches!(way, Way::Word(_)) {
            joined.extend(words_of(&self.filter.person).iter().map(|word| row_by_row(&has_word("a.id", word, bound))));
        }
        if self.filter.means_nobody() {
            joined.push_str(" AND FALSE");
        }
        (from, joined)
    }

    fn in_scope(&self, bound: &mut Bound) -> String {
        let units = behorig_registers::UnitsInScope::of(self.scope, "g.unit_id", bound.next());
        for unit in units.params() {
            bound.param(unit);
        }
        units.sql().to_owned()
    }
}

/// A condition more, asked of each row that the way in leaves.
///
/// PostgreSQL makes a join of an `EXISTS` and may begin with it: planned without the parameters' values it takes a region's branch for
/// three units, and reads and sorts every grant there is. Within `CASE` it is no join.
fn row_by_row(condition: &str) -> String {
    format!(" AND CASE WHEN {condition} THEN TRUE ELSE FALSE END")
}

/// The condition that the account has a word that begins so.
fn has_word(account: &str, word: &[u8], bound: &mut Bound) -> String {
    let (from, to) = prefix_range(word);
    let (from, to) = (bound.bytes(from), bound.bytes(to));
    format!(
        "EXISTS (SELECT 1 FROM account_term w WHERE w.account_id = {account} AND w.term >= {from} AND w.term < {to})"
    )
}

fn distinct(parts: &[String]) -> String {
    format!("SELECT DISTINCT s.id AS id FROM ({}) s", parts.join(" UNION ALL "))
}
