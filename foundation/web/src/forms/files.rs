//! A form that carries files.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse as _;
use bytes::Bytes;
use http::StatusCode;

use super::{FieldName, Form, FormRejection, MAX_FIELDS, Message};
use crate::{Errors, Lang, format};

/// The largest file that a form may carry: the manuals' 20 MB.
pub const MAX_FILE_BYTES: usize = 20_000_000;
/// The most files that a form may carry.
pub const MAX_FILES: usize = 10;

/// A file that was sent. Its name and kind are what the sender says: the content is to be checked before it is believed.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// The field that it was sent in.
    pub field: String,
    /// The name that it had with the sender, without folders.
    pub name: String,
    /// The content; empty when it was larger than [`MAX_FILE_BYTES`].
    pub content: Bytes,
    /// It was larger than allowed and has not been kept.
    pub too_large: bool,
}

/// What was typed and what was sent along. The route needs a body limit that has room for it.
#[derive(Clone, Debug, Default)]
pub struct FormWithFiles {
    /// What was typed.
    pub form: Form,
    /// The files, in the order in which they were sent.
    pub files: Vec<SentFile>,
}

impl FormWithFiles {
    /// The files of a field. One that is too large makes an error beside the field and is left out.
    pub fn files_of(&self, field: &FieldName, errors: &mut Errors) -> Vec<&SentFile> {
        let sent = self.files.iter().filter(|file| file.field == field.name);
        let (too_large, kept): (Vec<_>, Vec<_>) = sent.partition(|file| file.too_large);
        if !too_large.is_empty() {
            let max = format::size(Lang::Sv, MAX_FILE_BYTES as u64);
            errors.add(field, Message::new("web-file-too-large").with("max", max));
        }
        kept
    }

    async fn read(mut parts: Multipart) -> Result<Self, StatusCode> {
        let mut read = Self::default();
        let mut fields = 0;
        while let Some(part) = parts.next_field().await.map_err(|error| status(&error))? {
            fields += 1;
            if fields > MAX_FIELDS {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(without_folders) {
                None => {
                    let value = part.bytes().await.map_err(|error| status(&error))?;
                    read.form.add_bytes(field, &value);
                }
                // A file field that was left empty is sent with an empty name.
                Some(name) if name.is_empty() => {}
                Some(_) if read.files.len() == MAX_FILES => return Err(StatusCode::PAYLOAD_TOO_LARGE),
                Some(name) => {
                    let content = content(part).await.map_err(|error| status(&error))?;
                    let too_large = content.is_none();
                    let content = content.unwrap_or_default();
                    read.files.push(SentFile { field, name, content, too_large });
                }
            }
        }
        Ok(read)
    }
}

/// The content of a file, or nothing when it is too large. It is read to its end either way: what follows it in the form
/// is still wanted.
async fn content(mut part: Field<'_>) -> Result<Option<Bytes>, MultipartError> {
    let mut content = Vec::new();
    let mut total = 0;
    while let Some(chunk) = part.chunk().await? {
        total += chunk.len();
        if total <= MAX_FILE_BYTES {
            content.extend_from_slice(&chunk);
        } else {
            content = Vec::new();
        }
    }
    Ok((total <= MAX_FILE_BYTES).then(|| content.into()))
}

fn status(error: &MultipartError) -> StatusCode {
    error.status()
}

/// Some browsers send the whole path; control characters would break the header in which the name is sent back.
fn without_folders(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

impl<S: Send + Sync> FromRequest<S> for FormWithFiles {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let headers = request.headers().clone();
        let parts = match Multipart::from_request(request, state).await {
            Ok(parts) => parts,
            Err(error) => return Err(FormRejection::new(error.into_response().status(), headers)),
        };
        Self::read(parts).await.map_err(|status| FormRejection::new(status, headers))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::forms::field;

    const FILE: FieldName = field("file", "web-search");

    async fn send(parts: &[(&str, &[u8])]) -> Result<FormWithFiles, FormRejection> {
        let mut body = Vec::new();
        for (disposition, content) in parts {
            body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let mut request = Request::new(Body::from(body));
        let kind = http::HeaderValue::from_static("multipart/form-data; boundary=x");
        request.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        axum::extract::DefaultBodyLimit::disable().apply(&mut request);
        FormWithFiles::from_request(request, &()).await
    }

    #[tokio::test]
    async fn what_was_typed_and_what_was_sent_along_are_both_read() {
        let sent = send(&[
            ("name=\"title\"", "Årsrapport\0".as_bytes()),
            ("name=\"file\"; filename=\"C:\\fakepath\\rapport.pdf\"", b"%PDF"),
            ("name=\"file\"; filename=\"\"", b""),
        ])
        .await
        .unwrap();
        assert!(sent.form.value("title").starts_with("Årsrapport"));
        let mut errors = Errors::new();
        let files = sent.files_of(&FILE, &mut errors);
        assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["rapport.pdf"]);
        assert!(errors.is_empty());
        assert_eq!(sent.form.required(&field("title", "web-search"), crate::forms::text(100), &mut errors), None);
        assert_eq!(errors.of("title").map(Message::id), Some("web-forbidden-character"));
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_is_refused_beside_its_field_and_the_rest_is_kept() {
        let large = vec![b'a'; MAX_FILE_BYTES + 1];
        let sent = send(&[("name=\"file\"; filename=\"a.pdf\"", &large), ("name=\"title\"", b"Kvar")]).await.unwrap();
        let mut errors = Errors::new();
        assert!(sent.files_of(&FILE, &mut errors).is_empty());
        assert_eq!(errors.of("file").map(Message::id), Some("web-file-too-large"));
        assert_eq!(sent.form.value("title"), "Kvar");
    }

    #[tokio::test]
    async fn too_many_files_are_refused() {
        let file: (&str, &[u8]) = ("name=\"file\"; filename=\"a.pdf\"", b"x");
        assert!(send(&[file; MAX_FILES]).await.is_ok());
        assert!(send(&[file; MAX_FILES + 1]).await.is_err());
    }
}
