//! The start page: what one may do here, and what needs attention.

use axum::Extension;
use axum::response::Response;
use behorig_access::{Hat, Service};
use behorig_visit::{ARCHIVE_SECTION, Access, MenuItem, OWN_SECTION, PageError, Visit, has_other_hat, role_name};
use behorig_web::components::{Card, Icon, Notice, Page, Tone, card_grid, link_button};
use behorig_web::{Lang, format, paths};
use maud::{Markup, html};

use super::{nothing, others};
use crate::attention::{self, Ending};
use crate::figure::Figures;
use crate::followed::Follows;

/// What is done behind a card, by the path of its menu item. One that is not here says the `.line` of its label, or its section.
const LINES: [(&str, &str); 15] = [
    ("/anvandare", "start-line-accounts"),
    ("/anvandare/ny", "start-line-new-account"),
    ("/mina-mottagningar", "start-line-my-clinics"),
    ("/mina-arenden", "start-line-my-cases"),
    ("/bestallningar", "start-line-orders"),
    ("/bestallningar/ny-anvandare", "start-line-order-account"),
    ("/invanare", "start-line-residents"),
    ("/mottagning", "start-line-clinic"),
    ("/installningar/roller", "start-line-roles"),
    ("/installningar/vem-far", "start-line-who-may"),
    ("/batch", "start-line-batch"),
    ("/mitt-konto", "start-line-own"),
    ("/byt-losenord", "start-line-password"),
    ("/mina-inloggningar", "start-line-sessions"),
    (paths::HATS, "start-line-hats"),
];

/// The start page of the hat that is on. Anyone who is signed in; each card by its own service.
pub(crate) async fn show(
    mut visit: Visit,
    Extension(figures): Extension<Figures>,
    Extension(follows): Extension<Follows>,
) -> Result<Response, PageError> {
    let (lang, hat) = (visit.lang, visit.session.hat);
    let attention = attention(&mut visit).await?;
    let body = match hat {
        Hat::Staff => cards(&mut visit, &figures).await?,
        Hat::Relative => others::customers(&mut visit, follows).await?,
        Hat::Resident => {
            let cards = cards(&mut visit, &figures).await?;
            let clinics = others::clinics(&mut visit).await?;
            html! { (cards) (clinics) }
        }
    };
    let hello = lang.tr("start-hello", &[("name", visit.session.given_name.clone().into())]);
    let mut page = Page::new(hello).section(lang.t("start-title")).lead(lead(&visit)).wide();
    if can_switch(&visit) {
        page = page.actions(link_button(paths::HATS, &lang.t("web-switch-hat")));
    }
    Ok(visit.show(&page, html! { (attention) (body) }))
}

fn lead(visit: &Visit) -> String {
    let lang = visit.lang;
    let unit = visit.hat_chain.first().map(|unit| unit.name.clone());
    match (visit.session.hat, unit) {
        (Hat::Staff, Some(unit)) => lang.tr("start-lead-staff", &[("unit", unit.into())]),
        (Hat::Staff, None) => lang.t("start-lead-staff-nowhere"),
        (Hat::Relative, _) => lang.t("start-lead-relative"),
        (Hat::Resident, _) => lang.t("start-lead-resident"),
    }
    .into_owned()
}

pub(super) fn can_switch(visit: &Visit) -> bool {
    has_other_hat(&visit.viewer, visit.session.hat_unit, visit.now)
}

async fn attention(visit: &mut Visit) -> Result<Markup, PageError> {
    let (lang, now, viewer) = (visit.lang, visit.now, visit.viewer.clone());
    let unit = visit.session.hat_unit;
    let alone = match unit {
        Some(unit) if visit.permits(Service::AdministerGrants, unit).await? => {
            attention::has_one_administrator(visit.snapshot.get().await?, &viewer, unit, now).await?
        }
        _ => false,
    };
    let ending = attention::ending_soon(visit.snapshot.get().await?, &viewer, now).await?;
    let may_look = visit.may_somewhere(Service::ViewAccounts);
    Ok(html! {
        @if alone { (one_administrator(lang, may_look)) }
        @for grant in &ending { (ends_soon(lang, grant)) }
    })
}

fn one_administrator(lang: Lang, may_look: bool) -> Notice<'static> {
    let notice =
        Notice::new(Tone::Warning, lang.t("start-one-administrator")).text(lang.t("start-one-administrator-text"));
    if may_look { notice.link("/anvandare", lang.t("start-one-administrator-link")) } else { notice }
}

fn ends_soon(lang: Lang, ending: &Ending) -> Notice<'static> {
    let title = lang.tr(
        "start-ends-soon",
        &[
            ("role", role_name(lang, &ending.role).into()),
            ("unit", ending.unit.clone().into()),
            ("time", format::date_time(lang, ending.at.0).into()),
        ],
    );
    Notice::new(Tone::Info, title).text(lang.t("start-ends-soon-text"))
}

async fn cards(visit: &mut Visit, figures: &Figures) -> Result<Markup, PageError> {
    let (lang, now, viewer) = (visit.lang, visit.now, visit.viewer.clone());
    let app = visit.app.clone();
    let open: Vec<&MenuItem> = app.menu.items().filter(|item| has_card(item) && visit.is_open(item.access)).collect();
    // What is open to all staff is no work of theirs.
    if open.iter().all(|item| item.access == Access::Staff) {
        return nothing::to_do(visit).await;
    }
    let mut cards = Vec::with_capacity(open.len());
    for item in open {
        let mut card = Card::new(item.icon.unwrap_or(Icon::Forward), item.path, lang.t(item.label), line(lang, item));
        if let Some(figure) = figures.on(item.path) {
            let count = (figure.count)(visit.snapshot.get().await?, &viewer, now).await?;
            if count > 0 {
                card = card.waiting(lang.tr(figure.words, &[("count", count.into())]));
            }
        }
        cards.push(card);
    }
    Ok(card_grid(&cards))
}

/// What belongs to the work has a card: neither the person's own pages nor this one, and nothing twice.
fn has_card(item: &MenuItem) -> bool {
    let is_work = |section| section != OWN_SECTION && section != ARCHIVE_SECTION;
    item.path != paths::START && item.section.is_some_and(is_work)
}

pub(super) fn line(lang: Lang, item: &MenuItem) -> std::borrow::Cow<'static, str> {
    let own = LINES.iter().find(|(path, _)| *path == item.path).map(|(_, text)| lang.t(text));
    let own = own.or_else(|| lang.attribute(item.label, "line"));
    own.or_else(|| item.section.map(|section| lang.t(section))).unwrap_or_default()
}
