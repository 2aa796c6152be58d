//! The test people of orders: who orders, who receives, and who opens what was ordered.

use jiff::civil::date;

use crate::cast::{Named, ROSENLUND, account, person};
use crate::units::REGION;

const CENTRE: &str = "VC-ROSENLUND";
const ENTRANCE: &str = "VC-ROSENLUND-DIG";

pub(crate) fn named() -> Vec<Named> {
    vec![
        person(
            "bestallare",
            date(1980, 3, 16),
            false,
            ("Gunilla", "Sjöberg"),
            (
                "beställare i den regionala förvaltningen: beställer och avbeställer behörigheter för hela regionen",
                "orderer in the regional administration: orders permissions and their end for the whole region",
            ),
            account(
                "gunilla.sjoberg",
                REGION,
                "Samordnare",
                "Annan",
                &[("orderer", REGION, true, None), ("internal-mail", REGION, false, None)],
            ),
        ),
        person(
            "verksamhetschef",
            date(1981, 3, 29),
            true,
            ("Per", "Nyström"),
            (
                "verksamhetschef för Rosenlund vårdcentral: beställer och omprövar behörigheter där",
                "head of operations of Rosenlund vårdcentral: orders and re-certifies permissions there",
            ),
            account(
                "per.nystrom",
                CENTRE,
                "Verksamhetschef",
                "Läkare",
                &[("head-of-operations", CENTRE, true, None), ("internal-mail", CENTRE, false, None)],
            ),
        ),
        person(
            "tjansteforvaltning",
            date(1983, 3, 10),
            false,
            ("Cecilia", "Lundin"),
            (
                "tjänsteförvaltningen för 1177 symtombedömning och hänvisning: tar emot beställningar",
                "administration of the service 1177 symtombedömning och hänvisning: receives orders",
            ),
            account(
                "cecilia.lundin",
                REGION,
                "Förvaltningsledare",
                "Annan",
                &[("service-administration", REGION, true, None), ("internal-mail", REGION, false, None)],
            ),
        ),
        person(
            "dashboard-vid-en-enhet",
            date(1985, 3, 4),
            true,
            ("Lars", "Öberg"),
            ("ser Dashboard för Rosenlund vårdcentral", "sees the Dashboard for Rosenlund vårdcentral"),
            account(
                "lars.oberg",
                CENTRE,
                "Kvalitetssamordnare",
                "Annan",
                &[("dashboard", CENTRE, true, None), ("internal-mail", CENTRE, false, None)],
            ),
        ),
        person(
            "flygledartornet",
            date(1987, 3, 5),
            false,
            ("Åsa", "Norberg"),
            (
                "ser Flygledartornet för Vårdcentralen Rosenlunds digitala ingång",
                "sees the control tower for the digital entrance of Vårdcentralen Rosenlund",
            ),
            account(
                "asa.norberg",
                ROSENLUND,
                "Leg. Sjuksköterska",
                "Sjuksköterska",
                &[("control-tower", ENTRANCE, false, None), ("internal-mail", ROSENLUND, false, None)],
            ),
        ),
        person(
            "ny-mottagare",
            date(1989, 3, 17),
            true,
            ("Oskar", "Lindgren"),
            (
                "sjuksköterska vid Vårdcentralen Rosenlund, ska få behörigheter genom en beställning",
                "nurse at Vårdcentralen Rosenlund, to get permissions by an order",
            ),
            account(
                "oskar.lindgren",
                ROSENLUND,
                "Leg. Sjuksköterska",
                "Sjuksköterska",
                &[("internal-mail", ROSENLUND, false, None)],
            ),
        ),
    ]
}
