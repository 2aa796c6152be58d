//! What an import writes.

use std::collections::BTreeSet;

use behorig_access::{AccountId, EventId, Instant, ObjectKind};
use behorig_accounts::fields::{Key, Values};
use behorig_identity::{HsaId, swedish_sort_key};
use behorig_store::{Actor, Param, StoreError, ToParam, WriteTx, params};

use super::insert_many;
use crate::files::OPTIONAL_TEXTS;
use crate::import::plan::{
    AccountChange, FieldBefore, GrantChange, NewAccount, NewCustody, NewGrant, NewPerson, PersonChange, UnitChange,
};

type Done<'d> = &'d (dyn Fn(usize) + Send + Sync);

pub(crate) async fn change_unit(tx: &mut WriteTx, unit: &UnitChange) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE unit SET kind = ?2, name = ?3, sort_key = ?4, hsa_id = ?5, code = ?6, import_key = ?7, version = version + 1
         WHERE id = ?1",
        params![
            unit.id,
            unit.kind.as_stored(),
            unit.name,
            swedish_sort_key(&unit.name),
            unit.hsa_id,
            unit.code,
            unit.key
        ],
    )
    .await
}

pub(crate) async fn add_persons(tx: &mut WriteTx, rows: &[NewPerson], done: Done<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    let into = "person (id, identity_number, given_name, family_name, sex, county_code, municipality_code, deceased_on,
        protection, street, postal_code, city, sort_key, birth_date, updated_at, version)";
    insert_many(tx, into, 16, rows, |row, params| bind_person(row, now, params), done).await
}

fn bind_person<'r>(row: &'r NewPerson, now: Instant, params: &mut Vec<Param<'r>>) {
    params.extend([row.id.to_param(), row.number.to_param()]);
    params.extend(row.values.iter().map(ToParam::to_param));
    params.extend([row.sort_key.to_param(), row.birth_date.to_param(), Param::Int(now.0), Param::Int(1)]);
}

pub(crate) async fn change_person(tx: &mut WriteTx, row: &PersonChange) -> Result<(), StoreError> {
    let now = tx.now();
    let mut params = vec![row.id.to_param()];
    params.extend(row.values.iter().map(ToParam::to_param));
    params.extend([row.sort_key.to_param(), Param::Int(now.0)]);
    tx.change_one(
        "UPDATE person SET given_name = ?2, family_name = ?3, sex = ?4, county_code = ?5, municipality_code = ?6,
             deceased_on = ?7, protection = ?8, street = ?9, postal_code = ?10, city = ?11, sort_key = ?12,
             updated_at = ?13, version = version + 1
         WHERE id = ?1",
        &params,
    )
    .await?;
    tx.execute(
        "UPDATE grants SET person_sort_key = ?2 WHERE holder_person = ?1 AND person_sort_key <> ?2",
        params![row.id, row.sort_key],
    )
    .await?;
    Ok(())
}

pub(crate) async fn add_custody(tx: &mut WriteTx, rows: &[NewCustody]) -> Result<(), StoreError> {
    insert_many(
        tx,
        "custody (child_id, guardian_id, from_date)",
        3,
        rows,
        |row, params| params.extend([row.child.to_param(), row.guardian.to_param(), row.from.to_param()]),
        &|_| {},
    )
    .await
}

/// Ends a custody that the register no longer tells of.
pub(crate) async fn end_custody(tx: &mut WriteTx, ended: &(NewCustody, String)) -> Result<(), StoreError> {
    let (custody, today) = ended;
    tx.execute(
        "UPDATE custody SET to_date = ?3 WHERE child_id = ?1 AND guardian_id = ?2 AND to_date IS NULL",
        params![custody.child, custody.guardian, today],
    )
    .await?;
    Ok(())
}

pub(crate) async fn add_accounts(tx: &mut WriteTx, rows: &[NewAccount], done: Done<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    let into = format!(
        "account (id, unit_id, user_name, user_name_key, identity_number, given_name, family_name, sort_key, {},
         notices, language, password_must_change, created_at, version)",
        OPTIONAL_TEXTS.join(", ")
    );
    insert_many(
        tx,
        &into,
        13 + OPTIONAL_TEXTS.len(),
        rows,
        |row, params| {
            params.extend([
                row.id.to_param(),
                row.unit.to_param(),
                row.user_name.as_str().to_param(),
                row.user_name.folded().to_param(),
                row.number.to_param(),
                row.given_name.to_param(),
                row.family_name.to_param(),
                row.sort_key.to_param(),
            ]);
            params.extend(row.texts.iter().map(ToParam::to_param));
            params.extend([Param::Bool(true), Param::Text("sv"), Param::Bool(false), Param::Int(now.0), Param::Int(1)]);
        },
        done,
    )
    .await?;
    let ids: Vec<_> = rows.iter().flat_map(|row| row.hsa_ids.iter().map(|id| (id, row.id))).collect();
    add_hsa_ids(tx, &ids).await?;
    add_terms(tx, rows.iter().map(|row| (row.id, terms_of(row)))).await
}

async fn add_hsa_ids(tx: &mut WriteTx, ids: &[(&HsaId, AccountId)]) -> Result<(), StoreError> {
    insert_many(
        tx,
        "account_hsa_id (hsa_id, account_id)",
        2,
        ids,
        |(id, account), params| params.extend([id.as_str().to_param(), account.to_param()]),
        &|_| {},
    )
    .await
}

/// Terms go in by rising order, so that the index grows at its end instead of everywhere.
async fn add_terms(
    tx: &mut WriteTx,
    terms: impl Iterator<Item = (AccountId, BTreeSet<Vec<u8>>)>,
) -> Result<(), StoreError> {
    let mut terms: Vec<(Vec<u8>, AccountId)> =
        terms.flat_map(|(account, terms)| terms.into_iter().map(move |term| (term, account))).collect();
    terms.sort_unstable();
    insert_many(
        tx,
        "account_term (term, account_id)",
        2,
        &terms,
        |(term, account), params| params.extend([term.to_param(), account.to_param()]),
        &|_| {},
    )
    .await
}

/// The words by which an account is found, as its own page makes them.
fn terms_of(account: &NewAccount) -> BTreeSet<Vec<u8>> {
    let mut values = Values::default();
    values.set(Key::GivenName, Some(account.given_name.clone()));
    values.set(Key::FamilyName, Some(account.family_name.clone()));
    values.set(Key::UserName, Some(account.user_name.as_str().to_owned()));
    let email = OPTIONAL_TEXTS.iter().zip(&account.texts).find(|(column, _)| **column == "email");
    values.set(Key::Email, email.and_then(|(_, email)| email.clone()));
    let ids: Vec<&str> = account.hsa_ids.iter().map(HsaId::as_str).collect();
    values.set(Key::HsaIds, Some(ids.join("\n")));
    behorig_accounts::terms_of(&values)
}

pub(crate) async fn change_account(tx: &mut WriteTx, change: &AccountChange) -> Result<(), StoreError> {
    let account = &change.account;
    let texts: Vec<String> =
        OPTIONAL_TEXTS.iter().enumerate().map(|(at, column)| format!("{column} = ?{}", at + 8)).collect();
    let sql = format!(
        "UPDATE account SET unit_id = ?2, user_name = ?3, identity_number = ?4, given_name = ?5, family_name = ?6,
             sort_key = ?7, {}, version = version + 1 WHERE id = ?1",
        texts.join(", ")
    );
    let mut params = vec![
        account.id.to_param(),
        account.unit.to_param(),
        account.user_name.as_str().to_param(),
        account.number.to_param(),
        account.given_name.to_param(),
        account.family_name.to_param(),
        account.sort_key.to_param(),
    ];
    params.extend(account.texts.iter().map(ToParam::to_param));
    tx.change_one(&sql, &params).await?;
    tx.execute("DELETE FROM account_hsa_id WHERE account_id = ?1", params![account.id]).await?;
    let ids: Vec<_> = account.hsa_ids.iter().map(|id| (id, account.id)).collect();
    add_hsa_ids(tx, &ids).await?;
    tx.execute("DELETE FROM account_term WHERE account_id = ?1", params![account.id]).await?;
    add_terms(tx, std::iter::once((account.id, terms_of(account)))).await
}

pub(crate) async fn add_grants(tx: &mut WriteTx, rows: &[NewGrant], done: Done<'_>) -> Result<(), StoreError> {
    let (now, giver) = (tx.now(), tx.actor().account);
    let into =
        "grants (id, holder_account, holder_person, role_id, unit_id, branch, object_kind, object_id, from_at, to_at,
        basis, given_by, given_at, version, person_sort_key)";
    // The giver is one for all rows, and each row must outlive its parameters: it travels as the row's own.
    let rows: Vec<(&NewGrant, Option<AccountId>)> = rows.iter().map(|row| (row, giver)).collect();
    insert_many(
        tx,
        into,
        15,
        &rows,
        |(row, giver), params| {
            params.extend([
                row.id.to_param(),
                row.account.to_param(),
                row.person.to_param(),
                row.role.to_param(),
                row.unit.to_param(),
                Param::Bool(row.branch),
                row.customer.map_or(Param::Null, |_| Param::Text(ObjectKind::Customer.key())),
                row.customer.to_param(),
                row.from.to_param(),
                row.to.to_param(),
                Param::Text(row.basis),
                giver.to_param(),
                Param::Int(now.0),
                Param::Int(1),
                row.person_sort_key.to_param(),
            ]);
        },
        done,
    )
    .await
}

pub(crate) async fn change_grant(tx: &mut WriteTx, change: &GrantChange) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE grants SET to_at = ?2, branch = ?3, version = version + 1 WHERE id = ?1 AND ended_at IS NULL",
        params![change.id, change.to, change.branch],
    )
    .await
}

/// The history of many accounts at once, tied to the import's one event.
pub(crate) async fn add_history(
    tx: &mut WriteTx,
    event: Option<EventId>,
    changes: &[FieldBefore],
) -> Result<(), StoreError> {
    let actor: Actor = tx.actor().clone();
    let door = actor.door.as_stored();
    let event = event.map_or_else(uuid::Uuid::nil, EventId::uuid);
    let common = (event, actor, door);
    let rows: Vec<_> = changes.iter().map(|change| (change, tx.new_uuid(), &common)).collect();
    insert_many(
        tx,
        "history (id, event_id, entity_kind, entity_id, at, actor_account, actor_name, door, field, old_value, new_value)",
        11,
        &rows,
        |(change, id, (event, actor, door)), params| {
            params.extend([
                id.to_param(),
                event.to_param(),
                Param::Text("account"),
                change.account.to_param(),
                actor.at.to_param(),
                actor.account.to_param(),
                actor.name.to_param(),
                door.to_param(),
                Param::Text(change.field),
                change.old.to_param(),
                change.new.to_param(),
            ]);
        },
        &|_| {},
    )
    .await
}
