//! The fields of a tab as a form: those that the viewer may write as inputs, the others as text with the reason.

use behorig_web::components::{Choice, Fields, Section, Width};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::why_not;
use crate::fields::{Field, Group, Key, Kind, Tab};
use crate::lists::{EmploymentForm, StaffCategory};
use crate::parse::{self, to_read, to_type};
use crate::records::{Account, Change};

/// Says that the form showed the tick *Spärrad* as one to change: a tick that is not sent then means no.
pub(super) static BLOCKED_SHOWN: FieldName = field("blocked-shown", "accounts-field-blocked");
/// When the form was shown: what was changed since is told to the second of two who save.
pub(super) static SHOWN_AT: FieldName = field("shown-at", "accounts-field-blocked");

/// What the tab's form is filled with: what was typed where it was, else what is stored.
pub(super) fn filled(lang: Lang, account: &Account, tab: Tab, typed: Option<&Form>) -> Form {
    let value = |shown: &'static Field| {
        let stored = account.values.text(shown.key);
        match typed {
            _ if account.rights.writes(shown).is_err() => match shown.kind {
                Kind::Category | Kind::EmploymentForm | Kind::Blocked => stored.to_owned(),
                _ => to_read(lang, shown, stored),
            },
            Some(_) if shown.kind == Kind::Password => String::new(),
            Some(form) if form.has(&shown.name.name) || shown.kind == Kind::Blocked => {
                form.value(&shown.name.name).to_owned()
            }
            _ => to_type(shown, stored),
        }
    };
    Form::filled(tab.fields().map(|shown| (&shown.name, value(shown))))
}

/// The tab's fields, each part under its heading.
pub(super) fn sections(lang: Lang, account: &Account, tab: Tab, form: &Form, errors: &Errors) -> Markup {
    let fields: Vec<&'static Field> = tab.fields().filter(|shown| account.rights.reads(shown)).collect();
    let f = Fields::new(lang, form, errors);
    html! {
        @for part in fields.chunk_by(|a, b| a.group == b.group) {
            @if let Some(first) = part.first() {
                (Section::new(lang.t(heading(tab, first.group)), html! {
                    @for shown in part { (one(lang, &f, shown, account)) }
                }))
            }
        }
    }
}

const fn heading(tab: Tab, group: Group) -> &'static str {
    match (group, tab) {
        (Group::User, Tab::Contact) => "accounts-group-reach",
        (Group::User, _) => "accounts-group-user",
        (Group::Support, _) => "accounts-group-support",
        (Group::Kin, _) => "accounts-group-kin",
        (Group::Tab, Tab::Contact) => "accounts-group-private",
        (Group::Tab, _) => tab.label(),
    }
}

fn one(lang: Lang, f: &Fields<'_>, shown: &'static Field, account: &Account) -> Markup {
    input(lang, f, shown, account.rights.writes(shown).err().map(|why| why_not(lang, why)))
}

/// An input for a field; with a reason, its value as text.
pub(super) fn input(lang: Lang, f: &Fields<'_>, shown: &'static Field, why_not: Option<String>) -> Markup {
    let name = &shown.name;
    let text = match shown.kind {
        Kind::Category | Kind::EmploymentForm => {
            let mut choices = f.select(name).options(choices(lang, shown.kind)).prompt(lang.t("accounts-choose"));
            if let Some(why) = why_not {
                choices = choices.read_only(why);
            }
            return choices.render();
        }
        Kind::Password => f.password(name).new_password(),
        Kind::Blocked => f.tick(name),
        Kind::UserName => f.code(name),
        Kind::IdentityNumber => f.identity_number(name),
        Kind::Phone => f.phone(name).autocomplete("off"),
        Kind::Email => f.email(name).autocomplete("off"),
        Kind::Date => f.date(name),
        Kind::Percent => f.number(name),
        Kind::PostalCode => f.number(name).width(Width::Number),
        Kind::HsaIds => f.long_text(name, 2),
        Kind::Name => f.text(name).width(Width::Half).autocomplete("off"),
        Kind::Text(max) => f.text(name).width(if max > 100 { Width::Full } else { Width::Half }).autocomplete("off"),
    };
    match why_not {
        Some(why) => text.read_only(why).render(),
        None => text.render(),
    }
}

fn choices(lang: Lang, kind: Kind) -> Vec<Choice<'static>> {
    match kind {
        Kind::Category => StaffCategory::ALL.iter().map(|one| Choice::new(one.key(), lang.t(one.label()))).collect(),
        Kind::EmploymentForm => {
            EmploymentForm::ALL.iter().map(|one| Choice::new(one.key(), lang.t(one.label()))).collect()
        }
        _ => Vec::new(),
    }
}

/// What the form changes, apart from the password: all errors at once. A field that was not shown as one to write, and was sent
/// all the same, is among the changes, and refused where they are saved.
pub(super) fn changes(account: &Account, tab: Tab, form: &Form, today: Date, errors: &mut Errors) -> Vec<Change> {
    let mut changes = Vec::new();
    for shown in tab.fields() {
        let sent = match shown.kind {
            Kind::Password => false,
            Kind::Blocked => form.has(&BLOCKED_SHOWN.name) || form.has(&shown.name.name),
            _ => form.has(&shown.name.name),
        };
        if !sent {
            continue;
        }
        match parse::parse_in(form, shown, today) {
            Ok(value) => changes.push(Change::To(shown.key, value)),
            Err(message) => errors.add(&shown.name, message),
        }
    }
    later_than_its_beginning(account, &changes, errors);
    changes
}

/// An employment ends after it begins.
fn later_than_its_beginning(account: &Account, changes: &[Change], errors: &mut Errors) {
    let after = |key: Key| {
        let changed = changes.iter().find_map(|change| match change {
            Change::To(changed, value) if *changed == key => Some(value.clone()),
            _ => None,
        });
        changed.unwrap_or_else(|| account.values.get(key).map(str::to_owned))
    };
    // ISO dates sort as text.
    if let (Some(from), Some(to)) = (after(Key::EmployedFrom), after(Key::EmployedTo))
        && to < from
    {
        errors.add(&Key::EmployedTo.field().name, "accounts-ends-before-it-begins");
    }
}
