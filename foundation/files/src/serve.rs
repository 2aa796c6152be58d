//! How a file is given out.

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use behorig_visit::PageError;
use bytes::Bytes;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use http::header;
use sha2::{Digest as _, Sha256};

use crate::away::NotRead;
use crate::{Files, StoredFile};

impl Files {
    /// The file as something to save: nothing of what somebody sent runs on our address. Whether it may be had was decided
    /// before. A file that has changed where it lies breaks off instead of ending.
    ///
    /// # Errors
    /// [`PageError::Away`] where the store does not answer, [`PageError::Fault`] where the file is not there any more or has
    /// another size.
    pub async fn serve(&self, file: &StoredFile) -> Result<Response, PageError> {
        let fault = |what: &dyn std::fmt::Display| PageError::Fault(format!("the file {}: {what}", file.id));
        let (size, content) = match self.read(&file.key).await {
            Ok(found) => found,
            Err(NotRead::Away(error)) => return Err(PageError::Away(format!("the file {}: {error}", file.id))),
            Err(NotRead::Missing) => return Err(fault(&NotRead::Missing)),
        };
        if i64::try_from(size) != Ok(file.size) {
            return Err(fault(&"it has another size than when it came"));
        }
        let headers = [
            (header::CONTENT_TYPE, file.kind.media_type().to_owned()),
            (header::CONTENT_LENGTH, size.to_string()),
            (header::CONTENT_DISPOSITION, disposition(&file.name)),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        let id = file.id;
        let content = proven(content.map_err(std::io::Error::other), file.sha256).inspect_err(move |error| {
            tracing::error!(%id, %error, "a file broke off on its way out");
        });
        Ok((headers, Body::from_stream(content)).into_response())
    }
}

/// The content, with an error in place of its end where it is not what came.
fn proven<S>(content: S, sha256: [u8; 32]) -> impl Stream<Item = Result<Bytes, std::io::Error>>
where
    S: Stream<Item = Result<Bytes, std::io::Error>>,
{
    let mut hash = Some(Sha256::new());
    // The end is a piece of its own, so that the sum is there to be judged before the answer is over.
    content.map_ok(Some).chain(futures::stream::once(async { Ok(None) })).map(move |piece| match piece? {
        Some(piece) => {
            if let Some(hash) = &mut hash {
                hash.update(&piece);
            }
            Ok(piece)
        }
        None if hash.take().is_some_and(|hash| <[u8; 32]>::from(hash.finalize()) == sha256) => Ok(Bytes::new()),
        None => Err(std::io::Error::other("its content is not what came")),
    })
}

/// RFC 6266, with the name in the form of RFC 8187.
fn disposition(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
