//! *Begränsat urval*: a case type for those whom it is handed out to, and what follows when that is changed.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Dialog, Page, PostForm, link_button};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use super::changes::{Asked, change, recorded, shown_as_it_is_now, yes_no};
use super::{crumb_to_list, id, path_of};
use crate::records::grants;
use crate::records::types::{self, CaseType};

/// The question, opened on the page of the type.
pub(crate) fn dialog(lang: Lang, case_type: &CaseType, approved: i64, handed_out: i64) -> Markup {
    let dialog = Dialog::new(
        lang,
        "begransat",
        title(lang, case_type),
        consequences(lang, case_type, approved, handed_out),
        answer(lang, case_type),
        path_of(case_type.id, "/begransat"),
    );
    html! { (dialog.once(Visit::form_key()).version(case_type.version)) }
}

fn title(lang: Lang, case_type: &CaseType) -> String {
    let id = if case_type.restricted { "case-types-unrestrict-title" } else { "case-types-restrict-title" };
    lang.tr(id, &[("name", case_type.name_in(lang).to_owned().into())]).into_owned()
}

fn answer(lang: Lang, case_type: &CaseType) -> Button<'static> {
    // The button says what it asks for, so that an old page can't turn what has been turned already.
    let (word, wanted) =
        if case_type.restricted { ("case-types-unrestrict", "0") } else { ("case-types-restrict", "1") };
    Button::primary(lang.t(word)).sends("begransat", wanted)
}

/// What follows, for whom.
fn consequences(lang: Lang, case_type: &CaseType, approved: i64, handed_out: i64) -> Markup {
    let most = grants::MOST_COUNTED;
    let approved = if approved > most {
        lang.tr("case-types-approved-many", &[("count", format::number(lang, most).into())])
    } else {
        lang.tr("case-types-approved", &[("count", approved.into())])
    };
    let (all, held) = if case_type.restricted {
        ("case-types-unrestrict-approved", "case-types-unrestrict-handed-out")
    } else {
        ("case-types-restrict-approved", "case-types-restrict-handed-out")
    };
    html! {
        ul.consequences {
            li { (lang.tr(all, &[("approved", approved.into())])) }
            li { (lang.tr(held, &[("count", handed_out.into())])) }
            li { (lang.t("case-types-restriction-open-cases")) }
        }
    }
}

/// Asks whether a type is to be restricted, or no longer. Service 407 at its unit.
pub(crate) async fn question(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let case_type = super::shown(&mut visit, id(&case_type)?).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let approved = grants::approved(tx, case_type.unit, now).await?;
    let handed_out = grants::handed_out(tx, case_type.id, now).await?;
    let body = html! {
        (consequences(lang, &case_type, approved, handed_out))
        div.button-row {
            (answer(lang, &case_type))
            (link_button(&path_of(case_type.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = Page::new(title(lang, &case_type)).crumbs([
        crumb_to_list(lang),
        behorig_web::components::Crumb::new(path_of(case_type.id, ""), case_type.name_in(lang).to_owned()),
    ]);
    let form =
        PostForm::to(path_of(case_type.id, "/begransat"), body).version(case_type.version).once(Visit::form_key());
    Ok(visit.show(&page.narrow(), html! { (form) }))
}

/// Makes a type restricted, or lets every approved resident use it. Service 407 at its unit.
pub(crate) async fn save(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let what = match submission.form.value("begransat") {
        "1" => true,
        "0" => false,
        _ => return Err(PageError::Malformed("neither restricted nor not")),
    };
    let told = if what { "case-types-restricted-now" } else { "case-types-unrestricted-now" };
    let asked = Asked { seat: submission.visit.seat(), id, version, what };
    match submission.submit(asked, saved).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, told)),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(shown_as_it_is_now(&submission.visit, &path_of(id, "")))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("a restriction has no fields")),
    }
}

fn saved<'t>(tx: &'t mut WriteTx, asked: &'t Asked<bool>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        let path = path_of(case_type.id, "");
        if case_type.restricted == asked.what {
            return Ok(behorig_store::Recorded::nothing_to_record(path, "it was so already"));
        }
        types::set_restricted(tx, case_type.id, case_type.version, asked.what).await?;
        let change = change("restricted", yes_no(case_type.restricted), yes_no(asked.what));
        Ok(recorded(tx, "case-types.restrict", case_type.id, &[change], path).await?)
    })
}
