use std::path::Path;

use behorig_accounts::fields::FIELDS;
use behorig_web::Lang;
use behorig_web::texts::{check_parity, unknown_ids};

#[test]
fn both_languages_say_the_same_and_nothing_that_is_asked_for_is_missing() {
    assert_eq!(check_parity(&[behorig_accounts::TEXTS]), []);
    let known = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_sign_in::TEXTS, behorig_accounts::TEXTS];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(unknown_ids(&folder, &known).unwrap(), []);
}

#[test]
fn every_text_is_used_somewhere() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let ids = behorig_accounts::TEXTS.sv.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id);
    let unused: Vec<_> =
        ids.filter(|id| id.starts_with("accounts-") && !sources.contains(&format!("\"{id}\""))).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else {
            all.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    all
}

#[test]
fn the_labels_are_the_manuals_word_for_word() {
    crate::site::install_texts();
    let labels: Vec<_> = behorig_accounts::Tab::Basics.fields().map(|field| Lang::Sv.t(field.name.label)).collect();
    assert_eq!(
        labels,
        [
            "Användarnamn",
            "Personnummer (BankID)",
            "Lösenord (Yubikey)",
            "Spärrad",
            "Mobilnummer",
            "E-postadress",
            "Titel",
            "Personalkategori",
            "Lång titel",
            "Förnamn",
            "Efternamn",
            "HSA-id (E-tjänstekort)"
        ]
    );
    for field in &FIELDS {
        for lang in Lang::ALL {
            assert_ne!(lang.t(field.name.label), field.name.label);
        }
    }
}
