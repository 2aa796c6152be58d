//! What each row of a spreadsheet would do, against what holds now.

use std::collections::hash_map::{DefaultHasher, Entry as Slot};
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use behorig_access::{AccountId, GivingRefused, GrantId, Instant, RoleId, UnitId};
use behorig_identity::{HsaId, HsaIdError, folded};
use behorig_registers::directory::DirectoryPerson;
use jiff::civil::Date;

use super::lines::{Asked, Line, Lines};
use super::units::{NoUnit, Units};
use super::{day, names};

/// A grant that holds now, at a unit of the spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Held {
    pub(crate) id: GrantId,
    pub(crate) account: AccountId,
    pub(crate) role: RoleId,
    pub(crate) unit: UnitId,
    /// Whether it covers the units below as well.
    pub(crate) branch: bool,
    pub(crate) version: i64,
}

/// What the register and the directory know.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) people: HashMap<HsaId, DirectoryPerson>,
    pub(crate) units: Units,
    /// The permissions of staff, by id.
    pub(crate) roles: Vec<(RoleId, String)>,
    pub(crate) held: Vec<Held>,
}

/// Who holds what where.
type Place = (AccountId, RoleId, UnitId);

/// A grant that would be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Gift {
    pub(crate) account: AccountId,
    pub(crate) role: RoleId,
    pub(crate) unit: UnitId,
    pub(crate) to: Option<Instant>,
}

/// Why somebody may not give a permission, as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MayNot {
    /// Nobody gives themselves anything.
    Oneself,
    /// Not at this unit.
    NotThere,
    /// Not this permission.
    NotListed,
}

impl From<GivingRefused> for MayNot {
    fn from(refused: GivingRefused) -> Self {
        match refused {
            GivingRefused::Oneself => Self::Oneself,
            GivingRefused::Denied(_) | GivingRefused::BranchBeyondOwn => Self::NotThere,
            GivingRefused::NotOnList | GivingRefused::Misfit(_) => Self::NotListed,
        }
    }
}

/// What a row would do about one permission.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// It would be given.
    New(Gift),
    /// It is there already.
    There,
    /// The same stands in an earlier row, which counts.
    Duplicate(usize),
    /// Its last day has been.
    Over(Date),
    /// The person has no HSA-id in the file.
    NoHsaId,
    /// What is written is no HSA-id.
    WrongHsaId(&'static str),
    /// Nobody in the directory has the HSA-id.
    NotInDirectory,
    /// The person has left.
    Left,
    /// The person is in the directory and has no account here.
    NoAccount,
    /// The row means no unit.
    Unit(NoUnit),
    /// A cell that the row needs is merged with another row's.
    Merged,
    /// No permission is called so.
    UnknownPermission(String),
    /// In a permission's column stands neither yes nor no.
    Unclear(String),
    /// What is written is no day.
    WrongDay(String),
    /// Whoever imports may not give it.
    MayNot(MayNot),
}

impl Verdict {
    /// Whether the file must be mended for it to do anything.
    pub(crate) const fn is_fault(&self) -> bool {
        !matches!(self, Self::New(_) | Self::There | Self::Duplicate(_) | Self::Over(_))
    }
}

/// A name that does not fit its HSA-id: a question, never a silence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NameQuestion {
    /// Whom the directory knows by the HSA-id; none where the person is protected.
    pub(crate) known: Option<String>,
}

/// One permission of one row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    pub(crate) row: usize,
    pub(crate) name: String,
    pub(crate) hsa_id: Option<HsaId>,
    pub(crate) unit: String,
    pub(crate) permission: String,
    pub(crate) verdict: Verdict,
    pub(crate) question: Option<NameQuestion>,
}

/// What a spreadsheet would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Plan {
    pub(crate) entries: Vec<Entry>,
    /// What holds today at the file's units, of the file's permissions, and the file lacks.
    pub(crate) lacking: Vec<Held>,
    pub(crate) idle: usize,
    pub(crate) formulas: usize,
}

impl Plan {
    /// The same for the same plan: a plan that was shown and one that is to be carried out are compared by it.
    pub(crate) fn mark(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// What is given when it is carried out: rows whose name is a question only where the question was answered. Nothing twice.
    pub(crate) fn gifts(&self, confirmed: &HashSet<usize>) -> Vec<Gift> {
        let mut seen: HashSet<Place> = HashSet::new();
        let mut gifts = Vec::new();
        for entry in &self.entries {
            if let Verdict::New(gift) = &entry.verdict
                && (entry.question.is_none() || confirmed.contains(&entry.row))
                && seen.insert((gift.account, gift.role, gift.unit))
            {
                gifts.push(*gift);
            }
        }
        gifts
    }
}

/// Judges every row. `may` says whether whoever imports may give a permission.
pub(crate) fn judge(lines: &Lines, facts: &Facts, today: Date, may: impl Fn(&Gift) -> Result<(), MayNot>) -> Plan {
    let held = facts.held.iter().map(|held| (held.account, held.role, held.unit)).collect();
    let (seen, nearest) = (HashMap::new(), HashMap::new());
    let mut judge = Judge { facts, today, may, held, seen, named: HashSet::new(), nearest };
    let asked = lines.lines.iter().flat_map(|line| line.asked.iter().map(move |asked| (line, asked)));
    let entries: Vec<Entry> = asked.map(|(line, asked)| judge.entry(line, asked)).collect();
    let Judge { named, .. } = judge;
    let places: HashSet<(RoleId, UnitId)> = named.iter().map(|(_, role, unit)| (*role, *unit)).collect();
    let roles: HashSet<RoleId> = places.iter().map(|(role, _)| *role).collect();
    let units: HashSet<UnitId> = places.iter().map(|(_, unit)| *unit).collect();
    let lacks = |held: &&Held| {
        roles.contains(&held.role)
            && units.contains(&held.unit)
            && !named.contains(&(held.account, held.role, held.unit))
    };
    let lacking = facts.held.iter().filter(lacks).cloned().collect();
    Plan { entries, lacking, idle: lines.idle, formulas: lines.formulas }
}

struct Judge<'f, M> {
    facts: &'f Facts,
    today: Date,
    may: M,
    held: HashSet<Place>,
    /// Each permission that a row gives, by the row that gave it first.
    seen: HashMap<Place, usize>,
    /// Everything that the file says holds, whether or not it is new.
    named: HashSet<Place>,
    nearest: HashMap<String, Option<String>>,
}

/// For so many names that are no unit's the nearest is looked for.
const MOST_NEAREST: usize = 100;

impl<M: Fn(&Gift) -> Result<(), MayNot>> Judge<'_, M> {
    fn entry(&mut self, line: &Line, asked: &Asked) -> Entry {
        let role = self.role(asked);
        let permission = match (&role, asked) {
            (Some((_, name)), _) => name.clone(),
            (None, Asked::Named(written)) => written.clone(),
            (None, _) => String::new(),
        };
        let hsa_id = line.hsa_id.as_ref().and_then(|id| id.as_ref().ok()).cloned();
        let facts = self.facts;
        let person = hsa_id.as_ref().and_then(|id| facts.people.get(id));
        let question = person.filter(|person| !names::fits(&line.name, &person.given_name, &person.family_name));
        let question = question.map(|person| NameQuestion { known: (!person.protected).then(|| person.full_name()) });
        let verdict = self.verdict(line, asked, role.map(|(id, _)| id), person, question.is_some());
        // Only what would be done is asked about.
        let question = question.filter(|_| matches!(verdict, Verdict::New(_)));
        let unit = if line.unit.is_empty() { &line.region } else { &line.unit };
        Entry { row: line.row, name: line.name.clone(), hsa_id, unit: unit.clone(), permission, verdict, question }
    }

    fn role(&self, asked: &Asked) -> Option<(RoleId, String)> {
        let found = match asked {
            Asked::Role(id) | Asked::Unclear(id, _) => self.facts.roles.iter().find(|(role, _)| role == id),
            Asked::Named(name) => {
                let name = folded(name);
                self.facts.roles.iter().find(|(_, role)| folded(role) == name)
            }
        };
        found.cloned()
    }

    fn verdict(
        &mut self,
        line: &Line,
        asked: &Asked,
        role: Option<RoleId>,
        person: Option<&DirectoryPerson>,
        is_asked: bool,
    ) -> Verdict {
        if line.covered {
            return Verdict::Merged;
        }
        if let Asked::Unclear(_, written) = asked {
            return Verdict::Unclear(written.clone());
        }
        let Some(role) = role else {
            let Asked::Named(written) = asked else { return Verdict::UnknownPermission(String::new()) };
            return Verdict::UnknownPermission(written.clone());
        };
        let unit = match self.facts.units.find(&line.region, &line.unit) {
            Ok(unit) => unit,
            Err(NoUnit::Unknown(_)) => return Verdict::Unit(NoUnit::Unknown(self.nearest(&line.unit))),
            Err(fault) => return Verdict::Unit(fault),
        };
        let account = match account_of(line, person) {
            Ok(account) => account,
            Err(fault) => return fault,
        };
        if let Ok(Some(last)) = &line.until
            && *last < self.today
        {
            return Verdict::Over(*last);
        }
        let place = (account, role, unit);
        let to = line.until.as_ref().ok().and_then(|last| last.and_then(day::after));
        let gift = Gift { account, role, unit, to };
        let may = (self.may)(&gift);
        // Of a unit that is out of reach nothing is told, nor that somebody holds something there.
        if may == Err(MayNot::NotThere) {
            return Verdict::MayNot(MayNot::NotThere);
        }
        self.named.insert(place);
        if let Err(written) = &line.until {
            return Verdict::WrongDay(written.clone());
        }
        if self.held.contains(&place) {
            return Verdict::There;
        }
        if let Err(why) = may {
            return Verdict::MayNot(why);
        }
        match self.seen.entry(place) {
            Slot::Occupied(first) => Verdict::Duplicate(*first.get()),
            Slot::Vacant(slot) => {
                // A row that waits for an answer stands in no other row's way.
                if !is_asked {
                    slot.insert(line.row);
                }
                Verdict::New(gift)
            }
        }
    }

    fn nearest(&mut self, written: &str) -> Option<String> {
        if let Some(known) = self.nearest.get(written) {
            return known.clone();
        }
        if self.nearest.len() >= MOST_NEAREST {
            return None;
        }
        let nearest = self.facts.units.nearest(written);
        self.nearest.insert(written.to_owned(), nearest.clone());
        nearest
    }
}

fn account_of(line: &Line, person: Option<&DirectoryPerson>) -> Result<AccountId, Verdict> {
    match (&line.hsa_id, person) {
        (None, _) => Err(Verdict::NoHsaId),
        (Some(Err(error)), _) => Err(Verdict::WrongHsaId(HsaIdError::message_id(*error))),
        (Some(Ok(_)), None) => Err(Verdict::NotInDirectory),
        (Some(Ok(_)), Some(person)) if person.ended => Err(Verdict::Left),
        (Some(Ok(_)), Some(person)) => person.account.ok_or(Verdict::NoAccount),
    }
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
