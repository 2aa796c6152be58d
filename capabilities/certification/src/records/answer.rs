//! A round is answered, in part or whole: what is ended ends in the same transaction, with everything that follows.

use std::collections::{BTreeMap, HashMap};

use behorig_access::{AccountId, GrantId, Instant, Period, Service, Target, UnitId, Viewer, decide};
use behorig_registers::units;
use behorig_store::{Event, FieldChange, FromRow, Recorded, Row, StoreError, Tx, Work, WriteTx, params};
use behorig_visit::{AccessEnded, PageError, Rejected, Seat, who_may};
use behorig_web::{Errors, FieldName, Message, field};

use super::ending::{Ended, in_history, takes_last_administrator};
use super::heads::{Reader, others_at};
use super::letters::{Letters, RoundTold, Told};
use super::line::{Line, line_of, own_waiting, tally, waiting_units};
use super::round::Round;
use super::sight::Sight;
use crate::RoundId;
use crate::rules::{By, Choice, Decision, Effect, Refused, Shut, judge};

/// What is answered on a line, whose place is the field's row.
pub(crate) const CHOICE: FieldName = field("val", "certification-choice");

/// The field of history that tells of a confirmed permission.
const KEPT: &str = "grant-kept";

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// *Spara*.
    Save,
    /// *Behåll alla som återstår*.
    KeepRest,
    /// *Skicka in*.
    Submit,
}

/// A line as it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    /// Its place in the round.
    pub position: i64,
    /// What the form showed as decided.
    pub seen: Option<Decision>,
    /// What was chosen, if anything.
    pub choice: Option<Choice>,
}

/// A form that was sent.
pub(crate) struct Answer {
    pub seat: Seat,
    pub round: RoundId,
    pub act: Act,
    pub lines: Vec<Answered>,
    /// Where to go afterwards.
    pub back: String,
    pub access_ended: AccessEnded,
    pub letters: Option<Letters>,
}

/// Carries an answer out. Service 423 at each line's unit while the round is open, or 421 at the region.
pub(crate) fn answered<'t>(tx: &'t mut WriteTx, answer: &'t Answer) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = answer.seat.viewer(tx, now).await?;
        let (round, may) = Round::for_viewer(tx, &viewer, answer.round, now).await?;
        let by = match may.answer(&round.times, now) {
            Ok(by) => by,
            Err(Some(shut)) => return Err(why_shut(tx, &viewer, &round, shut, now).await?.into()),
            Err(None) => {
                behorig_visit::require(tx, &viewer, Service::CertifyGrants, round.unit, now).await?;
                return Err(PageError::NotFound.into());
            }
        };
        let everywhere = by == By::Region || may.administer;
        let sight = Sight::of(&viewer, now);
        let errors = Errors::new();
        let mut desk = Desk { viewer: &viewer, sight, everywhere, round: &round, now, reach: HashMap::new(), errors };
        let mut ended = Ended::default();
        let mut decided = desk.decide_lines(tx, &answer.lines, &mut ended).await?;
        if !desk.errors.is_empty() {
            return Err(desk.errors.into());
        }
        if answer.act == Act::KeepRest {
            decided.kept.extend(desk.keep_rest(tx).await?);
        }
        let submitted = answer.act == Act::Submit && desk.submit(tx, answer.letters.as_ref()).await?;
        if decided.kept.is_empty() && ended.count() == 0 && !submitted {
            return Ok(Recorded::nothing_to_record(answer.back.clone(), "nothing was decided that was not so already"));
        }
        let event = Event::change("certification.answer", "recertification", round.id);
        let recorded = tx.record(event.with_args(decided.told(submitted))).await?;
        for kept in &decided.kept {
            kept.tell_history(tx, &recorded).await?;
        }
        ended.follow(tx, &recorded, &answer.access_ended, answer.letters.as_ref()).await?;
        Ok(recorded.with(answer.back.clone()))
    })
}

/// What a round that takes no answer says: who can still do something, or what can be done.
async fn why_shut(tx: &mut Tx, viewer: &Viewer, round: &Round, shut: Shut, now: Instant) -> Result<Errors, StoreError> {
    let mut errors = Errors::new();
    let names: Vec<String> = who_may(tx, viewer, Service::AdministerOrderers, round.region, now)
        .await?
        .into_iter()
        .map(|mender| mender.name)
        .collect();
    let day = round.last_day.to_string();
    errors.add_general(match shut {
        Shut::Closed if names.is_empty() => Message::new("certification-closed-nobody").with("day", day),
        Shut::Closed => Message::new("certification-closed").with("day", day).with("who", names.join(", ")),
        Shut::Lapsed => Message::new("certification-shut"),
    });
    Ok(errors)
}

/// A line that was confirmed.
struct Confirmed {
    position: i64,
    grant: GrantId,
    account: AccountId,
    /// The grant, as history names it.
    words: String,
}

impl Confirmed {
    fn of(line: &Line) -> Self {
        let words = in_history(&line.role_name, &line.unit_name, line.period);
        Self { position: line.position, grant: line.grant, account: line.account, words }
    }

    /// Writes down with the user and with the grant that it was confirmed; by whom and when stands with the event.
    async fn tell_history(&self, tx: &mut WriteTx, recorded: &Recorded<()>) -> Result<(), StoreError> {
        let change = FieldChange { field: KEPT.to_owned(), old: None, new: Some(self.words.clone()) };
        tx.history(recorded, "account", self.account.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(recorded, "grant", self.grant.uuid(), &[change]).await
    }
}

impl FromRow for Confirmed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (position, grant, account) = (row.next()?, row.next()?, row.next()?);
        let (role, unit): (String, String) = (row.next()?, row.next()?);
        let period = Period { from: row.next()?, to: row.next()? };
        Ok(Self { position, grant, account, words: in_history(&role, &unit, period) })
    }
}

/// The lines that an answer decided.
#[derive(Default)]
struct Decided {
    kept: Vec<Confirmed>,
    /// By their positions in the round.
    ended: Vec<i64>,
}

impl Decided {
    /// As the event says it: how many, and which, so that the log tells who confirmed what even where somebody decides otherwise later.
    fn told(&self, submitted: bool) -> String {
        let (kept, ended) = (self.kept.len(), self.ended.len());
        let submitted = if submitted { ", submitted" } else { "" };
        let which = |word: &str, lines: Vec<i64>| {
            let positions: Vec<String> = lines.iter().map(i64::to_string).collect();
            if lines.is_empty() { String::new() } else { format!("; {word} {}", positions.join(" ")) }
        };
        let kept_lines = self.kept.iter().map(|line| line.position).collect();
        format!(
            "kept {kept}, ended {ended}{submitted}{}{}",
            which("kept", kept_lines),
            which("ended", self.ended.clone())
        )
    }
}

/// Whoever answers, and what is wrong with the answer.
struct Desk<'a> {
    viewer: &'a Viewer,
    sight: Sight,
    /// Whether they answer for the region, and so at every unit of the round.
    everywhere: bool,
    round: &'a Round,
    now: Instant,
    /// The units that were asked for, and whether the answerer certifies there.
    reach: HashMap<UnitId, bool>,
    errors: Errors,
}

impl Desk<'_> {
    /// Decides each line that was answered; tells which.
    async fn decide_lines(
        &mut self,
        tx: &mut WriteTx,
        lines: &[Answered],
        ended: &mut Ended,
    ) -> Result<Decided, Rejected> {
        let mut decided = Decided::default();
        for (answered, choice) in lines.iter().filter_map(|line| Some((line, line.choice?))) {
            // What the answerer may not see is not there.
            let line = line_of(tx, self.round.id, &self.sight, answered.position).await?;
            let line = line.ok_or(PageError::NotFound)?;
            let judged = judge(&line.as_ruled(self.now), answered.seen, choice, self.round.times.submitted);
            match judged {
                Err(refused) => self.refuse(&line, refused),
                Ok(Effect::Nothing) => {}
                Ok(_) if !self.reaches(tx, line.unit).await? => self.wrong(&line, "certification-not-there"),
                Ok(Effect::Keep) => {
                    decided.kept.push(Confirmed::of(&line));
                    self.mark(tx, &line, Decision::Kept).await?;
                }
                Ok(Effect::End) if takes_last_administrator(tx, &line, self.now).await? => {
                    self.wrong(&line, "certification-last-administrator");
                }
                Ok(Effect::End) => {
                    ended.end(tx, &line).await?;
                    decided.ended.push(line.position);
                    self.mark(tx, &line, Decision::Ended).await?;
                }
            }
        }
        Ok(decided)
    }

    fn refuse(&mut self, line: &Line, refused: Refused) {
        self.wrong(
            line,
            match refused {
                Refused::Own => "certification-own",
                Refused::Meanwhile => "certification-meanwhile",
                Refused::Over => "certification-over-already",
                Refused::Submitted => "certification-submitted-already",
            },
        );
    }

    fn wrong(&mut self, line: &Line, id: &'static str) {
        let message = Message::new(id)
            .with("name", line.person_name.as_str())
            .with("role", line.role_name.as_str())
            .with("unit", line.unit_name.as_str());
        self.errors.add(&CHOICE.on_row(line.position), message);
    }

    /// Whether the answerer may decide what is held at a unit: everywhere for the region, else by service 423 there.
    async fn reaches(&mut self, tx: &mut Tx, unit: UnitId) -> Result<bool, StoreError> {
        if self.everywhere {
            return Ok(true);
        }
        if let Some(reaches) = self.reach.get(&unit) {
            return Ok(*reaches);
        }
        let chain = units::chain_ids(tx, unit).await?;
        let reaches = decide(self.viewer, Service::CertifyGrants, &Target::at(&chain), self.now).is_permit();
        self.reach.insert(unit, reaches);
        Ok(reaches)
    }

    async fn mark(&self, tx: &mut WriteTx, line: &Line, decision: Decision) -> Result<(), StoreError> {
        mark(tx, self.round.id, line.position, decision).await
    }

    /// Confirms every line that waits and is not the answerer's own; tells which.
    async fn keep_rest(&mut self, tx: &mut WriteTx) -> Result<Vec<Confirmed>, StoreError> {
        let (account, name, now) = (tx.actor().account, tx.actor().name.clone(), self.now);
        let mut kept = Vec::new();
        for unit in waiting_units(tx, self.round.id, now).await? {
            if !self.reaches(tx, unit).await? {
                continue;
            }
            let confirmed: Vec<Confirmed> = tx
                .all(
                    "UPDATE certification_line SET decision = 'kept', decided_by = ?2, decided_by_name = ?3, decided_at = ?4
                     WHERE round_id = ?1 AND unit_id = ?5 AND decision IS NULL
                       AND EXISTS (SELECT 1 FROM grants g
                         WHERE g.id = certification_line.grant_id AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?4))
                       AND NOT EXISTS (SELECT 1 FROM account me, account it
                         WHERE me.id = ?2 AND it.id = certification_line.account_id
                           AND (me.id = it.id OR me.identity_number = it.identity_number))
                     RETURNING position, grant_id, account_id, role_name, unit_name, from_at, to_at",
                    params![self.round.id, account, name, now, unit],
                )
                .await?;
            kept.extend(confirmed);
        }
        Ok(kept)
    }

    /// Sends the round in, once nothing is left but the answerer's own; tells whether it was not before. Whoever decides what is left is told.
    async fn submit(&mut self, tx: &mut WriteTx, letters: Option<&Letters>) -> Result<bool, Rejected> {
        let standing = tally(tx, self.round.id, &self.sight, self.now).await?;
        let left = standing.waiting_in_all() - standing.own_waiting;
        if left > 0 {
            let elsewhere = standing.to_decide == 0;
            let id = if elsewhere { "certification-left-elsewhere" } else { "certification-left" };
            let mut errors = Errors::new();
            errors.add_general(Message::new(id).with("count", left));
            return Err(errors.into());
        }
        let (account, name) = (tx.actor().account, tx.actor().name.clone());
        let changed = tx
            .execute(
                "UPDATE certification_round SET submitted_at = ?2, submitted_by = ?3, submitted_by_name = ?4,
                     version = version + 1
                 WHERE id = ?1 AND submitted_at IS NULL",
                params![self.round.id, self.now, account, name],
            )
            .await?;
        if let Some(letters) = letters.filter(|_| changed > 0 && standing.own_waiting > 0) {
            self.tell_who_decides_ones_own(tx, letters).await?;
        }
        Ok(changed > 0)
    }

    /// The answerer's own lines wait for the nearest head or deputy beside them; without one, for whoever answers for the region.
    async fn tell_who_decides_ones_own(&self, tx: &mut WriteTx, letters: &Letters) -> Result<(), StoreError> {
        let (me, now, region) = (self.sight.account, self.now, self.round.region);
        let mut told: BTreeMap<AccountId, (Reader, i64)> = BTreeMap::new();
        for (unit, lines) in own_waiting(tx, self.round.id, me, now).await? {
            let mut others = others_at(tx, unit, Service::CertifyGrants, me, now).await?;
            if others.is_empty() {
                others = others_at(tx, region, Service::AdministerOrderers, me, now).await?;
            }
            for (account, reader) in others {
                told.entry(account).or_insert((reader, 0)).1 += lines;
            }
        }
        for (reader, lines) in told.into_values() {
            letters.to_reader(tx, &reader, &RoundTold::of(self.round), Told::OwnLeft(lines)).await?;
        }
        Ok(())
    }
}

/// Writes down what has become of a line, and by whom.
pub(super) async fn mark(
    tx: &mut WriteTx,
    round: RoundId,
    position: i64,
    decision: Decision,
) -> Result<(), StoreError> {
    let (account, name, now) = (tx.actor().account, tx.actor().name.clone(), tx.now());
    tx.change_one(
        "UPDATE certification_line SET decision = ?3, decided_by = ?4, decided_by_name = ?5, decided_at = ?6
         WHERE round_id = ?1 AND position = ?2",
        params![round, position, decision.key(), account, name, now],
    )
    .await
}
