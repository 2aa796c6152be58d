//! Our own line icons: 24 by 24, drawn with one stroke in the colour of the text around them.

use maud::{Markup, PreEscaped, html};

/// A drawing. It is decoration: the word beside it says what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// A clock face.
    Clock,
    /// A person.
    Person,
    /// Two people.
    People,
    /// A house.
    Home,
    /// A building with windows.
    Building,
    /// A key.
    Key,
    /// A shield with a tick.
    Shield,
    /// A closed padlock.
    Lock,
    /// A tick.
    Tick,
    /// A tick in a circle.
    Done,
    /// An exclamation mark in a triangle.
    Warning,
    /// An exclamation mark in an octagon.
    Stop,
    /// The letter i in a circle.
    Info,
    /// An arrow to the left.
    Back,
    /// A small arrow to the right.
    Forward,
    /// A cross.
    Close,
    /// A plus sign.
    Plus,
    /// Two sheets.
    Copy,
    /// A printer.
    Print,
    /// A calendar page.
    Calendar,
    /// A written sheet.
    Document,
    /// A tray for what comes in.
    Inbox,
    /// An envelope.
    Mail,
    /// Bars of a chart.
    Chart,
    /// A question mark in a circle.
    Help,
    /// A globe.
    Globe,
    /// A magnifying glass.
    Search,
    /// Three lines.
    Menu,
    /// A door and an arrow out of it.
    SignOut,
    /// Two arrows in opposite directions.
    Switch,
    /// A card with a chip.
    Card,
    /// A telephone with a code on its screen.
    Phone,
    /// An eye.
    Eye,
    /// A pencil.
    Pencil,
    /// Sliders.
    Settings,
    /// A list with ticks.
    Tasks,
    /// A clock turned back.
    History,
    /// A speech bubble.
    Case,
    /// A tower that looks out.
    Tower,
}

impl Icon {
    const fn drawing(self) -> &'static str {
        match self {
            Self::Clock => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>"#,
            Self::Person => {
                r#"<circle cx="12" cy="8" r="3.75"/><path d="M4.75 20c.6-3.9 3.4-5.75 7.25-5.75s6.65 1.85 7.25 5.75"/>"#
            }
            Self::People => {
                r#"<circle cx="9" cy="8.25" r="3.25"/><path d="M2.75 19c.5-3.4 2.9-5 6.25-5s5.75 1.6 6.25 5M15.5 5.25a3.25 3.25 0 0 1 0 6M17.75 14.4c2 .7 3.2 2.2 3.5 4.6"/>"#
            }
            Self::Home => r#"<path d="M4 10.75 12 4l8 6.75V20h-5.25v-5.5h-5.5V20H4z"/>"#,
            Self::Building => {
                r#"<path d="M5 20V4.5h9V20M14 9.5h5V20M3 20h18M8 8h3M8 11.5h3M8 15h3M16.5 13v.01M16.5 16.5v.01"/>"#
            }
            Self::Key => {
                r#"<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l2.75 2.75M13.25 10.25l1.5 1.5"/>"#
            }
            Self::Shield => {
                r#"<path d="M12 3.5 5 6v5.5c0 4.3 2.8 7.4 7 9 4.2-1.6 7-4.7 7-9V6z"/><path d="m9 11.75 2.25 2.25L15.25 10"/>"#
            }
            Self::Lock => {
                r#"<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8.25 10.5V7.75a3.75 3.75 0 0 1 7.5 0v2.75"/>"#
            }
            Self::Tick => r#"<path d="m5 12.75 4.5 4.5L19 7.5"/>"#,
            Self::Done => r#"<circle cx="12" cy="12" r="8.5"/><path d="m8.25 12.25 2.6 2.6 5-5.2"/>"#,
            Self::Warning => r#"<path d="M12 4 2.75 19.75h18.5z"/><path d="M12 10v4.25M12 17v.01"/>"#,
            Self::Stop => {
                r#"<path d="M8.4 3.5h7.2l4.9 4.9v7.2l-4.9 4.9H8.4l-4.9-4.9V8.4z"/><path d="M12 8v4.75M12 15.75v.01"/>"#
            }
            Self::Info => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11.25V16M12 8v.01"/>"#,
            Self::Back => r#"<path d="M19.5 12h-15M10.5 5.75 4.25 12l6.25 6.25"/>"#,
            Self::Forward => r#"<path d="m9.5 5.75 6.25 6.25-6.25 6.25"/>"#,
            Self::Close => r#"<path d="m6 6 12 12M18 6 6 18"/>"#,
            Self::Plus => r#"<path d="M12 5v14M5 12h14"/>"#,
            Self::Copy => {
                r#"<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2"/><path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5"/>"#
            }
            Self::Print => r#"<path d="M7.5 8.5V4h9v4.5M7.5 16.5H4v-8h16v8h-3.5"/><path d="M7.5 13.5h9V20h-9z"/>"#,
            Self::Calendar => {
                r#"<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.25 3.5v4M15.75 3.5v4"/>"#
            }
            Self::Document => {
                r#"<path d="M13.5 3.5H6.5v17h11v-13z"/><path d="M13.5 3.5v4h4M9.25 12h5.5M9.25 15.5h5.5"/>"#
            }
            Self::Inbox => {
                r#"<path d="M4 13.5 6.75 5h10.5L20 13.5V19H4z"/><path d="M4 13.5h4.75l1.25 2.25h4l1.25-2.25H20"/>"#
            }
            Self::Mail => r#"<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.5 8 6 8-6"/>"#,
            Self::Chart => r#"<path d="M4 20h16M7 16.5v-5M12 16.5V5.5M17 16.5V9"/>"#,
            Self::Help => {
                r#"<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.6c.2-1.4 1.1-2.1 2.4-2.1s2.4.8 2.4 2.1c0 1.7-2.4 1.9-2.4 3.65M12 16.25v.01"/>"#
            }
            Self::Globe => {
                r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.4 2.4 3.5 5.2 3.5 8.5s-1.1 6.1-3.5 8.5c-2.4-2.4-3.5-5.2-3.5-8.5s1.1-6.1 3.5-8.5z"/>"#
            }
            Self::Search => r#"<circle cx="10.75" cy="10.75" r="6.25"/><path d="m15.5 15.5 4.75 4.75"/>"#,
            Self::Menu => r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#,
            Self::SignOut => r#"<path d="M13.5 4H5.5v16h8M10.5 12H20M16.5 8.25 20.25 12l-3.75 3.75"/>"#,
            Self::Switch => r#"<path d="M4.5 8.5h14M15 5l3.75 3.5L15 12M19.5 15.5h-14M9 12l-3.75 3.5L9 19"/>"#,
            Self::Card => {
                r#"<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M6.5 10h4v3.5h-4zM14 14.5h4M14 10h4"/>"#
            }
            Self::Phone => {
                r#"<rect x="6.5" y="3" width="11" height="18" rx="2"/><path d="M9.75 7h1.75v1.75H9.75zM13 7h1.5M14.25 9.25v1.5M9.75 11h2.25M10.5 18h3"/>"#
            }
            Self::Eye => {
                r#"<path d="M2.75 12C5 8 8.2 6 12 6s7 2 9.25 6c-2.25 4-5.45 6-9.25 6s-7-2-9.25-6z"/><circle cx="12" cy="12" r="2.75"/>"#
            }
            Self::Pencil => r#"<path d="M4.5 19.5 5.5 15 15.75 4.75l3.5 3.5L9 18.5zM13.25 7.25l3.5 3.5"/>"#,
            Self::Settings => {
                r#"<path d="M4 7.5h8M17 7.5h3M4 16.5h3M12 16.5h8"/><circle cx="14.5" cy="7.5" r="2.5"/><circle cx="9.5" cy="16.5" r="2.5"/>"#
            }
            Self::Tasks => {
                r#"<path d="m3.5 7 1.5 1.5L7.75 5.5M3.5 16l1.5 1.5 2.75-3M11.5 7.25H20.5M11.5 16.25H20.5"/>"#
            }
            Self::History => {
                r#"<path d="M4.75 8.25A8.5 8.5 0 1 1 3.5 12.5M4.25 4v4.5h4.5"/><path d="M12 8v4.25l2.75 1.75"/>"#
            }
            Self::Case => r#"<path d="M4 5.5h16V16.5H11.5L7.25 20v-3.5H4z"/><path d="M8 9.5h8M8 12.75h5"/>"#,
            Self::Tower => r#"<path d="M7.5 20 9 10.5h6L16.5 20M6 20h12M7.5 6h9l-1.5 4.5H9zM12 3v3"/>"#,
        }
    }
}

/// Draws an icon, hidden from screen readers.
#[must_use]
pub fn icon(which: Icon) -> Markup {
    html! { svg.icon viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(which.drawing())) } }
}
