//! The same questions put to Cedar, at its best: each viewer's grants and each question's entities are cut out and built
//! beforehand, and only the decision itself is measured.
//!
//! Each grant of the viewer is one policy, with the role's services and the branch in the policy's scope, where Cedar
//! looks first; the services of a role are a group of actions.

use crate::world::{NOW, Question, roles_with};
use behorig_access::{Restrictions, Service, UnitId, ViewerGrant};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet,
    Request, RestrictedExpression,
};
use std::{
    collections::{HashMap, HashSet},
    error::Error,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One viewer's grants as policies.
pub struct Viewer {
    authorizer: Authorizer,
    policies: PolicySet,
}

/// One question with its entities, ready to be asked.
pub struct Ready {
    request: Request,
    entities: Entities,
}

impl Viewer {
    /// The viewer with these grants.
    pub fn new(grants: &[ViewerGrant]) -> Outcome<Self> {
        let mut policies = PolicySet::new();
        for (number, grant) in grants.iter().enumerate() {
            policies.add(Policy::parse(Some(PolicyId::new(format!("grant{number}"))), policy(grant))?)?;
        }
        Ok(Self { authorizer: Authorizer::new(), policies })
    }

    /// Whether the answer is yes.
    pub fn permits(&self, ready: &Ready) -> bool {
        self.authorizer.is_authorized(&ready.request, &self.policies, &ready.entities).decision() == Decision::Allow
    }
}

fn policy(grant: &ViewerGrant) -> String {
    let (unit, role) = (grant.unit, grant.role);
    let place = if grant.branch { format!("resource in Unit::\"{unit}\"") } else { "resource".to_owned() };
    let only = if grant.branch { String::new() } else { format!("resource.unit == Unit::\"{unit}\" &&") };
    let end = grant.period.to.map_or(String::new(), |to| format!("context.now < {} &&", to.as_millis()));
    let object = match grant.object {
        Some(object) => format!("resource has object && resource.object == Object::\"{}\"", object.id),
        None => "!(resource.protected && context.showsAPerson)".to_owned(),
    };
    format!(
        "permit (principal == Viewer::\"viewer\", action in Action::\"{role}\", {place}) when {{ {only} {end} \
         context.now >= {} && principal.standing == \"active\" && principal.assurance >= context.assurance && \
         principal.assurance >= {} && {object} }};",
        grant.period.from.as_millis(),
        grant.lowest_assurance as u8,
    )
}

/// Makes the question ready to be asked: the viewer, the target and the units above it.
pub fn ready(question: &Question) -> Outcome<Ready> {
    let service = question.service;
    let context = Context::from_pairs([
        ("now".to_owned(), RestrictedExpression::new_long(NOW.as_millis())),
        ("assurance".to_owned(), RestrictedExpression::new_long(service.minimum_assurance() as i64)),
        ("showsAPerson".to_owned(), RestrictedExpression::new_bool(shows_a_person(service))),
    ])?;
    let (viewer, target) = (uid("Viewer", "viewer")?, uid("Target", "target")?);
    let principal = Entity::new(
        viewer.clone(),
        HashMap::from([
            ("standing".to_owned(), RestrictedExpression::new_string("active".to_owned())),
            ("assurance".to_owned(), RestrictedExpression::new_long(2)),
        ]),
        HashSet::new(),
    )?;
    let action = uid("Action", service.key())?;
    let roles = roles_with(service).map(|role| uid("Action", &role.to_string())).collect::<Outcome<_>>()?;
    let request = Request::new(viewer, action.clone(), target.clone(), context, None)?;
    let mut entities = vec![principal, Entity::new_no_attrs(action, roles), target_entity(target, question)?];
    for (place, unit) in question.chain().iter().enumerate() {
        let parent = question.chain().get(place + 1).map(unit_uid).transpose()?;
        entities.push(Entity::new_no_attrs(unit_uid(unit)?, parent.into_iter().collect()));
    }
    Ok(Ready { request, entities: Entities::from_entities(entities, None)? })
}

fn target_entity(target: EntityUid, question: &Question) -> Outcome<Entity> {
    let unit = question.chain().first().map(unit_uid).transpose()?;
    let protected = question.restrictions.contains(Restrictions::PROTECTED_IDENTITY);
    let mut attributes = HashMap::from([("protected".to_owned(), RestrictedExpression::new_bool(protected))]);
    if let Some(unit) = unit.clone() {
        attributes.insert("unit".to_owned(), RestrictedExpression::new_entity_uid(unit));
    }
    if let Some(object) = question.object {
        let object = uid("Object", &object.id.to_string())?;
        attributes.insert("object".to_owned(), RestrictedExpression::new_entity_uid(object));
    }
    Ok(Entity::new(target, attributes, unit.into_iter().collect())?)
}

fn shows_a_person(service: Service) -> bool {
    service.bound_by().contains(Restrictions::PROTECTED_IDENTITY)
}

fn unit_uid(unit: &UnitId) -> Outcome<EntityUid> {
    uid("Unit", &unit.to_string())
}

fn uid(kind: &str, name: &str) -> Outcome<EntityUid> {
    Ok(EntityUid::from_type_name_and_id(kind.parse::<EntityTypeName>()?, EntityId::new(name)))
}
