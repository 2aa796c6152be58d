//! One resident with the approval: since when, until when, and on whose word.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{GrantId, Holder, PersonId, Restrictions, Service, UnitId};
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::persons::{Person, Protection};
use behorig_registers::units::{self, Unit};
use behorig_visit::{PageError, Visit, require_object};
use behorig_web::components::{Crumb, Page, PersonBanner, SummaryList, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{LIST, day, last_day, reading};
use crate::{records, rules};

/// An approval that its viewer may see.
struct Shown {
    grant: GrantRow,
    person: Person,
    chain: Vec<Unit>,
}

/// The resident of an approval. Service 401 at the approval's unit; a protected person by service 404, and else unknown.
pub(crate) async fn show(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let shown = for_viewer(&mut visit, grant.parse().map_err(|_| PageError::NotFound)?).await?;
    let Shown { grant, person, chain } = &shown;
    let residents = std::iter::once((person.id, &person.number, person.full_name()));
    visit.record_reading(reading("residents.show", chain, residents)).await?;
    let lang = visit.lang;
    let name = person.full_name();
    let page = Page::new(name.clone())
        .section(lang.t("residents-title"))
        .crumbs([Crumb::new(LIST, lang.t("residents-title"))])
        .banner(banner(lang, person, visit.now.0));
    let is_over = grant.period.to.is_some_and(|to| to <= visit.now);
    Ok(visit.show(&page, approval(lang, grant, is_over)))
}

async fn for_viewer(visit: &mut Visit, id: GrantId) -> Result<Shown, PageError> {
    let (now, viewer, register) = (visit.now, visit.viewer.clone(), std::sync::Arc::clone(&visit.app.register));
    let tx = visit.snapshot.get().await?;
    let (grant, holder): (GrantRow, PersonId) = match grants::find(tx, id).await? {
        Some((grant, Holder::Person(person))) => (grant, person),
        _ => return Err(PageError::NotFound),
    };
    if !records::approves(tx, grant.role).await? {
        return Err(PageError::NotFound);
    }
    let object = Some(rules::as_object(holder));
    require_object(tx, &viewer, Service::ViewResidents, grant.unit, object, Restrictions::NONE, now).await?;
    let person = register.by_id(tx, holder).await?.ok_or(PageError::NotFound)?;
    let chain = units::chain(tx, grant.unit).await?;
    let ids: Vec<UnitId> = chain.iter().map(|unit| unit.id).collect();
    if !rules::may_see(&viewer, &ids, person.id, person.protection != Protection::None, now) {
        return Err(PageError::NotFound);
    }
    Ok(Shown { grant, person, chain })
}

fn banner(lang: Lang, person: &Person, now: i64) -> Markup {
    let mut banner = PersonBanner::new(lang, person.full_name())
        .fact(lang.t("residents-number"), person.number.shown())
        .protected(person.protection != Protection::None);
    if let Some(age) = person.number.age_on(format::local(now).date()).filter(|_| person.deceased_on.is_none()) {
        banner = banner.fact(lang.t("residents-age"), lang.tr("residents-years", &[("years", age.into())]));
    }
    if let Some(day) = &person.deceased_on {
        let deceased = lang.tr("residents-deceased", &[("day", day.as_str().into())]);
        banner = banner.tag(tag(Tone::Neutral, &deceased));
    }
    banner.render()
}

fn approval(lang: Lang, grant: &GrantRow, is_over: bool) -> Markup {
    let word = lang.t(if is_over { "residents-approval-over" } else { "residents-approval-live" });
    let tone = if is_over { Tone::Neutral } else { Tone::Good };
    let given = match &grant.given_by {
        Some(name) => name.clone(),
        None => lang.t("residents-given-by-system").into_owned(),
    };
    let summary = SummaryList::new(lang)
        .text(lang.t("residents-unit"), &grant.unit_name)
        .line(lang.t("residents-state"), tag(tone, &word))
        .text(lang.t("residents-from"), &day(grant.period.from))
        .text(lang.t("residents-until"), &last_day(lang, grant.period.to))
        .text(lang.t("residents-given-by"), &given)
        .text(lang.t("residents-given-at"), &format::date_time(lang, grant.given_at.0))
        .text(lang.t("residents-basis"), &basis_in_words(lang, grant));
    html! {
        h2 { (lang.t("residents-approval")) }
        (summary)
    }
}

fn basis_in_words(lang: Lang, grant: &GrantRow) -> String {
    let number = grant.order_number.unwrap_or_default();
    match grant.basis.as_str() {
        "order" => lang.tr("residents-basis-order", &[("number", number.to_string().into())]),
        "local-administrator" => lang.t("residents-basis-local-administrator"),
        "consent" => lang.t("residents-basis-consent"),
        "catchment-area" => lang.t("residents-basis-catchment-area"),
        "import" => lang.t("residents-basis-import"),
        _ => lang.t("residents-basis-administrator"),
    }
    .into_owned()
}
