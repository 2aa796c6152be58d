//! Cases in a list, as their resident reads them.

use behorig_cases::records::{Listed, Place, Row as CaseRow};
use behorig_cases::rules::as_read_out;
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Column, Pager, Row, Table, Tone, tag};
use behorig_web::{Form, Lang};
use maud::html;

use super::case_path;
use crate::records::{first_words, subject_in};
use crate::whom::Whom;
use crate::words::{state, when};

/// A page of a list of cases, with what each is about.
pub(super) struct Lines {
    /// The cases.
    pub listed: Listed,
    /// What each of them is about, in the reader's language, and its first words.
    said: Vec<(String, String)>,
}

impl Lines {
    /// Reads what the listed cases are about.
    pub(super) async fn of(tx: &mut Tx, lang: Lang, listed: Listed) -> Result<Self, PageError> {
        let mut words = first_words(tx, listed.rows.iter().map(|row| row.case.id)).await?;
        let mut said = Vec::with_capacity(listed.rows.len());
        for row in &listed.rows {
            let subject = subject_in(tx, lang, &row.case).await?;
            said.push((subject, words.remove(&row.case.id).unwrap_or_default()));
        }
        Ok(Self { listed, said })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listed.rows.is_empty()
    }

    /// How many there are on the page, in words.
    pub(super) fn shown(&self, lang: Lang) -> String {
        lang.tr("my-care-shown", &[("count", self.listed.rows.len().into())]).into_owned()
    }

    pub(super) fn table(&self, visit: &Visit, whom: &Whom, caption: &str) -> Table<'static> {
        let (lang, now) = (visit.lang, visit.now);
        let columns = [
            Column::new(lang.t("my-care-about-what")),
            Column::new(lang.t("my-care-state")),
            Column::new(lang.t("my-care-last")).unbroken(),
        ];
        let rows = self.listed.rows.iter().zip(&self.said).map(|(row, (about, words))| {
            let case = &row.case;
            let subject = html! {
                @if case.resident_unread { strong { (about) } " " (tag(Tone::Info, &lang.t("my-care-new"))) }
                @else { (about) }
                @if !words.is_empty() { br; span.muted { (words) } }
                br;
                // A new line begins after the dot and not with it.
                span.muted { (row.unit_name) "\u{a0}· " span.nowrap { (as_read_out(&case.reference)) } }
            };
            Row::link(whom.path(&case_path(case.id)), subject).cell(html! { (state(lang, case)) }).cell(when(
                lang,
                case.last_message_at,
                now,
            ))
        });
        Table::new(caption.to_owned(), columns).rows(rows)
    }

    /// The ways to the pages before and after; `asked` is what stands first in their addresses.
    pub(super) fn pager(&self, lang: Lang, whom: &Whom, list: &str, asked: &str) -> Pager<'static> {
        let path = |word: &str, row: Option<&CaseRow>| {
            row.map(|row| whom.path(&format!("{list}?{asked}{word}={}", row.case.id)).into())
        };
        let before = self.listed.rows.first().filter(|_| self.listed.more_before);
        let after = self.listed.rows.last().filter(|_| self.listed.more_after);
        Pager::new(lang, path("fore", before), path("efter", after), self.shown(lang))
    }
}

/// Where in the list a page begins.
pub(super) fn place_of(asked: &Form) -> Place {
    match (asked.value("efter").parse(), asked.value("fore").parse()) {
        (Ok(case), _) => Place::After(case),
        (_, Ok(case)) => Place::Before(case),
        _ => Place::Top,
    }
}
