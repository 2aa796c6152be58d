//! The report of a review on paper: how it was drawn, and what was said of each line by whom.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::UnitId;
use behorig_documents::Language;
use behorig_documents::pdf::{Column, Document, Paper, Part, Section, Table};
use behorig_store::{ActivityType, Event};
use behorig_visit::{PageError, Visit};
use behorig_web::{Lang, format};

use super::review::{counts, drawn_by, reading};
use super::{as_file, id, who};
use crate::ReviewId;
use crate::records::line::{Line, Tally, lines_of, tally};
use crate::records::review::Review;
use crate::records::{account_of, sees, sees_staff};
use crate::rules::MOST_LINES;
use crate::words;

/// The report. Service 400 as the review asks.
pub(crate) async fn show(mut visit: Visit, Path(review): Path<String>) -> Result<Response, PageError> {
    let id: ReviewId = id(&review)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let (review, chain) = Review::for_viewer(tx, &viewer, id, now).await?;
    let me = account_of(&viewer);
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    let lines = lines_of(tx, id, me, false, 0, most).await?;
    let tally = tally(tx, id, me).await?;
    let event = reading(&visit, "audit.report", id, &lines);
    visit.record_reading(Event { activity: ActivityType::Print, ..event }).await?;
    let document = document(&visit, &review, &chain, &tally, &lines);
    as_file(document, format!("loggranskning-{}.pdf", review.days.to)).await
}

fn document(visit: &Visit, review: &Review, chain: &[UnitId], tally: &Tally, lines: &[Line]) -> Document {
    let lang = visit.lang;
    let title = lang.tr("audit-review", &[("unit", review.unit_name.clone().into())]).into_owned();
    let unsigned = review.signed.is_none().then(|| lang.t("audit-not-signed").into_owned());
    let mut facts = drawn_by(lang, review, tally);
    facts.push((lang.t("audit-state").into_owned(), counts(lang, tally)));
    Document {
        title: title.clone(),
        language: language(lang),
        paper: Paper::Landscape,
        footer: footer(visit),
        made: visit.now.0,
        parts: vec![Part {
            title,
            facts,
            sections: vec![
                Section { heading: None, text: unsigned, table: Some(table(visit, chain, lines)) },
                Section {
                    heading: Some(lang.t("audit-guide-again").into_owned()),
                    text: Some(lang.t("audit-guide-again-text").into_owned()),
                    table: None,
                },
            ],
        }],
    }
}

/// The lines. On paper an identity number is masked: it leaves the program's hands.
fn table(visit: &Visit, chain: &[UnitId], lines: &[Line]) -> Table {
    let (lang, now) = (visit.lang, visit.now);
    let columns = [
        "audit-line",
        "audit-staff",
        "audit-person",
        "audit-events",
        "audit-first",
        "audit-last",
        "audit-verdict",
        "audit-note",
        "audit-judged-by",
    ];
    let rows = lines.iter().map(|line| {
        let patient = if sees(&visit.viewer, chain, line.known, now) {
            format!("{} {}", line.patient_name, line.number)
        } else {
            lang.t("web-protected").into_owned()
        };
        let verdict = line.verdict.map_or_else(|| lang.t("audit-no-verdict"), |one| words::verdict(lang, one).1);
        let judged = line.judged.as_ref();
        vec![
            line.position.to_string(),
            who(lang, line.staff(sees_staff(&visit.viewer, chain, now)), line.staff_is_protected),
            patient,
            format::number(lang, line.events),
            format::date_time(lang, line.first_at.0),
            format::date_time(lang, line.last_at.0),
            verdict.into_owned(),
            line.note.clone(),
            judged.map_or_else(String::new, |(who, at)| format!("{who}, {}", format::date_time(lang, at.0))),
        ]
    });
    Table {
        columns: columns.iter().map(|column| Column::new(lang.t(column))).collect(),
        rows: rows.collect(),
        totals: None,
        when_empty: lang.t("audit-nothing-found").into_owned(),
    }
}

/// The language of a document's texts.
pub(super) fn language(lang: Lang) -> Language {
    match lang {
        Lang::Sv => Language::Swedish,
        Lang::En => Language::English,
    }
}

/// The foot of every page: the installation, and when it was printed.
pub(super) fn footer(visit: &Visit) -> String {
    let printed = [
        ("installation", visit.app.settings.installation.clone().into()),
        ("time", format::date_time(visit.lang, visit.now.0).into()),
    ];
    visit.lang.tr("audit-printed", &printed).into_owned()
}
