//! Where files lie, and how they come there.

use std::path::PathBuf;
use std::sync::Arc;

use behorig_access::{AttachmentId, Instant};
use behorig_store::{Actor, Db, Door, StoreError};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload};
use sha2::{Digest as _, Sha256};

use crate::clamd::{Scan, Verdict};
use crate::content::Inspector;
use crate::name::Said;
use crate::{Clamd, FileName, FileRefused, Kind, MOST_BYTES, StoredFile, records};

/// So many are swept at once.
const SWEPT_AT_ONCE: i64 = 200;

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

/// The file store does not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file store: {0}")]
pub struct StoreAway(String);

impl From<object_store::Error> for StoreAway {
    fn from(error: object_store::Error) -> Self {
        Self(error.to_string())
    }
}

/// Why a file did not come in.
#[derive(Debug)]
pub(crate) enum NotReceived<E> {
    Refused(FileRefused),
    /// Whoever sends it stopped.
    Broken(E),
    Database(StoreError),
    Store(StoreAway),
}

impl<E> From<FileRefused> for NotReceived<E> {
    fn from(refused: FileRefused) -> Self {
        Self::Refused(refused)
    }
}

impl<E> From<object_store::Error> for NotReceived<E> {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The files of the program; cheap to clone.
#[derive(Clone, Debug)]
pub struct Files(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Box<dyn ObjectStore>,
    /// The size of the pieces that go to the store, in bytes.
    piece: usize,
    clamd: Option<Clamd>,
}

impl Files {
    /// Opens the place where files are kept. With an antivirus program, nothing is taken that it has not seen.
    ///
    /// # Errors
    /// [`FilesError`] where the folder can't be made or the program was built without its kind of place.
    pub fn open(place: &Place, clamd: Option<Clamd>) -> Result<Self, FilesError> {
        let (store, piece) = match place {
            Place::Folder(folder) => (in_folder(folder)?, 256 * 1024),
            // The least that S3 takes as one of several parts.
            Place::S3(place) => (in_bucket(place)?, 5 * 1024 * 1024),
        };
        Ok(Self(Arc::new(Inner { store, piece, clamd })))
    }

    /// Files that lie in the memory and are gone with the program: for tests and measurements of pages.
    #[must_use]
    pub fn in_memory() -> Self {
        let store = Box::new(object_store::memory::InMemory::new());
        Self(Arc::new(Inner { store, piece: 256 * 1024, clamd: None }))
    }

    /// Puts a file there and takes it away again.
    ///
    /// # Errors
    /// [`StoreAway`] with what the store says.
    pub async fn check(&self) -> Result<(), StoreAway> {
        let path = Path::from("check/behorig");
        self.0.store.put(&path, PutPayload::from_static(b"behorig")).await?;
        let read = self.0.store.get(&path).await?.bytes().await?;
        self.0.store.delete(&path).await?;
        if read.as_ref() == b"behorig" { Ok(()) } else { Err(StoreAway("it gives back something else".to_owned())) }
    }

    /// Takes a file in, piece by piece. `name` and `declared` are what its sender says that it is.
    pub(crate) async fn receive<E>(
        &self,
        db: &Db,
        actor: &Actor,
        (name, declared): (&str, Option<&str>),
        mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<StoredFile, NotReceived<E>> {
        let name = FileName::parse(name)?;
        // An empty file is known before anything is written of it.
        let mut next = next_piece(&mut pieces).await?;
        if next.is_none() {
            return Err(FileRefused::Empty.into());
        }
        let id = records::announce(db, actor).await.map_err(NotReceived::Database)?;
        let path = path_of(id);
        let mut intake = Intake::begin(self, &path).await?;
        while let Some(piece) = next {
            if let Err(why) = intake.take(&piece).await {
                intake.give_up().await;
                return Err(why);
            }
            next = match next_piece(&mut pieces).await {
                Ok(next) => next,
                Err(broken) => {
                    intake.give_up().await;
                    return Err(broken);
                }
            };
        }
        let (kind, size, sha256) = intake.finish(&name, declared).await?;
        let name = name.with_ending_of(kind).as_str().to_owned();
        Ok(StoredFile { id, name, kind, size, key: path.to_string(), sha256 })
    }

    /// A file's content as it lies there, and its size.
    pub(crate) async fn read(
        &self,
        key: &str,
    ) -> Result<(u64, impl Stream<Item = Result<Bytes, object_store::Error>> + Send + use<>), StoreAway> {
        let path = Path::parse(key).map_err(|error| StoreAway(error.to_string()))?;
        let found = self.0.store.get(&path).await?;
        Ok((found.meta.size, found.into_stream()))
    }

    /// Takes away what has hung on nothing for a day. Says how many they were.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database. A file that the store does not give up is tried again the next time.
    pub async fn sweep(&self, db: &Db, now: Instant) -> Result<usize, StoreError> {
        let actor = Actor::system(Door::System, now);
        let mut swept = 0;
        loop {
            let due = {
                let mut tx = db.read().await?;
                records::due(&mut tx, now, SWEPT_AT_ONCE).await?
            };
            let mut gone = Vec::with_capacity(due.len());
            for id in &due {
                match self.0.store.delete(&path_of(*id)).await {
                    Ok(()) | Err(object_store::Error::NotFound { .. }) => gone.push(*id),
                    Err(error) => tracing::warn!(%error, "a file that nothing keeps could not be taken away"),
                }
            }
            let (found, taken) = (due.len(), gone.len());
            if taken > 0 {
                records::forget(db, &actor, gone).await?;
            }
            swept += taken;
            if taken == 0 || found < usize::try_from(SWEPT_AT_ONCE).unwrap_or(usize::MAX) {
                return Ok(swept);
            }
        }
    }
}

async fn next_piece<E>(
    pieces: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> Result<Option<Bytes>, NotReceived<E>> {
    loop {
        match pieces.next().await {
            None => return Ok(None),
            Some(Ok(piece)) if piece.is_empty() => {}
            Some(Ok(piece)) => return Ok(Some(piece)),
            Some(Err(broken)) => return Err(NotReceived::Broken(broken)),
        }
    }
}

/// One file on its way in: to the store, past the checks, and to the antivirus program.
struct Intake {
    upload: Box<dyn MultipartUpload>,
    inspector: Inspector,
    hash: Sha256,
    scan: Option<Scan>,
    held: Vec<u8>,
    piece: usize,
    size: u64,
}

impl Intake {
    async fn begin<E>(files: &Files, path: &Path) -> Result<Self, NotReceived<E>> {
        let scan = match &files.0.clamd {
            None => None,
            Some(clamd) => Some(clamd.begin().await.map_err(|error| not_scanned(&error))?),
        };
        let upload = files.0.store.put_multipart(path).await?;
        let piece = files.0.piece;
        Ok(Self { upload, inspector: Inspector::new(), hash: Sha256::new(), scan, held: Vec::new(), piece, size: 0 })
    }

    async fn take<E>(&mut self, bytes: &[u8]) -> Result<(), NotReceived<E>> {
        self.size += bytes.len() as u64;
        if self.size > MOST_BYTES {
            return Err(FileRefused::TooLarge.into());
        }
        self.inspector.push(bytes)?;
        self.hash.update(bytes);
        if let Some(scan) = &mut self.scan {
            scan.feed(bytes).await.map_err(|error| not_scanned(&error))?;
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() >= self.piece {
            self.upload.put_part(std::mem::take(&mut self.held).into()).await?;
        }
        Ok(())
    }

    async fn finish<E>(
        mut self,
        name: &FileName,
        declared: Option<&str>,
    ) -> Result<(Kind, i64, [u8; 32]), NotReceived<E>> {
        match self.judge(name, declared).await {
            Ok(kind) => {
                if !self.held.is_empty() {
                    self.upload.put_part(std::mem::take(&mut self.held).into()).await?;
                }
                self.upload.complete().await?;
                Ok((kind, i64::try_from(self.size).unwrap_or(i64::MAX), self.hash.finalize().into()))
            }
            Err(refused) => {
                self.give_up().await;
                Err(refused.into())
            }
        }
    }

    async fn judge(&mut self, name: &FileName, declared: Option<&str>) -> Result<Kind, FileRefused> {
        let kind = self.inspector.finish()?;
        let declared = declared.and_then(Kind::from_media_type);
        if matches!(name.says(), Said::Other) || matches!(name.says(), Said::Kind(said) if said != kind) {
            return Err(FileRefused::Lying);
        }
        if declared.is_some_and(|declared| declared != kind) {
            return Err(FileRefused::Lying);
        }
        let Some(scan) = self.scan.take() else { return Ok(kind) };
        match scan.finish().await {
            Ok(Verdict::Clean) => Ok(kind),
            Ok(Verdict::Infected) => Err(FileRefused::Infected),
            Err(error) => Err(not_scanned(&error)),
        }
    }

    /// Takes back what was stored of the file. What remains all the same is swept a day later.
    async fn give_up(&mut self) {
        if let Err(error) = self.upload.abort().await {
            tracing::warn!(%error, "a file that was not taken could not be taken away at once");
        }
    }
}

fn not_scanned(error: &crate::ScannerAway) -> FileRefused {
    tracing::error!(%error, "the antivirus program could not be asked, so a file was refused");
    FileRefused::NotScanned
}

/// Where a file lies: its id, under what the id's first digits make, which is a new folder every third day.
fn path_of(id: AttachmentId) -> Path {
    let id = id.to_string().replace('-', "");
    let (first, _) = id.split_at(5);
    Path::from(format!("{first}/{id}"))
}

fn in_folder(folder: &std::path::Path) -> Result<Box<dyn ObjectStore>, FilesError> {
    let wrong = |error: &dyn std::fmt::Display| FilesError(format!("{}: {error}", folder.display()));
    make_for_owner(folder).map_err(|error| wrong(&error))?;
    let store = object_store::local::LocalFileSystem::new_with_prefix(folder).map_err(|error| wrong(&error))?;
    // A file that was acknowledged is on disk, as everything else is.
    Ok(Box::new(store.with_fsync(true)))
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
fn in_bucket(place: &S3Place) -> Result<Box<dyn ObjectStore>, FilesError> {
    use object_store::aws::AmazonS3Builder;
    use object_store::prefix::PrefixStore;

    let wrong = |error: &dyn std::fmt::Display| FilesError(error.to_string());
    let rest = place.url.strip_prefix("s3://").ok_or_else(|| wrong(&"must begin with s3://"))?;
    let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&place.region)
        .with_access_key_id(&place.access_key)
        .with_secret_access_key(&place.secret_key);
    if let Some(endpoint) = &place.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    let store = builder.build().map_err(|error| wrong(&error))?;
    Ok(match folder.trim_matches('/') {
        "" => Box::new(store),
        folder => Box::new(PrefixStore::new(store, folder)),
    })
}

#[cfg(not(feature = "s3"))]
fn in_bucket(_: &S3Place) -> Result<Box<dyn ObjectStore>, FilesError> {
    Err(FilesError("this program was built without S3: build it with `--features s3`".to_owned()))
}
