//! Changes of single fields: each asked of the rights, kept in the history, and none unseen over another's.

use behorig_sign_in::PasswordHash;
use behorig_store::{Event, FieldChange, Recorded, StoreError, WriteTx};
use behorig_visit::{Rejected, end_sessions_of_account};
use behorig_web::{Errors, Message};

use super::create::{conflict_beside_its_field, name_key, put_hsa_ids, put_terms, sort_key, taken};
use super::end::sole_administrator_at;
use super::scope_sql::Sql;
use super::{Account, terms_of};
use crate::fields::{Key, Values};
use crate::parse;
use crate::rules::NotWritable;

/// A field's new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// What stands in the field now, in its stored form; `None` clears it.
    To(Key, Option<String>),
    /// A new start password, which must be changed at first use.
    Password(PasswordHash),
}

impl Change {
    /// Whether it blocks the account.
    #[must_use]
    pub const fn blocks(&self) -> bool {
        matches!(self, Self::To(Key::Blocked, Some(_)))
    }

    const fn key(&self) -> Key {
        match self {
            Self::To(key, _) => *key,
            Self::Password(_) => Key::Password,
        }
    }
}

/// Saves changes of an account that was loaded, in this transaction, through whoever makes them.
///
/// Values that are what they were change nothing. Blocking and a new password end every session of the account at once.
///
/// # Errors
/// [`Rejected::Errors`] beside the field: one that the viewer may not write, a value that somebody else has, the last
/// administrator of a unit. [`StoreError::Stale`] where the account has another version than `version`.
pub async fn save(
    tx: &mut WriteTx,
    account: &Account,
    version: i64,
    changes: &[Change],
) -> Result<Recorded<()>, Rejected> {
    if account.version != version {
        return Err(StoreError::Stale.into());
    }
    let changes: Vec<&Change> = changes.iter().filter(|change| is_new(account, change)).collect();
    if changes.is_empty() {
        return Ok(Recorded::nothing_to_record((), "what was saved is what it was"));
    }
    let mut values = account.values.clone();
    for change in &changes {
        if let Change::To(key, new) = change {
            values.set(*key, new.clone());
        }
    }
    let errors = what_stands_in_the_way(tx, account, &changes, &values).await?;
    if !errors.is_empty() {
        return Err(errors.into());
    }
    update(tx, account, version, &changes, &values).await.map_err(conflict_beside_its_field)?;
    if terms_of(&values) != terms_of(&account.values) {
        put_terms(tx, account.id, &values).await?;
    }
    if changes.iter().any(|change| change.blocks())
        || changes.iter().any(|change| matches!(change, Change::Password(_)))
    {
        end_sessions_of_account(tx, account.id).await?;
    }
    let told: Vec<FieldChange> = changes.iter().map(|change| as_history(account, change)).collect();
    let recorded = tx.record(Event::change("accounts.save", "account", account.id)).await?;
    tx.history(&recorded, "account", account.id.uuid(), &told).await?;
    Ok(recorded)
}

fn is_new(account: &Account, change: &Change) -> bool {
    match change {
        Change::To(key, new) => account.values.get(*key) != new.as_deref().filter(|text| !text.is_empty()),
        Change::Password(_) => true,
    }
}

async fn what_stands_in_the_way(
    tx: &mut WriteTx,
    account: &Account,
    changes: &[&Change],
    values: &Values,
) -> Result<Errors, StoreError> {
    let mut errors = Errors::new();
    for change in changes {
        let field = change.key().field();
        if let Err(why) = account.rights.writes(field) {
            errors.add(&field.name, told(why));
        }
    }
    if !errors.is_empty() {
        return Ok(errors);
    }
    // Only of what is new: a value that is left alone is nobody else's, and asking would stand in the way of others' changes.
    let is_new = |key| changes.iter().any(|change| change.key() == key);
    let mut errors = taken(tx, values, is_new, Some(account.id)).await?;
    if changes.iter().any(|change| change.blocks()) {
        let now = tx.now();
        let units = sole_administrator_at(tx, account.id, now).await?;
        if !units.is_empty() {
            let told = Message::new("accounts-last-administrator").with("units", units.join(", "));
            errors.add(&Key::Blocked.field().name, told);
        }
    }
    Ok(errors)
}

/// Why a field may not be written, as an error beside it.
pub(crate) fn told(why: NotWritable) -> Message {
    Message::new(why.reason()).with("service", why.service().map_or(0, |service| service.number()))
}

async fn update(
    tx: &mut WriteTx,
    account: &Account,
    version: i64,
    changes: &[&Change],
    values: &Values,
) -> Result<(), StoreError> {
    let mut sql = Sql::default();
    let (id, at_version) = (sql.bytes(*account.id.as_bytes()), sql.int(version));
    let now = tx.now().as_millis();
    let mut sets = vec!["version = version + 1".to_owned()];
    for change in changes {
        match change {
            Change::To(Key::Blocked, new) => {
                let value = if new.is_some() { sql.int(now) } else { "NULL".to_owned() };
                sets.push(format!("blocked_at = {value}"));
            }
            Change::To(Key::HsaIds, _) => put_hsa_ids(tx, account.id, values).await?,
            Change::To(key, _) => {
                if let Some(column) = key.field().column {
                    let value = values.get(*key).map_or_else(|| "NULL".to_owned(), |text| sql.text(text));
                    sets.push(format!("{column} = {value}"));
                }
            }
            Change::Password(hash) => {
                let (hash, now) = (sql.text(hash.as_stored()), sql.int(now));
                sets.push(format!("password_hash = {hash}, password_must_change = TRUE, password_changed_at = {now}"));
            }
        }
    }
    if name_key(values) != name_key(&account.values) {
        sets.push(format!("user_name_key = {}", sql.text(name_key(values))));
    }
    if sort_key(values) != sort_key(&account.values) {
        sets.push(format!("sort_key = {}", sql.bytes(sort_key(values))));
    }
    let text = format!(
        "UPDATE account SET {} WHERE id = {id} AND version = {at_version} AND ended_at IS NULL",
        sets.join(", ")
    );
    tx.change_one(&text, &sql.params()).await
}

fn as_history(account: &Account, change: &Change) -> FieldChange {
    let field = change.key().field();
    let kept = |stored: Option<&str>| stored.map(|stored| parse::to_keep(field, stored));
    let (old, new) = match change {
        Change::To(key, new) => (kept(account.values.get(*key)), kept(new.as_deref())),
        Change::Password(_) => (kept(account.values.get(Key::Password)), Some("*".to_owned())),
    };
    FieldChange { field: field.name.name.clone().into_owned(), old, new }
}
