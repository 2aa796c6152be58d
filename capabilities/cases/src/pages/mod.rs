//! The pages of staff, one file each, and what they have in common.

pub(crate) mod absence;
pub(crate) mod answer;
pub(crate) mod assign;
pub(crate) mod begin;
pub(crate) mod begin_check;
mod delivery;
pub(crate) mod draft;
pub(crate) mod everything_of;
pub(crate) mod file;
pub(crate) mod groups;
pub(crate) mod inbox;
pub(crate) mod lists;
pub(crate) mod live;
pub(crate) mod search;
pub(crate) mod thread;

use std::borrow::Cow;

use behorig_access::{AccountId, CaseId, Holder, Instant, Service, UnitId};
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Choice, Crumb, Tab, Tone, tabs, tag};
use behorig_web::{Errors, FieldName, Form, Lang, Message, format};
use maud::{Markup, html};

use crate::records::{Case, Patient, StaffPart, To, able_at, groups_at};
use crate::rules::{Attention, Kind, State, as_read_out};

/// The receivers' inbox.
pub(crate) const INBOX: &str = "/arenden";
/// One's own cases.
pub(crate) const MINE: &str = "/arenden/mina";
/// The clinic's cases by state.
pub(crate) const ALL: &str = "/arenden/alla";

/// Where open lists hear that they have changed.
pub(crate) const INBOX_LIVE: &str = "/arenden/handelser";
pub(crate) const MINE_LIVE: &str = "/arenden/mina/handelser";

/// The path of a case.
pub(crate) fn path_of(case: CaseId, below: &str) -> String {
    format!("{INBOX}/{case}{below}")
}

/// The id in a path; what is none leads nowhere.
pub(crate) fn id(text: &str) -> Result<CaseId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The unit of the hat, where cases are worked with.
pub(crate) fn unit_of(visit: &Visit) -> Result<UnitId, PageError> {
    visit.session.hat_unit.ok_or(PageError::NotFound)
}

/// The name of that unit.
pub(crate) fn unit_name(visit: &Visit) -> String {
    visit.hat_chain.first().map(|unit| unit.name.clone()).unwrap_or_default()
}

/// The account that visits.
pub(crate) fn account_of(visit: &Visit) -> Result<AccountId, PageError> {
    match visit.viewer.holder() {
        Holder::Account(account) => Ok(account),
        Holder::Person(_) => Err(PageError::NotFound),
    }
}

/// The lists, as far as the viewer may see them.
pub(crate) async fn list_tabs(visit: &mut Visit, current: &str) -> Result<Markup, PageError> {
    let (lang, unit) = (visit.lang, unit_of(visit)?);
    let receives = visit.permits(Service::AssignCases, unit).await?;
    let answers = visit.permits(Service::AnswerCases, unit).await?;
    let mut shown = Vec::new();
    let mut add = |path: &'static str, label| shown.push(Tab::new(path, lang.t(label), path == current));
    if receives {
        add(INBOX, "cases-inbox");
    }
    if answers {
        add(MINE, "cases-mine");
    }
    if receives {
        add(ALL, "cases-all");
    }
    if receives || answers {
        add(search::PATH, "cases-search");
    }
    Ok(tabs(&lang.t("cases-lists"), &shown))
}

/// The way to a case from its list: whoever has it came from their own, also when they receive cases too.
pub(crate) fn crumb_to_list(lang: Lang, part: &StaffPart) -> Crumb<'static> {
    let own = part.has_it || !part.receives;
    let (path, name) = if own { (MINE, "cases-mine") } else { (INBOX, "cases-inbox") };
    Crumb::new(path, lang.t(name))
}

/// How far a case has come, in a word.
pub(crate) fn state_word(lang: Lang, state: State) -> Cow<'static, str> {
    lang.t(match state {
        State::Received => "cases-state-received",
        State::Assigned => "cases-state-assigned",
        State::Partial => "cases-state-partial",
        State::Waiting => "cases-state-waiting",
        State::Sent => "cases-state-sent",
        State::Read => "cases-state-read",
        State::Answered => "cases-state-answered",
        State::Closed => "cases-state-closed",
        State::Withdrawn => "cases-state-withdrawn",
    })
}

pub(crate) fn state_tag(lang: Lang, state: State) -> Markup {
    let tone = match state {
        State::Received | State::Assigned | State::Partial | State::Answered => Tone::Info,
        State::Closed => Tone::Good,
        State::Waiting | State::Sent | State::Read | State::Withdrawn => Tone::Neutral,
    };
    tag(tone, &state_word(lang, state))
}

pub(crate) fn kind_word(lang: Lang, kind: Kind) -> Cow<'static, str> {
    lang.t(match kind {
        Kind::Resident => "cases-kind-resident",
        Kind::Information => "cases-kind-information",
        Kind::Question => "cases-kind-question",
        Kind::Internal => "cases-kind-internal",
    })
}

/// The promise: its day, and how the case stands against it.
pub(crate) fn promise(lang: Lang, case: &Case, now: Instant) -> Markup {
    let Some(due) = case.due_at() else { return html! { (lang.t("cases-no-promise")) } };
    let day = format::date(format::local(due.0).date());
    html! {
        (day)
        @match case.attention(now) {
            Attention::Overdue => { " " (tag(Tone::Danger, &lang.t("cases-overdue"))) }
            Attention::Soon => { " " (tag(Tone::Warning, &lang.t("cases-soon"))) }
            Attention::InTime | Attention::NoPromise => {}
        }
    }
}

/// Whom a case is about, to a viewer: the name, or that the identity is protected.
pub(crate) fn patient_name(
    lang: Lang,
    patient: Option<&Patient>,
    is_seen: impl FnOnce(&Patient) -> bool,
) -> Cow<'static, str> {
    match patient {
        None => Cow::Borrowed(""),
        Some(patient) if is_seen(patient) => Cow::Owned(patient.name.clone()),
        Some(_) => lang.t("web-protected"),
    }
}

/// What a case is called: its subject and its letters.
pub(crate) fn named(case: &Case) -> Markup {
    html! { (case.subject) " " span.muted.nowrap { (as_read_out(&case.reference)) } }
}

/// To whom cases go: those who can answer at the unit now, and the groups with somebody who can.
pub(crate) async fn receivers_of_cases(
    tx: &mut Tx,
    lang: Lang,
    unit: UnitId,
    except: Option<AccountId>,
    now: Instant,
) -> Result<Vec<Choice<'static>>, PageError> {
    let mut choices = Vec::new();
    let able = able_at(tx, unit, now).await?;
    for colleague in able.into_iter().filter(|colleague| except != Some(colleague.account)) {
        let label = match colleague.title {
            Some(title) => format!("{}, {title}", colleague.name),
            None => colleague.name,
        };
        choices.push(Choice::new(format!("person:{}", colleague.account), label).group(lang.t("cases-to-persons")));
    }
    for group in groups_at(tx, unit, now).await?.into_iter().filter(crate::records::Group::is_staffed) {
        choices.push(Choice::new(format!("group:{}", group.id), group.name).group(lang.t("cases-to-groups")));
    }
    Ok(choices)
}

/// The choice of [`receivers_of_cases`] that was sent.
pub(crate) fn to_from(text: &str) -> Result<To, Message> {
    let to = match text.split_once(':') {
        Some(("person", id)) => id.parse().ok().map(To::Person),
        Some(("group", id)) => id.parse().ok().map(To::Group),
        _ => None,
    };
    to.ok_or_else(|| Message::new("cases-refusal-not-able"))
}

/// A note of at most 1,000 letters, which may be left empty.
pub(crate) fn note(form: &Form, field: &FieldName, errors: &mut Errors) -> Option<String> {
    form.optional(field, behorig_web::forms::text(1000), errors)
}
