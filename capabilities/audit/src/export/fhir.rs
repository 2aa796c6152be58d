//! A bundle of `AuditEvent` (FHIR R4, 4.0.1), with the Swedish base profiles' systems of identifiers.

use behorig_access::Instant;
use behorig_identity::{HsaId, IdentityNumber, IdentityNumberKind};
use serde_json::{Map, Value, json};

use super::{About, Exported, Place, moment};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
/// Functions and StoreLog's kinds of acts, as codes of ours.
const FUNCTIONS: &str = "urn:behorig:activity-level";
const ACTIVITIES: &str = "urn:behorig:activity-type";
const RESOURCES: &str = "urn:behorig:resource-type";

/// A whole bundle: a collection, in the order of time.
pub(crate) fn bundle(events: &[Exported], made: Instant) -> String {
    let entries: Vec<Value> = events
        .iter()
        .map(|event| json!({ "fullUrl": format!("urn:uuid:{}", event.id), "resource": audit_event(event) }))
        .collect();
    let mut bundle = json!({ "resourceType": "Bundle", "type": "collection", "timestamp": moment(made) });
    // An empty list is nothing in FHIR: it is left out.
    put(&mut bundle, "entry", (!entries.is_empty()).then_some(Value::Array(entries)));
    bundle.to_string()
}

/// One event.
pub(crate) fn audit_event(event: &Exported) -> Value {
    let level = event.level.as_deref().unwrap_or_default();
    let (code, display) = kind(event, level);
    let activity = coding(ACTIVITIES, &code_of(&event.activity), &event.activity);
    let mut subtypes = vec![activity];
    if !level.is_empty() {
        subtypes.push(json!({ "system": FUNCTIONS, "code": level }));
    }
    let mut resource = json!({
        "resourceType": "AuditEvent",
        "id": event.id.to_string(),
        "type": { "system": DICOM, "code": code, "display": display },
        "subtype": subtypes,
        "action": action(&event.activity, level),
        "recorded": moment(event.at),
        "outcome": "0",
        "purposeOfEvent": [purpose(&event.purpose)],
        "agent": [agent(event)],
        "source": {
            "site": event.system.name.clone().unwrap_or_else(|| event.system.id.clone()),
            "observer": reference(&event.system, None),
            "type": [{
                "system": "http://terminology.hl7.org/CodeSystem/security-source-type",
                "code": "4",
                "display": "Application Server"
            }]
        }
    });
    let mut entities: Vec<Value> = event.about.iter().flat_map(entities).collect();
    entities.extend(
        event
            .args
            .as_ref()
            .filter(|args| !args.is_empty())
            .map(|args| json!({ "detail": [{ "type": "activityArgs", "valueString": args }] })),
    );
    put(&mut resource, "entity", (!entities.is_empty()).then_some(Value::Array(entities)));
    resource
}

/// The kind of event, by DICOM's list, which the binding of `AuditEvent.type` holds.
fn kind(event: &Exported, level: &str) -> (&'static str, &'static str) {
    match level.split('.').next().unwrap_or_default() {
        "audit" => ("110101", "Audit Log Used"),
        "sign-in" => ("110114", "User Authentication"),
        "batch" if level.ends_with("import") => ("110107", "Import"),
        "batch" => ("110106", "Export"),
        "accounts" | "grants" | "roles" | "orderers" | "certification" => {
            ("110137", "User security Attributes Changed")
        }
        _ if event.about.iter().any(|about| about.subject.is_some()) => ("110110", "Patient Record"),
        _ => ("110100", "Application Activity"),
    }
}

/// C, R, U, D or E. *Skriva* is C where the function's name says that something was made.
fn action(activity: &str, level: &str) -> &'static str {
    let function = level.rsplit('.').next().unwrap_or_default();
    let made = ["create", "add", "make", "send", "place", "give", "enrol", "start", "upload", "hand-out", "approve"];
    let makes = made.iter().any(|word| function == *word || function.starts_with(&format!("{word}-")));
    match activity {
        "Läsa" => "R",
        "Skriva" if makes => "C",
        "Skriva" => "U",
        "Radera" => "D",
        _ => "E",
    }
}

/// A kind of act as a code, which has only plain letters.
fn code_of(activity: &str) -> String {
    let plain = |letter: char| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        other => other,
    };
    activity.to_lowercase().chars().map(plain).collect()
}

/// Why: StoreLog's word, and its code in HL7's list where there is one that means the same.
fn purpose(stored: &str) -> Value {
    let code = match stored {
        "Vård och behandling" => Some(("TREAT", "treatment")),
        "Kvalitetssäkring" => Some(("HQUALIMP", "health quality improvement")),
        "Administration" => Some(("HOPERAT", "healthcare operations")),
        _ => None,
    };
    let coding = code.map(|(code, display)| {
        json!([{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": code, "display": display }])
    });
    let mut purpose = json!({ "text": stored });
    put(&mut purpose, "coding", coding);
    purpose
}

fn agent(event: &Exported) -> Value {
    let who = Place { id: event.user_id.clone(), name: event.user_name.clone() };
    let mut agent = json!({ "who": reference(&who, Some("Practitioner")), "requestor": true });
    put(&mut agent, "name", event.user_name.clone().filter(|name| !name.is_empty()).map(Value::String));
    let roles = [&event.user_title, &event.assignment];
    let roles: Vec<Value> =
        roles.into_iter().flatten().filter(|role| !role.is_empty()).map(|role| json!({ "text": role })).collect();
    put(&mut agent, "role", (!roles.is_empty()).then_some(Value::Array(roles)));
    put(&mut agent, "location", event.care_unit.as_ref().map(|unit| reference(unit, Some("Location"))));
    agent
}

/// A person, and the record in which the person's data stand.
fn entities(about: &About) -> Vec<Value> {
    let holder = about.care_unit.as_ref().or(about.care_provider.as_ref());
    let mut details = vec![json!({ "type": "resourceType", "valueString": about.resource_type })];
    details.extend(holder.map(|unit| {
        let name = unit.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&unit.id);
        json!({ "type": "holder", "valueString": name })
    }));
    let mut found = Vec::new();
    if let Some(subject) = &about.subject {
        let mut entity = json!({
            "what": {
                "type": "Patient",
                "identifier": { "system": system_of(&subject.number), "value": subject.number.as_stored() }
            },
            "type": coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", "1", "Person"),
            "role": coding("http://terminology.hl7.org/CodeSystem/object-role", "1", "Patient"),
            "detail": details
        });
        put(&mut entity, "name", (!subject.name.is_empty()).then(|| Value::String(subject.name.clone())));
        found.push(entity);
    }
    // A person's own record says nothing more than the person.
    let is_the_person = about.subject.is_some() && matches!(about.resource_type.as_str(), "resident" | "customer");
    let record = about.resource_id.as_ref().filter(|_| !is_the_person);
    if record.is_some() || about.subject.is_none() {
        let mut entity = json!({
            "type": coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", "2", "System Object"),
            "role": coding("http://terminology.hl7.org/CodeSystem/object-role", "4", "Domain Resource"),
            "detail": details
        });
        let what = record.map(
            |id| json!({ "identifier": { "system": RESOURCES, "value": format!("{}/{id}", about.resource_type) } }),
        );
        put(&mut entity, "what", what);
        found.push(entity);
    }
    found
}

fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({ "system": system, "code": code, "display": display })
}

/// A reference by identifier: an HSA-id in its own system, an id of ours as a UUID, anything else by its text.
fn reference(place: &Place, kind: Option<&str>) -> Value {
    let system = "urn:oid:1.2.752.29.4.19";
    let identifier = match (HsaId::parse(&place.id), place.id.parse::<uuid::Uuid>()) {
        (_, Ok(id)) => json!({ "system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{id}") }),
        (Ok(_), _) => json!({ "system": system, "value": place.id }),
        _ => json!({ "value": place.id }),
    };
    let mut reference = json!({ "identifier": identifier });
    put(&mut reference, "type", kind.map(|kind| Value::String(kind.to_owned())));
    put(&mut reference, "display", place.name.clone().filter(|name| !name.is_empty()).map(Value::String));
    reference
}

/// The system of a number, as the Swedish base profiles name it; the regions' own reserve numbers by their OID.
fn system_of(number: &IdentityNumber) -> String {
    match number.kind() {
        IdentityNumberKind::PersonalNumber => "http://electronichealth.se/identifier/personnummer".to_owned(),
        IdentityNumberKind::CoordinationNumber => "http://electronichealth.se/identifier/samordningsnummer".to_owned(),
        IdentityNumberKind::NationalReserveNumber => {
            "http://electronichealth.se/identifier/nationelltReservnummer".to_owned()
        }
        _ => format!("urn:oid:{}", number.oid()),
    }
}

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    let none = &mut Map::new();
    if let Some(value) = value {
        object.as_object_mut().unwrap_or(none).insert(name.to_owned(), value);
    }
}
