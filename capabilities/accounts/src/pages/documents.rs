//! *Dokument*: typed files, judged by what is in them.

use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::response::{IntoResponse, Response};
use behorig_access::{AccountId, DocumentId, Service};
use behorig_visit::{App, PageError, Rejected, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Column, EmptyState, Fields, Icon, PostForm, Row, Section, Table, link_button,
};
use behorig_web::paths::query_value;
use behorig_web::{Errors, FieldName, Form, Message, field, format};
use http::header;
use maud::{Markup, html};

use super::{account_id, account_page, account_page_again};
use crate::fields::Tab;
use crate::records::{
    Account, DocumentType, MOST_BYTES, NewDocument, add_document, document, documents_of, end_document, for_viewer,
};

static KIND: FieldName = field("kind", "accounts-document-kind");
static FILE: FieldName = field("file", "accounts-document-file");
/// The form's key, which stands in no label.
static ONCE: FieldName = field(PostForm::ONCE, "accounts-document-file");
const ACCEPTED: &str = ".pdf,.png,.jpg,.jpeg,.gif";
const LONGEST_NAME: usize = 150;

/// The files. Service 387 at the account's unit.
pub(crate) async fn show(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let now = visit.now;
    let account = for_viewer(visit.snapshot.get().await?, &visit.viewer, id, Service::ViewDocuments, now).await?;
    let errors = Errors::new();
    let body = body(&mut visit, &account, &Form::default(), &errors).await?;
    Ok(account_page(&visit, &account, Tab::Documents, body))
}

async fn body(visit: &mut Visit, account: &Account, form: &Form, errors: &Errors) -> Result<Markup, PageError> {
    let lang = visit.lang;
    let kept = documents_of(visit.snapshot.get().await?, account.id).await?;
    let writes = account.rights.may(Service::EditDocuments) && !account.rights.ended;
    let path = format!("{}{}", account.path(), Tab::Documents.step());
    let table = Table::new(
        lang.t("accounts-tab-documents"),
        [
            Column::new(lang.t("accounts-document-name")),
            Column::new(lang.t("accounts-document-kind")),
            Column::new(lang.t("accounts-document-size")).number(),
            Column::new(lang.t("accounts-document-added")),
            Column::new(lang.t("accounts-end-document")).unlabelled(),
        ],
    )
    .rows(kept.iter().map(|file| {
        let added = format::date_time(lang, file.added_at.as_millis());
        let by = file.added_by.as_deref().map(|name| format!("{added}, {name}")).unwrap_or(added);
        Row::link(format!("{path}/{}", file.id), file.name.clone())
            .cell(lang.t(file.kind.label()))
            .cell(format::size(lang, u64::try_from(file.size).unwrap_or(0)))
            .cell(by)
            .cell(html! {
                @if writes {
                    (PostForm::to(format!("{path}/{}/avslut", file.id), html! {
                        (Button::secondary(lang.t("accounts-end-document")).about(file.name.as_str()))
                    }).once(Visit::form_key()))
                }
            })
    }));
    let f = Fields::new(lang, form, errors);
    let kinds = DocumentType::ALL.map(|kind| Choice::new(kind.key(), lang.t(kind.label())));
    Ok(html! {
        @if kept.is_empty() {
            (EmptyState::new(Icon::Document, lang.t("accounts-no-documents"), lang.t("accounts-no-documents-text")))
        } @else { (table) }
        @if writes {
            (Section::new(lang.t("accounts-add-document"), html! {
                (PostForm::to(path.as_str(), html! {
                    (f.select(&KIND).options(kinds).prompt(lang.t("accounts-choose")))
                    (f.file(&FILE, ACCEPTED))
                    (Button::primary(lang.t("accounts-add-document-button")))
                }).once(Visit::form_key()).with_files())
            }).about(lang.t("accounts-documents-about")))
        }
        div.button-row { (link_button("/anvandare", &lang.t("accounts-close"))) }
    })
}

/// What a form with a file brings.
struct Sent {
    form: Form,
    file: Option<(String, Vec<u8>)>,
    too_large: bool,
}

async fn read(mut multipart: Multipart) -> Result<Sent, PageError> {
    let mut sent = Sent { form: Form::default(), file: None, too_large: false };
    let malformed = |_| PageError::Malformed("not a form with a file");
    while let Some(part) = multipart.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == FILE.name {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            match part.bytes().await {
                Ok(content) if content.is_empty() => {}
                Ok(content) => sent.file = Some((file_name, content.to_vec())),
                Err(error) if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE => {
                    // Nothing can be read after a part that is too large; what came before it is kept.
                    sent.too_large = true;
                    return Ok(sent);
                }
                Err(error) => return Err(malformed(error)),
            }
        } else if name == KIND.name {
            sent.form.fill(&KIND, part.text().await.map_err(malformed)?);
        } else if name == PostForm::ONCE {
            sent.form.fill(&ONCE, part.text().await.map_err(malformed)?);
        }
    }
    Ok(sent)
}

/// What may be kept: PDF, PNG, JPEG and GIF, by what the file begins with, never by what it is called.
fn judged(content: &[u8]) -> Option<&'static str> {
    match infer::get(content)?.mime_type() {
        kind @ ("application/pdf" | "image/png" | "image/jpeg" | "image/gif") => Some(kind),
        _ => None,
    }
}

/// The file's own name: no folders, nothing that cannot be seen, not too long.
fn plain_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.trim().is_empty() { "dokument".to_owned() } else { name.trim().to_owned() }
}

fn parse(sent: Sent, errors: &mut Errors) -> Option<NewDocument> {
    let kind = sent.form.required(
        &KIND,
        |key| DocumentType::from_key(key).ok_or(Message::new("accounts-wrong-choice")),
        errors,
    );
    let too_large = || Message::new("accounts-file-too-large");
    match sent.file {
        _ if sent.too_large => errors.add(&FILE, too_large()),
        None => errors.add(&FILE, FILE.missing()),
        Some((_, content)) if content.len() > MOST_BYTES => errors.add(&FILE, too_large()),
        Some((name, content)) => match judged(&content) {
            Some(media_type) => {
                return Some(NewDocument { kind: kind?, name: plain_name(&name), media_type, content });
            }
            None => errors.add(&FILE, "accounts-file-wrong-kind"),
        },
    }
    None
}

/// Adds a file. Service 388 at the account's unit.
pub(crate) async fn add(
    mut visit: Visit,
    Path(id): Path<String>,
    State(app): State<App>,
    request: Request,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let now = visit.now;
    // Asked before twenty megabytes are read, and again in the transaction that keeps them.
    let account = for_viewer(visit.snapshot.get().await?, &visit.viewer, id, Service::EditDocuments, now).await?;
    visit.snapshot.give_up();
    let multipart =
        Multipart::from_request(request, &app).await.map_err(|_| PageError::Malformed("not a form with a file"))?;
    let sent = read(multipart).await?;
    let mut errors = Errors::new();
    let key = sent.form.value(PostForm::ONCE).to_owned();
    let form = sent.form.clone();
    let Some(new) = parse(sent, &mut errors) else { return again(visit, &account, &form, &errors).await };
    let (seat, actor) = (visit.seat(), visit.actor());
    let outcome = visit
        .submit(&actor, &key, (seat, id, new), |tx, (seat, id, new)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::EditDocuments, now).await?;
                if account.rights.ended {
                    return Err(PageError::Stale.into());
                }
                let recorded = add_document(tx, account.id, new).await?;
                Ok(recorded.with(format!("{}{}", account.path(), Tab::Documents.step())))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "accounts-document-kept")),
        Err(Rejected::Errors(errors)) => again(visit, &account, &form, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn again(mut visit: Visit, account: &Account, form: &Form, errors: &Errors) -> Result<Response, PageError> {
    let body = body(&mut visit, account, form, errors).await?;
    Ok(account_page_again(&visit, account, Tab::Documents, errors, body))
}

/// Opens a file. Service 387 at the account's unit.
pub(crate) async fn open(mut visit: Visit, Path((id, file)): Path<(String, String)>) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let file: DocumentId = file.parse().map_err(|_| PageError::NotFound)?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, Service::ViewDocuments, now).await?;
    let (name, media_type, content) = document(tx, account.id, file).await?.ok_or(PageError::NotFound)?;
    // Saved rather than shown: nothing of an uploaded file runs on our address.
    let disposition = format!("attachment; filename*=UTF-8''{}", query_value(&name).replace('/', "%2F"));
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// Ends a file. Service 388 at the account's unit.
pub(crate) async fn end(
    Path((id, file)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: AccountId = account_id(&id)?;
    let file: DocumentId = file.parse().map_err(|_| PageError::NotFound)?;
    let seat = submission.visit.seat();
    let outcome = submission
        .submit((seat, id, file), |tx, (seat, id, file)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::EditDocuments, now).await?;
                let recorded = end_document(tx, account.id, *file).await?;
                Ok(recorded.with(format!("{}{}", account.path(), Tab::Documents.step())))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-document-ended")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_is_in_it_and_not_what_it_is_called() {
        assert_eq!(judged(b"%PDF-1.7\n..."), Some("application/pdf"));
        assert_eq!(judged(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(judged(b"GIF89a......"), Some("image/gif"));
        for other in [b"<script>alert(1)</script>".as_slice(), b"MZ\x90\x00", b"PK\x03\x04....", b"", b"<svg xmlns="] {
            assert_eq!(judged(other), None);
        }
    }

    #[test]
    fn a_files_name_leads_nowhere() {
        assert_eq!(plain_name("..\\..\\C:/avtal\0 2026.pdf"), "avtal 2026.pdf");
        assert_eq!(plain_name("/etc/"), "dokument");
        assert_eq!(plain_name(&"å".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
