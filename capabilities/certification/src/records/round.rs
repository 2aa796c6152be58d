//! A round, read through whoever looks at it.

use behorig_access::{Instant, Service, Target, UnitId, Viewer, decide, scope_of};
use behorig_registers::UnitsInScope;
use behorig_registers::units;
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, params};
use behorig_visit::{PageError, require_target};
use jiff::civil::Date;

use super::heads;
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
        r.lapsed_at, r.submitted_at, shown_name(r.submitted_by, r.submitted_by_name)
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

/// The condition that a line of the round `r` waits and is not the own of the account that `?account` names, at the time `?now`; more is
/// put before its end.
fn waits_and_is_not_own(account: usize, now: usize) -> String {
    format!(
        "SELECT 1 FROM certification_line l JOIN grants g ON g.id = l.grant_id JOIN account own ON own.id = l.account_id
         WHERE l.round_id = r.id AND l.decision IS NULL AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?{now})
           AND own.id <> ?{account}
           AND NOT EXISTS (SELECT 1 FROM account me WHERE me.id = ?{account} AND me.identity_number = own.identity_number)"
    )
}

/// How many rounds wait for the viewer who certifies: open, and not sent in, or with lines left that somebody else than their holder has to
/// decide. Counted to `most`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn waiting_for(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let scope = scope_of(viewer, Service::CertifyGrants, now);
    if scope.is_empty() {
        return Ok(0);
    }
    let me = super::account_of(viewer);
    let at_unit = UnitsInScope::of(&scope, "r.unit_id", 4);
    let at_line = UnitsInScope::of(&scope, "l.unit_id", 4);
    let mut bound: Vec<Param<'_>> = vec![now.to_param(), most.to_param(), me.to_param()];
    bound.extend(at_unit.params());
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT r.id FROM certification_round r
             WHERE r.closes_at > ?1 AND {} AND (r.submitted_at IS NULL OR EXISTS ({} AND {})) LIMIT ?2) waiting",
        at_unit.sql(),
        waits_and_is_not_own(3, 1),
        at_line.sql()
    );
    let (count,): (i64,) = tx.one(&sql, &bound).await?;
    Ok(count)
}

/// The condition that the round `r` waits for its region: it has closed, or was sent in and nobody else at the unit decides what is left. Only
/// a unit's latest round does; and none whose grace is over.
fn waits_for_region(account: usize, now: usize, service: usize) -> String {
    let waits = waits_and_is_not_own(account, now);
    let nobody_else = heads::sql_of_nobody_else("l.unit_id", "l.account_id", service, now);
    format!(
        "r.lapsed_at IS NULL AND (r.ends_at IS NULL OR r.ends_at > ?{now})
         AND NOT EXISTS (SELECT 1 FROM certification_round n WHERE n.unit_id = r.unit_id AND n.due_on > r.due_on)
         AND ((r.closes_at <= ?{now} AND EXISTS ({waits}))
           OR (r.submitted_at IS NOT NULL AND EXISTS ({waits} AND {nobody_else})))"
    )
}

/// How many rounds wait for the viewer who administers their regions by service 421. Counted to `most`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn waiting_for_region(
    tx: &mut Tx,
    viewer: &Viewer,
    most: i64,
    now: Instant,
) -> Result<i64, StoreError> {
    let scope = scope_of(viewer, Service::AdministerOrderers, now);
    if scope.is_empty() {
        return Ok(0);
    }
    let (me, service) = (super::account_of(viewer), Service::CertifyGrants);
    let within = UnitsInScope::of(&scope, "r.region_id", 5);
    let mut bound: Vec<Param<'_>> = vec![now.to_param(), most.to_param(), me.to_param(), service.to_param()];
    bound.extend(within.params());
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT r.id FROM certification_round r
             WHERE {} AND {} LIMIT ?2) waiting",
        within.sql(),
        waits_for_region(3, 1, 4)
    );
    let (count,): (i64,) = tx.one(&sql, &bound).await?;
    Ok(count)
}

/// Which rounds are followed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Followed {
    /// All of them, by service 420 at their units or 421 at their regions.
    All,
    /// Those that wait for a region that the viewer administers by service 421.
    WaitingForRegion,
}

/// The rounds that a viewer may follow up, the latest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn to_follow_up(
    tx: &mut Tx,
    viewer: &Viewer,
    followed: Followed,
    after: Option<Key>,
    now: Instant,
    most: i64,
) -> Result<Vec<Round>, StoreError> {
    let begin = after.unwrap_or(Key { closes_at: Instant(i64::MAX), id: RoundId::new(uuid::Uuid::max()) });
    let administers = scope_of(viewer, Service::AdministerOrderers, now);
    let audits = scope_of(viewer, Service::ViewPermissionRegister, now);
    let (me, service) = (super::account_of(viewer), Service::CertifyGrants);
    let mut bound: Vec<Param<'_>> = vec![begin.closes_at.to_param(), begin.id.to_param(), most.to_param()];
    let waits = match followed {
        Followed::All => None,
        Followed::WaitingForRegion => {
            bound.extend([me.to_param(), now.to_param(), service.to_param()]);
            Some(waits_for_region(4, 5, 6))
        }
    };
    let at_region = UnitsInScope::of(&administers, "r.region_id", bound.len() + 1);
    bound.extend(at_region.params());
    let at_unit = UnitsInScope::of(&audits, "r.unit_id", bound.len() + 1);
    let condition = match waits {
        Some(waits) => format!("{} AND {waits}", at_region.sql()),
        None => {
            bound.extend(at_unit.params());
            format!("({} OR {})", at_region.sql(), at_unit.sql())
        }
    };
    let sql = format!(
        "{ROUND} WHERE (r.closes_at, r.id) < (?1, ?2) AND {condition} ORDER BY r.closes_at DESC, r.id DESC LIMIT ?3"
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
