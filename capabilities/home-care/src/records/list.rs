//! *Alla kunder*: those whom the viewer may see, a page at a time.
//!
//! At one unit the list walks `customer_at_unit (unit_id, sort_key, id)`, else `customer_by_name (sort_key, id)`. Who is in it is
//! [`crate::rules::sight::may`] for every row at once.

use behorig_access::{Instant, ObjectKind, Scope, Service, UnitId, Viewer, scope_of};
use behorig_identity::{prefix_range, sort_prefix};
use behorig_registers::UnitsInScope;
use behorig_registers::persons::{self, Person};
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, params};
use jiff::civil::Date;
use uuid::Uuid;

use super::optional_day;
use crate::CustomerId;

/// As many as a page of the list shows.
pub(crate) const PAGE: usize = 50;

/// Somebody on the list.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Which customer.
    pub customer: CustomerId,
    /// Whose.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// The last day.
    pub to: Option<Date>,
    /// Who.
    pub person: Person,
    /// When the next visit begins.
    pub next: Option<Instant>,
    /// The viewer is not to know when it begins.
    pub next_is_hidden: bool,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            customer: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            to: optional_day(row)?,
            next: row.next()?,
            next_is_hidden: false,
            person: Person::from_row(row)?,
        })
    }
}

/// Which of them are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shown {
    /// Those who get care now or will.
    #[default]
    Current,
    /// Those whose care has ended.
    Ended,
    /// All of them.
    All,
}

/// Where in the list a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the top.
    Top,
    /// After this customer.
    After(CustomerId),
    /// Before this customer.
    Before(CustomerId),
}

/// What is asked of the list.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    /// By whom.
    pub viewer: &'a Viewer,
    /// By which service the list is seen.
    pub service: Service,
    /// How the family name begins; empty for all.
    pub name: &'a str,
    /// Which of them.
    pub shown: Shown,
    /// Where to begin.
    pub place: Place,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Whether there is more before them.
    pub more_before: bool,
    /// Whether there is more after them.
    pub more_after: bool,
}

/// The values of a statement, numbered as they are bound.
#[derive(Default)]
pub(super) struct Bound<'a>(pub(super) Vec<Param<'a>>);

impl<'a> Bound<'a> {
    pub(super) fn bind(&mut self, value: &'a (impl ToParam + ?Sized)) -> String {
        self.0.push(value.to_param());
        format!("?{}", self.0.len())
    }
}

/// Everything that a viewer may see by a service, as a condition.
pub(super) struct Sight {
    whole: Scope,
    protected: Scope,
}

/// One object of a scope: whose, at which unit, and whether below it too.
type OneObject<'a> = (&'a Uuid, &'a UnitId, bool);

impl Sight {
    pub(super) fn of(viewer: &Viewer, service: Service, now: Instant) -> Self {
        Self { whole: scope_of(viewer, service, now), protected: scope_of(viewer, Service::SeeProtectedIdentity, now) }
    }

    /// The ids of the objects of the two scopes, to be kept as long as what is bound.
    pub(super) fn objects(&self) -> [Vec<(Uuid, UnitId, bool)>; 2] {
        [&self.whole, &self.protected].map(|scope| {
            let of_customers = scope.roots.iter().filter_map(|root| {
                let object = root.object.filter(|object| object.kind == ObjectKind::Customer)?;
                Some((object.id.uuid(), root.unit, root.branch))
            });
            of_customers.collect()
        })
    }

    /// The condition on the customer `c` and the person `p`.
    pub(super) fn sql<'a>(
        &self,
        bound: &mut Bound<'a>,
        units: &'a [UnitsInScope; 2],
        objects: &'a [Vec<(Uuid, UnitId, bool)>; 2],
    ) -> String {
        let [whole, protected] = units;
        bound.0.extend(whole.params());
        bound.0.extend(protected.params());
        let [own, seen] = objects;
        let own = Self::of_objects(bound, own.iter().map(|(id, unit, branch)| (id, unit, *branch)));
        let seen = Self::of_objects(bound, seen.iter().map(|(id, unit, branch)| (id, unit, *branch)));
        format!("(({} AND (p.protection = 'none' OR {} OR {seen})) OR {own})", whole.sql(), protected.sql())
    }

    /// The scopes' units as conditions whose values are bound from `first` on.
    pub(super) fn units(&self, first: usize) -> [UnitsInScope; 2] {
        let whole = UnitsInScope::of(&self.whole, "c.unit_id", first);
        let next = first + whole.params().count();
        [whole, UnitsInScope::of(&self.protected, "c.unit_id", next)]
    }

    fn of_objects<'a>(bound: &mut Bound<'a>, objects: impl Iterator<Item = OneObject<'a>>) -> String {
        let parts: Vec<String> = objects
            .map(|(person, unit, branch)| {
                let (person, unit) = (bound.bind(person), bound.bind(unit));
                if branch {
                    format!(
                        "(c.person_id = {person} AND EXISTS (SELECT 1 FROM unit_ancestor x
                           WHERE x.unit_id = c.unit_id AND x.ancestor_id = {unit}))"
                    )
                } else {
                    format!("(c.person_id = {person} AND c.unit_id = {unit})")
                }
            })
            .collect();
        if parts.is_empty() { "FALSE".to_owned() } else { format!("({})", parts.join(" OR ")) }
    }
}

/// A page of the customers whom the viewer may see.
pub(crate) async fn page(tx: &mut Tx, question: &Question<'_>, now: Instant) -> Result<Listed, StoreError> {
    let range = prefix_range(&sort_prefix(question.name));
    let stands_at: Option<(Vec<u8>, CustomerId)> = match question.place {
        Place::Top => None,
        Place::After(id) | Place::Before(id) => {
            tx.optional("SELECT sort_key, id FROM customer WHERE id = ?1", params![id]).await?
        }
    };
    // A row outside what is searched for now is no place in this list.
    let stands_at = stands_at.filter(|(key, _)| *key >= range.0 && *key < range.1);
    let place = if stands_at.is_some() { question.place } else { Place::Top };
    let today = behorig_web::format::local(now.0).date().to_string();
    let sight = Sight::of(question.viewer, question.service, now);
    let (units, objects) = (sight.units(1), sight.objects());
    let mut bound = Bound::default();
    let seen = sight.sql(&mut bound, &units, &objects);
    let bounds = bounds(&mut bound, place, &range, stands_at.as_ref());
    let (today, now) = (bound.bind(&today), bound.bind(&now));
    let current = match question.shown {
        Shown::Current => format!("(c.to_date IS NULL OR c.to_date >= {today})"),
        Shown::Ended => format!("c.to_date < {today}"),
        Shown::All => "TRUE".to_owned(),
    };
    let order = if matches!(place, Place::Before(_)) { " DESC" } else { "" };
    let sql = format!(
        "SELECT c.id, c.unit_id, u.name, c.to_date,
             (SELECT v.planned_from FROM visit v
              WHERE v.customer_id = c.id AND v.day >= {today} AND v.planned_from > {now} AND v.state = 'planned'
              ORDER BY v.day, v.planned_from, v.id LIMIT 1), {}
         FROM customer c JOIN person p ON p.id = c.person_id JOIN unit u ON u.id = c.unit_id
         WHERE {seen} AND {bounds} AND {current} ORDER BY c.sort_key{order}, c.id{order} LIMIT {}",
        persons::columns(),
        PAGE + 1
    );
    let mut lines: Vec<Line> = tx.all(&sql, &bound.0).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    if matches!(place, Place::Before(_)) {
        lines.reverse();
    }
    let (more_before, more_after) = match place {
        Place::Top => (false, more),
        Place::After(_) => (true, more),
        Place::Before(_) => (more, true),
    };
    Ok(Listed { lines, more_before, more_after })
}

// Exactly one lower and one upper bound each: with two of a kind SQLite might begin at the wider one and pass over the rest.
fn bounds<'a>(
    bound: &mut Bound<'a>,
    place: Place,
    range: &'a (Vec<u8>, Vec<u8>),
    stands_at: Option<&'a (Vec<u8>, CustomerId)>,
) -> String {
    match (place, stands_at) {
        (Place::After(_), Some((key, id))) => {
            let (to, key, id) = (bound.bind(&range.1), bound.bind(key), bound.bind(id));
            format!("c.sort_key < {to} AND (c.sort_key, c.id) > ({key}, {id})")
        }
        (Place::Before(_), Some((key, id))) => {
            let (from, key, id) = (bound.bind(&range.0), bound.bind(key), bound.bind(id));
            format!("c.sort_key >= {from} AND (c.sort_key, c.id) < ({key}, {id})")
        }
        _ => {
            let (from, to) = (bound.bind(&range.0), bound.bind(&range.1));
            format!("c.sort_key >= {from} AND c.sort_key < {to}")
        }
    }
}
