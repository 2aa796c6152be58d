//! The figures of the Dashboard: each is put into a grid of numbers, from which its chart, its table and its file are made alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use behorig_access::Instant;
use behorig_web::{Lang, format};

use super::grid::{Detail, Figure, Grid, Line, Number};
use super::records::{Counts, Standing, TypeKey};
use super::rules::{AgeBand, Answered, Days, Step, WorkingDays, buckets, index_of_day};

/// So many on each day, by the day's number.
type PerDay = Vec<(i64, i64)>;

/// What was counted, and for which days it was.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    counts: Counts,
    days: Days,
    working: WorkingDays,
    today: i64,
}

impl Figures {
    /// The figures of a period, as it stands now.
    pub(crate) fn new(counts: Counts, days: Days, now: Instant) -> Self {
        let today = index_of_day(format::local(now.0).date());
        let came = counts.closed.iter().map(|one| one.received).chain(counts.waiting.iter().map(|one| one.received));
        let first = came.min().unwrap_or(today);
        let last = counts.closed.iter().map(|one| one.closed).max().unwrap_or(today).max(today);
        Self { counts, days, working: WorkingDays::between(first, last), today }
    }

    /// A figure in numbers.
    pub(crate) fn grid(&self, lang: Lang, figure: Figure, detail: Detail) -> Grid {
        match figure {
            Figure::Flow => self.flow(lang, detail),
            Figure::Types => self.types(lang, detail),
            Figure::Answers => self.answers(lang, detail),
            Figure::Backlog => self.backlog(lang),
            Figure::Orders => self.orders(lang),
            Figure::SignIns => self.sign_ins(lang, detail),
        }
    }

    /// How many cases came.
    pub(crate) fn received(&self) -> i64 {
        self.counts.received.iter().map(|one| one.count).sum()
    }

    /// All answers of the period.
    pub(crate) fn answered(&self) -> Answered {
        let mut all = Answered::default();
        self.answered_by_type().values().for_each(|one| all.and(one));
        all
    }

    /// How many wait now, and of how many the promise has run out.
    pub(crate) fn waiting(&self) -> (i64, i64) {
        let count = |late: bool| -> i64 {
            let those = self.counts.waiting.iter().filter(|one| !late || one.standing == Standing::Late);
            those.map(|one| one.count).sum()
        };
        (count(false), count(true))
    }

    /// A grid with a line for each group of days and a column for each series.
    fn by_days(&self, lang: Lang, step: Step, series: Vec<(String, PerDay)>) -> Grid {
        let groups = buckets(self.days, step);
        let (headings, columns): (Vec<String>, Vec<Vec<i64>>) =
            series.into_iter().map(|(label, counts)| (label, grouped(&groups, counts))).unzip();
        let lines = groups.iter().enumerate().map(|(at, group)| {
            let short = match step {
                Step::Day => format!("{}/{}", group.from.day(), group.from.month()),
                Step::Week => format::week(lang, group.from),
            };
            let counts = columns.iter().map(|column| column.get(at).copied().unwrap_or(0));
            Line { short, ..Line::of_counts(group.shown(), counts) }
        });
        let lines_are = lang.t(if step == Step::Day { "dashboard-day" } else { "dashboard-week" }).into_owned();
        Grid { lines_are, lines: lines.collect(), headings, total: None }.summed(lang)
    }

    fn flow(&self, lang: Lang, detail: Detail) -> Grid {
        let Counts { received, closed, .. } = &self.counts;
        let over = |withdrawn: bool| -> PerDay {
            let those = closed.iter().filter(|one| one.withdrawn == withdrawn);
            those.map(|one| (one.closed, one.count)).collect()
        };
        let series = vec![
            (lang.t("dashboard-received").into_owned(), received.iter().map(|one| (one.day, one.count)).collect()),
            (lang.t("dashboard-answered").into_owned(), over(false)),
            (lang.t("dashboard-withdrawn").into_owned(), over(true)),
        ];
        self.by_days(lang, detail.step, series)
    }

    fn types(&self, lang: Lang, detail: Detail) -> Grid {
        let mut by_type: BTreeMap<&TypeKey, PerDay> = BTreeMap::new();
        for one in &self.counts.received {
            by_type.entry(&one.case_type).or_default().push((one.day, one.count));
        }
        let mut series: Vec<(Cow<'_, str>, PerDay)> =
            by_type.into_iter().map(|(key, counts)| (key.name(lang), counts)).collect();
        let many = |counts: &[(i64, i64)]| counts.iter().map(|(_, count)| count).sum::<i64>();
        series.sort_by_key(|(_, counts)| std::cmp::Reverse(many(counts)));
        let others = series.split_off(detail.types.min(series.len()));
        let mut series: Vec<(String, PerDay)> =
            series.into_iter().map(|(label, counts)| (label.into_owned(), counts)).collect();
        if !others.is_empty() {
            let counts = others.into_iter().flat_map(|(_, counts)| counts).collect();
            series.push((lang.t("dashboard-other-types").into_owned(), counts));
        }
        self.by_days(lang, detail.step, series)
    }

    fn answered_by_type(&self) -> BTreeMap<&TypeKey, Answered> {
        let mut by_type: BTreeMap<&TypeKey, Answered> = BTreeMap::new();
        for one in self.counts.closed.iter().filter(|one| !one.withdrawn) {
            let answered = by_type.entry(&one.case_type).or_default();
            answered.lengths.add(self.working.passed(one.received, one.closed), one.count);
            if let Some(kept) = one.kept {
                answered.promised += one.count;
                answered.kept += if kept { one.count } else { 0 };
            }
        }
        by_type
    }

    fn answers(&self, lang: Lang, detail: Detail) -> Grid {
        let mut by_type = self.answered_by_type();
        for one in &self.counts.received {
            by_type.entry(&one.case_type).or_default();
        }
        let came = |key: &TypeKey| -> i64 {
            self.counts.received.iter().filter(|one| one.case_type == *key).map(|one| one.count).sum()
        };
        let mut types: Vec<(String, i64, Answered)> =
            by_type.into_iter().map(|(key, answered)| (key.name(lang).into_owned(), came(key), answered)).collect();
        types.sort_by_key(|(_, _, answered)| std::cmp::Reverse(answered.lengths.count()));
        let others = types.split_off(detail.lines.min(types.len()));
        let mut lines: Vec<Line> =
            types.iter().map(|(label, came, answered)| of_answers(label.clone(), *came, answered)).collect();
        if !others.is_empty() {
            let label = lang.t("dashboard-other-types");
            lines.push(together(label.into_owned(), &others));
        }
        let total = together(lang.t("dashboard-total").into_owned(), types.iter().chain(&others));
        let headings = [
            "dashboard-received",
            "dashboard-answered",
            "dashboard-promised",
            "dashboard-kept",
            "dashboard-share",
            "dashboard-median",
            "dashboard-slow",
        ];
        Grid {
            lines_are: lang.t("dashboard-type").into_owned(),
            headings: headings.map(|id| lang.t(id).into_owned()).to_vec(),
            lines,
            total: Some(total),
        }
    }

    fn backlog(&self, lang: Lang) -> Grid {
        let standings = [Standing::InTime, Standing::Late, Standing::Resident];
        let mut counted: BTreeMap<(AgeBand, Standing), i64> = BTreeMap::new();
        for one in &self.counts.waiting {
            let age = AgeBand::of(self.working.passed(one.received, self.today));
            *counted.entry((age, one.standing)).or_default() += one.count;
        }
        let lines = AgeBand::ALL.map(|age| {
            let counts = standings.map(|standing| counted.get(&(age, standing)).copied().unwrap_or(0));
            let short = lang.attribute(age.label(), "short").unwrap_or_else(|| lang.t(age.label()));
            Line { short: short.into_owned(), ..Line::of_counts(lang.t(age.label()), counts) }
        });
        let headings = ["dashboard-in-time", "dashboard-late", "dashboard-waits-for-resident"];
        let grid = Grid {
            lines_are: lang.t("dashboard-age").into_owned(),
            headings: headings.map(|id| lang.t(id).into_owned()).to_vec(),
            lines: lines.to_vec(),
            total: None,
        };
        grid.summed(lang)
    }

    fn orders(&self, lang: Lang) -> Grid {
        let lines = self.counts.orders.iter().map(|(state, count)| {
            let label = order_state(state).map_or_else(|| state.clone(), |id| lang.t(id).into_owned());
            Line::of_counts(label, [*count])
        });
        let grid = Grid {
            lines_are: lang.t("dashboard-order-state").into_owned(),
            headings: vec![lang.t("dashboard-number").into_owned()],
            lines: lines.collect(),
            total: None,
        };
        grid.summed(lang)
    }

    fn sign_ins(&self, lang: Lang, detail: Detail) -> Grid {
        let mut by_method: BTreeMap<&'static str, PerDay> = BTreeMap::new();
        for one in &self.counts.sign_ins {
            by_method.entry(method(&one.method)).or_default().push((one.day, one.count));
        }
        let series = by_method.into_iter().map(|(id, counts)| (lang.t(id).into_owned(), counts)).collect();
        self.by_days(lang, detail.step, series)
    }
}

/// Counts of days put into the groups of a grid: for each group one number.
fn grouped(groups: &[Days], counts: PerDay) -> Vec<i64> {
    let begins: Vec<i64> = groups.iter().map(|group| index_of_day(group.from)).collect();
    let mut sums = vec![0; groups.len()];
    for (day, count) in counts {
        let at = begins.partition_point(|begin| *begin <= day);
        if let Some(sum) = at.checked_sub(1).and_then(|at| sums.get_mut(at)) {
            *sum += count;
        }
    }
    sums
}

fn of_answers(label: String, came: i64, answered: &Answered) -> Line {
    let numbers = vec![
        Number::Count(came),
        Number::Count(answered.lengths.count()),
        Number::Count(answered.promised),
        Number::Count(answered.kept),
        Number::Share(answered.share()),
        Number::Length(answered.lengths.percentile(50)),
        Number::Length(answered.lengths.percentile(90)),
    ];
    Line { short: label.clone(), label, numbers }
}

fn together<'t>(label: String, types: impl IntoIterator<Item = &'t (String, i64, Answered)>) -> Line {
    let (mut came, mut answered) = (0, Answered::default());
    for (_, one, of_it) in types {
        came += one;
        answered.and(of_it);
    }
    of_answers(label, came, &answered)
}

/// The text id of an order's state.
fn order_state(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "received" => "dashboard-order-received",
        "asked" => "dashboard-order-asked",
        "done" => "dashboard-order-done",
        "declined" => "dashboard-order-declined",
        "withdrawn" => "dashboard-order-withdrawn",
        _ => return None,
    })
}

/// The text id of a way to sign in.
fn method(stored: &str) -> &'static str {
    match stored {
        "bankid" => "dashboard-method-bankid",
        "yubikey" => "dashboard-method-yubikey",
        "security-key" => "dashboard-method-security-key",
        "passkey" => "dashboard-method-passkey",
        "recovery-code" => "dashboard-method-recovery-code",
        "password" => "dashboard-method-password",
        _ => "dashboard-method-other",
    }
}

#[cfg(test)]
mod tests;
