//! A resident looks for a case: by its words and by its number, their own and a young child's, and nobody else's.

use behorig_access::BuiltIn;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use proof_support::{TestDb, both_databases};

use super::{Ward, answers, case_of};

both_databases!(
    a_resident_finds_their_cases_by_words_and_nobody_elses,
    a_number_opens_the_case_to_whom_it_is_about_and_to_a_guardian_with_the_childs_name_on_the_page,
    an_identity_number_is_not_searched_for_by_a_resident_either,
);

async fn a_resident_finds_their_cases_by_words_and_nobody_elses(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let mut signe = ward.signe().await;
    assert!(!signe.get("/mina-arenden").await.says("Sök ord"), "there is nothing to look among yet");
    signe.fill(&ward.form(), &answers("Receptet har gått ut.")).await;
    let own = case_of(&signe.post(&format!("{}/kontrollera", ward.form()), &[]).await);
    ward.sent(&mut signe).await;
    let sven = world.resident("Sven Lind").await;
    world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let mut svens = ward.site.resident(sven).await;
    svens.fill(&ward.form(), &answers("Mitt recept är borta.")).await;
    let other = case_of(&svens.post(&format!("{}/kontrollera", ward.form()), &[]).await);

    assert!(signe.get("/mina-arenden").await.says("Sök ord, eller öppna ärende med nummer"));
    let found = signe.get("/mina-arenden/sok?ord=RECEPT").await;
    assert!(found.body.contains(&format!("/mina-arenden/{own}\"")) && found.says("Visar ett ärende"), "{}", found.body);
    assert!(!found.body.contains(&other.to_string()), "{}", found.body);
    let events = world.events().await;
    assert!(events.iter().any(|event| event.level.as_deref() == Some("my-care.search")));
    assert!(signe.get("/mina-arenden/sok?ord=giraff").await.says("Inget av ärendena innehåller alla orden"));
    assert!(signe.get("/mina-arenden/sok?ord=och").await.says("Det finns inget ord att söka på"));
    let english = signe.speaking("en").get("/mina-arenden/sok").await;
    assert!(
        english.says("Search in My cases") && english.says("Type words that stand in the case"),
        "{}",
        english.body
    );
}

async fn a_number_opens_the_case_to_whom_it_is_about_and_to_a_guardian_with_the_childs_name_on_the_page(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let mut signe = ward.signe().await;
    let own = ward.sent(&mut signe).await;
    let ella = world.resident("Ella Lund").born(date(2015, 6, 1)).await;
    world.grant(ella, BuiltIn::ApprovedResident, world.clinic).await;
    world
        .change((ella, ward.signe), |tx, (child, guardian)| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO custody (child_id, guardian_id, from_date) VALUES (?1, ?2, '2015-06-01')",
                    params![*child, *guardian],
                )
                .await
            })
        })
        .await;
    let form = ward.form();
    signe.fill(&format!("{form}?barn={ella}"), &answers("Ella har feber.")).await;
    let childs = case_of(&signe.post(&format!("{form}/kontrollera?barn={ella}"), &[]).await);
    let (mine, hers) = (ward.reference(own).await.to_lowercase(), ward.reference(childs).await);
    for search in ["/sok?q", "/mina-arenden/sok?ord"] {
        let opened = signe.get(&format!("{search}={mine}")).await;
        assert_eq!(opened.location.as_deref(), Some(format!("/mina-arenden/{own}").as_str()), "{}", opened.body);
        let opened = signe.get(&format!("{search}={hers}")).await.location.expect("a redirect");
        assert_eq!(opened, format!("/mina-arenden/{childs}?barn={ella}"));
        assert!(signe.get(&opened).await.says("Ella har feber."));
        // To anybody else it is a number that nobody has.
        let sven = world.resident("Sven Lind").await;
        let stranger = ward.site.resident(sven).await.get(&format!("{search}={mine}")).await;
        assert_eq!(stranger.status, StatusCode::OK, "{search}");
    }
    let hers = signe.get(&format!("/mina-arenden/sok?barn={ella}&ord=feber")).await;
    assert!(hers.says("Du skriver som vårdnadshavare"), "{}", hers.body);
    assert!(hers.body.contains(&format!("name=\"barn\" value=\"{ella}\"")), "the next search is the child's too");
    assert!(
        signe.get("/mina-arenden/sok?ord=feber").await.says("Inget av ärendena"),
        "a child's cases are the child's"
    );
}

async fn an_identity_number_is_not_searched_for_by_a_resident_either(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    for search in ["/sok?q", "/mina-arenden/sok?ord"] {
        let gone = signe.get(&format!("{search}=19800101-2389")).await.location.expect("a redirect");
        assert!(!gone.contains("1980"), "{gone}");
    }
    assert!(signe.get("/mina-arenden/sok?sok=ord").await.says("inte med personnummer"));
}
