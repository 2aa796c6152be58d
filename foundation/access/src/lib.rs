//! Who may do what, for whom, at which unit, until when, and on whose word.
//!
//! Everything that anyone may do is a [`Grant`]: a holder has a role at a unit, for all objects there or for one, during
//! a period, on a basis. [`decide()`] answers one question about one [`Viewer`] and one [`Target`] by six rules, and
//! denies by default; the reverse questions ([`what_may()`], [`who_may()`], [`scope_of()`], [`may_give()`]) are made of the
//! same rules. Pure: nothing here reads a database, waits or looks at a clock.
//!
//! 1. The holder is active.
//! 2. The grant's period holds now.
//! 3. Its role holds the service, and is of the kind that the hat on wears.
//! 4. Its unit is the target's unit, or an ancestor of it when the grant covers the branch below.
//! 5. Its object is the target's object; a grant with no object covers every object at its unit, except those whose
//!    restriction binds that service.
//! 6. The session's level of assurance reaches what the service and the role ask.

mod keyed;
#[cfg(test)]
mod tests;

mod assurance;
mod built_in;
mod decide;
mod denial;
mod giving;
mod grant;
mod guard;
mod ids;
mod index;
mod restrictions;
mod reverse;
mod role;
mod rules;
mod scope;
mod service;
mod service_set;
mod time;
mod viewer;

pub use assurance::Assurance;
pub use built_in::{BuiltIn, GiveTemplate};
pub use decide::{Decision, Target, decide};
pub use denial::{Denial, ObjectFault, PeriodFault, Remedy, Rule};
pub use giving::{Giving, GivingRefused, OnlyBy, may_end, may_give};
pub use grant::{Basis, Grant, Holder, MisfitGrant, ObjectKind, ObjectRef, Period};
pub use guard::{ADMINISTRATOR_SERVICE, LastAdministrator, last_administrator, one_administrator_warning};
pub use ids::{
    AccountId, AttachmentId, CaseId, CaseTypeId, DocumentId, DraftId, EventId, GrantId, GroupId, MalformedId,
    MessageId, ObjectId, OrderId, OrderableId, PersonId, RoleId, SessionId, TemplateId, UnitId,
};
pub use restrictions::Restrictions;
pub use reverse::{holds_role, permitting, what_may, who_may};
pub use role::{MayGive, NAME_MAX, Role, RoleDraft, RoleError, RoleKind};
pub use scope::{Scope, ScopeRoot, scope_of};
pub use service::{Service, ServiceKind};
pub use service_set::ServiceSet;
pub use time::Instant;
/// What an identity is made of, for [`id!`].
#[doc(hidden)]
pub use uuid::Uuid;
pub use viewer::{Hat, Standing, Viewer, ViewerGrant};
