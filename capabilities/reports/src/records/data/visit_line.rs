//! A visit as reports read it.

use behorig_access::{PersonId, UnitId};
use behorig_home_care::{Deviation, VisitState};
use behorig_identity::IdentityNumber;
use behorig_store::{FromRow, Row, StoreError};
use behorig_web::{Lang, format};
use jiff::civil::Date;
use uuid::Uuid;

use super::bound::{Bound, Key};
use super::line::{Bounds, Line, Source};
use super::reach::{Limit, Piece};
use super::{Ask, Reader, Subject, Value};

const MINUTE: i64 = 60_000;

/// A visit with its customer.
pub(super) struct VisitLine {
    id: Uuid,
    day: Date,
    planned_from: i64,
    planned_to: i64,
    granted_minutes: i64,
    staff_needed: i64,
    interventions: String,
    state: String,
    performed_from: Option<i64>,
    performed_to: Option<i64>,
    deviation: Option<String>,
    note: Option<String>,
    customer: Uuid,
    customer_key: Vec<u8>,
    person: PersonId,
    number: IdentityNumber,
    given_name: String,
    family_name: String,
    unit: UnitId,
    unit_name: String,
    staff: Option<String>,
    ticks: Option<String>,
}

/// An intervention of a visit.
pub(super) struct Intervention {
    /// Its name.
    pub name: String,
    /// Whether it was done; none where nobody has said.
    pub done: Option<bool>,
}

impl VisitLine {
    /// Its planned length in minutes, as time passes.
    pub(super) const fn planned_minutes(&self) -> i64 {
        (self.planned_to - self.planned_from) / MINUTE
    }

    /// How long it took, in minutes to the nearest; none until it has been done.
    pub(super) const fn performed_minutes(&self) -> Option<i64> {
        match (self.performed_from, self.performed_to) {
            (Some(from), Some(to)) => Some((to - from + MINUTE / 2) / MINUTE),
            _ => None,
        }
    }

    /// What was planned to be done, and what was done besides.
    pub(super) fn interventions(&self) -> Vec<Intervention> {
        let ticks: Vec<(&str, bool)> = self
            .ticks
            .as_deref()
            .unwrap_or_default()
            .lines()
            .filter_map(|line| {
                line.strip_prefix('+').map(|name| (name, true)).or(line.strip_prefix('-').map(|name| (name, false)))
            })
            .collect();
        let planned = self.interventions.lines().filter(|name| !name.is_empty());
        let mut found: Vec<Intervention> = planned
            .map(|name| Intervention {
                name: name.to_owned(),
                done: ticks.iter().find(|(ticked, _)| *ticked == name).map(|(_, done)| *done),
            })
            .collect();
        for (name, done) in ticks {
            if !found.iter().any(|one| one.name == name) {
                found.push(Intervention { name: name.to_owned(), done: Some(done) });
            }
        }
        found
    }
}

impl FromRow for VisitLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            day: {
                let day: String = row.next()?;
                day.parse().map_err(|_| StoreError::Shape(format!("no day: {day}")))?
            },
            planned_from: row.next()?,
            planned_to: row.next()?,
            granted_minutes: row.next()?,
            staff_needed: row.next()?,
            interventions: row.next()?,
            state: row.next()?,
            performed_from: row.next()?,
            performed_to: row.next()?,
            deviation: row.next()?,
            note: row.next()?,
            customer: row.next()?,
            customer_key: row.next()?,
            person: row.next()?,
            number: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            staff: row.next()?,
            ticks: row.next()?,
        })
    }
}

const SELECT: &str =
    "v.id, v.day, v.planned_from, v.planned_to, v.granted_minutes, v.staff_needed, v.interventions, v.state,
    v.performed_from, v.performed_to, v.deviation, v.note, c.id, c.sort_key, p.id, p.identity_number, p.given_name,
    p.family_name, u.id, u.name";

const STAFF: &str = "(SELECT string_agg(a.given_name || ' ' || a.family_name, '\n' ORDER BY s.place)
    FROM visit_staff s JOIN shown_account a ON a.id = s.account_id WHERE s.visit_id = v.id)";

const TICKS: &str = "(SELECT string_agg(CASE WHEN i.performed THEN '+' ELSE '-' END || i.name, '\n' ORDER BY i.name)
    FROM visit_intervention i WHERE i.visit_id = v.id)";

const NOTHING: &str = "CAST(NULL AS TEXT)";

/// From where the visits of a piece are read, in days and by customer, and which they are.
pub(super) fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source {
    let by_customer = ask.sorted_by == "customer";
    let select = format!(
        "{SELECT}, {}, {}",
        if ask.wants("staff") { STAFF } else { NOTHING },
        // What was done is needed wherever interventions are named.
        if ask.wants("interventions") || ask.wants("intervention") || ask.wants("done") { TICKS } else { NOTHING },
    );
    let mut conditions =
        String::from("c.id = v.customer_id AND c.unit_id = v.unit_id AND p.id = c.person_id AND u.id = v.unit_id");
    let unit = bound.bytes(*piece.unit.as_bytes());
    match &piece.limit {
        Limit::Customer(customer) => {
            let customer = bound.bytes(*customer.as_bytes());
            conditions
                .push_str(&format!(" AND v.customer_id = {customer} AND c.id = {customer} AND v.unit_id = {unit}"));
        }
        limit => {
            conditions.push_str(&format!(" AND v.unit_id = {unit} AND c.unit_id = {unit}"));
            if *limit != Limit::None {
                conditions.push_str(" AND p.protection = 'none'");
            }
        }
    }
    let (from, to) = (Key::Text(ask.days.from.to_string()), Key::Text(ask.days.to.to_string()));
    let days = Bounds { column: "v.day", from, to, is_last: true };
    // CROSS JOIN: SQLite then keeps this order, however it guesses the sizes.
    if by_customer {
        conditions.push_str(&days.lower(bound));
        conditions.push_str(&days.upper(bound));
        let from = "customer c CROSS JOIN person p CROSS JOIN visit v CROSS JOIN unit u".to_owned();
        let keys = &["c.sort_key", "c.id", "v.day", "v.planned_from", "v.id"];
        Source { select, from, conditions, bounds: None, keys, is_joined: true }
    } else {
        let from = "visit v CROSS JOIN customer c CROSS JOIN person p CROSS JOIN unit u".to_owned();
        let keys = &["v.day", "v.planned_from", "v.id"];
        Source { select, from, conditions, bounds: Some(days), keys, is_joined: false }
    }
}

impl Line for VisitLine {
    fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source {
        source(ask, piece, bound)
    }

    fn key(&self, ask: &Ask) -> Vec<Key> {
        let mut key =
            vec![Key::Text(self.day.to_string()), Key::Int(self.planned_from), Key::Bytes(self.id.as_bytes().to_vec())];
        if ask.sorted_by == "customer" {
            key.insert(0, Key::Bytes(self.customer.as_bytes().to_vec()));
            key.insert(0, Key::Bytes(self.customer_key.clone()));
        }
        key
    }

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn is_the_one(id: &str, bound: &mut Bound) -> Option<String> {
        let id = Uuid::try_parse(id).ok()?;
        Some(format!("v.id = {}", bound.bytes(*id.as_bytes())))
    }

    fn value(&self, key: &str, reader: Reader) -> Value {
        let lang = reader.lang;
        match key {
            "customer" => Value::text(format!("{}, {}", self.family_name, self.given_name)),
            "unit" => Value::text(self.unit_name.as_str()),
            "date" => Value::Day(self.day),
            "weekday" => Value::text(format::weekday(lang, self.day.weekday())),
            "week" => Value::Number(i64::from(self.day.iso_week_date().week())),
            "planned_start" => Value::Clock(self.planned_from),
            "planned_stop" => Value::Clock(self.planned_to),
            "minutes" => Value::Number(self.planned_minutes()),
            "interventions" => {
                let names: Vec<String> = self.interventions().into_iter().map(|one| one.name).collect();
                Value::text(names.join(", "))
            }
            "staff" => Value::text(staff_shown(self.staff.as_deref().unwrap_or_default(), reader.relative)),
            "staff_count" => Value::Number(self.staff_needed),
            "state" => Value::text(state_shown(lang, &self.state)),
            "deviation" => {
                self.deviation.as_deref().map_or(Value::Nothing, |word| Value::text(deviation_shown(lang, word)))
            }
            "note" => Value::text(self.note.as_deref().unwrap_or_default()),
            "performed_start" => Value::clock(self.performed_from),
            "performed_stop" => Value::clock(self.performed_to),
            "performed_minutes" => Value::number(self.performed_minutes()),
            "granted_minutes" => Value::Number(self.granted_minutes),
            "difference" => Value::number(self.performed_minutes().map(|done| done - self.planned_minutes())),
            _ => Value::Nothing,
        }
    }

    fn subject(&self) -> Option<Subject> {
        let name = format!("{} {}", self.given_name, self.family_name);
        Some(Subject { person: self.person, number: self.number, name, unit: self.unit })
    }
}

/// Names, one on each line; initials for relatives.
fn staff_shown(stored: &str, initials: bool) -> String {
    let one = |name: &str| {
        if !initials {
            return name.to_owned();
        }
        let mut words = name.split_whitespace();
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.next_back().and_then(|word| word.chars().next());
        first.into_iter().chain(last).collect()
    };
    stored.lines().map(one).collect::<Vec<String>>().join(", ")
}

fn state_shown(lang: Lang, stored: &str) -> String {
    VisitState::from_stored(stored).map_or_else(|| stored.to_owned(), |state| lang.t(state.text()).into_owned())
}

fn deviation_shown(lang: Lang, stored: &str) -> String {
    Deviation::from_stored(stored).map_or_else(|| stored.to_owned(), |why| lang.t(why.text()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_is_shown_the_initials_of_staff() {
        assert_eq!(staff_shown("Anna Maria Ek\nBo Alm", true), "AE, BA");
        assert_eq!(staff_shown("Anna Ek\nBo Alm", false), "Anna Ek, Bo Alm");
        assert_eq!(staff_shown("", true), "");
    }
}
