//! The lines of an order as its two parties see them: who is to have what, how each stands, and what the reader may decide.

use behorig_access::{AccountId, Holder};
use behorig_registers::directory::StaffDirectory;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Cell, Column, Notice, Pager, PostForm, Row, Table, Tone, tag};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, Render, html};

use super::path_of;
use crate::records::{Ground, Order, OrderedLine, Tally, WhyNot, any_about, lines_from, tally};
use crate::rules::{Effect, LineRefused, LineState, Standpoint};

/// The ticks of the lines.
pub(super) static LINES: FieldName = field("rad", "orders-lines");
/// What is done with the lines.
pub(super) const ACT: &str = "gor";
pub(super) const APPROVE_ALL: &str = "godkann-alla";
pub(super) const APPROVE: &str = "godkann";
pub(super) const REJECT: &str = "avsla";
const ROWS: usize = 100;
const ROWS_AND_ONE: i64 = 101;

/// Lines with what the reader may do about each.
pub(super) struct LinesShown {
    lines: Vec<(OrderedLine, Verdict)>,
    next: Option<i64>,
    tally: Tally,
    effect: Effect,
    /// Whether any line of the whole order that waits is about the reader.
    pub about_reader: bool,
}

/// What a receiver may do about a line now.
enum Verdict {
    /// It is decided, or the reader is no receiver of it.
    Nothing,
    /// It can be approved, and rejected.
    May,
    /// It can't be approved as it stands.
    MayNot { why: WhyNot, reject: bool },
}

impl LinesShown {
    /// Reads a page of the lines, from after a position.
    ///
    /// # Errors
    /// Any failure of the database.
    pub(super) async fn read(
        visit: &mut Visit,
        directory: &dyn StaffDirectory,
        (order, who): (&Order, Standpoint),
        mails: bool,
        after: i64,
    ) -> Result<Option<Self>, PageError> {
        let Some(ordering) = &order.ordering else { return Ok(None) };
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let asker: Option<AccountId> = match viewer.holder() {
            Holder::Account(account) => Some(account),
            Holder::Person(_) => None,
        };
        let decides = who.receiver && order.state.is_open();
        let tx = visit.snapshot.get().await?;
        let mut lines = lines_from(tx, order.id, asker, after, ROWS_AND_ONE).await?;
        let more = lines.len() > ROWS;
        lines.truncate(ROWS);
        let next = lines.last().filter(|_| more).map(|line| line.position);
        let about_reader = decides && any_about(tx, order.id, asker).await?;
        let tally = tally(tx, order.id).await?;
        let standpoint = (who.may_be_own(), mails);
        let ground = if decides { Ground::read(tx, directory, order, &lines, standpoint, now).await? } else { None };
        let verdict = |line: &OrderedLine| match &ground {
            Some(ground) if line.state.is_open() => match ground.approved(&viewer, line, now) {
                Ok(_) => Verdict::May,
                Err(why) => Verdict::MayNot { why, reject: ground.may_reject(&viewer, line, now).is_ok() },
            },
            _ => Verdict::Nothing,
        };
        let judged = lines.into_iter().map(|line| (verdict(&line), line)).map(|(verdict, line)| (line, verdict));
        let lines = judged.collect();
        Ok(Some(Self { lines, next, tally, effect: ordering.effect, about_reader }))
    }

    /// How the lines stand, in a few words: *3 utförda, 2 väntar*.
    pub(super) fn counted(&self, lang: Lang) -> String {
        let word = |state: &LineState, count: i64| {
            let id = match state {
                LineState::Waiting => "orders-count-waiting",
                LineState::ApprovedOnce => "orders-count-approved-once",
                LineState::Done => "orders-count-done",
                LineState::Rejected => "orders-count-rejected",
                LineState::Withdrawn => "orders-count-withdrawn",
            };
            lang.tr(id, &[("count", count.into())]).into_owned()
        };
        self.tally.iter().map(|(state, count)| word(state, *count)).collect::<Vec<_>>().join(", ")
    }

    /// The table, with what can be done about its lines. `approves` is whether the orderer's right lets anything be approved.
    pub(super) fn show(&self, lang: Lang, order: &Order, approves: bool, form: &Form, errors: &Errors) -> Markup {
        let decides = self.lines.iter().any(|(_, verdict)| !matches!(verdict, Verdict::Nothing));
        let ticks = self.lines.iter().any(|(_, verdict)| verdict.can_be_ticked());
        let next = self.next.map(|next| format!("{}?rad={next}", path_of(order.id, "")));
        let inside = html! {
            @if let Some(error) = errors.of(&LINES.name) { p.error id=(LINES.name) tabindex="-1" { (error.words(lang)) } }
            (self.table(lang, form, ticks))
            (Pager::new(lang, None, next.map(Into::into), ""))
            @if decides {
                div.button-row {
                    @if approves {
                        (Button::primary(lang.t("orders-approve-all")).sends(ACT, APPROVE_ALL))
                        @if ticks { (Button::secondary(lang.t("orders-approve-chosen")).sends(ACT, APPROVE)) }
                    }
                    @if ticks { (Button::secondary(lang.t("orders-reject-chosen")).sends(ACT, REJECT)) }
                }
            }
        };
        html! {
            section aria-labelledby="lines" {
                h2 #lines { (lang.t("orders-lines")) }
                @if self.lines.iter().any(|(_, verdict)| verdict.is_left_to_support()) {
                    (Notice::new(Tone::Info, lang.t("orders-left-to-support")).text(lang.t("orders-left-to-support-text")))
                }
                @if decides {
                    (PostForm::to(path_of(order.id, "/rader"), inside).version(order.version).once(Visit::form_key()))
                } @else { (inside) }
            }
        }
    }

    fn table(&self, lang: Lang, form: &Form, ticks: bool) -> Markup {
        let mut columns = vec![
            Column::new(lang.t("orders-line-person")),
            Column::new(lang.t("orders-hsa-id")),
            Column::new(lang.t("orders-email")),
            Column::new(lang.t("orders-line-unit")),
            Column::new(lang.t("orders-line-permission")),
            Column::new(lang.t("orders-state")),
        ];
        if ticks {
            columns.push(Column::new(lang.t("orders-choose")));
        }
        let row = |(line, verdict): &(OrderedLine, Verdict)| {
            let row = Row::new(line.person_name.as_str())
                .cell(line.hsa_id.as_str())
                .cell(line.email.as_deref().unwrap_or_default())
                .cell(where_of(lang, line))
                .cell(behorig_visit::role_name(lang, &line.role_name).into_owned())
                .cell(Cell::from(self.state(lang, line, verdict)))
                .muted(line.state == LineState::Withdrawn);
            if ticks { row.cell(Cell::from(tick(lang, line, verdict, form))) } else { row }
        };
        Table::new(lang.t("orders-lines"), columns).rows(self.lines.iter().map(row)).render()
    }

    fn state(&self, lang: Lang, line: &OrderedLine, verdict: &Verdict) -> Markup {
        let (tone, word) = match line.state {
            LineState::Waiting => (Tone::Info, "orders-line-waiting"),
            LineState::ApprovedOnce => (Tone::Info, "orders-line-approved-once"),
            LineState::Done => (Tone::Good, "orders-line-done"),
            LineState::Rejected => (Tone::Danger, "orders-line-rejected"),
            LineState::Withdrawn => (Tone::Neutral, "orders-line-withdrawn"),
        };
        let unneeded = match (self.effect, line.state) {
            (Effect::Grant, LineState::Done) if !line.made_here => Some("orders-line-had-it"),
            (Effect::Revoke, LineState::Done) if line.grant.is_none() => Some("orders-line-had-it-not"),
            _ => None,
        };
        html! {
            (tag(tone, &lang.t(word)))
            @if let Some(told) = unneeded { " " (lang.t(told)) }
            @if let (Some(name), LineState::ApprovedOnce) = (&line.first_approver_name, line.state) {
                " " (lang.tr("orders-line-first-by", &[("name", name.as_str().into())]))
            }
            @if let (Some(at), Some(by)) = (line.decided_at, &line.decided_by_name) {
                " " (format::date_time(lang, at.0)) ", " (by)
            }
            @if let Some(reason) = &line.reason { p { (reason) } }
            @if let Verdict::MayNot { why, .. } = verdict { p.hint { (why.message().words(lang)) } }
        }
    }
}

impl Verdict {
    /// Whether the line waits for somebody who makes accounts.
    const fn is_left_to_support(&self) -> bool {
        matches!(self, Self::MayNot { why: WhyNot::LeftToSupport, .. })
    }

    const fn can_be_ticked(&self) -> bool {
        match self {
            Self::May => true,
            Self::MayNot { why: WhyNot::Rule(LineRefused::ApprovedBySame), .. } => true,
            Self::MayNot { reject, .. } => *reject,
            Self::Nothing => false,
        }
    }
}

fn tick(lang: Lang, line: &OrderedLine, verdict: &Verdict, form: &Form) -> Markup {
    if !verdict.can_be_ticked() {
        return Markup::default();
    }
    let position = line.position.to_string();
    let id = format!("rad-{position}");
    let label = lang.tr(
        "orders-choose-line",
        &[("name", line.person_name.as_str().into()), ("permission", line.role_name.as_str().into())],
    );
    let checked = form.values(&LINES.name).any(|chosen| chosen == position);
    html! {
        span.choice {
            input type="checkbox" id=(id) name=(LINES.name) value=(position) checked[checked];
            label for=(id) { span.reader-only { (label) } }
        }
    }
}

/// The unit of a line, and that the permission covers what stands below it.
fn where_of(lang: Lang, line: &OrderedLine) -> String {
    if line.branch {
        lang.tr("orders-line-unit-and-below", &[("unit", line.unit_name.as_str().into())]).into_owned()
    } else {
        line.unit_name.clone()
    }
}
