//! Where files are kept, and how that is opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::ObjectStore;

/// Where files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder; made if it is not there.
    Folder(PathBuf),
    /// A bucket of a store that speaks S3.
    S3(S3Place),
}

/// A bucket of a store that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Place {
    /// `s3://bucket`, or `s3://bucket/folder`.
    pub url: String,
    /// The store's address, if it is not Amazon's own.
    pub endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// The name of the key.
    pub access_key: String,
    /// The key itself.
    pub secret_key: String,
    /// How long the store may be silent before it is given up.
    pub patience: Duration,
}

impl S3Place {
    /// For a store that is not far away: a part of five megabytes gets there in that time at three megabits a second.
    pub const PATIENCE: Duration = Duration::from_secs(15);
}

impl std::fmt::Debug for S3Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("S3Place").field("url", &self.url).field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// The place can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FilesError(String);

/// A place that was opened.
pub(crate) struct Opened {
    pub(crate) store: Arc<dyn ObjectStore>,
    /// The size of the pieces that go there, in bytes.
    pub(crate) piece: usize,
}

impl Opened {
    /// Opens it; a store in the net is not asked for anything yet.
    pub(crate) fn at(place: &Place) -> Result<Self, FilesError> {
        Ok(match place {
            Place::Folder(folder) => Self { store: in_folder(folder)?, piece: 256 * 1024 },
            // The least that S3 takes as one of several parts.
            Place::S3(place) => Self { store: in_bucket(place)?, piece: 5 * 1024 * 1024 },
        })
    }
}

fn in_folder(folder: &std::path::Path) -> Result<Arc<dyn ObjectStore>, FilesError> {
    let wrong = |error: &dyn std::fmt::Display| FilesError(format!("{}: {error}", folder.display()));
    make_for_owner(folder).map_err(|error| wrong(&error))?;
    let store = object_store::local::LocalFileSystem::new_with_prefix(folder).map_err(|error| wrong(&error))?;
    // A file that was acknowledged is on disk, as everything else is.
    Ok(Arc::new(store.with_fsync(true)))
}

/// A new folder is for its owner alone; one that is there already is the operator's own choice.
fn make_for_owner(folder: &std::path::Path) -> Result<(), std::io::Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(feature = "s3")]
fn in_bucket(place: &S3Place) -> Result<Arc<dyn ObjectStore>, FilesError> {
    use object_store::aws::AmazonS3Builder;
    use object_store::prefix::PrefixStore;
    use object_store::{BackoffConfig, ClientOptions, RetryConfig};

    let wrong = |problem: &dyn std::fmt::Display| FilesError(problem.to_string());
    let rest = place.url.strip_prefix("s3://").ok_or_else(|| wrong(&"must begin with s3://"))?;
    let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(wrong(&"names no bucket"));
    }
    // Whoever waits for a page waits no longer than this for the store. A file that goes out slowly is another matter: it may
    // take as long as its reader does, as long as something comes.
    let client = ClientOptions::new()
        .with_timeout_disabled()
        .with_read_timeout(place.patience)
        .with_connect_timeout(place.patience.min(Duration::from_secs(5)))
        .with_allow_http(place.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://")));
    let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: 3, retry_timeout: place.patience };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&place.region)
        .with_access_key_id(&place.access_key)
        .with_secret_access_key(&place.secret_key)
        .with_client_options(client)
        .with_retry(retry)
        // Files go one by one, and not every store knows how to take away many at once.
        .with_disable_bulk_delete(true);
    if let Some(endpoint) = &place.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    let store = builder.build().map_err(|error| wrong(&error))?;
    Ok(match folder.trim_matches('/') {
        "" => Arc::new(store),
        folder => Arc::new(PrefixStore::new(store, folder)),
    })
}

#[cfg(not(feature = "s3"))]
fn in_bucket(_: &S3Place) -> Result<Arc<dyn ObjectStore>, FilesError> {
    Err(FilesError("this program was built without S3: build it with `--features s3`".to_owned()))
}
