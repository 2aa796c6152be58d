//! Every word that the pages use is there in both languages.
#![allow(clippy::unwrap_used, reason = "a test that fails stops and says why")]

use std::path::Path;

#[test]
fn every_text_that_is_used_exists_in_both_languages() {
    let sources = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_batch::TEXTS];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let unknown = behorig_web::texts::unknown_ids(&folder, &sources).unwrap();
    let problems = behorig_web::texts::check_parity(&sources);
    assert!(unknown.is_empty() && problems.is_empty(), "{unknown:?} {problems:?}");
}
