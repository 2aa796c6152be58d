//! The units of the region.

use behorig_registers::places::MUNICIPALITIES;

use crate::sheet::Sheet;

/// The code of the county that is filled in depth.
pub(crate) const COUNTY: &str = "06";
/// The key of the region's own unit: the organisation.
pub(crate) const REGION: &str = "REGION-06";
/// The small physiotherapy clinic of the first manual.
pub(crate) const PHYSIO: &str = "FYSIO-REHAB";

/// A unit of the demo.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) parent: Option<String>,
    pub(crate) code: &'static str,
    pub(crate) municipality: &'static str,
}

const HOSPITALS: [(&str, &str, &str); 3] = [
    ("RYHOV", "Länssjukhuset Ryhov", "0680"),
    ("EKSJO", "Höglandssjukhuset Eksjö", "0686"),
    ("VARNAMO", "Värnamo sjukhus", "0683"),
];
const DEPARTMENTS: [(&str, &str); 7] = [
    ("MED", "Medicinkliniken"),
    ("KIR", "Kirurgkliniken"),
    ("ORT", "Ortopedkliniken"),
    ("BARN", "Barn- och ungdomsmottagningen"),
    ("KVINNA", "Kvinnokliniken"),
    ("PSYK", "Psykiatriska mottagningen"),
    ("REHAB", "Rehabiliteringscentrum"),
];
/// Health centres: key, name and municipality.
const CENTRES: [(&str, &str, &str); 18] = [
    ("ROSENLUND", "Rosenlund", "0680"),
    ("OXNEHAGA", "Öxnehaga", "0680"),
    ("GRANNA", "Gränna", "0680"),
    ("BANKERYD", "Bankeryd", "0680"),
    ("RASLATT", "Råslätt", "0680"),
    ("ANEBY", "Aneby", "0604"),
    ("GNOSJO", "Gnosjö", "0617"),
    ("MULLSJO", "Mullsjö", "0642"),
    ("HABO", "Habo", "0643"),
    ("GISLAVED", "Gislaved", "0662"),
    ("VAGGERYD", "Vaggeryd", "0665"),
    ("NASSJO", "Nässjö", "0682"),
    ("VARNAMO-VC", "Vråen i Värnamo", "0683"),
    ("SAVSJO", "Sävsjö", "0684"),
    ("VETLANDA", "Vetlanda", "0685"),
    ("EKSJO-VC", "Eksjö", "0686"),
    ("TRANAS", "Tranås", "0687"),
    ("HUSKVARNA", "Huskvarna", "0680"),
];

/// The key of the clinic of a health centre.
pub(crate) fn clinic_of(centre: &str) -> String {
    format!("VC-{centre}-MOTT")
}

/// Every unit, each after the one above it.
pub(crate) fn units() -> Vec<Unit> {
    let mut units = vec![unit(REGION, "Region Jönköpings län", "region", None, COUNTY, "0680")];
    for (code, name) in MUNICIPALITIES.iter().filter(|(code, _)| code.starts_with(COUNTY)) {
        let key = format!("KOMMUN-{code}");
        let possessive = if name.ends_with(['s', 'x', 'z']) { "" } else { "s" };
        units.push(unit(&key, &format!("{name}{possessive} kommun"), "kommun", Some(REGION), code, code));
        let teams: &[&str] = if *code == "0680" { &["Norr", "Söder", "Öster"] } else { &[""] };
        for team in teams {
            let (team_key, team_name) = if team.is_empty() {
                (String::new(), String::new())
            } else {
                (format!("-{}", team.chars().take(1).collect::<String>()), format!(" {team}"))
            };
            let (own, home) = (format!("HEMTJANST-{code}{team_key}"), format!("Hemtjänsten {name}{team_name}"));
            units.push(unit(&own.replace('Ö', "O"), &home, "hemtjänstenhet", Some(&key), "", code));
        }
    }
    units.push(unit(
        "VG-RJL",
        "Region Jönköpings län, hälso- och sjukvård",
        "vårdgivarorganisation",
        Some(REGION),
        "",
        "0680",
    ));
    for (key, name, place) in HOSPITALS {
        units.push(unit(key, name, "vårdenhet", Some("VG-RJL"), "", place));
        for (department, clinic) in DEPARTMENTS {
            let clinic_key = format!("{key}-{department}");
            units.push(unit(&clinic_key, &format!("{clinic}, {name}"), "mottagning", Some(key), "", place));
        }
        units.push(unit(
            &format!("{key}-AKUT"),
            &format!("Akutmottagningen, {name}"),
            "patientingång",
            Some(key),
            "",
            place,
        ));
    }
    for (key, name, place) in CENTRES {
        let (centre, clinic) = (format!("VC-{key}"), clinic_of(key));
        units.push(unit(&centre, &format!("{name} vårdcentral"), "vårdenhet", Some("VG-RJL"), "", place));
        units.push(unit(&clinic, &format!("Vårdcentralen {name}"), "mottagning", Some(&centre), "", place));
        units.push(unit(
            &format!("VC-{key}-BMM"),
            &format!("Barnmorskemottagningen {name}"),
            "mottagning",
            Some(&centre),
            "",
            place,
        ));
        units.push(unit(
            &format!("VC-{key}-DIG"),
            &format!("Vårdcentralen {name}, digital ingång"),
            "patientingång",
            Some(&clinic),
            "",
            place,
        ));
    }
    units.push(unit("VG-FYSIO", "Fysio Centrum i Jönköping AB", "vårdgivarorganisation", Some(REGION), "", "0680"));
    units.push(unit("FYSIO", "Fysio Centrum", "vårdenhet", Some("VG-FYSIO"), "", "0680"));
    units.push(unit(PHYSIO, "Rehabkliniken Fysio Centrum", "mottagning", Some("FYSIO"), "", "0680"));
    units
}

fn unit(
    key: &str,
    name: &str,
    kind: &'static str,
    parent: Option<&str>,
    code: &'static str,
    municipality: &'static str,
) -> Unit {
    Unit { key: key.to_owned(), name: name.to_owned(), kind, parent: parent.map(str::to_owned), code, municipality }
}

/// The HSA-id of a unit, by its place among them.
pub(crate) fn hsa_id_at(place: usize) -> String {
    format!("SE5565594230-E{place:04}")
}

/// The units as a file. Their HSA-ids bear the number of Inera, whose directory HSA is.
pub(crate) fn sheet(units: &[Unit]) -> Sheet {
    let mut sheet = Sheet::of(&["nyckel", "namn", "slag", "överordnad", "hsa_id", "kod"]);
    for (at, unit) in units.iter().enumerate() {
        let hsa_id = hsa_id_at(at);
        sheet.line(&[&unit.key, &unit.name, unit.kind, unit.parent.as_deref().unwrap_or(""), &hsa_id, unit.code]);
    }
    sheet
}
