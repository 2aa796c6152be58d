use behorig_accounts::fields::FIELDS;
use behorig_web::Lang;
use behorig_web::texts::wrong_words;

#[test]
fn both_languages_say_the_same_and_nothing_that_is_asked_for_is_missing() {
    let others = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_sign_in::TEXTS];
    let wrong = wrong_words(env!("CARGO_MANIFEST_DIR"), "accounts-", behorig_accounts::TEXTS, &others).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
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
