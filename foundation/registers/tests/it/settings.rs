use behorig_registers::settings;
use proof_support::{TestDb, World, both_databases};

both_databases!(a_setting_says_what_was_said_last);

async fn a_setting_says_what_was_said_last(db: TestDb) {
    let world = World::new(&db).await;
    let said = async || settings::get(&mut db.read().await.unwrap(), "lock-after-months").await.unwrap();
    assert_eq!(said().await, None);
    for months in ["6", "18"] {
        world.change(months, |tx, months| Box::pin(settings::set(tx, "lock-after-months", months))).await;
        assert_eq!(said().await.as_deref(), Some(months));
    }
    assert_eq!(settings::get(&mut db.read().await.unwrap(), "lock-after").await.unwrap(), None);
}
