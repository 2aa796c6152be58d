//! Persons of the register, and who has custody of them.

use std::collections::{HashMap, HashSet};

use behorig_access::PersonId;
use behorig_identity::{IdentityNumber, swedish_sort_key};
use behorig_store::{StoreError, WriteTx};
use jiff::civil::Date;

use super::plan::{NewCustody, NewPerson, PersonChange};
use super::problem;
use super::report::Tally;
use super::units::Units;
use crate::files::{FileKind, PersonRow, Reason, Rows};
use crate::records::existing;

/// What is to become of the persons.
#[derive(Default)]
pub(super) struct Persons {
    pub(super) added: Vec<NewPerson>,
    pub(super) changed: Vec<PersonChange>,
    pub(super) custody_added: Vec<NewCustody>,
    pub(super) custody_ended: Vec<(NewCustody, String)>,
    ids: HashMap<IdentityNumber, PersonId>,
    sort_keys: HashMap<PersonId, Vec<u8>>,
}

impl Persons {
    /// The person's sort key as it stands after the import.
    pub(super) fn sort_key(&self, person: PersonId) -> Option<Vec<u8>> {
        self.sort_keys.get(&person).cloned()
    }

    /// The person with this number, of those that the files speak of.
    pub(super) fn find(&self, number: &IdentityNumber) -> Result<PersonId, Reason> {
        self.ids.get(number).copied().ok_or(Reason::UnknownPerson)
    }
}

pub(super) async fn settle(
    tx: &mut WriteTx,
    rows: &Rows,
    units: &Units,
    today: Date,
    tally: &mut Tally,
) -> Result<Persons, StoreError> {
    let mut numbers: Vec<IdentityNumber> = rows.persons.iter().map(|row| row.number).collect();
    numbers.extend(rows.persons.iter().flat_map(|row| row.guardians.iter().copied()));
    numbers.extend(rows.grants.iter().flat_map(|row| [row.person, row.customer]).flatten());
    numbers.sort_unstable();
    numbers.dedup();
    let known: HashMap<IdentityNumber, existing::KnownPerson> =
        existing::persons(tx, &numbers).await?.into_iter().map(|person| (person.number, person)).collect();
    let mut persons =
        Persons { ids: known.iter().map(|(number, person)| (*number, person.id)).collect(), ..Persons::default() };
    for person in known.values() {
        if let [Some(given), Some(family), ..] = &person.values {
            persons.sort_keys.insert(person.id, sort_key(given, family));
        }
    }
    if !units.reaches_an_organisation() {
        for row in &rows.persons {
            tally.is_bad(problem(FileKind::Persons, row.line, "personnummer", Reason::OutsideReach));
        }
        return Ok(persons);
    }
    for row in &rows.persons {
        settle_one(tx, row, known.get(&row.number), &mut persons, tally);
    }
    if rows.tells_guardians {
        settle_custody(tx, &rows.persons, &mut persons, today, tally).await?;
    }
    Ok(persons)
}

fn settle_one(
    tx: &WriteTx,
    row: &PersonRow,
    known: Option<&existing::KnownPerson>,
    persons: &mut Persons,
    tally: &mut Tally,
) {
    let values = [
        Some(row.given_name.clone()),
        Some(row.family_name.clone()),
        row.sex.clone(),
        row.county_code.clone(),
        row.municipality_code.clone(),
        row.deceased_on.clone(),
        Some(row.protection.as_stored().to_owned()),
        row.street.clone(),
        row.postal_code.clone(),
        row.city.clone(),
    ];
    let sort_key = sort_key(&row.given_name, &row.family_name);
    match known {
        Some(known) if known.values == values => tally.count(FileKind::Persons, |counts| counts.same += 1),
        Some(known) => {
            persons.sort_keys.insert(known.id, sort_key.clone());
            persons.changed.push(PersonChange { id: known.id, values, sort_key });
            tally.count(FileKind::Persons, |counts| counts.changed += 1);
        }
        None => {
            let id = PersonId::new(tx.new_uuid());
            let birth_date = row.number.birth_date().map(|date| date.to_string());
            persons.ids.insert(row.number, id);
            persons.sort_keys.insert(id, sort_key.clone());
            persons.added.push(NewPerson { id, number: row.number, values, sort_key, birth_date });
            tally.count(FileKind::Persons, |counts| counts.added += 1);
        }
    }
}

fn sort_key(given: &str, family: &str) -> Vec<u8> {
    swedish_sort_key(&format!("{family}, {given}"))
}

/// The file says who the guardians are now: new ones begin at the child's birth or today, others end today.
async fn settle_custody(
    tx: &mut WriteTx,
    rows: &[PersonRow],
    persons: &mut Persons,
    today: Date,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let children: Vec<PersonId> = rows.iter().filter_map(|row| persons.ids.get(&row.number).copied()).collect();
    let mut before: HashMap<PersonId, HashSet<PersonId>> = HashMap::new();
    for (child, guardian) in existing::custody(tx, &children).await? {
        before.entry(child).or_default().insert(guardian);
    }
    let new: HashSet<PersonId> = persons.added.iter().map(|person| person.id).collect();
    for row in rows {
        let Some(child) = persons.ids.get(&row.number).copied() else { continue };
        let mut held = before.remove(&child).unwrap_or_default();
        for guardian in &row.guardians {
            let Some(guardian) = persons.ids.get(guardian).copied() else {
                tally.is_bad(problem(FileKind::Persons, row.line, "vårdnadshavare_1", Reason::UnknownPerson));
                continue;
            };
            if !held.remove(&guardian) {
                let born = row.number.birth_date().filter(|_| new.contains(&child));
                let from = born.unwrap_or(today).to_string();
                persons.custody_added.push(NewCustody { child, guardian, from });
            }
        }
        let ended = held.into_iter().map(|guardian| NewCustody { child, guardian, from: String::new() });
        persons.custody_ended.extend(ended.map(|custody| (custody, today.to_string())));
    }
    Ok(())
}
