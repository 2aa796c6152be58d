//! *Konton och behörigheter*: every account that has not ended, with each of its live grants on a row of its own, as they are when the
//! report is run.

use behorig_access::{AccountId, GrantId, Instant, Standing};
use behorig_registers::standing;
use behorig_store::{FromRow, Row, StoreError};
use behorig_visit::role_name;

use super::bound::{Bound, Key};
use super::line::{Line, Source};
use super::reach::Piece;
use super::{Ask, Column, Kind, Reader, Value, column, further};

pub(super) const COLUMNS: &[Column] = &[
    column("name", "reports-column-name", Kind::Text),
    column("user_name", "reports-column-user-name", Kind::Text),
    column("title", "reports-column-title", Kind::Text),
    column("unit", "reports-column-unit", Kind::Text),
    column("standing", "reports-column-standing", Kind::Text),
    column("role", "reports-column-role", Kind::Text),
    column("role_unit", "reports-column-role-unit", Kind::Text),
    column("role_until", "reports-column-role-until", Kind::Moment),
    further("role_from", "reports-column-role-from", Kind::Moment),
    further("signed_in", "reports-column-signed-in", Kind::Moment),
];

/// An account with one of its grants.
pub(super) struct AccountLine {
    id: AccountId,
    sort_key: Vec<u8>,
    name: String,
    user_name: String,
    title: Option<String>,
    unit_name: String,
    standing: Standing,
    signed_in_at: Option<i64>,
    grant: Option<GrantId>,
    role: Option<String>,
    role_unit: Option<String>,
    role_from: Option<i64>,
    role_until: Option<i64>,
}

impl FromRow for AccountLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, sort_key) = (row.next()?, row.next()?);
        let (given, family): (String, String) = (row.next()?, row.next()?);
        Ok(Self {
            id,
            sort_key,
            name: format!("{family}, {given}"),
            user_name: row.next()?,
            title: row.next()?,
            unit_name: row.next()?,
            standing: standing(
                row.next::<Option<Instant>>()?,
                row.next::<Option<Instant>>()?,
                row.next::<Option<Instant>>()?,
                row.next::<Option<Instant>>()?,
            ),
            signed_in_at: row.next()?,
            grant: row.next()?,
            role: row.next()?,
            role_unit: row.next()?,
            role_from: row.next()?,
            role_until: row.next()?,
        })
    }
}

const SELECT: &str =
    "a.id, a.sort_key, a.given_name, a.family_name, a.user_name, a.title, u.name, a.ended_at, a.blocked_at,
    a.locked_at, a.pending_since, a.last_sign_in_at, g.id, r.name, w.name, g.from_at, g.to_at";

impl Line for AccountLine {
    fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source {
        let unit = bound.bytes(*piece.unit.as_bytes());
        let now = bound.int(ask.at.0);
        Source {
            select: SELECT.to_owned(),
            from: format!(
                "account a JOIN unit u ON u.id = a.unit_id
                 LEFT JOIN grants g ON g.holder_account = a.id AND g.from_at <= {now} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > {now})
                 LEFT JOIN role r ON r.id = g.role_id LEFT JOIN unit w ON w.id = g.unit_id"
            ),
            conditions: format!("a.unit_id = {unit} AND a.ended_at IS NULL AND NOT is_hidden(a)"),
            bounds: None,
            keys: &["a.sort_key", "a.id", "COALESCE(g.id, a.id)"],
            is_joined: true,
        }
    }

    fn key(&self, _: &Ask) -> Vec<Key> {
        let last = self.grant.map_or(*self.id.as_bytes(), |grant| *grant.as_bytes());
        vec![Key::Bytes(self.sort_key.clone()), Key::Bytes(self.id.as_bytes().to_vec()), Key::Bytes(last.to_vec())]
    }

    fn id(&self) -> String {
        self.grant.map_or_else(|| self.id.to_string(), |grant| grant.to_string())
    }

    fn is_the_one(id: &str, bound: &mut Bound) -> Option<String> {
        // An account without a grant stands by its own id.
        let id: GrantId = id.parse().ok()?;
        Some(format!("COALESCE(g.id, a.id) = {}", bound.bytes(*id.as_bytes())))
    }

    fn value(&self, key: &str, reader: Reader) -> Value {
        let lang = reader.lang;
        match key {
            "name" => Value::text(self.name.as_str()),
            "user_name" => Value::text(self.user_name.as_str()),
            "title" => Value::text(self.title.as_deref().unwrap_or_default()),
            "unit" => Value::text(self.unit_name.as_str()),
            "standing" => Value::text(lang.t(match self.standing {
                Standing::Active => "reports-standing-active",
                Standing::Blocked => "reports-standing-blocked",
                Standing::Locked => "reports-standing-locked",
                Standing::Pending => "reports-standing-pending",
                Standing::Ended => "reports-standing-ended",
            })),
            "role" => self.role.as_deref().map_or(Value::Nothing, |name| Value::text(role_name(lang, name))),
            "role_unit" => Value::text(self.role_unit.as_deref().unwrap_or_default()),
            "role_from" => Value::moment(self.role_from),
            "role_until" => Value::moment(self.role_until),
            "signed_in" => Value::moment(self.signed_in_at),
            _ => Value::Nothing,
        }
    }
}
