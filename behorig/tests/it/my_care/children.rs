//! What a guardian does for a young child.

use behorig_access::BuiltIn;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use super::{Ward, answers, case_of};

both_databases!(a_guardian_writes_for_a_child_under_thirteen_and_the_page_says_for_whom,);

async fn a_guardian_writes_for_a_child_under_thirteen_and_the_page_says_for_whom(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let ella = world.resident("Ella Lund").born(date(2015, 6, 1)).await;
    let grown = world.resident("Max Lund").born(date(2010, 6, 1)).await;
    let other = world.resident("Kim Berg").born(date(2015, 7, 1)).await;
    for child in [ella, grown] {
        world
            .change((child, ward.signe), |tx, (child, guardian)| {
                Box::pin(async move {
                    tx.execute(
                        "INSERT INTO custody (child_id, guardian_id, from_date) VALUES (?1, ?2, '2015-06-01')",
                        params![*child, *guardian],
                    )
                    .await
                })
            })
            .await;
    }
    world.grant(ella, BuiltIn::ApprovedResident, world.clinic).await;
    let mut signe = ward.signe().await;
    let mine = signe.get("/mina-mottagningar").await;
    assert!(mine.says("Ella Lund") && !mine.says("Max Lund"), "{}", mine.body);
    for stranger in [grown, other] {
        for path in ["/mina-mottagningar", "/mina-arenden"] {
            let page = signe.get(&format!("{path}?barn={stranger}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let form = ward.form();
    let check = format!("{form}/kontrollera?barn={ella}");
    let shown = signe.get(&format!("{form}?barn={ella}")).await;
    assert!(shown.says("Du skriver som vårdnadshavare") && shown.says("Ella Lund"), "{}", shown.body);
    let events = world.events().await;
    let read = events.iter().find(|event| event.level.as_deref() == Some("my-care.form")).unwrap();
    assert!(read.resources.iter().all(|resource| resource.patient.is_some()), "a child's page is read by its guardian");
    signe.fill(&format!("{form}?barn={ella}"), &answers("Ella har feber.")).await;
    assert!(!signe.get(&form).await.says("Ella har feber."), "a child's draft is not one's own");
    assert!(signe.get(&check).await.says("Ella Lund"));
    let sent = signe.post(&check, &[]).await;
    let case = case_of(&sent);
    assert!(sent.location.unwrap().ends_with(&format!("?barn={ella}")));
    let page = signe.get(&format!("/mina-arenden/{case}?barn={ella}")).await;
    assert!(page.says("Ella har feber.") && page.says("Du skriver som vårdnadshavare"), "{}", page.body);
    assert!(signe.get("/mina-arenden").await.says("Ella Lund"));
    // What is unread of the child's is counted on the guardian's card.
    ward.assigned(case).await;
    ward.writes(case, behorig_cases::rules::Act::Answer, "Vila.").await;
    assert!(signe.get("/").await.says("Ett oläst ärende"));
    // The day on which Ella turns thirteen, it is hers alone.
    ward.site.wait(700 * DAY);
    let mut later = ward.signe().await;
    assert_eq!(later.get(&format!("/mina-arenden/{case}?barn={ella}")).await.status, StatusCode::NOT_FOUND);
    let mut ella = ward.site.resident(ella).await;
    assert!(ella.get(&format!("/mina-arenden/{case}")).await.says("Ella har feber."));
}
