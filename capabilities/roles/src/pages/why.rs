//! *Varför?*: what a user may do at a unit, by which grant, and otherwise which rule fails and who can mend it.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{
    AccountId, Assurance, Decision, Denial, GrantId, Hat, Instant, Remedy, Service, Target, UnitId, Viewer, decide,
};
use behorig_accounts::{Account, for_viewer};
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::{units, viewer_of_account};
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Column, Crumb, Page, Row, Table, Tone, link_button, tag};
use maud::{Markup, html};

use super::units::UnitSearch;
use crate::records::who::{self, Permitted};
use crate::rules::ServiceGroup;
use crate::words;

/// As many who can mend as one would ask.
const MENDERS: i64 = 3;

/// What the user may do at a unit. Service 389 for the account and at the unit.
pub(crate) async fn why(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let id: AccountId = super::id(&id)?;
    let query = super::query(raw.as_deref())?;
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &viewer, id, Service::ViewGrants, now).await?;
    let page = Page::new(lang.tr("roles-why-title", &[("name", account.full_name().into())]))
        .crumbs([
            Crumb::new(account.path(), account.full_name()),
            Crumb::new(super::grants::path_of(id, ""), lang.t("roles-grants")),
        ])
        .wide();
    let path = format!("/anvandare/{id}/varfor");
    if query.has("sok") && query.value("enhet").is_empty() {
        let scope = visit.scope(Service::ViewGrants);
        let search = UnitSearch::of(&mut visit, &scope, &query).await?;
        return Ok(visit.show(&page.lead(lang.t("roles-why-where")), search.show(lang, &path, &[])));
    }
    let unit = if query.value("enhet").is_empty() { account.unit } else { super::id(query.value("enhet"))? };
    visit.require(Service::ViewGrants, unit).await?;
    let answers = Answers::read(&mut visit, &account, unit).await?;
    let page = page.lead(lang.tr("roles-why-lead", &[("unit", answers.unit_name.as_str().into())]));
    let page = page.actions(html! { (link_button(&format!("{path}?sok="), &lang.t("roles-other-unit"))) });
    Ok(visit.show(&page, answers.show(lang)))
}

/// A service and the answer.
struct Line {
    service: Service,
    answer: Result<Option<GrantRow>, Denial>,
}

struct Answers {
    unit_name: String,
    lines: Vec<(Hat, Vec<Line>)>,
    menders: Vec<Permitted>,
}

impl Answers {
    async fn read(visit: &mut Visit, account: &Account, unit: UnitId) -> Result<Self, PageError> {
        let now: Instant = visit.now;
        let tx = visit.snapshot.get().await?;
        let chain = units::chain_ids(tx, unit).await?;
        let unit_name = units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
        let held = grants::of_account(tx, account.id, now).await?;
        let grant = |id: GrantId| held.iter().find(|row| row.id == id).cloned();
        let staff = viewer_of_account(tx, account.id, Hat::Staff, Assurance::High, now).await?;
        let mut lines = Vec::new();
        for hat in staff.hats(now) {
            let viewer = match hat {
                Hat::Staff => staff.clone(),
                other => viewer_of_account(tx, account.id, other, Assurance::High, now).await?,
            };
            lines.push((hat, Self::of_hat(&viewer, hat, &chain, now, grant)));
        }
        let helping =
            lines.iter().flat_map(|(hat, lines)| lines.iter().map(move |line| (*hat, line))).find_map(|(hat, line)| {
                match line.answer.as_ref().err().map(|denial| denial.remedy(hat)) {
                    Some(Remedy::Ask(service)) => Some(service),
                    _ => None,
                }
            });
        let menders = match helping {
            Some(service) => who::may_use(tx, service, unit, None, MENDERS, now).await?.permitted,
            None => Vec::new(),
        };
        // Nobody raises their own rights, so that nobody is told to ask themselves.
        let menders = menders.into_iter().filter(|mender| mender.account != account.id).collect();
        Ok(Self { unit_name, lines, menders })
    }

    fn of_hat(
        viewer: &Viewer,
        hat: Hat,
        chain: &[UnitId],
        now: Instant,
        grant: impl Fn(GrantId) -> Option<GrantRow>,
    ) -> Vec<Line> {
        let line = |service: Service| {
            let answer = match decide(viewer, service, &Target::at(chain), now) {
                Decision::Permit { grant: id } => Ok(grant(id)),
                Decision::Deny(denial) => Err(denial),
            };
            Line { service, answer }
        };
        Service::of_kind(hat).iter().map(line).collect()
    }

    fn show(&self, lang: Lang) -> Markup {
        html! {
            @if self.lines.iter().any(|(_, lines)| lines.iter().any(|line| line.answer.is_err())) {
                (self.mending(lang))
            }
            @for (hat, lines) in &self.lines {
                @if self.lines.len() > 1 { h2 { (words::kind(lang, *hat)) } }
                @for group in ServiceGroup::ALL { (part(lang, group, lines)) }
            }
        }
    }

    fn mending(&self, lang: Lang) -> Markup {
        html! {
            section aria-labelledby="mending" {
                h2 #mending { (lang.t("roles-who-can-mend")) }
                @if self.menders.is_empty() { p { (lang.t("roles-nobody-can-mend")) } }
                @else {
                    ul.lines {
                        @for mender in &self.menders {
                            li {
                                span { strong { (mender.name) } @if let Some(title) = &mender.title { ", " (title) } }
                                span.hint { (mender.grant.unit_name) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn part(lang: Lang, group: ServiceGroup, lines: &[Line]) -> Markup {
    let lines: Vec<&Line> = lines.iter().filter(|line| ServiceGroup::of(line.service) == Some(group)).collect();
    if lines.is_empty() {
        return Markup::default();
    }
    let columns =
        [Column::new(lang.t("roles-service")), Column::new(lang.t("roles-may")), Column::new(lang.t("roles-because"))];
    let rows = lines.iter().map(|line| {
        let row = Row::new(words::numbered_service(lang, line.service));
        match &line.answer {
            Ok(grant) => row
                .cell(tag(Tone::Good, &lang.t("web-yes")))
                .cell(grant.as_ref().map_or_else(Markup::default, |grant| by_grant(lang, grant))),
            Err(denial) => row.cell(tag(Tone::Neutral, &lang.t("web-no"))).cell(words::rule_about(lang, &denial.rule)),
        }
    });
    html! {
        section.answers { h3 { (lang.t(group.heading)) } (Table::new(lang.t(group.heading), columns).rows(rows)) }
    }
}

fn by_grant(lang: Lang, grant: &GrantRow) -> Markup {
    html! {
        (words::name_of_role(lang, &grant.role_name)) ", " (grant.unit_name)
        @if grant.branch { ", " (lang.t("roles-and-branch")) }
        br; span.hint { (words::days(lang, grant.period)) " · " (words::basis(lang, grant)) }
    }
}
