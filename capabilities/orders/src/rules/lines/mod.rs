//! An order of permissions before it is sent, row by row: what each row asks for, what is wrong with it and what must be answered. Pure:
//! what the registers know is handed in.

mod row;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use behorig_access::{AccountId, Instant, Period, RoleId, UnitId};
use behorig_identity::{Email, HsaId, PersonName, PersonNameError, names_agree, search_terms};
use behorig_roles::rules::covers;

use super::Effect;
pub(crate) use row::{
    Asked, CheckedLine, CheckedRow, Doubt, FoundUnit, Held, Known, KnownUnit, MOST_PEOPLE, Permission, Person, Problem,
    Question, WrittenRow,
};

/// Judges every row. `answered` are the keys of the questions that were ticked.
#[must_use]
pub(crate) fn judge(rows: &[WrittenRow], asked: &Asked, known: &Known, answered: &[String]) -> Vec<CheckedRow> {
    let mut held: HashMap<(&HsaId, RoleId), Vec<&Held>> = HashMap::new();
    for grant in &known.held {
        held.entry((&grant.hsa_id, grant.role)).or_default().push(grant);
    }
    let numbered = rows.iter().enumerate();
    let mut checked: Vec<CheckedRow> =
        numbered.map(|(index, row)| judge_row(index + 1, row, asked, known, &held, answered)).collect();
    name_doubles(&mut checked);
    checked
}

fn judge_row(
    number: usize,
    written: &WrittenRow,
    asked: &Asked,
    known: &Known,
    held: &HashMap<(&HsaId, RoleId), Vec<&Held>>,
    answered: &[String],
) -> CheckedRow {
    let mut problems = Vec::new();
    match PersonName::parse(&written.name) {
        Ok(_) => {}
        Err(PersonNameError::Empty) => problems.push(Problem::NameMissing),
        Err(error) => problems.push(Problem::NameWrong(error.message_id())),
    }
    let hsa_id = read_hsa_id(&written.hsa_id, &mut problems);
    let person = hsa_id.as_ref().and_then(|id| known.persons.get(id)).cloned();
    match (&hsa_id, &person) {
        (Some(id), None) => problems.push(Problem::Nobody(id.as_str().to_owned())),
        (_, Some(person)) if person.ended && asked.effect == Effect::Grant => problems.push(Problem::Left),
        _ => {}
    }
    let email = read_email(&written.email, person.as_ref(), asked.effect, &mut problems);
    if !written.region.trim().is_empty() && !is_same_region(&written.region, &asked.region_name) {
        problems.push(Problem::RegionOther(written.region.trim().to_owned()));
    }
    let unit = read_unit(written.unit.trim(), known, &mut problems);
    let permissions = read_permissions(&written.permissions, &asked.permissions, &mut problems);
    let mut lines = Vec::new();
    if let (Some(hsa_id), Some(_), Some(unit)) = (&hsa_id, &person, &unit) {
        for permission in permissions {
            let held = held.get(&(hsa_id, permission.role)).map(Vec::as_slice).unwrap_or_default();
            match line(permission, unit, asked, held) {
                Ok(line) => lines.push(line),
                Err(problem) => problems.push(problem),
            }
        }
    }
    let question =
        hsa_id.as_ref().zip(person.as_ref()).and_then(|(id, person)| question(written, id, person, answered));
    CheckedRow { number, written: written.clone(), hsa_id, person, email, unit, lines, problems, question }
}

fn read_hsa_id(text: &str, problems: &mut Vec<Problem>) -> Option<HsaId> {
    if text.trim().is_empty() {
        problems.push(Problem::HsaIdMissing);
        return None;
    }
    HsaId::parse(text).map_err(|error| problems.push(Problem::HsaIdWrong(error.message_id()))).ok()
}

/// What is written, or else what the directory has. Of a protected person the directory's is not taken: an address tells a name.
fn read_email(text: &str, person: Option<&Person>, effect: Effect, problems: &mut Vec<Problem>) -> Option<String> {
    let text = text.trim();
    if !text.is_empty() {
        return match Email::parse(text) {
            Ok(email) => Some(email.as_str().to_owned()),
            Err(error) => {
                problems.push(Problem::EmailWrong(error.message_id()));
                None
            }
        };
    }
    let listed = person.filter(|person| !person.protected).and_then(|person| person.email.clone());
    // Of somebody whom nobody knows yet it is not asked: the directory may have it when the id is put right.
    if listed.is_none() && person.is_some() && effect == Effect::Grant {
        problems.push(Problem::EmailMissing);
    }
    listed
}

fn read_unit(text: &str, known: &Known, problems: &mut Vec<Problem>) -> Option<KnownUnit> {
    if text.is_empty() {
        problems.push(Problem::UnitMissing);
        return None;
    }
    problems.push(match known.units.get(text) {
        Some(FoundUnit::One(unit)) => return Some(unit.clone()),
        Some(FoundUnit::Several) => Problem::UnitSeveral(text.to_owned()),
        Some(FoundUnit::OtherRegion(name)) => Problem::UnitOfOtherRegion(name.clone()),
        Some(FoundUnit::NotAllowed(name, why)) => Problem::MayNotOrder(name.clone(), why),
        Some(FoundUnit::None) | None => Problem::UnitUnknown(text.to_owned()),
    });
    None
}

/// The permissions of a row, each once.
fn read_permissions<'a>(
    written: &[String],
    known: &'a [Permission],
    problems: &mut Vec<Problem>,
) -> Vec<&'a Permission> {
    let mut found: Vec<&Permission> = Vec::new();
    for text in written.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        match permission_called(text, known) {
            Some(permission) if found.contains(&permission) => {}
            Some(permission) => found.push(permission),
            None => problems.push(Problem::PermissionUnknown(text.to_owned())),
        }
    }
    if written.iter().all(|text| text.trim().is_empty()) {
        problems.push(Problem::PermissionMissing);
    }
    found
}

/// The permission with this id or name; the manual says both *Dashboard* and *Behörighet till Dashboard*.
#[must_use]
pub(crate) fn permission_called<'a>(text: &str, known: &'a [Permission]) -> Option<&'a Permission> {
    let words = search_terms(text);
    let name = match words.as_slice() {
        [first, to, rest @ ..] if first == "behörighet" && to == "till" => rest,
        all => all,
    };
    known.iter().find(|permission| {
        permission.role.to_string() == text || (!name.is_empty() && search_terms(&permission.name) == name)
    })
}

/// Whether a sheet means the region: *Östergötland* is *Region Östergötland*.
fn is_same_region(written: &str, region: &str) -> bool {
    let bare = |text: &str| -> Vec<String> { search_terms(text).into_iter().filter(|word| word != "region").collect() };
    bare(written) == bare(region)
}

fn line(permission: &Permission, unit: &KnownUnit, asked: &Asked, held: &[&Held]) -> Result<CheckedLine, Problem> {
    let (role, name) = (permission.role, permission.name.clone());
    let here = |grant: &&&Held| grant.unit == unit.id;
    let reaches = |grant: &&&Held| here(grant) || (grant.branch && unit.chain.contains(&grant.unit));
    // What is held at the unit alone is less than what would be given there with the units below.
    let as_wide = |grant: &&&Held| reaches(grant) && (grant.branch || !unit.covers_below);
    match asked.effect {
        Effect::Grant => {
            let held_already = held.iter().filter(as_wide).any(|grant| covers(grant.period, asked.period));
            Ok(CheckedLine { role, permission: name, held_already })
        }
        Effect::Revoke if held.iter().any(|grant| here(&grant)) => {
            Ok(CheckedLine { role, permission: name, held_already: false })
        }
        Effect::Revoke if held.iter().any(|grant| reaches(&grant)) => Err(Problem::HeldAbove { permission: name }),
        Effect::Revoke => Err(Problem::NotHeld { permission: name }),
    }
}

fn question(written: &WrittenRow, id: &HsaId, person: &Person, answered: &[String]) -> Option<Question> {
    let name = written.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let (doubt, listed) = if person.protected {
        (Doubt::Protected, String::new())
    } else if names_agree(&name, &person.given_name, &person.family_name) {
        return None;
    } else {
        (Doubt::OtherName, format!("{} {}", person.given_name, person.family_name))
    };
    let key = format!("{id}|{name}|{listed}");
    let answered = answered.contains(&key);
    Some(Question { doubt, key, answered })
}

/// The same person for the same permission and unit in two rows: told in the later, naming both. Two ids of one account are one person.
fn name_doubles(rows: &mut [CheckedRow]) {
    #[derive(PartialEq, Eq, Hash)]
    enum Who {
        Account(AccountId),
        Id(HsaId),
    }
    let mut first_row: HashMap<(Who, RoleId, UnitId), usize> = HashMap::new();
    for row in rows {
        let (Some(hsa_id), Some(unit)) = (&row.hsa_id, &row.unit) else { continue };
        let account = row.person.as_ref().and_then(|person| person.account);
        for line in &row.lines {
            let who = account.map_or_else(|| Who::Id(hsa_id.clone()), Who::Account);
            let first = *first_row.entry((who, line.role, unit.id)).or_insert(row.number);
            if first != row.number {
                let permission = line.permission.clone();
                row.problems.push(Problem::Twice { first, second: row.number, permission });
            }
        }
    }
}

/// The deepest unit whose branch holds every unit of an order: where it is received.
#[must_use]
pub(crate) fn common_unit<'a>(mut chains: impl Iterator<Item = &'a [UnitId]>) -> Option<UnitId> {
    let mut common: Vec<UnitId> = chains.next()?.to_vec();
    for chain in chains {
        common.retain(|unit| chain.contains(unit));
    }
    common.first().copied()
}

/// The moment from which an order's grants hold, as far as it is known before they are made.
#[must_use]
pub(crate) fn asked_period(from: Option<Instant>, to: Option<Instant>, now: Instant) -> Period {
    Period { from: from.map_or(now, |from| from.max(now)), to }
}
