//! Believable events, keys, and a log that keeps its stored hashes as a table would.

use behorig_transparency::tree::{self, HashIndex, Held};
use behorig_transparency::{Checkpoint, Event, Hash, KeyName, Kind, Resource, SigningKey};
use uuid::Uuid;

pub const ORIGIN: &str = "behorig.example/logg";

pub fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(ORIGIN).unwrap(), Kind::Log, &[seed; 32]).unwrap()
}

pub fn witness_key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), Kind::Witness, &[seed; 32]).unwrap()
}

/// A nurse reads a resident's case.
pub fn reading() -> Event<'static> {
    Event {
        salt: *b"sixteen salty by",
        id: Uuid::from_u128(0x0199_7c3e_7c00_7000_8000_0000_0000_0001),
        system_id: "SE2321000016-1003",
        system_name: "Behörig",
        activity_type: "Läsa",
        activity_level: Some("cases.thread"),
        activity_args: None,
        at: 1_763_812_800_000,
        purpose: "Vård och behandling",
        user_id: "SE2321000016-2A7F",
        user_name: Some("Åsa Öberg"),
        user_person_id: Some("198112189876"),
        user_assignment: Some("Ärendehanterare"),
        user_title: Some(""),
        care_provider_id: Some("SE2321000016-39KJ"),
        care_provider_name: Some("Region Mellan"),
        care_unit_id: Some("SE2321000016-4B2C"),
        care_unit_name: Some("Vårdcentralen Gripen"),
        hat: "staff",
        door: "page",
        account_id: Some(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_00aa)),
        person_id: None,
        resources: vec![Resource {
            position: 0,
            resource_type: "case",
            resource_id: Some("0199aaaa-0000-7000-8000-000000000007"),
            patient_root: Some("1.2.752.129.2.1.3.1"),
            patient_extension: Some("191212121212"),
            patient_name: Some("Tolvan Tolvansson"),
            care_provider_id: None,
            care_provider_name: None,
            care_unit_id: Some("SE2321000016-4B2C"),
            care_unit_name: Some("Vårdcentralen Gripen"),
        }],
    }
}

/// The program itself ends grants by the clock: no person, no resources.
pub fn ending() -> Event<'static> {
    Event {
        salt: [0; 16],
        id: Uuid::from_u128(0x0199_7c3e_7c00_7000_8000_0000_0000_0002),
        system_id: "behorig",
        system_name: "Behörig",
        activity_type: "Skriva",
        activity_level: Some("grants.ended"),
        activity_args: Some("3"),
        at: -1,
        purpose: "Administration",
        user_id: "behorig",
        user_name: Some("Behörig"),
        user_person_id: None,
        user_assignment: None,
        user_title: None,
        care_provider_id: None,
        care_provider_name: None,
        care_unit_id: None,
        care_unit_name: None,
        hat: "system",
        door: "system",
        account_id: None,
        person_id: None,
        resources: Vec::new(),
    }
}

/// The event at a position of a made-up log.
pub fn event_at(position: u64) -> Event<'static> {
    let mut event = if position.is_multiple_of(3) { ending() } else { reading() };
    event.id = Uuid::from_u128((0x0199_7c3e_7c00_7000_u128 << 64) | u128::from(position));
    event.at += i64::try_from(position).unwrap();
    event
}

/// Keeps the hashes as a table would: a row of them, read by place.
#[derive(Default)]
pub struct Table {
    pub size: u64,
    pub row: Vec<Hash>,
}

impl Table {
    pub fn of(events: u64) -> Self {
        let mut table = Self::default();
        let leaves: Vec<_> = (0..events).map(|at| Hash::of_leaf(&event_at(at).to_bytes().unwrap())).collect();
        table.append(&leaves);
        table
    }

    pub fn read(&self, places: &[HashIndex]) -> Held {
        places.iter().map(|place| (*place, self.row[usize::try_from(place.get()).unwrap()])).collect()
    }

    pub fn append(&mut self, leaves: &[Hash]) -> Hash {
        let frontier = self.read(&tree::frontier_needs(self.size).unwrap());
        let appended = tree::append(self.size, leaves, &frontier).unwrap();
        assert_eq!(appended.first.get(), self.row.len() as u64);
        self.row.extend(appended.hashes);
        self.size = appended.size;
        assert_eq!(tree::stored(self.size).unwrap().get(), self.row.len() as u64);
        appended.root
    }

    /// The root at any size up to the present one: the row of a small tree is the beginning of a large one's.
    pub fn root_at(&self, size: u64) -> Hash {
        tree::root(size, &self.read(&tree::frontier_needs(size).unwrap())).unwrap()
    }

    pub fn checkpoint_at(&self, size: u64) -> Checkpoint {
        Checkpoint::new(KeyName::new(ORIGIN).unwrap(), size, self.root_at(size))
    }
}
