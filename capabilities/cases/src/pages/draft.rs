//! What is being written, kept as one types; and who else has the case open, told in the same breath.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use behorig_access::CaseId;
use behorig_store::{Recorded, WriteTx};
use behorig_visit::{PageError, Seat, Submission};
use behorig_web::{Form, Lang, format};
use serde::{Deserialize, Serialize};

use super::account_of;
use super::answer::{ALTERNATIVE, BODY};
use crate::records::{Draft, DraftKey, Present, for_viewer, keep_draft, note_presence, others_at};

/// What is being written, as its draft keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    body: String,
    #[serde(default)]
    alternative: String,
}

impl Typed {
    /// What a form holds now.
    pub fn of(form: &Form) -> Self {
        Self { body: form.value(&BODY.name).to_owned(), alternative: form.value(&ALTERNATIVE.name).to_owned() }
    }

    /// As a draft keeps it.
    pub fn to_content(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A form filled with what a draft kept.
pub(crate) fn typed_from(draft: Option<&Draft>) -> Form {
    let typed: Typed = draft.and_then(|draft| serde_json::from_str(&draft.content).ok()).unwrap_or_default();
    Form::filled([(&BODY, typed.body), (&ALTERNATIVE, typed.alternative)])
}

/// Keeps the draft and answers with a line of text. Service 405 where the case is, or service 406 and having it.
///
/// `skriver` says that something was typed; without it the page only tells that it is still open.
pub(crate) async fn keep(Path(id): Path<String>, submission: Submission) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let Submission { visit, form } = submission;
    account_of(&visit)?;
    let writing = !form.value("skriver").is_empty();
    let content = writing.then(|| Typed::of(&form).to_content());
    let others = visit
        .app
        .db
        .write(&visit.actor(), (visit.seat(), id, content), |tx, (seat, id, content)| {
            Box::pin(async move { kept(tx, seat, *id, content.as_deref()).await })
        })
        .await?;
    let time = format::local(visit.now.0).time();
    Ok(told(visit.lang, writing.then(|| format::time(visit.lang, time)), &others).into_response())
}

async fn kept(
    tx: &mut WriteTx,
    seat: &Seat,
    id: CaseId,
    content: Option<&str>,
) -> Result<Recorded<Vec<Present>>, PageError> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    for_viewer(tx, &viewer, id, now).await?.1.of_staff()?;
    let account = seat.account().ok_or(PageError::NotFound)?;
    if let Some(content) = content {
        keep_draft(tx, DraftKey::in_case(seat.holder, id), content).await?;
    }
    note_presence(tx, id, account, content.is_some()).await?;
    let others = others_at(tx, id, account, now).await?;
    Ok(Recorded::nothing_to_record(others, "a draft is its writer's own and no part of the case"))
}

fn told(lang: Lang, kept_at: Option<String>, others: &[Present]) -> String {
    let kept = kept_at.map(|time| lang.tr("cases-draft-kept", &[("time", time.into())]).into_owned());
    let also = others.iter().map(|other| {
        let title = lang.tr("cases-also-open", &[("name", other.name.as_str().into())]);
        if other.writing { format!("{title} {}", lang.t("cases-also-writing")) } else { title.into_owned() }
    });
    kept.into_iter().chain(also).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_draft_kept_is_typed_again() {
        let form = Form::filled([(&BODY, "Hej <b>Åsa</b>\nRad två".to_owned()), (&ALTERNATIVE, "a2".to_owned())]);
        let content = Typed::of(&form).to_content();
        let draft = Draft {
            id: behorig_access::DraftId::from_bytes([1; 16]),
            content,
            updated_at: behorig_access::Instant(0),
            version: 1,
        };
        assert_eq!(typed_from(Some(&draft)), form);
        assert_eq!(typed_from(None).value(&BODY.name), "");
    }
}
