//! *Texter till invånare*: what residents read on the clinic's page, and before they send.

use behorig_web::components::{Fields, Section};
use behorig_web::forms::text;
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::sheet::Sheet;
use crate::records::Settings;
use crate::saving::Patch;

pub(crate) const PATH: &str = "/mottagning/texter";

static ABOUT: FieldName = field("om-mottagningen", "clinics-about");
static TERMS: FieldName = field("villkor", "clinics-terms");

const LONGEST: u32 = 5_000;

/// The page.
pub(crate) static SHEET: Sheet =
    Sheet { path: PATH, title: "clinics-texts", lead: "clinics-texts-lead", fill, fields, read };

fn fill(settings: &Settings) -> Form {
    let clinic = &settings.clinic;
    Form::filled([
        (&ABOUT, clinic.about.clone().unwrap_or_default()),
        (&TERMS, clinic.terms.clone().unwrap_or_default()),
    ])
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let about = f.long_text(&ABOUT, 8).optional().limit(LONGEST).render();
    let terms = f.long_text(&TERMS, 8).optional().limit(LONGEST).render();
    html! {
        (Section::new(lang.t("clinics-texts-page"), about).about(lang.t("clinics-texts-page-about")))
        (Section::new(lang.t("clinics-texts-before"), terms).about(lang.t("clinics-texts-before-about")))
    }
}

fn read(form: &Form, errors: &mut Errors) -> Option<Patch> {
    let longest = LONGEST as usize;
    let about = form.optional(&ABOUT, text(longest), errors);
    let terms = form.optional(&TERMS, text(longest), errors);
    errors.is_empty().then_some(Patch::Texts { about, terms })
}
