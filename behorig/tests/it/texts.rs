//! Every word exists in both languages, and every word that the code asks for exists.

use std::path::Path;

use behorig::assemble::text_sources;
use behorig_web::texts::{check_parity, unknown_ids};

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
