//! *Utse beställare*: who, where, from when to when, and on what decision; the person's name is shown before anybody is named.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{AccountId, Basis, BuiltIn, Holder, Instant, Period, RoleId, Service, Standing, UnitId};
use behorig_registers::grants::{self, NewGrant};
use behorig_roles::rules::period;
use behorig_store::{Event, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Fields, Page, PostForm, SummaryList, Width, link_button, save_bar, side_by_side,
};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, html};

use super::{NAMING, ORDERERS, REGION, Region, crumb, no_region, region_in_sight, units};
use crate::naming::{Ground, NAMED, Wish, makes_needless, refused, same_person};
use crate::records::appointments::keep_proof;
use crate::records::named::{Colleague, colleague};
use crate::{history, words};

static ROLE: FieldName = field("roll", "orderers-role");
static WHO: FieldName = field("vem", "orderers-who");
static FROM: FieldName = field("fran", "orderers-from");
static TO: FieldName = field("till", "orderers-to");
static BRANCH: FieldName = field("aven-under", "orderers-branch");
static PROOF: FieldName = field("underlag", "orderers-proof");
const UNIT: &str = "enhet";
/// The account whose name was shown before anybody is named.
const SEEN: &str = "sedd";
/// As long as a decision's name can be.
const PROOF_MAX: usize = 200;

/// The form, or the choice of a unit. Service 421 at the region.
pub(crate) async fn new(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let query = super::query(raw.as_deref())?;
    let Some(region) = region_in_sight(&mut visit, query.value(REGION)).await? else {
        return no_region(&mut visit).await;
    };
    let lang = visit.lang;
    let template = template_of(query.value(&ROLE.name)).unwrap_or(BuiltIn::Orderer);
    if query.has("sok") {
        let keep = [(ROLE.name.as_ref(), template.key().to_owned())];
        let found = units::search(&mut visit, region.id, query.value("sok"), &keep).await?;
        return Ok(visit.show(&page(lang, &region).lead(lang.t("orderers-where")), found));
    }
    let chosen = if query.value(UNIT).is_empty() { region.id } else { super::id(query.value(UNIT))? };
    let ground = ground(&mut visit, &region, chosen).await?;
    let today = format::local(visit.now.0).date().to_string();
    let mut form = Form::filled([(&ROLE, template.key().to_owned()), (&FROM, today)]);
    if template == BuiltIn::Orderer || chosen == region.id {
        form.fill(&BRANCH, "1");
    }
    let body = fields(lang, &region, (chosen, &ground), &form, &Errors::new());
    Ok(visit.show(&page(lang, &region), body))
}

/// Names somebody, after showing whom. Service 421 at the region; never oneself.
pub(crate) async fn name(mut submission: Submission) -> Result<Response, PageError> {
    let asked = submission.form.value(REGION).to_owned();
    let Some(region) = region_in_sight(&mut submission.visit, &asked).await? else {
        return Err(PageError::NotFound);
    };
    let unit = super::id(submission.form.value(UNIT))?;
    let ground = ground(&mut submission.visit, &region, unit).await?;
    let mut errors = Errors::new();
    let typed = parsed(&submission.form, submission.visit.now, &mut errors);
    let found = whom(&mut submission, unit, &mut errors).await?;
    let (Some(typed), Some(found)) = (typed.filter(|_| errors.is_empty()), found) else {
        return Ok(again(&submission, &region, (unit, &ground), &errors));
    };
    if submission.form.value(SEEN) != found.account.to_string() {
        return confirmation(&mut submission, &region, (unit, &ground), &typed, &found).await;
    }
    let seat = submission.visit.seat();
    let input = Input { seat, region: region.id, unit, account: found.account, typed };
    match submission.submit(input, named).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "orderers-named")),
        Err(Rejected::Errors(errors)) => Ok(again(&submission, &region, (unit, &ground), &errors)),
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// What is asked for, parsed.
#[derive(Clone)]
struct Typed {
    template: BuiltIn,
    period: Period,
    branch: bool,
    proof: String,
}

struct Input {
    seat: Seat,
    region: UnitId,
    unit: UnitId,
    account: AccountId,
    typed: Typed,
}

fn named<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::AdministerOrderers, input.region, now).await?;
        let ground = Ground::read(tx, input.unit).await?;
        if ground.region != input.region {
            return Err(PageError::NotFound.into());
        }
        let typed = &input.typed;
        let role = ground.role_of(typed.template).ok_or(PageError::NotFound)?;
        let same_person = same_person(tx, &viewer, input.account).await?;
        let mut errors = Errors::new();
        let wish = Wish { role, to: input.account, branch: typed.branch, same_person };
        if let Err(why) = ground.may_name(&viewer, &wish, now) {
            errors.add(&WHO, refused(&why));
        }
        let period = Period { from: typed.period.from.max(now), to: typed.period.to };
        if has_already(tx, input, role.id, period, now).await? {
            errors.add(&WHO, "orderers-has-already");
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let grant = grants::give(
            tx,
            &NewGrant {
                holder: Holder::Account(input.account),
                role: role.id,
                unit: input.unit,
                branch: typed.branch,
                object: None,
                period,
                basis: Basis::Administrator,
            },
        )
        .await?;
        keep_proof(tx, grant, &typed.proof).await?;
        let recorded = tx.record(Event::change("orderers.name", "account", input.account)).await?;
        let told = words::in_history(&role.name, &ground.unit_name, period);
        let given = history::field("grant", None, Some(told));
        tx.history(&recorded, "account", input.account.uuid(), std::slice::from_ref(&given)).await?;
        let proof = history::field("proof", None, Some(typed.proof.clone()));
        tx.history(&recorded, history::GRANT, grant.uuid(), &[given, proof]).await?;
        Ok(recorded.with(format!("{ORDERERS}/{grant}")))
    })
}

async fn has_already(
    tx: &mut Tx,
    input: &Input,
    role: RoleId,
    period: Period,
    now: Instant,
) -> Result<bool, behorig_store::StoreError> {
    let held = grants::of_account(tx, input.account, now).await?;
    let new = (role, input.unit, input.typed.branch, period);
    Ok(held.iter().any(|row| row.object.is_none() && makes_needless((row.role, row.unit, row.branch, row.period), new)))
}

fn template_of(key: &str) -> Option<BuiltIn> {
    NAMED.into_iter().find(|template| template.key() == key)
}

/// A unit of the region, decided and read.
async fn ground(visit: &mut Visit, region: &Region, unit: UnitId) -> Result<Ground, PageError> {
    let ground = Ground::read(visit.snapshot.get().await?, unit).await?;
    // A unit of another region is that region's to name for.
    if ground.region == region.id { Ok(ground) } else { Err(PageError::NotFound) }
}

fn parsed(form: &Form, now: Instant, errors: &mut Errors) -> Option<Typed> {
    let template = form.required(&ROLE, |key| template_of(key).ok_or_else(|| ROLE.missing()), errors);
    let before = errors.iter().count();
    let from = form.optional(&FROM, behorig_web::forms::date, errors);
    let to = form.optional(&TO, behorig_web::forms::date, errors);
    let days = if errors.iter().count() > before {
        None
    } else {
        period(from, to, now, format::stockholm()).map_err(|why| words::tell_period(why, &FROM, &TO, errors)).ok()
    };
    let proof = form.required(&PROOF, behorig_web::forms::text(PROOF_MAX), errors);
    Some(Typed { template: template?, period: days?, branch: form.ticked(&BRANCH), proof: proof? })
}

/// The account that was typed, where it can be named.
async fn whom(submission: &mut Submission, unit: UnitId, errors: &mut Errors) -> Result<Option<Colleague>, PageError> {
    let Some(typed) = submission.form.required(&WHO, behorig_web::forms::text(PROOF_MAX), errors) else {
        return Ok(None);
    };
    let found = colleague(submission.visit.snapshot.get().await?, unit, &typed).await?;
    match found {
        None => errors.add(&WHO, "orderers-nobody"),
        Some(found) if found.standing == Standing::Ended => errors.add(&WHO, "orderers-account-ended"),
        Some(found) => return Ok(Some(found)),
    }
    Ok(None)
}

fn page<'a>(lang: Lang, region: &'a Region) -> Page<'a> {
    Page::new(lang.t("orderers-name"))
        .section(region.name.as_str())
        .lead(lang.tr("orderers-name-lead", &[("region", region.name.as_str().into())]))
        .crumbs([crumb(lang, region.id)])
}

fn fields(lang: Lang, region: &Region, (unit, ground): (UnitId, &Ground), form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let search = format!("{NAMING}?{REGION}={}&{}={}&sok=", region.id, ROLE.name, form.value(&ROLE.name));
    let roles = NAMED.map(|template| {
        let name = ground.role_of(template).map_or(template.swedish_name(), |role| role.name.as_str());
        let hint = if template == BuiltIn::Orderer { "orderers-role-named-hint" } else { "orderers-role-head-hint" };
        Choice::new(template.key(), behorig_visit::role_name(lang, name).into_owned()).hint(lang.t(hint))
    });
    let inside = html! {
        (SummaryList::new(lang).text(lang.t("orderers-place"), &ground.unit_name).change(search))
        (f.radios(&ROLE).options(roles))
        (f.code(&WHO))
        (f.tick(&BRANCH))
        (side_by_side(&html! { (f.date(&FROM)) (f.date(&TO).optional()) }))
        (f.text(&PROOF).width(Width::Half))
        (save_bar(lang, &Button::primary(lang.t("orderers-go-on")),
            &link_button(&format!("{ORDERERS}?{REGION}={}", region.id), &lang.t("web-cancel"))))
    };
    html! {
        (PostForm::to(NAMING, inside).once(Visit::form_key()).guarded()
            .hidden(REGION, region.id.to_string()).hidden(UNIT, unit.to_string()))
    }
}

fn again(submission: &Submission, region: &Region, place: (UnitId, &Ground), errors: &Errors) -> Response {
    let lang = submission.visit.lang;
    let body = fields(lang, region, place, &submission.form, errors);
    submission.visit.show_again(&page(lang, region).errors(errors), body)
}

/// Name, title and unit, shown before anybody is named.
async fn confirmation(
    submission: &mut Submission,
    region: &Region,
    (unit, ground): (UnitId, &Ground),
    typed: &Typed,
    found: &Colleague,
) -> Result<Response, PageError> {
    let (viewer, now, lang) = (submission.visit.viewer.clone(), submission.visit.now, submission.visit.lang);
    let role = ground.role_of(typed.template).ok_or(PageError::NotFound)?;
    let same_person = same_person(submission.visit.snapshot.get().await?, &viewer, found.account).await?;
    let wish = Wish { role, to: found.account, branch: typed.branch, same_person };
    if let Err(why) = ground.may_name(&viewer, &wish, now) {
        let mut errors = Errors::new();
        errors.add(&WHO, refused(&why));
        return Ok(again(submission, region, (unit, ground), &errors));
    }
    let person = match &found.title {
        Some(title) => format!("{}, {title}, {}", found.name, found.unit_name),
        None => format!("{}, {}", found.name, found.unit_name),
    };
    let place = if typed.branch {
        lang.tr("orderers-place-and-branch", &[("unit", ground.unit_name.as_str().into())]).into_owned()
    } else {
        ground.unit_name.clone()
    };
    let summary = SummaryList::new(lang)
        .text(lang.t("orderers-person"), &person)
        .text(lang.t("orderers-role-held"), &behorig_visit::role_name(lang, &role.name))
        .text(lang.t("orderers-place"), &place)
        .text(lang.t("orderers-period"), &words::days(lang, typed.period))
        .text(lang.t("orderers-proof"), &typed.proof);
    let back = format!("{NAMING}?{REGION}={}&{UNIT}={unit}&{}={}", region.id, ROLE.name, typed.template.key());
    let inside = html! {
        (summary)
        div.button-row {
            (Button::primary(lang.t("orderers-name-now")))
            (link_button(&back, &lang.t("web-cancel")))
        }
    };
    let mut form = PostForm::to(NAMING, inside)
        .once(Visit::form_key())
        .hidden(REGION, region.id.to_string())
        .hidden(UNIT, unit.to_string())
        .hidden(SEEN, found.account.to_string());
    for name in [&ROLE, &WHO, &FROM, &TO, &BRANCH, &PROOF] {
        form = form.hidden(name.name.as_ref(), submission.form.value(&name.name).to_owned());
    }
    let page = Page::new(lang.t("orderers-confirm"))
        .section(region.name.as_str())
        .lead(lang.t("orderers-confirm-lead"))
        .crumbs([crumb(lang, region.id)])
        .narrow();
    Ok(submission.visit.show(&page, html! { (form) }))
}
