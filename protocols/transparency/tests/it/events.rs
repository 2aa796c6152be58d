//! Canonical bytes: one event has one form, one form is one event, and the document's vectors are what is written.

use behorig_transparency::{Event, EventError, Hash, Resource};
use proptest::prelude::*;
use uuid::Uuid;

use crate::samples::{ending, reading};

const DOCUMENT: &str = include_str!("../../../../docs/sealed-log.md");

/// The texts of an event and of one resource, to borrow from.
#[derive(Debug, Clone)]
struct Texts {
    needed: Vec<String>,
    perhaps: Vec<Option<String>>,
    resources: Vec<(i64, String, Vec<Option<String>>)>,
    numbers: (i64, u128, Option<u128>, Option<u128>, [u8; 16]),
}

fn texts() -> impl Strategy<Value = Texts> {
    let perhaps = || prop::option::of("\\PC{0,12}");
    (
        prop::collection::vec("\\PC{0,12}", 7),
        prop::collection::vec(perhaps(), 10),
        prop::collection::vec((any::<i64>(), "\\PC{0,12}", prop::collection::vec(perhaps(), 8)), 0..4),
        any::<(i64, u128, Option<u128>, Option<u128>, [u8; 16])>(),
    )
        .prop_map(|(needed, perhaps, resources, numbers)| Texts { needed, perhaps, resources, numbers })
}

impl Texts {
    fn event(&self) -> Event<'_> {
        let needed = |at: usize| self.needed[at].as_str();
        let perhaps = |at: usize| self.perhaps[at].as_deref();
        let (at, id, account, person, salt) = self.numbers;
        Event {
            salt,
            id: Uuid::from_u128(id),
            system_id: needed(0),
            system_name: needed(1),
            activity_type: needed(2),
            activity_level: perhaps(0),
            activity_args: perhaps(1),
            at,
            purpose: needed(3),
            user_id: needed(4),
            user_name: perhaps(2),
            user_person_id: perhaps(3),
            user_assignment: perhaps(4),
            user_title: perhaps(5),
            care_provider_id: perhaps(6),
            care_provider_name: perhaps(7),
            care_unit_id: perhaps(8),
            care_unit_name: perhaps(9),
            hat: needed(5),
            door: needed(6),
            account_id: account.map(Uuid::from_u128),
            person_id: person.map(Uuid::from_u128),
            resources: self.resources.iter().map(resource).collect(),
        }
    }
}

fn resource((position, resource_type, texts): &(i64, String, Vec<Option<String>>)) -> Resource<'_> {
    let perhaps = |at: usize| texts[at].as_deref();
    Resource {
        position: *position,
        resource_type,
        resource_id: perhaps(0),
        patient_root: perhaps(1),
        patient_extension: perhaps(2),
        patient_name: perhaps(3),
        care_provider_id: perhaps(4),
        care_provider_name: perhaps(5),
        care_unit_id: perhaps(6),
        care_unit_name: perhaps(7),
    }
}

/// The hex digits of the document's block with this name.
fn vector(name: &str) -> String {
    let (_, rest) = DOCUMENT.split_once(&format!("```hex {name}\n")).unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    block.split_whitespace().collect()
}

#[test]
fn the_vectors_of_the_document_are_what_is_written() {
    for (name, event) in [("reading", reading()), ("ending", ending())] {
        let bytes = event.to_bytes().unwrap();
        assert_eq!(hex::encode(&bytes), vector(name), "the bytes of {name}");
        let leaf = Hash::of_leaf(&bytes);
        assert_eq!(hex::encode(leaf.as_bytes()), vector(&format!("leaf-of-{name}")), "the leaf of {name}");
        assert_eq!(event.leaf(&mut vec![1, 2, 3]).unwrap(), leaf, "a used buffer leaves nothing behind");
    }
}

#[test]
fn nothing_and_an_empty_text_are_two_things() {
    let with_empty = ending();
    let with_empty = Event { user_title: Some(""), ..with_empty };
    assert_ne!(with_empty.to_bytes().unwrap(), ending().to_bytes().unwrap());
}

#[test]
fn a_text_does_not_run_over_into_its_neighbour() {
    let one = Event { hat: "staffp", door: "age", ..ending() };
    let other = Event { hat: "staff", door: "page", ..ending() };
    assert_ne!(one.to_bytes().unwrap(), other.to_bytes().unwrap());
}

#[test]
fn what_is_no_event_is_refused_with_its_reason() {
    let good = ending().to_bytes().unwrap();
    assert_eq!(Event::parse(&[]), Err(EventError::CutShort));
    assert_eq!(Event::parse(&[&[2], &good[1..]].concat()), Err(EventError::UnknownVersion(2)));
    assert_eq!(Event::parse(&[good.as_slice(), &[0]].concat()), Err(EventError::TooMany));
    let mut short_salt = good.clone();
    short_salt[4] = 15;
    assert_eq!(Event::parse(&short_salt), Err(EventError::WrongLength("salt")));
    let mut no_salt = good.clone();
    no_salt.splice(1..21, [0xff; 4]);
    assert_eq!(Event::parse(&no_salt), Err(EventError::Missing("salt")));
    let mut not_text = good.clone();
    // After the version, the salt and the id: the length of system_id, then its first letter.
    not_text[45] = 0xff;
    assert_eq!(Event::parse(&not_text), Err(EventError::NotText("system_id")));
    let mut many = good;
    let count = many.len() - 4;
    many.splice(count.., [0xff, 0xff, 0xff, 0xff]);
    assert_eq!(Event::parse(&many), Err(EventError::CutShort));
}

#[test]
fn an_event_prints_nothing_of_a_person() {
    let printed = format!("{:?} {:?}", reading(), reading().resources);
    for secret in ["1912", "1981", "Tolvan", "Åsa"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

proptest! {
    #[test]
    fn an_event_is_read_as_it_was_written(texts in texts()) {
        let event = texts.event();
        let bytes = event.to_bytes().unwrap();
        let read = Event::parse(&bytes).unwrap();
        prop_assert!(read == event);
        prop_assert_eq!(read.to_bytes().unwrap(), bytes);
    }

    #[test]
    fn no_two_forms_are_the_same_event(texts in texts(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let event = texts.event();
        let mut bytes = event.to_bytes().unwrap();
        let place = at.index(bytes.len());
        bytes[place] ^= 1 << bit;
        if let Ok(other) = Event::parse(&bytes) {
            prop_assert!(other != event);
            prop_assert_eq!(other.to_bytes().unwrap(), bytes);
        }
    }

    #[test]
    fn an_event_cut_anywhere_is_refused(texts in texts(), at in any::<prop::sample::Index>()) {
        let bytes = texts.event().to_bytes().unwrap();
        prop_assert!(Event::parse(&bytes[..at.index(bytes.len())]).is_err());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(event) = Event::parse(&bytes) {
            prop_assert_eq!(event.to_bytes().unwrap(), bytes);
        }
    }
}
