//! A visit as a card on a unit's day.

use behorig_access::{Instant, UnitId, Viewer};
use behorig_visit::Visit;
use behorig_web::components::{Button, Icon, Tag, Tone};
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::strip::Mark;
use super::{clock, length, name_of, planned_minutes, span, state_tag, visit_path};
use crate::fields::VISITS;
use crate::records::board::{Board, can_be_moved};
use crate::records::visit::sees;
use crate::records::{CareVisit, Place};
use crate::rules::clashes::Clash;

/// All that cards are made with.
pub(super) struct Cards<'a> {
    pub lang: Lang,
    pub board: &'a Board,
    viewer: &'a Viewer,
    chain: Vec<UnitId>,
    now: Instant,
    /// What was ticked when the form was sent.
    typed: &'a Form,
}

impl<'a> Cards<'a> {
    pub(super) fn new(visit: &'a Visit, board: &'a Board, chain: Vec<UnitId>, typed: &'a Form) -> Self {
        Self { lang: visit.lang, board, viewer: &visit.viewer, chain, now: visit.now, typed }
    }

    fn name(&self, care: &CareVisit) -> String {
        let sees = sees(self.viewer, &self.chain, care.person.id, care.is_protected(), self.now);
        name_of(self.lang, care, sees)
    }

    /// As a strip shows it.
    pub(super) fn mark(&self, care: &CareVisit) -> Mark {
        Mark {
            from: care.planned_from,
            to: care.planned_to,
            state: care.state,
            clash: self.board.clashes.contains_key(&care.id),
        }
    }

    /// One place of a visit. `lost` had it and will not come.
    pub(super) fn card(&self, care: &CareVisit, place: i64, lost: Option<&Place>) -> Markup {
        let (lang, movable) = (self.lang, can_be_moved(care));
        let id = format!("b-{}-{place}", care.id);
        let value = format!("{}.{place}.{}", care.id, care.version);
        let ticked = self.typed.values(&VISITS.name).any(|one| one == value);
        let (time, name) = (span(lang, care.planned_from, care.planned_to), self.name(care));
        let about = format!("{time} {name}");
        let move_to = visit_path(care.id, &format!("/flytta?plats={place}"));
        html! {
            li.day-visit.(care.state.as_stored()) data-move=[movable.then(|| visit_path(care.id, "/flytta"))]
                data-place=(place) data-version=(care.version) data-at=(care.planned_from.0)
                data-length=(care.planned_to.millis_since(care.planned_from)) {
                div.visit-head {
                    @if movable {
                        input type="checkbox" id=(id) name=(VISITS.name) value=(value) checked[ticked];
                        label for=(id) { strong { (time) } " " (name) }
                    } @else { p { strong { (time) } " " (name) } }
                }
                p.visit-what { (care.interventions.join(", ")) " · " (length(lang, planned_minutes(care))) }
                p.visit-tags {
                    @if !movable { (state_tag(lang, care.state)) }
                    @if care.staff_needed > 1 {
                        @let args = [("place", place.into()), ("of", care.staff_needed.into())];
                        (Tag::new(Tone::Neutral, lang.tr("planning-place-of", &args)).icon(Icon::People))
                    }
                    @if let Some(lost) = lost {
                        @let words = lang.tr("planning-was-planned", &[("name", lost.name.as_str().into())]);
                        (Tag::new(Tone::Warning, words))
                    }
                    @for clash in self.board.clashes.get(&care.id).into_iter().flatten() {
                        @if let Some(words) = self.clash(clash, care, place) { (Tag::new(Tone::Warning, words)) }
                    }
                }
                p.visit-links {
                    @if movable { (Button::link(move_to, lang.t("planning-move")).about(about.clone())) }
                    (Button::link(visit_path(care.id, ""), lang.t("planning-show")).about(about.clone()))
                    @if movable {
                        button.button.secondary.grab #{ "g" (id) } type="button" hidden data-grab aria-pressed="false" {
                            (lang.t("planning-grab")) span.reader-only { " " (about) }
                        }
                    }
                }
            }
        }
    }

    /// What does not fit, in words; an overlap is told of the person who would be at two places.
    fn clash(&self, clash: &Clash, care: &CareVisit, place: i64) -> Option<String> {
        let lang = self.lang;
        let words = match clash {
            Clash::Overlap { who, .. } if care.at_place(place).is_none_or(|held| held.account != *who) => return None,
            Clash::Overlap { with, .. } => match self.board.visit(*with) {
                Some(other) => {
                    let other = format!("{} {}", span(lang, other.planned_from, other.planned_to), self.name(other));
                    lang.tr("planning-clash-overlap", &[("other", other.into())])
                }
                None => lang.t("planning-clash-elsewhere"),
            },
            Clash::OutsideWindow => match care.window() {
                Some((first, last)) if first == last => {
                    lang.tr("planning-clash-time", &[("time", clock(lang, first).into())])
                }
                Some((first, last)) => lang.tr("planning-clash-window", &[("window", span(lang, first, last).into())]),
                None => return None,
            },
            Clash::TooFew { has, needs } => {
                lang.tr("planning-clash-too-few", &[("has", (*has).into()), ("needs", (*needs).into())])
            }
        };
        Some(words.into_owned())
    }
}
