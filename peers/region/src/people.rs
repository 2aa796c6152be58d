//! The people to sign in as, told apart by what they are for.

use std::collections::HashSet;

use behorig_identity::{IdentityNumber, test_series};
use jiff::civil::{Date, date};

use crate::sheet::Sheet;
use crate::units::{PHYSIO, REGION, clinic_of};

/// The password of every test person with a user name, but for those who sign in with BankID alone.
pub const DEMO_PASSWORD: &str = "demo i Småland 2026";

/// Somebody to sign in as.
#[derive(Debug, Clone)]
pub struct TestPerson {
    /// A short name for addresses: lower-case letters and hyphens.
    pub key: &'static str,
    /// From the published test series.
    pub number: IdentityNumber,
    /// Given name.
    pub given_name: &'static str,
    /// Family name.
    pub family_name: &'static str,
    /// The user name of the account, where the person has one.
    pub user_name: Option<&'static str>,
    /// What the person is for, in Swedish.
    pub purpose_sv: &'static str,
    /// What the person is for, in English.
    pub purpose_en: &'static str,
}

impl TestPerson {
    /// Given and family name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

struct Named {
    key: &'static str,
    born: Date,
    man: bool,
    name: (&'static str, &'static str),
    account: Option<Account>,
    /// The municipality where the person is in the register.
    lives: &'static str,
    protection: &'static str,
    purpose: (&'static str, &'static str),
}

struct Account {
    user_name: &'static str,
    unit: &'static str,
    title: &'static str,
    category: &'static str,
    /// Role, unit, whether with the branch below, and the customer's place among the published numbers of older people.
    grants: &'static [(&'static str, &'static str, bool, Option<usize>)],
}

const ROSENLUND: &str = "VC-ROSENLUND-MOTT";
const HOME_CARE: &str = "HEMTJANST-0680-N";

const fn person(
    key: &'static str,
    born: Date,
    man: bool,
    name: (&'static str, &'static str),
    purpose: (&'static str, &'static str),
    account: Option<Account>,
) -> Named {
    Named { key, born, man, name, account, lives: "0680", protection: "", purpose }
}

const fn account(
    user_name: &'static str,
    unit: &'static str,
    title: &'static str,
    category: &'static str,
    grants: &'static [(&'static str, &'static str, bool, Option<usize>)],
) -> Option<Account> {
    Some(Account { user_name, unit, title, category, grants })
}

fn named() -> Vec<Named> {
    vec![
        person(
            "systemadministrator",
            date(1982, 1, 1),
            false,
            ("Anna", "Ek"),
            (
                "systemadministratör vid Rehabkliniken Fysio Centrum",
                "system administrator at Rehabkliniken Fysio Centrum",
            ),
            account(
                "anna.ek",
                PHYSIO,
                "Leg. Fysioterapeut",
                "Fysioterapeut/Sjukgymnast",
                &[("system-administrator", PHYSIO, false, None), ("internal-mail", PHYSIO, false, None)],
            ),
        ),
        person(
            "support",
            date(1985, 3, 12),
            true,
            ("Samir", "Haddad"),
            ("supportpersonal för hela regionen", "support staff for the whole region"),
            account(
                "samir.haddad",
                REGION,
                "Systemförvaltare",
                "Annan",
                &[("support", REGION, true, None), ("internal-mail", REGION, true, None)],
            ),
        ),
        person(
            "lokal-administrator",
            date(1980, 9, 5),
            false,
            ("Lena", "Nordin"),
            ("lokal administratör vid Vårdcentralen Rosenlund", "local administrator at Vårdcentralen Rosenlund"),
            account(
                "lena.nordin",
                ROSENLUND,
                "Vårdadministratör",
                "Sekreterare",
                &[("local-administrator", ROSENLUND, false, None), ("internal-mail", ROSENLUND, false, None)],
            ),
        ),
        person(
            "behorighetsadministrator",
            date(1984, 6, 20),
            true,
            ("Tuomas", "Virtanen"),
            ("behörighetsadministratör vid Vårdcentralen Rosenlund", "grant administrator at Vårdcentralen Rosenlund"),
            account(
                "tuomas.virtanen",
                ROSENLUND,
                "Enhetschef",
                "Annan",
                &[("grant-administrator", ROSENLUND, false, None), ("internal-mail", ROSENLUND, false, None)],
            ),
        ),
        person(
            "arendemottagare",
            date(1988, 2, 17),
            false,
            ("Maria", "Johansson"),
            (
                "ärendemottagare och ärendehanterare vid Vårdcentralen Rosenlund",
                "case receiver and case handler at Vårdcentralen Rosenlund",
            ),
            account(
                "maria.johansson",
                ROSENLUND,
                "Leg. Sjuksköterska",
                "Sjuksköterska",
                &[
                    ("case-receiver", ROSENLUND, false, None),
                    ("case-handler", ROSENLUND, false, None),
                    ("internal-mail", ROSENLUND, false, None),
                ],
            ),
        ),
        person(
            "arendehanterare",
            date(1981, 11, 30),
            true,
            ("Ali", "Rezai"),
            (
                "ärendehanterare (läkare) vid Vårdcentralen Rosenlund",
                "case handler (physician) at Vårdcentralen Rosenlund",
            ),
            account(
                "ali.rezai",
                ROSENLUND,
                "Leg. Läkare",
                "Läkare",
                &[("case-handler", ROSENLUND, false, None), ("internal-mail", ROSENLUND, false, None)],
            ),
        ),
        person(
            "journalsakerhetsansvarig",
            date(1980, 4, 8),
            false,
            ("Birgitta", "Holm"),
            ("journalsäkerhetsansvarig för hela regionen", "records security officer for the whole region"),
            account(
                "birgitta.holm",
                REGION,
                "Journalsäkerhetsansvarig",
                "Annan",
                &[("records-security-officer", REGION, true, None), ("internal-mail", REGION, true, None)],
            ),
        ),
        person(
            "granskare",
            date(1983, 7, 14),
            true,
            ("Mats", "Hedman"),
            ("granskare vid Vårdcentralen Rosenlund", "reviewer at Vårdcentralen Rosenlund"),
            account(
                "mats.hedman",
                ROSENLUND,
                "Leg. Psykolog",
                "Psykolog",
                &[("reviewer", ROSENLUND, false, None), ("internal-mail", ROSENLUND, false, None)],
            ),
        ),
        person(
            "batch",
            date(1990, 10, 2),
            true,
            ("Erik", "Lund"),
            (
                "får läsa in och ta ut filer (Batch) för hela regionen",
                "may run imports and exports (Batch) for the whole region",
            ),
            account(
                "erik.lund",
                REGION,
                "Systemförvaltare",
                "Annan",
                &[("batch", REGION, true, None), ("internal-mail", REGION, true, None)],
            ),
        ),
        person(
            "dashboard",
            date(1986, 12, 24),
            false,
            ("Fatima", "Al-Sayed"),
            (
                "ser Dashboard och Flygledartornet för hela regionen",
                "sees the Dashboard and the control tower for the whole region",
            ),
            account(
                "fatima.al-sayed",
                "VG-RJL",
                "Verksamhetschef",
                "Läkare",
                &[
                    ("dashboard", REGION, true, None),
                    ("control-tower", REGION, true, None),
                    ("internal-mail", "VG-RJL", false, None),
                ],
            ),
        ),
        person(
            "anhorig",
            date(1987, 5, 9),
            false,
            ("Karin", "Sandberg"),
            (
                "anhörig till en kund hos Hemtjänsten Jönköping Norr; loggar in med lösenord eller BankID",
                "relative of a customer of Hemtjänsten Jönköping Norr; signs in with a password or BankID",
            ),
            account("karin.sandberg", HOME_CARE, "", "", &[("relative", HOME_CARE, false, Some(0))]),
        ),
        person(
            "tva-uppdrag",
            date(1989, 8, 19),
            true,
            ("Johan", "Åberg"),
            (
                "två uppdrag: fysioterapeut vid Rehabkliniken Fysio Centrum och anhörig till en hemtjänstkund",
                "two hats: physiotherapist at Rehabkliniken Fysio Centrum and relative of a home-care customer",
            ),
            account(
                "johan.aberg",
                PHYSIO,
                "Leg. Fysioterapeut",
                "Fysioterapeut/Sjukgymnast",
                &[
                    ("case-handler", PHYSIO, false, None),
                    ("internal-mail", PHYSIO, false, None),
                    ("relative", HOME_CARE, false, Some(1)),
                ],
            ),
        ),
        person(
            "sparrad",
            date(1992, 3, 3),
            true,
            ("Peter", "Wallin"),
            ("spärrad av en administratör", "blocked by an administrator"),
            account(
                "peter.wallin",
                ROSENLUND,
                "Leg. Sjuksköterska",
                "Sjuksköterska",
                &[("case-handler", ROSENLUND, false, None)],
            ),
        ),
        person(
            "last",
            date(1991, 1, 25),
            false,
            ("Helena", "Öst"),
            (
                "låst av systemet efter misslyckade inloggningar",
                "locked by the system after failed attempts to sign in",
            ),
            account("helena.ost", PHYSIO, "Receptionist", "Receptionist", &[("internal-mail", PHYSIO, false, None)]),
        ),
        person(
            "utan-konto",
            date(1996, 9, 13),
            false,
            ("Elin", "Strand"),
            ("ny fysioterapeut utan konto, att ansluta", "a new physiotherapist without an account, to be connected"),
            None,
        ),
        person(
            "invanare",
            date(1993, 4, 27),
            false,
            ("Nora", "Lindqvist"),
            (
                "invånare i Jönköping, godkänd vid Vårdcentralen Rosenlund",
                "resident in Jönköping, approved at Vårdcentralen Rosenlund",
            ),
            None,
        ),
        Named {
            lives: "0682",
            ..person(
                "invanare-ej-godkand",
                date(1995, 6, 6),
                true,
                ("Omar", "Yusuf"),
                ("invånare i Nässjö, inte godkänd någonstans", "resident in Nässjö, approved nowhere"),
                None,
            )
        },
        Named {
            protection: "sekretessmarkering",
            ..person(
                "invanare-skyddad",
                date(1994, 2, 11),
                false,
                ("Sara", "Blom"),
                ("invånare med skyddade personuppgifter", "resident with a protected identity"),
                None,
            )
        },
    ]
}

fn number_of(person: &Named) -> Option<IdentityNumber> {
    test_series::personal_number(person.born, person.man).ok()
}

/// The people to sign in as, in the order in which they are shown.
#[must_use]
pub fn test_people() -> Vec<TestPerson> {
    named()
        .into_iter()
        .filter_map(|person| {
            Some(TestPerson {
                key: person.key,
                number: number_of(&person)?,
                given_name: person.name.0,
                family_name: person.name.1,
                user_name: person.account.as_ref().map(|account| account.user_name),
                purpose_sv: person.purpose.0,
                purpose_en: person.purpose.1,
            })
        })
        .collect()
}

/// The numbers that nobody else may get.
pub(crate) fn numbers_in_use() -> HashSet<IdentityNumber> {
    named().iter().filter_map(number_of).collect()
}

/// Puts them into the registers.
pub(crate) fn write(persons: &mut Sheet, accounts: &mut Sheet, grants: &mut Sheet) {
    let older: Vec<IdentityNumber> = test_series::older_people().collect();
    for (at, person) in named().iter().enumerate() {
        let Some(number) = number_of(person) else { continue };
        let (given, family) = person.name;
        let sex = if person.man { "man" } else { "kvinna" };
        let number = number.as_stored();
        persons.line(&[number, given, family, sex, "06", person.lives, "", person.protection, "", ""]);
        if person.key == "invanare" {
            grants.line(&[
                "",
                number,
                "approved-resident",
                &clinic_of("ROSENLUND"),
                "",
                "",
                "2026-01-15",
                "",
                "local-administrator",
            ]);
        }
        let Some(account) = &person.account else { continue };
        let hsa_id = if account.title.is_empty() { String::new() } else { format!("SE5565594230-T{at:04}") };
        let email = format!("{}@rjl.example", account.user_name);
        accounts.line(&[
            account.user_name,
            given,
            family,
            account.unit,
            number,
            &hsa_id,
            account.title,
            "",
            account.category,
            "",
            &email,
        ]);
        for (role, unit, branch, customer) in account.grants {
            let customer = customer.and_then(|at| older.get(at)).map_or("", |number| number.as_stored());
            let basis = if customer.is_empty() { "administrator" } else { "consent" };
            let branch = if *branch { "ja" } else { "" };
            grants.line(&[account.user_name, "", role, unit, branch, customer, "2026-01-15", "", basis]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_person_has_a_number_a_key_and_a_purpose_of_their_own() {
        let people = test_people();
        assert_eq!(people.len(), named().len());
        let keys: HashSet<_> = people.iter().map(|person| person.key).collect();
        let numbers: HashSet<_> = people.iter().map(|person| person.number.clone()).collect();
        let purposes: HashSet<_> = people.iter().flat_map(|person| [person.purpose_sv, person.purpose_en]).collect();
        assert_eq!((keys.len(), numbers.len(), purposes.len()), (people.len(), people.len(), 2 * people.len()));
        assert!(keys.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    }
}
