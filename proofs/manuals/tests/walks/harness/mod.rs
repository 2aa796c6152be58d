//! The helpers themselves, tried on a page that has one of everything.

mod finding;
mod page;
mod reporting;
mod setting_up;
mod viewing;
