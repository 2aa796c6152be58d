//! Every word that the pages use is there in both languages.
#![allow(clippy::unwrap_used, reason = "a test that fails stops and says why")]

#[test]
fn every_text_that_is_used_exists_in_both_languages() {
    let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
    let wrong =
        behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "batch-", behorig_batch::TEXTS, &others).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
}
