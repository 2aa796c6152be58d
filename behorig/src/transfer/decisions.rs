//! The same people are asked about on both sides: what they may must be the same, grant by grant.

use behorig_access::{
    AccountId, Assurance, Decision, Holder, Instant, PersonId, Service, Standing, Target, UnitId, Viewer, decide,
};
use behorig_registers::{id_of, units, viewer_of_account, viewer_of_person};
use behorig_store::transfer::Source;
use behorig_store::{Db, StoreError, Tx, params};

use crate::command::CommandError;

/// So many accounts, and so many residents, spread evenly over all.
const SAMPLE: i64 = 200;

/// What was compared, all of it the same.
pub(super) struct Compared {
    pub(super) holders: usize,
    pub(super) decisions: usize,
}

/// Asks both databases.
pub(super) async fn compare(source: &mut Source, db: &Db, now: Instant) -> Result<Compared, CommandError> {
    let mut here = source.ask()?;
    let mut there = db.read().await?;
    let holders = sample(&mut here).await?;
    let mut decisions = 0;
    for holder in &holders {
        let answers = answers(&mut here, *holder, now).await?;
        if answers != self::answers(&mut there, *holder, now).await? {
            let who = id_of(*holder);
            return Err(CommandError::Other(format!(
                "{who} may not do the same on both sides: the file was not left; do not use the new database"
            )));
        }
        decisions += answers.len();
    }
    Ok(Compared { holders: holders.len(), decisions })
}

async fn sample(tx: &mut Tx) -> Result<Vec<Holder>, StoreError> {
    let spread = |ids: &str| {
        format!(
            "SELECT s.id FROM (SELECT i.id, row_number() OVER (ORDER BY i.id) AS place, count(*) OVER () AS of FROM ({ids}) i) s
             WHERE s.place % (s.of / ?1 + 1) = 0"
        )
    };
    let accounts: Vec<(AccountId,)> = tx.all(&spread("SELECT id FROM account"), params![SAMPLE]).await?;
    let residents = "SELECT DISTINCT holder_person AS id FROM grants WHERE holder_person IS NOT NULL";
    let persons: Vec<(PersonId,)> = tx.all(&spread(residents), params![SAMPLE]).await?;
    let accounts = accounts.into_iter().map(|(id,)| Holder::Account(id));
    Ok(accounts.chain(persons.into_iter().map(|(id,)| Holder::Person(id))).collect())
}

/// Every service at every unit where the holder has a grant, with and without its object, under each hat that they could put on.
async fn answers(
    tx: &mut Tx,
    holder: Holder,
    now: Instant,
) -> Result<Vec<(Standing, Service, UnitId, Decision)>, StoreError> {
    let mut answers = Vec::new();
    for viewer in viewers(tx, holder, now).await? {
        let mut places: Vec<_> = viewer.grants().iter().map(|grant| (grant.unit, grant.object)).collect();
        places.dedup();
        for (unit, object) in places {
            let chain = units::chain_ids(tx, unit).await?;
            let at = Target::at(&chain);
            let about = object.map(|object| at.object(object));
            for target in [Some(at), about].into_iter().flatten() {
                for service in Service::ALL {
                    let decision = decide(&viewer, *service, &target, now);
                    answers.push((viewer.standing(), *service, unit, decision));
                }
            }
        }
    }
    Ok(answers)
}

async fn viewers(tx: &mut Tx, holder: Holder, now: Instant) -> Result<Vec<Viewer>, StoreError> {
    match holder {
        Holder::Person(person) => Ok(vec![viewer_of_person(tx, person, Assurance::High, now).await?]),
        Holder::Account(account) => {
            let first = viewer_of_account(tx, account, behorig_access::Hat::Staff, Assurance::High, now).await?;
            let mut viewers = Vec::new();
            for hat in first.hats(now) {
                viewers.push(viewer_of_account(tx, account, hat, Assurance::High, now).await?);
            }
            Ok(viewers)
        }
    }
}
