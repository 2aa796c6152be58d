//! *Gallring*: how long each unit's log is kept, what goes by that, and what has gone.

use std::borrow::Cow;

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_sealed_log::Years;
use behorig_store::FieldChange;
use behorig_store::history::{Changed, changes_of};
use behorig_visit::{HistoryWords, PageError, Rejected, Submission, Visit};
use behorig_web::components::{
    Button, Change, Column, Crumb, Fields, Notice, Page, PostForm, Row, Section, SummaryList, Table, Tone,
};
use behorig_web::forms::number;
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, Render, html};

use super::{RETENTION, crumb_to_list, query};
use crate::records::places::Reach;
use crate::records::retention::{self, COUNTED, Keeping, Kept, Old, Said, Thinned, Word, kept};

static YEARS: FieldName = field("ar", "audit-keep-years");
/// What says that a log is kept, or that the unit above decides.
const WORD: &str = "sager";
const ALWAYS: &str = "behall";
const AS_ABOVE: &str = "folj";
/// The number of years for which it was shown what goes.
const SEEN: &str = "sett";
/// As many units, and as many thinnings, are shown.
const MOST: i64 = 500;

/// The units, or one of them with what would go and what has gone. Service 430 somewhere, and at the unit.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::KeepAccessLog).await?;
    let asked = query(raw)?;
    let Ok(unit) = asked.value("enhet").parse::<UnitId>() else {
        let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
        let scope = Reach::with(&viewer, Service::KeepAccessLog, now).all;
        let units = retention::all(visit.snapshot.get().await?, &scope, MOST).await?;
        let page = Page::new(lang.t("audit-retention")).lead(lang.t("audit-retention-lead")).wide();
        return Ok(visit.show(&page.crumbs([crumb_to_list(lang)]), table(lang, &units)));
    };
    let errors = Errors::new();
    let (page, body) = page(&mut visit, unit, &Form::default(), None, &errors).await?;
    Ok(visit.show(&page, body))
}

fn table(lang: Lang, units: &[Kept]) -> Markup {
    let columns = [
        Column::new(lang.t("audit-unit")),
        Column::new(lang.t("audit-kept")),
        Column::new(lang.t("audit-kept-since")),
        Column::new(lang.t("audit-kept-by")),
        Column::new(lang.t("audit-oldest")).unbroken(),
    ];
    let rows = units.iter().map(|kept| {
        let (since, by) = kept.word.as_ref().map_or_else(Default::default, |word| (day(word.at.0), word.by.clone()));
        Row::link(format!("{RETENTION}?enhet={}", kept.unit), kept.unit_name.clone())
            .cell(how_long(lang, kept))
            .cell(since)
            .cell(by)
            .cell(kept.oldest.map_or_else(String::new, |at| day(at.0)))
    });
    Table::new(lang.t("audit-retention"), columns).rows(rows).render()
}

fn day(millis: i64) -> String {
    format::local(millis).date().to_string()
}

fn in_years(lang: Lang, years: Option<Years>) -> Cow<'static, str> {
    match years {
        Some(years) => lang.tr("audit-kept-years", &[("count", i64::from(years.get()).into())]),
        None => lang.t("audit-kept-always"),
    }
}

/// For how long, and by which unit's word.
fn how_long(lang: Lang, kept: &Kept) -> String {
    match &kept.word {
        None => lang.t("audit-kept-default").into_owned(),
        Some(word) if kept.is_own() => in_years(lang, word.years).into_owned(),
        Some(word) => {
            let from = lang.tr("audit-kept-from", &[("unit", word.unit_name.clone().into())]);
            format!("{}, {from}", in_years(lang, word.years))
        }
    }
}

async fn page<'a>(
    visit: &mut Visit,
    unit: UnitId,
    form: &Form,
    asked: Option<Years>,
    errors: &'a Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    visit.require(Service::KeepAccessLog, unit).await?;
    let (now, lang) = (visit.now, visit.lang);
    let viewer = visit.viewer.clone();
    let tx = visit.snapshot.get().await?;
    if !retention::reaches_all_below(tx, &viewer, unit, now).await? {
        return Err(PageError::NotFound);
    }
    let kept = retention::of_unit(tx, unit).await?.ok_or(PageError::NotFound)?;
    let years = kept.word.as_ref().and_then(|word: &Word| word.years);
    let would = match asked.or(years) {
        Some(years) => retention::old(tx, unit, years, now).await?,
        None => Old::default(),
    };
    let gone = retention::thinned(tx, unit, MOST).await?;
    let changes = changes_of(tx, retention::KIND, unit.uuid()).await?;
    let body = html! {
        @if let Some(years) = asked { (warning(lang, years, would)) }
        (facts(lang, &kept, years.filter(|_| asked.is_none()).map(|_| would)))
        (choosing(lang, &kept, form, asked, errors))
        (what_went(lang, &gone))
        @if !changes.is_empty() { (Section::new(lang.t("audit-keep-history"), timeline(lang, now, &changes)).render()) }
    };
    let title = lang.tr("audit-retention-of", &[("unit", kept.unit_name.into())]);
    let crumbs = [crumb_to_list(lang), Crumb::new(RETENTION, lang.t("audit-retention"))];
    Ok((Page::new(title).crumbs(crumbs).errors(errors), body))
}

/// How many, and from when.
fn told(lang: Lang, old: Old) -> String {
    let count = format::number(lang, old.events);
    match old.oldest {
        None => lang.t("audit-would-go-none").into_owned(),
        Some(oldest) => {
            let id = if old.events >= COUNTED { "audit-would-go-more" } else { "audit-would-go" };
            lang.tr(id, &[("count", count.into()), ("day", day(oldest.0).into())]).into_owned()
        }
    }
}

fn warning(lang: Lang, years: Years, would: Old) -> Markup {
    let title = lang.tr("audit-keep-sure", &[("years", in_years(lang, Some(years)).into_owned().into())]);
    Notice::new(Tone::Warning, title).text(told(lang, would)).render()
}

fn facts(lang: Lang, kept: &Kept, would: Option<Old>) -> Markup {
    let mut list = SummaryList::new(lang).text(lang.t("audit-kept"), &how_long(lang, kept));
    if let Some(word) = &kept.word {
        list = list.text(lang.t("audit-kept-since"), &day(word.at.0)).text(lang.t("audit-kept-by"), &word.by);
    }
    if let Some(oldest) = kept.oldest {
        list = list.text(lang.t("audit-oldest"), &day(oldest.0));
    }
    if let Some(would) = would {
        list = list.text(lang.t("audit-goes-now"), &told(lang, would));
    }
    list.render()
}

fn choosing(lang: Lang, kept: &Kept, form: &Form, asked: Option<Years>, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let fields = html! {
        (f.number(&YEARS))
        div.button-row {
            @if asked.is_some() {
                (Button::primary(lang.t("audit-keep-do")))
            } @else {
                (Button::primary(lang.t("audit-keep-look")))
            }
            (Button::secondary(lang.t("audit-keep-always")).sends(WORD, ALWAYS))
            @if kept.is_own() { (Button::secondary(lang.t("audit-keep-as-above")).sends(WORD, AS_ABOVE)) }
        }
    };
    let mut post = PostForm::to(RETENTION, fields).once(Visit::form_key()).hidden("enhet", kept.unit.to_string());
    if let Some(years) = asked {
        post = post.hidden(SEEN, years.get().to_string());
    }
    Section::new(lang.t("audit-keep-heading"), post.guarded().render()).about(lang.t("audit-keep-about")).render()
}

fn what_went(lang: Lang, gone: &[Thinned]) -> Markup {
    let columns = [
        Column::new(lang.t("audit-gone-when")).unbroken(),
        Column::new(lang.t("audit-gone-before")).unbroken(),
        Column::new(lang.t("audit-kept")),
        Column::new(lang.t("audit-events")).number(),
        Column::new(lang.t("audit-gone-from")),
    ];
    let rows = gone.iter().map(|one| {
        Row::new(format::date_time(lang, one.at.0))
            .cell(one.before.clone())
            .cell(lang.tr("audit-kept-years", &[("count", one.years.into())]))
            .cell(format::number(lang, one.events))
            .cell(format!("{} – {}", day(one.first_at.0), day(one.last_at.0)))
    });
    let body = html! {
        @if gone.is_empty() { p { (lang.t("audit-gone-none")) } }
        @else { (Table::new(lang.t("audit-gone"), columns).rows(rows)) }
    };
    Section::new(lang.t("audit-gone"), body).about(lang.t("audit-gone-about")).render()
}

fn timeline(lang: Lang, now: behorig_access::Instant, changes: &[Changed]) -> Markup {
    HistoryWords { what: |_| "audit-keep-changed", change }.timeline(lang, now, changes)
}

fn change(lang: Lang, change: &FieldChange) -> Change<'static> {
    let words = |value: &Option<String>| match value.as_deref() {
        None => lang.t("audit-kept-as-above"),
        Some(years) => in_years(lang, years.parse().ok().and_then(Years::new)),
    };
    Change { field: lang.t("audit-kept"), from: words(&change.old), to: words(&change.new) }
}

fn parse(form: &Form, errors: &mut Errors) -> Option<Said> {
    match form.value(WORD) {
        ALWAYS => return Some(Said::Always),
        AS_ABOVE => return Some(Said::AsAbove),
        _ => {}
    }
    let range = i64::from(Years::FEWEST.get())..=i64::from(Years::MOST.get());
    let years = form.required(&YEARS, number(range), errors)?;
    Some(Said::Years(u16::try_from(years).ok().and_then(Years::new)?))
}

/// Whether it was shown how many events go when a log is kept for so many years. None go where it is kept.
fn was_shown(form: &Form, asked: Option<Years>) -> bool {
    asked.is_none_or(|years| form.value(SEEN) == years.get().to_string())
}

/// Writes a word: one that lets events go only once it was shown how many. Service 430 at the unit.
pub(crate) async fn save(mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::KeepAccessLog).await?;
    let unit: UnitId = super::id(submission.form.value("enhet"))?;
    submission.visit.require(Service::KeepAccessLog, unit).await?;
    let mut errors = Errors::new();
    let mut asked = None;
    if let Some(said) = parse(&submission.form, &mut errors) {
        asked = match said {
            Said::Years(years) => Some(years),
            Said::Always => None,
            Said::AsAbove => retention::as_above(submission.visit.snapshot.get().await?, unit).await?,
        };
        if was_shown(&submission.form, asked) {
            let input = Keeping { seat: submission.visit.seat(), unit, said };
            match submission.submit(input, kept).await {
                Ok(path) => return Ok(submission.visit.go_and_tell(&path, "audit-keep-saved")),
                Err(Rejected::Errors(found)) => errors = found,
                Err(Rejected::Page(error)) => return Err(error),
            }
        }
    }
    let form = submission.form.clone();
    let (page, body) = page(&mut submission.visit, unit, &form, asked, &errors).await?;
    if asked.is_some() && errors.is_empty() {
        return Ok(submission.visit.show(&page, body));
    }
    Ok(submission.visit.show_again(&page, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(form: &str) -> (Option<Said>, usize) {
        let mut errors = Errors::new();
        let parsed = parse(&Form::parse(form.as_bytes()).unwrap(), &mut errors);
        (parsed, errors.iter().count())
    }

    fn shown(form: &str, asked: Option<u16>) -> bool {
        was_shown(&Form::parse(form.as_bytes()).unwrap(), asked.map(|years| Years::new(years).unwrap()))
    }

    #[test]
    fn fewer_than_five_years_cannot_be_said_and_what_goes_is_shown_first() {
        let years = |years| Said::Years(Years::new(years).unwrap());
        assert_eq!(parsed("ar=5"), (Some(years(5)), 0));
        assert_eq!(parsed("sager=behall"), (Some(Said::Always), 0));
        assert_eq!(parsed("sager=folj&ar=2"), (Some(Said::AsAbove), 0));
        assert!(!shown("ar=5", Some(5)) && !shown("ar=7&sett=5", Some(7)) && !shown("sager=folj", Some(5)));
        assert!(shown("ar=7&sett=7", Some(7)) && shown("sager=folj&sett=5", Some(5)) && shown("sager=folj", None));
        for wrong in ["ar=4", "ar=0", "ar=-5", "ar=101", "ar=", "ar=fem", ""] {
            assert_eq!(parsed(wrong), (None, 1), "{wrong}");
        }
    }
}
