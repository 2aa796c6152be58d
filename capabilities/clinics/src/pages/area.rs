//! *Betjäningsområde*: whom the clinic lets in without being asked each time.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_registers::places::{COUNTIES, municipalities_of};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Notice, Page, PostForm, Section, Tone, side_by_side};
use behorig_web::forms::number;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::sheet::{self, Sheet, Shown};
use super::{crumb, own_settings, own_unit, removal};
use crate::neighbours::Neighbours;
use crate::records::{self, Settings};
use crate::rules::{Catchment, MOST_AGE, Sex};
use crate::saving::Patch;
use crate::words;

pub(crate) const PATH: &str = "/mottagning/betjaningsomrade";

static COUNTY: FieldName = field("region", "clinics-area-county");
static MUNICIPALITIES: FieldName = field("kommun", "clinics-area-municipalities");
static SEX: FieldName = field("kon", "clinics-area-sex");
static FROM: FieldName = field("alder-fran", "clinics-area-age-first");
static TO: FieldName = field("alder-till", "clinics-area-age-last");

/// Sex, where none is chosen: a radio button needs a value of its own.
const EVERYONE: &str = "alla";
/// Which button sent the form: show the municipalities of another region.
const SHOW: &str = "visa-kommuner";
/// The answer to the question of what ends: go back to the form.
const BACK: &str = "andra";
/// The answer to the question of what ends: save.
const CONFIRMED: &str = "bekraftat";

static SHEET: Sheet = Sheet {
    path: PATH,
    title: "clinics-area",
    lead: "clinics-area-lead",
    fill,
    fields,
    read: |form, errors| read(form, errors).map(|area| Patch::Area(Some(area))),
};

/// The area that is set, in its form and in a sentence. Service 407 at the hat's unit.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let settings = own_settings(&mut visit).await?;
    let mut form = fill(&settings);
    if settings.area.is_none()
        && let Some(code) = visit.hat_chain.last().and_then(|root| root.code.clone())
    {
        // The region that the clinic belongs to is the likeliest.
        form = Form::filled([(&COUNTY, code), (&SEX, EVERYONE.to_owned())]);
    }
    page(&mut visit, &form, &Errors::new(), None, settings.clinic.version).await
}

/// Saves the area, after a question where anybody loses what they hold. Service 407 at the hat's unit.
pub(crate) async fn save(
    Extension(neighbours): Extension<Arc<Neighbours>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let unit = own_unit(&mut submission.visit).await?;
    let version = submission.version()?;
    if submission.form.has(SHOW) || submission.form.has(BACK) {
        let Submission { mut visit, form } = submission;
        return page(&mut visit, &form, &Errors::new(), None, version).await;
    }
    let mut errors = Errors::new();
    let Some(area) = read(&submission.form, &mut errors) else {
        let Submission { mut visit, form } = submission;
        return page(&mut visit, &form, &errors, None, version).await;
    };
    if !submission.form.has(CONFIRMED) {
        let now = submission.visit.now;
        let ending = records::would_end(submission.visit.snapshot.get().await?, unit, Some(&area), now).await?;
        if ending > 0 {
            return Ok(question(&submission.visit, &submission.form, &area, ending, version));
        }
    }
    let outcome = sheet::send(&mut submission, unit, version, Patch::Area(Some(area)), neighbours).await;
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "clinics-saved")),
        Err(Rejected::Errors(errors)) => page(&mut visit, &form, &errors, None, version).await,
        Err(Rejected::Page(error)) if sheet::is_stale(&error) => {
            let (current, meanwhile) = sheet::meanwhile(&mut visit, unit, version).await?;
            page(&mut visit, &form, &sheet::stale(), Some(meanwhile), current).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn page(
    visit: &mut Visit,
    form: &Form,
    errors: &Errors,
    meanwhile: Option<Markup>,
    version: i64,
) -> Result<Response, PageError> {
    let settings = own_settings(visit).await?;
    let below = match &settings.area {
        Some(_) => removal::section(visit, &settings).await?,
        None => html! {},
    };
    let above = meanwhile.unwrap_or_else(|| in_force(visit.lang, settings.area.as_ref()));
    Ok(SHEET.page(visit, &Shown { above, below, ..Shown::new(form, errors, version) }))
}

/// What is in force now, in words.
fn in_force(lang: Lang, area: Option<&Catchment>) -> Markup {
    match area {
        Some(area) => Notice::new(Tone::Info, lang.t("clinics-area-now")).text(words::catchment_in_words(lang, area)),
        None => Notice::new(Tone::Info, lang.t("clinics-area-none")).text(lang.t("clinics-area-none-text")),
    }
    .render()
}

fn fill(settings: &Settings) -> Form {
    let Some(area) = &settings.area else { return Form::filled([(&SEX, EVERYONE.to_owned())]) };
    let years = |limit: Option<i16>| limit.map(|years| years.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        (&COUNTY, area.county.clone()),
        (&SEX, area.sex.map_or(EVERYONE, Sex::as_stored).to_owned()),
        (&FROM, years(area.age_from)),
        (&TO, years(area.age_to)),
    ]);
    area.municipalities.iter().for_each(|code| form.fill(&MUNICIPALITIES, code.as_str()));
    form
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let regions = COUNTIES.map(|(code, _, region)| Choice::new(code, region));
    let county = form.value(&COUNTY.name);
    let mut places: Vec<_> = municipalities_of(county).collect();
    places.sort_by_cached_key(|(_, name)| behorig_identity::swedish_sort_key(name));
    let places = places.into_iter().map(|(code, name)| Choice::new(*code, *name));
    let sexes = [None, Some(Sex::Female), Some(Sex::Male)]
        .map(|sex| Choice::new(sex.map_or(EVERYONE, Sex::as_stored), words::sex(lang, sex)));
    let home = html! {
        (f.select(&COUNTY).options(regions).prompt(lang.t("clinics-area-county-prompt")))
        div.field { (Button::secondary(lang.t("clinics-area-show")).sends(SHOW, "1")) }
        @if municipalities_of(county).next().is_some() {
            (f.ticks(&MUNICIPALITIES).options(places).columns().optional())
        }
    };
    let people = html! {
        (f.radios(&SEX).options(sexes))
        (side_by_side(&html! { (f.number(&FROM).optional()) (f.number(&TO).optional()) }))
    };
    html! {
        (Section::new(lang.t("clinics-area-home"), home).about(lang.t("clinics-area-home-about")))
        (Section::new(lang.t("clinics-area-people"), people).about(lang.t("clinics-area-people-about")))
    }
}

fn read(form: &Form, errors: &mut Errors) -> Option<Catchment> {
    let known = |code: &str| {
        let is_known = COUNTIES.iter().any(|(own, ..)| *own == code);
        if is_known { Ok(code.to_owned()) } else { Err(Message::new("web-choice-wrong")) }
    };
    let county = form.required(&COUNTY, known, errors);
    let of_county = county.as_deref().unwrap_or_default();
    let place = |code: &str| {
        let is_there = municipalities_of(of_county).any(|(own, _)| *own == code);
        if is_there { Ok(code.to_owned()) } else { Err(Message::new("clinics-area-other-region")) }
    };
    let mut municipalities = if county.is_some() { form.chosen(&MUNICIPALITIES, place, errors) } else { Vec::new() };
    municipalities.sort_unstable();
    municipalities.dedup();
    let sex = |key: &str| match (key, Sex::from_stored(key)) {
        (EVERYONE, _) => Ok(None),
        (_, Some(sex)) => Ok(Some(sex)),
        _ => Err(Message::new("web-choice-wrong")),
    };
    let sex = form.required(&SEX, sex, errors);
    let (age_from, age_to) = (age(form, &FROM, errors), age(form, &TO, errors));
    if age_from.zip(age_to).is_some_and(|(from, to)| from > to) {
        errors.add(&TO, "clinics-area-age-backwards");
    }
    errors.is_empty().then_some(Catchment { county: county?, municipalities, sex: sex?, age_from, age_to })
}

fn age(form: &Form, field: &FieldName, errors: &mut Errors) -> Option<i16> {
    let years = form.optional(field, number(0..=i64::from(MOST_AGE)), errors)?;
    i16::try_from(years).ok()
}

/// What ends with the new area, and whether to save it all the same.
fn question(visit: &Visit, form: &Form, area: &Catchment, ending: i64, version: i64) -> Response {
    let lang = visit.lang;
    let warning = Notice::new(Tone::Warning, lang.tr("clinics-area-ends", &[("count", ending.into())]))
        .text(lang.t("clinics-area-ends-text"));
    let answers = html! {
        div.button-row {
            (Button::danger(lang.t("clinics-area-confirm")).sends(CONFIRMED, "1"))
            (Button::secondary(lang.t("clinics-area-back")).sends(BACK, "1"))
        }
    };
    let mut sent = PostForm::to(PATH, answers).version(version).once(Visit::form_key());
    for field in [&COUNTY, &MUNICIPALITIES, &SEX, &FROM, &TO] {
        for value in form.values(&field.name) {
            sent = sent.hidden(field.name.clone().into_owned(), value.to_owned());
        }
    }
    let page = Page::new(lang.t("clinics-area-question"))
        .section(lang.t("clinics-title"))
        .crumbs([crumb(lang), behorig_web::components::Crumb::new(PATH, lang.t("clinics-area"))])
        .narrow();
    let body = html! {
        (warning)
        h2 { (lang.t("clinics-area-then")) }
        p { (words::catchment_in_words(lang, area)) }
        (sent)
    };
    visit.show(&page, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Clinic;
    use proptest::prelude::*;

    fn parsed(form: &str) -> Result<Catchment, Vec<(String, String)>> {
        let mut errors = Errors::new();
        let area = read(&Form::parse(form.as_bytes()).unwrap(), &mut errors);
        area.ok_or_else(|| errors.iter().map(|e| (e.field.clone().into_owned(), e.message.id().to_owned())).collect())
    }

    fn told(field: &str, id: &str) -> Result<Catchment, Vec<(String, String)>> {
        Err(vec![(field.to_owned(), id.to_owned())])
    }

    #[test]
    fn a_region_must_be_chosen_and_the_rest_may_be_left_out() {
        assert_eq!(parsed("region=&kon=alla"), told("region", "web-missing"));
        assert_eq!(parsed("region=99&kon=alla"), told("region", "web-choice-wrong"));
        let area = parsed("region=06&kon=alla&alder-fran=&alder-till=").unwrap();
        assert_eq!((area.municipalities.len(), area.sex, area.age_from, area.age_to), (0, None, None, None));
    }

    #[test]
    fn a_municipality_of_another_region_is_no_choice() {
        assert_eq!(parsed("region=06&kommun=0580&kon=alla"), told("kommun", "clinics-area-other-region"));
        assert_eq!(
            parsed("region=06&kommun=0680&kommun=0643&kommun=0680&kon=male").unwrap().municipalities,
            ["0643", "0680"]
        );
    }

    #[test]
    fn ages_are_whole_years_that_do_not_run_backwards() {
        assert_eq!(
            parsed("region=06&kon=alla&alder-fran=18&alder-till=17"),
            told("alder-till", "clinics-area-age-backwards")
        );
        assert_eq!(parsed("region=06&kon=alla&alder-fran=131"), told("alder-fran", "web-number-wrong"));
        assert!(parsed("region=06&kon=alla&alder-fran=18&alder-till=18").is_ok());
    }

    proptest! {
        #[test]
        fn an_area_comes_back_from_its_own_form(
            places in prop::sample::subsequence(vec!["0604", "0643", "0680"], 0..=3), sex in 0..3_usize,
            from in proptest::option::of(0..50_i16), to in proptest::option::of(50..=MOST_AGE),
        ) {
            let area = Catchment {
                county: "06".to_owned(),
                municipalities: places.into_iter().map(str::to_owned).collect(),
                sex: [None, Some(Sex::Female), Some(Sex::Male)][sex],
                age_from: from,
                age_to: to,
            };
            let unit = behorig_access::UnitId::from_bytes([1; 16]);
            let form = fill(&Settings { clinic: Clinic::unsaid(unit), area: Some(area.clone()) });
            prop_assert_eq!(read(&form, &mut Errors::new()), Some(area));
        }
    }
}
