//! How any data set is read: piece after piece, each in the order of its key.

use behorig_store::{FromRow, StoreError, Tx};

use super::bound::{Bound, Key};
use super::reach::{Piece, Reach};
use super::{Ask, Reader, Record, Subject, Value};

/// A place in a report: the piece, and the key of the row there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    piece: usize,
    key: Vec<Key>,
}

/// Where a column begins and where it ends.
pub(crate) struct Bounds {
    /// The column.
    pub column: &'static str,
    /// Its first value.
    pub from: Key,
    /// Its last value, or the first beyond it.
    pub to: Key,
    /// Whether `to` is the last and not the first beyond.
    pub is_last: bool,
}

impl Bounds {
    /// The condition that nothing lies before.
    pub(super) fn lower(&self, bound: &mut Bound) -> String {
        format!(" AND {} >= {}", self.column, bound.bind(self.from.clone()))
    }

    /// The condition that nothing lies after.
    pub(super) fn upper(&self, bound: &mut Bound) -> String {
        let than = if self.is_last { "<=" } else { "<" };
        format!(" AND {} {than} {}", self.column, bound.bind(self.to.clone()))
    }
}

/// How a piece of a data set is read.
pub(crate) struct Source {
    /// What is selected.
    pub select: String,
    /// From what.
    pub from: String,
    /// Which rows: the conditions of joins and scope.
    pub conditions: String,
    /// Where the first of the keys begins and where it ends: a key to go on after takes the place of one of them, since with two bounds
    /// of a kind SQLite might begin at the wider one and pass over the rest.
    pub bounds: Option<Bounds>,
    /// The keys are columns of several tables: then no index knows the whole key, and the first is bounded by itself as well.
    pub is_joined: bool,
    /// The columns that it is ordered by: never null, the last ones an id.
    pub keys: &'static [&'static str],
}

/// A line as it is stored.
pub(crate) trait Line: FromRow + Send {
    /// How a piece is read.
    fn source(ask: &Ask, piece: &Piece, bound: &mut Bound) -> Source;
    /// Its key, one value for each of [`Source::keys`].
    fn key(&self, ask: &Ask) -> Vec<Key>;
    /// Its id in an address.
    fn id(&self) -> String;
    /// The condition that a line is the one with this id; none where the text is no id.
    fn is_the_one(id: &str, bound: &mut Bound) -> Option<String>;
    /// The value of a column.
    fn value(&self, key: &str, reader: Reader) -> Value;
    /// Whose data it shows.
    fn subject(&self) -> Option<Subject> {
        None
    }
}

/// At most `most` lines after a place.
pub(crate) async fn lines<L: Line>(
    tx: &mut Tx,
    reach: &Reach,
    ask: &Ask,
    after: Option<&Cursor>,
    most: usize,
) -> Result<Vec<(Cursor, L)>, StoreError> {
    let mut found = Vec::new();
    let first = after.map_or(0, |cursor| cursor.piece);
    for (at, piece) in reach.pieces.iter().enumerate().skip(first) {
        let wanted = most.saturating_sub(found.len());
        if wanted == 0 {
            break;
        }
        let after = after.filter(|cursor| cursor.piece == at).map(|cursor| cursor.key.as_slice());
        let rows: Vec<L> = of_piece(tx, piece, ask, after, wanted).await?;
        found.extend(rows.into_iter().map(|line| (Cursor { piece: at, key: line.key(ask) }, line)));
    }
    Ok(found)
}

async fn of_piece<L: Line>(
    tx: &mut Tx,
    piece: &Piece,
    ask: &Ask,
    after: Option<&[Key]>,
    most: usize,
) -> Result<Vec<L>, StoreError> {
    let mut bound = Bound::default();
    let source = L::source(ask, piece, &mut bound);
    let going_on = going_on(&source, ask.descending, after, &mut bound);
    let way = if ask.descending { " DESC" } else { "" };
    let order: Vec<String> = source.keys.iter().map(|key| format!("{key}{way}")).collect();
    let Source { select, from, conditions, .. } = &source;
    let sql =
        format!("SELECT {select} FROM {from} WHERE {conditions}{going_on} ORDER BY {} LIMIT {most}", order.join(", "));
    tx.all(&sql, &bound.params()).await
}

/// The bounds of the first key, one of them moved to where the list goes on.
fn going_on(source: &Source, descending: bool, after: Option<&[Key]>, bound: &mut Bound) -> String {
    // What no condition uses is not bound: PostgreSQL would not know its type.
    let lower = |bound: &mut Bound| source.bounds.as_ref().map(|bounds| bounds.lower(bound)).unwrap_or_default();
    let upper = |bound: &mut Bound| source.bounds.as_ref().map(|bounds| bounds.upper(bound)).unwrap_or_default();
    let Some(after) = after else { return lower(bound) + &upper(bound) };
    let than = if descending { "<" } else { ">" };
    let mut next = String::new();
    if let (true, Some(first), Some(key)) = (source.is_joined, source.keys.first(), after.first()) {
        next = format!(" AND {first} {than}= {}", bound.bind(key.clone()));
    }
    let places: Vec<String> = after.iter().map(|part| bound.bind(part.clone())).collect();
    next.push_str(&format!(" AND ({}) {than} ({})", source.keys.join(", "), places.join(", ")));
    next + &if descending { lower(bound) } else { upper(bound) }
}

/// Where the line with this id stands, as long as it is in reach.
pub(crate) async fn place_of<L: Line>(
    tx: &mut Tx,
    reach: &Reach,
    ask: &Ask,
    id: &str,
) -> Result<Option<Cursor>, StoreError> {
    for (at, piece) in reach.pieces.iter().enumerate() {
        let mut bound = Bound::default();
        let source = L::source(ask, piece, &mut bound);
        let Some(is_the_one) = L::is_the_one(id, &mut bound) else { return Ok(None) };
        let bounds = going_on(&source, false, None, &mut bound);
        let Source { select, from, conditions, .. } = &source;
        let sql = format!("SELECT {select} FROM {from} WHERE {conditions}{bounds} AND {is_the_one} LIMIT 1");
        let found: Option<L> = tx.optional(&sql, &bound.params()).await?;
        if let Some(line) = found {
            return Ok(Some(Cursor { piece: at, key: line.key(ask) }));
        }
    }
    Ok(None)
}

/// At most `most` lines after a place, each as one row.
pub(crate) async fn records<L: Line>(
    tx: &mut Tx,
    reach: &Reach,
    ask: &Ask,
    after: Option<&Cursor>,
    most: usize,
    reader: Reader,
) -> Result<Vec<Record>, StoreError> {
    let found: Vec<(Cursor, L)> = lines(tx, reach, ask, after, most).await?;
    let row = |(cursor, line): (Cursor, L)| Record {
        cursor,
        id: line.id(),
        subject: line.subject(),
        values: ask.columns.iter().map(|column| line.value(column.key, reader)).collect(),
    };
    Ok(found.into_iter().map(row).collect())
}
