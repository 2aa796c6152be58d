//! What a resident is writing: a draft on the server, with its files.

use std::collections::BTreeMap;

use behorig_access::{CaseId, CaseTypeId, Holder, Instant, PersonId, UnitId};
use behorig_case_types::rules::Value;
use behorig_case_types::{Answers, CaseType};
use behorig_cases::records::{Case, DraftKey, unread_of_person, wards_of};
pub(crate) use behorig_cases::records::{Written, keep_written, take_from_draft, written};
use behorig_store::{Param, StoreError, ToParam, Tx, params};
use behorig_web::Lang;

use crate::whom::Whom;

/// The draft of a new case of a type.
pub(crate) fn of_case_type(whom: &Whom, case_type: CaseTypeId) -> DraftKey {
    DraftKey::of_case_type(whom.writer, case_type, whom.person.id)
}

/// The draft of a reply.
pub(crate) fn of_reply(writer: PersonId, case: CaseId) -> DraftKey {
    DraftKey::in_case(Holder::Person(writer), case)
}

/// Whether the person ever held a grant that opened the case type, live or not: then it is told why it is shut, and nothing that was
/// written is lost.
pub(crate) async fn was_let_in(
    tx: &mut Tx,
    person: PersonId,
    case_type: &CaseType,
    now: Instant,
) -> Result<bool, StoreError> {
    let row: Option<(UnitId,)> = tx
        .optional(
            "SELECT unit_id FROM grants WHERE holder_person = ?1 AND unit_id = ?2 AND from_at <= ?5
                 AND (object_id = ?3 OR (object_id IS NULL AND NOT ?4)) LIMIT 1",
            params![person, case_type.unit, case_type.id, case_type.restricted, now],
        )
        .await?;
    Ok(row.is_some())
}

/// How many unread cases a person has, their young children's with them.
pub(crate) async fn unread(tx: &mut Tx, person: PersonId, now: Instant) -> Result<i64, StoreError> {
    let mut unread = unread_of_person(tx, person).await?;
    for ward in wards_of(tx, person, now).await? {
        unread += unread_of_person(tx, ward.person).await?;
    }
    Ok(unread)
}

/// What cases are about, in the reader's language: of a ready case type its name there, and else what was written.
pub(crate) async fn subject_in(tx: &mut Tx, lang: Lang, case: &Case) -> Result<String, StoreError> {
    if lang == Lang::Sv {
        return Ok(case.subject.clone());
    }
    let case_type = match case.case_type {
        Some(id) => behorig_case_types::find(tx, id).await?,
        None => None,
    };
    // The clinic may have named it anew since.
    let named = case_type.filter(|case_type| case_type.name == case.subject);
    Ok(named.map_or_else(|| case.subject.clone(), |case_type| case_type.name_in(lang).to_owned()))
}

/// What is read first of each case, by case.
pub(crate) type FirstWords = BTreeMap<CaseId, String>;

/// As many letters of it are shown in a list.
const FEW: usize = 70;

/// The first words of cases: what was written freely, or the first text of the form that was filled in. Two of the same type are told
/// apart by them.
pub(crate) async fn first_words(tx: &mut Tx, cases: impl Iterator<Item = CaseId>) -> Result<FirstWords, StoreError> {
    let cases: Vec<CaseId> = cases.collect();
    if cases.is_empty() {
        return Ok(FirstWords::new());
    }
    let places: Vec<String> = (1..=cases.len()).map(|place| format!("?{place}")).collect();
    // A message's id rises with time, so the first of a case is the lowest.
    let sql = format!(
        "SELECT m.case_id, m.body, m.answers FROM case_message m
         WHERE m.case_id IN ({}) AND NOT EXISTS (
             SELECT 1 FROM case_message before WHERE before.case_id = m.case_id AND before.id < m.id)",
        places.join(", ")
    );
    let params: Vec<Param<'_>> = cases.iter().map(ToParam::to_param).collect();
    let rows: Vec<(CaseId, String, Option<String>)> = tx.all(&sql, &params).await?;
    Ok(rows.into_iter().map(|(case, body, answers)| (case, few(&body, answers.as_deref()))).collect())
}

fn few(body: &str, answers: Option<&str>) -> String {
    let answers = answers.filter(|_| body.trim().is_empty()).and_then(|json| Answers::from_json(json).ok());
    let text = answers.as_ref().and_then(|answers| {
        answers.iter().find_map(|answer| match &answer.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    });
    let words = text.unwrap_or(body).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= FEW {
        return words;
    }
    let cut: String = words.chars().take(FEW).collect();
    // Not in the middle of a word, unless it fills the line.
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{cut} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_are_what_was_written_in_whole_words_on_one_line() {
        assert_eq!(few("Hej.\nJag har  ont.", None), "Hej. Jag har ont.");
        let long = few(&"förkyld ".repeat(30), None);
        assert!(long.ends_with("förkyld …") && long.chars().count() <= FEW + 2, "{long}");
        assert_eq!(few(&"å".repeat(300), None).chars().count(), FEW + 2);
        assert_eq!(few("", None), "");
    }

    #[test]
    fn of_a_filled_in_form_the_first_text_is_shown() {
        let answers = r#"[{"field":"about","choice":"own-health"},{"field":"message","text":"Jag behöver råd."}]"#;
        assert_eq!(few("", Some(answers)), "Jag behöver råd.");
        assert_eq!(few("Fritt.", Some(answers)), "Fritt.");
        assert_eq!(few("", Some("not json")), "");
    }
}
