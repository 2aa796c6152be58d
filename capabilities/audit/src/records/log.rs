//! The log searched: a unit's events in the order of time, the latest first, within what the viewer reviews.
//!
//! Three ways lead in. A person's events come by the index of persons. The events of few units come unit by unit, each in the order of
//! its index, and are merged: nothing is sorted, and a page is found however many events there are. Those of many units come by time.

use behorig_access::{AccountId, EventId, Instant, Scope, UnitId, Viewer};
use behorig_identity::{IdentityNumber, prefix_range, search_terms};
use behorig_store::{ActivityType, FromRow, Row, StoreError, Tx};

use super::bound::Bound;
use super::places::units_under;
use super::shown::{ACCOUNT_IS_PROTECTED, ACTOR_IS_PROTECTED, sight};
use crate::rules::Days;

/// Up to so many units are read one by one.
const FEW_UNITS: usize = 16;
/// As many people may be meant by what was typed.
const MOST_PEOPLE: i64 = 25;
/// As many words of a name count.
const MOST_WORDS: usize = 5;

/// What is searched for.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub days: Days,
    /// A unit, with those below it that the viewer reviews.
    pub unit: Option<UnitId>,
    /// Whoever acted: any of these.
    pub people: Option<Vec<AccountId>>,
    pub kind: Option<ActivityType>,
    /// The person whom it is about; none of them where there is nobody with that number.
    pub patient: Option<Option<IdentityNumber>>,
}

/// An event in the list.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub id: EventId,
    pub at: Instant,
    /// None also of staff whose identity is protected, to who may not see it.
    pub user_name: Option<String>,
    /// Whether that is why there is none.
    pub is_hidden: bool,
    pub user_title: Option<String>,
    pub activity: String,
    pub level: Option<String>,
    pub unit_name: Option<String>,
    /// How many persons it is about.
    pub persons: i64,
}

/// The columns of a line, but for whether the name is hidden, which comes last.
const LINE: &str = "e.id, e.at, e.user_name, e.user_title, e.activity_type, e.activity_level, e.care_unit_name,
    (SELECT CAST(count(DISTINCT s.patient_extension) AS BIGINT) FROM audit_resource s WHERE s.event_id = e.id)";

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, at, user_name, user_title) = (row.next()?, row.next()?, row.next::<Option<String>>()?, row.next()?);
        let (activity, level, unit_name, persons) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let is_hidden: bool = row.next()?;
        let user_name = user_name.filter(|_| !is_hidden);
        Ok(Self { id, at, user_name, is_hidden, user_title, activity, level, unit_name, persons })
    }
}

/// After which event a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub at: Instant,
    pub id: EventId,
}

impl Key {
    /// As it stands in an address.
    pub(crate) fn in_address(self) -> String {
        format!("{}.{}", self.at.0, self.id)
    }

    /// Reads what [`in_address`](Self::in_address) wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: Instant(at.parse().ok()?), id: id.parse().ok()? })
    }
}

/// A page of events, the latest first. Within the scope; of staff with a protected identity the name is told within `sight` alone.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn page(
    tx: &mut Tx,
    (scope, sight): (&Scope, &Scope),
    filter: &Filter,
    after: Option<Key>,
    most: usize,
) -> Result<Vec<Line>, StoreError> {
    let means_nobody = filter.people.as_ref().is_some_and(Vec::is_empty) || filter.patient == Some(None);
    if means_nobody || scope.is_empty() {
        return Ok(Vec::new());
    }
    let ask = Ask { scope, sight, filter, after, most };
    if let Some(Some(number)) = filter.patient {
        return ask.of_patient(tx, number).await;
    }
    let asked = i64::try_from(FEW_UNITS).unwrap_or(i64::MAX).saturating_add(1);
    let units = units_under(tx, scope, filter.unit, asked).await?;
    if units.len() > FEW_UNITS { ask.by_time(tx).await } else { ask.by_unit(tx, &units).await }
}

struct Ask<'a> {
    scope: &'a Scope,
    sight: &'a Scope,
    filter: &'a Filter,
    after: Option<Key>,
    most: usize,
}

impl Ask<'_> {
    async fn of_patient(&self, tx: &mut Tx, number: IdentityNumber) -> Result<Vec<Line>, StoreError> {
        let mut bound = Bound::default();
        let number = bound.text(number.as_stored());
        let from = format!(
            "(SELECT DISTINCT r.event_id AS id FROM audit_resource r WHERE r.patient_extension = {number}) about
             CROSS JOIN audit_event e"
        );
        let within = self.within(&mut bound);
        self.run(tx, bound, &from, &format!("e.id = about.id AND {within}")).await
    }

    async fn by_time(&self, tx: &mut Tx) -> Result<Vec<Line>, StoreError> {
        let mut bound = Bound::default();
        let within = self.within(&mut bound);
        self.run(tx, bound, "audit_event e", &within).await
    }

    async fn by_unit(&self, tx: &mut Tx, units: &[UnitId]) -> Result<Vec<Line>, StoreError> {
        let mut found = Vec::new();
        for unit in units {
            let mut bound = Bound::default();
            let unit = bound.bytes(*unit.as_bytes());
            found.extend(self.run(tx, bound, "audit_event e", &format!("e.unit_id = {unit}")).await?);
        }
        found.sort_by_key(|line| std::cmp::Reverse((line.at, line.id)));
        found.truncate(self.most);
        Ok(found)
    }

    /// The scope, and the unit that was chosen in it.
    fn within(&self, bound: &mut Bound) -> String {
        let within = bound.within(self.scope, "e.unit_id");
        let below = self.filter.unit.map_or_else(String::new, |unit| {
            let unit = bound.bytes(*unit.as_bytes());
            format!(
                " AND EXISTS (SELECT 1 FROM unit_ancestor b WHERE b.unit_id = e.unit_id AND b.ancestor_id = {unit})"
            )
        });
        format!("e.unit_id IS NOT NULL AND {within}{below}")
    }

    async fn run(&self, tx: &mut Tx, mut bound: Bound, from: &str, conditions: &str) -> Result<Vec<Line>, StoreError> {
        let (begins, ends) = self.filter.days.moments();
        // The first page begins before everything that happened when the period was over.
        let after = self.after.filter(|key| key.at < ends);
        let after = after.unwrap_or(Key { at: ends, id: EventId::from_bytes([0; 16]) });
        let (at, id) = (bound.int(after.at.0), bound.bytes(*after.id.as_bytes()));
        let begins = bound.int(begins.0);
        let seen = bound.within(self.sight, "e.unit_id");
        let mut sql = format!(
            "SELECT {LINE}, ({ACTOR_IS_PROTECTED} AND NOT ({seen})) FROM {from} WHERE {conditions} AND e.at >= {begins} AND (e.at, e.id) < ({at}, {id})"
        );
        if let Some(kind) = self.filter.kind {
            sql.push_str(&format!(" AND e.activity_type = {}", bound.text(kind.as_stored())));
        }
        if let Some(people) = &self.filter.people {
            let people = bound.ids(people.iter().map(AccountId::as_bytes));
            sql.push_str(&format!(" AND e.account_id IN ({people})"));
        }
        let most = bound.int(i64::try_from(self.most).unwrap_or(i64::MAX));
        sql.push_str(&format!(" ORDER BY e.at DESC, e.id DESC LIMIT {most}"));
        tx.all(&sql, &bound.params()).await
    }
}

/// The accounts that are meant by beginnings of names or by an HSA-id; more than can be told apart are cut off, and `true` says so.
/// Accounts that have ended are found too: the log keeps what was done with them. By a name nobody with a protected identity is found by
/// who may not see it; by an HSA-id everybody is.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn people(
    tx: &mut Tx,
    viewer: &Viewer,
    typed: &str,
    now: Instant,
) -> Result<(Vec<AccountId>, bool), StoreError> {
    let hsa_id = behorig_identity::HsaId::parse(typed).ok();
    let words: Vec<Vec<u8>> = search_terms(typed).into_iter().take(MOST_WORDS).map(String::into_bytes).collect();
    let mut bound = Bound::default();
    let mut conditions = Vec::new();
    match &hsa_id {
        Some(id) => {
            let id = bound.text(id.as_str());
            conditions
                .push(format!("EXISTS (SELECT 1 FROM account_hsa_id h WHERE h.account_id = a.id AND h.hsa_id = {id})"));
        }
        None => {
            for word in &words {
                let (from, to) = prefix_range(word);
                let (from, to) = (bound.bytes(from), bound.bytes(to));
                conditions.push(format!(
                    "EXISTS (SELECT 1 FROM account_term t WHERE t.account_id = a.id AND t.term >= {from} AND t.term < {to})"
                ));
            }
        }
    }
    if conditions.is_empty() {
        return Ok((Vec::new(), false));
    }
    if hsa_id.is_none() {
        let seen = bound.within(&sight(viewer, now), "a.unit_id");
        conditions.push(format!("(NOT {ACCOUNT_IS_PROTECTED} OR {seen})"));
    }
    let most = bound.int(MOST_PEOPLE + 1);
    let sql =
        format!("SELECT a.id FROM account a WHERE {} ORDER BY a.sort_key, a.id LIMIT {most}", conditions.join(" AND "));
    let rows: Vec<(AccountId,)> = tx.all(&sql, &bound.params()).await?;
    let most = usize::try_from(MOST_PEOPLE).unwrap_or(usize::MAX);
    let too_many = rows.len() > most;
    Ok((rows.into_iter().take(most).map(|(id,)| id).collect(), too_many))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_log_is_found_again_by_its_address() {
        let key = Key { at: Instant(1_795_165_200_000), id: EventId::from_bytes([7; 16]) };
        assert_eq!(Key::parse(&key.in_address()), Some(key));
        for text in ["", ".", "1.x", "x.07070707-0707-0707-0707-070707070707", "99999999999999999999.x"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
