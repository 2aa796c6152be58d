//! The ticks of the manual *Ansluta en ny användare*: the five permissions at the user's own unit.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, Basis, BuiltIn, GrantId, Holder, Instant, Period, RoleId, Service, Standing, Viewer};
use behorig_accounts::{Account, Tab, account_page_again, for_viewer};
use behorig_registers::grants::{self, GrantRow, NewGrant};
use behorig_store::{Event, FieldChange, Recorded, Work, WriteTx};
use behorig_visit::{App, PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, PostForm, Section, SummaryList};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::grants::{Line, Shown, holds, in_history, is_live, of_template, path_of, refused};
use crate::records::giving::{self, Place, Receiver};
use crate::rules::{TickAsks, tick_asks};
use crate::words;

pub(crate) static TICKS: FieldName = field("behorighet", "roles-ticks");
/// The boxes that were ticked when the form was shown.
const BEFORE: &str = "fore";

/// The permissions of the manual, in its order.
const OF_THE_MANUAL: [BuiltIn; 5] = [
    BuiltIn::Support,
    BuiltIn::Batch,
    BuiltIn::InternalMail,
    BuiltIn::RecordsSecurityOfficer,
    BuiltIn::SystemAdministrator,
];

/// A box.
pub(crate) struct Tick {
    pub role: RoleId,
    name: String,
    pub ticked: bool,
    /// Why the viewer may not change it.
    shut: Option<&'static str>,
}

/// The boxes for an account at its own unit.
pub(super) fn of(place: &Place, viewer: &Viewer, to: Receiver, lines: &[Line], now: Instant) -> Vec<Tick> {
    let tick = |template: BuiltIn| {
        let role = of_template(place, template)?;
        let ticked = holds(lines, place.unit, role.id, now);
        let held = lines.iter().map(|line| &line.row).filter(|row| is_live(row, place.unit, role.id, now));
        let may = if ticked {
            held.map(|row| place.may_end(viewer, role, to, row, now)).find(Result::is_err).unwrap_or_else(|| {
                // Each can be ended; any answer but a refusal will do.
                Ok(GrantId::from_bytes([0; 16]))
            })
        } else {
            place.may_give(viewer, role, to, None, false, now)
        };
        Some(Tick { role: role.id, name: role.name.clone(), ticked, shut: may.err().as_ref().map(refused) })
    };
    OF_THE_MANUAL.into_iter().filter_map(tick).collect()
}

/// The boxes that the viewer may change as a form, the rest as text with the reason.
pub(super) fn show(lang: Lang, account: &Account, ticks: &[Tick], form: &Form, errors: &Errors) -> Markup {
    let ended = account.standing == Standing::Ended;
    let (open, shut): (Vec<&Tick>, Vec<&Tick>) = ticks.iter().partition(|tick| tick.shut.is_none() && !ended);
    let name = |tick: &Tick| words::name_of_role(lang, &tick.name).into_owned();
    let options = open.iter().map(|tick| Choice::new(tick.role.to_string(), name(tick)));
    let choices = Fields::new(lang, form, errors).ticks(&TICKS).options(options);
    let closed = shut.iter().fold(SummaryList::new(lang), |list, tick| {
        let held = lang.t(if tick.ticked { "web-yes" } else { "web-no" });
        let why = tick.shut.map(|why| lang.t(why));
        list.line(name(tick), html! { (held) @if let Some(why) = why { br; span.hint { (why) } } })
    });
    let fields = html! {
        (choices)
        div.button-row { (Button::primary(lang.t("roles-save"))) }
    };
    let post = PostForm::to(path_of(account.id, ""), fields).once(Visit::form_key()).guarded();
    let post =
        open.iter().filter(|tick| tick.ticked).fold(post, |post, tick| post.hidden(BEFORE, tick.role.to_string()));
    let boxes = html! {
        @if !open.is_empty() { (post) }
        @if !shut.is_empty() { (closed.render()) }
    };
    let about = lang.tr("roles-permissions-about", &[("unit", account.unit_name.as_str().into())]);
    Section::new(lang.t("roles-permissions"), boxes).about(about).render()
}

/// Gives what was ticked and ends what was unticked. Service 390 at the account's unit, with a role that may give each.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let account: AccountId = super::id(&id)?;
    let chosen = |name: &'static str, form: &Form| -> Vec<RoleId> {
        form.values(name).filter_map(|id| id.parse().ok()).collect()
    };
    let before = chosen(BEFORE, &submission.form);
    let after: Vec<RoleId> = submission.form.values(&TICKS.name).filter_map(|id| id.parse().ok()).collect();
    let seat = submission.visit.seat();
    let app = submission.visit.app.clone();
    let outcome = submission.submit(Input { seat, account, before, after, app }, saved).await;
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "roles-grants-saved")),
        Err(Rejected::Errors(errors)) => {
            let shown = Shown::read(&mut visit, account).await?;
            shown.log(&mut visit).await?;
            let body = shown.body(visit.lang, visit.now, &form, &errors);
            Ok(account_page_again(&visit, &shown.account, Tab::Grants, &errors, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    account: AccountId,
    before: Vec<RoleId>,
    after: Vec<RoleId>,
    app: App,
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let account = for_viewer(tx, &viewer, input.account, Service::ViewGrants, now).await?;
        behorig_visit::require(tx, &viewer, Service::AdministerGrants, account.unit, now).await?;
        let place = Place::read(tx, account.unit).await?;
        let receiver = giving::receiver(tx, viewer.holder(), account.id).await?;
        let held = grants::of_account(tx, account.id, now).await?;
        let (mut giving, mut ending, mut errors) = (Vec::new(), Vec::new(), Errors::new());
        for role in OF_THE_MANUAL.into_iter().filter_map(|template| of_template(&place, template)) {
            let live: Vec<&GrantRow> = held.iter().filter(|row| is_live(row, place.unit, role.id, now)).collect();
            let refusal = match tick_asks(input.before.contains(&role.id), input.after.contains(&role.id)) {
                TickAsks::Give if live.is_empty() && account.standing != Standing::Ended => {
                    giving.push(role);
                    place.may_give(&viewer, role, receiver, None, false, now).err()
                }
                TickAsks::End => {
                    ending.extend(live.iter().copied());
                    live.iter().find_map(|row| place.may_end(&viewer, role, receiver, row, now).err())
                }
                _ => None,
            };
            if let Some(why) = refusal {
                errors.add(&TICKS, Message::new(refused(&why)).with("role", role.name.as_str()));
            }
        }
        let ids: Vec<GrantId> = ending.iter().map(|row| row.id).collect();
        let holder = (account.id, account.standing);
        if giving::takes_last_administrator(tx, &place, holder, &held, &ids, now).await? {
            errors.add(&TICKS, Message::new("roles-last-administrator").with("unit", place.name.as_str()));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let mut changes = Vec::new();
        for role in giving {
            let period = Period::until_further_notice(now);
            grants::give(tx, &tick_given(account.id, role.id, &place, period)).await?;
            let new = Some(in_history(&role.name, &place.name, period));
            changes.push(FieldChange { field: "grant".to_owned(), old: None, new });
        }
        for row in ending {
            grants::end(tx, row.id, row.version).await?;
            let old = Some(in_history(&row.role_name, &row.unit_name, row.period));
            changes.push(FieldChange { field: "grant".to_owned(), old, new: None });
        }
        let path = path_of(account.id, "");
        if changes.is_empty() {
            return Ok(Recorded::nothing_to_record(path, "no box was changed"));
        }
        let recorded = tx.record(Event::change("grants.ticks", "account", account.id)).await?;
        tx.history(&recorded, "account", account.id.uuid(), &changes).await?;
        if changes.iter().any(|change| change.new.is_none()) {
            input.app.right_ended(tx, account.id, "right-ended").await?;
        }
        Ok(recorded.with(path))
    })
}

fn tick_given(account: AccountId, role: RoleId, place: &Place, period: Period) -> NewGrant {
    NewGrant {
        holder: Holder::Account(account),
        role,
        unit: place.unit,
        branch: false,
        object: None,
        period,
        basis: Basis::Administrator,
    }
}
