//! Who the test people are: born when, at home where, with which work and which grants.

use jiff::civil::{Date, date};

use crate::units::{PHYSIO, REGION};

pub(crate) struct Named {
    pub(crate) key: &'static str,
    pub(crate) born: Date,
    pub(crate) man: bool,
    pub(crate) name: (&'static str, &'static str),
    pub(crate) account: Option<Account>,
    /// The municipality where the person is in the register.
    pub(crate) lives: &'static str,
    pub(crate) protection: &'static str,
    pub(crate) purpose: (&'static str, &'static str),
}

pub(crate) struct Account {
    pub(crate) user_name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) title: &'static str,
    pub(crate) category: &'static str,
    /// Role, unit, whether with the branch below, and the customer's place among the published numbers of older people.
    pub(crate) grants: &'static [(&'static str, &'static str, bool, Option<usize>)],
}

pub(crate) const ROSENLUND: &str = "VC-ROSENLUND-MOTT";
const HOME_CARE: &str = "HEMTJANST-0680-N";

pub(crate) const fn person(
    key: &'static str,
    born: Date,
    man: bool,
    name: (&'static str, &'static str),
    purpose: (&'static str, &'static str),
    account: Option<Account>,
) -> Named {
    Named { key, born, man, name, account, lives: "0680", protection: "", purpose }
}

pub(crate) const fn account(
    user_name: &'static str,
    unit: &'static str,
    title: &'static str,
    category: &'static str,
    grants: &'static [(&'static str, &'static str, bool, Option<usize>)],
) -> Option<Account> {
    Some(Account { user_name, unit, title, category, grants })
}

/// The child of the guardian among the test people. Nobody signs in as a child.
pub(crate) const CHILD: (Date, (&str, &str)) = (date(2016, 3, 9), ("Wilma", "Lilja"));

pub(crate) fn named() -> Vec<Named> {
    let mut all = vec![
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
                "invånare i Jönköping, godkänd vid Vårdcentralen Rosenlund, med ärenden där",
                "resident in Jönköping, approved at Vårdcentralen Rosenlund, with cases there",
            ),
            None,
        ),
        person(
            "vardnadshavare",
            date(1986, 10, 3),
            false,
            ("Hanna", "Lilja"),
            (
                "vårdnadshavare som skriver till Vårdcentralen Rosenlund för sitt barn Wilma, 10 år",
                "guardian who writes to Vårdcentralen Rosenlund for her child Wilma, 10 years old",
            ),
            None,
        ),
        person(
            "invanare-utdelad",
            date(1988, 7, 22),
            true,
            ("David", "Holmberg"),
            (
                "invånare med ärendetypen Uppföljning efter operation utdelad, inte godkänd",
                "resident to whom the case type Uppföljning efter operation is handed out, not approved",
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
                (
                    "invånare i Nässjö, inte godkänd någonstans men i Vårdcentralen Nässjös betjäningsområde",
                    "resident in Nässjö, approved nowhere, in the catchment area of Vårdcentralen Nässjö",
                ),
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
        person(
            "hemtjanstplanerare",
            date(1984, 11, 8),
            false,
            ("Petra", "Sundin"),
            (
                "hemtjänstplanerare vid Hemtjänsten Jönköping Norr: kunder, kunduppdrag och daglig planering",
                "home-care planner at Hemtjänsten Jönköping Norr: customers, assignments and daily planning",
            ),
            account(
                "petra.sundin",
                HOME_CARE,
                "Samordnare",
                "Annan",
                &[("home-care-planner", HOME_CARE, false, None), ("internal-mail", HOME_CARE, false, None)],
            ),
        ),
        person(
            "omsorgspersonal",
            date(1997, 8, 14),
            false,
            ("Linnea", "Bergqvist"),
            (
                "omsorgspersonal vid Hemtjänsten Jönköping Norr, gör besök",
                "home-care staff at Hemtjänsten Jönköping Norr, makes visits",
            ),
            account(
                "linnea.bergqvist",
                HOME_CARE,
                "Undersköterska",
                "Annan",
                &[("home-care-staff", HOME_CARE, false, None), ("internal-mail", HOME_CARE, false, None)],
            ),
        ),
        person(
            "omsorgspersonal-tva",
            date(1990, 3, 21),
            true,
            ("Ahmad", "Karimi"),
            (
                "omsorgspersonal vid Hemtjänsten Jönköping Norr, kollega till Linnea",
                "home-care staff at Hemtjänsten Jönköping Norr, Linnea’s colleague",
            ),
            account(
                "ahmad.karimi",
                HOME_CARE,
                "Undersköterska",
                "Annan",
                &[("home-care-staff", HOME_CARE, false, None), ("internal-mail", HOME_CARE, false, None)],
            ),
        ),
        person(
            "omsorgspersonal-tre",
            date(1985, 12, 2),
            true,
            ("Joakim", "Friberg"),
            (
                "omsorgspersonal vid Hemtjänsten Jönköping Norr, kvällar",
                "home-care staff at Hemtjänsten Jönköping Norr, evenings",
            ),
            account(
                "joakim.friberg",
                HOME_CARE,
                "Vårdbiträde",
                "Annan",
                &[("home-care-staff", HOME_CARE, false, None), ("internal-mail", HOME_CARE, false, None)],
            ),
        ),
    ];
    all.extend(crate::cast_of_orders::named());
    all
}
