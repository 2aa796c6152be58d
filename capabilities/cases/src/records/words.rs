//! The words of cases, kept beside them so that they are found again. Messages lie in clear in the database, and so may their words;
//! the tokens are no seal, but whoever reads the index alone reads no sentences.

use behorig_access::{CaseId, Instant, UnitId};
use behorig_case_types::Answers;
use behorig_case_types::rules::Value;
use behorig_store::{Actor, Db, Door, Recorded, StoreError, Tx, WriteTx, params};

use super::case::Case;
use super::change::NewMessage;
use crate::rules::{Kind, kept};

/// Above so many letters of tokens a case's index does not grow: ten thousand different words.
const FULL: i64 = 100_000;
/// So many cases are indexed in one transaction when a database is brought up to date.
const BATCH: usize = 100;
/// Where it stands how the words of this database were made; a new way of making them is a new number.
const MADE: (&str, &str) = ("case-words", "1");

/// Writes the words of a message that was just added to a case, in one statement that travels with the next. What staff write among
/// themselves is no case of the clinic's, and is not found as one.
pub(crate) fn add_words(tx: &mut WriteTx, case: &Case, message: &NewMessage<'_>) -> Result<(), StoreError> {
    if case.kind == Kind::Internal {
        return Ok(());
    }
    let answers = message.answers.map(written_in).unwrap_or_default();
    let texts = [case.subject.as_str(), message.body, message.alternative.unwrap_or_default()];
    let words = kept(case.unit, texts.into_iter().chain(answers.iter().map(String::as_str)));
    tx.put(
        "INSERT INTO case_search (unit_id, case_id, words) VALUES (?1, ?2, ?3)
         ON CONFLICT (unit_id, case_id) DO UPDATE SET words = case_search.words || excluded.words
             WHERE length(case_search.words) < ?4",
        params![case.unit, case.id, words, FULL],
    )
}

/// What somebody wrote into a form. The choices that they made are not their words.
fn written_in(json: &str) -> Vec<String> {
    let Ok(answers) = Answers::from_json(json) else { return Vec::new() };
    let text = |value: &Value| match value {
        Value::Text(text) | Value::Number(text) | Value::Date(text) | Value::Phone(text) => Some(text.clone()),
        Value::Choice(_) | Value::Choices(_) | Value::Files(_) | Value::Agreed => None,
    };
    answers.iter().filter_map(|answer| text(&answer.value)).collect()
}

/// Indexes the cases of a database that has some from before there was an index, a hundred in a transaction, while others write.
/// Done once; gives how many cases it met.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn index_older_cases(db: &Db, now: Instant) -> Result<usize, StoreError> {
    let (actor, mut after, mut met) = (Actor::system(Door::System, now), None, 0);
    let mut read = db.read().await?;
    let made: Option<(String,)> = read.optional("SELECT value FROM setting WHERE key = ?1", params![MADE.0]).await?;
    drop(read);
    if made.is_some_and(|(made,)| made == MADE.1) {
        return Ok(0);
    }
    loop {
        let indexed = db
            .write(&actor, after, |tx, after| {
                Box::pin(async move {
                    let cases = index_batch(tx, *after).await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record(cases, "an index of what is there changes nothing"))
                })
            })
            .await?;
        met += indexed.len();
        match indexed.last() {
            Some(last) if indexed.len() == BATCH => after = Some(*last),
            _ => return Ok(met),
        }
    }
}

type CaseRow = (CaseId, UnitId, String);

async fn index_batch(tx: &mut WriteTx, after: Option<CaseId>) -> Result<Vec<CaseId>, StoreError> {
    let after = after.map_or([0; 16], |case| *case.as_bytes());
    let sql = format!(
        "SELECT c.id, c.unit_id, c.subject FROM care_case c WHERE c.id > ?1 AND c.kind <> 'internal' ORDER BY c.id LIMIT {BATCH}"
    );
    let cases: Vec<CaseRow> = tx.all(&sql, params![after]).await?;
    for (case, unit, subject) in &cases {
        let texts = texts_of(tx, *case).await?;
        let words = kept(*unit, std::iter::once(subject.as_str()).chain(texts.iter().map(String::as_str)));
        tx.put(
            "INSERT INTO case_search (unit_id, case_id, words) VALUES (?1, ?2, ?3)
             ON CONFLICT (unit_id, case_id) DO UPDATE SET words = excluded.words",
            params![unit, case, words],
        )?;
    }
    if cases.len() < BATCH {
        tx.put(
            "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![MADE.0, MADE.1],
        )?;
    }
    Ok(cases.into_iter().map(|(case, _, _)| case).collect())
}

type MessageRow = (String, Option<String>, Option<String>);

/// All that was written in a case.
pub(crate) async fn texts_of(tx: &mut Tx, case: CaseId) -> Result<Vec<String>, StoreError> {
    let messages: Vec<MessageRow> = tx
        .all("SELECT body, alternative, answers FROM case_message WHERE case_id = ?1 ORDER BY id", params![case])
        .await?;
    let mut texts = Vec::new();
    for (body, alternative, answers) in messages {
        texts.push(body);
        texts.extend(alternative);
        texts.extend(answers.as_deref().map(written_in).unwrap_or_default());
    }
    Ok(texts)
}
