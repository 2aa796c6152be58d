//! AWS signature version 4 in the `Authorization` header, as the store checks it (S3 reference, "Authenticating requests:
//! using the authorization header").

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::request::Parts;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use crate::encoding::{encoded, parameters};
use crate::refusal::{
    ACCESS_DENIED, CONTENT_MISMATCH, INVALID_ACCESS_KEY, NOT_IMPLEMENTED, Refusal, WRONG_REGION, WRONG_SIGNATURE,
    WRONG_TIME,
};

/// The clocks may differ so much, in seconds.
const SKEW: i64 = 15 * 60;

/// Who may ask, and for what part of the world it is.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
    pub(crate) region: String,
}

/// What the signature says of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Its SHA-256, in hex.
    Signed(String),
    /// Nothing.
    Unsigned,
}

impl Content {
    pub(crate) fn check(&self, bytes: &[u8]) -> Result<(), Refusal> {
        match self {
            Self::Unsigned => Ok(()),
            Self::Signed(said) if *said == hex::encode(Sha256::digest(bytes)) => Ok(()),
            Self::Signed(_) => Err(CONTENT_MISMATCH),
        }
    }
}

struct Authorization<'a> {
    access_key: &'a str,
    /// Date, region, service and the end, joined by slashes.
    scope: &'a str,
    signed_headers: &'a str,
    signature: Vec<u8>,
}

impl<'a> Authorization<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let field = |name: &str| {
            rest.split(',').find_map(|field| field.trim().strip_prefix(name).and_then(|rest| rest.strip_prefix('=')))
        };
        let (access_key, scope) = field("Credential")?.split_once('/')?;
        let signature = hex::decode(field("Signature")?).ok()?;
        Some(Self { access_key, scope, signed_headers: field("SignedHeaders")?, signature })
    }
}

/// Checks who asks and that the head of the request is what they signed.
pub(crate) fn check(keys: &Keys, head: &Parts, now: Timestamp) -> Result<Content, Refusal> {
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let authorization = text("authorization").and_then(Authorization::parse).ok_or(ACCESS_DENIED)?;
    if authorization.access_key != keys.access_key {
        return Err(INVALID_ACCESS_KEY);
    }
    let time = text("x-amz-date").ok_or(ACCESS_DENIED)?;
    let signed_at = parse_time(time).ok_or(ACCESS_DENIED)?;
    if (now.as_second() - signed_at.as_second()).abs() > SKEW {
        return Err(WRONG_TIME);
    }
    let day = time.get(..8).unwrap_or_default();
    if authorization.scope != format!("{day}/{}/s3/aws4_request", keys.region) {
        return Err(WRONG_REGION);
    }
    let signed: Vec<&str> = authorization.signed_headers.split(';').collect();
    let must_be_signed = |name: &str| name == "host" || name.starts_with("x-amz-");
    if !signed.contains(&"host")
        || head.headers.keys().any(|name| must_be_signed(name.as_str()) && !signed.contains(&name.as_str()))
    {
        return Err(ACCESS_DENIED);
    }
    let content = text("x-amz-content-sha256").ok_or(ACCESS_DENIED)?;
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{time}\n{}\n{}",
        authorization.scope,
        hex::encode(Sha256::digest(canonical(head, &signed, content)))
    );
    let mut mac = mac(&signing_key(keys, day)?)?;
    mac.update(to_sign.as_bytes());
    mac.verify_slice(&authorization.signature).map_err(|_| WRONG_SIGNATURE)?;
    match content {
        "UNSIGNED-PAYLOAD" => Ok(Content::Unsigned),
        // Contents whose pieces are signed one by one: no client of ours sends them.
        streaming if streaming.starts_with("STREAMING-") => Err(NOT_IMPLEMENTED),
        hash => Ok(Content::Signed(hash.to_owned())),
    }
}

fn parse_time(text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The request as both sides write it down before signing.
fn canonical(head: &Parts, signed: &[&str], content: &str) -> String {
    let mut query: Vec<(String, String)> =
        parameters(head.uri.query()).iter().map(|(name, value)| (encoded(name), encoded(value))).collect();
    query.sort();
    let query: Vec<String> = query.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut out = format!("{}\n{}\n{}\n", head.method, head.uri.path(), query.join("&"));
    for name in signed {
        let values: Vec<String> =
            head.headers.get_all(*name).iter().map(|value| one_spaced(value.as_bytes())).collect();
        out.push_str(&format!("{name}:{}\n", values.join(",")));
    }
    out.push_str(&format!("\n{}\n{content}", signed.join(";")));
    out
}

fn one_spaced(value: &[u8]) -> String {
    String::from_utf8_lossy(value).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn signing_key(keys: &Keys, day: &str) -> Result<Vec<u8>, Refusal> {
    let mut key = format!("AWS4{}", keys.secret_key).into_bytes();
    for part in [day, &keys.region, "s3", "aws4_request"] {
        let mut mac = mac(&key)?;
        mac.update(part.as_bytes());
        key = mac.finalize().into_bytes().to_vec();
    }
    Ok(key)
}

fn mac(key: &[u8]) -> Result<Hmac<Sha256>, Refusal> {
    Hmac::<Sha256>::new_from_slice(key).map_err(|_| ACCESS_DENIED)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    /// The example "GET object" of the S3 reference, with its own keys, times and signature.
    fn example() -> (Keys, Request<()>) {
        let keys = Keys {
            access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            region: "us-east-1".to_owned(),
        };
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let authorization = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
            SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
            Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        let request = Request::get("/test.txt")
            .header("host", "examplebucket.s3.amazonaws.com")
            .header("range", "bytes=0-9")
            .header("x-amz-date", "20130524T000000Z")
            .header("x-amz-content-sha256", nothing)
            .header("authorization", authorization)
            .body(())
            .unwrap();
        (keys, request)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_published_example_is_accepted_and_nothing_that_differs_from_it() {
        let (keys, request) = example();
        let midnight = at("2013-05-24T00:00:00Z");
        let (head, ()) = request.into_parts();
        assert!(matches!(check(&keys, &head, midnight), Ok(Content::Signed(_))));
        let wrong = Keys { secret_key: "another".to_owned(), ..keys.clone() };
        assert_eq!(check(&wrong, &head, midnight), Err(WRONG_SIGNATURE));
        let other = Keys { access_key: "another".to_owned(), ..keys.clone() };
        assert_eq!(check(&other, &head, midnight), Err(INVALID_ACCESS_KEY));
        let elsewhere = Keys { region: "eu-north-1".to_owned(), ..keys.clone() };
        assert_eq!(check(&elsewhere, &head, midnight), Err(WRONG_REGION));
        assert_eq!(check(&keys, &head, at("2013-05-24T00:15:01Z")), Err(WRONG_TIME));
        assert!(check(&keys, &head, at("2013-05-23T23:45:00Z")).is_ok());
        for (name, value) in [("range", "bytes=0-99"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), ("host", "other")]
        {
            let (_, request) = example();
            let (mut head, ()) = request.into_parts();
            head.headers.insert(name, value.parse().unwrap());
            assert_eq!(check(&keys, &head, midnight), Err(WRONG_SIGNATURE), "{name}");
        }
        let (_, request) = example();
        let (mut head, ()) = request.into_parts();
        head.headers.insert("x-amz-meta-added", "on the way".parse().unwrap());
        assert_eq!(check(&keys, &head, midnight), Err(ACCESS_DENIED));
    }
}
