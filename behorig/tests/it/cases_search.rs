//! Search in cases as staff meet it: by words, by number, and never further than they may read.

use behorig_access::{BuiltIn, CaseId};
use behorig_registers::persons::Protection;
use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::cases::{Clinic, sent};

both_databases!(
    a_receiver_finds_any_case_of_the_clinic_and_a_handler_their_own,
    a_case_is_opened_by_its_number_by_who_may_read_it,
    an_identity_number_is_not_searched_for_and_leaves_the_address,
    what_is_found_is_written_down_and_a_protected_person_stays_unnamed,
);

async fn number_of(clinic: &Clinic, case: CaseId) -> String {
    let mut read = clinic.site.world.db().read().await.unwrap();
    let (reference,): (String,) =
        read.one("SELECT reference FROM care_case WHERE id = ?1", params![case]).await.unwrap();
    reference
}

async fn a_receiver_finds_any_case_of_the_clinic_and_a_handler_their_own(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let (own, other) = (clinic.assigned().await, clinic.sent().await);
    let elsewhere = sent(&clinic.site.world, clinic.sven, clinic.site.world.other_clinic).await;
    let found = clinic.receiver.get("/arenden/sok?ord=KN%C3%84TS+ont").await;
    let link = |case: CaseId| format!("/arenden/{case}\"");
    assert!(found.body.contains(&link(own)) && found.body.contains(&link(other)), "{}", found.body);
    assert!(!found.body.contains(&link(elsewhere)) && found.says("Visar 2 ärenden"), "{}", found.body);
    let theirs = clinic.handler.get("/arenden/sok?ord=kn%C3%A4t").await;
    assert!(theirs.body.contains(&link(own)) && !theirs.body.contains(&link(other)), "{}", theirs.body);
    assert!(theirs.says("Visar 1 ärende"));
    let none = clinic.receiver.get("/arenden/sok?ord=knat").await;
    assert!(none.says("Inget ärende innehåller alla orden"), "{}", none.body);
    assert!(clinic.receiver.get("/arenden/sok?ord=och").await.says("Det finns inget ord att söka på"));
    assert!(clinic.receiver.get("/arenden/sok").await.says("Skriv ord som står i ärendet"));
}

async fn a_case_is_opened_by_its_number_by_who_may_read_it(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let (own, other) = (clinic.assigned().await, clinic.sent().await);
    let number = number_of(&clinic, own).await.to_lowercase();
    let (first, last) = number.split_at(5);
    let opened = clinic.handler.get(&format!("/arenden/sok?ord={first}-{last}")).await;
    assert_eq!(opened.location.as_deref(), Some(format!("/arenden/{own}").as_str()), "{}", opened.body);
    let by_command = clinic.handler.get(&format!("/sok?q={first}+{last}")).await;
    assert_eq!(by_command.location.as_deref(), Some(format!("/arenden/{own}").as_str()), "{}", by_command.body);
    // Somebody else's case, and a number that nobody has, look the same.
    let number = number_of(&clinic, other).await;
    let theirs = clinic.handler.get(&format!("/arenden/sok?ord={number}")).await;
    let nobodys = clinic.handler.get("/arenden/sok?ord=ZZZZZZZZZZ").await;
    let by_command = clinic.handler.get(&format!("/sok?q={number}")).await;
    assert!(by_command.location.is_none() && by_command.says("Ingen funktion svarar"), "{}", by_command.body);
    for page in [theirs, nobodys] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says("Inget ärende innehåller alla orden"), "{}", page.body);
    }
}

async fn an_identity_number_is_not_searched_for_and_leaves_the_address(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let gone = clinic.receiver.get("/arenden/sok?ord=19800101-2389").await;
    let location = gone.location.expect("a redirect");
    assert!(!location.contains("1980"), "{location}");
    assert!(clinic.receiver.get(&location).await.says("inte med personnummer"));
    let from_a_list = clinic.handler.get("/arenden/mina?ord=8001012389").await.location.expect("a redirect");
    assert!(!from_a_list.contains("8001"), "{from_a_list}");
    let words = clinic.receiver.get("/arenden/alla?ord=ont+i&lage=closed").await.location;
    assert_eq!(words.as_deref(), Some("/arenden/sok?ord=ont%20i"));
}

async fn what_is_found_is_written_down_and_a_protected_person_stays_unnamed(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    clinic.sent().await;
    let world = &clinic.site.world;
    let hidden = world.resident("Kim Dold").protected(Protection::Marked).await;
    world.grant(hidden, BuiltIn::ApprovedResident, world.clinic).await;
    sent(world, hidden, world.clinic).await;
    let found = clinic.receiver.get("/arenden/sok?ord=kn%C3%A4t").await;
    assert!(found.says("Sven Lind") && found.says("Skyddade personuppgifter"), "{}", found.body);
    assert!(!found.says("Dold"), "{}", found.body);
    let events = clinic.site.world.events().await;
    let searched: Vec<_> = events.iter().filter(|event| event.level.as_deref() == Some("cases.search")).collect();
    assert_eq!(searched.len(), 1);
    assert_eq!(searched[0].resources.len(), 2);
}
