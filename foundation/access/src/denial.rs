//! Why the answer is no, in terms that a person can act on.

use crate::{Assurance, GrantId, Hat, Instant, Restrictions, Service, Standing, Target, Viewer, ViewerGrant, rules};

/// Why a period does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFault {
    /// It has not begun.
    NotYet {
        /// When it begins.
        from: Instant,
    },
    /// It is over.
    Ended {
        /// When it ended.
        at: Instant,
    },
}

/// Why a grant does not cover the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectFault {
    /// The grant is for every object, but these restrictions of the object bind the service.
    Restricted(Restrictions),
    /// The grant is for another object, or the question is not about one object.
    Other,
}

/// The rule that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// Rule 1: the holder is not active.
    #[error("the holder is {}", .0.key())]
    HolderInactive(Standing),
    /// No grant to judge: the holder has none, or none under this hat.
    #[error("the holder has no grant")]
    NoGrant,
    /// Rule 2: the grant does not hold now.
    #[error("the grant {}", match .0 { PeriodFault::NotYet { .. } => "has not begun", PeriodFault::Ended { .. } => "has ended" })]
    Period(PeriodFault),
    /// Rule 3: the role does not hold the service.
    #[error("the role does not hold the service")]
    Service,
    /// Rule 4: the grant is for another unit.
    #[error("the grant is for another unit")]
    Unit,
    /// Rule 5: the grant does not cover the object.
    #[error("the grant {}", match .0 { ObjectFault::Restricted(_) => "does not cover a restricted object", ObjectFault::Other => "is for another object" })]
    Object(ObjectFault),
    /// Rule 3 again: the grant would permit, were its hat on.
    #[error("the grant counts under another hat: {}", .needed.key())]
    Hat {
        /// The hat to put on.
        needed: Hat,
    },
    /// Rule 6: the session's level of assurance is too low.
    #[error("the session's level of assurance is too low: {} is needed", .needed.key())]
    Assurance {
        /// The level that is needed.
        needed: Assurance,
    },
}

impl Rule {
    /// The number of the rule in the order of the crate's six; 0 when there was no grant to judge.
    pub const fn number(&self) -> u8 {
        match self {
            Self::NoGrant => 0,
            Self::HolderInactive(_) => 1,
            Self::Period(_) => 2,
            Self::Service | Self::Hat { .. } => 3,
            Self::Unit => 4,
            Self::Object(_) => 5,
            Self::Assurance { .. } => 6,
        }
    }

    /// The stable text key, on which the texts of the page *Varför?* hang.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::HolderInactive(Standing::Active | Standing::Blocked) => "holder-blocked",
            Self::HolderInactive(Standing::Locked) => "holder-locked",
            Self::HolderInactive(Standing::Pending) => "holder-pending",
            Self::HolderInactive(Standing::Ended) => "holder-ended",
            Self::NoGrant => "no-grant",
            Self::Period(PeriodFault::NotYet { .. }) => "period-not-yet",
            Self::Period(PeriodFault::Ended { .. }) => "period-ended",
            Self::Service => "service",
            Self::Unit => "unit",
            Self::Object(ObjectFault::Restricted(_)) => "object-restricted",
            Self::Object(ObjectFault::Other) => "object-other",
            Self::Hat { .. } => "hat",
            Self::Assurance { .. } => "assurance",
        }
    }

    // How far a grant came. Another hat is put on with one press, so it is nearer to a yes than a wrong object.
    const fn reach(&self) -> u8 {
        match self {
            Self::Hat { .. } => 6,
            Self::Assurance { .. } => 7,
            rule => rule.number(),
        }
    }
}

/// What would help, and who can do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Put on this hat.
    SwitchHat(Hat),
    /// Sign in again, at this level.
    SignIn(Assurance),
    /// Wait until then.
    Wait(Instant),
    /// Ask someone who may use this service at the unit.
    Ask(Service),
}

/// A no, with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("denied: {rule}")]
pub struct Denial {
    /// The first rule that failed, for the grant that came furthest.
    pub rule: Rule,
    /// The grant that came furthest, if there was one.
    pub nearest: Option<GrantId>,
    /// Whether the viewer holds any grant at the unit now. If so they are told the reason (403); to anyone else the
    /// thing does not exist (404).
    pub knows_unit: bool,
}

// Enough for anyone's real grants; a bound for those who hold thousands.
const EXPLAINED: usize = 64;

impl Denial {
    pub(crate) fn explain(viewer: &Viewer, service: Service, target: &Target<'_>, now: Instant) -> Self {
        let knows_unit = knows_unit(viewer, target, now);
        if viewer.standing != Standing::Active {
            return Self { rule: Rule::HolderInactive(viewer.standing), nearest: None, knows_unit };
        }
        let mut furthest = Self { rule: Rule::NoGrant, nearest: None, knows_unit };
        let needed = service.minimum_assurance();
        for row in at_unit_or_above(viewer, target).take(EXPLAINED) {
            let assurance = Rule::Assurance { needed: needed.max(row.lowest_assurance) };
            furthest.advance(row, rules::fault(row, service, target, now).unwrap_or(assurance));
        }
        for row in viewer.other_hats.iter().take(EXPLAINED) {
            if rules::fault(row, service, target, now).is_none() {
                furthest.advance(row, Rule::Hat { needed: row.kind });
            }
        }
        // A grant elsewhere comes no further than the rule of the unit.
        if furthest.rule.reach() < Rule::Unit.reach() {
            for row in viewer.rows.iter().filter(|row| !target.unit_and_ancestors.contains(&row.unit)).take(EXPLAINED) {
                if let Some(rule) = rules::fault(row, service, target, now) {
                    furthest.advance(row, rule);
                }
            }
        }
        furthest
    }

    fn advance(&mut self, row: &ViewerGrant, rule: Rule) {
        if rule.reach() > self.rule.reach() {
            (self.rule, self.nearest) = (rule, Some(row.id));
        }
    }

    /// What would help, and who can do it, for a viewer with this hat on.
    pub const fn remedy(&self, hat: Hat) -> Remedy {
        match self.rule {
            Rule::HolderInactive(Standing::Locked) => Remedy::Ask(Service::ReactivateAccounts),
            Rule::HolderInactive(_) => Remedy::Ask(Service::EditAccounts),
            Rule::Hat { needed } => Remedy::SwitchHat(needed),
            Rule::Assurance { needed } => Remedy::SignIn(needed),
            Rule::Period(PeriodFault::NotYet { from }) => Remedy::Wait(from),
            Rule::Object(_) if matches!(hat, Hat::Resident) => Remedy::Ask(Service::HandOutCaseTypes),
            _ if matches!(hat, Hat::Resident) => Remedy::Ask(Service::ApproveResidents),
            _ => Remedy::Ask(Service::AdministerGrants),
        }
    }
}

fn at_unit_or_above<'v>(viewer: &'v Viewer, target: &Target<'v>) -> impl Iterator<Item = &'v ViewerGrant> {
    target
        .unit_and_ancestors
        .iter()
        .flat_map(|unit| viewer.index.unit(&viewer.rows, *unit).iter().take_while(|row| row.unit == *unit))
}

fn knows_unit(viewer: &Viewer, target: &Target<'_>, now: Instant) -> bool {
    let holds = |row: &ViewerGrant| row.period.holds_at(now) && rules::covers_unit(row, target);
    at_unit_or_above(viewer, target).any(holds) || viewer.other_hats.iter().any(holds)
}
