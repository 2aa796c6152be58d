//! The first step: which service, to order or to cancel, where and when.

use axum::response::Response;
use behorig_visit::Visit;
use behorig_web::components::{
    Button, Choice, EmptyState, Fields, Icon, Page, PostForm, Section, link_button, save_bar, side_by_side,
};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::ground::{EFFECT, FROM, Ground, REGION, SERVICE, TO};
use super::read::CARRIED;
use super::{PATH, PEOPLE, STEP};
use crate::pages::{ORDERS, crumb_to_orders};
use crate::rules::Effect;

/// Shows the step. `carried` are the people that were typed already, as they go from step to step.
pub(super) fn show(visit: &Visit, ground: &Ground, form: &Form, carried: &[String], errors: &Errors) -> Response {
    let lang = visit.lang;
    let page = page(lang);
    if ground.services.is_empty() || !ground.has_units {
        return visit.show(&page, nothing(lang, ground));
    }
    let body = fields(lang, ground, form, errors);
    let mut post = PostForm::to(PATH, body).guarded().with_files();
    for (part, text) in (1..).zip(carried) {
        post = post.hidden(CARRIED.on_row(part).name, text.as_str());
    }
    if errors.is_empty() {
        return visit.show(&page, html! { (post) });
    }
    visit.show_again(&page.errors(errors), html! { (post) })
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("orders-permissions-title"))
        .lead(lang.t("orders-permissions-lead"))
        .crumbs([crumb_to_orders(lang)])
}

fn nothing(lang: Lang, ground: &Ground) -> Markup {
    let (title, text) = if ground.has_units {
        ("orders-no-services", "orders-no-services-text")
    } else {
        ("orders-no-units", "orders-no-units-text")
    };
    EmptyState::new(Icon::Inbox, lang.t(title), lang.t(text)).render()
}

fn fields(lang: Lang, ground: &Ground, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let services = ground.services.iter().map(|(_, one)| Choice::new(one.id.to_string(), one.name.as_str()));
    let regions = ground.regions.iter().map(|one| Choice::new(one.id.to_string(), one.name.as_str()));
    let effects = [(Effect::Grant, "orders-effect-grant"), (Effect::Revoke, "orders-effect-revoke")]
        .map(|(effect, word)| Choice::new(effect.key(), lang.t(word)));
    html! {
        (Section::new(lang.t("orders-what"), html! {
            (f.select(&SERVICE).prompt(lang.t("orders-choose-service")).options(services))
            (f.radios(&EFFECT).options(effects))
            @if ground.regions.len() > 1 {
                (f.select(&REGION).prompt(lang.t("orders-choose-region")).options(regions))
            }
        }))
        (Section::new(lang.t("orders-period"), html! {
            (side_by_side(&html! { (f.date(&FROM).optional()) (f.date(&TO).optional()) }))
        }).about(lang.t("orders-period-about")))
        (save_bar(
            lang,
            &Button::primary(lang.t("orders-to-people")).sends(STEP, PEOPLE),
            &link_button(ORDERS, &lang.t("web-cancel")),
        ))
    }
}
