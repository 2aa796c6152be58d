//! Which roles can be ordered.

use behorig_access::{Role, RoleKind, Service};

/// At most so many approve a line.
pub const APPROVERS_MAX: u8 = 2;

/// What no order gives. Whoever orders (418, 419) is named with a proof, or an orderer could order more orderers; and whoever receives
/// orders (397) is made by an administrator, or one approved order could bring the eyes that approve all those after it.
///
/// Naming orderers (421) is not among them: the manual orders system administrators, who hold it. It makes nobody a receiver, it counts
/// at a region alone, nobody names themselves, and an order that gives it is decided by a receiver as any other.
const NEVER_ORDERED: [Service; 3] = [Service::ReceiveOrders, Service::OrderPermissions, Service::OrderAsHead];

/// Whether a role can stand among those that are ordered: staff roles, but none by which its holder could order or decide orders.
#[must_use]
pub fn may_be_ordered(role: &Role) -> bool {
    role.kind == RoleKind::Staff && !NEVER_ORDERED.into_iter().any(|service| role.services.contains(service))
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{BuiltIn, MayGive, RoleId, UnitId};
    use behorig_registers::orderables::ROLES_OF_FIRST;

    fn role(template: BuiltIn) -> Role {
        Role {
            id: RoleId::from_bytes([1; 16]),
            organisation: UnitId::from_bytes([2; 16]),
            key: Some(template),
            name: template.swedish_name().to_owned(),
            kind: template.kind(),
            services: template.services(),
            daily_planning: template.daily_planning(),
            lowest_assurance: template.lowest_assurance(),
            may_give: MayGive::NONE,
            approvers: 0,
            version: 1,
        }
    }

    #[test]
    fn the_manuals_three_can_be_ordered_and_neither_orderers_nor_relatives_nor_residents() {
        assert!(ROLES_OF_FIRST.into_iter().all(|template| may_be_ordered(&role(template))));
        for template in [BuiltIn::Orderer, BuiltIn::HeadOfOperations, BuiltIn::Relative, BuiltIn::ApprovedResident] {
            assert!(!may_be_ordered(&role(template)), "{template:?}");
        }
    }

    #[test]
    fn no_order_makes_anybody_a_receiver_of_orders() {
        for template in BuiltIn::ALL.iter().filter(|role| role.services().contains(Service::ReceiveOrders)) {
            assert!(!may_be_ordered(&role(*template)), "{template:?}");
        }
        let mut own = role(BuiltIn::Dashboard);
        assert!(may_be_ordered(&own));
        own.services.insert(Service::ReceiveOrders);
        assert!(!may_be_ordered(&own), "a role of the organisation's own");
    }
}
