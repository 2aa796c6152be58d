//! Somebody of the list sought by number. The number is posted; the answer is the resident's own page.

use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{Service, UnitId};
use behorig_identity::IdentityNumber;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::{Errors, format};

use super::list::{Asked, NUMBER_SOUGHT, page};
use super::{own_clinic, page_of, register_of};
use crate::records::{self, Candidate, Who};

/// Where the number is sent.
pub(crate) const PATH: &str = "/invanare/sok";

/// The resident of a number. Service 401 at the hat's unit; whoever is protected from the viewer is not on the list.
pub(crate) async fn find(mut submission: Submission) -> Result<Response, PageError> {
    let visit = &mut submission.visit;
    let unit = own_clinic(visit, Service::ViewResidents).await?;
    let today = format::local(visit.now.0).date();
    let mut errors = Errors::new();
    let number = submission.form.required(&NUMBER_SOUGHT, |text| IdentityNumber::parse(text, today), &mut errors);
    if let Some(number) = number {
        if let Some(path) = on_the_list(visit, unit, &number).await? {
            return Ok(Redirect::to(&path).into_response());
        }
        errors.add(&NUMBER_SOUGHT, "residents-not-on-list");
    }
    let (page, body) = page(visit, unit, &Asked::everyone(), &submission.form, &errors).await?;
    Ok(visit.show_again(&page, body))
}

async fn on_the_list(visit: &mut Visit, unit: UnitId, number: &IdentityNumber) -> Result<Option<String>, PageError> {
    let (viewer, now, register) = (visit.viewer.clone(), visit.now, register_of(visit));
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let tx = visit.snapshot.get().await?;
    let asks = (&viewer, Service::ViewResidents, chain.as_slice());
    let person = match records::candidate(tx, &register, asks, Who::Number(number), now).await? {
        Candidate::Unknown => return Ok(None),
        Candidate::Deceased(person) | Candidate::Living(person) => person,
    };
    let held = records::live_at(tx, unit, &[person.id], now).await?;
    Ok(held.first().map(|held| page_of(held.grant, "")))
}
