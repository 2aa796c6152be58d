//! Which roles can be ordered.

use behorig_access::{Role, RoleKind, Service};

/// At most so many approve a line.
pub const APPROVERS_MAX: u8 = 2;

/// Whether a role can stand among those that are ordered. Staff roles only; and whoever orders is appointed with a proof, never by an
/// order, or an orderer could order more orderers.
#[must_use]
pub fn may_be_ordered(role: &Role) -> bool {
    role.kind == RoleKind::Staff
        && !role.services.contains(Service::OrderPermissions)
        && !role.services.contains(Service::OrderAsHead)
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
}
