//! The decision about one account turned into the condition of a list; a test holds the two to each other row by row.

use behorig_access::{AccountId, ObjectKind, Scope, ScopeRoot, UnitId};
use behorig_store::{Param, ToParam};

/// A statement being written, with the values bound in it.
#[derive(Debug, Default)]
pub struct Sql {
    values: Vec<Value>,
}

#[derive(Debug)]
enum Value {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Sql {
    /// Binds a number and gives its place, such as `?3`.
    pub fn int(&mut self, value: i64) -> String {
        self.bind(Value::Int(value))
    }

    /// Binds a text and gives its place.
    pub fn text(&mut self, value: impl Into<String>) -> String {
        self.bind(Value::Text(value.into()))
    }

    /// Binds bytes, such as an id, and gives its place.
    pub fn bytes(&mut self, value: impl Into<Vec<u8>>) -> String {
        self.bind(Value::Bytes(value.into()))
    }

    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    /// The bound values in their order.
    #[must_use]
    pub fn params(&self) -> Vec<Param<'_>> {
        let as_param = |value| match value {
            &Value::Int(number) => Param::Int(number),
            Value::Text(text) => text.to_param(),
            Value::Bytes(bytes) => bytes.to_param(),
        };
        self.values.iter().map(as_param).collect()
    }
}

/// The condition that the account of the alias `a` lies in the scope; what [`behorig_access::decide()`] answers for the
/// account as an object at its unit.
#[must_use]
pub fn in_scope_sql(sql: &mut Sql, scope: &Scope) -> String {
    let mut any: Vec<String> = Vec::new();
    // Accounts bear no restrictions, so a root without an object covers every account at its unit.
    let everyone = |branch: bool| -> Vec<UnitId> {
        scope.roots.iter().filter(|root| root.object.is_none() && root.branch == branch).map(|root| root.unit).collect()
    };
    let (units, branches) = (everyone(false), everyone(true));
    if !units.is_empty() {
        any.push(format!("a.unit_id IN ({})", unit_list(sql, &units)));
    }
    if !branches.is_empty() {
        any.push(below(&unit_list(sql, &branches)));
    }
    for root in &scope.roots {
        any.extend(one_account(sql, root));
    }
    if any.is_empty() { "FALSE".to_owned() } else { format!("({})", any.join(" OR ")) }
}

fn one_account(sql: &mut Sql, root: &ScopeRoot) -> Option<String> {
    let object = root.object.filter(|object| object.kind == ObjectKind::Account)?;
    let id = sql.bytes(*AccountId::new(object.id.uuid()).as_bytes());
    let unit = sql.bytes(*root.unit.as_bytes());
    let place = if root.branch { below(&unit) } else { format!("a.unit_id = {unit}") };
    Some(format!("(a.id = {id} AND {place})"))
}

fn below(units: &str) -> String {
    format!("EXISTS (SELECT 1 FROM unit_ancestor x WHERE x.unit_id = a.unit_id AND x.ancestor_id IN ({units}))")
}

pub(super) fn unit_list(sql: &mut Sql, units: &[UnitId]) -> String {
    let places: Vec<String> = units.iter().map(|unit| sql.bytes(*unit.as_bytes())).collect();
    places.join(", ")
}
