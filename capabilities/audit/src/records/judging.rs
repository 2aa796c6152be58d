//! Lines are judged, and the review is signed: in one transaction, and never again after that.

use behorig_access::Instant;
use behorig_store::{ActivityType, Recorded, StoreError, Work, WriteTx, params};
use behorig_visit::{PageError, Rejected, Seat};
use behorig_web::{Errors, FieldName, Message, field, format};

use super::account_of;
use super::line::{Line, line_of, tally};
use super::making::event;
use super::plan;
use super::review::Review;
use crate::ReviewId;
use crate::rules::{Refused, Verdict, judge, may_sign};

/// What is said of a line, whose place is the field's row.
pub(crate) const VERDICT: FieldName = field("val", "audit-verdict");
/// Why.
pub(crate) const NOTE: FieldName = field("anteckning", "audit-note");

/// A line as it was judged.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Its place in the review.
    pub position: i64,
    /// What the form showed as said.
    pub seen: Option<Verdict>,
    /// What was chosen, if anything.
    pub verdict: Option<Verdict>,
    pub note: String,
}

/// A form that was sent.
pub(crate) struct Judging {
    pub seat: Seat,
    pub review: ReviewId,
    pub lines: Vec<Judged>,
    /// Whether the review is signed too.
    pub sign: bool,
    /// Where to go afterwards.
    pub back: String,
}

/// Carries it out. Service 400 as the review asks; nothing about a review that is signed.
pub(crate) fn judged<'t>(tx: &'t mut WriteTx, judging: &'t Judging) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = judging.seat.viewer(tx, now).await?;
        let (review, _) = Review::for_viewer(tx, &viewer, judging.review, now).await?;
        if let Some((at, who)) = &review.signed {
            return Err(signed_already(*at, who).into());
        }
        let me = account_of(&viewer);
        let (mut errors, mut said) = (Errors::new(), Vec::new());
        for (judged, verdict) in judging.lines.iter().filter_map(|line| Some((line, line.verdict?))) {
            let line = line_of(tx, review.id, me, judged.position).await?.ok_or(PageError::NotFound)?;
            match judge(&line.standing(), judged.seen, verdict, &judged.note) {
                Err(refused) => refuse(&mut errors, &line, refused),
                Ok(false) => {}
                Ok(true) => {
                    mark(tx, review.id, judged, verdict).await?;
                    said.push(format!("{} {}", judged.position, verdict.key()));
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let recorded = if said.is_empty() {
            None
        } else {
            let told = event(ActivityType::Write, "audit.judge", review.id).with_args(said.join(", "));
            Some(tx.record(told).await?)
        };
        let recorded = if judging.sign { Some(sign(tx, &review).await?) } else { recorded };
        Ok(match recorded {
            Some(recorded) => recorded.with(judging.back.clone()),
            None => Recorded::nothing_to_record(judging.back.clone(), "nothing was said that was not so already"),
        })
    })
}

fn signed_already(at: Instant, who: &str) -> Errors {
    let mut errors = Errors::new();
    let day = format::local(at.0).date().to_string();
    errors.add_general(Message::new("audit-signed-already").with("who", who).with("day", day));
    errors
}

fn refuse(errors: &mut Errors, line: &Line, refused: Refused) {
    let (on, id) = match refused {
        Refused::Own => (&VERDICT, "audit-own"),
        Refused::Meanwhile => (&VERDICT, "audit-meanwhile"),
        Refused::WithoutNote => (&NOTE, "audit-note-missing"),
    };
    let message = Message::new(id).with("position", line.position).with("staff", line.staff_name.as_str());
    errors.add(&on.on_row(line.position), message);
}

async fn mark(tx: &mut WriteTx, review: ReviewId, judged: &Judged, verdict: Verdict) -> Result<(), StoreError> {
    let (account, name, now) = (tx.actor().account, tx.actor().name.clone(), tx.now());
    let note = Some(judged.note.as_str()).filter(|note| !note.is_empty());
    tx.change_one(
        "UPDATE log_review_line SET verdict = ?3, note = ?4, judged_by = ?5, judged_by_name = ?6, judged_at = ?7
         WHERE review_id = ?1 AND position = ?2",
        params![review, judged.position, verdict.key(), note, account, name, now],
    )
    .await
}

/// Signs a review of which every line is judged, and counts its unit's next one from the day that the plan has.
async fn sign(tx: &mut WriteTx, review: &Review) -> Result<Recorded<()>, Rejected> {
    let now = tx.now();
    let nobody = behorig_access::AccountId::from_bytes([0; 16]);
    let counted = tally(tx, review.id, nobody).await?;
    if !may_sign(counted.waiting, review.signed.is_some()) {
        let mut errors = Errors::new();
        errors.add_general(Message::new("audit-left").with("count", counted.waiting));
        return Err(errors.into());
    }
    let (account, name) = (tx.actor().account, tx.actor().name.clone());
    tx.change_one(
        "UPDATE log_review SET signed_at = ?2, signed_by = ?3, signed_by_name = ?4, version = version + 1
         WHERE id = ?1 AND signed_at IS NULL",
        params![review.id, now, account, name],
    )
    .await?;
    plan::move_on(tx, review.unit).await?;
    let told = format!(
        "lines {}, justified {}, to explain {}, suspected {}",
        counted.all, counted.justified, counted.to_explain, counted.suspected
    );
    Ok(tx.record(event(ActivityType::Sign, "audit.sign", review.id).with_args(told)).await?)
}
