//! The frame around every page, and pages for whatever went wrong, in the visitor's own language and header.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{Assurance, Hat, Holder, Instant, Remedy, Rule, UnitId, Viewer, scope_of};
use behorig_registers::units::Unit;
use behorig_store::StoreError;
use behorig_web::components::{
    NavItem, NavSection, Notice, Page, SessionClock, Shell, Tone, Who, error_page, link_button,
};
use behorig_web::{Lang, Theme, paths, preferences};
use maud::{Markup, html};

use crate::menu::OWN_SECTION;
use crate::visit::CHANGE_PASSWORD;
use crate::{Access, App, Mender, MenuItem, PageError, Refusal, Session};

/// The warning before a session ends comes this many seconds ahead.
const WARN_BEFORE: u32 = 120;

/// What the frame of a page shows, owned, so that an error page can be framed after its handler is gone.
pub(crate) struct ShellData {
    lang: Lang,
    theme: Theme,
    path: String,
    who: Option<WhoData>,
    sections: Vec<(&'static str, Vec<MenuItem>)>,
    own: Vec<MenuItem>,
    help: String,
    flash: Option<String>,
    clock: Option<SessionClock>,
}

struct WhoData {
    name: String,
    hat: Hat,
    unit: Option<String>,
    can_switch: bool,
}

/// Where a request leaves its frame for the page of an error.
#[derive(Clone, Default)]
pub(crate) struct FrameOfRequest(Arc<OnceLock<Arc<ShellData>>>);

impl FrameOfRequest {
    pub(crate) fn set(&self, shell: &Arc<ShellData>) {
        // The first visit of a request is its visitor; there is no second.
        let _ = self.0.set(Arc::clone(shell));
    }
}

impl ShellData {
    #[expect(clippy::too_many_arguments, reason = "the one place where everything about a request comes together")]
    pub(crate) fn of_visit(
        app: &App,
        lang: Lang,
        theme: Theme,
        path: String,
        session: &Session,
        viewer: &Viewer,
        hat_chain: &[Unit],
        flash: Option<String>,
        now: Instant,
    ) -> Self {
        let mut sections: Vec<(&'static str, Vec<MenuItem>)> = Vec::new();
        let mut own = Vec::new();
        for item in app.menu.items().filter(|item| is_open_to(item.access, viewer, now)) {
            match item.section {
                Some(OWN_SECTION) => own.push(*item),
                Some(section) => match sections.iter_mut().find(|(name, _)| *name == section) {
                    Some((_, items)) => items.push(*item),
                    None => sections.push((section, vec![*item])),
                },
                None => {}
            }
        }
        let limits = app.settings.sessions;
        let left = (session.ends_at.millis_since(now)).min(limits.idle);
        Self {
            lang,
            theme,
            help: help_path(&path),
            path,
            who: Some(WhoData {
                name: session.full_name(),
                hat: session.hat,
                unit: hat_chain.first().map(|unit| unit.name.clone()),
                can_switch: has_other_hat(viewer, session.hat_unit, now),
            }),
            sections,
            own,
            flash,
            clock: u32::try_from(left / 1000)
                .ok()
                .map(|seconds_left| SessionClock { seconds_left, warn_before: WARN_BEFORE }),
        }
    }

    pub(crate) fn has_flash(&self) -> bool {
        self.flash.is_some()
    }

    pub(crate) fn with_shell<T>(&self, show: impl FnOnce(&Shell<'_>) -> T) -> T {
        let lang = self.lang;
        let item = |item: &MenuItem| {
            let mut nav = NavItem::new(item.path, lang.t(item.label));
            nav.icon = item.icon;
            nav.under = item.under.map(|heading| lang.t(heading)).unwrap_or_default();
            nav
        };
        let nav: Vec<NavSection<'_>> = self
            .sections
            .iter()
            .map(|(heading, items)| NavSection { heading: lang.t(heading), items: items.iter().map(item).collect() })
            .collect();
        let own: Vec<NavItem<'_>> = self.own.iter().map(item).collect();
        let hat = self.who.as_ref().map(|who| hat_name(lang, who.hat)).unwrap_or_default();
        show(&Shell {
            lang,
            theme: self.theme,
            path: &self.path,
            who: self.who.as_ref().map(|who| Who {
                name: &who.name,
                hat: &hat,
                unit: who.unit.as_deref(),
                links: &own,
                can_switch: who.can_switch,
            }),
            nav: &nav,
            help: &self.help,
            flash: self.flash.as_ref().map(|told| Notice::new(tone_of(lang, told), lang.t(told))),
            session: self.clock,
        })
    }
}

/// How a thing that happened is told: the text's own attribute `.tone` says so where it is not good news.
fn tone_of(lang: Lang, told: &str) -> Tone {
    match lang.attribute(told, "tone").as_deref() {
        Some("warning") => Tone::Warning,
        Some("info") => Tone::Info,
        _ => Tone::Good,
    }
}

/// The help about a page: its own guide, found by the first step of its path.
fn help_path(path: &str) -> String {
    let page = path.split('?').next().unwrap_or_default();
    if page == "/" || page.starts_with(paths::HELP) {
        return paths::HELP.to_owned();
    }
    let first = page.trim_start_matches('/').split('/').next().unwrap_or_default();
    let plain = first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain { format!("{}/{first}", paths::HELP) } else { paths::HELP.to_owned() }
}

pub(crate) fn is_open_to(access: Access, viewer: &Viewer, now: Instant) -> bool {
    let may = |service| !scope_of(viewer, service, now).is_empty();
    match access {
        Access::Anyone | Access::SignedIn => true,
        Access::OwnAccount => matches!(viewer.holder(), Holder::Account(_)),
        Access::Staff => matches!(viewer.holder(), Holder::Account(_)) && viewer.hat() == Hat::Staff,
        Access::Resident => matches!(viewer.holder(), Holder::Person(_)),
        Access::Service(service) => may(service),
        Access::AnyOf(services) => services.iter().copied().any(may),
    }
}

/// Whether there is another hat to put on: of another kind, or at another unit. A resident is one at every clinic.
#[must_use]
pub fn has_other_hat(viewer: &Viewer, worn_at: Option<UnitId>, now: Instant) -> bool {
    let elsewhere = || {
        let mut live = viewer.grants().iter().filter(|grant| grant.period.holds_at(now));
        viewer.hat() != Hat::Resident && live.any(|grant| Some(grant.unit) != worn_at)
    };
    viewer.hats(now).len() > 1 || elsewhere()
}

pub(crate) fn hat_name(lang: Lang, hat: Hat) -> Cow<'static, str> {
    match hat {
        Hat::Staff => lang.t("visit-hat-staff"),
        Hat::Relative => lang.t("visit-hat-relative"),
        Hat::Resident => lang.t("visit-hat-resident"),
    }
}

/// The frame for a page that needs no session, such as signing in.
#[must_use]
pub fn plain_shell<'a>(headers: &http::HeaderMap, path: &'a str) -> Shell<'a> {
    let (lang, theme) = preferences::of(headers);
    Shell::signed_out(lang, theme, path)
}

/// A page for someone who is not signed in.
#[must_use]
pub fn plain_page(headers: &http::HeaderMap, path: &str, page: &Page<'_>, body: Markup) -> Markup {
    page.show(&plain_shell(headers, path), body)
}

/// The outermost layer of the pages: turns a [`PageError`] into its page or its redirect.
pub async fn frame(mut request: Request, next: Next) -> Response {
    let of_request = FrameOfRequest::default();
    request.extensions_mut().insert(of_request.clone());
    let (lang, theme) = preferences::of(request.headers());
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    // After a form one comes back to the start: the page that showed it is not known here.
    let back_to = if request.method() == http::Method::GET { path.clone() } else { paths::START.to_owned() };
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<PageError>().cloned() else { return response };
    // Only of who is signed in: anyone else is sent to sign in first.
    log(&error, route.as_ref().filter(|_| of_request.0.get().is_some()));
    match &error {
        // A cookie that opens nothing is left alone: this answer may come after the one that brought a newer.
        PageError::SignIn { return_to } => Redirect::to(&sign_in_path(return_to)).into_response(),
        PageError::ChangePassword => Redirect::to(CHANGE_PASSWORD).into_response(),
        _ => {
            let markup = match of_request.0.get() {
                Some(shell) => shell.with_shell(|shell| error_body(shell, &error, &back_to)),
                None => error_body(&Shell::signed_out(lang, theme, &path), &error, &back_to),
            };
            (error.status(), markup).into_response()
        }
    }
}

fn sign_in_path(return_to: &str) -> String {
    if return_to == paths::START {
        return paths::SIGN_IN.to_owned();
    }
    format!("{}?till={}", paths::SIGN_IN, paths::query_value(return_to))
}

/// Logs why a page was not shown. The route stands for the address, which may hold what somebody typed.
fn log(error: &PageError, signed_in_at: Option<&MatchedPath>) {
    match (error, signed_in_at) {
        // Forged and guessed ids look so, and nothing else does for long.
        (PageError::NotFound | PageError::Store(StoreError::Missing), Some(route)) => {
            tracing::info!(route = route.as_str(), "what was asked for does not exist, or not for whoever asked");
        }
        (PageError::Store(_) | PageError::Away(_) | PageError::Fault(_), _) if error.status().is_server_error() => {
            tracing::error!(%error, "a request failed");
        }
        _ => tracing::debug!(%error, "a request was answered with an error page"),
    }
}

fn error_body(shell: &Shell<'_>, error: &PageError, back_to: &str) -> Markup {
    let lang = shell.lang;
    let (title, text) = match error {
        PageError::Refused(refusal) => return refusal_page(shell, refusal, back_to),
        PageError::Stale => ("visit-error-stale", "visit-error-stale-text"),
        PageError::Malformed(_) => ("web-error-bad-request", "web-error-bad-request-text"),
        PageError::TooLarge => ("web-error-too-large", "web-error-too-large-text"),
        PageError::ForeignOrigin => ("visit-error-foreign", "visit-error-foreign-text"),
        PageError::TooMany(_) => ("visit-error-too-many", "visit-error-too-many-text"),
        _ => match error.status().as_u16() {
            404 => ("visit-error-not-found", "visit-error-not-found-text"),
            409 => ("visit-error-stale", "visit-error-stale-text"),
            503 => ("visit-error-unavailable", "visit-error-unavailable-text"),
            _ => ("visit-error-fault", "visit-error-fault-text"),
        },
    };
    error_page(shell, &lang.t(title), &lang.t(text), &[])
}

/// *Varför?*: which rule failed, and who can mend it.
fn refusal_page(shell: &Shell<'_>, refusal: &Refusal, back_to: &str) -> Markup {
    let lang = shell.lang;
    let service = match lang {
        Lang::Sv => refusal.service.swedish_name(),
        Lang::En => refusal.service.english_name(),
    };
    let asked =
        lang.tr("visit-refused-lead", &[("service", service.into()), ("unit", refusal.unit_name.clone().into())]);
    Page::new(lang.t("visit-refused")).lead(asked).show(
        shell,
        html! {
            section aria-labelledby="why" {
                h2 #why { (lang.t("visit-why")) }
                p { (rule_in_words(lang, &refusal.denial.rule)) }
                p.hint { (lang.tr("visit-rule-number", &[("number", i64::from(refusal.denial.rule.number()).into()), ("service", i64::from(refusal.service.number()).into())])) }
            }
            section aria-labelledby="mend" {
                h2 #mend { (lang.t("visit-mend")) }
                (remedy_in_words(lang, refusal, back_to))
            }
            div.button-row { (link_button(paths::START, &lang.t("web-to-start"))) }
        },
    )
}

/// A rule that failed, in words that a person can act on.
#[must_use]
pub fn rule_in_words(lang: Lang, rule: &Rule) -> Cow<'static, str> {
    lang.t(match rule.key() {
        "holder-blocked" => "visit-rule-holder-blocked",
        "holder-locked" => "visit-rule-holder-locked",
        "holder-pending" => "visit-rule-holder-pending",
        "holder-ended" => "visit-rule-holder-ended",
        "no-grant" => "visit-rule-no-grant",
        "period-not-yet" => "visit-rule-period-not-yet",
        "period-ended" => "visit-rule-period-ended",
        "service" => "visit-rule-service",
        "unit" => "visit-rule-unit",
        "object-restricted" => "visit-rule-object-restricted",
        "object-other" => "visit-rule-object-other",
        "hat" => "visit-rule-hat",
        _ => "visit-rule-assurance",
    })
}

/// Where one proves anew who one is, at this level, and comes back.
fn confirm_path(level: Assurance, back_to: &str) -> String {
    format!("{}?niva={}&till={}", paths::CONFIRM, level.key(), paths::query_value(back_to))
}

/// Whom to ask, by name, title and unit.
#[must_use]
pub fn whom_to_ask(menders: &[Mender]) -> Markup {
    html! {
        ul.lines {
            @for mender in menders {
                li {
                    span { strong { (mender.name) } @if let Some(title) = &mender.title { ", " (title) } }
                    span.hint { (mender.unit_name) }
                }
            }
        }
    }
}

fn remedy_in_words(lang: Lang, refusal: &Refusal, back_to: &str) -> Markup {
    match refusal.remedy {
        Remedy::SwitchHat(hat) => html! {
            p { (lang.tr("visit-mend-hat", &[("hat", hat_name(lang, hat).into_owned().into())])) }
            p { (link_button(paths::HATS, &lang.t("web-switch-hat"))) }
        },
        Remedy::SignIn(level) => html! {
            p { (lang.t("visit-mend-sign-in")) }
            p { (link_button(&confirm_path(level, back_to), &lang.t("visit-confirm"))) }
        },
        Remedy::Wait(from) => html! {
            p { (lang.tr("visit-mend-wait", &[("time", behorig_web::format::date_time(lang, from.0).into())])) }
        },
        Remedy::Ask(_) if refusal.menders.is_empty() => html! { p { (lang.t("visit-mend-nobody")) } },
        Remedy::Ask(_) => html! {
            p { (lang.t("visit-mend-ask")) }
            (whom_to_ask(&refusal.menders))
        },
    }
}
