//! Signed notes, checkpoints, changes of keys, and witnesses.

use behorig_transparency::{
    AddCheckpoint, Checkpoint, CheckpointError, Hash, KeyError, KeyName, Kind, LogKeys, NoteError, SignedNote,
    SigningKey, VerifyingKey, cosignatures_of, tree,
};
use proptest::prelude::*;

use crate::samples::{ORIGIN, Table, log_key, witness_key};

const TIME: u64 = 1_763_812_800;

fn keys(key: &SigningKey) -> LogKeys {
    LogKeys::new(key.verifying_key().clone()).unwrap()
}

fn signed(size: u64, by: &[&SigningKey]) -> SignedNote {
    Table::of(size).checkpoint_at(size).sign(by).unwrap()
}

/// The key and the note that Go's `sumdb/note` has in its documentation.
#[test]
fn the_published_note_is_signed_byte_for_byte() {
    let seed = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173";
    let seed = <[u8; 32]>::try_from(hex::decode(seed).unwrap()).unwrap();
    let key = SigningKey::from_seed(KeyName::new("PeterNeumann").unwrap(), Kind::Log, &seed).unwrap();
    let public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(key.verifying_key().to_string(), public);
    assert_eq!(VerifyingKey::parse(public).unwrap(), *key.verifying_key());
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let note = SignedNote::sign(text, &[&key]).unwrap();
    let line = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
    assert_eq!(note.to_string(), format!("{text}\n{line}\n"));
    assert_eq!(SignedNote::parse(&note.to_string()).unwrap(), note);
}

#[test]
fn a_checkpoint_is_read_as_it_was_written() {
    let key = log_key(1);
    let note = signed(5, &[&key]);
    let opened = keys(&key).open(&SignedNote::parse(&note.to_string()).unwrap(), &[]).unwrap();
    assert_eq!((opened.checkpoint.origin().as_str(), opened.checkpoint.size()), (ORIGIN, 5));
    assert_eq!(opened.checkpoint.root(), Table::of(5).root_at(5));
    assert!(opened.cosignatures.is_empty() && opened.checkpoint.extensions().is_empty());
    let library = tlog_tiles::Checkpoint::from_bytes(note.text().as_bytes()).unwrap();
    assert_eq!((library.origin(), library.size()), (ORIGIN, 5), "a library reads it too");
}

#[test]
fn another_form_of_the_same_lines_is_refused() {
    let root = Hash::EMPTY_TREE;
    for text in [
        format!("{ORIGIN}\n0\n{root}"),
        format!("\n0\n{root}\n"),
        format!("two words\n0\n{root}\n"),
        format!("{ORIGIN}\n00\n{root}\n"),
        format!("{ORIGIN}\n+1\n{root}\n"),
        format!("{ORIGIN}\n-1\n{root}\n"),
        format!("{ORIGIN}\n18446744073709551615\n{root}\n"),
        format!("{ORIGIN}\n0\n{}\n", &root.to_string()[..43]),
        format!("{ORIGIN}\n0\n{root}\n\n"),
        format!("{ORIGIN}\n0\n"),
    ] {
        assert_eq!(Checkpoint::parse(&text), Err(CheckpointError::BadForm), "{text:?}");
    }
    let extended = format!("{ORIGIN}\n0\n{root}\nmore\n");
    assert_eq!(Checkpoint::parse(&extended).unwrap().to_string(), extended);
}

#[test]
fn only_the_logs_own_key_is_believed() {
    let (key, stranger) = (log_key(1), log_key(2));
    let forged = signed(5, &[&stranger]);
    assert_eq!(keys(&key).open(&forged, &[]), Err(NoteError::NoKnownSignature.into()));
    let larger = signed(5, &[&key]).to_string().replace("\n5\n", "\n6\n");
    let refused = keys(&key).open(&SignedNote::parse(&larger).unwrap(), &[]);
    assert!(matches!(refused, Err(CheckpointError::Note(NoteError::BadSignature { .. }))), "{refused:?}");
    let other = SigningKey::from_seed(KeyName::new("another.example").unwrap(), Kind::Log, &[1; 32]).unwrap();
    let elsewhere = Checkpoint::new(KeyName::new("another.example").unwrap(), 0, Hash::EMPTY_TREE);
    let note = elsewhere.sign(&[&other]).unwrap();
    assert!(matches!(keys(&key).open(&note, &[]), Err(CheckpointError::AnotherLog(_))));
    assert_eq!(elsewhere.sign(&[&key]), Err(KeyError::AnotherLog.into()));
}

#[test]
fn a_retired_key_opens_what_it_signed_and_nothing_newer() {
    let (before, after) = (log_key(1), log_key(2));
    let keys = keys(&after).with_retired(before.verifying_key().clone(), 5).unwrap();
    assert_eq!(keys.open(&signed(4, &[&before]), &[]).unwrap().checkpoint.size(), 4);
    assert_eq!(keys.open(&signed(5, &[&before, &after]), &[]).unwrap().checkpoint.size(), 5);
    assert_eq!(keys.open(&signed(6, &[&after]), &[]).unwrap().checkpoint.size(), 6);
    assert_eq!(keys.open(&signed(6, &[&before]), &[]), Err(CheckpointError::RetiredKey(6)));
    let stranger = SigningKey::from_seed(KeyName::new("x").unwrap(), Kind::Log, &[3; 32]).unwrap();
    let refused = keys.with_retired(stranger.verifying_key().clone(), 5);
    assert_eq!(refused.map(|_| ()), Err(KeyError::AnotherLog));
}

#[test]
fn a_witness_says_when_it_saw_the_log() {
    let (key, witness, stranger) = (log_key(1), witness_key("vittne.example", 7), witness_key("okand.example", 8));
    let mut note = signed(5, &[&key]);
    let answer = format!("{}{}", stranger.cosign(&note, TIME).unwrap(), witness.cosign(&note, TIME).unwrap());
    let known = [witness.verifying_key().clone()];
    let good = cosignatures_of(&answer, &note, &known).unwrap();
    assert_eq!(good.len(), 1, "a line of an unknown witness is passed over");
    for line in good {
        note.add(line.clone());
        note.add(line);
    }
    let opened = keys(&key).open(&SignedNote::parse(&note.to_string()).unwrap(), &known).unwrap();
    let seen: Vec<_> = opened.cosignatures.iter().map(|seen| (seen.witness.as_str(), seen.seconds)).collect();
    assert_eq!(seen, [("vittne.example", TIME)]);
    assert!(keys(&key).open(&note, &[]).unwrap().cosignatures.is_empty(), "nobody asked for the witness");
}

#[test]
fn a_cosignature_holds_for_its_own_checkpoint_and_time_alone() {
    let (key, witness) = (log_key(1), witness_key("vittne.example", 7));
    let known = [witness.verifying_key().clone()];
    let (five, six) = (signed(5, &[&key]), signed(6, &[&key]));
    let line = witness.cosign(&five, TIME).unwrap().to_string();
    let refused = cosignatures_of(&line, &six, &known);
    assert!(matches!(refused, Err(NoteError::BadSignature { .. })), "{refused:?}");
    let encoded = line.trim_end().rsplit(' ').next().unwrap().to_owned();
    // The time stands in bytes 4 to 11: the letters after them are the signature's.
    let mut letters: Vec<char> = encoded.chars().collect();
    letters[12] = if letters[12] == 'A' { 'B' } else { 'A' };
    let later = line.replace(&encoded, &letters.into_iter().collect::<String>());
    assert!(matches!(cosignatures_of(&later, &five, &known), Err(NoteError::BadSignature { .. })));
    assert!(witness.cosign(&five, u64::MAX).is_err());
    assert_eq!(cosignatures_of("sorry\n", &five, &known), Err(NoteError::BadForm));
}

#[test]
fn a_witness_alone_does_not_make_a_log() {
    let (key, witness, stranger) = (log_key(1), witness_key("vittne.example", 7), log_key(9));
    let mut note = signed(5, &[&stranger]);
    note.add(witness.cosign(&note, TIME).unwrap());
    let refused = keys(&key).open(&note, &[witness.verifying_key().clone()]);
    assert_eq!(refused, Err(NoteError::NoKnownSignature.into()));
    assert_eq!(LogKeys::new(witness.verifying_key().clone()).map(|_| ()), Err(KeyError::WrongKind));
    assert!(signed(5, &[&key]).text().starts_with(ORIGIN));
    assert_eq!(Table::of(5).checkpoint_at(5).sign(&[]), Err(NoteError::BadForm.into()));
}

#[test]
fn a_witness_is_asked_in_the_words_of_the_protocol() {
    let (key, table) = (log_key(1), Table::of(6));
    let growth = tree::consistency(5, 6, &table.read(&tree::consistency_needs(5, 6).unwrap())).unwrap();
    let note = table.checkpoint_at(6).sign(&[&key]).unwrap();
    let body = AddCheckpoint { growth: &growth, note: &note }.to_string();
    let lines: Vec<_> = body.lines().collect();
    assert_eq!(lines[0], "old 5");
    assert_eq!(lines.iter().position(|line| line.is_empty()), Some(1 + growth.path.len()));
    assert!(body.ends_with(&format!("\n\n{note}")));
}

#[test]
fn a_key_with_a_letter_wrong_is_refused() {
    let public = log_key(1).verifying_key().to_string();
    assert_eq!(VerifyingKey::parse(&public.replacen("behorig", "behorlg", 1)), Err(KeyError::WrongId));
    assert_eq!(VerifyingKey::parse("behorig.example"), Err(KeyError::BadForm));
    assert_eq!(VerifyingKey::parse(&public.replace(ORIGIN, "a b")), Err(KeyError::BadName));
    assert_eq!(VerifyingKey::parse("a+00000000+AgA="), Err(KeyError::UnknownKind));
    assert_eq!(VerifyingKey::parse("a+00000000+AQA="), Err(KeyError::BadForm));
    let printed = format!("{:?}", log_key(1));
    assert!(printed.ends_with(", ****)"), "{printed}");
}

proptest! {
    #[test]
    fn a_note_changed_anywhere_is_refused(at in any::<prop::sample::Index>(), bit in 0_u8..7) {
        let (key, witness) = (log_key(1), witness_key("vittne.example", 7));
        let mut note = signed(5, &[&key]);
        note.add(witness.cosign(&note, TIME).unwrap());
        let whole = note.to_string();
        let mut bytes = whole.clone().into_bytes();
        bytes[at.index(whole.len())] ^= 1 << bit;
        let known = [witness.verifying_key().clone()];
        let opened = String::from_utf8(bytes).ok().and_then(|text| SignedNote::parse(&text).ok()).map(|note| keys(&key).open(&note, &known));
        // A change in the name or id of one of two lines makes it somebody else's: then the other still stands, and says the same.
        if let Some(Ok(opened)) = opened {
            prop_assert_eq!(opened.checkpoint, Table::of(5).checkpoint_at(5));
            prop_assert!(opened.cosignatures.is_empty());
        }
    }

    #[test]
    fn any_text_is_a_note_or_refused(text in "\\PC{0,40}(\n){0,3}\\PC{0,40}\n?") {
        if let Ok(note) = SignedNote::parse(&text) {
            prop_assert_eq!(note.to_string(), text);
        }
    }
}
