use super::worlds::{NOW, account, grant, object, row, staff, unit};
use crate::*;

const HANDLER: [u8; 16] = [10; 16];
const SUPPORT: [u8; 16] = [11; 16];

fn role(id: [u8; 16], template: BuiltIn) -> Role {
    Role {
        id: RoleId::from_bytes(id),
        organisation: unit(0),
        key: Some(template),
        name: template.swedish_name().into(),
        kind: template.kind(),
        services: template.services(),
        daily_planning: template.daily_planning(),
        lowest_assurance: template.lowest_assurance(),
        may_give: MayGive::NONE,
        approvers: 0,
        version: 1,
    }
}

fn giving<'a>(role: &'a Role, chain: &'a [UnitId]) -> Giving<'a> {
    Giving {
        by: Service::AdministerGrants,
        role,
        to: account(2),
        same_person: false,
        target: Target::at(chain),
        branch: false,
    }
}

fn administrator() -> Viewer {
    staff(vec![row(1, 3, &[Service::AdministerGrants])])
}

#[test]
fn a_grant_administrator_gives_a_role_on_the_list_and_no_other() {
    let list = MayGive::Only(vec![RoleId::from_bytes(HANDLER)]);
    let chain = [unit(3), unit(1)];
    let (handler, support) = (role(HANDLER, BuiltIn::CaseHandler), role(SUPPORT, BuiltIn::Support));
    let give = |role| may_give(&administrator(), &giving(role, &chain), |_| Some(&list), NOW);
    assert_eq!(give(&handler), Ok(grant(1)));
    assert_eq!(give(&support), Err(GivingRefused::NotOnList));
    assert_eq!(
        may_give(&administrator(), &giving(&handler, &chain), |_| None, NOW),
        Err(GivingRefused::NotOnList),
        "a role that is gone gives nothing"
    );
}

#[test]
fn the_list_of_a_role_without_the_right_to_give_does_not_count() {
    let chain = [unit(3)];
    let handler = role(HANDLER, BuiltIn::CaseHandler);
    let viewer = staff(vec![row(1, 3, &[Service::AdministerGrants]), row(2, 3, &[Service::InternalMail])]);
    let lists = |role: RoleId| (role == RoleId::from_bytes([2; 16])).then_some(&MayGive::All);
    assert_eq!(may_give(&viewer, &giving(&handler, &chain), lists, NOW), Err(GivingRefused::NotOnList));
}

#[test]
fn any_of_several_roles_may_have_the_list_that_names_it() {
    let chain = [unit(3), unit(1)];
    let handler = role(HANDLER, BuiltIn::CaseHandler);
    let above = ViewerGrant { branch: true, ..row(2, 1, &[Service::AdministerGrants]) };
    let viewer = staff(vec![row(1, 3, &[Service::AdministerGrants]), above]);
    let none = MayGive::NONE;
    let lists = |role: RoleId| Some(if role == RoleId::from_bytes([2; 16]) { &MayGive::All } else { &none });
    assert_eq!(may_give(&viewer, &giving(&handler, &chain), lists, NOW), Ok(grant(2)));
}

#[test]
fn nobody_gives_themselves_a_grant_though_anyone_may_lay_one_down() {
    let chain = [unit(3)];
    let handler = role(HANDLER, BuiltIn::CaseHandler);
    for own in [
        Giving { to: account(1), ..giving(&handler, &chain) },
        Giving { same_person: true, ..giving(&handler, &chain) },
    ] {
        let viewer = administrator();
        assert_eq!(may_give(&viewer, &own, |_| Some(&MayGive::All), NOW), Err(GivingRefused::Oneself));
        assert_eq!(may_end(&viewer, &own, |_| Some(&MayGive::All), NOW), Ok(grant(1)));
    }
}

#[test]
fn who_administers_one_unit_gives_nothing_at_another_nor_for_the_branch() {
    let handler = role(HANDLER, BuiltIn::CaseHandler);
    let (here, elsewhere) = ([unit(3), unit(1)], [unit(4), unit(1)]);
    let give = |giving| may_give(&administrator(), &giving, |_| Some(&MayGive::All), NOW);
    let refused = give(giving(&handler, &elsewhere));
    assert!(matches!(refused, Err(GivingRefused::Denied(Denial { rule: Rule::Unit, .. }))), "{refused:?}");
    assert_eq!(give(Giving { branch: true, ..giving(&handler, &here) }), Err(GivingRefused::BranchBeyondOwn));
    let wide = staff(vec![ViewerGrant { branch: true, ..row(1, 3, &[Service::AdministerGrants]) }]);
    let below = Giving { branch: true, ..giving(&handler, &here) };
    assert_eq!(may_give(&wide, &below, |_| Some(&MayGive::All), NOW), Ok(grant(1)));
}

#[test]
fn who_administers_one_object_gives_nothing_for_all() {
    let chain = [unit(3)];
    let customer = object(ObjectKind::Customer, 1);
    let narrow = staff(vec![ViewerGrant { object: Some(customer), ..row(1, 3, &[Service::AdministerGrants]) }]);
    let handler = role(HANDLER, BuiltIn::CaseHandler);
    let all = giving(&handler, &chain);
    assert!(may_give(&narrow, &all, |_| Some(&MayGive::All), NOW).is_err());
    let one = Giving { target: all.target.object(customer), ..all };
    assert_eq!(may_give(&narrow, &one, |_| Some(&MayGive::All), NOW), Ok(grant(1)));
}

#[test]
fn roles_are_granted_to_those_they_are_for_and_a_relative_for_one_object() {
    let chain = [unit(3)];
    let relative = role(HANDLER, BuiltIn::Relative);
    let handed_out = role(HANDLER, BuiltIn::HandedOutCaseType);
    let handler = role(HANDLER, BuiltIn::CaseHandler);
    let resident = Holder::Person(PersonId::from_bytes([5; 16]));
    let give = |giving| may_give(&administrator(), &giving, |_| Some(&MayGive::All), NOW);
    let misfit = |misfit| Err(GivingRefused::Misfit(misfit));
    assert_eq!(give(giving(&relative, &chain)), misfit(MisfitGrant::RelativeWithoutObject));
    assert_eq!(
        give(Giving { to: resident, ..giving(&handler, &chain) }),
        misfit(MisfitGrant::Holder(RoleKind::Staff, resident))
    );
    assert_eq!(give(giving(&handed_out, &chain)), misfit(MisfitGrant::Holder(RoleKind::Resident, account(2))));
    let to_resident = Giving { to: resident, ..giving(&handed_out, &chain) };
    assert_eq!(give(to_resident), misfit(MisfitGrant::HandedOutWithoutCaseType));
    let case_type = Target::at(&chain).object(object(ObjectKind::CaseType, 1));
    assert_eq!(give(Giving { target: case_type, ..to_resident }), Ok(grant(1)));
    let customer = Target::at(&chain).object(object(ObjectKind::Customer, 1));
    assert_eq!(give(Giving { target: customer, ..giving(&relative, &chain) }), Ok(grant(1)));
}

#[test]
fn what_two_must_approve_is_ordered_and_what_one_approves_may_be_given_as_well() {
    let chain = [unit(3)];
    let give = |by, approvers| {
        let role = Role { approvers, ..role(HANDLER, BuiltIn::Dashboard) };
        let giver = staff(vec![row(1, 3, &[by])]);
        may_give(&giver, &Giving { by, ..giving(&role, &chain) }, |_| Some(&MayGive::All), NOW)
    };
    let only_ordered = Err(GivingRefused::OnlyBy(OnlyBy::Order));
    for by in [Service::AdministerGrants, Service::ImportPermissionRegister, Service::AdministerOrderers] {
        assert_eq!([0, 1].map(|approvers| give(by, approvers)), [Ok(grant(1)), Ok(grant(1))], "{by:?}");
        assert_eq!([2, 3].map(|approvers| give(by, approvers)), [only_ordered, only_ordered], "{by:?}");
    }
    assert_eq!([0, 1, 2].map(|approvers| give(Service::ReceiveOrders, approvers)), [Ok(grant(1)); 3]);
}

#[test]
fn who_orders_is_named_and_neither_given_nor_ordered() {
    let chain = [unit(3)];
    for template in [BuiltIn::Orderer, BuiltIn::HeadOfOperations] {
        // Even where somebody has made it one that can be ordered.
        let role = Role { approvers: 2, ..role(HANDLER, template) };
        let give = |by| {
            let giver = staff(vec![row(1, 3, &[by])]);
            may_give(&giver, &Giving { by, ..giving(&role, &chain) }, |_| Some(&MayGive::All), NOW)
        };
        assert_eq!(give(Service::AdministerOrderers), Ok(grant(1)), "{template:?}");
        for by in [Service::AdministerGrants, Service::ImportPermissionRegister, Service::ReceiveOrders] {
            assert_eq!(give(by), Err(GivingRefused::OnlyBy(OnlyBy::Naming)), "{template:?}, {by:?}");
        }
    }
}

#[test]
fn what_is_given_in_one_way_only_can_be_ended_in_every_way_and_whoever_may_not_give_is_told_that_first() {
    let (chain, list) = ([unit(3)], MayGive::NONE);
    let two = Role { approvers: 2, ..role(HANDLER, BuiltIn::Dashboard) };
    for role in [two, role(SUPPORT, BuiltIn::Orderer)] {
        let giving = giving(&role, &chain);
        assert_eq!(may_end(&administrator(), &giving, |_| Some(&MayGive::All), NOW), Ok(grant(1)));
        assert_eq!(may_give(&administrator(), &giving, |_| Some(&list), NOW), Err(GivingRefused::NotOnList));
        let oneself = Giving { to: account(1), ..giving };
        assert_eq!(may_give(&administrator(), &oneself, |_| Some(&MayGive::All), NOW), Err(GivingRefused::Oneself));
    }
}

#[test]
fn who_holds_a_role_now_is_known_under_every_hat() {
    let other = ViewerGrant { kind: RoleKind::Relative, ..row(2, 3, &[]) };
    let over = ViewerGrant { period: Period::between(Instant(0), NOW), ..row(3, 3, &[]) };
    let viewer = staff(vec![row(1, 3, &[]), other, over]);
    let held: Vec<bool> = [1, 2, 3, 4].map(|id| holds_role(&viewer, RoleId::from_bytes([id; 16]), NOW)).into();
    assert_eq!(held, [true, true, false, false]);
}

#[test]
fn the_last_administrator_stays_and_a_single_one_is_warned_about() {
    assert_eq!(last_administrator(0), Err(LastAdministrator));
    assert_eq!(last_administrator(1), Ok(()));
    assert_eq!([0, 1, 2].map(one_administrator_warning), [false, true, false]);
}
