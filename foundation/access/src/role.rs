//! A role: a named set of services. Roles are data; administrators make them.

use crate::{Assurance, BuiltIn, RoleId, Service, ServiceSet, UnitId, keyed::keyed};

keyed! {
    /// Whom a role is for. The same three are the hats that a person can wear.
    RoleKind {
        /// Staff at a unit.
        Staff = "staff",
        /// A relative (*anhörig*) of a customer.
        Relative = "relative",
        /// A resident (*invånare*).
        Resident = "resident",
    }
}

/// The longest name of a role, in characters.
pub const NAME_MAX: usize = 100;

/// The roles that holders of a role may give to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MayGive {
    /// Every role, also those made later.
    All,
    /// These and no others; none when empty.
    Only(Vec<RoleId>),
}

impl MayGive {
    /// No role at all.
    pub const NONE: Self = Self::Only(Vec::new());

    /// Whether the list names the role.
    pub fn names(&self, role: RoleId) -> bool {
        match self {
            Self::All => true,
            Self::Only(roles) => roles.contains(&role),
        }
    }
}

/// A role: what its holders may do, wherever they are granted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its identity.
    pub id: RoleId,
    /// The organisation whose role it is; the name is unique there.
    pub organisation: UnitId,
    /// The template it was made from, when built in.
    pub key: Option<BuiltIn>,
    /// What it is called.
    pub name: String,
    /// Whom it is for.
    pub kind: RoleKind,
    /// What its holders may do.
    pub services: ServiceSet,
    /// *Daglig planering*: its holders can be planned as home-care staff.
    pub daily_planning: bool,
    /// The lowest level of assurance at which any of its services may be used.
    pub lowest_assurance: Assurance,
    /// The roles that its holders may give.
    pub may_give: MayGive,
    /// How many must approve an order that gives it: the most that any service asks under whose name it is ordered. 0 where none has it.
    pub approvers: u8,
    /// Rises at each change, so that two who edit at once do not overwrite each other.
    pub version: i64,
}

/// A role as someone has filled it in, before it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDraft {
    /// What it is to be called; blanks around it do not count.
    pub name: String,
    /// Whom it is for.
    pub kind: RoleKind,
    /// What its holders may do.
    pub services: ServiceSet,
    /// *Daglig planering*.
    pub daily_planning: bool,
    /// The lowest level of assurance.
    pub lowest_assurance: Assurance,
    /// The roles that its holders may give.
    pub may_give: MayGive,
}

/// Why a role cannot be saved as filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// The name is empty.
    #[error("a role needs a name")]
    NameMissing,
    /// The name has more than [`NAME_MAX`] characters.
    #[error("a role's name has at most {NAME_MAX} characters")]
    NameTooLong,
    /// The name holds characters that cannot be shown, such as NUL or a line break.
    #[error("a role's name holds no control characters")]
    NameUnprintable,
    /// A relative is not staff that can be planned.
    #[error("a role for relatives cannot have daily planning: its holders are not staff who can be planned")]
    DailyPlanningNotForRelatives,
    /// A resident is not staff that can be planned.
    #[error("a role for residents cannot have daily planning: its holders are not staff who can be planned")]
    DailyPlanningNotForResidents,
    /// The service is not for roles of this kind.
    #[error("service {} ({}) is not for roles of the kind {}", .0.number(), .0.key(), .1.key())]
    ServiceOfOtherKind(Service, RoleKind),
    /// Giving roles asks for a service that roles of this kind cannot hold.
    #[error("a role of the kind {} cannot give roles to others", .0.key())]
    CannotGive(RoleKind),
}

impl Role {
    /// Checks a role as filled in: all that is wrong, at once, in the order of the form.
    ///
    /// That the name is unique in the organisation is the store's to say.
    ///
    /// # Errors
    /// Each [`RoleError`] found.
    pub fn check(draft: &RoleDraft) -> Result<(), Vec<RoleError>> {
        let mut errors = Vec::new();
        let name = draft.name.trim();
        if name.is_empty() {
            errors.push(RoleError::NameMissing);
        }
        if name.chars().count() > NAME_MAX {
            errors.push(RoleError::NameTooLong);
        }
        if name.chars().any(char::is_control) {
            errors.push(RoleError::NameUnprintable);
        }
        if draft.daily_planning {
            match draft.kind {
                RoleKind::Staff => {}
                RoleKind::Relative => errors.push(RoleError::DailyPlanningNotForRelatives),
                RoleKind::Resident => errors.push(RoleError::DailyPlanningNotForResidents),
            }
        }
        let strangers = draft.services.without(Service::of_kind(draft.kind));
        errors.extend(strangers.iter().map(|service| RoleError::ServiceOfOtherKind(service, draft.kind)));
        if draft.kind != RoleKind::Staff && draft.may_give != MayGive::NONE {
            errors.push(RoleError::CannotGive(draft.kind));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative() -> RoleDraft {
        RoleDraft {
            name: "Anhörig".into(),
            kind: RoleKind::Relative,
            services: BuiltIn::Relative.services(),
            daily_planning: false,
            lowest_assurance: Assurance::Password,
            may_give: MayGive::NONE,
        }
    }

    #[test]
    fn the_manuals_role_for_relatives_can_be_saved() {
        assert_eq!(Role::check(&relative()), Ok(()));
        let mut with_all_five = relative();
        with_all_five.services.insert(Service::ManageReports);
        assert_eq!(Role::check(&with_all_five), Ok(()));
    }

    #[test]
    fn a_role_for_relatives_refuses_daily_planning_with_the_reason() {
        let draft = RoleDraft { daily_planning: true, ..relative() };
        assert_eq!(Role::check(&draft), Err(vec![RoleError::DailyPlanningNotForRelatives]));
        let staff = RoleDraft { daily_planning: true, kind: RoleKind::Staff, ..relative() };
        assert_eq!(Role::check(&staff), Ok(()));
    }

    #[test]
    fn everything_wrong_with_a_role_is_said_at_once() {
        let draft = RoleDraft {
            name: " \u{0}\t".into(),
            daily_planning: true,
            services: ServiceSet::of(&[Service::Batch, Service::MyPage]),
            may_give: MayGive::All,
            ..relative()
        };
        assert_eq!(
            Role::check(&draft),
            Err(vec![
                RoleError::NameUnprintable,
                RoleError::DailyPlanningNotForRelatives,
                RoleError::ServiceOfOtherKind(Service::Batch, RoleKind::Relative),
                RoleError::CannotGive(RoleKind::Relative),
            ])
        );
    }

    #[test]
    fn a_name_has_one_to_a_hundred_characters_and_not_bytes() {
        let named = |name: String| Role::check(&RoleDraft { name, ..relative() });
        assert_eq!(named("å".repeat(NAME_MAX)), Ok(()));
        assert_eq!(named("å".repeat(NAME_MAX + 1)), Err(vec![RoleError::NameTooLong]));
        assert_eq!(named("  ".into()), Err(vec![RoleError::NameMissing]));
    }
}
