//! A round, read through whoever looks at it.

use behorig_access::{Instant, Service, Target, UnitId, Viewer, decide, scope_of};
use behorig_registers::UnitsInScope;
use behorig_registers::units;
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, params};
use behorig_visit::{PageError, require_target};
use jiff::civil::Date;

use crate::RoundId;
use crate::rules::{By, Shut, Times};

/// A round.
pub(crate) struct Round {
    pub id: RoundId,
    pub unit: UnitId,
    pub unit_name: String,
    pub region: UnitId,
    pub region_name: String,
    pub last_day: Date,
    pub times: Times,
    pub lapsed_at: Option<Instant>,
    /// When it was sent in, and by whom.
    pub submitted: Option<(Instant, String)>,
}

const ROUND: &str =
    "SELECT r.id, r.unit_id, u.name, r.region_id, g.name, r.last_day, r.opened_at, r.closes_at, r.ends_at,
        r.lapsed_at, r.submitted_at, r.submitted_by_name
    FROM certification_round r JOIN unit u ON u.id = r.unit_id JOIN unit g ON g.id = r.region_id";

impl FromRow for Round {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, unit, unit_name, region, region_name) =
            (row.next()?, row.next()?, row.next()?, row.next()?, row.next()?);
        let last_day = super::stored_day(&row.next::<String>()?)?;
        let (opened_at, closes_at, ends_at) = (row.next()?, row.next()?, row.next()?);
        let lapsed_at: Option<Instant> = row.next()?;
        let submitted = row.next::<Option<Instant>>()?.zip(row.next::<Option<String>>()?);
        let times =
            Times { opened_at, closes_at, ends_at, lapsed: lapsed_at.is_some(), submitted: submitted.is_some() };
        Ok(Self { id, unit, unit_name, region, region_name, last_day, times, lapsed_at, submitted })
    }
}

/// What a viewer may do with a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct May {
    /// Service 423 at its unit.
    pub certify: bool,
    /// Service 421 at its region.
    pub administer: bool,
    /// Service 420 at its unit.
    pub audit: bool,
}

impl May {
    /// On what right the viewer answers now: as the head as long as heads may, else for the region.
    ///
    /// # Errors
    /// Why nobody with the viewer's rights may; none where the viewer never may.
    pub(crate) fn answer(self, times: &Times, now: Instant) -> Result<By, Option<Shut>> {
        let open = |by| times.open_to(by, now).map(|()| by).map_err(Some);
        match (self.certify, self.administer) {
            (true, true) => open(By::Certifier).or_else(|_| open(By::Region)),
            (true, false) => open(By::Certifier),
            (false, true) => open(By::Region),
            (false, false) => Err(None),
        }
    }
}

impl Round {
    /// A round, to whoever may certify, administer or audit it: services 423 and 420 at its unit, 421 at its region.
    ///
    /// # Errors
    /// [`PageError::Refused`] to whoever holds a grant at the unit, [`PageError::NotFound`] to anyone else.
    pub(crate) async fn for_viewer(
        tx: &mut Tx,
        viewer: &Viewer,
        id: RoundId,
        now: Instant,
    ) -> Result<(Self, May), PageError> {
        let round = find(tx, id).await?.ok_or(PageError::NotFound)?;
        let chain = units::chain_ids(tx, round.unit).await?;
        let region = units::chain_ids(tx, round.region).await?;
        let permits = |service, chain: &[UnitId]| decide(viewer, service, &Target::at(chain), now).is_permit();
        let may = May {
            certify: permits(Service::CertifyGrants, &chain),
            administer: permits(Service::AdministerOrderers, &region),
            audit: permits(Service::ViewPermissionRegister, &chain),
        };
        if !(may.certify || may.administer || may.audit) {
            require_target(tx, viewer, Service::CertifyGrants, &Target::at(&chain), now).await?;
        }
        Ok((round, may))
    }
}

/// A round, for what the program does by itself.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(super) async fn find(tx: &mut Tx, id: RoundId) -> Result<Option<Round>, StoreError> {
    tx.optional(&format!("{ROUND} WHERE r.id = ?1"), params![id]).await
}

/// Where a page of a list of rounds begins: after the round that closed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub closes_at: Instant,
    pub id: RoundId,
}

impl Key {
    /// As it stands in an address.
    pub(crate) fn in_address(self) -> String {
        format!("{}.{}", self.closes_at.0, self.id)
    }

    /// Reads what [`in_address`](Self::in_address) wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (closes_at, id) = text.split_once('.')?;
        Some(Self { closes_at: Instant(closes_at.parse().ok()?), id: id.parse().ok()? })
    }
}

/// The open rounds that a viewer may certify, those that close first before the others.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn open_for(
    tx: &mut Tx,
    viewer: &Viewer,
    after: Option<Key>,
    now: Instant,
    most: i64,
) -> Result<Vec<Round>, StoreError> {
    let scope = scope_of(viewer, Service::CertifyGrants, now);
    let still_open = Key { closes_at: now, id: RoundId::new(uuid::Uuid::max()) };
    let begin = after.filter(|after| after.closes_at > now).unwrap_or(still_open);
    let within = UnitsInScope::of(&scope, "r.unit_id", 4);
    let mut bound: Vec<Param<'_>> = vec![begin.closes_at.to_param(), begin.id.to_param(), most.to_param()];
    bound.extend(within.params());
    let sql = format!(
        "{ROUND} WHERE (r.closes_at, r.id) > (?1, ?2) AND {} ORDER BY r.closes_at, r.id LIMIT ?3",
        within.sql()
    );
    tx.all(&sql, &bound).await
}

/// How many rounds wait for the viewer: open, and not sent in. Counted to `most`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn waiting_for(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let scope = scope_of(viewer, Service::CertifyGrants, now);
    if scope.is_empty() {
        return Ok(0);
    }
    let within = UnitsInScope::of(&scope, "r.unit_id", 3);
    let mut bound: Vec<Param<'_>> = vec![now.to_param(), most.to_param()];
    bound.extend(within.params());
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT r.id FROM certification_round r
             WHERE r.closes_at > ?1 AND r.submitted_at IS NULL AND {} LIMIT ?2) waiting",
        within.sql()
    );
    let (count,): (i64,) = tx.one(&sql, &bound).await?;
    Ok(count)
}

/// The rounds that a viewer may follow up, the latest first: by service 420 at their units or 421 at their regions.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn to_follow_up(
    tx: &mut Tx,
    viewer: &Viewer,
    after: Option<Key>,
    now: Instant,
    most: i64,
) -> Result<Vec<Round>, StoreError> {
    let audits = scope_of(viewer, Service::ViewPermissionRegister, now);
    let administers = scope_of(viewer, Service::AdministerOrderers, now);
    let begin = after.unwrap_or(Key { closes_at: Instant(i64::MAX), id: RoundId::new(uuid::Uuid::max()) });
    let at_unit = UnitsInScope::of(&audits, "r.unit_id", 4);
    let first = 4 + at_unit.params().count();
    let at_region = UnitsInScope::of(&administers, "r.region_id", first);
    let mut bound: Vec<Param<'_>> = vec![begin.closes_at.to_param(), begin.id.to_param(), most.to_param()];
    bound.extend(at_unit.params());
    bound.extend(at_region.params());
    let sql = format!(
        "{ROUND} WHERE (r.closes_at, r.id) < (?1, ?2) AND ({} OR {}) ORDER BY r.closes_at DESC, r.id DESC LIMIT ?3",
        at_unit.sql(),
        at_region.sql()
    );
    tx.all(&sql, &bound).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_rounds_is_found_again_by_its_address() {
        let key = Key { closes_at: Instant(1_795_165_200_000), id: RoundId::new(uuid::Uuid::from_u128(7)) };
        assert_eq!(Key::parse(&key.in_address()), Some(key));
        for text in ["", ".", "1.x", "x.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn who_is_both_head_and_region_answers_as_head_first_and_for_the_region_after() {
        let times = Times {
            opened_at: Instant(0),
            closes_at: Instant(10),
            ends_at: Some(Instant(20)),
            lapsed: false,
            submitted: false,
        };
        let may = |certify, administer| May { certify, administer, audit: true };
        assert_eq!(may(true, true).answer(&times, Instant(5)), Ok(By::Certifier));
        assert_eq!(may(true, true).answer(&times, Instant(15)), Ok(By::Region));
        assert_eq!(may(true, false).answer(&times, Instant(15)), Err(Some(Shut::Closed)));
        assert_eq!(may(true, true).answer(&times, Instant(20)), Err(Some(Shut::Lapsed)));
        assert_eq!(may(false, false).answer(&times, Instant(5)), Err(None));
    }
}
