//! *Omprövning*: the open rounds of those who certify.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Table};
use maud::html;

use super::{A_PAGE, ASKED, DEPUTIES, FOLLOW_UP, LIST, path_of, progress, query, state};
use crate::records::line::{Tally, tally};
use crate::records::round::{self, Key, Round};
use crate::records::sight::Sight;

/// The open rounds, those that close first before the others. Service 423 somewhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::CertifyGrants).await?;
    let asked = query(raw)?;
    let after = Key::parse(asked.value("efter"));
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let sight = Sight::of(&viewer, now);
    let tx = visit.snapshot.get().await?;
    let mut rounds = round::open_for(tx, &viewer, after, now, ASKED).await?;
    let has_more = rounds.len() > A_PAGE;
    rounds.truncate(A_PAGE);
    let mut rows: Vec<(&Round, Tally)> = Vec::with_capacity(rounds.len());
    for round in &rounds {
        rows.push((round, tally(tx, round.id, &sight, now).await?));
    }
    let next = rounds.last().filter(|_| has_more).map(|last| {
        let key = Key { closes_at: last.times.closes_at, id: last.id };
        format!("{LIST}?efter={}", key.in_address()).into()
    });
    let columns = [
        Column::new(lang.t("certification-unit")),
        Column::new(lang.t("certification-last-day")).unbroken(),
        Column::new(lang.t("certification-decided")),
        Column::new(lang.t("certification-state")),
    ];
    let table_rows = rows.iter().map(|(round, tally)| {
        Row::link(path_of(round.id, ""), round.unit_name.clone())
            .cell(round.last_day.to_string())
            .cell(progress(lang, tally))
            .cell(state(lang, round, tally, now))
    });
    let body = html! {
        @if rows.is_empty() {
            (EmptyState::new(Icon::Done, lang.t("certification-none"), lang.t("certification-none-text")))
        } @else {
            (Table::new(lang.t("certification-title"), columns).rows(table_rows))
            (Pager::new(lang, after.map(|_| LIST.into()), next, ""))
        }
    };
    let actions = html! {
        (Button::link(DEPUTIES, lang.t("certification-deputies")).icon(Icon::Switch))
        (Button::link(FOLLOW_UP, lang.t("certification-follow-up")))
    };
    let page = Page::new(lang.t("certification-title")).lead(lang.t("certification-lead")).actions(actions).wide();
    Ok(visit.show(&page, body))
}
