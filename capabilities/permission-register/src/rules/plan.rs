//! What a spreadsheet would do: what each of its rows comes to, and what is done of it when it is carried out.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use behorig_access::{AccountId, GivingRefused, GrantId, Instant, RoleId, UnitId};
use behorig_identity::HsaId;
use jiff::civil::Date;

use super::day;
use super::units::NoUnit;

/// A grant that holds now or is to come, at a unit of the spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Held {
    pub(crate) id: GrantId,
    pub(crate) account: AccountId,
    pub(crate) role: RoleId,
    pub(crate) unit: UnitId,
    /// Whether it covers the units below as well.
    pub(crate) branch: bool,
    /// Its first day.
    pub(crate) begins: Date,
    /// Its last day; none: until further notice.
    pub(crate) until: Option<Date>,
    pub(crate) version: i64,
}

impl Held {
    /// Whether it is what a spreadsheet says: it holds today, to the same day, and reaches as far.
    pub(super) fn is_as(&self, gift: &Gift, today: Date) -> bool {
        self.until == gift.until && self.differs_in_end_alone(gift, today)
    }

    /// Whether nothing but the last day can be another than what a spreadsheet says.
    pub(super) fn differs_in_end_alone(&self, gift: &Gift, today: Date) -> bool {
        self.begins <= today && (self.branch || !gift.branch)
    }
}

/// Who holds what where.
pub(super) type Place = (AccountId, RoleId, UnitId);

/// A grant that would be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Gift {
    pub(crate) account: AccountId,
    pub(crate) role: RoleId,
    pub(crate) unit: UnitId,
    /// Whether it covers the units below as well, as one that is ordered for such a unit does.
    pub(crate) branch: bool,
    /// The last day; none: until further notice.
    pub(crate) until: Option<Date>,
}

impl Gift {
    /// The moment when it ends.
    pub(crate) fn to(&self) -> Option<Instant> {
        self.until.and_then(day::after)
    }

    pub(super) const fn place(&self) -> Place {
        (self.account, self.role, self.unit)
    }
}

/// Something is there, and otherwise than the file says: it stays as it is, unless somebody decides that it is to be as in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    /// What is there, today or to come.
    pub(crate) held: Vec<Held>,
    /// What the file says.
    pub(crate) gift: Gift,
    /// It is one grant, and only its last day is another.
    pub(crate) end_alone: bool,
    /// Whether whoever imports may change it.
    pub(crate) may: Result<(), MayNot>,
}

impl Change {
    /// What it is ticked by.
    pub(crate) fn key(&self) -> Option<GrantId> {
        self.held.first().map(|held| held.id)
    }
}

/// Which differences are to be as in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// All that can be.
    All,
    /// Those with these keys.
    These(HashSet<GrantId>),
}

impl Chosen {
    fn has(&self, change: &Change) -> bool {
        match self {
            Self::All => change.may.is_ok(),
            Self::These(keys) => change.key().is_some_and(|key| keys.contains(&key)),
        }
    }
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
            GivingRefused::NotOnList | GivingRefused::Misfit(_) | GivingRefused::OnlyBy(_) => Self::NotListed,
        }
    }
}

/// What a row would do about one permission.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// It would be given.
    New(Gift),
    /// It is there already, as the file says.
    There,
    /// It is there, and otherwise than the file says.
    Differs(Change),
    /// The same stands in an earlier row, which counts.
    Duplicate(usize),
    /// An earlier row says another last day of the same.
    Contradicts(usize),
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
        !matches!(self, Self::New(_) | Self::There | Self::Differs(_) | Self::Duplicate(_) | Self::Over(_))
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
                && seen.insert(gift.place())
            {
                gifts.push(*gift);
            }
        }
        gifts
    }

    /// What is there otherwise than the file says, with the row that says so.
    pub(crate) fn differences(&self) -> impl Iterator<Item = (&Entry, &Change)> {
        self.entries.iter().filter_map(|entry| match &entry.verdict {
            Verdict::Differs(change) => Some((entry, change)),
            _ => None,
        })
    }

    /// What is changed when it is carried out. Nothing twice, and of all only those whose name is no question or was answered.
    ///
    /// # Errors
    /// A row that was chosen for itself, whose question was not answered.
    pub(crate) fn changes(&self, chosen: &Chosen, confirmed: &HashSet<usize>) -> Result<Vec<&Change>, usize> {
        let mut seen: HashSet<Place> = HashSet::new();
        let mut changes = Vec::new();
        for (entry, change) in self.differences().filter(|(_, change)| chosen.has(change)) {
            let is_answered = entry.question.is_none() || confirmed.contains(&entry.row);
            match chosen {
                Chosen::These(_) if !is_answered => return Err(entry.row),
                _ if is_answered && seen.insert(change.gift.place()) => changes.push(change),
                _ => {}
            }
        }
        Ok(changes)
    }
}
