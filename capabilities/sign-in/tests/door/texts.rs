//! Every word is there, in both languages.

use behorig_sign_in::{BANKID_TEXTS, OIDC_TEXTS, SITHS_TEXTS, TEXTS};
use behorig_web::texts::wrong_words;

#[test]
fn every_word_is_in_both_languages_and_every_word_used_exists() {
    let others = [behorig_web::TEXTS, behorig_visit::TEXTS, BANKID_TEXTS, OIDC_TEXTS, SITHS_TEXTS];
    let wrong = wrong_words(env!("CARGO_MANIFEST_DIR"), "sign-in-", TEXTS, &others).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
}
