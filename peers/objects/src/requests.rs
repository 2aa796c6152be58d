//! What a request asks for, and what is done about it.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use sha2::{Digest as _, Sha256};

use crate::answers::{self, Answer};
use crate::bucket::{Bucket, Object};
use crate::encoding::{decoded, parameters};
use crate::refusal::{
    BAD_DIGEST, INTERNAL_ERROR, NO_SUCH_BUCKET, NO_SUCH_KEY, NO_SUCH_UPLOAD, NOT_IMPLEMENTED, Refusal, SLOW_DOWN,
};
use crate::running::{House, Weather};
use crate::signature;

/// The most that one request may bring, in bytes.
const MOST: usize = 64 * 1024 * 1024;
/// The most that one page of a list holds.
const LISTED: usize = 1_000;

/// What the store can be asked for, by the names of the S3 reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `PutObject`.
    Put,
    /// `GetObject`.
    Get,
    /// `HeadObject`.
    Head,
    /// `DeleteObject`.
    Delete,
    /// `ListObjectsV2`.
    List,
    /// `CreateMultipartUpload`.
    Begin,
    /// `UploadPart`.
    Part,
    /// `CompleteMultipartUpload`.
    Complete,
    /// `AbortMultipartUpload`.
    Abort,
}

/// A request, taken apart.
struct Asked {
    operation: Operation,
    bucket: String,
    key: String,
    parameters: Vec<(String, String)>,
}

impl Asked {
    fn of(head: &Parts) -> Option<Self> {
        let path = head.uri.path().strip_prefix('/')?;
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        // In a path, a plus sign is itself.
        let key = text(decoded(&key.replace('+', "%2B")))?;
        let parameters: Option<Vec<_>> =
            parameters(head.uri.query()).into_iter().map(|(name, value)| Some((text(name)?, text(value)?))).collect();
        let parameters = parameters?;
        let has = |name: &str| parameters.iter().any(|(given, _)| given == name);
        let operation = match (&head.method, key.is_empty()) {
            (&Method::GET, true) if has("list-type") => Operation::List,
            (&Method::GET, false) => Operation::Get,
            (&Method::HEAD, false) => Operation::Head,
            (&Method::PUT, false) if has("uploadId") => Operation::Part,
            (&Method::PUT, false) if !head.headers.contains_key("x-amz-copy-source") => Operation::Put,
            (&Method::POST, false) if has("uploads") => Operation::Begin,
            (&Method::POST, false) if has("uploadId") => Operation::Complete,
            (&Method::DELETE, false) if has("uploadId") => Operation::Abort,
            (&Method::DELETE, false) => Operation::Delete,
            _ => return None,
        };
        Some(Self { operation, bucket: bucket.to_owned(), key, parameters })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

/// Answers one request. An error hangs up.
pub(crate) async fn answer(request: Request<Incoming>, house: Arc<House>) -> Result<Answer, std::io::Error> {
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let Some(asked) = Asked::of(&head) else { return Ok(answers::refused(NOT_IMPLEMENTED, &path)) };
    house.note(asked.operation);
    let mut cut = None;
    match house.weather(asked.operation) {
        Weather::Fair => {}
        Weather::Silent => std::future::pending().await,
        Weather::HangsUp => return Err(std::io::Error::other("it hangs up, as it was told to")),
        Weather::Overloaded => return Ok(answers::refused(SLOW_DOWN, &path)),
        Weather::Broken => return Ok(answers::refused(INTERNAL_ERROR, &path)),
        Weather::CutsOff(after) => cut = Some(after),
    }
    let outcome = match signature::check(&house.keys, &head, house.now()) {
        Err(refusal) => Err(refusal),
        Ok(_) if asked.bucket != house.bucket_name => Err(NO_SUCH_BUCKET),
        Ok(signed) => {
            let body = Limited::new(body, MOST).collect().await.map_err(std::io::Error::other)?.to_bytes();
            signed
                .check(&body)
                .and_then(|()| checksum(&head, &body))
                .and_then(|()| act(&house, &asked, &head, body, cut))
        }
    };
    Ok(outcome.unwrap_or_else(|refusal| answers::refused(refusal, &path)))
}

/// What the sender says of the content besides the signature.
fn checksum(head: &Parts, body: &[u8]) -> Result<(), Refusal> {
    match head.headers.get("x-amz-checksum-sha256") {
        Some(said) if said.as_bytes() != BASE64_STANDARD.encode(Sha256::digest(body)).as_bytes() => Err(BAD_DIGEST),
        _ => Ok(()),
    }
}

fn act(house: &House, asked: &Asked, head: &Parts, body: Bytes, cut: Option<usize>) -> Result<Answer, Refusal> {
    let now = house.now();
    let range = head.headers.get(http::header::RANGE).and_then(|range| range.to_str().ok());
    house.with_bucket(|bucket| match asked.operation {
        Operation::Put => {
            let object = Object::new(body, now);
            let etag = object.etag.clone();
            bucket.put(asked.key.clone(), object);
            Ok(answers::tagged(&etag))
        }
        Operation::Get => answers::object(bucket.get(&asked.key).ok_or(NO_SUCH_KEY)?, range, cut),
        Operation::Head => Ok(answers::head(bucket.get(&asked.key).ok_or(NO_SUCH_KEY)?)),
        // What is not there is gone: that is no error.
        Operation::Delete => {
            bucket.remove(&asked.key);
            Ok(answers::plain(StatusCode::NO_CONTENT))
        }
        Operation::List => Ok(list(house, bucket, asked)),
        Operation::Begin => {
            let id = bucket.begin(asked.key.clone());
            Ok(answers::begun(&asked.bucket, &asked.key, &id))
        }
        Operation::Part => {
            let number = asked.parameter("partNumber").and_then(|number| number.parse().ok());
            let number = number.filter(|number| (1..=10_000).contains(number)).ok_or(NOT_IMPLEMENTED)?;
            let part = Object::new(body, now);
            let etag = part.etag.clone();
            bucket.part(&asked.key, upload_of(asked)?, number, part)?;
            Ok(answers::tagged(&etag))
        }
        Operation::Complete => {
            let named = answers::named_parts(&body)?;
            let etag = bucket.complete(&asked.key, upload_of(asked)?, &named, now)?;
            Ok(answers::completed(&asked.bucket, &asked.key, &etag))
        }
        Operation::Abort => {
            bucket.abort(&asked.key, upload_of(asked)?)?;
            Ok(answers::plain(StatusCode::NO_CONTENT))
        }
    })
}

fn upload_of(asked: &Asked) -> Result<&str, Refusal> {
    asked.parameter("uploadId").ok_or(NO_SUCH_UPLOAD)
}

fn list(house: &House, bucket: &Bucket, asked: &Asked) -> Answer {
    let prefix = asked.parameter("prefix").unwrap_or_default();
    let after = asked.parameter("continuation-token").or_else(|| asked.parameter("start-after")).unwrap_or_default();
    let most = asked.parameter("max-keys").and_then(|most| most.parse().ok()).unwrap_or(LISTED).min(LISTED);
    let delimiter = asked.parameter("delimiter").filter(|delimiter| !delimiter.is_empty());
    answers::listed(&house.bucket_name, prefix, &bucket.list(prefix, delimiter, after, most))
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Put,
        Self::Get,
        Self::Head,
        Self::Delete,
        Self::List,
        Self::Begin,
        Self::Part,
        Self::Complete,
        Self::Abort,
    ];
}
