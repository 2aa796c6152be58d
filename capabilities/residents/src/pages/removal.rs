//! *Ta bort godkännande*, for one resident or for many: a question that lists exactly what ends, and then it is over.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{GrantId, Service};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Crumb, Dialog, Notice, Page, PostForm, Tone, Words, link_button};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::{LIST, desk_of, grant_in, last_day, own_clinic, page_of, reading, register_of, what_in_words};
use crate::records::change::{self, Remove, to_remove};
use crate::records::{Resident, What};

/// Where the ticked residents of the list are sent.
pub(crate) const MANY: &str = "/invanare/ta-bort";
/// A ticked resident, by a grant.
pub(super) const TICKED: &str = "vald";
/// What was shown to end, one for each that was ticked and in their order.
const SEEN: &str = "visat";
/// At most as many as a page of the list shows.
const MOST: usize = crate::records::list::PAGE;

/// The question about one resident as a page, for those whose browser shows no dialog. Service 402 at the grant's unit.
pub(crate) async fn question(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let grant = grant_in(&grant)?;
    ask(&mut visit, vec![grant], &page_of(grant, "/ta-bort"), Errors::new()).await
}

/// Removes one resident from the clinic. Service 402 at the grant's unit, with a role that may approve.
pub(crate) async fn remove(Path(grant): Path<String>, submission: Submission) -> Result<Response, PageError> {
    let grant = grant_in(&grant)?;
    let seen = submission.form.value(SEEN).to_owned();
    carry_out(submission, vec![(grant, seen)], &page_of(grant, "/ta-bort")).await
}

/// Asks about the ticked residents, or removes them once the question was answered. Services 401 and 402 (403 for who has only
/// handed-out case types) at each grant's unit.
pub(crate) async fn many(mut submission: Submission) -> Result<Response, PageError> {
    own_clinic(&mut submission.visit, Service::ViewResidents).await?;
    let grants = ticked(&submission.form)?;
    if grants.is_empty() {
        return Ok(submission.visit.go_and_tell(LIST, "residents-none-ticked"));
    }
    if !submission.form.has(SEEN) {
        return ask(&mut submission.visit, grants, MANY, Errors::new()).await;
    }
    let seen: Vec<String> = submission.form.values(SEEN).map(str::to_owned).collect();
    if seen.len() != grants.len() {
        return Err(PageError::Malformed("a question about others than it was answered for"));
    }
    carry_out(submission, grants.into_iter().zip(seen).collect(), MANY).await
}

fn ticked(form: &Form) -> Result<Vec<GrantId>, PageError> {
    let grants: Vec<GrantId> = form.values(TICKED).map(grant_in).collect::<Result<_, _>>()?;
    if grants.len() > MOST { Err(PageError::Malformed("more than a page of the list")) } else { Ok(grants) }
}

async fn carry_out(
    mut submission: Submission,
    residents: Vec<(GrantId, String)>,
    action: &str,
) -> Result<Response, PageError> {
    let grants: Vec<GrantId> = residents.iter().map(|(grant, _)| *grant).collect();
    let told = if grants.len() > 1 { "residents-many-removed" } else { "residents-removed" };
    let input =
        Remove { desk: desk_of(&submission.visit), access_ended: submission.visit.app.access_ended.clone(), residents };
    match submission.submit(input, change::remove).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, told)),
        Err(Rejected::Errors(errors)) => ask(&mut submission.visit, grants, action, errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// The question about these residents, after the log has been told who is on it.
async fn ask(visit: &mut Visit, grants: Vec<GrantId>, action: &str, errors: Errors) -> Result<Response, PageError> {
    let (viewer, now, register, lang) = (visit.viewer.clone(), visit.now, register_of(visit), visit.lang);
    let tx = visit.snapshot.get().await?;
    let (leaving, errors) = match to_remove(tx, &register, &viewer, &grants, now).await {
        Ok(residents) => {
            let mut leaving = Vec::with_capacity(residents.len());
            for resident in residents {
                let may_return = resident.is_in_catchment(tx, now).await?;
                leaving.push(Leaving { resident, may_return });
            }
            (leaving, errors)
        }
        Err(Rejected::Page(error)) => return Err(error),
        // What may not be done at all is said without the question.
        Err(Rejected::Errors(refused)) => (Vec::new(), refused),
    };
    let chain = leaving.first().map(|one| one.resident.chain.clone()).unwrap_or_default();
    if !leaving.is_empty() {
        let subjects = leaving.iter().map(|one| one.resident.subject());
        visit.record_reading(reading("residents.ask-to-remove", &chain, subjects)).await?;
    }
    let back = match leaving.as_slice() {
        [one] => one.resident.held.first().map_or_else(|| LIST.to_owned(), |held| page_of(held.grant, "")),
        _ => LIST.to_owned(),
    };
    let page = page(lang, leaving.len()).errors(&errors);
    let body = body(visit, &leaving, &grants, action, &back);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn page<'a>(lang: Lang, leaving: usize) -> Page<'a> {
    let title = match leaving {
        0 | 1 => lang.t("residents-remove-approval"),
        many => lang.tr("residents-remove-many", &[("count", many.into())]),
    };
    Page::new(title).section(lang.t("residents-title")).crumbs([Crumb::new(LIST, lang.t("residents-title"))])
}

/// Somebody whom the question is about.
struct Leaving {
    resident: Resident,
    /// The catchment area would let them in again.
    may_return: bool,
}

fn body(visit: &Visit, leaving: &[Leaving], grants: &[GrantId], action: &str, back: &str) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let anything = leaving.iter().any(|one| one.resident.open(now).next().is_some());
    if !anything {
        return html! {
            @if !leaving.is_empty() { (Notice::new(Tone::Info, lang.t("residents-removed-before"))) }
            p { (link_button(back, &lang.t("residents-back-to-list"))) }
        };
    }
    let ask = html! {
        div.stack {
            @for one in leaving { (what_ends(lang, &one.resident, now, leaving.len() > 1)) }
            (what_follows(lang))
            @for one in leaving { @if one.may_return { (may_return(lang, &one.resident)) } }
        }
        div.button-row {
            (Button::danger(lang.t("residents-remove")))
            (link_button(back, &lang.t("web-cancel")))
        }
    };
    let mut form = PostForm::to(action.to_owned(), ask).once(Visit::form_key());
    for grant in grants {
        let of = leaving.iter().find(|one| one.resident.held.iter().any(|held| held.grant == *grant));
        let seen = of.map(|one| one.resident.seen(now)).unwrap_or_default();
        form = form.hidden(TICKED, grant.to_string()).hidden(SEEN, seen);
    }
    html! { (form) }
}

/// The dialog on a resident's own page.
pub(super) fn dialog(visit: &Visit, id: &str, resident: &Resident, grant: GrantId, in_catchment: bool) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let body = html! {
        input type="hidden" name=(SEEN) value=(resident.seen(now));
        (what_ends(lang, resident, now, false))
        (what_follows(lang))
        @if in_catchment { (may_return(lang, resident)) }
    };
    let answer = Button::danger(lang.t("residents-remove"));
    let title: Words<'_> = lang.t("residents-remove-approval");
    Dialog::new(lang, id, title, body, answer, page_of(grant, "/ta-bort")).once(Visit::form_key()).render()
}

/// Exactly what ends for a resident.
fn what_ends(lang: Lang, resident: &Resident, now: behorig_access::Instant, one_of_many: bool) -> Markup {
    let name = resident.person.full_name();
    let args = [("name", name.as_str().into()), ("unit", resident.unit_name().into())];
    let line = |what: &What| match what {
        What::CaseType(_, name) => lang.tr("residents-holds-type", &[("type", name.as_str().into())]).into_owned(),
        what => what_in_words(lang, what),
    };
    html! {
        @if one_of_many {
            h2 { (name) " " span.hint { (resident.person.number.shown()) } }
        } @else {
            p { (lang.tr("residents-ends-for", &args)) }
        }
        ul.bullets {
            @for held in resident.open(now) {
                li {
                    @if held.what == What::Approval && held.is_by_catchment() { (lang.t("residents-holds-catchment")) }
                    @else { (line(&held.what)) }
                    " " span.hint { "(" (last_day(lang, held.period.to)) ")" }
                }
            }
        }
    }
}

/// That the catchment area would let the resident in again.
fn may_return(lang: Lang, resident: &Resident) -> Markup {
    let title = lang.tr("residents-catchment-again", &[("name", resident.person.full_name().into())]);
    Notice::new(Tone::Warning, title).text(lang.t("residents-catchment-again-text")).render()
}

/// What it means for them, in the manual's words.
fn what_follows(lang: Lang) -> Markup {
    html! {
        p { (lang.t("residents-no-contact")) }
        p.hint { (lang.t("residents-cases-stay")) }
    }
}
