//! The form of a role: its fields, how they are parsed, and where what is wrong with them is told.

use behorig_access::{Assurance, MayGive, Role, RoleDraft, RoleError, RoleId, RoleKind, ServiceSet};
use behorig_web::components::{Choice, Choices, Fields, Width};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use crate::rules::{RoleField, told_at};
use crate::words;

pub(crate) static NAME: FieldName = field("namn", "roles-name");
pub(crate) static KIND: FieldName = field("slag", "roles-kind");
pub(crate) static TEMPLATE: FieldName = field("utga-fran", "roles-template");
pub(crate) static PLANNING: FieldName = field("daglig-planering", "roles-daily-planning");
pub(crate) static LEVEL: FieldName = field("lagsta-niva", "roles-lowest-assurance");
pub(crate) static GIVES_ALL: FieldName = field("ger-alla", "roles-gives-all");
pub(crate) static GIVES: FieldName = field("ger", "roles-gives");
pub(crate) static SERVICES: FieldName = field("tjanst", "roles-services");

/// What the first form says of a role; services have their own.
#[derive(Clone, Debug)]
pub(crate) struct Basics {
    pub name: String,
    pub kind: RoleKind,
    pub daily_planning: bool,
    pub lowest_assurance: Assurance,
}

impl Basics {
    /// With services and the list of roles to give, ready to be checked.
    pub(crate) fn with(&self, services: ServiceSet, may_give: MayGive) -> RoleDraft {
        RoleDraft {
            name: self.name.clone(),
            kind: self.kind,
            services,
            daily_planning: self.daily_planning,
            lowest_assurance: self.lowest_assurance,
            may_give,
        }
    }
}

/// Reads the first form. Choices that no form of ours offers are told as choices that were not made.
pub(crate) fn basics(form: &Form, errors: &mut Errors) -> Option<Basics> {
    // Whether the name is right is for the role's own check to say.
    let name = form.required(&NAME, |text| Ok::<_, Message>(text.to_owned()), errors);
    let kind = form.required(&KIND, |key| RoleKind::from_key(key).ok_or_else(|| KIND.missing()), errors);
    let level = form.required(&LEVEL, |key| Assurance::from_key(key).ok_or_else(|| LEVEL.missing()), errors);
    Some(Basics { name: name?, kind: kind?, daily_planning: form.ticked(&PLANNING), lowest_assurance: level? })
}

/// The roles that holders may give, as ticked.
pub(crate) fn may_give(form: &Form, known: &[RoleId]) -> MayGive {
    if form.ticked(&GIVES_ALL) {
        return MayGive::All;
    }
    let mut given: Vec<RoleId> =
        form.values(&GIVES.name).filter_map(|id| id.parse().ok()).filter(|id| known.contains(id)).collect();
    given.sort_unstable();
    given.dedup();
    MayGive::Only(given)
}

/// Tells what is wrong with a role beside its fields. On a form without services they are told at the kind.
pub(crate) fn tell(lang: Lang, found: &[RoleError], services_at: &FieldName, errors: &mut Errors) {
    for error in found {
        let (at, id) = told_at(error);
        let at = match at {
            RoleField::Name => &NAME,
            RoleField::DailyPlanning => &PLANNING,
            RoleField::Services => services_at,
            RoleField::Gives => &GIVES,
        };
        let message = match error {
            RoleError::ServiceOfOtherKind(service, kind) => Message::new(id)
                .with("service", words::numbered_service(lang, *service))
                .with("kind", words::kind(lang, *kind)),
            RoleError::NameTooLong => Message::new(id).with("max", behorig_access::NAME_MAX),
            _ => Message::new(id),
        };
        errors.add(at, message);
    }
}

/// The form filled with what the role is now.
pub(crate) fn filled(role: &Role) -> Form {
    let mut form = Form::filled([
        (&NAME, role.name.clone()),
        (&KIND, role.kind.key().to_owned()),
        (&LEVEL, role.lowest_assurance.key().to_owned()),
    ]);
    if role.daily_planning {
        form.fill(&PLANNING, "1");
    }
    match &role.may_give {
        MayGive::All => form.fill(&GIVES_ALL, "1"),
        MayGive::Only(given) => given.iter().for_each(|id| form.fill(&GIVES, id.to_string())),
    }
    form
}

/// The fields that a new role and an old one have in common. Where they are read only, the page says once why.
pub(crate) fn fields(lang: Lang, form: &Form, errors: &Errors, read_only: bool) -> Markup {
    let f = Fields::new(lang, form, errors);
    let (mut name, mut planning) = (f.text(&NAME).width(Width::Half), f.tick(&PLANNING));
    let mut kind = kinds(lang, f.radios(&KIND));
    let mut level = levels(lang, f.radios(&LEVEL));
    if read_only {
        name = name.read_only("");
        planning = planning.read_only("");
        kind = kind.read_only("");
        level = level.read_only("");
    }
    html! { (name) (kind) (planning) (level) }
}

fn kinds<'a>(lang: Lang, choices: Choices<'a>) -> Choices<'a> {
    choices.options(
        RoleKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.key(), words::kind(lang, *kind)).hint(words::kind_meaning(lang, *kind))),
    )
}

fn levels<'a>(lang: Lang, choices: Choices<'a>) -> Choices<'a> {
    choices.options(Assurance::ALL.iter().map(|level| Choice::new(level.key(), words::assurance(lang, *level))))
}
