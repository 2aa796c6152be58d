//! What needs attention: said on the start page, with the way to mend it.

use behorig_access::{Holder, Instant, Service, UnitId, Viewer, ViewerGrant};
use behorig_registers::grants;
use behorig_store::{StoreError, Tx};

/// The setting that says how to tell the organisation of a page that someone can't use: an address or a telephone number.
pub const ACCESSIBILITY_CONTACT: &str = "accessibility.contact";

/// A grant that ends within this many milliseconds is told of.
const SOON: i64 = 30 * 24 * 3_600_000;
/// Told at most this many at a time.
const MOST: usize = 5;

/// A grant of the viewer's own that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ending {
    /// The role's name.
    pub role: String,
    /// Where.
    pub unit: String,
    /// The first moment that it no longer holds.
    pub at: Instant,
}

/// The viewer's grants that end soon, the next one first. Asks for names only where there is something to tell.
pub(crate) async fn ending_soon(tx: &mut Tx, viewer: &Viewer, now: Instant) -> Result<Vec<Ending>, StoreError> {
    let mut ending: Vec<(Instant, &ViewerGrant)> = viewer
        .grants()
        .iter()
        .filter(|grant| grant.period.holds_at(now))
        .filter_map(|grant| grant.period.to.filter(|to| to.millis_since(now) <= SOON).map(|to| (to, grant)))
        .collect();
    ending.sort_unstable_by_key(|(to, grant)| (*to, grant.id));
    let mut told = Vec::new();
    for (at, grant) in ending.into_iter().take(MOST) {
        if let Some((row, _)) = grants::find(tx, grant.id).await? {
            told.push(Ending { role: row.role_name, unit: row.unit_name, at });
        }
    }
    Ok(told)
}

/// Whether the unit has one administrator of its own and no more, as someone sees who may do something about it.
pub(crate) async fn has_one_administrator(
    tx: &mut Tx,
    viewer: &Viewer,
    unit: UnitId,
    now: Instant,
) -> Result<bool, StoreError> {
    let Holder::Account(account) = viewer.holder() else { return Ok(false) };
    let is_one = viewer.grants().iter().any(|grant| {
        grant.unit == unit && grant.period.holds_at(now) && grant.services.contains(Service::AdministerGrants)
    });
    let others = grants::other_holders_at(tx, unit, Service::AdministerGrants, account, now).await?;
    Ok(others + i64::from(is_one) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::BuiltIn;
    use proof_support::world::{DAY, HOUR};
    use proof_support::{TestDb, World, both_databases};

    both_databases!(a_grant_is_told_of_when_it_ends_within_a_month, a_unit_with_a_single_administrator_is_pointed_out,);

    async fn a_grant_is_told_of_when_it_ends_within_a_month(db: TestDb) {
        let world = World::new(&db).await;
        let anna = world.account("Anna Ek").at(world.clinic).await;
        let until = |millis| world.now.plus_millis(millis);
        world.grant(anna, BuiltIn::CaseHandler, world.clinic).await;
        world.grant(anna, BuiltIn::Reviewer, world.clinic).until(until(20 * DAY)).await;
        world.grant(anna, BuiltIn::CaseReceiver, world.clinic).until(until(HOUR)).await;
        world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).until(until(31 * DAY)).await;
        let viewer = world.viewer(anna).await;
        let mut tx = db.read().await.unwrap();
        let told = ending_soon(&mut tx, &viewer, world.now).await.unwrap();
        assert_eq!(
            told.iter().map(|ending| ending.role.as_str()).collect::<Vec<_>>(),
            ["Ärendemottagare", "Granskare"]
        );
        assert_eq!(told[0].unit, "Vårdcentralen Ekbacken");
        let afterwards = ending_soon(&mut tx, &viewer, until(HOUR)).await.unwrap();
        assert_eq!(afterwards.iter().map(|ending| ending.role.as_str()).collect::<Vec<_>>(), ["Granskare"]);
    }

    async fn a_unit_with_a_single_administrator_is_pointed_out(db: TestDb) {
        let world = World::new(&db).await;
        let anna = world.account("Anna Ek").at(world.clinic).await;
        world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
        let support = world.account("Siv Stöd").at(world.region).await;
        world.grant(support, BuiltIn::Support, world.region).branch().await;
        let single = async |who, unit| {
            let viewer = world.viewer(who).await;
            let mut tx = db.read().await.unwrap();
            has_one_administrator(&mut tx, &viewer, unit, world.now).await.unwrap()
        };
        assert!(single(anna, world.clinic).await);
        assert!(single(support, world.clinic).await, "support sees it though it administers the clinic from above");
        assert!(
            !single(support, world.other_clinic).await,
            "a unit that is administered from above has none of its own"
        );
        let bo = world.account("Bo Alm").at(world.clinic).await;
        world.grant(bo, BuiltIn::LocalAdministrator, world.clinic).await;
        assert!(!single(anna, world.clinic).await);
        assert!(!single(support, world.clinic).await);
    }
}
