//! Every word is there, in both languages.

use std::path::Path;

use behorig_sign_in::{BANKID_TEXTS, TEXTS};
use behorig_web::texts::{check_parity, unknown_ids};

#[test]
fn every_word_is_in_both_languages_and_every_word_used_exists() {
    let sources = [behorig_web::TEXTS, behorig_visit::TEXTS, TEXTS, BANKID_TEXTS];
    let problems = check_parity(&sources);
    assert!(problems.is_empty(), "{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let unknown = unknown_ids(&folder, &sources).unwrap();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn every_word_is_used() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = String::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                code.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let ids = TEXTS
        .sv
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(id, _)| id)
        .filter(|id| id.starts_with("sign-in-"));
    let unused: Vec<&str> = ids.filter(|id| !code.contains(&format!("\"{id}\""))).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}
