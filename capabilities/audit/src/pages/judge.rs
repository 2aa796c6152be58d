//! What was said of the lines is saved, and the review is signed where that was pressed.

use axum::extract::Path;
use axum::response::Response;
use behorig_visit::{PageError, Rejected, Submission};
use behorig_web::{Errors, Form};

use super::lines::{LONGEST_NOTE, PLACE, SEEN};
use super::review::{Place, page};
use super::{id, path_of};
use crate::ReviewId;
use crate::records::judging::{Judged, Judging, NOTE, VERDICT, judged};
use crate::rules::Verdict;

/// Every line of the form, judged or not; what is wrong with a note is put into `errors`.
fn lines_in(form: &Form, errors: &mut Errors) -> Result<Vec<Judged>, PageError> {
    let mut lines = Vec::new();
    for place in form.values(PLACE) {
        let position: i64 = place.parse().map_err(|_| PageError::Malformed("a line that no review has"))?;
        let note = form.optional(&NOTE.on_row(position), behorig_web::forms::text(LONGEST_NOTE), errors);
        lines.push(Judged {
            position,
            seen: Verdict::from_key(form.value(&format!("{SEEN}.{position}"))),
            verdict: Verdict::from_key(form.value(&VERDICT.on_row(position).name)),
            note: note.unwrap_or_default(),
        });
    }
    Ok(lines)
}

/// Saves, and signs. Service 400 as the review asks.
pub(crate) async fn save(Path(review): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let review: ReviewId = id(&review)?;
    let form = submission.form.clone();
    let (place, sign) = (Place::of(&form), form.value("gor") == "signera");
    let mut errors = Errors::new();
    let lines = lines_in(&form, &mut errors)?;
    if errors.is_empty() {
        let back = if sign { path_of(review, "") } else { place.path(review) };
        let judging = Judging { seat: submission.visit.seat(), review, lines, sign, back };
        match submission.submit(judging, judged).await {
            Ok(path) => {
                let told = if sign { "audit-signed" } else { "audit-saved" };
                return Ok(submission.visit.go_and_tell(&path, told));
            }
            Err(Rejected::Errors(found)) => errors = found,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let (page, body) = page(&mut submission.visit, review, place, Some(&form), &errors).await?;
    Ok(submission.visit.show_again(&page, body))
}
