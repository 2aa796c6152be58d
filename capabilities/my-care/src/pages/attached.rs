//! Files and drafts on the pages where a resident writes: the common parts, with the words of these pages.

pub(crate) use behorig_files::{FilesField, Press, kept_line};
use behorig_files::{KEEP, PRESS};
use behorig_web::Lang;
use behorig_web::components::Button;
use maud::Markup;

/// Whoever presses Enter wants to go on.
pub(crate) fn first_button() -> Markup {
    behorig_files::first_button("")
}

/// The button that keeps what was written for another time.
pub(crate) fn keep_button(lang: Lang) -> Button<'static> {
    Button::secondary(lang.t("my-care-keep")).sends(PRESS, KEEP)
}
