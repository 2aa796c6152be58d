//! A YubiKey's code is good once, for its owner, while the key is enrolled.

use behorig_sign_in::yubikeys::{self, Secrets};
use behorig_yubico_otp::{AesKey, PrivateId, PublicId};
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{Browser, House, PASSWORD, PUBLIC_ID, touch};

both_databases!(
    a_code_is_good_once_and_so_is_every_earlier_one,
    of_two_who_use_the_same_code_at_the_same_moment_one_gets_in,
    another_persons_key_opens_nothing,
    an_ended_key_opens_nothing_and_can_be_enrolled_anew,
    a_key_is_somebodys_and_its_secrets_are_not_in_the_database,
);

async fn gets_in(browser: &Browser, code: &str) -> bool {
    browser.sign_in("anna.ek", PASSWORD, code).await.leads() == "/"
}

async fn a_code_is_good_once_and_so_is_every_earlier_one(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    assert!(gets_in(&browser, &touch(3, 7)).await);
    assert!(!gets_in(&browser, &touch(3, 7)).await);
    assert!(!gets_in(&browser, &touch(3, 6)).await);
    assert!(!gets_in(&browser, &touch(2, 255)).await);
    assert!(gets_in(&browser, &touch(3, 8)).await);
    assert!(gets_in(&browser, &touch(4, 0).to_uppercase()).await, "Caps Lock was on");
    assert_eq!(house.events("sign-in.open").await, 3);
}

async fn of_two_who_use_the_same_code_at_the_same_moment_one_gets_in(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    for session in 0..4 {
        let both: Vec<_> = (0..4)
            .map(|_| {
                let (browser, code) = (house.browser(), touch(1, session));
                tokio::spawn(async move { gets_in(&browser, &code).await })
            })
            .collect();
        let mut winners = 0;
        for one in both {
            winners += usize::from(one.await.unwrap());
        }
        assert_eq!(winners, 1, "round {session}");
        house.wait(60_000);
    }
}

async fn another_persons_key_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    anna(&house).await;
    let other = house.world.account("Bo Berg").await;
    house.enrol(other).await;
    assert!(!gets_in(&house.browser(), &touch(1, 0)).await);
}

async fn an_ended_key_opens_nothing_and_can_be_enrolled_anew(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    let key = house.enrol(anna).await;
    assert!(gets_in(&house.browser(), &touch(1, 0)).await);
    let end = house.world.change((anna, key), |tx, (anna, key)| Box::pin(yubikeys::end(tx, *anna, *key)));
    end.await;
    assert!(!gets_in(&house.browser(), &touch(1, 1)).await);
    house.enrol(anna).await;
    assert!(gets_in(&house.browser(), &touch(1, 2)).await);
    let mut tx = db.read().await.unwrap();
    let keys = yubikeys::of_account(&mut tx, anna).await.unwrap();
    assert_eq!(keys.iter().map(|key| key.ended_at.is_some()).collect::<Vec<_>>(), [false, true]);
    assert!(keys.iter().all(|key| key.was_used));
}

async fn a_key_is_somebodys_and_its_secrets_are_not_in_the_database(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let (deps, actor) = (std::sync::Arc::clone(&house.deps), house.world.system());
    let again = db.write(&actor, (deps, anna), |tx, (deps, anna)| {
        Box::pin(async move {
            let id = PublicId::parse(PUBLIC_ID).unwrap();
            let secrets = Secrets::Ours(PrivateId::from_bytes([1; 6]), AesKey::from_bytes([2; 16]));
            yubikeys::enrol(tx, &deps.keys, *anna, &id, &secrets).await?;
            Ok::<_, behorig_store::StoreError>(behorig_store::Recorded::nothing_to_record((), "a test"))
        })
    });
    assert!(again.await.unwrap_err().is_conflict_on("yubikey_public_id"));
    let mut tx = db.read().await.unwrap();
    let (stored,): (Vec<u8>,) = tx.one("SELECT private_id_and_key FROM yubikey", &[]).await.unwrap();
    let secret = AesKey::parse("c4422890653076cde73d449b191b416a").unwrap();
    assert!(!stored.windows(16).any(|window| window == secret.as_bytes()));
}
