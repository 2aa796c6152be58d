//! The templates of the clinic.

use axum::response::Response;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Row, Table, Tag, Tone, tag};
use maud::{Markup, Render, html};

use super::super::{TEMPLATES, clinic_name, clinic_of};
use super::{kind_name, path_of};
use crate::records::templates::{self, Template};

/// The templates, active or not. Service 407 at the hat's unit.
pub(crate) async fn list(mut visit: Visit) -> Result<Response, PageError> {
    let unit = clinic_of(&mut visit).await?;
    let templates = templates::templates_of_unit(visit.snapshot.get().await?, unit).await?;
    let lang = visit.lang;
    let new = Button::primary_link(format!("{TEMPLATES}/ny"), lang.t("case-types-template-new")).icon(Icon::Plus);
    let page = Page::new(lang.t("case-types-templates"))
        .lead(lang.tr("case-types-templates-lead", &[("clinic", clinic_name(&visit).into())]))
        .actions(html! { (new) })
        .wide();
    Ok(visit.show(&page, body(lang, &templates)))
}

fn body(lang: Lang, templates: &[Template]) -> Markup {
    if templates.is_empty() {
        let (title, text) = (lang.t("case-types-templates-none"), lang.t("case-types-templates-none-text"));
        return EmptyState::new(Icon::Document, title, text).render();
    }
    let columns = [
        Column::new(lang.t("case-types-template-name")),
        Column::new(lang.t("case-types-template-kind")),
        Column::new(lang.t("case-types-template-subject")),
        Column::new(lang.t("case-types-state")),
    ];
    let rows = templates.iter().map(|template| {
        let state = if template.active {
            tag(Tone::Good, &lang.t("case-types-template-active"))
        } else {
            Tag::new(Tone::Neutral, lang.t("case-types-template-inactive")).render()
        };
        Row::link(path_of(template.id, ""), template.text.name.as_str())
            .cell(lang.t(kind_name(template.text.kind)))
            .cell(template.text.subject.as_str())
            .cell(state)
    });
    Table::new(lang.t("case-types-templates"), columns).rows(rows).render()
}
