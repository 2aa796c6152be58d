//! What a list of users can be narrowed by.

use behorig_access::{RoleId, UnitId};

use crate::lists::StaffCategory;

/// Which accounts by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatusFilter {
    /// All that have not ended.
    #[default]
    Current,
    /// Those who can sign in.
    Active,
    /// *Spärrade*.
    Blocked,
    /// *Låsta*.
    Locked,
    /// Those who wait for an administrator.
    Pending,
    /// Ended.
    Ended,
}

impl StatusFilter {
    /// Those that can be chosen, besides the default.
    pub const CHOICES: [Self; 5] = [Self::Active, Self::Blocked, Self::Locked, Self::Pending, Self::Ended];

    /// As it stands in the list's address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Current => "",
            Self::Active => "aktiva",
            Self::Blocked => "sparrade",
            Self::Locked => "lasta",
            Self::Pending => "vantar",
            Self::Ended => "avslutade",
        }
    }

    /// The text id of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Current => "accounts-status-current",
            Self::Active => "accounts-status-active",
            Self::Blocked => "accounts-status-blocked",
            Self::Locked => "accounts-status-locked",
            Self::Pending => "accounts-status-pending",
            Self::Ended => "accounts-status-ended",
        }
    }

    /// The one with this key; anything else is the default.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self::CHOICES.into_iter().find(|status| status.key() == key).unwrap_or_default()
    }

    pub(super) const fn condition(self) -> &'static str {
        match self {
            Self::Current => "a.ended_at IS NULL",
            Self::Active => {
                "a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL"
            }
            Self::Blocked => "a.blocked_at IS NOT NULL AND a.ended_at IS NULL",
            Self::Locked => "a.locked_at IS NOT NULL AND a.ended_at IS NULL",
            Self::Pending => "a.pending_since IS NOT NULL AND a.ended_at IS NULL",
            Self::Ended => "a.ended_at IS NOT NULL",
        }
    }

    pub(super) const fn way_in(self) -> Option<&'static str> {
        match self {
            Self::Current | Self::Active => None,
            Self::Blocked => Some("SELECT d.id FROM account d WHERE d.blocked_at IS NOT NULL"),
            Self::Locked => Some("SELECT d.id FROM account d WHERE d.locked_at IS NOT NULL"),
            Self::Pending => Some("SELECT d.id FROM account d WHERE d.pending_since IS NOT NULL"),
            Self::Ended => Some("SELECT d.id FROM account d WHERE d.ended_at IS NOT NULL"),
        }
    }
}

/// What a list is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Beginnings of words, all of which must be found.
    pub search: String,
    /// This unit and the branch below it.
    pub unit: Option<UnitId>,
    /// This staff category.
    pub category: Option<StaffCategory>,
    /// How the account stands.
    pub status: StatusFilter,
    /// Who holds this role now.
    pub role: Option<RoleId>,
}

impl Filter {
    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.search.trim().is_empty()
            || self.unit.is_some()
            || self.category.is_some()
            || self.role.is_some()
            || self.status != StatusFilter::Current
    }
}
