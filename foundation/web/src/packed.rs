//! A text that is given to many as it is: packed once for all of them.

use std::io::Write as _;
use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};

/// Packed as tightly as is worth the time, for what is kept as long as the program runs.
pub const TIGHT: u32 = 9;
/// Packed as answers are that are made for one: for what is given to many, and soon made anew.
pub const QUICK: u32 = 4;

/// A text, and the same packed with Brotli when a browser first takes that.
#[derive(Debug)]
pub struct Packed {
    plain: Bytes,
    quality: u32,
    brotli: OnceLock<Bytes>,
}

impl Packed {
    /// A text. `quality` is Brotli's own: [`TIGHT`] or [`QUICK`].
    #[must_use]
    pub fn new(plain: impl Into<Bytes>, quality: u32) -> Self {
        Self { plain: plain.into(), quality, brotli: OnceLock::new() }
    }

    /// The text.
    #[must_use]
    pub const fn plain(&self) -> &Bytes {
        &self.plain
    }

    /// The text packed; nothing where it could not be.
    #[must_use]
    pub fn brotli(&self) -> &Bytes {
        self.brotli.get_or_init(|| brotli(&self.plain, self.quality))
    }

    /// The answer to a browser, packed where it takes that. It has no kind yet.
    #[must_use]
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let varies = [(VARY, "accept-encoding")];
        if takes_brotli(headers) && !self.brotli().is_empty() {
            (varies, [(CONTENT_ENCODING, "br")], self.brotli().clone()).into_response()
        } else {
            (varies, self.plain.clone()).into_response()
        }
    }
}

fn brotli(plain: &[u8], quality: u32) -> Bytes {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, quality, 22);
    // Writing to memory does not fail; were it to, the empty result says that the plain text is to be sent.
    let written = writer.write_all(plain).and_then(|()| writer.flush());
    drop(writer);
    if written.is_ok() { Bytes::from(packed) } else { Bytes::new() }
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|encoding| encoding.trim() == "br")
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use http::HeaderValue;

    use super::*;

    async fn given(packed: &Packed, encoding: &'static str) -> (HeaderMap, Bytes) {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(encoding))]);
        let (parts, body) = packed.answer(&headers).into_parts();
        (parts.headers, to_bytes(body, usize::MAX).await.unwrap())
    }

    #[tokio::test]
    async fn who_takes_it_packed_gets_the_same_text_as_who_does_not() {
        let text = "Vårdcentralen Ekbacken ".repeat(100);
        for quality in [QUICK, TIGHT] {
            let packed = Packed::new(text.clone(), quality);
            let (headers, body) = given(&packed, "gzip, br").await;
            assert_eq!(
                (headers[CONTENT_ENCODING].to_str().unwrap(), headers[VARY].to_str().unwrap()),
                ("br", "accept-encoding")
            );
            assert!(body.len() < text.len() / 10, "{} bytes", body.len());
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut body.as_ref(), &mut unpacked).unwrap();
            assert_eq!(unpacked, text.as_bytes());
            let (headers, body) = given(&packed, "gzip").await;
            assert!(!headers.contains_key(CONTENT_ENCODING) && headers[VARY] == "accept-encoding");
            assert_eq!(body, text.as_bytes());
        }
    }
}
