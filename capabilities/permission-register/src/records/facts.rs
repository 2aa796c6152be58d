//! Everything that the rows of a spreadsheet are judged against, read in one transaction.

use std::collections::{BTreeSet, HashMap, HashSet};

use behorig_access::{
    AccountId, Giving, GivingRefused, GrantId, Holder, Instant, MayGive, OnlyBy, Period, Role, RoleId, RoleKind,
    Service, Target, UnitId, Viewer, may_end, may_give,
};
use behorig_identity::HsaId;
use behorig_orderers::orderables_of;
use behorig_registers::directory::{LocalDirectory, StaffDirectory as _};
use behorig_registers::roles;
use behorig_registers::units::UnitKind;
use behorig_store::{Dialect, FromRow, Param, Row, StoreError, ToParam as _, Tx, params};
use behorig_web::{Lang, format};

use super::register::days;
use crate::rules::judge::{Facts, judge};
use crate::rules::lines::Lines;
use crate::rules::plan::{Gift, Held, MayNot, Plan};
use crate::rules::units::{KnownUnit, Units};

/// So many keys go into one question.
const GROUP: usize = 500;

/// What a spreadsheet is judged against, and what whoever imports it may give.
pub(crate) struct Ground {
    pub(crate) facts: Facts,
    pub(crate) roles: Vec<Role>,
    /// What the service's administration gives, which has no list of its own: what can be ordered.
    orderable: MayGive,
    /// The accounts that are the importer's own under other names.
    own: HashSet<AccountId>,
}

impl Ground {
    /// Reads what the lines are about.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn read(
        tx: &mut Tx,
        viewer: &Viewer,
        organisation: UnitId,
        lines: &Lines,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let units = Units::new(units_of(tx, organisation).await?);
        let roles = roles_of(tx, organisation).await?;
        let ids: BTreeSet<HsaId> =
            lines.lines.iter().filter_map(|line| line.hsa_id.as_ref()?.as_ref().ok()).cloned().collect();
        let ids: Vec<HsaId> = ids.into_iter().collect();
        let people = LocalDirectory.look_up_all(tx, &ids, now).await?;
        let written: HashSet<(&str, &str)> =
            lines.lines.iter().map(|line| (line.region.as_str(), line.unit.as_str())).collect();
        let named: BTreeSet<UnitId> =
            written.into_iter().filter_map(|(region, unit)| units.find(region, unit).ok()).collect();
        let held = held_at(tx, &named.into_iter().collect::<Vec<_>>(), now).await?;
        let names = roles.iter().map(|role| (role.id, role.name.clone())).collect();
        let orderable = MayGive::Only(orderable_roles(tx, organisation).await?);
        let own = same_person(tx, viewer.holder()).await?;
        Ok(Self { facts: Facts { people, units, roles: names, held }, roles, orderable, own })
    }

    fn list_of(&self, role: RoleId) -> Option<&MayGive> {
        let own = self.roles.iter().find(|own| own.id == role).map(|own| &own.may_give);
        if own == Some(&MayGive::All) { own } else { Some(&self.orderable) }
    }

    /// What a spreadsheet would do, judged as whoever imports it: what the file lacks is told as far as they could end it.
    pub(crate) fn plan(&self, viewer: &Viewer, lines: &Lines, now: Instant) -> Plan {
        let today = format::local(now.0).date();
        let (may_give, may_end) =
            (|gift: &Gift| self.may_give(viewer, gift, now), |held: &Held| self.may_end(viewer, held, now));
        judge(lines, &self.facts, today, may_give, may_end)
    }

    /// May the viewer give this now?
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_give(&self, viewer: &Viewer, gift: &Gift, now: Instant) -> Result<(), MayNot> {
        self.asked(viewer, (gift.account, gift.role, gift.unit), now, |viewer, giving, now| {
            let giving = Giving { branch: gift.branch, ..*giving };
            may_give(viewer, &giving, |id| self.list_of(id), now)
        })
    }

    /// May the viewer end this now?
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_end(&self, viewer: &Viewer, held: &Held, now: Instant) -> Result<(), MayNot> {
        self.asked(viewer, (held.account, held.role, held.unit), now, |viewer, giving, now| {
            let giving = Giving { branch: held.branch, ..*giving };
            may_end(viewer, &giving, |id| self.list_of(id), now)
        })
    }

    fn asked(
        &self,
        viewer: &Viewer,
        (account, role, unit): (AccountId, RoleId, UnitId),
        now: Instant,
        ask: impl FnOnce(&Viewer, &Giving<'_>, Instant) -> Result<GrantId, GivingRefused>,
    ) -> Result<(), MayNot> {
        let role = self.roles.iter().find(|known| known.id == role).ok_or(MayNot::NotListed)?;
        let chain = self.facts.units.chain(unit);
        let giving = Giving {
            by: Service::ImportPermissionRegister,
            role,
            to: Holder::Account(account),
            same_person: self.own.contains(&account),
            target: Target::at(&chain),
            branch: false,
        };
        ask(viewer, &giving, now).map(|_| ()).map_err(MayNot::from)
    }

    /// The permissions that the viewer's spreadsheets can give somewhere, by name.
    pub(crate) fn listed(&self, viewer: &Viewer) -> Vec<(RoleId, String)> {
        let gives = |role: &Role| {
            let holds =
                |grant: &behorig_access::ViewerGrant| grant.services.contains(Service::ImportPermissionRegister);
            viewer
                .grants()
                .iter()
                .filter(|grant| holds(grant))
                .any(|grant| self.list_of(grant.role).is_some_and(|list| list.names(role.id)))
        };
        self.roles
            .iter()
            .filter(|role| OnlyBy::of(role).is_none() && gives(role))
            .map(|role| (role.id, role.name.clone()))
            .collect()
    }

    pub(crate) fn role_name(&self, id: RoleId) -> &str {
        self.roles.iter().find(|role| role.id == id).map_or("", |role| role.name.as_str())
    }

    pub(crate) fn unit_name(&self, id: UnitId) -> &str {
        self.facts.units.get(id).map_or("", |unit| unit.name.as_str())
    }

    /// What is given, as a history tells it.
    pub(crate) fn told(&self, gift: &Gift) -> String {
        let place = format!("{}, {}", self.role_name(gift.role), self.unit_name(gift.unit));
        gift.until.map_or_else(|| place.clone(), |until| format!("{place}, – {until}"))
    }

    /// What is held, as a history tells it.
    pub(crate) fn told_of(&self, held: &Held) -> String {
        let period = format::period(Lang::Sv, held.begins, held.until);
        format!("{}, {}, {period}", self.role_name(held.role), self.unit_name(held.unit))
    }
}

/// The permissions of staff in an organisation.
async fn roles_of(tx: &mut Tx, organisation: UnitId) -> Result<Vec<Role>, StoreError> {
    let roles = roles::of_organisation(tx, organisation).await?;
    Ok(roles.into_iter().filter(|role| role.kind == RoleKind::Staff).collect())
}

/// What can be ordered and one approver is enough for: what needs two is ordered, since one person alone brings a spreadsheet in.
async fn orderable_roles(tx: &mut Tx, organisation: UnitId) -> Result<Vec<RoleId>, StoreError> {
    let orderables = orderables_of(tx, organisation).await?;
    let all = || orderables.iter().flat_map(|orderable| &orderable.roles);
    let ids: BTreeSet<RoleId> = all().map(|one| one.role.id).collect();
    let two: BTreeSet<RoleId> = all().filter(|one| one.approvers > 1).map(|one| one.role.id).collect();
    Ok(ids.difference(&two).copied().collect())
}

struct UnitRow(KnownUnit);

impl FromRow for UnitRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, parent, kind, name, hsa_id) =
            (row.next()?, row.next()?, row.next::<String>()?, row.next()?, row.next()?);
        let kind = UnitKind::from_stored(&kind).ok_or_else(|| StoreError::Shape(format!("no kind of unit: {kind}")))?;
        Ok(Self(KnownUnit { id, parent, kind, name, hsa_id }))
    }
}

/// Every unit of an organisation that has not ended. A root's parent is none of them.
async fn units_of(tx: &mut Tx, organisation: UnitId) -> Result<Vec<KnownUnit>, StoreError> {
    let rows: Vec<UnitRow> = tx
        .all(
            "SELECT u.id, u.parent_id, u.kind, u.name, u.hsa_id FROM unit_ancestor x JOIN unit u ON u.id = x.unit_id
             WHERE x.ancestor_id = ?1 AND u.ended_at IS NULL ORDER BY u.sort_key, u.id",
            params![organisation],
        )
        .await?;
    Ok(rows.into_iter().map(|UnitRow(unit)| unit).collect())
}

/// What staff hold at these units, now or to come, for the unit as a whole.
async fn held_at(tx: &mut Tx, units: &[UnitId], now: Instant) -> Result<Vec<Held>, StoreError> {
    let mut held = Vec::new();
    for group in units.chunks(GROUP) {
        let mut params: Vec<Param<'_>> = vec![now.to_param()];
        params.extend(group.iter().map(behorig_store::ToParam::to_param));
        let rows: Vec<HeldRow> = tx
            .all(
                &format!(
                    "SELECT g.id, g.holder_account, g.role_id, g.unit_id, g.branch, g.from_at, g.to_at, g.version
                     FROM ({}) k CROSS JOIN grants g CROSS JOIN role r CROSS JOIN account a
                     WHERE g.unit_id = k.id AND g.holder_account IS NOT NULL AND g.object_id IS NULL
                       AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?1) AND r.id = g.role_id AND r.kind = 'staff'
                       AND a.id = g.holder_account AND a.ended_at IS NULL
                     ORDER BY a.sort_key, a.id, g.id",
                    keys(tx.dialect(), 2, group.len())
                ),
                &params,
            )
            .await?;
        held.extend(rows.into_iter().map(|HeldRow(held)| held));
    }
    Ok(held)
}

struct HeldRow(Held);

impl FromRow for HeldRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, account, role, unit, branch) = (row.next()?, row.next()?, row.next()?, row.next()?, row.next()?);
        let (begins, until) = days(Period { from: row.next()?, to: row.next()? });
        Ok(Self(Held { id, account, role, unit, branch, begins, until, version: row.next()? }))
    }
}

/// Keys from the parameter `first` on, as rows named `id`.
fn keys(dialect: Dialect, first: usize, count: usize) -> String {
    let place = |place: usize| match dialect {
        Dialect::Postgres => format!("SELECT CAST(?{place} AS BYTEA) AS id"),
        Dialect::Sqlite => format!("SELECT ?{place} AS id"),
    };
    (first..first + count).map(place).collect::<Vec<_>>().join(" UNION ALL ")
}

async fn same_person(tx: &mut Tx, holder: Holder) -> Result<HashSet<AccountId>, StoreError> {
    let Holder::Account(account) = holder else { return Ok(HashSet::new()) };
    let rows: Vec<(AccountId,)> = tx
        .all(
            "SELECT b.id FROM account a JOIN account b ON b.identity_number = a.identity_number WHERE a.id = ?1",
            params![account],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Somebody who holds something, as a list tells of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// As *Ek, Anna*; none where the person is protected.
    pub(crate) name: Option<String>,
    /// The first of their HSA-ids.
    pub(crate) hsa_id: Option<String>,
}

/// Who accounts are. A person is protected where the register of persons or the directory says so.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn who_are(tx: &mut Tx, accounts: &[AccountId]) -> Result<HashMap<AccountId, Who>, StoreError> {
    let mut known = HashMap::with_capacity(accounts.len());
    for group in accounts.chunks(GROUP) {
        let params: Vec<Param<'_>> = group.iter().map(behorig_store::ToParam::to_param).collect();
        let rows: Vec<(AccountId, String, Option<String>, bool)> = tx
            .all(
                &format!(
                    "SELECT a.id, a.family_name || ', ' || a.given_name,
                         (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id),
                         EXISTS (SELECT 1 FROM person p
                             WHERE p.identity_number = a.identity_number AND p.protection <> 'none')
                         OR EXISTS (SELECT 1 FROM account_hsa_id h JOIN directory_person d ON d.hsa_id = h.hsa_id
                             WHERE h.account_id = a.id AND d.protected)
                     FROM ({}) k CROSS JOIN account a WHERE a.id = k.id",
                    keys(tx.dialect(), 1, group.len())
                ),
                &params,
            )
            .await?;
        known.extend(
            rows.into_iter().map(|(account, name, hsa_id, protected)| {
                (account, Who { name: (!protected).then_some(name), hsa_id })
            }),
        );
    }
    Ok(known)
}
