//! One file on its way in: to the store, past the checks, and to the antivirus program.

use std::sync::Arc;

use behorig_store::StoreError;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload, PutPayloadMut};
use sha2::{Digest as _, Sha256};

use crate::away::is_missing;
use crate::clamd::{Scan, Verdict};
use crate::content::Inspector;
use crate::name::Said;
use crate::{Clamd, FileName, FileRefused, Kind, MOST_BYTES, StoreAway};

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

/// What waits to be sent lies in blocks of so many bytes: growing in one stretch, it would take its room twice over.
const BLOCK: usize = 64 * 1024;

fn nothing_held() -> PutPayloadMut {
    PutPayloadMut::new().with_block_size(BLOCK)
}

/// The next piece that has something in it.
pub(crate) async fn next_piece<E>(
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

/// One file on its way in.
pub(crate) struct Intake {
    store: Arc<dyn ObjectStore>,
    path: Path,
    parts: Parts,
    inspector: Inspector,
    hash: Sha256,
    scan: Option<Scan>,
    held: PutPayloadMut,
    piece: usize,
    size: u64,
}

impl Intake {
    /// Goes to the store at `path` in pieces of so many bytes. With an antivirus program that does not answer it ends here.
    pub(crate) async fn begin(
        store: Arc<dyn ObjectStore>,
        path: Path,
        piece: usize,
        clamd: Option<&Clamd>,
    ) -> Result<Self, FileRefused> {
        let scan = match clamd {
            None => None,
            Some(clamd) => Some(clamd.begin().await.map_err(|error| not_scanned(&error))?),
        };
        let (inspector, hash) = (Inspector::new(), Sha256::new());
        Ok(Self { store, path, parts: Parts(None), inspector, hash, scan, held: nothing_held(), piece, size: 0 })
    }

    /// Takes all the pieces, and says what the file is. Nothing of one that is refused remains.
    pub(crate) async fn take_all<E>(
        &mut self,
        first: Bytes,
        rest: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
        (name, declared): (&FileName, Option<&str>),
    ) -> Result<Kind, NotReceived<E>> {
        let outcome = self.taken(first, rest, name, declared).await;
        // A store that does not answer is not waited for once more: what remains there is taken back when the intake is dropped.
        if let Err(NotReceived::Refused(_) | NotReceived::Broken(_)) = &outcome {
            self.parts.take_back().await;
        }
        outcome
    }

    async fn taken<E>(
        &mut self,
        first: Bytes,
        rest: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
        name: &FileName,
        declared: Option<&str>,
    ) -> Result<Kind, NotReceived<E>> {
        let mut next = Some(first);
        while let Some(piece) = next {
            self.take(&piece).await?;
            next = next_piece(rest).await?;
        }
        Ok(self.judge(name, declared).await?)
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
        self.hold(bytes).await?;
        Ok(())
    }

    /// Pieces are of one size, but for the last: some stores ask for that.
    async fn hold(&mut self, mut bytes: &[u8]) -> Result<(), object_store::Error> {
        while !bytes.is_empty() {
            let room = self.piece.saturating_sub(self.held.content_length()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.held.extend_from_slice(now);
            bytes = later;
            if self.held.content_length() >= self.piece {
                self.send_held().await?;
            }
        }
        Ok(())
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

    /// The last of it goes to the store, and then it lies there. Gives its size and its SHA-256.
    pub(crate) async fn finish(mut self) -> Result<(i64, [u8; 32]), StoreAway> {
        if self.parts.0.is_none() {
            // All of it is here: one request brings it, and there was nothing to take back until now.
            self.store.put(&self.path, std::mem::replace(&mut self.held, nothing_held()).freeze()).await?;
        } else {
            if !self.held.is_empty() {
                self.send_held().await?;
            }
            self.parts.complete().await?;
        }
        Ok((i64::try_from(self.size).unwrap_or(i64::MAX), self.hash.finalize().into()))
    }

    async fn send_held(&mut self) -> Result<(), object_store::Error> {
        if self.parts.0.is_none() {
            self.parts = Parts::begin(Arc::clone(&self.store), self.path.clone()).await?;
        }
        self.parts.put(std::mem::replace(&mut self.held, nothing_held()).freeze()).await
    }
}

/// An upload in parts. Parts that never become a file would lie in a bucket, unseen and paid for, so they are taken back whatever
/// happens: also where the request ends in the middle, because its sender hung up or its time was over.
struct Parts(Option<Box<dyn MultipartUpload>>);

impl Parts {
    /// On a task of its own, so that an upload that begins while its request ends is known, and taken back.
    async fn begin(store: Arc<dyn ObjectStore>, path: Path) -> Result<Self, object_store::Error> {
        tokio::spawn(async move { store.put_multipart(&path).await.map(|upload| Self(Some(upload))) }).await?
    }

    async fn put(&mut self, bytes: PutPayload) -> Result<(), object_store::Error> {
        match &mut self.0 {
            Some(upload) => upload.put_part(bytes).await,
            None => Ok(()),
        }
    }

    async fn complete(&mut self) -> Result<(), object_store::Error> {
        if let Some(upload) = &mut self.0 {
            upload.complete().await?;
            self.0 = None;
        }
        Ok(())
    }

    /// What remains all the same is told to the log.
    async fn take_back(&mut self) {
        if let Some(upload) = self.0.take() {
            abort(upload).await;
        }
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        if let (Some(upload), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(abort(upload));
        }
    }
}

async fn abort(mut upload: Box<dyn MultipartUpload>) {
    match upload.abort().await {
        Ok(()) => {}
        Err(error) if is_missing(&error) => {}
        Err(error) => {
            let error = StoreAway::from(error);
            tracing::warn!(%error, "parts of a file that was not taken could not be taken back");
        }
    }
}

fn not_scanned(error: &crate::ScannerAway) -> FileRefused {
    tracing::error!(%error, "the antivirus program could not be asked, so a file was refused");
    FileRefused::NotScanned
}
