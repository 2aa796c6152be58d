//! The pages of whoever asks, and of whoever answers.

pub(crate) mod ask;
pub(crate) mod decide;
pub(crate) mod list;

use behorig_web::Lang;
use behorig_web::components::{Tag, Tone};
use maud::{Markup, Render};

use crate::records::Request;
use crate::rules::Standing;

fn standing_tag(lang: Lang, request: &Request) -> Markup {
    let standing = Standing::of(request.approved);
    let tone = match standing {
        Standing::Waiting => Tone::Info,
        Standing::Approved => Tone::Good,
        Standing::Declined => Tone::Warning,
    };
    Tag::new(tone, lang.t(standing.label())).render()
}
