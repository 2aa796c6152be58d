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
}

/// How far a grant came: to the rule with this number, which it fails. Another hat is put on with one press, so it is
/// nearer to a yes than a wrong object.
pub(crate) mod reach {
    pub(crate) const NOTHING: u8 = 0;
    pub(crate) const PERIOD: u8 = 2;
    pub(crate) const SERVICE: u8 = 3;
    pub(crate) const UNIT: u8 = 4;
    pub(crate) const OBJECT: u8 = 5;
    pub(crate) const HAT: u8 = 6;
    pub(crate) const ASSURANCE: u8 = 7;
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
        let Search { furthest, knows_unit, .. } = Search::through(viewer, service, target, now);
        if viewer.standing != Standing::Active {
            return Self { rule: Rule::HolderInactive(viewer.standing), nearest: None, knows_unit };
        }
        let Some(row) = furthest else { return Self { rule: Rule::NoGrant, nearest: None, knows_unit } };
        let rule = match rules::fault(row, service, target, now) {
            Some(rule) => rule,
            None if row.kind != viewer.hat => Rule::Hat { needed: row.kind },
            None => Rule::Assurance { needed: service.minimum_assurance().max(row.lowest_assurance) },
        };
        Self { rule, nearest: Some(row.id), knows_unit }
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

// The way through the viewer's grants to the one that came furthest. A denial is often the answer (a page asks what to
// leave out), so each grant is only placed; its rule is put into words once, at the end.
struct Search<'v> {
    furthest: Option<&'v ViewerGrant>,
    reached: u8,
    knows_unit: bool,
}

impl<'v> Search<'v> {
    fn through(viewer: &'v Viewer, service: Service, target: &Target<'_>, now: Instant) -> Self {
        let mut search = Self { furthest: None, reached: reach::NOTHING, knows_unit: false };
        search.at_unit_or_above(viewer, service, target, now);
        search.under_other_hats(viewer, service, target, now);
        // A grant elsewhere comes no further than the rule of the unit; if any came as far already, all is told.
        if search.reached < reach::UNIT {
            search.anywhere(viewer, service, now);
        }
        search
    }

    fn at_unit_or_above(&mut self, viewer: &'v Viewer, service: Service, target: &Target<'_>, now: Instant) {
        let binding = target.restrictions.and(service.bound_by());
        let mut judged = 0;
        for (height, unit) in target.unit_and_ancestors.iter().enumerate() {
            let Some(run) = viewer.index.unit(*unit) else { continue };
            let most = if run.holds(service, 0) { reach::ASSURANCE } else { reach::SERVICE };
            for (grant, row) in viewer.index.hot[run.places()].iter().zip(&viewer.rows[run.places()]) {
                // Whether the viewer knows the unit is never guessed, however many grants must be seen for it.
                let told = self.reached >= most || judged == EXPLAINED;
                if told && (self.knows_unit || !run.covers(height)) {
                    break;
                }
                judged += usize::from(judged < EXPLAINED);
                let covered = (height == 0) | grant.branch;
                self.knows_unit |= covered & grant.period_holds(now);
                let covers_object = if grant.for_object { row.object == target.object } else { binding.is_empty() };
                let comes = match grant.reach_anywhere(service, now) {
                    reach::UNIT if covered && covers_object => reach::ASSURANCE,
                    reach::UNIT if covered => reach::OBJECT,
                    short => short,
                };
                self.advance(comes, row);
            }
        }
    }

    fn under_other_hats(&mut self, viewer: &'v Viewer, service: Service, target: &Target<'_>, now: Instant) {
        for row in &viewer.other_hats {
            let covered = rules::covers_unit(row, target);
            self.knows_unit |= covered & row.period.holds_at(now);
            if covered && rules::fault(row, service, target, now).is_none() {
                self.advance(reach::HAT, row);
            }
        }
    }

    // Grants at the unit and above it that are placed here once more come as far as before, and change nothing.
    fn anywhere(&mut self, viewer: &'v Viewer, service: Service, now: Instant) {
        let grants = viewer.index.hot.iter().take(EXPLAINED).zip((0..EXPLAINED as u32).rev());
        // The furthest, and the first of those that came as far: one number each, so that no branch is guessed.
        let places = grants.map(|(grant, from_end)| u32::from(grant.reach_anywhere(service, now)) << 16 | from_end);
        let best = places.max().unwrap_or(0);
        if let Some(row) = viewer.rows.get(EXPLAINED - 1 - (best & 0xffff) as usize) {
            self.advance((best >> 16) as u8, row);
        }
    }

    #[inline]
    fn advance(&mut self, comes: u8, row: &'v ViewerGrant) {
        if comes > self.reached {
            (self.furthest, self.reached) = (Some(row), comes);
        }
    }
}
