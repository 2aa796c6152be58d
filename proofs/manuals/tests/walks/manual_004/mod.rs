//! Seed 004, *Mina vårdkontakter*, by all its people: the resident who writes, the receiver and the handlers who answer, and the
//! administrator who says what can be written about, and whoever is new and comes with a card.

mod administrator;
mod card;
mod guides;
mod handler;
mod letters;
mod own_type;
mod receiver;
mod resident;

use proof_manuals::{Outcome, Walk};

/// A resident who is approved at the clinic, and one more.
pub(crate) const NORA: (&str, &str) = ("930427-2389", "Nora Lindqvist");
const HANNA: (&str, &str) = ("861003-2388", "Hanna Lilja");
/// A resident whom the clinic has not let in.
const OMAR: (&str, &str) = ("950606-2398", "Omar Yusuf");
const CLINIC: &str = "Vårdcentralen Rosenlund";
const MARIA_IN_LISTS: &str = "Maria Johansson, Leg. Sjuksköterska";
pub(crate) const ALI_IN_LISTS: &str = "Ali Rezai, Leg. Läkare";

/// The resident comes to a case type of the clinic.
pub(crate) async fn begins(resident: &Walk, case_type: &str) -> Outcome<()> {
    resident.goto("/mina-mottagningar").await?;
    resident.click(CLINIC).await?;
    resident.heading(CLINIC).await?;
    resident.click(case_type).await?;
    resident.heading(case_type).await
}

/// *Kontakta mig*, from the first line to the receipt; the case's number.
async fn contacts(resident: &Walk, question: &str) -> Outcome<String> {
    begins(resident, "Kontakta mig").await?;
    resident.tick("Läkemedel").await?;
    resident.fill("Skriv din fråga", question).await?;
    resident.tick("Skriv svaret här").await?;
    resident.click("Fortsätt").await?;
    resident.heading("Kontrollera: Kontakta mig").await?;
    resident.sees(question).await?;
    resident.click("Skicka").await?;
    receipt(resident).await
}

/// The number that the receipt shows.
pub(crate) async fn receipt(resident: &Walk) -> Outcome<String> {
    resident.heading("Ärendet är skickat").await?;
    Ok(word_after(&resident.text().await?, "Ärendenummer"))
}

/// The first word after another.
fn word_after(text: &str, before: &str) -> String {
    let rest = text.split_once(&format!("{before} ")).map(|(_, rest)| rest);
    let word = rest.and_then(|rest| rest.split_whitespace().next());
    word.unwrap_or_else(|| panic!("nothing stands after {before} in: {text}")).to_owned()
}

/// A member of staff opens the case of this number in a list.
pub(crate) async fn opens(staff: &Walk, list: &str, reference: &str, subject: &str) -> Outcome<()> {
    staff.goto(list).await?;
    staff.within(reference).await?.click(subject).await?;
    staff.heading(subject).await?;
    staff.sees(reference).await
}

/// The receiver gives a case to somebody.
pub(crate) async fn assigns(receiver: &Walk, reference: &str, to: &str) -> Outcome<()> {
    receiver.goto("/arenden").await?;
    receiver.within(reference).await?.tick("Välj").await?;
    let form = receiver.within("Fördela till").await?;
    form.fill("Fördela till", to).await?;
    form.click("Fördela").await?;
    receiver.sees("Ärendena är fördelade.").await?;
    receiver.sees_no(reference).await
}

/// Passes the case that is open on to somebody, with a note.
async fn passes_on(staff: &Walk, to: &str, note: &str) -> Outcome<()> {
    staff.click("Omfördela").await?;
    staff.heading("Omfördela ärende").await?;
    staff.fill("Fördela till", to).await?;
    staff.fill("Anteckning", note).await?;
    staff.within("Anteckning").await?.click("Omfördela").await?;
    staff.sees("Ärendet är omfördelat.").await
}

/// Today, as a date field wants it.
async fn today(walk: &Walk) -> Outcome<String> {
    let script = "return new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' })";
    Ok(walk.driver().execute(script, []).await?.convert()?)
}
