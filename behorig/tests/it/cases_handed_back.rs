//! A case is never lost with its handler: blocked, ended or without the right, the open cases stand in the inbox the same moment, and
//! say why.

use behorig_access::{AccountId, BuiltIn, GrantId};
use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::cases::{Clinic, version_on};
use crate::site::Browser;

both_databases!(
    who_is_blocked_has_no_case_a_moment_longer,
    a_case_goes_back_with_the_right_to_answer_it,
    an_account_that_ends_says_how_many_cases_go_back,
);

/// What the newest event of the handler's cases says.
async fn noted(clinic: &Clinic) -> (String, Option<String>) {
    let mut read = clinic.site.world.db().read().await.unwrap();
    read.one("SELECT what, note FROM case_event ORDER BY at DESC, id DESC LIMIT 1", params![]).await.unwrap()
}

async fn support(clinic: &Clinic) -> Browser {
    let world = &clinic.site.world;
    let samir = world.account("Samir Support").at(world.region).await;
    world.grant(samir, BuiltIn::Support, world.region).branch().await;
    clinic.site.staff(samir, world.region).await
}

async fn inbox_has_it_back(clinic: &mut Clinic) {
    let inbox = clinic.receiver.get("/arenden").await;
    assert!(inbox.says("Kontakta mig") && inbox.says("Sven Lind"), "{}", inbox.body);
}

fn path_of(account: AccountId, rest: &str) -> String {
    format!("/anvandare/{account}{rest}")
}

async fn who_is_blocked_has_no_case_a_moment_longer(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let _case = clinic.assigned().await;
    let mut samir = support(&clinic).await;
    let page = samir.get(&path_of(clinic.nils, "")).await;
    let version = version_on(&page);
    let fields = [("version", version.as_str()), ("blocked-shown", "1"), ("blocked", "1"), ("user-name", "nils.oberg")];
    let saved = samir.post(&path_of(clinic.nils, ""), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    inbox_has_it_back(&mut clinic).await;
    assert_eq!(noted(&clinic).await, ("handed-back".to_owned(), Some("why-blocked".to_owned())));
}

async fn a_case_goes_back_with_the_right_to_answer_it(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let _case = clinic.assigned().await;
    let mut samir = support(&clinic).await;
    let mut read = clinic.site.world.db().read().await.unwrap();
    let (grant,): (GrantId,) =
        read.one("SELECT id FROM grants WHERE holder_account = ?1", params![clinic.nils]).await.unwrap();
    drop(read);
    let path = path_of(clinic.nils, &format!("/behorigheter/{grant}/avsluta"));
    let question = samir.get(&path).await;
    let version = version_on(&question);
    let ended = samir.post(&path, &[("version", &version)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    inbox_has_it_back(&mut clinic).await;
    assert_eq!(noted(&clinic).await, ("handed-back".to_owned(), Some("why-right-ended".to_owned())));
}

async fn an_account_that_ends_says_how_many_cases_go_back(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let _case = clinic.assigned().await;
    let mut samir = support(&clinic).await;
    let path = path_of(clinic.nils, "/avslut");
    let question = samir.get(&path).await;
    assert!(question.says("Ett öppet ärende går till ersättaren eller tillbaka till inkorgen"), "{}", question.body);
    let version = version_on(&question);
    let ended = samir.post(&path, &[("version", &version)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    inbox_has_it_back(&mut clinic).await;
    assert_eq!(noted(&clinic).await, ("handed-back".to_owned(), Some("why-ended".to_owned())));
}
