//! Catchment areas as stored.

use behorig_access::UnitId;
use behorig_registers::persons::Person;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use jiff::civil::Date;

use crate::rules::{Catchment, CatchmentFacts, ClinicStatus, Sex};

struct Stored {
    unit: UnitId,
    area: Catchment,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            unit: row.next()?,
            area: Catchment {
                county: row.next()?,
                sex: row.next::<Option<String>>()?.map(|text| sex_from(&text)).transpose()?,
                age_from: row.next::<Option<i64>>()?.map(age_from).transpose()?,
                age_to: row.next::<Option<i64>>()?.map(age_from).transpose()?,
                municipalities: codes(row.next()?),
            },
        })
    }
}

fn sex_from(text: &str) -> Result<Sex, StoreError> {
    Sex::from_stored(text).ok_or_else(|| StoreError::Shape("no sex".to_owned()))
}

fn age_from(years: i64) -> Result<i16, StoreError> {
    i16::try_from(years).map_err(|_| StoreError::Shape("no age".to_owned()))
}

fn codes(joined: Option<String>) -> Vec<String> {
    let mut codes: Vec<String> = joined.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    codes.sort_unstable();
    codes
}

const STORED: &str = "SELECT c.unit_id, c.county_code, c.sex, c.age_from, c.age_to,
        (SELECT string_agg(m.municipality_code, ' ') FROM catchment_municipality m WHERE m.unit_id = c.unit_id)
    FROM catchment c";

/// The catchment area of a clinic, where it has chosen one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn catchment_of(tx: &mut Tx, unit: UnitId) -> Result<Option<Catchment>, StoreError> {
    let found: Option<Stored> = tx.optional(&format!("{STORED} WHERE c.unit_id = ?1"), params![unit]).await?;
    Ok(found.map(|stored| stored.area))
}

/// The clinics that take new cases and whose catchment area covers the person, in order of name: what *Mina mottagningar* offers.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn clinics_that_reach(tx: &mut Tx, person: &Person, today: Date) -> Result<Vec<UnitId>, StoreError> {
    let facts = CatchmentFacts::from(person);
    let in_county: Vec<Stored> = tx
        .all(
            &format!(
                "{STORED} JOIN unit u ON u.id = c.unit_id LEFT JOIN clinic k ON k.unit_id = c.unit_id
                 WHERE c.county_code = ?1 AND u.ended_at IS NULL AND (k.status IS NULL OR k.status = ?2)
                 ORDER BY u.sort_key, u.id"
            ),
            params![facts.county, ClinicStatus::Open.as_stored()],
        )
        .await?;
    let reach = in_county.into_iter().filter(|stored| stored.area.covers(&facts, today));
    Ok(reach.map(|stored| stored.unit).collect())
}

/// Saves an area, or takes it away.
pub(super) async fn put(tx: &mut WriteTx, unit: UnitId, area: Option<&Catchment>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM catchment_municipality WHERE unit_id = ?1", params![unit]).await?;
    let Some(area) = area else {
        tx.execute("DELETE FROM catchment WHERE unit_id = ?1", params![unit]).await?;
        return Ok(());
    };
    let now = tx.now();
    tx.execute(
        "INSERT INTO catchment (unit_id, county_code, sex, age_from, age_to, updated_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
         ON CONFLICT (unit_id) DO UPDATE SET county_code = excluded.county_code, sex = excluded.sex,
             age_from = excluded.age_from, age_to = excluded.age_to, updated_at = excluded.updated_at,
             version = catchment.version + 1",
        params![
            unit,
            area.county,
            area.sex.map(Sex::as_stored),
            area.age_from.map(i32::from),
            area.age_to.map(i32::from),
            now
        ],
    )
    .await?;
    for code in &area.municipalities {
        tx.execute(
            "INSERT INTO catchment_municipality (unit_id, municipality_code) VALUES (?1, ?2)",
            params![unit, code],
        )
        .await?;
    }
    Ok(())
}
