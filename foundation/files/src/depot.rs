//! The files of the program: how they come in, are read and are swept.

use std::sync::Arc;

use behorig_access::{AttachmentId, Instant};
use behorig_store::{Actor, Db, Door, StoreError};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};

use crate::away::{NotRead, is_missing};
use crate::intake::{Intake, NotReceived, next_piece};
use crate::place::Opened;
use crate::{Clamd, FileName, FileRefused, FilesError, Place, StoreAway, StoredFile, records};

/// So many are swept at once.
const SWEPT_AT_ONCE: i64 = 200;
/// And of those, so many in the same moment.
const SWEPT_TOGETHER: usize = 20;
/// Where [`Files::check`] puts what it takes away again.
const CHECKED: &str = "check/behorig";

/// The files of the program; cheap to clone.
#[derive(Clone, Debug)]
pub struct Files(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Arc<dyn ObjectStore>,
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
        let Opened { store, piece } = Opened::at(place)?;
        Ok(Self(Arc::new(Inner { store, piece, clamd })))
    }

    /// Files that lie in the memory and are gone with the program: for tests and measurements of pages.
    #[must_use]
    pub fn in_memory() -> Self {
        let store = Arc::new(object_store::memory::InMemory::new());
        Self(Arc::new(Inner { store, piece: 256 * 1024, clamd: None }))
    }

    /// Does once all that is ever asked of the store: puts a file there in parts, reads it, takes it away, and takes back another
    /// one that never became whole.
    ///
    /// # Errors
    /// [`StoreAway`] with what the store says.
    pub async fn check(&self) -> Result<(), StoreAway> {
        let (store, path) = (&self.0.store, Path::from(CHECKED));
        let mut upload = store.put_multipart(&path).await?;
        let put = async {
            upload.put_part(PutPayload::from_static(CHECKED.as_bytes())).await?;
            upload.complete().await
        };
        if let Err(error) = put.await {
            // The first thing that went wrong is what is told.
            let _ = upload.abort().await;
            return Err(error.into());
        }
        let read = store.get(&path).await?.bytes().await?;
        store.delete(&path).await?;
        store.put_multipart(&path).await?.abort().await?;
        if read == CHECKED { Ok(()) } else { Err(StoreAway("it gives back something else than it got".to_owned())) }
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
        let first = next_piece(&mut pieces).await?.ok_or(FileRefused::Empty)?;
        let id = records::announce(db, actor).await.map_err(NotReceived::Database)?;
        let path = path_of(id);
        let Inner { store, piece, clamd } = &*self.0;
        let mut intake = Intake::begin(Arc::clone(store), path.clone(), *piece, clamd.as_ref()).await?;
        let kind = intake.take_all(first, &mut pieces, (&name, declared)).await?;
        let (size, sha256) = intake.finish().await.map_err(NotReceived::Store)?;
        let name = name.with_ending_of(kind).as_str().to_owned();
        Ok(StoredFile { id, name, kind, size, key: path.to_string(), sha256 })
    }

    /// A file's content as it lies there, and its size.
    pub(crate) async fn read(
        &self,
        key: &str,
    ) -> Result<(u64, impl Stream<Item = Result<Bytes, StoreAway>> + Send + use<>), NotRead> {
        let path = Path::parse(key).map_err(|error| StoreAway(error.to_string()))?;
        let found = self.0.store.get(&path).await?;
        Ok((found.meta.size, found.into_stream().map(|piece| piece.map_err(StoreAway::from))))
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
            let gone = self.take_away(&due).await;
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

    /// Those that are gone. Several at a time, so that a store that does not answer is not waited for as often as there are files.
    async fn take_away(&self, due: &[AttachmentId]) -> Vec<AttachmentId> {
        let each = futures::stream::iter(due.iter().copied()).map(async |id| {
            let error = self.0.store.delete(&path_of(id)).await.err().filter(|error| !is_missing(error));
            if let Some(error) = error.map(StoreAway::from) {
                tracing::warn!(%error, "a file that nothing keeps could not be taken away");
                return None;
            }
            Some(id)
        });
        each.buffer_unordered(SWEPT_TOGETHER).filter_map(async |gone| gone).collect().await
    }
}

/// Where a file lies: its id, under what the id's first digits make, which is a new folder every third day.
fn path_of(id: AttachmentId) -> Path {
    let id = id.to_string().replace('-', "");
    let (first, _) = id.split_at(5);
    Path::from(format!("{first}/{id}"))
}
