//! The tab *Behörigheter* of a user: the ticks of the manual, and every grant with its period and on whose word it stands.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{
    AccountId, BuiltIn, GivingRefused, Holder, Instant, ObjectKind, PersonId, Role, RoleId, Service, Standing, UnitId,
    one_administrator_warning,
};
use behorig_accounts::{Account, Tab, account_page, for_viewer};
use behorig_identity::IdentityNumber;
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::grants_in_the_hand_of;
use behorig_registers::persons::Protection;
use behorig_store::{ActivityType, Event, Purpose, Resource, StoreError, Tx};
use behorig_visit::{PageError, Visit, only_by_text};
use behorig_web::components::{Button, Cell, Column, Dialog, EmptyState, Icon, Notice, Row, Table, Tone, dialog_link};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::ticks::{self, Tick};
use crate::ending::what_ends;
use crate::records::giving::{self, Place};
use crate::rules::{self, Life};
use crate::words;

/// The grants of a user at the units where the viewer sees grants. Service 389 for the account and for each grant's unit.
pub(crate) async fn tab(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, super::id(&id)?).await?;
    shown.log(&mut visit).await?;
    let form = ticks::ticked(&shown.ticks);
    let body = shown.body(visit.lang, visit.now, &form, &Errors::new());
    Ok(account_page(&visit, &shown.account, Tab::Grants, body))
}

/// The path of the tab, or of a page below it.
pub(crate) fn path_of(account: AccountId, below: &str) -> String {
    format!("/anvandare/{account}/behorigheter{below}")
}

/// A grant as the page shows it.
pub(super) struct Line {
    pub row: GrantRow,
    /// What ends with it; nothing where the viewer may not end it.
    ends: Option<Vec<Service>>,
    object: Option<ObjectShown>,
}

/// The person that a grant is for.
enum ObjectShown {
    Named(Option<IdentityNumber>, String),
    Protected,
    Other,
}

/// Everything that the tab shows.
pub(super) struct Shown {
    pub account: Account,
    pub lines: Vec<Line>,
    pub ticks: Vec<Tick>,
    one_administrator: bool,
    may_add: bool,
}

impl Shown {
    pub(super) async fn read(visit: &mut Visit, id: AccountId) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let register = std::sync::Arc::clone(&visit.app.register);
        let anywhere = visit.may_somewhere(Service::AdministerGrants);
        let tx = visit.snapshot.get().await?;
        let account = for_viewer(tx, &viewer, id, Service::ViewGrants, now).await?;
        let receiver = giving::receiver(tx, viewer.holder(), id).await?;
        let held = grants::of_account(tx, id, now).await?;
        let in_hand = grants_in_the_hand_of(tx, Holder::Account(id), now).await?;
        let mut places: Vec<Place> = vec![Place::read(tx, account.unit).await?];
        let mut lines = Vec::new();
        for row in held {
            let at = place_of(tx, &mut places, row.unit).await?;
            let Some(place) = places.get(at).filter(|place| place.permits(&viewer, Service::ViewGrants, now)) else {
                continue;
            };
            let over = row.period.is_over_at(now);
            let may_end = !over
                && place.role(row.role).is_some_and(|role| place.may_end(&viewer, role, receiver, &row, now).is_ok());
            let ends = may_end.then(|| what_ends(&in_hand, row.id, place.chain(), now));
            let object = match row.object {
                None => None,
                Some(object) if matches!(object.kind, ObjectKind::Customer | ObjectKind::Person) => {
                    let sees_protected = place.permits(&viewer, Service::SeeProtectedIdentity, now);
                    let person = register.by_id(tx, PersonId::new(object.id.uuid())).await?;
                    Some(match person {
                        Some(person) if person.protection == Protection::None || sees_protected => {
                            ObjectShown::Named(Some(person.number), person.full_name())
                        }
                        Some(_) => ObjectShown::Protected,
                        None => ObjectShown::Other,
                    })
                }
                Some(_) => {
                    Some(row.object_name.clone().map_or(ObjectShown::Other, |name| ObjectShown::Named(None, name)))
                }
            };
            lines.push(Line { row, ends, object });
        }
        let own = places.first().ok_or(PageError::NotFound)?;
        let ticks = ticks::of(own, &viewer, receiver, &lines, now);
        let administers = own.permits(&viewer, Service::AdministerGrants, now);
        let one_administrator =
            administers && one_administrator_warning(giving::administrators_of(tx, account.unit, now).await?);
        let may_add = anywhere && !receiver.same_person && account.standing != Standing::Ended;
        Ok(Self { account, lines, ticks, one_administrator, may_add })
    }

    /// Names of customers are their data: showing them is one event with its subjects.
    pub(super) async fn log(&self, visit: &mut Visit) -> Result<(), PageError> {
        let resources: Vec<Resource> = self
            .lines
            .iter()
            .filter_map(|line| match &line.object {
                Some(ObjectShown::Named(Some(number), name)) => Some(Resource {
                    resource_type: "customer",
                    resource_id: line.row.object.map(|object| object.id.to_string()),
                    patient: Some((*number, name.clone())),
                    ..Resource::default()
                }),
                _ => None,
            })
            .collect();
        if resources.is_empty() { Ok(()) } else { log_read(visit, "grants.of-account", resources).await }
    }

    pub(super) fn body(&self, lang: Lang, now: Instant, form: &Form, errors: &Errors) -> Markup {
        html! {
            @if self.one_administrator {
                (Notice::new(Tone::Warning, lang.tr("roles-one-administrator", &[("unit", self.account.unit_name.as_str().into())]))
                    .text(lang.t("roles-one-administrator-text")))
            }
            (ticks::show(lang, &self.account, &self.ticks, form, errors))
            section aria-labelledby="grants" {
                div.heading {
                    h2 #grants { (lang.t("roles-grants")) }
                    div.actions {
                        (Button::link(format!("/anvandare/{}/varfor", self.account.id), lang.t("roles-why")))
                        @if self.may_add {
                            (Button::link(path_of(self.account.id, "/ny"), lang.t("roles-add")).icon(Icon::Plus))
                        }
                    }
                }
                (self.table(lang, now))
            }
            @for line in &self.lines { @if let Some(ends) = &line.ends { (self.dialog(lang, line, ends)) } }
        }
    }

    fn table(&self, lang: Lang, now: Instant) -> Markup {
        if self.lines.is_empty() {
            return EmptyState::new(Icon::Key, lang.t("roles-no-grants"), lang.t("roles-no-grants-text")).render();
        }
        let columns = [
            Column::new(lang.t("roles-organisation")),
            Column::new(lang.t("roles-role")),
            Column::new(lang.t("roles-object")),
            Column::new(lang.t("roles-period")),
            Column::new(lang.t("roles-state")),
            Column::new(lang.t("roles-basis")),
            Column::new(lang.t("roles-given-by")),
            Column::new(lang.t("roles-end")).unlabelled(),
        ];
        let rows = self.lines.iter().map(|line| self.row(lang, now, line));
        html! { (Table::new(lang.t("roles-grants"), columns).rows(rows)) }
    }

    fn row<'a>(&self, lang: Lang, now: Instant, line: &Line) -> Row<'a> {
        let row = &line.row;
        let life = rules::life(row.period, now);
        let end: Cell = match &line.ends {
            Some(_) => dialog_link(
                &path_of(self.account.id, &format!("/{}/avsluta", row.id)),
                &dialog_id(row),
                &lang.t("roles-end"),
                Some(&format!("{}, {}", words::name_of_role(lang, &row.role_name), row.unit_name)),
            )
            .into(),
            None => "".into(),
        };
        Row::new(words::place(lang, row))
            .cell(words::name_of_role(lang, &row.role_name))
            .cell(line.object(lang))
            .cell(words::days(lang, row.period))
            .cell(words::life_tag(lang, life))
            .cell(words::basis(lang, row))
            .cell(row.given_by.clone().unwrap_or_else(|| "Behörig".to_owned()))
            .cell(end)
            .muted(life == Life::Ended)
    }

    fn dialog(&self, lang: Lang, line: &Line, ends: &[Service]) -> Markup {
        let id = dialog_id(&line.row);
        let body = self.what_ends(lang, line, ends);
        let answer = Button::danger(lang.t("roles-end"));
        let action = path_of(self.account.id, &format!("/{}/avsluta", line.row.id));
        Dialog::new(lang, &id, lang.t("roles-end-title"), body, answer, action)
            .once(Visit::form_key())
            .version(line.row.version)
            .render()
    }

    /// What the question says: which grant, and what its holder can no longer do.
    pub(super) fn what_ends(&self, lang: Lang, line: &Line, ends: &[Service]) -> Markup {
        let args = [
            ("name", self.account.full_name().into()),
            ("role", words::name_of_role(lang, &line.row.role_name).into()),
            ("unit", line.row.unit_name.as_str().into()),
        ];
        html! {
            p { (lang.tr("roles-end-lead", &args)) }
            @if ends.is_empty() { p { (lang.t("roles-end-nothing")) } }
            @else {
                p { (lang.t("roles-end-what")) }
                ul.bullets { @for service in ends { li { (words::numbered_service(lang, *service)) } } }
            }
            p.hint { (lang.t("roles-end-kept")) }
        }
    }

    /// The line of a grant that the viewer may end, and what ends with it.
    pub(super) fn ending(&self, grant: behorig_access::GrantId) -> Option<(&Line, &[Service])> {
        self.lines.iter().find(|line| line.row.id == grant).and_then(|line| Some((line, line.ends.as_deref()?)))
    }
}

impl Line {
    fn object(&self, lang: Lang) -> Markup {
        let Some(object) = self.row.object else { return html! { span.muted { (lang.t("roles-all-objects")) } } };
        let kind = lang.t(match object.kind {
            ObjectKind::Customer => "roles-object-customer",
            ObjectKind::CaseType => "roles-object-case-type",
            ObjectKind::Person => "roles-object-person",
            ObjectKind::Account => "roles-object-account",
        });
        html! {
            (kind)
            @match &self.object {
                Some(ObjectShown::Named(_, name)) => { br; (name) }
                Some(ObjectShown::Protected) => { br; (lang.t("web-protected")) }
                _ => {}
            }
        }
    }
}

fn dialog_id(row: &GrantRow) -> String {
    format!("avsluta-{}", row.id)
}

/// Where a unit's place stands in the list, read if it is not there yet.
async fn place_of(tx: &mut Tx, places: &mut Vec<Place>, unit: UnitId) -> Result<usize, StoreError> {
    if let Some(at) = places.iter().position(|place| place.unit == unit) {
        return Ok(at);
    }
    let place = Place::read_beside(tx, unit, places).await?;
    places.push(place);
    Ok(places.len() - 1)
}

/// Writes that persons' data is about to be shown.
pub(super) async fn log_read(
    visit: &mut Visit,
    level: &'static str,
    resources: Vec<Resource>,
) -> Result<(), PageError> {
    let (db, actor) = (visit.app.db.clone(), visit.actor());
    let written: Result<(), StoreError> = db
        .write(&actor, (level, resources), |tx, (level, resources)| {
            Box::pin(async move {
                tx.record(Event {
                    activity: ActivityType::Read,
                    level,
                    args: None,
                    purpose: Purpose::Administration,
                    resources: resources.clone(),
                })
                .await
            })
        })
        .await;
    Ok(written?)
}

/// Why a grant cannot be given or ended, as a text id.
pub(super) const fn refused(why: &GivingRefused) -> &'static str {
    match why {
        GivingRefused::Misfit(_) => "roles-refused-misfit",
        GivingRefused::Oneself => "roles-refused-oneself",
        GivingRefused::Denied(_) => "roles-refused-denied",
        GivingRefused::NotOnList => "roles-refused-not-on-list",
        GivingRefused::BranchBeyondOwn => "roles-refused-branch",
        GivingRefused::OnlyBy(way) => only_by_text(*way),
    }
}

/// A grant as history tells of it: `Internpost, Vårdcentralen Ekbacken`, with its days where it has a last one.
pub(super) fn in_history(role: &str, unit: &str, period: behorig_access::Period) -> String {
    match period.to {
        Some(_) => format!("{role}, {unit}, {}", words::days(Lang::Sv, period)),
        None => format!("{role}, {unit}"),
    }
}

/// The role that a template became, as far as the organisation still has it.
pub(super) fn of_template(place: &Place, template: BuiltIn) -> Option<&Role> {
    place.roles.iter().find(|role| role.key == Some(template))
}

/// Whether the grant gives the role at the unit now, for every object there.
pub(super) fn is_live(row: &GrantRow, unit: UnitId, role: RoleId, now: Instant) -> bool {
    row.unit == unit && row.role == role && row.object.is_none() && row.period.holds_at(now)
}
