//! *Varför?*: which of the clinic's case types a resident may use, and by which grant, or why not. Each answer is the decision's own.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{
    Assurance, Decision, GrantId, Instant, ObjectFault, PeriodFault, Restrictions, Rule, Service, Target, Viewer,
    decide,
};
use behorig_case_types::CaseType;
use behorig_registers::viewer_of_person;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Column, EmptyState, Icon, Row, Table, Tone, tag};
use maud::{Markup, Render};

use super::{day, grant_in, last_day, page_below, record_reading_of, resident_of};
use crate::records::giving::as_object;
use crate::records::{Held, Resident, What};

/// What the resident may do at the clinic. Service 401 at the grant's unit.
pub(crate) async fn show(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let resident = resident_of(&mut visit, &grant, Service::ViewResidents).await?;
    let unit = resident.ids.first().copied().ok_or(PageError::NotFound)?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let types = behorig_case_types::open_of_unit(tx, unit).await?;
    // As surely as residents can sign in: what is asked is the right, not today's session.
    let viewer = viewer_of_person(tx, resident.person.id, Assurance::High, now).await?;
    record_reading_of(&mut visit, "residents.why", &resident).await?;
    let lang = visit.lang;
    let page = page_below(lang, lang.t("residents-why-title"), &resident, grant_in(&grant)?, now)
        .lead(lang.tr("residents-why-lead", &[("unit", resident.unit_name().into())]));
    let body = if types.is_empty() {
        EmptyState::new(Icon::Document, lang.t("residents-why-none"), lang.t("residents-why-none-text")).render()
    } else {
        table(lang, &resident, &viewer, &types, now)
    };
    Ok(visit.show(&page, body))
}

fn table(lang: Lang, resident: &Resident, viewer: &Viewer, types: &[CaseType], now: Instant) -> Markup {
    let columns = [
        Column::new(lang.t("residents-type")),
        Column::new(lang.t("residents-may-use")),
        Column::new(lang.t("residents-why")),
    ];
    let rows = types.iter().map(|case_type| {
        let restricted = if case_type.restricted { Restrictions::RESTRICTED_CASE_TYPE } else { Restrictions::NONE };
        let target = Target::at(&resident.ids).object(as_object(case_type.id)).restricted(restricted);
        let decision = decide(viewer, Service::UseCaseType, &target, now);
        let (tone, word) = if decision.is_permit() { (Tone::Good, "web-yes") } else { (Tone::Neutral, "web-no") };
        let why = match decision {
            Decision::Permit { grant } => by_grant(lang, resident, grant),
            Decision::Deny(denial) => by_rule(lang, &denial.rule),
        };
        Row::new(case_type.name_in(lang).to_owned()).cell(tag(tone, &lang.t(word))).cell(why)
    });
    Table::new(lang.t("residents-why-title"), columns).rows(rows).render()
}

fn by_grant(lang: Lang, resident: &Resident, grant: GrantId) -> String {
    let Some(held) = resident.held.iter().find(|held| held.grant == grant) else {
        return lang.t("residents-why-elsewhere").into_owned();
    };
    let id = match &held.what {
        What::Approval if Held::is_by_catchment(held) => "residents-why-catchment",
        What::CaseType(..) => "residents-why-handed-out",
        What::Approval | What::Role(_) => "residents-why-approved",
    };
    let args = [("from", day(held.period.from).into()), ("until", last_day(lang, held.period.to).into())];
    lang.tr(id, &args).into_owned()
}

fn by_rule(lang: Lang, rule: &Rule) -> String {
    match rule {
        Rule::HolderInactive(_) => lang.t("residents-why-not-deceased"),
        Rule::Object(ObjectFault::Restricted(_) | ObjectFault::Other) => lang.t("residents-why-not-handed-out"),
        Rule::Period(PeriodFault::Ended { at }) => {
            lang.tr("residents-why-not-over", &[("day", day(at.plus_millis(-1)).into())])
        }
        Rule::Period(PeriodFault::NotYet { from }) => lang.tr("residents-why-not-yet", &[("day", day(*from).into())]),
        Rule::NoGrant | Rule::Service | Rule::Unit | Rule::Hat { .. } | Rule::Assurance { .. } => {
            lang.t("residents-why-not-approved")
        }
    }
    .into_owned()
}
