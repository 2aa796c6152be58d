//! The antivirus program: nothing is taken that it has not seen.

use behorig_files::{Clamd, FileRefused};
use proof_support::TestDb;

use crate::clamd::{Behaviour, FOUND_IN, FakeClamd};
use crate::desk::{Desk, PDF, Shelf, everywhere, pdf_of};

everywhere!(
    a_file_that_the_antivirus_program_stops_is_not_taken,
    while_the_antivirus_program_does_not_do_its_work_no_file_is_taken,
    an_antivirus_program_at_a_socket_of_this_machine_is_asked_too,
);

async fn a_file_that_the_antivirus_program_stops_is_not_taken(db: TestDb, shelf: Shelf) {
    let clamd = FakeClamd::start().await;
    let desk = Desk::new(&db, shelf, Some(clamd.address())).await;
    clamd.address().check().await.unwrap();
    let clean = pdf_of(7_000_000);
    assert!(desk.one("a.pdf", &clean).await.is_ok());
    assert_eq!(clamd.seen(), clean.len());
    // At the very end of a file whose beginning is in the store already.
    let bad = [&clean[..], FOUND_IN].concat();
    assert_eq!(desk.one("a.pdf", &bad).await, Err(FileRefused::Infected));
    assert_eq!(desk.one("b.pdf", &[PDF, FOUND_IN].concat()).await, Err(FileRefused::Infected));
    assert_eq!(desk.lying(), 1);
}

async fn while_the_antivirus_program_does_not_do_its_work_no_file_is_taken(db: TestDb, shelf: Shelf) {
    let clamd = FakeClamd::start().await;
    let desk = Desk::new(&db, shelf, Some(clamd.address())).await;
    for behaviour in [Behaviour::Grumbles, Behaviour::HangsUp, Behaviour::SpeaksOtherwise, Behaviour::EndsEarly] {
        clamd.behave(behaviour);
        for content in [PDF.to_vec(), pdf_of(7_000_000)] {
            let sent =
                desk.send(&[("name=\"fil\"; filename=\"a.pdf\"", &content), ("name=\"text\"", b"kvar")]).await.unwrap();
            assert_eq!(sent.files[0].outcome, Err(FileRefused::NotScanned), "{behaviour:?}");
            assert_eq!(sent.form.value("text"), "kvar");
        }
    }
    let address = clamd.address();
    clamd.stop();
    assert_eq!(desk.one("a.pdf", PDF).await, Err(FileRefused::NotScanned));
    assert!(address.check().await.is_err());
    assert_eq!(desk.lying(), 0);
}

async fn an_antivirus_program_at_a_socket_of_this_machine_is_asked_too(db: TestDb, shelf: Shelf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clamd.ctl");
    let clamd = FakeClamd::at_socket(&path);
    let desk = Desk::new(&db, shelf, Some(Clamd::Unix(path.clone()))).await;
    Clamd::Unix(path.clone()).check().await.unwrap();
    assert!(desk.one("a.pdf", PDF).await.is_ok());
    assert_eq!(desk.one("a.pdf", &[PDF, FOUND_IN].concat()).await, Err(FileRefused::Infected));
    clamd.stop();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(desk.one("a.pdf", PDF).await, Err(FileRefused::NotScanned));
}

#[tokio::test]
async fn whoever_runs_the_program_is_told_what_clamd_answers() {
    let clamd = FakeClamd::start().await;
    clamd.behave(Behaviour::SpeaksOtherwise);
    let said = clamd.address().check().await.unwrap_err().to_string();
    assert!(said.contains("HTTP/1.1 400 Bad Request"), "{said}");
    clamd.behave(Behaviour::HangsUp);
    assert!(clamd.address().check().await.is_err());
}
