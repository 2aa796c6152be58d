//! *Beställare*: who is named in a region, and on what decision.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{BuiltIn, GrantId, Service};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Choice, Column, EmptyState, Filters, Icon, Page, Pager, Row, Tab, Table, tabs};
use behorig_web::{Form, Lang, format};
use maud::{Markup, Render, html};

use super::{CHOICE, NAMING, ORDERERS, REGION, Region, no_region, region_in_sight};
use crate::records::appointments::{self, Appointment, Shown};
use crate::words;

/// So many are shown on a page.
const A_PAGE: usize = 50;
/// Nobody needs to know how many more there are.
const COUNTED: i64 = 1000;

/// One of the two registers of the page.
#[derive(PartialEq, Eq)]
struct Register {
    key: &'static str,
    title: &'static str,
    nobody: &'static str,
    service: Service,
    template: BuiltIn,
}

const ORDERED_BY_NAME: Register = Register {
    key: "bestallare",
    title: "orderers-tab-named",
    nobody: "orderers-none-text",
    service: Service::OrderPermissions,
    template: BuiltIn::Orderer,
};
const HEADS: Register = Register {
    key: "verksamhetschefer",
    title: "orderers-tab-heads",
    nobody: "orderers-no-heads-text",
    service: Service::OrderAsHead,
    template: BuiltIn::HeadOfOperations,
};

/// The register of a region. Service 421 at the region.
pub(crate) async fn list(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let query = super::query(raw.as_deref())?;
    let Some(region) = region_in_sight(&mut visit, query.value(REGION)).await? else {
        return no_region(&mut visit).await;
    };
    let asked = Asked::of(&query, region);
    let shown = Shown { region: asked.region.id, service: asked.register.service, ended: asked.ended };
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let last = match asked.after {
        Some(grant) => appointments::find(tx, grant).await?,
        None => None,
    };
    let after = last.as_ref().map(|last| (last.sort_key.as_slice(), last.grant));
    let most = i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX);
    let found = appointments::list(tx, shown, after, most, now).await?;
    let count = appointments::count(tx, shown, COUNTED, now).await?;
    let lang = visit.lang;
    let actions = html! {
        (Button::link(format!("{CHOICE}?{REGION}={}", asked.region.id), lang.t("orderers-choice")))
        (Button::primary_link(asked.naming(), lang.t("orderers-name")).icon(Icon::Plus))
    };
    let page = Page::new(lang.t("orderers-title"))
        .lead(lang.tr("orderers-lead", &[("region", asked.region.name.as_str().into())]))
        .actions(actions)
        .below_heading(asked.tabs(lang))
        .wide();
    Ok(visit.show(&page, asked.body(&visit, &found, count)))
}

/// What the address asks for.
struct Asked {
    region: Region,
    register: &'static Register,
    ended: bool,
    /// The last one of the page before.
    after: Option<GrantId>,
}

impl Asked {
    fn of(query: &Form, region: Region) -> Self {
        let register = if query.value("flik") == HEADS.key { &HEADS } else { &ORDERED_BY_NAME };
        Self { region, register, ended: query.value("visa") == "alla", after: query.value("efter").parse().ok() }
    }

    fn path(&self, register: &Register) -> String {
        let all = if self.ended { "&visa=alla" } else { "" };
        format!("{ORDERERS}?{REGION}={}&flik={}{all}", self.region.id, register.key)
    }

    fn naming(&self) -> String {
        format!("{NAMING}?{REGION}={}&roll={}", self.region.id, self.register.template.key())
    }

    fn tabs(&self, lang: Lang) -> Markup {
        let tab = |one: &'static Register| Tab::new(self.path(one), lang.t(one.title), one == self.register);
        tabs(&lang.t("orderers-title"), &[tab(&ORDERED_BY_NAME), tab(&HEADS)])
    }

    fn body(&self, visit: &Visit, found: &[Appointment], count: i64) -> Markup {
        let lang = visit.lang;
        let told = if count > COUNTED {
            lang.tr("orderers-found-more", &[("count", format::number(lang, COUNTED).into())])
        } else {
            lang.tr("orderers-found", &[("count", count.into())])
        };
        let mut filters = Filters::new(lang, ORDERERS, told).hidden("flik", self.register.key);
        let own = self.region.id.to_string();
        if self.region.all.len() > 1 {
            let regions = self.region.all.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
            filters = filters.select(REGION, lang.t("orderers-region"), regions, &own);
        } else {
            filters = filters.hidden(REGION, own.as_str());
        }
        let which = [Choice::new("", lang.t("orderers-show-live")), Choice::new("alla", lang.t("orderers-show-all"))];
        filters = filters.select("visa", lang.t("orderers-show"), which, if self.ended { "alla" } else { "" });
        html! {
            (filters)
            @if found.is_empty() { (self.nobody(lang)) } @else { (self.table(visit, found)) }
        }
    }

    fn nobody(&self, lang: Lang) -> Markup {
        EmptyState::new(Icon::People, lang.t("orderers-none"), lang.t(self.register.nobody)).render()
    }

    fn table(&self, visit: &Visit, found: &[Appointment]) -> Markup {
        let (lang, now) = (visit.lang, visit.now);
        let columns = [
            Column::new(lang.t("orderers-person")),
            Column::new(lang.t("orderers-hsa-id")),
            Column::new(lang.t("orderers-place")),
            Column::new(lang.t("orderers-period")),
            Column::new(lang.t("orderers-proof")),
            Column::new(lang.t("orderers-named-by")),
        ];
        let rows = found.iter().take(A_PAGE).map(|one| {
            Row::link(format!("{ORDERERS}/{}", one.grant), one.name.as_str())
                .cell(one.hsa_id.clone().unwrap_or_default())
                .cell(words::place(lang, one))
                .cell(words::when(lang, one.period, now))
                .cell(words::proof(lang, one))
                .cell(one.proof.as_ref().map(|proof| proof.by.clone()).unwrap_or_default())
                .muted(one.period.is_over_at(now))
        });
        let last = found.get(A_PAGE - 1).filter(|_| found.len() > A_PAGE);
        let next = last.map(|last| format!("{}&efter={}", self.path(self.register), last.grant).into());
        let first = self.after.map(|_| self.path(self.register).into());
        html! {
            (Table::new(lang.t(self.register.title), columns).rows(rows))
            (Pager::new(lang, first, next, ""))
        }
    }
}
