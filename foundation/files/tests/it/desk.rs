//! Where files are sent to, in a folder or in a bucket.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use behorig_access::{AttachmentId, Instant};
use behorig_files::{
    BODY_FROM_RESIDENTS, Clamd, FileRefused, Files, MOST_FROM_RESIDENTS, Place, S3Place, SentForm, StoredFile, keep,
    let_go,
};
use behorig_store::{Recorded, StoreError, params};
use behorig_visit::PageError;
use peer_objects::{Objects, Options, Running};
use proof_support::{TestDb, World};

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";
pub const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa\0\0\0\0IEND\xaeB`\x82";

/// Makes four tests of each function: in a folder and in a bucket, on both databases.
macro_rules! everywhere {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            use crate::desk::Shelf;

            #[test]
            fn in_a_folder_on_sqlite() {
                proof_support::on_sqlite(|db| async move { super::$name(db, Shelf::folder()).await });
            }

            #[test]
            fn in_a_folder_on_postgres() {
                proof_support::on_postgres(|db| async move { super::$name(db, Shelf::folder()).await });
            }

            #[test]
            fn in_a_bucket_on_sqlite() {
                proof_support::on_sqlite(|db| async move { super::$name(db, Shelf::bucket().await).await });
            }

            #[test]
            fn in_a_bucket_on_postgres() {
                proof_support::on_postgres(|db| async move { super::$name(db, Shelf::bucket().await).await });
            }
        }
    )+ };
}
pub(crate) use everywhere;

/// A bucket at an address, as it is right for the peer.
pub fn s3_at(endpoint: &str) -> S3Place {
    let Options { bucket, region, access_key, secret_key, .. } = Options::default();
    S3Place {
        url: format!("s3://{bucket}/mottagningen"),
        endpoint: Some(endpoint.to_owned()),
        region,
        access_key,
        secret_key,
        patience: Duration::from_millis(500),
    }
}

/// Where the files lie.
pub enum Shelf {
    Folder(tempfile::TempDir),
    Bucket(Running),
}

impl Shelf {
    pub fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    pub async fn bucket() -> Self {
        Self::Bucket(Objects::open(Options::default()).await.unwrap())
    }

    pub fn place(&self) -> Place {
        match self {
            Self::Folder(folder) => Place::Folder(folder.path().join("files")),
            Self::Bucket(peer) => Place::S3(s3_at(&peer.endpoint)),
        }
    }

    /// Every file that lies there, half-written ones too.
    pub fn lying(&self) -> usize {
        match self {
            Self::Folder(folder) => {
                let mut count = 0;
                let mut folders = vec![folder.path().to_owned()];
                while let Some(folder) = folders.pop() {
                    for entry in std::fs::read_dir(folder).unwrap() {
                        let path = entry.unwrap().path();
                        if path.is_dir() { folders.push(path) } else { count += 1 }
                    }
                }
                count
            }
            Self::Bucket(peer) => peer.keys().len() + peer.unfinished(),
        }
    }

    /// A foreign hand at a file.
    pub fn write(&self, key: &str, content: &[u8]) {
        match self {
            Self::Folder(folder) => std::fs::write(folder.path().join("files").join(key), content).unwrap(),
            Self::Bucket(peer) => peer.put(&format!("mottagningen/{key}"), content.to_vec()),
        }
    }
}

pub struct Desk {
    pub world: World,
    pub shelf: Shelf,
    pub files: Files,
}

impl Desk {
    pub async fn new(db: &TestDb, shelf: Shelf, clamd: Option<Clamd>) -> Self {
        let files = Files::open(&shelf.place(), clamd).unwrap();
        Self { world: World::new(db).await, shelf, files }
    }

    /// The store that the bucket lies in.
    pub fn peer(&self) -> &Running {
        match &self.shelf {
            Shelf::Bucket(peer) => peer,
            Shelf::Folder(_) => unreachable!("this test is about buckets"),
        }
    }

    pub async fn send(&self, parts: &[(&str, &[u8])]) -> Result<SentForm, PageError> {
        self.send_with_room(MOST_FROM_RESIDENTS, parts).await
    }

    pub async fn send_with_room(&self, room: usize, parts: &[(&str, &[u8])]) -> Result<SentForm, PageError> {
        let mut body = Vec::new();
        for (disposition, content) in parts {
            body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        self.send_body(room, Body::from(body)).await
    }

    pub async fn send_body(&self, room: usize, body: Body) -> Result<SentForm, PageError> {
        let mut request = Request::new(body);
        let kind = http::HeaderValue::from_static("multipart/form-data; boundary=x");
        request.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        DefaultBodyLimit::max(BODY_FROM_RESIDENTS).apply(&mut request);
        let parts = Multipart::from_request(request, &()).await.unwrap();
        self.files.receive_form(self.world.db(), &self.world.system(), parts, (room, MOST_FROM_RESIDENTS)).await
    }

    pub async fn one(&self, name: &str, content: &[u8]) -> Result<StoredFile, FileRefused> {
        let sent = self.send(&[(&format!("name=\"fil\"; filename=\"{name}\""), content)]).await.unwrap();
        sent.files.into_iter().next().unwrap().outcome
    }

    /// What a reader gets of a file, if they get all of it.
    pub async fn read(&self, file: &StoredFile) -> Option<Vec<u8>> {
        let response = self.files.serve(file).await.ok()?;
        Some(to_bytes(response.into_body(), usize::MAX).await.ok()?.to_vec())
    }

    pub fn lying(&self) -> usize {
        self.shelf.lying()
    }

    /// What is taken back behind the scenes is gone soon.
    pub async fn comes_to_lie(&self, expected: usize) {
        for _ in 0..200 {
            if self.lying() == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(self.lying(), expected);
    }

    pub async fn keep(&self, file: &StoredFile, at: Instant) -> Result<(), StoreError> {
        let actor = behorig_store::Actor::system(behorig_store::Door::System, at);
        self.world
            .db()
            .write(&actor, file.clone(), |tx, file| {
                Box::pin(async move {
                    keep(tx, file).await?;
                    Ok(Recorded::nothing_to_record((), "a test"))
                })
            })
            .await
    }

    pub async fn let_go(&self, file: AttachmentId) {
        self.world.change(file, |tx, file| Box::pin(let_go(tx, *file))).await;
    }

    pub async fn loose(&self) -> i64 {
        let mut tx = self.world.db().read().await.unwrap();
        tx.one::<(i64,)>("SELECT CAST(count(*) AS BIGINT) FROM loose_file", params![]).await.unwrap().0
    }
}

/// A PDF of so many bytes.
pub fn pdf_of(bytes: usize) -> Vec<u8> {
    let mut content = PDF.to_vec();
    content.resize(bytes, b' ');
    content
}
