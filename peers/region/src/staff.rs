//! The staff: a few at every clinic and home-care unit, each with what their work needs.

use std::collections::HashSet;

use behorig_identity::IdentityNumber;

use crate::dice::Dice;
use crate::names::{somebody, user_name_of};
use crate::sheet::Sheet;
use crate::units::{REGION, Unit};

pub(crate) const ACCOUNTS: [&str; 11] = [
    "användarnamn",
    "förnamn",
    "efternamn",
    "enhet",
    "personnummer",
    "hsa_id",
    "titel",
    "lång_titel",
    "personalkategori",
    "mobil",
    "e_post",
];

pub(crate) const GRANTS: [&str; 9] =
    ["användarnamn", "personnummer", "roll", "enhet", "gren", "kund", "från", "till", "grund"];

/// Title, long title and staff category.
type Work = (&'static str, &'static str, &'static str);

const HEALTH_CENTRE: [Work; 8] = [
    ("Leg. Läkare", "Leg. läkare, specialist i allmänmedicin", "Läkare"),
    ("Leg. Sjuksköterska", "Leg. sjuksköterska, distriktssköterska", "Sjuksköterska"),
    ("Leg. Fysioterapeut", "Leg. fysioterapeut", "Fysioterapeut/Sjukgymnast"),
    ("Medicinsk sekreterare", "Medicinsk sekreterare", "Sekreterare"),
    ("Receptionist", "Receptionist", "Receptionist"),
    ("Leg. Psykolog", "Leg. psykolog", "Psykolog"),
    ("Leg. Logoped", "Leg. logoped", "Logoped"),
    ("Undersköterska", "Undersköterska", "Annan"),
];
const MIDWIVES: [Work; 3] = [
    ("Leg. Barnmorska", "Leg. barnmorska", "Sjuksköterska"),
    ("Leg. Barnmorska", "Leg. barnmorska, samordnare", "Sjuksköterska"),
    ("Medicinsk sekreterare", "Medicinsk sekreterare", "Sekreterare"),
];
const HOME_CARE: [Work; 4] = [
    ("Enhetschef", "Enhetschef för hemtjänsten", "Annan"),
    ("Samordnare", "Samordnare", "Annan"),
    ("Undersköterska", "Undersköterska", "Annan"),
    ("Vårdbiträde", "Vårdbiträde", "Annan"),
];
const PHYSIO: [Work; 5] = [
    ("Leg. Fysioterapeut", "Leg. fysioterapeut, specialist i ortopedisk manuell terapi", "Fysioterapeut/Sjukgymnast"),
    ("Leg. Sjukgymnast", "Leg. sjukgymnast", "Fysioterapeut/Sjukgymnast"),
    ("Leg. Naprapat", "Leg. naprapat", "Naprapat"),
    ("Leg. Kiropraktor", "Leg. kiropraktor", "Kiropraktor"),
    ("Receptionist", "Receptionist", "Receptionist"),
];

/// What the first, second … of a unit hold besides internal mail.
const HELD: [&[&str]; 6] = [
    &["system-administrator", "case-handler"],
    &["local-administrator", "case-receiver"],
    &["case-handler"],
    &["case-receiver"],
    &["case-handler"],
    &["reviewer"],
];

pub(crate) fn write(
    units: &[Unit],
    taken: &mut HashSet<IdentityNumber>,
    persons: &mut Sheet,
    accounts: &mut Sheet,
    grants: &mut Sheet,
) {
    let mut dice = Dice::new(6);
    let mut writer = Writer { dice: &mut dice, taken, user_names: HashSet::new(), made: 0 };
    for unit in units {
        let works: &[Work] = match unit.kind {
            "mottagning" if unit.key.ends_with("-BMM") => &MIDWIVES,
            "mottagning" if unit.key == crate::units::PHYSIO => &PHYSIO,
            "mottagning" => &HEALTH_CENTRE,
            "hemtjänstenhet" => &HOME_CARE,
            _ => continue,
        };
        for (at, work) in works.iter().enumerate() {
            let Some(user_name) = writer.employ(unit, work, persons, accounts) else { continue };
            give(grants, &user_name, "internal-mail", &unit.key);
            for role in HELD.get(at).into_iter().copied().flatten() {
                let case_work = role.starts_with("case-");
                if !(case_work && unit.kind == "hemtjänstenhet") {
                    give(grants, &user_name, role, &unit.key);
                }
            }
            if at == 0 && unit.key.contains("-MED") {
                give(grants, &user_name, "dashboard", unit.parent.as_deref().unwrap_or(REGION));
            }
        }
    }
}

fn give(grants: &mut Sheet, user_name: &str, role: &str, unit: &str) {
    grants.line(&[user_name, "", role, unit, "", "", "2026-01-15", "", "administrator"]);
}

struct Writer<'w> {
    dice: &'w mut Dice,
    taken: &'w mut HashSet<IdentityNumber>,
    user_names: HashSet<String>,
    made: u32,
}

impl Writer<'_> {
    fn employ(&mut self, unit: &Unit, work: &Work, persons: &mut Sheet, accounts: &mut Sheet) -> Option<String> {
        let somebody = somebody(self.dice, (1980, 2003), self.taken)?;
        let plain = user_name_of(&somebody.given_name, &somebody.family_name);
        let names = std::iter::once(plain.clone()).chain((2..).map(|next| format!("{plain}{next}")));
        let named = |name: &String| crate::people::test_people().iter().any(|person| person.user_name == Some(name));
        let user_name = names.into_iter().find(|name| !self.user_names.contains(name) && !named(name))?;
        self.user_names.insert(user_name.clone());
        self.made += 1;
        let hsa_id = format!("SE5565594230-P{:05}", self.made);
        let email = format!("{user_name}@rjl.example");
        let number = somebody.number.as_stored();
        let (given, family) = (somebody.given_name.as_str(), somebody.family_name.as_str());
        accounts.line(&[&user_name, given, family, &unit.key, number, &hsa_id, work.0, work.1, work.2, "", &email]);
        persons.line(&[number, given, family, somebody.sex(), "06", unit.municipality, "", "", "", ""]);
        Some(user_name)
    }
}
