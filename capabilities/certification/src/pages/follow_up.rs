//! *Uppföljning*: what became of rounds, for the region's administration and for whoever audits.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Table};
use behorig_web::format;
use maud::{Render, html};

use super::{A_PAGE, ASKED, FOLLOW_UP, WITHOUT_HEAD, crumb_to_list, path_of, query, state};
use crate::records::account_of;
use crate::records::line::{Tally, tally};
use crate::records::round::{self, Key, Round};

/// Requires service 420 or 421 somewhere.
pub(super) async fn require(visit: &mut Visit) -> Result<(), PageError> {
    if !visit.may_somewhere(Service::AdministerOrderers) {
        visit.require_somewhere(Service::ViewPermissionRegister).await?;
    }
    Ok(())
}

/// Rounds, those that close last before the others. Service 420 at their units or 421 at their regions.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    require(&mut visit).await?;
    let asked = query(raw)?;
    let after = Key::parse(asked.value("efter"));
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let certifies = visit.may_somewhere(Service::CertifyGrants);
    let tx = visit.snapshot.get().await?;
    let mut rounds = round::to_follow_up(tx, &viewer, after, now, ASKED).await?;
    let has_more = rounds.len() > A_PAGE;
    rounds.truncate(A_PAGE);
    let mut rows: Vec<(&Round, Tally)> = Vec::with_capacity(rounds.len());
    for round in &rounds {
        rows.push((round, tally(tx, round.id, account_of(&viewer), now).await?));
    }
    let next = rounds.last().filter(|_| has_more).map(|last| {
        let key = Key { closes_at: last.times.closes_at, id: last.id };
        format!("{FOLLOW_UP}?efter={}", key.in_address()).into()
    });
    let number = |label| Column::new(lang.t(label)).number();
    let columns = [
        Column::new(lang.t("certification-unit")),
        Column::new(lang.t("certification-last-day")).unbroken(),
        number("certification-all"),
        number("certification-kept-count"),
        number("certification-ended-count"),
        number("certification-unconfirmed-count"),
        Column::new(lang.t("certification-state")),
    ];
    let figure = |count| format::number(lang, count);
    let table_rows = rows.iter().map(|(round, tally)| {
        let path = if tally.waiting > 0 { path_of(round.id, "?visa=kvar") } else { path_of(round.id, "") };
        Row::link(path, round.unit_name.clone())
            .cell(round.last_day.to_string())
            .cell(figure(tally.all))
            .cell(figure(tally.kept))
            .cell(figure(tally.ended + tally.lapsed))
            .cell(figure(tally.waiting))
            .cell(state(lang, round, tally, now))
    });
    let body = html! {
        @if rows.is_empty() {
            (EmptyState::new(Icon::Tasks, lang.t("certification-no-rounds"), lang.t("certification-no-rounds-text")))
        } @else {
            (Table::new(lang.t("certification-follow-up"), columns).rows(table_rows))
            (Pager::new(lang, after.map(|_| FOLLOW_UP.into()), next, ""))
        }
    };
    let actions = Button::link(WITHOUT_HEAD, lang.t("certification-without-head")).icon(Icon::Building).render();
    let mut page = Page::new(lang.t("certification-follow-up"))
        .lead(lang.t("certification-follow-up-lead"))
        .actions(actions)
        .wide();
    if certifies {
        page = page.crumbs([crumb_to_list(lang)]);
    }
    Ok(visit.show(&page, body))
}
