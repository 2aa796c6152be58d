//! The person register: who a number belongs to.

use behorig_access::PersonId;
use behorig_identity::{IdentityNumber, swedish_sort_key};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use std::pin::Pin;

/// How a person is protected in the population register (F.3 of the facts: a person with fingerade uppgifter carries no mark).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// None.
    None,
    /// Sekretessmarkering: a warning flag.
    Marked,
    /// Skyddad folkbokföring: no real address.
    ProtectedRegistration,
}

impl Protection {
    /// As stored and as files say it.
    #[must_use]
    pub fn as_stored(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Marked => "marked",
            Self::ProtectedRegistration => "protected-registration",
        }
    }

    /// The protection stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::None, Self::Marked, Self::ProtectedRegistration].into_iter().find(|kind| kind.as_stored() == text)
    }
}

/// What the register knows of a person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Its id here.
    pub id: PersonId,
    /// The identity number.
    pub number: IdentityNumber,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth, ISO.
    pub birth_date: Option<String>,
    /// `female`, `male` or unknown, as the register says: never read out of a number.
    pub sex: Option<String>,
    /// SCB's code of the county.
    pub county_code: Option<String>,
    /// SCB's code of the municipality.
    pub municipality_code: Option<String>,
    /// Day of death, ISO.
    pub deceased_on: Option<String>,
    /// Protected identity.
    pub protection: Protection,
}

impl Person {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

const COLUMNS: &str = "p.id, p.identity_number, p.given_name, p.family_name, p.birth_date, p.sex, p.county_code,
    p.municipality_code, p.deceased_on, p.protection";

impl FromRow for Person {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            number: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            birth_date: row.next()?,
            sex: row.next()?,
            county_code: row.next()?,
            municipality_code: row.next()?,
            deceased_on: row.next()?,
            protection: {
                let text: String = row.next()?;
                Protection::from_stored(&text).ok_or_else(|| StoreError::Shape(format!("no protection: {text}")))?
            },
        })
    }
}

/// The columns of a [`Person`] in the order that it is read, of the table alias `p`.
#[must_use]
pub fn columns() -> &'static str {
    COLUMNS
}

/// An answer of a register.
pub type Found<'t> = Pin<Box<dyn Future<Output = Result<Option<Person>, StoreError>> + Send + 't>>;

/// Where names come from: the local register, or a national one behind the same questions. Answers say everything that the
/// register knows; what a viewer may see of a protected person is decided by the caller.
pub trait PersonRegister: Send + Sync {
    /// The person with this number.
    fn by_number<'t>(&'t self, tx: &'t mut Tx, number: &'t IdentityNumber) -> Found<'t>;
    /// The person known here by this id.
    fn by_id<'t>(&'t self, tx: &'t mut Tx, id: PersonId) -> Found<'t>;
}

/// The register that imports fill.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalRegister;

impl PersonRegister for LocalRegister {
    fn by_number<'t>(&'t self, tx: &'t mut Tx, number: &'t IdentityNumber) -> Found<'t> {
        Box::pin(async move {
            tx.optional(&format!("SELECT {COLUMNS} FROM person p WHERE p.identity_number = ?1"), params![number]).await
        })
    }

    fn by_id<'t>(&'t self, tx: &'t mut Tx, id: PersonId) -> Found<'t> {
        Box::pin(
            async move { tx.optional(&format!("SELECT {COLUMNS} FROM person p WHERE p.id = ?1"), params![id]).await },
        )
    }
}

/// What an import knows of a person.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The identity number: the key of the register.
    pub number: IdentityNumber,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// `female`, `male` or unknown.
    pub sex: Option<String>,
    /// SCB's code of the county.
    pub county_code: Option<String>,
    /// SCB's code of the municipality.
    pub municipality_code: Option<String>,
    /// Day of death, ISO.
    pub deceased_on: Option<String>,
    /// Protected identity.
    pub protection: Protection,
}

/// What an import did to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// It was not there.
    Added,
    /// It said something else.
    Changed,
    /// It said the same.
    Same,
}

/// Puts a person into the local register, or brings the record up to date.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn put(tx: &mut WriteTx, person: &NewPerson) -> Result<(PersonId, Imported), StoreError> {
    let known = LocalRegister.by_number(tx, &person.number).await?;
    let sort_key = swedish_sort_key(&format!("{}, {}", person.family_name, person.given_name));
    let now = tx.now();
    if let Some(known) = known {
        let same = known.given_name == person.given_name
            && known.family_name == person.family_name
            && known.sex == person.sex
            && known.county_code == person.county_code
            && known.municipality_code == person.municipality_code
            && known.deceased_on == person.deceased_on
            && known.protection == person.protection;
        if same {
            return Ok((known.id, Imported::Same));
        }
        tx.execute(
            "UPDATE person SET given_name = ?2, family_name = ?3, sort_key = ?4, sex = ?5, county_code = ?6,
                 municipality_code = ?7, deceased_on = ?8, protection = ?9, updated_at = ?10, version = version + 1
             WHERE id = ?1",
            params![
                known.id,
                person.given_name,
                person.family_name,
                sort_key,
                person.sex,
                person.county_code,
                person.municipality_code,
                person.deceased_on,
                person.protection.as_stored(),
                now
            ],
        )
        .await?;
        tx.execute(
            "UPDATE grants SET person_sort_key = ?2 WHERE holder_person = ?1 AND person_sort_key <> ?2",
            params![known.id, sort_key],
        )
        .await?;
        tx.execute("UPDATE customer SET sort_key = ?2 WHERE person_id = ?1", params![known.id, sort_key]).await?;
        return Ok((known.id, Imported::Changed));
    }
    let id = PersonId::new(tx.new_uuid());
    let birth_date = person.number.birth_date().map(|date| date.to_string());
    tx.execute(
        "INSERT INTO person (id, identity_number, given_name, family_name, sort_key, birth_date, sex, county_code,
             municipality_code, deceased_on, protection, updated_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1)",
        params![
            id,
            person.number,
            person.given_name,
            person.family_name,
            sort_key,
            birth_date,
            person.sex,
            person.county_code,
            person.municipality_code,
            person.deceased_on,
            person.protection.as_stored(),
            now
        ],
    )
    .await?;
    Ok((id, Imported::Added))
}
