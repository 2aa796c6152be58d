//! A bucket in a store that speaks S3: what goes over the line, and what happens when the store does not do what it should.

use behorig_files::{FileRefused, Files, Place, S3Place};
use behorig_visit::PageError;
use peer_objects::{Objects, Operation, Options, Weather};
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use crate::desk::{Desk, PDF, Shelf, pdf_of, s3_at};

const LARGE: usize = 12_000_000;

both_databases!(
    a_small_file_takes_one_request_and_a_large_one_goes_in_parts,
    while_the_store_is_away_files_are_refused_and_the_rest_of_the_form_is_kept,
    an_upload_that_breaks_in_the_store_leaves_no_part_there,
    a_store_that_stumbles_is_asked_again,
    a_reader_is_told_to_come_back_while_the_store_is_away,
    a_line_that_breaks_on_the_way_out_goes_on_where_it_broke,
    what_is_to_be_swept_waits_for_a_bucket_that_is_not_there,
);

async fn desk_at(db: &TestDb) -> Desk {
    Desk::new(db, Shelf::bucket().await, None).await
}

async fn a_small_file_takes_one_request_and_a_large_one_goes_in_parts(db: TestDb) {
    let desk = desk_at(&db).await;
    let small = desk.one("a.pdf", PDF).await.unwrap();
    assert_eq!(desk.peer().asked(), [Operation::Put]);
    assert_eq!(desk.peer().keys(), [format!("mottagningen/{}", small.key)], "in the folder of the address");
    let large = desk.one("b.pdf", &pdf_of(LARGE)).await.unwrap();
    use Operation::{Begin, Complete, Part};
    assert_eq!(desk.peer().asked()[1..], [Begin, Part, Part, Part, Complete]);
    assert!(desk.read(&large).await.unwrap() == pdf_of(LARGE));
}

async fn while_the_store_is_away_files_are_refused_and_the_rest_of_the_form_is_kept(db: TestDb) {
    let desk = desk_at(&db).await;
    let file: (&str, &[u8]) = ("name=\"fil\"; filename=\"a.pdf\"", PDF);
    for weather in [Weather::Silent, Weather::HangsUp, Weather::Overloaded, Weather::Broken] {
        desk.peer().set_weather(&Operation::ALL, weather);
        let before = desk.peer().asked().len();
        let sent = desk.send(&[file, file, ("name=\"text\"", b"kvar")]).await.unwrap();
        assert!(sent.files.iter().all(|file| file.outcome == Err(FileRefused::NotKept)), "{weather:?}");
        assert_eq!((sent.files.len(), sent.form.value("text")), (2, "kvar"));
        let asked = desk.peer().asked().len() - before;
        assert!((1..=4).contains(&asked), "one file was tried, a few times: {asked} {weather:?}");
    }
    desk.peer().set_weather(&Operation::ALL, Weather::Fair);
    assert!(desk.one("a.pdf", PDF).await.is_ok(), "as soon as the store is back");
}

async fn an_upload_that_breaks_in_the_store_leaves_no_part_there(db: TestDb) {
    let desk = desk_at(&db).await;
    for operation in [Operation::Begin, Operation::Part, Operation::Complete] {
        for weather in [Weather::Broken, Weather::Silent, Weather::HangsUp] {
            desk.peer().set_weather(&Operation::ALL, Weather::Fair);
            desk.peer().set_weather(&[operation], weather);
            assert_eq!(desk.one("a.pdf", &pdf_of(LARGE)).await, Err(FileRefused::NotKept), "{operation:?} {weather:?}");
            desk.comes_to_lie(0).await;
        }
    }
    // Refused for what is in it, when most of it is there already.
    desk.peer().set_weather(&Operation::ALL, Weather::Fair);
    assert_eq!(desk.one("a.png", &pdf_of(LARGE)).await, Err(FileRefused::Lying));
    assert_eq!(desk.lying(), 0);
}

async fn a_store_that_stumbles_is_asked_again(db: TestDb) {
    let desk = desk_at(&db).await;
    desk.peer().set_weather(&Operation::ALL, Weather::Overloaded);
    let (sent, ()) = tokio::join!(desk.one("a.pdf", PDF), async {
        while desk.peer().asked().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        desk.peer().set_weather(&Operation::ALL, Weather::Fair);
    });
    assert!(sent.is_ok(), "{sent:?}");
    assert!(desk.peer().asked().len() > 1);
}

async fn a_reader_is_told_to_come_back_while_the_store_is_away(db: TestDb) {
    let desk = desk_at(&db).await;
    let file = desk.one("a.pdf", PDF).await.unwrap();
    for weather in [Weather::Silent, Weather::HangsUp, Weather::Overloaded, Weather::Broken] {
        desk.peer().set_weather(&[Operation::Get], weather);
        let error = desk.files.serve(&file).await.unwrap_err();
        assert!(matches!(error, PageError::Away(_)), "{weather:?}: {error}");
        assert_eq!(error.status(), http::StatusCode::SERVICE_UNAVAILABLE);
        assert!(error.to_string().contains(&file.id.to_string()), "the log says which file: {error}");
    }
    desk.peer().set_weather(&[Operation::Get], Weather::Fair);
    assert!(desk.read(&file).await.is_some());
    let gone = behorig_files::StoredFile { key: "0/0".to_owned(), ..file };
    assert!(matches!(desk.files.serve(&gone).await, Err(PageError::Fault(_))), "a file that is lost is a fault");
}

async fn a_line_that_breaks_on_the_way_out_goes_on_where_it_broke(db: TestDb) {
    let desk = desk_at(&db).await;
    let file = desk.one("a.pdf", &pdf_of(LARGE)).await.unwrap();
    desk.peer().set_weather(&[Operation::Get], Weather::CutsOff(5_000_000));
    assert!(desk.read(&file).await.unwrap() == pdf_of(LARGE));
    // A line that hardly carries anything ends as a file that is not whole.
    desk.peer().set_weather(&[Operation::Get], Weather::CutsOff(100_000));
    assert!(desk.read(&file).await.is_none());
}

async fn what_is_to_be_swept_waits_for_a_bucket_that_is_not_there(db: TestDb) {
    let desk = desk_at(&db).await;
    desk.one("a.pdf", PDF).await.unwrap();
    let tomorrow = desk.world.now.plus_millis(DAY);
    let misspelt = S3Place { url: "s3://bilagro/mottagningen".to_owned(), ..s3_at(&desk.peer().endpoint) };
    let elsewhere = Files::open(&Place::S3(misspelt), None).unwrap();
    assert_eq!(elsewhere.sweep(&db, tomorrow).await.unwrap(), 0);
    assert_eq!((desk.lying(), desk.loose().await), (1, 1));
    assert_eq!(desk.files.sweep(&db, tomorrow).await.unwrap(), 1);
    assert_eq!((desk.lying(), desk.loose().await), (0, 0));
}

#[tokio::test]
async fn whoever_runs_the_program_is_told_what_is_wrong_with_the_store() {
    let peer = Objects::open(Options::default()).await.unwrap();
    let right = s3_at(&peer.endpoint);
    let check = async |place: S3Place| Files::open(&Place::S3(place), None).unwrap().check().await;
    assert_eq!(check(right.clone()).await, Ok(()));
    assert_eq!((peer.keys().len(), peer.unfinished()), (0, 0), "the check leaves nothing");
    let wrong = [
        (S3Place { access_key: "nobody".to_owned(), ..right.clone() }, "it does not know the access key"),
        (
            S3Place { secret_key: "guessed".to_owned(), ..right.clone() },
            "the secret key does not belong to the access key",
        ),
        (S3Place { url: "s3://bilagro".to_owned(), ..right.clone() }, "there is no such bucket"),
        (S3Place { region: "us-east-1".to_owned(), ..right.clone() }, "the bucket is in another region"),
        (S3Place { endpoint: Some("http://nowhere.invalid".to_owned()), ..right.clone() }, "failed to lookup address"),
    ];
    for (place, words) in wrong {
        let said = check(place).await.unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
        assert!(said.lines().count() == 1 && !said.contains(&right.secret_key), "{said}");
    }
    peer.set_clock_ahead(3_600);
    let said = check(right.clone()).await.unwrap_err().to_string();
    assert!(said.contains("its clock and that of this machine differ too much"), "{said}");
    peer.set_clock_ahead(0);
    for (weather, words) in [
        (Weather::Silent, "operation timed out"),
        (Weather::Overloaded, "it has too much to do"),
        (Weather::Broken, "it answers InternalError"),
        (Weather::HangsUp, "connection closed"),
    ] {
        peer.set_weather(&Operation::ALL, weather);
        let said = check(right.clone()).await.unwrap_err().to_string();
        assert!(said.contains(words), "{weather:?}: {said}");
    }
    // Whoever may put and not take back hears of it before the first large file does.
    peer.set_weather(&Operation::ALL, Weather::Fair);
    peer.set_weather(&[Operation::Abort], Weather::Broken);
    assert!(check(right.clone()).await.is_err());
    peer.stop().await;
    let said = check(right).await.unwrap_err().to_string();
    assert!(said.contains("Connection refused"), "{said}");
}
