//! Permissions as boxes: those of the manual *Ansluta en ny användare* at the user's own unit, and what is ticked anywhere else.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{
    AccountId, Basis, BuiltIn, GivingRefused, GrantId, Holder, Instant, Period, Role, RoleId, Service, Standing, Viewer,
};
use behorig_accounts::{Account, Tab, account_page_again, for_viewer};
use behorig_registers::grants::{self, GrantRow, NewGrant};
use behorig_store::{Event, FieldChange, Recorded, Work, WriteTx};
use behorig_visit::{App, PageError, Rejected, Seat, Submission, Visit, only_by_link};
use behorig_web::components::{Button, Choice, Fields, PostForm, Section, SummaryList};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::grants::{Line, Shown, in_history, is_live, of_template, path_of, refused};
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
    shut: Option<GivingRefused>,
}

/// The boxes of the manual for an account at its own unit.
pub(super) fn of(place: &Place, viewer: &Viewer, to: Receiver, lines: &[Line], now: Instant) -> Vec<Tick> {
    let rows: Vec<&GrantRow> = lines.iter().map(|line| &line.row).collect();
    let roles: Vec<&Role> = OF_THE_MANUAL.into_iter().filter_map(|template| of_template(place, template)).collect();
    boxes(place, viewer, to, &rows, &roles, now)
}

/// A box for each role, ticked where one of the grants holds it at the place.
pub(super) fn boxes(
    place: &Place,
    viewer: &Viewer,
    to: Receiver,
    held: &[&GrantRow],
    roles: &[&Role],
    now: Instant,
) -> Vec<Tick> {
    let tick = |role: &&Role| {
        let mut live = held.iter().filter(|row| is_live(row, place.unit, role.id, now)).peekable();
        let ticked = live.peek().is_some();
        let shut = if ticked {
            live.find_map(|row| place.may_end(viewer, role, to, row, now).err())
        } else {
            place.may_give(viewer, role, to, None, false, now).err()
        };
        Tick { role: role.id, name: role.name.clone(), ticked, shut }
    };
    roles.iter().map(tick).collect()
}

/// The boxes that the viewer may change as a form, the rest as text with the reason.
pub(super) fn show(lang: Lang, account: &Account, ticks: &[Tick], form: &Form, errors: &Errors) -> Markup {
    let post = |fields| PostForm::to(path_of(account.id, ""), fields);
    let boxes = as_form(lang, ticks, account.standing == Standing::Ended, form, errors, "roles-save", post);
    let about = lang.tr("roles-permissions-about", &[("unit", account.unit_name.as_str().into())]);
    Section::new(lang.t("roles-permissions"), boxes).about(about).render()
}

/// The open boxes in a form made by `post`, with a button that says `answer`, and the shut ones as text.
pub(super) fn as_form(
    lang: Lang,
    ticks: &[Tick],
    ended: bool,
    form: &Form,
    errors: &Errors,
    answer: &'static str,
    post: impl FnOnce(Markup) -> PostForm<'static>,
) -> Markup {
    let (open, shut): (Vec<&Tick>, Vec<&Tick>) = ticks.iter().partition(|tick| tick.shut.is_none() && !ended);
    let name = |tick: &Tick| words::name_of_role(lang, &tick.name).into_owned();
    let options = open.iter().map(|tick| Choice::new(tick.role.to_string(), name(tick)));
    let choices = Fields::new(lang, form, errors).ticks(&TICKS).options(options);
    let closed = shut.iter().fold(SummaryList::new(lang), |list, tick| {
        let held = lang.t(if tick.ticked { "web-yes" } else { "web-no" });
        let why = tick.shut.as_ref().map(|why| lang.tr(refused(why), &[("role", name(tick).into())]));
        let instead = match tick.shut {
            Some(GivingRefused::OnlyBy(way)) => Some(only_by_link(lang, way)),
            _ => None,
        };
        let line = html! {
            (held)
            @if let Some(why) = why { br; span.hint { (why) } }
            @if let Some(instead) = instead { br; (instead) }
        };
        list.line(name(tick), line)
    });
    let fields = html! {
        (choices)
        div.button-row { (Button::primary(lang.t(answer))) }
    };
    let post = post(fields).once(Visit::form_key()).guarded();
    let post =
        open.iter().filter(|tick| tick.ticked).fold(post, |post, tick| post.hidden(BEFORE, tick.role.to_string()));
    html! {
        @if !open.is_empty() { (post) }
        @if !shut.is_empty() { (closed.render()) }
    }
}

/// The form with a box ticked for each grant that is held.
pub(super) fn ticked(ticks: &[Tick]) -> Form {
    let mut form = Form::default();
    ticks.iter().filter(|tick| tick.ticked).for_each(|tick| form.fill(&TICKS, tick.role.to_string()));
    form
}

/// What a form of boxes says: those that were ticked when it was shown, and those that are now.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    before: Vec<RoleId>,
    after: Vec<RoleId>,
}

impl Answers {
    pub(super) fn of(form: &Form) -> Self {
        let roles = |name: &str| form.values(name).filter_map(|id| id.parse().ok()).collect();
        Self { before: roles(BEFORE), after: roles(&TICKS.name) }
    }
}

/// Gives what was ticked and ends what was unticked. Service 390 at the account's unit, with a role that may give each.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let account: AccountId = super::id(&id)?;
    let answers = Answers::of(&submission.form);
    let seat = submission.visit.seat();
    let app = submission.visit.app.clone();
    let outcome = submission.submit(Input { seat, account, answers, app }, saved).await;
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
    answers: Answers,
    app: App,
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let account = for_viewer(tx, &viewer, input.account, Service::ViewGrants, now).await?;
        behorig_visit::require(tx, &viewer, Service::AdministerGrants, account.unit, now).await?;
        let place = Place::read(tx, account.unit).await?;
        let roles = OF_THE_MANUAL.into_iter().filter_map(|template| of_template(&place, template)).map(|role| role.id);
        let ask =
            Ask { account: account.id, standing: account.standing, roles: roles.collect(), answers: &input.answers };
        let recorded = change(tx, &input.app, &viewer, &place, &ask).await?;
        Ok(recorded.with(path_of(account.id, "")))
    })
}

/// What is asked of an account's grants at a place.
pub(super) struct Ask<'a> {
    pub account: AccountId,
    pub standing: Standing,
    /// The roles that there were boxes for.
    pub roles: Vec<RoleId>,
    pub answers: &'a Answers,
}

/// Gives what was ticked and ends what was unticked, each decided anew; with the history of it.
pub(super) async fn change(
    tx: &mut WriteTx,
    app: &App,
    viewer: &Viewer,
    place: &Place,
    ask: &Ask<'_>,
) -> Result<Recorded<()>, Rejected> {
    let now = tx.now();
    let receiver = giving::receiver(tx, viewer.holder(), ask.account).await?;
    let held = grants::of_account(tx, ask.account, now).await?;
    let (mut giving, mut ending, mut errors) = (Vec::new(), Vec::new(), Errors::new());
    for role in ask.roles.iter().filter_map(|id| place.role(*id)) {
        let live: Vec<&GrantRow> = held.iter().filter(|row| is_live(row, place.unit, role.id, now)).collect();
        let refusal = match tick_asks(ask.answers.before.contains(&role.id), ask.answers.after.contains(&role.id)) {
            TickAsks::Give if live.is_empty() && ask.standing != Standing::Ended => {
                giving.push(role);
                place.may_give(viewer, role, receiver, None, false, now).err()
            }
            TickAsks::End => {
                ending.extend(live.iter().copied());
                live.iter().find_map(|row| place.may_end(viewer, role, receiver, row, now).err())
            }
            _ => None,
        };
        if let Some(why) = refusal {
            errors.add(&TICKS, Message::new(refused(&why)).with("role", role.name.as_str()));
        }
    }
    let ids: Vec<GrantId> = ending.iter().map(|row| row.id).collect();
    if giving::takes_last_administrator(tx, place, (ask.account, ask.standing), &held, &ids, now).await? {
        errors.add(&TICKS, Message::new("roles-last-administrator").with("unit", place.name.as_str()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut changes = Vec::new();
    for role in giving {
        let period = Period::until_further_notice(now);
        grants::give(tx, &tick_given(ask.account, role.id, place, period)).await?;
        let new = Some(in_history(&role.name, &place.name, period));
        changes.push(FieldChange { field: "grant".to_owned(), old: None, new });
    }
    for row in ending {
        grants::end(tx, row.id, row.version).await?;
        let old = Some(in_history(&row.role_name, &row.unit_name, row.period));
        changes.push(FieldChange { field: "grant".to_owned(), old, new: None });
    }
    if changes.is_empty() {
        return Ok(Recorded::nothing_to_record((), "no box was changed"));
    }
    let recorded = tx.record(Event::change("grants.ticks", "account", ask.account)).await?;
    tx.history(&recorded, "account", ask.account.uuid(), &changes).await?;
    if changes.iter().any(|change| change.new.is_none()) {
        app.access_ended.of_account(tx, ask.account, "right-ended").await?;
    }
    Ok(recorded)
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
