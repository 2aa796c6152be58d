//! What keeps a file store from doing what it is asked, in words for whoever runs the program.

use std::error::Error;

/// The most that is repeated of what a store says.
const MOST_REPEATED: usize = 200;

/// The file store does not do what it is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file store: {0}")]
pub struct StoreAway(pub(crate) String);

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotRead {
    /// It is not there.
    #[error("it is not in the file store")]
    Missing,
    #[error(transparent)]
    Away(#[from] StoreAway),
}

impl From<object_store::Error> for StoreAway {
    fn from(error: object_store::Error) -> Self {
        let text = error.to_string();
        if let Some(code) = code_in(&text) {
            return Self(
                meaning(code).map_or_else(|| format!("it answers {code}"), |meaning| format!("{meaning} ({code})")),
            );
        }
        if text.contains("redirect without LOCATION") {
            return Self("the bucket is in another region".to_owned());
        }
        // What a client of the net puts around the reason says nothing of it.
        let reason = if text.contains("Error performing ") { innermost(&error) } else { text };
        Self(reason.lines().next().unwrap_or_default().chars().take(MOST_REPEATED).collect())
    }
}

impl From<object_store::Error> for NotRead {
    fn from(error: object_store::Error) -> Self {
        if is_missing(&error) { Self::Missing } else { Self::Away(error.into()) }
    }
}

/// Whether the file is not there, in a store that is.
pub(crate) fn is_missing(error: &object_store::Error) -> bool {
    // A bucket that is not there, most often by a slip in its name, says nothing of the files.
    matches!(error, object_store::Error::NotFound { .. }) && code_in(&error.to_string()) != Some("NoSuchBucket")
}

/// The code of an answer of S3.
fn code_in(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<Code>")?;
    rest.split_once("</Code>").map(|(code, _)| code.trim())
}

/// What the codes that an operator can do something about mean (S3 reference, "Error responses").
fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "InvalidAccessKeyId" => "it does not know the access key",
        "SignatureDoesNotMatch" => "the secret key does not belong to the access key",
        "AccessDenied" => {
            "the key may not do this; it must be allowed to put, get and delete objects and to abort uploads in the bucket, and to list the bucket"
        }
        "NoSuchBucket" => "there is no such bucket",
        "InvalidBucketName" => "no bucket can have that name",
        "AuthorizationHeaderMalformed" | "PermanentRedirect" => "the bucket is in another region",
        "RequestTimeTooSkewed" => "its clock and that of this machine differ too much",
        "SlowDown" | "ServiceUnavailable" => "it has too much to do",
        _ => return None,
    })
}

fn innermost(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &'static str) -> object_store::Error {
        object_store::Error::Generic { store: "S3", source: text.into() }
    }

    #[test]
    fn what_a_store_answers_is_told_as_what_is_to_be_done() {
        let away = StoreAway::from(said("403: <Error><Code>SignatureDoesNotMatch</Code><Message>…</Message></Error>"));
        assert_eq!(
            away.to_string(),
            "the file store: the secret key does not belong to the access key (SignatureDoesNotMatch)"
        );
        assert_eq!(StoreAway::from(said("<Error><Code>Odd</Code></Error>")).0, "it answers Odd");
        let long = StoreAway::from(said("a\nb"));
        assert_eq!(long.0, "Generic S3 error: a");
    }

    #[test]
    fn a_file_is_missing_only_where_its_bucket_is_there() {
        let gone = |text: &'static str| object_store::Error::NotFound { path: "a".to_owned(), source: text.into() };
        assert!(is_missing(&gone("No such file or directory")));
        assert!(is_missing(&gone("<Error><Code>NoSuchKey</Code></Error>")));
        assert!(!is_missing(&gone("<Error><Code>NoSuchBucket</Code></Error>")));
        assert!(!is_missing(&said("Connection refused")));
    }
}
