//! A whole page: head, masthead, menu, one `h1`, content, foot.

use maud::{DOCTYPE, Markup, Render, html};

use super::masthead::{masthead, menu, theme_choice};
use super::{Icon, Shell, Words, icon};
use crate::forms::Errors;
use crate::preferences::Theme;
use crate::{Lang, paths, static_files};

/// A step on the way to this page.
#[derive(Clone, Debug)]
pub struct Crumb<'a> {
    path: Words<'a>,
    label: Words<'a>,
}

impl<'a> Crumb<'a> {
    /// A page above this one.
    pub fn new(path: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        Self { path: path.into(), label: label.into() }
    }
}

/// A page being put together. [`Page::show`] renders it.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    title: Words<'a>,
    section: Option<Words<'a>>,
    lead: Option<Words<'a>>,
    crumbs: Vec<Crumb<'a>>,
    back: Option<Crumb<'a>>,
    errors: Option<&'a Errors>,
    banner: Option<Markup>,
    actions: Option<Markup>,
    below_heading: Option<Markup>,
    width: &'static str,
    refresh_seconds: Option<u32>,
    live: Option<LiveFrom<'a>>,
    app: Option<AppFrom<'a>>,
    bare: bool,
}

/// What makes a page an app that can be installed.
#[derive(Clone, Debug)]
struct AppFrom<'a> {
    manifest: Words<'a>,
    icon: Words<'a>,
}

/// Where a page hears that it has changed, and what it then says.
#[derive(Clone, Debug)]
struct LiveFrom<'a> {
    path: Words<'a>,
    changed: Words<'a>,
}

impl<'a> Page<'a> {
    /// A page with this title, which is also its `h1`. Its text is as wide as is good to read.
    pub fn new(title: impl Into<Words<'a>>) -> Self {
        Self {
            title: title.into(),
            section: None,
            lead: None,
            crumbs: Vec::new(),
            back: None,
            errors: None,
            banner: None,
            actions: None,
            below_heading: None,
            width: "text",
            refresh_seconds: None,
            live: None,
            app: None,
            bare: false,
        }
    }

    /// What the page belongs to, put after the title in the browser's tab: *Behörigheter – Anna Ek – Behörig*.
    #[must_use]
    pub fn section(mut self, section: impl Into<Words<'a>>) -> Self {
        self.section = Some(section.into());
        self
    }

    /// One sentence under the heading about what can be done here.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<Words<'a>>) -> Self {
        self.lead = Some(lead.into());
        self
    }

    /// The way to here, from the top; the page itself is added last.
    #[must_use]
    pub fn crumbs(mut self, crumbs: impl IntoIterator<Item = Crumb<'a>>) -> Self {
        self.crumbs.extend(crumbs);
        self
    }

    /// A link back, for a step in a flow.
    #[must_use]
    pub fn back(mut self, path: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        self.back = Some(Crumb::new(path, label));
        self
    }

    /// What is wrong with the form: told at the top of the page and by its title. Without errors nothing is shown.
    #[must_use]
    pub const fn errors(mut self, errors: &'a Errors) -> Self {
        self.errors = Some(errors);
        self
    }

    /// The person that the page is about, above the heading.
    #[must_use]
    pub fn banner(mut self, banner: Markup) -> Self {
        self.banner = Some(banner);
        self
    }

    /// Buttons beside the heading; one of them at most is primary.
    #[must_use]
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = Some(actions);
        self
    }

    /// Tabs or tags directly under the heading.
    #[must_use]
    pub fn below_heading(mut self, markup: Markup) -> Self {
        self.below_heading = Some(markup);
        self
    }

    /// As wide as lists and tables need.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.width = "wide";
        self
    }

    /// A single narrow column in the middle: sign-in, a receipt.
    #[must_use]
    pub const fn narrow(mut self) -> Self {
        self.width = "narrow";
        self
    }

    /// Where there is no JavaScript, load the page again after this many seconds.
    #[must_use]
    pub const fn refresh_without_script(mut self, seconds: u32) -> Self {
        self.refresh_seconds = Some(seconds);
        self
    }

    /// The page listens to this address while it is looked at, and asks for itself anew when it has changed: elements with an id and
    /// `data-live-part` are put in the place of what they were, and `changed` says it. Without JavaScript the page stays as it is.
    #[must_use]
    pub fn live(mut self, path: impl Into<Words<'a>>, changed: impl Into<Words<'a>>) -> Self {
        self.live = Some(LiveFrom { path: path.into(), changed: changed.into() });
        self
    }

    /// The page can be installed as an app: the addresses of its manifest and of its icon. It may be left open for long after the session
    /// has ended, so no warning stands on it; what it then shows and for how long is its own to say.
    #[must_use]
    pub fn installable(mut self, manifest: impl Into<Words<'a>>, icon: impl Into<Words<'a>>) -> Self {
        self.app = Some(AppFrom { manifest: manifest.into(), icon: icon.into() });
        self
    }

    /// Nothing stands around the page, and it is dark unless its viewer has chosen light: for a screen on a wall.
    #[must_use]
    pub const fn bare(mut self) -> Self {
        self.bare = true;
        self.width = "bare";
        self
    }

    /// The page as HTML.
    #[must_use]
    pub fn show(&self, shell: &Shell<'_>, body: impl Render) -> Markup {
        let lang = shell.lang;
        html! {
            (DOCTYPE)
            html lang=(lang.code()) data-theme=(self.theme(shell).key()) {
                (self.head(lang))
                body.signed-in[shell.who.is_some()].has-menu[!shell.nav.is_empty() && !self.bare] {
                    a.skip href="#main" { (lang.t("web-skip")) }
                    @if !self.bare { (masthead(shell)) }
                    div.frame {
                        @if !self.bare { (menu(shell, &self.way())) }
                        main.(self.width) #main tabindex="-1" { (self.top(shell)) (body) }
                    }
                    @if !self.bare { (foot(shell)) }
                    (leaves(shell, self.app.is_none(), &self.signed_out_to(shell)))
                }
            }
        }
    }

    fn theme(&self, shell: &Shell<'_>) -> Theme {
        if self.bare && shell.theme == Theme::Auto { Theme::Dark } else { shell.theme }
    }

    /// Where its viewer is led when the session has ended. A screen on a wall comes back to itself when somebody has signed in.
    fn signed_out_to(&self, shell: &Shell<'_>) -> Words<'static> {
        if self.bare {
            Words::Owned(format!("{}?till={}", paths::SIGN_IN, paths::query_value(shell.path)))
        } else {
            Words::Borrowed(paths::SIGN_IN)
        }
    }

    /// The paths of the pages above this one, from the top.
    fn way(&self) -> Vec<&str> {
        self.crumbs.iter().chain(&self.back).map(|crumb| crumb.path.as_ref()).collect()
    }

    fn head(&self, lang: Lang) -> Markup {
        let wrong = self.errors.is_some_and(|errors| !errors.is_empty());
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title {
                    @if wrong { (lang.t("web-error-prefix")) " " }
                    (self.title) @if let Some(section) = &self.section { " – " (section) } " – Behörig"
                }
                link rel="stylesheet" href=(static_files::url("behorig.css"));
                link rel="icon" type="image/svg+xml" href=(static_files::url("mark.svg"));
                script type="module" src=(static_files::url("behorig.js")) {}
                @if self.live.is_some() { script type="module" src=(static_files::url("live.js")) {} }
                @if let Some(app) = &self.app {
                    link rel="manifest" href=(app.manifest);
                    link rel="apple-touch-icon" href=(app.icon);
                    script type="module" src=(static_files::url("phone.js")) {}
                }
                @if let Some(seconds) = self.refresh_seconds {
                    noscript { meta http-equiv="refresh" content=(seconds); }
                }
            }
        }
    }

    fn top(&self, shell: &Shell<'_>) -> Markup {
        let lang = shell.lang;
        html! {
            @if !self.crumbs.is_empty() {
                nav.crumbs aria-label=(lang.t("web-crumbs")) {
                    ol {
                        @for crumb in &self.crumbs { li { a href=(crumb.path) { (crumb.label) } } }
                        li aria-current="page" { (self.title) }
                    }
                }
            }
            @if let Some(back) = &self.back { a.back href=(back.path) { (icon(Icon::Back)) (back.label) } }
            @if let Some(notice) = &shell.flash { (notice.as_flash(lang)) }
            @if let Some(errors) = self.errors { (error_summary(lang, errors)) }
            @if let Some(banner) = &self.banner { (banner) }
            div.heading {
                div.heading-words { h1 { (self.title) } @if let Some(lead) = &self.lead { p.lead { (lead) } } }
                @if let Some(actions) = &self.actions { div.actions { (actions) } }
            }
            @if let Some(markup) = &self.below_heading { (markup) }
            @if let Some(live) = &self.live {
                div.live data-live=(live.path) data-words=(live.changed) {
                    p role="status" {}
                    button.button.secondary type="button" hidden { (lang.t("web-live-show")) }
                }
            }
        }
    }
}

/// Everything that is wrong, each a link to its field. It takes the focus when the page has loaded.
fn error_summary(lang: Lang, errors: &Errors) -> Markup {
    if errors.is_empty() {
        return Markup::default();
    }
    html! {
        div.error-summary role="alert" tabindex="-1" data-error-summary aria-labelledby="error-summary-heading" {
            (icon(Icon::Stop))
            div {
                h2 #error-summary-heading { (lang.t("web-error-summary")) }
                ul {
                    @for error in errors.iter() {
                        li {
                            @if error.field.is_empty() { (error.message.words(lang)) }
                            @else { a href={ "#" (error.field) } { (error.message.words(lang)) } }
                        }
                    }
                }
            }
        }
    }
}

fn foot(shell: &Shell<'_>) -> Markup {
    let lang = shell.lang;
    html! {
        footer.foot {
            p { strong { "Behörig" } " " (lang.t("web-foot")) }
            ul {
                li { a href=(shell.help) { (lang.t("web-help")) } }
                li { a href=(paths::ACCESSIBILITY) { (lang.t("web-accessibility")) } }
            }
            @if shell.who.is_none() { (theme_choice(shell)) }
        }
    }
}

/// What modules of ours need of words and dialogs; nothing of it is shown before it is used.
fn leaves(shell: &Shell<'_>, warns: bool, signed_out_to: &str) -> Markup {
    if shell.who.is_none() {
        return Markup::default();
    }
    let lang = shell.lang;
    html! {
        template #command-search data-none=(lang.t("web-no-command")) data-number=(lang.t("web-command-number")) {
            dialog.commands aria-label=(lang.t("web-command-link")) {
                div.commands-field {
                    (icon(Icon::Search))
                    input type="text" role="combobox" aria-expanded="true" aria-controls="command-list"
                        aria-autocomplete="list" aria-label=(lang.t("web-command-link"))
                        placeholder=(lang.t("web-command-placeholder")) autocomplete="off" spellcheck="false";
                    button.commands-close type="button" data-close { kbd { "Esc" } span.reader-only { " " (lang.t("web-close")) } }
                }
                ul #command-list role="listbox" aria-label=(lang.t("web-functions")) {}
                p role="status" {}
            }
        }
        @if let Some(session) = shell.session.filter(|_| warns) {
            dialog.dialog #session-warning aria-labelledby="session-warning-heading"
                data-seconds=(session.seconds_left) data-warn=(session.warn_before)
                data-renew=(paths::RENEW_SESSION) data-ended=(signed_out_to) {
                h2 #session-warning-heading { (lang.t("web-session-ends")) }
                p { (lang.t("web-session-ends-text")) " " strong.clock role="timer" {} }
                div.dialog-actions {
                    button.button.primary type="button" data-stay { (lang.t("web-session-stay")) }
                    form method="post" action=(paths::SIGN_OUT) {
                        button.button.secondary type="submit" { (lang.t("web-sign-out")) }
                    }
                }
            }
        }
    }
}
