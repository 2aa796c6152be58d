//! The second step: who is to have what, where. A row for each person, a table that is pasted, or a file.

use std::borrow::Cow;

use axum::response::Response;
use behorig_access::UnitId;
use behorig_identity::search_terms;
use behorig_orderers::units_to_order_for;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Choice, Fields, Notice, Page, PostForm, Section, SummaryList, Tone, save_bar, side_by_side,
};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, Render, html};

use super::ground::{FROM, TO, chosen};
use super::read::{FILE, PASTED};
use super::{ANOTHER_ROW, CHECK, CHOICES, PATH, STEP, words};
use crate::kinds::permissions::table::{self, Note, Table};
use crate::kinds::permissions::{Request, permissions_in};
use crate::pages::crumb_to_orders;
use crate::records::lines::units_within;
use crate::rules::Effect;
use crate::rules::lines::{Permission, WrittenRow};

/// As many rows are added at a time.
pub(super) const MORE_ROWS: usize = 3;
/// As many rows stand in the form when nothing is typed.
const FIRST_ROWS: usize = 2;
/// A form has at most so many rows; more people stand as a table.
const MOST_ROWS: usize = 25;
/// As many fields as rows may fill, of those that a form may have.
const ROOM: usize = 440;
/// Where the rows would have more units than this to choose among, all rows together, units are typed.
const UNITS_TO_CHOOSE: usize = 2_500;

/// As many units are read.
const MOST_UNITS: i64 = 1_000;

static NAME: FieldName = field("namn", "orders-row-name");
static HSA_ID: FieldName = field("hsa", "orders-row-hsa-id");
static EMAIL: FieldName = field("epost", "orders-row-email");
static UNIT: FieldName = field("enhet", "orders-row-unit");
static PERMISSIONS: FieldName = field("behorighet", "orders-row-permissions");

/// The fields of one row.
pub(super) struct RowFields {
    pub name: FieldName,
    pub hsa_id: FieldName,
    pub email: FieldName,
    pub unit: FieldName,
    pub permissions: FieldName,
}

impl RowFields {
    pub(super) fn of(row: usize) -> Self {
        Self {
            name: NAME.on_row(row),
            hsa_id: HSA_ID.on_row(row),
            email: EMAIL.on_row(row),
            unit: UNIT.on_row(row),
            permissions: PERMISSIONS.on_row(row),
        }
    }
}

/// Everybody who is ordered for, as far as they could be read.
#[derive(Default)]
pub(super) struct People {
    pub rows: Vec<WrittenRow>,
    /// Tables that could not be read, as they were pasted.
    pub unread: Vec<String>,
    pub notes: Vec<Note>,
    /// As many blank rows are wanted.
    pub more: usize,
}

impl People {
    pub(super) fn add(&mut self, table: Table) {
        let before = self.rows.len();
        self.rows.extend(table.rows);
        self.notes.extend(table.notes.into_iter().map(|note| note.after(before)));
    }

    /// Whether they stand as rows of the form; more people stand as a table.
    pub(super) fn fit_in_rows(&self, wanted: &Request) -> bool {
        self.rows.len() <= most_rows(wanted)
    }
}

/// As many rows as the form has room for: each has its ticks.
pub(super) fn most_rows(wanted: &Request) -> usize {
    (ROOM / (4 + wanted.orderable.roles.len())).clamp(1, MOST_ROWS)
}

/// Shows the step.
///
/// # Errors
/// Any failure of the database.
pub(super) async fn show(
    visit: &mut Visit,
    wanted: &Request,
    people: &People,
    errors: &Errors,
) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let all = units_to_order_for(tx, &viewer, now, MOST_UNITS).await?;
    let all_units = i64::try_from(all.len()).is_ok_and(|found| found < MOST_UNITS);
    let units = units_within(tx, wanted.region.id, all).await?;
    let view = View { lang, wanted, people, units, all_units, errors };
    let (page, body) = (view.page(), view.form());
    if errors.is_empty() { Ok(visit.show(&page, body)) } else { Ok(visit.show_again(&page.errors(errors), body)) }
}

struct View<'a> {
    lang: Lang,
    wanted: &'a Request,
    people: &'a People,
    units: Vec<(UnitId, String)>,
    /// Whether these are all of them.
    all_units: bool,
    errors: &'a Errors,
}

impl View<'_> {
    fn page(&self) -> Page<'static> {
        let title = match self.wanted.effect {
            Effect::Grant => "orders-people-to-grant",
            Effect::Revoke => "orders-people-to-revoke",
        };
        Page::new(self.lang.t(title)).lead(in_short(self.lang, self.wanted)).crumbs([crumb_to_orders(self.lang)]).wide()
    }

    fn form(&self) -> Markup {
        let lang = self.lang;
        let others = html! {
            @if self.people.fit_in_rows(self.wanted) {
                (Button::secondary(lang.t("orders-another-row")).sends(STEP, ANOTHER_ROW))
            }
            (Button::secondary(lang.t("orders-change-choices")).sends(STEP, CHOICES))
        };
        let fields = html! {
            (notes(lang, &self.people.notes))
            @if self.people.fit_in_rows(self.wanted) { (self.rows()) }
            (self.tables())
            (save_bar(lang, &Button::primary(lang.t("orders-check-rows")).sends(STEP, CHECK), &others))
        };
        carrying(PostForm::to(PATH, fields).guarded().with_files(), self.wanted).render()
    }

    fn rows_shown(&self) -> usize {
        let written = self.people.rows.len();
        (written + self.people.more).max(FIRST_ROWS).min(most_rows(self.wanted)).max(written)
    }

    /// Whether the units are listed to choose among, or typed: every row has the list.
    fn units_are_listed(&self) -> bool {
        self.all_units && self.units.len() * self.rows_shown() <= UNITS_TO_CHOOSE
    }

    /// A part of the form for each person.
    fn rows(&self) -> Markup {
        let permissions = permissions_in(self.lang, self.wanted);
        let blank = WrittenRow::default();
        html! {
            @for number in 1..=self.rows_shown() {
                @let row = self.people.rows.get(number - 1).unwrap_or(&blank);
                @let heading = self.lang.tr("orders-person", &[("number", number.to_string().into())]);
                (Section::new(heading, self.row(&RowFields::of(number), row, &permissions)))
            }
        }
    }

    fn row(&self, fields: &RowFields, row: &WrittenRow, permissions: &[Permission]) -> Markup {
        let known = self.wanted.permissions();
        let mut form = Form::default();
        form.fill(&fields.name, row.name.as_str());
        form.fill(&fields.hsa_id, row.hsa_id.as_str());
        form.fill(&fields.email, row.email.as_str());
        form.fill(&fields.unit, self.unit_as_chosen(&row.unit));
        for text in &row.permissions {
            let found = crate::rules::lines::permission_called(text, &known);
            form.fill(&fields.permissions, found.map_or_else(|| text.clone(), |one| one.role.to_string()));
        }
        let f = Fields::new(self.lang, &form, self.errors);
        let ticks = permissions.iter().map(|one| Choice::new(one.role.to_string(), one.name.as_str()));
        html! {
            (side_by_side(&html! { (f.text(&fields.name).autocomplete("off")) (f.code(&fields.hsa_id)) }))
            (side_by_side(&html! { (f.email(&fields.email).autocomplete("off")) (self.unit(&f, &fields.unit, &form)) }))
            (f.ticks(&fields.permissions).options(ticks).columns())
        }
    }

    /// Among few units one is chosen, among many it is typed.
    fn unit<'f>(&'f self, f: &Fields<'f>, field: &'f FieldName, form: &Form) -> Markup {
        if !self.units_are_listed() {
            return html! { (f.text(field).autocomplete("off").hint(self.lang.t("orders-row-unit-typed"))) };
        }
        let units = self.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
        // What was pasted and is no unit of the list stays to be seen and put right.
        let written = form.value(&field.name);
        let is_listed = written.is_empty() || self.units.iter().any(|(id, _)| id.to_string() == written);
        let unlisted = (!is_listed).then(|| Choice::new(written.to_owned(), written.to_owned()));
        html! { (f.select(field).prompt(self.lang.t("orders-choose-unit")).options(units.chain(unlisted))) }
    }

    /// The one unit of the list that is meant, or what was written.
    fn unit_as_chosen(&self, written: &str) -> String {
        if !self.units_are_listed() {
            return self.unit_as_read(written).into_owned();
        }
        let terms = search_terms(written);
        let mut meant = self.units.iter().filter(|(_, name)| search_terms(name) == terms);
        match (meant.next(), meant.next()) {
            (Some((id, _)), None) => id.to_string(),
            _ => written.to_owned(),
        }
    }

    /// A unit that was chosen in a list, by its name.
    fn unit_as_read<'w>(&'w self, written: &'w str) -> Cow<'w, str> {
        let chosen = self.units.iter().find(|(id, _)| id.to_string() == written);
        chosen.map_or(Cow::Borrowed(written), |(_, name)| Cow::Borrowed(name))
    }

    /// A table to paste into, or the whole order as tables where it has more people than the form has rows.
    fn tables(&self) -> Markup {
        let lang = self.lang;
        let whole = !self.people.fit_in_rows(self.wanted);
        let mut texts = if whole { self.as_tables() } else { Vec::new() };
        texts.extend(self.people.unread.iter().cloned());
        if texts.is_empty() {
            texts.push(String::new());
        }
        let parts: Vec<(FieldName, String)> =
            (1..).zip(texts).map(|(part, text)| (PASTED.on_row(part), text)).collect();
        let form = Form::filled(parts.iter().map(|(field, text)| (field, text.clone())));
        let f = Fields::new(lang, &form, self.errors);
        let heading = if whole { "orders-people" } else { "orders-from-sheet" };
        let body = html! {
            @for (field, _) in &parts {
                @let area = f.long_text(field, if whole { 20 } else { 4 });
                @if whole { (area) } @else { (area.optional()) }
            }
            (f.file(&FILE, ".xlsx,.csv,.txt").optional())
        };
        Section::new(lang.t(heading), body).about(lang.t("orders-sheet-about")).render()
    }

    fn as_tables(&self) -> Vec<String> {
        let named = |row: &WrittenRow| WrittenRow { unit: self.unit_as_read(&row.unit).into_owned(), ..row.clone() };
        let rows: Vec<WrittenRow> = self.people.rows.iter().map(named).collect();
        table::written(&rows, &self.wanted.permissions())
    }
}

/// A form that carries what was chosen in the first step.
pub(super) fn carrying<'a>(post: PostForm<'a>, wanted: &Request) -> PostForm<'a> {
    let day = |at: Option<behorig_access::Instant>| at.map(|at| format::local(at.0).date());
    let last = wanted.to.map(|to| to.plus_millis(-1));
    let values = [
        wanted.orderable.id.to_string(),
        wanted.effect.key().to_owned(),
        wanted.region.id.to_string(),
        day(wanted.from).map(format::date).unwrap_or_default(),
        day(last).map(format::date).unwrap_or_default(),
    ];
    chosen().into_iter().zip(values).fold(post, |post, (field, value)| post.hidden(field.name.as_ref(), value))
}

/// What was chosen in the first step, in one line.
fn in_short(lang: Lang, wanted: &Request) -> String {
    [effect_in_words(lang, wanted.effect), wanted.orderable.name.clone(), wanted.region.name.clone()].join(" · ")
}

fn effect_in_words(lang: Lang, effect: Effect) -> String {
    let word = match effect {
        Effect::Grant => "orders-effect-grant",
        Effect::Revoke => "orders-effect-revoke",
    };
    lang.t(word).into_owned()
}

/// What was chosen in the first step.
pub(super) fn summary(lang: Lang, wanted: &Request) -> SummaryList<'static> {
    let mut list = SummaryList::new(lang)
        .text(lang.t("orders-service"), &wanted.orderable.name)
        .text(lang.t("orders-kind"), &effect_in_words(lang, wanted.effect))
        .text(lang.t("orders-region"), &wanted.region.name);
    if wanted.effect == Effect::Grant {
        let day = |at: behorig_access::Instant| format::date(format::local(at.0).date());
        let from = wanted.from.map_or_else(|| lang.t("orders-at-approval").into_owned(), day);
        let to =
            wanted.to.map_or_else(|| lang.t("orders-until-further-notice").into_owned(), |to| day(to.plus_millis(-1)));
        list = list.text(lang.t(FROM.label), &from).text(lang.t(TO.label), &to);
    }
    list
}

/// What the writer of a sheet should look at.
pub(super) fn notes(lang: Lang, notes: &[Note]) -> Markup {
    html! {
        @for note in words::notes_in_words(lang, notes) { (Notice::new(Tone::Warning, note)) }
    }
}
