//! *Ändra*: how long a handed-out case type lasts, and the way to take it back.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{GrantId, Service};
use behorig_store::StoreError;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{
    Button, Dialog, Notice, Page, PostForm, SummaryList, Tone, WaitingButton, dialog_link, link_button,
};
use behorig_web::{Errors, Form, Lang, Message, format};
use maud::{Markup, html};

use super::hand_out::{HOW_LONG, LAST_DAY, TO_A_DAY, UNTIL_FURTHER_NOTICE, how_long, how_long_fields};
use super::{day, desk_of, grant_in, last_day, page_below, page_of, record_reading_of, resident_of, take_back};
use crate::lasting::Lasting;
use crate::records::change::{self, Alter};
use crate::records::{self, Held, Resident, What};

/// A handed-out case type with its resident.
pub(super) struct Shown {
    pub resident: Resident,
    pub held: Held,
    pub name: String,
}

impl Shown {
    /// The case type of a grant, to whoever may change it. The log is told that the resident is shown.
    pub(super) async fn read(visit: &mut Visit, grant: &str) -> Result<Self, PageError> {
        let resident = resident_of(visit, grant, Service::HandOutCaseTypes).await?;
        let id = grant_in(grant)?;
        let held = resident.held.iter().find(|held| held.grant == id).ok_or(PageError::NotFound)?.clone();
        let What::CaseType(_, name) = &held.what else { return Err(PageError::NotFound) };
        let name = name.clone();
        record_reading_of(visit, "residents.case-type", &resident).await?;
        Ok(Self { resident, held, name })
    }

    pub(super) fn is_over(&self, visit: &Visit) -> bool {
        self.held.period.is_over_at(visit.now)
    }

    /// That it is over, with the way back.
    pub(super) fn over(&self, lang: Lang) -> Markup {
        html! {
            (Notice::new(Tone::Info, lang.t("residents-type-is-over")))
            p { (link_button(&page_of(self.held.grant, ""), &lang.t("residents-back-to-resident"))) }
        }
    }

    pub(super) fn page(&self, visit: &Visit, title: &'static str) -> Page<'static> {
        page_below(visit.lang, visit.lang.t(title), &self.resident, self.held.grant, visit.now)
    }
}

/// The form. Service 403 at the grant's unit.
pub(crate) async fn form(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, &grant).await?;
    let body = if shown.is_over(&visit) {
        shown.over(visit.lang)
    } else {
        body(visit.lang, &shown, &as_chosen(&shown.held), &Errors::new())
    };
    Ok(visit.show(&shown.page(&visit, "residents-change-type"), body))
}

/// Saves until when it lasts. Service 403 at the grant's unit, with a role that may give it.
pub(crate) async fn save(Path(grant): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: GrantId = grant_in(&grant)?;
    let mut errors = Errors::new();
    let to = how_long(&submission.form, submission.visit.now, &mut errors);
    if let Some(to) = to {
        let version = submission.version()?;
        let input = Alter {
            desk: desk_of(&submission.visit),
            grant: id,
            version,
            access_ended: submission.visit.app.access_ended.clone(),
            to,
        };
        match submission.submit(input, change::change_end).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "residents-type-changed")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(PageError::Store(StoreError::Stale) | PageError::Stale)) => {
                return changed_by_another(submission, &grant).await;
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let visit = &mut submission.visit;
    let shown = Shown::read(visit, &grant).await?;
    let body = body(visit.lang, &shown, &submission.form, &errors);
    Ok(visit.show_again(&shown.page(visit, "residents-change-type").errors(&errors), body))
}

/// The form again after somebody else's change: what they made of it is said, and what was typed is kept.
async fn changed_by_another(mut submission: Submission, grant: &str) -> Result<Response, PageError> {
    let visit = &mut submission.visit;
    let shown = Shown::read(visit, grant).await?;
    let lang = visit.lang;
    if shown.is_over(visit) {
        return Ok(visit.show_again(&shown.page(visit, "residents-change-type"), shown.over(lang)));
    }
    let (person, now) = (shown.resident.person.id, visit.now);
    let unit = shown.resident.ids.first().copied().ok_or(PageError::NotFound)?;
    let history = records::history_of(visit.snapshot.get().await?, unit, person).await?;
    let last = history.iter().find(|changed| changed.grant == shown.held.grant);
    let mut errors = Errors::new();
    errors.add_general(
        Message::new("residents-changed-by-another")
            .with("who", last.map_or_else(String::new, |changed| changed.who.clone()))
            .with("time", last.map_or_else(String::new, |changed| format::near_time(lang, changed.at.0, now.0)))
            .with("until", last_day(lang, shown.held.period.to)),
    );
    let body = body(lang, &shown, &submission.form, &errors);
    Ok(visit.show_again(&shown.page(visit, "residents-change-type").errors(&errors), body))
}

/// The form as it stands before anything is changed.
fn as_chosen(held: &Held) -> Form {
    match Lasting::of_end(held.period.to, format::stockholm()) {
        Lasting::UntilFurtherNotice => Form::filled([(&HOW_LONG, UNTIL_FURTHER_NOTICE.to_owned())]),
        Lasting::Through(day) => Form::filled([(&HOW_LONG, TO_A_DAY.to_owned()), (&LAST_DAY, day.to_string())]),
    }
}

fn body(lang: Lang, shown: &Shown, form: &Form, errors: &Errors) -> Markup {
    let Shown { held, name, .. } = shown;
    let dialog = format!("ta-bort-{}", held.grant);
    let path = page_of(held.grant, "/andra");
    let save = WaitingButton::new(lang, lang.t("residents-save"))
        .wait_for(&HOW_LONG)
        .wait_for_while(&LAST_DAY, &HOW_LONG, TO_A_DAY);
    let inside = html! {
        (SummaryList::new(lang)
            .text(lang.t("residents-type"), name)
            .text(lang.t("residents-type-from"), &day(held.period.from))
            .text(lang.t("residents-until"), &last_day(lang, held.period.to)))
        (how_long_fields(lang, form, errors))
        div.button-row {
            (save)
            (dialog_link(&page_of(held.grant, take_back::BELOW), &dialog, &lang.t("residents-remove"), Some(name)))
            (link_button(&page_of(held.grant, ""), &lang.t("web-cancel")))
        }
    };
    let answer = Button::danger(lang.t("residents-remove"));
    let question = take_back::question_about(lang, shown);
    html! {
        (PostForm::to(path, inside).version(held.version).once(Visit::form_key()))
        (Dialog::new(lang, &dialog, lang.t("residents-take-back"), question, answer, page_of(held.grant, take_back::BELOW))
            .once(Visit::form_key()).version(held.version))
    }
}
