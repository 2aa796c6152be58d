use behorig_identity::test_series;
use jiff::civil::date;
use proptest::prelude::*;
use quick_xml::events::Event as Xml;
use serde_json::Value;

use super::*;

fn place(id: &str, name: &str) -> Place {
    Place { id: id.to_owned(), name: Some(name.to_owned()) }
}

/// A nurse reads a case.
fn reading() -> Exported {
    let number = test_series::personal_number(date(1981, 12, 18), false).unwrap();
    Exported {
        id: "01997c3e-7c00-7000-8000-000000000001".parse().unwrap(),
        at: Instant(1_795_165_200_123),
        system: place("SE2321000016-1003", "Behörig"),
        activity: "Läsa".to_owned(),
        level: Some("cases.read".to_owned()),
        args: None,
        purpose: "Vård och behandling".to_owned(),
        user_id: "SE2321000016-2A7F".to_owned(),
        user_name: Some("Åsa <Berg> & Co".to_owned()),
        user_title: Some(String::new()),
        assignment: Some("Vårdcentralen Gripen".to_owned()),
        care_provider: Some(place("SE2321000016-39KJ", "Region Mellan")),
        care_unit: Some(place("SE2321000016-4B20", "Vårdcentralen Gripen")),
        about: vec![About {
            resource_type: "case".to_owned(),
            resource_id: Some("0199aaaa-0000-7000-8000-000000000007".to_owned()),
            subject: Some(Subject { number, name: "Tolvan Tolvansson".to_owned() }),
            care_provider: None,
            care_unit: Some(place("SE2321000016-4B20", "Vårdcentralen Gripen")),
        }],
    }
}

/// The program ends grants by itself: nobody sat anywhere, and it is about no record.
fn ending() -> Exported {
    Exported {
        id: "01997c3e-7c00-7000-8000-000000000002".parse().unwrap(),
        at: Instant(0),
        activity: "Skriva".to_owned(),
        level: Some("grants.end".to_owned()),
        args: Some("3 grants\u{1}".to_owned()),
        purpose: "Administration".to_owned(),
        user_id: "01997c3e-7c00-7000-8000-000000000009".to_owned(),
        user_name: None,
        user_title: None,
        assignment: None,
        care_provider: None,
        care_unit: None,
        about: Vec::new(),
        ..reading()
    }
}

#[test]
fn a_reading_as_the_national_log_service_takes_it() {
    let written = store_log::batch(&[reading()]);
    assert_eq!(
        written,
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<r:StoreLog xmlns:r=\"urn:riv:informationsecurity:auditing:log:StoreLogResponder:2\" ",
            "xmlns=\"urn:riv:informationsecurity:auditing:log:2\">\n",
            "<r:log><logId>01997c3e-7c00-7000-8000-000000000001</logId>",
            "<system><systemId>SE2321000016-1003</systemId><systemName>Behörig</systemName></system>\n",
            "<activity><activityType>Läsa</activityType><activityLevel>cases.read</activityLevel>",
            "<startDate>2026-11-20T09:00:00.123Z</startDate><purpose>Vård och behandling</purpose></activity>\n",
            "<user><userId>SE2321000016-2A7F</userId><name>Åsa &lt;Berg&gt; &amp; Co</name>",
            "<assignment>Vårdcentralen Gripen</assignment>",
            "<careProvider><careProviderId>SE2321000016-39KJ</careProviderId>",
            "<careProviderName>Region Mellan</careProviderName></careProvider>\n",
            "<careUnit><careUnitId>SE2321000016-4B20</careUnitId>",
            "<careUnitName>Vårdcentralen Gripen</careUnitName></careUnit>\n</user>\n",
            "<resources><resource><resourceType>case</resourceType>",
            "<patient><patientId><root>1.2.752.129.2.1.3.1</root><extension>198112182384</extension></patientId>\n",
            "<patientName>Tolvan Tolvansson</patientName></patient>\n",
            "<careProvider><careProviderId>SE2321000016-4B20</careProviderId>",
            "<careProviderName>Vårdcentralen Gripen</careProviderName></careProvider>\n",
            "<careUnit><careUnitId>SE2321000016-4B20</careUnitId>",
            "<careUnitName>Vårdcentralen Gripen</careUnitName></careUnit>\n</resource>\n</resources>\n</r:log>\n",
            "</r:StoreLog>\n",
        )
    );
}

#[test]
fn what_the_schema_asks_for_is_there_where_the_event_lacks_it() {
    let written = store_log::batch(&[ending()]);
    for part in [
        "<userId>01997c3e7c0070008000000000000009</userId><careProvider><careProviderId>SE2321000016-1003</careProviderId>",
        "<careUnit><careUnitId>SE2321000016-1003</careUnitId>",
        "<resources><resource><resourceType>grants</resourceType><careProvider>",
        "<activityArgs>3 grants\u{fffd}</activityArgs><startDate>1970-01-01T00:00:00.000Z</startDate>",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
    valid_request(&written, 1);
}

#[test]
fn a_reading_as_fhir_has_it() {
    let made = fhir::audit_event(&reading());
    assert_eq!(valid(&made), Vec::<String>::new());
    let says = |path: &str| made.pointer(path).and_then(Value::as_str).unwrap_or("").to_owned();
    assert_eq!(says("/type/code"), "110110");
    assert_eq!((says("/action"), says("/outcome")), ("R".to_owned(), "0".to_owned()));
    assert_eq!(says("/recorded"), "2026-11-20T09:00:00.123Z");
    assert_eq!(says("/purposeOfEvent/0/coding/0/code"), "TREAT");
    assert_eq!(says("/agent/0/who/identifier/system"), "urn:oid:1.2.752.29.4.19");
    assert_eq!(says("/entity/0/what/identifier/system"), "http://electronichealth.se/identifier/personnummer");
    assert_eq!(says("/entity/0/what/identifier/value"), "198112182384");
    assert_eq!(says("/entity/1/what/identifier/value"), "case/0199aaaa-0000-7000-8000-000000000007");
    assert_eq!(says("/subtype/1/code"), "cases.read");
}

#[test]
fn each_act_has_its_letter() {
    let letter = |activity: &str, level: &str| {
        let event = Exported { activity: activity.to_owned(), level: Some(level.to_owned()), ..reading() };
        let made = fhir::audit_event(&event);
        assert_eq!(valid(&made), Vec::<String>::new());
        made["action"].as_str().unwrap().to_owned()
    };
    assert_eq!(letter("Läsa", "cases.read"), "R");
    assert_eq!(letter("Skriva", "accounts.create"), "C");
    assert_eq!(letter("Skriva", "home-care.add-customer"), "C");
    assert_eq!(letter("Skriva", "accounts.save"), "U");
    assert_eq!(letter("Radera", "files.erase"), "D");
    for executed in ["Utskrift", "Signera", "Vidimera", "Nödöppning"] {
        assert_eq!(letter(executed, "audit.sign"), "E");
    }
}

#[test]
fn who_may_not_be_told_is_in_neither_form() {
    let mut hidden = reading();
    hidden.about[0].subject = None;
    hidden.about[0].resource_id = None;
    for form in Form::ALL {
        let written = form.written(&[hidden.clone()], Instant(0));
        assert!(!written.contains("Tolvan") && !written.contains("198112182384"), "{written}");
        assert!(!written.contains("0199aaaa"), "{written}");
        assert!(form.written(&[reading()], Instant(0)).contains("Tolvan"));
    }
    assert_eq!(valid(&fhir::audit_event(&hidden)), Vec::<String>::new());
}

/// Whether it is XML, with so many logs, each with what the schema asks for, in its order.
fn valid_request(text: &str, logs: usize) {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut path, mut children, mut seen) = (Vec::<String>::new(), vec![Vec::<String>::new()], 0);
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(start) => {
                let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                children.last_mut().unwrap().push(name.clone());
                path.push(name);
                children.push(Vec::new());
            }
            Xml::End(_) => {
                let (name, inside) = (path.pop().unwrap(), children.pop().unwrap());
                seen += usize::from(name == "r:log");
                for (required, optional) in SCHEMA.iter().filter(|(of, _, _)| *of == name).map(|(_, r, o)| (r, o)) {
                    for part in *required {
                        assert!(inside.iter().any(|child| child == part), "{name} needs {part}: {inside:?}");
                    }
                    let order = |child: &String| optional.iter().position(|part| part == child);
                    let order: Vec<_> = inside.iter().map(order).collect();
                    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{name}: {inside:?}");
                }
            }
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(seen, logs);
}

/// An element, what it must hold, and all that it may hold in its order (TKB 2.0.8, 7.1.5).
type Rule = (&'static str, &'static [&'static str], &'static [&'static str]);
const SCHEMA: &[Rule] = &[
    (
        "r:log",
        &["logId", "system", "activity", "user", "resources"],
        &["logId", "system", "activity", "user", "resources"],
    ),
    ("system", &["systemId"], &["systemId", "systemName"]),
    (
        "activity",
        &["activityType", "startDate", "purpose"],
        &["activityType", "activityLevel", "activityArgs", "startDate", "purpose"],
    ),
    (
        "user",
        &["userId", "careProvider", "careUnit"],
        &["userId", "name", "personId", "assignment", "title", "careProvider", "careUnit"],
    ),
    ("resources", &["resource"], &["resource"]),
    ("resource", &["resourceType", "careProvider"], &["resourceType", "patient", "careProvider", "careUnit"]),
    ("patient", &["patientId"], &["patientId", "patientName"]),
    ("patientId", &["root", "extension"], &["root", "extension"]),
    ("careProvider", &["careProviderId"], &["careProviderId", "careProviderName"]),
    ("careUnit", &["careUnitId"], &["careUnitId", "careUnitName"]),
];

/// What is wrong with an `AuditEvent`, by FHIR R4: what is required, how many, and the codes of required bindings.
fn valid(event: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{what}: {event}"));
        }
    };
    let known = [
        "resourceType",
        "id",
        "type",
        "subtype",
        "action",
        "recorded",
        "outcome",
        "purposeOfEvent",
        "agent",
        "source",
        "entity",
    ];
    check(event["resourceType"] == "AuditEvent", "resourceType");
    check(event.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "an element that is none");
    check(is_coding(&event["type"]), "type 1..1 Coding");
    check(
        event["type"]["system"] == "http://dicom.nema.org/resources/ontology/DCM"
            && ["110100", "110101", "110106", "110107", "110110", "110114", "110137"]
                .contains(&event["type"]["code"].as_str().unwrap()),
        "type of the list",
    );
    check(["C", "R", "U", "D", "E"].contains(&event["action"].as_str().unwrap_or("")), "action");
    check(["0", "4", "8", "12"].contains(&event["outcome"].as_str().unwrap_or("")), "outcome");
    let recorded = event["recorded"].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    check(recorded.is_some(), "recorded 1..1 instant");
    let agents = event["agent"].as_array().cloned().unwrap_or_default();
    check(!agents.is_empty(), "agent 1..*");
    check(agents.iter().all(|agent| agent["requestor"].is_boolean()), "agent.requestor 1..1");
    check(agents.iter().filter(|agent| agent["requestor"] == true).count() == 1, "one requestor");
    check(agents.iter().all(|agent| is_reference(&agent["who"])), "agent.who");
    check(is_reference(&event["source"]["observer"]), "source.observer 1..1");
    check(event["source"]["type"].as_array().unwrap().iter().all(is_coding), "source.type");
    check(event["subtype"].as_array().unwrap().iter().all(is_coding), "subtype");
    for entity in event["entity"].as_array().unwrap_or(&Vec::new()) {
        check(entity["name"].is_null() || entity["query"].is_null(), "sev-1: a name or a query");
        check(entity["what"].is_null() || is_reference(&entity["what"]), "entity.what");
        check(entity["type"].is_null() || is_coding(&entity["type"]), "entity.type");
        check(entity["role"].is_null() || is_coding(&entity["role"]), "entity.role");
        for detail in entity["detail"].as_array().unwrap_or(&Vec::new()) {
            check(!detail["type"].as_str().unwrap_or("").is_empty(), "entity.detail.type 1..1");
            check(!detail["valueString"].as_str().unwrap_or("").is_empty(), "entity.detail.value[x] 1..1");
        }
    }
    check(holds_nothing_empty(event), "an empty string, list or object");
    wrong
}

fn is_coding(value: &Value) -> bool {
    value["system"].is_string() && value["code"].as_str().is_some_and(|code| !code.is_empty() && code.trim() == code)
}

fn is_reference(value: &Value) -> bool {
    value["identifier"]["value"].as_str().is_some_and(|value| !value.is_empty())
}

fn holds_nothing_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(parts) => !parts.is_empty() && parts.iter().all(holds_nothing_empty),
        Value::Object(parts) => !parts.is_empty() && parts.values().all(holds_nothing_empty),
        Value::Null => false,
        _ => true,
    }
}

prop_compose! {
    fn any_place()(id in "\\PC{1,50}", name in proptest::option::of(any::<String>())) -> Place { Place { id, name } }
}

prop_compose! {
    fn any_event()(
        id: [u8; 16], at: i64, text in any::<String>(), level in proptest::option::of("[a-z]{1,9}\\.[a-z-]{1,9}"),
        args in proptest::option::of(any::<String>()), user_id in "\\PC{1,60}",
        unit in proptest::option::of(any_place()), provider in proptest::option::of(any_place()), persons in 0..4_usize,
        hidden: bool,
    ) -> Exported {
        let one = About {
            resource_id: Some(text.clone()).filter(|text| !text.is_empty() && !hidden),
            subject: reading().about[0].subject.clone().filter(|_| !hidden),
            care_unit: unit.clone(),
            ..reading().about[0].clone()
        };
        Exported {
            id: EventId::from_bytes(id), at: Instant(at), level, args, user_id, user_name: Some(text),
            care_unit: unit, care_provider: provider, about: vec![one; persons], ..reading()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_the_log_says_both_forms_are_valid(events in proptest::collection::vec(any_event(), 0..5)) {
        valid_request(&store_log::batch(&events), events.len());
        let bundle: Value = serde_json::from_str(&fhir::bundle(&events, Instant(0))).unwrap();
        prop_assert_eq!(&bundle["resourceType"], "Bundle");
        prop_assert_eq!(&bundle["type"], "collection");
        prop_assert!(holds_nothing_empty(&bundle));
        let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
        prop_assert_eq!(entries.len(), events.len());
        for entry in entries {
            prop_assert!(entry["fullUrl"].as_str().unwrap().starts_with("urn:uuid:"));
            prop_assert_eq!(valid(&entry["resource"]), Vec::<String>::new());
        }
    }
}
