//! The queue, in the order in which it should be answered, and what the reader has sent.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Tab, Table, tabs};
use behorig_web::{Form, Lang, format};
use maud::{Markup, Render as _, html};

use super::{NEW, OWN, QUEUE, numbered, path_of, priority_word, state_tag, state_word, subject_word};
use crate::records::{self, Key, Matter, Which};
use crate::rules::State;

const ROWS: usize = 50;
/// The tab of what the reader has in hand.
const IN_HAND: &str = "mina";

/// The queue. Service 424 somewhere; each row by its sender's unit.
pub(crate) async fn queue(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::AnswerSupport).await?;
    let account = visit.session.account.ok_or(PageError::NotFound)?;
    let (chosen, after) = asked_for(asked)?;
    let state = State::from_key(&chosen).unwrap_or(State::Received);
    let is_in_hand = chosen == IN_HAND;
    let which = if is_in_hand { Which::InHandOf(&scope, account) } else { Which::In(&scope, state) };
    let (matters, next) = page_of(&mut visit, which, after).await?;
    let lang = visit.lang;
    let place = if is_in_hand { IN_HAND } else { state.key() };
    let path = format!("{QUEUE}?lage={place}");
    let page =
        Page::new(lang.t("support-title")).lead(lang.t("support-lead")).below_heading(queue_tabs(lang, place)).wide();
    let body = html! {
        @if matters.is_empty() {
            (EmptyState::new(Icon::Tasks, lang.t("support-none"), lang.t("support-none-text")))
        } @else { (table(lang, visit.now.0, &matters, true)) }
        (pager(lang, &path, next))
    };
    Ok(visit.show(&page, body))
}

/// What the reader has sent. Anyone whose hat is that of staff.
pub(crate) async fn own(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let account = visit.session.account.filter(|_| visit.is_open(behorig_visit::Access::Staff));
    let account = account.ok_or(PageError::NotFound)?;
    let (_, after) = asked_for(asked)?;
    let (matters, next) = page_of(&mut visit, Which::Of(account), after).await?;
    let lang = visit.lang;
    let new = || Button::primary_link(NEW, lang.t("support-menu-new")).icon(Icon::Pencil);
    let mut page = Page::new(lang.t("support-menu-own")).lead(lang.t("support-own-lead")).wide();
    if !matters.is_empty() {
        page = page.actions(new().render());
    }
    let body = html! {
        @if matters.is_empty() {
            (EmptyState::new(Icon::Help, lang.t("support-own-none"), lang.t("support-own-none-text")).action(new()))
        } @else { (table(lang, visit.now.0, &matters, false)) }
        (pager(lang, OWN, next))
    };
    Ok(visit.show(&page, body))
}

/// The tab, and the row that the page begins after.
fn asked_for(query: Option<String>) -> Result<(String, Option<Key>), PageError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())
        .map_err(|_| PageError::Malformed("a query that no list has"))?;
    Ok((query.value("lage").to_owned(), Key::from_text(query.value("efter"))))
}

async fn page_of(
    visit: &mut Visit,
    which: Which<'_>,
    after: Option<Key>,
) -> Result<(Vec<Matter>, Option<Key>), PageError> {
    let most = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let now = visit.now;
    let mut matters = records::list(visit.snapshot.get().await?, which, after, most, now).await?;
    let has_more = matters.len() > ROWS;
    matters.truncate(ROWS);
    let next = matters.last().filter(|_| has_more).map(|last| which.key_of(last));
    Ok((matters, next))
}

fn queue_tabs(lang: Lang, chosen: &str) -> Markup {
    let of_state = |state: &State| {
        let key = state.key();
        Tab::new(format!("{QUEUE}?lage={key}"), state_word(lang, *state), key == chosen)
    };
    let in_hand = Tab::new(format!("{QUEUE}?lage={IN_HAND}"), lang.t("support-tab-in-hand"), chosen == IN_HAND);
    let all: Vec<Tab<'_>> = State::ALL.iter().map(of_state).chain([in_hand]).collect();
    tabs(&lang.t("support-title"), &all)
}

fn pager(lang: Lang, path: &str, next: Option<Key>) -> Pager<'static> {
    let mark = if path.contains('?') { '&' } else { '?' };
    Pager::new(lang, None, next.map(|key| format!("{path}{mark}efter={}", key.to_text()).into()), "")
}

fn table(lang: Lang, now: i64, matters: &[Matter], is_queue: bool) -> Markup {
    let mut columns = vec![Column::new(lang.t("support-heading-short")), Column::new(lang.t("support-receipt-number"))];
    if is_queue {
        columns.push(Column::new(lang.t("support-priority")));
    }
    columns.push(Column::new(lang.t("support-subject-short")));
    if is_queue {
        columns.extend([Column::new(lang.t("support-sender")), Column::new(lang.t("support-unit"))]);
    }
    columns.extend([
        Column::new(lang.t("support-age")).unbroken(),
        Column::new(lang.t("support-handler")),
        Column::new(lang.t("support-state")),
    ]);
    let row = |matter: &Matter| {
        let mut row = Row::link(path_of(matter.id, ""), matter.heading.clone()).cell(matter.number.to_string());
        if is_queue {
            row = row.cell(priority_word(lang, matter.priority).into_owned());
        }
        row = row.cell(subject_word(lang, matter.subject).into_owned());
        if is_queue {
            row = row.cell(matter.sender_name.as_str()).cell(matter.unit_name.as_str());
        }
        row.cell(age(lang, matter, now))
            .cell(matter.handler_name.as_deref().unwrap_or_default())
            .cell(state_tag(lang, matter.state))
    };
    let caption = if is_queue { lang.t("support-title") } else { lang.t("support-menu-own") };
    html! { (Table::new(caption, columns).rows(matters.iter().map(row))) }
}

/// When it came, and for how many days it has waited.
fn age(lang: Lang, matter: &Matter, now: i64) -> String {
    let until = matter.closed_at.map_or(now, |at| at.0);
    let days = (format::local(until).date() - format::local(matter.sent_at.0).date()).get_days();
    let came = format::near_time(lang, matter.sent_at.0, now);
    match days {
        ..=0 => came,
        days => format!("{came} ({})", lang.tr("support-days", &[("count", i64::from(days).into())])),
    }
}

/// The heading of a matter's page and the words of its tab.
pub(super) fn title_of(lang: Lang, matter: &Matter) -> String {
    format!("{}: {}", numbered(lang, matter.number), matter.heading)
}
