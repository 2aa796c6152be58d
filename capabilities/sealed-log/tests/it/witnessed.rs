//! Witnesses, over a real socket and in a file.

use std::time::Duration;

use behorig_sealed_log::{HttpWitness, Kept, Question, Witness};
use behorig_transparency::{LogKeys, notes_in};
use peer_witness::Mood;
use proof_support::{TestDb, both_databases};

use crate::ground::Ground;

both_databases!(
    a_witness_cosigns_what_grew_and_what_it_says_stands_on_the_note,
    a_witness_that_saw_the_log_before_says_so_and_is_shown_the_growth,
    a_witness_that_is_away_or_lies_stops_nothing,
    a_log_whose_end_was_cut_off_is_refused_by_the_witness,
    a_file_gathers_what_was_signed,
);

async fn witnessed(ground: &Ground) -> (peer_witness::Witness, Witness) {
    let peer = peer_witness::Witness::open("vittne.example", [9; 32]).await.unwrap();
    let (key, _) = ground.log.public_keys().await.unwrap();
    peer.know(LogKeys::new(key).unwrap());
    let witness = Witness::Http(HttpWitness::new(&peer.url, peer.key(), None).unwrap());
    (peer, witness)
}

async fn told(ground: &Ground, witness: &Witness) -> behorig_sealed_log::Report {
    let question = Question { witnesses: vec![witness.clone()], ..Question::default() };
    ground.log.verify(&question, ground.now(), |_, _| {}).await.unwrap()
}

async fn a_witness_cosigns_what_grew_and_what_it_says_stands_on_the_note(test: TestDb) {
    let ground = Ground::new(test).await;
    let (peer, witness) = witnessed(&ground).await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    for round in 1..=3 {
        ground.events(4).await;
        sealer.sweep().await.unwrap();
        sealer.show().await;
        sealer.show().await;
        assert_eq!(peer.notes().len(), round, "shown once each");
    }
    let of_witness =
        "SELECT count(*) FROM audit_checkpoint WHERE witnessed_at IS NOT NULL AND note LIKE '%vittne.example %'";
    assert_eq!(ground.count(of_witness).await, 3);
    let report = told(&ground, &witness).await;
    Ground::is_whole(&report);
    assert!(report.told.iter().any(|line| line.contains("vittne.example took 13 events")), "{report:#?}");
}

async fn a_witness_that_saw_the_log_before_says_so_and_is_shown_the_growth(test: TestDb) {
    let ground = Ground::new(test).await;
    let (peer, witness) = witnessed(&ground).await;
    let mut sealer = ground.sealer_with(vec![witness]);
    sealer.sweep().await.unwrap();
    sealer.show().await;
    // Nobody here remembers what it saw: it answers 409 with its own size.
    ground.spoil("DELETE FROM audit_witness", &[]).await;
    ground.events(10).await;
    sealer.sweep().await.unwrap();
    sealer.show().await;
    assert_eq!(peer.notes().len(), 2);
    assert_eq!(ground.count("SELECT size FROM audit_witness").await, 11);
}

async fn a_witness_that_is_away_or_lies_stops_nothing(test: TestDb) {
    let ground = Ground::new(test).await;
    let (peer, witness) = witnessed(&ground).await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    for mood in [Mood::Away, Mood::Lying] {
        peer.be(mood);
        ground.events(2).await;
        sealer.sweep().await.unwrap();
        sealer.show().await;
        assert_eq!(ground.waiting().await, 0);
        let report = told(&ground, &witness).await;
        assert!(report.broken.iter().any(|line| line.contains("took nothing since")), "{mood:?}: {report:#?}");
        assert_eq!(ground.count("SELECT count(*) FROM audit_checkpoint WHERE witnessed_at IS NOT NULL").await, 0);
    }
    peer.be(Mood::Honest);
    ground.events(1).await;
    sealer.sweep().await.unwrap();
    sealer.show().await;
    Ground::is_whole(&told(&ground, &witness).await);
}

async fn a_log_whose_end_was_cut_off_is_refused_by_the_witness(test: TestDb) {
    let ground = Ground::new(test).await;
    let (peer, witness) = witnessed(&ground).await;
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    sealer.sweep().await.unwrap();
    let root = ground.root_in_sql().await;
    ground.events(5).await;
    sealer.sweep().await.unwrap();
    sealer.show().await;
    let kept = peer.notes().last().unwrap().clone();
    ground.cut_back_to_one(&root).await;
    assert!(sealer.sweep().await.is_err(), "the sealer that saw the log before does not go on with it");
    let mut fresh = ground.sealer_with(vec![witness.clone()]);
    ground.events(2).await;
    fresh.sweep().await.unwrap();
    fresh.show().await;
    assert_eq!(peer.notes().len(), 1, "the witness takes nothing of it");
    let report = told(&ground, &witness).await;
    assert!(
        report.broken.iter().any(|line| line.contains("it has seen 6 events of this log, and we have 3")),
        "{report:#?}"
    );
    // Whoever kept the note finds it without the witness.
    let seen = vec![Kept { whence: "a note".to_owned(), notes: notes_in(&kept) }];
    let question = Question { seen, ..Question::default() };
    let report = ground.log.verify(&question, ground.now(), |_, _| {}).await.unwrap();
    assert!(report.broken.iter().any(|line| line.contains("cut off")), "{report:#?}");
}

async fn a_file_gathers_what_was_signed(test: TestDb) {
    let ground = Ground::new(test).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoints");
    let witness = Witness::File(path.clone());
    let mut sealer = ground.sealer_with(vec![witness.clone()]);
    for _ in 0..3 {
        ground.events(1).await;
        ground.pass(Duration::from_secs(61));
        sealer.sweep().await.unwrap();
        sealer.show().await;
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches("behorig.example/logg\n").count(), 3, "{text}");
    // A power cut tears the last one: the next stands clear of it.
    std::fs::write(&path, text + "\nbehorig.example/logg\n9\n47DEQ").unwrap();
    ground.events(1).await;
    sealer.sweep().await.unwrap();
    sealer.show().await;
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("47DEQ\n\nbehorig.example/logg\n5\n"), "{text}");
    Ground::is_whole(&told(&ground, &witness).await);
}
