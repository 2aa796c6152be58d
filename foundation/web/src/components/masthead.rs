//! The top of every page and the menu beside it.

use maud::{Markup, html};

use super::shell::here;
use super::{Icon, NavItem, NavSection, Shell, Who, account_mark, icon};
use crate::preferences::{Theme, language_path};
use crate::{Lang, paths, static_files};

/// Logo, command search, language, help, and who one is.
pub(super) fn masthead(shell: &Shell<'_>) -> Markup {
    let lang = shell.lang;
    html! {
        header.masthead {
            @if !shell.nav.is_empty() {
                button.masthead-tool.menu-button type="button" popovertarget="menu" {
                    (icon(Icon::Menu)) span.reader-only { (lang.t("web-menu")) }
                }
            }
            a.logo href=(paths::START) {
                img src=(static_files::url("mark.svg")) alt="" width="28" height="28";
                span { "Behörig" }
            }
            @if shell.who.is_some() {
                a.command-link href=(paths::SEARCH) data-commands=(paths::COMMANDS) {
                    (icon(Icon::Search)) span.command-link-words { (lang.t("web-command-link")) }
                    span.command-keys aria-hidden="true" { kbd { "Ctrl" } kbd { "K" } }
                }
            }
            span.masthead-space {}
            (language_link(shell))
            a.masthead-tool href=(shell.help) { (icon(Icon::Help)) span.tool-words { (lang.t("web-help")) } }
            @if let Some(who) = &shell.who { (identity(lang, who)) (own_menu(shell, who)) }
        }
    }
}

fn language_link(shell: &Shell<'_>) -> Markup {
    let other = shell.lang.other();
    html! {
        a.masthead-tool.language href=(language_path(other, shell.path)) lang=(other.code()) hreflang=(other.code()) {
            (icon(Icon::Globe)) span { (other.own_name()) }
        }
    }
}

/// Who, which hat, which unit: always in sight, with the way to change hat beside it.
fn identity(lang: Lang, who: &Who<'_>) -> Markup {
    html! {
        div.identity {
            button.identity-button type="button" popovertarget="own-menu" {
                (account_mark(who.name))
                span.identity-words {
                    span.reader-only { (lang.t("web-signed-in-as")) " " }
                    span.identity-name { (who.name) }
                    span.reader-only { ", " }
                    span.identity-hat { (who.hat) @if let Some(unit) = who.unit { " · " (unit) } }
                }
            }
            @if who.can_switch {
                a.identity-switch href=(paths::HATS) { (icon(Icon::Switch)) span { (lang.t("web-switch-hat")) } }
            }
        }
    }
}

fn own_menu(shell: &Shell<'_>, who: &Who<'_>) -> Markup {
    let lang = shell.lang;
    html! {
        div.own-menu #own-menu popover {
            p.own-menu-who {
                strong { (who.name) } span { (who.hat) } @if let Some(unit) = who.unit { span { (unit) } }
            }
            nav aria-label=(lang.t("web-own-menu")) {
                ul { @for item in who.links { (nav_item(item, item.current(shell.path))) } }
            }
            (theme_choice(shell))
            form method="post" action=(paths::SIGN_OUT) {
                button.own-menu-button type="submit" { (icon(Icon::SignOut)) (lang.t("web-sign-out")) }
            }
        }
    }
}

/// Light, dark or as the system says: three buttons, of which one is pressed.
pub(super) fn theme_choice(shell: &Shell<'_>) -> Markup {
    let lang = shell.lang;
    html! {
        form.theme-choice method="post" action=(paths::THEME) {
            input type="hidden" name="till" value=(shell.path);
            fieldset {
                legend { (lang.t("web-theme")) }
                @for theme in Theme::ALL {
                    button type="submit" name="theme" value=(theme.key()) aria-pressed=(shell.theme == theme) {
                        (theme_name(lang, theme))
                    }
                }
            }
        }
    }
}

fn theme_name(lang: Lang, theme: Theme) -> std::borrow::Cow<'static, str> {
    match theme {
        Theme::Light => lang.t("web-theme-light"),
        Theme::Dark => lang.t("web-theme-dark"),
        Theme::Auto => lang.t("web-theme-auto"),
    }
}

/// The menu: beside the page on a wide screen, behind the menu button on a narrow one. `way` are the pages on the way to this one, from
/// the top.
pub(super) fn menu(shell: &Shell<'_>, way: &[&str]) -> Markup {
    if shell.nav.is_empty() {
        return Markup::default();
    }
    let current = here(shell.nav, shell.path, way);
    html! {
        nav.sidebar #menu popover aria-label=(shell.lang.t("web-menu")) {
            button.masthead-tool.menu-close type="button" popovertarget="menu" popovertargetaction="hide" {
                (icon(Icon::Close)) span { (shell.lang.t("web-close")) }
            }
            @for section in shell.nav { (nav_section(section, current)) }
        }
    }
}

fn nav_section(section: &NavSection<'_>, current: Option<(&NavItem<'_>, &'static str)>) -> Markup {
    let mark = |item: &NavItem<'_>| current.filter(|(here, _)| std::ptr::eq(*here, item)).map(|(_, mark)| mark);
    html! {
        @if !section.heading.is_empty() { h2 { (section.heading) } }
        @for part in section.items.chunk_by(|a, b| a.under == b.under) {
            @if let Some(first) = part.first().filter(|first| !first.under.is_empty()) { h3 { (first.under) } }
            ul { @for item in part { (nav_item(item, mark(item))) } }
        }
    }
}

fn nav_item(item: &NavItem<'_>, current: Option<&'static str>) -> Markup {
    html! {
        li {
            a href=(item.path) aria-current=[current] {
                @if let Some(which) = item.icon { (icon(which)) }
                span { (item.label) }
                @if let Some(count) = item.count.filter(|count| *count > 0) { span.count { (count) } }
            }
        }
    }
}
