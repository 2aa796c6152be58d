//! The lines of an order as they stand: who is to have what, where, and what became of it.

use std::collections::{BTreeSet, HashMap};

use behorig_access::{AccountId, GrantId, Instant, OrderId, RoleId, Standing, UnitId};
use behorig_identity::HsaId;
use behorig_orderers::one_person;
use behorig_registers::units::UnitKind;
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, params};

use crate::rules::LineState;

/// One permission for one person at one unit.
pub(crate) struct OrderedLine {
    pub position: i64,
    pub hsa_id: HsaId,
    pub person_name: String,
    pub email: Option<String>,
    pub unit: UnitId,
    pub unit_name: String,
    /// Whether the unit has ended since.
    pub unit_ended: bool,
    /// Whether the permission covers the units below as well.
    pub branch: bool,
    pub role: RoleId,
    pub role_name: String,
    pub state: LineState,
    pub first_approver_name: Option<String>,
    /// Whether the first approver is whoever asks, in one of their accounts.
    pub first_approved_by_asker: bool,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<Instant>,
    pub reason: Option<String>,
    pub grant: Option<GrantId>,
    /// Whether the grant was made by this order, and not held before.
    pub made_here: bool,
    /// Whoever has the HSA-id now.
    pub holder: Option<LineHolder>,
    /// Whether the line is about whoever asks: they have the HSA-id, in one of their accounts, or it is nobody's and the name is theirs.
    pub about_asker: bool,
}

/// The account that has a line's HSA-id.
pub(crate) struct LineHolder {
    pub account: AccountId,
    pub standing: Standing,
    pub email: Option<String>,
    pub language: String,
}

impl FromRow for OrderedLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.next()?,
            hsa_id: row.next()?,
            person_name: row.next()?,
            email: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            unit_ended: row.next()?,
            branch: {
                let kind: String = row.next()?;
                UnitKind::from_stored(&kind).is_some_and(UnitKind::has_units_below)
            },
            role: row.next()?,
            role_name: row.next()?,
            state: {
                let key: String = row.next()?;
                LineState::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no state of a line: {key}")))?
            },
            first_approver_name: row.next()?,
            first_approved_by_asker: row.next()?,
            decided_by_name: row.next()?,
            decided_at: row.next()?,
            reason: row.next()?,
            grant: row.next()?,
            made_here: row.next()?,
            holder: holder_from(row)?,
            about_asker: row.next()?,
        })
    }
}

fn holder_from(row: &Row<'_>) -> Result<Option<LineHolder>, StoreError> {
    let account: Option<AccountId> = row.next()?;
    let (ended, blocked, locked, pending) = (row.next()?, row.next()?, row.next()?, row.next()?);
    let (email, language): (Option<String>, Option<String>) = (row.next()?, row.next()?);
    let standing = behorig_registers::standing(ended, blocked, locked, pending);
    Ok(account.map(|account| LineHolder { account, standing, email, language: language.unwrap_or_default() }))
}

/// The lines of `?1` as `?2`, the account of whoever asks, may decide them.
fn select() -> String {
    format!(
        "SELECT l.position, l.hsa_id, shown_name(a.id, l.person_name), l.email, l.unit_id, u.name, u.ended_at IS NOT NULL, u.kind, l.role_id,
            r.name, l.state, shown_name(l.first_approver, l.first_approver_name), {first},
            shown_name(l.decided_by, l.decided_by_name), l.decided_at, l.reason, l.grant_id, COALESCE(g.basis_order = l.order_id, FALSE),
            a.id, a.ended_at, a.blocked_at, a.locked_at, a.pending_since, a.email, a.language, {about}
        FROM care_order_line l
        JOIN unit u ON u.id = l.unit_id
        JOIN role r ON r.id = l.role_id
        LEFT JOIN account me ON me.id = ?2
        LEFT JOIN account f ON f.id = l.first_approver
        LEFT JOIN grants g ON g.id = l.grant_id
        LEFT JOIN account_hsa_id h ON h.hsa_id = l.hsa_id
        LEFT JOIN account a ON a.id = h.account_id",
        first = one_person("f", "me"),
        about = about_asker(),
    )
}

/// Whether a line is about `me`: of an HSA-id that no account has, the name says so.
fn about_asker() -> String {
    format!(
        "({} OR COALESCE(a.id IS NULL AND l.person_name = me.given_name || ' ' || me.family_name, FALSE))",
        one_person("a", "me")
    )
}

/// Whether any line of an order that waits is about whoever asks.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn any_about(tx: &mut Tx, order: OrderId, asker: Option<AccountId>) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM care_order_line l
             JOIN account me ON me.id = ?2
             LEFT JOIN account_hsa_id h ON h.hsa_id = l.hsa_id
             LEFT JOIN account a ON a.id = h.account_id
             WHERE l.order_id = ?1 AND l.state IN ('waiting', 'approved-once') AND {})",
        about_asker()
    );
    let (any,): (bool,) = tx.one(&sql, params![order, asker]).await?;
    Ok(any)
}

/// The lines of an order after a position, in their order, as `asker` may decide them.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn lines_from(
    tx: &mut Tx,
    order: OrderId,
    asker: Option<AccountId>,
    after: i64,
    most: i64,
) -> Result<Vec<OrderedLine>, StoreError> {
    tx.all(
        &format!("{} WHERE l.order_id = ?1 AND l.position > ?3 ORDER BY l.position LIMIT ?4", select()),
        params![order, asker, after, most],
    )
    .await
}

/// All lines of an order: at most a thousand people's.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn all_lines(
    tx: &mut Tx,
    order: OrderId,
    asker: Option<AccountId>,
) -> Result<Vec<OrderedLine>, StoreError> {
    lines_from(tx, order, asker, i64::MIN, i64::MAX).await
}

/// Which lines somebody wants to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// All that wait.
    All,
    /// Those at these positions.
    These(BTreeSet<i64>),
}

impl Chosen {
    /// Whether a line is among them. Of a line that is decided already only who named it is told.
    pub(crate) fn has(&self, line: &OrderedLine) -> bool {
        match self {
            Self::All => line.state.is_open(),
            Self::These(positions) => positions.contains(&line.position),
        }
    }
}

/// How many lines of an order stand in each state.
pub(crate) type Tally = Vec<(LineState, i64)>;

/// Counts an order's lines by their state.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn tally(tx: &mut Tx, order: OrderId) -> Result<Tally, StoreError> {
    let rows: Vec<(String, i64)> = tx
        .all(
            "SELECT state, CAST(count(*) AS BIGINT) FROM care_order_line WHERE order_id = ?1 GROUP BY state",
            params![order],
        )
        .await?;
    let count_of = |state: LineState| rows.iter().find(|(key, _)| key == state.key()).map(|(_, count)| (state, *count));
    Ok(LineState::ALL.iter().filter_map(|state| count_of(*state)).collect())
}

/// How many lines each of these orders has; an order without lines is left out.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn sizes(tx: &mut Tx, orders: &[OrderId]) -> Result<HashMap<OrderId, i64>, StoreError> {
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    let list = (1..=orders.len()).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT order_id, CAST(count(*) AS BIGINT) FROM care_order_line WHERE order_id IN ({list}) GROUP BY order_id"
    );
    let bound: Vec<Param<'_>> = orders.iter().map(ToParam::to_param).collect();
    let rows: Vec<(OrderId, i64)> = tx.all(&sql, &bound).await?;
    Ok(rows.into_iter().collect())
}
