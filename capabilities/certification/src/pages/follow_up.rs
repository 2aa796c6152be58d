//! *Uppföljning*: what became of rounds, for the region's administration and for whoever audits.

use std::borrow::Cow;

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Tab, Table, tabs};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{A_PAGE, ASKED, FOLLOW_UP, MOST_COUNTED, WITHOUT_HEAD, crumb_to_list, path_of, query, state};
use crate::records::line::{Tally, tally};
use crate::records::round::{self, Followed, Key, Round};
use crate::records::sight::Sight;

/// Requires service 420 or 421 somewhere.
pub(super) async fn require(visit: &mut Visit) -> Result<(), PageError> {
    if !visit.may_somewhere(Service::AdministerOrderers) {
        visit.require_somewhere(Service::ViewPermissionRegister).await?;
    }
    Ok(())
}

/// The tab of the rounds that wait for the viewer's region.
const WAITING: &str = "region";

/// Rounds, those that close last before the others. Service 420 at their units or 421 at their regions.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    require(&mut visit).await?;
    let asked = query(raw)?;
    let after = Key::parse(asked.value("efter"));
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let certifies = visit.may_somewhere(Service::CertifyGrants);
    let administers = visit.may_somewhere(Service::AdministerOrderers);
    let followed =
        if administers && asked.value("visa") == WAITING { Followed::WaitingForRegion } else { Followed::All };
    let sight = Sight::of(&viewer, now);
    let tx = visit.snapshot.get().await?;
    let waiting = round::waiting_for_region(tx, &viewer, MOST_COUNTED, now).await?;
    let mut rounds = round::to_follow_up(tx, &viewer, followed, after, now, ASKED).await?;
    let has_more = rounds.len() > A_PAGE;
    rounds.truncate(A_PAGE);
    let mut rows: Vec<(&Round, Tally)> = Vec::with_capacity(rounds.len());
    for round in &rounds {
        rows.push((round, tally(tx, round.id, &sight, now).await?));
    }
    let next = rounds.last().filter(|_| has_more).map(|last| {
        let key = Key { closes_at: last.times.closes_at, id: last.id };
        let mark = if followed == Followed::All { '?' } else { '&' };
        format!("{}{mark}efter={}", path_of_tab(followed), key.in_address()).into()
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
        @if administers { (which_tabs(lang, followed, waiting)) }
        @if rows.is_empty() { (nothing(lang, followed)) }
        @else {
            (Table::new(lang.t("certification-follow-up"), columns).rows(table_rows))
            (Pager::new(lang, after.map(|_| path_of_tab(followed).into()), next, ""))
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

/// The address of a tab.
fn path_of_tab(followed: Followed) -> String {
    match followed {
        Followed::All => FOLLOW_UP.to_owned(),
        Followed::WaitingForRegion => format!("{FOLLOW_UP}?visa={WAITING}"),
    }
}

fn which_tabs(lang: Lang, followed: Followed, waiting: i64) -> Markup {
    let tab = |tab, words: Cow<'static, str>| Tab::new(path_of_tab(tab), words, followed == tab);
    let count = [("count", waiting.into())];
    let both = [
        tab(Followed::All, lang.t("certification-tab-all-rounds")),
        tab(Followed::WaitingForRegion, lang.tr("certification-tab-region", &count)),
    ];
    tabs(&lang.t("certification-follow-up"), &both)
}

fn nothing(lang: Lang, followed: Followed) -> Markup {
    let (icon, title, text) = match followed {
        Followed::All => (Icon::Tasks, "certification-no-rounds", "certification-no-rounds-text"),
        Followed::WaitingForRegion => {
            (Icon::Done, "certification-none-for-region", "certification-none-for-region-text")
        }
    };
    EmptyState::new(icon, lang.t(title), lang.t(text)).render()
}
