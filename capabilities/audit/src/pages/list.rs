//! *Loggranskning*: the reviews at the units that one reviews, and the units whose review is overdue.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Notice, Page, Pager, Row, Tab, Table, Tone, tabs};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{A_PAGE, ASKED, LIST, NEW, PLANS, SEARCH, path_of, query, state, today};
use crate::records::account_of;
use crate::records::line::{Tally, tally};
use crate::records::places::Reach;
use crate::records::plan::{self, Plan};
use crate::records::review::{self, Key, Review, Which};
use crate::words;

/// So many overdue units are named.
const NAMED: i64 = 10;

/// Those that wait, or with `visa=signerade` those that are signed. Service 400, as far as it is held.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ReviewLogs).await?;
    let asked = query(raw)?;
    let which = if asked.value("visa") == "signerade" { Which::Signed } else { Which::Open };
    let after = Key::parse(asked.value("efter"), which);
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let reach = Reach::of(&viewer, now);
    let tx = visit.snapshot.get().await?;
    let mut reviews = review::page(tx, &reach, which, after, ASKED).await?;
    let has_more = reviews.len() > A_PAGE;
    reviews.truncate(A_PAGE);
    let mut rows: Vec<(&Review, Tally)> = Vec::with_capacity(reviews.len());
    for review in &reviews {
        rows.push((review, tally(tx, review.id, account_of(&viewer)).await?));
    }
    let late = match which {
        Which::Open => plan::page(tx, &reach.all, Some(today(now)), None, NAMED).await?,
        Which::Signed => Vec::new(),
    };
    let next = reviews.last().filter(|_| has_more).map(|last| address(which, Some(Key::of(last))).into());
    let table_rows = rows.iter().map(|(review, tally)| {
        Row::link(path_of(review.id, ""), review.unit_name.clone())
            .cell(format::period(lang, review.days.from, Some(review.days.to)))
            .cell(words::rule(lang, review.rule))
            .cell(progress(lang, tally))
            .cell(review.due_on.to_string())
            .cell(state(lang, review, now))
    });
    let body = html! {
        (overdue(lang, &late))
        (which_tabs(lang, which))
        @if rows.is_empty() { (nothing(lang, which)) }
        @else {
            (Table::new(lang.t("audit-title"), columns(lang)).rows(table_rows))
            (Pager::new(lang, after.map(|_| address(which, None).into()), next, ""))
        }
    };
    let actions = html! {
        (Button::primary_link(NEW, lang.t("audit-new")).icon(Icon::Plus))
        (Button::link(SEARCH, lang.t("audit-search")).icon(Icon::Search))
        (Button::link(PLANS, lang.t("audit-plans")).icon(Icon::Calendar))
    };
    let page = Page::new(lang.t("audit-title")).lead(lang.t("audit-lead")).actions(actions).wide();
    Ok(visit.show(&page, body))
}

fn columns(lang: Lang) -> [Column<'static>; 6] {
    [
        Column::new(lang.t("audit-unit")),
        Column::new(lang.t("audit-period")).unbroken(),
        Column::new(lang.t("audit-rule")),
        Column::new(lang.t("audit-judged")),
        Column::new(lang.t("audit-due")).unbroken(),
        Column::new(lang.t("audit-state")),
    ]
}

fn address(which: Which, after: Option<Key>) -> String {
    let which = if which == Which::Signed { Some("visa=signerade".to_owned()) } else { None };
    let after = after.map(|key| format!("efter={}", key.in_address()));
    let parts: Vec<String> = which.into_iter().chain(after).collect();
    if parts.is_empty() { LIST.to_owned() } else { format!("{LIST}?{}", parts.join("&")) }
}

/// How many of so many lines are judged: *12 av 40*.
fn progress(lang: Lang, tally: &Tally) -> String {
    let args = [("done", (tally.all - tally.waiting).into()), ("all", tally.all.into())];
    lang.tr("audit-progress", &args).into_owned()
}

fn which_tabs(lang: Lang, which: Which) -> Markup {
    let tab = |of, label: &'static str| Tab::new(address(of, None), lang.tr(label, &[]), which == of);
    tabs(&lang.t("audit-tabs"), &[tab(Which::Open, "audit-tab-open"), tab(Which::Signed, "audit-tab-signed")])
}

fn nothing(lang: Lang, which: Which) -> Markup {
    let (title, text) = match which {
        Which::Open => ("audit-none-open", "audit-none-open-text"),
        Which::Signed => ("audit-none-signed", "audit-none-signed-text"),
    };
    EmptyState::new(Icon::Shield, lang.t(title), lang.t(text)).render()
}

/// The units whose plan says that a review should have been signed.
fn overdue(lang: Lang, late: &[Plan]) -> Markup {
    if late.is_empty() {
        return Markup::default();
    }
    let title = lang.tr("audit-overdue", &[("count", late.len().into())]);
    let named: Vec<String> = late.iter().map(|plan| format!("{} ({})", plan.unit_name, plan.due_on)).collect();
    Notice::new(Tone::Warning, title)
        .text(named.join(", "))
        .link(NEW, lang.t("audit-new"))
        .link(PLANS, lang.t("audit-plans"))
        .render()
}
