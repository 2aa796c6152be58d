//! The rows of the files, each value read; and what stands twice within a file.

use std::collections::HashMap;
use std::hash::Hash;

use behorig_identity::{HsaId, IdentityNumber, TestPrefixes, UserName};
use behorig_registers::persons::Protection;
use behorig_registers::units::UnitKind;
use jiff::civil::Date;

use super::columns::{ACCOUNTS, GRANTS, PERSONS, UNITS};
use super::directory::{DirectoryRow, directory};
use super::table::{Fields, read};
use super::{FileKind, ImportFiles, Problem, Reason, values};

/// A unit. `parent` is a key or an HSA-id.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct UnitRow {
    pub line: u64,
    pub key: String,
    pub name: String,
    pub kind: UnitKind,
    pub parent: Option<String>,
    pub hsa_id: Option<HsaId>,
    pub code: Option<String>,
}

/// A person of the register.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct PersonRow {
    pub line: u64,
    pub number: IdentityNumber,
    pub given_name: String,
    pub family_name: String,
    pub sex: Option<String>,
    pub county_code: Option<String>,
    pub municipality_code: Option<String>,
    pub deceased_on: Option<String>,
    pub protection: Protection,
    pub street: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub guardians: Vec<IdentityNumber>,
}

/// The columns of an account that are text, may be left out, and are then left as they are.
pub const OPTIONAL_TEXTS: [&str; 9] = [
    "title",
    "long_title",
    "staff_category",
    "mobile",
    "email",
    "employee_number",
    "employer",
    "workplace",
    "work_phone",
];

/// An account of staff or of a relative.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct AccountRow {
    pub line: u64,
    pub user_name: UserName,
    pub given_name: String,
    pub family_name: String,
    pub unit: String,
    pub number: Option<IdentityNumber>,
    pub hsa_ids: Vec<HsaId>,
    /// In the order of [`OPTIONAL_TEXTS`].
    pub texts: [Option<String>; OPTIONAL_TEXTS.len()],
}

/// A grant: exactly one of account and person is its holder.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct GrantRow {
    pub line: u64,
    pub account: Option<UserName>,
    pub person: Option<IdentityNumber>,
    pub role: String,
    pub unit: String,
    pub branch: bool,
    pub customer: Option<IdentityNumber>,
    pub from: Option<Date>,
    /// The last day that it holds.
    pub to: Option<Date>,
    pub basis: &'static str,
}

/// All rows that could be read, and what is wrong with the others.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each field is a file, or says itself")]
pub struct Rows {
    pub units: Vec<UnitRow>,
    pub persons: Vec<PersonRow>,
    pub accounts: Vec<AccountRow>,
    pub grants: Vec<GrantRow>,
    pub directory: Vec<DirectoryRow>,
    pub problems: Vec<Problem>,
    /// Whether the persons' file says who the guardians are.
    pub tells_guardians: bool,
    /// Which of the account file's columns are there: identity number, HSA-ids, then [`OPTIONAL_TEXTS`].
    pub tells: [bool; 2 + OPTIONAL_TEXTS.len()],
}

impl Rows {
    /// Reads the files. `today` decides the century of short identity numbers; `prefixes` are the HSA-ids of test environments
    /// that are let in.
    #[must_use]
    pub fn read(files: &ImportFiles, today: Date, prefixes: &TestPrefixes) -> Self {
        let mut rows = Self::default();
        let mut problems = Vec::new();
        if let Some(file) = &files.units {
            rows.units = units(&file.bytes, prefixes, &mut problems);
        }
        if let Some(file) = &files.persons {
            (rows.persons, rows.tells_guardians) = persons(&file.bytes, today, &mut problems);
        }
        if let Some(file) = &files.accounts {
            (rows.accounts, rows.tells) = accounts(&file.bytes, today, prefixes, &mut problems);
        }
        if let Some(file) = &files.grants {
            rows.grants = grants(&file.bytes, today, &mut problems);
        }
        if let Some(file) = &files.directory {
            rows.directory = directory(&file.bytes, prefixes, &mut problems);
        }
        rows.problems = problems;
        rows
    }
}

/// One line being read: every value of it is tried, so that all that is wrong is told.
pub(super) struct Reading<'f, 't, 'c, 'p> {
    fields: &'f Fields<'t, 'c>,
    pub(super) problems: &'p mut Vec<Problem>,
    before: usize,
}

impl<'f, 't, 'c, 'p> Reading<'f, 't, 'c, 'p> {
    pub(super) fn of(fields: &'f Fields<'t, 'c>, problems: &'p mut Vec<Problem>) -> Self {
        let before = problems.len();
        Self { fields, problems, before }
    }

    pub(super) fn required<T>(&mut self, column: usize, parse: impl FnOnce(&str) -> Result<T, Reason>) -> Option<T> {
        if self.fields.get(column).is_none() {
            self.problems.push(self.fields.problem(column, Reason::Missing));
            return None;
        }
        self.optional(column, parse)
    }

    pub(super) fn optional<T>(&mut self, column: usize, parse: impl FnOnce(&str) -> Result<T, Reason>) -> Option<T> {
        match parse(self.fields.get(column)?) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.problems.push(self.fields.problem(column, reason));
                None
            }
        }
    }

    pub(super) fn is_good(&self) -> bool {
        self.problems.len() == self.before
    }
}

/// Which line had a key first; a later one is a problem.
pub(super) struct Once<K>(HashMap<K, u64>);

impl<K: Hash + Eq> Once<K> {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(super) fn check(&mut self, key: K, fields: &Fields<'_, '_>, column: usize, problems: &mut Vec<Problem>) {
        match self.0.get(&key) {
            Some(line) => problems.push(fields.problem(column, Reason::Duplicate(*line))),
            None => {
                self.0.insert(key, fields.line);
            }
        }
    }
}

fn units(bytes: &[u8], prefixes: &TestPrefixes, problems: &mut Vec<Problem>) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    let (mut keys, mut ids) = (Once::new(), Once::new());
    read(FileKind::Units, bytes, &UNITS, problems, |fields, problems| {
        let mut line = Reading::of(fields, problems);
        let key = line.required(0, values::text(100));
        let name = line.required(1, values::text(200));
        let kind = line.required(2, values::unit_kind);
        let parent = line.optional(3, values::text(100));
        let hsa_id = line.optional(4, |text| values::hsa_id(text, prefixes));
        let digits = if kind == Some(UnitKind::Municipality) { 4 } else { 2 };
        let code = line.optional(5, values::code(digits));
        if let Some(key) = &key {
            keys.check(key.clone(), fields, 0, line.problems);
        }
        if let Some(id) = &hsa_id {
            ids.check(id.clone(), fields, 4, line.problems);
        }
        if line.is_good()
            && let (Some(key), Some(name), Some(kind)) = (key, name, kind)
        {
            rows.push(UnitRow { line: fields.line, key, name, kind, parent, hsa_id, code });
        }
    });
    rows
}

fn persons(bytes: &[u8], today: Date, problems: &mut Vec<Problem>) -> (Vec<PersonRow>, bool) {
    let mut rows = Vec::new();
    let mut numbers = Once::new();
    let known = read(FileKind::Persons, bytes, &PERSONS, problems, |fields, problems| {
        let mut line = Reading::of(fields, problems);
        let number = line.required(0, |text| values::identity_number(text, today));
        let given_name = line.required(1, values::person_name);
        let family_name = line.required(2, values::person_name);
        let sex = line.optional(3, values::sex);
        let county_code = line.optional(4, values::code(2));
        let municipality_code = line.optional(5, values::code(4));
        let deceased_on = line.optional(6, values::day).map(|day| day.to_string());
        let protection = line.optional(7, values::protection).unwrap_or(Protection::None);
        let street = line.optional(8, values::text(100));
        let postal_code = line.optional(9, values::text(10));
        let city = line.optional(10, values::text(60));
        let guardian = |text: &str| values::identity_number(text, today);
        let guardians = [line.optional(11, guardian), line.optional(12, guardian)].into_iter().flatten().collect();
        if let Some(number) = &number {
            numbers.check(*number, fields, 0, line.problems);
        }
        if line.is_good()
            && let (Some(number), Some(given), Some(family)) = (number, given_name, family_name)
        {
            rows.push(PersonRow {
                line: fields.line,
                number,
                given_name: given.as_str().to_owned(),
                family_name: family.as_str().to_owned(),
                sex,
                county_code,
                municipality_code,
                deceased_on,
                protection,
                street,
                postal_code,
                city,
                guardians,
            });
        }
    });
    (rows, known.get(11..).is_some_and(|guardians| guardians.contains(&true)))
}

fn accounts(
    bytes: &[u8],
    today: Date,
    prefixes: &TestPrefixes,
    problems: &mut Vec<Problem>,
) -> (Vec<AccountRow>, [bool; 2 + OPTIONAL_TEXTS.len()]) {
    let mut rows = Vec::new();
    let (mut names, mut numbers, mut ids) = (Once::new(), Once::new(), Once::new());
    let known = read(FileKind::Accounts, bytes, &ACCOUNTS, problems, |fields, problems| {
        let mut line = Reading::of(fields, problems);
        let user_name = line.required(0, values::user_name);
        let given_name = line.required(1, values::person_name);
        let family_name = line.required(2, values::person_name);
        let unit = line.required(3, values::text(100));
        let number = line.optional(4, |text| values::identity_number(text, today));
        let hsa_ids = line.optional(5, |text| several_hsa_ids(text, prefixes)).unwrap_or_default();
        let text = |column| move |typed: &str| account_text(column, typed);
        let texts = std::array::from_fn(|column| line.optional(6 + column, text(column)));
        if let Some(name) = &user_name {
            names.check(name.folded().to_owned(), fields, 0, line.problems);
        }
        if let Some(number) = &number {
            numbers.check(*number, fields, 4, line.problems);
        }
        for id in &hsa_ids {
            ids.check(id.clone(), fields, 5, line.problems);
        }
        if line.is_good()
            && let (Some(user_name), Some(given), Some(family), Some(unit)) = (user_name, given_name, family_name, unit)
        {
            rows.push(AccountRow {
                line: fields.line,
                user_name,
                given_name: given.as_str().to_owned(),
                family_name: family.as_str().to_owned(),
                unit,
                number,
                hsa_ids,
                texts,
            });
        }
    });
    (rows, std::array::from_fn(|column| known.get(4 + column).copied().unwrap_or(false)))
}

/// A text of [`OPTIONAL_TEXTS`], read as its form field is.
fn account_text(column: usize, typed: &str) -> Result<String, Reason> {
    match OPTIONAL_TEXTS.get(column).copied() {
        Some("staff_category") => values::staff_category(typed),
        Some("mobile" | "work_phone") => values::phone(typed).map(|phone| phone.as_str().to_owned()),
        Some("email") => values::email(typed).map(|email| email.as_str().to_owned()),
        _ => values::text(100)(typed),
    }
}

/// Several HSA-ids in one field are parted by blanks.
fn several_hsa_ids(text: &str, prefixes: &TestPrefixes) -> Result<Vec<HsaId>, Reason> {
    let mut ids = Vec::new();
    for part in text.split([' ', '|']).filter(|part| !part.is_empty()) {
        let id = values::hsa_id(part, prefixes)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn grants(bytes: &[u8], today: Date, problems: &mut Vec<Problem>) -> Vec<GrantRow> {
    let mut rows = Vec::new();
    let mut keys = Once::new();
    read(FileKind::Grants, bytes, &GRANTS, problems, |fields, problems| {
        let mut line = Reading::of(fields, problems);
        let account = line.optional(0, values::user_name);
        let person = line.optional(1, |text| values::identity_number(text, today));
        if fields.get(0).is_some() == fields.get(1).is_some() {
            line.problems.push(fields.problem(0, Reason::OneHolder));
        }
        let role = line.required(2, values::text(100));
        let unit = line.required(3, values::text(100));
        let branch = line.optional(4, values::yes_or_no).unwrap_or(false);
        let customer = line.optional(5, |text| values::identity_number(text, today));
        let from = line.optional(6, values::day);
        let to = line.optional(7, values::day);
        let basis = line.optional(8, values::basis).unwrap_or("import");
        if to.is_some_and(|to| to < from.unwrap_or(to)) {
            line.problems.push(fields.problem(7, Reason::PeriodBackwards));
        }
        if !line.is_good() {
            return;
        }
        let (Some(role), Some(unit)) = (role, unit) else { return };
        let key = (account.clone(), person, role.clone(), unit.clone(), customer, from);
        keys.check(key, fields, 2, line.problems);
        if line.is_good() {
            rows.push(GrantRow { line: fields.line, account, person, role, unit, branch, customer, from, to, basis });
        }
    });
    rows
}
