//! The six rules as the design tells them, one after the other, for one grant at a time.

use crate::worlds::{Grant, World};
use behorig_access::Standing;

/// Whether the grant with this number permits what the world asks.
pub fn permits(world: &World, grant: &Grant) -> bool {
    let active = world.standing == Standing::Active;
    let period = grant.from <= world.now && grant.to.is_none_or(|to| world.now < to);
    let worn = grant.role.kind == world.hat && world.service.kind().contains(world.hat);
    let service = worn && grant.role.services.contains(world.service);
    let unit = if grant.branch { is_in(world, world.unit, grant.unit) } else { world.unit == grant.unit };
    let object = match grant.object {
        Some(object) => world.object == Some(object),
        None => world.restrictions.and(world.service.bound_by()).is_empty(),
    };
    let assurance = world.assurance >= world.service.minimum_assurance() && world.assurance >= grant.role.lowest;
    active && period && service && unit && object && assurance
}

/// Whether any grant permits what the world asks.
pub fn permitted(world: &World) -> bool {
    world.grants.iter().any(|grant| permits(world, grant))
}

fn is_in(world: &World, unit: usize, branch: usize) -> bool {
    unit == branch || world.parents.get(unit).copied().flatten().is_some_and(|parent| is_in(world, parent, branch))
}
