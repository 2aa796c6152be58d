//! The units of an organisation, found by what people call them.

use std::collections::HashMap;

use behorig_access::UnitId;
use behorig_identity::folded;
use behorig_registers::units::UnitKind;

/// A unit as far as a spreadsheet needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownUnit {
    pub(crate) id: UnitId,
    pub(crate) parent: Option<UnitId>,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) hsa_id: Option<String>,
}

/// Why a written unit is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum NoUnit {
    /// Nothing is written.
    Nothing,
    /// No unit is called so; perhaps this one is meant.
    Unknown(Option<String>),
    /// Several are called so: the region or the unit's HSA-id tells them apart.
    Several,
    /// No region is called so.
    UnknownRegion,
}

/// All units of an organisation.
#[derive(Debug, Default)]
pub(crate) struct Units {
    all: Vec<KnownUnit>,
    by_id: HashMap<UnitId, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_hsa_id: HashMap<String, usize>,
}

/// A name as it is compared: without *Region* before it.
fn bare(name: &str) -> String {
    let name = folded(name).split_whitespace().collect::<Vec<_>>().join(" ");
    name.strip_prefix("region ").map_or(name.clone(), str::to_owned)
}

impl Units {
    pub(crate) fn new(all: Vec<KnownUnit>) -> Self {
        let mut units = Self::default();
        for (at, unit) in all.iter().enumerate() {
            units.by_id.insert(unit.id, at);
            units.by_name.entry(bare(&unit.name)).or_default().push(at);
            if let Some(id) = &unit.hsa_id {
                units.by_hsa_id.insert(id.clone(), at);
            }
        }
        units.all = all;
        units
    }

    pub(crate) fn get(&self, id: UnitId) -> Option<&KnownUnit> {
        self.by_id.get(&id).and_then(|at| self.all.get(*at))
    }

    /// The unit and everything above it.
    pub(crate) fn chain(&self, id: UnitId) -> Vec<UnitId> {
        let above = |unit: &&KnownUnit| unit.parent.and_then(|parent| self.get(parent));
        std::iter::successors(self.get(id), above).take(64).map(|unit| unit.id).collect()
    }

    /// The unit that a row means by its region and its unit, either of which may be empty.
    pub(crate) fn find(&self, region: &str, unit: &str) -> Result<UnitId, NoUnit> {
        if unit.is_empty() && region.is_empty() {
            return Err(NoUnit::Nothing);
        }
        let regions: Vec<UnitId> =
            self.called(region).filter(|unit| unit.kind == UnitKind::Region).map(|unit| unit.id).collect();
        if !region.is_empty() && regions.is_empty() {
            return Err(NoUnit::UnknownRegion);
        }
        if unit.is_empty() {
            return only(&regions);
        }
        let hsa_id: String = unit.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_uppercase();
        if let Some(unit) = self.by_hsa_id.get(&hsa_id).and_then(|at| self.all.get(*at)) {
            return Ok(unit.id);
        }
        let here = |unit: &&KnownUnit| regions.is_empty() || self.chain(unit.id).iter().any(|id| regions.contains(id));
        let found: Vec<UnitId> = self.called(unit).filter(here).map(|unit| unit.id).collect();
        if found.is_empty() { Err(NoUnit::Unknown(None)) } else { only(&found) }
    }

    fn called(&self, name: &str) -> impl Iterator<Item = &KnownUnit> {
        let places = self.by_name.get(&bare(name)).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.all.get(*at))
    }

    /// The unit whose name is nearest to a written one, if any is near.
    pub(crate) fn nearest(&self, written: &str) -> Option<String> {
        let written = bare(written);
        let most = (written.chars().count() / 4).clamp(1, 4);
        // A unit that is called just so lies in another region than the row says: it is not meant.
        let others = self.by_name.iter().filter(|(name, _)| **name != written);
        let near = others.filter_map(|(name, at)| {
            let begins = written.chars().count() >= 5 && name.starts_with(&written);
            let distance = if begins { 1 } else { distance(name, &written, most)? };
            Some((distance, name, self.all.get(*at.first()?)?))
        });
        near.min_by_key(|(distance, name, _)| (*distance, *name)).map(|(_, _, unit)| unit.name.clone())
    }
}

fn only(found: &[UnitId]) -> Result<UnitId, NoUnit> {
    match found {
        [one] => Ok(*one),
        [] => Err(NoUnit::Unknown(None)),
        _ => Err(NoUnit::Several),
    }
}

/// How many letters must be changed, added or taken away to make one of the other; none where more than `most`.
fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if one.chars().count().abs_diff(other.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
    for (above, left) in one.chars().enumerate() {
        let mut next = vec![above + 1];
        for (place, right) in other.iter().enumerate() {
            let changed = at(&row, place) + usize::from(left != *right);
            next.push(changed.min(at(&row, place + 1) + 1).min(at(&next, place) + 1));
        }
        row = next;
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(id: u8, parent: Option<u8>, kind: UnitKind, name: &str) -> KnownUnit {
        let id_of = |id| UnitId::from_bytes([id; 16]);
        let hsa_id = (id == 4).then(|| "SE2321000016-4".to_owned());
        KnownUnit { id: id_of(id), parent: parent.map(id_of), kind, name: name.to_owned(), hsa_id }
    }

    fn units() -> Units {
        Units::new(vec![
            unit(1, None, UnitKind::CareProvider, "1177"),
            unit(2, Some(1), UnitKind::Region, "Region Norrsjö"),
            unit(3, Some(1), UnitKind::Region, "Region Söderås"),
            unit(4, Some(2), UnitKind::Clinic, "Akuten"),
            unit(5, Some(3), UnitKind::Clinic, "Akuten"),
            unit(6, Some(2), UnitKind::Clinic, "Vårdcentralen Ekbacken"),
        ])
    }

    #[test]
    fn a_unit_is_found_by_its_name_by_its_region_and_by_its_hsa_id() {
        let found = |region, unit| units().find(region, unit).map(|id| id.as_bytes()[0]);
        assert_eq!(found("", "vårdcentralen  EKBACKEN"), Ok(6));
        assert_eq!(found("Norrsjö", "Akuten"), Ok(4));
        assert_eq!(found("region söderås", "akuten"), Ok(5));
        assert_eq!(found("", "se2321000016-4"), Ok(4));
        assert_eq!(found("Region Norrsjö", ""), Ok(2));
        assert_eq!(found("", "Akuten"), Err(NoUnit::Several));
        assert_eq!(found("Söderås", "Vårdcentralen Ekbacken"), Err(NoUnit::Unknown(None)));
        assert_eq!(found("Nordsjö", "Akuten"), Err(NoUnit::UnknownRegion));
        assert_eq!(found("", ""), Err(NoUnit::Nothing));
        assert_eq!(units().chain(UnitId::from_bytes([6; 16])).len(), 3);
    }

    #[test]
    fn a_slip_of_the_pen_is_told_which_unit_it_is_near_and_nonsense_is_not() {
        assert_eq!(units().nearest("Vårdcentralen Ekbaken").as_deref(), Some("Vårdcentralen Ekbacken"));
        assert_eq!(units().nearest("Vårdcentralen").as_deref(), Some("Vårdcentralen Ekbacken"));
        assert_eq!(units().nearest("Ögonkliniken"), None);
    }

    proptest! {
        #[test]
        fn distance_is_nought_for_the_same_alike_both_ways_and_one_for_one_letter(one in "[abå]{0,6}", other in "[abå]{0,6}", at in 0..6_usize) {
            prop_assert_eq!(distance(&one, &one, 9), Some(0));
            prop_assert_eq!(distance(&one, &other, 9), distance(&other, &one, 9));
            let mut longer: Vec<char> = one.chars().collect();
            longer.insert(at.min(longer.len()), 'x');
            prop_assert_eq!(distance(&one, &longer.into_iter().collect::<String>(), 9), Some(1));
        }
    }
}
