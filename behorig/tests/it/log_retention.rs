//! How long a unit's log is kept: said on its page, carried out by the thinner, and told wherever an event is missed.

use behorig_access::{BuiltIn, EventId, Instant};
use behorig_sealed_log::{Log, Pace, Question, Sealer, Thinner, ThinningPace};
use behorig_sign_in::Keys;
use behorig_transparency::KeyName;
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{NOW, TestDb, both_databases};

use crate::log_review::did;
use crate::site::{Browser, Site};

both_databases!(
    a_log_is_thinned_as_its_officer_says_and_what_is_gone_is_told,
    nobody_says_how_long_the_log_of_others_is_kept_nor_for_less_than_five_years,
    a_word_that_counts_below_is_said_by_whoever_reaches_below_and_what_goes_by_the_one_above_is_shown_first,
);

const PAGE: &str = "/loggranskning/gallring";
const SIX_YEARS: i64 = 6 * 366 * DAY;

async fn officer(site: &Site) -> Browser {
    let world = &site.world;
    let officer = world.account("Jonna Säker").at(world.clinic).await;
    world.grant(officer, BuiltIn::RecordsSecurityOfficer, world.clinic).await;
    site.staff(officer, world.clinic).await
}

/// Seals all there is, as if it had been sealed six years ago, and gives the log.
async fn sealed(site: &Site) -> Log {
    let log = Log::new(site.test.db().clone(), Keys::new(&[7; 32], &[]).unwrap());
    let then = Instant(NOW.0 - SIX_YEARS);
    log.begin(&KeyName::new("behorig.example/logg").unwrap(), then).await.unwrap();
    Sealer::new(log.clone(), move || then, Vec::new(), Pace::default()).sweep().await.unwrap();
    log
}

async fn a_log_is_thinned_as_its_officer_says_and_what_is_gone_is_told(test: TestDb) {
    let site = Site::new(test).await;
    let world = site.world.clone();
    let anna = world.account("Anna Ek").at(world.clinic).await;
    let signe = world.resident("Signe Lund").await;
    let old: Vec<EventId> = {
        let mut old = Vec::new();
        for day in 0..3 {
            old.push(did(&world, anna, "cases.read", &[signe], SIX_YEARS + day * DAY).await);
        }
        old
    };
    let young = did(&world, anna, "cases.read", &[signe], DAY).await;
    let log = sealed(&site).await;
    let mut officer = officer(&site).await;
    let unit = world.clinic.to_string();
    let of_unit = format!("{PAGE}?enhet={unit}");

    let list = officer.get(PAGE).await;
    assert!(list.says("Vårdcentralen Ekbacken") && list.says("ingen har bestämt något"), "{}", list.body);
    assert!(officer.get(&of_unit).await.says("Inget har gallrats här"));
    let asked = officer.post(PAGE, &[("enhet", &unit), ("ar", "5")]).await;
    assert!(asked.status == StatusCode::OK && asked.says("3 händelser, den äldsta från"), "{}", asked.body);
    assert!(officer.get(PAGE).await.says("ingen har bestämt något"), "it was only shown");
    let saved = officer.post(PAGE, &[("enhet", &unit), ("ar", "5"), ("sett", "5")]).await;
    assert_eq!((saved.status, saved.location.as_deref()), (StatusCode::SEE_OTHER, Some(of_unit.as_str())));
    let page = officer.get(&of_unit).await;
    for words in ["5 år", "Jonna Säker", "3 händelser", "Ändrade hur länge loggen sparas"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }

    let thinner = Thinner::new(log.clone(), || NOW, ThinningPace::default());
    assert_eq!(thinner.sweep().await.unwrap(), 3);
    Sealer::new(log.clone(), || NOW, Vec::new(), Pace::default()).sweep().await.unwrap();
    let report = log.verify(&Question::default(), NOW, |_, _| {}).await.unwrap();
    assert!(report.is_whole(), "{report:#?}");
    let page = officer.get(&of_unit).await;
    assert!(!page.says("Inget har gallrats här") && page.says("Inga händelser."), "{}", page.body);
    for gone in &old {
        let page = officer.get(&format!("/loggranskning/handelser/{gone}")).await;
        assert!(page.status == StatusCode::OK && page.says("Händelsen är gallrad"), "{}", page.body);
    }
    assert!(officer.get(&format!("/loggranskning/handelser/{young}")).await.says("Läste ett ärende"));
    let other = world.account("Olle Strand").at(world.other_clinic).await;
    world.grant(other, BuiltIn::RecordsSecurityOfficer, world.other_clinic).await;
    let mut other = site.staff(other, world.other_clinic).await;
    let hidden = other.get(&format!("/loggranskning/handelser/{}", old[0])).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{}", hidden.body);
    let mut resident = site.resident(signe).await;
    let extract = resident.get("/vem-har-last-om-mig?fran=2020-10-01&till=2021-09-01").await;
    assert!(extract.says("kan vara gallrade"), "{}", extract.body);
    assert!(!resident.get("/vem-har-last-om-mig").await.says("kan vara gallrade"), "nothing of this year is");

    // The word is taken back, and another is given.
    let taken = officer.post(PAGE, &[("enhet", &unit), ("sager", "folj")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert!(officer.get(PAGE).await.says("ingen har bestämt något"));
    officer.post(PAGE, &[("enhet", &unit), ("sager", "behall")]).await;
    let page = officer.get(&of_unit).await;
    assert!(page.says("tills vidare") && page.says("som enheten ovanför"), "{}", page.body);
    let told: Vec<_> = world.events().await.into_iter().filter_map(|event| event.level).collect();
    let told = |level: &str| told.iter().filter(|one| *one == level).count();
    assert_eq!((told("audit.retention"), told("audit.thin")), (3, 1));
}

async fn nobody_says_how_long_the_log_of_others_is_kept_nor_for_less_than_five_years(test: TestDb) {
    let site = Site::new(test).await;
    let world = site.world.clone();
    let mut officer = officer(&site).await;
    let clinic = world.clinic.to_string();
    for years in ["4", "101", "", "-7", "fem"] {
        let page = officer.post(PAGE, &[("enhet", &clinic), ("ar", years), ("sett", years)]).await;
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY || page.status == StatusCode::BAD_REQUEST,
            "{years}: {}",
            page.status
        );
    }
    for unit in [world.other_clinic.to_string(), world.region.to_string(), "x".to_owned()] {
        let page = officer.post(PAGE, &[("enhet", &unit), ("ar", "5"), ("sett", "5")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{unit}: {}", page.body);
        if unit != "x" {
            assert_eq!(officer.get(&format!("{PAGE}?enhet={unit}")).await.status, StatusCode::NOT_FOUND, "{unit}");
        }
    }
    let reviewer = world.account("Greta Lag").at(world.clinic).await;
    world.grant(reviewer, BuiltIn::Reviewer, world.clinic).await;
    let mut greta = site.staff(reviewer, world.clinic).await;
    assert_eq!(greta.get(PAGE).await.status, StatusCode::FORBIDDEN);
    let refused = greta.post(PAGE, &[("enhet", &clinic), ("ar", "5"), ("sett", "5")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert!(world.events().await.iter().all(|event| event.level.as_deref() != Some("audit.retention")));
    let kept: Result<u64, behorig_store::StoreError> = site
        .test
        .write(&world.system(), world.clinic, |tx, clinic| {
            Box::pin(async move {
                let sql = "INSERT INTO audit_retention (unit_id, years, set_at, set_by_name, version) VALUES (?1, 4, 0, 'x', 1)";
                let changed = tx.execute(sql, behorig_store::params![*clinic]).await?;
                Ok(behorig_store::Recorded::nothing_to_record(changed, "a foreign hand"))
            })
        })
        .await;
    assert!(kept.is_err(), "the database holds to five years too");
}

async fn a_word_that_counts_below_is_said_by_whoever_reaches_below_and_what_goes_by_the_one_above_is_shown_first(
    test: TestDb,
) {
    let site = Site::new(test).await;
    let world = site.world.clone();
    let (care_unit, clinic) = (world.care_unit.to_string(), world.clinic.to_string());
    let alone = world.account("Ida Ensam").at(world.care_unit).await;
    world.grant(alone, BuiltIn::RecordsSecurityOfficer, world.care_unit).await;
    let mut ida = site.staff(alone, world.care_unit).await;
    assert_eq!(ida.get(&format!("{PAGE}?enhet={care_unit}")).await.status, StatusCode::NOT_FOUND);
    let refused = ida.post(PAGE, &[("enhet", &care_unit), ("ar", "5"), ("sett", "5")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "it would count for the clinics");

    let whole = world.account("Hanna Hel").at(world.care_unit).await;
    world.grant(whole, BuiltIn::RecordsSecurityOfficer, world.care_unit).branch().await;
    let mut hanna = site.staff(whole, world.care_unit).await;
    for form in
        [&[("enhet", &care_unit[..]), ("ar", "6"), ("sett", "6")][..], &[("enhet", &clinic), ("sager", "behall")]]
    {
        let said = hanna.post(PAGE, form).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    }
    let shown = hanna.post(PAGE, &[("enhet", &clinic), ("sager", "folj")]).await;
    assert!(shown.status == StatusCode::OK && shown.says("6 år"), "{}", shown.body);
    assert!(
        hanna.get(&format!("{PAGE}?enhet={clinic}")).await.says("Följ enheten ovanför"),
        "it still has its own word"
    );
    let said = hanna.post(PAGE, &[("enhet", &clinic), ("sager", "folj"), ("sett", "6")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    assert!(hanna.get(&format!("{PAGE}?enhet={clinic}")).await.says("6 år, som Ekbackens vårdenhet"));
}
