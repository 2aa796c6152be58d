//! The parts of the page that says what a spreadsheet would do.

use std::collections::{HashMap, HashSet};

use behorig_access::AccountId;
use behorig_visit::role_name;
use behorig_web::components::{Cell, Column, Notice, Row, Table, Tone};
use behorig_web::{Form, Lang, format};
use maud::{Markup, html};

use super::check::{ALL, CHANGE, END, RIGHT};
use super::verdicts;
use crate::records::facts::{Ground, Who};
use crate::rules::plan::{Change, Entry, Held, NameQuestion, Plan, Verdict};

/// So many rows of each list are shown; whoever has more has one mistake many times.
const SHOWN: usize = 200;
/// So many of those that would be given are shown: enough to see that the columns were understood.
const SAMPLE: usize = 50;

/// What is shown.
pub(super) struct Lists<'a> {
    pub(super) lang: Lang,
    pub(super) plan: &'a Plan,
    pub(super) ground: &'a Ground,
    pub(super) form: &'a Form,
    /// Who those are who hold what the file lacks.
    pub(super) people: HashMap<AccountId, Who>,
}

impl Lists<'_> {
    /// Who they are must be known of these.
    pub(super) fn accounts(&self) -> Vec<AccountId> {
        let accounts: HashSet<AccountId> = self.plan.lacking.iter().take(SHOWN).map(|held| held.account).collect();
        accounts.into_iter().collect()
    }

    /// Whether anything of it can be carried out.
    pub(super) fn does_something(&self) -> bool {
        let is_new = |entry: &Entry| matches!(entry.verdict, Verdict::New(_));
        let can_change = || self.plan.differences().any(|(_, change)| change.may.is_ok());
        !self.plan.lacking.is_empty() || self.plan.entries.iter().any(is_new) || can_change()
    }

    fn number(&self, count: usize) -> String {
        format::number(self.lang, i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(super) fn counts(&self) -> Table<'static> {
        let count = |wanted: &dyn Fn(&Entry) -> bool| self.plan.entries.iter().filter(|entry| wanted(entry)).count();
        let is_new = |entry: &Entry| matches!(entry.verdict, Verdict::New(_));
        let lines = [
            ("permission-register-count-new", count(&|entry| is_new(entry) && entry.question.is_none())),
            ("permission-register-count-question", count(&|entry| is_new(entry) && entry.question.is_some())),
            ("permission-register-count-there", count(&|entry| entry.verdict == Verdict::There)),
            ("permission-register-count-differs", self.plan.differences().count()),
            ("permission-register-count-duplicate", count(&|entry| matches!(entry.verdict, Verdict::Duplicate(_)))),
            ("permission-register-count-over", count(&|entry| matches!(entry.verdict, Verdict::Over(_)))),
            ("permission-register-count-fault", count(&|entry| entry.verdict.is_fault())),
            ("permission-register-count-lacking", self.plan.lacking.len()),
            ("permission-register-count-idle", self.plan.idle),
        ];
        let columns = [
            Column::new(self.lang.t("permission-register-count-what")),
            Column::new(self.lang.t("permission-register-count")).number(),
        ];
        let rows = lines.into_iter().map(|(id, count)| Row::new(Cell::text(self.lang.t(id))).cell(self.number(count)));
        Table::new(self.lang.t("permission-register-check"), columns).rows(rows)
    }

    /// What must be mended in the file, or is left out.
    pub(super) fn faults(&self) -> Markup {
        let lang = self.lang;
        let faults: Vec<&Entry> = self.plan.entries.iter().filter(|entry| entry.verdict.is_fault()).collect();
        let columns = [
            "permission-register-row",
            "permission-register-name",
            "permission-register-unit",
            "permission-register-permission",
            "permission-register-fault",
        ];
        let rows = faults.iter().take(SHOWN).map(|entry| {
            Row::new(Cell::text(entry.row.to_string()))
                .cell(entry.name.clone())
                .cell(entry.unit.clone())
                .cell(role_name(lang, &entry.permission).into_owned())
                .cell(verdicts::words(lang, &entry.verdict))
        });
        html! {
            @if !faults.is_empty() {
                h2 { (lang.t("permission-register-faults")) }
                p { (lang.t("permission-register-faults-text")) }
                (Table::new(lang.t("permission-register-faults"), columns.map(|id| Column::new(lang.t(id)))).rows(rows))
                (self.more(faults.len(), SHOWN))
            }
        }
    }

    /// Names that do not fit their HSA-ids, each to be answered.
    pub(super) fn questions(&self) -> Markup {
        let lang = self.lang;
        let mut asked: Vec<(&Entry, &NameQuestion)> = Vec::new();
        for entry in &self.plan.entries {
            if let Some(question) = &entry.question
                && asked.last().is_none_or(|(last, _)| last.row != entry.row)
            {
                asked.push((entry, question));
            }
        }
        html! {
            @if !asked.is_empty() {
                fieldset.field {
                    legend { h2 { (lang.t("permission-register-questions")) } }
                    p.hint { (lang.t("permission-register-questions-text")) }
                    div.choices {
                        @for (entry, question) in asked.iter().take(SHOWN) {
                            (self.tick(RIGHT, &entry.row.to_string(), &self.question(entry, question)))
                        }
                    }
                    (self.more(asked.len(), SHOWN))
                }
            }
        }
    }

    fn question(&self, entry: &Entry, question: &NameQuestion) -> String {
        let hsa_id = entry.hsa_id.as_ref().map_or("", |id| id.as_str());
        let mut args = vec![
            ("row", entry.row.to_string().into()),
            ("written", entry.name.clone().into()),
            ("id", hsa_id.to_owned().into()),
        ];
        match &question.known {
            Some(known) => {
                args.push(("known", known.clone().into()));
                self.lang.tr("permission-register-question", &args).into_owned()
            }
            None => self.lang.tr("permission-register-question-protected", &args).into_owned(),
        }
    }

    /// What is there otherwise than the file says: it stays as it is, unless it is ticked.
    pub(super) fn differences(&self) -> Markup {
        let lang = self.lang;
        let all: Vec<(&Entry, &Change)> = self.plan.differences().collect();
        let can_change = all.iter().filter(|(_, change)| change.may.is_ok()).count();
        html! {
            @if !all.is_empty() {
                fieldset.field {
                    legend { h2 { (lang.t("permission-register-differences")) } }
                    p.hint { (lang.t("permission-register-differences-text")) }
                    div.choices {
                        @for (entry, change) in all.iter().take(SHOWN) { (self.difference(entry, change)) }
                        @if all.len() > SHOWN && can_change > 0 {
                            (self.tick(CHANGE, ALL, &lang.tr("permission-register-differences-all", &[("count", can_change.into())])))
                        }
                    }
                    (self.more(all.len(), SHOWN))
                }
            }
        }
    }

    /// One difference, with a tick, or with why whoever imports can't change it.
    fn difference(&self, entry: &Entry, change: &Change) -> Markup {
        let lang = self.lang;
        let reaches_below = change.gift.branch && change.held.iter().any(|held| !held.branch);
        let held: Vec<String> = change.held.iter().map(|held| self.extent(held, reaches_below)).collect();
        let mut file = format::until(lang, change.gift.until);
        if reaches_below {
            file = format!("{file}, {}", lang.t("permission-register-difference-branch"));
        }
        let args = [
            ("row", entry.row.to_string().into()),
            ("name", entry.name.clone().into()),
            ("permission", role_name(lang, &entry.permission).into_owned().into()),
            ("unit", self.ground.unit_name(change.gift.unit).to_owned().into()),
            ("held", held.join("; ").into()),
            ("file", file.into()),
        ];
        let words = lang.tr("permission-register-difference", &args);
        match (change.may, change.key()) {
            (Ok(()), Some(key)) => self.tick(CHANGE, &key.to_string(), &words),
            (may, _) => {
                html! { p { (words) " " (may.err().map_or_else(String::new, |why| verdicts::why_not(lang, why))) } }
            }
        }
    }

    /// How long something that is there lasts and, where it matters, how far it reaches.
    fn extent(&self, held: &Held, reaches_below: bool) -> String {
        let lang = self.lang;
        let period = format::period(lang, held.begins, held.until);
        if !reaches_below {
            return period;
        }
        let reach =
            if held.branch { "permission-register-difference-branch" } else { "permission-register-difference-alone" };
        format!("{period}, {}", lang.t(reach))
    }

    /// What holds today and the file lacks: it stays, unless it is ticked.
    pub(super) fn lacking(&self) -> Markup {
        let lang = self.lang;
        let lacking = &self.plan.lacking;
        html! {
            @if !lacking.is_empty() {
                fieldset.field {
                    legend { h2 { (lang.t("permission-register-lacking")) } }
                    p.hint { (lang.t("permission-register-lacking-text")) }
                    div.choices {
                        @for held in lacking.iter().take(SHOWN) {
                            @let name = self.who(held.account);
                            @let permission = role_name(lang, self.ground.role_name(held.role));
                            @let unit = self.ground.unit_name(held.unit);
                            (self.tick(END, &held.id.to_string(), &format!("{name} · {permission} · {unit}")))
                        }
                    }
                    (self.more(lacking.len(), SHOWN))
                }
            }
        }
    }

    /// Somebody by name. Of a protected person the HSA-id is told, and no name.
    fn who(&self, account: AccountId) -> String {
        match self.people.get(&account) {
            Some(Who { name: Some(name), .. }) => name.clone(),
            Some(Who { name: None, hsa_id: Some(id) }) => format!("{} ({id})", self.lang.t("web-protected")),
            Some(Who { name: None, hsa_id: None }) => self.lang.t("web-protected").into_owned(),
            None => String::new(),
        }
    }

    fn tick(&self, field: &str, value: &str, label: &str) -> Markup {
        let id = format!("{field}-{value}");
        let ticked = self.form.values(field).any(|other| other == value);
        html! {
            div.choice {
                input type="checkbox" id=(id) name=(field) value=(value) checked[ticked];
                label for=(id) { (label) }
            }
        }
    }

    /// The first of those that would be given.
    pub(super) fn new_ones(&self) -> Markup {
        let lang = self.lang;
        let is_new = |entry: &&Entry| matches!(entry.verdict, Verdict::New(_)) && entry.question.is_none();
        let new: Vec<&Entry> = self.plan.entries.iter().filter(is_new).collect();
        let columns = [
            "permission-register-row",
            "permission-register-name",
            "permission-register-hsa-id",
            "permission-register-unit",
            "permission-register-permission",
        ];
        let rows = new.iter().take(SAMPLE).map(|entry| {
            Row::new(Cell::text(entry.row.to_string()))
                .cell(entry.name.clone())
                .cell(entry.hsa_id.as_ref().map_or("", |id| id.as_str()))
                .cell(entry.unit.clone())
                .cell(role_name(lang, &entry.permission).into_owned())
        });
        html! {
            @if new.is_empty() && self.plan.lacking.is_empty() && self.plan.differences().next().is_none() {
                (Notice::new(Tone::Info, lang.t("permission-register-nothing-new")))
            } @else if !new.is_empty() {
                h2 { (lang.t("permission-register-new")) }
                (Table::new(lang.t("permission-register-new"), columns.map(|id| Column::new(lang.t(id)))).rows(rows))
                (self.more(new.len(), SAMPLE))
            }
        }
    }

    fn more(&self, all: usize, shown: usize) -> Markup {
        html! {
            @if let Some(more) = all.checked_sub(shown).filter(|more| *more > 0) {
                p.hint { (self.lang.tr("permission-register-more", &[("count", more.into())])) }
            }
        }
    }
}
