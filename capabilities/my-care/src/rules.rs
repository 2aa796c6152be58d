//! Whether a resident may begin a case now, and if not, why.

use std::ops::Range;

use behorig_access::{Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer, decide};
use behorig_case_types::CaseType;
use behorig_clinics::ClinicStatus;

/// Whether a resident may begin a case of a type now. Everything but [`Door::Open`] is said in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// They may.
    Open,
    /// The clinic has not let them in, or no longer.
    NotLetIn,
    /// The type is not offered now.
    TypeShut,
    /// The clinic takes no new cases now.
    ClinicShut,
}

impl Door {
    /// Where the resident stands. That they are not let in counts before all else: what goes on behind is none of their business.
    pub(crate) fn of(status: ClinicStatus, case_type: &CaseType, is_permitted: bool) -> Self {
        if !is_permitted {
            Self::NotLetIn
        } else if !status.takes_new_cases() {
            Self::ClinicShut
        } else if !case_type.is_open() {
            Self::TypeShut
        } else {
            Self::Open
        }
    }
}

/// A case type as the target of a decision.
pub(crate) fn target<'a>(chain: &'a [UnitId], case_type: &CaseType) -> Target<'a> {
    let object = ObjectRef { kind: ObjectKind::CaseType, id: case_type.id.as_object() };
    let restrictions = if case_type.restricted { Restrictions::RESTRICTED_CASE_TYPE } else { Restrictions::NONE };
    Target::at(chain).object(object).restricted(restrictions)
}

/// Whether the person may use the case type at the clinic whose chain this is.
pub(crate) fn may_use(rights: &Viewer, chain: &[UnitId], case_type: &CaseType, now: Instant) -> bool {
    decide(rights, Service::UseCaseType, &target(chain, case_type), now).is_permit()
}

/// How a person is let in at a clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LetIn {
    /// The clinic.
    pub unit: UnitId,
    /// Until when as an approved resident: not at all, until a moment, or until further notice.
    pub approved: Option<Option<Instant>>,
    /// How many case types are handed out.
    pub handed_out: usize,
    /// Whether the approval holds for every clinic below the unit as well.
    pub branch: bool,
}

/// How a person is let in at the clinic whose chain this is: by what they hold there, and by approvals of the branch above it.
pub(crate) fn let_in_at(rights: &Viewer, chain: &[UnitId], now: Instant) -> Option<LetIn> {
    let unit = *chain.first()?;
    let reaches = |at: &LetIn| at.unit == unit || (at.branch && chain.contains(&at.unit));
    let mut all = let_in(rights, now).into_iter().filter(reaches);
    let first = all.next()?;
    Some(all.fold(first.at(unit), |sum, one| sum.and(one.at(unit))))
}

impl LetIn {
    /// The same at a clinic of the branch: what is handed out above it is handed out there alone.
    pub(crate) fn at(self, unit: UnitId) -> Self {
        let handed_out = if self.unit == unit { self.handed_out } else { 0 };
        Self { unit, handed_out, ..self }
    }

    /// Both at once, at the same clinic.
    pub(crate) fn and(self, other: Self) -> Self {
        let approved = match (self.approved, other.approved) {
            (approved, None) | (None, approved) => approved,
            (before, Some(to)) => Some(longest(before, to)),
        };
        let (handed_out, branch) = (self.handed_out + other.handed_out, self.branch || other.branch);
        Self { approved, handed_out, branch, ..self }
    }
}

/// The clinics where the person holds something now, each once, in the order of their ids.
pub(crate) fn let_in(rights: &Viewer, now: Instant) -> Vec<LetIn> {
    let mut found: Vec<LetIn> = Vec::new();
    let live = rights.grants().iter().filter(|grant| grant.period.holds_at(now));
    for grant in live.filter(|grant| grant.services.contains(Service::UseCaseType)) {
        let at = match found.iter_mut().find(|clinic| clinic.unit == grant.unit) {
            Some(at) => at,
            None => {
                found.push(LetIn { unit: grant.unit, approved: None, handed_out: 0, branch: false });
                match found.last_mut() {
                    Some(at) => at,
                    None => continue,
                }
            }
        };
        match grant.object {
            Some(object) if object.kind == ObjectKind::CaseType => at.handed_out += 1,
            Some(_) => {}
            None => {
                at.approved = Some(longest(at.approved, grant.period.to));
                at.branch |= grant.branch;
            }
        }
    }
    found
}

/// Of two ends the later one; none, until further notice, outlives every moment.
fn longest(before: Option<Option<Instant>>, to: Option<Instant>) -> Option<Instant> {
    match (before, to) {
        (None, to) => to,
        (Some(None), _) | (Some(_), None) => None,
        (Some(Some(before)), Some(to)) => Some(before.max(to)),
    }
}

/// The most questions that stand on one page, and so many are on each where there are more.
const ON_ONE_PAGE: usize = 8;
const ON_A_STEP: usize = 6;

/// The steps of a form with so many questions: one for a short form, and else as few as can be, of about the same length.
pub(crate) fn steps(questions: usize) -> Vec<Range<usize>> {
    let steps = if questions <= ON_ONE_PAGE { 1 } else { questions.div_ceil(ON_A_STEP) };
    (0..steps).map(|step| step * questions / steps..(step + 1) * questions / steps).collect()
}

/// What is about somebody, as an address and a form name it.
pub(crate) fn about(child: Option<PersonId>, path: &str) -> String {
    match child {
        None => path.to_owned(),
        Some(child) => {
            let joint = if path.contains('?') { '&' } else { '?' };
            format!("{path}{joint}{CHILD}={child}")
        }
    }
}

/// The name by which an address says for which child.
pub(crate) const CHILD: &str = "barn";

#[cfg(test)]
mod tests {
    use behorig_access::{
        Assurance, CaseTypeId, GrantId, Hat, Holder, Period, RoleId, ServiceSet, Standing, ViewerGrant,
    };
    use proptest::prelude::*;

    use super::*;

    const UNIT: UnitId = UnitId::from_bytes([1; 16]);
    const ELSEWHERE: UnitId = UnitId::from_bytes([2; 16]);

    fn case_type(n: u8, restricted: bool) -> CaseType {
        CaseType {
            id: CaseTypeId::from_bytes([n; 16]),
            unit: UNIT,
            ready: None,
            name: "Fråga om mat".to_owned(),
            active: true,
            restricted,
            reply_days: None,
            published: Some(1),
            has_draft: false,
            ended_at: None,
            version: 1,
        }
    }

    fn grant(n: u8, unit: UnitId, object: Option<u8>, to: Option<i64>) -> ViewerGrant {
        let object =
            object.map(|id| ObjectRef { kind: ObjectKind::CaseType, id: CaseTypeId::from_bytes([id; 16]).as_object() });
        ViewerGrant {
            id: GrantId::from_bytes([n; 16]),
            unit,
            branch: false,
            object,
            period: Period { from: Instant(0), to: to.map(Instant) },
            role: RoleId::from_bytes([9; 16]),
            kind: Hat::Resident,
            services: ServiceSet::of(&[Service::UseCaseType]),
            lowest_assurance: Assurance::High,
        }
    }

    fn resident(grants: Vec<ViewerGrant>) -> Viewer {
        let holder = Holder::Person(PersonId::from_bytes([3; 16]));
        Viewer::new(holder, Standing::Active, Hat::Resident, Assurance::High, grants)
    }

    #[test]
    fn an_approval_opens_every_type_but_the_restricted_ones_and_a_handed_out_type_just_itself() {
        let approved = resident(vec![grant(1, UNIT, None, None)]);
        let handed_out = resident(vec![grant(1, UNIT, Some(7), None)]);
        let may = |rights: &Viewer, case_type: &CaseType| may_use(rights, &[UNIT], case_type, Instant(5));
        assert!(may(&approved, &case_type(6, false)) && !may(&approved, &case_type(7, true)));
        assert!(may(&handed_out, &case_type(7, true)) && !may(&handed_out, &case_type(6, false)));
        assert!(!may(&handed_out, &case_type(8, true)));
    }

    #[test]
    fn a_restricted_type_is_shut_the_moment_after_it_ended() {
        let rights = resident(vec![grant(1, UNIT, Some(7), Some(60_000))]);
        assert!(may_use(&rights, &[UNIT], &case_type(7, true), Instant(59_999)));
        assert!(!may_use(&rights, &[UNIT], &case_type(7, true), Instant(60_000)));
        assert!(let_in(&rights, Instant(60_000)).is_empty());
    }

    #[test]
    fn an_approval_of_a_branch_lets_in_at_each_clinic_below_it_and_what_is_handed_out_above_does_not() {
        let above = ViewerGrant { branch: true, ..grant(1, ELSEWHERE, None, Some(90)) };
        let rights = resident(vec![above, grant(2, ELSEWHERE, Some(7), None)]);
        let found = let_in_at(&rights, &[UNIT, ELSEWHERE], Instant(5)).unwrap();
        assert_eq!((found.unit, found.approved, found.handed_out), (UNIT, Some(Some(Instant(90))), 0));
        assert!(let_in_at(&rights, &[UNIT], Instant(5)).is_none());
        // With an approval of its own the longer of the two counts.
        let above = ViewerGrant { branch: true, ..grant(1, ELSEWHERE, None, Some(90)) };
        let both = resident(vec![above, grant(2, UNIT, Some(7), None), grant(3, UNIT, None, Some(60))]);
        let found = let_in_at(&both, &[UNIT, ELSEWHERE], Instant(5)).unwrap();
        assert_eq!((found.approved, found.handed_out), (Some(Some(Instant(90))), 1));
        let narrow = resident(vec![grant(1, ELSEWHERE, None, None)]);
        assert!(let_in_at(&narrow, &[UNIT, ELSEWHERE], Instant(5)).is_none());
    }

    #[test]
    fn the_door_says_nothing_of_a_clinic_to_who_is_not_let_in() {
        let shut = CaseType { active: false, ..case_type(6, false) };
        assert_eq!(Door::of(ClinicStatus::ClosedForNew, &shut, false), Door::NotLetIn);
        assert_eq!(Door::of(ClinicStatus::ClosedForNew, &shut, true), Door::ClinicShut);
        assert_eq!(Door::of(ClinicStatus::Open, &shut, true), Door::TypeShut);
        assert_eq!(Door::of(ClinicStatus::Open, &case_type(6, false), true), Door::Open);
    }

    #[test]
    fn an_address_says_for_which_child() {
        let child = PersonId::from_bytes([0; 16]);
        assert_eq!(about(None, "/mina-arenden"), "/mina-arenden");
        assert_eq!(about(Some(child), "/a?efter=1"), format!("/a?efter=1&barn={child}"));
    }

    proptest! {
        #[test]
        fn every_question_stands_on_one_step_in_its_order_and_no_step_is_long(questions in 1..60_usize) {
            let steps = steps(questions);
            let all: Vec<usize> = steps.iter().cloned().flatten().collect();
            prop_assert_eq!(all, (0..questions).collect::<Vec<_>>());
            prop_assert!(steps.iter().all(|step| !step.is_empty() && step.len() <= ON_ONE_PAGE));
        }

        #[test]
        fn each_clinic_stands_once_and_for_as_long_as_the_longest_approval(
            ends in prop::collection::vec((any::<bool>(), prop::option::of(0..100_i64), prop::option::of(0..3_u8)), 0..12),
        ) {
            let now = Instant(50);
            let grants: Vec<ViewerGrant> = ends.iter().zip(1..).map(|((here, to, object), n)| {
                grant(n, if *here { UNIT } else { ELSEWHERE }, *object, *to)
            }).collect();
            let live: Vec<&ViewerGrant> = grants.iter().filter(|grant| grant.period.holds_at(now)).collect();
            let found = let_in(&resident(grants.clone()), now);
            for unit in [UNIT, ELSEWHERE] {
                let here: Vec<_> = live.iter().filter(|grant| grant.unit == unit).collect();
                let of_unit: Vec<_> = found.iter().filter(|clinic| clinic.unit == unit).collect();
                prop_assert_eq!(of_unit.len(), usize::from(!here.is_empty()));
                let Some(clinic) = of_unit.first() else { continue };
                let approvals: Vec<_> = here.iter().filter(|grant| grant.object.is_none()).map(|grant| grant.period.to).collect();
                let longest = approvals.iter().copied().max_by_key(|to| (to.is_none(), *to));
                prop_assert_eq!(clinic.approved, longest);
                prop_assert_eq!(clinic.handed_out, here.len() - approvals.len());
            }
        }
    }
}
