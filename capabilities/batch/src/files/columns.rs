//! The columns of the files, by their Swedish and English names.

use super::FileKind;
use super::table::{Column, optional, required};

pub(super) const UNITS: [Column; 6] = [
    required("nyckel", "key"),
    required("namn", "name"),
    required("slag", "kind"),
    optional("överordnad", "parent"),
    optional("hsa_id", "hsa_id"),
    optional("kod", "code"),
];

pub(super) const PERSONS: [Column; 13] = [
    required("personnummer", "identity_number"),
    required("förnamn", "given_name"),
    required("efternamn", "family_name"),
    optional("kön", "sex"),
    optional("länskod", "county_code"),
    optional("kommunkod", "municipality_code"),
    optional("avliden", "deceased_on"),
    optional("skydd", "protection"),
    optional("gatuadress", "street"),
    optional("postnummer", "postal_code"),
    optional("ort", "city"),
    optional("vårdnadshavare_1", "guardian_1"),
    optional("vårdnadshavare_2", "guardian_2"),
];

pub(super) const ACCOUNTS: [Column; 15] = [
    required("användarnamn", "user_name"),
    required("förnamn", "given_name"),
    required("efternamn", "family_name"),
    required("enhet", "unit"),
    optional("personnummer", "identity_number"),
    optional("hsa_id", "hsa_id"),
    optional("titel", "title"),
    optional("lång_titel", "long_title"),
    optional("personalkategori", "staff_category"),
    optional("mobil", "mobile"),
    optional("e_post", "email"),
    optional("anställningsnummer", "employee_number"),
    optional("arbetsgivare", "employer"),
    optional("arbetsplats", "workplace"),
    optional("arbetstelefon", "work_phone"),
];

pub(super) const GRANTS: [Column; 9] = [
    optional("användarnamn", "user_name"),
    optional("personnummer", "identity_number"),
    required("roll", "role"),
    required("enhet", "unit"),
    optional("gren", "branch"),
    optional("kund", "customer"),
    optional("från", "from"),
    optional("till", "to"),
    optional("grund", "basis"),
];

pub(super) const DIRECTORY: [Column; 7] = [
    required("hsa_id", "hsa_id"),
    required("förnamn", "given_name"),
    required("efternamn", "family_name"),
    optional("titel", "title"),
    optional("e_post", "email"),
    optional("skyddad", "protected"),
    optional("slutdatum", "ended_on"),
];

/// The columns of a file, in the order in which exports write them.
pub(crate) const fn columns_of(file: FileKind) -> &'static [Column] {
    match file {
        FileKind::Units => &UNITS,
        FileKind::Persons => &PERSONS,
        FileKind::Accounts => &ACCOUNTS,
        FileKind::Grants => &GRANTS,
        FileKind::Directory => &DIRECTORY,
    }
}

/// The Swedish headers of a file, in the order in which exports write them.
#[must_use]
pub fn headers(file: FileKind) -> Vec<&'static str> {
    columns_of(file).iter().map(|column| column.sv).collect()
}
