//! Whose eyes a round is read with. A round stands at one unit and asks about the units below it too, so that who sees the round sees a
//! line only where their own grant reaches the line's unit.

use behorig_access::{AccountId, Instant, Scope, Service, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::Param;

use super::{account_of, account_of_nobody};

/// Whoever reads the lines of rounds.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    /// Whose own lines are marked as such.
    pub account: AccountId,
    /// Where they reach; none where the program itself reads everything.
    scopes: Option<Scopes>,
}

#[derive(Clone, Debug)]
struct Scopes {
    /// Service 423, at the line's unit.
    certifies: Scope,
    /// Service 421, at the round's region.
    administers: Scope,
    /// Service 420, at the line's unit.
    audits: Scope,
}

impl Sight {
    /// A viewer's.
    pub(crate) fn of(viewer: &Viewer, now: Instant) -> Self {
        let scope = |service| scope_of(viewer, service, now);
        let scopes = Scopes {
            certifies: scope(Service::CertifyGrants),
            administers: scope(Service::AdministerOrderers),
            audits: scope(Service::ViewPermissionRegister),
        };
        Self { account: account_of(viewer), scopes: Some(scopes) }
    }

    /// The program's own: everything, and nothing of it is its own.
    pub(crate) const fn whole() -> Self {
        Self { account: account_of_nobody(), scopes: None }
    }

    /// What it says of a line `l` of the round `c`, as conditions whose parameters are numbered from `first`.
    pub(super) fn of_line(&self, first: usize) -> OfLine {
        let Some(scopes) = &self.scopes else {
            return OfLine { decides: "TRUE".to_owned(), sees: "TRUE".to_owned(), within: Vec::new() };
        };
        let mut within: Vec<UnitsInScope> = Vec::with_capacity(3);
        for (scope, column) in
            [(&scopes.certifies, "l.unit_id"), (&scopes.administers, "c.region_id"), (&scopes.audits, "l.unit_id")]
        {
            let bound: usize = within.iter().map(|part| part.params().count()).sum();
            within.push(UnitsInScope::of(scope, column, first + bound));
        }
        let either = |parts: &[UnitsInScope]| {
            let parts: Vec<&str> = parts.iter().map(UnitsInScope::sql).collect();
            format!("({})", parts.join(" OR "))
        };
        let decides = either(within.get(..2).unwrap_or_default());
        OfLine { decides, sees: either(&within), within }
    }
}

/// Conditions on a line.
pub(super) struct OfLine {
    /// That the reader may decide it: as its head, or for the region. Whether the round is open is asked elsewhere.
    pub decides: String,
    /// That the reader may see it.
    pub sees: String,
    within: Vec<UnitsInScope>,
}

impl OfLine {
    /// The parameters of both, to be bound after those before `first`.
    pub(super) fn params(&self) -> impl Iterator<Item = Param<'_>> {
        self.within.iter().flat_map(UnitsInScope::params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{Restrictions, ScopeRoot, UnitId};
    use behorig_store::ToParam;

    #[test]
    fn the_parameters_of_each_scope_follow_those_of_the_one_before() {
        let unit = |byte| UnitId::from_bytes([byte; 16]);
        let scope = |byte, branch| Scope {
            roots: vec![ScopeRoot { unit: unit(byte), object: None, branch }],
            bound_by: Restrictions::NONE,
        };
        let scopes = Scopes { certifies: scope(1, false), administers: scope(2, false), audits: scope(3, true) };
        let sight = Sight { account: account_of_nobody(), scopes: Some(scopes) };
        let of_line = sight.of_line(4);
        assert_eq!(of_line.decides, "((l.unit_id IN (?4)) OR (c.region_id IN (?5)))");
        assert!(of_line.sees.contains("scope.ancestor_id IN (?6)"), "{}", of_line.sees);
        let bound: Vec<Param<'_>> = of_line.params().collect();
        assert_eq!(bound, [unit(1).to_param(), unit(2).to_param(), unit(3).to_param()]);
    }

    #[test]
    fn who_holds_nothing_sees_nothing_and_the_program_everything() {
        let nothing = Scope { roots: Vec::new(), bound_by: Restrictions::NONE };
        let scopes = Scopes { certifies: nothing.clone(), administers: nothing.clone(), audits: nothing };
        let sight = Sight { account: account_of_nobody(), scopes: Some(scopes) };
        assert_eq!(sight.of_line(1).sees, "(FALSE OR FALSE OR FALSE)");
        assert_eq!(Sight::whole().of_line(1).sees, "TRUE");
    }
}
