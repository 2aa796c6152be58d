//! How far a reader reaches: the scope of the data set's services, below the report's unit, as pieces that are read one by one.
//!
//! A piece is a whole unit or one customer. What stands here is what `decide()` answers, turned into the filter of a list; whoever
//! built the report has no say in it.

use behorig_access::{
    Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Scope, ScopeRoot, Service, Target, UnitId, Viewer, scope_of,
};
use behorig_registers::{UnitsInScope, units};
use behorig_store::{Param, StoreError, ToParam, Tx};
use uuid::Uuid;

use super::bound::Bound;
use super::{DataSet, account_of};

/// Which rows of a unit are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Limit {
    /// All of them.
    None,
    /// Those of persons whose identity is not protected.
    Unprotected,
    /// Those of one customer.
    Customer(Uuid),
    /// The cases that this account answers.
    Handler(behorig_access::AccountId),
    /// Several units at once, by the names that the log has for them.
    Logged(Vec<String>),
}

/// A part of a report that one index gives in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Which of its rows.
    pub limit: Limit,
}

/// Everything that a reader reaches of a data set below a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    /// In the order in which they are read: units by name, then single customers.
    pub pieces: Vec<Piece>,
}

impl Reach {
    /// What the viewer reaches now.
    pub(crate) async fn of(
        tx: &mut Tx,
        viewer: &Viewer,
        set: DataSet,
        under: UnitId,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let scopes: Vec<Scope> = set.services().iter().map(|group| either(viewer, group, now)).collect();
        if scopes.iter().any(Scope::is_empty) {
            return Ok(Self { pieces: Vec::new() });
        }
        let pieces = match set {
            DataSet::Visits | DataSet::Interventions => of_customers(tx, viewer, &scopes, under, now).await?,
            DataSet::Cases => of_cases(tx, viewer, under, now).await?,
            DataSet::Accounts => whole(tx, &scopes, None, under, ACCOUNTS).await?,
            DataSet::Orders => whole(tx, &scopes, None, under, ORDERS).await?,
            DataSet::AccessLog => logged(tx, &scopes, under).await?,
        };
        Ok(Self { pieces })
    }

    /// Whether everything that `other` reaches is reached here too.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.pieces.iter().all(|piece| self.pieces.contains(piece))
    }

    /// The units of its pieces, each once.
    pub(crate) fn units(&self) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self.pieces.iter().map(|piece| piece.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}

const CUSTOMERS: &str = "EXISTS (SELECT 1 FROM customer c WHERE c.unit_id = u.id)";
const CASES: &str = "EXISTS (SELECT 1 FROM care_case c WHERE c.unit_id = u.id)";
const ACCOUNTS: &str = "EXISTS (SELECT 1 FROM account a WHERE a.unit_id = u.id)";
const ORDERS: &str = "EXISTS (SELECT 1 FROM care_order o WHERE o.unit_id = u.id)";

/// Where any of the services may be used.
fn either(viewer: &Viewer, services: &[Service], now: Instant) -> Scope {
    let mut roots: Vec<ScopeRoot> = Vec::new();
    let mut bound_by = Restrictions::NONE;
    for service in services {
        let scope = scope_of(viewer, *service, now);
        bound_by = scope.bound_by;
        roots.extend(scope.roots);
    }
    roots.sort_unstable();
    roots.dedup();
    Scope { roots, bound_by }
}

/// Units below `under` that lie in every scope and hold something, by name. Where a scope flags units, those in it are read without
/// limit and the others without protected persons.
async fn whole(
    tx: &mut Tx,
    scopes: &[Scope],
    flagging: Option<&Scope>,
    under: UnitId,
    holding: &str,
) -> Result<Vec<Piece>, StoreError> {
    let mut first = 2;
    let mut conditions = Vec::with_capacity(scopes.len() + 1);
    for scope in flagging.into_iter().chain(scopes) {
        let condition = UnitsInScope::of(scope, "u.id", first);
        first += condition.params().count();
        conditions.push(condition);
    }
    let (flag, wheres) = match flagging {
        Some(_) => conditions.split_first().map_or(("TRUE", [].as_slice()), |(flag, rest)| (flag.sql(), rest)),
        None => ("TRUE", conditions.as_slice()),
    };
    let mut sql = format!(
        "SELECT u.id, u.name, CASE WHEN {flag} THEN TRUE ELSE FALSE END
         FROM unit_ancestor b CROSS JOIN unit u WHERE b.ancestor_id = ?1 AND u.id = b.unit_id AND {holding}"
    );
    for condition in wheres {
        sql.push_str(" AND ");
        sql.push_str(condition.sql());
    }
    sql.push_str(" ORDER BY u.sort_key, u.id");
    let mut bound: Vec<Param<'_>> = vec![under.to_param()];
    bound.extend(conditions.iter().flat_map(UnitsInScope::params));
    let rows: Vec<(UnitId, String, bool)> = tx.all(&sql, &bound).await?;
    let piece = |(unit, unit_name, all): (UnitId, String, bool)| Piece {
        unit,
        unit_name,
        limit: if all { Limit::None } else { Limit::Unprotected },
    };
    Ok(rows.into_iter().map(piece).collect())
}

async fn of_customers(
    tx: &mut Tx,
    viewer: &Viewer,
    scopes: &[Scope],
    under: UnitId,
    now: Instant,
) -> Result<Vec<Piece>, StoreError> {
    let Some(scope) = scopes.first() else { return Ok(Vec::new()) };
    let sees_protected = scope_of(viewer, Service::SeeProtectedIdentity, now);
    let mut pieces = whole(tx, scopes, Some(&sees_protected), under, CUSTOMERS).await?;
    let singles = single_customers(tx, scope, under).await?;
    let met = |piece: &Piece, (_, unit, _, protected): &Single| {
        piece.unit == *unit && (piece.limit == Limit::None || !protected)
    };
    let more: Vec<Piece> = singles
        .into_iter()
        .filter(|single| !pieces.iter().any(|piece| met(piece, single)))
        .map(|(id, unit, unit_name, _)| Piece { unit, unit_name, limit: Limit::Customer(id) })
        .collect();
    pieces.extend(more);
    Ok(pieces)
}

type Single = (Uuid, UnitId, String, bool);

/// Customers that a grant names, at the grant's unit or below it where it covers the branch, below `under`.
async fn single_customers(tx: &mut Tx, scope: &Scope, under: UnitId) -> Result<Vec<Single>, StoreError> {
    let objects = scope.roots.iter().filter_map(|root| root.object);
    let mut persons: Vec<Uuid> =
        objects.filter(|object| object.kind == ObjectKind::Customer).map(|object| object.id.uuid()).collect();
    persons.sort_unstable();
    persons.dedup();
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut bound = Bound::default();
    let under = bound.bytes(*under.as_bytes());
    let list = bound.list(persons);
    let sql = format!(
        "SELECT c.id, c.unit_id, u.name, c.person_id, CASE WHEN p.protection = 'none' THEN FALSE ELSE TRUE END
         FROM customer c JOIN unit_ancestor b ON b.unit_id = c.unit_id AND b.ancestor_id = {under}
         JOIN unit u ON u.id = c.unit_id JOIN person p ON p.id = c.person_id
         WHERE c.person_id IN ({list}) ORDER BY c.sort_key, c.id"
    );
    let rows: Vec<(Uuid, UnitId, String, PersonId, bool)> = tx.all(&sql, &bound.params()).await?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, unit, name, person, protected) in rows {
        let chain = units::chain_ids(tx, unit).await?;
        let object = ObjectRef { kind: ObjectKind::Customer, id: person.as_object() };
        // Restricted, so that only a grant for just this customer answers.
        let target = Target::at(&chain).object(object).restricted(Restrictions::PROTECTED_IDENTITY);
        if scope.contains(&target) {
            found.push((id, unit, name, protected));
        }
    }
    Ok(found)
}

/// Whoever assigns cases at a unit reads all of its cases; whoever answers them, their own.
async fn of_cases(tx: &mut Tx, viewer: &Viewer, under: UnitId, now: Instant) -> Result<Vec<Piece>, StoreError> {
    let (assigns, answers) = (scope_of(viewer, Service::AssignCases, now), scope_of(viewer, Service::AnswerCases, now));
    let mut pieces = if assigns.is_empty() { Vec::new() } else { whole(tx, &[assigns], None, under, CASES).await? };
    let Some(account) = account_of(viewer.holder()).filter(|_| !answers.is_empty()) else { return Ok(pieces) };
    let own = whole(tx, &[answers], None, under, CASES).await?;
    let more: Vec<Piece> = own
        .into_iter()
        .filter(|own| !pieces.iter().any(|piece| piece.unit == own.unit))
        .map(|own| Piece { limit: Limit::Handler(account), ..own })
        .collect();
    pieces.extend(more);
    Ok(pieces)
}

/// The log names units as it did when something happened: by HSA-id, or by the unit's own id where it has none.
async fn logged(tx: &mut Tx, scopes: &[Scope], under: UnitId) -> Result<Vec<Piece>, StoreError> {
    let units = whole(tx, scopes, None, under, "TRUE").await?;
    if units.is_empty() {
        return Ok(units);
    }
    let mut bound = Bound::default();
    let list = bound.list(units.iter().map(|piece| piece.unit.uuid()));
    let sql = format!("SELECT id, hsa_id FROM unit WHERE id IN ({list}) ORDER BY id");
    let rows: Vec<(UnitId, Option<String>)> = tx.all(&sql, &bound.params()).await?;
    let names = rows.into_iter().flat_map(|(id, hsa_id)| [Some(id.to_string()), hsa_id]).flatten().collect();
    let first = units.into_iter().next();
    Ok(first.map(|piece| Piece { limit: Limit::Logged(names), ..piece }).into_iter().collect())
}
