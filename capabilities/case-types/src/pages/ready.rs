//! A ready type before it is activated: what the resident sees, and what staff may answer.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Icon, Page, PostForm, Way, ways};
use behorig_web::{Errors, Form as Sent, Lang};
use maud::{Markup, html};

use super::preview::{answers_of_staff, as_resident};
use super::{LIST, clinic_of, crumb_to_list, query};
use crate::records::types;
use crate::rules::Ready;

/// A ready type, or, with none named, all of them. Service 407 at the hat's unit.
pub(crate) async fn ready(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let unit = clinic_of(&mut visit).await?;
    let asked = query(raw.as_deref())?;
    let (page, body) = match asked.value("typ") {
        "" => all(visit.lang),
        key => {
            let ready = Ready::from_key(key).ok_or(PageError::NotFound)?;
            let taken = types::of_unit(visit.snapshot.get().await?, unit).await?;
            let is_taken = taken.iter().any(|one| one.ready == Some(ready));
            one(visit.lang, ready, is_taken)
        }
    };
    Ok(visit.show(&page, body))
}

fn all<'a>(lang: Lang) -> (Page<'a>, Markup) {
    let to = |ready: Ready| Way {
        icon: Icon::Case,
        path: format!("{LIST}/fardig?typ={}", ready.key()).into(),
        title: ready.name(lang).into(),
        text: lang.t(ready.about()),
    };
    let found: Vec<Way<'_>> = Ready::ALL.into_iter().map(to).collect();
    let page = Page::new(lang.t("case-types-ready")).crumbs([crumb_to_list(lang)]);
    (page, html! { (ways(&found)) })
}

fn one<'a>(lang: Lang, ready: Ready, is_taken: bool) -> (Page<'a>, Markup) {
    let activate = html! { (Button::primary(lang.t("case-types-activate"))) };
    let activate = PostForm::to(LIST, activate).once(Visit::form_key()).hidden("typ", ready.key());
    let mut page = Page::new(ready.name(lang))
        .section(lang.t("case-types-ready"))
        .lead(lang.t(ready.about()))
        .crumbs([crumb_to_list(lang)])
        .wide();
    if !is_taken {
        page = page.actions(html! { (activate) });
    }
    let form = ready.form();
    let body = html! {
        (as_resident(lang, lang, form, ready.name(lang), &Sent::default(), &Errors::new(), None))
        (answers_of_staff(lang, lang, form.alternatives()))
    };
    (page, body)
}
