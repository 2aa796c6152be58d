//! The lines of a review as a table: to judge, or to read.

use behorig_access::{Instant, UnitId, Viewer};
use behorig_web::components::{Choice, Column, Fields, Row, Table, Tone, tag};
use behorig_web::paths::query_value;
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::{SEARCH, who};
use crate::records::judging::{NOTE, VERDICT};
use crate::records::line::Line;
use crate::records::review::Review;
use crate::records::{sees, sees_staff};
use crate::rules::Verdict;
use crate::words;

/// The hidden fields of a line: its place, and what was shown as said.
pub(super) const PLACE: &str = "rad";
pub(super) const SEEN: &str = "sedd";
/// The longest that a note may be, in characters.
pub(super) const LONGEST_NOTE: usize = 1_000;

/// A form filled with what is said of the lines.
pub(super) fn filled(lines: &[Line]) -> Form {
    let mut form = Form::default();
    for line in lines {
        form.fill(&VERDICT.on_row(line.position), line.verdict.map_or("", Verdict::key));
        form.fill(&NOTE.on_row(line.position), line.note.as_str());
    }
    form
}

/// Who looks, and at what.
pub(super) struct Looking<'a> {
    pub lang: Lang,
    pub now: Instant,
    pub viewer: &'a Viewer,
    pub chain: &'a [UnitId],
    pub review: &'a Review,
    pub form: &'a Form,
    pub errors: &'a Errors,
}

impl Looking<'_> {
    pub(super) fn table(&self, lines: &[Line]) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::new(lang.t("audit-line")),
            Column::new(lang.t("audit-staff")),
            Column::new(lang.t("audit-person")),
            Column::new(lang.t("audit-events")).number(),
            Column::new(lang.t("audit-when")),
            Column::new(lang.t("audit-verdict")),
        ];
        Table::new(lang.t("audit-lines"), columns).rows(lines.iter().map(|line| self.row(line))).render()
    }

    fn row(&self, line: &Line) -> Row<'static> {
        let lang = self.lang;
        let name = line.staff(sees_staff(self.viewer, self.chain, self.now));
        let told = who(lang, name, line.staff_is_protected);
        let staff = html! {
            (told)
            @if let Some(title) = &line.staff_title { br; span.hint { (title) } }
        };
        let path = self.in_the_log(line);
        let events = html! {
            a href=(path) {
                (format::number(lang, line.events))
                span.reader-only { " " (lang.tr("audit-events-of", &[("staff", told.clone().into())])) }
            }
            @if line.is_thinned { " " (tag(Tone::Info, &lang.t("audit-thinned"))) }
        };
        let when = if line.first_at == line.last_at {
            format::date_time(lang, line.first_at.0)
        } else {
            format!("{} – {}", format::date_time(lang, line.first_at.0), format::date_time(lang, line.last_at.0))
        };
        let open = self.review.signed.is_none() && !line.is_own;
        Row::new(line.position.to_string()).cell(staff).cell(self.patient(line)).cell(events).cell(when).cell(if open {
            self.fields(line)
        } else {
            self.said(line)
        })
    }

    fn patient(&self, line: &Line) -> Markup {
        let protected = line.known.is_some_and(|known| known.1);
        html! {
            @if sees(self.viewer, self.chain, line.known, self.now) {
                (line.patient_name) br; span.hint { (line.number.shown()) }
            }
            @if protected { " " (tag(Tone::Danger, &self.lang.t("web-protected"))) }
        }
    }

    /// The events of a line, where it can be told by the register's id whom they are about.
    fn in_the_log(&self, line: &Line) -> String {
        let days = self.review.days;
        let mut path = format!("{SEARCH}?fran={}&till={}&enhet={}", days.from, days.to, self.review.unit);
        if let Some(name) = line.staff(sees_staff(self.viewer, self.chain, self.now)) {
            path.push_str(&format!("&vem={}", query_value(name)));
        }
        if let Some((person, _)) = line.known {
            path.push_str(&format!("&invanare={person}"));
        }
        path
    }

    fn fields(&self, line: &Line) -> Markup {
        let lang = self.lang;
        let f = Fields::new(lang, self.form, self.errors);
        let (verdict, note) = (VERDICT.on_row(line.position), NOTE.on_row(line.position));
        let choices = Verdict::ALL.map(|one| Choice::new(one.key(), words::verdict(lang, one).1));
        html! {
            (f.select(&verdict).options(choices).prompt(lang.t("audit-no-verdict")))
            (f.long_text(&note, 2).optional())
            input type="hidden" name=(PLACE) value=(line.position);
            input type="hidden" name=(format!("{SEEN}.{}", line.position)) value=(line.verdict.map_or("", Verdict::key));
            (self.by_whom(line))
        }
    }

    fn said(&self, line: &Line) -> Markup {
        let lang = self.lang;
        html! {
            @if let Some(verdict) = line.verdict {
                @let (tone, word) = words::verdict(lang, verdict);
                (tag(tone, &word))
                @if !line.note.is_empty() { p { (line.note) } }
                (self.by_whom(line))
            } @else if line.is_own {
                (tag(Tone::Info, &lang.t("audit-own-line")))
                p.hint { (lang.t("audit-own-line-text")) }
            }
        }
    }

    fn by_whom(&self, line: &Line) -> Markup {
        html! {
            @if let Some((who, at)) = &line.judged {
                p.hint { (who) ", " (format::near_time(self.lang, at.0, self.now.0)) }
            }
        }
    }
}
