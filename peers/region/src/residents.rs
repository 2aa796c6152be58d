//! Ten thousand residents: families, older people with home care and their relatives, people from elsewhere, some who are
//! protected and some who have died.

use std::collections::HashSet;

use behorig_identity::{IdentityNumber, test_series};
use behorig_registers::places::MUNICIPALITIES;
use jiff::civil::date;

use crate::dice::Dice;
use crate::names::{Made, family_name, given_name, somebody, user_name_of};
use crate::sheet::Sheet;
use crate::units::{COUNTY, Unit};

pub(crate) const HEADER: [&str; 10] = [
    "personnummer",
    "förnamn",
    "efternamn",
    "kön",
    "länskod",
    "kommunkod",
    "avliden",
    "skydd",
    "vårdnadshavare_1",
    "vårdnadshavare_2",
];

const RESIDENTS: usize = 10_000;
/// Born from here on, somebody is a child in the demo, whose year is 2026.
const CHILDREN_FROM: i16 = 2009;

pub(crate) fn write(
    units: &[Unit],
    taken: &mut HashSet<IdentityNumber>,
    persons: &mut Sheet,
    accounts: &mut Sheet,
    grants: &mut Sheet,
) {
    let mut dice = Dice::new(680);
    let clinics: Vec<&Unit> = units.iter().filter(|unit| unit.key.ends_with("-MOTT")).collect();
    let homes: Vec<&Unit> = units.iter().filter(|unit| unit.kind == "hemtjänstenhet").collect();
    older_people(&mut dice, &homes, taken, persons, accounts, grants);
    the_long_dead(&mut dice, persons);
    let mut made = 0;
    while made < RESIDENTS {
        let Some(one) = somebody(&mut dice, (1980, CHILDREN_FROM - 1), taken) else { return };
        let home = municipality(&mut dice);
        made += 1;
        adult(&mut dice, &one, home, persons);
        if home.starts_with(COUNTY) && dice.once_in(12) {
            let near: Vec<&&Unit> = clinics.iter().filter(|clinic| clinic.municipality == home).collect();
            if let Some(clinic) = dice.any(&near) {
                approve(&one, clinic, grants);
            }
        }
        if one.born.year() <= 1992 && dice.once_in(3) {
            made += family(&mut dice, &one, home, taken, persons);
        }
    }
}

/// Most live in the county, the larger municipalities more often; one in twenty elsewhere in Sweden.
fn municipality(dice: &mut Dice) -> &'static str {
    const WEIGHED: [&str; 24] = [
        "0680", "0680", "0680", "0680", "0680", "0680", "0680", "0680", "0683", "0683", "0682", "0682", "0662", "0662",
        "0685", "0685", "0687", "0686", "0643", "0665", "0684", "0617", "0642", "0604",
    ];
    if dice.once_in(20) {
        return dice.any(&MUNICIPALITIES).map_or("0180", |(code, _)| code);
    }
    dice.any(&WEIGHED).copied().unwrap_or("0680")
}

fn line(persons: &mut Sheet, one: &Made, home: &str, deceased: &str, protection: &str, guardians: [&str; 2]) {
    let county = home.get(..2).unwrap_or(COUNTY);
    let [first, second] = guardians;
    persons.line(&[
        one.number.as_stored(),
        &one.given_name,
        &one.family_name,
        one.sex(),
        county,
        home,
        deceased,
        protection,
        first,
        second,
    ]);
}

fn adult(dice: &mut Dice, one: &Made, home: &str, persons: &mut Sheet) {
    let protection = match dice.below(600) {
        0..=3 => "sekretessmarkering",
        4 => "skyddad folkbokföring",
        _ => "",
    };
    let deceased = if dice.once_in(150) { "2025-10-04" } else { "" };
    line(persons, one, home, deceased, protection, ["", ""]);
}

/// A second parent and one to three children, who have one name and one home.
fn family(
    dice: &mut Dice,
    parent: &Made,
    home: &str,
    taken: &mut HashSet<IdentityNumber>,
    persons: &mut Sheet,
) -> usize {
    let Some(mut other) = somebody(dice, (1980, 1992), taken) else { return 0 };
    other.family_name.clone_from(&parent.family_name);
    line(persons, &other, home, "", "", ["", ""]);
    let mut made = 1;
    for _ in 0..=dice.below(3) {
        let Some(mut child) = somebody(dice, (CHILDREN_FROM, 2016), taken) else { continue };
        child.family_name.clone_from(&parent.family_name);
        let second = if dice.once_in(6) { "" } else { other.number.as_stored() };
        line(persons, &child, home, "", "", [parent.number.as_stored(), second]);
        made += 1;
    }
    made
}

fn approve(one: &Made, clinic: &Unit, grants: &mut Sheet) {
    let number = one.number.as_stored();
    grants.line(&["", number, "approved-resident", &clinic.key, "", "", "2026-02-02", "", "local-administrator"]);
}

/// The customers of home care, by the published numbers; every fourth has a relative who may follow their visits.
fn older_people(
    dice: &mut Dice,
    homes: &[&Unit],
    taken: &mut HashSet<IdentityNumber>,
    persons: &mut Sheet,
    accounts: &mut Sheet,
    grants: &mut Sheet,
) {
    for (at, number) in test_series::older_people().enumerate() {
        // The last digit but one tells how the register counted them.
        let man = number.as_stored().as_bytes().get(10).is_some_and(|digit| digit % 2 == 1);
        let Some(home) = homes.get(at % homes.len().max(1)) else { return };
        let (given, family) = (given_name(dice, man), family_name(dice));
        let born = number.birth_date().unwrap_or(date(1930, 1, 1));
        let customer = Made { number, born, man, given_name: given, family_name: family };
        line(persons, &customer, home.municipality, "", "", ["", ""]);
        if at % 4 != 3 {
            continue;
        }
        let Some(mut relative) = somebody(dice, (1980, 1995), taken) else { continue };
        relative.family_name.clone_from(&customer.family_name);
        let user_name = format!("{}.{at}", user_name_of(&relative.given_name, &relative.family_name));
        let own = relative.number.as_stored();
        line(persons, &relative, home.municipality, "", "", ["", ""]);
        accounts.line(&[
            &user_name,
            &relative.given_name,
            &relative.family_name,
            &home.key,
            own,
            "",
            "",
            "",
            "",
            "",
            "",
        ]);
        let customer = customer.number.as_stored();
        let to = if at % 8 == 7 { "2027-06-30" } else { "" };
        grants.line(&[&user_name, "", "relative", &home.key, "", customer, "2026-03-01", to, "consent"]);
    }
}

/// Born more than a hundred years ago: their numbers are written with a plus sign.
fn the_long_dead(dice: &mut Dice, persons: &mut Sheet) {
    for year in [1893, 1899, 1904, 1909] {
        for man in [false, true] {
            let born = date(year, 5, 17);
            let Ok(number) = test_series::personal_number(born, man) else { continue };
            let (given, family) = (given_name(dice, man), family_name(dice));
            let one = Made { number, born, man, given_name: given, family_name: family };
            line(persons, &one, "0680", "1991-02-14", "", ["", ""]);
        }
    }
}
