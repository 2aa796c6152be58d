//! *Ärenden*: how many, of which type, and how long they took. Of whom they are is no column: a report counts work, not persons.

use behorig_access::CaseId;
use behorig_store::{FromRow, Row, StoreError};
use behorig_web::Lang;

use super::bound::{Bound, Key};
use super::line::{Bounds, Line, Source};
use super::reach::{Limit, Piece};
use super::{Ask, Column, Kind, Reader, Value, column, further};

pub(super) const COLUMNS: &[Column] = &[
    column("reference", "reports-column-reference", Kind::Text),
    column("case_type", "reports-column-case-type", Kind::Text),
    column("state", "reports-column-case-state", Kind::Text),
    column("received", "reports-column-received", Kind::Moment),
    column("closed", "reports-column-closed", Kind::Moment),
    further("handler", "reports-column-handler", Kind::Text),
    further("assigned", "reports-column-assigned", Kind::Moment),
    further("due", "reports-column-due", Kind::Moment),
    further("hours", "reports-column-hours", Kind::Number),
    further("unit", "reports-column-unit", Kind::Text),
];

const HOUR: i64 = 3_600_000;
/// A case without a promise is due on a day in the far future: after 2100.
const FAR: i64 = 4_102_444_800_000;

/// A case as reports read it.
pub(super) struct CaseLine {
    id: CaseId,
    reference: String,
    case_type: Option<String>,
    state: String,
    received_at: i64,
    due_at: i64,
    assigned_at: Option<i64>,
    closed_at: Option<i64>,
    handler: Option<String>,
    unit_name: String,
}

impl FromRow for CaseLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            reference: row.next()?,
            case_type: row.next()?,
            state: row.next()?,
            received_at: row.next()?,
            due_at: row.next()?,
            assigned_at: row.next()?,
            closed_at: row.next()?,
            handler: row.next()?,
            unit_name: row.next()?,
        })
    }
}

const SELECT: &str =
    "k.id, k.reference, (SELECT t.name FROM case_type t WHERE t.id = k.case_type_id), k.state, k.received_at,
    k.due_at, k.assigned_at, k.closed_at,
    (SELECT a.given_name || ' ' || a.family_name FROM shown_account a WHERE a.id = k.handler_account), u.name";

impl Line for CaseLine {
    fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source {
        let unit = bound.bytes(*piece.unit.as_bytes());
        // Internal mail is kept as cases are, and is none.
        let mut conditions = format!("k.unit_id = {unit} AND u.id = k.unit_id AND k.kind <> 'internal'");
        if let Limit::Handler(account) = &piece.limit {
            let account = bound.bytes(*account.as_bytes());
            conditions.push_str(&format!(" AND k.handler_account = {account}"));
        }
        let (from, to) = ask.days.moments();
        Source {
            select: SELECT.to_owned(),
            from: "care_case k CROSS JOIN unit u".to_owned(),
            conditions,
            bounds: Some(Bounds { column: "k.received_at", from: Key::Int(from), to: Key::Int(to), is_last: false }),
            keys: &["k.received_at", "k.id"],
            is_joined: false,
        }
    }

    fn key(&self, _: &Ask) -> Vec<Key> {
        vec![Key::Int(self.received_at), Key::Bytes(self.id.as_bytes().to_vec())]
    }

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn is_the_one(id: &str, bound: &mut Bound) -> Option<String> {
        let id: CaseId = id.parse().ok()?;
        Some(format!("k.id = {}", bound.bytes(*id.as_bytes())))
    }

    fn value(&self, key: &str, reader: Reader) -> Value {
        match key {
            "reference" => Value::text(self.reference.as_str()),
            "case_type" => Value::text(self.case_type.as_deref().unwrap_or_default()),
            "state" => Value::text(state_shown(reader.lang, &self.state)),
            "received" => Value::Moment(self.received_at),
            "closed" => Value::moment(self.closed_at),
            "handler" => Value::text(self.handler.as_deref().unwrap_or_default()),
            "assigned" => Value::moment(self.assigned_at),
            "due" => Value::moment(Some(self.due_at).filter(|at| *at < FAR)),
            "hours" => Value::number(self.closed_at.map(|at| (at - self.received_at) / HOUR)),
            "unit" => Value::text(self.unit_name.as_str()),
            _ => Value::Nothing,
        }
    }
}

fn state_shown(lang: Lang, stored: &str) -> String {
    let label = match stored {
        "received" => "reports-case-received",
        "assigned" => "reports-case-assigned",
        "partial" => "reports-case-partial",
        "waiting" => "reports-case-waiting",
        "sent" => "reports-case-sent",
        "read" => "reports-case-read",
        "answered" => "reports-case-answered",
        "closed" => "reports-case-closed",
        "withdrawn" => "reports-case-withdrawn",
        other => return other.to_owned(),
    };
    lang.t(label).into_owned()
}
