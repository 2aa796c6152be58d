//! Rounds where rights reach further than their unit, or less far: heads above a region, and who sees what below a unit.

use behorig_access::{BuiltIn, UnitId};
use behorig_registers::units::{self, NewUnit, UnitKind};
use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, World, both_databases};

use crate::certification::{Ground, answer, held_in, names, round_of};
use crate::site::{Browser, Page};

both_databases!(
    a_head_above_the_region_answers_in_the_regions_round,
    a_unit_whose_only_head_reaches_no_further_than_a_unit_above_the_region_is_listed,
    lines_below_the_unit_are_seen_and_decided_only_where_the_right_reaches_them,
    a_round_on_paper_holds_what_its_reader_may_see,
);

const WITHOUT: &str = "/omprovning/uppfoljning/utan-verksamhetschef";

/// A care provider that the whole region belongs to.
async fn provider_above(world: &World) -> UnitId {
    world
        .change(world.region, |tx, region| {
            Box::pin(async move {
                let new = NewUnit {
                    parent: None,
                    kind: UnitKind::CareProvider,
                    name: "Koncernen".to_owned(),
                    hsa_id: None,
                    code: None,
                    import_key: None,
                };
                let root = units::add(tx, &new).await?;
                tx.execute("UPDATE unit SET parent_id = ?2 WHERE id = ?1", params![region, root]).await?;
                tx.execute(
                    "INSERT INTO unit_ancestor (unit_id, ancestor_id, distance)
                     SELECT x.unit_id, r.id, x.distance + 1 FROM unit_ancestor x JOIN unit r ON r.id = ?2
                     WHERE x.ancestor_id = ?1",
                    params![region, root],
                )
                .await?;
                Ok(root)
            })
        })
        .await
}

async fn a_head_above_the_region_answers_in_the_regions_round(test: TestDb) {
    let ground = Ground::new(test, Some(14)).await;
    let world = &ground.site.world;
    let root = provider_above(world).await;
    let karin = world.account("Karin Koncern").at(root).email("karin@koncernen.example").await;
    let above = world.grant(karin, BuiltIn::HeadOfOperations, root).branch().await;
    let eva = world.account("Eva Lind").at(world.other_clinic).await;
    let evas = world.grant(eva, BuiltIn::CaseHandler, world.other_clinic).await;
    assert_eq!(ground.run().await.opened, 2);
    assert_eq!(ground.run().await.opened, 0);
    assert_eq!(held_in(&ground, world.clinic).await, names(&["Vera Holm", "Anna Ek", "Bo Alm"]));
    assert_eq!(held_in(&ground, world.region).await, names(&["Eva Lind"]));
    assert_eq!(ground.letters("Omprövning av behörigheter vid Region Norrsjö").await, ["karin@koncernen.example"]);
    let mut karins = ground.site.staff(karin, root).await;
    assert!(karins.get("/omprovning").await.says("Region Norrsjö"));
    let round = format!("/omprovning/{}", round_of(&ground.site, world.region).await);
    let place = ground.place(eva).await;
    let kept = answer(&mut karins, &round, &place, "behall", "skicka").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert_eq!(ground.decision(evas).await.as_deref(), Some("kept"));
    // A nearer head takes over what is asked about next, and without any the unit is listed.
    let mut region = ground.as_region().await;
    assert!(!region.get(WITHOUT).await.says("Barnmorskemottagningen Ekbacken"));
    world.end(above).await;
    assert!(region.get(WITHOUT).await.says("Barnmorskemottagningen Ekbacken"));
}

async fn a_unit_whose_only_head_reaches_no_further_than_a_unit_above_the_region_is_listed(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let root = provider_above(world).await;
    let karin = world.account("Karin Koncern").at(root).await;
    world.grant(karin, BuiltIn::HeadOfOperations, root).await;
    let eva = world.account("Eva Lind").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::CaseHandler, world.other_clinic).await;
    assert_eq!(ground.run().await.opened, 1, "the clinic's");
    let mut region = ground.as_region().await;
    let listed = region.get(WITHOUT).await;
    assert!(listed.says("Barnmorskemottagningen Ekbacken"), "{}", listed.body);
}

/// The care unit's round, with one head for the branch and one for the unit alone.
struct Branch {
    ground: Ground,
    round: String,
    wide: Browser,
    narrow: Browser,
    /// Eva's line, at the other clinic.
    below: String,
    evas: behorig_access::GrantId,
}

impl Branch {
    async fn new(test: TestDb) -> Self {
        let ground = Ground::new(test, None).await;
        let world = &ground.site.world;
        let ola = world.account("Ola Berg").at(world.care_unit).await;
        world.grant(ola, BuiltIn::HeadOfOperations, world.care_unit).branch().await;
        let nils = world.account("Nils Nära").at(world.care_unit).await;
        world.grant(nils, BuiltIn::HeadOfOperations, world.care_unit).await;
        let eva = world.account("Eva Lind").at(world.other_clinic).await;
        let evas = world.grant(eva, BuiltIn::CaseHandler, world.other_clinic).await;
        ground.run().await;
        let round = format!("/omprovning/{}", round_of(&ground.site, world.care_unit).await);
        let (wide, narrow) =
            (ground.site.staff(ola, world.care_unit).await, ground.site.staff(nils, world.care_unit).await);
        let below = ground.place(eva).await;
        Self { round, wide, narrow, below, evas, ground }
    }
}

async fn lines_below_the_unit_are_seen_and_decided_only_where_the_right_reaches_them(test: TestDb) {
    let mut branch = Branch::new(test).await;
    let (round, below) = (branch.round.clone(), branch.below.clone());
    for path in [round.clone(), format!("{round}?visa=kvar")] {
        let page = branch.narrow.get(&path).await;
        assert!(page.says("Ola Berg") && !page.says("Eva Lind"), "{}", page.body);
        assert!(page.says("En rad vid en enhet som din behörighet inte når."), "{}", page.body);
        assert!(!page.body.contains(&format!("name=\"val.{below}\"")));
    }
    // Not by its place, whatever is chosen, not by asking to end it, and not with the rest.
    for choice in ["behall", "avsluta"] {
        assert_eq!(
            answer(&mut branch.narrow, &round, &below, choice, "spara").await.status,
            StatusCode::NOT_FOUND,
            "{choice}"
        );
    }
    let val = format!("val.{below}");
    let question = branch.narrow.post(&round, &[("rad", below.as_str()), (val.as_str(), "avsluta")]).await;
    assert!(question.status == StatusCode::NOT_FOUND && !question.says("Eva Lind"), "{}", question.body);
    let rest = branch.narrow.post(&round, &[("gor", "behall-alla")]).await;
    assert_eq!(rest.status, StatusCode::SEE_OTHER, "{}", rest.body);
    assert_eq!(branch.ground.decision(branch.evas).await, None);
    let early = branch.narrow.post(&round, &[("gor", "skicka")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("En rad återstår vid en enhet där du inte omprövar"), "{}", early.body);
    let list = branch.narrow.get("/omprovning").await;
    assert!(list.says("1 av 2"), "only what is seen is counted: {}", list.body);
    // Whose right covers the branch sees and decides it.
    let page = branch.wide.get(&round).await;
    assert!(page.says("Eva Lind") && !page.says("Visas inte"), "{}", page.body);
    let kept = answer(&mut branch.wide, &round, &below, "behall", "spara").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert_eq!(branch.ground.decision(branch.evas).await.as_deref(), Some("kept"));
    // So does whoever answers for the region, whose right is asked at the region itself.
    let mut region = branch.ground.as_region().await;
    assert!(region.get(&round).await.says("Eva Lind"));
}

async fn a_round_on_paper_holds_what_its_reader_may_see(test: TestDb) {
    let mut branch = Branch::new(test).await;
    let world = &branch.ground.site.world;
    let paper = format!("{}/omprovning.pdf", branch.round);
    let auditor = world.account("Rita Revisor").at(world.care_unit).await;
    world.grant(auditor, BuiltIn::RecordsSecurityOfficer, world.care_unit).await;
    let mut auditor = branch.ground.site.staff(auditor, world.care_unit).await;
    for reader in [&mut auditor, &mut branch.narrow] {
        let text = text_of(&reader.get(&paper).await);
        assert!(text.contains("Ola Berg") && !text.contains("Eva Lind"), "{text}");
        assert!(text.contains("Visas inte"), "{text}");
    }
    let page = auditor.get(&branch.round).await;
    assert!(page.says("Ola Berg") && !page.says("Eva Lind"), "{}", page.body);
    assert!(text_of(&branch.wide.get(&paper).await).contains("Eva Lind"));
}

fn text_of(paper: &Page) -> String {
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.body);
    let document = lopdf::Document::load_mem(&paper.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
