//! Letters to a mailbox that keeps checkpoints, over a real socket.

use std::time::Duration;

use behorig_identity::Email;
use behorig_mail::{MailFrom, MailServer, Mailer, MailerOptions};
use behorig_sealed_log::{Kept, MailWitness, Question, Report, Witness};
use behorig_transparency::{Checkpoint, Hash, KeyName, Kind, SigningKey, VerifyingKey, notes_in};
use peer_mail::{Mail, OfficeOptions, PostOffice, Running, Weather};
use proof_support::{TestDb, both_databases};

use crate::ground::Ground;

both_databases!(
    a_mailbox_gets_a_letter_an_hour_that_the_log_is_held_against,
    an_end_that_was_cut_off_is_found_by_a_letter_as_it_came,
    a_slow_mail_server_holds_up_no_sealing_and_gets_one_letter_at_a_time,
    a_mail_server_that_hangs_keeps_the_end_from_no_other_witness,
    a_letter_that_nobody_owned_to_comes_again_after_ten_minutes,
    what_nobody_signed_is_sent_to_nobody,
    a_made_up_letter_proves_nothing_to_whoever_has_the_key,
);

async fn mailed() -> (Running, Witness) {
    let office = PostOffice::open(OfficeOptions::default()).await.unwrap();
    let mailer = Mailer::new(MailerOptions {
        server: MailServer::parse(&format!("smtp://127.0.0.1:{}", office.smtp_port)).unwrap(),
        from: MailFrom::parse("Behörig <noreply@behorig.example>").unwrap(),
        login: None,
        authority: None,
        own_name: "behorig.example".to_owned(),
    });
    let witness = MailWitness::new(Ok(mailer.unwrap()), Email::parse("arkiv@region.example").unwrap());
    (office, Witness::Mail(witness))
}

async fn told(ground: &Ground, witness: &Witness, kept: &[&str], key: Option<VerifyingKey>) -> Report {
    let kept = kept.iter().map(|text| Kept { whence: "letters.mbox".to_owned(), notes: notes_in(text) });
    let question = Question { seen: kept.collect(), witnesses: vec![witness.clone()], key };
    ground.log.verify(&question, ground.now(), |_, _| {}).await.unwrap()
}

fn says(lines: &[String], words: &str) -> bool {
    lines.iter().any(|line| line.contains(words))
}

async fn a_mailbox_gets_a_letter_an_hour_that_the_log_is_held_against(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, witness) = mailed().await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    for letters in [1, 1, 2] {
        ground.events(2).await;
        sealer.sweep().await.unwrap();
        sealer.show().await;
        sealer.letter_taken().await;
        assert_eq!(office.mails().len(), letters);
        ground.pass(Duration::from_secs(31 * 60));
    }
    // Where nothing happened nothing is sent.
    ground.pass(Duration::from_secs(7200));
    sealer.show().await;
    sealer.letter_taken().await;
    let letters = office.mails();
    let [newest, oldest] = &letters[..] else { panic!("{letters:?}") };
    assert_eq!(newest.recipients, ["arkiv@region.example"]);
    assert_eq!(newest.subject, "Checkpoint of the log behorig.example/logg: 7 events");
    assert_ne!(newest.message_id, oldest.message_id);
    assert!(!newest.raw.contains("\u{2014} behorig.example/logg"), "on its way the letter is encoded: {}", newest.raw);
    for kept in [&newest.text, &newest.raw, &format!("{}\n{}", oldest.raw, newest.raw)] {
        let report = told(&ground, &witness, &[kept.as_str()], None).await;
        Ground::is_whole(&report);
        assert!(says(&report.told, ", the last over 7 events."), "{report:#?}");
        assert!(says(&report.told, "The witness by mail took 7 events"), "{report:#?}");
    }
}

async fn an_end_that_was_cut_off_is_found_by_a_letter_as_it_came(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, witness) = mailed().await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    sealer.sweep().await.unwrap();
    let root = ground.root_in_sql().await;
    ground.events(4).await;
    sealer.sweep().await.unwrap();
    sealer.show().await;
    sealer.letter_taken().await;
    ground.cut_back_to_one(&root).await;
    Ground::is_whole(&told(&ground, &witness, &[], None).await);
    let letters = office.mails();
    let [Mail { raw, .. }] = &letters[..] else { panic!("{letters:?}") };
    let report = told(&ground, &witness, &[raw.as_str()], None).await;
    assert!(says(&report.broken, "cut off"), "{report:#?}");
}

async fn a_slow_mail_server_holds_up_no_sealing_and_gets_one_letter_at_a_time(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, witness) = mailed().await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    // Before each answer, of which there are six.
    office.set_weather(Weather::Slow(Duration::from_secs(2)));
    sealer.sweep().await.unwrap();
    sealer.show().await;
    ground.events(1).await;
    sealer.sweep().await.unwrap();
    ground.pass(Duration::from_secs(7200));
    sealer.show().await;
    assert_eq!((ground.waiting().await, office.mails().len()), (0, 0), "sealed while the letter was on its way");
    sealer.letter_taken().await;
    assert_eq!(office.mails().len(), 1);
    Ground::is_whole(&told(&ground, &witness, &[], None).await);
}

async fn a_mail_server_that_hangs_keeps_the_end_from_no_other_witness(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, by_mail) = mailed().await;
    office.set_weather(Weather::Slow(Duration::from_secs(60)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoints");
    let mut sealer = ground.sealer_with(vec![by_mail, Witness::File(path.clone())]);
    sealer.sweep().await.unwrap();
    sealer.show().await;
    ground.events(1).await;
    sealer.begin().stop().await;
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept.contains("behorig.example/logg\n2\n"), "{kept}");
    assert!(office.mails().is_empty());
}

async fn a_letter_that_nobody_owned_to_comes_again_after_ten_minutes(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, witness) = mailed().await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    office.set_weather(Weather::KeepsItAndHangsUp);
    sealer.sweep().await.unwrap();
    for letters in [1, 1, 2] {
        sealer.show().await;
        sealer.letter_taken().await;
        assert_eq!(office.mails().len(), letters);
        assert!(!told(&ground, &witness, &[], None).await.is_whole(), "nobody has taken anything");
        ground.pass(Duration::from_secs(6 * 60));
    }
    let letters = office.mails();
    let [first, again] = &letters[..] else { panic!("{letters:?}") };
    assert_eq!(first.message_id, again.message_id, "its reader's program knows a repeat");
}

async fn what_nobody_signed_is_sent_to_nobody(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, witness) = mailed().await;
    let mut sealer = ground.sealer_with(vec![witness]);
    sealer.sweep().await.unwrap();
    let made_up = made_up(900).replace('\n', "' || chr(10) || '");
    let made_up = match ground.test.backend() {
        proof_support::Backend::Sqlite => made_up.replace("chr(", "char("),
        proof_support::Backend::Postgres => made_up,
    };
    let sql = format!(
        "INSERT INTO audit_checkpoint (size, root, signed_at, note) SELECT 900, root, signed_at, '{made_up}'
         FROM audit_checkpoint WHERE size = 1"
    );
    ground.spoil(&sql, &[]).await;
    sealer.show().await;
    sealer.letter_taken().await;
    assert!(office.mails().is_empty(), "{:?}", office.mails());
    ground.spoil("DELETE FROM audit_checkpoint WHERE size = 900", &[]).await;
    sealer.show().await;
    sealer.letter_taken().await;
    assert_eq!(office.mails().len(), 1, "and what was signed is");
}

/// A checkpoint of the log's name by somebody else's key.
fn made_up(size: u64) -> String {
    let name = KeyName::new("behorig.example/logg").unwrap();
    let key = SigningKey::from_seed(name.clone(), Kind::Log, &[66; 32]).unwrap();
    Checkpoint::new(name, size, Hash::EMPTY_TREE).sign(&[&key]).unwrap().to_string()
}

async fn a_made_up_letter_proves_nothing_to_whoever_has_the_key(test: TestDb) {
    let ground = Ground::new(test).await;
    let (office, witness) = mailed().await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    sealer.sweep().await.unwrap();
    sealer.show().await;
    sealer.letter_taken().await;
    let (made_up, letters) = (made_up(900), office.mails());
    let both = format!("{}\n\n{made_up}", letters.first().unwrap().raw);
    let (key, _) = ground.log.public_keys().await.unwrap();
    // Without the key that was handed out it may as well be the log that lies.
    let report = told(&ground, &witness, &[both.as_str()], None).await;
    assert!(says(&report.broken, "letters.mbox: a checkpoint of behorig.example/logg over 900 events"), "{report:#?}");
    let report = told(&ground, &witness, &[both.as_str()], Some(key.clone())).await;
    Ground::is_whole(&report);
    assert!(says(&report.told, "over 900 events is not this log's, and proves nothing"), "{report:#?}");
    // Where nothing else was kept there, nothing was shown.
    let report = told(&ground, &witness, &[made_up.as_str()], Some(key)).await;
    assert!(says(&report.broken, "none of its checkpoints is this log's"), "{report:#?}");
}
