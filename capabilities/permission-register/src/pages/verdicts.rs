//! What is wrong with a row, in words that say what to do.

use behorig_web::Lang;

use crate::rules::plan::{MayNot, Verdict};
use crate::rules::units::NoUnit;

/// What a row would do, or why nothing.
pub(super) fn words(lang: Lang, verdict: &Verdict) -> String {
    let plain = |id: &str| lang.t(id).into_owned();
    let with = |id: &str, name: &'static str, value: &str| lang.tr(id, &[(name, value.into())]).into_owned();
    match verdict {
        Verdict::New(_) => plain("permission-register-verdict-new"),
        Verdict::There => plain("permission-register-verdict-there"),
        Verdict::Differs(_) => plain("permission-register-verdict-differs"),
        Verdict::Contradicts(row) => with("permission-register-verdict-contradicts", "row", &row.to_string()),
        Verdict::Duplicate(row) => with("permission-register-verdict-duplicate", "row", &row.to_string()),
        Verdict::Over(day) => with("permission-register-verdict-over", "day", &day.to_string()),
        Verdict::NoHsaId => plain("permission-register-verdict-no-hsa-id"),
        Verdict::WrongHsaId(why) => plain(why),
        Verdict::NotInDirectory => plain("permission-register-verdict-not-in-directory"),
        Verdict::Left => plain("permission-register-verdict-left"),
        Verdict::NoAccount => plain("permission-register-verdict-no-account"),
        Verdict::Unit(NoUnit::Nothing) => plain("permission-register-verdict-no-unit"),
        Verdict::Unit(NoUnit::Unknown(None)) => plain("permission-register-verdict-unknown-unit"),
        Verdict::Unit(NoUnit::Unknown(Some(near))) => with("permission-register-verdict-near-unit", "near", near),
        Verdict::Unit(NoUnit::Several) => plain("permission-register-verdict-several-units"),
        Verdict::Unit(NoUnit::UnknownRegion) => plain("permission-register-verdict-unknown-region"),
        Verdict::Merged => plain("permission-register-verdict-merged"),
        Verdict::UnknownPermission(_) => plain("permission-register-verdict-unknown-permission"),
        Verdict::Unclear(written) => with("permission-register-verdict-unclear", "written", written),
        Verdict::WrongDay(written) => with("permission-register-verdict-wrong-day", "written", written),
        Verdict::MayNot(why) => why_not(lang, *why),
    }
}

/// Why somebody may not give or change a permission.
pub(super) fn why_not(lang: Lang, why: MayNot) -> String {
    let id = match why {
        MayNot::Oneself => "permission-register-verdict-oneself",
        MayNot::NotThere => "permission-register-verdict-not-there",
        MayNot::NotListed => "permission-register-verdict-not-listed",
    };
    lang.t(id).into_owned()
}
