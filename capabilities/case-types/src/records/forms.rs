//! Forms of case types: what is published is never changed, what is worked on is kept beside it.

use behorig_access::{CaseTypeId, Instant};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use super::not_a_form;
use super::types::CaseType;
use crate::rules::{Draft, Form};

/// A published form by its number: the one that a case was sent with.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn published_form(tx: &mut Tx, id: CaseTypeId, number: i64) -> Result<Option<Form>, StoreError> {
    let row: Option<(String,)> = tx
        .optional("SELECT definition FROM case_type_form WHERE case_type_id = ?1 AND number = ?2", params![id, number])
        .await?;
    row.map(|(json,)| Form::from_json(&json).map_err(not_a_form)).transpose()
}

/// The statement that gives the form that residents meet now as a [`CurrentForm`], for whoever asks it together with something
/// else; the case type is `?1`.
#[must_use]
pub const fn sql_of_current_form() -> &'static str {
    "SELECT f.definition FROM case_type t
     JOIN case_type_form f ON f.case_type_id = t.id AND f.number = t.published WHERE t.id = ?1"
}

/// A row of [`sql_of_current_form`].
#[derive(Debug)]
pub struct CurrentForm(pub Form);

impl FromRow for CurrentForm {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Form::from_json(&row.next::<String>()?).map(Self).map_err(not_a_form)
    }
}

/// The form that residents meet now, where one is published.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn current_form(tx: &mut Tx, case_type: &CaseType) -> Result<Option<Form>, StoreError> {
    match case_type.published {
        Some(number) => published_form(tx, case_type.id, number).await,
        None => Ok(None),
    }
}

/// The form as it is being worked on: unpublished changes, or what is published, or nothing yet.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn working(tx: &mut Tx, case_type: &CaseType) -> Result<Draft, StoreError> {
    let (draft,): (Option<String>,) =
        tx.one("SELECT draft FROM case_type WHERE id = ?1", params![case_type.id]).await?;
    match draft {
        Some(json) => Draft::from_json(&json).map_err(not_a_form),
        None => Ok(current_form(tx, case_type).await?.map(|form| form.to_draft()).unwrap_or_default()),
    }
}

/// Keeps the form as it is being worked on.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn keep(tx: &mut WriteTx, id: CaseTypeId, version: i64, draft: &Draft) -> Result<(), StoreError> {
    let json = draft.to_json().map_err(not_a_form)?;
    tx.change_one(
        "UPDATE case_type SET draft = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![id, version, json],
    )
    .await
}

/// Drops the unpublished changes.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn discard(tx: &mut WriteTx, id: CaseTypeId, version: i64) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE case_type SET draft = NULL, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![id, version],
    )
    .await
}

/// Publishes a form: from now on residents meet it. Its number.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn publish(tx: &mut WriteTx, id: CaseTypeId, version: i64, form: &Form) -> Result<i64, StoreError> {
    let json = form.to_json().map_err(not_a_form)?;
    let (last,): (i64,) = tx
        .one("SELECT CAST(COALESCE(max(number), 0) AS BIGINT) FROM case_type_form WHERE case_type_id = ?1", params![id])
        .await?;
    let (now, publisher, number) = (tx.now(), tx.actor().account, last + 1);
    tx.execute(
        "INSERT INTO case_type_form (case_type_id, number, definition, published_at, published_by)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, number, json, now, publisher],
    )
    .await?;
    tx.change_one(
        "UPDATE case_type SET published = ?3, draft = NULL, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![id, version, number],
    )
    .await?;
    Ok(number)
}

/// When a published form was published, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Publication {
    pub number: i64,
    pub at: Instant,
    pub by: Option<String>,
}

/// The publication of the form that residents meet now.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn publication(tx: &mut Tx, case_type: &CaseType) -> Result<Option<Publication>, StoreError> {
    let Some(number) = case_type.published else { return Ok(None) };
    let row: Option<(Instant, Option<String>)> = tx
        .optional(
            "SELECT f.published_at, a.given_name || ' ' || a.family_name
             FROM case_type_form f LEFT JOIN shown_account a ON a.id = f.published_by
             WHERE f.case_type_id = ?1 AND f.number = ?2",
            params![case_type.id, number],
        )
        .await?;
    Ok(row.map(|(at, by)| Publication { number, at, by }))
}
