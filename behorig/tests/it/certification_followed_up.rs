//! What follows a round of re-certification: letters, the end of the grace, the region's lists, the round on paper, deputies.

use behorig_access::{BuiltIn, GrantId, Service};
use behorig_certification::Kept;
use behorig_store::params;
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use crate::certification::{Ground, answer};
use crate::site::Browser;

both_databases!(
    what_nobody_confirmed_ends_after_the_grace_and_the_last_administrator_stays,
    without_a_grace_what_nobody_confirmed_is_only_reported,
    heads_and_deputies_are_written_to_once_for_each_occasion,
    units_that_nobody_answers_for_are_listed_for_the_region,
    a_round_on_paper_tells_who_decided_what,
    a_deputy_is_named_for_a_period_and_names_nobody,
);

async fn what_nobody_confirmed_ends_after_the_grace_and_the_last_administrator_stays(test: TestDb) {
    let ground = Ground::new(test, Some(14)).await;
    let world = &ground.site.world;
    let boss = world.account("Siv Last").at(world.clinic).await;
    let last = world.grant(boss, BuiltIn::LocalAdministrator, world.clinic).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let anna = ground.place(ground.anna).await;
    answer(&mut head, &round, &anna, "behall", "spara").await;
    ground.site.wait(35 * DAY);
    assert_eq!(ground.run().await.ended, 0, "the last day of the grace");
    assert!(ground.is_live(ground.receiver).await);
    ground.site.wait(DAY);
    // Bo's, and the head's own that nobody else confirmed.
    assert_eq!(ground.run().await.ended, 2);
    assert_eq!(ground.run().await, Kept::default());
    assert!(!ground.is_live(ground.receiver).await && ground.is_live(ground.mail).await && ground.is_live(last).await);
    assert_eq!(ground.decision(ground.receiver).await.as_deref(), Some("lapsed"));
    assert_eq!(ground.decision(last).await.as_deref(), Some("guarded"));
    let told = world.history_of(ground.receiver.uuid()).await;
    assert!(told.iter().any(|change| change.field == "grant" && change.new.is_none()), "{told:?}");
    assert_eq!(ground.events("certification.lapse").await, ["ended 2"]);
    assert!(!world.later(36 * DAY).may(ground.bo, Service::AssignCases, world.clinic).await);
    let mut region = ground.as_region().await;
    let page = region.get(&round).await;
    for words in ["Obekräftat har avslutats", "Avslutad efter fristen", "Kvar: sista administratören"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
}

async fn without_a_grace_what_nobody_confirmed_is_only_reported(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let round = ground.round().await;
    ground.site.wait(60 * DAY);
    assert_eq!(ground.run().await.ended, 0);
    assert!(ground.is_live(ground.receiver).await && ground.is_live(ground.mail).await);
    assert_eq!(ground.events("certification.close").await, ["unconfirmed 3"]);
    let mut region = ground.as_region().await;
    let list = region.get("/omprovning/uppfoljning").await;
    assert!(list.body.contains(&format!("{round}?visa=kvar")), "{}", list.body);
    let page = region.get(&format!("{round}?visa=kvar")).await;
    assert!(page.says("Du svarar nu för regionen") && page.says("Bo Alm"), "{}", page.body);
}

async fn heads_and_deputies_are_written_to_once_for_each_occasion(test: TestDb) {
    let ground = Ground::new(test, Some(7)).await;
    let world = &ground.site.world;
    let deputy = world.account("Ulf Ros").at(world.clinic).email("ulf@norrsjo.example").await;
    world.grant(deputy, BuiltIn::DeputyHead, world.clinic).await;
    ground.round().await;
    ground.run().await;
    let both = ["ulf@norrsjo.example", "vera@norrsjo.example"];
    let sorted = |mut letters: Vec<String>| {
        letters.sort();
        letters
    };
    assert_eq!(sorted(ground.letters("Omprövning av behörigheter vid Vårdcentralen Ekbacken").await), both);
    ground.site.wait(14 * DAY);
    assert_eq!(ground.run().await.reminded, 0, "more than a week is left");
    ground.site.wait(DAY);
    for _ in 0..3 {
        ground.run().await;
    }
    assert_eq!(sorted(ground.letters("En vecka kvar").await), both);
    ground.site.wait(7 * DAY);
    for _ in 0..3 {
        ground.run().await;
    }
    assert_eq!(sorted(ground.letters("Omprövningen vid Vårdcentralen Ekbacken har stängt").await), both);
    ground.site.wait(8 * DAY);
    for _ in 0..2 {
        ground.run().await;
    }
    assert_eq!(ground.letters("En behörighet har avslutats").await.len(), 3, "Anna, the head and the deputy");
}

async fn units_that_nobody_answers_for_are_listed_for_the_region(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let eva = world.account("Eva Lind").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::CaseHandler, world.other_clinic).await;
    let mut region = ground.as_region().await;
    let path = "/omprovning/uppfoljning/utan-verksamhetschef";
    let page = region.get(path).await;
    assert!(page.says("Barnmorskemottagningen Ekbacken") && !page.says("Hemtjänsten Björkgården"), "{}", page.body);
    assert!(!page.body.contains("<th role=\"rowheader\" scope=\"row\">Vårdcentralen Ekbacken"), "{}", page.body);
    let head = world.account("Ola Berg").at(world.care_unit).await;
    world.grant(head, BuiltIn::HeadOfOperations, world.care_unit).branch().await;
    assert!(!region.get(path).await.says("Barnmorskemottagningen Ekbacken"));
}

async fn a_round_on_paper_tells_who_decided_what(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let anna = ground.place(ground.anna).await;
    answer(&mut head, &round, &anna, "behall", "spara").await;
    let paper = head.get(&format!("{round}/omprovning.pdf")).await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.body);
    let document = lopdf::Document::load_mem(&paper.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["Anna Ek", "Vera Holm", "Internpost"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let printed = ground.site.world.events().await;
    assert!(
        printed.iter().any(|event| event.level.as_deref() == Some("certification.pdf") && event.activity == "Utskrift")
    );
    let mut anna = ground.site.staff(ground.anna, ground.site.world.clinic).await;
    assert_eq!(anna.get(&format!("{round}/omprovning.pdf")).await.status, StatusCode::FORBIDDEN);
}

async fn a_deputy_is_named_for_a_period_and_names_nobody(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let clinic = world.clinic.to_string();
    let path = "/omprovning/stallforetradare";
    let mut head = ground.as_head().await;
    let named = async |browser: &mut Browser, who: &str, from: &str, to: &str| {
        browser.post(path, &[("enhet", clinic.as_str()), ("vem", who), ("fran", from), ("till", to)]).await
    };
    let oneself = named(&mut head, "vera.holm", "2026-11-20", "2026-12-20").await;
    assert!(oneself.says("Du kan inte vara din egen ställföreträdare"), "{}", oneself.body);
    let nobody = named(&mut head, "ingen.alls", "2026-11-20", "2026-12-20").await;
    assert!(
        nobody.says("Ingen i organisationen har det användarnamnet") && nobody.says("ingen.alls"),
        "{}",
        nobody.body
    );
    let backwards = named(&mut head, "bo.alm", "2026-11-19", "2026-11-18").await;
    assert!(
        backwards.says("2026-11-19 har redan varit") && backwards.says("inte vara före den första"),
        "{}",
        backwards.body
    );
    let done = named(&mut head, "se5565594230-1338", "2026-11-20", "2026-11-21").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(world.may(ground.bo, Service::CertifyGrants, world.clinic).await);
    assert!(!world.later(3 * DAY).may(ground.bo, Service::CertifyGrants, world.clinic).await, "it ends by itself");
    // A deputy names nobody and ends nobody's time.
    let mut deputy = ground.site.staff(ground.bo, world.clinic).await;
    let page = deputy.get(path).await;
    assert!(page.says("Bo Alm") && !page.says("Ny ställföreträdare"), "{}", page.body);
    let refused = named(&mut deputy, "anna.ek", "2026-11-20", "2026-11-21").await;
    assert!(refused.says("Bara verksamhetschefen för Vårdcentralen Ekbacken"), "{}", refused.body);
    let mut read = ground.site.test.read().await.unwrap();
    let (grant, version): (GrantId, i64) = read
        .one(
            "SELECT id, version FROM grants WHERE holder_account = ?1 ORDER BY given_at DESC, id DESC",
            params![ground.bo],
        )
        .await
        .unwrap();
    drop(read);
    let (end, version) = (format!("{path}/{grant}/avsluta"), version.to_string());
    assert_eq!(deputy.post(&end, &[("version", version.as_str())]).await.status, StatusCode::NOT_FOUND);
    assert!(head.get(&end).await.says("slutar direkt att vara ställföreträdare"));
    assert_eq!(head.post(&end, &[("version", version.as_str())]).await.status, StatusCode::SEE_OTHER);
    assert!(!world.may(ground.bo, Service::CertifyGrants, world.clinic).await);
    assert!(head.get(path).await.says("Ingen ställföreträdare är utsedd"));
}
