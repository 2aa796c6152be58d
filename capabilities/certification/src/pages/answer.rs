//! The answer to a round: asked once more where permissions end, then carried out.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_store::StoreError;
use behorig_visit::{PageError, Rejected, Submission, Visit, role_name};
use behorig_web::components::{Button, Crumb, Page, PostForm};
use behorig_web::{Errors, Form};
use maud::html;

use super::lines::{PLACE, SEEN, chosen, word};
use super::round::{Place, page};
use super::{crumb_to_list, id, path_of};
use crate::RoundId;
use crate::records::answer::{Act, Answer, Answered, CHOICE, answered};
use crate::records::letters::Letters;
use crate::records::line::{Line, line_of};
use crate::records::round::Round;
use crate::records::sight::Sight;
use crate::rules::{Choice, Decision};

/// What the question sends along when it was answered with yes, and with *Tillbaka*.
const CONFIRMED: &str = "bekraftat";
const BACK: &str = "tillbaka";

impl Act {
    fn of(form: &Form) -> Self {
        match form.value("gor") {
            "behall-alla" => Self::KeepRest,
            "skicka" => Self::Submit,
            _ => Self::Save,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Save => "spara",
            Self::KeepRest => "behall-alla",
            Self::Submit => "skicka",
        }
    }

    const fn told(self) -> &'static str {
        match self {
            Self::Save => "certification-saved",
            Self::KeepRest => "certification-kept-rest",
            Self::Submit => "certification-sent-in",
        }
    }
}

/// Every line of the form, answered or not.
fn lines_in(form: &Form) -> Result<Vec<Answered>, PageError> {
    let line = |place: &str| {
        let position: i64 = place.parse().map_err(|_| PageError::Malformed("a line that no round has"))?;
        let seen = Decision::from_key(form.value(&format!("{SEEN}.{position}")));
        Ok(Answered { position, seen, choice: chosen(form, position) })
    };
    form.values(PLACE).map(line).collect()
}

/// Answers a round. Service 423 at each line's unit while the round is open, or 421 at the region until what is unconfirmed ends.
pub(crate) async fn save(
    Extension(letters): Extension<Option<Letters>>,
    Path(round): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let round: RoundId = id(&round)?;
    let form = submission.form.clone();
    let (place, act, lines) = (Place::of(&form), Act::of(&form), lines_in(&form)?);
    if form.has(BACK) {
        let errors = Errors::new();
        let (page, body) = page(&mut submission.visit, round, place, &form, &errors).await?;
        return Ok(submission.visit.show(&page, body));
    }
    let ends = lines.iter().any(|line| line.choice == Some(Choice::End));
    if ends
        && !form.has(CONFIRMED)
        && let Some(question) = question(&mut submission.visit, round, place, act, &lines).await?
    {
        return Ok(question);
    }
    let back = if act == Act::Submit { path_of(round, "") } else { place.path(round) };
    let answer = Answer {
        seat: submission.visit.seat(),
        round,
        act,
        lines,
        back,
        access_ended: submission.visit.app.access_ended.clone(),
        letters: letters.clone(),
    };
    let outcome = submission.submit(answer, answered).await;
    let mut visit = submission.visit;
    let errors = match outcome {
        Ok(path) => {
            if let Some(letters) = letters {
                letters.wake();
            }
            return Ok(visit.go_and_tell(&path, act.told()));
        }
        Err(Rejected::Errors(errors)) => errors,
        // A grant changed while it was being ended: shown as it is now.
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let mut errors = Errors::new();
            errors.add_general("certification-stale");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    let (page, body) = page(&mut visit, round, place, &form, &errors).await?;
    Ok(visit.show_again(&page, body))
}

/// Asks once more before permissions end, with each of them named; none where nothing would end, or where the answer will be refused as
/// a whole, which is then said.
async fn question(
    visit: &mut Visit,
    id: RoundId,
    place: Place,
    act: Act,
    lines: &[Answered],
) -> Result<Option<Response>, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let (round, may) = Round::for_viewer(tx, &viewer, id, now).await?;
    if may.answer(&round.times, now).is_err() {
        return Ok(None);
    }
    let sight = Sight::of(&viewer, now);
    let mut ending: Vec<Line> = Vec::new();
    for line in lines.iter().filter(|line| line.choice == Some(Choice::End)) {
        let found = line_of(tx, id, &sight, line.position).await?;
        ending.extend(found.filter(|found| found.is_reached && !found.is_own && !found.is_over(now)));
    }
    if ending.is_empty() {
        return Ok(None);
    }
    let count = [("count", ending.len().into())];
    let body = html! {
        p { (lang.t("certification-ends-text")) }
        ul.bullets {
            @for line in &ending {
                li { strong { (line.person_name) } ": " (role_name(lang, &line.role_name)) ", " (line.unit_name) }
            }
        }
        div.button-row {
            (Button::danger(lang.tr("certification-ends-button", &count)).sends(CONFIRMED, "ja"))
            (Button::secondary(lang.t("certification-back")).sends(BACK, "ja"))
        }
    };
    let mut form = PostForm::to(path_of(id, ""), body)
        .once(Visit::form_key())
        .hidden("gor", act.word())
        .hidden("efter", place.after.to_string());
    if place.which == crate::records::line::Which::Waiting {
        form = form.hidden("visa", "kvar");
    }
    for line in lines {
        form = form
            .hidden(PLACE, line.position.to_string())
            .hidden(format!("{SEEN}.{}", line.position), line.seen.map_or("", Decision::key));
        if let Some(choice) = line.choice {
            form = form.hidden(CHOICE.on_row(line.position).name, word(choice));
        }
    }
    let title = lang.tr("certification-ends-question", &count);
    let crumbs = [crumb_to_list(lang), Crumb::new(path_of(id, ""), round.unit_name.clone())];
    Ok(Some(visit.show(&Page::new(title).crumbs(crumbs).narrow(), html! { (form) })))
}
