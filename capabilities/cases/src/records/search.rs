//! Full-text search in the cases that somebody may read, the newest first.
//!
//! A word of many cases fills a page from the newest alone: these are looked at first, and the index, which would have to gather
//! every case that holds it, is not asked. Where they don't fill it and the index finds few cases, it gives them all, and they are put in
//! order. Where it finds many, they are met soon by walking from the newest: so neither rare nor common words cost more in a large
//! clinic than in a small one.

use behorig_access::{AccountId, Instant, PersonId, UnitId, Viewer};
use behorig_store::{Dialect, Param, StoreError, ToParam, Tx, params};
use behorig_visit::PageError;

use super::case::{Case, find_by_reference, for_viewer};
use super::groups::groups_of;
use super::lists::{Listed, PAGE, Place, Row, as_page, rows};
use crate::rules::{Sought, from_typed};

/// Up to so many hits of the index are put in order; more are walked.
pub(super) const FEW: i64 = 1_000;
/// So many of the newest are looked at before the index is asked: they fill a page with any word that a quarter of all cases hold.
pub(super) const NEAREST: i64 = 200;

/// How far each way of finding reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// So many of the newest are looked at first.
    pub(super) nearest: i64,
    /// So many hits of the index are taken as few.
    pub(super) few: i64,
}

/// Whose cases are searched. Who may search there was decided before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// All of a clinic, for a receiver.
    Clinic(UnitId),
    /// What one has or had at a clinic, and what one's groups have, for a handler.
    Held(UnitId, AccountId),
}

/// The cases that hold all of the words, the newest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn search(tx: &mut Tx, within: Within, sought: &Sought, place: Place) -> Result<Listed, StoreError> {
    search_by(tx, within, sought, place, Reach { nearest: NEAREST, few: FEW }).await
}

/// As [`search`], with a reach of one's own.
pub(super) async fn search_by(
    tx: &mut Tx,
    within: Within,
    sought: &Sought,
    place: Place,
    reach: Reach,
) -> Result<Listed, StoreError> {
    let rows = match within {
        Within::Clinic(unit) => {
            let asked = Asked::new(unit, sought, place);
            match asked.full_page_of_nearest(tx, &[(CLINICS, None)], reach.nearest).await? {
                Some(rows) => rows,
                None => {
                    let (sql, params) = match asked.finds_at_most(tx, reach.few).await? {
                        true => asked.by_index(tx.dialect(), "TRUE", &[]),
                        false => asked.by_walking(CLINICS, &[]),
                    };
                    tx.all(&sql, &params).await?
                }
            }
        }
        Within::Held(unit, account) => held(tx, &Asked::new(unit, sought, place), account, reach).await?,
    };
    Ok(in_order(rows, place))
}

/// The cases about a person that hold all of the words, at whatever clinic, the newest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn search_of_person(
    tx: &mut Tx,
    person: PersonId,
    sought: &Sought,
    place: Place,
) -> Result<Listed, StoreError> {
    let units: Vec<(UnitId,)> = tx
        .all(
            "SELECT DISTINCT c.unit_id FROM care_case c WHERE c.person_id = ?1 AND c.person_id IS NOT NULL",
            params![person],
        )
        .await?;
    let mut rows = Vec::new();
    for (unit,) in units {
        let asked = Asked::new(unit, sought, place);
        let (sql, params) = asked.by_walking(OF_PERSON, params![person]);
        rows.extend(tx.all::<Row>(&sql, &params).await?);
    }
    Ok(in_order(rows, place))
}

/// The case whose number was typed, where the viewer may open it; one that they may not open is as one that is not there.
///
/// # Errors
/// Any failure of the database.
pub async fn readable_by_number(
    tx: &mut Tx,
    viewer: &Viewer,
    typed: &str,
    now: Instant,
) -> Result<Option<Case>, PageError> {
    let Some(reference) = from_typed(typed) else { return Ok(None) };
    let Some(case) = find_by_reference(tx, &reference).await? else { return Ok(None) };
    match for_viewer(tx, viewer, case, now).await {
        Ok((case, _)) => Ok(Some(case)),
        Err(PageError::Store(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// A way through cases with their words.
#[derive(Clone, Copy)]
pub(super) struct Way {
    from: &'static str,
    /// The column that it is walked by.
    key: &'static str,
    /// `?1` is the clinic; what stands as `?{}` is bound beside it.
    condition: &'static str,
}

const CASES: &str = "care_case c JOIN case_search s ON s.unit_id = c.unit_id AND s.case_id = c.id";
pub(super) const CLINICS: Way = Way { from: "case_search c", key: "c.case_id", condition: "c.unit_id = ?1" };
pub(super) const OF_HANDLER: Way = Way {
    from: CASES,
    key: "c.id",
    condition: "c.unit_id = ?1 AND c.handler_account = ?{} AND c.handler_account IS NOT NULL",
};
const OF_GROUP: Way = Way {
    from: CASES,
    key: "c.id",
    condition: "c.unit_id = ?1 AND c.group_id = ?{} AND c.group_id IS NOT NULL AND c.handler_account IS NULL",
};
const OF_PERSON: Way =
    Way { from: CASES, key: "c.id", condition: "c.unit_id = ?1 AND c.person_id = ?{} AND c.person_id IS NOT NULL" };

async fn held(tx: &mut Tx, asked: &Asked, account: AccountId, reach: Reach) -> Result<Vec<Row>, StoreError> {
    let groups = groups_of(tx, asked.unit, account).await?;
    let mut walks = vec![(OF_HANDLER, Some(account.to_param()))];
    walks.extend(groups.iter().map(|group| (OF_GROUP, Some(group.to_param()))));
    if let Some(rows) = asked.full_page_of_nearest(tx, &walks, reach.nearest).await? {
        return Ok(rows);
    }
    let is_few = asked.finds_at_most(tx, reach.few).await?;
    let mut rows = Vec::new();
    for (way, holder) in walks {
        let (sql, params) = match is_few {
            true => asked.by_index(tx.dialect(), way.condition, holder.as_slice()),
            false => asked.by_walking(way, holder.as_slice()),
        };
        rows.extend(tx.all::<Row>(&sql, &params).await?);
    }
    Ok(rows)
}

fn in_order(mut rows: Vec<Row>, place: Place) -> Listed {
    rows.sort_by_key(|row| std::cmp::Reverse(row.case.id));
    if matches!(place, Place::Before(_)) {
        rows.reverse();
    }
    as_page(rows, place)
}

/// What is looked for at one clinic, from where on.
pub(super) struct Asked {
    unit: UnitId,
    /// What the index is asked: the tokens as each database joins them.
    joined: [String; 2],
    /// The tokens as they are met in a case's words.
    patterns: Vec<String>,
    place: Place,
}

/// A statement and what is bound to it.
pub(super) type Question<'p> = (String, Vec<Param<'p>>);

impl Asked {
    pub(super) fn new(unit: UnitId, sought: &Sought, place: Place) -> Self {
        let tokens = sought.tokens(unit);
        let joined = [tokens.join(" AND "), tokens.join(" & ")];
        Self { unit, joined, patterns: tokens.iter().map(|token| format!("% {token} %")).collect(), place }
    }

    fn to_index(&self, dialect: Dialect) -> Param<'_> {
        let [of_sqlite, of_postgres] = &self.joined;
        match dialect {
            Dialect::Sqlite => of_sqlite.to_param(),
            Dialect::Postgres => of_postgres.to_param(),
        }
    }

    /// A page and one row more, where the newest cases of the ways fill it.
    async fn full_page_of_nearest(
        &self,
        tx: &mut Tx,
        ways: &[(Way, Option<Param<'_>>)],
        nearest: i64,
    ) -> Result<Option<Vec<Row>>, StoreError> {
        let (sql, params) = self.of_nearest(ways, nearest);
        let rows: Vec<Row> = tx.all(&sql, &params).await?;
        Ok((rows.len() > PAGE).then_some(rows))
    }

    /// What the newest cases of some ways give for a page: of each way so many, and of them all so many.
    pub(super) fn of_nearest<'p>(&'p self, ways: &[(Way, Option<Param<'p>>)], nearest: i64) -> Question<'p> {
        let mut params = vec![self.unit.to_param()];
        let mut parts = Vec::new();
        for (Way { from, key, condition }, holder) in ways {
            let condition = bound(condition, &mut params, holder.as_slice());
            let (beyond, order) = self.beyond(key, &mut params);
            parts.push(format!(
                "SELECT case_id, words FROM (SELECT {key} AS case_id, words FROM {from} WHERE {condition} AND {beyond}
                     ORDER BY {order} LIMIT {nearest}) way"
            ));
        }
        let words = self.words(&mut params);
        let falling = if matches!(self.place, Place::Before(_)) { "" } else { " DESC" };
        let sql = format!(
            "WITH nearest AS ({} ORDER BY case_id{falling} LIMIT {nearest}),
                 met AS MATERIALIZED (SELECT case_id FROM nearest WHERE {words} ORDER BY case_id{falling} LIMIT {})
             {} WHERE c.id IN (SELECT case_id FROM met)",
            parts.join(" UNION ALL "),
            PAGE + 1,
            rows()
        );
        (sql, params)
    }

    /// The condition that a case holds all of the words.
    fn words<'p>(&'p self, params: &mut Vec<Param<'p>>) -> String {
        let words = self.patterns.iter().map(|pattern| {
            params.push(pattern.to_param());
            format!("words LIKE ?{}", params.len())
        });
        words.collect::<Vec<_>>().join(" AND ")
    }

    /// Whether the index finds so few cases. It counts no further than it has to.
    async fn finds_at_most(&self, tx: &mut Tx, few: i64) -> Result<bool, StoreError> {
        let (sql, params) = self.how_many(tx.dialect(), few);
        let (count,): (i64,) = tx.one(&sql, &params).await?;
        Ok(count <= few)
    }

    pub(super) fn how_many(&self, dialect: Dialect, few: i64) -> Question<'_> {
        // PostgreSQL plans what is materialised as if all of it were asked for, by the index, and yet stops when no more is; SQLite
        // would make all of it.
        let kept = if dialect == Dialect::Postgres { "MATERIALIZED" } else { "" };
        let sql = format!(
            "WITH found AS {kept} ({}) SELECT CAST(count(*) AS BIGINT) FROM (SELECT 1 FROM found LIMIT {}) few",
            found(dialect, 1),
            few + 1
        );
        (sql, vec![self.to_index(dialect)])
    }

    /// A page of what the index finds, as far as `condition` lets it be seen.
    pub(super) fn by_index<'p>(&'p self, dialect: Dialect, condition: &str, more: &[Param<'p>]) -> Question<'p> {
        let mut params = vec![self.unit.to_param(), self.to_index(dialect)];
        let condition = bound(condition, &mut params, more);
        let (beyond, order) = self.beyond("c.id", &mut params);
        // A case stands in SQLite's index once for each time that it grew. The conditions stand in a CASE, so that no index of
        // theirs is taken instead.
        let sql = format!(
            "WITH found AS MATERIALIZED ({}), few AS MATERIALIZED (SELECT DISTINCT case_id FROM found LIMIT {})
             {} WHERE c.id IN (SELECT case_id FROM few)
                 AND CASE WHEN c.unit_id = ?1 AND {condition} AND {beyond} THEN TRUE ELSE FALSE END
             ORDER BY {order} LIMIT {}",
            found(dialect, 2),
            FEW + 1,
            rows(),
            PAGE + 1
        );
        (sql, params)
    }

    /// A page of what is met by walking `way` from the newest on.
    pub(super) fn by_walking<'p>(&'p self, way: Way, more: &[Param<'p>]) -> Question<'p> {
        let Way { from, key, condition } = way;
        let mut params = vec![self.unit.to_param()];
        let condition = bound(condition, &mut params, more);
        let (beyond, order) = self.beyond(key, &mut params);
        let words = self.words(&mut params);
        // As a CASE, so that PostgreSQL reckons with half of the rows, and walks, instead of with hardly any.
        let sql = format!(
            "WITH met AS MATERIALIZED (SELECT {key} AS case_id FROM {from} WHERE {condition} AND {beyond}
                 AND CASE WHEN {words} THEN TRUE ELSE FALSE END ORDER BY {order} LIMIT {})
             {} WHERE c.id IN (SELECT case_id FROM met)",
            PAGE + 1,
            rows()
        );
        (sql, params)
    }

    /// The bound of the page, and its order.
    fn beyond<'p>(&'p self, key: &str, params: &mut Vec<Param<'p>>) -> (String, String) {
        let falling = format!("{key} DESC");
        let (case, sign, order) = match &self.place {
            Place::Top => return ("TRUE".to_owned(), falling),
            Place::After(case) => (case, '<', falling),
            Place::Before(case) => (case, '>', key.to_owned()),
        };
        params.push(case.to_param());
        (format!("{key} {sign} ?{}", params.len()), order)
    }
}

/// Binds what a condition leaves open, in its order.
fn bound<'p>(condition: &str, params: &mut Vec<Param<'p>>, more: &[Param<'p>]) -> String {
    let mut bound = condition.to_owned();
    for param in more {
        params.push(*param);
        bound = bound.replacen("?{}", &format!("?{}", params.len()), 1);
    }
    bound
}

/// What the index finds, as each database is asked: the tokens name the clinic, so nothing else needs to.
fn found(dialect: Dialect, place: usize) -> String {
    match dialect {
        Dialect::Sqlite => format!("SELECT case_id FROM case_words WHERE case_words MATCH ?{place}"),
        Dialect::Postgres => format!(
            "SELECT case_id FROM case_search WHERE CAST(words AS tsvector) @@ CAST(CAST(?{place} AS TEXT) AS tsquery)"
        ),
    }
}
