//! A review, read through whoever looks at it.

use behorig_access::{Instant, Service, Target, UnitId, Viewer};
use behorig_registers::units;
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};
use jiff::civil::Date;

use super::bound::Bound;
use super::places::Reach;
use super::stored_day;
use crate::ReviewId;
use crate::rules::{Days, Rule};

/// A review.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub id: ReviewId,
    pub unit: UnitId,
    pub unit_name: String,
    /// Whether the units below are in it too.
    pub branch: bool,
    pub days: Days,
    pub rule: Rule,
    pub seed: String,
    /// How many of the staff read anything in the period, how many the rule is about, and how many accesses it found.
    pub staff: i64,
    pub staff_drawn: i64,
    pub found: i64,
    pub due_on: Date,
    pub made: (Instant, String),
    /// When it was signed, and by whom.
    pub signed: Option<(Instant, String)>,
}

const REVIEW: &str =
    "SELECT v.id, v.unit_id, u.name, v.branch, v.from_day, v.to_day, v.rule, v.share, v.begins, v.ends, v.seed,
        v.staff, v.staff_drawn, v.found, v.due_on, v.made_at, shown_name(v.made_by, v.made_by_name), v.signed_at,
        shown_name(v.signed_by, v.signed_by_name)
    FROM log_review v JOIN unit u ON u.id = v.unit_id";

impl FromRow for Review {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, unit, unit_name, branch) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let days = Days { from: stored_day(&row.next::<String>()?)?, to: stored_day(&row.next::<String>()?)? };
        let key: String = row.next()?;
        let rule = Rule::from_stored(&key, row.next()?, row.next()?, row.next()?)
            .ok_or_else(|| StoreError::Shape(format!("no rule: {key}")))?;
        let (seed, staff, staff_drawn, found) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let due_on = stored_day(&row.next::<String>()?)?;
        let made = (row.next()?, row.next()?);
        let signed = row.next::<Option<Instant>>()?.zip(row.next::<Option<String>>()?);
        Ok(Self { id, unit, unit_name, branch, days, rule, seed, staff, staff_drawn, found, due_on, made, signed })
    }
}

impl Review {
    /// A review with the chain of its unit. Service 400 there, and below it where the review took in what lies below.
    ///
    /// # Errors
    /// [`PageError::Refused`] to whoever holds a grant at the unit, [`PageError::NotFound`] to anyone else.
    pub(crate) async fn for_viewer(
        tx: &mut Tx,
        viewer: &Viewer,
        id: ReviewId,
        now: Instant,
    ) -> Result<(Self, Vec<UnitId>), PageError> {
        let found: Option<Self> = tx.optional(&format!("{REVIEW} WHERE v.id = ?1"), params![id]).await?;
        let review = found.ok_or(PageError::NotFound)?;
        let chain = units::chain_ids(tx, review.unit).await?;
        require_target(tx, viewer, Service::ReviewLogs, &Target::at(&chain), now).await?;
        if review.branch && !Reach::of(viewer, now).covers_below(&chain) {
            return Err(PageError::NotFound);
        }
        Ok((review, chain))
    }
}

/// Which reviews are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those that nobody has signed, the first due before the others.
    Open,
    /// Those that are signed, the latest first.
    Signed,
}

/// After which review a page of the list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// By the day when it is due.
    Due(Date, ReviewId),
    /// By the moment when it was signed.
    Signed(Instant, ReviewId),
}

impl Key {
    /// Of a review in its list.
    pub(crate) fn of(review: &Review) -> Self {
        match &review.signed {
            Some((at, _)) => Self::Signed(*at, review.id),
            None => Self::Due(review.due_on, review.id),
        }
    }

    /// As it stands in an address.
    pub(crate) fn in_address(self) -> String {
        match self {
            Self::Due(day, id) => format!("{day}.{id}"),
            Self::Signed(at, id) => format!("{}.{id}", at.0),
        }
    }

    /// Reads what [`in_address`](Self::in_address) wrote.
    pub(crate) fn parse(text: &str, which: Which) -> Option<Self> {
        let (place, id) = text.split_once('.')?;
        let id = id.parse().ok()?;
        Some(match which {
            Which::Open => Self::Due(place.parse().ok()?, id),
            Which::Signed => Self::Signed(Instant(place.parse().ok()?), id),
        })
    }
}

/// A page of the reviews that the viewer may see.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn page(
    tx: &mut Tx,
    reach: &Reach,
    which: Which,
    after: Option<Key>,
    most: i64,
) -> Result<Vec<Review>, StoreError> {
    let mut bound = Bound::default();
    let mut conditions = vec![reach.sql_of_reviews(&mut bound, "v.unit_id", "v.branch")];
    match after {
        Some(Key::Due(day, id)) => {
            let (day, id) = (bound.text(day.to_string()), bound.bytes(*id.as_bytes()));
            conditions.push(format!("(v.due_on, v.id) > ({day}, {id})"));
        }
        Some(Key::Signed(at, id)) => {
            let (at, id) = (bound.int(at.0), bound.bytes(*id.as_bytes()));
            conditions.push(format!("(v.signed_at, v.id) < ({at}, {id})"));
        }
        None => {}
    }
    let (state, order) = match which {
        Which::Open => ("v.signed_at IS NULL", "v.due_on, v.id"),
        Which::Signed => ("v.signed_at IS NOT NULL", "v.signed_at DESC, v.id DESC"),
    };
    let most = bound.int(most);
    let sql = format!("{REVIEW} WHERE {state} AND {} ORDER BY {order} LIMIT {most}", conditions.join(" AND "));
    tx.all(&sql, &bound.params()).await
}

/// How many reviews and plans of the viewer's are overdue, counted to `most`: for the start page.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn overdue(tx: &mut Tx, reach: &Reach, today: Date, most: i64) -> Result<i64, StoreError> {
    if reach.all.is_empty() {
        return Ok(0);
    }
    let mut bound = Bound::default();
    let today = bound.text(today.to_string());
    let most = bound.int(most);
    let reviews = reach.sql_of_reviews(&mut bound, "v.unit_id", "v.branch");
    let plans = bound.within(&reach.all, "p.unit_id");
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (
             SELECT v.id AS id FROM log_review v WHERE v.signed_at IS NULL AND v.due_on < {today} AND {reviews}
             UNION ALL
             SELECT p.unit_id AS id FROM log_review_plan p WHERE p.due_on < {today} AND {plans}
               AND NOT EXISTS (SELECT 1 FROM log_review o
                 WHERE o.unit_id = p.unit_id AND o.signed_at IS NULL AND o.due_on < {today})
             LIMIT {most}) late"
    );
    let (count,): (i64,) = tx.one(&sql, &bound.params()).await?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_reviews_is_found_again_by_its_address() {
        let id = ReviewId::from_bytes([7; 16]);
        let due = Key::Due(jiff::civil::date(2026, 11, 22), id);
        let signed = Key::Signed(Instant(1_795_165_200_000), id);
        assert_eq!(Key::parse(&due.in_address(), Which::Open), Some(due));
        assert_eq!(Key::parse(&signed.in_address(), Which::Signed), Some(signed));
        for text in ["", ".", "2026-11-22.x", "x.07070707-0707-0707-0707-070707070707"] {
            assert_eq!((Key::parse(text, Which::Open), Key::parse(text, Which::Signed)), (None, None), "{text}");
        }
    }
}
