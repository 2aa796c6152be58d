//! Orders of permissions in every state: what waits, what is asked about, what was done, declined and taken back.

use behorig_access::{AccountId, BuiltIn, GrantId, Instant, OrderId, OrderableId, RoleId, UnitId};
use behorig_identity::swedish_sort_key;
use behorig_store::{Actor, Db, Door, Event, StoreError, Tx, WriteTx, params};

/// One permission of an order: whom for (HSA-id, name), and which.
type Line = (&'static str, &'static str, BuiltIn);

/// An order as it stands when the demo begins.
struct Placed {
    days_ago: i64,
    orderer: &'static str,
    /// On what right: `named` or `head`.
    ordered_by: &'static str,
    act: &'static str,
    unit: &'static str,
    lines: &'static [Line],
    /// What each line has come to.
    line_state: &'static str,
    /// What somebody did, the last of which is the order's state: how many days before the demo, who, what and in which words.
    then: &'static [(i64, &'static str, &'static str, Option<&'static str>)],
    state: &'static str,
}

const GUNILLA: &str = "gunilla.sjoberg";
const PER: &str = "per.nystrom";
const ORDERS: [Placed; 5] = [
    Placed {
        days_ago: 12,
        orderer: GUNILLA,
        ordered_by: "named",
        act: "grant",
        unit: "VC-ROSENLUND",
        lines: &[("SE5565594230-T0027", "Lars Öberg", BuiltIn::Dashboard)],
        line_state: "done",
        then: &[(11, "cecilia.lundin", "approved", None), (11, "cecilia.lundin", "done", None)],
        state: "done",
    },
    Placed {
        days_ago: 6,
        orderer: GUNILLA,
        ordered_by: "named",
        act: "grant",
        unit: "VC-GRANNA-DIG",
        lines: &[("SE5565594230-D003", "Zofia Kowalska", BuiltIn::SystemAdministrator)],
        line_state: "rejected",
        then: &[(
            5,
            "cecilia.lundin",
            "declined",
            Some("Systemadministratör ges vid mottagningen och inte vid ingången. Beställ för Vårdcentralen Gränna."),
        )],
        state: "declined",
    },
    Placed {
        days_ago: 4,
        orderer: PER,
        ordered_by: "head",
        act: "grant",
        unit: "VC-ROSENLUND-MOTT",
        lines: &[("SE5565594230-T0007", "Mats Hedman", BuiltIn::Dashboard)],
        line_state: "withdrawn",
        then: &[(4, PER, "withdrawn", None)],
        state: "withdrawn",
    },
    Placed {
        days_ago: 2,
        orderer: PER,
        ordered_by: "head",
        act: "grant",
        unit: "VC-ROSENLUND-MOTT",
        lines: &[("SE5565594230-T0005", "Ali Rezai", BuiltIn::SystemAdministrator)],
        line_state: "waiting",
        then: &[(1, "samir.haddad", "asked", Some("Ska Ali ersätta någon, eller ska ni vara två?"))],
        state: "asked",
    },
    Placed {
        days_ago: 1,
        orderer: GUNILLA,
        ordered_by: "named",
        act: "grant",
        unit: "VC-GRANNA-DIG",
        lines: &[
            ("SE5565594230-D001", "Amira Nasser", BuiltIn::ControlTower),
            ("SE5565594230-D002", "Björn-Erik Ståhl", BuiltIn::ControlTower),
            ("SE5565594230-D002", "Björn-Erik Ståhl", BuiltIn::Dashboard),
        ],
        line_state: "waiting",
        then: &[],
        state: "received",
    },
];

const DAY: i64 = 24 * 3_600_000;

/// Places them, each at its time.
pub(crate) async fn set(db: &Db, now: Instant) -> Result<(), StoreError> {
    for (number, order) in (1..).zip(&ORDERS) {
        let actor = Actor::system(Door::Import, now.plus_millis(-order.days_ago * DAY));
        db.write(&actor, (number, order, now), |tx, (number, order, now)| {
            Box::pin(async move {
                let id = place(tx, *number, order, *now).await?;
                tx.record(Event::change("demo.build", "order", id)).await
            })
        })
        .await?;
    }
    Ok(())
}

async fn place(tx: &mut WriteTx, number: i64, order: &Placed, now: Instant) -> Result<OrderId, StoreError> {
    let (id, ordered_at) = (OrderId::new(tx.new_uuid()), tx.now());
    let (orderer, orderer_name) = colleague(tx, order.orderer).await?;
    let (unit,): (UnitId,) = tx.one("SELECT id FROM unit WHERE import_key = ?1", params![order.unit]).await?;
    let (orderable, service): (OrderableId, String) =
        tx.one("SELECT id, name FROM orderable WHERE ended_at IS NULL ORDER BY name_key LIMIT 1", params![]).await?;
    tx.execute(
        "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject, particulars,
             ordered_at, act, orderable_id, ordered_by, version)
         VALUES (?1, ?2, 'permissions', ?3, ?4, ?5, ?6, ?7, '{}', ?8, ?9, ?10, ?11, 1)",
        params![
            id,
            number,
            order.state,
            unit,
            orderer,
            orderer_name,
            service,
            ordered_at,
            order.act,
            orderable,
            order.ordered_by
        ],
    )
    .await?;
    let decided = match order.then.last() {
        Some((days_ago, who, what, _)) if *what != "asked" => {
            Some((now.plus_millis(-days_ago * DAY), colleague(tx, who).await?))
        }
        _ => None,
    };
    if let Some((at, (account, name))) = &decided {
        let reason = order.then.last().and_then(|(.., words)| *words);
        tx.execute(
            "UPDATE care_order SET decided_at = ?2, decided_by = ?3, decided_by_name = ?4, decision_reason = ?5 WHERE id = ?1",
            params![id, at, account, name, reason],
        )
        .await?;
    }
    lines(tx, id, unit, order, decided.as_ref()).await?;
    tell(tx, id, (ordered_at, orderer, &orderer_name), "placed", None).await?;
    for (days_ago, who, what, words) in order.then {
        let (account, name) = colleague(tx, who).await?;
        tell(tx, id, (now.plus_millis(-days_ago * DAY), account, &name), what, *words).await?;
    }
    Ok(id)
}

async fn lines(
    tx: &mut WriteTx,
    id: OrderId,
    unit: UnitId,
    order: &Placed,
    decided: Option<&(Instant, (AccountId, String))>,
) -> Result<(), StoreError> {
    let at = decided.map(|(at, _)| *at);
    let by = decided.map(|(_, (account, _))| *account);
    let by_name = decided.map(|(_, (_, name))| name.as_str());
    for (position, (hsa_id, name, role)) in (1_i64..).zip(order.lines) {
        let (role,): (RoleId,) = tx.one("SELECT id FROM role WHERE built_in = ?1", params![role.key()]).await?;
        // What an order has done points at the grant that came of it.
        let made: Option<(AccountId, GrantId)> = match order.line_state {
            "done" => {
                let sql = "SELECT g.holder_account, g.id FROM grants g JOIN account_hsa_id h ON h.account_id = g.holder_account
                    WHERE h.hsa_id = ?1 AND g.role_id = ?2 AND g.unit_id = ?3 LIMIT 1";
                tx.optional(sql, params![hsa_id, role, unit]).await?
            }
            _ => None,
        };
        let (account, grant) = (made.map(|(account, _)| account), made.map(|(_, grant)| grant));
        let email: Option<(Option<String>,)> =
            tx.optional("SELECT email FROM directory_person WHERE hsa_id = ?1", params![hsa_id]).await?;
        tx.execute(
            "INSERT INTO care_order_line (order_id, position, hsa_id, person_name, person_sort_key, email, unit_id, role_id,
                 state, decided_by, decided_by_name, decided_at, account_id, grant_id, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 1)",
            params![
                id,
                position,
                hsa_id,
                name,
                swedish_sort_key(name),
                email.and_then(|(email,)| email),
                unit,
                role,
                order.line_state,
                by,
                by_name,
                at,
                account,
                grant
            ],
        )
        .await?;
    }
    Ok(())
}

async fn tell(
    tx: &mut WriteTx,
    order: OrderId,
    (at, account, name): (Instant, AccountId, &str),
    what: &str,
    words: Option<&str>,
) -> Result<(), StoreError> {
    let id = tx.new_uuid();
    let lines: Option<i64> = (what == "approved").then_some(1);
    tx.execute(
        "INSERT INTO care_order_event (id, order_id, at, actor_account, actor_name, what, lines, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, order, at, account, name, what, lines, words],
    )
    .await?;
    Ok(())
}

async fn colleague(tx: &mut Tx, user_name: &str) -> Result<(AccountId, String), StoreError> {
    let (account, given, family): (AccountId, String, String) =
        tx.one("SELECT id, given_name, family_name FROM account WHERE user_name_key = ?1", params![user_name]).await?;
    Ok((account, format!("{given} {family}")))
}
