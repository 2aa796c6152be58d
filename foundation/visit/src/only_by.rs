//! What is said, on every page where roles are given, of a role that is given in another way.

use std::borrow::Cow;

use behorig_access::OnlyBy;
use behorig_web::Lang;
use maud::{Markup, html};

/// The text id that says in which way the role is given instead; it names the role as `role`.
#[must_use]
pub const fn only_by_text(way: OnlyBy) -> &'static str {
    match way {
        OnlyBy::Order => "visit-only-by-order",
        OnlyBy::Naming => "visit-only-by-naming",
    }
}

/// The link to where that is done: the form for an order, or that which names somebody. Whoever may not do it is told there who may.
#[must_use]
pub fn only_by_link(lang: Lang, way: OnlyBy) -> Markup {
    let (path, text): (&str, Cow<'_, str>) = match way {
        OnlyBy::Order => ("/bestallningar/behorigheter/ny", lang.t("visit-order-it")),
        OnlyBy::Naming => ("/bestallare/ny", lang.t("visit-name-it")),
    };
    html! { a href=(path) { (text) } }
}

/// Roles that the reader could give but that are given in another way, each with the way and the link to it. Nothing where there are none.
#[must_use]
pub fn given_otherwise<'a>(lang: Lang, roles: impl IntoIterator<Item = (Cow<'a, str>, OnlyBy)>) -> Markup {
    let mut roles = roles.into_iter().peekable();
    html! {
        @if roles.peek().is_some() {
            ul.lines {
                @for (role, way) in roles {
                    li {
                        span { (lang.tr(only_by_text(way), &[("role", role.into_owned().into())])) }
                        (only_by_link(lang, way))
                    }
                }
            }
        }
    }
}
