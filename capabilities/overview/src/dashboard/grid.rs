//! A figure in numbers: lines of days, types, ages or states, and what is counted of each.

use behorig_web::Lang;

use super::rules::{Days, Step};

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Cases that came and were over, day by day.
    Flow,
    /// Cases that came, by type and day.
    Types,
    /// Time to answer against the promise, by type.
    Answers,
    /// What is not answered now, by age.
    Backlog,
    /// Orders by state.
    Orders,
    /// Sign-ins by method and day.
    SignIns,
}

impl Figure {
    /// Every figure, in the order in which it stands on the page.
    pub(crate) const ALL: [Self; 6] =
        [Self::Flow, Self::Types, Self::Answers, Self::Backlog, Self::Orders, Self::SignIns];

    /// As addresses say it, and its id on the page.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Flow => "inkomna-och-avslutade",
            Self::Types => "arendetyper",
            Self::Answers => "svarstider",
            Self::Backlog => "ej-besvarade",
            Self::Orders => "bestallningar",
            Self::SignIns => "inloggningar",
        }
    }

    /// The figure with this key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.key() == key)
    }

    /// The text id of its title, whose attribute `.about` says what is counted and how.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Flow => "dashboard-flow",
            Self::Types => "dashboard-types",
            Self::Answers => "dashboard-answers",
            Self::Backlog => "dashboard-backlog",
            Self::Orders => "dashboard-orders",
            Self::SignIns => "dashboard-sign-ins",
        }
    }
}

/// A number of a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// So many.
    Count(i64),
    /// So many of a hundred; nothing where there is nothing to share.
    Share(Option<f64>),
    /// So many working days; nothing where nothing was answered.
    Length(Option<i64>),
}

impl Number {
    /// The number where it is a count.
    pub(crate) const fn count(self) -> i64 {
        match self {
            Self::Count(count) => count,
            Self::Share(_) | Self::Length(_) => 0,
        }
    }
}

/// A line of a grid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// What it is about.
    pub label: String,
    /// The same in a word under a bar.
    pub short: String,
    /// Its numbers, one for each heading.
    pub numbers: Vec<Number>,
}

impl Line {
    pub(super) fn of_counts(label: impl Into<String>, counts: impl IntoIterator<Item = i64>) -> Self {
        let label = label.into();
        Self { short: label.clone(), label, numbers: counts.into_iter().map(Number::Count).collect() }
    }
}

/// A figure in numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid {
    /// What the lines are: days, types, ages.
    pub lines_are: String,
    /// What the numbers are.
    pub headings: Vec<String>,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// What they add up to, where that says something.
    pub total: Option<Line>,
}

impl Grid {
    /// The numbers under a heading.
    pub(crate) fn column(&self, at: usize) -> impl Iterator<Item = i64> {
        self.lines.iter().map(move |line| line.numbers.get(at).map_or(0, |number| number.count()))
    }

    /// Whether nothing was counted under any heading.
    pub(crate) fn has_nothing(&self) -> bool {
        (0..self.headings.len()).all(|at| self.column(at).all(|count| count == 0))
    }

    /// With a line that adds up what is counted.
    pub(super) fn summed(mut self, lang: Lang) -> Self {
        let sums: Vec<i64> = (0..self.headings.len()).map(|at| self.column(at).sum()).collect();
        self.total = Some(Line::of_counts(lang.t("dashboard-total"), sums));
        self
    }
}

/// How fine a grid is: as on the page, or all that there is, as in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(super) step: Step,
    pub(super) types: usize,
    pub(super) lines: usize,
}

impl Detail {
    /// As many types as can be told apart in a drawing, and as many lines as anybody reads.
    pub(crate) fn of_page(days: Days) -> Self {
        Self { step: Step::of(days), types: 6, lines: 12 }
    }

    /// Each day, each type.
    pub(crate) const FILE: Self = Self { step: Step::Day, types: usize::MAX, lines: usize::MAX };
}
