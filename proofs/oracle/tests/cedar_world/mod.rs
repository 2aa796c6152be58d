//! A world told in Cedar: entities instead of our types, its own hierarchy instead of our chain of ancestors.

use behorig_access::{ObjectRef, Restrictions, RoleKind, Service};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet,
    Request, RestrictedExpression,
};
use proof_oracle::worlds::{GRANTS_MAX, Grant, World};
use std::collections::{HashMap, HashSet};

type Value = RestrictedExpression;

/// Cedar's answer.
#[derive(Debug)]
pub struct Answer {
    pub permitted: bool,
    /// The numbers of the grants that permit.
    pub grants: Vec<usize>,
}

/// The rules as Cedar policies, read once.
pub struct Oracle {
    authorizer: Authorizer,
    policies: PolicySet,
    viewer: EntityTypeName,
    action: EntityTypeName,
    unit: EntityTypeName,
    object: EntityTypeName,
    target: EntityTypeName,
}

impl Oracle {
    pub fn new() -> Self {
        let mut policies: PolicySet = include_str!("../../policies/rules.cedar").parse().unwrap();
        for number in 0..GRANTS_MAX {
            let text = include_str!("../../policies/grant.cedar").replace("GRANT", &place(number));
            policies.add(Policy::parse(Some(PolicyId::new(place(number))), text).unwrap()).unwrap();
        }
        let kind = |name: &str| name.parse().unwrap();
        Self {
            authorizer: Authorizer::new(),
            policies,
            viewer: kind("Viewer"),
            action: kind("Action"),
            unit: kind("Unit"),
            object: kind("Object"),
            target: kind("Target"),
        }
    }

    pub fn ask(&self, world: &World) -> Answer {
        let principal = uid(&self.viewer, "viewer");
        let action = self.action(world.service.key());
        let resource = uid(&self.target, "target");
        let context = Context::from_pairs([("now".to_owned(), Value::new_long(world.now))]).unwrap();
        let request = Request::new(principal, action, resource, context, None).unwrap();
        let response = self.authorizer.is_authorized(&request, &self.policies, &self.entities(world));
        let errors: Vec<_> = response.diagnostics().errors().collect();
        assert!(errors.is_empty(), "Cedar could not evaluate: {errors:?}");
        let permitted = response.decision() == Decision::Allow;
        let reasons: HashSet<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        let grants = (0..GRANTS_MAX).filter(|number| permitted && reasons.contains(&place(*number))).collect();
        Answer { permitted, grants }
    }

    fn entities(&self, world: &World) -> Entities {
        let units = world.parents.iter().enumerate().map(|(number, parent)| {
            Entity::new_no_attrs(self.unit(number), parent.iter().map(|parent| self.unit(*parent)).collect())
        });
        let service = world.service;
        let groups = groups(service).into_iter().map(|group| self.action(group)).collect();
        let action = Entity::new_no_attrs(self.action(service.key()), groups);
        Entities::from_entities(units.chain([action, self.viewer(world), self.target(world)]), None).unwrap()
    }

    fn viewer(&self, world: &World) -> Entity {
        let mut attributes = HashMap::from([
            ("standing".to_owned(), text(world.standing.key())),
            ("hat".to_owned(), text(world.hat.key())),
            ("assurance".to_owned(), Value::new_long(world.assurance as i64)),
        ]);
        attributes.extend(world.grants.iter().enumerate().map(|(number, grant)| (place(number), self.grant(grant))));
        Entity::new(uid(&self.viewer, "viewer"), attributes, HashSet::new()).unwrap()
    }

    fn grant(&self, grant: &Grant) -> Value {
        let services = grant.role.services.iter().map(|service| Value::new_entity_uid(self.action(service.key())));
        let role = record([
            ("kind", text(grant.role.kind.key())),
            ("services", Value::new_set(services)),
            ("lowest", Value::new_long(grant.role.lowest as i64)),
        ]);
        let mut fields = vec![
            ("role", role),
            ("unit", Value::new_entity_uid(self.unit(grant.unit))),
            ("branch", Value::new_bool(grant.branch)),
            ("from", Value::new_long(grant.from)),
        ];
        fields.extend(grant.to.map(|to| ("to", Value::new_long(to))));
        fields.extend(grant.object.map(|object| ("object", Value::new_entity_uid(self.object(object)))));
        record(fields)
    }

    fn target(&self, world: &World) -> Entity {
        let has = |restriction| Value::new_bool(world.restrictions.contains(restriction));
        let mut attributes = HashMap::from([
            ("unit".to_owned(), Value::new_entity_uid(self.unit(world.unit))),
            ("restrictedCaseType".to_owned(), has(Restrictions::RESTRICTED_CASE_TYPE)),
            ("protectedIdentity".to_owned(), has(Restrictions::PROTECTED_IDENTITY)),
        ]);
        attributes.extend(world.object.map(|object| ("object".to_owned(), Value::new_entity_uid(self.object(object)))));
        Entity::new(uid(&self.target, "target"), attributes, HashSet::from([self.unit(world.unit)])).unwrap()
    }

    fn action(&self, name: &str) -> EntityUid {
        uid(&self.action, name)
    }

    fn unit(&self, number: usize) -> EntityUid {
        uid(&self.unit, &number.to_string())
    }

    fn object(&self, object: ObjectRef) -> EntityUid {
        uid(&self.object, &format!("{} {}", object.kind.key(), object.id))
    }
}

// What kind of service it is. The table of services is data to both sides; which services show a person is told here
// once more, so that a slip in that column is seen.
fn groups(service: Service) -> Vec<&'static str> {
    let shows_a_person = matches!(service.number(), 179 | 262 | 376 | 401 | 402 | 403 | 413 | 414);
    let facts = [
        (service.kind().contains(RoleKind::Staff), "for staff"),
        (service.kind().contains(RoleKind::Relative), "for relatives"),
        (service.kind().contains(RoleKind::Resident), "for residents"),
        (service.minimum_assurance() as u8 == 1, "asks two factors"),
        (service.minimum_assurance() as u8 == 2, "asks an e-identification"),
        (service.number() == 409, "bound by restricted case types"),
        (shows_a_person, "shows a person"),
    ];
    facts.into_iter().filter(|(holds, _)| *holds).map(|(_, group)| group).collect()
}

fn place(number: usize) -> String {
    format!("grant{number}")
}

fn uid(kind: &EntityTypeName, name: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(name))
}

fn text(value: &str) -> Value {
    Value::new_string(value.to_owned())
}

fn record<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::new_record(fields.into_iter().map(|(name, value)| (name.to_owned(), value))).unwrap()
}
