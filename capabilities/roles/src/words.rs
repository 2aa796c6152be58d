//! What roles, services and grants are called on the screen.

use std::borrow::Cow;

use behorig_access::{Assurance, ObjectFault, Period, PeriodFault, Role, RoleKind, Rule, Service, Standing};
use behorig_registers::grants::GrantRow;
pub(crate) use behorig_visit::role_name as name_of_role;
use behorig_web::components::{Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use crate::rules::Life;

pub(crate) fn service(lang: Lang, service: Service) -> &'static str {
    match lang {
        Lang::Sv => service.swedish_name(),
        Lang::En => service.english_name(),
    }
}

/// `390 Administrera behörigheter`.
pub(crate) fn numbered_service(lang: Lang, which: Service) -> String {
    format!("{} {}", which.number(), service(lang, which))
}

pub(crate) fn kind(lang: Lang, kind: RoleKind) -> Cow<'static, str> {
    lang.t(match kind {
        RoleKind::Staff => "roles-kind-staff",
        RoleKind::Relative => "roles-kind-relative",
        RoleKind::Resident => "roles-kind-resident",
    })
}

pub(crate) fn kind_meaning(lang: Lang, kind: RoleKind) -> Cow<'static, str> {
    lang.t(match kind {
        RoleKind::Staff => "roles-kind-staff-meaning",
        RoleKind::Relative => "roles-kind-relative-meaning",
        RoleKind::Resident => "roles-kind-resident-meaning",
    })
}

pub(crate) fn assurance(lang: Lang, level: Assurance) -> Cow<'static, str> {
    lang.t(match level {
        Assurance::Password => "roles-level-password",
        Assurance::TwoFactor => "roles-level-two-factor",
        Assurance::High => "roles-level-high",
    })
}

/// The name of a role: a template that nobody has renamed is shown in the reader's language.
pub(crate) fn role_name(lang: Lang, role: &Role) -> Cow<'_, str> {
    match role.key {
        Some(template) if lang == Lang::En && role.name == template.swedish_name() => template.english_name().into(),
        _ => Cow::Borrowed(&role.name),
    }
}

/// A name with the places where a narrow column may break it: Swedish puts words together, and not every browser knows where.
pub(crate) fn breakable(name: &str) -> String {
    const PARTS: [&str; 7] = ["administratör", "ansvarig", "hanterare", "mottagare", "personal", "säkerhets", "tornet"];
    PARTS.iter().fold(name.to_owned(), |name, part| match name.find(part) {
        Some(at) if at > 0 && !name[..at].ends_with(char::is_whitespace) => {
            format!("{}\u{ad}{}", &name[..at], &name[at..])
        }
        _ => name,
    })
}

/// The days of a period, both included: `2026-11-21 – tills vidare`.
pub(crate) fn days(lang: Lang, period: Period) -> String {
    let from = format::local(period.from.0).date();
    // The end is the first moment after; the day before it is the last day.
    let to = period.to.map(|to| format::local(to.0.saturating_sub(1).max(period.from.0)).date());
    format::period(lang, from, to)
}

pub(crate) fn life_tag(lang: Lang, life: Life) -> Markup {
    match life {
        Life::Live => tag(Tone::Good, &lang.t("roles-life-live")),
        Life::Coming => tag(Tone::Info, &lang.t("roles-life-coming")),
        Life::Ended => tag(Tone::Neutral, &lang.t("roles-life-ended")),
    }
}

/// On whose word a grant stands.
pub(crate) fn basis(lang: Lang, grant: &GrantRow) -> Cow<'static, str> {
    match grant.basis.as_str() {
        "local-administrator" => lang.t("roles-basis-local-administrator"),
        "consent" => lang.t("roles-basis-consent"),
        "guardian" => lang.t("roles-basis-guardian"),
        "power-of-attorney" => lang.t("roles-basis-attorney"),
        "order" => match grant.order_number {
            Some(number) => lang.tr("roles-basis-order", &[("number", number.to_string().into())]),
            None => lang.t("roles-basis-an-order"),
        },
        "catchment-area" => lang.t("roles-basis-catchment-area"),
        "import" => lang.t("roles-basis-import"),
        "installation" => lang.t("roles-basis-installation"),
        _ => lang.t("roles-basis-administrator"),
    }
}

/// The unit of a grant, and whether the branch below is in it.
pub(crate) fn place(lang: Lang, grant: &GrantRow) -> Markup {
    html! {
        (grant.unit_name)
        @if grant.branch { br; span.hint { (lang.t("roles-and-branch")) } }
    }
}

/// A rule that failed, said about somebody else.
pub(crate) fn rule_about(lang: Lang, rule: &Rule) -> Cow<'static, str> {
    let day = |at: behorig_access::Instant| [("day", format::local(at.0).date().to_string().into())];
    match rule {
        Rule::HolderInactive(standing) => lang.t(match standing {
            Standing::Locked => "roles-rule-locked",
            Standing::Pending => "roles-rule-pending",
            Standing::Ended => "roles-rule-ended",
            Standing::Blocked | Standing::Active => "roles-rule-blocked",
        }),
        Rule::NoGrant => lang.t("roles-rule-no-grant"),
        Rule::Period(PeriodFault::NotYet { from }) => lang.tr("roles-rule-not-yet", &day(*from)),
        Rule::Period(PeriodFault::Ended { at }) => lang.tr("roles-rule-over", &day(*at)),
        Rule::Service => lang.t("roles-rule-service"),
        Rule::Unit => lang.t("roles-rule-unit"),
        Rule::Object(ObjectFault::Restricted(_)) => lang.t("roles-rule-restricted"),
        Rule::Object(ObjectFault::Other) => lang.t("roles-rule-object"),
        Rule::Hat { needed } => lang.tr("roles-rule-hat", &[("hat", kind(lang, *needed).into())]),
        Rule::Assurance { needed } => lang.tr("roles-rule-assurance", &[("level", assurance(lang, *needed).into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_may_break_between_its_words_and_nowhere_else() {
        assert_eq!(breakable("Journalsäkerhetsansvarig"), "Journal\u{ad}säkerhets\u{ad}ansvarig");
        assert_eq!(breakable("Systemadministratör"), "System\u{ad}administratör");
        assert_eq!(breakable("Lokal administratör"), "Lokal administratör");
        assert_eq!(breakable("Personal"), "Personal");
    }
}
