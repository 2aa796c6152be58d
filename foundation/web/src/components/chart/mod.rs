//! Charts, drawn on the server as SVG: bars beside each other, bars on top of each other, lines, and bars that lie.
//!
//! Series are told apart by their fill, their edge or their mark and never by colour alone; what is drawn is named, described, and
//! stands in numbers beside. Without values there is nothing to draw, and the numbers are shown alone.

mod axis;
mod draw;

use maud::{Markup, Render, html};

use super::Words;
use crate::Lang;

/// How a series is filled: each can be told from the others without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Full.
    Solid,
    /// Light, with an edge.
    Soft,
    /// Diagonal stripes.
    Striped,
    /// Dots.
    Dotted,
    /// Empty, with a dashed edge.
    Outline,
    /// Lines that lie.
    Lined,
    /// Stripes both ways.
    Crossed,
}

impl Look {
    /// Every look, in the order in which series get theirs.
    pub const ALL: [Self; 7] =
        [Self::Solid, Self::Soft, Self::Striped, Self::Dotted, Self::Outline, Self::Lined, Self::Crossed];

    const fn class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Soft => "soft",
            Self::Striped => "striped",
            Self::Dotted => "dotted",
            Self::Outline => "outline",
            Self::Lined => "lined",
            Self::Crossed => "crossed",
        }
    }

    /// The strokes of its pattern, where it has one, in a square of eight.
    const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Solid | Self::Soft | Self::Outline => None,
            Self::Striped => Some("M-2 2l4-4M0 8l8-8M6 10l4-4"),
            Self::Dotted => Some("M2 2h.01M6 6h.01"),
            Self::Lined => Some("M0 2h8M0 6h8"),
            Self::Crossed => Some("M0 0l8 8M0 8l8-8"),
        }
    }
}

/// What a chart is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// For each group a bar for each series, beside each other.
    Grouped,
    /// For each group one bar, the series on top of each other.
    Stacked,
    /// For each series a line through the groups.
    Lines,
    /// For each group one bar that lies, with its number at its end: for long names.
    Rows,
}

#[derive(Clone, Debug)]
struct Series<'a> {
    label: Words<'a>,
    look: Look,
    values: Vec<i64>,
}

/// A chart with its numbers.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    lang: Lang,
    id: &'a str,
    title: Words<'a>,
    is_section: bool,
    about: Option<Words<'a>>,
    shape: Shape,
    groups: Vec<Words<'a>>,
    series: Vec<Series<'a>>,
    percent: bool,
    numbers: Option<(Words<'a>, Markup, bool)>,
    has_wide_numbers: bool,
    latest_last: bool,
    after: Option<Markup>,
}

impl<'a> Chart<'a> {
    /// A chart without values yet. `id` is its own on the page, and `title` says what it shows.
    pub fn new(lang: Lang, id: &'a str, title: impl Into<Words<'a>>, shape: Shape) -> Self {
        Self {
            lang,
            id,
            title: title.into(),
            is_section: false,
            about: None,
            shape,
            groups: Vec::new(),
            series: Vec::new(),
            percent: false,
            numbers: None,
            has_wide_numbers: false,
            latest_last: false,
            after: None,
        }
    }

    /// Its title is a heading of the page.
    #[must_use]
    pub const fn as_section(mut self) -> Self {
        self.is_section = true;
        self
    }

    /// What is counted, and how: under the title, and the description of the drawing.
    #[must_use]
    pub fn about(mut self, about: impl Into<Words<'a>>) -> Self {
        self.about = Some(about.into());
        self
    }

    /// What stands along the axis: days, types, states.
    #[must_use]
    pub fn groups<W: Into<Words<'a>>>(mut self, groups: impl IntoIterator<Item = W>) -> Self {
        self.groups.extend(groups.into_iter().map(Into::into));
        self
    }

    /// A series, with a value for each group; the first gets the first look, and so on.
    #[must_use]
    pub fn series(self, label: impl Into<Words<'a>>, values: impl IntoIterator<Item = i64>) -> Self {
        let look = Look::ALL.get(self.series.len() % Look::ALL.len()).copied().unwrap_or(Look::Solid);
        self.series_looking(look, label, values)
    }

    /// A series with a look of its own.
    #[must_use]
    pub fn series_looking(
        mut self,
        look: Look,
        label: impl Into<Words<'a>>,
        values: impl IntoIterator<Item = i64>,
    ) -> Self {
        // Nothing that is drawn goes below nought.
        let values = values.into_iter().map(|value| value.max(0)).collect();
        self.series.push(Series { label: label.into(), look, values });
        self
    }

    /// The values are shares of a hundred.
    #[must_use]
    pub const fn percent(mut self) -> Self {
        self.percent = true;
        self
    }

    /// The numbers of the chart as a table, under words that open and close it.
    #[must_use]
    pub fn numbers(mut self, summary: impl Into<Words<'a>>, table: Markup, open: bool) -> Self {
        self.numbers = Some((summary.into(), table, open));
        self
    }

    /// The table has more columns than there is room for beside the drawing: it stands below.
    #[must_use]
    pub const fn wide_numbers(mut self, are_wide: bool) -> Self {
        self.has_wide_numbers = are_wide;
        self
    }

    /// Whether the groups are days or weeks, the latest last: where there is no room for all, the latest are what is seen first.
    #[must_use]
    pub const fn latest_last(mut self, latest_last: bool) -> Self {
        self.latest_last = latest_last;
        self
    }

    /// What stands last: links to files.
    #[must_use]
    pub fn after(mut self, markup: Markup) -> Self {
        self.after = Some(markup);
        self
    }

    /// Whether there is anything to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() || self.series.iter().all(|series| series.values.iter().all(|value| *value == 0))
    }

    /// A drawing with many groups needs the whole width, and its numbers stand below it.
    fn is_long(&self) -> bool {
        self.has_wide_numbers || self.has_many_groups()
    }

    fn has_many_groups(&self) -> bool {
        self.shape != Shape::Rows && self.groups.len() > 14
    }

    fn legend(&self) -> Markup {
        html! {
            @if self.series.len() > 1 {
                ul.chart-legend {
                    @for (at, series) in self.series.iter().enumerate() {
                        li { (draw::mark(self, at, series)) (series.label) }
                    }
                }
            }
        }
    }
}

impl Render for Chart<'_> {
    fn render(&self) -> Markup {
        let name = format!("{}-name", self.id);
        html! {
            figure.chart.long[self.is_long()] #(self.id) {
                figcaption {
                    @if self.is_section { h2 #(name) { (self.title) } } @else { span #(name) { (self.title) } }
                    @if let Some(about) = &self.about { p.hint { (about) } }
                }
                div.chart-sides {
                    @if !self.is_empty() {
                        div {
                            (self.legend())
                            div.chart-room.latest-last[self.latest_last] tabindex="0" role="group" aria-labelledby=(name) { (draw::drawing(self)) }
                        }
                    }
                    @if let Some((summary, table, open)) = &self.numbers {
                        details open[*open || self.is_empty()] {
                            summary { (summary) }
                            // Columns that stay columns may be wider than a phone: what is moved sideways is reached by keyboard too.
                            @if self.has_wide_numbers {
                                div.chart-numbers { (table) }
                            } @else {
                                div.chart-numbers.few tabindex="0" role="group" aria-labelledby=(name) { (table) }
                            }
                        }
                    }
                }
                @if let Some(after) = &self.after { (after) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(shape: Shape) -> String {
        Chart::new(Lang::Sv, "c", "Ärenden <b>", shape)
            .about("Så räknas de.")
            .groups(["2026-11-19", "2026-11-20"])
            .series("Inkomna", [3, 7])
            .series("Avslutade", [0, 5])
            .series("Återtagna", [1, 0])
            .numbers("Siffrorna", html! { p { "tabell" } }, false)
            .render()
            .into_string()
    }

    #[test]
    fn a_drawing_is_named_and_described_and_its_words_are_escaped() {
        for shape in [Shape::Grouped, Shape::Stacked, Shape::Lines, Shape::Rows] {
            let html = drawn(shape);
            assert!(html.contains(r#"role="img" aria-labelledby="c-title c-desc""#), "{html}");
            assert!(html.contains(r#"<title id="c-title">Ärenden &lt;b&gt;</title>"#), "{html}");
            assert!(html.contains(r#"<desc id="c-desc">Så räknas de.</desc>"#), "{html}");
            assert!(!html.contains("<b>") && !html.contains("style="), "{html}");
        }
    }

    #[test]
    fn series_are_told_apart_by_more_than_colour_in_the_drawing_and_in_its_legend_alike() {
        let html = drawn(Shape::Stacked);
        for look in ["solid", "soft", "striped"] {
            assert!(html.matches(&format!(r#"class="{look}""#)).count() >= 2, "{look}: {html}");
        }
        assert_eq!(html.matches(r#"<pattern id="c-striped""#).count(), 1, "{html}");
        assert!(html.matches(r#"fill="url(#c-striped)""#).count() >= 2, "{html}");
        let lines = drawn(Shape::Lines);
        assert_eq!(lines.matches("<polyline").count(), 3 + 3, "the lines and their marks in the legend: {lines}");
    }

    #[test]
    fn a_bar_stands_for_each_value_above_nought_and_says_it() {
        let html = drawn(Shape::Stacked);
        assert_eq!(html.matches("<rect class=\"").count(), 4 + 3, "four values and three marks: {html}");
        assert!(html.contains("<title>2026-11-20, Avslutade: 5</title>"), "{html}");
    }

    #[test]
    fn without_values_only_the_numbers_are_shown() {
        let empty = Chart::new(Lang::Sv, "c", "x", Shape::Grouped).groups(["a"]).series("s", [0]);
        let html = empty.numbers("Siffrorna", html! { p { "tabell" } }, false).render().into_string();
        assert!(!html.contains("<svg") && html.contains("<details open>"), "{html}");
    }

    #[test]
    fn a_chart_of_a_whole_year_of_weeks_is_drawn_with_no_label_upon_another() {
        let weeks: Vec<String> = (1..=53).map(|week| format!("v. {week}")).collect();
        let html =
            Chart::new(Lang::Sv, "c", "x", Shape::Stacked).groups(weeks).series("s", 0..53).render().into_string();
        let labels = html.matches("text-anchor=\"middle\"").count();
        assert!((10..=53).contains(&labels), "{labels}");
        assert!(html.contains("class=\"chart long\""), "{html}");
    }

    #[test]
    fn days_are_seen_from_the_latest_where_there_is_no_room_for_all_and_ages_from_the_least() {
        let room = |latest_last| {
            let chart = Chart::new(Lang::Sv, "c", "x", Shape::Stacked).groups(["a", "b"]).series("s", [1, 2]);
            chart.latest_last(latest_last).render().into_string().contains("class=\"chart-room latest-last\"")
        };
        assert!(room(true) && !room(false));
    }
}
