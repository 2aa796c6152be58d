//! What no file can bring in: who is blocked, who is locked, how some sign, and the demo's passwords.

use behorig_access::Instant;
use behorig_store::{Actor, Db, Door, Event, StoreError, params};

use crate::people::test_people;

/// [`crate::DEMO_PASSWORD`] by argon2id with 19 MiB and two passes: one hash for all, since it is no secret.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$YmVob3JpZyBkZW1vIDI2Lg$+3Eek/yPVczLv15jffFkiRni8Q465ZUotj/yND0b+iM";

/// Who has chosen how to sign.
const SIGNATURES: [(&str, &str); 2] = [
    ("maria.johansson", "Maria Johansson, leg. sjuksköterska"),
    ("ali.rezai", "Ali Rezai, leg. läkare\nVårdcentralen Rosenlund"),
];

pub(crate) async fn set(db: &Db, now: Instant) -> Result<(), StoreError> {
    let actor = Actor::system(Door::System, now);
    db.write(&actor, (), |tx, ()| {
        Box::pin(async move {
            let now = tx.now();
            tx.change_one(
                "UPDATE account SET blocked_at = ?2, version = version + 1 WHERE user_name_key = ?1",
                params!["peter.wallin", now],
            )
            .await?;
            tx.change_one(
                "UPDATE account SET locked_at = ?2, lock_reason = ?3, version = version + 1 WHERE user_name_key = ?1",
                params!["helena.ost", now, "failures"],
            )
            .await?;
            for user_name in test_people().iter().filter_map(|person| person.user_name) {
                tx.change_one(
                    "UPDATE account SET password_hash = ?2, password_changed_at = ?3 WHERE user_name_key = ?1",
                    params![user_name, HASH, now],
                )
                .await?;
            }
            for (user_name, signature) in SIGNATURES {
                tx.change_one(
                    "UPDATE account SET signature = ?2, version = version + 1 WHERE user_name_key = ?1",
                    params![user_name, signature],
                )
                .await?;
            }
            let event = Event::change("demo.build", "unit", "demo");
            tx.record(event).await
        })
    })
    .await
}
