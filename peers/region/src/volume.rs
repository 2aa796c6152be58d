//! As many accounts as a bench asks for, as the files of an import.

use behorig_batch::files::{File, ImportFiles};

use crate::dice::Dice;
use crate::names::{family_name, given_name};
use crate::sheet::Sheet;

/// So many accounts stand at one clinic.
const AT_A_CLINIC: usize = 100;

/// Units, accounts and grants: each account has a clinic, an HSA-id, a name to be found by and one grant. No identity numbers:
/// the published series has fewer than a large bench needs.
#[must_use]
pub fn accounts(count: usize) -> ImportFiles {
    let mut dice = Dice::new(100_000);
    let mut units = Sheet::of(&["nyckel", "namn", "slag", "överordnad"]);
    let mut accounts =
        Sheet::of(&["användarnamn", "förnamn", "efternamn", "enhet", "hsa_id", "titel", "personalkategori"]);
    let mut grants = Sheet::of(&["användarnamn", "roll", "enhet", "från", "grund"]);
    units.line(&["REGION", "Region Storskog", "region", ""]);
    units.line(&["VG", "Storskogs vård", "vårdgivarorganisation", "REGION"]);
    for clinic in 0..count.div_ceil(AT_A_CLINIC) {
        let key = format!("M{clinic}");
        units.line(&[&key, &format!("Mottagning {clinic}"), "mottagning", "VG"]);
    }
    for at in 0..count {
        let man = dice.once_in(2);
        let (given, family) = (given_name(&mut dice, man), family_name(&mut dice));
        let (user_name, unit) = (format!("person{at:06}"), format!("M{}", at / AT_A_CLINIC));
        let hsa_id = format!("SE5565594230-V{at:07}");
        accounts.line(&[&user_name, &given, &family, &unit, &hsa_id, "Leg. Sjuksköterska", "Sjuksköterska"]);
        let role = if at % AT_A_CLINIC == 0 { "system-administrator" } else { "internal-mail" };
        grants.line(&[&user_name, role, &unit, "2026-01-15", "administrator"]);
    }
    let file = |name: &str, sheet: Sheet| Some(File { name: name.to_owned(), bytes: sheet.into_text().into_bytes() });
    ImportFiles {
        units: file("units.csv", units),
        persons: None,
        accounts: file("accounts.csv", accounts),
        grants: file("grants.csv", grants),
        directory: None,
    }
}
