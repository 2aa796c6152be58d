//! Every word exists in both languages, and every word that the code asks for exists.

use std::collections::BTreeSet;
use std::path::Path;

use behorig::assemble::text_sources;
use behorig_web::texts::{check_parity, literals_in, unknown_ids};

#[test]
fn both_languages_say_the_same_things() {
    let problems = check_parity(&text_sources());
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn what_is_told_in_a_tone_is_told_in_one_that_pages_have() {
    let texts = text_sources();
    let tones = texts.iter().flat_map(|text| text.sv.lines().chain(text.en.lines()));
    let tones: Vec<&str> = tones.filter_map(|line| line.trim().strip_prefix(".tone = ")).collect();
    assert!(tones.len() > 4 && tones.iter().all(|tone| ["warning", "info"].contains(tone)), "{tones:?}");
}

#[test]
fn every_word_that_the_code_asks_for_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for folder in ["foundation/visit/src", "foundation/web/src", "capabilities", "behorig/src"] {
        let unknown = unknown_ids(&root.join(folder), &text_sources()).unwrap();
        assert!(unknown.is_empty(), "{unknown:#?}");
    }
}

#[test]
fn every_word_is_asked_for_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = ["foundation", "capabilities", "protocols", "behorig/src"];
    let named: BTreeSet<String> = folders.iter().flat_map(|folder| literals_in(&root.join(folder)).unwrap()).collect();
    let texts = text_sources();
    let ids =
        texts.iter().flat_map(|text| text.sv.lines()).filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let ids: Vec<&str> = ids.filter_map(|line| line.split_once(" =")).map(|(id, _)| id).collect();
    assert!(ids.len() > 1_500, "{}", ids.len());
    let unused: Vec<&&str> = ids.iter().filter(|id| !named.contains(**id)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}
