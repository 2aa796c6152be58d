//! What a store refuses, with the codes of the S3 reference ("Error responses").

use http::StatusCode;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
}

const fn refusal(status: StatusCode, code: &'static str, message: &'static str) -> Refusal {
    Refusal { status, code, message }
}

pub(crate) const ACCESS_DENIED: Refusal = refusal(StatusCode::FORBIDDEN, "AccessDenied", "Access Denied");
pub(crate) const BAD_DIGEST: Refusal =
    refusal(StatusCode::BAD_REQUEST, "BadDigest", "The checksum you specified did not match what we received.");
pub(crate) const CONTENT_MISMATCH: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
);
pub(crate) const ENTITY_TOO_SMALL: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "EntityTooSmall",
    "Your proposed upload is smaller than the minimum allowed object size.",
);
pub(crate) const INTERNAL_ERROR: Refusal =
    refusal(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "An internal error occurred. Try again.");
pub(crate) const INVALID_ACCESS_KEY: Refusal =
    refusal(StatusCode::FORBIDDEN, "InvalidAccessKeyId", "The access key ID you provided does not exist.");
pub(crate) const INVALID_PART: Refusal =
    refusal(StatusCode::BAD_REQUEST, "InvalidPart", "One or more of the specified parts could not be found.");
pub(crate) const INVALID_PART_ORDER: Refusal =
    refusal(StatusCode::BAD_REQUEST, "InvalidPartOrder", "The list of parts was not in ascending order.");
pub(crate) const INVALID_RANGE: Refusal =
    refusal(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", "The requested range is not satisfiable.");
pub(crate) const MALFORMED_XML: Refusal =
    refusal(StatusCode::BAD_REQUEST, "MalformedXML", "The XML you provided was not well-formed.");
pub(crate) const NO_SUCH_BUCKET: Refusal =
    refusal(StatusCode::NOT_FOUND, "NoSuchBucket", "The specified bucket does not exist.");
pub(crate) const NO_SUCH_KEY: Refusal =
    refusal(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.");
pub(crate) const NO_SUCH_UPLOAD: Refusal =
    refusal(StatusCode::NOT_FOUND, "NoSuchUpload", "The specified multipart upload does not exist.");
pub(crate) const NOT_IMPLEMENTED: Refusal =
    refusal(StatusCode::NOT_IMPLEMENTED, "NotImplemented", "This store does not know the functionality asked for.");
pub(crate) const SLOW_DOWN: Refusal =
    refusal(StatusCode::SERVICE_UNAVAILABLE, "SlowDown", "Please reduce your request rate.");
pub(crate) const WRONG_REGION: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "AuthorizationHeaderMalformed",
    "The authorization header is malformed; the region, date or service is wrong.",
);
pub(crate) const WRONG_SIGNATURE: Refusal = refusal(
    StatusCode::FORBIDDEN,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided.",
);
pub(crate) const WRONG_TIME: Refusal = refusal(
    StatusCode::FORBIDDEN,
    "RequestTimeTooSkewed",
    "The difference between the request time and the server's time is too large.",
);
