//! The hub: a card for each page of the settings, and what the directory says of the clinic.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_registers::units::{Unit, UnitKind};
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, Card, Icon, Notice, Page, SummaryList, Tone, card_grid};
use maud::{Markup, Render, html};

use super::{area, contact, history, own_settings, reply, status, texts, unit_name};
use crate::neighbours::Neighbours;
use crate::records::Settings;
use crate::rules::ClinicStatus;
use crate::words;

/// The hub. Service 407 at the hat's unit.
pub(crate) async fn show(
    mut visit: Visit,
    Extension(neighbours): Extension<Arc<Neighbours>>,
) -> Result<Response, PageError> {
    let settings = own_settings(&mut visit).await?;
    let lang = visit.lang;
    let page = Page::new(lang.t("clinics-title"))
        .lead(lang.tr("clinics-lead", &[("unit", unit_name(&visit).into())]))
        .actions(Button::link(history::PATH, lang.t("clinics-history")).icon(Icon::History).render())
        .wide();
    let mut cards = own_cards(lang, &settings);
    cards.extend(
        neighbours.cards.iter().map(|card| Card::new(card.icon, card.path, lang.t(card.title), lang.t(card.text))),
    );
    let body = html! {
        (in_the_way_of_cases(lang, settings.clinic.status))
        (card_grid(&cards))
        (directory(lang, &visit.hat_chain))
    };
    Ok(visit.show(&page, body))
}

fn own_cards(lang: Lang, settings: &Settings) -> Vec<Card<'static>> {
    let card = |icon, path, title: &str, text: &str| Card::new(icon, path, lang.t(title), lang.t(text));
    let clinic = &settings.clinic;
    let mut contact = card(Icon::Phone, contact::PATH, "clinics-contact", "clinics-contact-card");
    if clinic.phone.is_none() && clinic.email.is_none() && clinic.web.is_none() && clinic.street.is_none() {
        contact = contact.waiting(lang.t("clinics-contact-missing"));
    }
    let area_text = if settings.area.is_some() { "clinics-area-card" } else { "clinics-area-card-none" };
    let now = lang.tr("clinics-status-card", &[("status", words::status(lang, clinic.status).into())]);
    let days = lang.tr("clinics-reply-card", &[("days", clinic.reply_days.into())]);
    vec![
        contact,
        card(Icon::Document, texts::PATH, "clinics-texts", "clinics-texts-card"),
        Card::new(Icon::Clock, reply::PATH, lang.t("clinics-reply"), days),
        Card::new(Icon::Shield, status::PATH, lang.t("clinics-status"), now),
        card(Icon::Home, area::PATH, "clinics-area", area_text),
    ]
}

/// A clinic that takes no new cases says so before anything else.
fn in_the_way_of_cases(lang: Lang, status: ClinicStatus) -> Markup {
    let words = match status {
        ClinicStatus::Open => return html! {},
        ClinicStatus::ClosedForNew => lang.t("clinics-status-closed-card"),
        ClinicStatus::Ended => lang.t("clinics-status-ended-card"),
    };
    Notice::new(Tone::Warning, words).link(status::PATH, lang.t("clinics-status-change")).render()
}

/// What the directory says, for comparison: none of it is changed here.
fn directory(lang: Lang, chain: &[Unit]) -> Markup {
    let above = |kind| chain.iter().find(|unit| unit.kind == kind).map_or("", |unit| unit.name.as_str());
    let own = chain.first();
    let summary = SummaryList::new(lang)
        .text(lang.t("clinics-directory-name"), own.map_or("", |unit| unit.name.as_str()))
        .text(
            lang.t("clinics-directory-hsa-id"),
            own.and_then(|unit| unit.hsa_id.as_ref()).map_or("", |id| id.as_str()),
        )
        .text(lang.t("clinics-directory-unit"), above(UnitKind::CareUnit))
        .text(lang.t("clinics-directory-provider"), above(UnitKind::CareProvider))
        .text(lang.t("clinics-directory-region"), above(UnitKind::Region));
    html! {
        section {
            h2 { (lang.t("clinics-directory")) }
            p { (lang.t("clinics-directory-text")) }
            (summary)
        }
    }
}
