//! Believable people; their identity numbers are from the published test series.

use behorig_identity::test_series;
use jiff::civil::date;

/// A row of the account list.
pub struct Person {
    pub name: &'static str,
    pub user_name: &'static str,
    pub category: &'static str,
    pub unit: &'static str,
    pub roles: &'static str,
    pub standing: Standing,
    pub last_seen: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    Blocked,
    Locked,
    Pending,
    Ended,
}

const fn person(
    name: &'static str,
    user_name: &'static str,
    category: &'static str,
    unit: &'static str,
    roles: &'static str,
    standing: Standing,
    last_seen: &'static str,
) -> Person {
    Person { name, user_name, category, unit, roles, standing, last_seen }
}

use Standing::{Active, Blocked, Ended, Locked, Pending};

pub const PEOPLE: [Person; 20] = [
    person(
        "Ahmed Al-Rashid",
        "ahmed.alrashid",
        "Läkare",
        "Vårdcentralen Söder",
        "Internpost, Ärendehanterare",
        Active,
        "2026-11-21",
    ),
    person(
        "Anna Andersson",
        "anna.andersson",
        "Sjuksköterska",
        "Vårdcentralen Söder",
        "Internpost, Ärendemottagare",
        Active,
        "2026-11-21",
    ),
    person(
        "Anna-Karin Bergström-Holmqvist",
        "annakarin.bergstrom-holmqvist",
        "Fysioterapeut/Sjukgymnast",
        "Rehabmottagningen Östra",
        "Internpost",
        Active,
        "2026-11-20",
    ),
    person(
        "Birgitta Dahl",
        "birgitta.dahl",
        "Sekreterare",
        "Vårdcentralen Söder",
        "Internpost, Batch",
        Active,
        "2026-11-19",
    ),
    person(
        "Carl Ekström",
        "carl.ekstrom",
        "Läkare",
        "Vårdcentralen Söder",
        "Internpost, Journalsäkerhetsansvarig",
        Active,
        "2026-11-21",
    ),
    person(
        "Daniel Forsberg",
        "daniel.forsberg",
        "Naprapat",
        "Rehabmottagningen Östra",
        "Internpost",
        Locked,
        "2026-03-02",
    ),
    person(
        "Elif Yılmaz",
        "elif.yilmaz",
        "Psykolog",
        "Psykologmottagningen",
        "Internpost, Ärendehanterare",
        Active,
        "2026-11-18",
    ),
    person(
        "Erik Gustafsson",
        "erik.gustafsson",
        "Receptionist",
        "Vårdcentralen Söder",
        "Internpost",
        Active,
        "2026-11-21",
    ),
    person(
        "Fatima Hassan",
        "fatima.hassan",
        "Sjuksköterska",
        "Barnavårdscentralen",
        "Internpost, Ärendemottagare",
        Active,
        "2026-11-20",
    ),
    person("Gunnar Isaksson", "gunnar.isaksson", "Läkare", "Vårdcentralen Söder", "–", Ended, "2025-12-31"),
    person(
        "Helena Johansson",
        "helena.johansson",
        "Logoped",
        "Logopedmottagningen",
        "Internpost, Granskare",
        Active,
        "2026-11-17",
    ),
    person(
        "Ingrid Karlsson",
        "ingrid.karlsson",
        "Sjuksköterska",
        "Vårdcentralen Söder",
        "Internpost, Lokal administratör",
        Active,
        "2026-11-21",
    ),
    person(
        "Johan Lindgren",
        "johan.lindgren",
        "Kiropraktor",
        "Rehabmottagningen Östra",
        "Internpost",
        Blocked,
        "2026-10-04",
    ),
    person(
        "Karin Magnusson",
        "karin.magnusson",
        "Receptionist",
        "Barnavårdscentralen",
        "Internpost",
        Active,
        "2026-11-20",
    ),
    person("Leila Nazari", "leila.nazari", "Läkare", "Vårdcentralen Söder", "–", Pending, "–"),
    person(
        "Magnus Olsson",
        "magnus.olsson",
        "Annan",
        "Vårdcentralen Söder",
        "Systemadministratör",
        Active,
        "2026-11-21",
    ),
    person(
        "Nils-Petter Persson",
        "nilspetter.persson",
        "Fysioterapeut/Sjukgymnast",
        "Rehabmottagningen Östra",
        "Internpost",
        Active,
        "2026-11-14",
    ),
    person(
        "Oksana Romanenko",
        "oksana.romanenko",
        "Sjuksköterska",
        "Barnavårdscentralen",
        "Internpost, Ärendehanterare",
        Active,
        "2026-11-21",
    ),
    person(
        "Åsa Öberg",
        "asa.oberg",
        "Psykolog",
        "Psykologmottagningen",
        "Internpost, Behörighetsadministratör",
        Active,
        "2026-11-19",
    ),
    person(
        "Örjan Söderlund",
        "orjan.soderlund",
        "Sekreterare",
        "Vårdcentralen Söder",
        "Internpost",
        Active,
        "2026-11-12",
    ),
];

/// An identity number of the published test series, as a page may show it.
pub fn test_number(year: i16, month: i8, day: i8) -> String {
    test_series::personal_number(date(year, month, day), true).map(|number| number.shown()).unwrap_or_default()
}
