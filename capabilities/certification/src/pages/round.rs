//! A round: its lines, with *Behåll* and *Avsluta* for whoever may answer.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::Instant;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Crumb, EmptyState, Icon, Notice, Page, Pager, PostForm, SummaryList, Tab, Tone, link_button, tabs,
};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::lines::Asked;
use super::{A_PAGE, ASKED, DEPUTIES, FOLLOW_UP, LIST, id, last_day, path_of, query, state};
use crate::RoundId;
use crate::records::line::{Line, Tally, Which, lines_of, tally};
use crate::records::round::{May, Round};
use crate::records::sight::Sight;
use crate::rules::{By, Shut};

/// Which part of a round is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub which: Which,
    /// The lines after this one.
    pub after: i64,
}

impl Place {
    /// As an address or a form asks for it.
    pub(super) fn of(asked: &Form) -> Self {
        let which = if asked.value("visa") == "kvar" { Which::Waiting } else { Which::All };
        Self { which, after: asked.value("efter").parse().unwrap_or(0).max(0) }
    }

    /// The address of a round at this place.
    pub(super) fn path(self, round: RoundId) -> String {
        let which = if self.which == Which::Waiting { "visa=kvar" } else { "" };
        match (which, self.after) {
            ("", 0) => path_of(round, ""),
            ("", after) => path_of(round, &format!("?efter={after}")),
            (which, 0) => path_of(round, &format!("?{which}")),
            (which, after) => path_of(round, &format!("?{which}&efter={after}")),
        }
    }
}

/// A round. Service 423 or 420 at its unit, or 421 at its region.
pub(crate) async fn show(
    mut visit: Visit,
    Path(round): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let place = Place::of(&query(raw)?);
    let errors = Errors::new();
    let (page, body) = page(&mut visit, id(&round)?, place, &Form::default(), &errors).await?;
    Ok(visit.show(&page, body))
}

/// A round as it is read for a page.
struct Shown {
    round: Round,
    may: May,
    tally: Tally,
    lines: Vec<Line>,
    has_more: bool,
}

impl Shown {
    async fn read(visit: &mut Visit, id: RoundId, place: Place) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let sight = Sight::of(&viewer, now);
        let tx = visit.snapshot.get().await?;
        let (round, may) = Round::for_viewer(tx, &viewer, id, now).await?;
        let tally = tally(tx, id, &sight, now).await?;
        let mut lines = lines_of(tx, id, &sight, place.which, (place.after, ASKED), now).await?;
        let has_more = lines.len() > A_PAGE;
        lines.truncate(A_PAGE);
        Ok(Self { round, may, tally, lines, has_more })
    }
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn page<'a>(
    visit: &mut Visit,
    id: RoundId,
    place: Place,
    form: &Form,
    errors: &'a Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let shown = Shown::read(visit, id, place).await?;
    let answers = shown.may.answer(&shown.round.times, now);
    let asked = Asked { lang, now, may_answer: answers.is_ok(), submitted: shown.round.times.submitted, form, errors };
    let title = lang.tr("certification-round", &[("unit", shown.round.unit_name.clone().into())]);
    let table = lines(lang, &asked, &shown, &title);
    let body = html! {
        (notice(lang, &shown, answers, now))
        (facts(lang, &shown, now))
        (which_tabs(lang, &shown, place))
        @match answers {
            Ok(by) if !shown.lines.is_empty() => (form_around(lang, &shown, place, by, &table)),
            _ => (table),
        }
        (pager(lang, &shown, place))
    };
    let above = if shown.may.certify {
        Crumb::new(LIST, lang.t("certification-title"))
    } else {
        Crumb::new(FOLLOW_UP, lang.t("certification-follow-up"))
    };
    let mut page = Page::new(title).crumbs([above]).errors(errors).wide();
    if shown.may.audit {
        let pdf = path_of(id, "/omprovning.pdf");
        page = page.actions(Button::link(pdf, lang.t("certification-pdf")).icon(Icon::Document).render());
    }
    Ok((page, body))
}

fn lines(lang: Lang, asked: &Asked<'_>, shown: &Shown, title: &str) -> Markup {
    if shown.lines.is_empty() {
        let (none, text) = (lang.t("certification-nothing-left"), lang.t("certification-nothing-left-text"));
        return EmptyState::new(Icon::Done, none, text).render();
    }
    asked.table(title, &shown.lines)
}

/// What one should know before answering.
fn notice(lang: Lang, shown: &Shown, answers: Result<By, Option<Shut>>, now: Instant) -> Markup {
    let round = &shown.round;
    let waiting = shown.tally.waiting_in_all() > 0;
    let day = [("day", round.last_day.to_string().into())];
    html! {
        @match answers {
            Ok(By::Region) if now >= round.times.closes_at && waiting => {
                (Notice::new(Tone::Warning, lang.tr("certification-region-answers", &day)))
            }
            Err(Some(Shut::Closed)) if waiting => {
                (Notice::new(Tone::Warning, lang.tr("certification-closed-notice", &day))
                    .text(lang.t("certification-closed-notice-text")))
            }
            _ => {}
        }
        @if shown.tally.own_waiting > 0 && answers.is_ok() {
            (own_notice(lang, shown))
        }
    }
}

/// One's own wait for somebody else.
fn own_notice(lang: Lang, shown: &Shown) -> Markup {
    let title = lang.tr("certification-own-notice", &[("count", shown.tally.own_waiting.into())]);
    let notice = Notice::new(Tone::Info, title).text(lang.t("certification-own-line-text"));
    if shown.may.certify { notice.link(DEPUTIES, lang.t("certification-deputies")).render() } else { notice.render() }
}

fn facts(lang: Lang, shown: &Shown, now: Instant) -> Markup {
    let (round, tally) = (&shown.round, &shown.tally);
    let counts = [
        ("kept", tally.kept.into()),
        ("ended", (tally.ended + tally.lapsed).into()),
        ("waiting", tally.waiting.into()),
        ("others", tally.others().into()),
        ("all", tally.all.into()),
    ];
    let standing = html! {
        (state(lang, round, tally, now)) " " (lang.tr("certification-counts", &counts))
    };
    let grace = match (round.lapsed_at, round.times.ends_at) {
        (Some(at), _) => lang.tr("certification-grace-over", &[("day", super::day(at).to_string().into())]),
        (None, Some(ends)) => lang.tr("certification-grace", &[("day", last_day(ends).to_string().into())]),
        (None, None) => lang.t("certification-no-grace"),
    };
    let mut facts = SummaryList::new(lang)
        .line(lang.t("certification-state"), standing)
        .text(lang.t("certification-opened"), &format::date_time(lang, round.times.opened_at.0))
        .text(lang.t("certification-last-day"), &format::long_date(lang, round.last_day))
        .text(lang.t("certification-grace-label"), &grace);
    if let Some((at, who)) = &round.submitted {
        let told = format!("{who}, {}", format::date_time(lang, at.0));
        facts = facts.text(lang.t("certification-submitted"), &told);
    }
    if tally.hidden > 0 {
        let hidden = lang.tr("certification-hidden", &[("count", tally.hidden.into())]);
        facts = facts.text(lang.t("certification-hidden-label"), &hidden);
    }
    facts.render()
}

fn which_tabs(lang: Lang, shown: &Shown, place: Place) -> Markup {
    let tab = |which, label: &'static str, count: i64| {
        let path = Place { which, after: 0 }.path(shown.round.id);
        Tab::new(path, lang.tr(label, &[("count", count.into())]), place.which == which)
    };
    let both = [
        tab(Which::All, "certification-tab-all", shown.tally.all),
        tab(Which::Waiting, "certification-tab-waiting", shown.tally.waiting),
    ];
    tabs(&lang.t("certification-tabs"), &both)
}

fn form_around(lang: Lang, shown: &Shown, place: Place, by: By, table: &Markup) -> Markup {
    let round = shown.round.id;
    let left = shown.tally.to_decide;
    let fields = html! {
        (table)
        div.button-row {
            @if by == By::Certifier && !shown.round.times.submitted {
                (Button::primary(lang.t("certification-submit")).sends("gor", "skicka"))
                (Button::secondary(lang.t("certification-save")).sends("gor", "spara"))
            } @else {
                (Button::primary(lang.t("certification-save")).sends("gor", "spara"))
            }
            @if left > 0 {
                (Button::secondary(lang.tr("certification-keep-rest", &[("count", left.into())])).sends("gor", "behall-alla"))
            }
            (link_button(&place.path(round), &lang.t("web-cancel")))
        }
    };
    let mut form = PostForm::to(path_of(round, ""), fields)
        .once(Visit::form_key())
        .hidden("efter", place.after.to_string())
        .guarded();
    if place.which == Which::Waiting {
        form = form.hidden("visa", "kvar");
    }
    form.render()
}

fn pager(lang: Lang, shown: &Shown, place: Place) -> Markup {
    let at = |after| Place { after, ..place }.path(shown.round.id).into();
    let page = i64::try_from(A_PAGE).unwrap_or(i64::MAX);
    // Of some of the lines, the page before is not known by its number: one begins again.
    let every_line = place.which == Which::All && shown.tally.hidden == 0;
    let previous = (place.after > 0).then(|| at(if every_line { (place.after - page).max(0) } else { 0 }));
    let next = shown.lines.last().filter(|_| shown.has_more).map(|last| at(last.position));
    let seen = match (shown.lines.first(), shown.lines.last()) {
        (Some(first), Some(last)) if every_line => {
            format!("{}–{} / {}", first.position, last.position, shown.tally.all)
        }
        _ => String::new(),
    };
    Pager::new(lang, previous, next, seen).render()
}
