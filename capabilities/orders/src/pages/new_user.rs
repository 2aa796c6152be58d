//! *Ansluta en ny användare*: the form, the answers to check, and the order on its way.

use axum::extract::Extension;
use axum::response::Response;
use behorig_access::{Role, Scope, Service, UnitId};
use behorig_store::{Event, FieldChange, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Section, SummaryList, link_button, save_bar};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use maud::{Markup, html};

use super::order::Around;
use super::{ORDERS, crumb_to_orders, path_of};
use crate::kinds::connect_account::{self, NewUser, ROLES, fields, first_form, permissions_at};
use crate::letters::OrderMail;
use crate::records::{self, NewOrder};
use crate::rules::OrderKind;

const PATH: &str = "/bestallningar/ny-anvandare";
static UNIT: FieldName = field("enhet", "orders-unit");
const STEP: &str = "steg";
const SEND: &str = "skicka";
const CHANGE: &str = "andra";
/// As many units are listed to choose among; where there are more, the unit is typed.
const MOST_UNITS: i64 = 500;
/// How often two orders may take the same number at the same moment before it is a fault.
const TRIES: usize = 5;

/// The form. Service 396 at a unit.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::OrderNewAccount).await?;
    let ground = Ground::read(&mut visit, &scope, "").await?;
    let form = first_form(&ground.roles);
    let body = ground.form(visit.lang, &form, &Errors::new());
    Ok(visit.show(&page(visit.lang), body))
}

/// Shows the answers to check, and sends the order when they are right. Service 396 at the unit.
pub(crate) async fn send(
    Extension(around): Extension<Around>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let visit = &mut submission.visit;
    let scope = visit.require_somewhere(Service::OrderNewAccount).await?;
    let ground = Ground::read(visit, &scope, submission.form.value(&UNIT.name)).await?;
    let lang = visit.lang;
    // Who goes back to change something, or comes from a page that knows a part of it, is not judged yet.
    if submission.form.value(STEP) == CHANGE {
        let body = ground.form(lang, &submission.form, &Errors::new());
        return Ok(submission.visit.show(&page(lang), body));
    }
    let today = format::local(visit.now.0).date();
    let mut errors = Errors::new();
    if let Some(wrong) = &ground.wrong_unit {
        errors.add(&UNIT, wrong.clone());
    }
    let user = NewUser::parse(&submission.form, &ground.roles, today, &mut errors);
    if errors.is_empty() {
        errors = user.obstacles(visit.snapshot.get().await?).await?;
    }
    if !errors.is_empty() {
        let body = ground.form(lang, &submission.form, &errors);
        return Ok(submission.visit.show_again(&page(lang).errors(&errors), body));
    }
    match submission.form.value(STEP) {
        SEND => place(submission, &ground, &user, &around.mail).await,
        _ => {
            let (page, body) = ground.check(lang, &submission.form, &user);
            Ok(submission.visit.show(&page, body))
        }
    }
}

async fn place(
    mut submission: Submission,
    ground: &Ground,
    user: &NewUser,
    mail: &OrderMail,
) -> Result<Response, PageError> {
    let seat = submission.visit.seat();
    let orderer = seat.account().ok_or(PageError::NotFound)?;
    let order = NewOrder {
        kind: OrderKind::ConnectAccount,
        unit: ground.unit,
        orderer,
        subject: user.full_name(),
        particulars: user.to_stored()?,
        ordering: None,
    };
    let mut tries = 0;
    loop {
        tries += 1;
        match submission.submit((seat.clone(), order.clone(), mail.clone()), placed).await {
            Ok(path) => {
                mail.wake();
                return Ok(submission.visit.go_and_tell(&path, "orders-sent"));
            }
            // Someone else took the number at the same moment.
            Err(Rejected::Page(PageError::Store(error)))
                if error.is_conflict_on("care_order_number") && tries < TRIES => {}
            Err(Rejected::Errors(errors)) => {
                let body = ground.form(submission.visit.lang, &submission.form, &errors);
                return Ok(submission.visit.show_again(&page(submission.visit.lang).errors(&errors), body));
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
}

fn placed<'t>(tx: &'t mut WriteTx, input: &'t (Seat, NewOrder, OrderMail)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, order, mail) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, order.kind.ordered_by(), order.unit, now).await?;
        let (id, number) = records::place(tx, order).await?;
        mail.tell_of_new(tx, &viewer, id).await?;
        let event = Event::change("orders.place", "order", id).with_args(format!("order {number}"));
        let recorded = tx.record(event).await?;
        let change = FieldChange { field: "state".to_owned(), old: None, new: Some("received".to_owned()) };
        tx.history(&recorded, "order", id.uuid(), &[change]).await?;
        Ok(recorded.with(path_of(id, "/kvitto")))
    })
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("orders-new-user")).lead(lang.t("orders-new-user-lead")).crumbs([crumb_to_orders(lang)])
}

/// Where one may order, and what can be asked for there.
struct Ground {
    unit: UnitId,
    unit_name: String,
    /// The units to choose among; none where they are so many that one is typed.
    units: Vec<(UnitId, String)>,
    is_typed: bool,
    /// Why what was typed is no unit to order for.
    wrong_unit: Option<Message>,
    roles: Vec<Role>,
}

/// The one unit that is meant, or what is wrong with the words for it.
fn the_one(found: &[UnitId], typed: &str) -> Result<UnitId, Message> {
    match found {
        [unit] => Ok(*unit),
        [] => Err(Message::new("orders-row-unknown-unit").with("unit", typed.to_owned())),
        _ => Err(Message::new("orders-row-several-units").with("unit", typed.to_owned())),
    }
}

impl Ground {
    /// The unit that was chosen, or that of the hat, or the first.
    async fn read(visit: &mut Visit, scope: &Scope, chosen: &str) -> Result<Self, PageError> {
        let (hat, viewer, now, chosen) = (visit.session.hat_unit, visit.viewer.clone(), visit.now, chosen.trim());
        let tx = visit.snapshot.get().await?;
        let mut units = records::units_of(tx, scope, MOST_UNITS + 1).await?;
        let first = units.first().map(|(unit, _)| *unit);
        let is_typed = i64::try_from(units.len()).is_ok_and(|found| found > MOST_UNITS);
        if is_typed {
            units.clear();
        }
        let own = match hat {
            Some(hat) if behorig_visit::permits(tx, &viewer, Service::OrderNewAccount, hat, now).await? => Some(hat),
            _ => first,
        };
        let mut wrong_unit = None;
        let unit = match chosen.parse() {
            Ok(unit) => Some(unit),
            Err(_) if chosen.is_empty() => own,
            Err(_) if is_typed => {
                let found = records::units_for_users(tx, &viewer, chosen, now).await?;
                the_one(&found, chosen).map_err(|wrong| wrong_unit = Some(wrong)).ok().or(own)
            }
            Err(_) => None,
        };
        let unit = unit.ok_or(PageError::NotFound)?;
        visit.require(Service::OrderNewAccount, unit).await?;
        let tx = visit.snapshot.get().await?;
        let unit_name = behorig_registers::units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
        let roles = permissions_at(tx, unit).await?;
        Ok(Self { unit, unit_name, units, is_typed, wrong_unit, roles })
    }

    fn form(&self, lang: Lang, form: &Form, errors: &Errors) -> Markup {
        let (user, permissions) = fields(lang, form, errors, &self.roles);
        let units = self.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
        // A unit that was chosen comes back by its id; one that was typed and not found as it was typed.
        let written = if self.wrong_unit.is_some() {
            form.value(&UNIT.name).to_owned()
        } else if self.is_typed {
            self.unit_name.clone()
        } else {
            self.unit.to_string()
        };
        let where_to = Form::filled([(&UNIT, written)]);
        let f = Fields::new(lang, &where_to, errors);
        let fields = html! {
            @if self.is_typed {
                (Section::new(lang.t("orders-where"), html! {
                    (f.text(&UNIT).autocomplete("off").hint(lang.t("orders-row-unit-typed")))
                }))
            } @else if self.units.len() > 1 {
                (Section::new(lang.t("orders-where"), html! { (f.select(&UNIT).options(units)) }))
            } @else { input type="hidden" name=(UNIT.name) value=(self.unit); }
            (Section::new(lang.t("orders-needed"), user))
            (Section::new(lang.t("orders-permissions"), permissions))
            (save_bar(lang, &Button::primary(lang.t("orders-check")), &link_button(ORDERS, &lang.t("web-cancel"))))
        };
        html! { (PostForm::to(PATH, fields).guarded()) }
    }

    /// The answers, to be read through before they are sent.
    fn check<'a>(&self, lang: Lang, form: &Form, user: &NewUser) -> (Page<'a>, Markup) {
        let names = user.names_of_roles(lang, &self.roles);
        let summary = user.summary(lang, &names);
        let inside = html! {
            (SummaryList::new(lang).text(lang.t("orders-unit"), &self.unit_name))
            (summary)
            p { (lang.tr("orders-what-happens", &[("ways", user.reached_at().into())])) }
            div.button-row {
                (Button::primary(lang.t("orders-send")).sends(STEP, SEND))
                (Button::secondary(lang.t("orders-change")).sends(STEP, CHANGE))
            }
        };
        let mut post =
            PostForm::to(PATH, inside).once(Visit::form_key()).hidden(UNIT.name.as_ref(), self.unit.to_string());
        for name in connect_account::field_names() {
            post = post.hidden(name.name.as_ref(), form.value(&name.name).to_owned());
        }
        for role in form.values(&ROLES.name) {
            post = post.hidden(ROLES.name.as_ref(), role.to_owned());
        }
        let page =
            Page::new(lang.t("orders-check-title")).lead(lang.t("orders-check-lead")).crumbs([crumb_to_orders(lang)]);
        (page, html! { (post) })
    }
}
