//! The statements behind the largest lists, for whoever looks at how a database answers them.

use behorig_access::{AccountId, UnitId};
use behorig_store::{Dialect, Param, ToParam as _};

use super::lists::{Place, first_of_unassigned};
use super::search::{Asked, CLINICS, FEW, NEAREST, OF_HANDLER, Question};
use crate::rules::Sought;

/// A statement as it is asked.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it is for.
    pub name: &'static str,
    /// The SQL, with `?1`, `?2`… for what is bound.
    pub sql: String,
    /// What is bound, as PostgreSQL writes it.
    pub literals: Vec<String>,
}

/// The statements of the receivers' inbox of a clinic and of a search there, by a receiver and by a handler.
#[must_use]
pub fn statements(dialect: Dialect, unit: UnitId, handler: AccountId, sought: &Sought) -> Vec<Statement> {
    let asked = Asked::new(unit, sought, Place::Top);
    vec![
        named("inbox", first_of_unassigned(&unit)),
        named("search, the newest first", asked.of_nearest(&[(CLINICS, None)], NEAREST)),
        named("search, whether the index finds few", asked.how_many(dialect, FEW)),
        named("search, few", asked.by_index(dialect, "TRUE", &[])),
        named("search, many", asked.by_walking(CLINICS, &[])),
        named(
            "search of a handler, the newest first",
            asked.of_nearest(&[(OF_HANDLER, Some(handler.to_param()))], NEAREST),
        ),
        named("search of a handler, many", asked.by_walking(OF_HANDLER, &[handler.to_param()])),
    ]
}

fn named(name: &'static str, (sql, params): Question<'_>) -> Statement {
    Statement { name, sql, literals: params.iter().map(literal).collect() }
}

fn literal(param: &Param<'_>) -> String {
    match param {
        Param::Null => "NULL".to_owned(),
        Param::Int(value) => value.to_string(),
        Param::Float(value) => value.to_string(),
        Param::Bool(value) => value.to_string(),
        Param::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Param::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("'\\x{digits}'")
        }
    }
}
