//! The lines of an order are decided: approved, all or some, or rejected with a reason.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::OrderId;
use behorig_identity::HsaId;
use behorig_sign_in::one_time_link::NewLink;
use behorig_store::{Door, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::carry_out::{changed, decision, told};
use super::lines::{ACT, APPROVE, APPROVE_ALL, LINES, REJECT};
use super::order::{Around, again};
use super::{crumb_to_orders, numbered, path_of};
use crate::records::{self, Approval, Approved, Chosen, Ground, Order, OrderedLine, all_lines};
use crate::rules::{Act, OrderState, Standpoint, after};

static REASON: FieldName = field("skal", "orders-reason");
const LONGEST: usize = 1000;

/// Decides lines. Service 397 at the order's unit and at each line's; not by who ordered it or whom the line is about.
pub(crate) async fn decide(
    Extension(around): Extension<Around>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    // Whoever has nothing to do with the order learns nothing of it, whatever they send.
    let visit = &mut submission.visit;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    records::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?;
    match submission.form.value(ACT) {
        APPROVE_ALL | APPROVE => approve(around, id, submission).await,
        REJECT => reject(around, id, submission).await,
        _ => Err(PageError::Malformed("nothing to do with lines")),
    }
}

/// The lines that were chosen; `None` where none is.
fn chosen(form: &Form) -> Option<Chosen> {
    if form.value(ACT) == APPROVE_ALL {
        return Some(Chosen::All);
    }
    let positions: std::collections::BTreeSet<i64> =
        form.values(&LINES.name).filter_map(|position| position.parse().ok()).collect();
    (!positions.is_empty()).then_some(Chosen::These(positions))
}

async fn none_chosen(around: &Around, id: OrderId, mut submission: Submission) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    errors.add(&LINES, "orders-none-chosen");
    again(&mut submission.visit, around, id, &submission.form, &errors).await
}

struct Deciding<T> {
    seat: Seat,
    id: OrderId,
    version: i64,
    around: Around,
    what: T,
}

async fn approve(around: Around, id: OrderId, mut submission: Submission) -> Result<Response, PageError> {
    let version = submission.version()?;
    let Some(chosen) = chosen(&submission.form) else { return none_chosen(&around, id, submission).await };
    let (links, number) = links(&mut submission.visit, &around, id).await?;
    // History says that the permissions came, or went, through the door of this order.
    let actor = submission.visit.actor().through(Door::Order(number));
    let key = submission.form.value(PostForm::ONCE).to_owned();
    let what = Approval {
        chosen,
        links: Arc::new(links),
        access_ended: submission.visit.app.access_ended.clone(),
        mail: around.mail.clone(),
    };
    let input = Deciding { seat: submission.visit.seat(), id, version, around: around.clone(), what };
    let outcome = submission.visit.submit(&actor, &key, input, approved).await;
    answered(&around, id, submission, outcome).await
}

/// A one-time link for each person of the order who has no account, where links are mailed here.
async fn links(visit: &mut Visit, around: &Around, id: OrderId) -> Result<(HashMap<HsaId, NewLink>, i64), PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let (order, _) = records::for_viewer(tx, &viewer, id, now).await?;
    let mut links = HashMap::new();
    if around.mail.goes() {
        for person in records::to_connect(tx, &order).await? {
            links.insert(person, NewLink::new(around.mail.letters())?);
        }
    }
    Ok((links, order.number))
}

fn approved<'t>(tx: &'t mut WriteTx, input: &'t Deciding<Approval>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (order, who, lines) = open_order(tx, input).await?;
        let ground = ground(tx, &input.around, &order, &lines, who).await?;
        let (recorded, approved) = records::approve(tx, &viewer, &ground, (&order, &lines), &input.what).await?.split();
        Ok(recorded.with(words_for(approved).to_owned()))
    })
}

/// What whoever approved is told.
const fn words_for(approved: Approved) -> &'static str {
    match approved {
        Approved { left: 1.., .. } => "orders-told-approved-some",
        Approved { done: 0, .. } => "orders-told-approved-once",
        Approved { state: Some(_), .. } => "orders-told-done",
        Approved { .. } => "orders-told-approved",
    }
}

/// The order as whoever decides it may, in the version that they saw, with all its lines.
async fn open_order<T: Sync>(
    tx: &mut WriteTx,
    input: &Deciding<T>,
) -> Result<(Order, Standpoint, Vec<OrderedLine>), Rejected> {
    let now = tx.now();
    let viewer = input.seat.viewer(tx, now).await?;
    let (order, who) = records::for_viewer(tx, &viewer, input.id, now).await?;
    // Whether a line is about whoever decides is asked of each.
    after(order.state, Act::CarryOut, who).map_err(told)?;
    if order.version != input.version {
        return Err(StoreError::Stale.into());
    }
    let lines = all_lines(tx, order.id, input.seat.account()).await?;
    Ok((order, who, lines))
}

pub(super) async fn ground(
    tx: &mut WriteTx,
    around: &Around,
    order: &Order,
    lines: &[OrderedLine],
    who: Standpoint,
) -> Result<Ground, PageError> {
    let (now, standpoint) = (tx.now(), (who.may_be_own(), around.mail.goes()));
    let ground = Ground::read(tx, &*around.directory, order, lines, standpoint, now).await?;
    ground.ok_or(PageError::Malformed("an order without lines"))
}

async fn answered(
    around: &Around,
    id: OrderId,
    mut submission: Submission,
    outcome: Result<String, Rejected>,
) -> Result<Response, PageError> {
    match outcome {
        Ok(told) => {
            around.mail.wake();
            Ok(submission.visit.go_and_tell(&path_of(id, ""), &told))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(submission.visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Errors(errors)) => again(&mut submission.visit, around, id, &submission.form, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// First the reason is asked for, then the lines are rejected.
async fn reject(around: Around, id: OrderId, mut submission: Submission) -> Result<Response, PageError> {
    let version = submission.version()?;
    let Some(chosen) = chosen(&submission.form) else { return none_chosen(&around, id, submission).await };
    if !submission.form.has(&REASON.name) {
        return reason(id, submission, &Errors::new()).await;
    }
    let mut errors = Errors::new();
    let reason_given = submission.form.required(&REASON, behorig_web::forms::text(LONGEST), &mut errors);
    let Some(words) = reason_given else { return reason(id, submission, &errors).await };
    let seat = submission.visit.seat();
    let input = Deciding { seat, id, version, around: around.clone(), what: (chosen, words) };
    let outcome = submission.submit(input, rejected).await;
    answered(&around, id, submission, outcome).await
}

fn rejected<'t>(tx: &'t mut WriteTx, input: &'t Deciding<(Chosen, String)>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (order, who, lines) = open_order(tx, input).await?;
        let ground = ground(tx, &input.around, &order, &lines, who).await?;
        let (chosen, words) = &input.what;
        let (state, count) = records::reject(tx, &viewer, &ground, (&order, &lines), chosen, words).await?;
        let event = decision("orders.reject", &order).with_args(format!("order {}, {count} lines", order.number));
        let recorded = tx.record(event).await?;
        if let Some(state) = state {
            tx.history(&recorded, "order", order.id.uuid(), &[changed(&order, state.key())]).await?;
            let id = if state == OrderState::Done { "orders-letter-decided" } else { "orders-letter-declined" };
            input.around.mail.to_orderer(tx, &order, id).await?;
        }
        Ok(recorded.with("orders-told-rejected".to_owned()))
    })
}

/// Why the chosen lines are rejected, asked on a page of its own.
async fn reason(id: OrderId, mut submission: Submission, errors: &Errors) -> Result<Response, PageError> {
    let visit = &mut submission.visit;
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let (order, _) = records::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?;
    visit.require(order.kind.received_by(), order.unit).await?;
    let (page, body) = reason_page(lang, &order, &submission.form, errors);
    let visit = &submission.visit;
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page.errors(errors), body) })
}

fn reason_page<'a>(lang: Lang, order: &Order, form: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let fields = html! {
        (Fields::new(lang, form, errors).long_text(&REASON, 4).limit(1000))
        div.button-row {
            (Button::danger(lang.t("orders-reject-chosen")))
            (link_button(&path_of(order.id, ""), &lang.t("web-cancel")))
        }
    };
    let positions: Vec<&str> = form.values(&LINES.name).collect();
    let page = Page::new(lang.tr("orders-reject-title", &[("count", positions.len().into())]))
        .lead(lang.t("orders-reject-lead"))
        .crumbs([crumb_to_orders(lang), Crumb::new(path_of(order.id, ""), numbered(lang, order.number))]);
    let version = form.value(PostForm::VERSION).parse().unwrap_or(order.version);
    let mut post =
        PostForm::to(path_of(order.id, "/rader"), fields).version(version).once(Visit::form_key()).hidden(ACT, REJECT);
    for position in positions {
        post = post.hidden(LINES.name.as_ref(), position.to_owned());
    }
    (page, html! { (post) })
}
