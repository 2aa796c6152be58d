//! What the columns of a spreadsheet mean: guessed from their headings, settled by a person.

use behorig_access::RoleId;
use behorig_documents::sheet_in::{MOST_COLUMNS, Sheet};
use behorig_identity::folded;

/// So far down a heading row is looked for: above it people write what the sheet is.
const HEADINGS_WITHIN: usize = 20;

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Use {
    /// Nothing.
    Nothing,
    /// The whole name.
    Name,
    /// Given names.
    GivenName,
    /// Family name.
    FamilyName,
    /// HSA-id.
    HsaId,
    /// The region, where units bear the same name in several, or where the permission is for the region itself.
    Region,
    /// Care unit, clinic or entrance.
    Unit,
    /// The permission by its name.
    Permission,
    /// The last day.
    Until,
    /// A tick for one permission.
    Tick(RoleId),
}

impl Use {
    /// Those that every spreadsheet may have, in the order in which they are offered.
    pub(crate) const PLAIN: [Self; 9] = [
        Self::Nothing,
        Self::Name,
        Self::GivenName,
        Self::FamilyName,
        Self::HsaId,
        Self::Region,
        Self::Unit,
        Self::Permission,
        Self::Until,
    ];

    /// As stored and as the form sends it.
    pub(crate) fn key(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Name => "name".to_owned(),
            Self::GivenName => "given-name".to_owned(),
            Self::FamilyName => "family-name".to_owned(),
            Self::HsaId => "hsa-id".to_owned(),
            Self::Region => "region".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Permission => "permission".to_owned(),
            Self::Until => "until".to_owned(),
            Self::Tick(role) => format!("tick {role}"),
        }
    }

    /// What a key stands for; nothing where it stands for none.
    pub(crate) fn from_key(key: &str) -> Self {
        match key.strip_prefix("tick ") {
            Some(role) => role.parse().map_or(Self::Nothing, Self::Tick),
            None => Self::PLAIN.into_iter().find(|plain| plain.key() == key).unwrap_or(Self::Nothing),
        }
    }

    /// The text id of what it is called; a tick is called what its permission is.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "permission-register-use-nothing",
            Self::Name => "permission-register-use-name",
            Self::GivenName => "permission-register-use-given-name",
            Self::FamilyName => "permission-register-use-family-name",
            Self::HsaId => "permission-register-use-hsa-id",
            Self::Region => "permission-register-use-region",
            Self::Unit => "permission-register-use-unit",
            Self::Permission => "permission-register-use-permission",
            Self::Until => "permission-register-use-until",
            Self::Tick(_) => "permission-register-use-tick",
        }
    }

    /// The headings that mean it, in letters and digits alone.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["namn", "name", "fornamnochefternamn", "efternamnochfornamn", "person", "anvandare"],
            Self::GivenName => &["fornamn", "firstname", "givenname", "tilltalsnamn"],
            Self::FamilyName => &["efternamn", "lastname", "familyname", "surname"],
            Self::HsaId => &["hsaid", "hsa", "hsaidperson", "personhsaid", "sithshsaid"],
            Self::Region => &["region", "landsting", "regionlandsting"],
            Self::Unit => &[
                "enhet",
                "vardenhet",
                "mottagning",
                "patientingang",
                "vardenhetpatientingang",
                "patientingangvardenhet",
                "vardenhetellerpatientingang",
                "unit",
                "careunit",
                "clinic",
                "entrance",
            ],
            Self::Permission => &["behorighet", "behorigheter", "roll", "permission", "role"],
            Self::Until => &["slutdatum", "till", "tom", "giltigtill", "upphor", "enddate", "until", "to"],
            Self::Nothing | Self::Tick(_) => &[],
        }
    }
}

/// A heading in letters and digits alone, without accents, å and ä as a, ö as o.
fn bare(heading: &str) -> String {
    let plain = |letter: char| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        other => other,
    };
    folded(heading).chars().map(plain).filter(char::is_ascii_alphanumeric).collect()
}

/// What a heading means, as far as it says.
fn meaning(heading: &str, roles: &[(RoleId, String)]) -> Use {
    let heading = bare(heading);
    let plain = Use::PLAIN.into_iter().find(|plain| plain.headings().contains(&heading.as_str()));
    let of_role =
        || roles.iter().find(|(_, name)| !heading.is_empty() && bare(name) == heading).map(|(id, _)| Use::Tick(*id));
    plain.or_else(of_role).unwrap_or(Use::Nothing)
}

/// The row of the headings: the first with two columns that are known, else the first with anything.
pub(crate) fn heading_row(sheet: &Sheet, roles: &[(RoleId, String)]) -> usize {
    let known = |row: usize| {
        let cells = sheet.rows.get(row).map_or(&[][..], Vec::as_slice);
        cells.iter().filter(|cell| meaning(&cell.text(), roles) != Use::Nothing).count()
    };
    let filled = || (0..sheet.rows.len()).find(|row| sheet.rows.get(*row).is_some_and(|row| !row.is_empty()));
    (0..sheet.rows.len().min(HEADINGS_WITHIN)).find(|row| known(*row) >= 2).or_else(filled).unwrap_or(0)
}

/// What each column seems to mean. No two mean the same: the first does.
pub(crate) fn guess(sheet: &Sheet, heading_row: usize, roles: &[(RoleId, String)]) -> Vec<Use> {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0).min(MOST_COLUMNS);
    let mut uses: Vec<Use> = Vec::with_capacity(width);
    for column in 0..width {
        let meant = meaning(&sheet.cell(heading_row, column).text(), roles);
        uses.push(if uses.contains(&meant) { Use::Nothing } else { meant });
    }
    uses
}

/// Which sheet is read and what its columns mean.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Mapping {
    /// The sheet's name; empty for a text file.
    pub(crate) sheet: String,
    /// The row of the headings, counted from 0.
    pub(crate) headings: usize,
    /// The key of each column's use.
    uses: Vec<String>,
}

/// Why columns can't be read so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MappingFault {
    /// No column is the HSA-id.
    NoHsaId,
    /// No column is the name, or only half of it is there.
    NoName,
    /// No column is the unit or the region.
    NoUnit,
    /// No column says a permission.
    NoPermission,
    /// Two columns are the same.
    Twice(Use),
}

impl Mapping {
    pub(crate) fn new(sheet: String, headings: usize, uses: &[Use]) -> Self {
        Self { sheet, headings, uses: uses.iter().map(|one| one.key()).collect() }
    }

    /// What each column is used for.
    pub(crate) fn uses(&self) -> Vec<Use> {
        self.uses.iter().map(|key| Use::from_key(key)).collect()
    }

    /// Everything that is missing or twice.
    pub(crate) fn faults(&self) -> Vec<MappingFault> {
        let uses = self.uses();
        let has = |wanted: Use| uses.contains(&wanted);
        let mut faults = Vec::new();
        if !has(Use::HsaId) {
            faults.push(MappingFault::NoHsaId);
        }
        let has_name = has(Use::Name) || (has(Use::GivenName) && has(Use::FamilyName));
        if !has_name {
            faults.push(MappingFault::NoName);
        }
        if !has(Use::Unit) && !has(Use::Region) {
            faults.push(MappingFault::NoUnit);
        }
        if !has(Use::Permission) && !uses.iter().any(|one| matches!(one, Use::Tick(_))) {
            faults.push(MappingFault::NoPermission);
        }
        for (at, one) in uses.iter().enumerate() {
            let first = uses.iter().position(|other| other == one) == Some(at);
            let again = uses.iter().skip(at + 1).any(|other| other == one);
            if *one != Use::Nothing && first && again {
                faults.push(MappingFault::Twice(*one));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_documents::sheet_in::read_sheet;

    fn roles() -> Vec<(RoleId, String)> {
        vec![
            (RoleId::from_bytes([1; 16]), "Dashboard".to_owned()),
            (RoleId::from_bytes([2; 16]), "Flygledartornet".to_owned()),
        ]
    }

    #[test]
    fn headings_are_known_however_they_are_written_and_wherever_they_stand() {
        let text = "Behörigheter 1177, uppdaterad av Eva\n\nNamn;HSA-ID;E-post;Vårdenhet/Patientingång;Dashboard;FLYGLEDARTORNET;Namn\n";
        let sheet = read_sheet(text.as_bytes(), "a.csv").unwrap();
        let row = sheet.rows.iter().position(|row| row.first().is_some_and(|cell| cell.text() == "Namn")).unwrap();
        assert_eq!(heading_row(&sheet, &roles()), row);
        let [dashboard, tower] = [1, 2].map(|id| Use::Tick(RoleId::from_bytes([id; 16])));
        let guessed = guess(&sheet, row, &roles());
        assert_eq!(guessed, [Use::Name, Use::HsaId, Use::Nothing, Use::Unit, dashboard, tower, Use::Nothing]);
        assert_eq!(Mapping::new(String::new(), row, &guessed).faults(), []);
    }

    #[test]
    fn what_is_missing_or_twice_is_told_at_once() {
        let faults = |uses: &[Use]| Mapping::new(String::new(), 0, uses).faults();
        assert_eq!(
            faults(&[Use::Nothing]),
            [MappingFault::NoHsaId, MappingFault::NoName, MappingFault::NoUnit, MappingFault::NoPermission]
        );
        let twice = [Use::HsaId, Use::GivenName, Use::FamilyName, Use::Region, Use::Permission, Use::HsaId];
        assert_eq!(faults(&twice), [MappingFault::Twice(Use::HsaId)]);
        assert_eq!(faults(&[Use::HsaId, Use::GivenName, Use::Unit, Use::Permission]), [MappingFault::NoName]);
    }

    #[test]
    fn a_use_is_read_back_from_its_key_and_headings_mean_one_thing_each() {
        let all = Use::PLAIN.into_iter().chain([Use::Tick(RoleId::from_bytes([7; 16]))]);
        for one in all {
            assert_eq!(Use::from_key(&one.key()), one);
        }
        let headings: Vec<&str> = Use::PLAIN.iter().flat_map(|one| one.headings()).copied().collect();
        let distinct: std::collections::HashSet<_> = headings.iter().collect();
        assert_eq!(distinct.len(), headings.len());
    }
}
