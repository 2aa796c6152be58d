//! Who has read a case: the extract that its resident is entitled to.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_cases::records::{Reader, open};
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Column, Crumb, Page, Row, Table, print_button};
use maud::html;

use super::{case_id, case_path, page_about};
use crate::CASES;
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
    let columns = [
        Column::new(lang.t("my-care-reader")),
        Column::new(lang.t("my-care-read-first")),
        Column::new(lang.t("my-care-read-last")),
    ];
    let rows = thread.readers.iter().map(|reader| {
        Row::new(who(lang, &thread.unit_name, reader)).cell(when(lang, reader.first_at, now)).cell(when(
            lang,
            reader.up_to,
            now,
        ))
    });
    let table = Table::new(lang.t("my-care-readers"), columns).rows(rows);
    let path = whom.path(&case_path(id));
    let page = Page::new(lang.t("my-care-readers"))
        .section(thread.case.subject.clone())
        .lead(lang.t("my-care-readers-lead"))
        .crumbs([Crumb::new(whom.path(CASES), lang.t("my-care-cases")), Crumb::new(path, thread.case.subject.clone())])
        .actions(print_button(lang));
    Ok(visit.show(&page_about(lang, &whom, page), html! { (table) }))
}

/// Of staff the extract says at which unit; of residents who.
fn who(lang: Lang, unit: &str, reader: &Reader) -> String {
    if reader.is_staff {
        lang.tr("my-care-reader-staff", &[("clinic", unit.to_owned().into())]).into_owned()
    } else {
        reader.name.clone()
    }
}
