//! Ways to the same goal, side by side for the eye and one after the other for the ear: how to sign in.

use maud::{Markup, html};

use super::{Icon, Words, icon};

/// One way.
pub struct Way<'a> {
    /// Its drawing.
    pub icon: Icon,
    /// Where it begins.
    pub path: Words<'a>,
    /// Its name.
    pub title: Words<'a>,
    /// For whom, or what one needs.
    pub text: Words<'a>,
}

/// The ways, the one that most take first and in colour.
#[must_use]
pub fn ways(ways: &[Way<'_>]) -> Markup {
    html! {
        ul.ways {
            @for (i, way) in ways.iter().enumerate() {
                li {
                    a.first[i == 0] href=(way.path) {
                        (icon(way.icon))
                        span { strong { (way.title) } small { (way.text) } }
                        (icon(Icon::Forward))
                    }
                }
            }
        }
    }
}
