//! A round on paper, for whoever audits: who had what when it was opened, and who decided what of it.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use behorig_access::Service;
use behorig_documents::Language;
use behorig_documents::pdf::{Column, Document, MOST_ROWS, Paper, Part, Section, Table};
use behorig_store::{ActivityType, Event};
use behorig_visit::{PageError, Visit, role_name};
use behorig_web::{Lang, format};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::{days, id, last_day, outcome};
use crate::RoundId;
use crate::records::line::{Line, Tally, Which, lines_of, tally};
use crate::records::round::Round;
use crate::records::sight::Sight;

/// A round on paper: the lines that its reader may see. Service 420 at its unit.
pub(crate) async fn show(mut visit: Visit, Path(round): Path<String>) -> Result<Response, PageError> {
    let round: RoundId = id(&round)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let (round, _) = Round::for_viewer(tx, &viewer, round, now).await?;
    behorig_visit::require(tx, &viewer, Service::ViewPermissionRegister, round.unit, now).await?;
    let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
    let sight = Sight::of(&viewer, now);
    let lines = lines_of(tx, round.id, &sight, Which::All, (0, most), now).await?;
    let tally = tally(tx, round.id, &sight, now).await?;
    let event = Event::change("certification.pdf", "recertification", round.id);
    visit.record_reading(Event { activity: ActivityType::Print, ..event }).await?;
    let document = document(&visit, &round, &tally, &lines);
    let fault = |error: &dyn std::fmt::Display| PageError::Fault(format!("a round on paper: {error}"));
    let written = tokio::task::spawn_blocking(move || document.to_pdf()).await;
    let file = written.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
    let name = format!("inline; filename=\"omprovning-{}.pdf\"", super::day(round.times.opened_at));
    let head = [
        (CONTENT_TYPE, Document::MEDIA_TYPE.to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, file).into_response())
}

fn document(visit: &Visit, round: &Round, tally: &Tally, lines: &[Line]) -> Document {
    let (lang, now) = (visit.lang, visit.now);
    let title = lang.tr("certification-round", &[("unit", round.unit_name.clone().into())]).into_owned();
    let columns = [
        "certification-person",
        "certification-hsa-id",
        "certification-role",
        "certification-where",
        "certification-period",
        "certification-decision",
        "certification-decided-by",
        "certification-decided-at",
    ];
    let rows = lines.iter().map(|line| {
        let decision = outcome(lang, line, now).map_or_else(|| lang.t("certification-unconfirmed"), |(_, word)| word);
        let (who, at) = line
            .decided
            .as_ref()
            .map_or_else(Default::default, |(who, at)| (who.clone(), format::date_time(lang, at.0)));
        vec![
            line.person_name.clone(),
            line.hsa_id.clone().unwrap_or_default(),
            role_name(lang, &line.role_name).into_owned(),
            line.unit_name.clone(),
            days(lang, line.period),
            decision.into_owned(),
            who,
            at,
        ]
    });
    let table = Table {
        columns: columns.iter().map(|column| Column::new(lang.t(column))).collect(),
        rows: rows.collect(),
        totals: None,
        when_empty: lang.t("certification-nothing-left").into_owned(),
    };
    let printed = [
        ("installation", visit.app.settings.installation.clone().into()),
        ("time", format::date_time(lang, now.0).into()),
    ];
    Document {
        title: title.clone(),
        language: match lang {
            Lang::Sv => Language::Swedish,
            Lang::En => Language::English,
        },
        paper: Paper::Landscape,
        footer: lang.tr("certification-printed", &printed).into_owned(),
        made: now.0,
        parts: vec![Part {
            title,
            facts: facts(lang, round, tally),
            sections: vec![Section { heading: None, text: None, table: Some(table) }],
        }],
    }
}

fn facts(lang: Lang, round: &Round, tally: &Tally) -> Vec<(String, String)> {
    let fact = |label, value: String| (lang.t(label).into_owned(), value);
    let counts = [
        ("kept", tally.kept.into()),
        ("ended", (tally.ended + tally.lapsed).into()),
        ("waiting", tally.waiting.into()),
        ("others", tally.others().into()),
        ("all", tally.all.into()),
    ];
    let submitted = round.submitted.as_ref().map_or_else(
        || lang.t("certification-not-submitted").into_owned(),
        |(at, who)| format!("{who}, {}", format::date_time(lang, at.0)),
    );
    let grace = match (round.lapsed_at, round.times.ends_at) {
        (Some(at), _) => lang.tr("certification-grace-over", &[("day", super::day(at).to_string().into())]),
        (None, Some(ends)) => lang.tr("certification-grace", &[("day", last_day(ends).to_string().into())]),
        (None, None) => lang.t("certification-no-grace"),
    };
    let mut facts = vec![
        fact("certification-unit", round.unit_name.clone()),
        fact("certification-region", round.region_name.clone()),
        fact("certification-opened", format::date_time(lang, round.times.opened_at.0)),
        fact("certification-last-day", round.last_day.to_string()),
        fact("certification-submitted", submitted),
        fact("certification-state", lang.tr("certification-counts", &counts).into_owned()),
        fact("certification-grace-label", grace.into_owned()),
    ];
    if tally.hidden > 0 {
        let count = [("count", tally.hidden.into())];
        facts.push(fact("certification-hidden-label", lang.tr("certification-hidden", &count).into_owned()));
    }
    facts
}
