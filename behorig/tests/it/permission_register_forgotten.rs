//! A spreadsheet that was carried out is not forgotten as if it had not been.

use behorig_access::BuiltIn;
use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::permission_register::{carry_out, checked};
use crate::site::Site;

both_databases!(what_was_carried_out_is_not_forgotten_as_if_it_had_not_been);

async fn what_was_carried_out_is_not_forgotten_as_if_it_had_not_been(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let support = world.account("Sam Stöd").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    world.account("Anna Ek").at(world.clinic).hsa_id("SE2321000016-1ANNA").await;
    let mut support = site.staff(support, world.region).await;
    let file = "Namn;HSA-id;Enhet;Behörighet\nAnna Ek;SE2321000016-1ANNA;Vårdcentralen Ekbacken;Dashboard\n";
    let check = checked(&mut support, "a.csv", file.as_bytes()).await;
    let path = check.strip_suffix("/kontroll").unwrap();
    let done = carry_out(&mut support, &check, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // Pressed in another window, where the spreadsheet still waits.
    let forgotten = support.post(&format!("{path}/avbryt"), &[]).await;
    assert_eq!(forgotten.status, StatusCode::CONFLICT, "{}", forgotten.body);
    let receipt = support.get(path).await;
    assert!(receipt.status == StatusCode::OK && receipt.says("Importen är genomförd"), "{}", receipt.body);
    let mut read = site.test.read().await.unwrap();
    let (left,): (i64,) = read
        .one("SELECT CAST(count(*) AS BIGINT) FROM register_import WHERE done_at IS NOT NULL", params![])
        .await
        .unwrap();
    assert_eq!(left, 1);
    let levels: Vec<String> = world.events().await.into_iter().filter_map(|event| event.level).collect();
    assert!(!levels.iter().any(|level| level == "permission-register.forget-upload"), "nothing says it: {levels:?}");
}
