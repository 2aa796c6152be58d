//! The form of a report: what was typed, judged, and shown.

use behorig_access::UnitId;
use behorig_visit::Visit;
use behorig_web::components::{Button, Choice, Fields, Icon, PostForm, Section, Words, icon, save_bar, side_by_side};
use behorig_web::forms::{date, text};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::records::data::{DataSet, Sort};
use crate::records::{Report, UnitChoice};
use crate::rules::{Chosen, Definition, Period, ShownTo, Step, Visibility};

static NAME: FieldName = field("namn", "reports-field-name");
static UNIT: FieldName = field("enhet", "reports-field-unit");
static PERIOD: FieldName = field("period", "reports-field-period");
static SORT: FieldName = field("ordna-efter", "reports-field-sort");
static DESCENDING: FieldName = field("fallande", "reports-field-descending");
static COLUMNS: FieldName = field("kolumn", "reports-field-columns");
static SHOWN_TO: FieldName = field("visas-for", "reports-field-shown-to");
static SHOWN_AT: FieldName = field("visas-vid", "reports-field-shown-at");
static FROM: FieldName = field("fran", "reports-field-from");
static UNTIL: FieldName = field("till", "reports-field-until");

/// The data set of a new report.
pub(super) const SET: &str = "om";
/// Which button was pressed.
pub(super) const DO: &str = "gor";
/// A column that goes one step.
pub(super) const MOVE: &str = "flytta";
const ORDER: &str = "ordning";
const LONGEST_NAME: usize = 80;

/// A form with its columns in their order.
pub(super) struct Typed {
    /// Of what.
    pub set: DataSet,
    /// Every field but the order of columns.
    pub form: Form,
    /// The columns.
    pub chosen: Chosen,
}

impl Typed {
    /// A new report about a data set, at the first unit to choose.
    pub(super) fn new(set: DataSet, unit: Option<UnitId>) -> Self {
        let mut form = Form::filled([
            (&PERIOD, Period::ThisMonth.key().to_owned()),
            (&SHOWN_TO, "own".to_owned()),
            (&SORT, set.sorts().first().map_or("", |sort| sort.key).to_owned()),
        ]);
        if let Some(unit) = unit {
            form.fill(&UNIT, unit.to_string());
        }
        let standard = set.columns().iter().filter(|column| column.standard).map(|column| column.key);
        Self { set, form, chosen: Chosen::new(&keys(set), [], standard) }
    }

    /// A report as it is.
    pub(super) fn of(report: &Report) -> Self {
        let one = &report.definition;
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let mut form = Form::filled([
            (&NAME, one.name.clone()),
            (&UNIT, one.unit.to_string()),
            (&PERIOD, one.period.key().to_owned()),
            (&SORT, one.sorted_by.to_owned()),
            (&FROM, day(one.visibility.from)),
            (&UNTIL, day(one.visibility.until)),
        ]);
        if one.descending {
            form.fill(&DESCENDING, "ja");
        }
        match &one.visibility.to {
            ShownTo::Own => form.fill(&SHOWN_TO, "own"),
            ShownTo::Units(units) => {
                form.fill(&SHOWN_TO, "units");
                units.iter().for_each(|unit| form.fill(&SHOWN_AT, unit.to_string()));
            }
        }
        let columns = || one.columns.iter().copied();
        Self { set: one.set, form, chosen: Chosen::new(&keys(one.set), columns(), columns()) }
    }

    /// What was sent.
    pub(super) fn sent(set: DataSet, form: Form) -> Self {
        let mut chosen = Chosen::new(&keys(set), form.values(ORDER), form.values(&COLUMNS.name));
        if let Some((way, key)) = form.value(MOVE).split_once(':') {
            match way {
                "upp" => chosen.step(key, Step::Up),
                "ner" => chosen.step(key, Step::Down),
                _ => {}
            }
        }
        Self { set, form, chosen }
    }

    /// The report that was meant. What is wrong is put into `errors` and gives `None`.
    pub(super) fn parse(&self, units: &[UnitChoice], errors: &mut Errors) -> Option<Definition> {
        let form = &self.form;
        let a_unit = |text: &str| {
            let id: Option<UnitId> = text.parse().ok();
            id.filter(|id| units.iter().any(|unit| unit.id == *id)).ok_or("reports-error-unit")
        };
        let name = form.required(&NAME, text(LONGEST_NAME), errors);
        let unit = form.required(&UNIT, a_unit, errors);
        let period = if self.set.has_period() {
            form.required(&PERIOD, |key| Period::from_key(key).ok_or("reports-error-period"), errors)
        } else {
            Some(Period::Today)
        };
        let first = self.set.sorts().first().map(|sort| sort.key);
        let sorted_by = match form.optional(&SORT, |key| self.set.sort(key).ok_or("reports-error-sort"), errors) {
            Some(sorted_by) => Some(sorted_by),
            None => first,
        };
        let columns = self.chosen.ticked();
        if columns.is_empty() {
            errors.add(&COLUMNS, "reports-error-columns");
        }
        let to = match form.value(&SHOWN_TO.name) {
            "units" => {
                let at = form.chosen(&SHOWN_AT, a_unit, errors);
                if at.is_empty() && errors.of(&SHOWN_AT.name).is_none() {
                    errors.add(&SHOWN_AT, "reports-error-shown-at");
                }
                ShownTo::Units(at)
            }
            _ => ShownTo::Own,
        };
        let from = form.optional(&FROM, date, errors);
        let until = form.optional(&UNTIL, date, errors);
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            errors.add(&UNTIL, "reports-error-until");
        }
        if !errors.is_empty() {
            return None;
        }
        Some(Definition {
            name: name?,
            set: self.set,
            unit: unit?,
            period: period?,
            columns,
            sorted_by: sorted_by?,
            descending: form.ticked(&DESCENDING),
            visibility: Visibility { to, from, until },
        })
    }

    /// The form.
    pub(super) fn show(
        &self,
        lang: Lang,
        action: &str,
        version: Option<i64>,
        units: &[UnitChoice],
        errors: &Errors,
    ) -> Markup {
        let f = Fields::new(lang, &self.form, errors);
        let asks = Section::new(lang.t("reports-asks"), self.asks(lang, &f, units)).about(lang.t("reports-asks-about"));
        let columns = Section::new(lang.t("reports-field-columns"), self.columns(lang, action, errors))
            .about(lang.t("reports-columns-about"));
        let shown =
            Section::new(lang.t("reports-field-shown-to"), shown(lang, &f, units)).about(lang.t("reports-shown-about"));
        let save = Button::primary(lang.t("reports-save")).sends(DO, "spara");
        let preview = html! { (Button::secondary(lang.t("reports-preview")).sends(DO, "forhandsgranska")) };
        let inside = html! { (asks) (columns) (shown) (save_bar(lang, &save, &preview)) };
        let mut form = PostForm::to(Words::Owned(action.to_owned()), inside)
            .once(Visit::form_key())
            .hidden(SET, self.set.key())
            .guarded();
        if let Some(version) = version {
            form = form.version(version);
        }
        html! { (form) }
    }

    fn asks(&self, lang: Lang, f: &Fields<'_>, units: &[UnitChoice]) -> Markup {
        let units = units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.clone()));
        let periods = Period::ALL.iter().map(|period| Choice::new(period.key(), lang.t(period.label())));
        let sorts = self.set.sorts().iter().map(|Sort { key, label }| Choice::new(*key, lang.t(label)));
        html! {
            (f.text(&NAME))
            (f.select(&UNIT).options(units).prompt(lang.t("reports-choose-unit")))
            @if self.set.has_period() { (f.select(&PERIOD).options(periods)) }
            @else { p.hint { (lang.t("reports-as-of-now-text")) } }
            @if self.set.sorts().len() > 1 { (f.select(&SORT).options(sorts)) }
            (f.tick(&DESCENDING))
            // The first button of the form is the one that Enter in a field presses: it shows, and changes nothing.
            div.button-row { (Button::secondary(lang.t("reports-preview")).sends(DO, "forhandsgranska")) }
        }
    }

    /// Every column with its tick and the buttons that move it: plain buttons, so that they work by keyboard and without script.
    fn columns(&self, lang: Lang, action: &str, errors: &Errors) -> Markup {
        let wrong = errors.of(&COLUMNS.name);
        let last = self.chosen.all().len().saturating_sub(1);
        let step = |way: &str, key: &str, label: &str, word: &'static str| {
            html! {
                button.button.secondary type="submit" name=(MOVE) value={ (way) ":" (key) } formaction={ (action) "#rad-" (key) } {
                    (lang.t(word)) span.reader-only { " " (label) }
                }
            }
        };
        html! {
            @if let Some(error) = wrong { p.error { (icon(Icon::Stop)) span.reader-only { (lang.t("web-error-prefix")) " " } (error.words(lang)) } }
            ol.parts #(COLUMNS.name) tabindex="-1" {
                @for (place, (key, ticked)) in self.chosen.all().iter().enumerate() {
                    @let label = self.set.column(key).map(|column| lang.t(column.label)).unwrap_or_default();
                    li id={ "rad-" (key) } tabindex="-1" {
                        div.line-words {
                            input type="hidden" name=(ORDER) value=(key);
                            span.choice {
                                input type="checkbox" id={ "kolumn-" (key) } name=(COLUMNS.name) value=(key) checked[*ticked];
                                label for={ "kolumn-" (key) } { (label) }
                            }
                        }
                        div.steps {
                            @if place > 0 { (step("upp", key, &label, "reports-up")) }
                            @if place < last { (step("ner", key, &label, "reports-down")) }
                        }
                    }
                }
            }
        }
    }
}

fn shown(lang: Lang, f: &Fields<'_>, units: &[UnitChoice]) -> Markup {
    let whom = [
        Choice::new("own", lang.t("reports-shown-to-own")),
        Choice::new("units", lang.t("reports-shown-to-units")).hint(lang.t("reports-shown-to-units-hint")),
    ];
    let at = units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.clone()));
    html! {
        (f.radios(&SHOWN_TO).options(whom))
        (f.ticks(&SHOWN_AT).options(at).columns().optional())
        (side_by_side(&html! { (f.date(&FROM).optional()) (f.date(&UNTIL).optional()) }))
    }
}

fn keys(set: DataSet) -> Vec<&'static str> {
    set.columns().iter().map(|column| column.key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT_ID: UnitId = UnitId::from_bytes([3; 16]);

    fn units() -> Vec<UnitChoice> {
        vec![UnitChoice { id: UNIT_ID, name: "Hemtjänsten Björkgården".to_owned() }]
    }

    fn parsed(sent: &str) -> (Option<Definition>, Vec<(String, String)>) {
        let typed = Typed::sent(DataSet::Visits, Form::parse(sent.as_bytes()).unwrap());
        let mut errors = Errors::new();
        let definition = typed.parse(&units(), &mut errors);
        let told = errors.iter().map(|one| (one.field.to_string(), one.message.id().to_owned())).collect();
        (definition, told)
    }

    #[test]
    fn every_error_is_told_beside_its_field_at_once() {
        let (definition, told) = parsed(&format!(
            "namn=&enhet={}&period=ten-years&ordna-efter=salary&visas-for=units&fran=2026-12-01&till=2026-11-01",
            UnitId::from_bytes([9; 16])
        ));
        assert_eq!(definition, None);
        let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["namn", "enhet", "period", "ordna-efter", "kolumn", "visas-vid", "till"]);
    }

    #[test]
    fn a_column_that_the_data_set_does_not_have_is_none_and_ten_years_are_no_period() {
        let sent =
            |period: &str, column: &str| format!("namn=M%C3%A5nad&enhet={UNIT_ID}&period={period}&kolumn={column}");
        let (definition, _) = parsed(&sent("this-month", "date&kolumn=password&kolumn=identity_number"));
        assert_eq!(definition.unwrap().columns, ["date"]);
        let (_, told) = parsed(&sent("this-month", "identity_number"));
        assert_eq!(told, [("kolumn".to_owned(), "reports-error-columns".to_owned())]);
        let (_, told) = parsed(&sent("last-10-years", "date"));
        assert_eq!(told, [("period".to_owned(), "reports-error-period".to_owned())]);
    }

    #[test]
    fn a_report_filled_into_its_form_and_sent_back_is_the_same_report() {
        let (definition, told) = parsed(&format!(
            "namn=Besök&enhet={UNIT_ID}&period=last-month&ordna-efter=customer&fallande=ja&ordning=state&ordning=date&kolumn=date\
             &kolumn=state&visas-for=units&visas-vid={UNIT_ID}&fran=2026-11-01"
        ));
        let definition = definition.unwrap_or_else(|| panic!("{told:?}"));
        assert_eq!(definition.columns, ["state", "date"]);
        let report = Report {
            id: crate::ReportId::new(uuid::Uuid::from_u128(1)),
            owner: behorig_access::AccountId::from_bytes([1; 16]),
            definition: definition.clone(),
            unit_name: String::new(),
            version: 1,
        };
        let filled = Typed::of(&report);
        assert_eq!(filled.parse(&units(), &mut Errors::new()), Some(definition));
    }
}
