//! What each row of a spreadsheet would do, against what holds now.

use std::collections::{HashMap, HashSet};

use behorig_access::{AccountId, RoleId, UnitId};
use behorig_identity::{HsaId, HsaIdError, folded};
use behorig_registers::directory::DirectoryPerson;
use jiff::civil::Date;

use super::day;
use super::lines::{Asked, Line, Lines};
use super::plan::{Change, Entry, Gift, Held, MayNot, NameQuestion, Place, Plan, Verdict};
use super::units::{NoUnit, Units};

/// What the register and the directory know.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) people: HashMap<HsaId, DirectoryPerson>,
    pub(crate) units: Units,
    /// The permissions of staff, by id.
    pub(crate) roles: Vec<(RoleId, String)>,
    pub(crate) held: Vec<Held>,
}

/// Judges every row. `may_give` and `may_end` say whether whoever imports may: what the file lacks is told as far as they could end it.
pub(crate) fn judge(
    lines: &Lines,
    facts: &Facts,
    today: Date,
    may_give: impl Fn(&Gift) -> Result<(), MayNot>,
    may_end: impl Fn(&Held) -> Result<(), MayNot>,
) -> Plan {
    let mut held: HashMap<Place, Vec<&Held>> = HashMap::new();
    for one in &facts.held {
        held.entry((one.account, one.role, one.unit)).or_default().push(one);
    }
    let (seen, named, spoken_of) = (HashMap::new(), HashSet::new(), HashSet::new());
    let mut judge = Judge { facts, today, may_give, may_end, held, seen, named, spoken_of, nearest: HashMap::new() };
    let asked = lines.lines.iter().flat_map(|line| line.asked.iter().map(move |asked| (line, asked)));
    let entries: Vec<Entry> = asked.map(|(line, asked)| judge.entry(line, asked)).collect();
    let Judge { named, spoken_of, may_end, .. } = judge;
    let roles: HashSet<RoleId> = spoken_of.iter().map(|(role, _)| *role).collect();
    let units: HashSet<UnitId> = spoken_of.iter().map(|(_, unit)| *unit).collect();
    let lacks = |held: &&Held| {
        roles.contains(&held.role)
            && units.contains(&held.unit)
            && !named.contains(&(held.account, held.role, held.unit))
            && may_end(held).is_ok()
    };
    let lacking = facts.held.iter().filter(lacks).cloned().collect();
    Plan { entries, lacking, idle: lines.idle, formulas: lines.formulas }
}

struct Judge<'f, G, E> {
    facts: &'f Facts,
    today: Date,
    may_give: G,
    may_end: E,
    held: HashMap<Place, Vec<&'f Held>>,
    /// Each permission that a row is about, by the row that was first, with the last day that it says.
    seen: HashMap<Place, (usize, Option<Date>)>,
    /// Everything that the file says holds, whether or not it is new.
    named: HashSet<Place>,
    /// The permissions and units that the file says anything of, were it that they are over.
    spoken_of: HashSet<(RoleId, UnitId)>,
    nearest: HashMap<String, Option<String>>,
}

/// For so many names that are no unit's the nearest is looked for.
const MOST_NEAREST: usize = 100;

impl<G, E> Judge<'_, G, E>
where
    G: Fn(&Gift) -> Result<(), MayNot>,
    E: Fn(&Held) -> Result<(), MayNot>,
{
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
        let question = person.filter(|person| !person.is_called(&line.name));
        let question = question.map(|person| NameQuestion { known: (!person.protected).then(|| person.full_name()) });
        let verdict = self.verdict(line, asked, role.map(|(id, _)| id), person, question.is_some());
        // Only what would be done is asked about.
        let question = question.filter(|_| matches!(verdict, Verdict::New(_) | Verdict::Differs(_)));
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
        let gift = self.gift(line, (account, role, unit));
        let may = (self.may_give)(&gift);
        // Of a unit that is out of reach nothing is told, nor that somebody holds something there.
        let is_within = may != Err(MayNot::NotThere);
        if is_within {
            self.spoken_of.insert((role, unit));
        }
        if let Some(last) = gift.until.filter(|last| *last < self.today) {
            return Verdict::Over(last);
        }
        if !is_within {
            return Verdict::MayNot(MayNot::NotThere);
        }
        self.named.insert(gift.place());
        match &line.until {
            Err(written) => Verdict::WrongDay(written.clone()),
            Ok(_) => self.beside(gift, may, line.row, is_asked),
        }
    }

    /// What a row says that somebody has, as far as its last day is one.
    fn gift(&self, line: &Line, (account, role, unit): Place) -> Gift {
        let branch = self.facts.units.get(unit).is_some_and(|unit| unit.kind.has_units_below());
        // The last day that there is, as some programs write for ever, has no day after it.
        let until = line.until.as_ref().ok().copied().flatten().filter(|last| day::after(*last).is_some());
        Gift { account, role, unit, branch, until }
    }

    /// What a permission would do, beside what earlier rows say and what holds.
    fn beside(&mut self, gift: Gift, may: Result<(), MayNot>, row: usize, is_asked: bool) -> Verdict {
        match self.seen.get(&gift.place()) {
            Some((first, until)) if *until == gift.until => return Verdict::Duplicate(*first),
            Some((first, _)) => return Verdict::Contradicts(*first),
            None => {}
        }
        let verdict = match self.held.get(&gift.place()) {
            Some(held) if held.iter().any(|held| held.is_as(&gift, self.today)) => Verdict::There,
            Some(held) => Verdict::Differs(self.change(held, gift, may)),
            None => match may {
                Err(why) => return Verdict::MayNot(why),
                Ok(()) => Verdict::New(gift),
            },
        };
        // A row that waits for an answer stands in no other row's way.
        if !is_asked {
            self.seen.insert(gift.place(), (row, gift.until));
        }
        verdict
    }

    fn change(&self, held: &[&Held], gift: Gift, may: Result<(), MayNot>) -> Change {
        let may = held.iter().fold(may, |may, held| may.and_then(|()| (self.may_end)(held)));
        let end_alone = matches!(held, [one] if one.differs_in_end_alone(&gift, self.today));
        Change { held: held.iter().copied().cloned().collect(), gift, end_alone, may }
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
