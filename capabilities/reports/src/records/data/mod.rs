//! The data sets: what can be asked about, each with its columns, the services that open it, and how it is read.
//!
//! A data set is read piece by piece (see [`reach`]), each piece by its own index and key, so that the first row of a million comes
//! at once and no more than a chunk is ever held.

mod access_log;
mod accounts;
mod bound;
mod cases;
mod line;
mod orders;
mod reach;
mod relatives;
mod totals;
mod value;
mod visit_line;
mod visits;

use behorig_access::{AccountId, Instant, PersonId, Service, UnitId};
use behorig_identity::IdentityNumber;
use behorig_store::{StoreError, Tx};
use behorig_web::Lang;

use crate::rules::Days;

pub(crate) use bound::Bound;
pub(crate) use line::Cursor;
pub(crate) use reach::Reach;
pub(crate) use relatives::columns_for_relatives;
pub(crate) use totals::{Sums, Week};
pub(crate) use value::Value;

/// A report of more lines is long: what it adds up to is told who asks for it.
const LONG: usize = 50_000;

/// What can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DataSet {
    /// *Besök*.
    Visits,
    /// *Insatser*: what is done at each visit.
    Interventions,
    /// *Ärenden*: how many, how long, never of whom.
    Cases,
    /// *Konton och behörigheter*, as they are when the report is run.
    Accounts,
    /// *Beställningar*.
    Orders,
    /// *Åtkomstlogg*.
    AccessLog,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words.
    Text,
    /// A number, added up under its column.
    Sum,
    /// A number that means nothing added up.
    Number,
    /// A civil day.
    Day,
    /// A time of day.
    Clock,
    /// A day and a time.
    Moment,
}

impl Kind {
    /// Whether it is set as a number.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Sum | Self::Number)
    }
}

/// A column of a data set.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// As stored.
    pub key: &'static str,
    /// The text id of its heading.
    pub label: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether a new report has it from the start.
    pub standard: bool,
}

const fn column(key: &'static str, label: &'static str, kind: Kind) -> Column {
    Column { key, label, kind, standard: true }
}

const fn further(key: &'static str, label: &'static str, kind: Kind) -> Column {
    Column { key, label, kind, standard: false }
}

/// An order of a data set's rows; the large ones have those that an index gives.
#[derive(Debug)]
pub(crate) struct Sort {
    /// As stored.
    pub key: &'static str,
    /// The text id of its name.
    pub label: &'static str,
}

/// What is asked of a data set.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// Of which.
    pub set: DataSet,
    /// When it is asked: accounts and grants are those of this moment.
    pub at: Instant,
    /// Which days.
    pub days: Days,
    /// In which of its orders.
    pub sorted_by: &'static str,
    /// Backwards.
    pub descending: bool,
    /// The columns, in order: those that the reader may see.
    pub columns: Vec<&'static Column>,
}

impl Ask {
    /// Whether a column is asked for.
    pub(crate) fn wants(&self, key: &str) -> bool {
        self.columns.iter().any(|column| column.key == key)
    }
}

/// For whom values are put into words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    /// In which language.
    pub lang: Lang,
    /// A relative: staff are shown by their initials.
    pub relative: bool,
}

/// Whose data a row shows.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// The person.
    pub person: PersonId,
    /// Their number, for the log.
    pub number: IdentityNumber,
    /// Their name.
    pub name: String,
    /// The unit that holds the data.
    pub unit: UnitId,
}

/// A row of a report.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// Where it stands.
    pub cursor: Cursor,
    /// The id by which an address goes on after it.
    pub id: String,
    /// Whose data it shows.
    pub subject: Option<Subject>,
    /// Its values, one for each column asked for.
    pub values: Vec<Value>,
}

impl DataSet {
    /// Every data set, in the order in which it is offered.
    pub(crate) const ALL: [Self; 6] =
        [Self::Visits, Self::Interventions, Self::Cases, Self::Accounts, Self::Orders, Self::AccessLog];

    /// As stored.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Interventions => "interventions",
            Self::Cases => "cases",
            Self::Accounts => "accounts",
            Self::Orders => "orders",
            Self::AccessLog => "access-log",
        }
    }

    /// The data set with this key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.key() == key)
    }

    /// The text id of its name; `.about` says what it holds.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Visits => "reports-set-visits",
            Self::Interventions => "reports-set-interventions",
            Self::Cases => "reports-set-cases",
            Self::Accounts => "reports-set-accounts",
            Self::Orders => "reports-set-orders",
            Self::AccessLog => "reports-set-access-log",
        }
    }

    /// What opens it: any one of the services in each group, from every group.
    pub(crate) const fn services(self) -> &'static [&'static [Service]] {
        match self {
            Self::Visits | Self::Interventions => &[&[Service::ViewCustomers, Service::AssignmentScheduleWeb]],
            Self::Cases => &[&[Service::AssignCases, Service::AnswerCases]],
            Self::Accounts => &[&[Service::ViewAccounts], &[Service::ViewGrants]],
            Self::Orders => &[&[Service::ReceiveOrders]],
            Self::AccessLog => &[&[Service::ReviewLogs]],
        }
    }

    /// Its columns, in the order in which they are offered.
    pub(crate) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Visits => visits::COLUMNS,
            Self::Interventions => visits::INTERVENTION_COLUMNS,
            Self::Cases => cases::COLUMNS,
            Self::Accounts => accounts::COLUMNS,
            Self::Orders => orders::COLUMNS,
            Self::AccessLog => access_log::COLUMNS,
        }
    }

    /// The column with this key.
    pub(crate) fn column(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }

    /// The orders that its rows can stand in; the first is the one that a new report has.
    pub(crate) const fn sorts(self) -> &'static [Sort] {
        match self {
            Self::Visits | Self::Interventions => visits::SORTS,
            Self::Cases => &[Sort { key: "received", label: "reports-column-received" }],
            Self::Accounts => &[Sort { key: "name", label: "reports-column-name" }],
            Self::Orders => &[Sort { key: "ordered", label: "reports-column-ordered" }],
            Self::AccessLog => &[Sort { key: "at", label: "reports-column-at" }],
        }
    }

    /// The order with this key.
    pub(crate) fn sort(self, key: &str) -> Option<&'static str> {
        self.sorts().iter().find(|sort| sort.key == key).map(|sort| sort.key)
    }

    /// Whether it is about a period; accounts are as they are.
    pub(crate) const fn has_period(self) -> bool {
        !matches!(self, Self::Accounts)
    }

    /// Whether it is added up.
    pub(crate) const fn has_sums(self) -> bool {
        matches!(self, Self::Visits)
    }

    /// Whether it shows customers: then relatives may read what the unit chose, and weeks are added up.
    pub(crate) const fn is_of_customers(self) -> bool {
        matches!(self, Self::Visits | Self::Interventions)
    }
}

/// Rows after a place, at most `most` lines of the data set (a visit with three interventions is one line and three rows).
pub(crate) async fn read(
    tx: &mut Tx,
    reach: &Reach,
    ask: &Ask,
    after: Option<&Cursor>,
    most: usize,
    reader: Reader,
) -> Result<Vec<Record>, StoreError> {
    match ask.set {
        DataSet::Visits => visits::read(tx, reach, ask, after, most, reader).await,
        DataSet::Interventions => visits::read_interventions(tx, reach, ask, after, most, reader).await,
        DataSet::Cases => line::records::<cases::CaseLine>(tx, reach, ask, after, most, reader).await,
        DataSet::Accounts => line::records::<accounts::AccountLine>(tx, reach, ask, after, most, reader).await,
        DataSet::Orders => line::records::<orders::OrderLine>(tx, reach, ask, after, most, reader).await,
        DataSet::AccessLog => line::records::<access_log::EventLine>(tx, reach, ask, after, most, reader).await,
    }
}

/// Where the line with this id stands, as long as the reader reaches it.
pub(crate) async fn place_of(tx: &mut Tx, reach: &Reach, ask: &Ask, id: &str) -> Result<Option<Cursor>, StoreError> {
    match ask.set {
        DataSet::Visits | DataSet::Interventions => line::place_of::<visit_line::VisitLine>(tx, reach, ask, id).await,
        DataSet::Cases => line::place_of::<cases::CaseLine>(tx, reach, ask, id).await,
        DataSet::Accounts => line::place_of::<accounts::AccountLine>(tx, reach, ask, id).await,
        DataSet::Orders => line::place_of::<orders::OrderLine>(tx, reach, ask, id).await,
        DataSet::AccessLog => line::place_of::<access_log::EventLine>(tx, reach, ask, id).await,
    }
}

/// What the whole report adds up to, and each of its weeks; none where nothing is added up.
pub(crate) async fn sums(tx: &mut Tx, reach: &Reach, ask: &Ask) -> Result<Option<(Sums, Vec<Week>)>, StoreError> {
    if ask.set.has_sums() { visits::sums(tx, reach, ask).await.map(Some) } else { Ok(None) }
}

/// Whether a report has more lines than are added up unasked.
pub(crate) async fn is_long(tx: &mut Tx, reach: &Reach, ask: &Ask) -> Result<bool, StoreError> {
    if !ask.set.is_of_customers() {
        return Ok(false);
    }
    Ok(visits::count_at_most(tx, reach, ask, LONG + 1).await? > LONG)
}

/// The account of a viewer, for what is the viewer's own.
pub(crate) const fn account_of(holder: behorig_access::Holder) -> Option<AccountId> {
    match holder {
        behorig_access::Holder::Account(account) => Some(account),
        behorig_access::Holder::Person(_) => None,
    }
}

#[cfg(test)]
mod tests;
