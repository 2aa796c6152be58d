//! Units: brought in first, since everything else refers to them.

use std::collections::{HashMap, HashSet};

use behorig_access::{RoleId, RoleKind, UnitId};
use behorig_identity::folded;
use behorig_registers::units::NewUnit;
use behorig_registers::{roles, units};
use behorig_store::{StoreError, WriteTx};

use super::plan::UnitChange;
use super::problem;
use super::report::Tally;
use crate::files::{FileKind, Reason, Rows, UnitRow};
use crate::records::existing::{self, KnownRole, KnownUnit, Reach};
use crate::records::insert;

/// The units and roles as the rest of the import sees them.
pub(super) struct Units {
    by_name: HashMap<String, UnitId>,
    known: HashMap<UnitId, (Option<UnitId>, bool)>,
    roles: HashMap<(UnitId, String), KnownRole>,
    bad: HashSet<String>,
    reach: Reach,
}

impl Units {
    /// The unit with this key or HSA-id, if rows may speak of it.
    pub(super) fn find(&self, name: &str) -> Result<UnitId, Reason> {
        let Some(id) = self.by_name.get(name).or_else(|| self.by_name.get(&name.to_uppercase())) else {
            return Err(if self.bad.contains(name) {
                Reason::RefersToBad
            } else {
                Reason::UnknownUnit(Reason::shown(name))
            });
        };
        if self.known.get(id).is_some_and(|(_, ended)| *ended) {
            return Err(Reason::UnitEnded);
        }
        if self.is_in_reach(*id) { Ok(*id) } else { Err(Reason::OutsideReach) }
    }

    pub(super) fn is_in_reach(&self, unit: UnitId) -> bool {
        match &self.reach {
            Reach::Everything => true,
            Reach::Units { at, .. } => at.contains(&unit),
        }
    }

    /// Whether the program itself imports, on nobody's behalf: what it starts from.
    pub(super) fn is_of_the_program(&self) -> bool {
        matches!(self.reach, Reach::Everything)
    }

    /// Whether the reach is a whole organisation: the person register has no units.
    pub(super) fn reaches_an_organisation(&self) -> bool {
        match &self.reach {
            Reach::Everything => true,
            Reach::Units { organisation, .. } => *organisation,
        }
    }

    /// The role of this name, or with the key of this template, in the organisation of a unit.
    pub(super) fn role(&self, unit: UnitId, name: &str) -> Result<(RoleId, RoleKind, bool), Reason> {
        let mut top = unit;
        while let Some((Some(parent), _)) = self.known.get(&top) {
            top = *parent;
        }
        let role = self.roles.get(&(top, folded(name))).or_else(|| self.roles.get(&(top, name.to_owned())));
        let role = role.ok_or_else(|| Reason::UnknownRole(Reason::shown(name)))?;
        Ok((role.id, role.kind, role.is_handed_out()))
    }

    fn learn(&mut self, unit: &KnownUnit) {
        for name in [&unit.key, &unit.hsa_id].into_iter().flatten() {
            self.by_name.insert(name.clone(), unit.id);
        }
        self.known.insert(unit.id, (unit.parent, unit.ended));
    }
}

/// Brings the units in, each after the one above it.
pub(super) async fn bring_in(
    tx: &mut WriteTx,
    rows: &Rows,
    reach: Reach,
    tally: &mut Tally,
) -> Result<Units, StoreError> {
    let mut known = existing::units(tx).await?;
    let mut found =
        Units { by_name: HashMap::new(), known: HashMap::new(), roles: HashMap::new(), bad: HashSet::new(), reach };
    for unit in &known {
        found.learn(unit);
    }
    for row in parents_first(&rows.units, &mut found, tally) {
        bring_in_one(tx, row, &mut known, &mut found, tally).await?;
    }
    for role in existing::roles(tx).await? {
        if let Some(key) = &role.built_in {
            found.roles.insert((role.organisation, key.clone()), role.clone());
        }
        found.roles.insert((role.organisation, role.name_key.clone()), role);
    }
    Ok(found)
}

/// The rows with every parent before what stands below it; those in a circle are bad.
fn parents_first<'r>(rows: &'r [UnitRow], found: &mut Units, tally: &mut Tally) -> Vec<&'r UnitRow> {
    let places: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (row.key.as_str(), at)).collect();
    let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut ready: Vec<usize> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match row.parent.as_deref().and_then(|parent| places.get(parent)) {
            Some(parent) => below.entry(*parent).or_default().push(at),
            None => ready.push(at),
        }
    }
    let mut ordered = Vec::with_capacity(rows.len());
    let mut next = 0;
    while let Some(at) = ready.get(next).copied() {
        next += 1;
        ordered.extend(rows.get(at));
        ready.extend(below.remove(&at).into_iter().flatten());
    }
    let mut circling: Vec<usize> = below.into_values().flatten().collect();
    circling.sort_unstable();
    for row in circling.into_iter().filter_map(|at| rows.get(at)) {
        tally.is_bad(problem(FileKind::Units, row.line, "överordnad", Reason::UnitCircle));
        found.bad.insert(row.key.clone());
    }
    ordered
}

async fn bring_in_one(
    tx: &mut WriteTx,
    row: &UnitRow,
    known: &mut Vec<KnownUnit>,
    found: &mut Units,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    match settle(row, known, found) {
        Err((column, reason)) => {
            tally.is_bad(problem(FileKind::Units, row.line, column, reason));
            found.bad.insert(row.key.clone());
        }
        Ok(Settled::Same) => tally.count(FileKind::Units, |counts| counts.same += 1),
        Ok(Settled::Changed(at)) => {
            if let Some(unit) = known.get_mut(at) {
                let change = changed(row, unit);
                insert::change_unit(tx, &change).await?;
                (unit.key, unit.hsa_id) = (change.key, change.hsa_id);
                (unit.kind, unit.name, unit.code) = (change.kind, change.name, change.code);
                found.learn(unit);
            }
            tally.count(FileKind::Units, |counts| counts.changed += 1);
        }
        Ok(Settled::New(parent)) => {
            let unit = add(tx, row, parent, found).await?;
            found.learn(&unit);
            known.push(unit);
            tally.count(FileKind::Units, |counts| counts.added += 1);
        }
    }
    Ok(())
}

enum Settled {
    Same,
    Changed(usize),
    New(Option<UnitId>),
}

fn settle(row: &UnitRow, known: &[KnownUnit], found: &Units) -> Result<Settled, (&'static str, Reason)> {
    let parent = match row.parent.as_deref() {
        None => None,
        Some(name) => Some(found.find(name).map_err(|reason| ("överordnad", reason))?),
    };
    let hsa_id = row.hsa_id.as_ref().map(behorig_identity::HsaId::as_str);
    let at = known.iter().position(|unit| unit.key.as_deref() == Some(&row.key)).or_else(|| {
        // The first organisation is made with its administrator and gets its key here.
        known.iter().position(|unit| {
            unit.key.is_none() && unit.parent == parent && unit.name == row.name && unit.kind == row.kind
        })
    });
    let taken = |but: Option<UnitId>| {
        hsa_id.is_some() && known.iter().any(|unit| unit.hsa_id.as_deref() == hsa_id && Some(unit.id) != but)
    };
    let Some((at, unit)) = at.and_then(|at| Some((at, known.get(at)?))) else {
        if taken(None) {
            return Err(("hsa_id", Reason::TakenByUnit));
        }
        return match (&found.reach, parent) {
            (Reach::Everything, _) => Ok(Settled::New(parent)),
            (Reach::Units { below, .. }, Some(above)) if below.contains(&above) => Ok(Settled::New(parent)),
            (Reach::Units { .. }, Some(_)) => Err(("överordnad", Reason::OutsideReach)),
            (Reach::Units { .. }, None) => Err(("nyckel", Reason::NewOrganisation)),
        };
    };
    if unit.parent != parent {
        return Err(("överordnad", Reason::UnitMoved));
    }
    if !found.is_in_reach(unit.id) {
        return Err(("nyckel", Reason::OutsideReach));
    }
    if taken(Some(unit.id)) {
        return Err(("hsa_id", Reason::TakenByUnit));
    }
    let next = changed(row, unit);
    let same = (next.kind, &next.name, &next.hsa_id, &next.code, &next.key)
        == (unit.kind, &unit.name, &unit.hsa_id, &unit.code, &unit.key);
    Ok(if same { Settled::Same } else { Settled::Changed(at) })
}

/// The unit as the row says it; what the row leaves empty stays.
fn changed(row: &UnitRow, unit: &KnownUnit) -> UnitChange {
    UnitChange {
        id: unit.id,
        kind: row.kind,
        name: row.name.clone(),
        hsa_id: row.hsa_id.as_ref().map(|id| id.as_str().to_owned()).or_else(|| unit.hsa_id.clone()),
        code: row.code.clone().or_else(|| unit.code.clone()),
        key: Some(row.key.clone()),
    }
}

async fn add(
    tx: &mut WriteTx,
    row: &UnitRow,
    parent: Option<UnitId>,
    found: &mut Units,
) -> Result<KnownUnit, StoreError> {
    let new = NewUnit {
        parent,
        kind: row.kind,
        name: row.name.clone(),
        hsa_id: row.hsa_id.clone(),
        code: row.code.clone(),
        import_key: Some(row.key.clone()),
    };
    let id = units::add(tx, &new).await?;
    if parent.is_none() {
        roles::install_built_ins(tx, id).await?;
    }
    if let Reach::Units { at, below, .. } = &mut found.reach {
        at.insert(id);
        below.insert(id);
    }
    Ok(KnownUnit {
        id,
        parent,
        kind: row.kind,
        name: new.name,
        hsa_id: new.hsa_id.map(|id| id.as_str().to_owned()),
        code: new.code,
        key: new.import_key,
        ended: false,
    })
}
