//! One order: what is asked for, what stands in the way, what has happened, and what one may do about it.

use std::sync::Arc;

use axum::extract::{Extension, Path, RawQuery};
use axum::response::Response;
use behorig_access::OrderId;
use behorig_registers::directory::StaffDirectory;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Dialog, Notice, Page, PostForm, SummaryList, Tone, dialog_link, tag};
use behorig_web::{Errors, Form, Lang, Message, format};
use maud::{Markup, Render, html};

use super::lines::LinesShown;
use super::told::{ToldRight, period, timeline};
use super::{crumb_to_orders, kind, numbered, path_of, question, state_tag};
use crate::kinds::Particulars;
use crate::letters::OrderMail;
use crate::records::{self, Noted, Order, may_still_order, right_of};
use crate::rules::{Act, Happened, OrderState, Refused, Standpoint, after};

/// What the page of an order stands on besides the database.
#[derive(Clone)]
pub(crate) struct Around {
    /// How people are told.
    pub mail: OrderMail,
    /// Where the people of an order are looked up.
    pub directory: Arc<dyn StaffDirectory>,
}

/// An order, for who placed it and for who receives orders (397) at its unit.
pub(crate) async fn order(
    Extension(around): Extension<Around>,
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let query = Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let after: i64 = query.value("rad").parse().unwrap_or(i64::MIN);
    let shown = Shown::read(&mut visit, &around, super::id(&id)?, after).await?;
    let body = shown.body(visit.lang, visit.now.0, &Form::default(), &Errors::new());
    Ok(visit.show(&shown.page(visit.lang), body))
}

/// The order again, with why what was asked for could not be done and everything that was typed.
pub(crate) async fn again(
    visit: &mut Visit,
    around: &Around,
    id: OrderId,
    form: &Form,
    errors: &Errors,
) -> Result<Response, PageError> {
    let shown = Shown::read(visit, around, id, i64::MIN).await?;
    let body = shown.body(visit.lang, visit.now.0, form, errors);
    Ok(visit.show_again(&shown.page(visit.lang).errors(errors), body))
}

pub(crate) struct Shown {
    pub order: Order,
    pub who: Standpoint,
    asked: Markup,
    obstacles: Errors,
    lines: Option<LinesShown>,
    right: Option<ToldRight>,
    /// Whether the orderer of a new user might still order one there; none where it is decided, or no such order.
    user_right: Option<bool>,
    events: Vec<Noted>,
}

/// Whoever ordered a new user has lost the right to: said to the receiver, in either language.
pub(super) fn right_lost(order: &Order) -> Message {
    Message::new("orders-right-lost-user")
        .with("name", order.orderer_name.clone())
        .with("unit", order.unit_name.clone())
}

impl Shown {
    pub(crate) async fn read(visit: &mut Visit, around: &Around, id: OrderId, after: i64) -> Result<Self, PageError> {
        let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
        let tx = visit.snapshot.get().await?;
        let (order, mut who) = records::for_viewer(tx, &viewer, id, now).await?;
        let particulars = Particulars::of(&order)?;
        who.subject = particulars.is_about(records::own_number(tx, &viewer).await?.as_deref());
        let mut obstacles = if order.state.is_open() { particulars.obstacles(tx).await? } else { Errors::new() };
        let user_right = match (&order.ordering, order.state.is_open()) {
            (None, true) => Some(may_still_order(tx, &order, now).await?),
            _ => None,
        };
        if user_right == Some(false) {
            obstacles.add_general(right_lost(&order));
        }
        let asked = particulars.show(tx, lang).await?;
        let events = records::timeline(tx, order.id).await?;
        let right = match (&order.ordering, order.state.is_open()) {
            (Some(_), true) => right_of(tx, order.id, order.orderer, now).await?,
            _ => None,
        };
        let right = match right {
            Some(right) => Some(ToldRight::of(tx, right).await?),
            None => None,
        };
        let mails = around.mail.goes();
        let lines = LinesShown::read(visit, &*around.directory, (&order, who), mails, after).await?;
        who.subject |= lines.as_ref().is_some_and(|lines| lines.about_reader);
        Ok(Self { order, who, asked, obstacles, lines, right, user_right, events })
    }

    /// What was asked last.
    pub(super) fn last_question(&self) -> Option<&str> {
        let asked = self.events.iter().find(|event| event.what == Happened::Asked);
        asked.and_then(|event| event.words.as_deref())
    }

    pub(crate) fn page(&self, lang: Lang) -> Page<'_> {
        let page = Page::new(numbered(lang, self.order.number))
            .section(lang.t("orders-title"))
            .lead(format!("{}: {}", kind(lang, &self.order), self.order.subject))
            .crumbs([crumb_to_orders(lang)])
            .below_heading(html! { p { (state_tag(lang, self.order.state)) } });
        if self.lines.is_some() { page.wide() } else { page }
    }

    fn body(&self, lang: Lang, now: i64, form: &Form, errors: &Errors) -> Markup {
        let approves = self.right.as_ref().is_none_or(ToldRight::is_given);
        html! {
            (self.facts(lang, now))
            (self.in_the_way(lang))
            (question::answer_form(lang, self, form, errors))
            @if let Some(lines) = &self.lines {
                (lines.show(lang, &self.order, approves, form, errors))
            } @else {
                section aria-labelledby="asked" { h2 #asked { (lang.t("orders-asked-for")) } (self.asked) }
            }
            (self.acts(lang))
            (timeline(lang, now, &self.events))
        }
    }

    fn facts(&self, lang: Lang, now: i64) -> Markup {
        let order = &self.order;
        let mut facts = SummaryList::new(lang);
        if let Some(ordering) = &order.ordering {
            facts = facts.text(lang.t("orders-service"), &ordering.orderable_name);
        }
        facts = facts
            .text(lang.t("orders-unit"), &order.unit_name)
            .text(lang.t("orders-orderer"), &order.orderer_name)
            .text(lang.t("orders-when"), &format::near_time(lang, order.ordered_at.0, now));
        if let Some(ordering) = &order.ordering {
            facts = facts.text(lang.t("orders-order-period"), &period(lang, ordering));
            facts = match (&self.right, ordering.ordered_by) {
                (Some(right), _) => facts.line(lang.t("orders-right"), right.show(lang)),
                (None, Some(by)) => facts.text(lang.t("orders-right"), &lang.t(by.text())),
                (None, None) => facts,
            };
        }
        if let Some(may) = self.user_right {
            let (tone, word) = if may { (Tone::Good, "orders-right-yes") } else { (Tone::Danger, "orders-right-no") };
            facts = facts.line(lang.t("orders-right"), tag(tone, &lang.t(word)));
        }
        if let Some(lines) = &self.lines {
            facts = facts.text(lang.t("orders-lines"), &lines.counted(lang));
        }
        if let (Some(at), Some(by)) = (order.decided_at, &order.decided_by_name) {
            facts = facts.text(lang.t("orders-decided"), &format!("{}, {by}", format::near_time(lang, at.0, now)));
        }
        if let Some(reason) = &order.reason {
            facts = facts.text(lang.t("orders-reason"), reason);
        }
        facts.render()
    }

    /// Told to who could do something about it, and to nobody else.
    fn in_the_way(&self, lang: Lang) -> Markup {
        let refused = self.right.as_ref().is_some_and(|right| !right.is_given());
        html! {
            @if refused && self.who.receiver {
                (Notice::new(Tone::Warning, lang.t("orders-right-stops")).text(lang.t("orders-right-stops-text")))
            }
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
        html! {
            @if let Err(why @ (Refused::OwnOrder | Refused::Namesake | Refused::ForOneself)) = may(Act::Decline) {
                @if self.who.receiver { (Notice::new(Tone::Info, lang.t(self.refused(why)))) }
            }
            div.button-row {
                @if may(Act::CarryOut).is_ok() && self.lines.is_none() && self.obstacles.is_empty() { (self.connect(lang)) }
                @if may(Act::Ask).is_ok() {
                    (Button::link(path_of(self.order.id, "/fraga"), lang.t("orders-ask")))
                }
                @if may(Act::Decline).is_ok() {
                    (Button::link(path_of(self.order.id, "/avslag"), lang.t("orders-decline-order")))
                }
                @if may(Act::Withdraw).is_ok() {
                    (dialog_link(&path_of(self.order.id, "/aterta"), "aterta", &lang.t("orders-withdraw"), None))
                }
                @if let (OrderState::Done, Some(account)) = (self.order.state, self.order.outcome) {
                    (Button::link(format!("/anvandare/{account}"), lang.t("orders-to-user")))
                }
            }
            @if may(Act::Withdraw).is_ok() { (self.withdrawal(lang)) }
        }
    }

    /// Of an order with lines, only those about oneself are somebody else's to decide.
    const fn refused(&self, why: Refused) -> &'static str {
        match why {
            Refused::ForOneself if self.lines.is_some() => "orders-refused-line-oneself",
            other => other.text(),
        }
    }

    fn connect(&self, lang: Lang) -> Markup {
        let press = html! { (Button::primary(lang.t("orders-connect"))) };
        PostForm::to(path_of(self.order.id, "/anslut"), press)
            .version(self.order.version)
            .once(Visit::form_key())
            .render()
    }

    fn withdrawal(&self, lang: Lang) -> Markup {
        let text = if self.lines.is_some() { "orders-withdraw-text-lines" } else { "orders-withdraw-text" };
        let body = html! { p { (lang.t(text)) } };
        let answer = Button::danger(lang.t("orders-withdraw"));
        Dialog::new(lang, "aterta", lang.t("orders-withdraw-title"), body, answer, path_of(self.order.id, "/aterta"))
            .once(Visit::form_key())
            .version(self.order.version)
            .render()
    }
}
