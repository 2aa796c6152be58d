//! A review: what it was drawn by, its lines, and the way to sign it. Signed, it is the report.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{Instant, UnitId};
use behorig_store::Event;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, EmptyState, Icon, Notice, Page, Pager, PostForm, SummaryList, Tab, Tone, link_button, print_button, tabs,
};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::lines::{Looking, filled};
use super::{A_PAGE, ASKED, LIST, crumb_to_list, id, path_of, query, state, subject};
use crate::ReviewId;
use crate::records::account_of;
use crate::records::line::{Line, Tally, lines_of, tally};
use crate::records::making::event;
use crate::records::review::Review;
use crate::rules::may_sign;
use crate::words;

/// Which part of a review is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Those alone that wait for a verdict.
    pub waiting: bool,
    /// The lines after this one.
    pub after: i64,
}

impl Place {
    /// As an address or a form asks for it.
    pub(super) fn of(asked: &Form) -> Self {
        Self { waiting: asked.value("visa") == "kvar", after: asked.value("efter").parse().unwrap_or(0).max(0) }
    }

    /// The address of a review at this place.
    pub(super) fn path(self, review: ReviewId) -> String {
        match (self.waiting, self.after) {
            (false, 0) => path_of(review, ""),
            (false, after) => path_of(review, &format!("?efter={after}")),
            (true, 0) => path_of(review, "?visa=kvar"),
            (true, after) => path_of(review, &format!("?visa=kvar&efter={after}")),
        }
    }
}

/// A review. Service 400 at its unit, and below it where the review took in what lies below.
pub(crate) async fn show(
    mut visit: Visit,
    Path(review): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let place = Place::of(&query(raw)?);
    let errors = Errors::new();
    let (page, body) = page(&mut visit, id(&review)?, place, None, &errors).await?;
    Ok(visit.show(&page, body))
}

/// A review as it is read for a page.
struct Shown {
    review: Review,
    chain: Vec<UnitId>,
    tally: Tally,
    lines: Vec<Line>,
    has_more: bool,
}

impl Shown {
    async fn read(visit: &mut Visit, id: ReviewId, place: Place) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let (review, chain) = Review::for_viewer(tx, &viewer, id, now).await?;
        let me = account_of(&viewer);
        let tally = tally(tx, id, me).await?;
        let mut lines = lines_of(tx, id, me, place.waiting, place.after, ASKED).await?;
        let has_more = lines.len() > A_PAGE;
        lines.truncate(A_PAGE);
        Ok(Self { review, chain, tally, lines, has_more })
    }
}

/// That the lines were read, with everybody in them.
pub(super) fn reading(visit: &Visit, level: &'static str, review: ReviewId, lines: &[Line]) -> Event {
    let mut read = event(behorig_store::ActivityType::Read, level, review);
    read.resources.extend(lines.iter().map(|line| {
        let person = line.known.map(|(person, _)| person.to_string());
        subject(&visit.actor(), "resident", person, (line.number, line.patient_name.clone()))
    }));
    read
}

/// The page with what was typed, if anything, and what is wrong with it.
pub(super) async fn page<'a>(
    visit: &mut Visit,
    id: ReviewId,
    place: Place,
    typed: Option<&Form>,
    errors: &'a Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let shown = Shown::read(visit, id, place).await?;
    if !shown.lines.is_empty() {
        visit.record_reading(reading(visit, "audit.review", id, &shown.lines)).await?;
    }
    let review = &shown.review;
    let stored = filled(&shown.lines);
    let looking = Looking {
        lang,
        now,
        viewer: &visit.viewer,
        chain: &shown.chain,
        review,
        form: typed.unwrap_or(&stored),
        errors,
    };
    let table = table(&looking, &shown);
    let body = html! {
        (notice(lang, &shown))
        (facts(lang, review, &shown.tally, now))
        (which_tabs(lang, &shown, place))
        @if review.signed.is_none() { (form_around(lang, &shown, place, &table)) } @else { (table) }
        (pager(lang, &shown, place))
    };
    let title = lang.tr("audit-review", &[("unit", review.unit_name.clone().into())]);
    let actions = html! {
        (Button::link(path_of(id, "/rapport.pdf"), lang.t("audit-pdf")).icon(Icon::Document))
        (print_button(lang))
    };
    Ok((Page::new(title).crumbs([crumb_to_list(lang)]).actions(actions).errors(errors).wide(), body))
}

fn table(looking: &Looking<'_>, shown: &Shown) -> Markup {
    let lang = looking.lang;
    if !shown.lines.is_empty() {
        return looking.table(&shown.lines);
    }
    let (title, text) = if shown.tally.all == 0 {
        ("audit-nothing-found", "audit-nothing-found-text")
    } else {
        ("audit-nothing-left", "audit-nothing-left-text")
    };
    EmptyState::new(Icon::Done, lang.t(title), lang.t(text)).render()
}

/// One's own wait for somebody else.
fn notice(lang: Lang, shown: &Shown) -> Markup {
    if shown.review.signed.is_some() || shown.tally.own_waiting == 0 {
        return Markup::default();
    }
    let title = lang.tr("audit-own-notice", &[("count", shown.tally.own_waiting.into())]);
    Notice::new(Tone::Info, title).text(lang.t("audit-own-line-text")).render()
}

fn facts(lang: Lang, review: &Review, tally: &Tally, now: Instant) -> Markup {
    let standing = html! { (state(lang, review, now)) " " (counts(lang, tally)) };
    let mut facts = SummaryList::new(lang).line(lang.t("audit-state"), standing);
    for (label, value) in drawn_by(lang, review, tally) {
        facts = facts.text(label, &value);
    }
    facts.render()
}

/// How the lines stand, in numbers.
pub(super) fn counts(lang: Lang, tally: &Tally) -> String {
    let counts = [
        ("justified", tally.justified.into()),
        ("explain", tally.to_explain.into()),
        ("suspected", tally.suspected.into()),
        ("waiting", tally.waiting.into()),
        ("all", tally.all.into()),
    ];
    lang.tr("audit-counts", &counts).into_owned()
}

/// All that is needed to draw it again, and who did what when: the same on the page and on paper.
pub(super) fn drawn_by(lang: Lang, review: &Review, tally: &Tally) -> Vec<(String, String)> {
    let fact = |label, value: String| (lang.t(label).into_owned(), value);
    let units = if review.branch { "audit-with-below" } else { "audit-without-below" };
    let found = [
        ("staff", review.staff.into()),
        ("drawn", review.staff_drawn.into()),
        ("found", review.found.into()),
        ("lines", tally.all.into()),
    ];
    let told = |(at, who): &(Instant, String)| format!("{who}, {}", format::date_time(lang, at.0));
    let mut facts = vec![
        fact("audit-unit", format!("{}, {}", review.unit_name, lang.t(units))),
        fact("audit-period", format::period(lang, review.days.from, Some(review.days.to))),
        fact("audit-rule", words::rule(lang, review.rule)),
        fact("audit-found", lang.tr("audit-found-text", &found).into_owned()),
        fact("audit-seed", review.seed.clone()),
        fact("audit-due", format::long_date(lang, review.due_on)),
        fact("audit-made-by", told(&review.made)),
    ];
    facts.extend(review.signed.as_ref().map(|signed| fact("audit-signed-by", told(signed))));
    facts
}

fn which_tabs(lang: Lang, shown: &Shown, place: Place) -> Markup {
    let tab = |waiting, label: &'static str, count: i64| {
        let path = Place { waiting, after: 0 }.path(shown.review.id);
        Tab::new(path, lang.tr(label, &[("count", count.into())]), place.waiting == waiting)
    };
    let both = [tab(false, "audit-tab-all", shown.tally.all), tab(true, "audit-tab-waiting", shown.tally.waiting)];
    tabs(&lang.t("audit-lines"), &both)
}

fn form_around(lang: Lang, shown: &Shown, place: Place, table: &Markup) -> Markup {
    let review = &shown.review;
    let fields = html! {
        (table)
        p.hint { (lang.t("audit-sign-text")) }
        div.button-row {
            @if may_sign(shown.tally.waiting, review.signed.is_some()) {
                (Button::primary(lang.t("audit-sign")).sends("gor", "signera"))
                (Button::secondary(lang.t("audit-save")).sends("gor", "spara"))
            } @else {
                (Button::primary(lang.t("audit-save")).sends("gor", "spara"))
                (Button::secondary(lang.t("audit-save-and-sign")).sends("gor", "signera"))
            }
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    let mut form = PostForm::to(path_of(review.id, ""), fields)
        .once(Visit::form_key())
        .hidden("efter", place.after.to_string())
        .guarded();
    if place.waiting {
        form = form.hidden("visa", "kvar");
    }
    form.render()
}

fn pager(lang: Lang, shown: &Shown, place: Place) -> Markup {
    let at = |after| Place { after, ..place }.path(shown.review.id).into();
    let first = (place.after > 0).then(|| at(0));
    let next = shown.lines.last().filter(|_| shown.has_more).map(|last| at(last.position));
    let seen = match (shown.lines.first(), shown.lines.last()) {
        (Some(first), Some(last)) if !place.waiting => {
            format!("{}–{} / {}", first.position, last.position, shown.tally.all)
        }
        _ => String::new(),
    };
    Pager::new(lang, first, next, seen).render()
}
