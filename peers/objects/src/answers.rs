//! Answers in the words of the S3 reference.

use bytes::Bytes;
use futures::stream;
use http::{Response, StatusCode, header};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Frame;
use serde::Deserialize;

use crate::bucket::{Listed, Object};
use crate::refusal::{INVALID_RANGE, MALFORMED_XML, Refusal};

pub(crate) type Body = BoxBody<Bytes, std::io::Error>;
pub(crate) type Answer = Response<Body>;

/// An object goes out in pieces of so many bytes.
const PIECE: usize = 64 * 1024;

#[derive(Deserialize)]
struct CompleteMultipartUpload {
    #[serde(rename = "Part", default)]
    parts: Vec<NamedPart>,
}

#[derive(Deserialize)]
struct NamedPart {
    #[serde(rename = "PartNumber")]
    number: u32,
    #[serde(rename = "ETag")]
    etag: String,
}

/// Which parts an upload is to be made of.
pub(crate) fn named_parts(body: &[u8]) -> Result<Vec<(u32, String)>, Refusal> {
    let text = str::from_utf8(body).map_err(|_| MALFORMED_XML)?;
    let named: CompleteMultipartUpload = quick_xml::de::from_str(text).map_err(|_| MALFORMED_XML)?;
    if named.parts.is_empty() {
        return Err(MALFORMED_XML);
    }
    Ok(named.parts.into_iter().map(|part| (part.number, part.etag)).collect())
}

fn whole(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed()
}

/// An answer without content.
pub(crate) fn plain(status: StatusCode) -> Answer {
    let mut answer = Response::new(whole(Bytes::new()));
    *answer.status_mut() = status;
    answer
}

/// An answer that tells an object's tag and nothing else.
pub(crate) fn tagged(etag: &str) -> Answer {
    let mut answer = plain(StatusCode::OK);
    set(&mut answer, header::ETAG, etag);
    answer
}

fn set(answer: &mut Answer, name: header::HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        answer.headers_mut().insert(name, value);
    }
}

fn xml(status: StatusCode, text: &str) -> Answer {
    let mut answer = Response::new(whole(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}")));
    *answer.status_mut() = status;
    set(&mut answer, header::CONTENT_TYPE, "application/xml");
    answer
}

pub(crate) fn refused(refusal: Refusal, path: &str) -> Answer {
    let Refusal { status, code, message } = refusal;
    let resource = escaped(path);
    xml(
        status,
        &format!("<Error><Code>{code}</Code><Message>{message}</Message><Resource>{resource}</Resource></Error>"),
    )
}

pub(crate) fn begun(bucket: &str, key: &str, id: &str) -> Answer {
    let (bucket, key) = (escaped(bucket), escaped(key));
    let text = format!("<Bucket>{bucket}</Bucket><Key>{key}</Key><UploadId>{id}</UploadId>");
    xml(StatusCode::OK, &format!("<InitiateMultipartUploadResult>{text}</InitiateMultipartUploadResult>"))
}

pub(crate) fn completed(bucket: &str, key: &str, etag: &str) -> Answer {
    let (bucket, key, etag) = (escaped(bucket), escaped(key), escaped(etag));
    let text = format!("<Bucket>{bucket}</Bucket><Key>{key}</Key><ETag>{etag}</ETag>");
    xml(StatusCode::OK, &format!("<CompleteMultipartUploadResult>{text}</CompleteMultipartUploadResult>"))
}

pub(crate) fn listed(bucket: &str, prefix: &str, listed: &Listed) -> Answer {
    let mut text = format!("<Name>{}</Name><Prefix>{}</Prefix>", escaped(bucket), escaped(prefix));
    text.push_str(&format!("<IsTruncated>{}</IsTruncated>", listed.next.is_some()));
    if let Some(next) = &listed.next {
        text.push_str(&format!("<NextContinuationToken>{}</NextContinuationToken>", escaped(next)));
    }
    for (key, object) in &listed.objects {
        text.push_str(&format!(
            "<Contents><Key>{}</Key><LastModified>{}</LastModified><ETag>{}</ETag><Size>{}</Size></Contents>",
            escaped(key),
            object.at,
            escaped(&object.etag),
            object.content.len()
        ));
    }
    for prefix in &listed.prefixes {
        text.push_str(&format!("<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>", escaped(prefix)));
    }
    xml(StatusCode::OK, &format!("<ListBucketResult>{text}</ListBucketResult>"))
}

/// An object, or the part of it that was asked for, in pieces. After `cut` bytes the line breaks.
pub(crate) fn object(object: &Object, range: Option<&str>, cut: Option<usize>) -> Result<Answer, Refusal> {
    let size = object.content.len();
    let (status, from, to) = match range {
        None => (StatusCode::OK, 0, size),
        Some(range) => {
            let (from, to) = bounds(range, size).ok_or(INVALID_RANGE)?;
            (StatusCode::PARTIAL_CONTENT, from, to)
        }
    };
    let content = object.content.slice(from..to);
    let mut pieces = Vec::new();
    let mut rest = content.slice(..cut.unwrap_or(usize::MAX).min(content.len()));
    let is_cut = rest.len() < content.len();
    while !rest.is_empty() {
        pieces.push(Ok(Frame::data(rest.split_to(PIECE.min(rest.len())))));
    }
    if is_cut {
        pieces.push(Err(std::io::Error::other("the line breaks, as it was told to")));
    }
    let mut answer = Response::new(StreamBody::new(stream::iter(pieces)).boxed());
    *answer.status_mut() = status;
    describe(&mut answer, object, content.len());
    if status == StatusCode::PARTIAL_CONTENT {
        set(&mut answer, header::CONTENT_RANGE, &format!("bytes {from}-{}/{size}", to - 1));
    }
    Ok(answer)
}

/// What an object is like, without its content.
pub(crate) fn head(object: &Object) -> Answer {
    let mut answer = plain(StatusCode::OK);
    describe(&mut answer, object, object.content.len());
    answer
}

fn describe(answer: &mut Answer, object: &Object, length: usize) {
    set(answer, header::CONTENT_LENGTH, &length.to_string());
    set(answer, header::ETAG, &object.etag);
    set(answer, header::LAST_MODIFIED, &object.at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    set(answer, header::ACCEPT_RANGES, "bytes");
}

/// Where a range (RFC 9110, 14.1.2) begins and where it is over.
fn bounds(range: &str, size: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (first, last) {
        ("", last) => (size.saturating_sub(last.parse().ok()?), size),
        (first, "") => (first.parse().ok()?, size),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.saturating_add(1).min(size)),
    };
    (from < to).then_some((from, to))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_in_its_three_forms_and_refused_beyond_the_end() {
        assert_eq!(bounds("bytes=0-9", 100), Some((0, 10)));
        assert_eq!(bounds("bytes=90-200", 100), Some((90, 100)));
        assert_eq!(bounds("bytes=40-", 100), Some((40, 100)));
        assert_eq!(bounds("bytes=-10", 100), Some((90, 100)));
        for beyond in ["bytes=100-", "bytes=5-4", "bytes=-0", "lines=1-2", "bytes=x-"] {
            assert_eq!(bounds(beyond, 100), None, "{beyond}");
        }
    }

    #[test]
    fn the_parts_of_an_upload_are_read_from_what_clients_send() {
        let sent = b"<CompleteMultipartUpload><Part><ETag>&quot;a&quot;</ETag><PartNumber>1</PartNumber></Part>\
            <Part><PartNumber>2</PartNumber><ETag>\"b\"</ETag></Part></CompleteMultipartUpload>";
        assert_eq!(named_parts(sent).unwrap(), [(1, "\"a\"".to_owned()), (2, "\"b\"".to_owned())]);
        assert_eq!(named_parts(b"<CompleteMultipartUpload></CompleteMultipartUpload>"), Err(MALFORMED_XML));
        assert_eq!(named_parts(b"{}"), Err(MALFORMED_XML));
    }
}
