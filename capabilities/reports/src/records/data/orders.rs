//! *Beställningar*: what was ordered, by whom, and what became of it.

use behorig_access::OrderId;
use behorig_store::{FromRow, Row, StoreError};
use behorig_web::Lang;

use super::bound::{Bound, Key};
use super::line::{Bounds, Line, Source};
use super::reach::Piece;
use super::{Ask, Column, Kind, Reader, Value, column, further};

pub(super) const COLUMNS: &[Column] = &[
    column("number", "reports-column-number", Kind::Number),
    column("kind", "reports-column-order-kind", Kind::Text),
    column("subject", "reports-column-subject", Kind::Text),
    column("state", "reports-column-order-state", Kind::Text),
    column("ordered", "reports-column-ordered", Kind::Moment),
    column("orderer", "reports-column-orderer", Kind::Text),
    further("decided", "reports-column-decided", Kind::Moment),
    further("decided_by", "reports-column-decided-by", Kind::Text),
    further("hours", "reports-column-order-hours", Kind::Number),
    further("unit", "reports-column-unit", Kind::Text),
];

const HOUR: i64 = 3_600_000;

/// An order as reports read it.
pub(super) struct OrderLine {
    id: OrderId,
    number: i64,
    kind: String,
    subject: String,
    state: String,
    ordered_at: i64,
    orderer: String,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    unit_name: String,
}

impl FromRow for OrderLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            number: row.next()?,
            kind: row.next()?,
            subject: row.next()?,
            state: row.next()?,
            ordered_at: row.next()?,
            orderer: row.next()?,
            decided_at: row.next()?,
            decided_by: row.next()?,
            unit_name: row.next()?,
        })
    }
}

impl Line for OrderLine {
    fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source {
        let unit = bound.bytes(*piece.unit.as_bytes());
        let (from, to) = ask.days.moments();
        Source {
            select: "o.id, o.number, o.kind, o.subject, o.state, o.ordered_at, shown_name(o.orderer_account, o.orderer_name), o.decided_at, \
                     shown_name(o.decided_by, o.decided_by_name), u.name"
                .to_owned(),
            from: "care_order o CROSS JOIN unit u".to_owned(),
            conditions: format!("o.unit_id = {unit} AND u.id = o.unit_id"),
            bounds: Some(Bounds { column: "o.ordered_at", from: Key::Int(from), to: Key::Int(to), is_last: false }),
            keys: &["o.ordered_at", "o.id"],
            is_joined: false,
        }
    }

    fn key(&self, _: &Ask) -> Vec<Key> {
        vec![Key::Int(self.ordered_at), Key::Bytes(self.id.as_bytes().to_vec())]
    }

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn is_the_one(id: &str, bound: &mut Bound) -> Option<String> {
        let id: OrderId = id.parse().ok()?;
        Some(format!("o.id = {}", bound.bytes(*id.as_bytes())))
    }

    fn value(&self, key: &str, reader: Reader) -> Value {
        match key {
            "number" => Value::Number(self.number),
            "kind" => Value::text(kind_shown(reader.lang, &self.kind)),
            "subject" => Value::text(self.subject.as_str()),
            "state" => Value::text(state_shown(reader.lang, &self.state)),
            "ordered" => Value::Moment(self.ordered_at),
            "orderer" => Value::text(self.orderer.as_str()),
            "decided" => Value::moment(self.decided_at),
            "decided_by" => Value::text(self.decided_by.as_deref().unwrap_or_default()),
            "hours" => Value::number(self.decided_at.map(|at| (at - self.ordered_at) / HOUR)),
            "unit" => Value::text(self.unit_name.as_str()),
            _ => Value::Nothing,
        }
    }
}

fn kind_shown(lang: Lang, stored: &str) -> String {
    let label = match stored {
        "connect-account" => "reports-order-connect-account",
        "permissions" => "reports-order-permissions",
        other => return other.to_owned(),
    };
    lang.t(label).into_owned()
}

fn state_shown(lang: Lang, stored: &str) -> String {
    let label = match stored {
        "received" => "reports-order-received",
        "asked" => "reports-order-asked",
        "done" => "reports-order-done",
        "declined" => "reports-order-declined",
        "withdrawn" => "reports-order-withdrawn",
        other => return other.to_owned(),
    };
    lang.t(label).into_owned()
}
