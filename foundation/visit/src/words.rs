//! Names that more than one capability shows.

use std::borrow::Cow;

use behorig_access::BuiltIn;
use behorig_web::Lang;

/// The name of a role in the reader's language: a built-in role that nobody has renamed has one in each, any other is called what
/// its organisation calls it.
#[must_use]
pub fn role_name(lang: Lang, name: &str) -> Cow<'_, str> {
    let template = BuiltIn::ALL.iter().find(|template| lang == Lang::En && template.swedish_name() == name);
    template.map_or(Cow::Borrowed(name), |template| template.english_name().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_in_role_has_a_name_in_each_language_and_a_renamed_one_keeps_its_own() {
        assert_eq!(role_name(Lang::Sv, "Ärendemottagare"), "Ärendemottagare");
        assert_eq!(role_name(Lang::En, "Ärendemottagare"), "Case receiver");
        assert_eq!(role_name(Lang::En, "Ärendemottagare natt"), "Ärendemottagare natt");
    }
}
