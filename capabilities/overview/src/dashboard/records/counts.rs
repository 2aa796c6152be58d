//! The counts of a period, as they come from the database.

use std::borrow::Cow;

use behorig_access::Instant;
use behorig_case_types::Ready;
use behorig_store::{Param, StoreError, ToParam as _, Tx};
use behorig_web::Lang;

use super::Counted;
use crate::dashboard::rules::{DayOf, Days};

/// A case without a promise is due on a day in the far future: after 2100, in milliseconds since 1970.
const NO_PROMISE: i64 = 4_102_444_800_000;

/// A case type, the same at every clinic that has activated it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TypeKey {
    /// A ready one, whatever a clinic calls it.
    Ready(Ready),
    /// One that clinics made themselves, by its name.
    Own(String),
    /// None is known.
    None,
}

impl TypeKey {
    fn of(ready: &str, name: String) -> Self {
        match Ready::from_key(ready) {
            Some(ready) => Self::Ready(ready),
            None if name.is_empty() => Self::None,
            None => Self::Own(name),
        }
    }

    /// Its name.
    pub(crate) fn name(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Ready(ready) => Cow::Borrowed(ready.name(lang)),
            Self::Own(name) => Cow::Owned(name.clone()),
            Self::None => lang.t("dashboard-no-type"),
        }
    }
}

/// Cases that residents sent on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// Of which type.
    pub case_type: TypeKey,
    /// On which day, by its number.
    pub day: i64,
    /// How many.
    pub count: i64,
}

/// Cases of residents that were over on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Closed {
    /// Of which type.
    pub case_type: TypeKey,
    /// Whether the resident took them back.
    pub withdrawn: bool,
    /// On which day they had come, and were over.
    pub received: i64,
    pub closed: i64,
    /// Whether they were over no later than was promised; none where nothing was.
    pub kept: Option<bool>,
    /// How many.
    pub count: i64,
}

/// For whom an open case waits, and whether its promise holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// For the clinic, and the promise has not run out.
    InTime,
    /// For the clinic, and the promise has run out.
    Late,
    /// For the resident, who was asked something.
    Resident,
}

/// Open cases of residents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// On which day they came.
    pub received: i64,
    /// How they stand.
    pub standing: Standing,
    /// How many.
    pub count: i64,
}

/// Sign-ins on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignIns {
    /// By which method, as stored.
    pub method: String,
    /// On which day.
    pub day: i64,
    /// How many.
    pub count: i64,
}

/// Everything that was counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub received: Vec<Received>,
    pub closed: Vec<Closed>,
    pub waiting: Vec<Waiting>,
    /// Orders by their stored state.
    pub orders: Vec<(String, i64)>,
    pub sign_ins: Vec<SignIns>,
}

type ReceivedRow = (String, String, i64, i64);
type ClosedRow = (String, String, String, i64, i64, i64, i64);
type WaitingRow = (i64, i64, i64);

impl Counts {
    /// Counts what happened to the units in a period, and what waits now.
    pub(crate) async fn read(tx: &mut Tx, units: &Counted<'_>, days: Days, now: Instant) -> Result<Self, StoreError> {
        let ask = Ask { units: units.sql(), bound: units.params(), day_of: DayOf::until(days, now.0) };
        let within = ask.within(days);
        let now = [now.to_param()];
        let until_now: Vec<Param<'_>> = ask.bound.iter().copied().chain(now).collect();
        let (received, closed, waiting, orders): (Vec<ReceivedRow>, Vec<ClosedRow>, Vec<WaitingRow>, _) = tx
            .four([
                (&ask.received(), &within),
                (&ask.closed(), &within),
                (&ask.waiting(), &until_now),
                (&ask.orders(), &within),
            ])
            .await?;
        let sign_ins: Vec<(Option<String>, i64, i64)> = tx.all(&ask.sign_ins(), &within).await?;
        Ok(Self {
            received: received.into_iter().map(received_of).collect(),
            closed: closed.into_iter().map(closed_of).collect(),
            waiting: waiting.into_iter().map(waiting_of).collect(),
            orders,
            sign_ins: sign_ins.into_iter().map(sign_ins_of).collect(),
        })
    }
}

fn received_of((ready, name, day, count): ReceivedRow) -> Received {
    Received { case_type: TypeKey::of(&ready, name), day, count }
}

fn closed_of((ready, name, state, received, closed, kept, count): ClosedRow) -> Closed {
    let kept = match kept {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    Closed { case_type: TypeKey::of(&ready, name), withdrawn: state == "withdrawn", received, closed, kept, count }
}

fn waiting_of((received, standing, count): WaitingRow) -> Waiting {
    let standing = match standing {
        0 => Standing::InTime,
        1 => Standing::Late,
        _ => Standing::Resident,
    };
    Waiting { received, standing, count }
}

/// The event says the method and the hat: `bankid staff`.
fn sign_ins_of((args, day, count): (Option<String>, i64, i64)) -> SignIns {
    let args = args.unwrap_or_default();
    SignIns { method: args.split(' ').next().unwrap_or_default().to_owned(), day, count }
}

/// The statements, with what they have in common.
struct Ask<'a> {
    units: String,
    bound: Vec<Param<'a>>,
    day_of: DayOf,
}

/// A type by its ready key, or by its name where clinics made it themselves.
const TYPE: &str = "COALESCE(t.ready, ''), CASE WHEN t.ready IS NULL THEN COALESCE(t.name, '') ELSE '' END";

impl Ask<'_> {
    /// The values of a statement about a period.
    fn within(&self, days: Days) -> Vec<Param<'_>> {
        let (from, to) = days.moments();
        self.bound.iter().copied().chain([Param::Int(from), Param::Int(to)]).collect()
    }

    /// The condition that a moment lies in the period.
    fn in_period(&self, column: &str) -> String {
        let first = self.bound.len() + 1;
        format!("{column} >= ?{first} AND {column} < ?{}", first + 1)
    }

    fn received(&self) -> String {
        format!(
            "{} SELECT {TYPE}, {}, CAST(count(*) AS BIGINT)
             FROM chosen u CROSS JOIN care_case c LEFT JOIN case_type t ON t.id = c.case_type_id
             WHERE c.unit_id = u.id AND c.kind = 'resident' AND {}
             GROUP BY 1, 2, 3",
            self.units,
            self.day_of.sql("c.received_at"),
            self.in_period("c.received_at")
        )
    }

    fn closed(&self) -> String {
        format!(
            "{} SELECT {TYPE}, c.state, {}, {},
                 CAST(CASE WHEN c.due_at >= {NO_PROMISE} THEN 2 WHEN c.closed_at <= c.due_at THEN 1 ELSE 0 END AS BIGINT),
                 CAST(count(*) AS BIGINT)
             FROM chosen u CROSS JOIN care_case c LEFT JOIN case_type t ON t.id = c.case_type_id
             WHERE c.unit_id = u.id AND c.kind = 'resident' AND {}
             GROUP BY 1, 2, 3, 4, 5, 6",
            self.units,
            self.day_of.sql("c.received_at"),
            self.day_of.sql("c.closed_at"),
            self.in_period("c.closed_at")
        )
    }

    fn waiting(&self) -> String {
        format!(
            "{} SELECT {},
                 CAST(CASE WHEN c.state = 'waiting' THEN 2 WHEN c.due_at < ?{} THEN 1 ELSE 0 END AS BIGINT),
                 CAST(count(*) AS BIGINT)
             FROM chosen u CROSS JOIN care_case c
             WHERE c.unit_id = u.id AND c.state IN ('received', 'assigned', 'partial', 'waiting') AND c.kind = 'resident'
             GROUP BY 1, 2",
            self.units,
            self.day_of.sql("c.received_at"),
            self.bound.len() + 1
        )
    }

    fn orders(&self) -> String {
        format!(
            "{} SELECT o.state, CAST(count(*) AS BIGINT) FROM chosen u CROSS JOIN care_order o
             WHERE o.unit_id = u.id AND {} GROUP BY o.state ORDER BY o.state",
            self.units,
            self.in_period("o.ordered_at")
        )
    }

    fn sign_ins(&self) -> String {
        format!(
            "{} SELECT e.activity_args, {}, CAST(count(*) AS BIGINT)
             FROM chosen u CROSS JOIN account a CROSS JOIN audit_event e
             WHERE a.unit_id = u.id AND e.account_id = a.id AND e.activity_level = 'sign-in.open' AND {}
             GROUP BY 1, 2",
            self.units,
            self.day_of.sql("e.at"),
            self.in_period("e.at")
        )
    }
}
