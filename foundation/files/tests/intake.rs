//! Files as they come in a form, through the real reader, on both databases.
#![allow(clippy::unwrap_used, reason = "a test that can't get its ground stops there and says why")]

mod clamd;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use behorig_access::{AttachmentId, Instant};
use behorig_files::{
    BODY_FROM_RESIDENTS, Clamd, FileRefused, Files, Kind, MOST_BYTES, MOST_FROM_RESIDENTS, Place, SentForm, StoredFile,
    keep, let_go,
};
use behorig_store::{Recorded, StoreError, params};
use behorig_visit::PageError;
use futures::StreamExt as _;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa\0\0\0\0IEND\xaeB`\x82";

struct Desk {
    world: World,
    folder: tempfile::TempDir,
    files: Files,
}

impl Desk {
    async fn new(db: &TestDb, clamd: Option<Clamd>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(&Place::Folder(folder.path().join("files")), clamd).unwrap();
        Self { world: World::new(db).await, folder, files }
    }

    async fn send(&self, parts: &[(&str, &[u8])]) -> Result<SentForm, PageError> {
        self.send_with_room(MOST_FROM_RESIDENTS, parts).await
    }

    async fn send_with_room(&self, room: usize, parts: &[(&str, &[u8])]) -> Result<SentForm, PageError> {
        let mut body = Vec::new();
        for (disposition, content) in parts {
            body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        self.send_body(room, Body::from(body)).await
    }

    async fn send_body(&self, room: usize, body: Body) -> Result<SentForm, PageError> {
        let mut request = Request::new(body);
        let kind = http::HeaderValue::from_static("multipart/form-data; boundary=x");
        request.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        DefaultBodyLimit::max(BODY_FROM_RESIDENTS).apply(&mut request);
        let parts = Multipart::from_request(request, &()).await.unwrap();
        self.files.receive_form(self.world.db(), &self.world.system(), parts, (room, MOST_FROM_RESIDENTS)).await
    }

    async fn one(&self, name: &str, content: &[u8]) -> Result<StoredFile, FileRefused> {
        let sent = self.send(&[(&format!("name=\"fil\"; filename=\"{name}\""), content)]).await.unwrap();
        sent.files.into_iter().next().unwrap().outcome
    }

    /// Every file that lies in the store, half-written ones too.
    fn lying(&self) -> usize {
        let mut count = 0;
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { count += 1 }
            }
        }
        count
    }

    async fn keep(&self, file: &StoredFile, at: Instant) -> Result<(), StoreError> {
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

    async fn let_go(&self, file: AttachmentId) {
        self.world.change(file, |tx, file| Box::pin(let_go(tx, *file))).await;
    }

    async fn loose(&self) -> i64 {
        let mut tx = self.world.db().read().await.unwrap();
        tx.one::<(i64,)>("SELECT CAST(count(*) AS BIGINT) FROM loose_file", params![]).await.unwrap().0
    }
}

both_databases!(
    a_file_that_is_sent_is_the_file_that_is_given_back,
    what_is_wrong_with_a_file_is_said_beside_it_and_nothing_of_it_remains,
    twenty_megabytes_pass_and_one_byte_more_does_not,
    one_file_too_many_is_left_out_and_the_rest_of_the_form_is_kept,
    what_nothing_keeps_is_swept_after_a_day_and_what_something_keeps_stays,
    a_file_that_the_antivirus_program_stops_or_cannot_see_is_not_taken,
    a_sender_who_hangs_up_leaves_nothing_that_is_kept,
    a_file_that_was_changed_where_it_lies_breaks_off,
);

async fn a_file_that_is_sent_is_the_file_that_is_given_back(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let sent = desk
        .send(&[
            ("name=\"text\"", "Hej å".as_bytes()),
            ("name=\"fil\"; filename=\"remiss hud.pdf\"", PDF),
            ("name=\"fil\"; filename=\"\"", b""),
        ])
        .await
        .unwrap();
    assert_eq!(sent.form.value("text"), "Hej å");
    assert_eq!(sent.files.len(), 1);
    let file = sent.files[0].outcome.clone().unwrap();
    assert_eq!((file.name.as_str(), file.kind, file.size), ("remiss hud.pdf", Kind::Pdf, PDF.len() as i64));
    let response = desk.files.serve(&file).await.unwrap();
    let header = |name| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''remiss%20hud.pdf");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), PDF);
}

async fn what_is_wrong_with_a_file_is_said_beside_it_and_nothing_of_it_remains(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let bomb = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff"[..], &[8, 6, 0, 0, 0, 1, 2, 3, 4]].concat();
    let wrong: [(&str, &[u8], FileRefused); 10] = [
        ("tom.pdf", b"", FileRefused::Empty),
        ("bild.pdf", PNG, FileRefused::Lying),
        ("program.exe", PDF, FileRefused::Lying),
        ("bild.png", b"PK\x03\x04\x14\0\0\0\x08\0 a bomb that is called an image", FileRefused::UnknownType),
        ("bild.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\">", FileRefused::UnknownType),
        ("bild.png", &bomb, FileRefused::HugeImage),
        ("bild.png", &PNG[..20], FileRefused::Damaged),
        ("../../hemligt.pdf", PDF, FileRefused::BadName),
        ("C:\\hemligt.pdf", PDF, FileRefused::BadName),
        ("a\u{202e}gpj.pdf", PDF, FileRefused::BadName),
    ];
    for (name, content, why) in wrong {
        assert_eq!(desk.one(name, content).await, Err(why), "{name}");
    }
    assert_eq!(desk.lying(), 0);
    // The sender's own word for the type counts too.
    let sent = desk.send(&[("name=\"fil\"; filename=\"bild\"\r\nContent-Type: application/pdf", PNG)]).await.unwrap();
    assert_eq!(sent.files[0].outcome, Err(FileRefused::Lying));
    assert_eq!(desk.one("bild", PNG).await.unwrap().name, "bild.png");
}

async fn twenty_megabytes_pass_and_one_byte_more_does_not(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let mut large = PDF.to_vec();
    large.resize(MOST_BYTES as usize, b' ');
    let file = desk.one("stor.pdf", &large).await.unwrap();
    assert_eq!(file.size, 20_000_000);
    large.push(b' ');
    let sent = desk.send(&[("name=\"fil\"; filename=\"stor.pdf\"", &large), ("name=\"text\"", b"kvar")]).await.unwrap();
    assert_eq!(sent.files[0].outcome, Err(FileRefused::TooLarge));
    assert_eq!(sent.form.value("text"), "kvar");
    assert_eq!(desk.lying(), 1);
}

async fn one_file_too_many_is_left_out_and_the_rest_of_the_form_is_kept(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let file: (&str, &[u8]) = ("name=\"fil\"; filename=\"a.pdf\"", PDF);
    let mut parts = vec![file; 11];
    parts.push(("name=\"text\"", b"kvar"));
    let sent = desk.send(&parts).await.unwrap();
    assert_eq!(sent.files.iter().filter(|file| file.outcome.is_ok()).count(), 5);
    assert!(sent.files.iter().skip(5).all(|file| file.outcome == Err(FileRefused::TooMany(5))));
    assert_eq!(sent.form.value("text"), "kvar");
    let sent = desk.send_with_room(0, &[file]).await.unwrap();
    assert_eq!(sent.files[0].outcome, Err(FileRefused::TooMany(5)));
}

async fn what_nothing_keeps_is_swept_after_a_day_and_what_something_keeps_stays(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let now = desk.world.now;
    let (kept, loose) = (desk.one("a.pdf", PDF).await.unwrap(), desk.one("b.pdf", PDF).await.unwrap());
    desk.keep(&kept, now).await.unwrap();
    assert!(matches!(desk.keep(&kept, now).await, Err(StoreError::Missing)));
    assert_eq!(desk.files.sweep(&db, now.plus_millis(DAY - HOUR)).await.unwrap(), 0);
    // What is about to be swept can't be kept any more.
    assert!(matches!(desk.keep(&loose, now.plus_millis(DAY - HOUR)).await, Err(StoreError::Missing)));
    assert_eq!(desk.files.sweep(&db, now.plus_millis(DAY)).await.unwrap(), 1);
    assert!(desk.files.serve(&loose).await.is_err());
    assert!(desk.files.serve(&kept).await.is_ok());
    desk.let_go(kept.id).await;
    assert_eq!(desk.files.sweep(&db, now.plus_millis(2 * DAY)).await.unwrap(), 1);
    assert_eq!((desk.lying(), desk.loose().await), (0, 0));
}

async fn a_file_that_the_antivirus_program_stops_or_cannot_see_is_not_taken(db: TestDb) {
    let clamd = clamd::FakeClamd::start().await;
    let desk = Desk::new(&db, Some(clamd.address())).await;
    clamd.address().check().await.unwrap();
    let clean = [PDF, &[b' '; 1_000_000]].concat();
    assert!(desk.one("a.pdf", &clean).await.is_ok());
    assert_eq!(clamd.seen(), clean.len());
    let eicar = [PDF, clamd::FOUND_IN].concat();
    assert_eq!(desk.one("a.pdf", &eicar).await, Err(FileRefused::Infected));
    clamd.grumble();
    assert_eq!(desk.one("a.pdf", PDF).await, Err(FileRefused::NotScanned));
    let address = clamd.address();
    clamd.stop();
    assert_eq!(desk.one("a.pdf", PDF).await, Err(FileRefused::NotScanned));
    assert!(address.check().await.is_err());
    assert_eq!(desk.lying(), 1);
}

async fn a_sender_who_hangs_up_leaves_nothing_that_is_kept(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let head = b"--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"a.pdf\"\r\n\r\n";
    let pieces = [head.to_vec(), PDF.to_vec(), vec![b' '; 600_000]].map(Ok::<_, std::io::Error>);
    // As from a network: one piece after the other.
    let broken = futures::stream::iter(pieces)
        .then(|piece| async {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            piece
        })
        .chain(futures::stream::once(async { Err(std::io::Error::other("the sender hung up")) }));
    assert!(matches!(desk.send_body(5, Body::from_stream(broken)).await, Err(PageError::Malformed(_))));
    assert_eq!(desk.lying(), 0);
    assert_eq!(desk.files.sweep(&db, desk.world.now.plus_millis(DAY)).await.unwrap(), 1);
    assert_eq!(desk.loose().await, 0);
}

async fn a_file_that_was_changed_where_it_lies_breaks_off(db: TestDb) {
    let desk = Desk::new(&db, None).await;
    let file = desk.one("a.pdf", PDF).await.unwrap();
    let path = desk.folder.path().join("files").join(&file.key);
    let mut changed = PDF.to_vec();
    changed[20] ^= 1;
    std::fs::write(&path, &changed).unwrap();
    let response = desk.files.serve(&file).await.unwrap();
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    std::fs::write(&path, b"%PDF-1.7").unwrap();
    assert!(desk.files.serve(&file).await.is_err());
}
