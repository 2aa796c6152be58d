//! What is taken, what is refused, and what remains of it.

use axum::body::{Body, to_bytes};
use behorig_files::{FileRefused, Kind, MOST_BYTES};
use behorig_store::StoreError;
use behorig_visit::PageError;
use futures::{Stream, StreamExt as _};
use proof_support::TestDb;
use proof_support::world::{DAY, HOUR};

use crate::desk::{Desk, PDF, PNG, Shelf, everywhere, pdf_of};

everywhere!(
    a_file_that_is_sent_is_the_file_that_is_given_back,
    what_is_wrong_with_a_file_is_said_beside_it_and_nothing_of_it_remains,
    twenty_megabytes_pass_and_one_byte_more_does_not,
    one_file_too_many_is_left_out_and_the_rest_of_the_form_is_kept,
    what_nothing_keeps_is_swept_after_a_day_and_what_something_keeps_stays,
    a_sender_who_hangs_up_leaves_nothing_that_is_kept,
    a_request_that_ends_in_the_middle_leaves_nothing_either,
    a_file_that_was_changed_where_it_lies_breaks_off,
);

async fn a_file_that_is_sent_is_the_file_that_is_given_back(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
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

async fn what_is_wrong_with_a_file_is_said_beside_it_and_nothing_of_it_remains(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
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

async fn twenty_megabytes_pass_and_one_byte_more_does_not(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
    let mut large = pdf_of(MOST_BYTES as usize);
    let file = desk.one("stor.pdf", &large).await.unwrap();
    assert_eq!(file.size, 20_000_000);
    assert!(desk.read(&file).await.unwrap() == large);
    large.push(b' ');
    let sent = desk.send(&[("name=\"fil\"; filename=\"stor.pdf\"", &large), ("name=\"text\"", b"kvar")]).await.unwrap();
    assert_eq!(sent.files[0].outcome, Err(FileRefused::TooLarge));
    assert_eq!(sent.form.value("text"), "kvar");
    assert_eq!(desk.lying(), 1);
}

async fn one_file_too_many_is_left_out_and_the_rest_of_the_form_is_kept(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
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

async fn what_nothing_keeps_is_swept_after_a_day_and_what_something_keeps_stays(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
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

/// A form whose file comes as from a network, one piece after the other, and never ends. Larger than what goes in one piece.
fn unending() -> impl Stream<Item = Result<Vec<u8>, std::io::Error>> {
    let head = b"--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"a.pdf\"\r\n\r\n".to_vec();
    let pieces = [head, PDF.to_vec()].into_iter().chain(std::iter::repeat_n(vec![b' '; 600_000], 12));
    futures::stream::iter(pieces.map(Ok)).then(|piece| async {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        piece
    })
}

async fn a_sender_who_hangs_up_leaves_nothing_that_is_kept(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
    let broken = unending().chain(futures::stream::once(async { Err(std::io::Error::other("the sender hung up")) }));
    assert!(matches!(desk.send_body(5, Body::from_stream(broken)).await, Err(PageError::Malformed(_))));
    assert_eq!(desk.lying(), 0);
    assert_eq!(desk.files.sweep(&db, desk.world.now.plus_millis(DAY)).await.unwrap(), 1);
    assert_eq!(desk.loose().await, 0);
}

async fn a_request_that_ends_in_the_middle_leaves_nothing_either(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
    let unending = unending().chain(futures::stream::pending());
    let seen = async {
        while desk.lying() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    // As when the time of a request is over: nobody asks it to go on.
    tokio::select! {
        _ = desk.send_body(5, Body::from_stream(unending)) => panic!("it never ends"),
        () = seen => {}
    }
    desk.comes_to_lie(0).await;
    assert_eq!(desk.loose().await, 1);
}

async fn a_file_that_was_changed_where_it_lies_breaks_off(db: TestDb, shelf: Shelf) {
    let desk = Desk::new(&db, shelf, None).await;
    let file = desk.one("a.pdf", PDF).await.unwrap();
    let mut changed = PDF.to_vec();
    changed[20] ^= 1;
    desk.shelf.write(&file.key, &changed);
    let response = desk.files.serve(&file).await.unwrap();
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    desk.shelf.write(&file.key, b"%PDF-1.7");
    assert!(desk.files.serve(&file).await.is_err());
}
