//! Who has read a case: the extract that its resident is entitled to.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::Instant;
use behorig_cases::records::{Reader, Thread, open};
use behorig_cases::rules::as_read_out;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Column, Crumb, Page, Row, Table, print_button};
use maud::html;

use super::{case_id, case_path, page_about};
use crate::CASES;
use crate::records::subject_in;
use crate::whom::whom;
use crate::words::when;

/// Which units and which of one's own have read the case, and when. The resident whom it is about, or a guardian.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let thread = open(&mut visit, id).await?;
    if thread.case.person != Some(whom.person.id) {
        return Err(PageError::NotFound);
    }
    let (lang, now) = (visit.lang, visit.now);
    let subject = subject_in(visit.snapshot.get().await?, lang, &thread.case).await?;
    let columns = [
        Column::new(lang.t("my-care-reader")),
        Column::new(lang.t("my-care-read-first")),
        Column::new(lang.t("my-care-read-last")),
    ];
    let rows = lines(lang, &thread)
        .into_iter()
        .map(|line| Row::new(line.who).cell(when(lang, line.first_at, now)).cell(when(lang, line.up_to, now)));
    let table = Table::new(lang.t("my-care-readers"), columns).rows(rows);
    let path = whom.path(&case_path(id));
    let reference = as_read_out(&thread.case.reference);
    let about = [
        ("subject", subject.clone().into()),
        ("clinic", thread.unit_name.clone().into()),
        ("reference", reference.into()),
    ];
    let page = Page::new(lang.t("my-care-readers"))
        .section(subject.clone())
        .lead(lang.tr("my-care-readers-lead", &about))
        .crumbs([Crumb::new(whom.path(CASES), lang.t("my-care-cases")), Crumb::new(path, subject)])
        .actions(print_button(lang));
    Ok(visit.show(&page_about(lang, &whom, page), html! { (table) p.hint { (lang.t("my-care-readers-what")) } }))
}

/// Somebody who has read the case, as the extract says it.
struct Line {
    who: String,
    first_at: Instant,
    up_to: Instant,
}

/// Of staff the extract says at which unit, and how many they are, in one line; of residents who.
fn lines(lang: Lang, thread: &Thread) -> Vec<Line> {
    let staff: Vec<&Reader> = thread.readers.iter().filter(|reader| reader.is_staff).collect();
    let first = staff.iter().map(|reader| reader.first_at).min();
    let last = staff.iter().map(|reader| reader.up_to).max();
    let of_staff = first.zip(last).map(|(first_at, up_to)| {
        let args = [("clinic", thread.unit_name.clone().into()), ("count", staff.len().into())];
        Line { who: lang.tr("my-care-reader-staff", &args).into_owned(), first_at, up_to }
    });
    let residents = thread.readers.iter().filter(|reader| !reader.is_staff);
    let of_residents = residents.map(|one| Line { who: one.name.clone(), first_at: one.first_at, up_to: one.up_to });
    of_staff.into_iter().chain(of_residents).collect()
}
