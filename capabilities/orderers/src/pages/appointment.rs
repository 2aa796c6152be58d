//! One appointment: what it says, on whose word, and its last day.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{GrantId, Instant, Service, Viewer};
use behorig_registers::grants;
use behorig_store::history::Changed;
use behorig_store::{Event, Recorded, StoreError, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{
    Button, Dialog, Fields, Notice, Page, PostForm, Section, SummaryList, Tone, dialog_link,
};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::{ORDERERS, crumb, is_stale};
use crate::naming::{Ground, Wish, refused, same_person};
use crate::records::appointments::{self, Appointment};
use crate::{history, rules, words};

static TO: FieldName = field("till", "orderers-to");
/// The id of the question before an end.
const DIALOG: &str = "avsluta";

/// One appointment with its history. Service 421 at its region.
pub(crate) async fn appointment(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, super::id(&grant)?).await?;
    let form = Form::filled([(&TO, words::last_day(shown.appointment.period))]);
    let (page, body) = shown.page(&visit, &form, &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Moves the last day. Service 421 at the region; nobody lets their own last longer.
pub(crate) async fn change_end(Path(grant): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let grant: GrantId = super::id(&grant)?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let last = submission.form.optional(&TO, behorig_web::forms::date, &mut errors);
    let outcome = if errors.is_empty() {
        let seat = submission.visit.seat();
        submission.submit(Input { seat, grant, version, last }, changed).await
    } else {
        Err(Rejected::Errors(errors))
    };
    let Submission { mut visit, form } = submission;
    let (errors, seen) = match outcome {
        Ok(path) => return Ok(visit.go_and_tell(&path, "orderers-end-changed")),
        Err(Rejected::Errors(errors)) => (errors, None),
        Err(Rejected::Page(error)) if is_stale(&error) => (Errors::new(), Some(version)),
        Err(Rejected::Page(error)) => return Err(error),
    };
    let shown = Shown::read(&mut visit, grant).await?;
    let (page, body) = shown.page(&visit, &form, &errors, seen);
    Ok(visit.show_again(&page.errors(&errors), body))
}

struct Input {
    seat: Seat,
    grant: GrantId,
    version: i64,
    last: Option<Date>,
}

fn changed<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (appointment, ground) = for_viewer(tx, &viewer, input.grant, now).await?;
        if appointment.version != input.version {
            return Err(StoreError::Stale.into());
        }
        let role = ground.role(appointment.role).ok_or(PageError::NotFound)?;
        let mut errors = Errors::new();
        let period = appointment.period;
        let to = match rules::new_end(period.from, input.last, now, format::stockholm()) {
            Ok(to) => to,
            Err(why) => {
                words::tell_period(why, &TO, &TO, &mut errors);
                return Err(errors.into());
            }
        };
        let path = format!("{ORDERERS}/{}", input.grant);
        if to == period.to {
            return Ok(Recorded::nothing_to_record(path, "the last day is what it was"));
        }
        let same_person = same_person(tx, &viewer, appointment.account).await?;
        let wish = Wish { role, to: appointment.account, branch: appointment.branch, same_person };
        let lasts_longer = period.to.is_some_and(|before| to.is_none_or(|to| to > before));
        let allowed =
            if lasts_longer { ground.may_name(&viewer, &wish, now) } else { ground.may_end(&viewer, &wish, now) };
        if let Err(why) = allowed {
            errors.add(&TO, refused(&why));
            return Err(errors.into());
        }
        grants::change_end(tx, input.grant, input.version, to).await?;
        let recorded = tx.record(Event::change("orderers.change-end", "account", appointment.account)).await?;
        let told = |period| Some(words::in_history(&appointment.role_name, &appointment.unit_name, period));
        let after = behorig_access::Period { from: period.from, to };
        let change = history::field("grant", told(period), told(after));
        tx.history(&recorded, "account", appointment.account.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(&recorded, history::GRANT, input.grant.uuid(), &[change]).await?;
        Ok(recorded.with(path))
    })
}

/// An appointment, for whoever administers orderers at its region (421).
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`].
pub(super) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    grant: GrantId,
    now: Instant,
) -> Result<(Appointment, Ground), PageError> {
    let appointment = appointments::find(tx, grant).await?.ok_or(PageError::NotFound)?;
    let ground = Ground::read(tx, appointment.unit).await?;
    behorig_visit::require(tx, viewer, Service::AdministerOrderers, ground.region, now).await?;
    Ok((appointment, ground))
}

/// Everything that the page shows.
struct Shown {
    appointment: Appointment,
    ground: Ground,
    /// Whether the viewer may end it.
    may_end: bool,
    changes: Vec<Changed>,
}

impl Shown {
    async fn read(visit: &mut Visit, grant: GrantId) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let (appointment, ground) = for_viewer(tx, &viewer, grant, now).await?;
        let same_person = same_person(tx, &viewer, appointment.account).await?;
        let may_end = !appointment.period.is_over_at(now)
            && ground.role(appointment.role).is_some_and(|role| {
                let wish = Wish { role, to: appointment.account, branch: appointment.branch, same_person };
                ground.may_end(&viewer, &wish, now).is_ok()
            });
        let changes = history::of(tx, history::GRANT, grant.uuid()).await?;
        Ok(Self { appointment, ground, may_end, changes })
    }

    fn page(&self, visit: &Visit, form: &Form, errors: &Errors, seen: Option<i64>) -> (Page<'_>, Markup) {
        let (lang, now) = (visit.lang, visit.now);
        let one = &self.appointment;
        let actions = html! {
            (Button::link(format!("/anvandare/{}", one.account), lang.t("orderers-to-account")))
            @if self.may_end {
                (dialog_link(&format!("{ORDERERS}/{}/avsluta", one.grant), DIALOG, &lang.t("orderers-end"), None))
            }
        };
        let page = Page::new(one.name.as_str())
            .section(lang.t("orderers-title"))
            .crumbs([crumb(lang, self.ground.region)])
            .actions(actions)
            .wide();
        let body = html! {
            @if let Some(seen) = seen {
                (history::meanwhile(lang, now, self.changes.clone(), seen, one.version))
            }
            @if one.proof.is_none() {
                (Notice::new(Tone::Warning, lang.t("orderers-no-proof")).text(lang.t("orderers-no-proof-text")))
            }
            (summary(lang, one, now))
            @if self.may_end { (self.last_day(lang, form, errors)) (ending(lang, one)) }
            @else { (Notice::new(Tone::Info, lang.t(self.why_shut(now)))) }
            (history::section(lang, now, &self.changes))
        };
        (page, body)
    }

    fn why_shut(&self, now: Instant) -> &'static str {
        if self.appointment.period.is_over_at(now) {
            "orderers-is-over"
        } else if self.ground.role(self.appointment.role).is_none() {
            "orderers-given-elsewhere"
        } else {
            "orderers-refused-denied"
        }
    }

    fn last_day(&self, lang: Lang, form: &Form, errors: &Errors) -> Markup {
        let f = Fields::new(lang, form, errors);
        let fields = html! {
            (f.date(&TO).optional())
            div.button-row { (Button::primary(lang.t("orderers-save-end"))) }
        };
        let form = PostForm::to(format!("{ORDERERS}/{}", self.appointment.grant), fields)
            .version(self.appointment.version)
            .once(Visit::form_key());
        Section::new(lang.t("orderers-last-day"), html! { (form) }).about(lang.t("orderers-last-day-about")).render()
    }
}

/// What an appointment says.
pub(super) fn summary(lang: Lang, one: &Appointment, now: Instant) -> Markup {
    let list = SummaryList::new(lang)
        .text(lang.t("orderers-role-held"), &words::role(lang, one))
        .text(lang.t("orderers-hsa-id"), one.hsa_id.as_deref().unwrap_or_default())
        .line(lang.t("orderers-place"), words::place(lang, one))
        .line(lang.t("orderers-period"), words::when(lang, one.period, now))
        .line(lang.t("orderers-proof"), words::proof(lang, one));
    let list = match &one.proof {
        Some(proof) => list.text(
            lang.t("orderers-named-by"),
            &format!("{}, {}", proof.by, format::date_time(lang, proof.at.as_millis())),
        ),
        None => list,
    };
    list.render()
}

/// The question before an end.
fn ending(lang: Lang, one: &Appointment) -> Markup {
    let body = html! { p { (lang.t("orderers-end-text")) } };
    Dialog::new(
        lang,
        DIALOG,
        lang.tr("orderers-end-title", &[("name", one.name.as_str().into())]),
        body,
        Button::danger(lang.t("orderers-end")),
        format!("{ORDERERS}/{}/avsluta", one.grant),
    )
    .version(one.version)
    .once(Visit::form_key())
    .render()
}
