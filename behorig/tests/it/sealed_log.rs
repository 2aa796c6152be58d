//! The program seals its log, however it ends, and says by a command whether the log is whole.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use behorig_store::{Actor, DbOptions, Door, Event, Recorded, StoreError};
use peer_mail::{OfficeOptions, PostOffice};
use proof_support::{NOW, TestDb, both_databases};

both_databases!(
    a_program_that_was_killed_or_stopped_has_a_whole_log_and_a_changed_one_is_told,
    a_log_that_never_began_says_so,
);

/// Long enough for two looks at the queue.
const SEALED_BY_THEN: Duration = Duration::from_millis(5_000);

fn program(test: &TestDb, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_behorig"));
    command
        .current_dir(folder)
        .env("BEHORIG_SERVER_LISTEN", "127.0.0.1:0")
        .env("BEHORIG_AUDIT_WITNESS_FILE", "witnessed");
    match test.options() {
        DbOptions::Sqlite { path } => command.env("BEHORIG_DATABASE_PATH", path),
        DbOptions::Postgres { url, .. } => command.env("BEHORIG_DATABASE_URL", url),
    };
    command
}

async fn run(test: &TestDb, folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = program(test, folder);
    command.args(arguments);
    let Output { status, stdout, stderr } =
        tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    (status.success(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

/// The program, once it answers.
async fn serving(test: &TestDb, folder: &Path, settings: &[(&str, &str)]) -> Child {
    let mut command = program(test, folder);
    command.envs(settings.iter().copied()).arg("serve").stdout(Stdio::piped()).stderr(Stdio::null());
    tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("answers at"), "{line}");
        child
    })
    .await
    .unwrap()
}

async fn events(test: &TestDb, count: usize) {
    for number in 0..count {
        let event = Event::change("test.event", "case", number);
        let written: Result<(), StoreError> = test
            .write(&Actor::system(Door::CommandLine, NOW), event, |tx, event| {
                Box::pin(async move { tx.record(event.clone()).await })
            })
            .await;
        written.unwrap();
    }
}

async fn number(test: &TestDb, sql: &str) -> i64 {
    let mut read = test.read().await.unwrap();
    let (number,): (i64,) = read.one(&format!("SELECT CAST(({sql}) AS BIGINT)"), &[]).await.unwrap();
    number
}

async fn a_program_that_was_killed_or_stopped_has_a_whole_log_and_a_changed_one_is_told(test: TestDb) {
    let folder = tempfile::tempdir().unwrap();
    behorig::key::make(&folder.path().join("behorig.key")).unwrap();
    events(&test, 5).await;
    let mut killed = serving(&test, folder.path(), &[]).await;
    tokio::time::sleep(SEALED_BY_THEN).await;
    killed.kill().unwrap();
    killed.wait().unwrap();
    let sealed = number(&test, "SELECT size FROM audit_tree").await;
    assert!(sealed >= 6, "{sealed}");
    events(&test, 4).await;
    let office = PostOffice::open(OfficeOptions::default()).await.unwrap();
    let server = format!("smtp://127.0.0.1:{}", office.smtp_port);
    let by_mail = [
        ("BEHORIG_MAIL_SERVER", server.as_str()),
        ("BEHORIG_MAIL_FROM", "noreply@behorig.example"),
        ("BEHORIG_AUDIT_WITNESS_MAIL", "arkiv@region.example"),
    ];
    let mut stopped = serving(&test, folder.path(), &by_mail).await;
    events(&test, 3).await;
    let pid = stopped.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(tokio::task::spawn_blocking(move || stopped.wait()).await.unwrap().unwrap().success());
    let waiting = number(&test, "SELECT count(*) FROM audit_unsealed").await;
    let (good, said) = run(&test, folder.path(), &["audit", "verify"]).await;
    assert!(good && said.contains("\nWHOLE\n"), "{said}");
    assert!(waiting == 0 || said.contains("wait to be sealed"), "{waiting}: {said}");
    assert!(folder.path().join("witnessed").exists(), "the end was shown to the witness");
    let letters = office.mails();
    let size = number(&test, "SELECT max(size) FROM audit_checkpoint").await;
    let [letter, ..] = &letters[..] else { panic!("a letter at the start, or the end") };
    assert!(letters.len() <= 2 && letter.subject.ends_with(&format!(": {size} events")), "{size}: {letter:?}");
    std::fs::write(folder.path().join("kept.eml"), &letter.raw).unwrap();
    let (good, with_letter) = run(&test, folder.path(), &["audit", "verify", "--seen", "kept.eml"]).await;
    assert!(good && with_letter.contains("The witness by mail took"), "{with_letter}");
    assert!(with_letter.contains("kept.eml: checkpoints of this log: 1,"), "{with_letter}");
    std::fs::write(folder.path().join("torn.eml"), letter.raw.split("=E2=80=94").next().unwrap()).unwrap();
    let (good, said_of_nothing) = run(&test, folder.path(), &["audit", "verify", "--seen", "torn.eml"]).await;
    assert!(!good && said_of_nothing.contains("torn.eml holds no signed checkpoint"), "{said_of_nothing}");
    let checkpoints = |said: &str| said.lines().find(|line| line.starts_with("The log")).map(str::to_owned);
    assert_ne!(checkpoints(&with_letter), checkpoints(&said), "the letter's checkpoint is one more");

    let (good, key) = run(&test, folder.path(), &["audit", "key"]).await;
    assert!(good && key.starts_with("127.0.0.1:0/logg+"), "{key}");
    let (good, said) = run(&test, folder.path(), &["audit", "verify", "--key", key.trim()]).await;
    assert!(good, "{said}");
    let changed: Result<(), StoreError> = test
        .write(&Actor::system(Door::System, NOW), (), |tx, ()| {
            Box::pin(async move {
                tx.execute(
                    "UPDATE audit_event SET user_name = 'Somebody' WHERE activity_level = 'audit.begin-sealing'",
                    &[],
                )
                .await?;
                Ok(Recorded::nothing_to_record((), "a foreign hand"))
            })
        })
        .await;
    changed.unwrap();
    let (good, said) = run(&test, folder.path(), &["audit", "verify"]).await;
    assert!(!good && said.contains("changed: the event at position") && said.contains("\nNOT WHOLE\n"), "{said}");
}

async fn a_log_that_never_began_says_so(test: TestDb) {
    let folder = tempfile::tempdir().unwrap();
    behorig::key::make(&folder.path().join("behorig.key")).unwrap();
    let (good, said) = run(&test, folder.path(), &["audit", "verify"]).await;
    assert!(!good && said.contains("start the program once"), "{said}");
}
