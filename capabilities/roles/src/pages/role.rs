//! A role: what it is, whom it is for, what its holders may give.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{Instant, MayGive, Role, RoleDraft, RoleId};
use behorig_registers::{grants, roles};
use behorig_store::{Event, FieldChange, StoreError, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Notice, Page, PostForm, Section, Tone, save_bar};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, html};

use super::role_form::{self, Basics, GIVES, GIVES_ALL, KIND, SERVICES};
use super::{crumb_to_roles, path_of, role_history};
use crate::records::roles::Editing;
use crate::{records, rules, words};

/// A role. Service 394 anywhere in its organisation; who may change it (395 there) gets the form.
pub(crate) async fn role(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, super::id(&id)?).await?;
    let (page, body) = shown.page(visit.lang, &role_form::filled(&shown.role), &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Saves a role. Service 395 at its organisation; not by one who holds it.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let shown = Shown::read(&mut submission.visit, id).await?;
    let mut errors = Errors::new();
    let outcome = match role_form::basics(&submission.form, &mut errors) {
        Some(basics) => {
            let known: Vec<RoleId> = shown.all.iter().map(|role| role.id).collect();
            let may_give = role_form::may_give(&submission.form, &known);
            let (seat, lang) = (submission.visit.seat(), submission.visit.lang);
            submission.submit(Input { seat, id, version, basics, may_give, lang }, changed).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "roles-saved")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = shown.page(visit.lang, &form, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let shown = Shown::read(&mut visit, id).await?;
            let notice = role_history::meanwhile(&mut visit, &shown.role, version).await?;
            let (page, body) = shown.page(visit.lang, &form, &Errors::new(), Some(notice));
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    id: RoleId,
    version: i64,
    basics: Basics,
    may_give: MayGive,
    lang: Lang,
}

fn changed<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let role = records::roles::for_editor(tx, &viewer, input.id, now).await?;
        if role.version != input.version {
            return Err(StoreError::Stale.into());
        }
        let draft = input.basics.with(role.services, input.may_give.clone());
        let mut errors = Errors::new();
        if !rules::may_change_kind(role.kind, draft.kind, grants::role_is_in_use(tx, role.id).await?) {
            errors.add(&KIND, "roles-error-kind-in-use");
        } else if let Err(found) = Role::check(&draft) {
            role_form::tell(input.lang, &found, &KIND, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let changes = differences(tx, &role, &draft).await?;
        if changes.is_empty() {
            return Ok(behorig_store::Recorded::nothing_to_record(path_of(role.id, ""), "nothing was changed"));
        }
        records::roles::change(tx, &role, input.version, &draft)
            .await
            .map_err(|error| super::new::name_taken(error, errors))?;
        let recorded = tx.record(Event::change("roles.save", "role", role.id)).await?;
        tx.history(&recorded, "role", role.id.uuid(), &changes).await?;
        Ok(recorded.with(path_of(role.id, "")))
    })
}

/// What a draft changes, field by field.
async fn differences(tx: &mut Tx, role: &Role, draft: &RoleDraft) -> Result<Vec<FieldChange>, StoreError> {
    let mut changes = Vec::new();
    let mut compare = |field: &str, old: String, new: String| {
        if old != new {
            changes.push(FieldChange { field: field.to_owned(), old: Some(old), new: Some(new) });
        }
    };
    compare("name", role.name.clone(), draft.name.trim().to_owned());
    compare("kind", role.kind.key().to_owned(), draft.kind.key().to_owned());
    compare("daily-planning", yes_no(role.daily_planning), yes_no(draft.daily_planning));
    compare("lowest-assurance", role.lowest_assurance.key().to_owned(), draft.lowest_assurance.key().to_owned());
    if role.may_give != draft.may_give {
        let all = roles::of_organisation(tx, role.organisation).await?;
        compare("gives", given_names(&all, &role.may_give), given_names(&all, &draft.may_give));
    }
    Ok(changes)
}

fn yes_no(yes: bool) -> String {
    (if yes { "yes" } else { "no" }).to_owned()
}

fn given_names(all: &[Role], given: &MayGive) -> String {
    match given {
        MayGive::All => "*".to_owned(),
        MayGive::Only(_) => {
            let names: Vec<&str> =
                all.iter().filter(|role| given.names(role.id)).map(|role| role.name.as_str()).collect();
            names.join(", ")
        }
    }
}

/// Everything that the page shows of a role.
struct Shown {
    role: Role,
    all: Vec<Role>,
    editing: Editing,
    holders: i64,
    in_use: bool,
}

impl Shown {
    async fn read(visit: &mut Visit, id: RoleId) -> Result<Self, PageError> {
        let now: Instant = visit.now;
        let viewer = visit.viewer.clone();
        let tx = visit.snapshot.get().await?;
        let (role, editing) = records::roles::for_viewer(tx, &viewer, id, now).await?;
        let all = roles::of_organisation(tx, role.organisation).await?;
        let holders = records::roles::holders_now(tx, id, now).await?;
        let in_use = grants::role_is_in_use(tx, id).await?;
        Ok(Self { role, all, editing, holders, in_use })
    }

    fn page(&self, lang: Lang, form: &Form, errors: &Errors, notice: Option<Markup>) -> (Page<'_>, Markup) {
        let role = &self.role;
        let actions = html! {
            (Button::link(path_of(role.id, "/tjanster"), lang.t("roles-services")))
            (Button::link(path_of(role.id, "/historik"), lang.t("roles-history")))
        };
        let page = Page::new(words::role_name(lang, role))
            .section(lang.t("roles-title"))
            .lead(self.lead(lang))
            .crumbs([crumb_to_roles(lang)])
            .actions(actions)
            .wide();
        let body = html! {
            @if let Some(notice) = &notice { (notice) }
            (self.why_shut(lang))
            @if self.editing == Editing::Open {
                (PostForm::to(path_of(role.id, ""), self.fields(lang, form, errors)).version(role.version)
                    .once(Visit::form_key()).guarded())
            } @else { (self.fields(lang, form, errors)) }
        };
        (page, body)
    }

    fn lead(&self, lang: Lang) -> String {
        let services = i64::try_from(self.role.services.len()).unwrap_or(i64::MAX);
        let holders = super::list::counted(lang, self.holders);
        lang.tr("roles-role-lead", &[("services", services.into()), ("holders", holders.into())]).into_owned()
    }

    fn why_shut(&self, lang: Lang) -> Markup {
        html! {
            @match self.editing {
                Editing::Open => {}
                Editing::OwnRole => {
                    (Notice::new(Tone::Info, lang.t("roles-own-role")).text(lang.t("roles-own-role-text")))
                }
                Editing::NotEditor => { (Notice::new(Tone::Info, lang.t("roles-look-only"))) }
            }
        }
    }

    fn fields(&self, lang: Lang, form: &Form, errors: &Errors) -> Markup {
        let shut = self.editing != Editing::Open;
        let removal = if self.in_use { "/innehavare" } else { "/ta-bort" };
        let others = html! {
            (Button::link(super::ROLES, lang.t("roles-close")))
            (Button::link(path_of(self.role.id, removal), lang.t("roles-remove")))
        };
        html! {
            (Section::new(lang.t("roles-basics"), role_form::fields(lang, form, errors, shut)))
            (Section::new(lang.t("roles-gives-heading"), self.gives(lang, form, errors, shut))
                .about(lang.t("roles-gives-about")))
            (Section::new(lang.t("roles-services"), self.services(lang)))
            @if !shut { (save_bar(lang, &Button::primary(lang.t("roles-save")), &others)) }
        }
    }

    fn gives(&self, lang: Lang, form: &Form, errors: &Errors, shut: bool) -> Markup {
        let f = Fields::new(lang, form, errors);
        let options = self.all.iter().map(|role| Choice::new(role.id.to_string(), words::role_name(lang, role)));
        let (mut all, mut some) = (f.tick(&GIVES_ALL), f.ticks(&GIVES).options(options).columns());
        if shut {
            (all, some) = (all.read_only(""), some.read_only(""));
        }
        html! { (all) @if !(shut && self.role.may_give == MayGive::All) { (some) } }
    }

    fn services(&self, lang: Lang) -> Markup {
        html! {
            @if self.role.services.is_empty() { p { (lang.t("roles-no-services")) } }
            @else {
                ul id=(SERVICES.name) {
                    @for service in self.role.services.iter() { li { (words::numbered_service(lang, service)) } }
                }
            }
            p.button-row { (Button::link(path_of(self.role.id, "/tjanster"), lang.t("roles-services"))
                .about(words::role_name(lang, &self.role))) }
        }
    }
}
