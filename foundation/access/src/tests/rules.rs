use super::worlds::{NOW, account, grant, object, row, staff, unit};
use crate::*;

const CLINIC: u8 = 3;
const CHAIN: [u8; 3] = [CLINIC, 2, 1];

fn asked(viewer: &Viewer, service: Service) -> Decision {
    decide(viewer, service, &Target::at(&CHAIN.map(unit)), NOW)
}

fn denied(viewer: &Viewer, service: Service, target: &Target<'_>) -> Denial {
    match decide(viewer, service, target, NOW) {
        Decision::Deny(denial) => denial,
        Decision::Permit { grant } => panic!("permitted by {grant}"),
    }
}

#[test]
fn nobody_may_anything_without_a_grant_and_is_not_told_that_the_thing_exists() {
    let denial = denied(&staff(vec![]), Service::ViewAccounts, &Target::at(&CHAIN.map(unit)));
    assert_eq!(denial, Denial { rule: Rule::NoGrant, nearest: None, knows_unit: false });
    assert_eq!(denial.remedy(Hat::Staff), Remedy::Ask(Service::AdministerGrants));
    assert_eq!(denial.remedy(Hat::Resident), Remedy::Ask(Service::ApproveResidents));
}

#[test]
fn a_grant_at_the_unit_permits_and_is_named() {
    let viewer = staff(vec![row(1, CLINIC, &[Service::ViewAccounts])]);
    assert_eq!(asked(&viewer, Service::ViewAccounts), Decision::Permit { grant: grant(1) });
    assert_eq!(asked(&viewer, Service::ViewAccounts).into_result(), Ok(grant(1)));
}

#[test]
fn the_nearest_grant_is_the_one_named() {
    let above = ViewerGrant { branch: true, ..row(1, 1, &[Service::ViewAccounts]) };
    let viewer = staff(vec![above, row(9, CLINIC, &[Service::ViewAccounts])]);
    assert_eq!(asked(&viewer, Service::ViewAccounts).grant(), Some(grant(9)));
}

#[test]
fn every_standing_but_active_denies_and_says_which() {
    for standing in [Standing::Blocked, Standing::Locked, Standing::Pending, Standing::Ended] {
        let grants = vec![row(1, CLINIC, &[Service::ViewAccounts])];
        let viewer = Viewer::new(account(1), standing, Hat::Staff, Assurance::High, grants);
        let denial = denied(&viewer, Service::ViewAccounts, &Target::at(&CHAIN.map(unit)));
        assert_eq!(denial.rule, Rule::HolderInactive(standing));
        let helps = if standing == Standing::Locked { Service::ReactivateAccounts } else { Service::EditAccounts };
        assert_eq!(denial.remedy(Hat::Staff), Remedy::Ask(helps));
        assert!(what_may(&viewer, &Target::at(&CHAIN.map(unit)), NOW).is_empty());
        assert!(scope_of(&viewer, Service::ViewAccounts, NOW).is_empty());
    }
}

#[test]
fn a_grant_before_its_time_says_when_to_come_back_and_one_that_is_over_says_when_it_ended() {
    let in_period = |period| staff(vec![ViewerGrant { period, ..row(1, CLINIC, &[Service::ViewAccounts]) }]);
    let chain = CHAIN.map(unit);
    let early = denied(
        &in_period(Period::until_further_notice(NOW.plus_millis(1))),
        Service::ViewAccounts,
        &Target::at(&chain),
    );
    assert_eq!(early.rule, Rule::Period(PeriodFault::NotYet { from: NOW.plus_millis(1) }));
    assert_eq!(early.remedy(Hat::Staff), Remedy::Wait(NOW.plus_millis(1)));
    let late = denied(&in_period(Period::between(Instant(0), NOW)), Service::ViewAccounts, &Target::at(&chain));
    assert_eq!(late.rule, Rule::Period(PeriodFault::Ended { at: NOW }));
    assert!(!early.knows_unit && !late.knows_unit, "a grant that does not hold is no grant at the unit");
    let last_moment = in_period(Period::between(NOW, NOW.plus_millis(1)));
    assert!(asked(&last_moment, Service::ViewAccounts).is_permit());
}

#[test]
fn another_grant_at_the_unit_gives_the_reason_and_not_a_missing_page() {
    let viewer = staff(vec![row(1, CLINIC, &[Service::InternalMail])]);
    let denial = denied(&viewer, Service::ViewAccounts, &Target::at(&CHAIN.map(unit)));
    assert_eq!(denial, Denial { rule: Rule::Service, nearest: Some(grant(1)), knows_unit: true });
}

#[test]
fn a_grant_above_counts_only_when_it_covers_the_branch_and_one_below_never() {
    let services = [Service::ViewAccounts];
    let narrow = staff(vec![row(1, 2, &services)]);
    let denial = denied(&narrow, Service::ViewAccounts, &Target::at(&CHAIN.map(unit)));
    assert_eq!(denial, Denial { rule: Rule::Unit, nearest: Some(grant(1)), knows_unit: false });
    let wide = staff(vec![ViewerGrant { branch: true, ..row(1, 2, &services) }]);
    assert!(asked(&wide, Service::ViewAccounts).is_permit());
    let below = staff(vec![ViewerGrant { branch: true, ..row(1, CLINIC, &services) }]);
    assert!(!decide(&below, Service::ViewAccounts, &Target::at(&[unit(2), unit(1)]), NOW).is_permit());
    assert!(!decide(&wide, Service::ViewAccounts, &Target::at(&[]), NOW).is_permit(), "nowhere is nobody's");
}

#[test]
fn a_relative_sees_the_granted_customer_and_no_other() {
    let customer = object(ObjectKind::Customer, 1);
    let grants = vec![ViewerGrant {
        kind: RoleKind::Relative,
        object: Some(customer),
        services: BuiltIn::Relative.services(),
        ..row(1, CLINIC, &[])
    }];
    let viewer = Viewer::new(account(1), Standing::Active, Hat::Relative, Assurance::Password, grants);
    let chain = CHAIN.map(unit);
    let schedule = Service::AssignmentScheduleWeb;
    // Protected identity does not bind a grant for just that customer.
    let own = Target::at(&chain).object(customer).restricted(Restrictions::PROTECTED_IDENTITY);
    assert!(decide(&viewer, schedule, &own, NOW).is_permit());
    for other in [object(ObjectKind::Customer, 2), object(ObjectKind::Person, 1)] {
        let denial = denied(&viewer, schedule, &Target::at(&chain).object(other));
        assert_eq!(denial.rule, Rule::Object(ObjectFault::Other));
    }
    assert_eq!(denied(&viewer, schedule, &Target::at(&chain)).rule, Rule::Object(ObjectFault::Other));
}

#[test]
fn an_approved_resident_uses_every_case_type_but_the_restricted_which_must_be_handed_out() {
    let approved =
        ViewerGrant { kind: RoleKind::Resident, services: BuiltIn::ApprovedResident.services(), ..row(1, CLINIC, &[]) };
    let renew = object(ObjectKind::CaseType, 1);
    let handed_out =
        ViewerGrant { id: grant(2), object: Some(renew), services: BuiltIn::HandedOutCaseType.services(), ..approved };
    let resident = |grants| {
        Viewer::new(
            Holder::Person(PersonId::from_bytes([1; 16])),
            Standing::Active,
            Hat::Resident,
            Assurance::High,
            grants,
        )
    };
    let chain = CHAIN.map(unit);
    let open = Target::at(&chain).object(renew);
    let restricted = open.restricted(Restrictions::RESTRICTED_CASE_TYPE);
    assert!(decide(&resident(vec![approved]), Service::UseCaseType, &open, NOW).is_permit());
    let denial = denied(&resident(vec![approved]), Service::UseCaseType, &restricted);
    assert_eq!(denial.rule, Rule::Object(ObjectFault::Restricted(Restrictions::RESTRICTED_CASE_TYPE)));
    assert_eq!(denial.remedy(Hat::Resident), Remedy::Ask(Service::HandOutCaseTypes));
    let both = resident(vec![approved, handed_out]);
    assert_eq!(decide(&both, Service::UseCaseType, &restricted, NOW).grant(), Some(grant(2)));
    assert!(!decide(&resident(vec![handed_out]), Service::CommunicateWithClinic, &Target::at(&chain), NOW).is_permit());
}

#[test]
fn staff_administer_a_restricted_case_type_without_having_it_handed_out() {
    let viewer = staff(vec![row(1, CLINIC, &[Service::HandOutCaseTypes, Service::ViewResidents])]);
    let chain = CHAIN.map(unit);
    let type_of_case = Target::at(&chain).object(object(ObjectKind::CaseType, 1));
    let restricted = type_of_case.restricted(Restrictions::RESTRICTED_CASE_TYPE);
    assert!(decide(&viewer, Service::HandOutCaseTypes, &restricted, NOW).is_permit());
}

#[test]
fn a_protected_person_is_shown_by_a_grant_for_just_them_or_by_the_service_for_it() {
    let chain = CHAIN.map(unit);
    let person = object(ObjectKind::Person, 1);
    let protected = Target::at(&chain).object(person).restricted(Restrictions::PROTECTED_IDENTITY);
    let ordinary = row(1, CLINIC, &[Service::ViewResidents]);
    let denial = denied(&staff(vec![ordinary]), Service::ViewResidents, &protected);
    assert_eq!(denial.rule, Rule::Object(ObjectFault::Restricted(Restrictions::PROTECTED_IDENTITY)));
    let own = staff(vec![ViewerGrant { object: Some(person), ..ordinary }]);
    assert!(decide(&own, Service::ViewResidents, &protected, NOW).is_permit());
    let trusted = staff(vec![row(1, CLINIC, &[Service::SeeProtectedIdentity])]);
    assert!(decide(&trusted, Service::SeeProtectedIdentity, &protected, NOW).is_permit());
}

#[test]
fn a_weak_sign_in_is_told_which_level_is_needed_the_roles_or_the_services() {
    let chain = CHAIN.map(unit);
    let at = |assurance, lowest_assurance| {
        let grants = vec![ViewerGrant { lowest_assurance, ..row(1, CLINIC, &[Service::ViewAccounts]) }];
        let viewer = Viewer::new(account(1), Standing::Active, Hat::Staff, assurance, grants);
        decide(&viewer, Service::ViewAccounts, &Target::at(&chain), NOW)
    };
    let needed = |decision: Decision| decision.into_result().map_err(|denial| denial.rule);
    assert_eq!(needed(at(Assurance::TwoFactor, Assurance::Password)), Ok(grant(1)));
    let too_weak = |needed| Err(Rule::Assurance { needed });
    assert_eq!(needed(at(Assurance::Password, Assurance::Password)), too_weak(Assurance::TwoFactor));
    assert_eq!(needed(at(Assurance::TwoFactor, Assurance::High)), too_weak(Assurance::High));
    assert_eq!(needed(at(Assurance::Password, Assurance::High)), too_weak(Assurance::High));
}

#[test]
fn a_grant_counts_only_under_its_own_hat_and_the_denial_says_which_to_put_on() {
    let relative = ViewerGrant { kind: RoleKind::Relative, ..row(1, CLINIC, &[Service::MyPage]) };
    let viewer = staff(vec![relative]);
    let denial = denied(&viewer, Service::MyPage, &Target::at(&CHAIN.map(unit)));
    assert_eq!(denial.rule, Rule::Hat { needed: Hat::Relative });
    assert_eq!(denial.remedy(Hat::Staff), Remedy::SwitchHat(Hat::Relative));
    assert!(denial.knows_unit);
    assert_eq!(viewer.hats(NOW), [Hat::Staff, Hat::Relative]);
    assert!(scope_of(&viewer, Service::MyPage, NOW).is_empty());
}

#[test]
fn a_role_that_data_gave_a_service_of_another_kind_does_not_open_it() {
    let wrong = ViewerGrant { kind: RoleKind::Relative, ..row(1, CLINIC, &[Service::EditAccounts]) };
    let viewer = Viewer::new(account(1), Standing::Active, Hat::Relative, Assurance::High, vec![wrong]);
    assert_eq!(denied(&viewer, Service::EditAccounts, &Target::at(&CHAIN.map(unit))).rule, Rule::Service);
    assert!(scope_of(&viewer, Service::EditAccounts, NOW).is_empty());
}

#[test]
fn of_grants_that_fail_alike_the_one_at_the_unit_is_named() {
    let above = ViewerGrant { branch: true, ..row(1, 1, &[Service::InternalMail]) };
    let viewer = staff(vec![above, row(9, CLINIC, &[Service::InternalMail]), row(0, 0, &[Service::InternalMail])]);
    let denial = denied(&viewer, Service::ViewAccounts, &Target::at(&CHAIN.map(unit)));
    assert_eq!(denial.nearest, Some(grant(9)));
}

#[test]
fn a_list_filter_is_as_short_as_the_grants_allow() {
    let customer = |number| Some(object(ObjectKind::Customer, number));
    let services = [Service::MyPage, Service::AssignmentScheduleWeb];
    let at = |id, branch, object| ViewerGrant { branch, object, ..row(id, CLINIC, &services) };
    let roots = |grants: Vec<ViewerGrant>, service| -> Vec<(bool, Option<ObjectRef>)> {
        let scope = scope_of(&staff(grants), service, NOW);
        scope.roots.into_iter().map(|root| (root.branch, root.object)).collect()
    };
    let several = vec![at(1, false, None), at(2, true, customer(1)), at(3, false, customer(2)), at(4, false, None)];
    // Without a restriction that binds, a grant for everything makes those for one thing needless, save below the unit.
    assert_eq!(roots(several.clone(), Service::MyPage), [(false, None), (true, customer(1))]);
    // A customer with protected identity is reached only by a grant for just them.
    let bound = [(false, None), (true, customer(1)), (false, customer(2))];
    assert_eq!(roots(several.clone(), Service::AssignmentScheduleWeb), bound);
    let wider = [several, vec![at(5, true, None), at(6, false, customer(1))]].concat();
    assert_eq!(roots(wider.clone(), Service::MyPage), [(true, None)]);
    let bound = [(true, None), (true, customer(1)), (false, customer(2))];
    assert_eq!(roots(wider, Service::AssignmentScheduleWeb), bound);
}

#[test]
fn thousands_of_grants_are_found_like_ten() {
    let numbered = |number: u32| {
        let mut bytes = [0; 16];
        bytes[12..].copy_from_slice(&number.to_be_bytes());
        bytes
    };
    let customer = |number| ObjectRef { kind: ObjectKind::Customer, id: ObjectId::from_bytes(numbered(number)) };
    let grants = (0..20_000).map(|number| ViewerGrant {
        id: GrantId::from_bytes(numbered(number)),
        unit: UnitId::from_bytes(numbered(number / 5)),
        object: (number % 5 != 0).then(|| customer(number)),
        ..row(0, 0, &[Service::MyPage])
    });
    let viewer = staff(grants.collect());
    for number in 0..20_000 {
        let chain = [UnitId::from_bytes(numbered(number / 5))];
        let target = Target::at(&chain);
        let target = if number % 5 == 0 { target } else { target.object(customer(number)) };
        assert!(decide(&viewer, Service::MyPage, &target, NOW).is_permit(), "grant {number}");
        let elsewhere = [UnitId::from_bytes(numbered(number + 4_000))];
        assert!(
            !decide(&viewer, Service::MyPage, &Target { unit_and_ancestors: &elsewhere, ..target }, NOW).is_permit()
        );
    }
}

#[test]
fn a_denial_is_an_error_in_plain_words() {
    let viewer = staff(vec![row(1, CLINIC, &[Service::InternalMail])]);
    let denial = denied(&viewer, Service::ViewAccounts, &Target::at(&CHAIN.map(unit)));
    assert_eq!(denial.to_string(), "denied: the role does not hold the service");
    assert_eq!((denial.rule.number(), denial.rule.key()), (3, "service"));
}
