//! Attachments in a bucket: the program as an operator sets it up, with a store that speaks S3 on the other side of a socket.

use std::path::PathBuf;

use behorig::config::Config;
use behorig_files::Files;
use http::StatusCode;
use peer_objects::{Objects, Operation, Options, Running, Weather};
use proof_support::{TestDb, both_databases};
use tokio::process::Command;

use crate::cases::{Clinic, version_on};
use crate::my_care::PDF;
use crate::site::{Page, assembled_with};

both_databases!(
    a_handlers_file_reaches_the_resident_through_a_bucket,
    while_the_bucket_is_away_everybody_is_told_and_nothing_that_was_written_is_lost,
);

/// A store, and the configuration that names its bucket.
struct Bucket {
    peer: Running,
    folder: tempfile::TempDir,
}

impl Bucket {
    async fn new() -> Self {
        let peer = Objects::open(Options::default()).await.unwrap();
        Self { peer, folder: tempfile::tempdir().unwrap() }
    }

    /// The file of an operator who gets all right but for what `change` makes of it.
    fn configured(&self, change: impl FnOnce(String) -> String) -> PathBuf {
        let Options { bucket, region, access_key, secret_key, .. } = Options::default();
        let secret = self.folder.path().join("bucket.key");
        std::fs::write(&secret, format!("{secret_key}\n")).unwrap();
        let text = format!(
            "[files]\nurl = \"s3://{bucket}/behorig\"\nendpoint = \"{}\"\nregion = \"{region}\"\n\
             access-key = \"{access_key}\"\nsecret-key-file = \"{}\"\n",
            self.peer.endpoint,
            secret.display()
        );
        let path = self.folder.path().join("behorig.toml");
        std::fs::write(&path, change(text)).unwrap();
        path
    }

    fn files(&self) -> Files {
        Config::load(Some(&self.configured(|text| text))).unwrap().files.open().unwrap()
    }

    /// What `behorig doctor` says of where attachments are kept.
    async fn doctor(&self, change: impl FnOnce(String) -> String) -> String {
        let said = Command::new(env!("CARGO_BIN_EXE_behorig"))
            .args(["doctor", "--config"])
            .arg(self.configured(change))
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .await
            .unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let line = said.lines().find(|line| line.contains("s3://"));
        line.unwrap_or_else(|| panic!("{said}")).trim().to_owned()
    }
}

/// The clinic with its attachments in the bucket.
async fn clinic_with(test: TestDb, bucket: &Bucket) -> (Clinic, crate::site::Browser) {
    let mut clinic = Clinic::new(test).await;
    let site = &clinic.site;
    let node = assembled_with(site.test.db().clone(), &site.clock, None, bucket.files());
    let sven = site.resident(clinic.sven).await.at(&node.router);
    clinic.handler = clinic.handler.at(&node.router);
    clinic.receiver = clinic.receiver.at(&node.router);
    (clinic, sven)
}

/// The address of a file on a resident's page.
fn link(page: &Page, case: &str) -> String {
    let begins = format!("/mina-arenden/{case}/bilagor/");
    let at = page.body.find(&begins).unwrap_or_else(|| panic!("no {begins} in {}", page.body));
    page.body[at..].split('"').next().unwrap().to_owned()
}

async fn a_handlers_file_reaches_the_resident_through_a_bucket(test: TestDb) {
    let bucket = Bucket::new().await;
    let (mut clinic, mut sven) = clinic_with(test, &bucket).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    let mut large = PDF.to_vec();
    large.resize(20_000_000, b' ');
    let typed = [("version", version.as_str()), ("gor", "answer"), ("meddelande", "Se bilagorna.")];
    let files: [(&str, &str, &[u8]); 2] = [("filer", "råd om knät.pdf", PDF), ("filer", "bilder.pdf", &large)];
    let answered = clinic.handler.post_files(&path, &typed, &files).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let keys = bucket.peer.keys();
    assert_eq!((keys.len(), bucket.peer.unfinished()), (2, 0));
    assert!(keys.iter().all(|key| key.starts_with("behorig/")), "in the folder of the address: {keys:?}");
    assert!(keys.iter().all(|key| !key.contains("kn") && !key.contains(".pdf")), "a place says nothing: {keys:?}");
    let thread = sven.get(&format!("/mina-arenden/{case}")).await;
    assert!(thread.says("råd om knät.pdf") && thread.says("bilder.pdf"), "{}", thread.body);
    let file = sven.get(&link(&thread, &case.to_string())).await;
    assert_eq!((file.status, file.body.as_bytes()), (StatusCode::OK, PDF));
    assert!(file.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
}

async fn while_the_bucket_is_away_everybody_is_told_and_nothing_that_was_written_is_lost(test: TestDb) {
    let bucket = Bucket::new().await;
    let (mut clinic, mut sven) = clinic_with(test, &bucket).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    let first = [("version", version.as_str()), ("gor", "partial"), ("meddelande", "Läs detta.")];
    clinic.handler.post_files(&path, &first, &[("filer", "först.pdf", PDF)]).await;
    bucket.peer.set_weather(&Operation::ALL, Weather::HangsUp);
    let version = version_on(&clinic.handler.get(&path).await);
    let typed = [("version", version.as_str()), ("gor", "answer"), ("meddelande", "Och detta.")];
    let file = ("filer", "sedan.pdf", PDF);
    let page = clinic.handler.post_files(&path, &typed, &[file]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says("kunde inte tas emot just nu") && page.says("Och detta."), "{}", page.body);
    assert!(page.body.contains("id=\"filer-error\""), "beside the field: {}", page.body);
    let thread = sven.get(&format!("/mina-arenden/{case}")).await;
    assert!(thread.says("Läs detta."), "what needs no file is read as always: {}", thread.body);
    let away = sven.get(&link(&thread, &case.to_string())).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(away.says("Behörig är inte tillgängligt just nu"), "{}", away.body);
    // It is back.
    bucket.peer.set_weather(&Operation::ALL, Weather::Fair);
    assert_eq!(sven.get(&link(&thread, &case.to_string())).await.status, StatusCode::OK);
    // Read by the resident meanwhile, so the case stands otherwise than when the answer was begun.
    let version = version_on(&clinic.handler.get(&path).await);
    let typed = [("version", version.as_str()), ("gor", "answer"), ("meddelande", "Och detta.")];
    let answered = clinic.handler.post_files(&path, &typed, &[file]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
}

#[tokio::test]
async fn the_doctor_says_what_would_mend_a_bucket() {
    let bucket = Bucket::new().await;
    let right = bucket.doctor(|text| text).await;
    assert_eq!(right, "ok    attachments are kept in s3://bilagor/behorig");
    assert_eq!((bucket.peer.keys().len(), bucket.peer.unfinished()), (0, 0));
    let bad = "BAD   s3://bilagor/behorig: the file store:";
    let wrong = [
        ("\"behorig\"", "\"nobody\"", format!("{bad} it does not know the access key (InvalidAccessKeyId)")),
        ("eu-north-1", "us-east-1", format!("{bad} the bucket is in another region (AuthorizationHeaderMalformed)")),
        (
            "s3://bilagor/",
            "s3://bilagro/",
            "BAD   s3://bilagro/behorig: the file store: there is no such bucket (NoSuchBucket)".to_owned(),
        ),
    ];
    for (from, to, says) in wrong {
        assert_eq!(bucket.doctor(|text| text.replace(from, to)).await, says);
    }
    let secret = bucket.folder.path().join("guessed.key");
    std::fs::write(&secret, "guessed").unwrap();
    let guessed = bucket.doctor(|text| text.replace("bucket.key", "guessed.key")).await;
    assert_eq!(guessed, format!("{bad} the secret key does not belong to the access key (SignatureDoesNotMatch)"));
    bucket.peer.set_weather(&Operation::ALL, Weather::Silent);
    let silent = bucket.doctor(|text| text).await;
    assert_eq!(silent, "BAD   s3://bilagor/behorig: the file store does not answer within ten seconds");
    let endpoint = bucket.peer.endpoint.clone();
    // A port that nobody listens at: it was somebody's until now.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let gone = bucket.doctor(|text| text.replace(&endpoint, &nobody)).await;
    assert!(gone.starts_with(bad) && gone.contains("Connection refused"), "{gone}");
}
