//! A small region: its units, its built-in roles, and the people whom a test puts there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use behorig_access::{
    AccountId, Assurance, BuiltIn, Hat, Instant, PersonId, RoleId, Service, Target, UnitId, Viewer, decide,
};
use behorig_identity::HsaId;
use behorig_registers::units::{NewUnit, UnitKind};
use behorig_registers::{roles, units};
use behorig_store::{Actor, ActorUnit, Db, Door, Event, Recorded, StoreError, WriteTx, params};

/// A Friday morning, 2026-11-20 10:00 in Stockholm: when a new world is made.
pub const NOW: Instant = Instant(1_795_165_200_000);
/// A minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// An hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day and a night in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// A region with one care provider, one care unit with two clinics, and a home-care unit; it has the built-in roles and
/// nobody in it.
///
/// ```text
/// Region Norrsjö                              region
/// └ Norrsjö vård och omsorg                   care_provider
///   ├ Ekbackens vårdenhet                     care_unit
///   │ ├ Vårdcentralen Ekbacken                clinic
///   │ └ Barnmorskemottagningen Ekbacken       other_clinic
///   └ Hemtjänsten Björkgården                 home_care
/// ```
#[derive(Clone)]
pub struct World {
    pub(crate) db: Db,
    /// What time it is for everything that this world does; see [`World::later`].
    pub now: Instant,
    /// *Region Norrsjö*: the root, which owns the roles.
    pub region: UnitId,
    /// *Norrsjö vård och omsorg*.
    pub care_provider: UnitId,
    /// *Ekbackens vårdenhet*.
    pub care_unit: UnitId,
    /// *Vårdcentralen Ekbacken*.
    pub clinic: UnitId,
    /// *Barnmorskemottagningen Ekbacken*, beside the clinic.
    pub other_clinic: UnitId,
    /// *Hemtjänsten Björkgården*.
    pub home_care: UnitId,
    roles: Arc<BTreeMap<BuiltIn, RoleId>>,
    people: Arc<AtomicU32>,
}

impl World {
    /// Makes the region at [`NOW`].
    pub async fn new(db: &Db) -> Self {
        let actor = system(NOW);
        let made = db.write(&actor, (), |tx, ()| {
            Box::pin(async move {
                let region = unit(tx, None, UnitKind::Region, "Region Norrsjö", "NORRSJO").await?;
                let provider = unit(tx, Some(region), UnitKind::CareProvider, "Norrsjö vård och omsorg", "NVO").await?;
                let care_unit = unit(tx, Some(provider), UnitKind::CareUnit, "Ekbackens vårdenhet", "EKB").await?;
                let clinic = unit(tx, Some(care_unit), UnitKind::Clinic, "Vårdcentralen Ekbacken", "EKBVC").await?;
                let other =
                    unit(tx, Some(care_unit), UnitKind::Clinic, "Barnmorskemottagningen Ekbacken", "EKBBMM").await?;
                let home_care =
                    unit(tx, Some(provider), UnitKind::HomeCareUnit, "Hemtjänsten Björkgården", "BJG").await?;
                roles::install_built_ins(tx, region).await?;
                let found = roles::of_organisation(tx, region).await?;
                let recorded = tx.record(Event::change("test.world", "unit", region)).await?;
                Ok::<_, StoreError>(recorded.with(([region, provider, care_unit, clinic, other, home_care], found)))
            })
        });
        let ([region, care_provider, care_unit, clinic, other_clinic, home_care], found) =
            made.await.expect("a region");
        let roles = found.iter().filter_map(|role| Some((role.key?, role.id))).collect();
        Self {
            db: db.clone(),
            now: NOW,
            region,
            care_provider,
            care_unit,
            clinic,
            other_clinic,
            home_care,
            roles: Arc::new(roles),
            people: Arc::new(AtomicU32::new(0)),
        }
    }

    /// The database that the region is in.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The same region, so many milliseconds later: `world.later(3 * DAY)`.
    #[must_use]
    pub fn later(&self, millis: i64) -> Self {
        Self { now: self.now.plus_millis(millis), ..self.clone() }
    }

    /// The role that a built-in template became in the region.
    #[must_use]
    pub fn role(&self, template: BuiltIn) -> RoleId {
        self.roles[&template]
    }

    /// One more unit, such as an entrance of the clinic.
    pub async fn unit(&self, parent: UnitId, kind: UnitKind, name: &str) -> UnitId {
        let input =
            NewUnit { parent: Some(parent), kind, name: name.to_owned(), hsa_id: None, code: None, import_key: None };
        self.change(input, |tx, unit| Box::pin(units::add(tx, unit))).await
    }

    /// The unit and everything above it, as a decision's target wants it.
    pub async fn chain(&self, unit: UnitId) -> Vec<UnitId> {
        let mut read = self.db.read().await.expect("a read");
        units::chain_ids(&mut read, unit).await.expect("the unit's ancestry")
    }

    /// An account as a viewer with the hat of staff, signed in with BankID or SITHS: its grants as they are stored now.
    pub async fn viewer(&self, account: AccountId) -> Viewer {
        self.viewer_with(account, Hat::Staff, Assurance::High).await
    }

    /// An account as a viewer, with another hat or level of assurance.
    pub async fn viewer_with(&self, account: AccountId, hat: Hat, assurance: Assurance) -> Viewer {
        let mut read = self.db.read().await.expect("a read");
        behorig_registers::viewer_of_account(&mut read, account, hat, assurance, self.now).await.expect("an account")
    }

    /// A resident as a viewer, signed in with BankID.
    pub async fn resident_viewer(&self, person: PersonId) -> Viewer {
        let mut read = self.db.read().await.expect("a read");
        behorig_registers::viewer_of_person(&mut read, person, Assurance::High, self.now).await.expect("a person")
    }

    /// Whether an account may use a service at a unit now, with the hat of staff and the highest assurance.
    pub async fn may(&self, account: AccountId, service: Service, unit: UnitId) -> bool {
        let viewer = self.viewer(account).await;
        let chain = self.chain(unit).await;
        decide(&viewer, service, &Target::at(&chain), self.now).is_permit()
    }

    /// The program itself as an actor.
    #[must_use]
    pub fn system(&self) -> Actor {
        system(self.now)
    }

    /// An account as an actor on a page, with the hat of staff at its own unit.
    pub async fn actor(&self, account: AccountId) -> Actor {
        let mut read = self.db.read().await.expect("a read");
        let (given, family, title, unit): (String, String, Option<String>, UnitId) = read
            .one("SELECT given_name, family_name, title, unit_id FROM account WHERE id = ?1", params![account])
            .await
            .expect("an account");
        let chain = units::chain(&mut read, unit).await.expect("the account's unit");
        let named = |unit: &units::Unit| ActorUnit {
            id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
            name: unit.name.clone(),
        };
        Actor {
            account: Some(account),
            person: None,
            user_id: account.to_string(),
            name: format!("{given} {family}"),
            person_id: None,
            title,
            assignment: None,
            hat: "staff",
            unit: chain.first().map(named),
            at_unit: chain.first().map(|unit| unit.id),
            care_provider: chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(named),
            door: Door::Page,
            at: self.now,
        }
    }

    /// How many people the world has made: the next one differs from all of them.
    pub(crate) fn next_person(&self) -> u32 {
        self.people.fetch_add(1, Ordering::Relaxed)
    }

    /// A change by the program itself, with an event that tells of nothing but the test.
    pub async fn change<I, T, F>(&self, input: I, work: F) -> T
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Step<'t, T> + Send + Sync + 'static,
    {
        let actor = self.system();
        let done = self.db.write(&actor, (input, work), |tx, (input, work)| {
            Box::pin(async move {
                let value = work(tx, input).await?;
                let recorded: Recorded<()> = tx.record(Event::change("test.change", "test", "")).await?;
                Ok::<_, StoreError>(recorded.with(value))
            })
        });
        done.await.unwrap_or_else(|error| panic!("the world can't be changed so: {error}"))
    }
}

/// A boxed future inside a [`World::change`].
pub type Step<'t, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

fn system(at: Instant) -> Actor {
    Actor::system(Door::CommandLine, at)
}

async fn unit(
    tx: &mut WriteTx,
    parent: Option<UnitId>,
    kind: UnitKind,
    name: &str,
    local: &str,
) -> Result<UnitId, StoreError> {
    let hsa_id = HsaId::from_stored(&format!("TSTNMT2321000156-{local}")).ok();
    units::add(
        tx,
        &NewUnit { parent, kind, name: name.to_owned(), hsa_id, code: None, import_key: Some(local.to_owned()) },
    )
    .await
}
