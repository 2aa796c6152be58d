//! A report being run: always inside the grants of whoever reads it, chunk by chunk.
//!
//! Each chunk is a short read of its own that decides anew. When the reader no longer reaches what they did when it began, it breaks
//! off. Before rows are handed out the log is told whose data they show: one event for the run, and one more where later rows show
//! somebody who was not named yet.

use std::collections::{HashMap, HashSet};

use behorig_access::{Hat, PersonId, Service, UnitId};
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, Actor, ActorUnit, Event, Purpose, Resource, StoreError, Tx};
use behorig_visit::{App, PageError, Seat, Visit};
use behorig_web::{Lang, format};

use crate::ReportId;
use crate::records::data::{self, Ask, Column, Cursor, DataSet, Reach, Reader, Record, Subject, Sums, Week};
use crate::rules::{Days, Definition};

/// As many lines as are read at once where a whole report is read.
pub(crate) const CHUNK: usize = 1_000;

/// How a report leaves, as the log names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Screen,
    Preview,
    Csv,
    Xlsx,
    Pdf,
}

impl Way {
    const fn key(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Preview => "preview",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    const fn activity(self) -> ActivityType {
        match self {
            Self::Pdf => ActivityType::Print,
            _ => ActivityType::Read,
        }
    }
}

/// A report being run.
pub(crate) struct Run {
    app: App,
    seat: Seat,
    actor: Actor,
    report: Option<ReportId>,
    unit: UnitId,
    way: Way,
    reach: Reach,
    reader: Reader,
    told: HashSet<PersonId>,
    is_told: bool,
    holders: HashMap<UnitId, (ActorUnit, Option<ActorUnit>)>,
    cursor: Option<Cursor>,
    /// What is asked: with the columns that the reader may see.
    pub ask: Ask,
    /// The columns of the report that the reader may not see.
    pub left_out: Vec<&'static Column>,
}

impl Run {
    /// Begins to run a report for a visitor, who was found to have it. The data set's own services are asked for here.
    ///
    /// # Errors
    /// [`PageError::Refused`] to who lacks a service that the data set asks for.
    pub(crate) async fn begin(
        visit: &mut Visit,
        report: Option<ReportId>,
        definition: &Definition,
        way: Way,
    ) -> Result<Self, PageError> {
        require_set(visit, definition.set).await?;
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let relative = viewer.hat() == Hat::Relative;
        let columns: Vec<&'static Column> =
            definition.columns.iter().filter_map(|key| definition.set.column(key)).collect();
        let tx = visit.snapshot.get().await?;
        let reach = Reach::of(tx, &viewer, definition.set, definition.unit, now).await?;
        let seen = if relative {
            data::columns_for_relatives(tx, definition.set, &columns, &reach.units()).await?
        } else {
            columns.clone()
        };
        let left_out = columns.into_iter().filter(|column| !seen.contains(column)).collect();
        // From here on each chunk opens a read of its own.
        visit.snapshot.give_up();
        Ok(Self {
            app: visit.app.clone(),
            seat: visit.seat(),
            actor: visit.actor(),
            report,
            unit: definition.unit,
            way,
            reach,
            reader: Reader { lang: visit.lang, relative },
            told: HashSet::new(),
            is_told: false,
            holders: HashMap::new(),
            cursor: None,
            ask: Ask {
                set: definition.set,
                at: now,
                days: definition.period.days(format::local(now.0).date()),
                sorted_by: definition.sorted_by,
                descending: definition.descending,
                columns: seen,
            },
            left_out,
        })
    }

    /// The days that it is about.
    pub(crate) const fn days(&self) -> Days {
        self.ask.days
    }

    /// The language of its reader.
    pub(crate) const fn lang(&self) -> Lang {
        self.reader.lang
    }

    /// Goes on after the line with this id, as far as the reader reaches it; else it begins at the top.
    pub(crate) async fn go_on_after(&mut self, id: &str) -> Result<(), PageError> {
        let mut tx = self.app.db.read().await?;
        self.cursor = data::place_of(&mut tx, &self.reach, &self.ask, id).await?;
        Ok(())
    }

    /// What the whole report adds up to, and its weeks. Sums are of what the reader reaches, and no more.
    pub(crate) async fn sums(&self) -> Result<Option<(Sums, Vec<Week>)>, PageError> {
        let mut tx = self.app.db.read().await?;
        Ok(data::sums(&mut tx, &self.reach, &self.ask).await?)
    }

    /// Whether it is so long that adding it up takes longer than a page may.
    pub(crate) async fn is_long(&self) -> Result<bool, PageError> {
        let mut tx = self.app.db.read().await?;
        Ok(data::is_long(&mut tx, &self.reach, &self.ask).await?)
    }

    /// The next rows: of at most `most` lines of the data set. Empty at the end.
    ///
    /// # Errors
    /// [`PageError::SignIn`] where the session ended, [`PageError::NotFound`] where the reader no longer reaches what they did when it began,
    /// in rows or in columns.
    pub(crate) async fn next(&mut self, most: usize) -> Result<Vec<Record>, PageError> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await?;
        let viewer = self.seat.viewer(&mut tx, now).await?;
        let reach = Reach::of(&mut tx, &viewer, self.ask.set, self.unit, now).await?;
        if !reach.covers(&self.reach) || !self.may_still_see_its_columns(&mut tx).await? {
            return Err(PageError::NotFound);
        }
        let records = data::read(&mut tx, &self.reach, &self.ask, self.cursor.as_ref(), most, self.reader).await?;
        if let Some(last) = records.last() {
            self.cursor = Some(last.cursor.clone());
        }
        let subjects = self.resources(&mut tx, &records).await?;
        drop(tx);
        if !self.is_told || !subjects.is_empty() {
            self.is_told = true;
            self.record(subjects, now).await?;
        }
        Ok(records)
    }

    /// A unit can take a column from relatives while a file is on its way.
    async fn may_still_see_its_columns(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let Ask { set, columns, .. } = &self.ask;
        Ok(!self.reader.relative
            || data::columns_for_relatives(tx, *set, columns, &self.reach.units()).await? == *columns)
    }

    /// Whether there are more lines after those that were given.
    pub(crate) async fn has_more(&self) -> Result<bool, PageError> {
        let mut tx = self.app.db.read().await?;
        let next = data::read(&mut tx, &self.reach, &self.ask, self.cursor.as_ref(), 1, self.reader).await?;
        Ok(!next.is_empty())
    }

    async fn record(&self, subjects: Vec<Resource>, now: behorig_access::Instant) -> Result<(), PageError> {
        let mut resources = Vec::with_capacity(subjects.len() + 1);
        if subjects.is_empty() {
            let resource_id = self.report.map(|id| id.to_string());
            resources.push(Resource { resource_type: "report", resource_id, ..Resource::default() });
        }
        resources.extend(subjects);
        let event = Event {
            activity: self.way.activity(),
            level: "reports.run",
            args: Some(self.particulars()),
            purpose: self.purpose(),
            resources,
        };
        let actor = Actor { at: now, ..self.actor.clone() };
        self.app
            .db
            .write(&actor, event, |tx, event| {
                Box::pin(async move { Ok::<_, PageError>(tx.record(event.clone()).await?) })
            })
            .await
    }

    /// What was asked, without a name: a report's name is words of somebody's own.
    fn particulars(&self) -> String {
        let report = self.report.map(|id| format!("report={id} ")).unwrap_or_default();
        let Ask { set, days, .. } = &self.ask;
        let (unit, way) = (self.unit, self.way.key());
        format!("{report}set={} from={} to={} unit={unit} as={way}", set.key(), days.from, days.to)
    }

    fn purpose(&self) -> Purpose {
        match (self.ask.set.is_of_customers(), self.reader.relative) {
            (true, true) => Purpose::Care,
            (true, false) => Purpose::Quality,
            (false, _) => Purpose::Administration,
        }
    }

    /// Those of the rows' persons who were not named yet, as the log names them.
    async fn resources(&mut self, tx: &mut Tx, records: &[Record]) -> Result<Vec<Resource>, StoreError> {
        let mut resources = Vec::new();
        for subject in records.iter().filter_map(|record| record.subject.as_ref()) {
            if !self.told.insert(subject.person) {
                continue;
            }
            let (care_unit, care_provider) = self.holder_of(tx, subject).await?;
            resources.push(Resource {
                resource_type: "customer",
                resource_id: Some(subject.person.to_string()),
                patient: Some((subject.number, subject.name.clone())),
                care_provider,
                care_unit: Some(care_unit),
            });
        }
        Ok(resources)
    }

    async fn holder_of(
        &mut self,
        tx: &mut Tx,
        subject: &Subject,
    ) -> Result<(ActorUnit, Option<ActorUnit>), StoreError> {
        if let Some(known) = self.holders.get(&subject.unit) {
            return Ok(known.clone());
        }
        let chain = units::chain(tx, subject.unit).await?;
        let unit = chain.first().map(as_logged).ok_or(StoreError::Missing)?;
        let provider = chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(as_logged);
        self.holders.insert(subject.unit, (unit.clone(), provider.clone()));
        Ok((unit, provider))
    }
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}

/// Whether the visitor may read a data set at all, anywhere.
pub(crate) fn may_read(visit: &Visit, set: DataSet) -> bool {
    set.services().iter().all(|group| group.iter().any(|service| visit.may_somewhere(*service)))
}

/// Every group of a data set's services, one of each.
async fn require_set(visit: &mut Visit, set: DataSet) -> Result<(), PageError> {
    for group in set.services() {
        if group.iter().any(|service| visit.may_somewhere(*service)) {
            continue;
        }
        let first: Service = group.first().copied().unwrap_or(Service::OwnReports);
        visit.require_somewhere(first).await?;
    }
    Ok(())
}
