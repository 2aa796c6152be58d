//! One order: what is asked for, what stands in the way, and what one may do about it.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::OrderId;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Dialog, Notice, Page, PostForm, SummaryList, Tone, dialog_link};
use behorig_web::{Errors, Lang, format};
use maud::{Markup, Render, html};

use super::{crumb_to_orders, kind, numbered, path_of, state_tag};
use crate::kinds::Particulars;
use crate::records::{self, Order};
use crate::rules::{Act, OrderState, Refused, Standpoint, after};

/// An order, for who placed it and for who receives orders (397) at its unit.
pub(crate) async fn order(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, super::id(&id)?).await?;
    let body = shown.body(visit.lang, visit.now.0);
    Ok(visit.show(&shown.page(visit.lang), body))
}

/// The order again, with why what was asked for could not be done.
pub(crate) async fn again(visit: &mut Visit, id: OrderId, errors: &Errors) -> Result<Response, PageError> {
    let shown = Shown::read(visit, id).await?;
    let body = shown.body(visit.lang, visit.now.0);
    Ok(visit.show_again(&shown.page(visit.lang).errors(errors), body))
}

pub(crate) struct Shown {
    pub order: Order,
    pub who: Standpoint,
    asked: Markup,
    obstacles: Errors,
}

impl Shown {
    pub(crate) async fn read(visit: &mut Visit, id: OrderId) -> Result<Self, PageError> {
        let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
        let tx = visit.snapshot.get().await?;
        let (order, mut who) = records::for_viewer(tx, &viewer, id, now).await?;
        let particulars = Particulars::of(&order)?;
        who.subject = particulars.is_about(records::own_number(tx, &viewer).await?.as_deref());
        let waits = order.state == OrderState::Received;
        let obstacles = if waits { particulars.obstacles(tx).await? } else { Errors::new() };
        let asked = particulars.show(tx, lang).await?;
        Ok(Self { order, who, asked, obstacles })
    }

    pub(crate) fn page(&self, lang: Lang) -> Page<'_> {
        Page::new(numbered(lang, self.order.number))
            .section(lang.t("orders-title"))
            .lead(format!("{}: {}", kind(lang, self.order.kind), self.order.subject))
            .crumbs([crumb_to_orders(lang)])
            .below_heading(html! { p { (state_tag(lang, self.order.state)) } })
    }

    fn body(&self, lang: Lang, now: i64) -> Markup {
        let order = &self.order;
        let mut facts = SummaryList::new(lang)
            .text(lang.t("orders-unit"), &order.unit_name)
            .text(lang.t("orders-orderer"), &order.orderer_name)
            .text(lang.t("orders-when"), &format::near_time(lang, order.ordered_at.0, now));
        if let (Some(at), Some(by)) = (order.decided_at, &order.decided_by_name) {
            facts = facts.text(lang.t("orders-decided"), &format!("{}, {by}", format::near_time(lang, at.0, now)));
        }
        if let Some(reason) = &order.reason {
            facts = facts.text(lang.t("orders-reason"), reason);
        }
        html! {
            (facts)
            (self.in_the_way(lang))
            section aria-labelledby="asked" { h2 #asked { (lang.t("orders-asked-for")) } (self.asked) }
            (self.acts(lang))
        }
    }

    /// Told to who could do something about it, and to nobody else.
    fn in_the_way(&self, lang: Lang) -> Markup {
        html! {
            @if !self.obstacles.is_empty() && self.who.receiver {
                section aria-labelledby="in-the-way" {
                    h2 #in-the-way { (lang.t("orders-in-the-way")) }
                    @for error in self.obstacles.iter() { (Notice::new(Tone::Warning, error.message.words(lang))) }
                    p { (lang.t("orders-in-the-way-text")) }
                }
            }
        }
    }

    fn acts(&self, lang: Lang) -> Markup {
        let may = |act| after(self.order.state, act, self.who);
        let connect = PostForm::to(
            path_of(self.order.id, "/anslut"),
            html! {
                (Button::primary(lang.t("orders-connect")))
            },
        );
        html! {
            @match may(Act::CarryOut) {
                Ok(_) => {
                    div.button-row {
                        @if self.obstacles.is_empty() {
                            (connect.version(self.order.version).once(Visit::form_key()))
                        }
                        (Button::link(path_of(self.order.id, "/avslag"), lang.t("orders-decline")))
                    }
                }
                Err(why @ (Refused::OwnOrder | Refused::ForOneself)) => {
                    (Notice::new(Tone::Info, lang.t(why.text())))
                }
                Err(_) => {}
            }
            @if may(Act::Withdraw).is_ok() {
                div.button-row {
                    (dialog_link(&path_of(self.order.id, "/aterta"), "aterta", &lang.t("orders-withdraw"), None))
                }
                (self.withdrawal(lang))
            }
            @if let (OrderState::Done, Some(account)) = (self.order.state, self.order.outcome) {
                div.button-row { (Button::link(format!("/anvandare/{account}"), lang.t("orders-to-user"))) }
            }
        }
    }

    fn withdrawal(&self, lang: Lang) -> Markup {
        let body = html! { p { (lang.t("orders-withdraw-text")) } };
        let answer = Button::danger(lang.t("orders-withdraw"));
        Dialog::new(lang, "aterta", lang.t("orders-withdraw-title"), body, answer, path_of(self.order.id, "/aterta"))
            .once(Visit::form_key())
            .version(self.order.version)
            .render()
    }
}
