//! The start page of staff whose permissions open no page here: what they hold, whom they can ask, and what is always theirs.

use behorig_access::Service;
use behorig_registers::grants;
use behorig_visit::{Access, MenuItem, OWN_SECTION, PageError, Visit, role_name, who_may, whom_to_ask};
use behorig_web::components::{Card, EmptyState, Icon, card_grid};
use behorig_web::{Lang, paths};
use maud::{Markup, html};

use super::start::{can_switch, line};

/// Says why nothing is to be done, and what can be done about it.
pub(super) async fn to_do(visit: &mut Visit) -> Result<Markup, PageError> {
    let (lang, now, viewer) = (visit.lang, visit.now, visit.viewer.clone());
    let Some(unit) = visit.session.hat_unit else {
        return Ok(html! { (empty(lang, lang.t("start-nowhere-text").into_owned())) (always(visit)) });
    };
    let held = roles_at_the_unit(visit).await?;
    let unit_name = visit.hat_chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
    let count = held.len();
    let told = match count {
        0 => lang.tr("start-nothing-text", &[("unit", unit_name.into())]),
        _ => lang.tr(
            "start-nothing-held",
            &[("unit", unit_name.into()), ("roles", held.join(", ").into()), ("count", count.into())],
        ),
    };
    let whom = who_may(visit.snapshot.get().await?, &viewer, Service::AdministerGrants, unit, now).await?;
    Ok(html! {
        (empty(lang, told.into_owned()))
        section aria-labelledby="whom" {
            h2 #whom { (lang.t("start-whom")) }
            @if whom.is_empty() { p { (lang.t("start-whom-nobody")) } }
            @else { p { (lang.t("start-whom-text")) } (whom_to_ask(&whom)) }
        }
        (always(visit))
    })
}

fn empty(lang: Lang, text: String) -> EmptyState<'static> {
    EmptyState::new(Icon::Key, lang.t("start-nothing"), text)
}

/// The roles that the viewer holds at the hat's unit now, in the reader's language.
async fn roles_at_the_unit(visit: &mut Visit) -> Result<Vec<String>, PageError> {
    let (lang, now, unit) = (visit.lang, visit.now, visit.session.hat_unit);
    let viewer = visit.viewer.clone();
    let tx = visit.snapshot.get().await?;
    let mut names: Vec<String> = Vec::new();
    for grant in viewer.grants().iter().filter(|grant| Some(grant.unit) == unit && grant.period.holds_at(now)) {
        if let Some((row, _)) = grants::find(tx, grant.id).await? {
            let name = role_name(lang, &row.role_name).into_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// One's own pages, which no permission is needed for.
fn always(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let is_open = |item: &&MenuItem| {
        (item.section == Some(OWN_SECTION) || item.access == Access::Staff)
            && visit.is_open(item.access)
            && (item.path != paths::HATS || can_switch(visit))
    };
    let own = visit.app.menu.items().filter(is_open);
    let cards: Vec<Card<'_>> = own
        .map(|item| Card::new(item.icon.unwrap_or(Icon::Forward), item.path, lang.t(item.label), line(lang, item)))
        .chain([Card::new(Icon::Help, paths::HELP, lang.t("start-help"), lang.t("start-line-help"))])
        .collect();
    html! {
        section aria-labelledby="always" {
            h2 #always { (lang.t("start-always")) }
            (card_grid(&cards))
        }
    }
}
