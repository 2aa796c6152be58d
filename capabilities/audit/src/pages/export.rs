//! *Exportera loggen*: a period of a unit's log as files for others: the national log service, or whoever reads FHIR.

use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use behorig_access::{Service, UnitId};
use behorig_documents::archive::{Archive, ArchiveError};
use behorig_store::{ActivityType, Actor, Event, Purpose, Recorded, Resource, StoreError};
use behorig_visit::{App, PageError, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, link_button};
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form, Lang, field};
use bytes::Bytes;
use futures::StreamExt as _;
use http::header;
use maud::{Markup, html};

use super::{EXPORT, LIST, crumb_to_list, period, query, subject, today};
use crate::export::Form as InForm;
use crate::records::export::{Batch, Reading};
use crate::records::places::{self, Reach};
use crate::rules::Days;

static UNIT: FieldName = field("enhet", "audit-unit");
static FORM: FieldName = field("form", "audit-export-form");
/// What the form proposes: so many days that are over.
const DAYS: i64 = 30;

/// The form. Service 430 somewhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::KeepAccessLog).await?;
    let asked = query(raw)?;
    let days = Days::until(today(visit.now).yesterday().unwrap_or_else(|_| today(visit.now)), DAYS);
    let unit = asked.value(&UNIT.name).to_owned();
    let form = Form::filled([
        (&UNIT, unit),
        (&period::FROM, days.from.to_string()),
        (&period::TO, days.to.to_string()),
        (&FORM, InForm::StoreLog.key().to_owned()),
    ]);
    let errors = Errors::new();
    let (page, body) = page(&mut visit, &form, &errors).await?;
    Ok(visit.show(&page, body))
}

async fn page<'a>(visit: &mut Visit, form: &Form, errors: &'a Errors) -> Result<(Page<'a>, Markup), PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let units = places::units(tx, &Reach::with(&viewer, Service::KeepAccessLog, now).all).await?;
    let page = Page::new(lang.t("audit-export")).lead(lang.t("audit-export-lead")).crumbs([crumb_to_list(lang)]);
    Ok((page.errors(errors), body(lang, &units, form, errors)))
}

fn body(lang: Lang, units: &[(UnitId, String)], form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let forms = InForm::ALL.map(|one| {
        let label = match one {
            InForm::StoreLog => "audit-export-storelog",
            InForm::Fhir => "audit-export-fhir",
        };
        let choice = Choice::new(one.key(), lang.t(label));
        match lang.attribute(label, "hint") {
            Some(hint) => choice.hint(hint),
            None => choice,
        }
    });
    let fields = html! {
        (f.select(&UNIT).options(units).prompt(lang.t("audit-choose-unit")))
        (period::fields(&f))
        (f.radios(&FORM).options(forms))
        p.hint { (lang.t("audit-export-about")) }
        div.button-row {
            (Button::primary(lang.t("audit-export-get")))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    html! { (PostForm::to(EXPORT, fields)) }
}

/// What was filled in.
struct Wanted {
    unit: UnitId,
    days: Days,
    form: InForm,
}

fn parse(form: &Form, errors: &mut Errors) -> Option<Wanted> {
    let unit = form.required(&UNIT, |text| text.parse::<UnitId>().map_err(|_| UNIT.missing()), errors);
    let from = form.required(&period::FROM, date, errors);
    let to = form.required(&period::TO, date, errors);
    let days = from.zip(to).map(|(from, to)| Days { from, to });
    if let Some(days) = days {
        period::check(days, errors);
    }
    let form = form.required(&FORM, |text| InForm::from_key(text).ok_or_else(|| FORM.missing()), errors);
    let wanted = Wanted { unit: unit?, days: days?, form: form? };
    errors.is_empty().then_some(wanted)
}

/// The files, packed into one and poured out as they are read. Service 430 at the unit; what lies below is in it where it is held below too.
/// Each part is decided anew, and is on the log with everybody whom it names before it leaves.
pub(crate) async fn give(submission: Submission) -> Result<Response, PageError> {
    let Submission { mut visit, form, .. } = submission;
    visit.require_somewhere(Service::KeepAccessLog).await?;
    let mut errors = Errors::new();
    if let Some(wanted) = parse(&form, &mut errors) {
        visit.require(Service::KeepAccessLog, wanted.unit).await?;
        let mut pouring = Pouring::begin(&mut visit, &wanted).await?;
        // The first part is read before anything is answered: what is refused is told as a page.
        match pouring.next().await? {
            Some(first) if pouring.files > 0 => return Ok(poured(&wanted, first, pouring)),
            _ => errors.add_general("audit-export-none"),
        }
    }
    let (page, body) = page(&mut visit, &form, &errors).await?;
    Ok(visit.show_again(&page, body))
}

fn poured(wanted: &Wanted, first: Bytes, pouring: Pouring) -> Response {
    let Days { from, to } = wanted.days;
    let name = format!("atkomstlogg-{from}-{to}-{}.zip", wanted.form.key());
    let head = [
        (header::CONTENT_TYPE, Archive::MEDIA_TYPE.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let rest = futures::stream::try_unfold(pouring, |mut pouring| async move {
        let part = pouring.next().await.map_err(|error| {
            tracing::warn!(%error, "the access log broke off on its way out");
            std::io::Error::other(error.to_string())
        })?;
        Ok::<_, std::io::Error>(part.map(|part| (part, pouring)))
    });
    let parts = futures::stream::iter([Ok(first)]).chain(rest);
    (head, Body::from_stream(parts)).into_response()
}

/// A log on its way out.
struct Pouring {
    app: App,
    seat: Seat,
    actor: Actor,
    unit: UnitId,
    days: Days,
    form: InForm,
    reading: Reading,
    /// How many files are in the archive.
    files: usize,
    /// None after its end.
    archive: Option<Archive>,
}

impl Pouring {
    async fn begin(visit: &mut Visit, wanted: &Wanted) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let scope = Reach::with(&viewer, Service::KeepAccessLog, now).all;
        let units = places::units_under(tx, &scope, Some(wanted.unit), i64::MAX).await?;
        // From here on each part opens a read of its own.
        visit.snapshot.give_up();
        Ok(Self {
            app: visit.app.clone(),
            seat: visit.seat(),
            actor: visit.actor(),
            unit: wanted.unit,
            days: wanted.days,
            form: wanted.form,
            reading: Reading::of(units, wanted.days, now),
            files: 0,
            archive: Some(Archive::default()),
        })
    }

    /// The next part; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, PageError> {
        let Some(mut archive) = self.archive.take() else { return Ok(None) };
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await?;
        let viewer = self.seat.viewer(&mut tx, now).await?;
        behorig_visit::require(&mut tx, &viewer, Service::KeepAccessLog, self.unit, now).await?;
        let batch = self.reading.next(&mut tx, &viewer, now).await?;
        drop(tx);
        let is_over = batch.events.is_empty();
        if !is_over {
            self.files += 1;
            self.record(&batch).await?;
        }
        let (form, name) = (self.form, self.form.file_name(self.files));
        // Packing takes longer than a request may keep others waiting.
        let packed = tokio::task::spawn_blocking(move || {
            if is_over {
                return Ok((None, archive.finish()?));
            }
            archive.add(&name, form.written(&batch.events, now).as_bytes())?;
            let part = archive.take()?;
            Ok::<_, ArchiveError>((Some(archive), part))
        });
        let fault = |error: &dyn std::fmt::Display| PageError::Fault(format!("an export of the log: {error}"));
        let (archive, part) = packed.await.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
        self.archive = archive;
        Ok(Some(Bytes::from(part)))
    }

    /// That a file leaves, with everybody whom it names.
    async fn record(&self, batch: &Batch) -> Result<(), PageError> {
        let Days { from, to } = self.days;
        let args = format!("{}, {from} to {to}, file {}, events {}", self.form.key(), self.files, batch.events.len());
        let mut resources =
            vec![Resource { resource_type: "unit", resource_id: Some(self.unit.to_string()), ..Resource::default() }];
        let actor = &self.actor;
        resources.extend(batch.persons.iter().map(|(number, (person, name))| {
            subject(actor, "resident", person.map(|person| person.to_string()), (*number, name.clone()))
        }));
        let (activity, purpose) = (ActivityType::Read, Purpose::Quality);
        let event = Event { activity, level: "audit.export", args: Some(args), purpose, resources };
        let written = self.app.db.write(actor, event, |tx, event| {
            Box::pin(async move {
                let recorded: Recorded<()> = tx.record(event.clone()).await?;
                Ok::<_, StoreError>(recorded)
            })
        });
        Ok(written.await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(change: &str) -> Vec<String> {
        let form = format!(
            "{change}&enhet=01010101-0101-0101-0101-010101010101&fran=2026-10-01&till=2026-10-31&form=storelog"
        );
        let mut errors = Errors::new();
        parse(&Form::parse(form.as_bytes()).unwrap(), &mut errors);
        errors.iter().map(|error| error.message.id().to_owned()).collect()
    }

    #[test]
    fn an_export_is_asked_for_whole() {
        assert!(wrong("").is_empty() && wrong("form=fhir").is_empty());
        assert_eq!(wrong("till=2026-09-30"), ["audit-to-before"]);
        assert_eq!(wrong("fran=2024-10-01"), ["audit-period-long"]);
        assert_eq!(wrong("form=excel"), ["web-missing"]);
        assert_eq!(wrong("enhet=x&fran=&form="), ["web-missing", "web-missing", "web-missing"]);
    }
}
