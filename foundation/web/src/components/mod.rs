//! The parts that pages are built of. Each is a value with typed arguments that renders itself, so that labels, hints,
//! errors, ARIA, printing and narrow screens are solved once.
//!
//! A page starts with [`Page::new`] and ends with [`Page::show`] in a [`Shell`]; that gives it its one `h1`, its title,
//! its landmarks and its error summary.

mod account_mark;
mod banner;
mod button;
mod cards;
mod chart;
mod choices;
mod commands;
mod dialog;
mod empty;
mod error_page;
mod fields;
mod filters;
mod form;
mod icons;
mod input;
mod masthead;
mod notice;
mod once;
mod page;
mod pager;
mod qr_sign_in;
mod shell;
mod steps;
mod summary;
mod table;
mod tabs;
mod tag;
mod timeline;
mod waiting;
mod ways;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use account_mark::account_mark;
pub use banner::PersonBanner;
pub use button::{Button, link_button, print_button};
pub use cards::{Card, Figure, card_grid, figures};
pub use chart::{Chart, Look, Shape};
pub use choices::{Choice, Choices};
pub use commands::{Command, command_results, commands_json, find_commands};
pub use dialog::{Dialog, dialog_link};
pub use empty::EmptyState;
pub use error_page::error_page;
pub use fields::{Fields, Section, save_bar, side_by_side};
pub use filters::{Chip, Filters};
pub use form::PostForm;
pub use icons::{Icon, icon};
pub use input::{Field, Width};
pub use notice::{Notice, Tone};
pub use once::{copyable, one_time_link};
pub use page::{Crumb, Page};
pub use pager::Pager;
pub use qr_sign_in::QrSignIn;
pub use shell::{NavItem, NavSection, SessionClock, Shell, Who};
pub use steps::{Step, StepState, task_list};
pub use summary::SummaryList;
pub use table::{Cell, Column, Row, Table};
pub use tabs::{Tab, tabs};
pub use tag::{Tag, tag};
pub use timeline::{Change, Event, Timeline};
pub use waiting::WaitingButton;
pub use ways::{Way, ways};

/// Words given to a component: borrowed where they are at hand, owned where they were put together.
pub type Words<'a> = Cow<'a, str>;
