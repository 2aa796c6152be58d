//! *Åtkomstlogg*: who did what, with which hat, at which unit, and why. Whom it was about is shown by the review of the log itself; here
//! stands only how many.

use behorig_access::EventId;
use behorig_store::{FromRow, Row, StoreError};

use super::bound::{Bound, Key};
use super::line::{Bounds, Line, Source};
use super::reach::{Limit, Piece};
use super::{Ask, Column, Kind, Reader, Value, column, further};

pub(super) const COLUMNS: &[Column] = &[
    column("at", "reports-column-at", Kind::Moment),
    column("who", "reports-column-who", Kind::Text),
    column("activity", "reports-column-activity", Kind::Text),
    column("function", "reports-column-function", Kind::Text),
    column("persons", "reports-column-persons", Kind::Number),
    column("unit", "reports-column-unit", Kind::Text),
    further("title", "reports-column-title", Kind::Text),
    further("hat", "reports-column-hat", Kind::Text),
    further("purpose", "reports-column-purpose", Kind::Text),
    further("door", "reports-column-door", Kind::Text),
];

/// An event of the log.
pub(super) struct EventLine {
    id: EventId,
    at: i64,
    who: Option<String>,
    title: Option<String>,
    activity: String,
    function: Option<String>,
    purpose: String,
    unit_name: Option<String>,
    hat: String,
    door: String,
    persons: i64,
}

impl FromRow for EventLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            at: row.next()?,
            who: row.next()?,
            title: row.next()?,
            activity: row.next()?,
            function: row.next()?,
            purpose: row.next()?,
            unit_name: row.next()?,
            hat: row.next()?,
            door: row.next()?,
            persons: row.next()?,
        })
    }
}

const SELECT: &str = "e.id, e.at, shown_name(e.account_id, e.user_name), e.user_title, e.activity_type, e.activity_level, e.purpose, e.care_unit_name,
    e.hat, e.door, (SELECT CAST(count(DISTINCT s.patient_extension) AS BIGINT) FROM audit_resource s WHERE s.event_id = e.id)";

impl Line for EventLine {
    fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source {
        let names = match &piece.limit {
            Limit::Logged(names) => names.iter().map(|name| bound.text(name.as_str())).collect::<Vec<_>>().join(", "),
            _ => bound.text(piece.unit.to_string()),
        };
        let (from, to) = ask.days.moments();
        Source {
            select: SELECT.to_owned(),
            from: "audit_event e".to_owned(),
            conditions: format!("e.care_unit_id IN ({names})"),
            bounds: Some(Bounds { column: "e.at", from: Key::Int(from), to: Key::Int(to), is_last: false }),
            keys: &["e.at", "e.id"],
            is_joined: false,
        }
    }

    fn key(&self, _: &Ask) -> Vec<Key> {
        vec![Key::Int(self.at), Key::Bytes(self.id.as_bytes().to_vec())]
    }

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn is_the_one(id: &str, bound: &mut Bound) -> Option<String> {
        let id: EventId = id.parse().ok()?;
        Some(format!("e.id = {}", bound.bytes(*id.as_bytes())))
    }

    fn value(&self, key: &str, reader: Reader) -> Value {
        match key {
            "at" => Value::Moment(self.at),
            "who" => Value::text(self.who.as_deref().unwrap_or_default()),
            "title" => Value::text(self.title.as_deref().unwrap_or_default()),
            // The words of the national log record, as the log itself has them.
            "activity" => Value::text(self.activity.as_str()),
            "function" => Value::text(self.function.as_deref().unwrap_or_default()),
            "persons" => Value::Number(self.persons),
            "unit" => Value::text(self.unit_name.as_deref().unwrap_or_default()),
            "hat" => Value::text(reader.lang.t(match self.hat.as_str() {
                "staff" => "reports-hat-staff",
                "relative" => "reports-hat-relative",
                "resident" => "reports-hat-resident",
                _ => "reports-hat-system",
            })),
            "purpose" => Value::text(self.purpose.as_str()),
            "door" => Value::text(behorig_visit::door_name(reader.lang, &self.door)),
            _ => Value::Nothing,
        }
    }
}
