//! A request of StoreLog 2 (`urn:riv:informationsecurity:auditing:log:StoreLogResponder:2`), as the contract's schema has it.
//!
//! The schema asks for more than every event of ours has. A care unit stands in for a care provider that nobody is placed under, and the
//! system for a unit where the program itself acted; an event about no record is about the part of the program that it names.

use super::{About, Exported, Place, moment};

const REQUEST: &str = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2";
const DOMAIN: &str = "urn:riv:informationsecurity:auditing:log:2";
/// The longest of most texts, and of an HSA-id, in characters.
const LONGEST: usize = 256;
const LONGEST_ID: usize = 32;
const LONGEST_ARGS: usize = 8_192;

/// A whole request.
pub(crate) fn batch(events: &[Exported]) -> String {
    let mut xml = Xml(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r:StoreLog xmlns:r=\"{REQUEST}\" xmlns=\"{DOMAIN}\">\n"
    ));
    for event in events {
        log(&mut xml, event);
    }
    xml.0.push_str("</r:StoreLog>\n");
    xml.0
}

fn log(xml: &mut Xml, event: &Exported) {
    let provider = event.care_provider.as_ref().or(event.care_unit.as_ref()).unwrap_or(&event.system);
    let unit = event.care_unit.as_ref().unwrap_or(&event.system);
    xml.within("r:log", |xml| {
        xml.text("logId", &event.id.to_string(), 36);
        xml.within("system", |xml| xml.named("systemId", "systemName", &event.system));
        xml.within("activity", |xml| {
            xml.text("activityType", &event.activity, LONGEST);
            xml.maybe("activityLevel", event.level.as_deref(), LONGEST);
            xml.maybe("activityArgs", event.args.as_deref(), LONGEST_ARGS);
            xml.text("startDate", &moment(event.at), LONGEST);
            xml.text("purpose", &event.purpose, LONGEST);
        });
        xml.within("user", |xml| {
            xml.text("userId", &hsa_id(&event.user_id), LONGEST_ID);
            xml.maybe("name", event.user_name.as_deref(), LONGEST);
            xml.maybe("assignment", event.assignment.as_deref(), LONGEST);
            xml.maybe("title", event.user_title.as_deref(), LONGEST);
            xml.within("careProvider", |xml| xml.named("careProviderId", "careProviderName", provider));
            xml.within("careUnit", |xml| xml.named("careUnitId", "careUnitName", unit));
        });
        xml.within("resources", |xml| {
            for about in &event.about {
                resource(xml, about, provider);
            }
            if event.about.is_empty() {
                let part = event.level.as_deref().and_then(|level| level.split('.').next());
                let resource_type = part.unwrap_or(&event.activity).to_owned();
                let nothing =
                    About { resource_type, resource_id: None, subject: None, care_provider: None, care_unit: None };
                resource(xml, &nothing, provider);
            }
        });
    });
}

fn resource(xml: &mut Xml, about: &About, of_user: &Place) {
    let provider = about.care_provider.as_ref().or(about.care_unit.as_ref()).unwrap_or(of_user);
    xml.within("resource", |xml| {
        xml.text("resourceType", &about.resource_type, LONGEST);
        if let Some(subject) = &about.subject {
            xml.within("patient", |xml| {
                xml.within("patientId", |xml| {
                    xml.text("root", subject.number.oid(), LONGEST);
                    xml.text("extension", subject.number.as_stored(), LONGEST);
                });
                xml.maybe("patientName", Some(&subject.name), LONGEST);
            });
        }
        xml.within("careProvider", |xml| xml.named("careProviderId", "careProviderName", provider));
        if let Some(unit) = &about.care_unit {
            xml.within("careUnit", |xml| xml.named("careUnitId", "careUnitName", unit));
        }
    });
}

/// An id that fits: one of ours (a UUID) is written without its hyphens, which makes it just short enough.
fn hsa_id(id: &str) -> String {
    id.parse::<uuid::Uuid>().map_or_else(|_| id.to_owned(), |id| id.simple().to_string())
}

struct Xml(String);

impl Xml {
    fn within(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.0.push_str(&format!("<{name}>"));
        content(self);
        self.0.push_str(&format!("</{name}>\n"));
    }

    /// An element of text, cut where the schema has no room for more.
    fn text(&mut self, name: &str, text: &str, longest: usize) {
        self.0.push_str(&format!("<{name}>"));
        for letter in text.chars().take(longest) {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                // A reader of XML makes a newline of it otherwise.
                '\r' => self.0.push_str("&#13;"),
                '\t' | '\n' => self.0.push(letter),
                // XML 1.0 has no room for these, however they are written.
                letter if letter < ' ' || matches!(letter, '\u{fffe}' | '\u{ffff}') => self.0.push('\u{fffd}'),
                letter => self.0.push(letter),
            }
        }
        self.0.push_str(&format!("</{name}>"));
    }

    fn maybe(&mut self, name: &str, text: Option<&str>, longest: usize) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.text(name, text, longest);
        }
    }

    fn named(&mut self, id: &str, name: &str, place: &Place) {
        self.text(id, &hsa_id(&place.id), LONGEST_ID);
        self.maybe(name, place.name.as_deref(), LONGEST);
    }
}
