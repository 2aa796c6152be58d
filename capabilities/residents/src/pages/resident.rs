//! One resident of the clinic: the approval, the handed-out case types, and what has happened.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{GrantId, Instant, Service};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, Crumb, Page, PostForm, Row, SummaryList, Table, Tone, dialog_link, tag};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{
    LIST, approve, banner, day, grant_in, history, last_day, page_of, record_reading_of, removal, resident_of,
};
use crate::records::giving::{self, Giver};
use crate::records::{self, Changed, Held, Resident, What};

/// What the viewer may do with the resident.
#[derive(Clone, Copy)]
struct May {
    approve: bool,
    remove: bool,
    hand_out: bool,
    /// One works where this is, so that what is given here is given there.
    at_own_clinic: bool,
    /// The catchment area would let the resident in again.
    in_catchment: bool,
}

/// The resident of a grant. Service 401 at the grant's unit; a protected person by service 404, and else unknown.
pub(crate) async fn show(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let resident = resident_of(&mut visit, &grant, Service::ViewResidents).await?;
    let grant = grant_in(&grant)?;
    let may = may(&mut visit, &resident).await?;
    let unit = resident.ids.first().copied().ok_or(PageError::NotFound)?;
    let history = records::history_of(visit.snapshot.get().await?, unit, resident.person.id).await?;
    record_reading_of(&mut visit, "residents.show", &resident).await?;
    let (lang, now) = (visit.lang, visit.now);
    let page = Page::new(lang.t("residents-resident"))
        .section(resident.person.full_name())
        .crumbs([Crumb::new(LIST, lang.t("residents-title"))])
        .banner(banner(lang, &resident.person, now));
    Ok(visit.show(&page, body(&visit, &resident, grant, may, &history)))
}

async fn may(visit: &mut Visit, resident: &Resident) -> Result<May, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let at_own_clinic = visit.session.hat_unit == resident.ids.first().copied();
    let tx = visit.snapshot.get().await?;
    let giver = Giver::read(tx, &viewer, &resident.ids, now).await?;
    let oneself = giving::is_oneself(tx, viewer.holder(), resident.person.id).await?;
    let person = resident.person.id;
    let lives = resident.person.deceased_on.is_none();
    let sees = async |tx: &mut behorig_store::Tx, service| resident.require(tx, &viewer, service, now).await.is_ok();
    let (approves, hands_out) = (sees(tx, Service::ApproveResidents).await, sees(tx, Service::HandOutCaseTypes).await);
    Ok(May {
        approve: lives && approves && giver.may_give(&What::Approval, person, oneself).is_ok(),
        remove: approves && giver.may_end(&What::Approval, person).is_ok(),
        hand_out: hands_out && giver.hands_out() && lives && !oneself,
        at_own_clinic,
        in_catchment: resident.is_in_catchment(tx, now).await?,
    })
}

fn body(visit: &Visit, resident: &Resident, grant: GrantId, may: May, history: &[Changed]) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let approvals: Vec<&Held> = resident.open(now).filter(|held| held.what == What::Approval).collect();
    let types: Vec<&Held> = resident.open(now).filter(|held| held.what != What::Approval).collect();
    let former = resident.held.iter().rfind(|held| held.what == What::Approval);
    let lasting = approvals.iter().any(|held| !held.is_by_catchment());
    html! {
        section aria-labelledby="approval" {
            div.heading {
                h2 #approval { (lang.t("residents-approval")) }
                div.actions {
                    @if may.approve && may.at_own_clinic && !lasting { (approve_here(lang, resident)) }
                    @if may.remove && !approvals.is_empty() {
                        (dialog_link(&page_of(grant, "/ta-bort"), "ta-bort", &lang.t("residents-remove-approval"), None))
                    }
                }
            }
            @for held in &approvals { (approval(lang, held, now)) }
            @if approvals.is_empty() {
                p { (lang.t("residents-not-approved")) }
                @if let Some(held) = former { (approval(lang, held, now)) }
            }
        }
        section aria-labelledby="types" {
            div.heading {
                h2 #types { (lang.t("residents-types")) }
                div.actions {
                    (Button::link(page_of(grant, "/varfor"), lang.t("residents-why")))
                    @if may.hand_out && may.at_own_clinic {
                        (Button::link(page_of(grant, "/dela-ut"), lang.t("residents-hand-out")))
                    }
                }
            }
            @if types.is_empty() { p { (lang.t("residents-no-types-yet")) } } @else {
                (table(lang, &types, may.hand_out))
            }
        }
        section aria-labelledby="history" {
            h2 #history { (lang.t("residents-history")) }
            (history::shown(lang, now, history))
        }
        @if may.remove && !approvals.is_empty() { (removal::dialog(visit, "ta-bort", resident, grant, may.in_catchment)) }
    }
}

/// *Godkänn*, for a resident whose name and number stand above it.
fn approve_here(lang: Lang, resident: &Resident) -> Markup {
    let button = Button::primary(lang.t("residents-approve-button")).render();
    PostForm::to(approve::PATH, button)
        .once(Visit::form_key())
        .hidden(approve::PERSON, resident.person.id.to_string())
        .render()
}

fn approval(lang: Lang, held: &Held, now: Instant) -> Markup {
    let is_over = held.period.is_over_at(now);
    let word = lang.t(if is_over { "residents-approval-over" } else { "residents-approval-live" });
    let tone = if is_over { Tone::Neutral } else { Tone::Good };
    SummaryList::new(lang)
        .line(lang.t("residents-state"), tag(tone, &word))
        .text(lang.t("residents-from"), &day(held.period.from))
        .text(lang.t("residents-until"), &last_day(lang, held.period.to))
        .text(lang.t("residents-given-by"), &given_by(lang, held))
        .text(lang.t("residents-given-at"), &format::date_time(lang, held.given_at.0))
        .text(lang.t("residents-basis"), &basis_in_words(lang, held))
        .render()
}

fn given_by(lang: Lang, held: &Held) -> String {
    match &held.given_by {
        Some(name) => name.clone(),
        None if held.is_by_catchment() => lang.t("residents-given-by-resident").into_owned(),
        // Whoever gives by hand is noted; without a name it came with a file, whatever the file said of its basis.
        None => lang.t("residents-given-by-import").into_owned(),
    }
}

fn table(lang: Lang, types: &[&Held], may_change: bool) -> Markup {
    let mut columns = vec![
        Column::new(lang.t("residents-type")),
        Column::new(lang.t("residents-type-from")).unbroken(),
        Column::new(lang.t("residents-until")).unbroken(),
        Column::new(lang.t("residents-handed-out-by")),
    ];
    if may_change {
        columns.push(Column::new(lang.t("web-change")).unlabelled());
    }
    let rows = types.iter().map(|held| {
        let name = super::what_in_words(lang, &held.what);
        let row = Row::new(name.clone())
            .cell(day(held.period.from))
            .cell(last_day(lang, held.period.to))
            .cell(given_by(lang, held));
        match held.what {
            What::CaseType(..) if may_change => {
                row.cell(Button::link(page_of(held.grant, "/andra"), lang.t("web-change")).about(name).render())
            }
            _ if may_change => row.cell(""),
            _ => row,
        }
    });
    Table::new(lang.t("residents-types-caption"), columns).rows(rows).render()
}

fn basis_in_words(lang: Lang, held: &Held) -> String {
    let number = held.order_number.unwrap_or_default();
    match held.basis.as_str() {
        "order" => lang.tr("residents-basis-order", &[("number", number.to_string().into())]),
        "local-administrator" => lang.t("residents-basis-local-administrator"),
        "consent" => lang.t("residents-basis-consent"),
        "catchment-area" => lang.t("residents-basis-catchment-area"),
        "import" => lang.t("residents-basis-import"),
        _ => lang.t("residents-basis-administrator"),
    }
    .into_owned()
}
